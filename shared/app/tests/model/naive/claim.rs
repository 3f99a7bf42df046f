//! What the model knows of a claim: flat, in plain numbers and words.

use super::calendar::{At, Day};

/// A person who answers for a side.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) title: Option<String>,
    pub(crate) email: String,
    pub(crate) locale: String,
}

/// An association of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Association {
    /// `pending`, `active`, `ended`
    pub(crate) status: &'static str,
    pub(crate) since: At,
    pub(crate) ended_reason: Option<String>,
    /// S4: end of the subscription with its grace period, as far as it is known
    pub(crate) subscription_ends: Option<At>,
    /// S8: end of the term
    pub(crate) term_ends: Option<At>,
    /// Whether the subscription has been looked up
    pub(crate) looked_up: bool,
}

/// A workload or subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    /// `workload:…` or `subscription:…`
    pub(crate) key: String,
    pub(crate) product: Option<String>,
    /// `open`, `accepted`, `refused`
    pub(crate) decision: &'static str,
    pub(crate) reason: Option<String>,
    pub(crate) association: Option<Association>,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Document {
    pub(crate) id: String,
    pub(crate) sha256: String,
    pub(crate) size: u64,
    /// `statement_of_work`, `invoice` …
    pub(crate) kind: String,
    /// `pending`, `clean`, `infected`, `refused`
    pub(crate) state: String,
    pub(crate) items: Vec<String>,
    pub(crate) elements: Vec<String>,
    pub(crate) activity: Option<Day>,
    /// Added after the last version was frozen
    pub(crate) is_new: bool,
}

/// The round of asking the customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Consent {
    pub(crate) round: u32,
    pub(crate) contact: Person,
    /// `created`, `sending`, `unknown`, `delivered`, `undeliverable`, `accepted`, `declined`, `objected`,
    /// `lapsed`, `expired`, `voided`, `withdrawn`
    pub(crate) state: &'static str,
    pub(crate) delivered_at: Option<At>,
    pub(crate) window_ends: Option<At>,
    /// When the customer decided, or the window closed
    pub(crate) settled_at: Option<At>,
    pub(crate) reminders: u32,
    pub(crate) asked_at: At,
    pub(crate) delegate: Option<(String, String)>,
    pub(crate) delegations: u32,
    pub(crate) reported: bool,
}

/// A claim's part in a contest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seat {
    /// Place of the contest in the model's list
    pub(crate) contest: usize,
    pub(crate) key: String,
    pub(crate) is_challenger: bool,
    /// The other claim
    pub(crate) rival: usize,
    pub(crate) answer_by: At,
    pub(crate) won: Option<bool>,
}

/// A contest of two claims for one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Contest {
    pub(crate) key: String,
    pub(crate) incumbent: usize,
    pub(crate) challenger: usize,
    /// `incumbent` or `challenger`
    pub(crate) winner: Option<&'static str>,
    /// Who decided, unless a claim had left
    pub(crate) by: Option<String>,
}

/// What a claim earns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Earning {
    /// `expected` (not shown), `none`, `accrued`
    pub(crate) state: &'static str,
    pub(crate) reason: Option<&'static str>,
    /// Held: looked at again then
    pub(crate) look_again_at: Option<At>,
}

/// The last decision of a reviewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Review {
    /// `first` or `dispute`
    pub(crate) stage: &'static str,
    /// `return`, `approve`, `reject`
    pub(crate) result: &'static str,
    pub(crate) reasons: usize,
    /// Who; the system has no name
    pub(crate) by: Option<String>,
}

/// Hundredths and currency.
pub(crate) type Amount = (u64, String);

/// What an engagement claim has besides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Deal {
    /// `added`, `claimed`
    pub(crate) origin: String,
    /// Place of the customer in the list
    pub(crate) customer: usize,
    /// Type and value
    pub(crate) identifier: (String, String),
    pub(crate) mismatch_reason: Option<String>,
    pub(crate) quarter_hours: Option<u32>,
    pub(crate) estimate: Option<Amount>,
    /// Of the deal, once the customer was asked
    pub(crate) size: Option<Amount>,
    pub(crate) consent_by: At,
    pub(crate) submit_by: Option<At>,
    pub(crate) review_by: Option<At>,
    pub(crate) dispute_by: Option<At>,
    /// What was handed in cannot be taken back any more
    pub(crate) for_good: bool,
    /// `partner_led` or `co_sell`, and why it was closed
    pub(crate) referral: Option<(&'static str, Option<&'static str>)>,
}

/// A claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Claim {
    /// As the system names it
    pub(crate) id: String,
    /// Of an engagement claim
    pub(crate) deal: Option<Deal>,
    pub(crate) org: String,
    pub(crate) engagement: String,
    pub(crate) role: String,
    pub(crate) tenant: String,
    pub(crate) public_sector: bool,
    pub(crate) name: String,
    pub(crate) location: String,
    pub(crate) items: Vec<Item>,
    pub(crate) opt_out: bool,
    pub(crate) customer_contact: Person,
    pub(crate) partner_contact: Person,
    pub(crate) revenue: Option<[String; 3]>,
    pub(crate) status: &'static str,
    /// The bracketed reason of a failing end, or of a rejection
    pub(crate) failure: Option<String>,
    /// The clock of the status: idle draft, vendor start, partner answer, dispute, dispute answer; those of an
    /// engagement claim that run over several states are the deal's
    pub(crate) clock: At,
    /// Vendor SLA of the decision
    pub(crate) decide_by: Option<At>,
    /// Business days left on it while a contest holds it
    pub(crate) paused: Option<u32>,
    /// Fields that a return re-opened
    pub(crate) reopened: Vec<&'static str>,
    /// Something was edited, added or removed since the return
    pub(crate) changed: bool,
    /// Documents were added or removed since the rejection
    pub(crate) touched: bool,
    /// Who has the review
    pub(crate) reviewer: Option<String>,
    pub(crate) review: Option<Review>,
    pub(crate) is_disputed: bool,
    /// Who rejected it and may not decide on the dispute
    pub(crate) first_reviewer: Option<String>,
    pub(crate) submissions: u32,
    pub(crate) resubmissions: u32,
    pub(crate) submitted_at: Option<At>,
    pub(crate) approved_at: Option<At>,
    pub(crate) consent: Option<Consent>,
    /// Contact, location and items as the customer was told
    pub(crate) told: Option<(Person, String, Vec<String>)>,
    pub(crate) documents: Vec<Document>,
    pub(crate) seats: Vec<Seat>,
    pub(crate) earning: Option<Earning>,
    /// An association has been active
    pub(crate) was_official: bool,
    /// Items of associations that ended by themselves and are to be renewed
    pub(crate) renewals: Vec<Vec<String>>,
    /// Contests in which it had no part any more when it was written, and that are still to end
    pub(crate) has_left: Vec<usize>,
    pub(crate) copy_of: Option<usize>,
    /// Idempotency keys: key, body, when
    pub(crate) keys: Vec<(String, String, At)>,
    /// Counts changes that people see (the ETag)
    pub(crate) version: u64,
    /// What others could not take when it was written last: keys held against the own organisation …
    pub(crate) written_open: Vec<String>,
    /// … and against everybody
    pub(crate) written_held: Vec<String>,
}

impl Item {
    /// Whether its association is pending or active.
    pub(crate) fn is_held(&self) -> bool {
        self.association.as_ref().is_some_and(|association| association.status != "ended")
    }
}

impl Association {
    pub(crate) fn pending(since: At) -> Self {
        Self {
            status: "pending",
            since,
            ended_reason: None,
            subscription_ends: None,
            term_ends: None,
            looked_up: false,
        }
    }

    /// When it ends by itself, and why; a subscription comes before a term.
    pub(crate) fn end(&self) -> Option<(At, &'static str)> {
        match (self.subscription_ends, self.term_ends) {
            (Some(subscription), Some(term)) if term < subscription => Some((term, "term")),
            (Some(subscription), _) => Some((subscription, "subscription_expired")),
            (None, Some(term)) => Some((term, "term")),
            (None, None) => None,
        }
    }
}

impl Consent {
    pub(crate) fn is_open(&self) -> bool {
        ["created", "sending", "unknown", "delivered", "undeliverable"].contains(&self.state)
    }
}

impl Claim {
    /// Nothing has happened to it yet.
    pub(crate) fn new(org: &str, engagement: &str, tenant: &str, location: &str) -> Self {
        Self {
            id: String::new(),
            deal: None,
            org: org.to_owned(),
            engagement: engagement.to_owned(),
            role: String::new(),
            tenant: tenant.to_owned(),
            public_sector: false,
            name: String::new(),
            location: location.to_owned(),
            items: Vec::new(),
            opt_out: false,
            customer_contact: Person::default(),
            partner_contact: Person::default(),
            revenue: None,
            status: "draft",
            failure: None,
            clock: 0,
            decide_by: None,
            paused: None,
            reopened: Vec::new(),
            changed: false,
            touched: false,
            reviewer: None,
            review: None,
            is_disputed: false,
            first_reviewer: None,
            submissions: 0,
            resubmissions: 0,
            submitted_at: None,
            approved_at: None,
            consent: None,
            told: None,
            documents: Vec::new(),
            seats: Vec::new(),
            earning: None,
            was_official: false,
            renewals: Vec::new(),
            has_left: Vec::new(),
            copy_of: None,
            keys: Vec::new(),
            version: 1,
            written_open: Vec::new(),
            written_held: Vec::new(),
        }
    }

    /// I-3: an approved association lives on, an approved engagement is done.
    pub(crate) fn is_terminal(&self) -> bool {
        let ends = [
            "consent_declined",
            "consent_expired",
            "consent_withdrawn",
            "not_submitted_expired",
            "post_submission_expired",
            "dispute_expired",
            "rejected_final",
            "canceled",
        ];
        ends.contains(&self.status) || (self.deal.is_some() && self.status == "approved")
    }

    /// On its way through a review, or waiting for one.
    pub(crate) fn is_in_review(&self) -> bool {
        ["submitted", "under_review", "action_required", "disputed"].contains(&self.status)
    }

    pub(crate) fn is_held(&self) -> bool {
        self.items.iter().any(Item::is_held)
    }

    pub(crate) fn consent_state(&self) -> &'static str {
        self.consent.as_ref().map_or("", |consent| consent.state)
    }

    pub(crate) fn consent_open(&self) -> bool {
        self.consent.as_ref().is_some_and(Consent::is_open)
    }

    /// What only one claim can have: a workload counts per tenant, a subscription by itself.
    pub(crate) fn exclusive(&self, item_key: &str) -> String {
        if item_key.starts_with("workload:") {
            format!("{}/{item_key}", self.tenant)
        } else {
            item_key.to_owned()
        }
    }

    /// Keys that no other claim of the same organisation may have open (V-19).
    pub(crate) fn open_keys(&self) -> Vec<String> {
        let mut keys: Vec<String> = self
            .items
            .iter()
            .filter(|item| self.is_in_review() || item.is_held())
            .map(|item| self.exclusive(&item.key))
            .collect();
        keys.sort();
        keys
    }

    /// Keys that no other claim at all may hold (I-1).
    pub(crate) fn held_keys(&self) -> Vec<String> {
        let mut keys: Vec<String> =
            self.items.iter().filter(|item| item.is_held()).map(|item| self.exclusive(&item.key)).collect();
        keys.sort();
        keys
    }
}
