//! Rows the vendor brings (api 6), checked one by one: good rows are kept, bad ones carry every fault.

use alloc::{
    collections::BTreeMap,
    format,
    string::{String, ToString},
    vec::Vec,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    catalogue::Catalogue,
    customer::{Channel, Customer, Enrolment, Location, PayeeProfile, Subscription, SubscriptionState},
    ids::{CustomerId, LocationId, OrgId},
    refusal::{Code, Fault},
    text,
    usage::Usage,
};

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
        let parent = self.parent_account.as_deref().map(str::trim).filter(|id| !id.is_empty());
        if parent.is_some_and(|id| id.len() > 20 || !id.bytes().all(|byte| byte.is_ascii_digit())) {
            faults
                .push(Fault::new("/parentAccount", Code::IdentifierMalformed).with("type", "parent_account"));
        }
        let domains = self.domains(&mut faults);
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
            parent_account: parent.map(Into::into),
            public_sector: self.public_sector,
            managed: self.managed,
            holders: BTreeMap::new(),
        })
    }

    /// Tenants of the row that are well formed: those that may lead to a customer we know.
    pub fn tenants(&self) -> impl Iterator<Item = String> {
        self.tenants.iter().filter_map(|tenant| text::uuid(tenant))
    }

    fn domains(&self, faults: &mut Vec<Fault>) -> Vec<String> {
        let mut domains = Vec::new();
        for (index, domain) in self.domains.iter().enumerate() {
            // A host name is the domain of an address.
            match text::email(&format!("x@{}", domain.trim())) {
                Some(address) => domains.push(text::email_domain(&address).to_string()),
                None => faults.push(
                    Fault::new(format!("/domains/{index}"), Code::IdentifierMalformed).with("type", "domain"),
                ),
            }
        }
        domains
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
            if id != "*" && catalogue.current(id).is_none() {
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

fn required(pointer: &str, value: Option<&str>, faults: &mut Vec<Fault>) -> Option<String> {
    text::name(value.unwrap_or_default()).map_err(|_| faults.push(Fault::new(pointer, Code::RowInvalid))).ok()
}

fn present<T>(pointer: &str, value: Option<T>, faults: &mut Vec<Fault>) -> Option<T> {
    if value.is_none() {
        faults.push(Fault::new(pointer, Code::RowInvalid));
    }
    value
}

/// A workload or product of the catalogue.
fn product(value: Option<&str>, catalogue: &Catalogue, faults: &mut Vec<Fault>) -> Option<String> {
    let product = required("/product", value, faults)?;
    let known = catalogue.engagements.iter().any(|engagement| engagement.item_name(&product).is_some());
    if !known {
        faults.push(Fault::new("/product", Code::ItemUnknown));
    }
    known.then_some(product)
}

/// A month, exactly as `2026-10`: its text is part of a key, and sorts.
fn month(pointer: &str, value: Option<&str>, faults: &mut Vec<Fault>) -> Option<String> {
    let month = value.unwrap_or_default().trim();
    let first = format!("{month}-01");
    let known = first.parse::<Date>().is_ok_and(|date| date.to_string() == first);
    if !known {
        faults.push(Fault::new(pointer, Code::RowInvalid));
    }
    known.then(|| month.into())
}

fn count(value: Option<&Value>) -> Option<u32> {
    value?.as_u64().and_then(|count| u32::try_from(count).ok())
}

fn country(value: Option<&str>, faults: &mut Vec<Fault>) -> Option<String> {
    let value = value.map(str::trim).filter(|value| !value.is_empty())?;
    let iso = value.len() == 2 && value.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !iso {
        faults.push(Fault::new("/country", Code::RowInvalid));
    }
    iso.then(|| value.to_ascii_uppercase())
}

fn uuid(pointer: &str, value: Option<&str>, kind: &'static str, faults: &mut Vec<Fault>) -> Option<String> {
    let found = text::uuid(value.unwrap_or_default());
    if found.is_none() {
        faults.push(Fault::new(pointer, Code::IdentifierMalformed).with("type", kind));
    }
    found
}

fn uuids(pointer: &str, values: &[String], kind: &'static str, faults: &mut Vec<Fault>) -> Vec<String> {
    let values = values.iter().enumerate();
    values
        .filter_map(|(index, value)| uuid(&format!("{pointer}/{index}"), Some(value), kind, faults))
        .collect()
}

/// An instant, or a date that begins at midnight UTC.
fn instant(pointer: &str, value: Option<&str>, faults: &mut Vec<Fault>) -> Option<Timestamp> {
    let value = value.map(str::trim).filter(|value| !value.is_empty())?;
    let date =
        || value.parse::<Date>().ok().and_then(|date| TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok());
    let found = value.parse::<Timestamp>().ok().or_else(date);
    if found.is_none() {
        faults.push(Fault::new(pointer, Code::RowInvalid));
    }
    found
}
