//! The texts of the pages, in both languages.

use std::sync::LazyLock;

use domain::Locale as Spoken;
use mail::{Catalogue, Value};

/// The files of a language, one for each part of the console.
macro_rules! texts {
    ($language:literal) => {
        concat!(
            include_str!(concat!("../i18n/", $language, "/frame.ftl")),
            include_str!(concat!("../i18n/", $language, "/words.ftl")),
            include_str!(concat!("../i18n/", $language, "/claim.ftl")),
            include_str!(concat!("../i18n/", $language, "/partner.ftl")),
            include_str!(concat!("../i18n/", $language, "/review.ftl")),
            include_str!(concat!("../i18n/", $language, "/programme.ftl")),
        )
    };
}

const ENGLISH: &str = texts!("en");
const GERMAN: &str = texts!("de");

static TEXTS: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::new(ENGLISH, GERMAN));

/// A text that is filled with something.
pub(crate) fn filled(locale: Spoken, id: &str, values: &[(&str, Value<'_>)]) -> String {
    TEXTS.text(locale.into(), id, values)
}

/// A text.
pub(crate) fn text(locale: Spoken, id: &str) -> String {
    filled(locale, id, &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts whose names are made of words of the API; a test renders every state of a claim.
    const WORDS: &[&str] = &[
        "about-",
        "act-",
        "area-",
        "association-",
        "before-",
        "canned-",
        "check-",
        "clock-",
        "consent-",
        "contest-",
        "decided-",
        "did-",
        "document-",
        "done-",
        "earns-",
        "empty-",
        "ended-",
        "engagement-",
        "field-",
        "file-",
        "finish-",
        "finished-",
        "flow-",
        "holds-",
        "identifier-",
        "import-",
        "kind-",
        "line-",
        "mail-",
        "mailed-",
        "mode-",
        "no-associations-",
        "about-referral-",
        "referral-",
        "next-",
        "own-seat-",
        "paid-",
        "part-",
        "pay-",
        "phase-",
        "queue-",
        "result-",
        "seat-",
        "side-",
        "stands-",
        "status-",
        "step-",
        "tab-",
        "term-",
        "then-",
        "waiting-",
        "warning-",
        "why-",
        "won-",
    ];

    /// Everything in a folder and the folders in it.
    fn read(folder: &std::path::Path) -> String {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let texts = entries.map(|path| match path.is_dir() {
            true => read(&path),
            false => std::fs::read_to_string(&path).unwrap(),
        });
        texts.collect()
    }

    #[test]
    fn both_languages_have_the_same_texts_and_none_is_unused() {
        let ids = mail::audit::same_texts(ENGLISH, GERMAN);
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let sources = [read(&root.join("src")), read(&root.join("templates"))].concat();
        for id in ids {
            let word = WORDS.iter().any(|kind| id.starts_with(kind));
            assert!(word || sources.contains(&format!("\"{id}\"")), "{id} is unused");
        }
        for reason in domain::catalogue::REVIEW_REASONS {
            for kind in ["why", "canned"] {
                let id = format!("{kind}-{}", reason.replace('_', "-"));
                assert_ne!(text(Spoken::De, &id), id);
            }
        }
        for action in crate::actions::FORMS {
            for kind in ["act", "about", "done"] {
                let id = format!("{kind}-{}", action.replace('_', "-"));
                assert_ne!(text(Spoken::De, &id), id);
            }
        }
        for action in crate::review::ACTS {
            let id = format!("done-{}", action.replace('_', "-"));
            assert_ne!(text(Spoken::De, &id), id);
        }
    }
}
