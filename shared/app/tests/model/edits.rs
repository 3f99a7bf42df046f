//! Edits of a claim's fields, right and wrong.

use domain::{
    Claim, ItemKey,
    input::{ContactPatch, ContentPatch, ItemInput, RevenuePatch},
    money::MoneyInput,
};
use testkit::build;

use crate::commands::Made;

#[allow(clippy::unnecessary_wraps, reason = "the shape of a member of a merge patch")]
fn set(text: &str) -> Option<Option<String>> {
    Some(Some(text.to_owned()))
}

fn workload(id: &str) -> ItemInput {
    ItemInput { workload: Some(id.to_owned()), ..ItemInput::default() }
}

fn subscription(id: &str) -> ItemInput {
    ItemInput { workload: None, product: Some("sales".into()), subscription_id: Some(id.to_owned()) }
}

fn current(claim: &Claim) -> Vec<ItemInput> {
    let item = |item: &domain::Item| match &item.key {
        ItemKey::Workload(id) => workload(id),
        ItemKey::Subscription(id) => subscription(id),
    };
    claim.content.items.iter().map(item).collect()
}

/// The patch of an edit; `right` changes a field that is open.
pub(crate) fn patch(made: &Made<'_>, how: &str) -> ContentPatch {
    let how = match how {
        "right" if made.open.contains(&"/name") => "name",
        "right" if made.open.contains(&"/items") => "items first",
        "right" if made.open.contains(&"/customerContact") => "contact title",
        "right" if made.open.contains(&"/partnerContact") => "partner name",
        "right" if made.open.contains(&"/locationId") => "location other",
        "right" => "name",
        how => how,
    };
    let claim = made.claim;
    let mut patch = ContentPatch::default();
    let number = claim.revision;
    let contact = |change: ContactPatch| Some(Some(change));
    match how {
        "name" => patch.name = set(&format!("Claim {number}")),
        "name none" => patch.name = Some(None),
        "name empty" => patch.name = set(" "),
        "name long" => patch.name = set(&"n".repeat(121)),
        "name control" => patch.name = set("a\u{0}b"),
        "location other" => {
            let other = claim.content.location.as_str() == build::LOCATION;
            patch.location_id = set(if other { build::OTHER_LOCATION } else { build::LOCATION });
        }
        "location foreign" => {
            let of_b = claim.org.as_str() == "partner-b";
            patch.location_id = set(if of_b { build::LOCATION } else { build::LOCATION_B });
        }
        "location unknown" => patch.location_id = set("none"),
        "location none" => patch.location_id = Some(None),
        "partner name" => {
            patch.partner_contact =
                contact(ContactPatch { name: set(&format!("Person {number}")), ..ContactPatch::default() });
        }
        "partner none" => patch.partner_contact = Some(None),
        "opt out" => patch.opt_out_of_incentives = Some(Some(!claim.content.opt_out)),
        "revenue" | "revenue half" => {
            let half = how == "revenue half";
            patch.revenue = Some(Some(RevenuePatch {
                solution_seller_name: set("Contoso"),
                customer_name: set("Fabrikam"),
                isv_solution: if half { Some(None) } else { set("Contoso Routes") },
            }));
        }
        "name and items" => {
            patch.name = set(&format!("Claim {number}"));
            patch.items = Some(Some(current(claim).into_iter().take(1).collect()));
        }
        "deal size" => {
            let amount = Some("1".to_owned());
            patch.deal_size = Some(Some(MoneyInput { amount, currency: Some("USD".into()) }));
        }
        "hours" => patch.hours = Some(None),
        how if how.starts_with("contact") => patch.customer_contact = customer(claim, how),
        how if how.starts_with("items") || how.starts_with("subscription") => {
            patch.items = items(claim, how);
        }
        _ => {}
    }
    patch
}

#[allow(clippy::option_option, reason = "the shape of a member of a merge patch")]
fn customer(claim: &Claim, how: &str) -> Option<Option<ContactPatch>> {
    let contact = &claim.content.customer_contact;
    let mut change = ContactPatch::default();
    match how {
        "contact title" => change.title = set(&format!("Director {}", claim.revision)),
        "contact locale" => change.locale = set(if contact.locale.tag() == "de" { "en" } else { "de" }),
        "contact email" => change.email = set("nobody"),
        "contact partner" => change.email = set(&claim.content.partner_contact.email),
        "contact no title" => change.title = Some(None),
        _ => return Some(None),
    }
    Some(Some(change))
}

#[allow(clippy::option_option, reason = "the shape of a member of a merge patch")]
fn items(claim: &Claim, how: &str) -> Option<Option<Vec<ItemInput>>> {
    let mut items = current(claim);
    let by_workload = items.first().is_some_and(|item| item.workload.is_some());
    match how {
        "items none" => return Some(None),
        "items first" => items.truncate(1),
        "items more" if by_workload => {
            let new = ["sharepoint_online", "onedrive"];
            let known = |id: &str| items.iter().any(|item| item.workload.as_deref() == Some(id));
            let more = new.into_iter().find(|id| !known(id)).map(workload);
            items.extend(more);
        }
        "items unknown" => items.push(workload("typewriter")),
        "items twice" => items.extend(items.first().cloned()),
        "items with subscription" => {
            if let Some(first) = items.first_mut() {
                first.subscription_id = Some(build::subscription_id(0));
            }
        }
        "items more" | "subscription other" => items.push(subscription(&build::subscription_id(2))),
        "subscription unknown" => {
            items.push(subscription("00000000-0000-4000-8000-000000000000"));
        }
        "subscription missing" => {
            items.push(ItemInput { product: Some("sales".into()), ..ItemInput::default() });
        }
        _ => {}
    }
    Some(Some(items))
}
