//! Every operation of the API, once. The document, the answer to unknown paths and the comparison with the
//! routes of the template all read this table.

use super::{
    operation::{Answer, Content, Operation, Parameter},
    shorthand::{
        CURSOR, DECIDED, FORM, JSON, KINDS, LIMIT, PAGE, PATCH, REASON, STATUS, act, answer, json, made,
        paged, public, read, tagged, word,
    },
};

static OPERATIONS: &[Operation] = &[
    Operation {
        query: &[word("validateOnly", "Only says whether the claim could be created", &["true", "false"])],
        conditional: false,
        answers: &[
            made("Created", "Claims"),
            answer(200, "With `validateOnly`: it could be created", "Claims"),
        ],
        problems: &[403, 409, 422],
        ..act("/v1/claims", "createClaim", "Create a claim", json("CreateClaim"))
    },
    paged(
        read("/v1/claims", "listClaims", "Claims the caller may see", &[answer(200, "A page", "ClaimList")]),
        &[
            word("status", "Only these", STATUS),
            word("kind", "Only these", KINDS),
            word("engagementId", "Only these", &[]),
            word("locationId", "Only these", &[]),
            word("updatedSince", "Only those changed at or after this instant", &[]),
            word("q", "Exact number or beginning of the name", &[]),
            word(
                "sort",
                "Newest first, by this time; else by the last change",
                &["-updatedAt", "-createdAt"],
            ),
            LIMIT,
            CURSOR,
        ],
    ),
    read("/v1/claims/{id}", "readClaim", "One claim", &[tagged("The claim", "ClaimAnswer")]),
    Operation {
        method: "PATCH",
        repeatable: false,
        body: Some(Content { media_types: PATCH, schema: "EditClaim", required: true }),
        ..act("/v1/claims/{id}", "editClaim", "Change editable fields", None)
    },
    act("/v1/claims/{id}/submit", "submitClaim", "Hand the claim in", json("Submission")),
    act("/v1/claims/{id}/recall", "recallClaim", "Take a submitted claim back", REASON),
    act("/v1/claims/{id}/cancel", "cancelClaim", "Give a draft up", REASON),
    act("/v1/claims/{id}/resubmit", "resubmitClaim", "Answer a return", json("Submission")),
    Operation {
        conditional: false,
        answers: &[answer(200, "What a submission would meet", "Precheck")],
        problems: &[403, 404],
        ..act("/v1/claims/{id}/precheck", "precheckClaim", "Check without effect", None)
    },
    Operation {
        conditional: false,
        answers: &[made("Written", "Comment")],
        problems: &[403, 404, 409, 422],
        ..act("/v1/claims/{id}/comments", "writeComment", "Write a comment", json("CommentInput"))
    },
    paged(
        read(
            "/v1/claims/{id}/comments",
            "listComments",
            "Comments of a claim, oldest first",
            &[answer(200, "A page", "CommentList")],
        ),
        &[LIMIT, CURSOR],
    ),
    paged(
        read(
            "/v1/claims/{id}/history",
            "readHistory",
            "Who did what when, hash chained",
            &[answer(200, "A page", "HistoryList")],
        ),
        &[LIMIT, CURSOR],
    ),
    Operation {
        conditional: false,
        answers: &[answer(202, "It will be sent", "ConsentRecord")],
        problems: &[403, 404, 409, 429],
        ..act("/v1/claims/{id}/consent/reminders", "remindCustomer", "Send the notice once more", None)
    },
    Operation {
        method: "PUT",
        repeatable: false,
        ..act("/v1/claims/{id}/consent/contact", "changeContact", "Ask another person", json("ContactInput"))
    },
    read(
        "/v1/claims/{id}/consent",
        "readConsent",
        "Delivery and reminder record",
        &[answer(200, "The record", "ConsentRecord")],
    ),
    Operation {
        conditional: false,
        answers: &[
            made("A ticket for its bytes", "DocumentTicket"),
            answer(200, "The same document is there already", "DocumentTicket"),
        ],
        problems: &[403, 404, 409, 422],
        ..act("/v1/claims/{id}/documents", "announceDocument", "Announce a document", json("DocumentInput"))
    },
    paged(
        read(
            "/v1/claims/{id}/documents",
            "listDocuments",
            "Documents of a claim",
            &[answer(200, "A page", "DocumentList")],
        ),
        &[LIMIT, CURSOR],
    ),
    Operation {
        method: "DELETE",
        repeatable: false,
        answers: &[Answer { status: 204, about: "Removed", content: None, etag: false, location: false }],
        problems: &[403, 404, 409, 412, 428],
        ..act("/v1/claims/{id}/documents/{docId}", "removeDocument", "Take a document out", None)
    },
    Operation {
        problems: &[404, 409],
        ..read(
            "/v1/claims/{id}/documents/{docId}/content",
            "readDocumentContent",
            "The bytes of a clean document",
            &[Answer {
                status: 303,
                about: "A short-lived link",
                content: None,
                etag: false,
                location: true,
            }],
        )
    },
    paged(
        read(
            "/v1/engagements/{id}/proof-template",
            "readProofTemplate",
            "A form for the proof of execution",
            &[Answer {
                status: 200,
                about: "The document",
                content: Some(Content {
                    media_types: &["application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
                    schema: "",
                    required: true,
                }),
                etag: false,
                location: false,
            }],
        ),
        &[word("claim", "Filled in from this claim", &[])],
    ),
    paged(
        read("/v1/reviews", "listReviews", "The vendor's queue", &[answer(200, "A page", "ReviewList")]),
        &[word("queue", "Which part", &["unassigned", "mine", "overdue", "contested"]), LIMIT, CURSOR],
    ),
    act("/v1/claims/{id}/review/start", "startReview", "Take a claim to review", None),
    act("/v1/claims/{id}/review/release", "releaseReview", "Give a review back", None),
    act("/v1/claims/{id}/review/return", "returnClaim", "Ask for more", json("ReviewReasons")),
    act("/v1/claims/{id}/review/approve", "approveClaim", "Approve", json("Approval")),
    act("/v1/claims/{id}/review/reject", "rejectClaim", "Reject", json("ReviewReasons")),
    read("/v1/me", "readMe", "Who am I", &[answer(200, "The caller", "Me")]),
    paged(
        read(
            "/v1/locations",
            "listLocations",
            "The caller's locations with their enrolment",
            &[answer(200, "A page", "LocationList")],
        ),
        &[LIMIT, CURSOR],
    ),
    paged(
        read(
            "/v1/engagements",
            "listEngagements",
            "The catalogue",
            &[answer(200, "A page", "EngagementList")],
        ),
        &[
            word("solutionArea", "Only these", &[]),
            word("kind", "Only these", KINDS),
            word("status", "Only these", &["upcoming", "active", "ended"]),
            LIMIT,
            CURSOR,
        ],
    ),
    read(
        "/v1/engagements/{id}",
        "readEngagement",
        "One engagement with its rules",
        &[answer(200, "The engagement", "Engagement")],
    ),
    paged(
        read(
            "/v1/associations",
            "listAssociations",
            "Official associations",
            &[answer(200, "A page", "AssociationList")],
        ),
        &[word("status", "Only these", &["pending", "active", "ended"]), LIMIT, CURSOR],
    ),
    Operation {
        query: &[
            Parameter {
                required: true,
                ..word("kind", "Kind of rows", &["customers", "subscriptions", "locations"])
            },
            word("dryRun", "Only says what would happen", &["true", "false"]),
        ],
        conditional: false,
        body: Some(Content {
            media_types: &["application/x-ndjson", "text/csv"],
            schema: "",
            required: true,
        }),
        answers: &[made("Every row and what became of it", "Import"), answer(200, "A rehearsal", "Import")],
        problems: &[403, 422],
        ..act("/v1/imports", "import", "Bring data", None)
    },
    read(
        "/v1/imports/{id}",
        "readImport",
        "The outcome of an import",
        &[answer(200, "The outcome", "Import")],
    ),
    public(read(
        "/c/{token}",
        "readConsentPage",
        "The customer's page; changes nothing",
        &[Answer {
            status: 200,
            about: "The page of the state, or the state as JSON",
            content: Some(Content { media_types: PAGE, schema: "ConsentPage", required: true }),
            etag: false,
            location: false,
        }],
    )),
    Operation {
        method: "HEAD",
        id: "headConsentPage",
        ..public(read(
            "/c/{token}",
            "",
            "Like GET, without the page; changes nothing",
            &[Answer { status: 200, about: "The page exists", content: None, etag: false, location: false }],
        ))
    },
    Operation {
        method: "POST",
        body: Some(Content { media_types: FORM, schema: "DecisionInput", required: true }),
        problems: &[404, 409, 410, 422],
        ..public(read("/c/{token}/decision", "decide", "The customer decides", &[DECIDED]))
    },
    Operation {
        method: "POST",
        body: Some(Content { media_types: FORM, schema: "WithdrawalInput", required: true }),
        problems: &[404, 409, 410, 422],
        ..public(read("/c/{token}/withdraw", "withdraw", "The customer takes an agreement back", &[DECIDED]))
    },
    public(read("/healthz", "readHealth", "Whether the service runs", &[answer(200, "It runs", "Health")])),
    public(read(
        "/openapi.json",
        "readDocument",
        "This document",
        &[Answer {
            status: 200,
            about: "OpenAPI 3.1",
            content: Some(Content { media_types: JSON, schema: "", required: true }),
            etag: false,
            location: false,
        }],
    )),
    public(read(
        "/problems/{code}",
        "readProblem",
        "What a problem code means",
        &[Answer {
            status: 200,
            about: "A page",
            content: Some(Content { media_types: &["text/html"], schema: "", required: true }),
            etag: false,
            location: false,
        }],
    )),
];

/// Every operation.
#[must_use]
pub fn operations() -> &'static [Operation] {
    OPERATIONS
}

/// The methods a path has, in alphabetical order; empty when there is no such path.
#[must_use]
pub fn methods(path: &str) -> Vec<&'static str> {
    let mut methods: Vec<_> = OPERATIONS
        .iter()
        .filter(|operation| matches(operation.path, path))
        .map(|known| known.method)
        .collect();
    methods.sort_unstable();
    methods
}

fn matches(template: &str, path: &str) -> bool {
    let mut asked = path.split('/');
    let all = template.split('/').all(|part| match asked.next() {
        Some(given) => part == given || (part.starts_with('{') && !given.is_empty()),
        None => false,
    });
    all && asked.next().is_none()
}
