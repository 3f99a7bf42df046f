//! Words that people type, and what is wrong with them (api 1: limits; V-01, V-06, V-07).

use domain::input::ContactInput;

use super::claim::Person;

/// Faults of fields: pointer and code.
pub(crate) type Faults = Vec<(String, String)>;

pub(crate) fn fault(faults: &mut Faults, pointer: &str, code: &str) {
    faults.push((pointer.to_owned(), code.to_owned()));
}

/// A name or title: one line of 1 to 120 characters.
pub(crate) fn line(
    pointer: &str,
    input: Option<&str>,
    missing: &str,
    too_long: &str,
    faults: &mut Faults,
) -> Option<String> {
    let text = input.unwrap_or("").trim();
    if text.is_empty() {
        fault(faults, pointer, missing);
        return None;
    }
    if text.chars().any(char::is_control) {
        fault(faults, pointer, "text_invalid");
        return None;
    }
    if text.chars().count() > 120 {
        fault(faults, pointer, too_long);
        return None;
    }
    Some(text.to_owned())
}

/// A reason, comment or justification: 1 to 2,000 characters.
pub(crate) fn words(
    pointer: &str,
    input: Option<&str>,
    missing: &str,
    faults: &mut Faults,
) -> Option<String> {
    let text = input.unwrap_or("").trim();
    if text.is_empty() {
        fault(faults, pointer, missing);
        return None;
    }
    let strange = text.chars().any(|c| c.is_control() && c != '\n' && c != '\r' && c != '\t');
    if strange || text.chars().count() > 2000 {
        fault(faults, pointer, "text_invalid");
        return None;
    }
    Some(text.to_owned())
}

pub(crate) fn domain_of(email: &str) -> &str {
    email.split('@').nth(1).unwrap_or("")
}

/// An address, its domain in lower case.
fn address(text: &str) -> Option<String> {
    let (local, domain) = text.split_once('@')?;
    let domain = domain.to_lowercase();
    let plain = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || ".-_+'".contains(c));
    let labels: Vec<&str> = domain.split('.').collect();
    let good = !local.is_empty()
        && plain(local)
        && plain(&domain)
        && labels.len() >= 2
        && labels.iter().all(|label| !label.is_empty());
    if good { Some(format!("{local}@{domain}")) } else { None }
}

/// V-06, V-07: a contact below `at`.
pub(crate) fn person(
    at: &str,
    input: Option<&ContactInput>,
    is_customer: bool,
    faults: &mut Faults,
) -> Option<Person> {
    let Some(input) = input else {
        fault(faults, at, "contact_incomplete");
        return None;
    };
    let before = faults.len();
    let part = |name: &str, value: Option<&str>, faults: &mut Faults| {
        line(&format!("{at}/{name}"), value, "contact_incomplete", "text_invalid", faults)
    };
    let name = part("name", input.name.as_deref(), faults);
    let mut title = None;
    if is_customer || input.title.is_some() {
        title = part("title", input.title.as_deref(), faults);
    }
    let email = match input.email.as_deref().map_or("", str::trim) {
        "" => {
            fault(faults, &format!("{at}/email"), "contact_incomplete");
            None
        }
        given => {
            if address(given).is_none() {
                fault(faults, &format!("{at}/email"), "contact_email_invalid");
            }
            address(given)
        }
    };
    let german = input.locale.as_deref().is_some_and(|tag| tag.starts_with("de"));
    let locale = if german { "de" } else { "en" };
    if faults.len() > before {
        return None;
    }
    Some(Person { name: name?, title, email: email?, locale: locale.to_owned() })
}

/// V-07: nobody of the partner's own domain speaks for the customer.
pub(crate) fn not_of_the_partner(pointer: &str, customer: &Person, partner: &Person, faults: &mut Faults) {
    if domain_of(&customer.email) == domain_of(&partner.email) {
        fault(faults, pointer, "contact_is_partner");
    }
}
