//! The benchmark's files: lists, queries, right answers.
#![allow(dead_code, reason = "each example needs a part of it")]

use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use mithaq_names::{Index, IndexBuilder, Kind, Matcher, Name, Tables};
use serde_json::Value;

/// A list with its queries.
pub struct Suite {
    pub name: String,
    pub ids: Vec<String>,
    pub names: Vec<Vec<Name>>,
    pub queries: Vec<(String, String)>,
}

impl Suite {
    /// Every suite of a benchmark's folder, by name.
    pub fn read_all(bench: &Path, tables: &Tables) -> Result<Vec<Self>, Box<dyn Error>> {
        let mut names: Vec<String> = fs::read_dir(bench)?
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter_map(|file| {
                Some(
                    file.strip_prefix("queries_")?
                        .strip_suffix(".csv")?
                        .to_owned(),
                )
            })
            .collect();
        names.sort();
        names
            .into_iter()
            .map(|name| Self::read(bench, tables, name))
            .collect()
    }

    fn read(bench: &Path, tables: &Tables, name: String) -> Result<Self, Box<dyn Error>> {
        let mut queries = Vec::new();
        for row in csv::Reader::from_path(bench.join(format!("queries_{name}.csv")))?.records() {
            let row = row?;
            queries.push((row[0].to_owned(), row[1].to_owned()));
        }
        let (mut ids, mut names) = (Vec::new(), Vec::new());
        for line in fs::read_to_string(bench.join(format!("list_{name}.ftm.json")))?.lines() {
            let entity: Value = serde_json::from_str(line)?;
            ids.push(entity["id"].as_str().unwrap_or_default().to_owned());
            names.push(names_of(&entity, tables));
        }
        Ok(Self {
            name,
            ids,
            names,
            queries,
        })
    }

    /// The list's index; keys are places in `ids`.
    pub fn index(&self, matcher: &Matcher) -> Index {
        let mut builder = IndexBuilder::new();
        for (key, names) in (0u32..).zip(&self.names) {
            for name in names {
                builder.insert(key, name.clone());
            }
        }
        builder.build(matcher.clone())
    }
}

fn names_of(entity: &Value, tables: &Tables) -> Vec<Name> {
    let kind = if entity["schema"] == "Person" {
        Kind::Person
    } else {
        Kind::Organisation
    };
    ["name", "alias", "weakAlias"]
        .into_iter()
        .flat_map(|property| {
            entity["properties"][property]
                .as_array()
                .into_iter()
                .flatten()
        })
        .filter_map(Value::as_str)
        .map(|name| Name::new_in(tables, name, kind))
        .collect()
}

/// The tables in a folder, in files called as [`mithaq_names::tables`] calls them; one that is not there is the one compiled in.
pub fn tables_in(folder: &Path) -> Result<Tables, Box<dyn Error>> {
    let mut texts = Vec::new();
    for (file, compiled) in mithaq_names::tables() {
        let path = folder.join(file);
        let text = if path.exists() {
            fs::read_to_string(path)?
        } else {
            compiled.to_owned()
        };
        texts.push((file, text));
    }
    let files = texts.iter().map(|(file, text)| (*file, text.as_str()));
    Ok(Tables::read(files)?)
}

/// What the benchmark expects of a query.
pub struct Answer {
    /// The row of the benchmark's table.
    pub suite: String,
    /// The entities that are right; empty where nobody is.
    pub right: Vec<String>,
}

/// What `expect.json` in a benchmark's folder says, by query.
pub fn answers(bench: &Path) -> Result<HashMap<String, Answer>, Box<dyn Error>> {
    let all: HashMap<String, Value> =
        serde_json::from_str(&fs::read_to_string(bench.join("expect.json"))?)?;
    let read = |entry: &Value| Answer {
        suite: entry["suite"].as_str().unwrap_or_default().to_owned(),
        right: entry["expect"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(Into::into)
            .collect(),
    };
    Ok(all
        .iter()
        .map(|(id, entry)| (id.clone(), read(entry)))
        .collect())
}
