//! Texts in every language, from Fluent files that are part of the binary.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use icu_decimal::{DecimalFormatter, input::Decimal};
use unic_langid::LanguageIdentifier;

use crate::clean;

/// A language that pages and mails are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Locale {
    /// English, with British dates.
    #[default]
    En,
    /// German.
    De,
}

impl From<domain::Locale> for Locale {
    fn from(locale: domain::Locale) -> Self {
        match locale {
            domain::Locale::En => Self::En,
            domain::Locale::De => Self::De,
        }
    }
}

impl Locale {
    /// Every language there is, in the order a switch shows them.
    pub const ALL: [Self; 2] = [Self::En, Self::De];

    /// The language tag (BCP 47), e.g. for `lang` and `Content-Language`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
        }
    }

    /// The language of a tag, whatever its region: `de-AT` is German. `None` = not one of ours.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|locale| locale.tag().eq_ignore_ascii_case(language))
    }

    /// What its speakers call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::De => "Deutsch",
        }
    }

    pub(crate) fn icu(self) -> icu_locale_core::Locale {
        match self {
            Self::En => icu_locale_core::locale!("en-GB"),
            Self::De => icu_locale_core::locale!("de-DE"),
        }
    }

    fn langid(self) -> LanguageIdentifier {
        self.tag().parse().unwrap_or_default()
    }
}

/// What a text is filled with.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// Words of somebody: [`clean`]ed before use.
    Text(&'a str),
    /// Words of our own configuration, such as an address: used as they are.
    Ours(&'a str),
    /// A count: written as the language does, and its plural form chosen by it.
    Count(u32),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<u32> for Value<'_> {
    fn from(count: u32) -> Self {
        Self::Count(count)
    }
}

/// The same texts in every language. One that nobody asks for is not parsed.
pub struct Catalogue {
    en: Language,
    de: Language,
}

struct Language {
    source: String,
    bundle: OnceLock<FluentBundle<FluentResource>>,
}

impl Language {
    fn new(source: &str) -> Self {
        Self { source: source.to_owned(), bundle: OnceLock::new() }
    }
}

impl Catalogue {
    /// Takes the Fluent sources of both languages. What is wrong with them is found by tests, not by
    /// the running system: a part that does not parse is left out.
    #[must_use]
    pub fn new(en: &str, de: &str) -> Self {
        Self { en: Language::new(en), de: Language::new(de) }
    }

    /// The text `id` in a language. A text that is missing shows its id.
    #[must_use]
    pub fn text(&self, locale: Locale, id: &str, values: &[(&str, Value<'_>)]) -> String {
        let language = match locale {
            Locale::En => &self.en,
            Locale::De => &self.de,
        };
        let bundle = language.bundle.get_or_init(|| bundle(locale, &language.source));
        let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
            return id.to_owned();
        };
        let mut arguments = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            match value {
                Value::Text(text) => arguments.set(*name, clean(text)),
                Value::Ours(text) => arguments.set(*name, *text),
                Value::Count(count) => arguments.set(*name, *count),
            }
        }
        bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned()
    }
}

fn bundle(locale: Locale, source: &str) -> FluentBundle<FluentResource> {
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(readable, _)| readable);
    let mut bundle = FluentBundle::new_concurrent(vec![locale.langid()]);
    // Isolation marks would stand in mails as boxes and break addresses; `clean` removes foreign ones.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match locale {
        Locale::En => |value, _| number(Locale::En, value),
        Locale::De => |value, _| number(Locale::De, value),
    }));
    bundle.add_resource_overriding(resource);
    bundle
}

/// A decimal number as the language writes it; what is none stays as it is.
#[must_use]
pub fn decimal(locale: Locale, number: &str) -> String {
    let formatter = DecimalFormatter::try_new(locale.icu().into(), Default::default());
    match (Decimal::try_from_str(number), formatter) {
        (Ok(decimal), Ok(formatter)) => formatter.format(&decimal).to_string(),
        (Err(_), _) | (_, Err(_)) => number.into(),
    }
}

fn number(locale: Locale, value: &FluentValue<'_>) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let decimal = Decimal::try_from_str(&number.as_string()).ok()?;
    let formatter = DecimalFormatter::try_new(locale.icu().into(), Default::default()).ok()?;
    Some(formatter.format(&decimal).to_string())
}

#[cfg(test)]
mod tests {
    use super::{Catalogue, Locale};

    fn catalogue() -> Catalogue {
        Catalogue::new(
            "seats = { $count -> \n    [one] one seat\n   *[other] { $count } seats\n}\nhello = Hello { $name }",
            "seats = { $count -> \n    [one] ein Platz\n   *[other] { $count } Plätze\n}\nhello = Hallo { $name }",
        )
    }

    #[test]
    fn counts_follow_the_language() {
        let seats = |locale, count: u32| catalogue().text(locale, "seats", &[("count", count.into())]);
        assert_eq!(seats(Locale::En, 1), "one seat");
        assert_eq!(seats(Locale::En, 12_345), "12,345 seats");
        assert_eq!(seats(Locale::De, 1), "ein Platz");
        assert_eq!(seats(Locale::De, 12_345), "12.345 Plätze");
    }

    #[test]
    fn promise_15_what_is_filled_in_is_cleaned_and_never_read_as_fluent() {
        let hello = |name: &str| catalogue().text(Locale::De, "hello", &[("name", name.into())]);
        assert_eq!(hello("{ seats }\r\nBcc: x"), "Hallo { seats } Bcc: x");
    }

    #[test]
    fn a_missing_text_shows_its_id() {
        assert_eq!(catalogue().text(Locale::En, "nothing", &[]), "nothing");
    }

    #[test]
    fn languages_are_found_by_any_tag_of_theirs() {
        assert_eq!(Locale::from_tag("de-AT"), Some(Locale::De));
        assert_eq!(Locale::from_tag("EN_us"), Some(Locale::En));
        assert_eq!(Locale::from_tag("fr"), None);
        assert_eq!(Locale::from_tag(""), None);
    }
}
