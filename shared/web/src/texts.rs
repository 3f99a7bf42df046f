//! The texts of problems, from Fluent files that are part of the binary. They are parsed at the first
//! problem, so that a request without one pays nothing.

use std::sync::LazyLock;

use domain::{Code, Locale};
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
pub(crate) fn detail(code: Code, params: &[(&'static str, String)], locale: Locale) -> String {
    text(code.as_str(), Some("detail"), params, locale).unwrap_or_else(|| title(code, locale))
}

/// What to do about a problem of this status.
pub(crate) fn advice(status: u16, locale: Locale) -> String {
    label(&format!("advice-{status}"), locale)
}

/// A text that belongs to no code.
pub(crate) fn label(id: &str, locale: Locale) -> String {
    text(id, None, &[], locale).unwrap_or_else(|| id.into())
}

fn text(
    id: &str,
    attribute: Option<&str>,
    params: &[(&'static str, String)],
    locale: Locale,
) -> Option<String> {
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
        args.set(*name, FluentValue::from(value.as_str()));
    }
    let mut missing = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&args), &mut missing).into_owned();
    missing.is_empty().then_some(text)
}
