//! Who am I, the catalogue, what the vendor brings.

use crate::openapi::{
    operation::{Answer, Content, Operation, Parameter},
    shorthand::{CURSOR, KINDS, LIMIT, act, answer, json, made, paged, read, tagged, word},
};

const IMPORT: &str = "At most 1,000 rows and 4 MiB, as NDJSON or as CSV with the same names. Good rows are kept, \
    bad ones say why. `claims` are a partner's, each row the body of `createClaim`; they become drafts, and nobody \
    is told. Everything else is the programme manager's. Of rows that clash one is kept: the first one, if they name the customer \
    alike. With an `Idempotency-Key` an import that was cut short is sent again as it is: what has been made is not made twice.\n\n\
    In CSV a list is one cell, joined by `;` (`engagementIds`), a member of a value has a column named by its \
    path (`customerContact.email`, `identifier.type`), and columns of `items` hold a part for each item \
    (`items.workload`: `teams;intune`). An empty cell is an absent member.";

pub(super) const OPERATIONS: &[Operation] = &[
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
                link: false,
            }],
        ),
        &[word("claim", "Filled in from this claim", &[])],
    ),
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
    paged(
        read(
            "/v1/engagements/{id}",
            "readEngagement",
            "One engagement with its rules",
            &[answer(200, "The engagement", "Engagement")],
        ),
        &[word("ruleVersion", "The rules of this version instead of those in force", &[])],
    ),
    Operation {
        problems: &[403, 404],
        ..read(
            "/v1/engagements/{id}/rules",
            "readEngagementRules",
            "The newest rules of an engagement, as they are put",
            &[tagged("The rules", "EngagementRules")],
        )
    },
    Operation {
        method: "PUT",
        repeatable: false,
        conditional: false,
        answers: &[tagged("The version that was put", "EngagementRules")],
        problems: &[403, 412, 422],
        ..act(
            "/v1/engagements/{id}",
            "putEngagementRules",
            "The next rule version; running claims keep theirs",
            json("EngagementRules"),
        )
    },
    Operation {
        problems: &[403],
        ..read(
            "/v1/mail-settings",
            "readMailSettings",
            "How the caller's organisation wants its mails",
            &[answer(200, "The settings", "MailSettings")],
        )
    },
    Operation {
        method: "PUT",
        details: "`daily` keeps mails that only tell for one mail at 8 o'clock in the programme's time zone, `never` \
            leaves them out. Mails that demand an action or tell of an end always go at once.",
        repeatable: false,
        conditional: false,
        answers: &[answer(200, "The settings", "MailSettings")],
        problems: &[403, 422],
        ..act(
            "/v1/mail-settings",
            "putMailSettings",
            "Choose how the organisation wants its mails",
            json("MailSettings"),
        )
    },
    Operation {
        query: &[
            Parameter {
                required: true,
                ..word(
                    "kind",
                    "Kind of rows",
                    &[
                        "customers",
                        "subscriptions",
                        "opportunities",
                        "eligibility",
                        "locations",
                        "usage",
                        "claims",
                    ],
                )
            },
            word("dryRun", "Only says what would happen", &["true", "false"]),
        ],
        details: IMPORT,
        conditional: false,
        body: Some(Content {
            media_types: &["application/x-ndjson", "text/csv"],
            schema: "",
            required: true,
        }),
        answers: &[made("Every row and what became of it", "Import")],
        problems: &[403, 422],
        ..act("/v1/imports", "import", "Bring data, or drafts of claims", None)
    },
    read(
        "/v1/imports/{id}",
        "readImport",
        "The outcome of an import",
        &[answer(200, "The outcome", "Import")],
    ),
];
