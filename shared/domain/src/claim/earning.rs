//! What a claim earns (domain 6.5); payment itself is outside the system (D11).

use alloc::string::String;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Whether incentives are earned, and why not (P23).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Earning {
    /// Where it stands
    pub state: EarningState,
    /// Why nothing is earned
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When it was decided
    pub at: Timestamp,
    /// When to look again: the earning is held, not lost
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look_again_at: Option<Timestamp>,
}

/// Where an earning stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EarningState {
    /// Accrues when the association becomes official
    Expected,
    /// Nothing is earned
    None,
    /// Earned
    Accrued,
    /// Refused after the fact
    Refused,
}

impl EarningState {
    /// The name in the API; an earning that is only expected is not shown.
    #[must_use]
    pub fn as_str(self) -> Option<&'static str> {
        match self {
            Self::Expected => None,
            Self::None => Some("none"),
            Self::Accrued => Some("accrued"),
            Self::Refused => Some("refused"),
        }
    }
}

impl Earning {
    /// Accrues later.
    #[must_use]
    pub fn expected(at: Timestamp) -> Self {
        Self { state: EarningState::Expected, reason: None, at, look_again_at: None }
    }

    /// Nothing is earned, for this reason.
    #[must_use]
    pub fn none(at: Timestamp, reason: &str) -> Self {
        Self { state: EarningState::None, reason: Some(reason.into()), at, look_again_at: None }
    }
}

/// I-16: the role earns nothing.
pub const ROLE_NOT_INCENTIVISED: &str = "role_not_incentivised";
/// I-16: the partner wants nothing.
pub const OPTED_OUT: &str = "opted_out";
/// The location had left the programme when the claim was approved.
pub const LOCATION_NOT_ENROLLED: &str = "location_not_enrolled";
/// Held until the location's payee profile is complete.
pub const PAYEE_PROFILE_INCOMPLETE: &str = "payee_profile_incomplete";
