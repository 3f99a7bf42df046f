//! What engagement claims are made of: opportunities of the vendor's sales, and who is eligible (V-46).

use alloc::{format, string::String, vec::Vec};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;

use super::field::{identifier, present, uuid};
use crate::{
    catalogue::Catalogue,
    customer::{Eligibility, Ineligible, Opportunity},
    identifier::{IdentifierInput, IdentifierType},
    ids::EngagementId,
    money::{Money, MoneyInput},
    refusal::{Code, Fault},
};

/// An opportunity of the vendor's sales.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpportunityRow {
    opportunity_id: Option<String>,
    tenant_id: Option<String>,
    value: Option<MoneyInput>,
    closes_on: Option<String>,
}

/// Whether one identifier is eligible for one engagement. The answer is read late, so that a wrong one is
/// named like any other fault.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EligibilityRow {
    engagement_id: Option<String>,
    identifier: Option<IdentifierInput>,
    eligible: Option<Value>,
    #[serde(default)]
    reasons: Vec<String>,
}

impl OpportunityRow {
    /// The opportunity, or every fault of the row.
    pub fn check(&self) -> Result<Opportunity, Vec<Fault>> {
        let mut faults = Vec::new();
        let id = self.opportunity_id.as_deref();
        let id = identifier("/opportunityId", IdentifierType::Opportunity, id, &mut faults);
        let tenant = uuid("/tenantId", self.tenant_id.as_deref(), "tenant", &mut faults);
        let value = present("/value", self.value.as_ref().and_then(Money::parse), &mut faults);
        let closes_on = self.closes_on.as_deref().map(str::trim).filter(|date| !date.is_empty());
        let closes_on =
            closes_on.and_then(|date| present("/closesOn", date.parse::<Date>().ok(), &mut faults));
        match (id, tenant, value) {
            (Some(id), Some(tenant_id), Some(value)) if faults.is_empty() => {
                Ok(Opportunity { opportunity_id: id.value, tenant_id, value, closes_on })
            }
            _ => Err(faults),
        }
    }
}

impl EligibilityRow {
    /// What is said about the identifier, or every fault of the row.
    pub fn check(&self, catalogue: &Catalogue) -> Result<Eligibility, Vec<Fault>> {
        let mut faults = Vec::new();
        let engagement = self.engagement_id.as_deref().map(str::trim);
        let engagement = engagement.filter(|id| catalogue.newest(id).is_some());
        if engagement.is_none() {
            faults.push(Fault::new("/engagementId", Code::EngagementUnknown));
        }
        let given = self.identifier.clone().unwrap_or_default();
        let kind = given.kind.as_deref().and_then(|kind| IdentifierType::parse(kind.trim()));
        let kind = present("/identifier/type", kind, &mut faults);
        let named =
            kind.and_then(|kind| identifier("/identifier/value", kind, given.value.as_deref(), &mut faults));
        let eligible = present("/eligible", self.eligible.as_ref().and_then(Value::as_bool), &mut faults);
        let reasons = self.reasons(eligible, &mut faults);
        match (engagement, named, eligible) {
            (Some(engagement), Some(identifier), Some(eligible)) if faults.is_empty() => {
                let engagement_id = EngagementId::new(engagement);
                Ok(Eligibility { engagement_id, identifier, eligible, reasons })
            }
            _ => Err(faults),
        }
    }

    /// Codes that are known; whoever is eligible has none.
    fn reasons(&self, eligible: Option<bool>, faults: &mut Vec<Fault>) -> Vec<Ineligible> {
        if eligible == Some(true) && !self.reasons.is_empty() {
            faults.push(Fault::new("/reasons", Code::RowInvalid));
        }
        let reasons = self.reasons.iter().enumerate();
        reasons
            .filter_map(|(index, code)| {
                present(&format!("/reasons/{index}"), Ineligible::parse(code.trim()), faults)
            })
            .collect()
    }
}
