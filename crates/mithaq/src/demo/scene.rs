//! Who takes part in the demo: three members, their posts, the people who work there.

use std::collections::BTreeMap;

use mithaq_exchange::Post;
use mithaq_node::duty::{Duty, Role};
use mithaq_notice::{ActivityId, IdError, Language, MemberId, PostId, ServiceId, TheatreId, Use};

/// The source's pact, in the project's own words.
pub const PACT: &str = include_str!("../../../../pacts/maghreb-sahel.toml");
/// The UN Security Council's consolidated list of 2026-02-27.
pub const UN_LIST: &[u8] = include_bytes!("../../../../data/un_consolidated.xml");
/// Notices the three members publish themselves, every one invented.
pub const NOTICES: &str = include_str!("../../../../data/demo/notices.toml");

/// One member's part.
pub struct Part {
    /// The member.
    pub member: MemberId,
    /// Its posts.
    pub posts: BTreeMap<PostId, Post>,
    /// Its people.
    pub people: Vec<Person>,
}

/// Somebody who may sign in.
pub struct Person {
    /// Their user name.
    pub user: &'static str,
    /// What they may do, and where.
    pub duty: Duty,
    /// What they read.
    pub language: Language,
}

/// The three members.
///
/// # Errors
/// Never with the ids written here; they are parsed like any others.
pub fn parts() -> Result<Vec<Part>, IdError> {
    use Language::{Ar, En, Fr};
    use Role::{Analyst, Inspector, Liaison, Officer, Operator, TreatyDesk};
    Ok(vec![
        Part {
            member: MemberId::new("dz")?,
            posts: posts(&[
                ("in-guezzam", "border", "border-screening", "dz", Use::Act),
                ("fiu", "fiu", "financial-screening", "dz", Use::Act),
                (
                    "desk",
                    "liaison",
                    "security-cooperation",
                    "maghreb",
                    Use::Read,
                ),
            ])?,
            people: vec![
                person("nadia", Officer, Some("in-guezzam"), Ar)?,
                person("yacine", Analyst, Some("fiu"), Fr)?,
                person("samira", Liaison, Some("desk"), Ar)?,
                person("mourad", TreatyDesk, None, Fr)?,
                person("lina", Operator, None, Fr)?,
                person("omar", Inspector, None, Ar)?,
            ],
        },
        Part {
            member: MemberId::new("us")?,
            posts: posts(&[
                (
                    "maghreb-desk",
                    "liaison",
                    "security-cooperation",
                    "maghreb",
                    Use::Read,
                ),
                (
                    "sahel-desk",
                    "liaison",
                    "security-cooperation",
                    "sahel",
                    Use::Read,
                ),
                (
                    "levant-cell",
                    "operations",
                    "military-operation",
                    "sy",
                    Use::Read,
                ),
            ])?,
            people: vec![
                person("grace", Liaison, Some("sahel-desk"), En)?,
                person("frank", Analyst, Some("levant-cell"), En)?,
                person("helen", TreatyDesk, None, En)?,
                person("ruth", Operator, None, En)?,
                person("ellen", Inspector, None, En)?,
            ],
        },
        Part {
            member: MemberId::new("ne")?,
            posts: posts(&[
                (
                    "assamaka",
                    "border",
                    "border-screening",
                    "ne-north",
                    Use::Screen,
                ),
                (
                    "customs",
                    "customs",
                    "customs-screening",
                    "ne-north",
                    Use::Screen,
                ),
                (
                    "desk",
                    "liaison",
                    "security-cooperation",
                    "sahel",
                    Use::Read,
                ),
            ])?,
            people: vec![
                person("aicha", Officer, Some("assamaka"), Fr)?,
                person("idrissa", Officer, Some("assamaka"), Ar)?,
                person("salif", Analyst, Some("customs"), Fr)?,
                person("mariama", Liaison, Some("desk"), Fr)?,
                person("boubacar", Operator, None, Fr)?,
                person("hawa", Inspector, None, Fr)?,
            ],
        },
    ])
}

fn posts(rows: &[(&str, &str, &str, &str, Use)]) -> Result<BTreeMap<PostId, Post>, IdError> {
    rows.iter()
        .map(|&(id, service, activity, theatre, uses)| {
            let post = Post {
                service: ServiceId::new(service)?,
                activity: ActivityId::new(activity)?,
                theatre: TheatreId::new(theatre)?,
                uses,
            };
            Ok((PostId::new(id)?, post))
        })
        .collect()
}

fn person(
    user: &'static str,
    role: Role,
    post: Option<&str>,
    language: Language,
) -> Result<Person, IdError> {
    Ok(Person {
        user,
        duty: Duty {
            role,
            post: post.map(PostId::new).transpose()?,
        },
        language,
    })
}
