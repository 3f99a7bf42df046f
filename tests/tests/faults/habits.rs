//! What people, mails and clocks do with a claim.

use domain::{
    Actor, Caller, Claim, Command, Envelope, Location, Precondition,
    allowed::Act,
    command::{Key, MailFate},
    consent::Choice,
    document::DocumentState,
    input::ClaimInput,
};
use testkit::{build, commands, persona};
use tests::faults::Random;

/// The partners, each with a location.
pub(super) const ORGS: [&str; 8] =
    ["partner-0", "partner-1", "partner-2", "partner-3", "partner-4", "partner-5", "partner-6", "partner-7"];
/// What they claim.
pub(super) const WORKLOADS: [&str; 5] =
    ["teams", "exchange_online", "sharepoint_online", "intune", "entra_id"];

/// Acts that somebody may try at any time.
const ACTS: [Act; 15] = [
    Act::Edit,
    Act::Submit,
    Act::Recall,
    Act::Cancel,
    Act::Resubmit,
    Act::Upload,
    Act::Resend,
    Act::ChangeContact,
    Act::StartReview,
    Act::Release,
    Act::Return,
    Act::Approve,
    Act::Reject,
    Act::Answer,
    Act::System,
];
/// Those of the vendor.
const REVIEW: [Act; 5] = [Act::StartReview, Act::Release, Act::Return, Act::Approve, Act::Reject];

/// Where they are.
pub(super) fn locations() -> [Location; ORGS.len()] {
    ORGS.map(|org| build::location(org, build::LOCATION))
}

/// The administrator of a partner.
pub(super) fn partner(org: &str) -> Caller {
    Caller { org: domain::OrgId::new(org), sub: format!("{org}-admin"), ..persona::partner_a_admin() }
}

/// The tenant of this number.
pub(super) fn tenant(number: usize) -> String {
    format!("3f2c0a6e-0000-4000-8000-{number:012}")
}

/// A claim on one or two of the first `among` workloads of a tenant.
pub(super) fn input(tenant: String, among: usize, random: &mut Random) -> ClaimInput {
    let first = random.below(among);
    let second = (first + 1 + random.below(among - 1)) % among;
    let workloads = [WORKLOADS[first], WORKLOADS[second]];
    ClaimInput { tenant_id: Some(tenant), ..build::claim_input_of(&workloads[..=random.below(2)]) }
}

/// A command as it is sent.
pub(super) fn envelope(actor: Actor, key: Option<Key>, command: Command) -> Envelope {
    Envelope { actor, key, precondition: Precondition::Any, command }
}

/// Mostly what gets the claim on, sometimes what anybody might try.
pub(super) fn next(claim: &Claim, random: &mut Random) -> (Actor, Command) {
    if random.below(5) == 0 { anything(claim, random) } else { sensible(claim, random) }
}

fn anything(claim: &Claim, random: &mut Random) -> (Actor, Command) {
    let act = *random.one_of(&ACTS);
    let actor = if random.below(10) == 0 {
        random.one_of(&persona::actors()).1.clone()
    } else if REVIEW.contains(&act) {
        reviewer()
    } else if act == Act::Answer {
        Actor::Customer
    } else if act == Act::System {
        Actor::System
    } else {
        of_partner(claim)
    };
    (actor, commands::right(act, claim).unwrap())
}

/// What leads to an association, and what may happen on the way.
fn sensible(claim: &Claim, random: &mut Random) -> (Actor, Command) {
    if let Some(document) = claim.documents.iter().find(|document| document.state == DocumentState::Pending) {
        let (document, verdict) = (document.id.clone(), DocumentState::Clean);
        return (Actor::System, Command::RecordProof { document, verdict });
    }
    let right = |act| commands::right(act, claim).unwrap();
    let by_partner = |act| (of_partner(claim), right(act));
    let by_reviewer = |act| (reviewer(), right(act));
    let by_customer = |choice| (Actor::Customer, commands::answer_now(claim, choice));
    let delivered = || (Actor::System, commands::mail(claim, MailFate::Delivered));
    let next = match claim.state.as_str() {
        "draft" if claim.documents.is_empty() => vec![by_partner(Act::Upload)],
        "draft" => vec![by_partner(Act::Submit), by_partner(Act::Submit), by_partner(Act::Cancel)],
        "submitted" => vec![
            by_reviewer(Act::StartReview),
            by_reviewer(Act::StartReview),
            delivered(),
            by_customer(Choice::Accept),
            by_partner(Act::Recall),
        ],
        "under_review" => vec![
            by_reviewer(Act::Approve),
            by_reviewer(Act::Approve),
            by_reviewer(Act::Approve),
            (reviewer(), Command::Return(commands::reasons("/items"))),
            by_reviewer(Act::Reject),
            delivered(),
        ],
        "action_required" => {
            vec![by_partner(Act::Resubmit), by_partner(Act::Resubmit), by_partner(Act::Edit)]
        }
        "approved" => vec![
            delivered(),
            by_customer(Choice::Accept),
            by_customer(Choice::Object),
            by_customer(Choice::Withdraw),
            (Actor::System, Command::Settle),
        ],
        _ => vec![(Actor::System, Command::Settle)],
    };
    random.one_of(&next).clone()
}

fn of_partner(claim: &Claim) -> Actor {
    Actor::Staff(partner(claim.org.as_str()))
}

fn reviewer() -> Actor {
    Actor::Staff(persona::reviewer())
}
