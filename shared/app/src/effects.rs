//! What a history entry owes the world. The stream of the table is the outbox: a consumer compares old and
//! new history and acts on the added entries, as often as they come.

use domain::{Action, Claim, Entry, document::DocumentState};
use serde_json::{Value, json};

/// Mails, named by what they tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MailKind {
    /// Customer: somebody claims to work with you (K1)
    Notice,
    /// Customer: the same once more (K9)
    NoticeReminder,
    /// Customer: the request is withdrawn (K8)
    ConsentVoided,
    /// Customer: what you decided, and how to change it
    Receipt,
    /// Customer: the association is official, and can be objected to at any time
    NoObjection,
    /// Partner: the association is official
    AssociationActive,
    /// Partner: handed in
    ClaimSubmitted,
    /// Partner: the review has begun
    ReviewStarted,
    /// Partner: your answer is needed
    ActionRequired,
    /// Partner: approved
    Approved,
    /// Partner: rejected
    Rejected,
    /// Partner: no answer came in time, or the dispute window is closed
    ClaimExpired,
    /// Partner: the customer agreed
    CustomerAccepted,
    /// Partner: the customer said no
    CustomerObjected,
    /// Partner: the customer cannot be reached
    ContactUndeliverable,
    /// Partner: a document was refused
    DocumentRefused,
}

impl MailKind {
    /// Every kind.
    pub const ALL: [Self; 16] = [
        Self::Notice,
        Self::NoticeReminder,
        Self::ConsentVoided,
        Self::Receipt,
        Self::NoObjection,
        Self::AssociationActive,
        Self::ClaimSubmitted,
        Self::ReviewStarted,
        Self::ActionRequired,
        Self::Approved,
        Self::Rejected,
        Self::ClaimExpired,
        Self::CustomerAccepted,
        Self::CustomerObjected,
        Self::ContactUndeliverable,
        Self::DocumentRefused,
    ];

    /// The name in keys of rows and in tags.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::NoticeReminder => "notice_reminder",
            Self::ConsentVoided => "consent_voided",
            Self::Receipt => "receipt",
            Self::NoObjection => "no_objection",
            Self::AssociationActive => "association_active",
            Self::ClaimSubmitted => "claim_submitted",
            Self::ReviewStarted => "review_started",
            Self::ActionRequired => "action_required",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::ClaimExpired => "claim_expired",
            Self::CustomerAccepted => "customer_accepted",
            Self::CustomerObjected => "customer_objected",
            Self::ContactUndeliverable => "contact_undeliverable",
            Self::DocumentRefused => "document_refused",
        }
    }

    /// Whether the customer gets it; all others go to the partner's contact.
    #[must_use]
    pub fn is_for_customer(self) -> bool {
        match self {
            Self::Notice | Self::NoticeReminder | Self::ConsentVoided | Self::Receipt | Self::NoObjection => {
                true
            }
            Self::AssociationActive
            | Self::ClaimSubmitted
            | Self::ReviewStarted
            | Self::ActionRequired
            | Self::Approved
            | Self::Rejected
            | Self::ClaimExpired
            | Self::CustomerAccepted
            | Self::CustomerObjected
            | Self::ContactUndeliverable
            | Self::DocumentRefused => false,
        }
    }

    /// Whether its delivery proves that the customer was told (K2).
    #[must_use]
    pub fn is_request(self) -> bool {
        matches!(self, Self::Notice | Self::NoticeReminder)
    }

    /// The kind of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
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
    let open = current.is_some_and(|consent| consent.state.is_open());
    match entry.action {
        Action::Submitted | Action::Resubmitted => vec![MailKind::ClaimSubmitted],
        Action::ConsentRequested if open => vec![MailKind::Notice],
        Action::ConsentResent if open => vec![MailKind::NoticeReminder],
        Action::ConsentVoided if entry.reason.as_deref() == Some("mailed") => vec![MailKind::ConsentVoided],
        Action::ConsentAccepted => vec![MailKind::Receipt, MailKind::CustomerAccepted],
        Action::ConsentObjected | Action::ConsentWithdrawn => vec![MailKind::Receipt],
        Action::CustomerObjected => vec![MailKind::CustomerObjected],
        Action::ConsentUndeliverable => vec![MailKind::ContactUndeliverable],
        Action::ReviewStarted => vec![MailKind::ReviewStarted],
        Action::Returned => vec![MailKind::ActionRequired],
        Action::Approved => vec![MailKind::Approved],
        Action::Rejected => vec![MailKind::Rejected],
        Action::PartnerAnswerMissed | Action::DisputeWindowClosed => vec![MailKind::ClaimExpired],
        Action::AssociationActivated => vec![MailKind::AssociationActive, MailKind::NoObjection],
        Action::DocumentChecked if refused(claim, entry) => vec![MailKind::DocumentRefused],
        Action::Created
        | Action::Edited
        | Action::Canceled
        | Action::Recalled
        | Action::Released
        | Action::AssociationEnded
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

fn refused(claim: &Claim, entry: &Entry) -> bool {
    let document = entry.document.as_ref().and_then(|id| claim.document(id.as_str()));
    document.is_some_and(|document| {
        matches!(document.state, DocumentState::Infected | DocumentState::Refused { .. })
    })
}

/// The name of the entry's event on the bus (domain 11).
#[must_use]
pub fn event_type(action: Action) -> &'static str {
    match action {
        Action::Created => "claim.created",
        Action::Edited | Action::DocumentRemoved | Action::Released => "claim.updated",
        Action::Submitted => "claim.submitted",
        Action::Canceled => "claim.canceled",
        Action::Recalled => "claim.recalled",
        Action::ReviewStarted => "claim.review_started",
        Action::Returned => "claim.action_required",
        Action::Resubmitted => "claim.resubmitted",
        Action::PartnerAnswerMissed | Action::Rejected => "claim.rejected",
        Action::Approved => "claim.approved",
        Action::CustomerObjected | Action::DisputeWindowClosed => "claim.rejected_final",
        Action::AssociationActivated => "association.activated",
        Action::AssociationEnded => "association.ended",
        Action::DocumentAdded => "poe.uploaded",
        Action::DocumentChecked => "poe.scanned",
        Action::ConsentRequested | Action::ConsentResent => "consent.requested",
        Action::ConsentSent | Action::ConsentUnknown => "consent.sent",
        Action::ConsentDelivered => "consent.delivered",
        Action::ConsentUndeliverable => "consent.undeliverable",
        Action::ConsentAccepted => "consent.accepted",
        Action::ConsentObjected => "consent.objected",
        Action::ConsentLapsed => "consent.lapsed",
        Action::ConsentVoided => "consent.voided",
        Action::ConsentWithdrawn => "consent.withdrawn",
        Action::MailChased => "mail.chased",
    }
}

/// The entry as an event: no personal data. Its id is the same however often it is published.
#[must_use]
pub fn event(claim: &Claim, seq: u32, entry: &Entry, hash: &str) -> Value {
    json!({
        "id": format!("{}-{seq}", claim.id),
        "type": event_type(entry.action),
        "time": entry.at,
        "subject": { "id": claim.id, "number": claim.id.number(), "version": claim.version },
        "actor": entry.by.side.as_str(),
        "data": {
            "kind": "association",
            "org": claim.org,
            "engagementId": claim.engagement,
            "action": entry.action.as_str(),
            "status": claim.state.as_str(),
            "from": entry.from,
            "to": entry.to,
            "items": entry.items,
            "documentId": entry.document,
            "round": entry.round,
            "hash": hash,
        },
    })
}
