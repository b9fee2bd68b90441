//! The real UN list, travellers who are and are not on it, and what one machine finds of them.
#![allow(
    dead_code,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a scene for tests, of which each file uses its own part"
)]

pub mod process;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use datafusion::arrow::array::{
    ArrayRef, Date32Array, Int64Array, ListBuilder, RecordBatch, StringArray, StringBuilder,
};
use datafusion::parquet::arrow::ArrowWriter;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use mithaq_notice::{NameKind, Subject, list};
use mithaq_scale::{Digest, Holding, Screening};
use mithaq_screen::batch::{Job, Summary, run};
use mithaq_screen::{Admit, Index, Language, Options};
use serde_json::json;

pub fn list_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/un_consolidated.xml")
}

/// The day all tests ask about.
pub const DAY: &str = "2026-03-01T00:00:00Z";

pub fn day() -> Timestamp {
    DAY.parse().unwrap()
}

pub static HOLDING: LazyLock<Arc<Holding>> =
    LazyLock::new(|| Arc::new(Holding::read(&[list_file()]).unwrap()));

pub fn screening(lists: &[Digest]) -> Screening {
    Screening::new(
        lists.to_vec(),
        0.7,
        5.try_into().unwrap(),
        day(),
        Language::En,
    )
    .unwrap()
}

/// A traveller, as a table or a line of JSON may have him.
#[derive(Debug, Clone, Default)]
pub struct Traveller {
    pub id: String,
    pub name: Option<String>,
    pub aliases: Vec<String>,
    pub born: Option<Date>,
    pub nationality: Option<&'static str>,
    pub passport: Option<i64>,
}

/// Every person of the list by his name, misspelt now and then, or by an alias, and as many who are not on it; some rows are bad.
pub fn travellers() -> Vec<Traveller> {
    let list = list::read(&list_file()).unwrap();
    let people = list
        .notices
        .iter()
        .filter_map(|notice| match &notice.subject {
            Subject::Person(person) => Some(person),
            _ => None,
        });
    let ordinary = [
        "Jean Dupont",
        "فاطمة الزهراء بن علي",
        "Aminata Traoré",
        "علي حسن محمد",
    ];
    let mut travellers = Vec::new();
    for (nth, person) in people.enumerate() {
        let alias = |kind: NameKind| person.names.iter().find(|name| name.kind != kind);
        let name = match nth % 3 {
            0 => alias(NameKind::Primary),
            _ => person.names.first(),
        };
        let name = name.map(|name| match nth % 5 {
            0 => name.text.replacen('i', "y", 1),
            _ => name.text.clone(),
        });
        travellers.push(Traveller {
            name,
            aliases: if nth % 4 == 0 {
                vec![ordinary[nth % ordinary.len()].to_owned()]
            } else {
                Vec::new()
            },
            born: (nth % 6 == 0).then(|| date(1950 + (nth % 40) as i16, 6, 1)),
            nationality: (nth % 7 == 0).then_some(if nth % 14 == 0 { "Mali" } else { "dz" }),
            passport: (nth % 11 == 0).then_some(100_200_300 + nth as i64),
            ..Traveller::default()
        });
        travellers.push(Traveller {
            name: (nth % 50 != 0).then(|| ordinary[nth % ordinary.len()].to_owned()),
            nationality: (nth % 60 == 1).then_some("Atlantis"),
            ..Traveller::default()
        });
    }
    for (nth, traveller) in travellers.iter_mut().enumerate() {
        traveller.id = format!("t{nth:05}");
    }
    travellers
}

fn table(travellers: &[Traveller]) -> RecordBatch {
    let mut aliases = ListBuilder::new(StringBuilder::new());
    for traveller in travellers {
        for alias in &traveller.aliases {
            aliases.values().append_value(alias);
        }
        aliases.append(!traveller.aliases.is_empty());
    }
    let days = |born: Date| born.since(date(1970, 1, 1)).unwrap().get_days();
    let texts = |of: fn(&Traveller) -> Option<&str>| -> ArrayRef {
        Arc::new(travellers.iter().map(of).collect::<StringArray>())
    };
    let born: Date32Array = travellers.iter().map(|t| t.born.map(days)).collect();
    let passports: Int64Array = travellers.iter().map(|t| t.passport).collect();
    RecordBatch::try_from_iter([
        ("id", texts(|t| Some(&t.id))),
        ("gate", texts(|_| Some("7"))),
        ("name", texts(|t| t.name.as_deref())),
        ("alias", Arc::new(aliases.finish()) as ArrayRef),
        ("birthDate", Arc::new(born)),
        ("nationality", texts(|t| t.nationality)),
        ("passportNumber", Arc::new(passports)),
    ])
    .unwrap()
}

/// Writes one table as a Parquet file.
pub fn write(path: &Path, table: &RecordBatch) {
    let file = File::create(path).unwrap();
    let mut writer = ArrowWriter::try_new(file, table.schema(), None).unwrap();
    writer.write(table).unwrap();
    writer.close().unwrap();
}

/// Deals travellers out to so many Parquet files, one here and one there.
pub fn deal(folder: &Path, travellers: &[Traveller], parts: usize) {
    for part in 0..parts {
        let dealt: Vec<Traveller> = travellers
            .iter()
            .skip(part)
            .step_by(parts)
            .cloned()
            .collect();
        write(&folder.join(format!("{part}.parquet")), &table(&dealt));
    }
}

/// What `mithaq screen` writes for the same rows, in the order of their ids.
pub fn one_machine(travellers: &[Traveller]) -> (String, Summary) {
    let list = list::read(&list_file()).unwrap();
    let index = Index::build(list.notices.into_iter().map(|notice| (Arc::new(notice), 0)));
    let options = Options::default();
    let rows: String = travellers
        .iter()
        .map(|t| {
            let row = json!({
                "id": t.id, "gate": "7", "name": t.name, "alias": t.aliases, "birthDate": t.born.map(|day| day.to_string()),
                "nationality": t.nationality, "passportNumber": t.passport,
            });
            format!("{row}\n")
        })
        .collect();
    let mut out = Vec::new();
    let search = |query: &_| index.search(query, &options, Admit::All, day());
    let summary = run(rows.as_bytes(), search, &mut out, &Job::default(), &mut ()).unwrap();
    (String::from_utf8(out).unwrap(), summary)
}
