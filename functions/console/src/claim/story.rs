//! What has happened to a claim, and what is to happen next.

use domain::{Caller, Claim, Side, State};
use jiff::tz::TimeZone;
use web::views::{self, CommentView, HistoryEntryView};

use crate::pages::Page;

/// A status that the claim has had.
pub(crate) struct Step {
    pub(crate) at: String,
    pub(crate) status: String,
    pub(crate) who: String,
}

/// One line of the history.
pub(crate) struct Entry {
    pub(crate) at: String,
    pub(crate) action: String,
    pub(crate) who: String,
    pub(crate) reason: Option<String>,
}

/// Words beside the claim.
pub(crate) struct Words {
    pub(crate) at: String,
    pub(crate) who: String,
    pub(crate) text: String,
    pub(crate) internal: bool,
}

/// The statuses the claim has had, newest first; who of the other side it was is told as the API tells it.
pub(crate) fn steps(claim: &Claim, caller: &Caller, page: &Page, zone: &TimeZone) -> Vec<Step> {
    let steps = moves(claim, caller.side).map(|(status, entry)| {
        let who = who(page, entry.actor.side, entry.actor.name);
        Step { at: page.event(entry.at, zone), status, who }
    });
    let mut steps: Vec<Step> = steps.collect();
    steps.reverse();
    steps
}

/// What led to a status, each with that status, oldest first.
pub(crate) fn moves(claim: &Claim, side: Side) -> impl Iterator<Item = (String, HistoryEntryView)> {
    let moved = views::history(claim, side).into_iter().filter(|entry| entry.from != entry.to);
    moved.filter_map(|mut entry| {
        let status = entry.to.take().filter(|to| State::STATUSES.contains(&to.as_str()))?;
        Some((status, entry))
    })
}

/// Everything that was done, oldest first.
pub(crate) fn history(claim: &Claim, caller: &Caller, page: &Page, zone: &TimeZone) -> Vec<Entry> {
    let entries = views::history(claim, caller.side).into_iter();
    entries
        .map(|entry| Entry {
            at: page.event(entry.at, zone),
            action: page.word("did", entry.action),
            who: who(page, entry.actor.side, entry.actor.name),
            // What a referral is called says nothing; the claim leads to it.
            reason: entry
                .reason
                .filter(|reason| domain::ReferralId::parse(reason).is_none())
                .map(|reason| page.reason(&reason)),
        })
        .collect()
}

/// Comments as the caller may read them.
pub(crate) fn words(comments: Vec<CommentView>, page: &Page, zone: &TimeZone) -> Vec<Words> {
    let told = comments.into_iter().map(|comment| Words {
        at: page.event(comment.at, zone),
        who: who(page, comment.side, comment.by),
        text: comment.text,
        internal: comment.visibility == "internal",
    });
    told.collect()
}

/// Somebody and the side they are on.
pub(crate) fn who(page: &Page, side: &str, name: Option<String>) -> String {
    let side = page.word("side", side);
    match name {
        Some(name) => format!("{name}, {side}"),
        None => side,
    }
}
