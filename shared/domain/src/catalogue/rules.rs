//! New rule versions of an engagement (I-20): what can be put, and when it begins to hold.
//!
//! A claim keeps the version it was created under, and every clock of it; so no rule change shortens a running
//! deadline.

use alloc::{boxed::Box, collections::BTreeSet, format, string::String, vec::Vec};
use jiff::{SignedDuration, Timestamp};

use super::{Engagement, Kind, PayType, Payout, Text, VersionedText};
use crate::{
    actor::{Caller, Role, Side},
    consent::Mode,
    document,
    identifier::IdentifierType,
    refusal::{Code, Fault, Refusal},
    text::{self, TextFault},
};

/// How long a function takes the versions it has read for all there are.
pub const KNOWN_FOR: SignedDuration = SignedDuration::from_secs(60);
/// The least time between the putting of rules and their first claim. More than [`KNOWN_FOR`]: every function
/// knows them by then, and no two decide differently.
pub const IN_FORCE_AFTER: SignedDuration = SignedDuration::from_secs(120);
/// Most days of a clock: two years.
const DAYS_MAX: u16 = 731;
/// Most characters of an id.
const ID_MAX: usize = 40;

/// What becomes of rules that were put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Put {
    /// They are there already: the same version, with the same content
    Unchanged,
    /// The next version
    New(Box<Engagement>),
}

/// Whether the caller puts rules: a programme manager.
#[must_use]
pub fn keeps_rules(caller: &Caller) -> bool {
    caller.side == Side::Vendor && caller.has(&[Role::ProgrammeManager])
}

/// Whether the caller reads rules that are not in force yet: the vendor's staff.
#[must_use]
pub fn reads_rules(caller: &Caller) -> bool {
    caller.side == Side::Vendor
}

impl Engagement {
    /// The rules as the version after `newest`. The document says itself which version it is, so that a repeat
    /// changes nothing and a version that somebody else has put meanwhile is a conflict.
    ///
    /// # Errors
    /// `version_conflict`, or every fault of the document.
    pub fn put_after(self, newest: Option<&Self>, now: Timestamp) -> Result<Put, Refusal> {
        let current = newest.map_or(0, |newest| newest.rule_version);
        if let Some(newest) = newest.filter(|newest| newest.rule_version == self.rule_version) {
            let same = Self { in_force_from: self.in_force_from.or(newest.in_force_from), ..self };
            return if same == *newest {
                Ok(Put::Unchanged)
            } else {
                Err(Refusal::VersionConflict { current: u64::from(current) })
            };
        }
        if self.rule_version != current + 1 {
            return Err(Refusal::VersionConflict { current: u64::from(current) });
        }
        let earliest = now.saturating_add(IN_FORCE_AFTER).unwrap_or(now);
        let mut faults = Faults::default();
        faults.check("/inForceFrom", self.in_force_from.is_none_or(|from| from >= earliest), "too_soon");
        faults.engagement(&self);
        if let Some(newest) = newest {
            faults.changes(&self, newest);
        }
        if !faults.0.is_empty() {
            return Err(Refusal::Invalid(faults.0));
        }
        Ok(Put::New(Box::new(Self { in_force_from: Some(self.in_force_from.unwrap_or(earliest)), ..self })))
    }
}

/// Every fault of a document.
#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    fn check(&mut self, pointer: impl Into<String>, holds: bool, problem: &str) {
        if !holds {
            self.0.push(Fault::new(pointer, Code::RuleInvalid).with("problem", problem));
        }
    }

    /// What an engagement is, it stays: claims, consents and lists of all versions stand beside each other.
    fn changes(&mut self, rules: &Engagement, before: &Engagement) {
        for (pointer, same) in [
            ("/kind", rules.kind == before.kind),
            ("/payType", rules.pay_type == before.pay_type),
            ("/consentMode", rules.consent_mode == before.consent_mode),
        ] {
            if !same {
                self.0.push(Fault::new(pointer, Code::RuleFixed));
            }
        }
        let accepted = |known: &Engagement| {
            let texts = known.acknowledgements.iter().chain(&known.disclaimer);
            texts.cloned().collect::<Vec<VersionedText>>()
        };
        let earlier = accepted(before);
        let stale = |text: &VersionedText| {
            earlier
                .iter()
                .any(|old| old.id == text.id && old.text != text.text && text.version <= old.version)
        };
        for (index, text) in rules.acknowledgements.iter().enumerate() {
            if stale(text) {
                let pointer = format!("/acknowledgements/{index}/version");
                self.0.push(Fault::new(pointer, Code::TextVersionUnchanged));
            }
        }
        if rules.disclaimer.as_ref().is_some_and(stale) {
            self.0.push(Fault::new("/disclaimer/version", Code::TextVersionUnchanged));
        }
    }

    fn engagement(&mut self, rules: &Engagement) {
        self.id("/id", rules.id.as_str());
        self.name("/name", &rules.name);
        self.id("/solutionArea", &rules.solution_area);
        let ordered = rules.starts_at.zip(rules.ends_at).is_none_or(|(starts, ends)| starts < ends);
        self.check("/endsAt", ordered, "contradiction");
        let countries = rules.countries.iter().chain(rules.referral.iter().flat_map(|rule| &rule.countries));
        for country in countries {
            self.check("/countries", iso(country), "unknown");
        }
        self.named(rules);
        self.texts(rules);
        self.proof(rules);
        self.days(rules);
        let silence = match rules.kind {
            Kind::Association => Mode::Notice,
            Kind::Engagement => Mode::OptIn,
        };
        self.check("/consentMode", rules.consent_mode == silence, "contradiction");
        let caps = rules.caps;
        self.check("/caps/activePerCustomer", caps.active_per_customer != Some(0), "out_of_range");
        let room = caps.total_per_customer.is_none_or(|total| total >= caps.active_per_customer.unwrap_or(1));
        self.check("/caps/totalPerCustomer", room, "contradiction");
        self.pay(rules);
    }

    /// Roles, workloads, products and identifiers.
    fn named(&mut self, rules: &Engagement) {
        let association = rules.kind == Kind::Association;
        self.check("/partnerRoles", !association || !rules.partner_roles.is_empty(), "missing");
        self.check("/disclaimer", association || rules.disclaimer.is_some(), "missing");
        self.check("/identifierTypes", !rules.identifier_types.is_empty(), "missing");
        let items = rules.workloads.len() + rules.products.len();
        self.check("/workloads", !association || items > 0, "missing");
        self.unique("/partnerRoles", rules.partner_roles.iter().map(|role| role.id.as_str()));
        for (index, role) in rules.partner_roles.iter().enumerate() {
            self.name(&format!("/partnerRoles/{index}/name"), &role.name);
            self.prose(&format!("/partnerRoles/{index}/chooseWhen"), &role.choose_when);
        }
        for (list, named) in [("/workloads", &rules.workloads), ("/products", &rules.products)] {
            self.unique(list, named.iter().map(|known| known.id.as_str()));
            for (index, known) in named.iter().enumerate() {
                self.name(&format!("{list}/{index}/name"), &known.name);
            }
        }
    }

    fn texts(&mut self, rules: &Engagement) {
        self.check("/acknowledgements", !rules.acknowledgements.is_empty(), "missing");
        self.unique("/acknowledgements", rules.acknowledgements.iter().map(|text| text.id.as_str()));
        for (index, known) in rules.acknowledgements.iter().enumerate() {
            self.prose(&format!("/acknowledgements/{index}/text"), &known.text);
        }
        if let Some(known) = &rules.disclaimer {
            self.id("/disclaimer/id", &known.id);
            self.prose("/disclaimer/text", &known.text);
        }
    }

    fn proof(&mut self, rules: &Engagement) {
        let proof = &rules.proof;
        self.unique("/proof/elements", proof.elements.iter().map(|element| element.id.as_str()));
        for (index, element) in proof.elements.iter().enumerate() {
            self.name(&format!("/proof/elements/{index}/name"), &element.name);
        }
        self.check("/proof/documentKinds", !proof.document_kinds.is_empty(), "missing");
        self.unique("/proof/documentKinds", proof.document_kinds.iter().map(String::as_str));
        let files = (1..=document::FILES_MAX).contains(&proof.max_files);
        self.check("/proof/maxFiles", files, "out_of_range");
    }

    /// Every clock that this kind of claim knows takes at least a day.
    fn days(&mut self, rules: &Engagement) {
        let days = &rules.deadlines;
        let (association, engagement) = (rules.kind == Kind::Association, rules.kind == Kind::Engagement);
        for (name, count, known) in [
            ("vendorStartBusinessDays", days.vendor_start_business_days, true),
            ("vendorDecisionBusinessDays", days.vendor_decision_business_days, true),
            ("disputeDays", days.dispute_days, true),
            ("disputeAnswerBusinessDays", days.dispute_answer_business_days, true),
            ("objectionBusinessDays", days.objection_business_days, association),
            ("partnerAnswerBusinessDays", days.partner_answer_business_days, association),
            ("contestAnswerBusinessDays", days.contest_answer_business_days, association),
            ("idleDraftDays", days.idle_draft_days, association),
            ("consentDays", days.consent_days, engagement),
            ("submitDays", days.submit_days, engagement),
            ("reviewDays", days.review_days, engagement),
            ("returnMinimumBusinessDays", days.return_minimum_business_days, engagement),
            ("disputePhaseDays", days.dispute_phase_days, engagement),
        ] {
            let least = u16::from(known);
            let holds = (least..=DAYS_MAX).contains(&count);
            self.check(format!("/deadlines/{name}"), holds, "out_of_range");
        }
        let term = days.term_days.is_none_or(|term| term > 0);
        self.check("/deadlines/termDays", term, "out_of_range");
        let reviewed = !engagement || days.review_days > days.submit_days;
        self.check("/deadlines/reviewDays", reviewed, "contradiction");
        for (name, list) in [
            ("warningDays", &days.warning_days),
            ("expiryNoticeDays", &days.expiry_notice_days),
            ("reminderDays", &days.reminder_days),
            ("lastReminderDays", &days.last_reminder_days),
        ] {
            let days = list.iter().all(|day| (1..=DAYS_MAX).contains(day));
            self.check(format!("/deadlines/{name}"), days, "out_of_range");
            let once = list.iter().collect::<BTreeSet<_>>().len() == list.len();
            self.check(format!("/deadlines/{name}"), once, "duplicate");
        }
    }

    /// V-41, V-43: pay by hours stands on an opportunity, every other pay does not.
    fn pay(&mut self, rules: &Engagement) {
        let fits = match (rules.pay_type, &rules.payout) {
            (PayType::Fixed, Some(Payout::Fixed { .. }))
            | (PayType::Variable, Some(Payout::Variable { .. }))
            | (PayType::None, None) => true,
            (PayType::Fixed | PayType::Variable | PayType::None, _) => false,
        };
        self.check("/payout", fits, "contradiction");
        let by_opportunity = rules.identifier_types == [IdentifierType::Opportunity];
        let none = !rules.identifier_types.contains(&IdentifierType::Opportunity);
        let named = if rules.pay_type == PayType::Variable { by_opportunity } else { none };
        self.check("/identifierTypes", named, "contradiction");
        match &rules.payout {
            Some(Payout::Variable { rate, share_percent, cap, min_hours, max_hours }) => {
                self.check("/payout/cap", rate.currency == cap.currency, "contradiction");
                self.check("/payout/rate", rate.minor > 0, "out_of_range");
                self.check("/payout/cap", cap.minor > 0, "out_of_range");
                self.check("/payout/sharePercent", (1..=100).contains(share_percent), "out_of_range");
                self.check("/payout/maxHours", min_hours <= max_hours && *max_hours > 0, "contradiction");
            }
            Some(Payout::Fixed { by_country, .. }) => {
                for country in by_country.keys() {
                    self.check(format!("/payout/byCountry/{country}"), iso(country), "unknown");
                }
            }
            None => {}
        }
    }

    fn id(&mut self, pointer: &str, id: &str) {
        self.check(pointer, is_id(id), "out_of_range");
    }

    fn unique<'a>(&mut self, list: &str, ids: impl Iterator<Item = &'a str>) {
        let mut known = BTreeSet::new();
        for (index, id) in ids.enumerate() {
            self.check(format!("{list}/{index}"), is_id(id), "out_of_range");
            self.check(format!("{list}/{index}"), known.insert(id), "duplicate");
        }
    }

    fn name(&mut self, pointer: &str, both: &Text) {
        self.words(pointer, both, text::name);
    }

    fn prose(&mut self, pointer: &str, both: &Text) {
        self.words(pointer, both, text::prose);
    }

    /// Both languages as they will be shown: nothing of them has to be cleaned.
    fn words(&mut self, pointer: &str, both: &Text, clean: fn(&str) -> Result<String, TextFault>) {
        for (language, given) in [("en", &both.en), ("de", &both.de)] {
            let shown = clean(given).is_ok_and(|clean| clean == *given);
            self.check(format!("{pointer}/{language}"), shown, "text");
        }
    }
}

fn iso(country: &str) -> bool {
    country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Ids are parts of keys and addresses.
fn is_id(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
    (1..=ID_MAX).contains(&id.len()) && id.bytes().all(plain)
}
