//! What has happened to a partner's claims, in one mail.

use super::{Block, Document, Say};
use crate::content::{DigestRow, News};

pub(super) fn digest(say: Say, rows: &[DigestRow], programme: &str, recipient: &str, link: &str) -> Document {
    let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let names = [("count", count.into()), ("programme", programme.into())];
    let opening = say.text("digest-opening", &names);
    let blocks = vec![
        say.paragraph("greeting", &[("name", recipient.into())]),
        Block::Paragraph(opening.clone()),
        say.turn("move-nobody", say.plain("by-none"), say.plain("digest-next")),
        Block::List {
            title: say.plain("digest-title"),
            items: rows.iter().map(|happened| row(say, happened)).collect(),
        },
        Block::Button { label: say.plain("digest-button"), url: link.to_owned() },
    ];
    Document {
        subject: say.text("digest-subject", &names),
        preview: opening,
        heading: say.text("digest-heading", &names),
        blocks,
        footer: vec![say.text("why-digest", &names)],
    }
}

fn row(say: Say, row: &DigestRow) -> String {
    let news = say.plain(match row.news {
        News::Submitted => "news-submitted",
        News::ReviewStarted => "news-review-started",
        News::Approved => "news-approved",
        News::DisputeOpened => "news-dispute-opened",
        News::CustomerAccepted => "news-customer-accepted",
        News::AssociationActive => "news-association-active",
    });
    say.text(
        "digest-row",
        &[
            ("number", (&row.number).into()),
            ("customer", (&row.customer).into()),
            ("news", (&news).into()),
            ("when", (&row.at.event(say.0)).into()),
        ],
    )
}
