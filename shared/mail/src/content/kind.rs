//! The names of the kinds, and what a digest tells of them.

use super::{ClaimRef, Mail, News, Office};

impl Mail {
    /// The kind's id, as it stands in mail rows and tags.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Notice { .. } => "notice",
            Self::NoticeReminder { .. } => "notice_reminder",
            Self::ConsentRequest { .. } => "consent_request",
            Self::ConsentReminder { .. } => "consent_reminder",
            Self::ClaimOver { .. } => "claim_over",
            Self::ConsentVoided { .. } => "consent_voided",
            Self::Receipt { .. } => "receipt",
            Self::NoObjection { .. } => "no_objection",
            Self::AssociationOver { .. } => "association_over",
            Self::ClaimSubmitted { .. } => "claim_submitted",
            Self::ReviewStarted { .. } => "review_started",
            Self::ActionRequired { .. } => "action_required",
            Self::Approved { .. } => "approved",
            Self::Rejected { .. } => "rejected",
            Self::CustomerObjected { .. } => "customer_objected",
            Self::CustomerAccepted { .. } => "customer_accepted",
            Self::CustomerDeclined { .. } => "customer_declined",
            Self::CustomerWithdrew { .. } => "customer_withdrew",
            Self::ClaimStopped { .. } => "claim_stopped",
            Self::ContactUndeliverable { .. } => "contact_undeliverable",
            Self::AssociationActive { .. } => "association_active",
            Self::AssociationExpiring { .. } => "association_expiring",
            Self::AssociationEnded { .. } => "association_ended",
            Self::RenewalReady { .. } => "renewal_ready",
            Self::DocumentRefused { .. } => "document_refused",
            Self::DeadlineNear { .. } => "deadline_near",
            Self::ClaimExpired { .. } => "claim_expired",
            Self::DisputeOpened { .. } => "dispute_opened",
            Self::ContestOpened { .. } => "contest_opened",
            Self::ContestDecided { .. } => "contest_decided",
            Self::ContactDelegated { .. } => "contact_delegated",
            Self::RequestReported { .. } => "request_reported",
            Self::Digest { .. } => "digest",
            Self::SlaOverdue { office: Office::ReviewLead, .. } => "sla_overdue",
            Self::SlaOverdue { office: Office::ProgrammeManager, .. } => "sla_overdue_manager",
            Self::RequestReportedManager { .. } => "request_reported_manager",
        }
    }

    /// What a digest tells instead of this mail; `None` = it always goes by itself.
    #[must_use]
    pub fn news(&self) -> Option<(&ClaimRef, News)> {
        match self {
            Self::ClaimSubmitted { claim, .. } => Some((claim, News::Submitted)),
            Self::ReviewStarted { claim, .. } => Some((claim, News::ReviewStarted)),
            Self::Approved { claim, .. } => Some((claim, News::Approved)),
            Self::DisputeOpened { claim, .. } => Some((claim, News::DisputeOpened)),
            Self::CustomerAccepted { claim, .. } => Some((claim, News::CustomerAccepted)),
            Self::AssociationActive { claim, .. } => Some((claim, News::AssociationActive)),
            Self::Notice { .. }
            | Self::NoticeReminder { .. }
            | Self::ConsentRequest { .. }
            | Self::ConsentReminder { .. }
            | Self::ClaimOver { .. }
            | Self::ConsentVoided { .. }
            | Self::Receipt { .. }
            | Self::NoObjection { .. }
            | Self::AssociationOver { .. }
            | Self::ActionRequired { .. }
            | Self::Rejected { .. }
            | Self::CustomerObjected { .. }
            | Self::CustomerDeclined { .. }
            | Self::CustomerWithdrew { .. }
            | Self::ClaimStopped { .. }
            | Self::ContactUndeliverable { .. }
            | Self::AssociationExpiring { .. }
            | Self::AssociationEnded { .. }
            | Self::RenewalReady { .. }
            | Self::DocumentRefused { .. }
            | Self::DeadlineNear { .. }
            | Self::ClaimExpired { .. }
            | Self::ContestOpened { .. }
            | Self::ContestDecided { .. }
            | Self::ContactDelegated { .. }
            | Self::RequestReported { .. }
            | Self::Digest { .. }
            | Self::SlaOverdue { .. }
            | Self::RequestReportedManager { .. } => None,
        }
    }
}
