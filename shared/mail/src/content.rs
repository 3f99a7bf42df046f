//! What there is to tell, one variant per kind of mail.
//!
//! No mail carries a deal size or a payout. Names that the vendor imported (organisations, engagements,
//! products) may stand in a subject; what a partner typed (claim name, persons, remarks) only in the body.

use crate::time::Moment;

/// Who claims to work with the customer.
#[derive(Clone, Debug)]
pub struct Partner {
    /// The organisation's legal name.
    pub legal_name: String,
    /// The location's name and id, e.g. "Berlin (4821907)".
    pub location: String,
    /// The person the partner named for this claim.
    pub person: String,
}

/// What a partner asks to be recorded for, as the customer is told.
#[derive(Clone, Debug)]
pub struct Request {
    /// `CLM-…`.
    pub number: String,
    /// Who asks.
    pub partner: Partner,
    /// The programme's name.
    pub programme: String,
    /// The programme owner's legal name.
    pub vendor: String,
    /// The engagement's name.
    pub engagement: String,
    /// The partner role's name.
    pub role: String,
    /// The customer's name.
    pub customer: String,
    /// The tenant id.
    pub tenant: String,
    /// Names of the workloads, or products with their subscription ids.
    pub items: Vec<String>,
    /// Where questions about personal data go: an address or a page.
    pub privacy_contact: String,
    /// The customer contact's name.
    pub recipient: String,
}

/// The claim as its partner is told of it.
#[derive(Clone, Debug)]
pub struct ClaimRef {
    /// `CLM-…`.
    pub number: String,
    /// The friendly name the partner chose: body only.
    pub name: String,
    /// The customer's name.
    pub customer: String,
    /// The engagement's name.
    pub engagement: String,
    /// The programme's name.
    pub programme: String,
    /// The partner contact's name.
    pub recipient: String,
    /// The claim's page, where there is a console.
    pub claim_url: Option<String>,
}

/// When silence of the customer counts as no objection (C1, K7).
#[derive(Clone, Debug)]
pub enum ObjectionWindow {
    /// Not delivered yet: so many business days from the delivery on.
    AfterDelivery {
        /// Business days.
        business_days: u32,
    },
    /// Delivered: until then.
    Until(Moment),
    /// Over without an objection, or ended early by an acceptance.
    Closed,
}

/// Why a consent request is void (K8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoidReason {
    /// The partner took the claim back.
    Recalled,
    /// The claim was canceled, withdrawn or refused.
    Canceled,
    /// A newer request takes its place.
    Replaced,
}

/// What the customer decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Accepted (K5).
    Accepted,
    /// Objected (K6, K12).
    Objected,
    /// Took an acceptance back (K11).
    Withdrawn,
}

/// Why an association ended (S2-S8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndReason {
    /// The customer objected or withdrew.
    CustomerDeclined,
    /// The subscription ended.
    SubscriptionExpired,
    /// The partner disassociated.
    PartnerDisassociated,
    /// Another claim was preferred.
    Superseded,
    /// The programme owner ended it.
    Programme,
    /// Its term was reached.
    Term,
}

/// A coded reason of a reviewer (P01).
#[derive(Clone, Debug)]
pub struct Reason {
    /// The code, e.g. `poe_item_not_covered`.
    pub code: String,
    /// The item or proof element it is about.
    pub about: Option<String>,
    /// The file it is about.
    pub document: Option<String>,
    /// The reviewer's words.
    pub text: String,
}

/// An item that was not accepted (D5).
#[derive(Clone, Debug)]
pub struct RefusedItem {
    /// The item's name.
    pub item: String,
    /// The reason's code.
    pub code: String,
    /// The reviewer's words.
    pub text: String,
}

/// What is wrong with a file (V-23 to V-26).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentProblem {
    /// Not one of the types, or not what its name says.
    TypeNotAllowed,
    /// Encrypted or protected by a password.
    Encrypted,
    /// Contains macros.
    Macros,
    /// Over the size limit, or empty.
    Size,
    /// Not the bytes that were announced.
    Checksum,
    /// The scanner found something; the file is removed.
    Infected,
}

/// One mail, with all it tells.
#[derive(Clone, Debug)]
pub enum Mail {
    /// To the customer: a partner says it works with you (T3).
    Notice {
        /// What is asked.
        request: Request,
        /// How long silence may last.
        window: ObjectionWindow,
        /// The consent page.
        link: String,
    },
    /// To the customer: the same again (K9).
    NoticeReminder {
        /// What is asked.
        request: Request,
        /// How long silence may last.
        window: ObjectionWindow,
        /// The same consent page.
        link: String,
    },
    /// To the customer: nothing is to be decided any more (K8).
    ConsentVoided {
        /// What was asked.
        request: Request,
        /// Why it is over.
        reason: VoidReason,
    },
    /// To the customer: what was recorded (section 9, "Receipt").
    Receipt {
        /// What was asked.
        request: Request,
        /// The answer.
        decision: Decision,
        /// The receipt's id.
        receipt_id: String,
        /// When it was given.
        at: Moment,
        /// The name that was typed.
        by: String,
        /// The consent page, for a change of mind.
        link: String,
    },
    /// To the customer: the association is official (S1).
    NoObjection {
        /// What was asked, with the items that became official.
        request: Request,
        /// The consent page, for an objection.
        link: String,
    },
    /// To the customer: the association is over (S3-S8).
    AssociationEnded {
        /// What was asked, with the items that ended.
        request: Request,
        /// Why.
        reason: EndReason,
    },
    /// To the partner: handed in (T3).
    ClaimSubmitted {
        /// The claim.
        claim: ClaimRef,
        /// Until when the review is to begin.
        start_due: Moment,
    },
    /// To the partner: under review (T7).
    ReviewStarted {
        /// The claim.
        claim: ClaimRef,
        /// Until when it is to be decided.
        decision_due: Moment,
    },
    /// To the partner: returned (T8, T16).
    ActionRequired {
        /// The claim.
        claim: ClaimRef,
        /// What is missing.
        reasons: Vec<Reason>,
        /// Until when the partner answers.
        answer_due: Moment,
    },
    /// To the partner: approved (T12).
    Approved {
        /// The claim.
        claim: ClaimRef,
        /// Names of the accepted items.
        accepted: Vec<String>,
        /// What was not accepted.
        refused: Vec<RefusedItem>,
        /// Where the objection window stands.
        window: ObjectionWindow,
    },
    /// To the partner: rejected (T11, T18).
    Rejected {
        /// The claim.
        claim: ClaimRef,
        /// Why.
        reasons: Vec<Reason>,
        /// Until when it may be disputed; `None` = final.
        dispute_due: Option<Moment>,
    },
    /// To the partner: the customer objects (T14).
    CustomerObjected {
        /// The claim.
        claim: ClaimRef,
        /// The customer's words, if any.
        reason: Option<String>,
    },
    /// To the partner: the customer agrees (K5).
    CustomerAccepted {
        /// The claim.
        claim: ClaimRef,
    },
    /// To the partner, at once: the customer's address does not work (K3, P06).
    ContactUndeliverable {
        /// The claim.
        claim: ClaimRef,
        /// The address that failed.
        address: String,
    },
    /// To the partner: official (S1).
    AssociationActive {
        /// The claim.
        claim: ClaimRef,
        /// Names of the items.
        items: Vec<String>,
    },
    /// To the partner: no longer official (S3-S8).
    PartnerAssociationEnded {
        /// The claim.
        claim: ClaimRef,
        /// Names of the items.
        items: Vec<String>,
        /// Why.
        reason: EndReason,
    },
    /// To the partner: a file cannot be used (V-23 to V-26).
    DocumentRefused {
        /// The claim.
        claim: ClaimRef,
        /// The file's name.
        file_name: String,
        /// What is wrong with it.
        problem: DocumentProblem,
    },
    /// To the partner: nothing came in time (T10).
    ClaimExpired {
        /// The claim.
        claim: ClaimRef,
        /// Until when it may be disputed; `None` = final.
        dispute_due: Option<Moment>,
    },
}

impl Mail {
    /// The kind's id, as it stands in mail rows and tags.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Notice { .. } => "notice",
            Self::NoticeReminder { .. } => "notice_reminder",
            Self::ConsentVoided { .. } => "consent_voided",
            Self::Receipt { .. } => "receipt",
            Self::NoObjection { .. } => "no_objection",
            Self::AssociationEnded { .. } => "association_ended",
            Self::ClaimSubmitted { .. } => "claim_submitted",
            Self::ReviewStarted { .. } => "review_started",
            Self::ActionRequired { .. } => "action_required",
            Self::Approved { .. } => "approved",
            Self::Rejected { .. } => "rejected",
            Self::CustomerObjected { .. } => "customer_objected",
            Self::CustomerAccepted { .. } => "customer_accepted",
            Self::ContactUndeliverable { .. } => "contact_undeliverable",
            Self::AssociationActive { .. } => "association_active",
            Self::PartnerAssociationEnded { .. } => "partner_association_ended",
            Self::DocumentRefused { .. } => "document_refused",
            Self::ClaimExpired { .. } => "claim_expired",
        }
    }
}
