//! One right command for every act, whatever the claim.

use domain::{
    Claim, Command,
    allowed::Act,
    claim::Reason,
    command::{
        CustomerAnswer, Delegation, Extension, ItemVerdict, KnownFacts, MailFate, ReasonAnswer, Submission,
    },
    consent::Choice,
    input::{ContactPatch, ContentPatch},
};

use jiff::Timestamp;

use crate::build;

/// A return or rejection for one reason about this pointer.
#[must_use]
pub fn reasons(pointer: &str) -> Vec<Reason> {
    vec![Reason {
        code: "poe_unreadable".into(),
        pointer: pointer.into(),
        document_id: None,
        text: "The second page cannot be read.".into(),
    }]
}

/// Every item accepted.
#[must_use]
pub fn accept_all(claim: &Claim) -> Command {
    let verdict = |key: String| ItemVerdict { key, decision: "accepted".into(), reason: None };
    Command::Approve(claim.content.items.iter().map(|item| verdict(item.key.to_string())).collect())
}

/// The customer's answer, complete, on this round.
#[must_use]
pub fn answer(round: u32, choice: Choice) -> Command {
    Command::Answer(CustomerAnswer {
        round,
        choice: Some(choice),
        name: Some("Sue Smith".into()),
        confirmed: true,
        reason: None,
        nonce_valid: true,
        locale: domain::Locale::En,
        text: "0".repeat(64),
    })
}

/// The customer's answer on the current round.
#[must_use]
pub fn answer_now(claim: &Claim, choice: Choice) -> Command {
    answer(claim.consent.as_ref().map_or(1, |consent| consent.round), choice)
}

/// A report about the mail of the current round.
#[must_use]
pub fn mail(claim: &Claim, fate: MailFate) -> Command {
    Command::RecordMail { round: claim.consent.as_ref().map_or(1, |consent| consent.round), fate }
}

/// The customer's contact names a colleague at this address.
#[must_use]
pub fn delegate(claim: &Claim, email: &str) -> Command {
    Command::Delegate(Delegation {
        round: claim.consent.as_ref().map_or(1, |consent| consent.round),
        name: Some("Ann Other".into()),
        email: Some(email.into()),
        nonce_valid: true,
        domains: vec!["fabrikam.example".into()],
    })
}

/// What the sweep does to a claim at this instant: it looks up what the claim must learn.
#[must_use]
pub fn sweep(claim: &Claim, now: Timestamp) -> Command {
    if domain::allowed::wants_facts(claim, now) {
        let [location, ..] = build::locations();
        Command::RecordFacts(KnownFacts { location: Some(location), subscriptions: Vec::new() })
    } else {
        Command::Settle
    }
}

/// An edit of a field that is open; in a draft the name, else whatever the return re-opened.
#[must_use]
pub fn edit(claim: &Claim) -> Command {
    let open = domain::allowed::editable(&claim.state);
    let mut patch = ContentPatch::default();
    if open.contains(&"/name") {
        patch.name = Some(Some(format!("Fabrikam {}", claim.revision)));
    } else if open.contains(&"/items") {
        let first = domain::input::ClaimInput::of(&claim.content, &claim.customer.tenant).items;
        patch.items = Some(first.map(|items| items.into_iter().take(1).collect()));
    } else if open.contains(&"/customerContact") {
        let contact = ContactPatch { title: Some(Some("Director".into())), ..ContactPatch::default() };
        patch.customer_contact = Some(Some(contact));
    } else if open.contains(&"/partnerContact") {
        let name = Some(Some(format!("Alice {}", claim.revision)));
        patch.partner_contact = Some(Some(ContactPatch { name, ..ContactPatch::default() }));
    }
    Command::Edit(patch)
}

/// A right command of this act; `None` for acts that are no command of a person.
#[must_use]
pub fn right(act: Act, claim: &Claim) -> Option<Command> {
    let because = || Some("No longer needed".to_owned());
    Some(match act {
        Act::Edit => edit(claim),
        Act::Submit => Command::Submit(build::submission(claim)),
        Act::Recall => Command::Recall { reason: because() },
        Act::Cancel => Command::Cancel { reason: because() },
        Act::Resubmit => {
            let reasons = claim.review.as_ref().map_or(1, |review| review.reasons.len());
            let answer = |reason| ReasonAnswer { reason, text: "Here it is.".into() };
            let answers = (0..reasons).map(answer).collect();
            Command::Resubmit(Submission { answers, ..build::submission(claim) })
        }
        Act::Upload => {
            let mut document = build::document_input(claim);
            document.sha256 = Some(build::sha256(1000 + claim.documents.len() as u32));
            Command::AddDocument(document)
        }
        Act::SendConsent => Command::SendConsent(build::consent_input()),
        Act::Resend => Command::Resend,
        Act::ChangeContact => Command::ChangeContact(build::other_contact()),
        Act::Dispute => Command::Dispute { justification: Some("The signature is on page 3.".into()) },
        Act::Disassociate => Command::Disassociate { reason: because() },
        Act::Withdraw => Command::Withdraw { reason: because() },
        Act::RemoveDocument => Command::RemoveDocument(claim.documents.first()?.id.clone()),
        Act::ExtendDeadline => {
            let running = domain::allowed::deadlines(claim).into_iter();
            let mut running = running.filter(|running| domain::allowed::extendable(claim, running.clock));
            let running = running.next()?;
            let until = running.at.saturating_add(jiff::SignedDuration::from_hours(24 * 7)).ok();
            Command::ExtendDeadline(Extension { clock: running.clock.into(), until, reason: because() })
        }
        Act::Stop => Command::Stop { reason: because() },
        Act::StartReview => Command::StartReview { contests: Vec::new() },
        Act::Release => Command::Release,
        Act::Return if claim.deal.is_some() => Command::Return(reasons("/documents")),
        Act::Return => Command::Return(reasons("/items/workload:teams")),
        Act::Approve => accept_all(claim),
        Act::Reject => Command::Reject(reasons("/documents")),
        Act::Answer => answer_now(claim, Choice::Accept),
        Act::System => Command::Settle,
        Act::Comment | Act::Clone | Act::DecideContest => return None,
    })
}
