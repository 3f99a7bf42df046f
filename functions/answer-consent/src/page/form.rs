//! The human step (domain 9): what the forms ask, and what can be wrong with what was sent.

use domain::consent::Mode;

use super::CustomerReason;

/// One form of the page.
#[derive(Clone, Debug)]
pub struct FormView {
    /// What it is for.
    pub kind: FormKind,
    /// Signed, 2 s to 2 h old when it comes back.
    pub nonce: String,
    /// The answers to choose from; empty for forms other than [`FormKind::Decide`]. None is preselected.
    pub choices: Vec<Choice>,
    /// The answer whose link was followed: marked, not chosen.
    pub highlighted: Option<Choice>,
    /// What was sent before, kept after a 422.
    pub values: Values,
    /// What was wrong with it, every fault.
    pub errors: Vec<FormError>,
}

impl FormView {
    /// A form as it is first shown.
    #[must_use]
    pub fn new(kind: FormKind, nonce: &str, choices: &[Choice]) -> Self {
        Self {
            kind,
            nonce: nonce.to_owned(),
            choices: choices.to_vec(),
            highlighted: None,
            values: Values::default(),
            errors: Vec::new(),
        }
    }

    /// The text of what is wrong with a field, if anything is.
    pub(super) fn fault(&self, field: &str) -> Option<&'static str> {
        self.errors.iter().find(|error| error.field() == field).map(|error| error.text(self))
    }

    pub(super) fn highlights(&self, choice: &Choice) -> bool {
        self.highlighted == Some(*choice)
    }

    pub(super) fn question(&self) -> &'static str {
        match self.choices.as_slice() {
            [Choice::Object] => "object-question",
            choices if choices.contains(&Choice::Decline) => "opt-in-question",
            _ => "decide-question",
        }
    }
}

/// What a form is for; the fields' names are those of api 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormKind {
    /// `POST …/decision`: `decision`, `reason`, `reasonText`, `name`, `confirmed`, `nonce`.
    Decide,
    /// `POST …/withdraw`: `reason`, `reasonText`, `name`, `confirmed`, `nonce`.
    Withdraw,
    /// `POST …/delegate`: `name` and `email` of a colleague, `nonce`.
    Delegate,
    /// `POST …/report`: `reasonText`, `name`, `confirmed`, `nonce`.
    Report,
}

impl FormKind {
    /// The last part of the path it is posted to.
    #[must_use]
    pub fn action(self) -> &'static str {
        match self {
            Self::Decide => "decision",
            Self::Withdraw => "withdraw",
            Self::Delegate => "delegate",
            Self::Report => "report",
        }
    }

    pub(super) fn id(self) -> &'static str {
        self.action()
    }

    /// Whether it stands folded under the main form.
    pub(super) fn is_aside(self) -> bool {
        match self {
            Self::Decide | Self::Withdraw => false,
            Self::Delegate | Self::Report => true,
        }
    }

    pub(super) fn asks_reason(self) -> bool {
        match self {
            Self::Decide | Self::Withdraw => true,
            Self::Delegate | Self::Report => false,
        }
    }

    pub(super) fn asks_words(self) -> bool {
        match self {
            Self::Decide | Self::Withdraw | Self::Report => true,
            Self::Delegate => false,
        }
    }

    pub(super) fn asks_confirmation(self) -> bool {
        self.asks_words()
    }

    pub(super) fn asks_email(self) -> bool {
        !self.asks_words()
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Decide => "decide-title",
            Self::Withdraw => "withdraw-title",
            Self::Delegate => "delegate-title",
            Self::Report => "report-title",
        }
    }

    pub(super) fn hint(self, mode: Mode) -> &'static str {
        match (self, mode) {
            (Self::Decide, _) => "decide-hint",
            (Self::Withdraw, Mode::Notice) => "withdraw-hint",
            (Self::Withdraw, Mode::OptIn) => "withdraw-hint-opt-in",
            (Self::Delegate, _) => "delegate-hint",
            (Self::Report, Mode::Notice) => "report-hint",
            (Self::Report, Mode::OptIn) => "report-hint-opt-in",
        }
    }

    pub(super) fn button(self) -> &'static str {
        match self {
            Self::Decide => "decide-button",
            Self::Withdraw => "withdraw-button",
            Self::Delegate => "delegate-button",
            Self::Report => "report-button",
        }
    }

    pub(super) fn reason_label(self) -> &'static str {
        match self {
            Self::Decide => "reason-label",
            Self::Withdraw | Self::Delegate | Self::Report => "reason-label-withdraw",
        }
    }

    pub(super) fn name_label(self) -> &'static str {
        match self {
            Self::Decide | Self::Withdraw | Self::Report => "name-label",
            Self::Delegate => "delegate-name-label",
        }
    }
}

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// `accept`.
    Accept,
    /// `object`, in notice mode.
    Object,
    /// `decline`, in opt-in mode.
    Decline,
}

impl Choice {
    /// The value of the field `decision`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Object => "object",
            Self::Decline => "decline",
        }
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Accept => "choice-accept",
            Self::Object => "choice-object",
            Self::Decline => "choice-decline",
        }
    }

    /// The answer of a link's `choice`.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        [Self::Accept, Self::Object, Self::Decline].into_iter().find(|choice| choice.id() == id)
    }

    pub(super) fn effect(self, mode: Mode) -> &'static str {
        match (self, mode) {
            (Self::Accept, Mode::Notice) => "choice-accept-effect",
            (Self::Accept, Mode::OptIn) => "choice-agree-effect",
            (Self::Object, _) => "choice-object-effect",
            (Self::Decline, _) => "choice-decline-effect",
        }
    }
}

/// What was typed and ticked.
#[derive(Clone, Debug, Default)]
pub struct Values {
    /// The chosen answer.
    pub decision: Option<Choice>,
    /// The chosen reason.
    pub reason: Option<CustomerReason>,
    /// The customer's own words.
    pub reason_text: String,
    /// The typed full name.
    pub name: String,
    /// "I may decide for …".
    pub confirmed: bool,
    /// A colleague's address.
    pub email: String,
}

impl Values {
    pub(super) fn chose(&self, choice: &Choice) -> bool {
        self.decision == Some(*choice)
    }

    pub(super) fn gave(&self, reason: &CustomerReason) -> bool {
        self.reason == Some(*reason)
    }
}

/// What is wrong with what was sent (422, nothing changed).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormError {
    /// No answer was chosen.
    DecisionMissing,
    /// The name has fewer than 2 characters.
    NameMissing,
    /// The name is too long or has characters a name cannot have.
    NameInvalid,
    /// The statement is not ticked.
    ConfirmationMissing,
    /// The reason is too long or has characters a text cannot have.
    ReasonInvalid,
    /// Not an address, or not one of the customer's verified domains.
    EmailInvalid,
    /// Sent less than 2 s or more than 2 h after the page was opened.
    NonceInvalid,
}

impl FormError {
    /// The name of the field it belongs to; `form` = the form itself.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Self::DecisionMissing => "decision",
            Self::NameMissing | Self::NameInvalid => "name",
            Self::ConfirmationMissing => "confirmed",
            Self::ReasonInvalid => "reasonText",
            Self::EmailInvalid => "email",
            Self::NonceInvalid => "form",
        }
    }

    pub(super) fn text(self, form: &FormView) -> &'static str {
        match self {
            Self::DecisionMissing if form.choices.len() == 1 => "fault-decision-only",
            Self::DecisionMissing => "fault-decision",
            Self::NameMissing => "fault-name",
            Self::NameInvalid => "fault-name-invalid",
            Self::ConfirmationMissing => "fault-confirmed",
            Self::ReasonInvalid => "fault-reason",
            Self::EmailInvalid => "fault-email",
            Self::NonceInvalid => "fault-nonce",
        }
    }
}
