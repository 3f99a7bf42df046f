//! The shortest history of every difference between system and model that was found and mended.

use crate::step::{Seen, Step};

const A: &str = "partner-a-admin";
const B: &str = "partner-b-admin";
const DAY: i64 = 86_400;

fn with(step: Step, with_n: u8, with_key: u8) -> Step {
    match step {
        Step::Do { who, claim, act, how, .. } => {
            Step::Do { who, claim, act, how, n: with_n, seen: Seen::Any, key: with_key }
        }
        other => other,
    }
}

/// A draft with clean proof, handed in.
pub(crate) fn submitted(who: &'static str, claim: usize, how: &'static str) -> Vec<Step> {
    vec![
        Step::Create { who, how },
        Step::of(who, claim, "upload", "right"),
        Step::of("system", claim, "scan", "clean"),
        Step::of(who, claim, "submit", "right"),
    ]
}

fn joined(parts: &[Vec<Step>]) -> Vec<Step> {
    parts.concat()
}

/// Two partners in a contest for `teams`; claim 1 challenges, its review lead is `review-lead`.
fn contested(first: &'static str, second: &'static str) -> Vec<Step> {
    joined(&[
        submitted(B, 0, first),
        vec![Step::Wait { seconds: 1 }],
        submitted(A, 1, second),
        vec![Step::of("reviewer", 1, "start_review", "right")],
    ])
}

/// Name and steps.
pub(crate) fn all() -> Vec<(&'static str, Vec<Step>)> {
    let review = |act, how| Step::of("reviewer", 0, act, how);
    let customer = |act, how| Step::of("customer", 0, act, how);
    vec![
        (
            "contest-clock-not-extendable",
            joined(&[
                contested("teams", "teams and exchange"),
                vec![Step::of("programme-manager", 1, "extend_deadline", "contest_answer")],
            ]),
        ),
        (
            "next-reminder-after-report",
            joined(&[submitted(A, 0, "teams"), vec![customer("report", "right")]]),
        ),
        (
            "approved-without-elements",
            vec![
                Step::Create { who: A, how: "teams" },
                Step::of(A, 0, "upload", "right"),
                Step::of(A, 0, "upload", "no element"),
                Step::of("system", 0, "scan", "clean"),
                Step::of("system", 0, "scan", "clean"),
                Step::of(A, 0, "submit", "right"),
                review("start_review", "right"),
                review("reject", "documents"),
                Step::of(A, 0, "remove_document", "right"),
                Step::of(A, 0, "dispute", "right"),
                Step::of("review-lead", 0, "approve", "right"),
            ],
        ),
        (
            "lost-contest-before-fields",
            joined(&[
                contested("teams", "teams and exchange"),
                vec![
                    Step::Decide { who: "review-lead", contest: 0, winner: "incumbent", how: "right" },
                    Step::of("reviewer", 1, "approve", "unknown"),
                ],
            ]),
        ),
        (
            "term-forgotten",
            joined(&[
                submitted(A, 0, "term subscription 0"),
                vec![
                    review("start_review", "right"),
                    Step::Decide { who: A, contest: 0, winner: "", how: "" },
                    review("approve", "right"),
                    Step::Subscription { n: 0, how: "ends in 3 days" },
                    customer("answer", "accept"),
                    Step::Subscription { n: 0, how: "active" },
                ],
            ]),
        ),
        (
            "unchanged-key-not-kept",
            vec![
                Step::Create { who: A, how: "teams" },
                with(Step::of(A, 0, "edit", "nothing"), 0, 1),
                with(Step::of(A, 0, "edit", "name"), 0, 1),
            ],
        ),
        (
            "repeated-delegate-over-limit",
            joined(&[
                submitted(A, 0, "teams"),
                vec![
                    customer("delegate", "right"),
                    customer("delegate", "another"),
                    customer("delegate", "another"),
                ],
            ]),
        ),
        (
            "locale-is-no-term",
            joined(&[
                submitted(A, 0, "teams"),
                vec![
                    review("start_review", "right"),
                    review("return", "contact"),
                    Step::of(A, 0, "edit", "contact locale"),
                    Step::of(A, 0, "resubmit", "right"),
                ],
            ]),
        ),
        (
            "recall-after-release",
            joined(&[
                submitted(A, 0, "teams"),
                vec![
                    review("start_review", "right"),
                    review("release", "right"),
                    Step::of(A, 0, "recall", "right"),
                ],
            ]),
        ),
        (
            "lapse-keeps-etag",
            joined(&[
                submitted(A, 0, "teams"),
                vec![Step::of("system", 0, "mail", "delivered"), Step::Wait { seconds: 14 * DAY }],
            ]),
        ),
        (
            "taken-before-facts",
            joined(&[
                vec![Step::Create { who: A, how: "recognition 1" }],
                submitted(A, 1, "revenue 1"),
                vec![
                    Step::of(A, 0, "upload", "right"),
                    Step::of("system", 0, "scan", "clean"),
                    Step::Subscription { n: 1, how: "expired" },
                    Step::of(A, 0, "submit", "right"),
                ],
            ]),
        ),
        (
            "nothing-to-edit",
            joined(&[
                submitted(A, 0, "teams"),
                vec![
                    review("start_review", "right"),
                    review("return", "documents"),
                    Step::of(A, 0, "edit", "name"),
                ],
            ]),
        ),
        ("claimed-by-another-id", vec![Step::Engage { who: A, how: "claim workshop: by parent, nobody" }]),
        ("ineligible-elsewhere", vec![Step::Engage { who: A, how: "add poetry,workshop: town" }]),
        (
            "rounded-twice",
            vec![Step::Engage { who: A, how: "add variable-project: cents opportunity, hours" }],
        ),
        ("asked-for-twice", vec![Step::Engage { who: A, how: "add workshop,workshop: fabrikam" }]),
        (
            "others-wait-for-the-sweep",
            joined(&[
                submitted(A, 0, "teams"),
                vec![
                    review("start_review", "right"),
                    review("return", "item"),
                    Step::Wait { seconds: 40 * DAY },
                    Step::Create { who: A, how: "teams" },
                ],
            ]),
        ),
    ]
}
