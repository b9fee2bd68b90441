//! Parameters of a request, read as yente's framework reads them: every wrong one is named, with what was expected.

use axum::http::Uri;
use serde_json::{Value, json};

use super::answer::{Refusal, Wrong};

/// What a moment looks like.
const MOMENT: &str = r"^\d{4}-\d{2}-\d{2}(T\d{2}(:\d{2}(:\d{2})?)?)?$";

/// The parameters of a query string, and what was wrong with those read so far.
#[derive(Debug, Default)]
pub(super) struct Params {
    pairs: Vec<(String, String)>,
    pub(super) wrong: Vec<Wrong>,
}

impl Params {
    pub(super) fn of(uri: &Uri) -> Self {
        let query = uri.query().unwrap_or_default();
        Self {
            pairs: form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
            wrong: Vec::new(),
        }
    }

    /// The value of a parameter; of several the last.
    fn last(&self, name: &str) -> Option<&str> {
        let found = self.pairs.iter().rev().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    fn say(&mut self, name: &str, kind: &'static str, message: String, input: Value) -> &mut Wrong {
        let wrong = Wrong::new(kind, vec![json!("query"), json!(name)], message, input);
        self.wrong.push(wrong);
        let last = self.wrong.len() - 1;
        &mut self.wrong[last]
    }

    /// A text.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.last(name).map(str::to_owned)
    }

    /// All values of a parameter.
    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        let named = self.pairs.iter().filter(|(known, _)| known == name);
        named.map(|(_, value)| value.clone()).collect()
    }

    /// A whole number, at most `most`; less than none is none.
    pub(super) fn count(&mut self, name: &str, default: usize, most: Option<usize>) -> usize {
        let Some(text) = self.text(name) else {
            return default;
        };
        let Some(number) = whole(&text) else {
            let message = "Input should be a valid integer, unable to parse string as an integer";
            self.say(name, "int_parsing", message.into(), json!(text));
            return default;
        };
        if let Some(most) = most.filter(|most| number > *most as f64) {
            let message = format!("Input should be less than or equal to {most}");
            self.say(name, "less_than_equal", message, json!(text))
                .context = Some(json!({ "le": most }));
            return default;
        }
        // Negative numbers come to nought, as a window of results does.
        number as usize
    }

    /// A number.
    pub(super) fn number(&mut self, name: &str, default: f64) -> f64 {
        let Some(text) = self.text(name) else {
            return default;
        };
        match text.trim().replace('_', "").parse() {
            Ok(number) => number,
            Err(_) => {
                let message = "Input should be a valid number, unable to parse string as a number";
                self.say(name, "float_parsing", message.into(), json!(text));
                default
            }
        }
    }

    /// Yes or no.
    pub(super) fn yes(&mut self, name: &str) -> Option<bool> {
        let text = self.text(name)?;
        match text.to_ascii_lowercase().as_str() {
            "1" | "on" | "t" | "true" | "y" | "yes" => Some(true),
            "0" | "off" | "f" | "false" | "n" | "no" => Some(false),
            _ => {
                let message = "Input should be a valid boolean, unable to interpret input";
                self.say(name, "bool_parsing", message.into(), json!(text));
                None
            }
        }
    }

    /// A day or a moment.
    pub(super) fn moment(&mut self, name: &str) -> Option<String> {
        let text = self.text(name)?;
        if is_moment(&text) {
            return Some(text);
        }
        let message = format!("String should match pattern '{MOMENT}'");
        self.say(name, "string_pattern_mismatch", message, json!(text))
            .context = Some(json!({ "pattern": MOMENT }));
        None
    }

    /// One of a few words; `place` is given for one of several values.
    pub(super) fn one_of(
        &mut self,
        name: &str,
        place: Option<usize>,
        text: &str,
        known: &[&'static str],
    ) -> Option<&'static str> {
        let found = known.iter().find(|word| **word == text).copied();
        if found.is_none() {
            let expected = either(known);
            let wrong = self.say(
                name,
                "enum",
                format!("Input should be {expected}"),
                json!(text),
            );
            wrong.context = Some(json!({ "expected": expected }));
            wrong.place.extend(place.map(|place| json!(place)));
        }
        found
    }

    /// All values, of which there may be at most so many.
    pub(super) fn few(&mut self, name: &str, most: usize) -> Vec<String> {
        let texts = self.texts(name);
        let count = texts.len();
        if count > most {
            let message =
                format!("Tuple should have at most {most} items after validation, not {count}");
            self.say(name, "too_long", message, json!(texts)).context =
                Some(json!({ "field_type": "Tuple", "max_length": most, "actual_length": count }));
        }
        texts
    }

    /// Nothing, unless something read so far was wrong.
    pub(super) fn checked(&mut self) -> Result<(), Refusal> {
        if self.wrong.is_empty() {
            return Ok(());
        }
        Err(Refusal::Wrong(std::mem::take(&mut self.wrong)))
    }
}

/// `'a', 'b' or 'c'`.
pub(super) fn either(known: &[&str]) -> String {
    let quoted: Vec<String> = known.iter().map(|word| format!("'{word}'")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

/// A whole number as forms write them: `5`, ` +5 `, `5.0`, `1_000`.
pub(super) fn whole(text: &str) -> Option<f64> {
    let text = text.trim();
    let bare = text.strip_prefix(['+', '-']).unwrap_or(text);
    let bare = match bare.split_once('.') {
        Some((whole, zeros)) if zeros.chars().all(|c| c == '0') => whole,
        Some(_) => return None,
        None => bare,
    };
    let digits = bare.replace('_', "");
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: f64 = digits.parse().ok()?;
    Some(if text.starts_with('-') {
        -number
    } else {
        number
    })
}

fn is_moment(text: &str) -> bool {
    const SHAPE: &str = "dddd-dd-ddTdd:dd:dd";
    matches!(text.len(), 10 | 13 | 16 | 19)
        && text
            .bytes()
            .zip(SHAPE.bytes())
            .all(|(found, wanted)| match wanted {
                b'd' => found.is_ascii_digit(),
                _ => found == wanted,
            })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_and_numbers_are_read_as_forms_write_them() {
        for text in ["2020-01-01", "2020-01-01T00", "2020-01-01T00:00:00"] {
            assert!(is_moment(text), "{text}");
        }
        for text in ["2020", "", "2020-01-01T00:00:00Z", "soon", "2020-01-0é"] {
            assert!(!is_moment(text), "{text}");
        }
        assert_eq!(whole(" 5 "), Some(5.0));
        assert_eq!(whole("1.0"), Some(1.0));
        assert_eq!(whole("1_000"), Some(1000.0));
        assert_eq!(whole("-1"), Some(-1.0));
        for text in ["", "x", "1.5", "-", "1e3"] {
            assert_eq!(whole(text), None, "{text}");
        }
    }

    #[test]
    fn every_wrong_parameter_is_named() {
        let uri: Uri = "/x?limit=x&changed_since=soon&fuzzy=perhaps"
            .parse()
            .unwrap();
        let mut params = Params::of(&uri);
        params.count("limit", 5, Some(500));
        params.moment("changed_since");
        params.yes("fuzzy");
        let kinds: Vec<_> = params.wrong.iter().map(|wrong| wrong.kind).collect();
        assert_eq!(
            kinds,
            ["int_parsing", "string_pattern_mismatch", "bool_parsing"]
        );
    }
}
