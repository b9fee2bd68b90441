//! The sections of diplomatic tracks and of exemptions for journeys to them.

use super::fields::Fields;
use super::places::{area, must_area};
use super::records::basis;
use crate::model::{Exemption, Milestone, Promise, RecordId, Talks, Track};

pub(super) fn track(f: &mut Fields<'_, '_>, id: RecordId) -> Option<Track> {
    let member = f.must_ref("member");
    let theatre = must_area(f, "theatre");
    let status = f.must("status");
    let (parties, period) = (f.text("parties"), f.period());
    let (held, milestones) = (f.tables("talks", talks), f.tables("milestones", milestone));
    let undertakings = f.tables("undertakings", promise);
    let basis = basis(f);
    Some(Track {
        id,
        member: member?,
        theatre: theatre?,
        status: status?,
        parties,
        period,
        talks: held,
        milestones,
        undertakings,
        basis,
    })
}

fn talks(f: &mut Fields<'_, '_>) -> Option<Talks> {
    let (from, until) = (f.must_date("from"), f.date("until"));
    f.in_order("from", from, "until", until);
    let (theatre, text) = (area(f, "theatre"), f.must_text("text"));
    Some(Talks {
        from: from?,
        until,
        theatre,
        text,
    })
}

fn milestone(f: &mut Fields<'_, '_>) -> Option<Milestone> {
    let (due, reached, text) = (f.date("due"), f.date("reached"), f.must_text("text"));
    Some(Milestone { due, reached, text })
}

fn promise(f: &mut Fields<'_, '_>) -> Option<Promise> {
    let (by, period) = (f.must_text("by"), f.period());
    let statements = f.refs("statements").unwrap_or_default();
    let text = f.must_text("text");
    Some(Promise {
        by,
        period,
        statements,
        text,
    })
}

/// An exemption ends: one without an end, a place or a ground is none.
pub(super) fn exemption(f: &mut Fields<'_, '_>, id: RecordId) -> Option<Exemption> {
    let track = f.must_ref("track");
    let issuer = f.must_ref("issuer");
    let reference = f.must("reference");
    let theatre = must_area(f, "theatre");
    let (from, until) = (f.must_date("from"), f.must_date("until"));
    f.in_order("from", from, "until", until);
    let granted = f.must_text("granted");
    let statements = f.refs("statements").unwrap_or_default();
    let text = f.text("text");
    Some(Exemption {
        id,
        track: track?,
        issuer: issuer?,
        reference: reference?,
        theatre: theatre?,
        from: from?,
        until: until?,
        granted,
        statements,
        text,
    })
}
