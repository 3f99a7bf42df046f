//! Why a customer says no.

use domain::consent::Mode;

/// The reasons to choose from; giving one is optional.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CustomerReason {
    /// This partner is not known to us.
    UnknownPartner,
    /// This partner does not do this work for us.
    NoSuchWork,
    /// Another partner does it.
    OtherPartner,
    /// Usage data are not to be shown.
    NoData,
    /// The engagement is not wanted.
    NotWanted,
    /// Something in the request is wrong.
    WrongDetails,
    /// Something else.
    Other,
}

impl CustomerReason {
    /// Every reason, in the order of the lists.
    const ALL: [Self; 7] = [
        Self::UnknownPartner,
        Self::NoSuchWork,
        Self::OtherPartner,
        Self::NoData,
        Self::NotWanted,
        Self::WrongDetails,
        Self::Other,
    ];

    /// The reasons to choose from.
    pub(super) fn of(mode: Mode) -> &'static [Self] {
        match mode {
            Mode::Notice => &[
                Self::UnknownPartner,
                Self::NoSuchWork,
                Self::OtherPartner,
                Self::NoData,
                Self::WrongDetails,
                Self::Other,
            ],
            Mode::OptIn => &[
                Self::UnknownPartner,
                Self::NoSuchWork,
                Self::OtherPartner,
                Self::NotWanted,
                Self::WrongDetails,
                Self::Other,
            ],
        }
    }

    /// The value of the field `reason`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::UnknownPartner => "unknown_partner",
            Self::NoSuchWork => "no_such_work",
            Self::OtherPartner => "other_partner",
            Self::NoData => "no_data",
            Self::NotWanted => "not_wanted",
            Self::WrongDetails => "wrong_details",
            Self::Other => "other",
        }
    }

    /// The reason of a field value; `None` = not in the list.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.id() == id)
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::UnknownPartner => "reason-unknown-partner",
            Self::NoSuchWork => "reason-no-such-work",
            Self::OtherPartner => "reason-other-partner",
            Self::NoData => "reason-no-data",
            Self::NotWanted => "reason-not-wanted",
            Self::WrongDetails => "reason-wrong-details",
            Self::Other => "reason-other",
        }
    }
}
