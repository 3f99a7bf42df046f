//! From a claim and what it owes to the words of a mail.

mod association;
mod clock;
mod contest;
mod digest;
mod engagement;
mod words;

use app::effects::{Audience, MailKind, Owed};
use domain::{Catalogue, Claim, Contact, Locale, claim::ItemDecision};
use mail::{Mail, Office};
use web::LinkKeys;

pub(crate) use digest::digest;
use words::Words;

/// Who gets a mail.
pub(crate) struct Recipient<'a> {
    /// Name, of a person who is known by it
    name: &'a str,
    /// Address
    pub(crate) email: &'a str,
    locale: Locale,
}

impl<'a> From<&'a Contact> for Recipient<'a> {
    fn from(contact: &'a Contact) -> Self {
        Self { name: &contact.name, email: &contact.email, locale: contact.locale }
    }
}

/// Who gets the mail: the person asked in the round, the partner's contact, or an office of the vendor.
pub(crate) fn recipient<'a>(
    claim: &'a Claim,
    owed: &Owed,
    catalogue: &'a Catalogue,
) -> Option<Recipient<'a>> {
    let office = |email| Recipient { name: "", email, locale: Locale::En };
    let staff = &catalogue.programme.staff;
    match owed.kind.audience() {
        Audience::Customer => asked(claim, owed).map(Into::into),
        Audience::Partner => Some((&claim.content.partner_contact).into()),
        Audience::ReviewLead => Some(office(&staff.review_lead)),
        Audience::ProgrammeManager => Some(office(&staff.programme_manager)),
    }
}

fn asked<'a>(claim: &'a Claim, owed: &Owed) -> Option<&'a Contact> {
    let consent = claim.consent.as_ref()?;
    let same_round = owed.round.is_none_or(|round| round == consent.round);
    // An older round may have asked somebody else; who was asked first is the claim's own contact.
    Some(if same_round { &consent.contact } else { &claim.content.customer_contact })
}

/// The domain of `Name <local@domain>`.
pub(crate) fn sender_domain(from: &str) -> &str {
    from.rsplit_once('@').map_or("localhost", |(_, domain)| domain.trim_end_matches('>').trim())
}

/// The mail and its language; `None` when the claim has nothing of it to tell any more.
pub(crate) fn mail(
    claim: &Claim,
    owed: &Owed,
    catalogue: &Catalogue,
    base: &str,
    links: &LinkKeys,
) -> Option<(Mail, mail::Locale)> {
    let engagement = catalogue.rules(&claim.engagement, claim.rule_version)?;
    let entry = claim.history.entries.get((owed.seq as usize).checked_sub(1)?)?;
    let to = recipient(claim, owed, catalogue)?;
    let locale = to.locale.into();
    let say = Words { claim, catalogue, engagement, entry, to, base };
    let days = &engagement.deadlines;
    let link = || {
        let round = owed.round.or(claim.consent.as_ref().map(|consent| consent.round)).unwrap_or(1);
        format!("{base}/c/{}", links.token(&claim.id, round))
    };
    let mail = match owed.kind {
        MailKind::Notice => Mail::Notice { request: say.request(), window: say.window(), link: link() },
        MailKind::NoticeReminder => {
            Mail::NoticeReminder { request: say.request(), window: say.window(), link: link() }
        }
        MailKind::ConsentRequest => {
            Mail::ConsentRequest { request: say.request(), due: say.consent_due()?, link: link() }
        }
        MailKind::ConsentReminder => {
            Mail::ConsentReminder { request: say.request(), due: say.consent_due()?, link: link() }
        }
        MailKind::ClaimOver => say.claim_over(),
        MailKind::ConsentVoided => Mail::ConsentVoided { request: say.request(), reason: say.void_reason() },
        MailKind::Receipt => say.receipt(link())?,
        MailKind::NoObjection => say.no_objection(link())?,
        MailKind::AssociationOver => say.association_over()?,
        MailKind::AssociationActive => say.association_active()?,
        MailKind::AssociationExpiring => say.association_expiring()?,
        MailKind::AssociationEnded => say.association_ended()?,
        MailKind::RenewalReady => {
            Mail::RenewalReady { claim: say.claim(), draft: entry.claim.as_ref()?.number() }
        }
        MailKind::ClaimSubmitted => say.submitted(),
        MailKind::ReviewStarted => say.review_started(),
        MailKind::ActionRequired => {
            let answer_due = say.answer_due()?;
            Mail::ActionRequired { claim: say.claim(), reasons: say.reasons(), answer_due }
        }
        MailKind::DeadlineNear => say.deadline_near()?,
        MailKind::Approved => Mail::Approved {
            claim: say.claim(),
            accepted: say.items(|item| item.decision == ItemDecision::Accepted),
            refused: say.refused(),
            window: say.window(),
        },
        MailKind::Rejected => {
            say.stands()?;
            Mail::Rejected { claim: say.claim(), reasons: say.reasons(), dispute_due: say.dispute_due() }
        }
        MailKind::DisputeOpened => Mail::DisputeOpened {
            claim: say.claim(),
            answer_due: say.due("dispute_answer", days.dispute_answer_business_days),
        },
        MailKind::ClaimExpired => say.expired()?,
        MailKind::ContestOpened => say.contest_opened()?,
        MailKind::ContestDecided => say.contest_decided()?,
        MailKind::CustomerAccepted => say.customer_accepted()?,
        MailKind::CustomerObjected => {
            Mail::CustomerObjected { claim: say.claim(), reason: say.customer_reason()? }
        }
        MailKind::CustomerDeclined => {
            Mail::CustomerDeclined { claim: say.claim(), reason: say.customer_reason()? }
        }
        MailKind::CustomerWithdrew => {
            Mail::CustomerWithdrew { claim: say.claim(), reason: say.customer_reason()? }
        }
        MailKind::ClaimStopped => Mail::ClaimStopped { claim: say.claim(), words: entry.reason.clone() },
        MailKind::ContactUndeliverable => say.undeliverable()?,
        MailKind::ContactDelegated => say.delegated()?,
        MailKind::RequestReported => say.reported()?,
        MailKind::DocumentRefused => say.document()?,
        MailKind::SlaOverdue => say.overdue(Office::ReviewLead)?,
        MailKind::SlaOverdueManager => say.overdue(Office::ProgrammeManager)?,
        MailKind::RequestReportedManager => Mail::RequestReportedManager {
            case: say.case(),
            by: entry.by.name.clone(),
            reason: entry.reason.clone(),
        },
    };
    Some((mail, locale))
}

#[cfg(test)]
mod tests;
