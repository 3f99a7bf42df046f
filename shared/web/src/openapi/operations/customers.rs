//! Customers of an engagement, look-ups, referrals.

use crate::openapi::{
    operation::Operation,
    shorthand::{CURSOR, LIMIT, act, answer, json, paged, read, word},
};

pub(super) const OPERATIONS: &[Operation] = &[
    paged(
        read(
            "/v1/engagements/{id}/customers",
            "listCustomers",
            "A tab of the Customers page of an engagement",
            &[answer(200, "A page", "CustomerList")],
        ),
        &[
            word(
                "tab",
                "Own open claims and known customers that can be claimed, unless said otherwise; known \
                 customers that cannot; claims that are over",
                &["eligible", "ineligible", "completed"],
            ),
            LIMIT,
            CURSOR,
        ],
    ),
    read(
        "/v1/engagements/{id}/customer-counts",
        "countCustomers",
        "Rows on each tab of the Customers page, counted up to 1,000",
        &[answer(200, "The counts", "CustomerCounts")],
    ),
    paged(
        read(
            "/v1/engagements/{id}/eligibility",
            "listEligibleLocations",
            "The caller's locations with whether they may claim the engagement",
            &[answer(200, "A page", "LocationEligibilityList")],
        ),
        &[LIMIT, CURSOR],
    ),
    Operation {
        conditional: false,
        answers: &[answer(200, "What was found", "CustomerLookUpResult")],
        problems: &[403, 422],
        ..act(
            "/v1/customer-lookups",
            "lookUpCustomer",
            "Whom an identifier leads to, and for what the customer is eligible; without effect",
            json("CustomerLookUp"),
        )
    },
    paged(
        read("/v1/referrals", "listReferrals", "Referrals", &[answer(200, "A page", "ReferralList")]),
        &[LIMIT, CURSOR],
    ),
    read("/v1/referrals/{id}", "readReferral", "One referral", &[answer(200, "The referral", "Referral")]),
];
