//! A notice that met a query by name or number, and what all evidence together makes of it.

use mithaq_names::{Found, Kind, Name, Score, Tables};
use mithaq_notice::{Document, Notice, Quality, Subject};

use crate::evidence::{Stated, evidence, issuing_country};
use crate::index::{kind_of, numbers_of};
use crate::number::{Check, Met, Number};
use crate::query::{AskedKind, MOST_VALUES, MOST_WORK, Query};
use crate::score::{score_of, weight_of};
use crate::why::{Field, Rule, Why};

/// Names are looked for from here even where the threshold is higher: other evidence may lift them.
pub(crate) const NAME_FLOOR: f64 = 0.5;

/// A query with its names and numbers taken apart once.
pub(crate) struct Asked<'a> {
    pub(crate) query: &'a Query,
    pub(crate) names: Vec<Name>,
    pub(crate) numbers: Vec<Number>,
    pub(crate) stated: Stated<'a>,
}

impl<'a> Asked<'a> {
    /// Its names are taken apart by the tables they are compared by. One that would take too much beside those before it is passed over.
    pub(crate) fn new(query: &'a Query, tables: &Tables) -> Self {
        let kind = match query.kind {
            AskedKind::Only(only) => kind_of(only),
            AskedKind::Any | AskedKind::Party => Kind::Other,
        };
        let mut left = MOST_WORK;
        let names = query.names.iter().take(MOST_VALUES).filter_map(|text| {
            let name = Name::new_in(tables, text, kind);
            left = left.checked_sub(name.work())?;
            Some(name)
        });
        let names = names.collect();
        let numbers = query
            .numbers
            .iter()
            .take(MOST_VALUES)
            .filter_map(|asked| Number::new(asked.kind, &asked.text))
            .collect();
        Self {
            query,
            names,
            numbers,
            stated: Stated::by(query),
        }
    }

    /// From which score up its names are looked for, where a hit needs this threshold.
    pub(crate) fn floor(&self, threshold: Score) -> Score {
        match Score::new(NAME_FLOOR) {
            Some(floor) if !self.is_name_only() => threshold.min(floor),
            _ => threshold,
        }
    }

    /// Whether nothing but names is asked, so that a name's score is the score.
    pub(crate) fn is_name_only(&self) -> bool {
        let Query {
            births,
            birth_places,
            nationalities,
            gender,
            ..
        } = self.query;
        self.numbers.is_empty()
            && births.is_empty()
            && birth_places.is_empty()
            && nationalities.is_empty()
            && gender.is_none()
    }
}

/// What of a query met one notice.
#[derive(Default)]
pub(crate) struct Candidate<'a> {
    /// Which asked name met best, and what it found.
    pub(crate) name: Option<(usize, Found)>,
    /// Which asked numbers met which listed ones.
    pub(crate) numbers: Vec<(usize, Met<'a>)>,
}

/// An asked name the notice does not bear, though a number met: documents are stolen, lent and forged.
const OTHER_NAME: f64 = -1.0;
/// A number of a kind the notice has others of: people hold several.
const OTHER_NUMBER: f64 = -0.3;

impl Candidate<'_> {
    /// The score and its reasons, the heaviest first.
    ///
    /// With a name and nothing else, the name's score. Else the log-odds of the name (none, where only a number met)
    /// and all weights are added up. It is 1 only when the name is equal and so is all else that both sides state.
    pub(crate) fn weigh(&self, asked: &Asked<'_>, notice: &Notice) -> (Score, Vec<Why>) {
        let name = self.name.as_ref().map(|(_, found)| found.score);
        let mut why = self.numbers(asked, notice);
        why.extend(evidence(&asked.stated, notice));
        let beside: Vec<&Why> = why.iter().filter(|w| w.weight != 0.0).collect();
        let score = match name {
            Some(name) if beside.is_empty() => name,
            Some(name)
                if name == Score::EQUAL
                    && beside.iter().all(|w| w.is_equal() && w.weight > 0.0) =>
            {
                name
            }
            _ => {
                let other_name = if name.is_none() {
                    self.other_name(asked, notice)
                } else {
                    None
                };
                why.extend(other_name);
                score_of(name.map_or(0.0, weight_of) + why.iter().map(|w| w.weight).sum::<f64>())
            }
        };
        why.extend(self.name(asked, notice));
        why.sort_by(|a, b| {
            b.weight
                .abs()
                .total_cmp(&a.weight.abs())
                .then(a.field.cmp(&b.field))
        });
        (score, why)
    }

    fn name(&self, asked: &Asked<'_>, notice: &Notice) -> Option<Why> {
        let (asked_at, found) = self.name.as_ref()?;
        let listed = notice.subject.names().get(found.name)?;
        let rule = if found.score == Score::EQUAL {
            Rule::Equal
        } else {
            Rule::Alike
        };
        // Its own list: of the query's names some may have been passed over.
        let asked = asked.names.get(*asked_at)?.text();
        Some(Why {
            name_kind: Some(listed.kind),
            low_quality: listed.quality == Some(Quality::Low),
            ..Why::new(
                Field::Name,
                rule,
                asked,
                &listed.text,
                weight_of(found.score),
            )
        })
    }

    fn other_name(&self, asked: &Asked<'_>, notice: &Notice) -> Option<Why> {
        let (asked, listed) = (asked.query.names.first()?, notice.subject.names().first()?);
        Some(Why::new(
            Field::Name,
            Rule::Different,
            asked,
            &listed.text,
            OTHER_NAME,
        ))
    }

    fn numbers(&self, asked: &Asked<'_>, notice: &Notice) -> Vec<Why> {
        let mut why = Vec::new();
        for (at, number) in asked.numbers.iter().enumerate() {
            let field = Field::from(number.kind);
            match self.numbers.iter().find(|(met_at, _)| *met_at == at) {
                Some((_, met)) => {
                    let written = written(asked.query, number);
                    why.push(Why::new(
                        field,
                        met.near.map_or(Rule::Equal, Rule::from),
                        &written,
                        met.listed,
                        met.weight,
                    ));
                    why.extend(
                        document(&notice.subject, met.listed)
                            .and_then(|d| issuing_country(&asked.stated, d)),
                    );
                    if Check::of_written(number, &written) == Check::Fails {
                        why.push(Why::new(field, Rule::CheckFails, written, "", 0.0));
                    }
                }
                None => {
                    let others = numbers_of(&notice.subject)
                        .into_iter()
                        .filter(|(kind, _)| *kind == number.kind);
                    let listed: Vec<&str> = others.map(|(_, text)| text).collect();
                    if !listed.is_empty() {
                        let written = written(asked.query, number);
                        why.push(Why::new(
                            field,
                            Rule::Different,
                            written,
                            listed.join(", "),
                            OTHER_NUMBER,
                        ));
                    }
                }
            }
        }
        why
    }
}

/// A number as the query wrote it.
fn written(query: &Query, number: &Number) -> String {
    let same = query
        .numbers
        .iter()
        .find(|asked| Number::new(asked.kind, &asked.text).as_ref() == Some(number));
    same.map(|asked| asked.text.clone()).unwrap_or_default()
}

/// The document of a subject that has this number.
fn document<'a>(subject: &'a Subject, number: &str) -> Option<&'a Document> {
    let documents: &[Document] = match subject {
        Subject::Person(person) => &person.documents,
        Subject::Organisation(organisation) => &organisation.documents,
        Subject::Document(document) => std::slice::from_ref(document),
        _ => &[],
    };
    documents.iter().find(|document| document.number == number)
}
