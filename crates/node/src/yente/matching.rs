//! `POST /match/{dataset}`: parties by example.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri};
use axum::response::Response;
use mithaq_notice::Language;
use mithaq_screen::{Field, Options, Score, Why};
use rayon::prelude::*;
use serde::Serialize;

use super::answer::{Refusal, Total, answer_bytes};
use super::body::{self, Body};
use super::catalog::Scope;
use super::dataset::Dataset;
use super::entity::Stored;
use super::example::Example;
use super::filter::Filter;
use super::params::Params;
use super::{Asking, At, Yente, aside, member};

/// More queries are not taken at once.
pub(super) const MOST_QUERIES: usize = 100;
/// From this score on a hit is a match, unless the client says otherwise.
const THRESHOLD: f64 = 0.7;
/// How many hits are shown, unless the client says otherwise, and at most.
const SHOWN: usize = 5;
const MOST_SHOWN: usize = 500;
/// Scores below this are not looked for: half the list has one, and none of them means anything.
pub(super) const LEAST_SCORE: f64 = 0.3;

/// Names of scoring methods that clients know. All mean the one engine there is here.
pub(super) const ALGORITHMS: [&str; 7] = [
    "mithaq",
    "logic-v2",
    "logic-v1",
    "name-based",
    "name-qualified",
    "regression-v1",
    "ofac",
];

/// The settings of their own methods that clients may send along.
const SETTINGS: [&str; 12] = [
    "nm_number_mismatch",
    "nm_extra_query_name",
    "nm_extra_result_name",
    "nm_family_name_weight",
    "nm_fuzzy_cutoff_factor",
    "nm_name_property",
    "nm_match_category_weight",
    "nm_remove_stopwords",
    "nm_address_bonus",
    "nm_weak_alias_penalty",
    "nm_symbol_weight",
    "fuzzy_cutoff_factor",
];

/// How hits are scored and shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scoring {
    pub(super) threshold: f64,
    pub(super) cutoff: f64,
    pub(super) limit: usize,
}

impl Default for Scoring {
    fn default() -> Self {
        Self {
            threshold: THRESHOLD,
            cutoff: THRESHOLD,
            limit: SHOWN,
        }
    }
}

/// A hit with the entity it is on.
pub(super) struct Scored {
    pub(super) entity: Entry,
    pub(super) score: f64,
    pub(super) why: Vec<Why>,
}

/// An entity of a catalog, or one made for this answer.
pub(super) enum Entry {
    /// The dataset's place among those searched, and the entity's in it.
    At(usize, u32),
    /// The entity itself.
    Own(Stored),
}

/// What was found of one example.
pub(super) struct Answered {
    /// Best first.
    pub(super) hits: Vec<Scored>,
    /// How many reach the threshold, shown or not.
    pub(super) matches: usize,
}

/// Nothing, if there is a scoring method of this name.
pub(super) fn algorithm(name: &str) -> Result<(), Refusal> {
    let wanted = name.trim().to_lowercase();
    if wanted == "best" || ALGORITHMS.contains(&wanted.as_str()) {
        return Ok(());
    }
    Err(Refusal::bad(format!("Invalid algorithm: {name}")))
}

pub(super) async fn post(
    State(yente): State<Yente>,
    At(dataset): At<String>,
    uri: Uri,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Response, Refusal> {
    let asking = yente.asking_to_screen(&headers, &dataset).await?;
    let mut params = Params::of(&uri);
    let limit = params.count("limit", SHOWN, Some(MOST_SHOWN));
    let threshold = params.number("threshold", THRESHOLD);
    let scoring = Scoring {
        threshold,
        cutoff: params.number("cutoff", THRESHOLD).min(threshold),
        limit,
    };
    let method = params
        .text("algorithm")
        .unwrap_or_else(|| "best".to_owned());
    let scope = Scope::narrowed(&dataset, &params);
    let filter = Filter {
        exclude_schema: params.texts("exclude_schema"),
        fields: (params.texts("topics").into_iter())
            .map(|topic| ("topics".to_owned(), topic))
            .collect(),
        changed_since: params.moment("changed_since"),
        exclude_ids: params.few("exclude_entity_ids", 50),
        ..Filter::default()
    };
    let body = body::read(&headers, &bytes, params.wrong)?;
    let datasets = asking.catalog().scope(&scope)?;
    algorithm(&method)?;
    settings(&body, &method)?;
    if body.queries.0.len() > MOST_QUERIES {
        let detail = format!("Too many queries in one batch (limit: {MOST_QUERIES})");
        return Err(Refusal::bad(detail));
    }
    if body.queries.0.is_empty() {
        return Err(Refusal::bad("No queries provided."));
    }
    let mut examples = Vec::with_capacity(body.queries.0.len());
    for (name, described) in body.queries.0 {
        let given = described.properties.0.into_iter();
        let given = given.map(|(name, values)| (name, values.0));
        let example = Example::read(described.id, &described.schema, given)
            .map_err(|why| Refusal::bad(format!("Cannot parse example entity: {why}")))?;
        examples.push((name, example));
    }
    let asked: Vec<&Example> = examples.iter().map(|(_, example)| example).collect();
    let answered = find(&asking, &scope, &datasets, &asked, &filter, scoring).await?;
    let bytes = written(&examples, &answered, &datasets, scoring).map_err(Refusal::failed)?;
    let mut response = answer_bytes(bytes);
    let size = HeaderName::from_static("x-batch-size");
    response
        .headers_mut()
        .insert(size, HeaderValue::from(examples.len()));
    Ok(response)
}

fn settings(body: &Body, method: &str) -> Result<(), Refusal> {
    match body.settings().find(|name| !SETTINGS.contains(name)) {
        None => Ok(()),
        Some(name) => Err(Refusal::bad(format!(
            "Invalid configuration parameter: {name} for algorithm {}",
            if method == "best" { "mithaq" } else { method }
        ))),
    }
}

/// Finds each example: on the spot where it is one, on all processors where they are many.
pub(super) async fn find(
    asking: &Asking,
    scope: &Scope,
    datasets: &[&Dataset],
    examples: &[&Example],
    filter: &Filter,
    scoring: Scoring,
) -> Result<Vec<Answered>, Refusal> {
    if let Some((app, user)) = &asking.by {
        return member::find(app, user, (scope, datasets), examples, filter, scoring).await;
    }
    let now = jiff::Timestamp::now();
    let one = |example: &&Example| find_one(datasets, example, filter, scoring, now);
    if let [example] = examples {
        return Ok(vec![one(example)]);
    }
    Ok(aside(|| examples.par_iter().map(one).collect()))
}

/// The engine's options for a scoring; `None` where no score is that high.
pub(super) fn options(scoring: Scoring) -> Option<Options> {
    Some(Options {
        threshold: Score::new(scoring.cutoff.max(LEAST_SCORE))?,
        // What is counted is more than what is shown.
        limit: (scoring.limit * 10).clamp(20, MOST_SHOWN),
        ..Options::default()
    })
}

fn find_one(
    datasets: &[&Dataset],
    example: &Example,
    filter: &Filter,
    scoring: Scoring,
    now: jiff::Timestamp,
) -> Answered {
    let mut hits: Vec<Scored> = Vec::new();
    if let Some((query, options)) = example.query.as_ref().zip(options(scoring)) {
        for (nth, dataset) in datasets.iter().enumerate() {
            for hit in dataset.screen(query, &options, example.schema, filter, now) {
                hits.push(Scored {
                    entity: Entry::At(nth, hit.profile),
                    score: hit.score.get(),
                    why: hit.why,
                });
            }
        }
    }
    ranked(hits, scoring)
}

/// The best hits, and how many there are.
pub(super) fn ranked(mut hits: Vec<Scored>, scoring: Scoring) -> Answered {
    hits.sort_by(|a, b| b.score.total_cmp(&a.score));
    let matches = hits
        .iter()
        .filter(|hit| hit.score >= scoring.threshold)
        .count();
    hits.truncate(scoring.limit);
    Answered { hits, matches }
}

/// The entity of a hit, as it is sent.
pub(super) fn stored<'a>(datasets: &[&'a Dataset], entry: &'a Entry) -> Option<&'a Stored> {
    match entry {
        Entry::At(nth, position) => datasets.get(*nth)?.at(*position),
        Entry::Own(stored) => Some(stored),
    }
}

/// The answer as bytes: entities go into it as they are kept.
fn written(
    examples: &[(String, Example)],
    answered: &[Answered],
    datasets: &[&Dataset],
    scoring: Scoring,
) -> serde_json::Result<Vec<u8>> {
    let mut out = Vec::with_capacity(4096);
    out.extend_from_slice(b"{\"responses\":{");
    for (nth, ((name, example), answered)) in examples.iter().zip(answered).enumerate() {
        if nth > 0 {
            out.push(b',');
        }
        serde_json::to_writer(&mut out, name)?;
        out.extend_from_slice(b":{\"status\":200,\"results\":[");
        let mut first = true;
        for hit in &answered.hits {
            let Some(stored) = stored(datasets, &hit.entity) else {
                continue;
            };
            if !std::mem::take(&mut first) {
                out.push(b',');
            }
            out.extend_from_slice(stored.open().as_bytes());
            out.extend_from_slice(b",\"score\":");
            serde_json::to_writer(&mut out, &shown(hit.score))?;
            out.extend_from_slice(b",\"explanations\":{");
            explain(&hit.why, &mut out)?;
            out.extend_from_slice(b"},\"match\":");
            serde_json::to_writer(&mut out, &(hit.score >= scoring.threshold))?;
            out.push(b'}');
        }
        out.extend_from_slice(b"],\"total\":");
        serde_json::to_writer(&mut out, &Total::of(answered.matches))?;
        out.extend_from_slice(b",\"query\":{\"id\":");
        serde_json::to_writer(&mut out, &example.id)?;
        out.extend_from_slice(b",\"schema\":");
        serde_json::to_writer(&mut out, example.schema.name)?;
        out.extend_from_slice(b",\"properties\":{");
        for (nth, (property, values)) in example.properties.iter().enumerate() {
            if nth > 0 {
                out.push(b',');
            }
            serde_json::to_writer(&mut out, property)?;
            out.push(b':');
            serde_json::to_writer(&mut out, values)?;
        }
        out.extend_from_slice(b"}}}");
    }
    out.extend_from_slice(b"},\"limit\":");
    serde_json::to_writer(&mut out, &scoring.limit)?;
    out.push(b'}');
    Ok(out)
}

/// To the four decimals all outputs print.
pub(super) fn shown(score: f64) -> f64 {
    (score * 10_000.0).round() / 10_000.0
}

#[derive(Serialize)]
struct Explained<'a> {
    detail: String,
    score: f64,
    query: &'a str,
    candidate: &'a str,
}

/// The reasons, one a feature: the heaviest of each.
fn explain(why: &[Why], out: &mut Vec<u8>) -> serde_json::Result<()> {
    let mut told: Vec<&str> = Vec::new();
    for why in why {
        let feature = feature(why.field);
        if told.contains(&feature) {
            continue;
        }
        if !told.is_empty() {
            out.push(b',');
        }
        told.push(feature);
        serde_json::to_writer(&mut *out, feature)?;
        out.push(b':');
        let explained = Explained {
            detail: why.wording(Language::En),
            // What this alone would make of an even chance: above a half it speaks for, below against.
            score: shown(1.0 / (1.0 + (-why.weight).exp())),
            query: &why.asked,
            candidate: &why.listed,
        };
        serde_json::to_writer(&mut *out, &explained)?;
    }
    Ok(())
}

/// The feature a reason goes by.
pub(super) const fn feature(field: Field) -> &'static str {
    match field {
        Field::Name => "name_match",
        Field::BirthDate => "birth_date",
        Field::BirthPlace => "birth_place",
        Field::Nationality => "nationality",
        Field::Gender => "gender",
        Field::Document => "document_number",
        Field::IssuingCountry => "issuing_country",
        Field::Account => "account_number",
        Field::Serial => "serial_number",
        Field::Make => "weapon_make",
        Field::Model => "weapon_model",
        Field::Calibre => "weapon_calibre",
        Field::Plate => "plate_number",
        Field::Vin => "vehicle_number",
        Field::Consignment => "consignment_number",
    }
}
