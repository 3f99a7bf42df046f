//! New engagement claims, the requests to their customers, and the rows the vendor brings for them.

use domain::{
    Caller, Claim, Customer, CustomerId, EngagementId, Identifier, IdentifierType, Money,
    catalogue::{Caps, Catalogue, Eligible, Engagement, ReferralRule},
    customer::{Eligibility, Ineligible, Opportunity},
    identifier::IdentifierInput,
    input::{ConsentInput, ContactInput, EngagementInput},
    money::MoneyInput,
};
use testkit::build;

use crate::{
    creates::{OTHER_TENANT, PUBLIC_TENANT},
    naive::{Rules, terms},
};

/// Tenants of a group of companies.
const GROUP: [&str; 2] = ["3f2c0a6e-0000-4000-8000-00000000000d", "3f2c0a6e-0000-4000-8000-00000000000e"];
/// The tenant of an organisation that is no customer.
const BLOCKED_TENANT: &str = "3f2c0a6e-0000-4000-8000-00000000000f";
/// The tenant of partner A itself.
const PARTNER_TENANT: &str = "3f2c0a6e-0000-4000-8000-000000000010";
/// When an engagement ends.
const ENDS: &str = "2027-01-15T00:00:00Z";

/// More engagements: listed and for some countries only, one that ends, one without caps.
pub(crate) fn engagements(catalogue: &mut Catalogue) {
    catalogue.programme.blocked_domains.push("blocked.example".into());
    let copy = |of: &str, id: &str, change: fn(&mut Engagement)| {
        let found = catalogue.engagements.iter().find(|known| known.id.as_str() == of);
        let mut engagement = Engagement { id: EngagementId::new(id), ..found.unwrap().clone() };
        change(&mut engagement);
        engagement
    };
    let more = [
        copy("assessment", "listed-assessment", |one| {
            one.eligibility = Eligible::Listed;
            one.countries = vec!["DE".into(), "US".into()];
        }),
        copy("workshop", "ended-workshop", |one| one.ends_at = Some(build::at(ENDS))),
        copy("workshop", "open-workshop", |one| {
            one.caps = Caps::default();
            one.referral = Some(ReferralRule {
                countries: vec!["DE".into(), "AT".into()],
                managed_only: true,
                minimum_deal_size: Money::whole(0, "USD"),
                co_sell: false,
            });
        }),
    ];
    catalogue.engagements.extend(more);
}

fn customer(id: &str, tenants: &[&str], parent: &str, country: Option<&str>, managed: bool) -> Customer {
    Customer {
        id: CustomerId::derived(&[id]),
        name: id.into(),
        country: country.map(Into::into),
        domains: vec![format!("{id}.example")],
        tenants: tenants.iter().map(|tenant| (*tenant).into()).collect(),
        parent_account: Some(parent.into()),
        managed,
        ..build::customer()
    }
}

/// Every customer the vendor has brought.
pub(crate) fn customers() -> Vec<Customer> {
    vec![
        build::customer(),
        Customer { public_sector: true, ..customer("town", &[PUBLIC_TENANT], "4712", Some("AT"), false) },
        customer("group", &GROUP, "4713", Some("US"), true),
        customer("tailspin", &[], "4714", None, true),
        customer("blocked", &[BLOCKED_TENANT], "4715", None, false),
        customer("partner-a", &[PARTNER_TENANT], "4716", Some("DE"), false),
    ]
}

/// Opportunities: enough for every hour, too little, in another currency, of half a cent.
pub(crate) fn opportunities() -> Vec<Opportunity> {
    let of = |id: &str, tenant: &str, minor, currency: &str| Opportunity {
        opportunity_id: id.into(),
        tenant_id: tenant.into(),
        value: Money { minor, currency: currency.into() },
        closes_on: None,
    };
    vec![
        of(build::OPPORTUNITY, build::TENANT, 25_000_000, "USD"),
        of("7-SMALL", PUBLIC_TENANT, 1_500_000, "USD"),
        of("7-EURO", build::TENANT, 25_000_000, "EUR"),
        of("7-CENTS", build::TENANT, 37_495, "USD"),
        of("7-NEW", OTHER_TENANT, 9_000_000, "USD"),
    ]
}

/// What the vendor says of single identifiers.
pub(crate) fn eligibility() -> Vec<Eligibility> {
    let row = |engagement: &str, kind, value: &str, eligible, reasons: &[Ineligible]| Eligibility {
        engagement_id: EngagementId::new(engagement),
        identifier: Identifier { kind, value: value.into() },
        eligible,
        reasons: reasons.to_vec(),
    };
    let done = [Ineligible::DoneWithOtherPartner];
    vec![
        row("assessment", IdentifierType::Domain, "fabrikam.example", false, &[]),
        row("workshop", IdentifierType::Tenant, PUBLIC_TENANT, false, &done),
        row("listed-assessment", IdentifierType::Tenant, build::TENANT, true, &[]),
        row("listed-assessment", IdentifierType::Tenant, PUBLIC_TENANT, true, &[]),
    ]
}

/// The same rows, for the model.
pub(crate) fn tell(rules: &mut Rules) {
    rules.customers = customers().iter().map(terms::customer).collect();
    rules.opportunities = opportunities().iter().map(terms::opportunity).collect();
    rules.eligibility = eligibility().iter().map(terms::eligibility).collect();
}

/// How the customer is named, by a word of how it is tried.
fn identifier(how: &str) -> (&'static str, &'static str) {
    let subscription = "5a4c0c55-0000-4000-8000-000000000001";
    let named = [
        ("by domain", ("domain", "fabrikam.example")),
        ("by host", ("domain", "Mail.Fabrikam.example")),
        ("by parent", ("parent_account", "4711")),
        ("by subscription", ("subscription", subscription)),
        ("town", ("tenant", PUBLIC_TENANT)),
        ("town's domain", ("domain", "town.example")),
        ("group", ("tenant", GROUP[1])),
        ("group's parent", ("parent_account", "4713")),
        ("group's domain", ("domain", "group.example")),
        ("tailspin", ("parent_account", "4714")),
        ("tailspin's domain", ("domain", "tailspin.example")),
        ("blocked", ("tenant", BLOCKED_TENANT)),
        ("partner", ("tenant", PARTNER_TENANT)),
        ("new tenant", ("tenant", OTHER_TENANT)),
        ("unknown domain", ("domain", "nobody.example")),
        ("unknown parent", ("parent_account", "99")),
        ("unknown subscription", ("subscription", "00000000-0000-4000-8000-000000000000")),
        ("malformed", ("tenant", "fabrikam")),
        ("fax", ("fax", "1")),
        ("opportunity", ("opportunity", build::OPPORTUNITY)),
        ("small opportunity", ("opportunity", "7-SMALL")),
        ("euro opportunity", ("opportunity", "7-EURO")),
        ("cents opportunity", ("opportunity", "7-CENTS")),
        ("new opportunity", ("opportunity", "7-NEW")),
        ("unknown opportunity", ("opportunity", "7-NONE")),
    ];
    let found = named.iter().find(|(word, _)| how == *word).map(|(_, named)| *named);
    found.unwrap_or(("tenant", build::TENANT))
}

/// What this person sends: `<origin> <engagement,…>: <customer>, <what else>`.
pub(crate) fn input(caller: &Caller, how: &str) -> EngagementInput {
    let (head, rest) = how.split_once(": ").unwrap_or((how, ""));
    let (origin, engagements) = head.split_once(' ').unwrap();
    let (named, more) = rest.split_once(", ").unwrap_or((rest, ""));
    let engagements: Vec<&str> = engagements.split(',').collect();
    let (kind, value) = identifier(named);
    let mut input = EngagementInput {
        origin: Some(if origin == "claim" { "claimed" } else { "added" }.into()),
        identifier: Some(IdentifierInput { kind: Some(kind.into()), value: Some(value.into()) }),
        hours: engagements.contains(&"variable-project").then_some(40.0),
        ..build::engagement_input(&engagements)
    };
    let of_b = caller.org.as_str() == "partner-b";
    if of_b {
        input = build::engagement_of_partner_b(input);
    }
    if origin == "claim" {
        let claimed = customers().into_iter().find(|known| named.starts_with(known.name.as_str()));
        input.customer_id = Some(claimed.map_or_else(|| build::customer().id, |known| known.id).to_string());
    }
    if let Some(contact) = &mut input.customer_contact
        && (named.starts_with("town") || named.starts_with("small"))
    {
        contact.email = Some("sue@town.example".into());
    }
    spoil(&mut input, more, of_b);
    input
}

/// What else is particular, or wrong.
fn spoil(input: &mut EngagementInput, more: &str, of_b: bool) {
    match more {
        "explained" => input.mismatch_reason = Some("The holding signs.".into()),
        "explained strangely" => input.mismatch_reason = Some("a\u{7}b".into()),
        "foreign contact" => {
            let contact = input.customer_contact.get_or_insert_default();
            contact.email = Some("sue@holding.example".into());
        }
        "unnamed" => input.identifier = None,
        "nobody" => input.customer_id = Some(CustomerId::derived(&["nobody"]).to_string()),
        "no customer" => input.customer_id = None,
        "no origin" => input.origin = None,
        "kind" => input.kind = Some("association".into()),
        "no engagement" => input.engagement_ids = None,
        "no name" => input.name = Some(" ".into()),
        "no contact" => input.customer_contact = None,
        "contact of partner" => {
            let partner = input.partner_contact.as_ref().and_then(|contact| contact.email.clone());
            input.customer_contact = Some(ContactInput { email: partner, ..build::customer_contact() });
        }
        "foreign location" => {
            input.location_id = Some(if of_b { build::LOCATION } else { build::LOCATION_B }.into());
        }
        "other location" if !of_b => input.location_id = Some(build::OTHER_LOCATION.into()),
        "no location" => input.location_id = None,
        "no hours" => input.hours = None,
        "hours" => input.hours = Some(8.0),
        "least hours" => input.hours = Some(8.25),
        "few hours" => input.hours = Some(7.75),
        "many hours" => input.hours = Some(400.25),
        "minutes" => input.hours = Some(40.1),
        "everything" => {
            *input = EngagementInput {
                location_id: input.location_id.take(),
                engagement_ids: input.engagement_ids.take(),
                ..EngagementInput::default()
            };
        }
        _ => {}
    }
}

/// What is sent for consent.
pub(crate) fn consent(claim: &Claim, how: &str) -> ConsentInput {
    let right = build::consent_input();
    let sized = |amount: &str, currency: &str| ConsentInput {
        deal_size: Some(MoneyInput { amount: Some(amount.into()), currency: Some(currency.into()) }),
        ..build::consent_input()
    };
    let contact = |email: &str| Some(ContactInput { email: Some(email.into()), ..build::other_contact() });
    match how {
        "small" => sized("24999", "USD"),
        "least" => sized("25000.00", "USD"),
        "nothing" => sized("0", "USD"),
        "most" => sized("1000000000000.00", "USD"),
        "too much" => sized("1000000000001", "USD"),
        "cents" => sized("48500.50", "USD"),
        "euro" => sized("48500.00", "EUR"),
        "negative" => sized("-1", "USD"),
        "no size" => ConsentInput { deal_size: None, ..right },
        "no disclaimer" => ConsentInput { disclaimer: None, ..right },
        "old disclaimer" => ConsentInput { disclaimer: Some("deal-disclaimer@0".into()), ..right },
        "contact" => ConsentInput { customer_contact: contact("tom@fabrikam.example"), ..right },
        "contact of partner" => {
            ConsentInput { customer_contact: contact(&claim.content.partner_contact.email), ..right }
        }
        "partner contact" => {
            let name = Some(format!("Alice {}", claim.revision));
            let known = ContactInput::of(&claim.content.partner_contact);
            ConsentInput { partner_contact: Some(ContactInput { name, ..known }), ..right }
        }
        "everything" => {
            ConsentInput { customer_contact: Some(ContactInput::default()), ..ConsentInput::default() }
        }
        _ => right,
    }
}
