//! One right command for every act, whatever the claim.

use domain::{
    Claim, Command,
    allowed::Act,
    claim::Reason,
    command::{CustomerAnswer, ItemVerdict, MailFate, ReasonAnswer, Submission},
    consent::Choice,
    input::{ContactPatch, ContentPatch},
};

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
            let answers = vec![ReasonAnswer { reason: 0, text: "Here it is.".into() }];
            Command::Resubmit(Submission { answers, ..build::submission(claim) })
        }
        Act::Upload => {
            let mut document = build::document_input(claim);
            document.sha256 = Some(build::sha256(1000 + claim.documents.len() as u32));
            Command::AddDocument(document)
        }
        Act::Resend => Command::Resend,
        Act::ChangeContact => Command::ChangeContact(build::other_contact()),
        Act::StartReview => Command::StartReview,
        Act::Release => Command::Release,
        Act::Return => Command::Return(reasons("/items/workload:teams")),
        Act::Approve => accept_all(claim),
        Act::Reject => Command::Reject(reasons("/documents")),
        Act::Answer => answer_now(claim, Choice::Accept),
        Act::System => Command::Settle,
        Act::Comment => return None,
    })
}
