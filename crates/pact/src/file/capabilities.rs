//! The section of capabilities.

use super::fields::Fields;
use super::places::must_area;
use super::problem::Code;
use super::records::basis;
use crate::model::{Capability, Delivery, Quantity, RecordId};

pub(super) fn capability(f: &mut Fields<'_, '_>, id: RecordId) -> Option<Capability> {
    let member = f.must_ref("member");
    let partner = f.must_refs("partner");
    let activity = f.must_ref("activity");
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
    let (pledged, counted) = (f.number("quantity"), f.number("delivered"));
    let deliveries = f.tables("deliveries", delivery);
    let Some(pledged) = pledged else {
        for key in ["unit", "delivered", "deliveries"] {
            if f.has(key) {
                let message = [
                    format!("`{key}` without `quantity`"),
                    "how many are pledged".to_owned(),
                    format!("Add `quantity`, or delete `{key}`."),
                ];
                f.report(Code::Inconsistent, key, message);
            }
        }
        return None;
    };
    let unit = f.must_text("unit");
    let quantity = Quantity {
        pledged,
        unit,
        delivered: counted.unwrap_or(0),
        deliveries,
    };
    let delivered = quantity.delivered();
    if delivered > pledged {
        let key = if quantity.deliveries.is_empty() {
            "delivered"
        } else {
            "deliveries"
        };
        let message = [
            format!("{delivered} delivered of {pledged} pledged"),
            "at most what was pledged".to_owned(),
            "Correct one of the two.".to_owned(),
        ];
        f.report(Code::Inconsistent, key, message);
    }
    Some(quantity)
}

fn delivery(f: &mut Fields<'_, '_>) -> Option<Delivery> {
    let date = f.must_date("date");
    let quantity = f.must_number("quantity");
    let statements = f.refs("statements").unwrap_or_default();
    let text = f.text("text");
    Some(Delivery {
        date: date?,
        quantity: quantity?,
        statements,
        text,
    })
}
