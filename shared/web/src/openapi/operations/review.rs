//! The vendor's review, contests, and what a programme manager does to a claim.

use crate::openapi::{
    operation::Operation,
    shorthand::{CURSOR, LIMIT, REASON, act, answer, json, paged, read, word},
};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        conditional: false,
        ..act("/v1/claims/{id}/deadlines", "extendDeadline", "Give more time", json("ExtensionInput"))
    },
    Operation {
        conditional: false,
        ..act("/v1/claims/{id}/stop", "stopClaim", "End the associations for the programme", REASON)
    },
    paged(
        read("/v1/reviews", "listReviews", "The vendor's queue", &[answer(200, "A page", "ReviewList")]),
        &[word("queue", "Which part", &["unassigned", "mine", "overdue", "contested"]), LIMIT, CURSOR],
    ),
    act("/v1/claims/{id}/review/start", "startReview", "Take a claim to review", None),
    act("/v1/claims/{id}/review/release", "releaseReview", "Give a review back", None),
    act("/v1/claims/{id}/review/return", "returnClaim", "Ask for more", json("ReviewReasons")),
    act("/v1/claims/{id}/review/approve", "approveClaim", "Approve", json("Approval")),
    act("/v1/claims/{id}/review/reject", "rejectClaim", "Reject", json("ReviewReasons")),
    paged(
        read(
            "/v1/contests",
            "listContests",
            "Contests, newest first",
            &[answer(200, "A page", "ContestList")],
        ),
        &[LIMIT, CURSOR],
    ),
    read("/v1/contests/{id}", "readContest", "One contest", &[answer(200, "The contest", "Contest")]),
    Operation {
        conditional: false,
        answers: &[answer(201, "The contest with it", "Contest")],
        problems: &[403, 404, 409, 422],
        ..act("/v1/contests/{id}/statements", "stateInContest", "Say something", json("StatementInput"))
    },
    Operation {
        conditional: false,
        answers: &[answer(200, "The contest after it", "Contest")],
        problems: &[403, 404, 409, 422],
        ..act("/v1/contests/{id}/decision", "decideContest", "Decide it", json("ContestDecisionInput"))
    },
];
