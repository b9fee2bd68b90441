//! `mithaq consult propose|sign|changes|amendments`.

use std::path::Path;

use jiff::Timestamp;
use mithaq_exchange::{AmendmentShown, Member};
use mithaq_pact::{ConsultationId, Pact};
use mithaq_store::Digest;
use serde_json::Value;

use super::{Shape, USER, print, printed};
use crate::access::{Access, Api, Where};
use crate::outcome::{Failure, Outcome, block_on, say};

pub fn propose(
    node: &Where,
    file: &Path,
    consultation: Option<&ConsultationId>,
    shape: &Shape,
) -> crate::Result {
    let text = crate::pact::read(file)?;
    // Its mistakes are shown in the file as it was named, before anything is sent.
    Pact::parse(&file.display().to_string(), &text)?;
    let shown = block_on(async {
        match node.open().await? {
            Access::Folder(member) => {
                let now = Timestamp::now();
                let shown = member
                    .propose(&text, consultation.cloned(), USER, now)
                    .await?;
                member.store().close().await;
                Ok(shown)
            }
            Access::Api(api) => {
                let basis =
                    consultation.map_or_else(String::new, |id| format!("?consultation={id}"));
                Ok(api.post_bytes(&format!("/v1/amendments{basis}"), text.as_bytes())?)
            }
        }
    })?;
    told(&shown, shape)
}

pub fn sign(node: &Where, given: &str, shape: &Shape) -> crate::Result {
    let shown = block_on(async {
        match node.open().await? {
            Access::Folder(member) => {
                let id = in_folder(&member, given)?;
                let shown = member.sign_amendment(&id, USER, Timestamp::now()).await?;
                member.store().close().await;
                Ok(shown)
            }
            Access::Api(api) => {
                let id = at_node(&api, given)?;
                let path = format!("/v1/amendments/{id}/sign");
                Ok(api.post(&path, &serde_json::json!({}))?)
            }
        }
    })?;
    told(&shown, shape)
}

pub fn changes(node: &Where, given: &str, shape: &Shape) -> crate::Result {
    let changes: Value = block_on(async {
        match node.open().await? {
            Access::Folder(member) => {
                let id = in_folder(&member, given)?;
                let changes = member.compared(&id, Timestamp::now()).await?.changes();
                member.store().close().await;
                serde_json::to_value(changes).map_err(Failure::outside)
            }
            Access::Api(api) => {
                let id = at_node(&api, given)?;
                Ok(api.get(&format!("/v1/amendments/{id}/changes"))?)
            }
        }
    })?;
    if shape.json {
        return printed(&changes);
    }
    for line in print::changes(&changes, shape.lang) {
        say(line);
    }
    Ok(Outcome::Done)
}

pub fn list(node: &Where, shape: &Shape) -> crate::Result {
    let all: Vec<AmendmentShown> = block_on(async {
        match node.open().await? {
            Access::Folder(member) => {
                let state = member.state();
                let holdings = state.holdings();
                Ok(holdings
                    .amendments()
                    .map(|known| known.shown(holdings))
                    .collect())
            }
            Access::Api(api) => Ok(api.get("/v1/amendments")?),
        }
    })?;
    if shape.json {
        return printed(&all);
    }
    for shown in &all {
        lines(shown, shape);
    }
    Ok(Outcome::Done)
}

fn told(shown: &AmendmentShown, shape: &Shape) -> crate::Result {
    if shape.json {
        return printed(shown);
    }
    lines(shown, shape);
    Ok(Outcome::Done)
}

fn lines(shown: &AmendmentShown, shape: &Shape) {
    say(print::amendment(shown, shape.lang));
    for line in print::needs(shown, shape.lang) {
        say(line);
    }
}

fn in_folder(member: &Member, given: &str) -> Result<Digest, Failure> {
    let state = member.state();
    let amendments = state.holdings().amendments();
    meant(given, amendments.map(|known| *known.id()))
}

fn at_node(api: &Api, given: &str) -> Result<Digest, Failure> {
    let all: Vec<AmendmentShown> = api.get("/v1/amendments")?;
    meant(given, all.iter().map(|shown| shown.id))
}

/// The one amendment whose id begins so.
fn meant(given: &str, ids: impl Iterator<Item = Digest>) -> Result<Digest, Failure> {
    let mut begin_so = ids.filter(|id| !given.is_empty() && id.to_string().starts_with(given));
    match (begin_so.next(), begin_so.next()) {
        (Some(id), None) => Ok(id),
        (None, _) => Err(Failure::input(format!(
            "found no amendment whose id begins with `{given}`; `mithaq consult amendments` lists them"
        ))),
        (Some(_), Some(_)) => Err(Failure::input(format!(
            "found several amendments whose ids begin with `{given}`; give more of it"
        ))),
    }
}
