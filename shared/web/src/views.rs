//! The JSON of the API (api 2, 3 and 6): one struct per object, its fields in the words of the contract.
//!
//! What a partner must not see is left out here and nowhere else: people of the vendor are shown by their
//! role (audit, domain 9), and a referrals administrator sees the header of a claim only (domain 5.1).

mod claim;
mod consent_page;
mod contests;
mod customers;
mod deal;
mod engagement;
mod imports;
mod receipt;
mod record;
pub(crate) mod requests;
mod rows;
mod usage;
pub(crate) mod words;

use std::collections::BTreeMap;

use domain::{Fault, Locale};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{problem, texts};

pub use claim::{
    AssociationView, ClaimAnswer, ClaimView, ConsentView, ContactView, CustomerView, DeadlineView,
    DelegateView, DocumentView, EarningView, IdentifierView, ItemView, PartnerContactView, ReasonView,
    RejectionView, RevenueView, ReviewView, SummaryView, claim, consent, document, hours, item, named,
    summary,
};
pub use consent_page::{ConsentPageClaimView, ConsentPageView, DecisionView};
pub use contests::{ContestView, EarningRow, PartiesView, StatementView, contest, earning_row};
pub use customers::{
    CountView, CustomerCountsView, CustomerReasonView, CustomerRow, EligibleLocationRow, LocationReasonView,
    LookUpCustomerView, LookUpView, LookedUpView, count, customer_row, eligible_location, look_up, looked_up,
};
pub use deal::{EstimateLineView, EstimateView, Hours, ReferralView, referral};
pub use engagement::{
    AcknowledgementView, CapsView, DeadlineDaysView, EngagementView, NamedView, PartnerRoleView,
    ProofElementView, ProofView, engagement,
};
pub use imports::{DraftView, ImportRow, ImportView, draft};
pub use receipt::{
    ReceiptCheckView, ReceiptClaimView, ReceiptClaims, ReceiptControllerView, ReceiptCustomerView,
    ReceiptDataView, ReceiptKeySetView, ReceiptKeyView, ReceiptPartnerView, ReceiptPersonView, ReceiptView,
};
pub use record::{
    ActorView, CommentView, ConsentRecordView, DeliveryView, HistoryEntryView, comment, consent_record,
    history,
};
pub use rows::{
    AssociationRow, ClaimsAnswer, DocumentAnswer, List, LocationView, MeView, PrecheckView, ReviewRow,
    UploadView, associations, location, me, precheck, review_row,
};
pub use usage::{AccessView, UsageAnswer, UsageView, access, usage};

/// A fault as a problem names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Fault)]
pub struct FaultView {
    /// JSON pointer into the request; for a parameter or header `/` and its name
    pub pointer: String,
    /// Stable code
    pub code: String,
    /// What is wrong, in the language of the answer
    pub detail: String,
    /// Numbers and names of the text
    pub params: BTreeMap<String, String>,
}

impl FaultView {
    /// The fault in a language.
    #[must_use]
    pub fn of(fault: &Fault, locale: Locale) -> Self {
        Self {
            pointer: fault.pointer.clone(),
            code: fault.code.as_str().into(),
            detail: texts::detail(fault.code, &fault.params, locale),
            params: fault.params.iter().map(|(name, value)| ((*name).into(), value.clone())).collect(),
        }
    }

    /// What is wrong, in any language: a fault that was kept is read by people of others as well.
    #[must_use]
    pub fn in_words(&self, locale: Locale) -> String {
        let params: Vec<(&str, String)> =
            self.params.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        problem::code(&self.code)
            .map_or_else(|| self.detail.clone(), |code| texts::detail(code, &params, locale))
    }
}

#[cfg(test)]
mod tests;
