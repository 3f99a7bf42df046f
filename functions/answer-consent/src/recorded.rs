//! What is recorded of a round, as a receipt says it (domain 9 "Receipt"). Computed from the claim alone, so
//! that the same decision always gives the same receipt and nothing has to be kept.

use domain::{
    Action, Catalogue, Claim, Item, Locale, ReceiptId,
    catalogue::Kind,
    consent::{Choice, Consent, ConsentState, Mode},
};
use jiff::Timestamp;
use web::views::{
    self, ReceiptClaimView, ReceiptClaims, ReceiptControllerView, ReceiptCustomerView, ReceiptDataView,
    ReceiptPartnerView, ReceiptPersonView,
};

use crate::{Visit, page::Status};

/// Version of the shape of the claims.
const SCHEMA_VERSION: u32 = 1;

/// The customer's word, or in notice mode the silence after a proven delivery: "no objection", never consent
/// (D14).
pub(crate) struct Recorded<'a> {
    claim: &'a Claim,
    consent: &'a Consent,
    pub(crate) id: ReceiptId,
    pub(crate) at: Timestamp,
    decision: &'static str,
    basis: &'static str,
    method: &'static str,
    typed_name: Option<&'a str>,
    locale: Locale,
    text: Option<&'a str>,
    previous: Option<ReceiptId>,
}

/// What is recorded of the round of a link; of an older round nothing is known any more.
pub(crate) fn recorded(visit: &Visit) -> Option<Recorded<'_>> {
    let claim = &visit.claim;
    let consent = claim.consent.as_ref().filter(|consent| consent.round == visit.round)?;
    if let Some(decision) = &consent.decision {
        let silence = || lapsed(claim, consent).then(|| of_silence(claim, consent));
        return Some(Recorded {
            claim,
            consent,
            id: decision.receipt.clone(),
            at: decision.at,
            decision: decision.choice.as_str(),
            basis: match (consent.mode, decision.choice) {
                (Mode::OptIn, Choice::Accept) => "consent",
                (Mode::OptIn, Choice::Decline | Choice::Object | Choice::Withdraw) | (Mode::Notice, _) => {
                    "explicit"
                }
            },
            method: "link_and_typed_name",
            typed_name: Some(&decision.name),
            locale: decision.locale,
            text: Some(&decision.text),
            previous: decision.previous.clone().or_else(silence),
        });
    }
    let window_ends = consent.window_ends.filter(|_| consent.state == ConsentState::Lapsed)?;
    Some(Recorded {
        claim,
        consent,
        id: of_silence(claim, consent),
        at: window_ends,
        decision: "no_objection",
        basis: "notice_no_objection",
        method: "delivered_notice",
        typed_name: None,
        locale: consent.contact.locale,
        text: None,
        previous: None,
    })
}

/// Whether the window of the round closed in silence, whatever came later.
fn lapsed(claim: &Claim, consent: &Consent) -> bool {
    let mut entries = claim.history.entries.iter();
    entries.any(|entry| entry.action == Action::ConsentLapsed && entry.round == Some(consent.round))
}

fn of_silence(claim: &Claim, consent: &Consent) -> ReceiptId {
    ReceiptId::derived(&["no objection", claim.id.as_str(), &consent.round.to_string()])
}

impl Recorded<'_> {
    /// The claims of the receipt. `origin` issues it, `link` leads to the page of the round.
    pub(crate) fn claims(&self, catalogue: &Catalogue, origin: &str, link: String) -> ReceiptClaims {
        let Self { claim, consent, .. } = self;
        let programme = &catalogue.programme;
        let terms = Terms::of(claim);
        ReceiptClaims {
            schema_version: SCHEMA_VERSION,
            jti: self.id.to_string(),
            iss: origin.into(),
            claim: ReceiptClaimView {
                id: claim.id.to_string(),
                number: claim.id.number(),
                round: consent.round,
            },
            programme: programme.name.get(self.locale).into(),
            controller: ReceiptControllerView {
                name: programme.vendor.clone(),
                privacy_contact: programme.privacy_contact.clone(),
            },
            partner: ReceiptPartnerView { name: claim.org_name.clone(), location: claim.location_label() },
            customer: ReceiptCustomerView {
                name: claim.customer.name.clone(),
                identifier: views::named(claim),
                tenant_id: claim.customer.tenant.clone(),
            },
            items: terms.items,
            hours: views::hours(claim),
            person: ReceiptPersonView {
                name: consent.contact.name.clone(),
                email: consent.contact.email.clone(),
            },
            mode: consent.mode.as_str(),
            basis: self.basis,
            purposes: terms.purposes,
            data_categories: terms.data,
            recipients: vec![claim.org_name.clone()],
            decision: self.decision,
            decided_at: self.at,
            method: self.method,
            typed_name: self.typed_name.map(String::from),
            language: self.locale.tag(),
            text_hash: self.text.map(String::from),
            valid_until: None,
            withdraw_link: link,
            previous_receipt_id: self.previous.as_ref().map(ReceiptId::to_string),
        }
    }
}

/// What an answer is about, what for, and what data come with it.
pub(crate) struct Terms {
    items: Vec<String>,
    pub(crate) purposes: Vec<&'static str>,
    pub(crate) data: ReceiptDataView,
}

impl Terms {
    /// Usage is seen through an association only (I-21).
    pub(crate) fn of(claim: &Claim) -> Self {
        match claim.kind() {
            Kind::Association => Self {
                items: claim.content.items.iter().map(|item| item.key.to_string()).collect(),
                purposes: vec!["partner_of_record", "usage_insight", "partner_incentives"],
                data: ReceiptDataView {
                    seen: vec!["usage_counts", "sold_seats"],
                    not_seen: vec!["content", "people", "other_products"],
                },
            },
            Kind::Engagement => Self {
                items: vec![format!("engagement:{}", claim.engagement)],
                purposes: vec!["engagement", "partner_incentives"],
                data: ReceiptDataView {
                    seen: vec!["answer"],
                    not_seen: vec!["usage", "content", "other_people"],
                },
            },
        }
    }
}

/// Whether what a receipt of this round says still holds.
pub(crate) fn status(claim: &Claim, round: u32) -> Status {
    let Some(consent) = claim.consent.as_ref().filter(|consent| consent.round == round) else {
        return Status::Ended;
    };
    match consent.state {
        ConsentState::Objected | ConsentState::Declined | ConsentState::Withdrawn => Status::Withdrawn,
        ConsentState::Accepted | ConsentState::Lapsed if !is_over(claim) => Status::Active,
        ConsentState::Accepted
        | ConsentState::Lapsed
        | ConsentState::Created { .. }
        | ConsentState::Sending
        | ConsentState::Unknown
        | ConsentState::Delivered
        | ConsentState::Undeliverable { .. }
        | ConsentState::Expired
        | ConsentState::Voided => Status::Ended,
    }
}

/// Nothing of the claim can be or become official any more.
fn is_over(claim: &Claim) -> bool {
    let items = &claim.content.items;
    let approved = items.iter().any(|item| item.association.is_some());
    claim.state.is_terminal() || (approved && !items.iter().any(Item::is_held))
}

#[cfg(test)]
mod tests {
    use super::*;
    use testkit::{Scene, build};

    fn of(scene: &Scene) -> Option<ReceiptClaims> {
        let visit = Visit { claim: scene.claim.clone(), round: scene.claim.consent.as_ref()?.round };
        let link = "https://assent.example/c/token".to_owned();
        Some(recorded(&visit)?.claims(&build::CATALOGUE, "https://assent.example", link))
    }

    fn status_of(scene: &Scene) -> Option<Status> {
        scene.claim.consent.as_ref().map(|consent| status(&scene.claim, consent.round))
    }

    #[test]
    fn a_receipt_exists_after_a_word_or_a_lapse_and_says_the_same_each_time() {
        let mut written = 0;
        for (name, scene) in Scene::every() {
            let claims = of(&scene);
            let consent = scene.claim.consent.as_ref();
            let decided = consent
                .is_some_and(|consent| consent.decision.is_some() || consent.state == ConsentState::Lapsed);
            assert_eq!(claims.is_some(), decided, "{name}");
            let Some(claims) = claims else { continue };
            let again = of(&scene).unwrap();
            assert_eq!(serde_json::to_string(&claims).unwrap(), serde_json::to_string(&again).unwrap());
            let refused = ["object", "decline", "withdraw"].contains(&claims.decision);
            assert_eq!(status_of(&scene) == Some(Status::Withdrawn), refused, "{name}");
            written += 1;
        }
        assert!(written >= 5, "{written}");
    }

    #[test]
    fn a_receipt_holds_until_a_no_or_the_end_of_the_claim() {
        for (scene, expected) in [
            (Scene::under_review().answered(Choice::Accept), Status::Active),
            (Scene::accepted_active(), Status::Active),
            (Scene::active(), Status::Active),
            (Scene::active().answered(Choice::Object), Status::Withdrawn),
            (Scene::accepted_active().answered(Choice::Withdraw), Status::Withdrawn),
            (Scene::disassociated(), Status::Ended),
        ] {
            assert_eq!(status_of(&scene), Some(expected), "{:?}", scene.claim.state);
        }
    }

    /// D14
    #[test]
    fn d_14_only_a_word_is_explicit() {
        let (silent, agreed) = (of(&Scene::active()).unwrap(), of(&Scene::accepted_active()).unwrap());
        assert_eq!((silent.basis, agreed.basis), ("notice_no_objection", "explicit"));
        assert!(!serde_json::to_string(&silent).unwrap().contains("consent"));
        assert_eq!((silent.typed_name, silent.text_hash), (None, None));
    }

    #[test]
    fn a_receipt_of_an_engagement_is_of_a_consent() {
        let mut written = 0;
        for (name, scene) in Scene::every_engagement() {
            let consent = scene.claim.consent.as_ref();
            let decided = consent.is_some_and(|consent| consent.decision.is_some());
            let claims = of(&scene);
            assert_eq!(claims.is_some(), decided, "{name}");
            let Some(claims) = claims else { continue };
            let explicit = ["decline", "withdraw"].contains(&claims.decision);
            assert_eq!(claims.basis, if explicit { "explicit" } else { "consent" }, "{name}");
            assert_eq!((claims.mode, claims.items.len()), ("opt_in", 1), "{name}");
            assert_eq!(claims.data_categories.seen, ["answer"], "{name}");
            assert!(!serde_json::to_string(&claims).unwrap().contains("48500"), "{name}");
            let over = scene.claim.state.is_terminal();
            let expected = match (explicit, over) {
                (true, _) => Status::Withdrawn,
                (false, true) => Status::Ended,
                (false, false) => Status::Active,
            };
            assert_eq!(status_of(&scene), Some(expected), "{name}");
            written += 1;
        }
        assert!(written >= 10, "{written}");
        let taken_back = of(&Scene::reviewed().answered(Choice::Withdraw)).unwrap();
        assert!(taken_back.previous_receipt_id.is_some());
    }

    #[test]
    fn a_receipt_names_the_one_before_it() {
        let first = of(&Scene::accepted_active()).unwrap();
        for choice in [Choice::Object, Choice::Withdraw] {
            let second = of(&Scene::accepted_active().answered(choice)).unwrap();
            assert_eq!(second.previous_receipt_id.as_ref(), Some(&first.jti));
            assert_ne!(second.jti, first.jti);
        }
        let silent = of(&Scene::active()).unwrap();
        let objected = of(&Scene::active().answered(Choice::Object)).unwrap();
        assert_eq!((silent.previous_receipt_id, objected.previous_receipt_id), (None, Some(silent.jti)));
    }

    #[test]
    fn of_another_round_nothing_is_known() {
        let scene = Scene::accepted_active();
        let visit = Visit { claim: scene.claim.clone(), round: 2 };
        assert!(recorded(&visit).is_none());
        assert_eq!(status(&scene.claim, 2), Status::Ended);
    }
}
