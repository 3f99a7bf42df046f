//! What can be imported, and by whom.

use domain::{Caller, import};

use super::ImportKind;

/// What is imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What the vendor knows
    Data(ImportKind),
    /// Drafts of a partner's claims
    Claims,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Data(ImportKind::Customers),
        Self::Data(ImportKind::Subscriptions),
        Self::Data(ImportKind::Opportunities),
        Self::Data(ImportKind::Eligibility),
        Self::Data(ImportKind::Locations),
        Self::Data(ImportKind::Usage),
        Self::Claims,
    ];

    /// The name in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Data(kind) => kind.as_str(),
            Self::Claims => "claims",
        }
    }

    /// The kind of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Whether the caller brings it.
    #[must_use]
    pub fn is_brought_by(self, caller: &Caller) -> bool {
        match self {
            Self::Data(_) => import::brings_data(caller),
            Self::Claims => import::brings_claims(caller),
        }
    }
}
