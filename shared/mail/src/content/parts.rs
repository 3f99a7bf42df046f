//! What mails are made of.

use domain::{Identifier, catalogue::Kind};

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

/// What a partner asks for, as the customer is told.
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
    /// The customer's name.
    pub customer: String,
    /// Partner of record, or an engagement.
    pub about: About,
    /// Where questions about personal data go: an address or a page.
    pub privacy_contact: String,
    /// The customer contact's name.
    pub recipient: String,
}

/// What a request is about; with it what silence means.
#[derive(Clone, Debug)]
pub enum About {
    /// To be recorded as a partner: the customer may object.
    Association {
        /// The partner role's name.
        role: String,
        /// The tenant id.
        tenant: String,
        /// Names of the workloads, or products with their subscription ids.
        items: Vec<String>,
    },
    /// An engagement: the customer must agree.
    Engagement {
        /// The customer as the partner named it.
        identifier: Identifier,
    },
}

/// The claim as its partner is told of it.
#[derive(Clone, Debug)]
pub struct ClaimRef {
    /// `CLM-…`.
    pub number: String,
    /// Association or engagement.
    pub kind: Kind,
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

/// A claim as the vendor's staff are told of it.
#[derive(Clone, Debug)]
pub struct Case {
    /// `CLM-…`.
    pub number: String,
    /// Association or engagement.
    pub kind: Kind,
    /// The partner's legal name.
    pub partner: String,
    /// The customer's name.
    pub customer: String,
    /// The engagement's name.
    pub engagement: String,
    /// The programme's name.
    pub programme: String,
    /// The claim's page, where there is a console.
    pub claim_url: Option<String>,
}

/// Who at the vendor reads a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Office {
    /// The review leads.
    ReviewLead,
    /// The programme managers.
    ProgrammeManager,
}

/// A claim and what happened to it.
#[derive(Clone, Debug)]
pub struct DigestRow {
    /// `CLM-…`.
    pub number: String,
    /// The customer's name.
    pub customer: String,
    /// What happened.
    pub news: News,
    /// When.
    pub at: Moment,
}

/// What a partner need not act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// Handed in.
    Submitted,
    /// Under review.
    ReviewStarted,
    /// Approved.
    Approved,
    /// The dispute is with another reviewer.
    DisputeOpened,
    /// The customer agrees.
    CustomerAccepted,
    /// Official.
    AssociationActive,
}

/// Who has to act, seen from the partner who reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// The reader.
    You,
    /// The programme owner.
    Vendor,
    /// The customer.
    Customer,
    /// The other side of a contest, who is never named.
    OtherPartner,
    /// Nobody.
    Nobody,
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
    /// The partner took the claim back or gave it up.
    Recalled,
    /// The claim came to nothing: rejected, not answered, or stopped by the programme owner.
    Over,
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
    /// Declined an engagement (K6).
    Declined,
    /// Took an acceptance back (K11).
    Withdrawn,
}

/// Who ended an association or an engagement claim, as the customer is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndedBy {
    /// The partner gave it up (S5, E10).
    Partner,
    /// The programme owner ended it (S7, E27).
    Programme,
}

/// Why an association ended, as its partner is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndReason {
    /// The subscription ended (S4).
    SubscriptionExpired,
    /// Another partner's proof was more convincing (S6).
    Superseded,
    /// The programme owner ended it (S7).
    Programme,
    /// Its term was reached (S8).
    Term,
}

/// A clock that runs out for the partner (P21).
#[derive(Clone, Debug)]
pub enum PartnerClock {
    /// Nothing changes in a draft (T5).
    Draft,
    /// The customer has not been asked (E9).
    Request,
    /// The customer was asked and has not answered (E9).
    Consent,
    /// The customer agreed, and no proof was handed in (E13).
    Proof,
    /// A returned claim waits for an answer (T10, E18, E24).
    Answer {
        /// After a dispute there is no other chance.
        last: bool,
    },
    /// A rejection can be disputed (T19, E22).
    Dispute,
    /// A contest waits for the one who was there first (T13).
    Contest {
        /// Names of the contested items.
        items: Vec<String>,
    },
}

/// What did not come in time.
#[derive(Clone, Debug)]
pub enum Lapse {
    /// A change of the draft (T5).
    Draft,
    /// The answer to a return (T10).
    Answer {
        /// Until when the rejection may be disputed; `None` = final, after a dispute.
        dispute_due: Option<Moment>,
    },
    /// The dispute of a rejection (T19, E22).
    Dispute,
    /// The request to the customer (E9).
    Request,
    /// The customer's answer to it (E9).
    Consent,
    /// The first submission (E13).
    Proof,
    /// The answer to an engagement's return (E18, E24).
    Return {
        /// Whether it was a return in the dispute.
        disputed: bool,
    },
}

/// A clock of the vendor (I-22).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VendorClock {
    /// The review is to begin.
    Start,
    /// The review is to decide.
    Decision,
    /// A dispute is to be answered.
    Dispute,
}

/// What a decided contest means for the partner's claim (T13, S6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContestOutcome {
    /// Won; the item is official or approved and stays so.
    Kept,
    /// Won; the review of the claim goes on.
    Won,
    /// Lost; the review goes on with the other items.
    Lost,
    /// Lost, and with it the claim: rejected, may be disputed once.
    Rejected,
    /// Lost; the association has ended.
    Ended,
    /// Closed without a decision: the claim itself had left.
    Closed,
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
