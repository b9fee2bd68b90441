//! The sections of watches, indicators and obligations.

use super::fields::Fields;
use super::places::must_area;
use super::problem::Code;
use super::reader::Kind;
use crate::model::{Basis, Indicator, Never, Obligation, RecordId, Watch};

/// What a record rests on and says.
pub(super) fn basis(f: &mut Fields<'_, '_>) -> Basis {
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
