//! The section of consultations.

use std::collections::BTreeSet;

use mithaq_notice::MemberId;

use super::fields::Fields;
use super::places::matter;
use super::problem::Code;
use crate::MonthOrDay;
use crate::model::{
    Consultation, ConsultationId, ConsultationStatus, Group, PartyId, Step, StepAct,
};

pub(super) fn consultation(
    f: &mut Fields<'_, '_>,
    id: ConsultationId,
    groups: &std::collections::BTreeMap<crate::model::GroupId, Group>,
) -> Option<Consultation> {
    let parties: Option<BTreeSet<PartyId>> = f.must_refs("parties");
    let subject = f.must_text("subject");
    let opened = f.must_date("opened");
    let (closed, deadline) = (f.date("closed"), f.date("deadline"));
    f.in_order("opened", opened, "closed", closed);
    f.in_order("opened", opened, "deadline", deadline);
    let status = f.must("status");
    let matter = matter(f);
    let clauses = f.refs("clauses").unwrap_or_default();
    let statements = f.refs("statements").unwrap_or_default();
    let members: BTreeSet<MemberId> = parties
        .iter()
        .flatten()
        .flat_map(|party| match groups.get(party.as_str()) {
            Some(group) => group.members.iter().cloned().collect(),
            None => Vec::from_iter(MemberId::new(party.as_str()).ok()),
        })
        .collect();
    let mut before = opened;
    let mut first = true;
    let ends = [("closed", closed), ("deadline", deadline)];
    let steps = f.tables("steps", |step| {
        let read = read_step(step, &members, before, first);
        after_the_end(step, read.as_ref(), &ends);
        first = false;
        before = read.as_ref().map(|s| s.date).or(before);
        read
    });
    if status == Some(ConsultationStatus::Open) && closed.is_some() {
        let message = [
            "`closed` on a consultation that is open".to_owned(),
            "no `closed`, or another `status`".to_owned(),
            "Say how it ended, or delete `closed`.".to_owned(),
        ];
        f.report(Code::Inconsistent, "closed", message);
    }
    if parties.is_some() && members.len() < 2 {
        let message = [
            "fewer than two members".to_owned(),
            "who asks and who is asked".to_owned(),
            "Name at least two parties.".to_owned(),
        ];
        f.report(Code::Inconsistent, "parties", message);
    }
    Some(Consultation {
        id,
        parties: parties?,
        subject,
        opened: opened?,
        closed,
        deadline,
        status: status?,
        matter,
        clauses,
        statements,
        steps,
    })
}

/// Nobody answers what is over.
fn after_the_end(f: &mut Fields<'_, '_>, step: Option<&Step>, ends: &[(&str, Option<MonthOrDay>)]) {
    for (key, end) in ends {
        if let (Some(step), Some(end)) = (step, end)
            && end.end() <= step.date.start()
        {
            let message = [
                format!("a step of {} after `{key}` {end}", step.date),
                "steps while the consultation is open".to_owned(),
                "Correct one of the two dates, or open another consultation.".to_owned(),
            ];
            f.report(Code::DatesOutOfOrder, "date", message);
        }
    }
}

fn read_step(
    f: &mut Fields<'_, '_>,
    parties: &BTreeSet<MemberId>,
    before: Option<MonthOrDay>,
    first: bool,
) -> Option<Step> {
    let act = f.must("act");
    let by = f.must_ref::<MemberId>("by");
    let date = f.must_date("date");
    if let (Some(before), Some(date)) = (before, date)
        && date.end() <= before.start()
    {
        let message = [
            format!("a step of {date} after one of {before}"),
            "steps in the order they were taken".to_owned(),
            "Move the step, or correct its date.".to_owned(),
        ];
        f.report(Code::DatesOutOfOrder, "date", message);
    }
    if first && act.is_some_and(|act| act != StepAct::Request) {
        let message = [
            "a reply before any request".to_owned(),
            "`act = \"request\"` as the first step".to_owned(),
            "Put the request first.".to_owned(),
        ];
        f.report(Code::Inconsistent, "act", message);
    }
    if let Some(by) = by.as_ref().filter(|by| !parties.contains(*by)) {
        let message = [
            format!("a step by `{by}`, who is no party"),
            "a member among `parties`".to_owned(),
            "Add it to `parties`, or correct `by`.".to_owned(),
        ];
        f.report(Code::Inconsistent, "by", message);
    }
    let matter = matter(f);
    let clauses = f.refs("clauses").unwrap_or_default();
    let statements = f.refs("statements").unwrap_or_default();
    let text = f.must_text("text");
    Some(Step {
        act: act?,
        by: by?,
        date: date?,
        matter,
        clauses,
        statements,
        text,
    })
}
