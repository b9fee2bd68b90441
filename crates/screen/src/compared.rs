//! What of a party and a notice is compared, in one form: whether a decision about the two still rests on what it was taken by.

use mithaq_notice::{Name, Notice, Subject};
use serde::Serialize;

use crate::index::numbers_of;
use crate::number::Number;
use crate::query::Query;

/// Everything of a query and a notice that screening compares, as bytes: equal for two versions of a notice, or of a party, exactly
/// where no comparison could come out otherwise. A corrected instruction, contact or link changes nothing in it; a name, a date,
/// a number, a nationality does. Not the query's id. Meant to be digested.
///
/// ```
/// # use mithaq_screen::{Query, compared};
/// # let notice: mithaq_notice::Notice = mithaq_notice::native::read("n.toml", r#"
/// # [notices.dz-1]
/// # originator = "dz"
/// # created = "2026-01-01T00:00:00Z"
/// # grade = "B2"
/// # ends = "2030-01-01T00:00:00Z"
/// # grounds.en = "An example."
/// # instructions.en = "Call."
/// # redress.en = "Write."
/// # invented = true
/// # handling = { release_to = ["ne"], uses = ["screen"] }
/// # subject.person.names = [{ text = "Karim Benali", kind = "primary" }]
/// # "#)?.remove(0);
/// let party = Query::of_name("customer 7", "Karim Ben Ali");
/// let before = compared(&party, &notice);
/// let mut reworded = notice.clone();
/// reworded.instructions.en = Some("Call first.".into());
/// assert_eq!(compared(&party, &reworded), before);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn compared(query: &Query, notice: &Notice) -> Vec<u8> {
    let party = Query {
        id: String::new(),
        ..query.clone()
    };
    let numbers = numbers_of(&notice.subject)
        .into_iter()
        .flat_map(|(kind, text)| Number::listed(kind, text));
    let mut numbers: Vec<String> = numbers
        .map(|number| format!("{:?} {}", number.kind, number.key()))
        .collect();
    numbers.sort();
    numbers.dedup();
    let form = Form {
        party: &party,
        names: notice.subject.names(),
        kind: notice.subject.kind(),
        numbers,
        beside: beside(&notice.subject),
    };
    // Strings, numbers and lists of them: nothing in it could fail to be JSON.
    serde_json::to_vec(&form).unwrap_or_default()
}

#[derive(Serialize)]
struct Form<'a> {
    party: &'a Query,
    kind: mithaq_notice::SubjectKind,
    names: &'a [Name],
    numbers: Vec<String>,
    beside: serde_json::Value,
}

/// What is compared beside names and numbers.
fn beside(subject: &Subject) -> serde_json::Value {
    match subject {
        Subject::Person(person) => {
            let issuers: Vec<_> = person
                .documents
                .iter()
                .map(|d| (&d.number, &d.country))
                .collect();
            serde_json::json!([
                person.births,
                person.birth_places,
                person.nationalities,
                person.gender,
                issuers
            ])
        }
        Subject::Organisation(organisation) => {
            let issuers: Vec<_> = organisation
                .documents
                .iter()
                .map(|d| (&d.number, &d.country))
                .collect();
            serde_json::json!([issuers])
        }
        Subject::Document(document) => serde_json::json!([document.country]),
        Subject::Weapon(weapon) => serde_json::json!([weapon.make, weapon.model, weapon.calibre]),
        Subject::Account(_) | Subject::Vehicle(_) | Subject::Consignment(_) => {
            serde_json::Value::Null
        }
    }
}
