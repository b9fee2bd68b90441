//! Walks the loop against the running nodes over HTTP, as their users would, and says at each step what it saw.
//!
//! A step holds or it does not. The walk goes on after one that does not, so that the whole picture is printed.

use std::collections::BTreeMap;

use mithaq_notice::MemberId;
use serde_json::{Value, json};

use super::negotiation::{Desk, agreed};
use super::stage::Credential;
use crate::access::{Api, Refusal};
use crate::outcome::{Failure, Outcome, say};

/// Walks every step.
///
/// # Errors
/// When a user the walk needs is missing from the cast.
pub fn walk(cast: &[Credential]) -> Result<Outcome, Failure> {
    let mut walk = Walk {
        cast,
        step: 0,
        failed: 0,
    };
    walk.all()?;
    let Walk { step, failed, .. } = walk;
    say(if failed == 0 {
        format!("all {step} steps hold")
    } else {
        format!("{failed} of {step} steps do NOT hold")
    });
    Ok(if failed == 0 {
        Outcome::Done
    } else {
        Outcome::No
    })
}

struct Walk<'a> {
    cast: &'a [Credential],
    step: usize,
    failed: usize,
}

/// What a step saw, and whether it holds.
pub(super) type Seen = Result<(bool, String), Refusal>;

/// Screened at the Nigerien post in Arabic; listed, and noticed by Algeria, in Latin letters only.
const ARABIC_NAME: &str = "أبو عبيدة يوسف العنابي";
const ITS_NOTICE: &str = "dz-0001";
/// Corrected, and recalled, on the way.
const CORRECTED: &str = "dz-0007";
const RECALLED: &str = "dz-0009";
/// Two people decide about it.
const FOUR_EYES_NAME: &str = "منير بن ضو بن إبراهيم بن هلال";

impl Walk<'_> {
    fn all(&mut self) -> Result<(), Failure> {
        let nadia = self.sign_in("dz", "nadia")?;
        let samira = self.sign_in("dz", "samira")?;
        let omar = self.sign_in("dz", "omar")?;
        let yacine = self.sign_in("dz", "yacine")?;
        let grace = self.sign_in("us", "grace")?;
        let frank = self.sign_in("us", "frank")?;
        let ellen = self.sign_in("us", "ellen")?;
        let helen = self.sign_in("us", "helen")?;
        let mourad = self.sign_in("dz", "mourad")?;
        let aicha = self.sign_in("ne", "aicha")?;
        let idrissa = self.sign_in("ne", "idrissa")?;
        let mariama = self.sign_in("ne", "mariama")?;
        let hawa = self.sign_in("ne", "hawa")?;

        self.says("three nodes run, each with its own people", || {
            three_nodes(&[&nadia, &grace, &aicha])
        });
        self.says("each imported the UN list itself", || {
            lists(&[&nadia, &grace, &aicha])
        });
        self.says("each published notices of its own", || {
            own_notices(&[&nadia, &grace, &aicha])
        });
        self.says(
            "Niger asks: Algeria releases what clause and handling permit",
            || released(&mariama, &aicha, &omar, "ne"),
        );
        self.says("the United States ask likewise", || {
            released(&grace, &grace, &omar, "us")
        });
        self.says(
            "asked for operations in Syria, Algeria's clauses withhold all",
            || refused_for_syria(&grace, &omar),
        );
        self.says(
            "what was released for the Sahel is not read for Syria either",
            || not_read_for_syria(&frank, &grace),
        );
        self.says("Niger's post may screen it in ne-north, by F15", || {
            permitted_by_f15(&omar)
        });
        let screening = self.says_and_keeps(
            "an Arabic name finds the Latin-only entry, with instructions",
            || arabic_finds_latin(&aicha),
        );
        self.says(
            "numbers are found: a passport, a plate in Arabic-Indic digits, a misread serial",
            || numbers(&aicha),
        );
        self.says("an ordinary traveller is not stopped", || ordinary(&aicha));
        self.says(
            "a person decides; the sighting reaches the originator, who acknowledges",
            || reviewed_and_received(&aicha, &mariama, &samira, screening.as_ref()),
        );
        self.says(
            "where handling says four eyes, one person is not enough",
            || four_eyes(&aicha, &idrissa, &mariama, &samira),
        );
        self.says("a correction reaches the holders, who acknowledge", || {
            corrected(&yacine, &omar, &samira, &aicha, &hawa)
        });
        self.says(
            "a recalled notice matches nothing anywhere, and its holders acknowledge",
            || recalled(&yacine, &omar, &samira, &grace, &[&aicha, &nadia]),
        );
        let (us, dz) = (
            Desk {
                treaty: &helen,
                liaison: &grace,
            },
            Desk {
                treaty: &mourad,
                liaison: &samira,
            },
        );
        self.says(
            "the United States ask, Algeria limits; what both sign is the pact's next version",
            || agreed(&us, &dz, &mariama),
        );
        self.says("an inspector reads everything and changes nothing", || {
            inspector(&hawa)
        });
        self.says("every log is whole", || logs(&[&omar, &ellen, &hawa]));
        Ok(())
    }

    fn sign_in(&self, member: &str, user: &str) -> Result<Api, Failure> {
        let credential = self
            .cast
            .iter()
            .find(|credential| credential.member.as_str() == member && credential.user == user)
            .ok_or_else(|| {
                Failure::input(format!(
                    "credentials.json has no user `{user}` of `{member}`"
                ))
            })?;
        Ok(Api::new(
            &credential.url,
            &credential.user,
            &credential.password,
        ))
    }

    fn says(&mut self, what: &str, step: impl FnOnce() -> Seen) {
        self.says_and_keeps(what, || step().map(|(holds, figures)| (holds, figures, ())));
    }

    /// One line: its number, whether it holds, what it is, its figures.
    fn says_and_keeps<T>(
        &mut self,
        what: &str,
        step: impl FnOnce() -> Result<(bool, String, T), Refusal>,
    ) -> Option<T> {
        self.step += 1;
        let (holds, figures, kept) = match step() {
            Ok((holds, figures, kept)) => (holds, figures, Some(kept)),
            Err(refusal) => (false, refusal.to_string(), None),
        };
        self.failed += usize::from(!holds);
        say(format_args!(
            "{:2} {} {what}: {figures}",
            self.step,
            if holds { "ok " } else { "NOT" }
        ));
        kept
    }
}

fn three_nodes(nodes: &[&Api]) -> Seen {
    let members = nodes
        .iter()
        .map(|api| Ok(text(&api.get::<Value>("/v1/me")?, "member")))
        .collect::<Result<Vec<_>, Refusal>>()?;
    let hashes = nodes
        .iter()
        .map(|api| Ok(text(&api.get::<Value>("/v1/status")?, "pact")))
        .collect::<Result<Vec<_>, Refusal>>()?;
    let same = hashes.windows(2).all(|pair| pair[0] == pair[1]);
    Ok((
        members == ["dz", "us", "ne"] && same,
        format!(
            "{}; one pact, {}",
            members.join(", "),
            hashes
                .first()
                .map_or("", |hash| hash.get(..12).unwrap_or(hash))
        ),
    ))
}

fn lists(nodes: &[&Api]) -> Seen {
    let counts = nodes
        .iter()
        .map(|api| {
            Ok(api.get::<Value>("/v1/status")?["notices"]["un"]
                .as_u64()
                .unwrap_or(0))
        })
        .collect::<Result<Vec<_>, Refusal>>()?;
    Ok((
        counts.iter().all(|count| *count == 1003),
        format!("{counts:?} notices of 1003 entries"),
    ))
}

fn own_notices(nodes: &[&Api]) -> Seen {
    let mut counts = BTreeMap::new();
    for (api, member) in nodes.iter().zip(["dz", "us", "ne"]) {
        counts.insert(
            member,
            api.get::<Value>("/v1/status")?["notices"][member]
                .as_u64()
                .unwrap_or(0),
        );
    }
    Ok((
        counts.values().sum::<u64>() == 60,
        format!("{counts:?}, 60 in all"),
    ))
}

/// One round of `liaison`'s node; what `member` got from Algeria, and what Algeria's own log says it withheld and why.
fn released(liaison: &Api, reader: &Api, algerian_inspector: &Api, member: &str) -> Seen {
    let round: BTreeMap<MemberId, Value> = liaison.post("/v1/sync", &json!({}))?;
    let errors: Vec<_> = round
        .values()
        .filter_map(|peer| peer["error"].as_str())
        .collect();
    let held = reader.get::<Value>("/v1/status")?["notices"]["dz"]
        .as_u64()
        .unwrap_or(0);
    let withheld = withheld_from(algerian_inspector, member)?;
    let holds = errors.is_empty() && held > 0 && held < 26 && !withheld.is_empty();
    Ok((
        holds,
        format!(
            "{held} of 26 held; withheld by cause: {}{}",
            causes(&withheld),
            errors.join("; ")
        ),
    ))
}

/// What was withheld from a member, added up by cause over what its posts asked.
fn withheld_from(inspector: &Api, member: &str) -> Result<BTreeMap<String, u64>, Refusal> {
    let deliveries: Vec<Value> = inspector.get("/v1/deliveries")?;
    let mut causes = BTreeMap::new();
    for delivery in deliveries
        .iter()
        .filter(|delivery| delivery["to"] == member)
    {
        for row in delivery["withheld"].as_array().into_iter().flatten() {
            *causes.entry(cause(&row[0])).or_default() += row[1].as_u64().unwrap_or(0);
        }
    }
    Ok(causes)
}

fn cause(value: &Value) -> String {
    if let Some(clauses) = value["clauses"].as_array() {
        let clauses: Vec<_> = clauses.iter().filter_map(Value::as_str).collect();
        return format!("clause {}", clauses.join(" and "));
    }
    value["handling"].as_str().map_or_else(
        || "no clause permits it".into(),
        |field| format!("handling {field}"),
    )
}

fn causes(causes: &BTreeMap<String, u64>) -> String {
    causes
        .iter()
        .map(|(cause, count)| format!("{cause} {count}"))
        .collect::<Vec<_>>()
        .join(", ")
}

fn refused_for_syria(liaison: &Api, algerian_inspector: &Api) -> Seen {
    let round: Value = liaison.post("/v1/ask", &json!({ "peer": "dz", "post": "levant-cell" }))?;
    let received = round["received"].as_u64().unwrap_or(u64::MAX);
    let clauses: Vec<_> = round["refusals"][0]["clauses"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let deliveries: Vec<Value> = algerian_inspector.get("/v1/deliveries")?;
    let for_syria = deliveries
        .iter()
        .rev()
        .find(|delivery| delivery["to"] == "us" && delivery["ask"]["theatre"] == "sy");
    let withheld: Vec<(String, u64)> = for_syria
        .and_then(|delivery| delivery["withheld"].as_array())
        .into_iter()
        .flatten()
        .map(|row| (cause(&row[0]), row[1].as_u64().unwrap_or(0)))
        .collect();
    let all_by_clause = !withheld.is_empty()
        && withheld
            .iter()
            .all(|(cause, _)| cause.starts_with("clause "));
    let count: u64 = withheld.iter().map(|(_, count)| count).sum();
    let sentence = text(&round["refusals"][0]["wording"], "en");
    Ok((
        received == 0 && !clauses.is_empty() && all_by_clause,
        format!(
            "{received} released, {count} withheld by {}; «{sentence}»",
            clauses.join(" and ")
        ),
    ))
}

fn not_read_for_syria(in_syria: &Api, in_sahel: &Api) -> Seen {
    let from_algeria = |api: &Api| -> Result<usize, Refusal> {
        let listed: Value = api.get("/v1/notices")?;
        let notices = listed["notices"].as_array().into_iter().flatten();
        Ok(notices
            .filter(|notice| notice["originator"]["member"] == "dz")
            .count())
    };
    let (syria, sahel) = (from_algeria(in_syria)?, from_algeria(in_sahel)?);
    Ok((
        syria == 0 && sahel > 0,
        format!(
            "{sahel} Algerian notices read at the Sahel desk, {syria} at the Levant cell of the same node"
        ),
    ))
}

fn permitted_by_f15(algerian_inspector: &Api) -> Seen {
    let path = format!(
        "/v1/decide?notice={ITS_NOTICE}&member=ne&service=border&activity=border-screening&theatre=ne-north&use=screen"
    );
    let decided: Value = algerian_inspector.get(&path)?;
    Ok((
        decided["permitted"] == true,
        text(&decided["wording"], "en"),
    ))
}

fn screen(api: &Api, query: &Value) -> Result<Value, Refusal> {
    api.post("/v1/screen", &json!({ "query": query }))
}

/// The ids of the notices a screening found, the strongest match's first.
fn found(screened: &Value) -> Vec<String> {
    let matches = screened["matches"].as_array().into_iter().flatten();
    matches
        .flat_map(|found| found["hits"].as_array().into_iter().flatten())
        .map(|hit| text(&hit["notice"], "id"))
        .collect()
}

fn arabic_finds_latin(officer: &Api) -> Result<(bool, String, Value), Refusal> {
    let screened = screen(
        officer,
        &json!({ "id": "demo-1", "schema": "Person", "name": ARABIC_NAME }),
    )?;
    let first = screened["matches"][0].clone();
    let hits: Vec<&Value> = first["hits"].as_array().into_iter().flatten().collect();
    let latin_only = hits
        .iter()
        .filter(|hit| hit["notice"]["originator"]["issuer"] == "un")
        .all(|hit| {
            let names = hit["notice"]["subject"]["person"]["names"]
                .as_array()
                .into_iter()
                .flatten();
            names
                .filter_map(|name| name["text"].as_str())
                .all(|name| name.chars().all(|c| !('\u{600}'..='\u{6ff}').contains(&c)))
        });
    let algerian = hits.iter().find(|hit| hit["notice"]["id"] == ITS_NOTICE);
    let instructions = algerian.map_or(String::new(), |hit| {
        text(&hit["notice"]["instructions"], "fr")
    });
    let ids: Vec<_> = hits
        .iter()
        .map(|hit| {
            // Cut, not rounded: only what is equal in everything shows 1.
            let hundredths = (hit["score"].as_f64().unwrap_or(0.0) * 100.0).floor() / 100.0;
            format!("{} at {hundredths:.2}", text(&hit["notice"], "id"))
        })
        .collect();
    let holds = latin_only && algerian.is_some() && hits.len() > 1 && !instructions.is_empty();
    let kept = json!({ "screening": screened["screening"], "subject": first["subject"] });
    Ok((
        holds,
        format!("{ARABIC_NAME} → {}; «{instructions}»", ids.join(", ")),
        kept,
    ))
}

fn numbers(officer: &Api) -> Seen {
    let asked = [
        (
            "passport",
            json!({ "id": "demo-2", "name": "Karim Haddad", "passportNumber": "000421733" }),
            "dz-0006",
        ),
        (
            "plate",
            json!({ "id": "demo-3", "schema": "Vehicle", "registrationNumber": "٠٤٢١٧ ١٢٠ ٠٠" }),
            CORRECTED,
        ),
        (
            "serial",
            json!({ "id": "demo-4", "schema": "Weapon", "serialNumber": "DZOB18174" }),
            "dz-0008",
        ),
    ];
    let mut figures = Vec::new();
    let mut holds = true;
    for (what, query, expected) in asked {
        let ids = found(&screen(officer, &query)?);
        holds &= ids.iter().any(|id| id == expected);
        figures.push(format!(
            "{what} → {}",
            if ids.is_empty() {
                "nothing".into()
            } else {
                ids.join(" ")
            }
        ));
    }
    Ok((holds, figures.join(", ")))
}

fn ordinary(officer: &Api) -> Seen {
    let names = [
        "أمينة بوزيدي",
        "Karim Haddad",
        "Mariama Issoufou",
        "Fatoumata Coulibaly",
        "John Peterson",
    ];
    let mut flagged = 0;
    for name in names {
        let screened = screen(
            officer,
            &json!({ "id": "demo-5", "schema": "Person", "name": name }),
        )?;
        flagged += usize::from(!found(&screened).is_empty());
    }
    Ok((
        flagged == 0,
        format!("{} screened, {flagged} with a possible match", names.len()),
    ))
}

fn review(officer: &Api, of: &Value, reason: &str) -> Result<String, Refusal> {
    let review = json!({ "screening": of["screening"], "subject": of["subject"], "judgement": "same", "reason": reason });
    Ok(text(
        &officer.post::<Value>("/v1/reviews", &review)?,
        "outcome",
    ))
}

/// Sightings one node received of a notice.
fn received(api: &Api, notice: &str) -> Result<usize, Refusal> {
    let sightings: Vec<Value> = api.get("/v1/sightings")?;
    let of_notice = sightings.iter().filter(|known| {
        known["direction"] == "received" && known["sighting"]["version"]["notice"] == notice
    });
    Ok(of_notice.count())
}

fn reviewed_and_received(
    officer: &Api,
    liaison: &Api,
    originator: &Api,
    screening: Option<&Value>,
) -> Seen {
    let Some(screening) = screening else {
        return Ok((false, "there was nothing to review".into()));
    };
    let outcome = review(
        officer,
        screening,
        "Demo: date of birth and photograph agree.",
    )?;
    let before = received(originator, ITS_NOTICE)?;
    let round: BTreeMap<MemberId, Value> = liaison.post("/v1/sync", &json!({}))?;
    let sent: u64 = round
        .values()
        .filter_map(|peer| peer["sightings"].as_u64())
        .sum();
    let after = received(originator, ITS_NOTICE)?;
    let sightings: Vec<Value> = officer.get("/v1/sightings")?;
    let acknowledged = sightings
        .iter()
        .filter(|known| known["other"] == "dz" && known["acknowledged"] == true)
        .count();
    let holds = outcome == "decided" && sent == 1 && after == before + 1 && acknowledged == 1;
    Ok((
        holds,
        format!(
            "review {outcome}; {sent} sent, {} received back by Algeria, {acknowledged} acknowledged",
            after - before
        ),
    ))
}

fn four_eyes(first: &Api, second: &Api, liaison: &Api, originator: &Api) -> Seen {
    let screened = screen(
        first,
        &json!({ "id": "demo-6", "schema": "Person", "name": FOUR_EYES_NAME }),
    )?;
    let of =
        json!({ "screening": screened["screening"], "subject": screened["matches"][0]["subject"] });
    let after_one = review(first, &of, "Demo: the document agrees.")?;
    let alone = review(first, &of, "Demo: the same person again.")
        .err()
        .map_or(0, |refusal| refusal.status);
    let after_two = review(second, &of, "Demo: so does the photograph.")?;
    let _: Value = liaison.post("/v1/sync", &json!({}))?;
    let received = received(originator, "dz-0003")?;
    let holds =
        after_one == "awaiting-second" && alone == 403 && after_two == "decided" && received == 1;
    Ok((
        holds,
        format!(
            "after one: {after_one}; the same one again: {alone}; after two: {after_two}; {received} received back"
        ),
    ))
}

fn corrected(
    analyst: &Api,
    inspector: &Api,
    liaison: &Api,
    officer: &Api,
    nigerien_inspector: &Api,
) -> Seen {
    let mut notice: Value = inspector.get(&format!("/v1/notices/{CORRECTED}"))?;
    let modified = jiff::Timestamp::now().to_string();
    notice["modified"] = json!(modified);
    notice["subject"]["vehicle"]["colour"] = json!("sand");
    analyst.put(&format!("/v1/notices/{CORRECTED}"), &notice)?;
    let round: BTreeMap<MemberId, Value> = liaison.post("/v1/sync", &json!({}))?;
    let acknowledged: u64 = round
        .values()
        .filter_map(|peer| peer["acknowledged"].as_u64())
        .sum();
    let held: Value = nigerien_inspector.get(&format!("/v1/notices/{CORRECTED}"))?;
    let screened = screen(
        officer,
        &json!({ "id": "demo-7", "schema": "Vehicle", "registrationNumber": "٠٤٢١٧ ١٢٠ ٠٠" }),
    )?;
    let colour = text(
        &screened["matches"][0]["hits"][0]["notice"]["subject"]["vehicle"],
        "colour",
    );
    let holds =
        acknowledged >= 1 && held["subject"]["vehicle"]["colour"] == "sand" && colour == "sand";
    Ok((
        holds,
        format!("{acknowledged} acknowledged; the post's hit now says {colour}"),
    ))
}

fn recalled(
    analyst: &Api,
    inspector: &Api,
    liaison: &Api,
    american: &Api,
    officers: &[&Api],
) -> Seen {
    let notice: Value = inspector.get(&format!("/v1/notices/{RECALLED}"))?;
    let query = json!({ "id": "demo-8", "schema": "Person", "name": notice["subject"]["person"]["names"][0]["text"] });
    let matched = |api: &Api| -> Result<usize, Refusal> {
        Ok(found(&screen(api, &query)?)
            .iter()
            .filter(|id| *id == RECALLED)
            .count())
    };
    let before = officers
        .iter()
        .map(|api| matched(api))
        .sum::<Result<usize, _>>()?;
    analyst.do_it(&format!("/v1/notices/{RECALLED}/recall"))?;
    let round: BTreeMap<MemberId, Value> = liaison.post("/v1/sync", &json!({}))?;
    let acknowledged: u64 = round
        .values()
        .filter_map(|peer| peer["acknowledged"].as_u64())
        .sum();
    let owed = liaison.get::<Value>("/v1/status")?["acknowledgements_owed"]
        .as_object()
        .map_or(0, serde_json::Map::len);
    let after = officers
        .iter()
        .map(|api| matched(api))
        .sum::<Result<usize, _>>()?;
    // The United States' posts read and do not screen: what they hold of it says that it was recalled.
    let read = text(&american.get(&format!("/v1/notices/{RECALLED}"))?, "status");
    let holds = before == officers.len()
        && after == 0
        && acknowledged == 2
        && owed == 0
        && read == "recalled";
    Ok((
        holds,
        format!(
            "matched at {before} nodes before, {after} after; {acknowledged} acknowledged, {owed} members owe one"
        ),
    ))
}

fn inspector(inspector: &Api) -> Seen {
    let listed: Value = inspector.get("/v1/notices")?;
    let read = listed["notices"].as_array().map_or(0, Vec::len);
    let refused = [
        inspector.do_it(&format!("/v1/notices/{ITS_NOTICE}/recall")),
        inspector.post::<Value>("/v1/sync", &json!({})).map(|_| ()),
        screen(
            inspector,
            &json!({ "id": "demo-9", "name": "Karim Haddad" }),
        )
        .map(|_| ()),
    ];
    let refused = refused
        .iter()
        .filter(|answer| answer.as_ref().is_err_and(|refusal| refusal.status == 403))
        .count();
    Ok((
        read > 1003 && refused == 3,
        format!("{read} notices read, {refused} of 3 changes refused"),
    ))
}

fn logs(inspectors: &[&Api]) -> Seen {
    let reports = inspectors
        .iter()
        .map(|api| api.get::<Value>("/v1/log/verify"))
        .collect::<Result<Vec<_>, _>>()?;
    let whole = reports.iter().all(|report| report["whole"] == true);
    let entries: Vec<_> = reports
        .iter()
        .map(|report| report["entries"].as_u64().unwrap_or(0).to_string())
        .collect();
    Ok((
        whole,
        format!("{} entries, each signed and chained", entries.join(" + ")),
    ))
}

fn text(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap_or_default().to_owned()
}
