//! The commands that both sides are given, made from the claim as anybody can read it.

use std::sync::LazyLock;

use domain::{
    Catalogue, Claim, Command, DocumentId, Engagement, ItemKey,
    claim::Reason,
    command::{
        CustomerAnswer, Delegation, Extension, ItemVerdict, MailFate, ReasonAnswer, Report, Submission,
    },
    consent::Choice,
    document::{Covers, DocumentState},
    input::{ContactInput, DocumentInput},
};
use jiff::{Timestamp, civil::Date};
use testkit::{build, commands::answer};

use crate::{
    creates, deals, edits,
    naive::calendar::{Day, a_year_before, date, local_day},
};

/// What a command is made from.
pub(crate) struct Made<'a> {
    pub(crate) claim: &'a Claim,
    pub(crate) now: Timestamp,
    /// Fields that are open now
    pub(crate) open: Vec<&'static str>,
    /// Running clocks
    pub(crate) clocks: Vec<(&'static str, i64)>,
}

const CONTROL: &str = "a\u{7}b";

fn civil(day: Day) -> Date {
    let (year, month, of_month) = date(day);
    let short = |number: i64| i8::try_from(number).unwrap();
    jiff::civil::date(i16::try_from(year).unwrap(), short(month), short(of_month))
}

/// The command of an act, done this way; `None` where there is nothing to do it with.
pub(crate) fn command(made: &Made<'_>, act: &str, how: &str, n: u8) -> Option<Command> {
    let claim = made.claim;
    let because = |how: &str| match how {
        "none" => None,
        "blank" => Some("  ".to_owned()),
        "short" => Some("Too short".to_owned()),
        "long" => Some("x".repeat(if act == "disassociate" { 1001 } else { 2001 })),
        _ => Some("No longer needed".to_owned()),
    };
    let round = || {
        let current = claim.consent.as_ref().map_or(1, |consent| consent.round);
        if n == 9 { current + 1 } else { current.saturating_sub(n.into()) }
    };
    Some(match act {
        "edit" => Command::Edit(edits::patch(made, how)),
        "upload" => Command::AddDocument(upload(made, how, n)),
        "remove_document" => Command::RemoveDocument(document(claim, how, n)?),
        "scan" => Command::RecordProof { document: document(claim, how, n)?, verdict: verdict(how) },
        "submit" => Command::Submit(submission(claim, how)),
        "cancel" => Command::Cancel { reason: because(how) },
        "recall" => Command::Recall { reason: because(how) },
        "resubmit" => Command::Resubmit(resubmission(claim, how)),
        "dispute" => Command::Dispute { justification: because(how) },
        "disassociate" => Command::Disassociate { reason: because(how) },
        "withdraw" => Command::Withdraw { reason: because(how) },
        "start_review" => Command::StartReview { contests: Vec::new() },
        "release" => Command::Release,
        "return" => Command::Return(reasons(claim, how)),
        "reject" => Command::Reject(reasons(claim, how)),
        "approve" => Command::Approve(verdicts(claim, how)),
        "send_consent" => Command::SendConsent(deals::consent(claim, how)),
        "resend" => Command::Resend,
        "change_contact" => Command::ChangeContact(contact(claim, how)),
        "mail" => Command::RecordMail { round: round(), fate: fate(how) },
        "chase" => Command::ChaseMail { of: 1 },
        "settle" => Command::Settle,
        "answer" => Command::Answer(customer_answer(round(), how)),
        "delegate" => Command::Delegate(delegation(claim, round(), how)),
        "report" => Command::Report(Report {
            round: round(),
            name: if how == "unnamed" { None } else { Some("Sue Smith".into()) },
            confirmed: true,
            nonce_valid: how != "early",
            reason: None,
        }),
        "extend_deadline" => Command::ExtendDeadline(extension(made, how, n)),
        "stop" => Command::Stop { reason: because(how) },
        other => panic!("no act: {other}"),
    })
}

fn document(claim: &Claim, how: &str, n: u8) -> Option<DocumentId> {
    if how == "unknown" {
        return Some(DocumentId::derived(&["unknown"]));
    }
    let documents = &claim.documents;
    let place = usize::from(n).checked_rem(documents.len())?;
    // A scan is about a document that waits for one, where there is one.
    let waits = documents.iter().filter(|document| document.state == DocumentState::Pending);
    let waiting: Vec<&DocumentId> = waits.map(|document| &document.id).collect();
    let scans = ["clean", "infected", "refused"].contains(&how);
    match waiting.get(usize::from(n).checked_rem(waiting.len()).unwrap_or(0)) {
        Some(id) if scans => Some((*id).clone()),
        _ => Some(documents[place].id.clone()),
    }
}

fn verdict(how: &str) -> DocumentState {
    match how {
        "infected" => DocumentState::Infected,
        "refused" => DocumentState::Refused { problem: "checksum_mismatch".into() },
        _ => DocumentState::Clean,
    }
}

fn upload(made: &Made<'_>, how: &str, n: u8) -> DocumentInput {
    let claim = made.claim;
    let today = local_day(made.now.as_millisecond());
    let proof = &rules(claim).proof;
    let mut covers = Covers {
        items: claim.content.items.iter().map(|item| item.key.clone()).collect(),
        elements: proof.elements.iter().map(|element| element.id.clone()).collect(),
    };
    let mut input = DocumentInput {
        file_name: Some("statement of work.pdf".into()),
        media_type: Some("application/pdf".into()),
        size: Some(MIB),
        sha256: Some(build::sha256(100 + u32::try_from(claim.revision).unwrap())),
        kind: Some("statement_of_work".into()),
        covers: None,
        activity_date: Some(civil(today - 20)),
    };
    let all = ["type", "hash", "empty", "kind", "item", "element", "name", "future"];
    let wrongs = if how == "all wrong" { all.to_vec() } else { vec![how] };
    for wrong in wrongs {
        match wrong {
            "first item" => covers.items.truncate(1),
            "whole" => input.kind = Some("invoice".into()),
            "invoice" => {
                input.kind = Some("invoice".into());
                covers = Covers::default();
            }
            "no element" => covers.elements.clear(),
            "one element" => covers.elements = vec!["identity".into()],
            "undated" => input.activity_date = None,
            "year old" => input.activity_date = Some(civil(a_year_before(today))),
            "too old" => input.activity_date = Some(civil(a_year_before(today) - 1)),
            "future" => input.activity_date = Some(civil(today + 1)),
            "same" => {
                let known = claim.documents.get(usize::from(n)).or(claim.documents.first());
                input.sha256 = known.map(|document| document.sha256.clone());
            }
            "type" => input.media_type = Some("image/svg+xml".into()),
            "hash" => input.sha256 = Some("XYZ".into()),
            "empty" => input.size = Some(0),
            "huge" => input.size = Some(25 * MIB + 1),
            "large" => input.size = Some(25 * MIB),
            "kind" => input.kind = Some("poem".into()),
            "item" => covers.items.push(ItemKey::Workload("viva_engage".into())),
            "element" => covers.elements.push("poem".into()),
            "name" => input.file_name = Some("a/b.pdf".into()),
            _ => {}
        }
    }
    input.covers = Some(covers);
    input
}

const MIB: u64 = 1024 * 1024;

/// What is asked for by the engagement of a claim.
fn rules(claim: &Claim) -> &'static Engagement {
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(creates::catalogue);
    CATALOGUE.rules(&claim.engagement, claim.rule_version).unwrap()
}

fn submission(claim: &Claim, how: &str) -> Submission {
    let texts = rules(claim).acknowledgements.iter().map(domain::catalogue::VersionedText::reference);
    let mut submission = Submission { acknowledgements: texts.collect(), ..Submission::default() };
    match how {
        "comment" => submission.comment = Some("Please look at page 3.\nThank you.".into()),
        "comment control" => submission.comment = Some(CONTROL.into()),
        "unacknowledged" => submission.acknowledgements.clear(),
        "half acknowledged" => {
            submission.acknowledgements.pop();
        }
        _ => {}
    }
    submission
}

fn resubmission(claim: &Claim, how: &str) -> Submission {
    let mut submission = submission(claim, how);
    let answer = |reason, text: &str| ReasonAnswer { reason, text: text.into() };
    let reasons = claim.review.as_ref().map_or(1, |review| review.reasons.len());
    submission.answers = match how {
        "no answer" => Vec::new(),
        "one answer" => vec![answer(0, "Here it is.")],
        "answer unknown" => vec![answer(9, "Here it is.")],
        "answer twice" => vec![answer(0, "Here it is."), answer(0, "Again.")],
        "answer blank" => vec![answer(0, " ")],
        _ => (0..reasons).map(|reason| answer(reason, "Here it is.")).collect(),
    };
    submission
}

fn reasons(claim: &Claim, how: &str) -> Vec<Reason> {
    let last = claim.content.items.last();
    let item = last.map_or_else(|| "/documents".into(), |item| format!("/items/{}", item.key));
    let id = claim.documents.first().map(|document| document.id.to_string());
    let mut reason = Reason {
        code: "poe_unreadable".into(),
        pointer: "/documents".into(),
        document_id: None,
        text: "The second page cannot be read.".into(),
    };
    match how {
        "none" => return Vec::new(),
        "item" => reason.pointer = item,
        "location" => reason.pointer = "/locationId".into(),
        "contact" => reason.pointer = "/customerContact/email".into(),
        "partner contact" => reason.pointer = "/partnerContact".into(),
        "element" => reason.pointer = "/proof/elements/identity".into(),
        "document" => {
            reason.pointer = id.as_ref().map_or_else(|| "/documents".into(), |id| format!("/documents/{id}"));
            reason.document_id = id;
        }
        "many" | "several" => {
            let all = ["/items", "/locationId", "/customerContact", "/partnerContact/name"];
            let pointers = if how == "many" { &all[..] } else { &all[1..] };
            let of = |pointer: &str| Reason { pointer: pointer.to_owned(), ..reason.clone() };
            return pointers.iter().map(|pointer| of(pointer)).collect();
        }
        "code" => reason.code = "nonsense".into(),
        "text" => reason.text = " ".into(),
        "item unknown" => reason.pointer = "/items/workload:viva_engage".into(),
        "element unknown" => reason.pointer = "/proof/elements/poem".into(),
        "document unknown" => reason.document_id = Some("doc_none".into()),
        "pointer" => {
            reason = Reason { code: "x".into(), pointer: "/name".into(), text: String::new(), ..reason };
        }
        _ => {}
    }
    vec![reason]
}

fn verdicts(claim: &Claim, how: &str) -> Vec<ItemVerdict> {
    let verdict = |key: String, decision: &str| ItemVerdict {
        key,
        decision: decision.to_owned(),
        reason: if decision == "refused" { Some("Not shown".into()) } else { None },
    };
    let items = claim.content.items.iter().map(|item| item.key.to_string());
    let mut verdicts: Vec<ItemVerdict> = items.map(|key| verdict(key, "accepted")).collect();
    match how {
        "none" => verdicts.clear(),
        "one missing" => {
            verdicts.pop();
        }
        "first" => {
            for verdict in verdicts.iter_mut().skip(1) {
                verdict.decision = "refused".into();
                verdict.reason = Some("Not shown".into());
            }
        }
        "refused" | "no reason" => {
            for verdict in &mut verdicts {
                verdict.decision = "refused".into();
                verdict.reason = if how == "refused" { Some("Not shown".into()) } else { None };
            }
        }
        "unknown" => verdicts.push(verdict("workload:viva_engage".into(), "accepted")),
        "twice" => verdicts.extend(verdicts.first().cloned()),
        "undecided" => {
            if let Some(first) = verdicts.first_mut() {
                first.decision = "perhaps".into();
            }
        }
        _ => {}
    }
    verdicts
}

fn contact(claim: &Claim, how: &str) -> ContactInput {
    let mut contact = build::other_contact();
    match how {
        "another" => contact.email = Some("uma@fabrikam.example".into()),
        "same" => {
            let asked = claim.consent.as_ref().map(|consent| &consent.contact);
            contact = ContactInput::of(asked.unwrap_or(&claim.content.customer_contact));
        }
        "delegate" => {
            if let Some(named) = claim.consent.as_ref().and_then(|consent| consent.delegate.clone()) {
                (contact.name, contact.email) = (Some(named.name), Some(named.email));
            }
        }
        "partner" => contact.email = Some(claim.content.partner_contact.email.clone()),
        "no title" => contact.title = None,
        "email" => contact.email = Some("nobody".into()),
        _ => {}
    }
    contact
}

fn fate(how: &str) -> MailFate {
    match how {
        "sent" => MailFate::Sent,
        "unknown" => MailFate::Unknown,
        "delivered" => MailFate::Delivered,
        reason => MailFate::Undeliverable { reason: reason.into() },
    }
}

fn customer_answer(round: u32, how: &str) -> CustomerAnswer {
    let choice = match how.split(' ').next() {
        Some("accept") => Choice::Accept,
        Some("withdraw") => Choice::Withdraw,
        Some("decline") => Choice::Decline,
        _ => Choice::Object,
    };
    let Command::Answer(mut answer) = answer(round, choice) else { panic!("no answer") };
    match how {
        "none" => answer.choice = None,
        "accept unnamed" => answer.name = Some("S".into()),
        "object unticked" => answer.confirmed = false,
        "object early" | "decline early" => answer.nonce_valid = false,
        "object with reason" => answer.reason = Some("Not our partner".into()),
        "withdraw with control" => answer.reason = Some(CONTROL.into()),
        _ => {}
    }
    answer
}

fn delegation(claim: &Claim, round: u32, how: &str) -> Delegation {
    let email = match how {
        "another" => "vic@fabrikam.example",
        "foreign" => "tom@elsewhere.example",
        "partner" => claim.content.partner_contact.email.as_str(),
        _ => "tom@fabrikam.example",
    };
    let domains = if how == "no domains" { Vec::new() } else { vec!["fabrikam.example".to_owned()] };
    Delegation {
        round,
        name: if how == "unnamed" { None } else { Some("Tom Thorn".into()) },
        email: Some(email.into()),
        nonce_valid: how != "early",
        domains,
    }
}

fn extension(made: &Made<'_>, how: &str, n: u8) -> Extension {
    let named = ["earlier", "same", "none", "no reason", "right"];
    let first = made.clocks.first();
    let clock = if named.contains(&how) { first.map_or("idle_draft", |(clock, _)| clock) } else { how };
    let running = made.clocks.iter().find(|(name, _)| *name == clock);
    let at = running.map_or(made.now.as_millisecond(), |(_, at)| *at);
    let day = 24 * 3_600_000;
    let until = match how {
        "earlier" => Some(at - day),
        "same" => Some(at),
        "none" => None,
        _ => Some(at + day * (1 + i64::from(n % 20)) + 5_000),
    };
    Extension {
        clock: clock.into(),
        until: until.map(|until| Timestamp::from_millisecond(until).unwrap()),
        reason: if how == "no reason" { None } else { Some("Holidays".into()) },
    }
}
