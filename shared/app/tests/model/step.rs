//! What happens in a history: small values that mean the same wherever other steps are left out.

/// One step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Time passes
    Wait { seconds: i64 },
    /// T1
    Create { who: &'static str, how: &'static str },
    /// A command on a claim; `n` chooses a document, a round, a number of days
    Do { who: &'static str, claim: usize, act: &'static str, how: &'static str, n: u8, seen: Seen, key: u8 },
    /// A copy of a claim
    Clone { who: &'static str, claim: usize },
    /// S6
    Decide { who: &'static str, contest: usize, winner: &'static str, how: &'static str },
    /// The job comes round
    Sweep { claim: usize },
    /// The vendor brings a row of a subscription
    Subscription { n: u8, how: &'static str },
    /// The vendor brings a row of a location
    Location { n: u8, how: &'static str },
    /// Somebody reads (K4: nothing is written)
    Look { who: &'static str, claim: usize },
}

/// What the caller bases a command on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    Any,
    Current,
    Missing,
    Stale,
}

impl Step {
    /// A command on any version, without an idempotency key.
    pub(crate) fn of(who: &'static str, claim: usize, act: &'static str, how: &'static str) -> Self {
        Self::Do { who, claim, act, how, n: 0, seen: Seen::Any, key: 0 }
    }

    /// Whether it asks for something.
    pub(crate) fn is_command(&self) -> bool {
        !matches!(self, Self::Wait { .. })
    }
}

/// Every act with the ways it is tried; the first is right wherever the act is.
pub(crate) const HOWS: &[(&str, &[&str])] = &[
    (
        "edit",
        &[
            "right",
            "name",
            "name none",
            "name empty",
            "name long",
            "name control",
            "nothing",
            "location other",
            "location foreign",
            "location unknown",
            "location none",
            "items first",
            "items more",
            "items same",
            "items unknown",
            "items twice",
            "items none",
            "items with subscription",
            "subscription other",
            "subscription unknown",
            "subscription missing",
            "opt out",
            "contact title",
            "contact locale",
            "contact email",
            "contact partner",
            "contact none",
            "contact no title",
            "partner name",
            "partner none",
            "revenue",
            "revenue half",
            "name and items",
        ],
    ),
    (
        "upload",
        &[
            "right",
            "first item",
            "no element",
            "one element",
            "undated",
            "year old",
            "too old",
            "future",
            "same",
            "type",
            "hash",
            "empty",
            "huge",
            "large",
            "kind",
            "item",
            "element",
            "name",
            "all wrong",
        ],
    ),
    ("remove_document", &["right", "unknown"]),
    ("scan", &["clean", "infected", "refused", "unknown"]),
    ("submit", &["right", "comment", "unacknowledged", "half acknowledged", "comment control"]),
    ("cancel", &["right", "none", "blank"]),
    ("recall", &["right", "none", "long"]),
    ("resubmit", &["right", "no answer", "answer unknown", "answer twice", "answer blank", "unacknowledged"]),
    ("dispute", &["right", "none", "blank", "long"]),
    ("disassociate", &["right", "none", "short", "long"]),
    ("withdraw", &["right", "none", "blank"]),
    ("start_review", &["right"]),
    ("release", &["right"]),
    (
        "return",
        &[
            "item",
            "documents",
            "location",
            "contact",
            "partner contact",
            "element",
            "document",
            "many",
            "none",
            "code",
            "text",
            "item unknown",
            "element unknown",
            "document unknown",
            "pointer",
        ],
    ),
    ("reject", &["documents", "item", "none", "code", "text", "pointer"]),
    (
        "approve",
        &["right", "first", "one missing", "none", "refused", "no reason", "unknown", "twice", "undecided"],
    ),
    ("resend", &["right"]),
    ("change_contact", &["right", "another", "same", "delegate", "partner", "no title", "email"]),
    ("mail", &["delivered", "sent", "unknown", "bounce", "complaint"]),
    ("chase", &["right"]),
    ("settle", &["right"]),
    (
        "answer",
        &[
            "accept",
            "object",
            "withdraw",
            "decline",
            "none",
            "accept unnamed",
            "object unticked",
            "object early",
            "object with reason",
            "withdraw with control",
        ],
    ),
    ("delegate", &["right", "another", "foreign", "partner", "unnamed", "early", "no domains"]),
    ("report", &["right", "unnamed", "early"]),
    (
        "extend_deadline",
        &[
            "right",
            "idle_draft",
            "vendor_start",
            "vendor_decision",
            "partner_answer",
            "dispute",
            "dispute_answer",
            "objection",
            "contest_answer",
            "consent",
            "earlier",
            "same",
            "none",
            "no reason",
        ],
    ),
    ("stop", &["right", "none"]),
];

/// Ways to create a claim: what it is about, and what is wrong with it.
pub(crate) const CREATES: &[&str] = &[
    "teams and exchange",
    "exchange and intune",
    "teams",
    "term teams",
    "term intune",
    "subscription 0",
    "subscriptions 0 and 1",
    "term subscription 0",
    "revenue 1",
    "recognition 1",
    "opted out",
    "other tenant",
    "public tenant",
    "no name",
    "no tenant",
    "tenant malformed",
    "no items",
    "unknown role",
    "engagement kind",
    "engagement unknown",
    "foreign location",
    "other location",
    "no location",
    "opt out not allowed",
    "subscription on workload",
    "subscription missing",
    "subscription unknown",
    "no revenue",
    "contact of partner",
    "no contact",
    "everything",
];

/// States of a subscription the vendor can bring.
pub(crate) const SUBSCRIPTIONS: &[&str] = &[
    "active",
    "ends in 3 days",
    "ended 3 days ago",
    "ended 60 days ago",
    "grace",
    "expired",
    "not provisioned",
    "csp",
    "other product",
    "other tenant",
];

/// States of a location the vendor can bring.
pub(crate) const LOCATIONS: &[&str] = &["fine", "unpayable", "ended", "other engagement"];
