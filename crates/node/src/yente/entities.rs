//! `GET /entities/{id}` and what is next to it.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::Response;
use serde::Serialize;
use serde_json::Value;

use super::answer::{Refusal, Total, answer};
use super::catalog::{Catalog, Place};
use super::entity::{Entity, Stored};
use super::ftm::{Property, Schema};
use super::params::Params;
use super::search::{FURTHEST, MOST_OFFSET, MOST_SHOWN, SHOWN, Sort};
use super::{At, Yente};

/// Which of the entities next to one are wanted.
#[derive(Default)]
struct Window {
    sorts: Vec<Sort>,
    offset: usize,
    limit: usize,
}

#[derive(Serialize)]
struct Page {
    limit: usize,
    offset: usize,
    total: Total,
    results: Vec<Value>,
}

#[derive(Serialize)]
struct Adjacent {
    entity: Entity,
    adjacent: BTreeMap<&'static str, Page>,
}

/// One entity, with those next to it in its properties.
pub(super) async fn show(
    State(yente): State<Yente>,
    At(id): At<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let asking = yente.asking(&headers).await?;
    let mut params = Params::of(&uri);
    let nested = params.yes("nested").unwrap_or(true);
    params.checked()?;
    let catalog = asking.catalog();
    let entity = match found(catalog, &id)? {
        Found::Entity(entity) => entity,
        Found::Moved(response) => return Ok(response),
    };
    if !nested {
        return Ok(answer(&entity));
    }
    let window = Window {
        limit: FURTHEST,
        ..Window::default()
    };
    Ok(answer(&with_adjacent(catalog, entity, None, &window).0))
}

/// What is next to an entity, a page for each property.
pub(super) async fn adjacent(
    State(yente): State<Yente>,
    At(id): At<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let by_property = |catalog: &Catalog, entity: Entity, window: &Window| {
        Sort::check_all(&window.sorts)?;
        let schema = entity.schema();
        let links = schema.into_iter().flat_map(Schema::links);
        let pages = links.filter_map(|property| {
            let page = page(catalog, &entity, property, window);
            (page.total.value > 0).then_some((property.name, page))
        });
        let adjacent = pages.collect();
        Ok(answer(&Adjacent { entity, adjacent }))
    };
    beside(&yente, &id, &uri, &headers, by_property).await
}

/// What is next to an entity by one property.
pub(super) async fn adjacent_by(
    State(yente): State<Yente>,
    At((id, property)): At<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let by_one = |catalog: &Catalog, entity: Entity, window: &Window| {
        let schema = entity.schema();
        let property = schema
            .and_then(|schema| schema.properties.get(property.as_str()))
            .filter(|property| property.of.is_entity())
            .ok_or_else(|| Refusal::not_found("No such property!"))?;
        Sort::check_all(&window.sorts)?;
        Ok(answer(&page(catalog, &entity, property, window)))
    };
    beside(&yente, &id, &uri, &headers, by_one).await
}

/// Shows what is next to the entity asked about, or where that is now.
async fn beside(
    yente: &Yente,
    id: &str,
    uri: &Uri,
    headers: &HeaderMap,
    show: impl FnOnce(&Catalog, Entity, &Window) -> Result<Response, Refusal>,
) -> Result<Response, Refusal> {
    let asking = yente.asking(headers).await?;
    let window = window(uri)?;
    let catalog = asking.catalog();
    match found(catalog, id)? {
        Found::Entity(entity) => show(catalog, entity, &window),
        Found::Moved(response) => Ok(response),
    }
}

fn window(uri: &Uri) -> Result<Window, Refusal> {
    let mut params = Params::of(uri);
    let sorts = Sort::read(&params.texts("sort"));
    let limit = params.count("limit", SHOWN, Some(MOST_SHOWN));
    let offset = params.count("offset", 0, Some(MOST_OFFSET));
    params.checked()?;
    Ok(Window {
        sorts,
        offset,
        limit,
    })
}

enum Found {
    Entity(Entity),
    /// Where it is now.
    Moved(Response),
}

fn found(catalog: &Catalog, id: &str) -> Result<Found, Refusal> {
    let missing = || Refusal::not_found("No such entity!");
    match catalog.place(id).ok_or_else(missing)? {
        Place::Here(stored) => stored.entity().map(Found::Entity).ok_or_else(missing),
        Place::Moved(id) => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
            let encoded: String = form_urlencoded::byte_serialize(id.as_bytes()).collect();
            let place =
                HeaderValue::from_str(&format!("/entities/{}", encoded.replace('+', "%20")));
            let place = place.map_err(Refusal::failed)?;
            response.headers_mut().insert(header::LOCATION, place);
            Ok(Found::Moved(response))
        }
    }
}

fn page(catalog: &Catalog, entity: &Entity, property: &Property, window: &Window) -> Page {
    let (mut nested, total) = with_adjacent(catalog, entity.clone(), Some(property), window);
    let results = nested.properties.remove(property.name).unwrap_or_default();
    Page {
        limit: window.limit,
        offset: window.offset,
        total: Total::of(total),
        results,
    }
}

/// An entity with those next to it nested in its properties, and how many are next to it, those outside the window too.
///
/// Next to it is what it names and what names it, by one property or any. Where that is a link, such as an ownership,
/// what is at its other end is nested in it, and nothing beyond.
fn with_adjacent(
    catalog: &Catalog,
    root: Entity,
    property: Option<&Property>,
    window: &Window,
) -> (Entity, usize) {
    let mut first = next_to(catalog, &root, property);
    let total = first.len();
    if !window.sorts.is_empty() {
        first.sort_by(|a, b| {
            let each = window.sorts.iter();
            let orders = each.map(|sort| sort.compare(sort.key(a).as_ref(), sort.key(b).as_ref()));
            orders.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
        });
    }
    let mut nest = Nest {
        known: BTreeMap::from([(root.id.clone(), root.clone())]),
        named_by: BTreeMap::new(),
    };
    let mut next: Vec<Entity> = (first.into_iter())
        .skip(window.offset)
        .take(window.limit)
        .collect();
    while !next.is_empty() {
        let ends = nest.take(next);
        let ends = ends.iter().filter(|id| !nest.known.contains_key(*id));
        next = ends
            .filter_map(|id| catalog.entity(id)?.entity())
            .take(FURTHEST)
            .collect();
    }
    (nest.within(root, &BTreeSet::new()), total)
}

/// The entities that this one names, or that name it.
fn next_to(catalog: &Catalog, root: &Entity, property: Option<&Property>) -> Vec<Entity> {
    let naming = catalog.naming(&root.id).filter_map(Stored::entity);
    let naming = naming.filter(|other| {
        let Some((schema, name)) = property.and_then(|property| property.reverse) else {
            return true;
        };
        other.schema().is_some_and(|of| of.is(schema)) && other.texts(name).any(|id| id == root.id)
    });
    let named = root
        .links()
        .filter(|(link, _)| property.is_none_or(|property| property.name == link.name));
    let named = named.filter_map(|(_, id)| catalog.entity(id)?.entity());
    let mut seen = BTreeSet::from([root.id.clone()]);
    naming
        .chain(named)
        .filter(|entity| seen.insert(entity.id.clone()))
        .collect()
}

/// Entities that are to be put into each other.
struct Nest {
    known: BTreeMap<String, Entity>,
    /// By id: who names it, and by which of its own properties that shows there.
    named_by: BTreeMap<String, BTreeSet<(&'static str, String)>>,
}

impl Nest {
    /// Takes entities in; the ids at the other ends of the links among them.
    fn take(&mut self, entities: Vec<Entity>) -> BTreeSet<String> {
        let mut ends = BTreeSet::new();
        for entity in entities {
            let edge = entity.schema().is_some_and(|schema| schema.edge);
            for (property, id) in entity.links() {
                if edge {
                    ends.insert(id.to_owned());
                }
                if let Some((_, name)) = property.reverse {
                    let naming = self.named_by.entry(id.to_owned()).or_default();
                    naming.insert((name, entity.id.clone()));
                }
            }
            self.known.insert(entity.id.clone(), entity);
        }
        ends
    }

    fn within(&self, mut entity: Entity, path: &BTreeSet<String>) -> Entity {
        let mut inner = path.clone();
        inner.insert(entity.id.clone());
        let nested = |id: &str| {
            let known = self.known.get(id).filter(|_| !path.contains(id))?;
            serde_json::to_value(self.within(known.clone(), &inner)).ok()
        };
        let mut properties: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        if path.len() <= 1 {
            for (name, id) in self.named_by.get(&entity.id).into_iter().flatten() {
                let values = properties.entry((*name).to_owned()).or_default();
                values.extend(nested(id));
            }
        }
        let mut own: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for (property, id) in entity.links() {
            own.entry(property.name.to_owned())
                .or_default()
                .extend(nested(id));
        }
        properties.extend(own);
        properties.retain(|_, values| !values.is_empty());
        entity.properties.append(&mut properties);
        entity
    }
}
