//! How soon an update is found at a node that is being searched, and what searches cost meanwhile.
//!
//!     cargo bench -p mithaq-exchange --bench updates
//!
//! A node in a fresh folder holds the UN list; a searcher a core screens its entries' names without pause. Beside them the
//! member publishes a notice, corrects it and recalls it, over and over; then one message brings as many notices as make the
//! indexes merge. From the call to its answer is how long an update takes; a search begun after the answer must see it, or this
//! ends with an error. Searches are timed first with no update, then with these. The folder lies where `TMPDIR` says.

mod node;

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use mithaq_exchange::Member;
use mithaq_notice::{Name, NameKind, Notice, Originator, Person, PostId, Subject, SubjectId};
use mithaq_screen::{Options, Query};
use node::{Failed, Node};

const SEARCHERS: usize = 2;
const ROUNDS: usize = 100;
/// More than the indexes take in without being merged.
const AT_ONCE: usize = 400;

fn main() -> Result<(), Failed> {
    node::run(measure())
}

async fn measure() -> Result<(), Failed> {
    let Node {
        member,
        post,
        notices,
        folder: _folder,
    } = Node::set().await?;
    let names = notices.iter().map(|notice| notice.subject.caption());
    let names: Arc<Vec<String>> = Arc::new(names.collect());
    let of_list = notices.first().cloned().ok_or("an empty list")?;
    let mut out = std::io::stdout();
    writeln!(out, "UN list, {SEARCHERS} searchers")?;

    let searching = Searching::begin(&member, &post, &names);
    tokio::time::sleep(Duration::from_secs(3)).await;
    row(&mut out, "a search, no update", searching.end().await?)?;

    let searching = Searching::begin(&member, &post, &names);
    let mut found = Vec::new();
    for round in 0..ROUNDS {
        let own = |name: &str, later: i64| invented(&of_list, 0, name, later);
        let name = |nth: usize| format!("Zanbaqun Wahmiyun {nth} Sarabov");
        let (first, second) = (name(2 * round), name(2 * round + 1));
        let later = 2 * i64::try_from(round)?;
        let started = Instant::now();
        if round == 0 {
            member
                .publish(vec![own(&first, later)?], "bench", Timestamp::now())
                .await?;
        } else {
            member
                .correct(vec![own(&first, later)?], "bench", Timestamp::now())
                .await?;
        }
        found.push(started.elapsed());
        expect(&member, &post, &first, true).await?;
        let started = Instant::now();
        member
            .correct(vec![own(&second, later + 1)?], "bench", Timestamp::now())
            .await?;
        found.push(started.elapsed());
        expect(&member, &post, &second, true).await?;
        expect(&member, &post, &first, false).await?;
    }
    let started = Instant::now();
    member
        .recall(&"dz-9000".parse()?, "bench", Timestamp::now())
        .await?;
    found.push(started.elapsed());
    expect(
        &member,
        &post,
        &format!("Zanbaqun Wahmiyun {} Sarabov", 2 * ROUNDS - 1),
        false,
    )
    .await?;
    row(&mut out, "an update of one notice, to its answer", found)?;
    row(&mut out, "a search meanwhile", searching.end().await?)?;

    let searching = Searching::begin(&member, &post, &names);
    let mut found = Vec::new();
    for round in 0..10 {
        let many = (1..=AT_ONCE).map(|nth| {
            let name = format!("Ghadfarun Khayalun {} Sarabov", round * AT_ONCE + nth);
            invented(&of_list, 9_000 + round * AT_ONCE + nth, &name, 0)
        });
        let many = many.collect::<Result<Vec<_>, Failed>>()?;
        let started = Instant::now();
        member.publish(many, "bench", Timestamp::now()).await?;
        found.push(started.elapsed());
        let last = format!("Ghadfarun Khayalun {} Sarabov", (round + 1) * AT_ONCE);
        expect(&member, &post, &last, true).await?;
    }
    row(
        &mut out,
        "an update of 400 and a merge, to its answer",
        found,
    )?;
    row(&mut out, "a search meanwhile", searching.end().await?)?;
    Ok(())
}

/// A notice of the member's own, after one of the list's.
fn invented(like: &Notice, nth: usize, name: &str, later: i64) -> Result<Notice, Failed> {
    let id = if nth == 0 {
        "dz-9000".to_owned()
    } else {
        format!("dz-{nth}x")
    };
    let created: Timestamp = "2026-01-01T00:00:00Z".parse()?;
    Ok(Notice {
        originator: Originator::Member("dz".parse()?),
        subject_id: SubjectId::new(&id)?,
        id: id.parse()?,
        created,
        modified: created.checked_add(SignedDuration::from_secs(later))?,
        subject: Subject::Person(Person {
            names: vec![Name::new(name, NameKind::Primary)],
            ..Person::default()
        }),
        grade: Some("B2".parse()?),
        ends: Some("2030-01-01T00:00:00Z".parse()?),
        listing: None,
        invented: true,
        ..like.clone()
    })
}

async fn expect(member: &Member, post: &PostId, name: &str, found: bool) -> Result<(), Failed> {
    let (query, options) = (Query::of_name("q", name), Options::default());
    let screened = member.screen("bench", post, &query, &options, Timestamp::now());
    let hits = screened.await?.matches;
    let mut named = hits.iter().flat_map(|found| &found.hits);
    if named.any(|hit| hit.notice.subject.caption() == name) == found {
        return Ok(());
    }
    Err(format!("{name}: a search after the answer must find it: {found}").into())
}

/// Screens without pause until it is ended.
struct Searching {
    done: Arc<AtomicBool>,
    searchers: Vec<tokio::task::JoinHandle<Result<Vec<Duration>, mithaq_exchange::Error>>>,
}

impl Searching {
    fn begin(member: &Arc<Member>, post: &PostId, names: &Arc<Vec<String>>) -> Self {
        let done = Arc::new(AtomicBool::new(false));
        let searcher = |first: usize| {
            let (member, post, names, done) = (
                Arc::clone(member),
                post.clone(),
                Arc::clone(names),
                Arc::clone(&done),
            );
            tokio::spawn(async move {
                let (mut took, options) = (Vec::new(), Options::default());
                for name in names.iter().cycle().skip(first * 500) {
                    if done.load(Ordering::Relaxed) {
                        break;
                    }
                    let query = Query::of_name("q", name);
                    let started = Instant::now();
                    member
                        .screen("bench", &post, &query, &options, Timestamp::now())
                        .await?;
                    took.push(started.elapsed());
                }
                Ok(took)
            })
        };
        Self {
            searchers: (0..SEARCHERS).map(searcher).collect(),
            done,
        }
    }

    async fn end(self) -> Result<Vec<Duration>, Failed> {
        self.done.store(true, Ordering::Relaxed);
        let mut all = Vec::new();
        for searcher in self.searchers {
            all.extend(searcher.await??);
        }
        Ok(all)
    }
}

fn row(out: &mut impl std::io::Write, what: &str, mut times: Vec<Duration>) -> std::io::Result<()> {
    times.sort_unstable();
    let at = |share: usize| {
        let time = times.get(times.len() * share / 100).or(times.last());
        time.map_or(0.0, |time| time.as_secs_f64() * 1e3)
    };
    writeln!(
        out,
        "{what:44} {:6} times: median {:7.2}, p99 {:7.2}, worst {:7.2} ms",
        times.len(),
        at(50),
        at(99),
        at(100)
    )
}
