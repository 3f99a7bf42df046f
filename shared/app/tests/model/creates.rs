//! New claims and the rows the vendor brings.

use domain::{
    Caller, Catalogue, Location, Subscription,
    catalogue::BUILT_IN,
    customer::{Channel, Enrolment, PayeeProfile, SubscriptionState},
    input::{ClaimInput, ItemInput},
};
use jiff::{SignedDuration, Timestamp};
use testkit::build;

/// A tenant nobody has imported.
pub(crate) const OTHER_TENANT: &str = "3f2c0a6e-0000-4000-8000-00000000000b";
/// The tenant of a customer in the public sector.
pub(crate) const PUBLIC_TENANT: &str = "3f2c0a6e-0000-4000-8000-00000000000c";

/// The built-in catalogue with two more engagements, whose associations have a term (S8), and one that is no
/// association.
pub(crate) fn catalogue() -> Catalogue {
    let mut catalogue = Catalogue::read(BUILT_IN).unwrap();
    let copy = |catalogue: &mut Catalogue, of: &str, id: &str, term: Option<u16>| {
        let mut engagement = catalogue.newest(of).unwrap().clone();
        engagement.id = domain::EngagementId::new(id);
        engagement.deadlines.term_days = term;
        if term.is_none() {
            engagement.kind = domain::catalogue::Kind::Engagement;
        }
        catalogue.engagements.push(engagement);
    };
    copy(&mut catalogue, "modern-work-usage", "modern-work-term", Some(40));
    copy(&mut catalogue, "presales-advisor", "presales-term", Some(50));
    copy(&mut catalogue, "modern-work-usage", "mislabelled", None);
    crate::deals::engagements(&mut catalogue);
    catalogue
}

/// What this person sends to create a claim.
pub(crate) fn input(caller: &Caller, how: &str) -> ClaimInput {
    let mut input = by_kind(how);
    if caller.org.as_str() == "partner-b" {
        input = build::of_partner_b(input);
    }
    let of_b = caller.org.as_str() == "partner-b";
    let item = |input: &mut ClaimInput, change: fn(&mut ItemInput)| {
        if let Some(first) = input.items.as_mut().and_then(|items| items.first_mut()) {
            change(first);
        }
    };
    match how {
        "opted out" => input.opt_out_of_incentives = Some(true),
        "other tenant" => input.tenant_id = Some(OTHER_TENANT.into()),
        "public tenant" => input.tenant_id = Some(PUBLIC_TENANT.into()),
        "no name" => input.name = None,
        "no tenant" => input.tenant_id = None,
        "tenant malformed" => input.tenant_id = Some("fabrikam".into()),
        "no items" => input.items = Some(Vec::new()),
        "unknown role" => input.partner_role = Some("poet".into()),
        "engagement kind" => input.engagement_id = Some("mislabelled".into()),
        "engagement unknown" => input.engagement_id = Some("poetry".into()),
        "foreign location" => {
            input.location_id = Some(if of_b { build::LOCATION } else { build::LOCATION_B }.into());
        }
        "other location" if !of_b => input.location_id = Some(build::OTHER_LOCATION.into()),
        "no location" => input.location_id = None,
        "opt out not allowed" => input.opt_out_of_incentives = Some(true),
        "subscription on workload" => {
            item(&mut input, |first| first.subscription_id = Some(build::subscription_id(0)));
        }
        "subscription missing" => item(&mut input, |first| first.subscription_id = None),
        "subscription unknown" => {
            item(&mut input, |first| {
                first.subscription_id = Some("00000000-0000-4000-8000-000000000000".into());
            });
        }
        "no revenue" => input.revenue = None,
        "contact of partner" => {
            let partner = input.partner_contact.as_ref().and_then(|contact| contact.email.clone());
            if let Some(contact) = &mut input.customer_contact {
                contact.email = partner;
            }
        }
        "no contact" => input.customer_contact = None,
        "everything" => {
            let engagement_id = Some("presales-advisor".into());
            input = ClaimInput { engagement_id, location_id: input.location_id, ..ClaimInput::default() };
        }
        _ => {}
    }
    input
}

fn by_kind(how: &str) -> ClaimInput {
    let of = |engagement: &str, input: ClaimInput| ClaimInput {
        engagement_id: Some(engagement.to_owned()),
        ..input
    };
    let second = |input: ClaimInput| ClaimInput {
        items: build::subscriptions_input(2).items.map(|items| items.into_iter().skip(1).collect()),
        ..input
    };
    match how {
        "exchange and intune" => build::claim_input_of(&["exchange_online", "intune"]),
        "teams" | "opted out" => build::claim_input_of(&["teams"]),
        "term teams" => of("modern-work-term", build::claim_input_of(&["teams"])),
        "term intune" => of("modern-work-term", build::claim_input_of(&["intune", "exchange_online"])),
        "subscription 0" | "opt out not allowed" | "subscription missing" | "subscription unknown" => {
            build::subscriptions_input(1)
        }
        "subscriptions 0 and 1" => build::subscriptions_input(2),
        "term subscription 0" => of("presales-term", build::subscriptions_input(1)),
        "revenue 1" | "no revenue" => second(build::revenue_input()),
        "recognition 1" => ClaimInput {
            engagement_id: Some("usage-recognition".into()),
            partner_role: Some("usage_recognition".into()),
            ..second(build::subscriptions_input(2))
        },
        _ => build::claim_input(),
    }
}

/// A row of a subscription in this state.
pub(crate) fn subscription(n: u8, how: &str, now: Timestamp) -> Subscription {
    let mut row = build::subscription(usize::from(n));
    let days = |days: i64| now.checked_add(SignedDuration::from_hours(24 * days)).ok();
    match how {
        "ends in 3 days" => row.ends_at = days(3),
        "ended 3 days ago" => row.ends_at = days(-3),
        "ended 60 days ago" => row.ends_at = days(-60),
        "grace" => {
            row.state = SubscriptionState::Grace;
            row.ends_at = days(-10);
        }
        "expired" => row.state = SubscriptionState::Expired,
        "not provisioned" => row.state = SubscriptionState::NotProvisioned,
        "csp" => row.channel = Channel::Csp,
        "other product" => row.product = "finance".into(),
        "other tenant" => row.tenant_id = OTHER_TENANT.into(),
        _ => {}
    }
    row
}

/// A row of a location in this state.
pub(crate) fn location(n: u8, how: &str) -> Location {
    let rows = build::locations();
    let mut row = rows[usize::from(n) % rows.len()].clone();
    match how {
        "unpayable" => row.payee_profile = PayeeProfile::Incomplete,
        "ended" => row.enrolment = Enrolment::Ended,
        "other engagement" => row.engagements = vec!["usage-recognition".into()],
        _ => {}
    }
    row
}
