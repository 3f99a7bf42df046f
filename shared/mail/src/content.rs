//! What there is to tell, one variant per kind of mail.
//!
//! No mail carries a deal size or a payout. Names that the vendor imported (organisations, engagements,
//! products) may stand in a subject; what a partner typed (claim name, persons, remarks) only in the body.

mod kind;
mod parts;

use domain::contest::SeatRole;

use crate::time::Moment;

pub use parts::{
    About, Case, ClaimRef, ContestOutcome, Decision, DigestRow, DocumentProblem, EndReason, EndedBy, Lapse,
    Move, News, ObjectionWindow, Office, Partner, PartnerClock, Reason, RefusedItem, Request, VendorClock,
    VoidReason,
};

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
    /// To the customer: do you agree to this engagement? (E4).
    ConsentRequest {
        /// What is asked.
        request: Request,
        /// Until when there must be a yes.
        due: Moment,
        /// The consent page.
        link: String,
    },
    /// To the customer: the same again (K9).
    ConsentReminder {
        /// What is asked.
        request: Request,
        /// Until when there must be a yes.
        due: Moment,
        /// The same consent page.
        link: String,
    },
    /// To the customer: what it agreed to has come to nothing (E10, E27).
    ClaimOver {
        /// What was asked.
        request: Request,
        /// Who ended it.
        by: EndedBy,
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
    /// To the customer: the association is over (S5, S7).
    AssociationOver {
        /// What was asked, with the items that ended.
        request: Request,
        /// Who ended it.
        by: EndedBy,
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
        /// Until when it is to be decided; `None` = a contest comes first.
        decision_due: Option<Moment>,
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
        /// Where the objection window stands; an engagement has none.
        window: ObjectionWindow,
    },
    /// To the partner: rejected (T11, T13, T18).
    Rejected {
        /// The claim.
        claim: ClaimRef,
        /// Why.
        reasons: Vec<Reason>,
        /// Until when it may be disputed; `None` = final, after a dispute.
        dispute_due: Option<Moment>,
    },
    /// To the partner: the customer objects (T14).
    CustomerObjected {
        /// The claim.
        claim: ClaimRef,
        /// The customer's words, if any.
        reason: Option<String>,
    },
    /// To the partner: the customer agrees (K5, E7).
    CustomerAccepted {
        /// The claim.
        claim: ClaimRef,
        /// Until when an engagement's proof is to be handed in.
        submit_due: Option<Moment>,
    },
    /// To the partner: the customer does not agree (E8).
    CustomerDeclined {
        /// The claim.
        claim: ClaimRef,
        /// The customer's words, if any.
        reason: Option<String>,
    },
    /// To the partner: the customer took its agreement back (E26).
    CustomerWithdrew {
        /// The claim.
        claim: ClaimRef,
        /// The customer's words, if any.
        reason: Option<String>,
    },
    /// To the partner: the programme owner ended the claim (E27).
    ClaimStopped {
        /// The claim.
        claim: ClaimRef,
        /// The programme owner's words.
        words: Option<String>,
    },
    /// To the partner, at once: the customer's address does not work (K3, P06).
    ContactUndeliverable {
        /// The claim.
        claim: ClaimRef,
        /// The address that failed.
        address: String,
        /// Until when the customer must agree; `None` = silence runs no such clock.
        consent_due: Option<Moment>,
    },
    /// To the partner: official (S1).
    AssociationActive {
        /// The claim.
        claim: ClaimRef,
        /// Names of the items.
        items: Vec<String>,
    },
    /// To the partner: the association will end by itself (S4, S8, P19).
    AssociationExpiring {
        /// The claim.
        claim: ClaimRef,
        /// Names of the items.
        items: Vec<String>,
        /// When subscription or term end.
        due: Moment,
        /// Until when a subscription may still be renewed; `None` = it is the term that ends.
        grace: Option<Moment>,
    },
    /// To the partner: no longer official (S4, S6-S8).
    AssociationEnded {
        /// The claim.
        claim: ClaimRef,
        /// Names of the items.
        items: Vec<String>,
        /// Why.
        reason: EndReason,
        /// The programme owner's words, if it ended the association.
        words: Option<String>,
    },
    /// To the partner: a draft for what has ended (S4, S8).
    RenewalReady {
        /// The claim whose association ended.
        claim: ClaimRef,
        /// Number of the draft.
        draft: String,
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
    /// To the partner: a deadline comes near (T5, P21).
    DeadlineNear {
        /// The claim.
        claim: ClaimRef,
        /// What runs out.
        clock: PartnerClock,
        /// When.
        due: Moment,
    },
    /// To the partner: nothing came in time (T5, T10, T19, E9, E13, E18, E22, E24).
    ClaimExpired {
        /// The claim.
        claim: ClaimRef,
        /// What was missed.
        missed: Lapse,
    },
    /// To the partner: the dispute is with another reviewer (T15).
    DisputeOpened {
        /// The claim.
        claim: ClaimRef,
        /// Until when it is to be answered.
        answer_due: Moment,
    },
    /// To the partner: another partner claims the same (T13, P11).
    ContestOpened {
        /// The claim.
        claim: ClaimRef,
        /// Name of the contested item.
        item: String,
        /// The partner's side.
        side: SeatRole,
        /// Until when the one who was there first may answer.
        answer_due: Moment,
        /// Whether the claim takes proof now.
        takes_proof: bool,
    },
    /// To the partner: the contest is decided (T13, S6).
    ContestDecided {
        /// The claim.
        claim: ClaimRef,
        /// Name of the contested item.
        item: String,
        /// What it means.
        outcome: ContestOutcome,
        /// Whose move it is now.
        whose: Move,
        /// Until when.
        due: Option<Moment>,
    },
    /// To the partner: the contact named somebody else (K10, P08).
    ContactDelegated {
        /// The claim.
        claim: ClaimRef,
        /// Who was named.
        name: String,
        /// That person's address.
        address: String,
        /// Until when the customer must agree; `None` = silence runs no such clock.
        consent_due: Option<Moment>,
    },
    /// To the partner: the customer does not know what it is about.
    RequestReported {
        /// The claim.
        claim: ClaimRef,
        /// The customer's words, if any.
        reason: Option<String>,
        /// Until when the customer must agree; `None` = silence runs no such clock.
        consent_due: Option<Moment>,
    },
    /// To the partner: what has happened to its claims since the day before (section 9, "digest").
    Digest {
        /// What happened, in this order.
        rows: Vec<DigestRow>,
        /// The programme's name.
        programme: String,
        /// The partner contact's name.
        recipient: String,
        /// The list of claims.
        link: String,
    },
    /// To the vendor: a clock of the vendor has run out (I-22).
    SlaOverdue {
        /// The claim.
        case: Case,
        /// Which clock.
        clock: VendorClock,
        /// Since when.
        since: Moment,
        /// Who reads it.
        office: Office,
    },
    /// To the programme managers: a customer does not know what a request is about.
    RequestReportedManager {
        /// The claim.
        case: Case,
        /// The name that was typed.
        by: Option<String>,
        /// The customer's words, if any.
        reason: Option<String>,
    },
}
