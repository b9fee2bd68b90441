//! FollowTheMoney's model: which schemata there are, what they extend, what their properties are of.
//!
//! The tables are those of `data/ftm`, read once.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

/// A schema: what an entity is.
#[derive(Debug)]
pub(super) struct Schema {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) plural: &'static str,
    pub(super) description: Option<String>,
    /// Whether entities of it are matched against each other.
    pub(super) matchable: bool,
    /// Whether it links two others, as an ownership does.
    pub(super) edge: bool,
    pub(super) featured: Vec<&'static str>,
    pub(super) caption: Vec<&'static str>,
    /// Itself and what it extends, however far up.
    pub(super) ancestors: BTreeSet<&'static str>,
    /// What extends it, however far down.
    pub(super) descendants: BTreeSet<&'static str>,
    /// Its own properties and those of its ancestors, by name.
    pub(super) properties: BTreeMap<&'static str, Property>,
}

/// A property of a schema.
#[derive(Debug, Clone)]
pub(super) struct Property {
    /// The schema that states it.
    pub(super) schema: &'static str,
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) of: Type,
    pub(super) matchable: bool,
    pub(super) hidden: bool,
    /// The property at the other end, where this one links entities: its schema and its name.
    pub(super) reverse: Option<(&'static str, &'static str)>,
    pub(super) description: Option<String>,
}

/// What values of a property are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Type {
    pub(super) name: &'static str,
    pub(super) plural: &'static str,
    /// The field under which values of this type are searched and counted, whichever property they are of.
    pub(super) group: Option<&'static str>,
}

impl Schema {
    /// The schemata whose entities are found by a question about this one.
    pub(super) fn found_by(&self) -> impl Iterator<Item = &'static Self> {
        let matched = self.ancestors.iter().chain(&self.descendants);
        let matched = matched
            .filter_map(|name| schema(name))
            .filter(|other| self.matchable && other.matchable);
        // What is no more than a thing is a thing, too.
        let general = !self.matchable && !self.descendants.is_empty();
        let below = self.descendants.iter().chain([&self.name]);
        let below = below.filter_map(|name| schema(name));
        matched.chain(below.filter(move |_| general))
    }

    /// Whether it is this schema or extends it.
    pub(super) fn is(&self, name: &str) -> bool {
        self.ancestors.contains(name)
    }

    /// The properties that link its entities to others.
    pub(super) fn links(&self) -> impl Iterator<Item = &Property> {
        self.properties
            .values()
            .filter(|property| property.of.is_entity())
    }
}

impl Property {
    /// The name that says of which schema it is: `Thing:name`.
    pub(super) fn qualified(&self) -> String {
        format!("{}:{}", self.schema, self.name)
    }
}

impl Type {
    pub(super) fn is_entity(self) -> bool {
        self.name == "entity"
    }

    /// Whether values are searched word by word, not whole.
    pub(super) fn is_text(self) -> bool {
        self.group.is_none() || matches!(self.name, "name" | "address")
    }

    /// What a person reads for a code of this type.
    pub(super) fn label_of(self, code: &str) -> Option<&'static str> {
        MODEL.labels.get(&(self.name, code)).copied()
    }
}

/// The schema of this name.
pub(super) fn schema(name: &str) -> Option<&'static Schema> {
    MODEL.schemata.get(name)
}

/// The property of this qualified name.
pub(super) fn property(qualified: &str) -> Option<&'static Property> {
    let (of, name) = qualified.split_once(':')?;
    schema(of)?.properties.get(name)
}

/// Every schema, in the order of their names.
pub(super) fn schemata() -> impl Iterator<Item = &'static Schema> {
    MODEL.schemata.values()
}

/// The type whose values go by this group.
pub(super) fn group(name: &str) -> Option<Type> {
    MODEL
        .types
        .values()
        .find(|of| of.group == Some(name))
        .copied()
}

/// Whether entities with this topic are targets.
pub(super) fn is_risk(topic: &str) -> bool {
    MODEL.risks.contains(topic)
}

struct Model {
    schemata: BTreeMap<&'static str, Schema>,
    types: BTreeMap<&'static str, Type>,
    labels: HashMap<(&'static str, &'static str), &'static str>,
    risks: BTreeSet<&'static str>,
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let types = types();
    let mut labels = HashMap::new();
    let mut risks = BTreeSet::new();
    for [of, code, label, flags] in rows(include_str!("../../data/ftm/values.tsv")) {
        labels.insert((of, code), label);
        if flags == "risk" {
            risks.insert(code);
        }
    }
    Model {
        schemata: read_schemata(&types),
        types,
        labels,
        risks,
    }
});

fn types() -> BTreeMap<&'static str, Type> {
    rows(include_str!("../../data/ftm/types.tsv"))
        .map(|[name, _label, plural, group, _flags]| {
            let group = Some(group).filter(|group| !group.is_empty());
            (
                name,
                Type {
                    name,
                    plural,
                    group,
                },
            )
        })
        .collect()
}

fn read_schemata(types: &BTreeMap<&'static str, Type>) -> BTreeMap<&'static str, Schema> {
    let rows_of = || rows(include_str!("../../data/ftm/schemata.tsv"));
    let extends: BTreeMap<&str, Vec<&str>> = rows_of()
        .map(|[name, _, _, _, extends, ..]: [&str; 8]| (name, list(extends)))
        .collect();
    let own = properties(types);
    let mut schemata: BTreeMap<&'static str, Schema> = BTreeMap::new();
    for [
        name,
        label,
        plural,
        flags,
        _,
        featured,
        caption,
        description,
    ] in rows_of()
    {
        let mut ancestors = BTreeSet::new();
        let mut above = vec![name];
        while let Some(next) = above.pop() {
            if ancestors.insert(next) {
                above.extend(extends.get(next).into_iter().flatten());
            }
        }
        // What a schema states of a property goes before what it extends states of it.
        let mut known: BTreeMap<&'static str, Property> = BTreeMap::new();
        let far_first = ancestors.iter().filter(|above| **above != name).copied();
        for above in far_first.chain([name]) {
            for property in own.get(above).into_iter().flatten() {
                known.insert(property.name, property.clone());
            }
        }
        let has = |flag| list(flags).contains(&flag);
        let schema = Schema {
            name,
            label,
            plural,
            description: described(description),
            matchable: has("matchable"),
            edge: has("edge"),
            featured: list(featured),
            caption: list(caption),
            ancestors,
            descendants: BTreeSet::new(),
            properties: known,
        };
        schemata.insert(name, schema);
    }
    let below: Vec<(&'static str, &'static str)> = schemata
        .values()
        .flat_map(|schema| schema.ancestors.iter().map(|above| (*above, schema.name)))
        .filter(|(above, name)| above != name)
        .collect();
    for (above, name) in below {
        if let Some(schema) = schemata.get_mut(above) {
            schema.descendants.insert(name);
        }
    }
    schemata
}

fn properties(types: &BTreeMap<&'static str, Type>) -> HashMap<&'static str, Vec<Property>> {
    let mut own: HashMap<&'static str, Vec<Property>> = HashMap::new();
    for [schema, name, label, of, flags, reverse, description] in
        rows(include_str!("../../data/ftm/properties.tsv"))
    {
        let Some(of) = types.get(of).copied() else {
            continue;
        };
        let has = |flag| list(flags).contains(&flag);
        own.entry(schema).or_default().push(Property {
            schema,
            name,
            label,
            of,
            matchable: has("matchable"),
            hidden: has("hidden"),
            reverse: reverse.split_once(':'),
            description: described(description),
        });
    }
    own
}

/// The rows of a table, comments left out.
fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            cells.try_into().ok()
        })
}

fn list(cell: &'static str) -> Vec<&'static str> {
    cell.split(',').filter(|part| !part.is_empty()).collect()
}

fn described(cell: &str) -> Option<String> {
    (!cell.is_empty()).then(|| cell.replace("\\n", "\n").replace("\\\\", "\\"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(found: impl Iterator<Item = &'static Schema>) -> BTreeSet<&'static str> {
        found.map(|schema| schema.name).collect()
    }

    #[test]
    fn every_row_of_the_tables_is_read() {
        let lines = |table: &str| table.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(
            schemata().count(),
            lines(include_str!("../../data/ftm/schemata.tsv"))
        );
        let own = schemata().flat_map(|schema| {
            let stated = schema.properties.values();
            stated.filter(move |property| property.schema == schema.name)
        });
        assert_eq!(
            own.count(),
            lines(include_str!("../../data/ftm/properties.tsv"))
        );
    }

    #[test]
    fn a_company_is_found_by_whatever_it_extends_and_not_by_a_person() {
        let by_company = names(schema("Company").unwrap().found_by());
        assert!(by_company.contains("Organization") && by_company.contains("LegalEntity"));
        assert!(!by_company.contains("Person"));
        assert!(names(schema("Thing").unwrap().found_by()).contains("Person"));
        assert!(!names(schema("Thing").unwrap().found_by()).contains("Sanction"));
    }

    #[test]
    fn properties_come_with_what_a_schema_extends() {
        assert_eq!(property("Person:name").unwrap().qualified(), "Thing:name");
        assert_eq!(
            property("Sanction:entity").unwrap().reverse,
            Some(("Thing", "sanctions"))
        );
        assert_eq!(group("countries").unwrap().label_of("ug"), Some("Uganda"));
        assert!(is_risk("sanction") && !is_risk("role.lawyer"));
    }
}
