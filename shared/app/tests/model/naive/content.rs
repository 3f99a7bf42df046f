//! V-01 … V-18: what a partner fills in, field by field.

use domain::input::{ClaimInput, ContactInput, ContactPatch, ContentPatch, ItemInput, RevenueInput};

use super::{
    Rules,
    claim::{Claim, Item, Person},
    data::{Engagement, SubscriptionRow},
    text::{Faults, fault, line, not_of_the_partner, person},
};

/// What the checked fields say.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Filled {
    pub(crate) name: String,
    pub(crate) location: String,
    pub(crate) items: Vec<Item>,
    pub(crate) opt_out: bool,
    pub(crate) customer_contact: Person,
    pub(crate) partner_contact: Person,
    pub(crate) revenue: Option<[String; 3]>,
}

/// The same of an engagement claim, which has neither role nor items.
pub(crate) fn fill_deal(input: &ClaimInput, faults: &mut Faults) -> Option<Filled> {
    let before = faults.len();
    let name = line("/name", input.name.as_deref(), "name_required", "name_too_long", faults);
    let location = input.location_id.as_deref().map_or("", str::trim).to_owned();
    if location.is_empty() {
        fault(faults, "/locationId", "location_not_eligible");
    }
    let customer = person("/customerContact", input.customer_contact.as_ref(), true, faults);
    let partner = person("/partnerContact", input.partner_contact.as_ref(), false, faults);
    if let (Some(customer), Some(partner)) = (&customer, &partner) {
        not_of_the_partner("/customerContact/email", customer, partner, faults);
    }
    if faults.len() > before {
        return None;
    }
    let (customer_contact, partner_contact) = (customer?, partner?);
    let (items, opt_out, revenue) = (Vec::new(), false, None);
    Some(Filled { name: name?, location, items, opt_out, customer_contact, partner_contact, revenue })
}

/// Every fault of the fields, or what they say.
pub(crate) fn fill(
    input: &ClaimInput,
    engagement: Option<&Engagement>,
    faults: &mut Faults,
) -> Option<Filled> {
    let before = faults.len();
    // V-12
    let role = engagement.filter(|one| input.partner_role.as_deref() == Some(one.role.as_str()));
    if engagement.is_some() && role.is_none() {
        fault(faults, "/partnerRole", "role_not_in_area");
    }
    // V-01
    let name = line("/name", input.name.as_deref(), "name_required", "name_too_long", faults);
    let location = input.location_id.as_deref().map_or("", str::trim).to_owned();
    if location.is_empty() {
        fault(faults, "/locationId", "location_not_eligible");
    }
    let items = items(input.items.as_deref().unwrap_or_default(), engagement, faults);
    // V-18
    let opt_out = input.opt_out_of_incentives.unwrap_or(false);
    if opt_out && role.is_some_and(|one| !one.may_opt_out) {
        fault(faults, "/optOutOfIncentives", "opt_out_not_allowed");
    }
    // V-06, V-07
    let customer = person("/customerContact", input.customer_contact.as_ref(), true, faults);
    let partner = person("/partnerContact", input.partner_contact.as_ref(), false, faults);
    if let (Some(customer), Some(partner)) = (&customer, &partner) {
        not_of_the_partner("/customerContact/email", customer, partner, faults);
    }
    // V-17
    let asks_revenue = role.is_some_and(|one| one.asks_revenue);
    let mut revenue = None;
    if asks_revenue || input.revenue.is_some() {
        let given = input.revenue.clone().unwrap_or_default();
        let mut part = |name: &str, value: &Option<String>| {
            let pointer = format!("/revenue/{name}");
            line(&pointer, value.as_deref(), "revenue_info_required", "text_invalid", faults)
        };
        let seller = part("solutionSellerName", &given.solution_seller_name);
        let customer_name = part("customerName", &given.customer_name);
        let solution = part("isvSolution", &given.isv_solution);
        if let (Some(seller), Some(customer_name), Some(solution)) = (seller, customer_name, solution) {
            revenue = Some([seller, customer_name, solution]);
        }
    }
    if faults.len() > before || role.is_none() {
        return None;
    }
    Some(Filled {
        name: name?,
        location,
        items,
        opt_out,
        customer_contact: customer?,
        partner_contact: partner?,
        revenue,
    })
}

/// V-14, V-15
fn items(inputs: &[ItemInput], engagement: Option<&Engagement>, faults: &mut Faults) -> Vec<Item> {
    if inputs.is_empty() {
        fault(faults, "/items", "items_required");
    }
    if inputs.len() > 100 {
        fault(faults, "/items", "too_many_items");
        return Vec::new();
    }
    let Some(engagement) = engagement else { return Vec::new() };
    let mut items: Vec<Item> = Vec::new();
    for (index, input) in inputs.iter().enumerate() {
        let before = faults.len();
        let at = format!("/items/{index}");
        let workload = input.workload.as_deref().unwrap_or("").trim();
        let product = input.product.as_deref().unwrap_or("").trim();
        let subscription = input.subscription_id.as_deref().unwrap_or("").trim().to_lowercase();
        let key = if engagement.by_subscription {
            if subscription.is_empty() {
                fault(faults, &format!("{at}/subscriptionId"), "subscription_required");
            } else if subscription.len() != 36 {
                fault(faults, &format!("{at}/subscriptionId"), "identifier_malformed");
            }
            if input.workload.is_some() || !engagement.products.iter().any(|known| known == product) {
                fault(faults, &format!("{at}/product"), "item_unknown");
            }
            format!("subscription:{subscription}")
        } else {
            if input.subscription_id.is_some() {
                fault(faults, &format!("{at}/subscriptionId"), "subscription_not_allowed");
            }
            if input.product.is_some() || !engagement.workloads.iter().any(|known| known == workload) {
                fault(faults, &format!("{at}/workload"), "item_unknown");
            }
            format!("workload:{workload}")
        };
        if faults.len() > before {
            continue;
        }
        if items.iter().any(|other| other.key == key) {
            fault(faults, &at, "item_duplicate");
            continue;
        }
        let product = if engagement.by_subscription { Some(product.to_owned()) } else { None };
        items.push(Item { key, product, decision: "open", reason: None, association: None });
    }
    items
}

impl Rules {
    /// V-16 for every item; `pointer` says where a fault is shown.
    pub(crate) fn subscriptions_at_fault(
        &self,
        items: &[Item],
        tenant: &str,
        engagement: &Engagement,
        pointer: impl Fn(usize, &str) -> String,
    ) -> Faults {
        let mut faults = Faults::new();
        for (index, item) in items.iter().enumerate() {
            let Some(id) = item.key.strip_prefix("subscription:") else { continue };
            let row: Option<&SubscriptionRow> = self.subscriptions.iter().find(|row| row.id == id);
            let product = item.product.as_deref().unwrap_or("");
            let code = match row {
                None => Some("subscription_not_on_tenant"),
                Some(row) => row.fault(tenant, product, engagement),
            };
            if let Some(code) = code {
                fault(&mut faults, &pointer(index, &item.key), code);
            }
        }
        faults
    }
}

pub(crate) fn contact_input(person: &Person) -> ContactInput {
    ContactInput {
        name: Some(person.name.clone()),
        title: person.title.clone(),
        email: Some(person.email.clone()),
        locale: Some(person.locale.clone()),
    }
}

/// What would be sent to make this claim.
pub(crate) fn input_of(claim: &Claim) -> ClaimInput {
    let item = |item: &Item| {
        let (kind, id) = item.key.split_once(':').unwrap_or_default();
        let of = |wanted: &str| if kind == wanted { Some(id.to_owned()) } else { None };
        ItemInput {
            workload: of("workload"),
            subscription_id: of("subscription"),
            product: item.product.clone(),
        }
    };
    ClaimInput {
        kind: Some("association".to_owned()),
        name: Some(claim.name.clone()),
        engagement_id: Some(claim.engagement.clone()),
        partner_role: Some(claim.role.clone()),
        location_id: Some(claim.location.clone()),
        tenant_id: Some(claim.tenant.clone()),
        items: Some(claim.items.iter().map(item).collect()),
        opt_out_of_incentives: Some(claim.opt_out),
        customer_contact: Some(contact_input(&claim.customer_contact)),
        partner_contact: Some(contact_input(&claim.partner_contact)),
        revenue: claim.revenue.as_ref().map(|[seller, customer, solution]| RevenueInput {
            solution_seller_name: Some(seller.clone()),
            customer_name: Some(customer.clone()),
            isv_solution: Some(solution.clone()),
        }),
    }
}

fn patched(old: Option<ContactInput>, patch: &Option<Option<ContactPatch>>) -> Option<ContactInput> {
    let Some(patch) = patch else { return old };
    let patch = patch.as_ref()?;
    let mut next = old.unwrap_or_default();
    if let Some(name) = &patch.name {
        next.name.clone_from(name);
    }
    if let Some(title) = &patch.title {
        next.title.clone_from(title);
    }
    if let Some(email) = &patch.email {
        next.email.clone_from(email);
    }
    if let Some(locale) = &patch.locale {
        next.locale.clone_from(locale);
    }
    Some(next)
}

/// A JSON merge patch, member by member (api 3: PATCH), and the fields it names.
pub(crate) fn merged(claim: &Claim, patch: &ContentPatch) -> (ClaimInput, Vec<&'static str>) {
    let mut input = input_of(claim);
    let mut named = Vec::new();
    if let Some(name) = &patch.name {
        named.push("/name");
        input.name.clone_from(name);
    }
    if let Some(location) = &patch.location_id {
        named.push("/locationId");
        input.location_id.clone_from(location);
    }
    if let Some(items) = &patch.items {
        named.push("/items");
        input.items.clone_from(items);
    }
    if let Some(opt_out) = patch.opt_out_of_incentives {
        named.push("/optOutOfIncentives");
        input.opt_out_of_incentives = opt_out;
    }
    if patch.customer_contact.is_some() {
        named.push("/customerContact");
        input.customer_contact = patched(input.customer_contact, &patch.customer_contact);
    }
    if patch.partner_contact.is_some() {
        named.push("/partnerContact");
        input.partner_contact = patched(input.partner_contact, &patch.partner_contact);
    }
    if patch.deal_size.is_some() {
        named.push("/dealSize");
    }
    if patch.hours.is_some() {
        named.push("/hours");
    }
    if let Some(revenue) = &patch.revenue {
        named.push("/revenue");
        input.revenue = revenue.as_ref().map(|patch| {
            let mut next = input.revenue.clone().unwrap_or_default();
            if let Some(seller) = &patch.solution_seller_name {
                next.solution_seller_name.clone_from(seller);
            }
            if let Some(customer) = &patch.customer_name {
                next.customer_name.clone_from(customer);
            }
            if let Some(solution) = &patch.isv_solution {
                next.isv_solution.clone_from(solution);
            }
            next
        });
    }
    (input, named)
}
