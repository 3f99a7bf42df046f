//! A contest on its page: both claims for the vendor, the own one for a partner.

use askama::Template;
use domain::{
    Actor, Caller, Catalogue, Claim, Contest, ItemKey, Side,
    actor::{self, HeldBack},
    allowed::Act,
    claim::AssociationStatus,
    contest::{self, CLAIM_ENDED, SeatRole as Seat},
};
use jiff::Timestamp;
use web::views::{self, ContestView};

use crate::{forms::Fields, pages::Page, refused::Refused};

/// A claim of the contest.
pub(super) struct Party {
    pub(super) role: &'static str,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) partner: String,
    pub(super) status: &'static str,
    /// How it stands to what is contested
    pub(super) holds: &'static str,
    pub(super) handed_in: Option<String>,
    pub(super) activity: Option<String>,
    pub(super) consent: Option<&'static str>,
}

/// Words in the contest.
pub(super) struct Statement {
    pub(super) when: String,
    pub(super) who: String,
    pub(super) text: String,
}

#[derive(Template)]
#[template(path = "review/contest.html")]
pub(super) struct ContestPage {
    pub(super) page: Page,
    contest: ContestView,
    item: String,
    subscription: Option<String>,
    due: (String, String),
    /// Both for the vendor, none for partners
    parties: Vec<Party>,
    own: String,
    statements: Vec<Statement>,
    decided: Option<(String, String)>,
    speaks: bool,
    decides: bool,
    /// Why somebody who reviews cannot decide it
    pub(super) why_not: Option<String>,
    pub(super) kept: Fields,
    pub(super) done: Option<&'static str>,
    pub(super) refused: Option<Refused>,
}

impl ContestPage {
    pub(super) fn of(
        (contest, claims): (&Contest, &[Claim]),
        caller: &Caller,
        now: Timestamp,
        catalogue: &Catalogue,
        page: Page,
    ) -> Self {
        let view = views::contest(contest, claims, caller);
        let zone = &catalogue.calendar.zone;
        let claim = |role: Seat| claims.iter().find(|claim| claim.id == *contest.claim(role));
        let named = claims.iter().find_map(|claim| {
            let rules = catalogue.rules(&claim.engagement, claim.rule_version)?;
            let id = match &contest.key {
                ItemKey::Workload(id) => id,
                ItemKey::Subscription(_) => claim.item(&contest.key)?.product.as_ref()?,
            };
            Some(rules.item_name(id)?.get(page.locale).to_owned())
        });
        let vendor = caller.side == Side::Vendor;
        let party = |role: Seat| {
            let claim = claim(role).filter(|_| vendor)?;
            let activity = contest::latest_activity(claim, &contest.key);
            Some(Party {
                role: role.as_str(),
                id: claim.id.to_string(),
                name: claim.content.name.clone(),
                partner: claim.org_name.clone(),
                status: claim.state.as_str(),
                holds: holds(claim, contest),
                handed_in: claim.submitted_at().map(|at| page.event(at, zone)),
                activity: activity.map(|date| page.date(date)),
                consent: claim.consent.as_ref().map(|consent| consent.state.as_str()),
            })
        };
        let statements = view.statements.iter().map(|said| Statement {
            when: page.event(said.at, zone),
            who: said.role.map_or_else(|| page.word("side", said.side), |role| page.word("seat", role)),
            text: said.text.clone(),
        });
        let decided = view.decided_at.map(|at| page.event(at, zone)).zip(view.reason.clone());
        let challenger = claim(Seat::Challenger).filter(|_| vendor);
        let permitted = challenger
            .is_some_and(|claim| actor::permits(&Actor::Staff(caller.clone()), claim, Act::DecideContest));
        let decidable = challenger.is_some_and(|claim| {
            let mut seats = claim.seats.iter().filter(|seat| seat.contest == contest.id);
            seats.any(|seat| contest::is_decidable(claim, seat))
        });
        let held_back = challenger.filter(|_| decidable);
        let held_back = held_back.and_then(|claim| actor::held_back(caller, claim, Act::DecideContest));
        let why = |why: HeldBack| match why {
            HeldBack::TookPart => "other-lead-decides",
            HeldBack::NoLead | HeldBack::NoReviewer => "leads-decide-contests",
        };
        Self {
            item: named.unwrap_or_else(|| view.key.clone()),
            subscription: match &contest.key {
                ItemKey::Subscription(id) => Some(id.clone()),
                ItemKey::Workload(_) => None,
            },
            due: (page.away_or_late(view.due_at, now), page.deadline(view.due_at, zone)),
            parties: [Seat::Incumbent, Seat::Challenger].into_iter().filter_map(party).collect(),
            own: claims.first().map(|claim| claim.content.name.clone()).unwrap_or_default(),
            statements: statements.collect(),
            decided: decided.map(|(at, reason)| {
                (at, if reason == CLAIM_ENDED { page.t("a-claim-has-left") } else { reason })
            }),
            speaks: contest::speaks(caller) && contest.verdict.is_none(),
            decides: decidable && permitted,
            why_not: held_back.map(|held_back| page.t(why(held_back))),
            kept: Fields::default(),
            done: None,
            refused: None,
            contest: view,
            page,
        }
    }
}

/// What the claim has of the thing that both want.
fn holds(claim: &Claim, contest: &Contest) -> &'static str {
    let association = claim.item(&contest.key).and_then(|item| item.association.as_ref());
    match association.map(|association| association.status) {
        Some(AssociationStatus::Active) => "active",
        Some(AssociationStatus::Pending) => "pending",
        Some(AssociationStatus::Ended) => "ended",
        None => "claims",
    }
}
