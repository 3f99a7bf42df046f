//! Names of what can be done to a claim.

use serde::{Deserialize, Serialize};

/// What was done. The name is the one of the history in the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// T1
    Created,
    /// T2
    Edited,
    /// T3
    Submitted,
    /// T4
    Canceled,
    /// T6
    Recalled,
    /// T7
    ReviewStarted,
    /// T7b
    Released,
    /// T8
    Returned,
    /// T9
    Resubmitted,
    /// T10
    PartnerAnswerMissed,
    /// T5
    DraftStale,
    /// T11
    Rejected,
    /// T15
    Disputed,
    /// T20
    Disassociated,
    /// T22
    PartnerWithdrew,
    /// T13: somebody else claims, or holds, the same
    ContestOpened,
    /// T13, S6
    ContestDecided,
    /// S7
    Stopped,
    /// A programme manager gave more time
    DeadlineExtended,
    /// A deadline comes near
    DeadlineNear,
    /// The vendor is late; nothing else changes (I-22)
    SlaOverdue,
    /// An association comes to its end (S4, S8)
    AssociationExpiring,
    /// A draft to renew ended associations was made
    RenewalDrafted,
    /// Domain 6.5
    EarningAccrued,
    /// Nothing is earned, and why
    EarningRefused,
    /// T12
    Approved,
    /// T14
    CustomerObjected,
    /// T19
    DisputeWindowClosed,
    /// S1
    AssociationActivated,
    /// S2 … S8
    AssociationEnded,
    /// A document was announced
    DocumentAdded,
    /// A document was taken out
    DocumentRemoved,
    /// The checks of a document are done
    DocumentChecked,
    /// A round of consent began (K1)
    ConsentRequested,
    /// Its mail was handed to the mail service
    ConsentSent,
    /// The answer of the mail service was lost
    ConsentUnknown,
    /// K2
    ConsentDelivered,
    /// K3
    ConsentUndeliverable,
    /// K5
    ConsentAccepted,
    /// K6, K12
    ConsentObjected,
    /// K7
    ConsentLapsed,
    /// K8
    ConsentVoided,
    /// K9
    ConsentResent,
    /// K10
    ConsentDelegated,
    /// The customer does not know what this is about
    ConsentReported,
    /// K11
    ConsentWithdrawn,
    /// E4
    SentForConsent,
    /// E7
    CustomerAgreed,
    /// E8
    CustomerDeclined,
    /// E26
    CustomerWithdrew,
    /// E9, E13, E18, E22, E24: a deadline of an engagement claim has passed
    Expired,
    /// K6 in opt-in mode
    ConsentDeclined,
    /// K7 in opt-in mode
    ConsentExpired,
    /// K9: by itself
    ConsentReminded,
    /// 6.6
    ReferralCreated,
    /// 6.6: field sellers join
    ReferralUpgraded,
    /// 6.6
    ReferralClosed,
    /// A mail that never left is looked after
    MailChased,
}

impl Action {
    /// The name in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Edited => "edited",
            Self::Submitted => "submitted",
            Self::Canceled => "canceled",
            Self::Recalled => "recalled",
            Self::ReviewStarted => "review_started",
            Self::Released => "released",
            Self::Returned => "returned",
            Self::Resubmitted => "resubmitted",
            Self::PartnerAnswerMissed => "partner_answer_missed",
            Self::DraftStale => "draft_stale",
            Self::Rejected => "rejected",
            Self::Disputed => "disputed",
            Self::Disassociated => "disassociated",
            Self::PartnerWithdrew => "partner_withdrew",
            Self::ContestOpened => "contest_opened",
            Self::ContestDecided => "contest_decided",
            Self::Stopped => "stopped",
            Self::DeadlineExtended => "deadline_extended",
            Self::DeadlineNear => "deadline_near",
            Self::SlaOverdue => "sla_overdue",
            Self::AssociationExpiring => "association_expiring",
            Self::RenewalDrafted => "renewal_drafted",
            Self::EarningAccrued => "earning_accrued",
            Self::EarningRefused => "earning_refused",
            Self::Approved => "approved",
            Self::CustomerObjected => "customer_objected",
            Self::DisputeWindowClosed => "dispute_window_closed",
            Self::AssociationActivated => "association_activated",
            Self::AssociationEnded => "association_ended",
            Self::DocumentAdded => "document_added",
            Self::DocumentRemoved => "document_removed",
            Self::DocumentChecked => "document_checked",
            Self::ConsentRequested => "consent_requested",
            Self::ConsentSent => "consent_sent",
            Self::ConsentUnknown => "consent_unknown",
            Self::ConsentDelivered => "consent_delivered",
            Self::ConsentUndeliverable => "consent_undeliverable",
            Self::ConsentAccepted => "consent_accepted",
            Self::ConsentObjected => "consent_objected",
            Self::ConsentLapsed => "consent_lapsed",
            Self::ConsentVoided => "consent_voided",
            Self::ConsentResent => "consent_resent",
            Self::ConsentDelegated => "consent_delegated",
            Self::ConsentReported => "consent_reported",
            Self::ConsentWithdrawn => "consent_withdrawn",
            Self::SentForConsent => "sent_for_consent",
            Self::CustomerAgreed => "customer_agreed",
            Self::CustomerDeclined => "customer_declined",
            Self::CustomerWithdrew => "customer_withdrew",
            Self::Expired => "expired",
            Self::ConsentDeclined => "consent_declined",
            Self::ConsentExpired => "consent_expired",
            Self::ConsentReminded => "consent_reminded",
            Self::ReferralCreated => "referral_created",
            Self::ReferralUpgraded => "referral_upgraded",
            Self::ReferralClosed => "referral_closed",
            Self::MailChased => "mail_chased",
        }
    }
}
