//! V-01 … V-18: what a partner sends becomes [`Content`], or every fault of it at once.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use crate::{
    catalogue::{Engagement, Extra, KeyType, PartnerRole},
    claim::{Contact, Content, Item, ItemDecision, ItemKey, Revenue},
    ids::LocationId,
    input::{ClaimInput, ContactInput, ItemInput, RevenueInput},
    refusal::{Code, Fault},
    text::{self, Locale, TextFault},
};

/// Most items of a claim (V-14). There is no limit of four.
pub const ITEMS_MAX: usize = 100;

/// The content of a claim, or all its faults. Without an engagement there is no content, but whatever does
/// not depend on one is checked all the same.
pub fn content(input: &ClaimInput, engagement: Option<&Engagement>) -> Result<Content, Vec<Fault>> {
    let mut faults = Vec::new();
    let role = engagement.and_then(|engagement| role(input, engagement, &mut faults));
    let name = name("/name", input.name.as_deref(), Code::NameRequired, &mut faults);
    let location = location(input.location_id.as_deref(), &mut faults);
    let items = items(input.items.as_deref().unwrap_or_default(), engagement, role, &mut faults);
    let opt_out = input.opt_out_of_incentives.unwrap_or_default();
    if opt_out && role.is_some_and(|role| !role.may_opt_out) {
        faults.push(Fault::new("/optOutOfIncentives", Code::OptOutNotAllowed));
    }
    let customer = contact("/customerContact", input.customer_contact.as_ref(), true, &mut faults);
    let partner = contact("/partnerContact", input.partner_contact.as_ref(), false, &mut faults);
    if let (Some(customer), Some(partner)) = (&customer, &partner) {
        not_the_partner("/customerContact/email", customer, partner, &mut faults);
    }
    let revenue = revenue(input.revenue.as_ref(), role, &mut faults);
    match (name, location, role, customer, partner) {
        (Some(name), Some(location), Some(role), Some(customer_contact), Some(partner_contact))
            if faults.is_empty() =>
        {
            Ok(Content {
                name,
                location,
                location_name: None,
                role: role.id.clone(),
                items,
                opt_out,
                customer_contact,
                partner_contact,
                revenue,
            })
        }
        _ => Err(faults),
    }
}

/// The content of an engagement claim, which has neither role nor items, or all its faults.
pub fn deal_content(
    name_given: Option<&str>,
    location_given: Option<&str>,
    customer: Option<&ContactInput>,
    partner: Option<&ContactInput>,
) -> Result<Content, Vec<Fault>> {
    let mut faults = Vec::new();
    let name = name("/name", name_given, Code::NameRequired, &mut faults);
    let location = location(location_given, &mut faults);
    let customer = contact("/customerContact", customer, true, &mut faults);
    let partner = contact("/partnerContact", partner, false, &mut faults);
    if let (Some(customer), Some(partner)) = (&customer, &partner) {
        not_the_partner("/customerContact/email", customer, partner, &mut faults);
    }
    match (name, location, customer, partner) {
        (Some(name), Some(location), Some(customer_contact), Some(partner_contact)) if faults.is_empty() => {
            Ok(Content {
                name,
                location,
                location_name: None,
                role: String::new(),
                items: Vec::new(),
                opt_out: false,
                customer_contact,
                partner_contact,
                revenue: None,
            })
        }
        _ => Err(faults),
    }
}

/// V-13, V-08: the tenant that is claimed.
pub fn tenant(input: Option<&str>) -> Result<String, Fault> {
    let given = input.map(str::trim).filter(|text| !text.is_empty());
    let given = given.ok_or_else(|| Fault::new("/tenantId", Code::TenantRequired))?;
    text::uuid(given).ok_or_else(|| Fault::new("/tenantId", Code::IdentifierMalformed).with("type", "tenant"))
}

/// V-06, V-07: a contact of the customer that replaces another one.
pub fn customer_contact(input: &ContactInput, partner: &Contact) -> Result<Contact, Vec<Fault>> {
    person(input, true, partner)
}

/// K10, V-07: a colleague whom the customer's contact names, by name and address.
pub fn colleague(input: &ContactInput, partner: &Contact) -> Result<Contact, Vec<Fault>> {
    person(input, false, partner)
}

fn person(input: &ContactInput, titled: bool, partner: &Contact) -> Result<Contact, Vec<Fault>> {
    let mut faults = Vec::new();
    let found = contact("", Some(input), titled, &mut faults);
    if let Some(found) = &found {
        not_the_partner("/email", found, partner, &mut faults);
    }
    match found {
        Some(found) if faults.is_empty() => Ok(found),
        _ => Err(faults),
    }
}

/// A reason in the caller's words: 1 to 2,000 code points.
pub fn reason(pointer: &str, input: Option<&str>) -> Result<String, Fault> {
    prose(pointer, input.unwrap_or_default(), Code::ReasonRequired)
}

/// V-29: why an association is given up, 10 to 1,000 code points.
pub fn full_reason(pointer: &str, input: Option<&str>) -> Result<String, Fault> {
    let text = reason(pointer, input)?;
    if (10..=1000).contains(&text.chars().count()) {
        Ok(text)
    } else {
        Err(Fault::new(pointer, Code::ReasonRequired).with("min", "10").with("max", "1000"))
    }
}

/// Words that may have line breaks; `missing` when there are none.
pub fn prose(pointer: &str, input: &str, missing: Code) -> Result<String, Fault> {
    text::prose(input).map_err(|fault| match fault {
        TextFault::Empty => Fault::new(pointer, missing),
        TextFault::TooLong => Fault::new(pointer, Code::TextInvalid).with("max", text::PROSE_MAX.to_string()),
        TextFault::Invalid => Fault::new(pointer, Code::TextInvalid),
    })
}

fn keep<T>(result: Result<T, Fault>, faults: &mut Vec<Fault>) -> Option<T> {
    result.map_err(|fault| faults.push(fault)).ok()
}

fn role<'a>(
    input: &ClaimInput,
    engagement: &'a Engagement,
    faults: &mut Vec<Fault>,
) -> Option<&'a PartnerRole> {
    let found = engagement.role(input.partner_role.as_deref().unwrap_or_default());
    if found.is_none() {
        let allowed: Vec<&str> = engagement.partner_roles.iter().map(|role| role.id.as_str()).collect();
        faults.push(Fault::new("/partnerRole", Code::RoleNotInArea).with("allowed", allowed.join(", ")));
    }
    found
}

/// A name on one line; `missing` when there is none.
pub(crate) fn name(
    pointer: &str,
    input: Option<&str>,
    missing: Code,
    faults: &mut Vec<Fault>,
) -> Option<String> {
    let result = text::name(input.unwrap_or_default()).map_err(|fault| match fault {
        TextFault::Empty => Fault::new(pointer, missing),
        TextFault::TooLong if missing == Code::NameRequired => {
            Fault::new(pointer, Code::NameTooLong).with("max", text::NAME_MAX.to_string())
        }
        TextFault::TooLong => Fault::new(pointer, Code::TextInvalid).with("max", text::NAME_MAX.to_string()),
        TextFault::Invalid => Fault::new(pointer, Code::TextInvalid),
    });
    keep(result, faults)
}

fn location(input: Option<&str>, faults: &mut Vec<Fault>) -> Option<LocationId> {
    let given = input.map(str::trim).filter(|id| !id.is_empty() && id.len() <= 64);
    let result =
        given.map(LocationId::new).ok_or_else(|| Fault::new("/locationId", Code::LocationNotEligible));
    keep(result, faults)
}

fn contact(at: &str, input: Option<&ContactInput>, titled: bool, faults: &mut Vec<Fault>) -> Option<Contact> {
    let Some(input) = input else {
        faults.push(Fault::new(at, Code::ContactIncomplete));
        return None;
    };
    let full_name = name(&format!("{at}/name"), input.name.as_deref(), Code::ContactIncomplete, faults);
    let title = match input.title.as_deref() {
        None if !titled => Some(None),
        title => name(&format!("{at}/title"), title, Code::ContactIncomplete, faults).map(Some),
    };
    let pointer = format!("{at}/email");
    let given = input.email.as_deref().map(str::trim).filter(|email| !email.is_empty());
    let email = match given {
        None => Err(Fault::new(pointer, Code::ContactIncomplete)),
        Some(given) => text::email(given).ok_or_else(|| Fault::new(pointer, Code::ContactEmailInvalid)),
    };
    let email = keep(email, faults);
    let locale = input.locale.as_deref().map_or(Locale::default(), Locale::of);
    Some(Contact { name: full_name?, title: title?, email: email?, locale })
}

/// V-07: somebody of the partner's own domain cannot speak for the customer.
fn not_the_partner(pointer: &str, customer: &Contact, partner: &Contact, faults: &mut Vec<Fault>) {
    if text::email_domain(&customer.email) == text::email_domain(&partner.email) {
        faults.push(Fault::new(pointer, Code::ContactIsPartner));
    }
}

fn items(
    inputs: &[ItemInput],
    engagement: Option<&Engagement>,
    role: Option<&PartnerRole>,
    faults: &mut Vec<Fault>,
) -> Vec<Item> {
    if inputs.is_empty() {
        faults.push(Fault::new("/items", Code::ItemsRequired));
    }
    if inputs.len() > ITEMS_MAX {
        faults.push(Fault::new("/items", Code::TooManyItems).with("max", ITEMS_MAX.to_string()));
        return Vec::new();
    }
    let Some(engagement) = engagement else { return Vec::new() };
    let key_type = role.or(engagement.partner_roles.first()).map_or(KeyType::Workload, |role| role.key);
    let mut items: Vec<Item> = Vec::with_capacity(inputs.len());
    for (index, input) in inputs.iter().enumerate() {
        let at = format!("/items/{index}");
        let found = match key_type {
            KeyType::Workload => workload(&at, input, engagement),
            KeyType::Subscription => subscription(&at, input, engagement),
        };
        match found {
            Ok(item) if items.iter().any(|other| other.key == item.key) => {
                faults.push(Fault::new(at, Code::ItemDuplicate));
            }
            Ok(item) => items.push(item),
            Err(more) => faults.extend(more),
        }
    }
    items
}

fn item(key: ItemKey, product: Option<String>) -> Item {
    Item { key, product, decision: ItemDecision::Open, association: None }
}

/// V-15 for roles whose key is a workload.
fn workload(at: &str, input: &ItemInput, engagement: &Engagement) -> Result<Item, Vec<Fault>> {
    let mut faults = Vec::new();
    if input.subscription_id.is_some() {
        faults.push(Fault::new(format!("{at}/subscriptionId"), Code::SubscriptionNotAllowed));
    }
    let id = input.workload.as_deref().unwrap_or_default().trim();
    if input.product.is_some() || !engagement.workloads.iter().any(|known| known.id == id) {
        faults.push(Fault::new(format!("{at}/workload"), Code::ItemUnknown));
    }
    if faults.is_empty() { Ok(item(ItemKey::Workload(id.into()), None)) } else { Err(faults) }
}

/// V-15 for roles whose key is a subscription.
fn subscription(at: &str, input: &ItemInput, engagement: &Engagement) -> Result<Item, Vec<Fault>> {
    let mut faults = Vec::new();
    let pointer = format!("{at}/subscriptionId");
    let given = input.subscription_id.as_deref().map(str::trim).filter(|id| !id.is_empty());
    let id = match given {
        None => keep(Err(Fault::new(pointer, Code::SubscriptionRequired)), &mut faults),
        Some(given) => {
            let malformed = || Fault::new(pointer, Code::IdentifierMalformed).with("type", "subscription");
            keep(text::uuid(given).ok_or_else(malformed), &mut faults)
        }
    };
    let product = input.product.as_deref().unwrap_or_default().trim();
    if input.workload.is_some() || !engagement.products.iter().any(|known| known.id == product) {
        faults.push(Fault::new(format!("{at}/product"), Code::ItemUnknown));
    }
    match id {
        Some(id) if faults.is_empty() => Ok(item(ItemKey::Subscription(id), Some(product.into()))),
        _ => Err(faults),
    }
}

/// V-17
fn revenue(
    input: Option<&RevenueInput>,
    role: Option<&PartnerRole>,
    faults: &mut Vec<Fault>,
) -> Option<Revenue> {
    let required = role.is_some_and(|role| role.requires.contains(&Extra::Revenue));
    if input.is_none() && !required {
        return None;
    }
    let input = input.cloned().unwrap_or_default();
    let mut part = |name_of: &str, value: Option<&str>| {
        name(&format!("/revenue/{name_of}"), value, Code::RevenueInfoRequired, faults)
    };
    let seller = part("solutionSellerName", input.solution_seller_name.as_deref());
    let customer = part("customerName", input.customer_name.as_deref());
    let solution = part("isvSolution", input.isv_solution.as_deref());
    Some(Revenue { solution_seller_name: seller?, customer_name: customer?, isv_solution: solution? })
}
