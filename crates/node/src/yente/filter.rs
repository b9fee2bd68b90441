//! Which entities a question is about, apart from what it searches for.

use roaring::RoaringBitmap;

use super::dataset::Dataset;
use super::entity::{Entity, Stored};
use super::ftm::Schema;
use super::words::{Among, folded, words};

/// Conditions; what is empty lets everything through.
#[derive(Debug, Default)]
pub(super) struct Filter {
    /// Entities that are found by a question about this schema.
    pub(super) schema: Option<&'static Schema>,
    /// None of exactly these schemata.
    pub(super) exclude_schema: Vec<String>,
    /// Fields and what they must hold.
    pub(super) fields: Vec<(String, String)>,
    /// How several values of one field are meant.
    pub(super) several: Several,
    /// Only what changed later than this.
    pub(super) changed_since: Option<String>,
    /// None with one of these ids, present or former.
    pub(super) exclude_ids: Vec<String>,
}

/// How several values wanted of one field are meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Several {
    /// One of them is enough.
    #[default]
    Any,
    /// All are wanted.
    All,
}

impl Filter {
    /// The positions of a dataset that pass.
    pub(super) fn admitted(&self, dataset: &Dataset) -> RoaringBitmap {
        let mut admitted = match self.schema {
            None => dataset.all(),
            Some(schema) => of_schema(dataset, schema),
        };
        for excluded in &self.exclude_schema {
            if let Some(having) = dataset.by_schema.get(excluded.as_str()) {
                admitted -= having;
            }
        }
        for having in self.fields_of(dataset) {
            admitted &= having;
        }
        if let Some(since) = &self.changed_since {
            admitted = admitted
                .into_iter()
                .filter(|position| {
                    let facts = dataset.facts.get(*position as usize);
                    let changed = facts.and_then(|facts| facts.last_change.as_deref());
                    changed.is_some_and(|changed| changed > since.as_str())
                })
                .collect();
        }
        for id in &self.exclude_ids {
            for position in [dataset.position(id), dataset.referent(id)] {
                admitted -= position.into_iter().collect::<RoaringBitmap>();
            }
        }
        admitted
    }

    /// For each field wanted: who has what is wanted.
    fn fields_of(&self, dataset: &Dataset) -> Vec<RoaringBitmap> {
        let mut wanted: Vec<(&str, RoaringBitmap)> = Vec::new();
        for (field, value) in &self.fields {
            let having = having(dataset, field, value);
            match wanted.iter_mut().find(|(known, _)| known == field) {
                Some((_, so_far)) if self.several == Several::Any => *so_far |= having,
                Some((_, so_far)) => *so_far &= having,
                None => wanted.push((field, having)),
            }
        }
        wanted.into_iter().map(|(_, having)| having).collect()
    }
}

/// The positions of entities that are found by a question about this schema.
pub(super) fn of_schema(dataset: &Dataset, schema: &'static Schema) -> RoaringBitmap {
    let mut found = RoaringBitmap::new();
    for schema in schema.found_by() {
        if let Some(having) = dataset.by_schema.get(schema.name) {
            found |= having;
        }
    }
    found
}

/// Who has this value in this field.
pub(super) fn having(dataset: &Dataset, field: &str, value: &str) -> RoaringBitmap {
    if let Some(values) = dataset.groups.get(field) {
        return values
            .get(folded(value).as_str())
            .cloned()
            .unwrap_or_default();
    }
    match field {
        "datasets" if value == dataset.name => dataset.all(),
        "datasets" => RoaringBitmap::new(),
        "schema" => dataset.by_schema.get(value).cloned().unwrap_or_default(),
        "entity_id" | "id" => dataset.position(value).into_iter().collect(),
        "referents" => dataset.referent(value).into_iter().collect(),
        "target" => {
            let wanted = value == "true";
            let having = (0..)
                .zip(&dataset.facts)
                .filter(|(_, f)| f.target == wanted);
            having.map(|(position, _)| position).collect()
        }
        _ => holding(dataset, field, value),
    }
}

/// Who has it, of the fields nobody counts: those with its words are looked at one by one.
fn holding(dataset: &Dataset, field: &str, value: &str) -> RoaringBitmap {
    let mut words = words(value);
    let Some(first) = words.next() else {
        return RoaringBitmap::new();
    };
    let keyword = matches!(
        field,
        "caption" | "first_seen" | "last_seen" | "last_change"
    );
    let candidates: Vec<u32> = if keyword {
        dataset.all().into_iter().collect()
    } else {
        dataset
            .words
            .word(&first, Among::Text)
            .into_keys()
            .collect()
    };
    let wanted = folded(value);
    let holds = |position: &u32| {
        let entity = dataset.at(*position).and_then(Stored::entity);
        entity.is_some_and(|entity| {
            values_of(&entity, field).iter().any(|(text, by_word)| {
                if *by_word {
                    contains(text, &wanted)
                } else {
                    folded(text) == wanted
                }
            })
        })
    };
    candidates.into_iter().filter(holds).collect()
}

/// The values of a field, each with whether it is searched word by word.
pub(super) fn values_of(entity: &Entity, field: &str) -> Vec<(String, bool)> {
    let whole = |text: &Option<String>| text.iter().map(|text| (text.clone(), false)).collect();
    let one = |text: &str| vec![(text.to_owned(), false)];
    let schema = entity.schema();
    match field {
        "id" | "entity_id" => one(&entity.id),
        "caption" => one(&entity.caption),
        "schema" => one(&entity.schema),
        "target" => one(if entity.target { "true" } else { "false" }),
        "first_seen" => whole(&entity.first_seen),
        "last_seen" => whole(&entity.last_seen),
        "last_change" => whole(&entity.last_change),
        "datasets" | "referents" => {
            let texts = if field == "datasets" {
                &entity.datasets
            } else {
                &entity.referents
            };
            texts.iter().map(|text| (text.clone(), false)).collect()
        }
        _ => {
            let texts = entity.all_texts().filter_map(|(name, text)| {
                let of = schema?.properties.get(name)?.of;
                let asked = field.strip_prefix("properties.") == Some(name)
                    || of.group == Some(field)
                    || field == "text";
                asked.then(|| (text.to_owned(), of.is_text()))
            });
            texts.collect()
        }
    }
}

/// Whether a text has these words, one after the other.
fn contains(text: &str, wanted: &str) -> bool {
    let (text, wanted): (Vec<_>, Vec<_>) = (words(text).collect(), words(wanted).collect());
    !wanted.is_empty() && text.windows(wanted.len()).any(|window| window == wanted)
}
