//! The customer's pages and what anybody may read.

use crate::openapi::{
    operation::{Answer, Content, Operation},
    shorthand::{DECIDED, FORM, JSON, PAGE, answer, json, public, read, word},
};

pub(super) const OPERATIONS: &[Operation] = &[
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
            link: false,
        }],
    )),
    Operation {
        method: "HEAD",
        id: "headConsentPage",
        ..public(read(
            "/c/{token}",
            "",
            "Like GET, without the page; changes nothing",
            &[Answer { content: None, ..answer(200, "The page exists", "") }],
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
    Operation {
        query: &[word("format", "`json`: the receipt as a file", &["json"])],
        ..public(read(
            "/c/{token}/receipt",
            "readReceipt",
            "The receipt of what is recorded; changes nothing",
            &[Answer {
                content: Some(Content { media_types: PAGE, schema: "Receipt", required: true }),
                ..answer(200, "The page, or the signed receipt and what it says as JSON", "")
            }],
        ))
    },
    Operation {
        method: "HEAD",
        id: "headReceipt",
        ..public(read(
            "/c/{token}/receipt",
            "",
            "Like GET, without the page; changes nothing",
            &[Answer { content: None, ..answer(200, "There is a receipt", "") }],
        ))
    },
    Operation {
        method: "POST",
        body: json("ReceiptInput"),
        problems: &[],
        ..public(read(
            "/c/verify",
            "verifyReceipt",
            "Whether a receipt is ours and still holds; changes nothing",
            &[answer(200, "What there is to say about it", "ReceiptCheck")],
        ))
    },
    Operation {
        problems: &[],
        ..public(read(
            "/.well-known/receipt-keys.json",
            "readReceiptKeys",
            "The public keys of receipts",
            &[answer(200, "A JSON Web Key Set; may be kept for an hour", "ReceiptKeySet")],
        ))
    },
    Operation {
        method: "POST",
        body: Some(Content { media_types: FORM, schema: "DelegationInput", required: true }),
        problems: &[404, 409, 410, 422],
        ..public(read("/c/{token}/delegate", "delegate", "The contact names somebody else", &[DECIDED]))
    },
    Operation {
        method: "POST",
        body: Some(Content { media_types: FORM, schema: "WithdrawalInput", required: true }),
        problems: &[404, 410, 422],
        ..public(read(
            "/c/{token}/report",
            "report",
            "The contact does not know what it is about",
            &[DECIDED],
        ))
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
            link: false,
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
            link: false,
        }],
    )),
];
