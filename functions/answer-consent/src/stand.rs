//! Where a round stands, as its page shows it: what is asked, what can be answered, and until when.

use domain::{
    Catalogue, Claim, Engagement, Locale, State,
    consent::{Consent, ConsentState, Mode},
};
use jiff::Timestamp;
use mail::Moment;

use crate::{
    Visit,
    page::{Choice, FormKind, PageState, Silence, Subject},
};

pub(crate) fn state(catalogue: &Catalogue, visit: &Visit, consent: &Consent) -> PageState {
    if visit.round < consent.round {
        return PageState::Replaced;
    }
    let claim = &visit.claim;
    let over = claim.state.is_terminal();
    let given_up = matches!(claim.state, State::Canceled { code: None });
    match &consent.state {
        // What was agreed to is done: nothing can be taken back (K11).
        ConsentState::Accepted if claim.deal.is_some() && claim.state == State::Approved => {
            PageState::Approved
        }
        ConsentState::Accepted | ConsentState::Lapsed if over => PageState::ClaimOver,
        ConsentState::Accepted | ConsentState::Lapsed if ended(claim) => PageState::Ended,
        ConsentState::Accepted => PageState::Accepted,
        ConsentState::Declined => PageState::Declined,
        ConsentState::Objected => PageState::Objected,
        ConsentState::Lapsed => PageState::Lapsed,
        ConsentState::Expired => PageState::Expired,
        ConsentState::Voided if over && !given_up => PageState::ClaimOver,
        ConsentState::Voided => PageState::Voided,
        ConsentState::Withdrawn => PageState::Withdrawn,
        ConsentState::Created { .. }
        | ConsentState::Sending
        | ConsentState::Unknown
        | ConsentState::Delivered
        | ConsentState::Undeliverable { .. } => PageState::Open(silence(catalogue, claim, consent)),
    }
}

fn silence(catalogue: &Catalogue, claim: &Claim, consent: &Consent) -> Silence {
    let moment = |at| Moment::new(at, &catalogue.calendar.zone);
    if let Some(deal) = &claim.deal {
        return Silence::ExpiresAt(moment(deal.consent_by));
    }
    let days = catalogue
        .rules(&claim.engagement, claim.rule_version)
        .map_or(0, |engagement| u32::from(engagement.deadlines.objection_business_days));
    // While the mail comes back, silence means nothing: the window does not close.
    let reached = !matches!(consent.state, ConsentState::Undeliverable { .. });
    match consent.window_ends.filter(|_| reached) {
        Some(ends) => Silence::NoObjectionAt(moment(ends)),
        None => Silence::NoObjectionAfterDelivery { business_days: days },
    }
}

/// Until when an answer counts, or is awaited.
pub(crate) fn due(claim: &Claim, consent: &Consent) -> Option<Timestamp> {
    claim.deal.as_ref().map(|deal| deal.consent_by).or(consent.window_ends)
}

/// The main form of a page.
pub(crate) fn offers(state: &PageState) -> Option<(FormKind, &'static [Choice])> {
    match state {
        PageState::Open(Silence::ExpiresAt(_)) => {
            Some((FormKind::Decide, &[Choice::Accept, Choice::Decline]))
        }
        PageState::Open(Silence::NoObjectionAfterDelivery { .. } | Silence::NoObjectionAt(_)) => {
            Some((FormKind::Decide, &[Choice::Accept, Choice::Object]))
        }
        PageState::Lapsed => Some((FormKind::Decide, &[Choice::Object])),
        PageState::Accepted => Some((FormKind::Withdraw, &[])),
        PageState::Approved
        | PageState::Objected
        | PageState::Declined
        | PageState::Withdrawn
        | PageState::Ended
        | PageState::Voided
        | PageState::Replaced
        | PageState::Expired
        | PageState::ClaimOver
        | PageState::Unknown
        | PageState::Unavailable => None,
    }
}

/// What a client can send as a decision.
pub(crate) fn decisions(mode: Mode, state: &PageState) -> Vec<&'static str> {
    match (offers(state), mode) {
        (Some((FormKind::Decide, choices)), _) => choices.iter().map(|choice| choice.id()).collect(),
        // An agreement to an association can be turned into an objection as well.
        (Some((FormKind::Withdraw, _)), Mode::Notice) => vec![Choice::Object.id()],
        (Some((FormKind::Withdraw, _)), Mode::OptIn)
        | (Some((FormKind::Delegate | FormKind::Report, _)), _)
        | (None, _) => Vec::new(),
    }
}

pub(crate) fn subject(claim: &Claim, engagement: Option<&Engagement>, spoken: Locale) -> Subject {
    if let Some(deal) = &claim.deal {
        let joins = engagement.and_then(|known| known.referral.as_ref()).is_some_and(|rule| rule.co_sell);
        return Subject::Engagement {
            identifier: deal.identifier.clone(),
            quarter_hours: deal.quarter_hours,
            sellers: joins && claim.customer.managed && deal.referral.is_some(),
        };
    }
    let role = engagement.and_then(|known| known.role(&claim.content.role));
    let items =
        |known: &Engagement| claim.content.items.iter().map(|item| known.item_label(item, spoken)).collect();
    Subject::Association {
        role: role.map(|role| role.name.get(spoken).into()).unwrap_or_default(),
        tenant: claim.customer.tenant.clone(),
        items: engagement.map(items).unwrap_or_default(),
    }
}

/// Whether it was official and is so no more, for a reason other than the customer's word.
fn ended(claim: &Claim) -> bool {
    let once = claim.content.items.iter().any(|item| item.association.is_some());
    claim.state == State::Approved && once && !claim.is_held()
}

#[cfg(test)]
mod tests {
    use domain::consent;
    use testkit::{Act, Scene, build, persona};

    use super::*;

    fn shown(scene: &Scene) -> Option<(PageState, Vec<&'static str>)> {
        let consent = scene.claim.consent.as_ref()?;
        let visit = Visit { claim: scene.claim.clone(), round: consent.round };
        let state = state(&build::CATALOGUE, &visit, consent);
        let decisions = decisions(consent.mode, &state);
        Some((state, decisions))
    }

    #[test]
    fn k5_k6_an_open_request_takes_yes_and_no_until_the_deadline() {
        let scene = Scene::engaged().asked().deliver();
        let by = scene.clock("consent");
        let moment = Moment::new(by, &build::CATALOGUE.calendar.zone);
        let open = PageState::Open(Silence::ExpiresAt(moment));
        assert_eq!(shown(&scene), Some((open, vec!["accept", "decline"])));
        assert_eq!(due(&scene.claim, scene.claim.consent.as_ref().unwrap()), Some(by));
        // K7: the instant itself is too late, whether or not a job has run.
        assert_eq!(shown(&scene.read_at(by)), Some((PageState::Expired, Vec::new())));
    }

    /// 6.3, 6.4: every state of an engagement claim has a page, and only a yes that can be taken back a form.
    #[test]
    fn every_state_of_an_engagement_has_its_page() {
        let by_partner = |act| Scene::engaged().asked().deliver().by_partner(act);
        let extra = [
            ("asked_canceled", by_partner(Act::Cancel)),
            ("agreed_stopped", Scene::reviewed().by_vendor(persona::programme_manager(), Act::Stop)),
        ];
        for (name, scene) in Scene::every_engagement().into_iter().chain(extra) {
            let Some((state, decisions)) = shown(&scene) else {
                assert!(["engaged", "variable", "never_asked"].contains(&name), "{name} shows nothing");
                continue;
            };
            let expected = match name {
                "asked" | "asked_delivered" | "asked_bounced" | "asked_another" => {
                    assert!(matches!(state, PageState::Open(Silence::ExpiresAt(_))), "{name}");
                    assert_eq!(decisions, ["accept", "decline"], "{name}");
                    continue;
                }
                "approved" | "approved_in_dispute" => PageState::Approved,
                "consent_declined" => PageState::Declined,
                "consent_expired" => PageState::Expired,
                "consent_withdrawn" => PageState::Withdrawn,
                "asked_canceled" => PageState::Voided,
                "not_submitted_expired"
                | "post_submission_expired"
                | "dispute_expired"
                | "dispute_phase_expired"
                | "rejected_final"
                | "canceled"
                | "stopped_asked"
                | "stopped"
                | "agreed_stopped" => PageState::ClaimOver,
                _ => PageState::Accepted,
            };
            assert_eq!(state, expected, "{name}");
            assert!(decisions.is_empty(), "{name}");
            let withdraws = offers(&state).is_some_and(|(kind, _)| kind == FormKind::Withdraw);
            let allowed = scene.clone().ask(
                &domain::Actor::Customer,
                testkit::commands::answer_now(&scene.claim, consent::Choice::Withdraw),
            );
            let changes = matches!(allowed, Ok(domain::Outcome::Changed(_)));
            assert_eq!(withdraws, changes, "{name}: the page and the rules differ");
        }
    }

    #[test]
    fn k8_an_older_link_leads_to_the_newer_request() {
        let scene = Scene::engaged().asked().by_partner(Act::ChangeContact);
        let visit = Visit { claim: scene.claim.clone(), round: 1 };
        let consent = scene.claim.consent.as_ref().unwrap();
        assert_eq!(state(&build::CATALOGUE, &visit, consent), PageState::Replaced);
    }

    #[test]
    fn domain_9_the_customer_is_shown_as_it_was_named() {
        let shown = |scene: &Scene| {
            let engagement = build::CATALOGUE.rules(&scene.claim.engagement, scene.claim.rule_version);
            subject(&scene.claim, engagement, Locale::En)
        };
        let Subject::Engagement { identifier, quarter_hours, sellers } = shown(&Scene::engaged().asked())
        else {
            panic!("an engagement")
        };
        assert_eq!((identifier.value.as_str(), quarter_hours, sellers), (build::TENANT, None, true));
        let variable = Scene::engage(&build::variable_input(40.0));
        let Subject::Engagement { identifier, quarter_hours, .. } = shown(&variable) else {
            panic!("an engagement")
        };
        assert_eq!((identifier.value.as_str(), quarter_hours), (build::OPPORTUNITY, Some(160)));
        assert!(matches!(shown(&Scene::draft()), Subject::Association { .. }));
    }
}
