//! The one table from codes to HTTP: a new code breaks the build here and nowhere else.

use domain::Code;
use lambda_http::http::StatusCode;

/// The status of every code (api 1, domain 8).
#[must_use]
pub fn status(code: Code) -> StatusCode {
    match code {
        Code::MalformedJson | Code::UnknownField | Code::CursorInvalid | Code::ParameterInvalid => {
            StatusCode::BAD_REQUEST
        }
        Code::Unauthenticated => StatusCode::UNAUTHORIZED,
        Code::Forbidden | Code::LocationOutOfScope => StatusCode::FORBIDDEN,
        Code::NotFound | Code::ConsentNotFound => StatusCode::NOT_FOUND,
        Code::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        Code::InvalidStateTransition
        | Code::ClaimNotEditable
        | Code::FieldFrozen
        | Code::DuplicateClaim
        | Code::AssociationTaken
        | Code::AssociationNotActive
        | Code::ConsentAlreadyDecided
        | Code::ContestOpen
        | Code::ContestDecided
        | Code::DisputeWindowClosed
        | Code::DisputeAlreadyUsed
        | Code::DelegationLimitReached
        | Code::DeadlinePassed
        | Code::IdentifierTaken
        | Code::CustomerCapReached
        | Code::CustomerAlreadyKnown
        | Code::CustomerNotKnown
        | Code::ConsentMissing
        | Code::AlreadySubmitted => StatusCode::CONFLICT,
        Code::ConsentExpired | Code::ConsentReplaced | Code::ConsentWithdrawnBySender => StatusCode::GONE,
        Code::VersionConflict => StatusCode::PRECONDITION_FAILED,
        Code::BodyTooLarge | Code::FileTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Code::UnsupportedMediaType | Code::FileTypeNotAllowed => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Code::PreconditionRequired => StatusCode::PRECONDITION_REQUIRED,
        Code::ReminderTooSoon | Code::ReminderLimitReached => StatusCode::TOO_MANY_REQUESTS,
        Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        Code::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Code::IdempotencyMismatch
        | Code::NameRequired
        | Code::NameTooLong
        | Code::TextInvalid
        | Code::LocationNotEnrolled
        | Code::LocationNotEligible
        | Code::EngagementNotActive
        | Code::EngagementKindMismatch
        | Code::EngagementUnknown
        | Code::ContactIncomplete
        | Code::ContactEmailInvalid
        | Code::ContactIsPartner
        | Code::IdentifierMalformed
        | Code::RoleNotInArea
        | Code::TenantRequired
        | Code::ItemsRequired
        | Code::TooManyItems
        | Code::ItemDuplicate
        | Code::ItemUnknown
        | Code::SubscriptionRequired
        | Code::SubscriptionNotAllowed
        | Code::SubscriptionNotOnTenant
        | Code::SubscriptionWrongProduct
        | Code::SubscriptionChannelExcluded
        | Code::SubscriptionNotProvisioned
        | Code::SubscriptionInactive
        | Code::RevenueInfoRequired
        | Code::OptOutNotAllowed
        | Code::PoeMissing
        | Code::PoeElementMissing
        | Code::PoeDateMissing
        | Code::PoeDateTooOld
        | Code::PoeItemNotCovered
        | Code::PoePublicDisclosureMissing
        | Code::AcknowledgementRequired
        | Code::FileEncrypted
        | Code::FileEmpty
        | Code::TooManyFiles
        | Code::ChecksumMismatch
        | Code::ChecksumMalformed
        | Code::FileNotClean
        | Code::DocumentKindUnknown
        | Code::CoversUnknown
        | Code::ActivityDateInvalid
        | Code::NothingChanged
        | Code::DisputeEmpty
        | Code::ClockNotExtendable
        | Code::DeadlineNotLater
        | Code::DelegateDomainUnknown
        | Code::WinnerUnknown
        | Code::TooManyStatements
        | Code::ReasonRequired
        | Code::ReasonCodeUnknown
        | Code::PointerUnknown
        | Code::ItemDecisionRequired
        | Code::NoItemAccepted
        | Code::DecisionIncomplete
        | Code::NonceInvalid
        | Code::RowInvalid
        | Code::TooManyRows
        | Code::RuleInvalid
        | Code::RuleFixed
        | Code::TextVersionUnchanged
        | Code::OriginRequired
        | Code::EngagementsRequired
        | Code::IdentifierRequired
        | Code::IdTypeNotAllowed
        | Code::SingleEngagementOnly
        | Code::HoursRequired
        | Code::HoursOutOfRange
        | Code::HoursNotAllowed
        | Code::TenantNotDerivable
        | Code::TenantAmbiguous
        | Code::IdentifierUnknown
        | Code::MismatchReasonRequired
        | Code::CustomerIneligible
        | Code::CustomerNotBonaFide
        | Code::DealSizeRequired
        | Code::DealSizeInvalid
        | Code::DisclaimerRequired
        | Code::InvoiceMissing
        | Code::AnswerRequired => StatusCode::UNPROCESSABLE_ENTITY,
    }
}
