//! The parts that mails have in common, and what is said about proof and requests.

use domain::{
    Catalogue, Claim, Engagement, Entry, Item, ItemKey, State,
    claim::ItemDecision,
    consent::{Choice, Consent, ConsentState},
    document::DocumentState,
    state::ending,
};
use jiff::Timestamp;
use mail::{
    About, Case, ClaimRef, Decision, DocumentProblem, Mail, Moment, ObjectionWindow, Partner, Reason,
    RefusedItem, Request, VoidReason,
};

use super::Recipient;

/// Ends by which the partner takes its request back (T20, T22).
const GIVEN_UP: [&str; 2] = [ending::PARTNER_DISASSOCIATED, ending::PARTNER_REQUEST];

/// What is told, of what, to whom.
pub(super) struct Words<'a> {
    pub(super) claim: &'a Claim,
    pub(super) catalogue: &'a Catalogue,
    pub(super) engagement: &'a Engagement,
    /// The entry that owes the mail
    pub(super) entry: &'a Entry,
    pub(super) to: Recipient<'a>,
    /// Public origin of the pages
    pub(super) base: &'a str,
}

impl Words<'_> {
    pub(super) fn request(&self) -> Request {
        self.request_of(self.items(|_| true))
    }

    /// The request as far as it is about these items.
    pub(super) fn request_of(&self, items: Vec<String>) -> Request {
        let (claim, locale) = (self.claim, self.to.locale);
        let programme = &self.catalogue.programme;
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
            customer: claim.customer.name.clone(),
            about: match &claim.deal {
                Some(deal) => About::Engagement { identifier: deal.identifier.clone() },
                None => {
                    About::Association { role: self.role(), tenant: claim.customer.tenant.clone(), items }
                }
            },
            privacy_contact: programme.privacy_contact.clone(),
            recipient: self.to.name.into(),
        }
    }

    fn role(&self) -> String {
        let role = self.engagement.role(&self.claim.content.role);
        role.map(|role| role.name.get(self.to.locale).to_owned()).unwrap_or_default()
    }

    pub(super) fn claim(&self) -> ClaimRef {
        let locale = self.to.locale;
        ClaimRef {
            number: self.claim.id.number(),
            kind: self.claim.kind(),
            name: self.claim.content.name.clone(),
            customer: self.claim.customer.name.clone(),
            engagement: self.engagement.name.get(locale).into(),
            programme: self.catalogue.programme.name.get(locale).into(),
            recipient: self.to.name.into(),
            claim_url: Some(format!("{}/console/claims/{}", self.base, self.claim.id)),
        }
    }

    pub(super) fn case(&self) -> Case {
        let locale = self.to.locale;
        Case {
            number: self.claim.id.number(),
            kind: self.claim.kind(),
            partner: self.claim.org_name.clone(),
            customer: self.claim.customer.name.clone(),
            engagement: self.engagement.name.get(locale).into(),
            programme: self.catalogue.programme.name.get(locale).into(),
            claim_url: Some(format!("{}/console/reviews/{}", self.base, self.claim.id)),
        }
    }

    pub(super) fn moment(&self, at: Timestamp) -> Moment {
        Moment::new(at, &self.catalogue.calendar.zone)
    }

    pub(super) fn window(&self) -> ObjectionWindow {
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

    /// The item of a key in words, also when it is not claimed any more.
    pub(super) fn label(&self, key: &ItemKey) -> String {
        let gone =
            || Item { key: key.clone(), product: None, decision: ItemDecision::Open, association: None };
        self.claim.item(key).map_or_else(|| self.item(&gone()), |item| self.item(item))
    }

    pub(super) fn labels(&self, keys: &[String]) -> Vec<String> {
        keys.iter().filter_map(|key| ItemKey::parse(key)).map(|key| self.label(&key)).collect()
    }

    pub(super) fn items(&self, which: impl Fn(&Item) -> bool) -> Vec<String> {
        self.claim.content.items.iter().filter(|item| which(item)).map(|item| self.item(item)).collect()
    }

    pub(super) fn refused(&self) -> Vec<RefusedItem> {
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

    pub(super) fn reasons(&self) -> Vec<Reason> {
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
        if let Some(key) = ItemKey::parse(last) {
            return Some(self.label(&key));
        }
        let element = self.engagement.proof.elements.iter().find(|element| element.id == last);
        element.map(|element| element.name.get(self.to.locale).to_owned())
    }

    pub(super) fn void_reason(&self) -> VoidReason {
        let newer = self.claim.consent.as_ref().is_some_and(|consent| {
            self.entry.round.is_some_and(|round| round < consent.round)
                && consent.state != ConsentState::Voided
        });
        match &self.claim.state {
            _ if newer => VoidReason::Replaced,
            State::Draft { .. } => VoidReason::Recalled,
            State::RejectedFinal { code } if GIVEN_UP.contains(&code.as_str()) => VoidReason::Recalled,
            State::Canceled { code: None } => VoidReason::Recalled,
            State::ConsentNotRequested
            | State::AwaitingConsent
            | State::ConsentReceived
            | State::Submitted { .. }
            | State::UnderReview { .. }
            | State::ActionRequired { .. }
            | State::Approved
            | State::Rejected { .. }
            | State::Disputed { .. }
            | State::RejectedFinal { .. }
            | State::Closed { .. }
            | State::Canceled { code: Some(_) } => VoidReason::Over,
        }
    }

    pub(super) fn receipt(&self, link: String) -> Option<Mail> {
        let decision = self.claim.consent.as_ref()?.decision.as_ref()?;
        Some(Mail::Receipt {
            request: self.request(),
            decision: match decision.choice {
                Choice::Accept => Decision::Accepted,
                Choice::Decline => Decision::Declined,
                Choice::Object => Decision::Objected,
                Choice::Withdraw => Decision::Withdrawn,
            },
            receipt_id: decision.receipt.to_string(),
            at: self.moment(decision.at),
            by: decision.name.clone(),
            link,
        })
    }

    /// The round that the entry is about, unless a newer one has taken its place.
    pub(super) fn round(&self) -> Option<&Consent> {
        self.claim.consent.as_ref().filter(|consent| Some(consent.round) == self.entry.round)
    }

    pub(super) fn undeliverable(&self) -> Option<Mail> {
        let failed = |consent: &&Consent| matches!(consent.state, ConsentState::Undeliverable { .. });
        let address = self.round().filter(failed)?.contact.email.clone();
        let consent_due = self.consent_due();
        Some(Mail::ContactUndeliverable { claim: self.claim(), address, consent_due })
    }

    pub(super) fn delegated(&self) -> Option<Mail> {
        let open = self.round().filter(|consent| consent.state.is_open());
        let named = open?.delegate.as_ref()?;
        Some(Mail::ContactDelegated {
            claim: self.claim(),
            name: named.name.clone(),
            address: named.email.clone(),
            consent_due: self.consent_due(),
        })
    }

    pub(super) fn reported(&self) -> Option<Mail> {
        self.round()?;
        Some(Mail::RequestReported {
            claim: self.claim(),
            reason: self.entry.reason.clone(),
            consent_due: self.consent_due(),
        })
    }

    pub(super) fn document(&self) -> Option<Mail> {
        let document = self.claim.document(self.entry.document.as_ref()?.as_str())?;
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
