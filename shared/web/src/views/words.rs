//! The words that fields can hold, as enums of the schema.
#![allow(dead_code, reason = "schemas are made from the names; nothing holds values of these types")]

use utoipa::ToSchema;

/// A closed list of words, as an enum of the schema.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($word:ident),* $(,)? })*) => { $(
        $(#[$doc])*
        #[derive(ToSchema)]
        #[schema(rename_all = "snake_case")]
        pub(crate) enum $name { $($word),* }
    )* };
}

words! {
    /// Kind of claim
    Kind { Association, Engagement }
    /// Status of a claim (domain 6.1)
    Status {
        Draft, ConsentNotRequested, AwaitingConsent, ConsentReceived, Submitted, UnderReview, ActionRequired,
        Approved, Rejected, Disputed, RejectedFinal, ConsentDeclined, ConsentExpired, ConsentWithdrawn,
        NotSubmittedExpired, PostSubmissionExpired, DisputeExpired, Canceled,
    }
    /// How the customer came to an engagement claim
    Origin { Added, Claimed }
    /// How a customer is named
    IdentifierType { Domain, Tenant, ParentAccount, Subscription, Opportunity }
    /// What the partner can do next about a customer
    NextAction {
        ClaimCustomer, SendConsent, ResendConsent, UploadProof, Submit, AnswerReturn, Dispute, Wait,
    }
    /// Why a customer is not eligible (domain 8.4)
    CustomerReason {
        CriteriaNotMet, ActiveCapReached, TotalCapReached, ConsentedToOtherPartner, DoneWithOtherPartner,
        IdentifierTypeNotSupported, IdentifierUnknown, CountryNotInScope, CustomerNotBonaFide,
    }
    /// Why a location may not claim an engagement, or is not paid for it (domain 8.4)
    LocationReason { NotEnrolled, EnrolmentIncomplete, QualificationMissing, PayeeProfileIncomplete }
    /// Who leads a referral
    ReferralType { PartnerLed, CoSell }
    /// Whether a referral goes on
    ReferralStatus { Active, Closed }
    /// Whose move it is
    WaitingFor { Partner, Customer, Vendor, None }
    /// A reviewer's decision on an item
    Decision { Open, Accepted, Refused }
    /// Side of a contest
    ContestRole { Incumbent, Challenger }
    /// Where a contest stands
    ContestState { Open, Decided }
    /// Whether anything is earned
    EarningState { None, Accrued, Refused }
    /// Status of an association (domain 6.2)
    AssociationStatus { Pending, Active, Ended }
    /// What silence means
    ConsentMode { Notice, OptIn }
    /// Where a round of consent stands (domain 6.3)
    ConsentState {
        Created, Sending, Unknown, Delivered, Undeliverable, Accepted, Declined, Objected, Lapsed, Expired,
        Voided, Withdrawn,
    }
    /// What the checks of a document said
    DocumentState { Pending, Clean, Infected, Refused }
    /// First review or dispute
    ReviewStage { First, Dispute }
    /// Result of a review
    ReviewResult { Return, Approve, Reject }
    /// A mail to the customer
    DeliveryKind { Request, Reminder, Receipt }
    /// What became of a mail
    DeliveryState { Sending, Unknown, Sent, Delivered, Bounced, Complained, Refused }
    /// Who acts
    Side { Partner, Vendor, Customer, System }
    /// Who may read a comment
    Visibility { Shared, Internal }
    /// How an engagement is paid
    PayType { Fixed, Variable, None }
    /// Whether everyone is eligible unless a row says no
    Eligibility { Open, Listed }
    /// When status mails go
    StatusMails { AtOnce, Daily, Never }
    /// How the customer confirms
    Confirmation { Name, Code }
    /// Whether an engagement can be claimed now
    EngagementStatus { Upcoming, Active, Ended }
    /// What only one partner can hold
    KeyType { Workload, Subscription }
    /// Who checks an element of proof
    CheckedBy { System, Reviewer }
    /// What the customer can press
    Choice { Accept, Decline, Object }
    /// What a receipt rests on
    ReceiptBasis { Explicit, Consent, NoticeNoObjection }
    /// What a receipt is of
    ReceiptDecision { Accept, Decline, Object, Withdraw, NoObjection }
    /// How it was decided
    ReceiptMethod { LinkAndTypedName, DeliveredNotice }
    /// Whether what a receipt says still holds
    ReceiptStatus { Active, Withdrawn, Ended }
    /// What the data are for
    Purpose { PartnerOfRecord, UsageInsight, PartnerIncentives, Engagement }
    /// What the partner sees
    DataSeen { UsageCounts, SoldSeats, Answer }
    /// What a partner never sees
    DataNotSeen { Content, People, OtherProducts, Usage, OtherPeople }
}
