//! How a customer is named (V-08, V-40): domain, tenant, parent account, subscription, opportunity.

use alloc::{collections::BTreeSet, format, string::String};
use serde::{Deserialize, Serialize};

use crate::{customer::Customer, text};

/// Kinds of identifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierType {
    /// Host name
    Domain,
    /// UUID
    Tenant,
    /// Digits
    ParentAccount,
    /// UUID
    Subscription,
    /// By the vendor's pattern
    Opportunity,
}

/// A customer as somebody named it, in its normal form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Identifier {
    /// What it is
    #[serde(rename = "type")]
    pub kind: IdentifierType,
    /// The normal form
    pub value: String,
}

/// An identifier as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentifierInput {
    /// Name of the kind
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Its value
    pub value: Option<String>,
}

impl IdentifierType {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::Domain, Self::Tenant, Self::ParentAccount, Self::Subscription, Self::Opportunity];

    /// The name in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Domain => "domain",
            Self::Tenant => "tenant",
            Self::ParentAccount => "parent_account",
            Self::Subscription => "subscription",
            Self::Opportunity => "opportunity",
        }
    }

    /// Reads the form of the API.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

impl Identifier {
    /// The normal form of what was sent; `None` when it is malformed (V-08).
    #[must_use]
    pub fn parse(kind: IdentifierType, value: &str) -> Option<Self> {
        let value = value.trim();
        let value = match kind {
            IdentifierType::Domain => text::domain(value)?,
            IdentifierType::Tenant | IdentifierType::Subscription => text::uuid(value)?,
            IdentifierType::ParentAccount => {
                let digits =
                    (1..=20).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit());
                digits.then(|| value.into())?
            }
            IdentifierType::Opportunity => {
                let allowed = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
                ((3..=40).contains(&value.len()) && value.bytes().all(allowed)).then(|| value.into())?
            }
        };
        Some(Self { kind, value })
    }

    /// What it is compared by, and found by: the registrable part of a domain, otherwise the value (V-08).
    #[must_use]
    pub fn comparable(&self) -> &str {
        match self.kind {
            IdentifierType::Domain => text::registrable(&self.value),
            IdentifierType::Tenant
            | IdentifierType::ParentAccount
            | IdentifierType::Subscription
            | IdentifierType::Opportunity => &self.value,
        }
    }

    /// The identifiers that lead to a customer, each as it is compared.
    #[must_use]
    pub fn of(customer: &Customer) -> BTreeSet<Self> {
        let named = |kind| move |value: &String| Self { kind, value: value.clone() };
        let domains = customer
            .domains
            .iter()
            .map(|domain| Self { kind: IdentifierType::Domain, value: text::registrable(domain).into() });
        let tenants = customer.tenants.iter().map(named(IdentifierType::Tenant));
        let parent = customer.parent_account.iter().map(named(IdentifierType::ParentAccount));
        domains.chain(tenants).chain(parent).collect()
    }

    /// `type:value`
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}:{}", self.kind.as_str(), self.value)
    }
}

/// Whether two host names belong to the same registrable domain.
#[must_use]
pub fn same_domain(one: &str, other: &str) -> bool {
    text::registrable(one) == text::registrable(other)
}
