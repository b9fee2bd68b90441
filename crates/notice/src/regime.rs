//! The Security Council's sanctions regimes: what a listing under each obliges to, and how it is challenged.
//!
//! The table is `data/regimes.toml`, written to be read and corrected by people who know the resolutions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::{Language, Measure, SubjectKind, Text};

/// One regime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regime {
    /// The list's `UN_LIST_TYPE`; `GB` is Guinea-Bissau.
    pub code: String,
    /// What it is called.
    pub title: Text,
    /// The resolutions it rests on, the founding one first.
    pub basis: Vec<String>,
    /// What being listed obliges to, for persons: each measure with its resolution and paragraph.
    pub persons: BTreeMap<Measure, String>,
    /// The same for groups, undertakings and entities.
    pub organisations: BTreeMap<Measure, String>,
    /// What may be exempted, and by whom.
    pub exemption: Text,
    /// How a listing is challenged.
    pub challenge: Text,
    /// The resolutions that say so.
    pub challenge_basis: Vec<String>,
    /// What else an officer has to know.
    pub note: Option<Text>,
    wording: BTreeMap<Measure, Text>,
    exemptions: BTreeMap<Measure, Text>,
}

/// The Security Council's regime of this `UN_LIST_TYPE`.
#[must_use]
pub fn un(code: &str) -> Option<&'static Regime> {
    REGIMES.get(code)
}

/// All regimes of the Security Council in the table.
pub fn all() -> impl Iterator<Item = &'static Regime> {
    REGIMES.values()
}

impl Regime {
    /// What a listing obliges to, with the resolution of each measure.
    ///
    /// The regime says so, unless the entry's own remarks narrow it: “Listed pursuant to paragraph 15 of resolution
    /// 1970 (Travel Ban)” is no asset freeze.
    #[must_use]
    pub fn measures(&self, kind: SubjectKind, comments: Option<&str>) -> BTreeMap<Measure, &str> {
        let of_kind = if kind == SubjectKind::Person {
            &self.persons
        } else {
            &self.organisations
        };
        let stated = comments.map(stated_measures).unwrap_or_default();
        of_kind
            .iter()
            .filter(|(measure, _)| stated.is_empty() || stated.contains(measure))
            .map(|(measure, basis)| (*measure, basis.as_str()))
            .collect()
    }

    /// Why its entries are listed, as far as the regime says.
    #[must_use]
    pub fn grounds(&self, reference: &str) -> Text {
        let basis = self.basis.join(", ");
        in_each(|language| {
            let basis = cited(&basis, language);
            let title = self.title.get(language);
            match language {
                Language::Ar => format!(
                    "مُدرَج في قائمة مجلس الأمن الموحدة ({reference}): {title}. القرارات: {basis}."
                ),
                Language::Fr => format!(
                    "Inscrit sur la liste récapitulative du Conseil de sécurité ({reference}) : {title}. Résolutions : {basis}."
                ),
                Language::En => format!(
                    "On the Security Council's consolidated list ({reference}): {title}. Resolutions: {basis}."
                ),
            }
        })
    }

    /// What an officer does, measure by measure, and what may be exempted.
    #[must_use]
    pub fn instructions(&self, measures: &BTreeMap<Measure, &str>) -> Text {
        in_each(|language| {
            let duties = measures.iter().filter_map(|(measure, basis)| {
                let wording = self.wording.get(measure)?.get(language);
                Some(wording.replace("{basis}", &cited(basis, language)))
            });
            let exemptions = measures
                .keys()
                .filter_map(|measure| Some(self.exemptions.get(measure)?.get(language).to_owned()));
            let note = self.note.iter().map(|note| note.get(language).to_owned());
            duties
                .chain(exemptions)
                .chain(note)
                .collect::<Vec<_>>()
                .join("\n")
        })
    }
}

/// The measures that remarks name in brackets, as in “(Travel Ban, Asset Freeze)”.
fn stated_measures(comments: &str) -> BTreeSet<Measure> {
    let brackets = comments
        .split('(')
        .skip(1)
        .filter_map(|rest| rest.split_once(')').map(|(inside, _)| inside));
    brackets
        .filter_map(|inside| {
            inside
                .split(',')
                .map(measure_named)
                .collect::<Option<Vec<_>>>()
        })
        .flatten()
        .collect()
}

fn measure_named(words: &str) -> Option<Measure> {
    let words = words.trim().to_ascii_lowercase();
    match words.strip_prefix("targeted ").unwrap_or(&words) {
        "travel ban" => Some(Measure::TravelBan),
        "asset freeze" | "assets freeze" => Some(Measure::AssetFreeze),
        "arms embargo" => Some(Measure::ArmsEmbargo),
        _ => None,
    }
}

fn in_each(mut text: impl FnMut(Language) -> String) -> Text {
    Text::new(text(Language::Ar), text(Language::Fr), text(Language::En))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    measures: BTreeMap<Measure, Text>,
    exemptions: BTreeMap<Measure, Text>,
    challenges: BTreeMap<String, Challenge>,
    regimes: BTreeMap<String, Row>,
}

#[derive(Deserialize)]
struct Challenge {
    resolutions: Vec<String>,
    #[serde(flatten)]
    text: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    title: Text,
    basis: Vec<String>,
    persons: BTreeMap<Measure, String>,
    organisations: BTreeMap<Measure, String>,
    exempt: BTreeMap<Measure, String>,
    challenge: String,
    note: Option<Text>,
}

static REGIMES: LazyLock<BTreeMap<String, Regime>> = LazyLock::new(|| {
    #[expect(
        clippy::expect_used,
        reason = "the table is compiled in and a test reads it"
    )]
    let table =
        read_table(include_str!("../data/regimes.toml")).expect("data/regimes.toml is sound");
    table
});

fn read_table(text: &str) -> Result<BTreeMap<String, Regime>, String> {
    let table: Table = toml::from_str(text).map_err(|error| error.to_string())?;
    table
        .regimes
        .iter()
        .map(|(code, row)| Ok((code.clone(), regime(code, row, &table)?)))
        .collect()
}

fn regime(code: &str, row: &Row, table: &Table) -> Result<Regime, String> {
    let challenge = table
        .challenges
        .get(&row.challenge)
        .ok_or_else(|| format!("{code} names the unknown challenge {}", row.challenge))?;
    let exemptions: BTreeMap<Measure, Text> = row
        .exempt
        .iter()
        .map(|(measure, basis)| {
            let wording = table
                .exemptions
                .get(measure)
                .ok_or_else(|| format!("{code} exempts {measure:?}, which has no wording"))?;
            let text = in_each(|language| {
                wording
                    .get(language)
                    .replace("{basis}", &cited(basis, language))
            });
            Ok((*measure, text))
        })
        .collect::<Result<_, String>>()?;
    let exemption = in_each(|language| {
        let texts: Vec<&str> = exemptions.values().map(|text| text.get(language)).collect();
        texts.join("\n")
    });
    Ok(Regime {
        code: code.to_owned(),
        title: row.title.clone(),
        basis: row.basis.clone(),
        persons: row.persons.clone(),
        organisations: row.organisations.clone(),
        exemption,
        challenge: challenge.text.clone(),
        challenge_basis: challenge.resolutions.clone(),
        note: row.note.clone(),
        wording: table.measures.clone(),
        exemptions,
    })
}

/// Resolutions as they are cited: in Arabic isolated, so that “2368 (2017) § 1(a)” is not turned round by what stands
/// beside it.
fn cited(basis: &str, language: Language) -> String {
    match language {
        Language::Ar => format!("\u{2066}{basis}\u{2069}"),
        Language::Fr | Language::En => basis.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Measure::{ArmsEmbargo, AssetFreeze, TravelBan};

    fn measures(code: &str, kind: SubjectKind, comments: Option<&str>) -> Vec<Measure> {
        un(code)
            .unwrap()
            .measures(kind, comments)
            .into_keys()
            .collect()
    }

    #[test]
    fn every_regime_speaks_three_languages_and_names_its_resolutions() {
        assert_eq!(all().count(), 14);
        for regime in all() {
            let measures = regime.measures(SubjectKind::Person, None);
            assert!(!measures.is_empty(), "{}", regime.code);
            assert!(!regime.basis.is_empty() && !regime.challenge_basis.is_empty());
            let texts = [
                &regime.title,
                &regime.exemption,
                &regime.challenge,
                &regime.instructions(&measures),
                &regime.grounds("XXi.001"),
            ];
            for text in texts.into_iter().chain(&regime.note) {
                for language in Language::ALL {
                    let words = text.exactly(language).unwrap_or_default();
                    assert!(!words.is_empty(), "{} {language}", regime.code);
                    assert!(!words.contains('{'), "{} {language}: {words}", regime.code);
                }
            }
        }
    }

    #[test]
    fn only_al_qaida_has_an_ombudsperson() {
        for regime in all() {
            let ombudsperson = regime.challenge_basis.contains(&"1904 (2009)".to_owned());
            assert_eq!(ombudsperson, regime.code == "Al-Qaida");
        }
    }

    #[test]
    fn measures_are_those_that_follow_from_being_listed() {
        use SubjectKind::{Organisation, Person};
        assert_eq!(
            measures("Al-Qaida", Person, None),
            [AssetFreeze, TravelBan, ArmsEmbargo]
        );
        assert_eq!(
            measures("Al-Qaida", Organisation, None),
            [AssetFreeze, ArmsEmbargo]
        );
        assert_eq!(measures("GB", Person, None), [TravelBan]);
        assert_eq!(measures("Iraq", Person, None), [AssetFreeze]);
        assert_eq!(measures("DRC", Person, None), [AssetFreeze, TravelBan]);
    }

    #[test]
    fn an_entry_listed_for_some_measures_only_has_only_those() {
        let libya = |comments| measures("Libya", SubjectKind::Person, Some(comments));
        assert_eq!(
            libya("Listed pursuant to paragraph 15 of resolution 1970 (Travel Ban)."),
            [TravelBan]
        );
        assert_eq!(
            libya("… 1970 ( Asset Freeze). Son of (a man)."),
            [AssetFreeze]
        );
        assert_eq!(
            libya("(Travel Ban). Later (Asset Freeze)."),
            [AssetFreeze, TravelBan]
        );
        assert_eq!(
            libya("Nothing said (of measures)."),
            [AssetFreeze, TravelBan]
        );
        let houthis = "subject to paragraph 14 of resolution 2216 (2015) (targeted arms embargo).";
        assert_eq!(
            measures("Yemen", SubjectKind::Organisation, Some(houthis)),
            [ArmsEmbargo]
        );
    }
}
