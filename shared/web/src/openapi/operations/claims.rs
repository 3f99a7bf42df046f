//! Claims, what belongs to them and what becomes of them.

use crate::openapi::{
    operation::{Answer, Content, Operation, Parameter},
    shorthand::{
        CURSOR, EXPORTED, KINDS, LIMIT, PATCH, REASON, STATUS, act, answer, json, made, paged, read, tagged,
        word,
    },
};
use crate::query::EXPORT_MAX;

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        query: &[word("validateOnly", "Only says whether the claim could be created", &["true", "false"])],
        conditional: false,
        answers: &[
            made("Created", "Claims"),
            answer(200, "With `validateOnly`: it could be created", "Claims"),
        ],
        problems: &[403, 409, 422],
        ..act("/v1/claims", "createClaim", "Create a claim, or one for each engagement", json("CreateClaim"))
    },
    paged(
        read(
            "/v1/claims",
            "listClaims",
            "Claims the caller may see; as CSV or NDJSON an export",
            &[Answer {
                content: Some(Content { media_types: EXPORTED, schema: "ClaimList", required: true }),
                link: true,
                ..answer(200, "A page", "ClaimList")
            }],
        ),
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
            Parameter {
                most: Some(EXPORT_MAX),
                ..word("limit", "Rows of a page, 1 to 100, else 25; of an export 1 to 5,000, else 5,000", &[])
            },
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
    act("/v1/claims/{id}/dispute", "disputeClaim", "Dispute a rejection, once", json("DisputeInput")),
    act("/v1/claims/{id}/disassociate", "disassociateClaim", "Give the associations up", REASON),
    Operation {
        conditional: false,
        ..act("/v1/claims/{id}/withdraw", "withdrawClaim", "Take a claim out of the review for good", REASON)
    },
    Operation {
        conditional: false,
        answers: &[made("The copy", "Claims")],
        problems: &[403, 404, 409, 422],
        ..act("/v1/claims/{id}/clone", "cloneClaim", "A new claim of the content of one that has ended", None)
    },
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
    act("/v1/claims/{id}/consent", "sendForConsent", "Ask the customer for consent", json("ConsentInput")),
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
        answers: &[Answer { content: None, ..answer(204, "Removed", "") }],
        problems: &[403, 404, 409, 412, 428],
        ..act("/v1/claims/{id}/documents/{docId}", "removeDocument", "Take a document out", None)
    },
    Operation {
        problems: &[404, 409],
        ..read(
            "/v1/claims/{id}/documents/{docId}/content",
            "readDocumentContent",
            "The bytes of a clean document",
            &[Answer { content: None, location: true, ..answer(303, "A short-lived link", "") }],
        )
    },
    paged(
        read("/v1/earnings", "listEarnings", "What claims earn", &[answer(200, "A page", "EarningList")]),
        &[LIMIT, CURSOR],
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
        problems: &[404, 409],
        ..read(
            "/v1/associations/{claimId}/{itemKey}/usage",
            "readUsage",
            "Usage by month of what is actively associated",
            &[answer(200, "Every month, oldest first", "UsageMonths")],
        )
    },
    paged(
        read(
            "/v1/claims/{id}/accesses",
            "listAccesses",
            "Who read the usage of a claim's items, oldest first",
            &[answer(200, "A page", "AccessList")],
        ),
        &[LIMIT, CURSOR],
    ),
];
