//! The acts of domain 6.1.

/// Something that can be done to a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// T2
    Edit,
    /// T3
    Submit,
    /// T6
    Recall,
    /// T4
    Cancel,
    /// T9
    Resubmit,
    /// T15
    Dispute,
    /// T20
    Disassociate,
    /// T22
    Withdraw,
    /// A new claim of the same content
    Clone,
    /// Announce a document (V-27, T21)
    Upload,
    /// Take a document out again
    RemoveDocument,
    /// Write a comment
    Comment,
    /// E4: ask the customer
    SendConsent,
    /// T23, E5: the same request again
    Resend,
    /// T23: the notice to another person
    ChangeContact,
    /// T7
    StartReview,
    /// T7b
    Release,
    /// T8
    Return,
    /// T12
    Approve,
    /// T11
    Reject,
    /// T13
    DecideContest,
    /// A programme manager gives more time
    ExtendDeadline,
    /// S7
    Stop,
    /// The customer's answer on a consent link
    Answer,
    /// Deadlines, scans, deliveries
    System,
}

impl Act {
    /// Acts that are offered to people, in the order of the API.
    pub const OFFERED: [Self; 22] = [
        Self::Edit,
        Self::Submit,
        Self::Recall,
        Self::Cancel,
        Self::Resubmit,
        Self::Dispute,
        Self::Disassociate,
        Self::Withdraw,
        Self::Clone,
        Self::Upload,
        Self::Comment,
        Self::SendConsent,
        Self::Resend,
        Self::ChangeContact,
        Self::StartReview,
        Self::Release,
        Self::Return,
        Self::Approve,
        Self::Reject,
        Self::DecideContest,
        Self::ExtendDeadline,
        Self::Stop,
    ];

    /// The name in `allowedActions`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Submit => "submit",
            Self::Recall => "recall",
            Self::Cancel => "cancel",
            Self::Resubmit => "resubmit",
            Self::Dispute => "dispute",
            Self::Disassociate => "disassociate",
            Self::Withdraw => "withdraw",
            Self::Clone => "clone",
            Self::Upload | Self::RemoveDocument => "upload",
            Self::Comment => "comment",
            Self::SendConsent => "send_consent",
            Self::Resend => "resend",
            Self::ChangeContact => "change_contact",
            Self::StartReview => "start_review",
            Self::Release => "release",
            Self::Return => "return",
            Self::Approve => "approve",
            Self::Reject => "reject",
            Self::DecideContest => "decide_contest",
            Self::ExtendDeadline => "extend_deadline",
            Self::Stop => "stop",
            Self::Answer => "answer",
            Self::System => "system",
        }
    }
}
