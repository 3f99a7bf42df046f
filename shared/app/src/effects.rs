//! What a history entry owes the world. The stream of the table is the outbox: a consumer compares old and
//! new history and acts on the added entries, as often as they come.

use domain::{
    Action, Claim, Entry,
    claim::AssociationStatus,
    consent::{ConsentState, Mode},
    document::DocumentState,
    state::ending,
};
use serde_json::{Value, json};

/// Who gets a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The contact who is asked
    Customer,
    /// The partner's contact
    Partner,
    /// The vendor's review leads
    ReviewLead,
    /// The vendor's programme managers
    ProgrammeManager,
}

macro_rules! mail_kinds {
    ($($audience:ident $kind:ident = $name:literal, $doc:literal;)*) => {
        /// Mails, named by what they tell.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum MailKind { $(#[doc = $doc] $kind,)* }

        impl MailKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];

            /// The name in keys of rows and in tags.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$kind => $name,)* }
            }

            /// Who gets it.
            #[must_use]
            pub fn audience(self) -> Audience {
                match self { $(Self::$kind => Audience::$audience,)* }
            }
        }
    };
}

mail_kinds! {
    Customer Notice = "notice", "Customer: somebody claims to work with you (K1)";
    Customer NoticeReminder = "notice_reminder", "Customer: the same once more (K9)";
    Customer ConsentRequest = "consent_request", "Customer: do you agree to work with this partner? (E4)";
    Customer ConsentReminder = "consent_reminder", "Customer: the same once more (K9)";
    Customer ClaimOver = "claim_over", "Customer: what you agreed to has been given up or stopped (E10, E27)";
    Customer ConsentVoided = "consent_voided", "Customer: the request is withdrawn (K8)";
    Customer Receipt = "receipt", "Customer: what you decided, and how to change it";
    Customer NoObjection = "no_objection", "Customer: the association is official, and can be objected to at any time";
    Customer AssociationOver = "association_over", "Customer: the association is over (T20, S7)";
    Partner AssociationActive = "association_active", "Partner: the association is official";
    Partner AssociationExpiring = "association_expiring", "Partner: the association comes to its end (S4)";
    Partner AssociationEnded = "association_ended", "Partner: the association is over, and why";
    Partner RenewalReady = "renewal_ready", "Partner: a draft for the renewal is prepared (S4)";
    Partner ClaimSubmitted = "claim_submitted", "Partner: handed in";
    Partner ReviewStarted = "review_started", "Partner: the review has begun";
    Partner ActionRequired = "action_required", "Partner: your answer is needed";
    Partner DeadlineNear = "deadline_near", "Partner: a deadline of yours comes near (T5, P21)";
    Partner Approved = "approved", "Partner: approved";
    Partner Rejected = "rejected", "Partner: rejected";
    Partner DisputeOpened = "dispute_opened", "Partner: your dispute is with another reviewer (T15)";
    Partner ClaimExpired = "claim_expired", "Partner: no answer, no dispute or no change came in time";
    Partner ContestOpened = "contest_opened", "Partner: another partner claims the same (T13)";
    Partner ContestDecided = "contest_decided", "Partner: the contest is decided";
    Partner CustomerAccepted = "customer_accepted", "Partner: the customer agreed";
    Partner CustomerObjected = "customer_objected", "Partner: the customer said no";
    Partner CustomerDeclined = "customer_declined", "Partner: the customer does not agree (E8)";
    Partner CustomerWithdrew = "customer_withdrew", "Partner: the customer took the agreement back (E26)";
    Partner ClaimStopped = "claim_stopped", "Partner: the programme has ended the claim (E27)";
    Partner ContactUndeliverable = "contact_undeliverable", "Partner: the customer cannot be reached";
    Partner ContactDelegated = "contact_delegated", "Partner: the contact named somebody else (K10)";
    Partner RequestReported = "request_reported", "Partner: the customer does not know what it is about";
    Partner DocumentRefused = "document_refused", "Partner: a document was refused";
    ReviewLead SlaOverdue = "sla_overdue", "Review lead: a clock of the vendor has run out (I-22)";
    ProgrammeManager SlaOverdueManager = "sla_overdue_manager", "Programme manager: the same";
    ProgrammeManager RequestReportedManager = "request_reported_manager", "Programme manager: a customer has reported a request";
}

impl MailKind {
    /// Whether its delivery proves that the customer was told (K2).
    #[must_use]
    pub fn is_request(self) -> bool {
        matches!(self, Self::Notice | Self::NoticeReminder | Self::ConsentRequest | Self::ConsentReminder)
    }

    /// Whether it only tells how this claim goes on and demands nothing (domain 9): its partner may want such
    /// mails together or not at all. An end is not among them: who does not hear of it cannot act on it.
    #[must_use]
    pub fn is_status(self, claim: &Claim) -> bool {
        match self {
            Self::ClaimSubmitted
            | Self::ReviewStarted
            | Self::Approved
            | Self::DisputeOpened
            | Self::AssociationActive => true,
            // After the consent to an engagement its proof is due.
            Self::CustomerAccepted => claim.deal.is_none(),
            Self::Notice
            | Self::NoticeReminder
            | Self::ConsentRequest
            | Self::ConsentReminder
            | Self::ClaimOver
            | Self::ConsentVoided
            | Self::Receipt
            | Self::NoObjection
            | Self::AssociationOver
            | Self::AssociationExpiring
            | Self::AssociationEnded
            | Self::RenewalReady
            | Self::ActionRequired
            | Self::DeadlineNear
            | Self::Rejected
            | Self::ClaimExpired
            | Self::ContestOpened
            | Self::ContestDecided
            | Self::CustomerObjected
            | Self::CustomerDeclined
            | Self::CustomerWithdrew
            | Self::ClaimStopped
            | Self::ContactUndeliverable
            | Self::ContactDelegated
            | Self::RequestReported
            | Self::DocumentRefused
            | Self::SlaOverdue
            | Self::SlaOverdueManager
            | Self::RequestReportedManager => false,
        }
    }

    /// The kind of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == name)
    }
}

/// A mail owed by an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// Number of the entry
    pub seq: u32,
    /// What it tells
    pub kind: MailKind,
    /// Consent round, for mails about it
    pub round: Option<u32>,
}

/// The mails owed by the entry with this number; a chased entry owes again what it owed.
#[must_use]
pub fn mails(claim: &Claim, seq: u32) -> Vec<Owed> {
    let Some(entry) = claim.history.entries.get((seq as usize).wrapping_sub(1)) else { return Vec::new() };
    if entry.action == Action::MailChased {
        return entry.of.filter(|of| *of < seq).map(|of| mails(claim, of)).unwrap_or_default();
    }
    kinds(claim, entry).into_iter().map(|kind| Owed { seq, kind, round: entry.round }).collect()
}

fn kinds(claim: &Claim, entry: &Entry) -> Vec<MailKind> {
    let current = claim.consent.as_ref().filter(|consent| Some(consent.round) == entry.round);
    let opt_in = current.is_some_and(|consent| consent.mode == Mode::OptIn);
    let agreed = claim.consent.as_ref().is_some_and(|consent| consent.state == ConsentState::Accepted);
    let over = (claim.deal.is_some() && agreed).then_some(MailKind::ClaimOver);
    let open = current.is_some_and(|consent| consent.state.is_open());
    match entry.action {
        Action::Submitted | Action::Resubmitted => vec![MailKind::ClaimSubmitted],
        Action::ConsentRequested if open && opt_in => vec![MailKind::ConsentRequest],
        Action::ConsentRequested if open => vec![MailKind::Notice],
        Action::ConsentResent | Action::ConsentReminded if open && opt_in => vec![MailKind::ConsentReminder],
        Action::ConsentResent | Action::ConsentReminded if open => vec![MailKind::NoticeReminder],
        Action::ConsentVoided if entry.reason.as_deref() == Some("mailed") => vec![MailKind::ConsentVoided],
        Action::ConsentAccepted => vec![MailKind::Receipt, MailKind::CustomerAccepted],
        Action::ConsentObjected | Action::ConsentDeclined | Action::ConsentWithdrawn => {
            vec![MailKind::Receipt]
        }
        Action::CustomerDeclined => vec![MailKind::CustomerDeclined],
        Action::CustomerWithdrew => vec![MailKind::CustomerWithdrew],
        Action::Canceled => over.into_iter().collect(),
        Action::Stopped if claim.deal.is_some() => [MailKind::ClaimStopped].into_iter().chain(over).collect(),
        Action::CustomerObjected => vec![MailKind::CustomerObjected],
        Action::ConsentUndeliverable => vec![MailKind::ContactUndeliverable],
        Action::ReviewStarted => vec![MailKind::ReviewStarted],
        Action::Returned => vec![MailKind::ActionRequired],
        Action::Approved => vec![MailKind::Approved],
        Action::Rejected => vec![MailKind::Rejected],
        Action::PartnerAnswerMissed | Action::DisputeWindowClosed | Action::DraftStale | Action::Expired => {
            vec![MailKind::ClaimExpired]
        }
        Action::Disputed => vec![MailKind::DisputeOpened],
        Action::DeadlineNear => vec![MailKind::DeadlineNear],
        Action::SlaOverdue => vec![MailKind::SlaOverdue, MailKind::SlaOverdueManager],
        Action::ContestOpened => vec![MailKind::ContestOpened],
        Action::ContestDecided => vec![MailKind::ContestDecided],
        Action::AssociationExpiring => vec![MailKind::AssociationExpiring],
        Action::AssociationEnded => ended(entry),
        Action::RenewalDrafted if entry.claim.is_some() => vec![MailKind::RenewalReady],
        Action::ConsentDelegated => vec![MailKind::ContactDelegated],
        Action::ConsentReported => vec![MailKind::RequestReported, MailKind::RequestReportedManager],
        Action::AssociationActivated => vec![MailKind::AssociationActive, MailKind::NoObjection],
        Action::DocumentChecked if refused(claim, entry) => vec![MailKind::DocumentRefused],
        Action::Created
        | Action::Edited
        | Action::SentForConsent
        | Action::CustomerAgreed
        | Action::ConsentExpired
        | Action::ConsentReminded
        | Action::ReferralCreated
        | Action::ReferralUpgraded
        | Action::ReferralClosed
        | Action::Recalled
        | Action::Released
        | Action::Disassociated
        | Action::PartnerWithdrew
        | Action::Stopped
        | Action::DeadlineExtended
        | Action::RenewalDrafted
        | Action::EarningAccrued
        | Action::EarningRefused
        | Action::DocumentAdded
        | Action::DocumentRemoved
        | Action::DocumentChecked
        | Action::ConsentRequested
        | Action::ConsentSent
        | Action::ConsentUnknown
        | Action::ConsentDelivered
        | Action::ConsentLapsed
        | Action::ConsentVoided
        | Action::ConsentResent
        | Action::MailChased => Vec::new(),
    }
}

/// Whoever did not end it is told; an objection has a mail of its own. To the customer an association that was
/// not official yet is a request: its withdrawal tells.
fn ended(entry: &Entry) -> Vec<MailKind> {
    let official = entry.from.as_deref() == Some(AssociationStatus::Active.as_str());
    let customer = official.then_some(MailKind::AssociationOver);
    match entry.reason.as_deref() {
        Some(ending::CUSTOMER_DECLINED) => Vec::new(),
        Some(ending::PARTNER) => customer.into_iter().collect(),
        Some(ending::PROGRAMME) => [MailKind::AssociationEnded].into_iter().chain(customer).collect(),
        Some(_) | None => vec![MailKind::AssociationEnded],
    }
}

fn refused(claim: &Claim, entry: &Entry) -> bool {
    let document = entry.document.as_ref().and_then(|id| claim.document(id.as_str()));
    document.is_some_and(|document| {
        matches!(document.state, DocumentState::Infected | DocumentState::Refused { .. })
    })
}

/// The name of the entry's event on the bus (domain 11).
#[must_use]
pub fn event_type(entry: &Entry) -> &'static str {
    let final_end = entry.to.as_deref() == Some("rejected_final");
    match entry.action {
        Action::Created => "claim.created",
        Action::Edited
        | Action::DocumentRemoved
        | Action::Released
        | Action::SentForConsent
        | Action::CustomerAgreed
        | Action::DeadlineExtended
        | Action::RenewalDrafted => "claim.updated",
        Action::Submitted => "claim.submitted",
        Action::Stopped if entry.to.is_none() => "claim.updated",
        Action::Canceled
        | Action::DraftStale
        | Action::Stopped
        | Action::CustomerDeclined
        | Action::CustomerWithdrew => "claim.canceled",
        Action::Expired => "claim.expired",
        Action::ConsentDeclined => "consent.declined",
        Action::ConsentExpired => "consent.expired",
        Action::ReferralCreated => "referral.created",
        Action::ReferralUpgraded => "referral.upgraded",
        Action::ReferralClosed => "referral.closed",
        Action::Recalled => "claim.recalled",
        Action::ReviewStarted => "claim.review_started",
        Action::Returned => "claim.action_required",
        Action::Resubmitted => "claim.resubmitted",
        Action::PartnerAnswerMissed | Action::Rejected if final_end => "claim.rejected_final",
        Action::PartnerAnswerMissed | Action::Rejected => "claim.rejected",
        Action::Disputed => "claim.disputed",
        Action::Approved => "claim.approved",
        Action::CustomerObjected
        | Action::DisputeWindowClosed
        | Action::Disassociated
        | Action::PartnerWithdrew => "claim.rejected_final",
        Action::DeadlineNear => "claim.deadline_approaching",
        Action::SlaOverdue => "sla.overdue",
        Action::ContestOpened => "contest.opened",
        Action::ContestDecided => "contest.decided",
        Action::AssociationExpiring => "association.expiring",
        Action::EarningAccrued => "earning.accrued",
        Action::EarningRefused => "earning.refused",
        Action::AssociationActivated => "association.activated",
        Action::AssociationEnded => "association.ended",
        Action::DocumentAdded => "poe.uploaded",
        Action::DocumentChecked => "poe.scanned",
        Action::ConsentRequested | Action::ConsentResent | Action::ConsentReminded => "consent.requested",
        Action::ConsentSent | Action::ConsentUnknown => "consent.sent",
        Action::ConsentDelivered => "consent.delivered",
        Action::ConsentUndeliverable => "consent.undeliverable",
        Action::ConsentAccepted => "consent.accepted",
        Action::ConsentObjected => "consent.objected",
        Action::ConsentLapsed => "consent.lapsed",
        Action::ConsentVoided => "consent.voided",
        Action::ConsentDelegated => "consent.delegated",
        Action::ConsentReported => "consent.reported",
        Action::ConsentWithdrawn => "consent.withdrawn",
        Action::MailChased => "mail.chased",
    }
}

/// The entry as an event: no personal data. Its id is the same however often it is published.
#[must_use]
pub fn event(claim: &Claim, seq: u32, entry: &Entry, hash: &str) -> Value {
    json!({
        "id": format!("{}-{seq}", claim.id),
        "type": event_type(entry),
        "time": entry.at,
        "subject": { "id": claim.id, "number": claim.id.number(), "version": claim.version },
        "actor": entry.by.side.as_str(),
        "data": {
            "kind": claim.kind().as_str(),
            "org": claim.org,
            "engagementId": claim.engagement,
            "action": entry.action.as_str(),
            "status": claim.state.as_str(),
            "from": entry.from,
            "to": entry.to,
            "items": entry.items,
            "documentId": entry.document,
            "round": entry.round,
            "clock": entry.clock,
            "until": entry.until,
            "contestId": entry.contest,
            "leadsTo": entry.claim,
            "hash": hash,
        },
    })
}
