//! The words of the API, written out: tokens and requests bring them, answers and rows carry them, so that none
//! can be renamed by accident.

use domain::{
    IdentifierType, ItemKey, Locale, Role, Side,
    catalogue::{EngagementStatus, Kind},
    claim::{AssociationStatus, EarningState, ItemDecision, Origin, ReferralKind},
    consent::{Choice, ConsentState, Mode},
    contest::SeatRole,
    customer::Ineligible,
    document::DocumentState,
    eligibility::{NextAction, Unqualified},
    state::Closing,
    text::Text,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, from_value, to_value};
use std::fmt::Debug;
use testkit::build;

/// Each value is called by its word, kept as its word, and read back from it.
fn words<T: Copy + Debug + PartialEq + Serialize + DeserializeOwned>(
    name: impl Fn(T) -> &'static str,
    words: &[(T, &str)],
) {
    for (value, word) in words {
        assert_eq!(name(*value), *word);
        assert_eq!(to_value(value).unwrap(), *word);
        assert_eq!(from_value::<T>((*word).into()).unwrap(), *value);
    }
}

/// Callers name each value by its word, exactly.
fn asked_for<T: Copy + Debug + PartialEq>(parse: impl Fn(&str) -> Option<T>, words: &[(T, &str)]) {
    for (value, word) in words {
        assert_eq!(parse(word), Some(*value));
        assert_eq!(parse(&word.to_ascii_uppercase()), None);
    }
    for unknown in ["", "nobody", "draft"] {
        assert_eq!(parse(unknown), None, "{unknown}");
    }
}

#[test]
fn domain_5_1_roles_and_sides() {
    let roles = [
        (Role::IncentivesAdmin, "incentives_admin"),
        (Role::IncentivesUser, "incentives_user"),
        (Role::ReferralsAdmin, "referrals_admin"),
        (Role::Reviewer, "reviewer"),
        (Role::ReviewLead, "review_lead"),
        (Role::ProgrammeManager, "programme_manager"),
        (Role::FieldSeller, "field_seller"),
        (Role::Auditor, "auditor"),
    ];
    words(Role::as_str, &roles);
    asked_for(Role::parse, &roles);
    words(
        Side::as_str,
        &[
            (Side::Partner, "partner"),
            (Side::Vendor, "vendor"),
            (Side::Customer, "customer"),
            (Side::System, "system"),
        ],
    );
}

#[test]
fn domain_6_3_what_the_customer_is_asked_and_presses() {
    words(Mode::as_str, &[(Mode::Notice, "notice"), (Mode::OptIn, "opt_in")]);
    let choices = [
        (Choice::Accept, "accept"),
        (Choice::Decline, "decline"),
        (Choice::Object, "object"),
        (Choice::Withdraw, "withdraw"),
    ];
    words(Choice::as_str, &choices);
    asked_for(Choice::parse, &choices);
}

#[test]
fn kinds_and_sides_of_claims() {
    words(Kind::as_str, &[(Kind::Association, "association"), (Kind::Engagement, "engagement")]);
    let origins = [(Origin::Added, "added"), (Origin::Claimed, "claimed")];
    words(Origin::as_str, &origins);
    asked_for(Origin::parse, &origins);
    words(
        ReferralKind::as_str,
        &[(ReferralKind::PartnerLed, "partner_led"), (ReferralKind::CoSell, "co_sell")],
    );
    let seats = [(SeatRole::Incumbent, "incumbent"), (SeatRole::Challenger, "challenger")];
    words(SeatRole::as_str, &seats);
    asked_for(SeatRole::parse, &seats);
    words(
        AssociationStatus::as_str,
        &[
            (AssociationStatus::Pending, "pending"),
            (AssociationStatus::Active, "active"),
            (AssociationStatus::Ended, "ended"),
        ],
    );
    for (state, word) in [
        (EarningState::Expected, None),
        (EarningState::None, Some("none")),
        (EarningState::Accrued, Some("accrued")),
        (EarningState::Refused, Some("refused")),
    ] {
        assert_eq!(state.as_str(), word, "what is only expected is not shown");
    }
}

#[test]
fn domain_6_4_how_an_engagement_claim_fails() {
    words(
        Closing::as_str,
        &[
            (Closing::ConsentDeclined, "consent_declined"),
            (Closing::ConsentExpired, "consent_expired"),
            (Closing::ConsentWithdrawn, "consent_withdrawn"),
            (Closing::NotSubmittedExpired, "not_submitted_expired"),
            (Closing::PostSubmissionExpired, "post_submission_expired"),
            (Closing::DisputeExpired, "dispute_expired"),
        ],
    );
}

#[test]
fn domain_8_4_whom_a_partner_can_claim_where_and_what_comes_next() {
    let kinds = [
        (IdentifierType::Domain, "domain"),
        (IdentifierType::Tenant, "tenant"),
        (IdentifierType::ParentAccount, "parent_account"),
        (IdentifierType::Subscription, "subscription"),
        (IdentifierType::Opportunity, "opportunity"),
    ];
    words(IdentifierType::as_str, &kinds);
    asked_for(IdentifierType::parse, &kinds);
    let reasons = [
        (Ineligible::CriteriaNotMet, "criteria_not_met"),
        (Ineligible::ActiveCapReached, "active_cap_reached"),
        (Ineligible::TotalCapReached, "total_cap_reached"),
        (Ineligible::ConsentedToOtherPartner, "consented_to_other_partner"),
        (Ineligible::DoneWithOtherPartner, "done_with_other_partner"),
        (Ineligible::IdentifierTypeNotSupported, "identifier_type_not_supported"),
        (Ineligible::IdentifierUnknown, "identifier_unknown"),
        (Ineligible::CountryNotInScope, "country_not_in_scope"),
        (Ineligible::CustomerNotBonaFide, "customer_not_bona_fide"),
    ];
    words(Ineligible::as_str, &reasons);
    asked_for(Ineligible::parse, &reasons);
    for (reason, word) in [
        (Unqualified::NotEnrolled, "not_enrolled"),
        (Unqualified::EnrolmentIncomplete, "enrolment_incomplete"),
        (Unqualified::QualificationMissing, "qualification_missing"),
        (Unqualified::PayeeProfileIncomplete, "payee_profile_incomplete"),
    ] {
        assert_eq!(reason.as_str(), word);
    }
    for (action, word) in [
        (NextAction::ClaimCustomer, "claim_customer"),
        (NextAction::SendConsent, "send_consent"),
        (NextAction::ResendConsent, "resend_consent"),
        (NextAction::UploadProof, "upload_proof"),
        (NextAction::Submit, "submit"),
        (NextAction::AnswerReturn, "answer_return"),
        (NextAction::Dispute, "dispute"),
        (NextAction::Wait, "wait"),
    ] {
        assert_eq!(action.as_str(), word);
    }
    for (status, word) in [
        (EngagementStatus::Upcoming, "upcoming"),
        (EngagementStatus::Active, "active"),
        (EngagementStatus::Ended, "ended"),
    ] {
        assert_eq!(status.as_str(), word);
    }
}

#[test]
fn states_with_particulars_are_kept_under_the_word_they_are_called_by() {
    let reason = || "bounce".to_owned();
    for (state, word) in [
        (ConsentState::Created { chase_at: build::monday() }, "created"),
        (ConsentState::Sending, "sending"),
        (ConsentState::Unknown, "unknown"),
        (ConsentState::Delivered, "delivered"),
        (ConsentState::Undeliverable { reason: reason() }, "undeliverable"),
        (ConsentState::Accepted, "accepted"),
        (ConsentState::Declined, "declined"),
        (ConsentState::Objected, "objected"),
        (ConsentState::Lapsed, "lapsed"),
        (ConsentState::Expired, "expired"),
        (ConsentState::Voided, "voided"),
        (ConsentState::Withdrawn, "withdrawn"),
    ] {
        assert_eq!((state.as_str(), &kept(&state)["is"]), (word, &Value::from(word)));
    }
    for (state, word) in [
        (DocumentState::Pending, "pending"),
        (DocumentState::Clean, "clean"),
        (DocumentState::Infected, "infected"),
        (DocumentState::Refused { problem: "file_encrypted".into() }, "refused"),
    ] {
        assert_eq!((state.as_str(), &kept(&state)["is"]), (word, &Value::from(word)));
    }
    for (decision, word) in [
        (ItemDecision::Open, "open"),
        (ItemDecision::Accepted, "accepted"),
        (ItemDecision::Refused { reason: reason() }, "refused"),
    ] {
        assert_eq!(kept(&decision)["decision"], word);
    }
}

/// As a row keeps it, from which it is read back.
fn kept<T: Debug + PartialEq + Serialize + DeserializeOwned>(value: &T) -> Value {
    let kept = to_value(value).unwrap();
    assert_eq!(from_value::<T>(kept.clone()).unwrap(), *value);
    kept
}

#[test]
fn an_item_is_named_by_its_kind_and_its_id() {
    let subscription = build::subscription_id(1);
    for (key, text) in [
        (ItemKey::Workload("teams".into()), "workload:teams".to_owned()),
        (ItemKey::Subscription(subscription.clone()), format!("subscription:{subscription}")),
    ] {
        assert_eq!((key.to_string(), ItemKey::parse(&text)), (text.clone(), Some(key.clone())));
        assert_eq!(kept(&key), Value::from(text));
    }
    let upper = format!("subscription:{}", subscription.to_uppercase());
    assert_eq!(ItemKey::parse(&upper), Some(ItemKey::Subscription(subscription)));
    for wrong in ["", "teams", "workload:", "subscription:", "subscription:1", "tenant:teams"] {
        assert_eq!(ItemKey::parse(wrong), None, "{wrong}");
        assert!(from_value::<ItemKey>(wrong.into()).is_err(), "{wrong}");
    }
}

#[test]
fn whoever_has_no_texts_in_the_own_language_reads_english() {
    words(Locale::tag, &[(Locale::En, "en"), (Locale::De, "de")]);
    for german in ["de", "DE", "de-AT", "de_CH"] {
        assert_eq!(Locale::of(german), Locale::De, "{german}");
    }
    for other in ["en", "en-GB", "fr", "den", "x-de", ""] {
        assert_eq!(Locale::of(other), Locale::En, "{other}");
    }
    let text = Text { en: "Sales".into(), de: "Vertrieb".into() };
    assert_eq!((text.get(Locale::En), text.get(Locale::De)), ("Sales", "Vertrieb"));
}
