//! The section of flows.

use super::fields::Fields;
use super::places::must_area;
use super::records::basis;
use crate::model::{Flow, Leg, RecordId};

pub(super) fn flow(f: &mut Fields<'_, '_>, id: RecordId) -> Option<Flow> {
    let kind = f.must("kind");
    let (from, to) = (must_area(f, "from"), must_area(f, "to"));
    let activity = f.must_ref("activity");
    // A leg that names no activity is denied by the flow's own.
    let legs = f.tables("legs", |leg| {
        let theatre = must_area(leg, "theatre");
        let own = leg.maybe_ref("activity");
        let text = leg.text("text");
        Some(Leg {
            theatre: theatre?,
            activity: own.or_else(|| activity.clone())?,
            text,
        })
    });
    let basis = basis(f);
    Some(Flow {
        id,
        kind: kind?,
        from: from?,
        to: to?,
        activity: activity?,
        legs,
        basis,
    })
}
