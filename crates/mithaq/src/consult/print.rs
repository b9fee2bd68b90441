//! Consultations as lines, in the reader's language.

use mithaq_exchange::{
    AmendmentShown, AmendmentStanding, ConsultationShown, ConsultationStepShown,
};
use mithaq_notice::{Language, Text};
use mithaq_pact::{Area, Matter, Standing};
use serde_json::Value;

/// One consultation on a line: its id, how it stands, who asked whom, what about.
pub fn line(shown: &ConsultationShown, lang: Language) -> String {
    let asked: Vec<&str> = shown
        .parties
        .iter()
        .filter(|party| **party != shown.asker)
        .map(mithaq_notice::MemberId::as_str)
        .collect();
    let mut line = format!(
        "{} · {} · {} → {} · {}",
        shown.id,
        shown.standing.word(lang),
        shown.asker,
        asked.join(", "),
        shown.subject.get(lang)
    );
    if let Standing::Open { awaits } = &shown.standing {
        let awaits: Vec<&str> = awaits.iter().map(mithaq_notice::MemberId::as_str).collect();
        let wanted = lang.of("بانتظار رد", "réponse attendue de", "awaits");
        line += &format!(" · {wanted} {}", awaits.join(", "));
    }
    if let Some(deadline) = shown.deadline {
        line += &format!(
            " · {} {deadline}",
            lang.of("حتى نهاية", "jusqu’à fin", "through")
        );
    }
    line
}

/// One amendment on a line: its id, the version it makes, how it stands, who signed.
pub fn amendment(shown: &AmendmentShown, lang: Language) -> String {
    let standing = match &shown.standing {
        AmendmentStanding::Open { awaits } => {
            let wanted = lang.of(
                "بانتظار توقيع",
                "signature attendue de",
                "awaits the signature of",
            );
            format!("{wanted} {}", joined(awaits))
        }
        AmendmentStanding::Signed => lang
            .of(
                "وقّعه الجميع ولم يُسجَّل بعد",
                "signé de tous, pas encore enregistré",
                "signed by all, not yet registered",
            )
            .to_owned(),
        AmendmentStanding::InForce { since } => {
            format!(
                "{} {since:.0}",
                lang.of("نافذ منذ", "en vigueur depuis", "in force since")
            )
        }
        AmendmentStanding::Superseded { by } => {
            let instead = lang.of("حلّ محله", "remplacé par", "another took its place:");
            format!("{instead} {}", short(by))
        }
    };
    let version = lang.of("الإصدار", "version", "version");
    let signed = lang.of("وقّعه", "signé par", "signed by");
    format!(
        "{} · {version} {} · {} · {standing} · {signed} {}",
        short(&shown.id),
        shown.version,
        shown.by,
        joined(&shown.signed)
    )
}

/// Who must sign, and for which parts of the file.
pub fn needs(shown: &AmendmentShown, lang: Language) -> Vec<String> {
    let line = |(member, paths): (
        &mithaq_notice::MemberId,
        &std::collections::BTreeSet<String>,
    )| {
        let sign = if shown.signed.contains(member) {
            "✓"
        } else {
            "·"
        };
        if paths.is_empty() {
            let proposes = lang.of("صاحب الاقتراح", "auteur de la proposition", "proposes it");
            return format!("  {sign} {member}: {proposes}");
        }
        format!("  {sign} {member}: {}", joined(paths))
    };
    shown.needs.iter().map(line).collect()
}

/// What an amendment changes, as the node tells it: the verdict, then part by part.
pub fn changes(changes: &Value, lang: Language) -> Vec<String> {
    let text = |value: &Value| {
        let wording: Text = serde_json::from_value(value["wording"].clone()).unwrap_or_default();
        wording.get(lang).to_owned()
    };
    let mut lines = vec![text(changes)];
    for (part, [ar, fr, en]) in crate::pact::diff::PARTS {
        let changed = changes[part].as_array().map_or(&[][..], Vec::as_slice);
        if !changed.is_empty() {
            lines.push(format!("\n{}", lang.of(ar, fr, en)));
        }
        for change in changed {
            let profile = change["profile"].to_string();
            let held = changes["profiles"][&profile].as_array().map(Vec::len);
            let held = held.map_or_else(String::new, |held| format!("{held} × "));
            lines.push(format!("  {held}{}", text(change)));
        }
    }
    lines
}

/// Every step on a line of its own, and what is on the table.
pub fn steps(shown: &ConsultationShown, lang: Language) -> Vec<String> {
    let mut lines: Vec<String> = shown
        .steps
        .iter()
        .map(|step| self::step(step, lang))
        .collect();
    let table = lang.of("على الطاولة", "sur la table", "on the table");
    lines.push(format!(
        "  {table} ({}, {} {}): {}",
        shown.proposed_by,
        lang.of("الجولة", "tour", "round"),
        shown.round,
        matter(&shown.matter)
    ));
    lines
}

fn step(step: &ConsultationStepShown, lang: Language) -> String {
    let mut line = format!("  {:.0} {} {}", step.at, step.by, step.act.word(lang));
    if !step.matter.is_open() {
        line += &format!(" [{}]", matter(&step.matter));
    }
    if let Some(until) = step.until {
        line += &format!(" [{until}]");
    }
    // What another member wrote stays under its own step, however many lines it has.
    let text: Vec<&str> = step.text.get(lang).trim().lines().collect();
    line += &format!(": {}", text.join("\n      "));
    if let Some(why) = &step.void {
        line += &format!(" — {}: {why}", lang.of("باطل", "sans effet", "void"));
    }
    line
}

/// A scope in the pact's ids, which no language changes.
fn matter(matter: &Matter) -> String {
    let mut parts = Vec::new();
    if let Some(activities) = &matter.activity {
        parts.push(joined(activities));
    }
    if let Some(theatre) = &matter.theatre {
        parts.push(format!("@ {}", area(theatre)));
    }
    if let Some(route) = &matter.route {
        let from = route.from.as_ref().map(area).unwrap_or_default();
        parts.push(format!("{from} → {}", area(&route.to)));
    }
    if let Some(partners) = &matter.partner {
        parts.push(format!("+ {}", joined(partners)));
    }
    if let Some(modes) = &matter.mode {
        parts.push(format!("~ {}", joined(modes)));
    }
    if parts.is_empty() {
        return "*".to_owned();
    }
    parts.join(" ")
}

fn area(area: &Area) -> String {
    let all = joined(&area.all);
    if area.but.is_empty() {
        all
    } else {
        format!("{all} − {}", joined(&area.but))
    }
}

fn joined<T: ToString>(ids: &std::collections::BTreeSet<T>) -> String {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    ids.join(", ")
}

/// As much of a hash as a person reads.
fn short(hash: &impl ToString) -> String {
    hash.to_string().chars().take(12).collect()
}
