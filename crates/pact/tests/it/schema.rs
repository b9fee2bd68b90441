//! The JSON Schema and the reader accept the same keys, words and forms.

use std::collections::BTreeSet;
use std::path::Path;

use mithaq_pact::{Code, Pact, schema};
use regex::Regex;
use serde_json::{Map, Value};

const WHOLE: &str = include_str!("whole.toml");

fn repository(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(file);
    std::fs::read_to_string(path).unwrap()
}

fn json(toml: &str) -> Value {
    toml::from_str(toml).unwrap()
}

/// What JSON Schema says of a value, as far as this schema uses it.
struct Checker {
    root: Value,
}

impl Checker {
    fn new() -> Self {
        Self { root: schema() }
    }

    fn accepts(&self, toml: &str) -> bool {
        self.problems(&json(toml)).is_empty()
    }

    fn problems(&self, value: &Value) -> Vec<String> {
        let mut problems = Vec::new();
        self.check(&self.root, value, "", &mut problems);
        problems
    }

    fn check(&self, schema: &Value, value: &Value, path: &str, problems: &mut Vec<String>) {
        let Value::Object(schema) = schema else {
            if schema == &Value::Bool(false) {
                problems.push(format!("{path}: not allowed"));
            }
            return;
        };
        for (keyword, rule) in schema {
            self.keyword(keyword, rule, schema, value, path, problems);
        }
    }

    fn keyword(
        &self,
        keyword: &str,
        rule: &Value,
        schema: &Map<String, Value>,
        value: &Value,
        path: &str,
        problems: &mut Vec<String>,
    ) {
        let passes = |schema: &Value, value: &Value| {
            let mut inner = Vec::new();
            self.check(schema, value, path, &mut inner);
            inner.is_empty()
        };
        let holds = match keyword {
            "$schema" | "title" | "description" | "definitions" | "x-taplo" => true,
            "$ref" => {
                let target = rule.as_str().unwrap().trim_start_matches('#');
                self.check(self.root.pointer(target).unwrap(), value, path, problems);
                true
            }
            "allOf" => rule
                .as_array()
                .unwrap()
                .iter()
                .all(|one| passes(one, value)),
            "anyOf" => rule
                .as_array()
                .unwrap()
                .iter()
                .any(|one| passes(one, value)),
            "enum" => rule.as_array().unwrap().contains(value),
            "type" => match rule.as_str().unwrap() {
                "object" => value.is_object(),
                "array" => value.is_array(),
                "string" => value.is_string(),
                "boolean" => value.is_boolean(),
                "integer" => value.is_u64() || value.is_i64(),
                other => panic!("the checker does not know the type {other}"),
            },
            "pattern" => value
                .as_str()
                .is_none_or(|text| Regex::new(rule.as_str().unwrap()).unwrap().is_match(text)),
            "minimum" => value.as_i64().is_none_or(|n| n >= rule.as_i64().unwrap()),
            "minItems" => value
                .as_array()
                .is_none_or(|items| items.len() as u64 >= rule.as_u64().unwrap()),
            "minProperties" => value
                .as_object()
                .is_none_or(|table| table.len() as u64 >= rule.as_u64().unwrap()),
            "items" => {
                for (n, item) in value.as_array().into_iter().flatten().enumerate() {
                    self.check(rule, item, &format!("{path}.{n}"), problems);
                }
                true
            }
            "required" => {
                let keys = rule
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|key| key.as_str().unwrap());
                let missing = |key: &str| value.as_object().is_some_and(|t| !t.contains_key(key));
                keys.filter(|key| missing(key)).for_each(|key| {
                    problems.push(format!("{path}: no {key}"));
                });
                true
            }
            "properties" => {
                for (key, inner) in rule.as_object().unwrap() {
                    if let Some(value) = value.get(key) {
                        self.check(inner, value, &format!("{path}.{key}"), problems);
                    }
                }
                true
            }
            "additionalProperties" => {
                let known = schema.get("properties");
                for (key, value) in value.as_object().into_iter().flatten() {
                    if known.is_none_or(|known| known.get(key).is_none()) {
                        self.check(rule, value, &format!("{path}.{key}"), problems);
                    }
                }
                true
            }
            "propertyNames" => {
                let mut keys = value.as_object().into_iter().flat_map(Map::keys);
                keys.all(|key| passes(rule, &Value::from(key.as_str())))
            }
            other => panic!("the checker does not know {other}"),
        };
        if !holds {
            problems.push(format!("{path}: {value} against {keyword} {rule}"));
        }
    }

    /// Every key the schema knows, `*` for an id and for an item of a list.
    fn keys(&self, schema: &Value, path: &str, keys: &mut BTreeSet<String>) {
        if let Some(target) = schema.get("$ref") {
            let target = target.as_str().unwrap().trim_start_matches('#');
            self.keys(self.root.pointer(target).unwrap(), path, keys);
        }
        for combined in ["allOf", "anyOf"] {
            for one in schema
                .get(combined)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
            {
                self.keys(one, path, keys);
            }
        }
        if let Some(items) = schema.get("items") {
            self.keys(items, &format!("{path}.*"), keys);
        }
        if let Some(all) = schema
            .get("additionalProperties")
            .filter(|all| all.is_object())
        {
            self.keys(all, &format!("{path}.*"), keys);
        }
        for (key, inner) in schema
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            let path = format!("{path}.{key}");
            self.keys(inner, &path, keys);
            keys.insert(path);
        }
    }
}

/// The keys of a document, as [`Checker::keys`] writes them.
fn written(value: &Value, path: &str, keys: &mut BTreeSet<String>) {
    match value {
        Value::Object(table) => {
            for (key, value) in table {
                // Ids stand one level below the sections.
                let id = path.matches('.').count() == 1 && path != ".pact";
                let path = format!("{path}.{}", if id { "*" } else { key });
                written(value, &path, keys);
                keys.insert(path);
            }
        }
        Value::Array(items) => items
            .iter()
            .for_each(|item| written(item, &format!("{path}.*"), keys)),
        _ => {}
    }
}

/// A pact with every key of the schema is read; a key that nobody read would stop the reader (it asserts so in tests).
#[test]
fn every_key_of_the_schema_is_one_the_reader_reads() {
    let checker = Checker::new();
    let (mut known, mut used) = (BTreeSet::new(), BTreeSet::new());
    checker.keys(&checker.root, "", &mut known);
    written(&json(WHOLE), "", &mut used);
    used.retain(|path| known.contains(path) || !path.ends_with(".*"));
    // One language is enough of what is written three times in [pact].
    let texts = |path: &str| path.ends_with(".ar") || path.ends_with(".fr");
    known.retain(|path| !texts(path) || path.starts_with(".pact"));
    // One area as a table is enough, too.
    let area = |path: &str| path.ends_with(".all") || path.ends_with(".but");
    let areas = [".pact.theatre", ".theatres.", ".obligations."];
    known.retain(|path| !area(path) || areas.iter().any(|of| path.starts_with(of)));
    let missing: Vec<_> = known.difference(&used).collect();
    let unknown: Vec<_> = used.difference(&known).collect();
    assert!(
        missing.is_empty() && unknown.is_empty(),
        "{missing:?} {unknown:?}"
    );
    Pact::parse("whole.toml", WHOLE).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(checker.problems(&json(WHOLE)), Vec::<String>::new());
}

#[test]
fn the_sources_pact_is_valid_and_says_where_its_schema_is() {
    let text = repository("pacts/maghreb-sahel.toml");
    assert!(text.starts_with("#:schema pact.schema.json\n"));
    assert_eq!(Checker::new().problems(&json(&text)), Vec::<String>::new());
}

#[test]
fn what_the_schema_refuses_the_reader_refuses() {
    let changes = [
        ("stance = \"undertaken\"", "stance = \"promised\""),
        ("stance = \"undertaken\"", "stance = \"silent\""),
        ("stance = \"undertaken\"\n", ""),
        (
            "activity = \"help\"\ntheatre = \"ml-north\"",
            "activity = []\ntheatre = \"ml-north\"",
        ),
        (
            "activity = \"help\"\ntheatre = \"ml-north\"",
            "activity = 3\ntheatre = \"ml-north\"",
        ),
        (
            "theatre = { all = \"world\", but = [\"sahel\"] }",
            "theatre = { but = [\"sahel\"] }",
        ),
        (
            "theatre = { all = \"world\"",
            "theatre = { every = \"world\"",
        ),
        (
            "from = \"2014-09\"\nuntil = \"2015-12\"\nnew = true",
            "from = \"2014-13\"\nuntil = \"2015-12\"\nnew = true",
        ),
        ("new = true", "new = \"yes\""),
        ("version = 2", "version = 0"),
        ("version = 2", "version = \"2\""),
        ("quantity = 3", "quantity = -3"),
        ("language = \"ar\"", "language = \"arabic\""),
        ("grade = \"F3\"", "grade = \"F9\""),
        ("system = \"3x5x2\"", "system = \"4x4\""),
        ("changed = [\"tense\", \"scope\"]", "changed = []"),
        ("changed = [\"tense\", \"scope\"]", "changed = [\"mood\"]"),
        (
            "text.en = \"Help in the north.\"",
            "text.de = \"Hilfe im Norden.\"",
        ),
        ("text.en = \"Help in the north.\"", "text.en = \" \""),
        ("conditions.en", "condition.en"),
        ("[watches.w]", "[watch.w]"),
        ("[watches.w]", "[watches.\"w w\"]"),
        ("standing = \"joined\"", "standing = \"member\""),
    ];
    let checker = Checker::new();
    for (from, to) in changes {
        assert!(WHOLE.contains(from), "{from}");
        let changed = WHOLE.replacen(from, to, 1);
        assert!(!checker.accepts(&changed), "{to}");
        let errors = Pact::parse("changed.toml", &changed).unwrap_err();
        let by_table = |code| !matches!(code, Code::UnknownId | Code::Inconsistent);
        assert!(errors.iter().any(|e| by_table(e.code)), "{errors}");
    }
}

#[test]
fn the_committed_schema_is_the_one_that_is_made() {
    let committed: Value = serde_json::from_str(&repository("pacts/pact.schema.json")).unwrap();
    assert!(
        committed == schema(),
        "run `mithaq pact schema > pacts/pact.schema.json`"
    );
}
