//! One table of the file, read key by key: what its shape does not have is an error.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::ops::Range;
use std::str::FromStr;

use mithaq_notice::{Language, Text};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::Code;
use super::reader::{Kind, MOST_PROBLEMS, Reader, shown};
use super::shape::{Holds, Key, TEXT};
use crate::MonthOrDay;
use crate::model::Period;
use crate::nearest::nearest;

/// A table being read.
pub(crate) struct Fields<'r, 't> {
    pub(crate) reader: &'r mut Reader,
    table: &'t DeTable<'t>,
    shape: &'static [Key],
    path: String,
    span: Range<usize>,
    problems_before: usize,
    asked: BTreeSet<&'static str>,
}

type Value<'t> = &'t Spanned<DeValue<'t>>;

impl<'r, 't> Fields<'r, 't> {
    pub(crate) fn new(
        reader: &'r mut Reader,
        shape: &'static [Key],
        path: String,
        span: Range<usize>,
        table: &'t DeTable<'t>,
    ) -> Self {
        reader.spans.insert(path.clone(), span.clone());
        Self {
            problems_before: reader.problems.len(),
            reader,
            table,
            shape,
            path,
            span,
            asked: BTreeSet::new(),
        }
    }

    pub(crate) fn path(&self, key: &str) -> String {
        format!("{}.{key}", self.path)
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    pub(crate) fn report(&mut self, code: Code, key: &str, message: [String; 3]) {
        let (path, span) = match self.table.get_key_value(key) {
            Some((name, _)) => (self.path(key), name.span()),
            None => (self.path.clone(), self.span.clone()),
        };
        self.reader.report(code, &path, span, message);
    }

    /// What the shape says stands there.
    fn holds(&self, name: &str) -> Holds {
        let key = self.shape.iter().find(|key| key.name == name);
        debug_assert!(key.is_some(), "no `{name}` in the shape of {}", self.path);
        key.map_or(Holds::Id, |key| key.holds)
    }

    fn kind(&self, name: &str) -> Kind {
        match self.holds(name) {
            Holds::Ref(kind) | Holds::Refs(kind) | Holds::Chain(kind) => kind,
            Holds::Area => Kind::Theatre,
            other => {
                debug_assert!(
                    false,
                    "{}: `{name}` refers to nothing: {other:?}",
                    self.path
                );
                Kind::Theatre
            }
        }
    }

    /// The value, if the key is there.
    pub(crate) fn value(&mut self, key: &'static str) -> Option<Value<'t>> {
        self.asked.insert(key);
        debug_assert!(
            self.shape.iter().any(|known| known.name == key),
            "no `{key}` in the shape of {}",
            self.path
        );
        let (name, value) = self.table.get_key_value(key)?;
        let path = self.path(key);
        self.reader.spans.insert(path, name.span());
        Some(value)
    }

    fn missing(&mut self, key: &str) {
        let expected = self.holds(key).expected();
        let (path, span) = (self.path.clone(), self.span.clone());
        let message = [
            format!("no `{key}`"),
            format!("`{key}`, {expected}"),
            format!("Add `{key} = …` to [{path}]."),
        ];
        self.reader.report(Code::MissingKey, &path, span, message);
    }

    fn wrong(&mut self, key: &str, value: Value<'t>, expected: &str) {
        let message = [
            described(value),
            expected.to_owned(),
            format!("Write {expected} here."),
        ];
        let path = self.path(key);
        self.reader
            .report(Code::WrongValue, &path, value.span(), message);
    }

    /// A string read as something; absent is fine.
    pub(crate) fn maybe<T: FromStr<Err: Display>>(&mut self, key: &'static str) -> Option<T> {
        let value = self.value(key)?;
        let expected = self.holds(key).expected();
        let DeValue::String(text) = value.get_ref() else {
            self.wrong(key, value, &expected);
            return None;
        };
        match text.parse() {
            Ok(parsed) => Some(parsed),
            Err(error) => {
                let message = [format!("`{}`", shown(text)), expected, format!("{error}.")];
                let path = self.path(key);
                self.reader
                    .report(Code::WrongValue, &path, value.span(), message);
                None
            }
        }
    }

    /// A string read as something; absent is a problem.
    pub(crate) fn must<T: FromStr<Err: Display>>(&mut self, key: &'static str) -> Option<T> {
        if !self.has(key) {
            self.missing(key);
            return None;
        }
        self.maybe(key)
    }

    /// A reference that must resolve; absent is fine.
    pub(crate) fn maybe_ref<T: FromStr<Err: Display>>(&mut self, key: &'static str) -> Option<T> {
        let value = self.value(key)?;
        self.reference(key, value)
    }

    /// A reference that must be there and resolve.
    pub(crate) fn must_ref<T: FromStr<Err: Display>>(&mut self, key: &'static str) -> Option<T> {
        if !self.has(key) {
            self.missing(key);
            return None;
        }
        self.maybe_ref(key)
    }

    /// References, one string or a list; none is the same as an absent key.
    pub(crate) fn refs<T: FromStr<Err: Display> + Ord>(
        &mut self,
        key: &'static str,
    ) -> Option<BTreeSet<T>> {
        let value = self.value(key)?;
        if matches!(value.get_ref(), DeValue::Array(items) if items.is_empty()) {
            self.wrong(key, value, "at least one id");
            return None;
        }
        Some(self.ref_list(key, value)?.into_iter().collect())
    }

    /// References of which there must be at least one.
    pub(crate) fn must_refs<T: FromStr<Err: Display> + Ord>(
        &mut self,
        key: &'static str,
    ) -> Option<BTreeSet<T>> {
        if !self.has(key) {
            self.missing(key);
            return None;
        }
        self.refs(key)
    }

    /// References in the order given.
    pub(crate) fn ref_list<T: FromStr<Err: Display>>(
        &mut self,
        key: &'static str,
        value: Value<'t>,
    ) -> Option<Vec<T>> {
        match value.get_ref() {
            DeValue::String(_) => Some(self.reference(key, value).into_iter().collect()),
            DeValue::Array(items) => {
                let found: Vec<Option<T>> =
                    items.iter().map(|item| self.reference(key, item)).collect();
                found.into_iter().collect()
            }
            _ => {
                self.wrong(key, value, "an id or a list of ids");
                None
            }
        }
    }

    fn reference<T: FromStr<Err: Display>>(&mut self, key: &str, value: Value<'t>) -> Option<T> {
        let DeValue::String(id) = value.get_ref() else {
            self.wrong(key, value, "an id, written as a string");
            return None;
        };
        let path = self.path(key);
        if !self
            .reader
            .resolves(self.kind(key), id, &path, value.span())
        {
            return None;
        }
        // A declared key that is no id has been reported where it is declared.
        id.parse().ok()
    }

    /// A text in up to three languages, empty when absent.
    pub(crate) fn text(&mut self, key: &'static str) -> Text {
        let Some(value) = self.value(key) else {
            return Text::default();
        };
        let DeValue::Table(table) = value.get_ref() else {
            let expected = Holds::Text.expected();
            self.wrong(key, value, &expected);
            return Text::default();
        };
        let path = self.path(key);
        let mut fields = Fields::new(self.reader, TEXT, path, value.span(), table);
        let mut line = |language: &'static str| {
            let value = fields.value(language)?;
            match value.get_ref() {
                DeValue::String(text) if !text.trim().is_empty() => Some(text.to_string()),
                _ => {
                    fields.wrong(language, value, "a text that says something");
                    None
                }
            }
        };
        let text = Text {
            ar: line(Language::Ar.code()),
            fr: line(Language::Fr.code()),
            en: line(Language::En.code()),
        };
        fields.finish();
        if let Some(unseen) = text.unseen() {
            let message = [
                format!(
                    "the character U+{:04X}, which nobody sees",
                    u32::from(unseen)
                ),
                "a text of what is read, lines and tabs".to_owned(),
                "Delete it.".to_owned(),
            ];
            self.report(Code::WrongValue, key, message);
        }
        let path = self.path(key);
        self.reader.texts.push((path, text.clone()));
        text
    }

    /// A text that must say something in one language at least.
    pub(crate) fn must_text(&mut self, key: &'static str) -> Text {
        let before = self.reader.problems.len();
        let text = self.text(key);
        if text.is_empty() && self.reader.problems.len() == before {
            self.missing(key);
        }
        text
    }

    /// A yes or no, no when absent.
    pub(crate) fn flag(&mut self, key: &'static str) -> bool {
        let Some(value) = self.value(key) else {
            return false;
        };
        if let DeValue::Boolean(flag) = value.get_ref() {
            return *flag;
        }
        self.wrong(key, value, "true or false");
        false
    }

    /// A whole number from 0 up.
    pub(crate) fn number(&mut self, key: &'static str) -> Option<u64> {
        let value = self.value(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(number) => u64::from_str_radix(number.as_str(), number.radix())
                .ok()
                // What is larger is not a count of anything, and TOML readers need not keep it.
                .filter(|n| i64::try_from(*n).is_ok()),
            _ => None,
        };
        let Holds::Number(least) = self.holds(key) else {
            debug_assert!(false, "{}: `{key}` is no number", self.path);
            return None;
        };
        let number = number.filter(|number| *number >= least);
        if number.is_none() {
            let expected = Holds::Number(least).expected();
            self.wrong(key, value, &expected);
        }
        number
    }

    /// A whole number that must be there.
    pub(crate) fn must_number(&mut self, key: &'static str) -> Option<u64> {
        if !self.has(key) {
            self.missing(key);
            return None;
        }
        self.number(key)
    }

    /// A month or a day, as a string or as TOML's own local date.
    pub(crate) fn date(&mut self, key: &'static str) -> Option<MonthOrDay> {
        let value = self.value(key)?;
        if let DeValue::Datetime(written) = value.get_ref() {
            let day = written.to_string().parse().ok();
            if day.is_none() {
                self.wrong(key, value, &Holds::Date.expected());
            }
            return day;
        }
        self.maybe(key)
    }

    /// A date that must be there.
    pub(crate) fn must_date(&mut self, key: &'static str) -> Option<MonthOrDay> {
        if !self.has(key) {
            self.missing(key);
            return None;
        }
        self.date(key)
    }

    /// `from` and `until`, in order.
    pub(crate) fn period(&mut self) -> Period {
        let (from, until) = (self.date("from"), self.date("until"));
        self.in_order("from", from, "until", until);
        Period { from, until }
    }

    /// Reports the later key where it ends before the earlier one begins.
    pub(crate) fn in_order(
        &mut self,
        first: &str,
        earlier: Option<MonthOrDay>,
        second: &str,
        later: Option<MonthOrDay>,
    ) {
        if let (Some(from), Some(until)) = (earlier, later)
            && until.end() <= from.start()
        {
            let message = [
                format!("`{second}` {until}, which is before `{first}` {from}"),
                format!("`{second}` not before `{first}`"),
                "Correct one of the two dates.".to_owned(),
            ];
            self.report(Code::DatesOutOfOrder, second, message);
        }
    }

    /// A table below this one; absent is fine.
    pub(crate) fn table(&mut self, key: &'static str) -> Option<Fields<'_, 't>> {
        let value = self.value(key)?;
        self.table_of(key, value)
    }

    /// A table that must be there.
    pub(crate) fn must_table(&mut self, key: &'static str) -> Option<Fields<'_, 't>> {
        if !self.has(key) {
            self.missing(key);
            return None;
        }
        self.table(key)
    }

    /// This value of a key, as a table.
    pub(crate) fn table_of(
        &mut self,
        key: &'static str,
        value: Value<'t>,
    ) -> Option<Fields<'_, 't>> {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(key, value, "a table");
            return None;
        };
        let (path, shape) = (self.path(key), self.holds(key).keys());
        Some(Fields::new(self.reader, shape, path, value.span(), table))
    }

    /// A list of tables (`[[…]]`), each read by `read` in order.
    pub(crate) fn tables<T>(
        &mut self,
        key: &'static str,
        mut read: impl FnMut(&mut Fields<'_, 't>) -> Option<T>,
    ) -> Vec<T> {
        let Some(value) = self.value(key) else {
            return Vec::new();
        };
        let shape = self.holds(key).keys();
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(key, value, &Holds::Tables(shape).expected());
            return Vec::new();
        };
        let mut all = Vec::new();
        for (n, item) in items.iter().enumerate() {
            let DeValue::Table(table) = item.get_ref() else {
                self.wrong(key, item, "a table");
                continue;
            };
            let path = format!("{}.{key}.{n}", self.path);
            let mut fields = Fields::new(self.reader, shape, path, item.span(), table);
            all.extend(read(&mut fields));
            fields.finish();
        }
        all
    }

    /// Reports every key the shape does not have.
    pub(crate) fn finish(self) {
        let known = || self.shape.iter().map(|key| key.name);
        for (key, _) in self.table {
            let name = key.get_ref();
            if known().any(|known| known == name.as_ref()) {
                // What a table may say and nobody reads would be lost without a word.
                debug_assert!(
                    self.asked.contains(name.as_ref())
                        || self.reader.problems.len() > self.problems_before
                        || self.reader.problems.len() == MOST_PROBLEMS,
                    "{}: nobody reads `{name}`",
                    self.path
                );
                continue;
            }
            let all = known().collect::<Vec<_>>().join(", ");
            let mend = nearest(name, known()).map_or_else(
                || "Delete it, or move it where it belongs.".to_owned(),
                |near| format!("Did you mean `{near}`?"),
            );
            let message = [
                format!("the unknown key `{}`", shown(name)),
                format!("one of {all}"),
                mend,
            ];
            let path = format!("{}.{}", self.path, shown(name));
            self.reader
                .report(Code::UnknownKey, &path, key.span(), message);
        }
    }
}

/// A value as a message names it.
pub(crate) fn described(value: &Spanned<DeValue<'_>>) -> String {
    match value.get_ref() {
        DeValue::String(text) if text.trim().is_empty() => "an empty text".to_owned(),
        DeValue::String(text) => format!("the text `{}`", shown(text)),
        DeValue::Integer(number) => format!("the number {}", shown(number.as_str())),
        DeValue::Float(number) => format!("the number {}", shown(number.as_str())),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(date) => format!("the date {date}"),
        DeValue::Array(items) if items.is_empty() => "an empty list".to_owned(),
        DeValue::Array(items) => format!("a list of {}", items.len()),
        DeValue::Table(_) => "a table".to_owned(),
    }
}
