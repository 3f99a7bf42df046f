//! What callers send, before it is checked: every value may be missing or wrong.

use alloc::{string::String, vec::Vec};
use jiff::civil::Date;
use serde::{Deserialize, Deserializer};

use crate::{
    claim::{Contact, Content, Item, ItemKey},
    document::Covers,
    identifier::IdentifierInput,
    money::MoneyInput,
    text::Locale,
};

/// Body of a create.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClaimInput {
    /// `association` or `engagement`
    pub kind: Option<String>,
    /// Friendly name
    pub name: Option<String>,
    /// Engagement of the catalogue
    pub engagement_id: Option<String>,
    /// Role of the engagement
    pub partner_role: Option<String>,
    /// Partner location
    pub location_id: Option<String>,
    /// The customer's tenant
    pub tenant_id: Option<String>,
    /// Workloads or subscriptions
    pub items: Option<Vec<ItemInput>>,
    /// No incentives wanted
    pub opt_out_of_incentives: Option<bool>,
    /// Who answers for the customer
    pub customer_contact: Option<ContactInput>,
    /// Who answers for the partner
    pub partner_contact: Option<ContactInput>,
    /// For revenue roles
    pub revenue: Option<RevenueInput>,
}

/// An item as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ItemInput {
    /// Workload of the engagement
    pub workload: Option<String>,
    /// Product of the engagement
    pub product: Option<String>,
    /// Subscription of the tenant
    pub subscription_id: Option<String>,
}

/// A contact as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ContactInput {
    /// Full name
    pub name: Option<String>,
    /// Job title
    pub title: Option<String>,
    /// Address
    pub email: Option<String>,
    /// Language tag
    pub locale: Option<String>,
}

/// What a revenue role adds, as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RevenueInput {
    /// Who sold the solution
    pub solution_seller_name: Option<String>,
    /// The customer as the seller names it
    pub customer_name: Option<String>,
    /// The ISV's product or solution
    pub isv_solution: Option<String>,
}

/// Body of a create of engagement claims: one for each engagement.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EngagementInput {
    /// `association` or `engagement`
    pub kind: Option<String>,
    /// `added` or `claimed`
    pub origin: Option<String>,
    /// Friendly name
    pub name: Option<String>,
    /// Partner location
    pub location_id: Option<String>,
    /// The customer, as the partner names it
    pub identifier: Option<IdentifierInput>,
    /// The customer that is claimed
    pub customer_id: Option<String>,
    /// Engagements of the catalogue
    pub engagement_ids: Option<Vec<String>>,
    /// Hours, in quarters (variable pay)
    pub hours: Option<f64>,
    /// Why the contact's domain is none of the customer's (V-47)
    pub mismatch_reason: Option<String>,
    /// Who answers for the customer
    pub customer_contact: Option<ContactInput>,
    /// Who answers for the partner
    pub partner_contact: Option<ContactInput>,
}

/// Body of a request to the customer (E4).
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConsentInput {
    /// The deal size
    pub deal_size: Option<MoneyInput>,
    /// The accepted disclaimer, `<id>@<version>`
    pub disclaimer: Option<String>,
    /// Who answers for the customer, if that has changed
    pub customer_contact: Option<ContactInput>,
    /// Who answers for the partner, if that has changed
    pub partner_contact: Option<ContactInput>,
}

/// A document as it is announced.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DocumentInput {
    /// Name of the file
    pub file_name: Option<String>,
    /// What it says it is
    pub media_type: Option<String>,
    /// Bytes
    pub size: Option<u64>,
    /// SHA-256, lower-case hexadecimal
    pub sha256: Option<String>,
    /// Kind of document
    pub kind: Option<String>,
    /// What it covers
    pub covers: Option<Covers>,
    /// When the work was done
    pub activity_date: Option<Date>,
}

/// Distinguishes a member that is absent (outer `None`) from one that is `null` (inner `None`).
#[allow(clippy::option_option, reason = "the two levels are what a merge patch says")]
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// A JSON merge patch (RFC 7396) of the editable fields: absent = as it is, `null` = taken away.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[allow(clippy::option_option, reason = "the two levels are what a merge patch says")]
pub struct ContentPatch {
    /// Friendly name
    #[serde(deserialize_with = "present")]
    pub name: Option<Option<String>>,
    /// Partner location
    #[serde(deserialize_with = "present")]
    pub location_id: Option<Option<String>>,
    /// Workloads or subscriptions, replaced as a whole
    #[serde(deserialize_with = "present")]
    pub items: Option<Option<Vec<ItemInput>>>,
    /// No incentives wanted
    #[serde(deserialize_with = "present")]
    pub opt_out_of_incentives: Option<Option<bool>>,
    /// Who answers for the customer
    #[serde(deserialize_with = "present")]
    pub customer_contact: Option<Option<ContactPatch>>,
    /// Who answers for the partner
    #[serde(deserialize_with = "present")]
    pub partner_contact: Option<Option<ContactPatch>>,
    /// For revenue roles
    #[serde(deserialize_with = "present")]
    pub revenue: Option<Option<RevenuePatch>>,
    /// Never editable (V-54); named so that the refusal can say so
    #[serde(deserialize_with = "present")]
    pub deal_size: Option<Option<MoneyInput>>,
    /// Never editable (V-44)
    #[serde(deserialize_with = "present")]
    pub hours: Option<Option<serde_json::Value>>,
}

/// A merge patch of a contact.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[allow(clippy::option_option, reason = "the two levels are what a merge patch says")]
pub struct ContactPatch {
    /// Full name
    #[serde(deserialize_with = "present")]
    pub name: Option<Option<String>>,
    /// Job title
    #[serde(deserialize_with = "present")]
    pub title: Option<Option<String>>,
    /// Address
    #[serde(deserialize_with = "present")]
    pub email: Option<Option<String>>,
    /// Language tag
    #[serde(deserialize_with = "present")]
    pub locale: Option<Option<String>>,
}

/// A merge patch of the revenue information.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[allow(clippy::option_option, reason = "the two levels are what a merge patch says")]
pub struct RevenuePatch {
    /// Who sold the solution
    #[serde(deserialize_with = "present")]
    pub solution_seller_name: Option<Option<String>>,
    /// The customer as the seller names it
    #[serde(deserialize_with = "present")]
    pub customer_name: Option<Option<String>>,
    /// The ISV's product or solution
    #[serde(deserialize_with = "present")]
    pub isv_solution: Option<Option<String>>,
}

impl ContentPatch {
    /// Those of the members it names that no state of a claim opens (V-44, V-54).
    #[must_use]
    pub fn never_editable(&self) -> Vec<&'static str> {
        self.touched().into_iter().filter(|pointer| matches!(*pointer, "/dealSize" | "/hours")).collect()
    }

    /// Pointers of the members the patch names.
    #[must_use]
    pub fn touched(&self) -> Vec<&'static str> {
        [
            ("/name", self.name.is_some()),
            ("/locationId", self.location_id.is_some()),
            ("/items", self.items.is_some()),
            ("/optOutOfIncentives", self.opt_out_of_incentives.is_some()),
            ("/customerContact", self.customer_contact.is_some()),
            ("/partnerContact", self.partner_contact.is_some()),
            ("/revenue", self.revenue.is_some()),
            ("/dealSize", self.deal_size.is_some()),
            ("/hours", self.hours.is_some()),
        ]
        .into_iter()
        .filter_map(|(pointer, named)| named.then_some(pointer))
        .collect()
    }

    /// The content as it would be sent after the patch.
    #[must_use]
    pub fn applied_to(self, content: &Content, tenant: &str) -> ClaimInput {
        let now = ClaimInput::of(content, tenant);
        ClaimInput {
            name: self.name.unwrap_or(now.name),
            location_id: self.location_id.unwrap_or(now.location_id),
            items: self.items.unwrap_or(now.items),
            opt_out_of_incentives: self.opt_out_of_incentives.unwrap_or(now.opt_out_of_incentives),
            customer_contact: patch_contact(self.customer_contact, now.customer_contact),
            partner_contact: patch_contact(self.partner_contact, now.partner_contact),
            revenue: match self.revenue {
                None => now.revenue,
                Some(None) => None,
                Some(Some(patch)) => {
                    let old = now.revenue.unwrap_or_default();
                    Some(RevenueInput {
                        solution_seller_name: patch.solution_seller_name.unwrap_or(old.solution_seller_name),
                        customer_name: patch.customer_name.unwrap_or(old.customer_name),
                        isv_solution: patch.isv_solution.unwrap_or(old.isv_solution),
                    })
                }
            },
            ..now
        }
    }
}

#[allow(clippy::option_option, reason = "the two levels are what a merge patch says")]
fn patch_contact(patch: Option<Option<ContactPatch>>, old: Option<ContactInput>) -> Option<ContactInput> {
    match patch {
        None => old,
        Some(None) => None,
        Some(Some(patch)) => {
            let old = old.unwrap_or_default();
            Some(ContactInput {
                name: patch.name.unwrap_or(old.name),
                title: patch.title.unwrap_or(old.title),
                email: patch.email.unwrap_or(old.email),
                locale: patch.locale.unwrap_or(old.locale),
            })
        }
    }
}

impl ClaimInput {
    /// The input that would make this content.
    #[must_use]
    pub fn of(content: &Content, tenant: &str) -> Self {
        Self {
            kind: None,
            name: Some(content.name.clone()),
            engagement_id: None,
            partner_role: Some(content.role.clone()),
            location_id: Some(content.location.as_str().into()),
            tenant_id: Some(tenant.into()),
            items: Some(content.items.iter().map(ItemInput::of).collect()),
            opt_out_of_incentives: Some(content.opt_out),
            customer_contact: Some(ContactInput::of(&content.customer_contact)),
            partner_contact: Some(ContactInput::of(&content.partner_contact)),
            revenue: content.revenue.as_ref().map(|revenue| RevenueInput {
                solution_seller_name: Some(revenue.solution_seller_name.clone()),
                customer_name: Some(revenue.customer_name.clone()),
                isv_solution: Some(revenue.isv_solution.clone()),
            }),
        }
    }
}

impl ItemInput {
    fn of(item: &Item) -> Self {
        let (workload, subscription_id) = match &item.key {
            ItemKey::Workload(id) => (Some(id.clone()), None),
            ItemKey::Subscription(id) => (None, Some(id.clone())),
        };
        Self { workload, product: item.product.clone(), subscription_id }
    }
}

impl ContactInput {
    /// The input that would make this contact.
    #[must_use]
    pub fn of(contact: &Contact) -> Self {
        let locale: Locale = contact.locale;
        Self {
            name: Some(contact.name.clone()),
            title: contact.title.clone(),
            email: Some(contact.email.clone()),
            locale: Some(locale.tag().into()),
        }
    }
}
