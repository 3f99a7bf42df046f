//! Contests and earnings as they are answered (api 3).

use domain::{
    Caller, Claim, Contest, Money, Side,
    contest::{self, SeatRole},
};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// A contest, as much of it as the caller may know: partners never learn of each other (I-18).
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Contest)]
pub struct ContestView {
    /// Its id
    pub id: String,
    /// What is contested
    pub key: String,
    /// The caller's own claim; the challenger's for the vendor
    pub claim_id: String,
    /// The caller's side; none for the vendor
    #[schema(value_type = Option<super::words::ContestRole>)]
    pub role: Option<&'static str>,
    /// Open or decided
    #[schema(value_type = super::words::ContestState)]
    pub state: &'static str,
    /// When it was opened
    #[schema(value_type = String, format = DateTime)]
    pub opened_at: Timestamp,
    /// The incumbent answers before
    #[schema(value_type = String, format = DateTime)]
    pub due_at: Timestamp,
    /// Who keeps or gets the key
    #[schema(value_type = Option<super::words::ContestRole>)]
    pub winner: Option<&'static str>,
    /// Why
    pub reason: Option<String>,
    /// When it was decided
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decided_at: Option<Timestamp>,
    /// What was said, as far as the caller may read it
    pub statements: Vec<StatementView>,
    /// Both claims; for the vendor only
    pub claims: Option<PartiesView>,
    /// Whom the rules favour; for the vendor only, while it is open
    #[schema(value_type = Option<super::words::ContestRole>)]
    pub suggestion: Option<&'static str>,
}

/// Words in a contest.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Statement)]
pub struct StatementView {
    /// When
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Partner or vendor
    #[schema(value_type = super::words::Side)]
    pub side: &'static str,
    /// Which party, for the vendor
    #[schema(value_type = Option<super::words::ContestRole>)]
    pub role: Option<&'static str>,
    /// The words
    pub text: String,
}

/// Both claims of a contest.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ContestClaims)]
pub struct PartiesView {
    /// Holds the key, or claimed it first
    pub incumbent: String,
    /// Claims it now
    pub challenger: String,
}

/// What a claim earns, in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Earning)]
pub struct EarningRow {
    /// The claim
    pub claim_id: String,
    /// None, accrued or refused
    #[schema(value_type = super::words::EarningState)]
    pub state: &'static str,
    /// Why nothing is earned
    pub reason: Option<String>,
    /// How much, where the engagement says it
    #[schema(value_type = Option<super::requests::Money>)]
    pub amount: Option<Money>,
}

/// A contest with the claims of it that the caller may see.
#[must_use]
pub fn contest(contest: &Contest, claims: &[Claim], caller: &Caller) -> ContestView {
    let side = contest.side_of(&caller.org).filter(|_| caller.side == Side::Partner);
    let vendor = side.is_none();
    let of = |role: SeatRole| claims.iter().find(|claim| claim.id == *contest.claim(role));
    let both = of(SeatRole::Incumbent).zip(of(SeatRole::Challenger)).filter(|_| vendor);
    let open = contest.verdict.is_none();
    let suggestion = both.filter(|_| open).map(|(old, new)| contest::suggestion(contest, old, new));
    let verdict = contest.verdict.as_ref();
    ContestView {
        id: contest.id.to_string(),
        key: contest.key.to_string(),
        claim_id: contest.claim(side.unwrap_or(SeatRole::Challenger)).to_string(),
        role: side.map(SeatRole::as_str),
        state: if open { "open" } else { "decided" },
        opened_at: contest.opened_at,
        due_at: contest.due_at,
        winner: verdict.map(|verdict| verdict.winner.as_str()),
        reason: verdict.map(|verdict| verdict.reason.clone()),
        decided_at: verdict.map(|verdict| verdict.at),
        statements: contest
            .statements_for(caller)
            .map(|said| StatementView {
                at: said.at,
                side: said.side.as_str(),
                role: said.role.filter(|_| vendor).map(SeatRole::as_str),
                text: said.text.clone(),
            })
            .collect(),
        claims: vendor.then(|| PartiesView {
            incumbent: contest.incumbent.claim.to_string(),
            challenger: contest.challenger.claim.to_string(),
        }),
        suggestion: suggestion.map(SeatRole::as_str),
    }
}

/// What a settled claim earns, once that is known.
#[must_use]
pub fn earning_row(claim: &Claim) -> Option<EarningRow> {
    let earning = super::claim::earning(claim)?;
    Some(EarningRow {
        claim_id: claim.id.to_string(),
        state: earning.state,
        reason: earning.reason,
        amount: super::claim::earned(claim),
    })
}
