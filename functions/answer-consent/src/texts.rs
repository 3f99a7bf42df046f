//! The pages' texts, filled with the names of the request they are about.

use std::sync::LazyLock;

use mail::{Catalogue, Locale};

static TEXTS: LazyLock<Catalogue> = LazyLock::new(|| {
    Catalogue::new(include_str!("../i18n/page.en.ftl"), include_str!("../i18n/page.de.ftl"))
});

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
        ];
        TEXTS.text(locale, id, &values)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn the_texts_are_complete_and_none_is_unused() {
        let ids =
            mail::audit::same_texts(include_str!("../i18n/page.en.ftl"), include_str!("../i18n/page.de.ftl"));
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let sources = ["src/page.rs", "src/page/form.rs", "templates/consent.html", "templates/form.html"]
            .map(|file| std::fs::read_to_string(root.join(file)).unwrap())
            .concat();
        for id in ids {
            assert!(sources.contains(&format!("\"{id}\"")), "{id} is unused");
        }
    }
}
