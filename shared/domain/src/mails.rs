//! How a partner wants its status mails (domain 9). Mails that demand an action always go at once.

use serde::{Deserialize, Serialize};

use crate::actor::{Caller, Role, Side};

/// The hour at which the mails of a day go together, in the programme's time zone.
pub const DIGEST_HOUR: i8 = 8;
/// Most mails that go together; what is more goes in another one.
pub const DIGEST_MAX: usize = 200;

/// When status mails go to a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusMails {
    /// Each by itself, as soon as there is something to tell
    #[default]
    AtOnce,
    /// Once a day, all in one
    Daily,
    /// Not at all
    Never,
}

impl StatusMails {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::AtOnce, Self::Daily, Self::Never];

    /// The name outside.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AtOnce => "at_once",
            Self::Daily => "daily",
            Self::Never => "never",
        }
    }
}

/// What a partner has chosen about its mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MailSettings {
    /// Mails that only tell
    pub status_mails: StatusMails,
}

/// Whether the caller reads how its organisation wants its mails: a partner's staff.
#[must_use]
pub fn reads_choice(caller: &Caller) -> bool {
    caller.side == Side::Partner
}

/// Whether the caller chooses for its organisation: a partner's incentives administrator.
#[must_use]
pub fn makes_choice(caller: &Caller) -> bool {
    caller.side == Side::Partner && caller.has(&[Role::IncentivesAdmin])
}
