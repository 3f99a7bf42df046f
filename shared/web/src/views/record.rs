//! What is beside a claim: its history, comments, and the record of asking the customer (api 3).

use app::{
    effects::MailKind,
    ports::{Comment, MailRow, MailState, Visibility},
};
use domain::{Claim, Side};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::claim::{ConsentView, consent};

/// The round with what became of its mails.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ConsentRecord)]
pub struct ConsentRecordView {
    /// The round
    #[serde(flatten)]
    pub consent: ConsentView,
    /// Mails to the customer, oldest first
    pub deliveries: Vec<DeliveryView>,
}

/// A mail to the customer.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Delivery)]
pub struct DeliveryView {
    /// What it was
    #[schema(value_type = super::words::DeliveryKind)]
    pub kind: &'static str,
    /// Address
    pub to: String,
    /// What became of it
    #[schema(value_type = super::words::DeliveryState)]
    pub state: &'static str,
    /// When it last changed
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// One thing that happened.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = HistoryEntry)]
pub struct HistoryEntryView {
    /// Counts from 1
    pub seq: u32,
    /// When it became true
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who did it
    pub actor: ActorView,
    /// What was done
    pub action: &'static str,
    /// State before
    pub from: Option<String>,
    /// State after
    pub to: Option<String>,
    /// Code or words
    pub reason: Option<String>,
    /// Hash over everything up to and including this entry, hexadecimal (I-14)
    pub hash: String,
}

/// Who did it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Actor)]
pub struct ActorView {
    /// Partner, vendor, customer or system
    #[schema(value_type = super::words::Side)]
    pub side: &'static str,
    /// Name; null where it is not this caller's to know
    pub name: Option<String>,
    /// Role acted in
    pub role: Option<&'static str>,
}

/// Words beside a claim.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Comment)]
pub struct CommentView {
    /// Opaque id
    pub id: String,
    /// When
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Name of the writer; null where it is not this caller's to know
    pub by: Option<String>,
    /// Side of the writer
    #[schema(value_type = super::words::Side)]
    pub side: &'static str,
    /// Who may read it
    #[schema(value_type = super::words::Visibility)]
    pub visibility: &'static str,
    /// The words
    pub text: String,
}

/// The history of a claim for a viewer of this side: partners see people of the vendor by their role.
#[must_use]
pub fn history(claim: &Claim, viewer: Side) -> Vec<HistoryEntryView> {
    let hashes = claim.history.hashes(&claim.id);
    let entries = claim.history.after(0).zip(hashes);
    entries
        .map(|((seq, entry), hash)| HistoryEntryView {
            seq,
            at: entry.at,
            actor: ActorView {
                side: entry.by.side.as_str(),
                name: entry.by.name.clone().filter(|_| !is_hidden(entry.by.side, viewer)),
                role: entry.by.role.map(domain::Role::as_str),
            },
            action: entry.action.as_str(),
            from: entry.from.clone(),
            to: entry.to.clone(),
            reason: entry.reason.clone(),
            hash,
        })
        .collect()
}

/// A comment for a viewer of this side; `None` when it is not for that side.
#[must_use]
pub fn comment(comment: &Comment, viewer: Side) -> Option<CommentView> {
    let visibility = match comment.visibility {
        Visibility::Shared => "shared",
        Visibility::Internal if viewer == Side::Vendor => "internal",
        Visibility::Internal => return None,
    };
    Some(CommentView {
        id: comment.id.to_string(),
        at: comment.at,
        by: (!is_hidden(comment.side, viewer)).then(|| comment.by.clone()),
        side: comment.side.as_str(),
        visibility,
        text: comment.text.clone(),
    })
}

pub(super) fn is_hidden(writer: Side, viewer: Side) -> bool {
    writer == Side::Vendor && viewer != Side::Vendor
}

/// The delivery and reminder record; `None` before the customer was asked.
#[must_use]
pub fn consent_record(claim: &Claim, mails: &[MailRow]) -> Option<ConsentRecordView> {
    let round = claim.consent.as_ref()?;
    let mut mails: Vec<_> = mails.iter().filter_map(|row| Some((row, delivery_kind(row)?))).collect();
    mails.sort_by_key(|(row, _)| (row.key.seq, row.first_at));
    let deliveries = mails
        .into_iter()
        .map(|(row, kind)| DeliveryView {
            kind,
            to: row.to.clone(),
            state: mail_state(row.state),
            at: row.at,
        })
        .collect();
    Some(ConsentRecordView { consent: consent(claim, round), deliveries })
}

fn delivery_kind(row: &MailRow) -> Option<&'static str> {
    let kind = MailKind::parse(&row.key.kind)?;
    let names = [
        (MailKind::Notice, "request"),
        (MailKind::NoticeReminder, "reminder"),
        (MailKind::ConsentRequest, "request"),
        (MailKind::ConsentReminder, "reminder"),
        (MailKind::Receipt, "receipt"),
    ];
    names.into_iter().find(|(known, _)| *known == kind).map(|(_, name)| name)
}

fn mail_state(state: MailState) -> &'static str {
    match state {
        // Only status mails wait, and no customer gets any.
        MailState::Held | MailState::Bundled | MailState::Sending => "sending",
        MailState::Unknown => "unknown",
        MailState::Sent => "sent",
        MailState::Delivered => "delivered",
        MailState::Bounced => "bounced",
        MailState::Complained => "complained",
        MailState::Refused => "refused",
    }
}
