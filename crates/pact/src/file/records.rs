//! The sections of watches, indicators, tracks, flows, capabilities and obligations.

use super::fields::Fields;
use super::places::must_area;
use super::problem::Code;
use super::reader::Kind;
use crate::model::{
    Basis, Capability, Flow, Indicator, Never, Obligation, Quantity, RecordId, Track, Watch,
};

fn basis(f: &mut Fields<'_, '_>) -> Basis {
    Basis {
        clauses: f.refs("clauses", Kind::Clause).unwrap_or_default(),
        statements: f.refs("statements", Kind::Statement).unwrap_or_default(),
        text: f.must_text("text"),
    }
}

pub(super) fn watch(f: &mut Fields<'_, '_>, id: RecordId) -> Option<Watch> {
    let member = f.must_ref("member", Kind::Member);
    let theatre = must_area(f, "theatre");
    let (period, basis) = (f.period(), basis(f));
    Some(Watch {
        id,
        member: member?,
        theatre: theatre?,
        period,
        basis,
    })
}

pub(super) fn indicator(f: &mut Fields<'_, '_>, id: RecordId) -> Option<Indicator> {
    let (theatre, basis) = (must_area(f, "theatre"), basis(f));
    Some(Indicator {
        id,
        theatre: theatre?,
        basis,
    })
}

pub(super) fn track(f: &mut Fields<'_, '_>, id: RecordId) -> Option<Track> {
    let member = f.must_ref("member", Kind::Member);
    let theatre = must_area(f, "theatre");
    let status = f.must("status", "planned, ongoing, suspended or concluded");
    let (parties, period, basis) = (f.text("parties"), f.period(), basis(f));
    Some(Track {
        id,
        member: member?,
        theatre: theatre?,
        status: status?,
        parties,
        period,
        basis,
    })
}

pub(super) fn flow(f: &mut Fields<'_, '_>, id: RecordId) -> Option<Flow> {
    let kind = f.must("kind", "arms, money or fighters");
    let (from, to) = (must_area(f, "from"), must_area(f, "to"));
    let activity = f.must_ref("activity", Kind::Activity);
    let basis = basis(f);
    Some(Flow {
        id,
        kind: kind?,
        from: from?,
        to: to?,
        activity: activity?,
        basis,
    })
}

pub(super) fn capability(f: &mut Fields<'_, '_>, id: RecordId) -> Option<Capability> {
    let member = f.must_ref("member", Kind::Member);
    let partner = f.must_refs("partner", Kind::Partner);
    let activity = f.must_ref("activity", Kind::Activity);
    let theatre = must_area(f, "theatre");
    let quantity = quantity(f);
    let (period, conditions, basis) = (f.period(), f.text("conditions"), basis(f));
    Some(Capability {
        id,
        member: member?,
        partner: partner?,
        activity: activity?,
        theatre: theatre?,
        quantity,
        period,
        conditions,
        basis,
    })
}

fn quantity(f: &mut Fields<'_, '_>) -> Option<Quantity> {
    let (pledged, delivered) = (f.number("quantity"), f.number("delivered").unwrap_or(0));
    let Some(pledged) = pledged else {
        for key in ["unit", "delivered"] {
            if f.has(key) {
                let message = [
                    format!("`{key}` without `quantity`"),
                    "how many are pledged".to_owned(),
                    format!("Add `quantity`, or delete `{key}`."),
                ];
                f.report(Code::Inconsistent, key, message);
            }
        }
        f.value("unit");
        return None;
    };
    let unit = f.must_text("unit");
    if delivered > pledged {
        let message = [
            format!("{delivered} delivered of {pledged} pledged"),
            "at most what was pledged".to_owned(),
            "Correct one of the two.".to_owned(),
        ];
        f.report(Code::Inconsistent, "delivered", message);
    }
    Some(Quantity {
        pledged,
        unit,
        delivered,
    })
}

pub(super) fn obligation(f: &mut Fields<'_, '_>, id: RecordId) -> Option<Obligation> {
    let text = f.text("text");
    if !f.has("never") {
        f.value("never");
        let message = [
            "no `never`".to_owned(),
            "`never = { use-of = …, activity = …, theatre = … }`".to_owned(),
            "Say what must never be permitted.".to_owned(),
        ];
        f.report(Code::MissingKey, "never", message);
        return None;
    }
    let mut table = f.table("never")?;
    let use_of = table.must_ref("use-of", Kind::Member);
    let activity = table.must_refs("activity", Kind::Activity);
    let theatre = must_area(&mut table, "theatre");
    table.finish();
    Some(Obligation {
        id,
        never: Never {
            use_of: use_of?,
            activity: activity?,
            theatre: theatre?,
        },
        text,
    })
}
