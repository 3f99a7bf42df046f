//! Rows of lists, and answers of single operations (api 3).

use std::collections::BTreeMap;

use domain::{Caller, Catalogue, Claim, Fault, Locale, Location, Scope, State, allowed};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    FaultView,
    claim::{ClaimAnswer, CustomerView, DocumentView, SummaryView, customer, summary},
};

/// A page of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct List<T> {
    /// In order
    pub items: Vec<T>,
    /// Address of the next page; null at the end, and only there
    pub next: Option<String>,
}

impl<T> List<T> {
    /// A list that is answered whole.
    #[must_use]
    pub fn whole(items: Vec<T>) -> Self {
        Self { items, next: None }
    }
}

/// Who am I.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Me)]
pub struct MeView {
    /// Subject of the token
    pub sub: String,
    /// Display name
    pub name: String,
    /// Organisation
    pub org: String,
    /// Partner or vendor
    #[schema(value_type = super::words::Side)]
    pub side: &'static str,
    /// Roles held
    pub roles: Vec<&'static str>,
    /// Locations acted for; `*` is all
    pub locations: Vec<String>,
    /// Preferred language
    pub locale: &'static str,
}

/// A partner location (api 6).
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Location)]
pub struct LocationView {
    /// Its id
    pub location_id: String,
    /// Organisation
    pub org: String,
    /// Name of the place
    pub name: String,
    /// ISO 3166 country
    pub country: String,
    /// Enrolment in the programme
    #[schema(value_type = String)]
    pub enrolment: domain::customer::Enrolment,
    /// State of the payee profile
    #[schema(value_type = String)]
    pub payee_profile: domain::customer::PayeeProfile,
}

/// An official association.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Association)]
pub struct AssociationRow {
    /// The claim it comes from
    pub claim_id: String,
    /// Key of the item
    pub item_key: String,
    /// Status (domain 6.2)
    #[schema(value_type = super::words::AssociationStatus)]
    pub status: &'static str,
    /// Since when it has this status
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// When it ends by itself; null when it does not
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ends_at: Option<Timestamp>,
    /// Why it ended
    pub ended_reason: Option<String>,
    /// The customer
    pub customer: CustomerView,
}

/// A row of the vendor's queue.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReviewRow {
    /// The claim
    pub claim: SummaryView,
    /// Name of the reviewer who took it
    pub taken_by: Option<String>,
    /// The vendor's clock that runs out next
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due_at: Option<Timestamp>,
    /// Whether one of the vendor's clocks has run out
    pub overdue: bool,
}

/// What a create answers.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Claims)]
pub struct ClaimsAnswer {
    /// The claims made; a validation gives none an id
    pub claims: Vec<ClaimAnswer>,
}

impl ClaimsAnswer {
    /// What a create would have made: it has no name to be called by.
    #[must_use]
    pub fn without_ids(mut self) -> Self {
        for claim in &mut self.claims {
            match claim {
                ClaimAnswer::Whole(claim) => {
                    claim.id.clear();
                    claim.number.clear();
                }
                ClaimAnswer::Header(claim) => {
                    claim.id.clear();
                    claim.number.clear();
                }
            }
        }
        self
    }
}

/// A document with, unless its bytes are there, how to send them.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = DocumentTicket)]
pub struct DocumentAnswer {
    /// The document
    pub document: DocumentView,
    /// How to send the bytes; null when they are not wanted
    pub upload: Option<UploadView>,
}

/// One request to object storage.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Upload)]
pub struct UploadView {
    /// `PUT`
    pub method: &'static str,
    /// Where to
    pub url: String,
    /// Headers that must be sent as they are
    pub headers: BTreeMap<String, String>,
    /// Until when
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
}

/// Whether a claim could be submitted now.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Precheck)]
pub struct PrecheckView {
    /// Whether nothing is at fault
    pub ready: bool,
    /// Every fault
    pub errors: Vec<FaultView>,
}

/// The caller.
#[must_use]
pub fn me(caller: &Caller) -> MeView {
    MeView {
        sub: caller.sub.clone(),
        name: caller.name.clone(),
        org: caller.org.to_string(),
        side: caller.side.as_str(),
        roles: caller.roles.iter().map(|role| role.as_str()).collect(),
        locations: match &caller.scope {
            Scope::All => vec!["*".into()],
            Scope::Only(locations) => locations.iter().map(ToString::to_string).collect(),
        },
        locale: caller.locale.tag(),
    }
}

/// A location.
#[must_use]
pub fn location(location: &Location) -> LocationView {
    LocationView {
        location_id: location.location_id.to_string(),
        org: location.org.to_string(),
        name: location.name.clone(),
        country: location.country.clone(),
        enrolment: location.enrolment,
        payee_profile: location.payee_profile,
    }
}

/// The official associations of a settled claim.
#[must_use]
pub fn associations(claim: &Claim) -> Vec<AssociationRow> {
    let items = claim.content.items.iter();
    items
        .filter_map(|item| {
            let association = item.association.as_ref()?;
            Some(AssociationRow {
                claim_id: claim.id.to_string(),
                item_key: item.key.to_string(),
                status: association.status.as_str(),
                since: association.since,
                ends_at: association.end.as_ref().map(|end| end.at),
                ended_reason: association.ended_reason.clone(),
                customer: customer(claim),
            })
        })
        .collect()
}

/// A settled claim in the vendor's queue.
#[must_use]
pub fn review_row(claim: &Claim, now: Timestamp, catalogue: &Catalogue) -> ReviewRow {
    let taken_by = match &claim.state {
        State::UnderReview { reviewer, .. } => Some(reviewer.name.clone()),
        State::Draft { .. }
        | State::ConsentNotRequested
        | State::AwaitingConsent
        | State::ConsentReceived
        | State::Disputed { .. }
        | State::Submitted { .. }
        | State::ActionRequired { .. }
        | State::Approved
        | State::Rejected { .. }
        | State::RejectedFinal { .. }
        | State::Closed { .. }
        | State::Canceled { .. } => None,
    };
    let clocks = allowed::deadlines(claim).into_iter();
    ReviewRow {
        claim: summary(claim, catalogue),
        taken_by,
        due_at: clocks
            .filter(|clock| allowed::is_vendor_clock(clock.clock) || clock.clock == "contest_answer")
            .map(|clock| clock.at)
            .min(),
        overdue: !allowed::overdue(claim, now).is_empty(),
    }
}

/// The faults a submission would meet.
#[must_use]
pub fn precheck(faults: &[Fault], locale: Locale) -> PrecheckView {
    let errors: Vec<_> = faults.iter().map(|fault| FaultView::of(fault, locale)).collect();
    PrecheckView { ready: errors.is_empty(), errors }
}
