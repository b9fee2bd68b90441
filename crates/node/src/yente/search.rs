//! `GET /search/{dataset}`: entities by words.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use mithaq_screen::{Options, Query};
use roaring::RoaringBitmap;
use serde::Serialize;

use super::answer::{Refusal, Total, answer_bytes};
use super::catalog::{Catalog, Scope};
use super::dataset::Dataset;
use super::entity::Stored;
use super::expression::Expression;
use super::filter::{Filter, Several, values_of};
use super::ftm;
use super::params::Params;
use super::retrieval::retrieve;
use super::{At, Yente, aside};

/// How many results are shown unless the client says otherwise, and at most.
pub(super) const SHOWN: usize = 10;
pub(super) const MOST_SHOWN: usize = 500;
/// Results further down are not shown.
pub(super) const FURTHEST: usize = 9_999;
pub(super) const MOST_OFFSET: usize = FURTHEST - MOST_SHOWN;

/// More results than these are not counted.
const MOST_COUNTED: usize = 10_000;

const FACETS: [&str; 6] = [
    "datasets",
    "schema",
    "countries",
    "identifiers",
    "topics",
    "genders",
];

#[derive(Serialize)]
struct Facet {
    label: String,
    values: Vec<Counted>,
}

#[derive(Serialize)]
struct Counted {
    name: String,
    label: String,
    count: u64,
}

/// A result: which of the datasets searched, which entity of it, how well it fits.
struct Row {
    dataset: usize,
    position: u32,
    score: f32,
}

pub(super) async fn get(
    State(yente): State<Yente>,
    At(dataset): At<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let asking = yente.asking(&headers).await?;
    let mut params = Params::of(&uri);
    let q = params.text("q").unwrap_or_default();
    let schema = params.text("schema").unwrap_or_else(|| "Thing".to_owned());
    let scope = Scope::narrowed(&dataset, &params);
    let changed_since = params.moment("changed_since");
    let limit = params.count("limit", SHOWN, Some(MOST_SHOWN));
    let offset = params.count("offset", 0, Some(MOST_OFFSET));
    let sorts = Sort::read(&params.texts("sort"));
    let target = params.yes("target");
    params.yes("fuzzy");
    let simply = params.yes("simple").unwrap_or(false);
    let facets = facets(&mut params);
    let several = match params.text("filter_op") {
        None => Several::Any,
        Some(text) => match params.one_of("filter_op", None, &text, &["AND", "OR"]) {
            Some("AND") => Several::All,
            _ => Several::Any,
        },
    };
    params.checked()?;
    let catalog = asking.catalog();
    let scope = catalog.scope(&scope)?;
    let schema = ftm::schema(&schema).ok_or_else(|| Refusal::bad("Invalid schema"))?;
    let filter = Filter {
        schema: Some(schema),
        exclude_schema: params.texts("exclude_schema"),
        fields: fields(&params, target)?,
        several,
        changed_since,
        ..Filter::default()
    };
    let limit = limit.min(FURTHEST - offset.min(FURTHEST));
    let expression = read(&q, simply)?;
    aside(|| {
        let admitted: Vec<RoaringBitmap> = scope.iter().map(|d| filter.admitted(d)).collect();
        let mut rows = rows(&scope, &admitted, &expression);
        if rows.is_empty() && in_another_script(&q) {
            rows = by_name(&scope, &admitted, &q);
        }
        sort(&mut rows, &sorts, &scope)?;
        let shown = rows.iter().skip(offset).take(limit);
        let results = shown.filter_map(|row| scope.get(row.dataset)?.at(row.position));
        let facets: BTreeMap<&str, Facet> = (facets.into_iter())
            .map(|facet| (facet, count(facet, &rows, &scope, catalog)))
            .collect();
        let total = Total {
            value: rows.len().min(MOST_COUNTED),
            relation: if rows.len() > MOST_COUNTED {
                "gte"
            } else {
                "eq"
            },
        };
        let mut out = Vec::with_capacity(4096);
        let head = format!("{{\"limit\":{limit},\"offset\":{offset},\"total\":");
        out.extend_from_slice(head.as_bytes());
        serde_json::to_writer(&mut out, &total).map_err(Refusal::failed)?;
        out.extend_from_slice(b",\"results\":[");
        for (nth, stored) in results.enumerate() {
            if nth > 0 {
                out.push(b',');
            }
            out.extend_from_slice(stored.json().as_bytes());
        }
        out.extend_from_slice(b"],\"facets\":");
        serde_json::to_writer(&mut out, &facets).map_err(Refusal::failed)?;
        out.push(b'}');
        Ok::<_, Refusal>(answer_bytes(out))
    })
}

fn facets(params: &mut Params) -> Vec<&'static str> {
    let asked = params.texts("facets");
    if asked.is_empty() {
        return vec!["countries", "topics", "datasets"];
    }
    let known = asked
        .iter()
        .enumerate()
        .filter_map(|(nth, facet)| params.one_of("facets", Some(nth), facet, &FACETS));
    known.collect()
}

fn fields(params: &Params, target: Option<bool>) -> Result<Vec<(String, String)>, Refusal> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for field in ["countries", "topics", "datasets"] {
        let values = params.texts(field).into_iter();
        fields.extend(values.map(|value| (field.to_owned(), value)));
    }
    for filter in params.texts("filter") {
        let (field, value) = filter
            .split_once(':')
            .ok_or_else(|| Refusal::bad(format!("Invalid filter: '{filter}'")))?;
        fields.push((field.to_owned(), value.to_owned()));
    }
    fields.extend(target.map(|target| ("target".to_owned(), target.to_string())));
    Ok(fields)
}

fn read(q: &str, simply: bool) -> Result<Expression, Refusal> {
    if q.trim().is_empty() {
        return Ok(Expression::All);
    }
    if simply {
        return Ok(Expression::read_simply(q));
    }
    Expression::read(q).map_err(|error| Refusal::bad(format!("Search error: {error}")))
}

fn rows(scope: &[&Dataset], admitted: &[RoaringBitmap], expression: &Expression) -> Vec<Row> {
    let each = scope.iter().zip(admitted).enumerate();
    let rows = each.flat_map(|(nth, (dataset, admitted))| {
        let found = retrieve(dataset, expression, admitted).into_iter();
        found.map(move |(position, score)| Row {
            dataset: nth,
            position,
            score,
        })
    });
    rows.collect()
}

/// Whether a text is written in letters of which none is Latin.
fn in_another_script(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(|c| c > '\u{36F}') && text.len() <= 400
}

/// Who bears a name like this one in whatever script: asked where nobody bears it as it is written.
fn by_name(scope: &[&Dataset], admitted: &[RoaringBitmap], q: &str) -> Vec<Row> {
    let query = Query::of_name("search", q);
    let options = Options {
        limit: 100,
        ..Options::default()
    };
    let each = scope.iter().zip(admitted).enumerate();
    let rows = each.flat_map(|(nth, (dataset, admitted))| {
        let hits = dataset.screen_among(&query, &options, admitted, jiff::Timestamp::now());
        hits.into_iter().map(move |hit| Row {
            dataset: nth,
            position: hit.profile,
            score: hit.score.get() as f32,
        })
    });
    rows.collect()
}

/// A field results are ordered by.
pub(super) struct Sort {
    field: String,
    falling: bool,
}

impl Sort {
    /// Reads `field` and `field:desc`.
    pub(super) fn read(texts: &[String]) -> Vec<Self> {
        let sorts = texts.iter().map(|text| {
            let (field, order) = text.rsplit_once(':').unwrap_or((text, "asc"));
            Self {
                field: field.to_owned(),
                falling: order == "desc",
            }
        });
        sorts.collect()
    }

    /// Nothing, if results can be ordered by it.
    fn check(&self) -> Result<(), Refusal> {
        const FIELDS: [&str; 9] = [
            "_score",
            "_doc",
            "entity_id",
            "caption",
            "schema",
            "first_seen",
            "last_seen",
            "last_change",
            "target",
        ];
        let field = self.field.as_str();
        let property = field.strip_prefix("properties.").map(|name| {
            let mut of = ftm::schemata().filter_map(|schema| schema.properties.get(name));
            of.next().is_some_and(|property| !property.of.is_text())
        });
        let group = ftm::group(field).map(|of| !of.is_text());
        if FIELDS.contains(&field)
            || matches!(field, "datasets" | "referents")
            || property.or(group) == Some(true)
        {
            return Ok(());
        }
        let why = if property.or(group).is_some() || matches!(field, "names" | "text") {
            format!("Text fields such as [{field}] cannot be sorted on")
        } else {
            format!("No mapping found for [{field}] in order to sort on")
        };
        Err(Refusal::bad(format!("Search error: {why}")))
    }

    /// What an entity is ordered by: the least of its values, or where falling, the greatest.
    pub(super) fn key(&self, entity: &super::entity::Entity) -> Option<String> {
        let values = values_of(entity, &self.field).into_iter();
        let values = values.map(|(text, _)| text.to_lowercase());
        if self.falling {
            values.max()
        } else {
            values.min()
        }
    }

    /// Orders two keys; what has none comes last either way.
    pub(super) fn compare(&self, a: Option<&String>, b: Option<&String>) -> Ordering {
        match (a, b) {
            (Some(a), Some(b)) if self.falling => b.cmp(a),
            (Some(a), Some(b)) => a.cmp(b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        }
    }

    /// Nothing, if results can be ordered by all of these.
    pub(super) fn check_all(sorts: &[Self]) -> Result<(), Refusal> {
        sorts.iter().try_for_each(Self::check)
    }
}

fn sort(rows: &mut [Row], sorts: &[Sort], scope: &[&Dataset]) -> Result<(), Refusal> {
    Sort::check_all(sorts)?;
    let best_first = |a: &Row, b: &Row| {
        let by_score = b.score.total_cmp(&a.score);
        let id = |row: &Row| scope.get(row.dataset).map_or("", |d| d.id(row.position));
        by_score.then_with(|| id(a).cmp(id(b)))
    };
    if sorts.is_empty() {
        rows.sort_unstable_by(best_first);
        return Ok(());
    }
    let mut keyed: Vec<(Vec<Option<String>>, usize)> = Vec::with_capacity(rows.len());
    for (nth, row) in rows.iter().enumerate() {
        let stored = scope.get(row.dataset).and_then(|d| d.at(row.position));
        let entity = stored.and_then(Stored::entity);
        let key = |sort: &Sort| entity.as_ref().and_then(|entity| sort.key(entity));
        keyed.push((sorts.iter().map(key).collect(), nth));
    }
    keyed.sort_by(|(a, a_row), (b, b_row)| {
        let by_fields = sorts.iter().enumerate().map(|(nth, sort)| {
            if sort.field == "_score" {
                let order = rows[*a_row].score.total_cmp(&rows[*b_row].score);
                return if sort.falling { order.reverse() } else { order };
            }
            sort.compare(a[nth].as_ref(), b[nth].as_ref())
        });
        let by_fields = by_fields.fold(Ordering::Equal, Ordering::then);
        by_fields.then_with(|| best_first(&rows[*a_row], &rows[*b_row]))
    });
    let ordered: Vec<Row> = keyed
        .into_iter()
        .map(|(_, nth)| Row {
            dataset: rows[nth].dataset,
            position: rows[nth].position,
            score: rows[nth].score,
        })
        .collect();
    for (row, next) in rows.iter_mut().zip(ordered) {
        *row = next;
    }
    Ok(())
}

/// How often each value of a field is among the results.
fn count(facet: &'static str, rows: &[Row], scope: &[&Dataset], catalog: &Catalog) -> Facet {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for (nth, dataset) in scope.iter().enumerate() {
        let here = rows.iter().filter(|row| row.dataset == nth);
        let found: RoaringBitmap = here.map(|row| row.position).collect();
        let mut add = |value: &str, having: u64| {
            if having > 0 {
                *counts.entry(value.to_owned()).or_default() += having;
            }
        };
        match facet {
            "datasets" => add(&dataset.name, found.len()),
            "schema" => {
                for (schema, having) in &dataset.by_schema {
                    add(schema, having.intersection_len(&found));
                }
            }
            group => {
                for (value, having) in dataset.groups.get(group).into_iter().flatten() {
                    add(value, having.intersection_len(&found));
                }
            }
        }
    }
    let of = ftm::group(facet);
    let label_of = |value: &str| match facet {
        "datasets" => catalog.title(value).map(str::to_owned),
        "schema" => ftm::schema(value).map(|schema| schema.plural.to_owned()),
        _ => of.and_then(|of| of.label_of(value)).map(str::to_owned),
    };
    let mut values: Vec<Counted> = counts
        .into_iter()
        .map(|(name, count)| Counted {
            label: label_of(&name).unwrap_or_else(|| name.clone()),
            name,
            count,
        })
        .collect();
    values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    values.truncate(1_000);
    let label = match facet {
        "datasets" if !values.is_empty() => "Data sources",
        "schema" if !values.is_empty() => "Entity types",
        _ => of
            .filter(|_| !values.is_empty())
            .map_or(facet, |of| of.plural),
    };
    Facet {
        label: label.to_owned(),
        values,
    }
}
