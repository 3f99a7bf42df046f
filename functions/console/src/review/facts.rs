//! What is claimed, in words: by whom, for whom, on what, under which rules.

use domain::{
    Claim, Engagement,
    claim::{Change, Contact},
};
use jiff::tz::TimeZone;
use web::views::ClaimView;

use crate::{claim::items, pages::Page, texts::filled};

/// Every fact with its label; what there is nothing to say about is left out.
pub(super) fn of(
    claim: &Claim,
    view: &ClaimView,
    rules: &Engagement,
    page: &Page,
    zone: &TimeZone,
) -> Vec<(String, String)> {
    let mut facts: Vec<(String, String)> = Vec::new();
    let mut add = |label: &str, fact: Option<String>| facts.extend(fact.map(|fact| (page.t(label), fact)));
    let (content, customer, deal) = (&claim.content, &claim.customer, claim.deal.as_ref());
    let version = rules.rule_version;
    add("partner", Some(claim.org_name.clone()));
    add("location", Some(claim.location_label()));
    let under = filled(page.locale, "rule-version-is", &[("version", version.into())]);
    add("engagement", Some(format!("{} ({under})", rules.name.get(page.locale))));
    let role = rules.role(&content.role).filter(|_| deal.is_none());
    add("partner-role", role.map(|role| role.name.get(page.locale).into()));
    let items: Vec<String> = items(claim, rules, page.locale).into_iter().map(|(_, label)| label).collect();
    add("items", Some(items.join(", ")).filter(|items| !items.is_empty()));
    add("customer", Some(customer.name.clone()));
    let named = &view.customer.identifier;
    add("named-by", Some(format!("{}: {}", page.word("identifier", named.kind), named.value)));
    let tenant = view.customer.tenant_id.clone().filter(|tenant| *tenant != named.value);
    add("customer-tenant", tenant);
    add("country", customer.country.clone());
    add("public-sector", customer.public_sector.then(|| page.t("yes")));
    add("mismatch", view.customer.mismatch_reason.clone());
    add("customer-contact", Some(person(&content.customer_contact)));
    add("partner-contact", Some(person(&content.partner_contact)));
    let revenue = content.revenue.as_ref();
    add("solution-seller", revenue.map(|revenue| revenue.solution_seller_name.clone()));
    add("seller-names-customer", revenue.map(|revenue| revenue.customer_name.clone()));
    add("isv-solution", revenue.map(|revenue| revenue.isv_solution.clone()));
    add("opt-out", content.opt_out.then(|| page.t("yes")));
    let money = |amount: &domain::Money| page.money(amount.amount(), &amount.currency);
    add("deal-size", view.deal_size.as_ref().map(money));
    add("estimate", deal.and_then(|deal| deal.estimate.as_ref()).map(|estimate| money(&estimate.amount)));
    add("consent", view.consent.as_ref().map(|consent| page.word("consent", consent.state)));
    add("handed-in", claim.submitted_at().map(|at| page.event(at, zone)));
    facts
}

fn person(contact: &Contact) -> String {
    let title = contact.title.as_ref().map(|title| format!(", {title}")).unwrap_or_default();
    format!("{}{title}, {}", contact.name, contact.email)
}

/// A change as a sentence.
pub(super) fn change(change: &Change, rules: &Engagement, page: &Page) -> String {
    let came_or_went = |added: &bool, came: &str, went: &str, what: &str| {
        filled(page.locale, if *added { came } else { went }, &[("what", what.into())])
    };
    match change {
        Change::Field { pointer, before, after } => {
            let field = page.word("field", &pointer[1..].replace('/', "_"));
            let (before, after) = (value(page, pointer, before), value(page, pointer, after));
            let values =
                [("field", (&field).into()), ("before", (&before).into()), ("after", (&after).into())];
            filled(page.locale, "changed-field", &values)
        }
        Change::Item { item, added } => {
            came_or_went(added, "item-came", "item-went", &rules.item_label(item, page.locale))
        }
        Change::Document { document, added } => {
            came_or_went(added, "document-came", "document-went", &document.file_name)
        }
    }
}

fn value(page: &Page, pointer: &str, value: &str) -> String {
    match (pointer, value) {
        (_, "") => page.t("nothing"),
        ("/optOutOfIncentives", "true") => page.t("yes"),
        ("/optOutOfIncentives", _) => page.t("no"),
        ("/customerContact/locale", tag) => mail::Locale::from_tag(tag).unwrap_or_default().name().into(),
        (_, value) => value.into(),
    }
}
