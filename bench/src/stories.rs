//! Claims of both kinds by three partners, in every phase, each the result of decisions on a customer of its
//! own. What happens repeats every [`PERIOD`] claims, so that each part of a list is like any other.

use domain::{
    Actor, Caller, Claim, ClaimId, Command, Contest, ContestId, Context, Created, Customer, CustomerId,
    EngagementId, ItemKey, Location, OrgId, State,
    allowed::Act,
    command::Opening,
    consent::Choice,
    customer::{Eligibility, Ineligible},
    decide::{self, DealFacts, Engaged, Facts},
    guard,
    input::{ClaimInput, ContactInput, EngagementInput},
};
use jiff::{SignedDuration, Timestamp};
use testkit::{Scene, build, persona};

/// After so many claims it goes on as it began.
pub(crate) const PERIOD: u64 = 50;

/// What becomes of a draft.
type Life = fn(Scene) -> Scene;

/// Who claims what, and what becomes of it.
#[derive(Clone, Copy)]
pub(crate) enum Plot {
    /// Two workloads
    Association(Partner, Life),
    /// An engagement
    Deal(Partner, &'static str, Life),
    /// Two claims: partner A wants what partner B has
    Contest,
}

/// A partner organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Partner {
    A,
    B,
    C,
}

/// A customer with the claims on it.
pub(crate) struct Story {
    pub(crate) customer: Customer,
    pub(crate) scenes: Vec<Scene>,
    pub(crate) contests: Vec<Contest>,
    /// What keeps it from the engagement that nobody has claimed it for
    pub(crate) ineligible: Option<Eligibility>,
}

/// An engagement that is in nobody's claim: for it every known customer is listed.
pub(crate) const UNCLAIMED: &str = "assessment";

use Partner::{A, B, C};
use Plot::{Association, Contest as Contested, Deal};

/// What happens. Of ten customers that know partner A two have taken it back, every fifth.
pub(crate) const PLOTS: [Plot; 47] = [
    Association(A, Scene::proven),
    Deal(A, "workshop", |deal| deal),
    Association(A, handed_in),
    Deal(A, "workshop", |deal| deal.asked().deliver()),
    Association(A, |draft| handed_in(draft).review()),
    Deal(A, "workshop", agreed),
    Contested,
    Deal(A, "workshop", |deal| agreed(deal).proven().submit()),
    Association(A, |draft| handed_in(draft).review().by_vendor(persona::reviewer(), Act::Return)),
    Deal(A, "workshop", reviewed),
    Association(B, handed_in),
    Deal(A, "workshop", |deal| reviewed(deal).sent_back()),
    Association(A, rejected),
    Deal(A, "workshop", |deal| reviewed(deal).answered(Choice::Withdraw)),
    Association(C, handed_in),
    Deal(A, "workshop", |deal| reviewed(deal).approve()),
    Association(A, |draft| rejected(draft).by_partner(Act::Dispute)),
    Deal(A, "workshop", |deal| reviewed(deal).refused().by_partner(Act::Dispute)),
    Contested,
    Deal(A, "small-project", |deal| agreed(deal).proven().submit()),
    Association(A, |draft| handed_in(draft).review().approve()),
    Deal(A, "small-project", |deal| reviewed(deal).refused().by_partner(Act::Dispute)),
    Association(A, official),
    Deal(A, "workshop", |deal| reviewed(deal).answered(Choice::Withdraw)),
    Association(B, |draft| handed_in(draft).review()),
    Deal(B, "workshop", |deal| agreed(deal).proven().submit()),
    Association(A, official),
    Deal(A, "workshop", |deal| deal.asked().answered(Choice::Decline)),
    Association(A, |draft| handed_in(draft).answered(Choice::Object)),
    Deal(A, "small-project", |deal| deal.asked().deliver()),
    Contested,
    Deal(C, "medium-project", |deal| deal.asked().deliver()),
    Association(A, handed_in),
    Deal(C, "medium-project", agreed),
    Association(A, |draft| draft.by_partner(Act::Cancel)),
    Deal(B, "workshop", |deal| reviewed(deal).approve()),
    Association(B, official),
    Deal(C, "medium-project", reviewed),
    Association(C, official),
    Deal(B, "workshop", agreed),
    Association(A, |draft| draft),
    Deal(B, "workshop", |deal| deal.asked().deliver()),
    Association(B, |draft| rejected(draft).by_partner(Act::Dispute)),
    Deal(C, "medium-project", |deal| reviewed(deal).approve()),
    Association(C, |draft| rejected(draft).by_partner(Act::Dispute)),
    Association(B, |draft| draft),
    Association(A, handed_in),
];

/// What is due at [`now`]: how many days ago it began, and what the sweep finds.
pub(crate) const DUE: [(i64, Plot); 5] = [
    (91, Association(A, |draft| draft)),
    (31, Deal(A, "workshop", |deal| deal.asked().deliver())),
    (30, Association(B, |draft| handed_in(draft).review().by_vendor(persona::reviewer(), Act::Return))),
    (31, Association(B, rejected)),
    (10, Association(A, |draft| handed_in(draft).review().approve())),
];

/// When the first claim was made.
pub(crate) fn start() -> Timestamp {
    build::monday()
}

/// When all of them are made, and nothing of [`PLOTS`] is due.
pub(crate) fn now() -> Timestamp {
    start() + SignedDuration::from_hours(2)
}

/// When the vendor is late with what it has not started.
pub(crate) fn later() -> Timestamp {
    start() + SignedDuration::from_hours(9 * 24)
}

/// When the claim of this number was made.
pub(crate) fn made_at(number: u64) -> Timestamp {
    start() + SignedDuration::from_millis(i64::try_from(number).unwrap())
}

/// The id of the claim of this number.
pub(crate) fn claim_id(number: u64) -> ClaimId {
    ClaimId::derived(&["bench", &number.to_string()])
}

fn handed_in(draft: Scene) -> Scene {
    draft.proven().submit().deliver()
}

fn rejected(draft: Scene) -> Scene {
    handed_in(draft).review().by_vendor(persona::reviewer(), Act::Reject)
}

fn official(draft: Scene) -> Scene {
    handed_in(draft).review().approve().answered(Choice::Accept)
}

fn agreed(deal: Scene) -> Scene {
    deal.asked().deliver().agreed()
}

fn reviewed(deal: Scene) -> Scene {
    agreed(deal).proven().submit().review()
}

impl Partner {
    fn caller(self) -> Caller {
        match self {
            A => persona::partner_a_admin(),
            B => persona::partner_b_admin(),
            C => Caller { sub: "c-admin".into(), org: OrgId::new("partner-c"), ..persona::partner_b_admin() },
        }
    }

    /// Partner A has two.
    fn location(self, number: u64) -> Location {
        let id = match self {
            A if number.is_multiple_of(2) => build::LOCATION,
            A => build::OTHER_LOCATION,
            B => build::LOCATION_B,
            C => "6400001",
        };
        build::location(self.caller().org.as_str(), id)
    }
}

impl Plot {
    /// How many claims it is about.
    pub(crate) fn claims(self) -> u64 {
        match self {
            Association(..) | Deal(..) => 1,
            Contested => 2,
        }
    }

    /// The story of this plot whose first claim has this number, begun at this instant.
    pub(crate) fn told(self, number: u64, at: Timestamp) -> Story {
        let mut customer = customer(number);
        let (scenes, contests) = match self {
            Association(partner, life) => (vec![life(drafted(&customer, partner, number, at))], Vec::new()),
            Deal(partner, engagement, life) => {
                (vec![life(engaged(&customer, partner, engagement, number, at))], Vec::new())
            }
            Contested => contested(&customer, number, at),
        };
        for claim in scenes.iter().map(|scene| &scene.claim) {
            let held = guard::held_by(claim).into_iter();
            customer.holders.extend(held.map(|guard| (guard.name(), claim.id.clone())));
        }
        let refused = scenes.iter().filter(|scene| matches!(scene.claim.state, State::Disputed { .. }));
        let deal = refused.filter_map(|scene| scene.claim.deal.as_ref()).next();
        let ineligible = deal.map(|deal| Eligibility {
            engagement_id: EngagementId::new(UNCLAIMED),
            identifier: deal.identifier.clone(),
            eligible: false,
            reasons: vec![Ineligible::CriteriaNotMet],
        });
        Story { customer, scenes, contests, ineligible }
    }
}

/// Ids grow with the number, as keys do that are made from them.
fn customer(number: u64) -> Customer {
    let name = ["Adatum", "Contoso", "Fabrikam", "Litware", "Northwind"][number as usize % 5];
    Customer {
        id: CustomerId::parse(&format!("cus_{number:026}")).unwrap(),
        name: format!("{name} {number}"),
        domains: vec![format!("customer-{number}.example")],
        tenants: vec![format!("3f2c0a6e-0000-4000-8000-{number:012x}")],
        parent_account: None,
        ..build::customer()
    }
}

fn contact(customer: &Customer) -> Option<ContactInput> {
    let email = Some(format!("sue@{}", customer.domains[0]));
    Some(ContactInput { email, ..build::customer_contact() })
}

fn context(now: Timestamp) -> Context<'static> {
    Context { now, catalogue: &build::CATALOGUE, fresh: [0; 16], found: &[] }
}

fn drafted(customer: &Customer, partner: Partner, number: u64, at: Timestamp) -> Scene {
    let (caller, location) = (partner.caller(), partner.location(number));
    let input = ClaimInput {
        name: Some(format!("{} Teams", customer.name)),
        location_id: Some(location.location_id.as_str().into()),
        tenant_id: customer.tenants.first().cloned(),
        customer_contact: contact(customer),
        ..build::claim_input()
    };
    let facts =
        Facts { location: Some(location), customer: Some(customer.clone()), subscriptions: Vec::new() };
    let created = domain::create(&input, &caller, claim_id(number), None, facts, context(at));
    Scene::of_created(created.unwrap(), caller)
}

fn engaged(customer: &Customer, partner: Partner, engagement: &str, number: u64, at: Timestamp) -> Scene {
    let (caller, location) = (partner.caller(), partner.location(number));
    let mut input = EngagementInput {
        name: Some(format!("{} {engagement}", customer.name)),
        location_id: Some(location.location_id.as_str().into()),
        customer_contact: contact(customer),
        ..build::engagement_input(&[engagement])
    };
    input.identifier.as_mut().unwrap().value = customer.tenants.first().cloned();
    let facts = DealFacts {
        location: Some(location),
        customer: Some(customer.clone()),
        tenants: customer.tenants.clone(),
        ..DealFacts::default()
    };
    let engaged = decide::engage(&input, &caller, &[claim_id(number)], None, &facts, context(at));
    let Engaged { mut claims, .. } = engaged.unwrap();
    Scene::of_created(Created { claim: claims.remove(0), new_customer: None }, caller)
}

fn contested(customer: &Customer, number: u64, at: Timestamp) -> (Vec<Scene>, Vec<Contest>) {
    let incumbent = official(drafted(customer, B, number, at));
    let challenger = handed_in(drafted(customer, A, number + 1, made_at(number + 1)));
    let opening = |of: &Claim, rival: &Claim| {
        let key: ItemKey = of.content.items[0].key.clone();
        let contest = ContestId::derived(&["bench", &number.to_string()]);
        let answer_by = build::CATALOGUE.calendar.after_business_days(at, 14);
        Opening { contest, key, rival: rival.id.clone(), answer_by }
    };
    let met = opening(&challenger.claim, &incumbent.claim);
    let contest = Contest::open(&met, &incumbent.claim, &challenger.claim, at);
    let joined = Command::JoinContest(vec![opening(&incumbent.claim, &challenger.claim)]);
    let reviewer = Caller { sub: "another-reviewer".into(), ..persona::reviewer() };
    let start = Command::StartReview { contests: vec![met] };
    let scenes =
        vec![incumbent.step(&Actor::System, joined), challenger.step(&Actor::Staff(reviewer), start)];
    (scenes, vec![contest])
}
