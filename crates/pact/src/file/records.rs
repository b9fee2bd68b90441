//! The sections of watches, indicators and obligations.

use super::fields::Fields;
use super::places::must_area;
use crate::model::{Basis, Indicator, Never, Obligation, RecordId, Watch};

/// What a record rests on and says.
pub(super) fn basis(f: &mut Fields<'_, '_>) -> Basis {
    Basis {
        clauses: f.refs("clauses").unwrap_or_default(),
        statements: f.refs("statements").unwrap_or_default(),
        text: f.must_text("text"),
    }
}

pub(super) fn watch(f: &mut Fields<'_, '_>, id: RecordId) -> Option<Watch> {
    let member = f.must_ref("member");
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
    let mut table = f.must_table("never")?;
    let use_of = table.must_ref("use-of");
    let activity = table.must_refs("activity");
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
