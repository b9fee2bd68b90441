//! From keys to words: `locales/{ar,fr,en}.ftl`, compiled in.
//!
//! The tests prove that the three files have the same keys and the same variables, that every key the pages use is
//! there, and that no key is there for nothing. Words of closed lists (stances, uses …) are asked for by
//! [`Words::term`]: family, dash, word.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use mithaq_notice::Language;

type Bundle = FluentBundle<FluentResource>;

const fn source(language: Language) -> &'static str {
    match language {
        Language::Ar => include_str!("../../locales/ar.ftl"),
        Language::Fr => include_str!("../../locales/fr.ftl"),
        Language::En => include_str!("../../locales/en.ftl"),
    }
}

fn bundle(language: Language) -> Bundle {
    // A file that does not parse whole still gives what it has; the tests refuse it.
    let resource = FluentResource::try_new(source(language).to_owned())
        .unwrap_or_else(|(resource, _)| resource);
    let id = language.code().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![id]);
    bundle.add_resource_overriding(resource);
    bundle
}

static BUNDLES: LazyLock<[Bundle; 3]> = LazyLock::new(|| Language::ALL.map(bundle));

/// The words of one language.
#[derive(Clone, Copy)]
pub(crate) struct Words {
    language: Language,
}

impl Words {
    /// Those of this language.
    pub(crate) const fn of(language: Language) -> Self {
        Self { language }
    }

    /// The language.
    pub(crate) const fn language(self) -> Language {
        self.language
    }

    /// The direction it is written in, as HTML names it.
    pub(crate) const fn direction(self) -> &'static str {
        match self.language {
            Language::Ar => "rtl",
            Language::Fr | Language::En => "ltr",
        }
    }

    /// A colon; French parts it from the word before.
    pub(crate) const fn colon(self) -> &'static str {
        match self.language {
            Language::Fr => " : ",
            Language::Ar | Language::En => ": ",
        }
    }

    /// A comma, with the space after it.
    pub(crate) const fn comma(self) -> &'static str {
        match self.language {
            Language::Ar => "، ",
            Language::Fr | Language::En => ", ",
        }
    }

    /// An arrow that points the way the language is read.
    pub(crate) const fn arrow(self) -> &'static str {
        match self.language {
            Language::Ar => " ← ",
            Language::Fr | Language::En => " → ",
        }
    }

    /// What a key says.
    pub(crate) fn say(self, key: &str) -> String {
        self.format(key, None)
    }

    /// What a key with variables says. Each value stands between bidi isolates.
    pub(crate) fn say_with<'a>(
        self,
        key: &str,
        values: impl IntoIterator<Item = (&'a str, String)>,
    ) -> String {
        let args: FluentArgs<'_> = values
            .into_iter()
            .map(|(name, value)| (name, FluentValue::from(value)))
            .collect();
        self.format(key, Some(&args))
    }

    /// What a key with `$count` says, in the language's plural.
    pub(crate) fn count(self, key: &str, count: usize) -> String {
        let mut args = FluentArgs::new();
        args.set("count", count);
        self.format(key, Some(&args))
    }

    /// A word of a closed list.
    pub(crate) fn term(self, family: &str, word: &str) -> String {
        self.format(&format!("{family}-{word}"), None)
    }

    fn format(self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let bundle = &BUNDLES[self.language as usize];
        let mut errors = Vec::new();
        let pattern = bundle.get_message(key).and_then(|message| message.value());
        let text = pattern.map(|pattern| {
            bundle
                .format_pattern(pattern, args, &mut errors)
                .into_owned()
        });
        if text.is_none() || !errors.is_empty() {
            tracing::error!(key, language = %self.language, ?errors, "words are missing");
        }
        text.unwrap_or_else(|| format!("⟦{key}⟧"))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
    use fluent_syntax::parser;
    use mithaq_exchange::record::Cause;
    use mithaq_notice::{Obligation, Use};
    use mithaq_pact::{
        Change, Claim, FlowKind, HandlingField, PledgeState, Section, SourceKind, Stance, Status,
        TrackStatus, Turn,
    };
    use mithaq_store::Kind;

    use super::*;
    use crate::console::subject::KINDS;
    use crate::duty::Role;

    /// Every key of a file, with the variables it uses.
    fn keys(language: Language) -> BTreeMap<String, BTreeSet<String>> {
        let resource = parser::parse(source(language))
            .unwrap_or_else(|(_, errors)| panic!("{language}: {errors:?}"));
        let mut keys = BTreeMap::new();
        for entry in resource.body {
            match entry {
                Entry::Message(message) => {
                    let pattern = message
                        .value
                        .unwrap_or_else(|| panic!("{language}: {} says nothing", message.id.name));
                    let mut variables = BTreeSet::new();
                    gather(&pattern, &mut variables);
                    let before = keys.insert(message.id.name.to_owned(), variables);
                    assert!(
                        before.is_none(),
                        "{language}: {} is there twice",
                        message.id.name
                    );
                }
                Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
                other => panic!("{language}: {other:?}"),
            }
        }
        keys
    }

    fn gather(pattern: &Pattern<&str>, variables: &mut BTreeSet<String>) {
        let places = pattern.elements.iter().filter_map(|element| match element {
            PatternElement::Placeable { expression } => Some(expression),
            PatternElement::TextElement { .. } => None,
        });
        for expression in places {
            let inline = match expression {
                Expression::Inline(inline) => inline,
                Expression::Select { selector, variants } => {
                    variants
                        .iter()
                        .for_each(|variant| gather(&variant.value, variables));
                    selector
                }
            };
            match inline {
                InlineExpression::VariableReference { id } => {
                    variables.insert(id.name.to_owned());
                }
                other => panic!("only variables are used: {other:?}"),
            }
        }
    }

    /// The sources of the pages, without this file's tests.
    fn sources() -> String {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/console");
        let files = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().path());
        files
            .map(|file| std::fs::read_to_string(file).unwrap())
            .map(|text| {
                text.split("#[cfg(test)]")
                    .next()
                    .unwrap_or_default()
                    .to_owned()
            })
            .collect()
    }

    /// The string literals that stand right after any of these calls.
    fn said(sources: &str, calls: &[&str]) -> BTreeSet<String> {
        let literal = |rest: &str| {
            Some(
                rest.trim_start()
                    .strip_prefix('"')?
                    .split('"')
                    .next()?
                    .to_owned(),
            )
        };
        calls
            .iter()
            .flat_map(|call| sources.split(call).skip(1).filter_map(literal))
            .collect()
    }

    /// Every closed list the pages take words from.
    fn families() -> BTreeMap<&'static str, Vec<String>> {
        fn words<T: std::fmt::Display>(all: &[T]) -> Vec<String> {
            all.iter().map(ToString::to_string).collect()
        }
        let fixed = |words: &[&str]| words.iter().map(ToString::to_string).collect();
        BTreeMap::from([
            ("stance", words(Stance::ALL)),
            ("pact-status", words(Status::ALL)),
            ("claim", words(Claim::ALL)),
            ("source", words(SourceKind::ALL)),
            ("changed", words(Change::ALL)),
            ("section", words(Section::ALL)),
            ("section-help", words(Section::ALL)),
            ("turn", words(Turn::ALL)),
            ("flow", words(FlowKind::ALL)),
            ("pledge", words(PledgeState::ALL)),
            ("track", words(TrackStatus::ALL)),
            ("field", words(HandlingField::ALL)),
            (
                "entry",
                Kind::ALL
                    .iter()
                    .map(|kind| kind.word().to_owned())
                    .collect(),
            ),
            ("role", words(&Role::ALL)),
            ("use", words(&Use::ALL)),
            ("obligation", words(&Obligation::ALL)),
            ("kind", KINDS.map(|(_, word)| word.to_owned()).into()),
            ("language-own", words(&Language::ALL)),
            ("gender", fixed(&["female", "male"])),
            (
                "likeness",
                fixed(&["very-strong", "strong", "moderate", "weak"]),
            ),
            (
                "grade",
                fixed(&["a", "b", "c", "d", "e", "f", "1", "2", "3", "4", "5", "6"]),
            ),
        ])
    }

    #[test]
    fn the_three_languages_have_the_same_keys_and_the_same_variables() {
        let english = keys(Language::En);
        for language in [Language::Ar, Language::Fr] {
            let other = keys(language);
            let ours: BTreeSet<_> = english.iter().collect();
            let theirs: BTreeSet<_> = other.iter().collect();
            assert!(
                ours == theirs,
                "{language}: {:#?}",
                ours.symmetric_difference(&theirs).collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn every_key_the_pages_use_is_there() {
        let (keys, sources) = (keys(Language::En), sources());
        let used = said(&sources, &["words.say(", ".say_with(", ".count("]);
        assert!(used.len() > 100, "the sources were read: {}", used.len());
        for key in &used {
            assert!(
                keys.contains_key(key),
                "{key} is said and is not in the files"
            );
        }
        let families = families();
        for family in said(&sources, &[".term("]) {
            let words = families
                .get(family.as_str())
                .unwrap_or_else(|| panic!("{family}: which words are in this family?"));
            for word in words {
                assert!(
                    keys.contains_key(&format!("{family}-{word}")),
                    "{family}-{word} is not in the files"
                );
            }
        }
    }

    #[test]
    fn no_key_is_there_for_nothing() {
        let sources = sources();
        let of_families: BTreeSet<String> = families()
            .iter()
            .flat_map(|(family, words)| words.iter().map(move |word| format!("{family}-{word}")))
            .collect();
        for key in keys(Language::En).into_keys() {
            assert!(
                of_families.contains(&key) || sources.contains(&format!("\"{key}\"")),
                "{key} is used nowhere"
            );
        }
    }

    #[test]
    fn what_handling_forbids_by_is_worded() {
        let field = HandlingField::ReleaseTo.to_string();
        let Cause::Handling(field) = Cause::Handling(field) else {
            unreachable!()
        };
        assert_eq!(
            Words::of(Language::En).term("field", &field),
            "who it may go to"
        );
    }

    #[test]
    fn plurals_are_those_of_the_language() {
        let said = |language, count| {
            Words::of(language)
                .count("count-notices", count)
                .replace(['\u{2068}', '\u{2069}'], "")
        };
        assert_eq!(
            [0, 1, 2, 3, 11, 100].map(|count| said(Language::Ar, count)),
            [
                "لا إشعارات",
                "إشعار واحد",
                "إشعاران",
                "3 إشعارات",
                "11 إشعارًا",
                "100 إشعار"
            ]
        );
        assert_eq!(
            [0, 1, 2].map(|count| said(Language::En, count)),
            ["0 notices", "1 notice", "2 notices"]
        );
    }

    #[test]
    fn what_is_filled_in_is_isolated_in_its_direction() {
        let said = Words::of(Language::Ar).say_with("pact-version", [("version", "v1".to_owned())]);
        assert_eq!(said, "النسخة \u{2068}v1\u{2069}");
    }
}
