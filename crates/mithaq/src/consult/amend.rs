//! `mithaq consult propose|sign|amendments`.

use std::path::Path;

use jiff::Timestamp;
use mithaq_exchange::AmendmentShown;
use mithaq_pact::{ConsultationId, Pact};
use mithaq_store::Digest;

use super::{Shape, USER, print, printed};
use crate::access::{Access, Where};
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
                let id = meant(
                    given,
                    member
                        .state()
                        .holdings()
                        .amendments()
                        .map(|known| *known.id()),
                )?;
                let shown = member.sign_amendment(&id, USER, Timestamp::now()).await?;
                member.store().close().await;
                Ok(shown)
            }
            Access::Api(api) => {
                let all: Vec<AmendmentShown> = api.get("/v1/amendments")?;
                let id = meant(given, all.iter().map(|shown| shown.id))?;
                let path = format!("/v1/amendments/{id}/sign");
                Ok(api.post(&path, &serde_json::json!({}))?)
            }
        }
    })?;
    told(&shown, shape)
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
