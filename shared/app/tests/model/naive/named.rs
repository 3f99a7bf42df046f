//! Who the customer of a new engagement claim is (V-08, V-40, V-41, V-45, V-46, V-50).

use domain::input::EngagementInput;

use super::{
    Model, Rules,
    claim::Claim,
    data::Engagement,
    terms::CustomerRow,
    text::{Faults, fault},
};

/// The customer that is meant.
pub(crate) struct Named {
    /// Its place in the list; nobody for a tenant that nobody has imported
    pub(crate) customer: Option<usize>,
    pub(crate) tenant: String,
    /// Type and value
    pub(crate) identifier: (String, String),
    /// Whether the vendor may have said something of the identifier
    pub(crate) is_looked_up: bool,
}

/// Host names of the same organisation: in these tests the last two labels.
pub(crate) fn same_domain(one: &str, other: &str) -> bool {
    let registered = |host: &str| host.rsplit('.').take(2).map(str::to_owned).collect::<Vec<_>>();
    registered(one) == registered(other)
}

/// V-08: type and value in their normal form.
fn identifier(input: &EngagementInput) -> Option<(String, String)> {
    let given = input.identifier.as_ref()?;
    let kind = given.kind.as_deref().unwrap_or("");
    let value = given.value.as_deref().unwrap_or("").trim();
    let value = if kind == "opportunity" { value.to_owned() } else { value.to_lowercase() };
    let good = match kind {
        "tenant" | "subscription" => value.len() == 36,
        "parent_account" => value.chars().all(|c| c.is_ascii_digit()),
        "domain" => value.contains('.'),
        "opportunity" => value.len() >= 3,
        _ => false,
    };
    good.then(|| (kind.to_owned(), value))
}

impl Rules {
    /// The tenants and the customer that an identifier leads to.
    fn led_to(&self, (kind, value): &(String, String)) -> (Vec<String>, Option<usize>) {
        let of_tenant = |tenant: String| {
            let customer = self.customers.iter().position(|row| row.tenants.contains(&tenant));
            (vec![tenant], customer)
        };
        let nobody = (Vec::new(), None);
        match kind.as_str() {
            "tenant" => of_tenant(value.clone()),
            "subscription" => {
                let row = self.subscriptions.iter().find(|row| row.id == *value);
                row.map_or(nobody, |row| of_tenant(row.tenant.clone()))
            }
            "opportunity" => {
                let row = self.opportunities.iter().find(|row| row.id == *value);
                row.map_or(nobody, |row| of_tenant(row.tenant.clone()))
            }
            _ => {
                let is_meant = |row: &CustomerRow| match kind.as_str() {
                    "domain" => row.domains.iter().any(|domain| same_domain(domain, value)),
                    _ => row.parent.as_ref() == Some(value),
                };
                // No two customers of these tests share a domain or an account.
                let customer = self.customers.iter().position(is_meant);
                let tenants = customer.map(|customer| self.customers[customer].tenants.clone());
                (tenants.unwrap_or_default(), customer)
            }
        }
    }

    /// V-45: the tenant is derived from a domain, or asked for; a group's account leads to its first one.
    fn tenant_of(&self, identifier: &(String, String)) -> Result<String, &'static str> {
        let (tenants, customer) = self.led_to(identifier);
        match (identifier.0.as_str(), tenants.as_slice()) {
            ("domain", []) => Err("tenant_not_derivable"),
            ("domain", [_, _, ..]) => Err("tenant_ambiguous"),
            (_, [first, ..]) => Ok(first.clone()),
            (_, []) if customer.is_some() => Ok(String::new()),
            (_, []) => Err("identifier_unknown"),
        }
    }
}

impl Model {
    /// The partner's claims that the customer agreed to and has not taken back (V-50).
    pub(super) fn agreed<'a>(&'a self, org: &'a str, customer: usize) -> impl Iterator<Item = &'a Claim> {
        self.claims.iter().filter(move |claim| {
            let same = claim.deal.as_ref().is_some_and(|deal| deal.customer == customer);
            same && claim.org == org && claim.consent_state() == "accepted"
        })
    }

    /// The place of a customer that is claimed; whom nobody has imported comes into being.
    pub(super) fn customer_row(&mut self, named: &Named) -> usize {
        named.customer.unwrap_or_else(|| {
            let (id, tenants) = (format!("of {}", named.tenant), vec![named.tenant.clone()]);
            self.rules.customers.push(CustomerRow { id, tenants, ..CustomerRow::default() });
            self.rules.customers.len() - 1
        })
    }

    pub(super) fn named(
        &self,
        org: &str,
        input: &EngagementInput,
        origin: &str,
        asked: &[(usize, Engagement)],
        faults: &mut Faults,
    ) -> Option<Named> {
        let variable = asked.iter().any(|(_, engagement)| engagement.terms.variable);
        let claims = origin == "claimed";
        if input.identifier.is_none() && (!claims || variable) {
            fault(faults, "/identifier", "identifier_required");
            return None;
        }
        if input.identifier.is_some() && identifier(input).is_none() {
            fault(faults, "/identifier/value", "identifier_malformed");
            return None;
        }
        let mut claimed = None;
        if claims {
            let id = input.customer_id.as_deref().unwrap_or("");
            claimed = self.rules.customers.iter().position(|row| !id.is_empty() && row.id == id);
            if claimed.is_none() {
                fault(faults, "/customerId", "identifier_unknown");
                return None;
            }
        }
        // A claimed customer is looked at as it once agreed; of several times, as in the claim that comes first.
        let agreed = claimed.and_then(|customer| {
            let first = self.agreed(org, customer).min_by_key(|claim| claim.id.clone());
            first.and_then(|claim| claim.deal.as_ref()).map(|deal| deal.identifier.clone())
        });
        let Some(identifier) = identifier(input).or(agreed) else {
            // It never agreed, and is refused for that.
            let row = &self.rules.customers[claimed?];
            let tenant = row.tenants.first().cloned().unwrap_or_default();
            let identifier = ("tenant".to_owned(), tenant.clone());
            return Some(Named { customer: claimed, tenant, identifier, is_looked_up: false });
        };
        let before = faults.len();
        for (_, engagement) in asked {
            let terms = &engagement.terms;
            let by_pay = terms.variable == (identifier.0 == "opportunity");
            if !by_pay || !terms.identifier_types.contains(&identifier.0.as_str()) {
                fault(faults, "/identifier/type", "id_type_not_allowed");
            }
        }
        if faults.len() > before {
            return None;
        }
        let tenant = match self.rules.tenant_of(&identifier) {
            Ok(tenant) => tenant,
            Err(code) => {
                fault(faults, "/identifier/value", code);
                return None;
            }
        };
        let (_, led_to) = self.rules.led_to(&identifier);
        if claims && led_to != claimed {
            fault(faults, "/identifier/value", "identifier_unknown");
            return None;
        }
        Some(Named { customer: led_to, tenant, identifier, is_looked_up: true })
    }
}
