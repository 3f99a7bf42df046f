//! The texts of the pages, in both languages.

use std::sync::LazyLock;

use domain::Locale as Spoken;
use mail::{Catalogue, Locale, Value};

const ENGLISH: &str = include_str!("../i18n/console.en.ftl");
const GERMAN: &str = include_str!("../i18n/console.de.ftl");

static TEXTS: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::new(ENGLISH, GERMAN));

/// A text that is filled with something.
pub(crate) fn filled(locale: Spoken, id: &str, values: &[(&str, Value<'_>)]) -> String {
    let locale = match locale {
        Spoken::En => Locale::En,
        Spoken::De => Locale::De,
    };
    TEXTS.text(locale, id, values)
}

/// A text.
pub(crate) fn text(locale: Spoken, id: &str) -> String {
    filled(locale, id, &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts whose names are made of words of the API; a test renders every state of a claim.
    const WORDS: [&str; 10] = [
        "why-",
        "status-",
        "waiting-",
        "clock-",
        "consent-",
        "document-",
        "result-",
        "act-",
        "about-",
        "done-",
    ];

    #[test]
    fn both_languages_have_the_same_texts_and_none_is_unused() {
        let ids = mail::audit::same_texts(ENGLISH, GERMAN);
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let read = |folder: &str| -> String {
            let files = std::fs::read_dir(root.join(folder)).unwrap();
            files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect()
        };
        let sources = [read("src"), read("templates")].concat();
        for id in ids {
            let word = WORDS.iter().any(|kind| id.starts_with(kind));
            assert!(word || sources.contains(&format!("\"{id}\"")), "{id} is unused");
        }
        for reason in domain::catalogue::REVIEW_REASONS {
            let id = format!("why-{}", reason.replace('_', "-"));
            assert_ne!(text(Spoken::De, &id), id);
        }
        for action in crate::actions::FORMS {
            for kind in ["act", "about", "done"] {
                let id = format!("{kind}-{}", action.replace('_', "-"));
                assert_ne!(text(Spoken::De, &id), id);
            }
        }
    }
}
