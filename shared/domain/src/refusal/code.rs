//! Stable codes of faults and refusals.

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// Stable codes of faults and refusals; integrators match on them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code in the API.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }
        }
    };
}

codes! {
    /// The body is no JSON, or a value has the wrong type.
    MalformedJson = "malformed_json",
    /// V-09
    UnknownField = "unknown_field",
    /// A page's cursor is not ours, or belongs to another question.
    CursorInvalid = "cursor_invalid",
    /// A query parameter is unknown or out of range.
    ParameterInvalid = "parameter_invalid",
    /// No valid token.
    Unauthenticated = "unauthenticated",
    /// The role does not permit it.
    Forbidden = "forbidden",
    /// It does not exist for this caller.
    NotFound = "not_found",
    /// The path exists, the method does not.
    MethodNotAllowed = "method_not_allowed",
    /// The body is larger than the limit.
    BodyTooLarge = "body_too_large",
    /// The body is not what this path takes.
    UnsupportedMediaType = "unsupported_media_type",
    /// A dependency did not answer in time; try again.
    Unavailable = "unavailable",
    /// A fault of ours.
    Internal = "internal",
    /// V-10
    IdempotencyMismatch = "idempotency_mismatch",
    /// V-11
    PreconditionRequired = "precondition_required",
    /// V-11
    VersionConflict = "version_conflict",
    /// The event is not listed for this state.
    InvalidStateTransition = "invalid_state_transition",
    /// T12: a contest on an accepted item is not decided
    ContestOpen = "contest_open",
    /// The contest is decided
    ContestDecided = "contest_decided",
    /// V-28
    DisputeWindowClosed = "dispute_window_closed",
    /// V-28, I-15
    DisputeAlreadyUsed = "dispute_already_used",
    /// V-28
    DisputeEmpty = "dispute_empty",
    /// V-27
    ClaimNotEditable = "claim_not_editable",
    /// C4: not one of the parts that were re-opened
    FieldFrozen = "field_frozen",
    /// V-01
    NameRequired = "name_required",
    /// V-01
    NameTooLong = "name_too_long",
    /// Control or bidi characters, or too long.
    TextInvalid = "text_invalid",
    /// V-02
    LocationOutOfScope = "location_out_of_scope",
    /// V-03
    LocationNotEnrolled = "location_not_enrolled",
    /// V-04
    LocationNotEligible = "location_not_eligible",
    /// V-05
    EngagementNotActive = "engagement_not_active",
    /// V-05b
    EngagementKindMismatch = "engagement_kind_mismatch",
    /// There is no such engagement.
    EngagementUnknown = "engagement_unknown",
    /// V-06
    ContactIncomplete = "contact_incomplete",
    /// V-07
    ContactEmailInvalid = "contact_email_invalid",
    /// V-07
    ContactIsPartner = "contact_is_partner",
    /// V-08
    IdentifierMalformed = "identifier_malformed",
    /// V-12
    RoleNotInArea = "role_not_in_area",
    /// V-13
    TenantRequired = "tenant_required",
    /// V-14
    ItemsRequired = "items_required",
    /// V-14
    TooManyItems = "too_many_items",
    /// The same item twice.
    ItemDuplicate = "item_duplicate",
    /// The workload or product is none of the engagement's.
    ItemUnknown = "item_unknown",
    /// V-15
    SubscriptionRequired = "subscription_required",
    /// V-15
    SubscriptionNotAllowed = "subscription_not_allowed",
    /// V-16
    SubscriptionNotOnTenant = "subscription_not_on_tenant",
    /// V-16
    SubscriptionWrongProduct = "subscription_wrong_product",
    /// V-16
    SubscriptionChannelExcluded = "subscription_channel_excluded",
    /// V-16
    SubscriptionNotProvisioned = "subscription_not_provisioned",
    /// V-16
    SubscriptionInactive = "subscription_inactive",
    /// V-17
    RevenueInfoRequired = "revenue_info_required",
    /// V-18
    OptOutNotAllowed = "opt_out_not_allowed",
    /// V-19
    DuplicateClaim = "duplicate_claim",
    /// V-20
    PoeMissing = "poe_missing",
    /// V-20
    PoeElementMissing = "poe_element_missing",
    /// V-21
    PoeDateMissing = "poe_date_missing",
    /// V-21
    PoeDateTooOld = "poe_date_too_old",
    /// V-21
    PoeItemNotCovered = "poe_item_not_covered",
    /// V-21
    PoePublicDisclosureMissing = "poe_public_disclosure_missing",
    /// V-22
    AcknowledgementRequired = "acknowledgement_required",
    /// V-23
    FileTypeNotAllowed = "file_type_not_allowed",
    /// V-23
    FileEncrypted = "file_encrypted",
    /// V-24
    FileTooLarge = "file_too_large",
    /// V-24
    FileEmpty = "file_empty",
    /// V-24
    TooManyFiles = "too_many_files",
    /// V-25
    ChecksumMismatch = "checksum_mismatch",
    /// V-25: not 64 lower-case hexadecimal digits
    ChecksumMalformed = "checksum_malformed",
    /// V-26
    FileNotClean = "file_not_clean",
    /// The kind of document is none of the engagement's.
    DocumentKindUnknown = "document_kind_unknown",
    /// The document says it covers something that is not claimed or asked for.
    CoversUnknown = "covers_unknown",
    /// The activity date lies in the future.
    ActivityDateInvalid = "activity_date_invalid",
    /// T9
    NothingChanged = "nothing_changed",
    /// A reason must be given.
    ReasonRequired = "reason_required",
    /// The code is none of the review reasons.
    ReasonCodeUnknown = "reason_code_unknown",
    /// The pointer names nothing of the claim.
    PointerUnknown = "pointer_unknown",
    /// T12: every item must be decided, each once
    ItemDecisionRequired = "item_decision_required",
    /// T12: at least one item must be accepted
    NoItemAccepted = "no_item_accepted",
    /// I-1
    AssociationTaken = "association_taken",
    /// I-21
    AssociationNotActive = "association_not_active",
    /// The clock does not run, or cannot be extended
    ClockNotExtendable = "clock_not_extendable",
    /// A deadline can only be moved to a later day (I-17)
    DeadlineNotLater = "deadline_not_later",
    /// K10: not a domain of the customer
    DelegateDomainUnknown = "delegate_domain_unknown",
    /// K10
    DelegationLimitReached = "delegation_limit_reached",
    /// A side has said as much in a contest as it may.
    TooManyStatements = "too_many_statements",
    /// A contest is won by the incumbent or the challenger
    WinnerUnknown = "winner_unknown",
    /// K9, V-60
    ReminderTooSoon = "reminder_too_soon",
    /// K9, V-60
    ReminderLimitReached = "reminder_limit_reached",
    /// V-61
    ConsentNotFound = "consent_not_found",
    /// V-61
    ConsentExpired = "consent_expired",
    /// V-61
    ConsentReplaced = "consent_replaced",
    /// V-61
    ConsentWithdrawnBySender = "consent_withdrawn_by_sender",
    /// The other decision was made already.
    ConsentAlreadyDecided = "consent_already_decided",
    /// Something of the human step is missing.
    DecisionIncomplete = "decision_incomplete",
    /// The form is too young, too old or not ours.
    NonceInvalid = "nonce_invalid",
    /// The deadline is over.
    DeadlinePassed = "deadline_passed",
    /// An import row has an unknown kind or lacks a value.
    RowInvalid = "row_invalid",
    /// An import has more rows than are taken at once.
    TooManyRows = "too_many_rows",
    /// A rule of an engagement is out of its range, or contradicts another one.
    RuleInvalid = "rule_invalid",
    /// What an engagement is does not change with its rules.
    RuleFixed = "rule_fixed",
    /// Other words need another version: what was accepted stays what it was.
    TextVersionUnchanged = "text_version_unchanged",
    /// The identifier belongs to another customer.
    IdentifierTaken = "identifier_taken",
    /// An engagement claim is added or claimed.
    OriginRequired = "origin_required",
    /// At least one engagement must be named.
    EngagementsRequired = "engagements_required",
    /// The customer must be named.
    IdentifierRequired = "identifier_required",
    /// V-40, V-41
    IdTypeNotAllowed = "id_type_not_allowed",
    /// V-42
    SingleEngagementOnly = "single_engagement_only",
    /// V-43
    HoursRequired = "hours_required",
    /// V-43
    HoursOutOfRange = "hours_out_of_range",
    /// V-43: fixed pay knows no hours
    HoursNotAllowed = "hours_not_allowed",
    /// V-45
    TenantNotDerivable = "tenant_not_derivable",
    /// V-45
    TenantAmbiguous = "tenant_ambiguous",
    /// Nobody is known by the identifier.
    IdentifierUnknown = "identifier_unknown",
    /// V-47
    MismatchReasonRequired = "mismatch_reason_required",
    /// V-48
    CustomerIneligible = "customer_ineligible",
    /// V-49
    CustomerCapReached = "customer_cap_reached",
    /// V-50
    CustomerAlreadyKnown = "customer_already_known",
    /// V-50
    CustomerNotKnown = "customer_not_known",
    /// V-52
    CustomerNotBonaFide = "customer_not_bona_fide",
    /// V-53
    DealSizeRequired = "deal_size_required",
    /// V-53
    DealSizeInvalid = "deal_size_invalid",
    /// V-53
    DisclaimerRequired = "disclaimer_required",
    /// V-56
    ConsentMissing = "consent_missing",
    /// V-57
    InvoiceMissing = "invoice_missing",
    /// V-59
    AlreadySubmitted = "already_submitted",
    /// E17: every reason of the return is answered
    AnswerRequired = "answer_required",
}
