//! The texts of problems, from Fluent files that are part of the binary. They are parsed at the first
//! problem, so that a request without one pays nothing.

use std::sync::LazyLock;

use domain::{Code, Locale, customer::Ineligible, eligibility::Unqualified};
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use unic_langid::LanguageIdentifier;

static ENGLISH: LazyLock<FluentBundle<FluentResource>> =
    LazyLock::new(|| bundle(Locale::En, include_str!("../i18n/en.ftl")));
static GERMAN: LazyLock<FluentBundle<FluentResource>> =
    LazyLock::new(|| bundle(Locale::De, include_str!("../i18n/de.ftl")));

fn bundle(locale: Locale, source: &str) -> FluentBundle<FluentResource> {
    let language: LanguageIdentifier = locale.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // marks around what is filled in would end up in JSON strings that people compare
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(source.into()).unwrap_or_else(|(readable, _)| readable);
    bundle.add_resource_overriding(resource);
    bundle
}

/// What a problem of this code is.
pub(crate) fn title(code: Code, locale: Locale) -> String {
    text(code.as_str(), None, &[], locale).unwrap_or_else(|| code.as_str().into())
}

/// What it is in this case. A text that lacks what it is to be filled with gives way to the title.
pub(crate) fn detail(code: Code, params: &[(&str, String)], locale: Locale) -> String {
    text(code.as_str(), Some("detail"), params, locale).unwrap_or_else(|| title(code, locale))
}

/// What to do about a problem of this status.
pub(crate) fn advice(status: u16, locale: Locale) -> String {
    label(&format!("advice-{status}"), locale)
}

/// Why a customer is not eligible, and what to do about it.
pub(crate) fn ineligible(reason: Ineligible, locale: Locale) -> String {
    explained(&format!("customer-{}", reason.as_str()), locale)
}

/// Why a location may not claim an engagement, or is not paid for it, and what to do about it.
pub(crate) fn unqualified(reason: Unqualified, locale: Locale) -> String {
    explained(&format!("location-{}", reason.as_str()), locale)
}

fn explained(id: &str, locale: Locale) -> String {
    let advice = text(id, Some("advice"), &[], locale).unwrap_or_default();
    format!("{} {advice}", label(id, locale))
}

/// A text that belongs to no code.
pub(crate) fn label(id: &str, locale: Locale) -> String {
    text(id, None, &[], locale).unwrap_or_else(|| id.into())
}

fn text(id: &str, attribute: Option<&str>, params: &[(&str, String)], locale: Locale) -> Option<String> {
    let bundle = match locale {
        Locale::En => &*ENGLISH,
        Locale::De => &*GERMAN,
    };
    let message = bundle.get_message(id)?;
    let pattern = match attribute {
        None => message.value()?,
        Some(name) => message.get_attribute(name)?.value(),
    };
    let mut args = FluentArgs::new();
    for (name, value) in params {
        let value = if *name == "reasons" { reasons(value, locale) } else { value.clone() };
        args.set(*name, FluentValue::from(value));
    }
    let mut missing = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&args), &mut missing).into_owned();
    missing.is_empty().then_some(text)
}

/// Codes of reasons as sentences.
fn reasons(codes: &str, locale: Locale) -> String {
    let sentences: Vec<String> =
        codes.split(", ").map(|code| label(&format!("customer-{code}"), locale)).collect();
    sentences.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_says_why_and_what_to_do() {
        for locale in [Locale::En, Locale::De] {
            let customers = Ineligible::ALL.map(|reason| (reason.as_str(), ineligible(reason, locale)));
            let locations = Unqualified::ALL.map(|reason| (reason.as_str(), unqualified(reason, locale)));
            for (code, text) in customers.iter().chain(&locations) {
                assert!(text.ends_with('.') && text.contains(". ") && !text.contains(code), "{text}");
            }
        }
        assert_ne!(
            ineligible(Ineligible::CriteriaNotMet, Locale::En),
            ineligible(Ineligible::CriteriaNotMet, Locale::De)
        );
    }

    #[test]
    fn v_48_the_reasons_are_told_in_words() {
        let params = [("reasons", "active_cap_reached, country_not_in_scope".into()), ("hint", "".into())];
        let detail = detail(Code::CustomerIneligible, &params, Locale::En);
        assert!(detail.contains("running claims") && detail.contains("country"), "{detail}");
    }
}
