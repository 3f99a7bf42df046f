//! What was decided and said about a claim, newest first.

use app::ports::{Comment, Visibility};
use domain::{Claim, Side};
use jiff::{Timestamp, tz::TimeZone};
use web::views::ClaimView;

use crate::{claim::story, pages::Page};

/// A step of the claim, or words beside it.
pub(super) struct Said {
    at: Timestamp,
    pub(super) when: String,
    pub(super) who: String,
    /// The status it led to, for a step
    pub(super) status: Option<String>,
    /// The words, for a comment
    pub(super) text: String,
    /// Only the vendor's staff read it
    pub(super) internal: bool,
    /// The reason of a return that it answers, counted from 1
    pub(super) answers: Option<u32>,
}

impl Said {
    pub(super) fn all(claim: &Claim, comments: &[Comment], page: &Page, zone: &TimeZone) -> Vec<Self> {
        let steps = story::moves(claim, Side::Vendor).map(|(status, entry)| Self {
            at: entry.at,
            when: page.event(entry.at, zone),
            who: story::who(page, entry.actor.side, entry.actor.name),
            status: Some(status),
            text: String::new(),
            internal: false,
            answers: None,
        });
        let comments = comments.iter().map(|comment| Self {
            at: comment.at,
            when: page.event(comment.at, zone),
            who: story::who(page, comment.side.as_str(), Some(comment.by.clone())),
            status: None,
            text: comment.text.clone(),
            internal: comment.visibility == Visibility::Internal,
            answers: comment.answers.map(|index| index + 1),
        });
        let mut said: Vec<Self> = steps.chain(comments).collect();
        said.sort_by_key(|said| std::cmp::Reverse(said.at));
        said
    }
}

/// The last decision of a reviewer.
pub(super) struct Told {
    pub(super) result: &'static str,
    pub(super) when: String,
    pub(super) reasons: Vec<Reason>,
}

/// Why it was decided so.
pub(super) struct Reason {
    pub(super) title: String,
    pub(super) about: Option<String>,
    pub(super) text: String,
}

impl Told {
    pub(super) fn of(
        claim: &ClaimView,
        places: &[(String, String)],
        page: &Page,
        zone: &TimeZone,
    ) -> Option<Self> {
        let review = claim.review.as_ref()?;
        let reasons = review.reasons.iter().map(|reason| {
            let place = places.iter().find(|(pointer, _)| *pointer == reason.pointer);
            let document =
                claim.documents.iter().find(|known| Some(&known.id) == reason.document_id.as_ref());
            let place = place.map(|(_, label)| label.clone()).into_iter();
            let about: Vec<String> = place.chain(document.map(|known| known.file_name.clone())).collect();
            Reason {
                title: page.reason(&reason.code),
                about: Some(about.join(", ")).filter(|about| !about.is_empty()),
                text: reason.text.clone(),
            }
        });
        Some(Self { result: review.result, when: page.event(review.at, zone), reasons: reasons.collect() })
    }
}
