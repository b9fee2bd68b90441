//! The loop's first step, walked: the United States ask, Algeria limits, and what both accept becomes the pact's next version
//! on all three nodes.

use serde_json::{Value, json};

use super::walk::Seen;
use crate::access::{Api, Refusal};

/// One member's treaty desk, and whoever there makes the rounds.
pub struct Desk<'a> {
    pub treaty: &'a Api,
    pub liaison: &'a Api,
}

impl Desk<'_> {
    /// What is owed goes out now.
    fn round(&self) -> Result<(), Refusal> {
        let _: Value = self.liaison.post("/v1/sync", &json!({}))?;
        Ok(())
    }
}

/// Asks, limits, accepts, amends, signs.
pub fn agreed(us: &Desk<'_>, dz: &Desk<'_>, others: &Api) -> Seen {
    let asking = json!({
        "asked": ["dz"],
        "subject": { "ar": "تدريب", "fr": "Formation", "en": "Training" },
        "matter": { "activity": ["training"], "theatre": { "all": ["sahel"] }, "partner": ["ne"] },
        "text": { "en": "The United States ask Algeria to train Niger's services in the Sahel." },
    });
    let opened: Value = us.treaty.post("/v1/consultations", &asking)?;
    let id = opened["consultation"].as_str().unwrap_or_default();
    let steps = format!("/v1/consultations/{id}/steps");
    us.round()?;
    let limit = json!({
        "step": { "act": "limit", "matter": { "theatre": { "all": ["ne-north"] } } },
        "text": { "fr": "L'Algérie formera dans le nord du Niger." },
    });
    let _: Value = dz.treaty.post(&steps, &limit)?;
    dz.round()?;
    let accept = json!({ "step": { "act": "accept" }, "text": { "en": "Accepted." } });
    let _: Value = us.treaty.post(&steps, &accept)?;
    us.round()?;

    let before = version(others)?;
    let pact: Value = us.treaty.get("/v1/pact")?;
    let next = amended(pact["text"].as_str().unwrap_or_default(), before);
    let path = format!("/v1/amendments?consultation={id}");
    let proposed: Value = us.treaty.post_bytes(&path, next.as_bytes())?;
    us.round()?;
    let amendment = proposed["id"].as_str().unwrap_or_default();
    let sign = format!("/v1/amendments/{amendment}/sign");
    let _: Value = dz.treaty.post(&sign, &json!({}))?;
    dz.round()?;
    us.round()?;

    let shown: Value = dz.treaty.get(&format!("/v1/consultations/{id}"))?;
    let standing = shown["standing"].as_str().unwrap_or_default();
    let awaited = proposed["awaits"] == json!(["dz"]);
    let versions = [version(us.treaty)?, version(dz.treaty)?, version(others)?];
    let saw = format!(
        "{} awaited {}, then version {} on all three; the consultation is {standing}",
        &amendment.get(..12).unwrap_or_default(),
        proposed["awaits"],
        before + 1
    );
    let in_force = versions.iter().all(|version| *version == before + 1);
    Ok((awaited && in_force && standing == "agreed", saw))
}

fn version(api: &Api) -> Result<u64, Refusal> {
    let pact: Value = api.get("/v1/pact")?;
    Ok(pact["version"].as_u64().unwrap_or_default())
}

/// The next version: Algeria trains Niger's services in Niger's north.
fn amended(text: &str, version: u64) -> String {
    let next = version + 1;
    let text = text.replacen(
        &format!("\nversion = {version}\n"),
        &format!("\nversion = {next}\n"),
        1,
    );
    format!(
        "{text}\n[clauses.dz-training-{next}]\nmember = \"dz\"\nstance = \"undertaken\"\nactivity = [\"training\"]\n\
         theatre = [\"ne-north\"]\npartner = [\"ne\"]\nfrom = \"2026-03\"\nstatements = [\"elkhabar-2014-09-F15\"]\n\
         text.ar = \"تتعهد الجزائر بالتدريب في شمال النيجر.\"\n\
         text.fr = \"L’Algérie s’engage à former dans le nord du Niger.\"\n\
         text.en = \"Algeria undertakes training in northern Niger.\"\n"
    )
}
