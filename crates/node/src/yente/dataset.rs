//! One dataset: the entities of one list, with all that finds them. Immutable; a newer version of the list makes another.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::Timestamp;
use mithaq_notice::{Notice, SubjectKind};
use mithaq_screen::{Admit, AskedKind, Hit, Index, Options, Query};
use roaring::RoaringBitmap;

use super::entity::{Entity, Stored};
use super::filter::{Filter, of_schema};
use super::ftm::{self, Schema};
use super::words::{Words, folded};

/// The entities of one list.
#[derive(Debug)]
pub(super) struct Dataset {
    pub(super) name: String,
    pub(super) title: String,
    /// Changes whenever the content does.
    pub(super) version: String,
    /// When its publisher made it, where it says so.
    pub(super) updated: Option<String>,
    pub(super) words: Words,
    pub(super) facts: Vec<Facts>,
    /// By group and value: who has it.
    pub(super) groups: BTreeMap<&'static str, BTreeMap<Box<str>, RoaringBitmap>>,
    /// By schema: who is of it.
    pub(super) by_schema: BTreeMap<&'static str, RoaringBitmap>,
    entities: Vec<Stored>,
    ids: HashMap<Box<str>, u32>,
    /// Former and other ids.
    referents: HashMap<Box<str>, u32>,
    /// By id: who names it in a property.
    named_by: HashMap<Box<str>, Vec<u32>>,
    /// Each notice's profile is the position of its entity.
    index: Index,
}

/// What filters and orders ask of an entity.
#[derive(Debug)]
pub(super) struct Facts {
    pub(super) id: Box<str>,
    pub(super) last_change: Option<Box<str>>,
    pub(super) target: bool,
    /// How many values its properties have: a mark of how much is known.
    pub(super) values: u32,
}

/// What a dataset is called.
#[derive(Debug, Clone)]
pub(super) struct Heading {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) version: String,
    pub(super) updated: Option<String>,
}

impl Dataset {
    /// The dataset of these entities, and of the notices among them that are searched.
    pub(super) fn new(
        heading: Heading,
        entities: impl IntoIterator<Item = Entity>,
        notices: impl IntoIterator<Item = Notice>,
    ) -> serde_json::Result<Self> {
        let mut dataset = Self {
            name: heading.name,
            title: heading.title,
            version: heading.version,
            updated: heading.updated,
            words: Words::default(),
            facts: Vec::new(),
            groups: BTreeMap::new(),
            by_schema: BTreeMap::new(),
            entities: Vec::new(),
            ids: HashMap::new(),
            referents: HashMap::new(),
            named_by: HashMap::new(),
            index: Index::default(),
        };
        for entity in entities {
            // A schema the model does not have has no properties anybody knows.
            if let Some(schema) = entity.schema() {
                dataset.add(&entity, schema)?;
            }
        }
        dataset.words.finish();
        let placed = notices.into_iter().filter_map(|notice| {
            let position = *dataset.ids.get(notice.id.as_str())?;
            Some((Arc::new(notice), position))
        });
        dataset.index = Index::build(placed.collect::<Vec<_>>());
        Ok(dataset)
    }

    fn add(&mut self, entity: &Entity, schema: &'static Schema) -> serde_json::Result<()> {
        let position = u32::try_from(self.entities.len()).unwrap_or(u32::MAX);
        let is_name =
            |name: &str| (schema.properties.get(name)).is_some_and(|p| p.of.name == "name");
        let ids = [entity.id.as_str()].into_iter();
        let ids = ids.chain(entity.referents.iter().map(String::as_str));
        self.words.push(
            entity
                .all_texts()
                .map(|(name, text)| (is_name(name), text))
                .chain(ids.map(|id| (false, id))),
        );
        for (name, text) in entity.all_texts() {
            let Some(property) = schema.properties.get(name) else {
                continue;
            };
            if let Some(group) = property.of.group.filter(|_| !property.of.is_text()) {
                let mut add = |value: &str| {
                    let values = self.groups.entry(group).or_default();
                    let having = values.entry(folded(value).into_boxed_str()).or_default();
                    having.insert(position);
                };
                add(text);
                if group == "dates" {
                    // A day is found by its month and its year, too.
                    [4, 7, 10]
                        .iter()
                        .filter_map(|at| text.get(..*at))
                        .for_each(add);
                }
            }
        }
        for (_, id) in entity.links() {
            let naming = self.named_by.entry(id.into()).or_default();
            if naming.last() != Some(&position) {
                naming.push(position);
            }
        }
        self.by_schema
            .entry(schema.name)
            .or_default()
            .insert(position);
        self.ids.insert(entity.id.as_str().into(), position);
        for referent in &entity.referents {
            self.referents.insert(referent.as_str().into(), position);
        }
        let values = entity.properties.values().map(Vec::len).sum::<usize>();
        self.facts.push(Facts {
            id: entity.id.as_str().into(),
            last_change: entity.last_change.as_deref().map(Box::from),
            target: entity.target,
            values: u32::try_from(values).unwrap_or(u32::MAX),
        });
        self.entities.push(Stored::new(entity)?);
        Ok(())
    }

    /// How many entities it has.
    pub(super) fn len(&self) -> usize {
        self.entities.len()
    }

    /// The entity at a position.
    pub(super) fn at(&self, position: u32) -> Option<&Stored> {
        self.entities.get(position as usize)
    }

    /// Where the entity with this id stands.
    pub(super) fn position(&self, id: &str) -> Option<u32> {
        self.ids.get(id).copied()
    }

    /// Whether it searches this very version of a notice.
    pub(super) fn has(&self, notice: &Notice) -> bool {
        let held = self.index.get(&notice.id);
        held.is_some_and(|held| held.modified == notice.modified)
    }

    /// Where the entity stands that has this id besides its own.
    pub(super) fn referent(&self, id: &str) -> Option<u32> {
        self.referents.get(id).copied()
    }

    /// The entities that name this id in a property, in the list's order.
    pub(super) fn naming(&self, id: &str) -> &[u32] {
        self.named_by.get(id).map_or(&[], Vec::as_slice)
    }

    /// All positions.
    pub(super) fn all(&self) -> RoaringBitmap {
        let mut all = RoaringBitmap::new();
        // As one range: this is asked for each query.
        all.insert_range(0..u32::try_from(self.len()).unwrap_or(u32::MAX));
        all
    }

    /// The id of the entity at a position.
    pub(super) fn id(&self, position: u32) -> &str {
        self.facts
            .get(position as usize)
            .map_or("", |facts| &facts.id)
    }

    /// The possible matches of a query about this schema among what a filter lets through, the best first. A hit's
    /// profile is the position of its entity.
    pub(super) fn screen(
        &self,
        query: &Query,
        options: &Options,
        schema: &'static Schema,
        filter: &Filter,
        at: Timestamp,
    ) -> Vec<Hit> {
        let mut admitted = filter.admitted(self);
        admitted &= of_schema(self, schema);
        let mut hits = self.screen_among(query, options, &admitted, at);
        // Who is listed as a legal entity may be a person; names of persons are read another way.
        if let Some(either) = self.by_schema.get("LegalEntity")
            && query.kind == AskedKind::Only(SubjectKind::Person)
        {
            admitted &= either;
            let query = Query {
                kind: AskedKind::Party,
                ..query.clone()
            };
            for hit in self.screen_among(&query, options, &admitted, at) {
                match hits.iter_mut().find(|known| known.profile == hit.profile) {
                    Some(known) if known.score < hit.score => *known = hit,
                    Some(_) => {}
                    None => hits.push(hit),
                }
            }
        }
        hits
    }

    /// The possible matches of a query among these positions, the best first.
    pub(super) fn screen_among(
        &self,
        query: &Query,
        options: &Options,
        admitted: &RoaringBitmap,
        at: Timestamp,
    ) -> Vec<Hit> {
        if admitted.is_empty() {
            return Vec::new();
        }
        self.index
            .search(query, options, Admit::Profiles(admitted), at)
    }

    /// The schemata its matched entities are of, with what these extend.
    pub(super) fn matched_schemata(&self) -> impl Iterator<Item = &'static Schema> {
        let own = self.by_schema.keys().filter_map(|name| ftm::schema(name));
        let above = own.filter(|schema| schema.matchable);
        above
            .flat_map(|schema| &schema.ancestors)
            .filter_map(|name| ftm::schema(name))
    }
}
