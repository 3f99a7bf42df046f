//! Rows the vendor brings (api 6), checked one by one: good rows are kept, bad ones carry every fault.

mod access;
mod deal;
mod field;

use alloc::{collections::BTreeMap, format, string::String, vec::Vec};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    catalogue::Catalogue,
    customer::{Channel, Customer, Enrolment, Location, PayeeProfile, Subscription, SubscriptionState},
    identifier::IdentifierType,
    ids::{CustomerId, LocationId, OrgId},
    refusal::{Code, Fault},
    text,
    usage::Usage,
};

pub use access::{brings_claims, brings_data, reads};
pub use deal::{EligibilityRow, OpportunityRow};
use field::{count, country, identifier, instant, month, present, product, required, uuid, uuids};

/// Most rows of one import.
pub const ROWS_MAX: usize = 1_000;

/// A customer as the vendor knows it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CustomerRow {
    customer_id: Option<String>,
    name: Option<String>,
    country: Option<String>,
    #[serde(default)]
    domains: Vec<String>,
    #[serde(default)]
    tenants: Vec<String>,
    parent_account: Option<String>,
    #[serde(default)]
    public_sector: bool,
    #[serde(default)]
    managed: bool,
}

/// A subscription of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SubscriptionRow {
    subscription_id: Option<String>,
    tenant_id: Option<String>,
    product: Option<String>,
    channel: Option<Channel>,
    state: Option<SubscriptionState>,
    starts_at: Option<String>,
    ends_at: Option<String>,
}

/// A location of a partner.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LocationRow {
    location_id: Option<String>,
    org: Option<String>,
    org_name: Option<String>,
    name: Option<String>,
    country: Option<String>,
    enrolment: Option<Enrolment>,
    engagements: Option<Vec<String>>,
    #[serde(default)]
    payee_profile: PayeeProfile,
}

/// Usage of a tenant in a month. The counts are read late, so that a wrong one is named like any other fault.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UsageRow {
    tenant_id: Option<String>,
    product: Option<String>,
    month: Option<String>,
    active_users: Option<Value>,
    sold_seats: Option<Value>,
}

impl CustomerRow {
    /// The customer, its id from the row, from `known` (the customer of one of its tenants), or from its
    /// first tenant or its name: the same row is the same customer.
    pub fn check(&self, known: Option<&CustomerId>) -> Result<Customer, Vec<Fault>> {
        let mut faults = Vec::new();
        let name = required("/name", self.name.as_deref(), &mut faults);
        let country = country(self.country.as_deref(), &mut faults);
        let tenants = uuids("/tenants", &self.tenants, "tenant", &mut faults);
        let given = self.customer_id.as_deref().map(|id| {
            CustomerId::parse(id)
                .ok_or_else(|| Fault::new("/customerId", Code::IdentifierMalformed).with("type", "customer"))
        });
        let given = given.transpose().map_err(|fault| faults.push(fault)).ok().flatten();
        let parent = self.parent_account.as_deref().filter(|id| !id.trim().is_empty());
        let parent = parent.and_then(|id| {
            identifier("/parentAccount", IdentifierType::ParentAccount, Some(id), &mut faults)
        });
        let domains = self.domains.iter().enumerate().filter_map(|(index, domain)| {
            identifier(&format!("/domains/{index}"), IdentifierType::Domain, Some(domain), &mut faults)
        });
        let domains: Vec<String> = domains.map(|domain| domain.value).collect();
        let (Some(name), true) = (name, faults.is_empty()) else { return Err(faults) };
        let id = given.or_else(|| known.cloned()).unwrap_or_else(|| match tenants.first() {
            Some(tenant) => CustomerId::derived(&["tenant", tenant]),
            None => CustomerId::derived(&["customer", &name, country.as_deref().unwrap_or_default()]),
        });
        Ok(Customer {
            id,
            name,
            country,
            domains,
            tenants,
            parent_account: parent.map(|parent| parent.value),
            public_sector: self.public_sector,
            managed: self.managed,
            holders: BTreeMap::new(),
        })
    }

    /// Tenants of the row that are well formed: those that may lead to a customer we know.
    pub fn tenants(&self) -> impl Iterator<Item = String> {
        self.tenants.iter().filter_map(|tenant| text::uuid(tenant))
    }
}

impl SubscriptionRow {
    /// The subscription, or every fault of the row.
    pub fn check(&self, catalogue: &Catalogue) -> Result<Subscription, Vec<Fault>> {
        let mut faults = Vec::new();
        let id = uuid("/subscriptionId", self.subscription_id.as_deref(), "subscription", &mut faults);
        let tenant = uuid("/tenantId", self.tenant_id.as_deref(), "tenant", &mut faults);
        let product = product(self.product.as_deref(), catalogue, &mut faults);
        let channel = present("/channel", self.channel, &mut faults);
        let state = present("/state", self.state, &mut faults);
        let starts_at = instant("/startsAt", self.starts_at.as_deref(), &mut faults);
        let ends_at = instant("/endsAt", self.ends_at.as_deref(), &mut faults);
        match (id, tenant, product, channel, state) {
            (Some(subscription_id), Some(tenant_id), Some(product), Some(channel), Some(state))
                if faults.is_empty() =>
            {
                Ok(Subscription { subscription_id, tenant_id, product, channel, state, starts_at, ends_at })
            }
            _ => Err(faults),
        }
    }
}

impl LocationRow {
    /// The location, or every fault of the row.
    pub fn check(&self, catalogue: &Catalogue) -> Result<Location, Vec<Fault>> {
        let mut faults = Vec::new();
        let id = required("/locationId", self.location_id.as_deref(), &mut faults);
        let org = required("/org", self.org.as_deref(), &mut faults);
        let name = required("/name", self.name.as_deref(), &mut faults);
        let country = country(self.country.as_deref(), &mut faults);
        if self.country.is_none() {
            faults.push(Fault::new("/country", Code::RowInvalid));
        }
        let enrolment = present("/enrolment", self.enrolment, &mut faults);
        let engagements = self.engagements.clone().unwrap_or_else(|| alloc::vec!["*".into()]);
        for (index, id) in engagements.iter().enumerate() {
            if id != "*" && catalogue.newest(id).is_none() {
                faults.push(Fault::new(format!("/engagements/{index}"), Code::EngagementUnknown));
            }
        }
        match (id, org, name, country, enrolment) {
            (Some(id), Some(org), Some(name), Some(country), Some(enrolment)) if faults.is_empty() => {
                Ok(Location {
                    location_id: LocationId::new(id),
                    org: OrgId::new(org),
                    org_name: self.org_name.as_deref().and_then(|name| text::name(name).ok()),
                    name,
                    country,
                    enrolment,
                    engagements,
                    payee_profile: self.payee_profile,
                })
            }
            _ => Err(faults),
        }
    }
}

impl UsageRow {
    /// The usage of the month, or every fault of the row.
    pub fn check(&self, catalogue: &Catalogue) -> Result<Usage, Vec<Fault>> {
        let mut faults = Vec::new();
        let tenant = uuid("/tenantId", self.tenant_id.as_deref(), "tenant", &mut faults);
        let product = product(self.product.as_deref(), catalogue, &mut faults);
        let month = month("/month", self.month.as_deref(), &mut faults);
        let active_users = present("/activeUsers", count(self.active_users.as_ref()), &mut faults);
        let sold_seats = present("/soldSeats", count(self.sold_seats.as_ref()), &mut faults);
        match (tenant, product, month, active_users, sold_seats) {
            (Some(tenant_id), Some(product), Some(month), Some(active_users), Some(sold_seats)) => {
                Ok(Usage { tenant_id, product, month, active_users, sold_seats })
            }
            _ => Err(faults),
        }
    }
}
