//! The pages' texts, filled with the names of the request they are about.

use std::sync::LazyLock;

use domain::claim::hex;
use mail::{Catalogue, Locale};
use sha2::{Digest, Sha256};

/// The wording of the consent page: what a customer reads before deciding.
const ENGLISH: &str = include_str!("../i18n/page.en.ftl");
const GERMAN: &str = include_str!("../i18n/page.de.ftl");

static TEXTS: LazyLock<Catalogue> = LazyLock::new(|| {
    let with = |page: &str, receipt: &str| format!("{page}\n{receipt}");
    Catalogue::new(
        &with(ENGLISH, include_str!("../i18n/receipt.en.ftl")),
        &with(GERMAN, include_str!("../i18n/receipt.de.ftl")),
    )
});

/// SHA-256 of the wording in a language, as a receipt names it: `sha256sum i18n/page.<language>.ftl`. What the
/// wording is filled with stands in the receipt itself.
pub(crate) fn hash(locale: Locale) -> String {
    hex(&Sha256::digest(match locale {
        Locale::En => ENGLISH,
        Locale::De => GERMAN,
    }))
}

/// What the texts of one page may name; every text gets all of it.
#[derive(Default)]
pub(crate) struct Names<'a> {
    pub(crate) partner: &'a str,
    pub(crate) customer: &'a str,
    pub(crate) vendor: &'a str,
    pub(crate) programme: &'a str,
    /// The deadline in words.
    pub(crate) until: String,
    /// Business days of the objection window.
    pub(crate) days: u32,
    pub(crate) engagement: &'a str,
    /// Hours of work, as the language writes them.
    pub(crate) hours: String,
}

impl Names<'_> {
    pub(crate) fn text(&self, locale: Locale, id: &str) -> String {
        let values = [
            ("partner", self.partner.into()),
            ("customer", self.customer.into()),
            ("vendor", self.vendor.into()),
            ("programme", self.programme.into()),
            ("until", (&self.until).into()),
            ("days", self.days.into()),
            ("engagement", self.engagement.into()),
            ("hours", (&self.hours).into()),
        ];
        TEXTS.text(locale, id, &values)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn the_texts_are_complete_and_none_is_unused() {
        let mut ids = mail::audit::same_texts(ENGLISH, GERMAN);
        let receipts = mail::audit::same_texts(
            include_str!("../i18n/receipt.en.ftl"),
            include_str!("../i18n/receipt.de.ftl"),
        );
        assert!(ids.is_disjoint(&receipts));
        ids.extend(receipts);
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let sources = [
            "src/page.rs",
            "src/page/form.rs",
            "src/page/reason.rs",
            "src/page/receipt.rs",
            "src/page/request.rs",
            "src/page/state.rs",
            "templates/base.html",
            "templates/consent.html",
            "templates/form.html",
            "templates/receipt.html",
        ];
        let sources = sources.map(|file| std::fs::read_to_string(root.join(file)).unwrap()).concat();
        for id in ids {
            assert!(sources.contains(&format!("\"{id}\"")), "{id} is unused");
        }
    }
}
