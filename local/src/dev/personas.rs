//! The people of the demo, and their tokens.

use crate::{
    clock::MovableClock,
    gateway::jwt::{AUDIENCE, ISSUER, KeyError, Tokens},
};
use serde::Serialize;

/// How long a token is good, seconds of real time.
const GOOD_FOR: i64 = 12 * 60 * 60;

/// Somebody to act as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Persona {
    /// Administers the incentives of partner A, all locations.
    PartnerAAdmin,
    /// Works on claims of one location of partner A.
    PartnerAUser,
    /// Administers the referrals of partner A.
    PartnerAReferrals,
    /// Administers the incentives of partner B.
    PartnerBAdmin,
    /// Reviews claims.
    Reviewer,
    /// Leads the reviewers.
    ReviewLead,
    /// Keeps the catalogue and imports data.
    ProgrammeManager,
    /// Sells together with partners.
    FieldSeller,
    /// Reads everything.
    Auditor,
}

/// What a token says of somebody (api 1).
#[derive(Debug, Clone, Serialize)]
pub struct Claims {
    /// The subject.
    pub sub: &'static str,
    /// The name.
    pub name: &'static str,
    /// The organisation's id.
    pub org: &'static str,
    /// What it is called.
    pub org_name: &'static str,
    /// `partner` or `vendor`.
    pub side: &'static str,
    /// Roles.
    pub roles: [&'static str; 1],
    /// Locations in scope, `*` for all of the organisation.
    pub locations: [&'static str; 1],
    /// Language.
    pub locale: &'static str,
}

#[derive(Serialize)]
struct Signed {
    #[serde(flatten)]
    claims: Claims,
    iss: &'static str,
    aud: &'static str,
    iat: i64,
    exp: i64,
}

impl Persona {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::PartnerAAdmin,
        Self::PartnerAUser,
        Self::PartnerAReferrals,
        Self::PartnerBAdmin,
        Self::Reviewer,
        Self::ReviewLead,
        Self::ProgrammeManager,
        Self::FieldSeller,
        Self::Auditor,
    ];

    /// The one with this id.
    #[must_use]
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|persona| persona.claims().sub == id)
    }

    /// What their tokens say of them; the subject is the persona's id.
    #[must_use]
    pub fn claims(self) -> Claims {
        let (sub, name, org, role, location, locale) = match self {
            Self::PartnerAAdmin => {
                ("partner-a-admin", "Anna Keller", "partner-a", "incentives_admin", "*", "de")
            }
            Self::PartnerAUser => {
                ("partner-a-user", "Jonas Brandt", "partner-a", "incentives_user", "4821907", "de")
            }
            Self::PartnerAReferrals => {
                ("partner-a-referrals", "Rosa Lindner", "partner-a", "referrals_admin", "*", "de")
            }
            Self::PartnerBAdmin => {
                ("partner-b-admin", "Ben Carter", "partner-b", "incentives_admin", "*", "en")
            }
            Self::Reviewer => ("reviewer", "Rita Novak", "vendor", "reviewer", "*", "en"),
            Self::ReviewLead => ("review-lead", "Leon Fischer", "vendor", "review_lead", "*", "en"),
            Self::ProgrammeManager => {
                ("programme-manager", "Priya Shah", "vendor", "programme_manager", "*", "en")
            }
            Self::FieldSeller => ("field-seller", "Sam Ortiz", "vendor", "field_seller", "*", "en"),
            Self::Auditor => ("auditor", "Olga Petrova", "vendor", "auditor", "*", "en"),
        };
        let (side, org_name) = match org {
            "partner-a" => ("partner", "Contoso Consulting GmbH"),
            "partner-b" => ("partner", "Tailspin Services AG"),
            _ => ("vendor", "Northwind Cloud"),
        };
        Claims { sub, name, org, org_name, side, roles: [role], locations: [location], locale }
    }

    /// A token of theirs, good for 12 hours of real time.
    ///
    /// # Errors
    /// The key fails.
    pub fn token(self, tokens: &Tokens) -> Result<String, KeyError> {
        let iat = MovableClock::real().as_second();
        tokens.sign(&Signed {
            claims: self.claims(),
            iss: ISSUER,
            aud: AUDIENCE,
            iat,
            exp: iat.saturating_add(GOOD_FOR),
        })
    }
}
