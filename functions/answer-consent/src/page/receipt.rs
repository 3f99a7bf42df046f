//! The page of a receipt: all that is signed, in words, made to be printed.

use askama::Template;
use domain::consent::Mode;
use mail::{Locale, Moment, clean};
use web::views::{Hours, ReceiptClaims};

use super::{CSS, point, privacy_link, request::in_words};
use crate::texts::Names;

/// All that the page of a receipt shows.
#[derive(Clone, Debug)]
pub struct ReceiptPage {
    /// The language it is written in.
    pub locale: Locale,
    /// The page's own path, `/c/<token>/receipt`.
    pub path: String,
    /// Where questions about personal data go: an address or a page.
    pub privacy_contact: String,
    /// Whether it still holds.
    pub status: Status,
    /// When it was decided.
    pub decided_at: Moment,
    /// Names of what it is about: products, or the engagement.
    pub about: Vec<String>,
    /// What is signed.
    pub claims: ReceiptClaims,
    /// The signed receipt.
    pub receipt: String,
}

/// Whether what a receipt says still holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It holds.
    Active,
    /// The customer has said no.
    Withdrawn,
    /// The request is over, or a newer one took its place.
    Ended,
}

impl Status {
    /// The name in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Withdrawn => "withdrawn",
            Self::Ended => "ended",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Active => "status-active",
            Self::Withdrawn => "status-withdrawn",
            Self::Ended => "status-ended",
        }
    }
}

/// The text of each word a receipt is written in.
pub(super) const WORDS: [(&str, &str); 31] = [
    ("accept", "decision-accept"),
    ("decline", "decision-decline"),
    ("object", "decision-object"),
    ("withdraw", "decision-withdraw"),
    ("no_objection", "decision-no-objection"),
    ("notice", "mode-notice"),
    ("opt_in", "mode-opt-in"),
    ("explicit", "basis-explicit"),
    ("consent", "basis-consent"),
    ("notice_no_objection", "basis-no-objection"),
    ("link_and_typed_name", "method-typed"),
    ("delivered_notice", "method-notice"),
    ("partner_of_record", "purpose-record"),
    ("usage_insight", "purpose-insight"),
    ("partner_incentives", "purpose-incentives"),
    ("engagement", "purpose-engagement"),
    ("answer", "sees-answer"),
    ("usage_counts", "sees-usage"),
    ("sold_seats", "sees-seats"),
    ("usage", "sees-not-usage"),
    ("content", "sees-not-content"),
    ("other_people", "sees-not-others"),
    ("people", "sees-not-people"),
    ("other_products", "sees-not-other"),
    ("domain", "label-domain"),
    ("tenant", "label-tenant"),
    ("parent_account", "label-parent-account"),
    ("subscription", "label-subscription"),
    ("opportunity", "label-opportunity"),
    ("en", "language-en"),
    ("de", "language-de"),
];

/// The id of a word's text.
fn text_of(word: &str) -> Option<&'static str> {
    WORDS.iter().find(|(known, _)| *known == word).map(|(_, id)| *id)
}

#[derive(Template)]
#[template(path = "receipt.html")]
struct Layout<'a> {
    page: &'a ReceiptPage,
    names: Names<'a>,
    css: &'static str,
}

impl Layout<'_> {
    fn t(&self, id: &str) -> String {
        self.names.text(self.page.locale, id)
    }

    fn clean(&self, words: &str) -> String {
        clean(words)
    }

    fn word(&self, word: &str) -> String {
        text_of(word).map_or_else(|| word.to_owned(), |id| self.t(id))
    }

    fn words(&self, words: &[&str]) -> Vec<String> {
        words.iter().map(|word| self.word(word)).collect()
    }

    /// The decision as a sentence to who made it.
    fn lead(&self) -> String {
        self.t(match self.page.claims.decision {
            "accept" => "receipt-accept",
            "decline" => "receipt-decline",
            "object" => "receipt-object",
            "withdraw" => "receipt-withdraw",
            _ => "receipt-no-objection",
        })
    }

    fn is_opt_in(&self) -> bool {
        self.page.claims.mode == Mode::OptIn.as_str()
    }

    fn about_label(&self) -> String {
        self.t(if self.is_opt_in() { "label-engagement" } else { "label-items" })
    }

    fn seen_label(&self) -> String {
        self.t(if self.is_opt_in() { "sees-yes" } else { "label-seen" })
    }

    fn not_seen_label(&self) -> String {
        self.t(if self.is_opt_in() { "sees-no" } else { "label-not-seen" })
    }

    fn privacy_link(&self) -> String {
        privacy_link(&self.page.privacy_contact)
    }

    /// What was decided, when, by whom and how.
    fn decided(&self) -> Vec<(&'static str, String)> {
        let ReceiptPage { claims, decided_at, locale, .. } = self.page;
        let name = claims.typed_name.as_ref().map(|name| ("record-by", clean(name)));
        let previous = claims.previous_receipt_id.as_ref().map(|id| ("label-previous", id.clone()));
        let mut facts = vec![
            ("record-receipt", claims.jti.clone()),
            ("record-decision", self.word(claims.decision)),
            ("record-at", decided_at.event(*locale)),
        ];
        facts.extend(name);
        facts.extend([
            ("label-asked", clean(&format!("{}, {}", claims.person.name, claims.person.email))),
            ("label-mode", self.word(claims.mode)),
            ("label-basis", self.word(claims.basis)),
            ("label-method", self.word(claims.method)),
            ("label-valid", self.t("valid-open")),
        ]);
        facts.extend(previous);
        facts
    }

    /// What it is about.
    fn request(&self) -> Vec<(&'static str, String)> {
        let claims = &self.page.claims;
        // A customer of an engagement can be named otherwise and have no tenant.
        let tenant = Some(&claims.customer.tenant_id).filter(|tenant| !tenant.is_empty());
        let named = &claims.customer.identifier;
        let label = text_of(named.kind).filter(|_| Some(&named.value) != tenant);
        let hours = claims.hours.map(|Hours(quarters)| in_words(quarters, point(self.page.locale)));
        let mut facts = vec![
            ("label-partner", clean(&claims.partner.name)),
            ("label-location", clean(&claims.partner.location)),
            ("label-customer", clean(&claims.customer.name)),
        ];
        facts.extend(label.map(|label| (label, clean(&named.value))));
        facts.extend(tenant.map(|tenant| ("label-tenant", tenant.clone())));
        facts.extend(hours.map(|hours| ("label-hours", hours)));
        facts.extend([
            ("label-programme", claims.programme.clone()),
            (
                "label-controller",
                format!("{}, {}", claims.controller.name, claims.controller.privacy_contact),
            ),
            ("label-recipients", clean(&claims.recipients.join(", "))),
            ("label-number", claims.claim.number.clone()),
        ]);
        facts
    }
}

/// Renders the page of a receipt.
///
/// # Errors
/// When the template that is part of the binary fails.
pub fn render_receipt(page: &ReceiptPage) -> Result<String, askama::Error> {
    let claims = &page.claims;
    let names = Names {
        partner: &claims.partner.name,
        customer: &claims.customer.name,
        vendor: &claims.controller.name,
        programme: &claims.programme,
        ..Names::default()
    };
    Layout { page, names, css: CSS }.render()
}
