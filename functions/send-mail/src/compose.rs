//! From a claim and what it owes to the words of a mail.

use app::effects::{MailKind, Owed};
use domain::{
    Catalogue, Claim, Contact, Engagement, Item, ItemKey, State,
    claim::ItemDecision,
    consent::{Choice, ConsentState},
    document::DocumentState,
};
use jiff::Timestamp;
use mail::{
    ClaimRef, Decision, DocumentProblem, Mail, Moment, ObjectionWindow, Partner, Reason, RefusedItem,
    Request, VoidReason,
};
use web::LinkKeys;

/// Who gets the mail: the person asked in the round, or the partner's contact.
pub(crate) fn recipient<'a>(claim: &'a Claim, owed: &Owed) -> Option<&'a Contact> {
    if !owed.kind.is_for_customer() {
        return Some(&claim.content.partner_contact);
    }
    let consent = claim.consent.as_ref()?;
    let same_round = owed.round.is_none_or(|round| round == consent.round);
    // An older round may have asked somebody else; who was asked first is the claim's own contact.
    Some(if same_round { &consent.contact } else { &claim.content.customer_contact })
}

/// The domain of `Name <local@domain>`.
pub(crate) fn sender_domain(from: &str) -> &str {
    from.rsplit_once('@').map_or("localhost", |(_, domain)| domain.trim_end_matches('>').trim())
}

/// The mail and its language; `None` when the claim lacks what it would tell.
pub(crate) fn mail(
    claim: &Claim,
    owed: &Owed,
    catalogue: &Catalogue,
    base: &str,
    links: &LinkKeys,
) -> Option<(Mail, mail::Locale)> {
    let engagement = catalogue.rules(&claim.engagement, claim.rule_version)?;
    let to = recipient(claim, owed)?;
    let say = Words { claim, catalogue, engagement, to };
    let link = || {
        let round = owed.round.or(claim.consent.as_ref().map(|consent| consent.round)).unwrap_or(1);
        format!("{base}/c/{}", links.token(&claim.id, round))
    };
    let mail = match owed.kind {
        MailKind::Notice => Mail::Notice { request: say.request(), window: say.window(), link: link() },
        MailKind::NoticeReminder => {
            Mail::NoticeReminder { request: say.request(), window: say.window(), link: link() }
        }
        MailKind::ConsentVoided => {
            Mail::ConsentVoided { request: say.request(), reason: say.void_reason(owed) }
        }
        MailKind::Receipt => say.receipt(link())?,
        MailKind::NoObjection => {
            let request = Request { items: say.items(Item::is_held), ..say.request() };
            Mail::NoObjection { request, link: link() }
        }
        MailKind::AssociationActive => {
            Mail::AssociationActive { claim: say.claim(), items: say.items(Item::is_held) }
        }
        MailKind::ClaimSubmitted => {
            let days = engagement.deadlines.vendor_start_business_days;
            Mail::ClaimSubmitted { claim: say.claim(), start_due: say.due("vendor_start", owed, days)? }
        }
        MailKind::ReviewStarted => {
            let days = engagement.deadlines.vendor_decision_business_days;
            Mail::ReviewStarted { claim: say.claim(), decision_due: say.due("vendor_decision", owed, days)? }
        }
        MailKind::ActionRequired => {
            let days = engagement.deadlines.partner_answer_business_days;
            let answer_due = say.due("partner_answer", owed, days)?;
            Mail::ActionRequired { claim: say.claim(), reasons: say.reasons(), answer_due }
        }
        MailKind::Approved => Mail::Approved {
            claim: say.claim(),
            accepted: say.items(|item| item.decision == ItemDecision::Accepted),
            refused: say.refused(),
            window: say.window(),
        },
        MailKind::Rejected => {
            Mail::Rejected { claim: say.claim(), reasons: say.reasons(), dispute_due: say.dispute_due() }
        }
        MailKind::ClaimExpired => Mail::ClaimExpired { claim: say.claim(), dispute_due: say.dispute_due() },
        MailKind::CustomerAccepted => Mail::CustomerAccepted { claim: say.claim() },
        MailKind::CustomerObjected => Mail::CustomerObjected {
            claim: say.claim(),
            reason: claim.consent.as_ref()?.decision.as_ref()?.reason.clone(),
        },
        MailKind::ContactUndeliverable => Mail::ContactUndeliverable {
            claim: say.claim(),
            address: claim.consent.as_ref()?.contact.email.clone(),
        },
        MailKind::DocumentRefused => say.document(owed)?,
    };
    Some((mail, to.locale.into()))
}

struct Words<'a> {
    claim: &'a Claim,
    catalogue: &'a Catalogue,
    engagement: &'a Engagement,
    to: &'a Contact,
}

impl Words<'_> {
    fn request(&self) -> Request {
        let (claim, locale) = (self.claim, self.to.locale);
        let programme = &self.catalogue.programme;
        let role = self.engagement.role(&claim.content.role);
        Request {
            number: claim.id.number(),
            partner: Partner {
                legal_name: claim.org_name.clone(),
                location: claim.location_label(),
                person: claim.content.partner_contact.name.clone(),
            },
            programme: programme.name.get(locale).into(),
            vendor: programme.vendor.clone(),
            engagement: self.engagement.name.get(locale).into(),
            role: role.map(|role| role.name.get(locale).to_owned()).unwrap_or_default(),
            customer: claim.customer.name.clone(),
            tenant: claim.customer.tenant.clone(),
            items: self.items(|_| true),
            privacy_contact: programme.privacy_contact.clone(),
            recipient: self.to.name.clone(),
        }
    }

    fn claim(&self) -> ClaimRef {
        let locale = self.to.locale;
        ClaimRef {
            number: self.claim.id.number(),
            name: self.claim.content.name.clone(),
            customer: self.claim.customer.name.clone(),
            engagement: self.engagement.name.get(locale).into(),
            programme: self.catalogue.programme.name.get(locale).into(),
            recipient: self.to.name.clone(),
            claim_url: None,
        }
    }

    fn moment(&self, at: Timestamp) -> Moment {
        Moment::new(at, &self.catalogue.calendar.zone)
    }

    fn deadline(&self, clock: &str) -> Option<Timestamp> {
        domain::allowed::deadlines(self.claim)
            .into_iter()
            .find(|running| running.clock == clock)
            .map(|running| running.at)
    }

    /// The clock the mail tells of. A mail that was chased may find the claim a step further on; then the
    /// clock is the one that its entry started.
    fn due(&self, clock: &str, owed: &Owed, business_days: u16) -> Option<Moment> {
        let started = || {
            let entry = self.claim.history.entries.get((owed.seq as usize).checked_sub(1)?)?;
            Some(self.catalogue.calendar.after_business_days(entry.at, business_days))
        };
        self.deadline(clock).or_else(started).map(|at| self.moment(at))
    }

    fn dispute_due(&self) -> Option<Moment> {
        self.deadline("dispute").map(|at| self.moment(at))
    }

    fn window(&self) -> ObjectionWindow {
        let consent = self.claim.consent.as_ref().filter(|consent| consent.state.is_open());
        match consent.map(|consent| consent.window_ends) {
            None => ObjectionWindow::Closed,
            Some(Some(ends)) => ObjectionWindow::Until(self.moment(ends)),
            Some(None) => ObjectionWindow::AfterDelivery {
                business_days: u32::from(self.engagement.deadlines.objection_business_days),
            },
        }
    }

    fn item(&self, item: &Item) -> String {
        self.engagement.item_label(item, self.to.locale)
    }

    fn items(&self, which: impl Fn(&Item) -> bool) -> Vec<String> {
        self.claim.content.items.iter().filter(|item| which(item)).map(|item| self.item(item)).collect()
    }

    fn refused(&self) -> Vec<RefusedItem> {
        let refused = self.claim.content.items.iter().filter_map(|item| match &item.decision {
            ItemDecision::Refused { reason } => Some(RefusedItem {
                item: self.item(item),
                code: "item_not_eligible".into(),
                text: reason.clone(),
            }),
            ItemDecision::Open | ItemDecision::Accepted => None,
        });
        refused.collect()
    }

    fn reasons(&self) -> Vec<Reason> {
        let reasons = self.claim.review.as_ref().map(|review| review.reasons.as_slice()).unwrap_or_default();
        let document = |id: &String| self.claim.document(id).map(|document| document.file_name.clone());
        reasons
            .iter()
            .map(|reason| Reason {
                code: reason.code.clone(),
                about: self.about(&reason.pointer),
                document: reason.document_id.as_ref().and_then(document),
                text: reason.text.clone(),
            })
            .collect()
    }

    /// What a pointer names, in words.
    fn about(&self, pointer: &str) -> Option<String> {
        let last = pointer.rsplit('/').next().filter(|last| !last.is_empty())?;
        if let Some(item) = ItemKey::parse(last).and_then(|key| self.claim.item(&key)) {
            return Some(self.item(item));
        }
        let element = self.engagement.proof.elements.iter().find(|element| element.id == last);
        element.map(|element| element.name.get(self.to.locale).to_owned())
    }

    fn void_reason(&self, owed: &Owed) -> VoidReason {
        let newer = self.claim.consent.as_ref().is_some_and(|consent| {
            owed.round.is_some_and(|round| round < consent.round) && consent.state != ConsentState::Voided
        });
        match self.claim.state {
            _ if newer => VoidReason::Replaced,
            State::Draft => VoidReason::Recalled,
            State::Submitted { .. }
            | State::UnderReview { .. }
            | State::ActionRequired { .. }
            | State::Approved
            | State::Rejected { .. }
            | State::RejectedFinal { .. }
            | State::Canceled { .. } => VoidReason::Canceled,
        }
    }

    fn receipt(&self, link: String) -> Option<Mail> {
        let decision = self.claim.consent.as_ref()?.decision.as_ref()?;
        Some(Mail::Receipt {
            request: self.request(),
            decision: match decision.choice {
                Choice::Accept => Decision::Accepted,
                Choice::Decline | Choice::Object => Decision::Objected,
                Choice::Withdraw => Decision::Withdrawn,
            },
            receipt_id: decision.receipt.to_string(),
            at: self.moment(decision.at),
            by: decision.name.clone(),
            link,
        })
    }

    fn document(&self, owed: &Owed) -> Option<Mail> {
        let entry = self.claim.history.entries.get((owed.seq as usize).checked_sub(1)?)?;
        let document = self.claim.document(entry.document.as_ref()?.as_str())?;
        let problem = match &document.state {
            DocumentState::Infected => DocumentProblem::Infected,
            DocumentState::Refused { problem } => match problem.as_str() {
                "file_encrypted" => DocumentProblem::Encrypted,
                "checksum_mismatch" => DocumentProblem::Checksum,
                "file_too_large" => DocumentProblem::Size,
                _ => DocumentProblem::TypeNotAllowed,
            },
            DocumentState::Pending | DocumentState::Clean => return None,
        };
        Some(Mail::DocumentRefused { claim: self.claim(), file_name: document.file_name.clone(), problem })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use testkit::{Scene, build};

    fn keys() -> LinkKeys {
        LinkKeys::parse("k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=").unwrap()
    }

    /// Whatever an entry owes can be written, also when it is chased and the claim has moved on meanwhile.
    #[test]
    fn every_mail_owed_can_be_written_however_late() {
        let mut written = std::collections::BTreeSet::new();
        for (name, scene) in Scene::every() {
            for (seq, _) in scene.claim.history.after(0) {
                for owed in app::effects::mails(&scene.claim, seq) {
                    let mail =
                        mail(&scene.claim, &owed, &build::CATALOGUE, "https://assent.example", &keys());
                    assert!(mail.is_some(), "{name}: {owed:?}");
                    written.insert(owed.kind);
                }
            }
        }
        assert!(written.len() >= 10, "{written:?}");
    }

    #[test]
    fn the_link_carries_the_round_of_its_mail() {
        let claim = Scene::submitted().claim;
        let owed = Owed { seq: 1, kind: MailKind::Notice, round: Some(1) };
        let Some((Mail::Notice { link, .. }, _)) =
            mail(&claim, &owed, &build::CATALOGUE, "https://assent.example", &keys())
        else {
            panic!("no notice");
        };
        let token = link.strip_prefix("https://assent.example/c/").unwrap();
        assert_eq!(keys().open(token), Some((claim.id, 1)));
    }

    #[test]
    fn the_domain_of_the_sender() {
        assert_eq!(sender_domain("Assent <no-reply@assent.example>"), "assent.example");
        assert_eq!(sender_domain("no-reply@assent.example"), "assent.example");
        assert_eq!(sender_domain("nobody"), "localhost");
    }
}
