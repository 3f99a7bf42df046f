//! Text as people type it: NFC, trimmed, no control or bidi characters.

use alloc::string::{String, ToString};
use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// Languages of mails, pages and problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// English
    #[default]
    En,
    /// German
    De,
}

impl Locale {
    /// The locale of a language tag; English for languages there are no texts for.
    #[must_use]
    pub fn of(tag: &str) -> Self {
        let language = tag.split(['-', '_']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("de") { Self::De } else { Self::En }
    }

    /// The language tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
        }
    }
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// English
    pub en: String,
    /// German
    pub de: String,
}

impl Text {
    /// The text in this language.
    #[must_use]
    pub fn get(&self, locale: Locale) -> &str {
        match locale {
            Locale::En => &self.en,
            Locale::De => &self.de,
        }
    }
}

/// Most code points of a name or title.
pub const NAME_MAX: usize = 120;
/// Most code points of a comment or reason.
pub const PROSE_MAX: usize = 2_000;
/// Most bytes of an e-mail address.
pub const EMAIL_MAX: usize = 254;

/// Why a text was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextFault {
    /// Nothing is left after trimming.
    Empty,
    /// More code points than allowed.
    TooLong,
    /// A control or bidi character.
    Invalid,
}

/// Characters that could disturb a page, a mail header or the reading direction.
fn forbidden(c: char, multiline: bool) -> bool {
    let line_break = multiline && matches!(c, '\n' | '\t' | '\r');
    (c.is_control() && !line_break)
        || matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

fn clean(text: &str, max: usize, multiline: bool) -> Result<String, TextFault> {
    let text: String = text.nfc().collect::<String>().trim().to_string();
    if text.is_empty() {
        return Err(TextFault::Empty);
    }
    if text.chars().any(|c| forbidden(c, multiline)) {
        return Err(TextFault::Invalid);
    }
    if text.chars().count() > max {
        return Err(TextFault::TooLong);
    }
    Ok(text)
}

/// A name or title on one line: 1 to [`NAME_MAX`] code points.
pub fn name(text: &str) -> Result<String, TextFault> {
    clean(text, NAME_MAX, false)
}

/// A comment, a reason, a justification: 1 to [`PROSE_MAX`] code points, line breaks allowed.
pub fn prose(text: &str) -> Result<String, TextFault> {
    clean(text, PROSE_MAX, true)
}

/// V-07: an address `local@domain` that mail programmes agree on: ASCII, at most [`EMAIL_MAX`] bytes, the
/// domain a host name of at least two labels. The domain comes back in lower case.
#[must_use]
pub fn email(text: &str) -> Option<String> {
    let text = text.trim();
    let (local, domain) = text.rsplit_once('@')?;
    let local_ok = !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b));
    let domain = domain.to_ascii_lowercase();
    (text.len() <= EMAIL_MAX && local_ok && host_name(&domain)).then(|| alloc::format!("{local}@{domain}"))
}

/// V-08: a host name in its normal form: lower case, punycode, without the dot at its end.
#[must_use]
pub fn domain(text: &str) -> Option<String> {
    // Hyphens in the third and fourth place are looked at by what they announce: `xn--` must be punycode.
    let ascii = Uts46::new().to_ascii(
        text.trim().as_bytes(),
        AsciiDenyList::STD3,
        Hyphens::CheckFirstLast,
        DnsLength::VerifyAllowRootDot,
    );
    let ascii = ascii.ok()?;
    let name = ascii.strip_suffix('.').unwrap_or(&ascii);
    host_name(name).then(|| name.to_string())
}

/// The part of a host name that somebody registered: one label before the public suffix. A top-level name that
/// the public suffix list does not know is a suffix; a name that is nothing but a suffix comes back as it is.
#[must_use]
pub fn registrable(host: &str) -> &str {
    psl2::lookup(host).and_then(|known| known.registrable_domain()).unwrap_or(host)
}

fn host_name(domain: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    domain.len() <= 253
        && domain.contains('.')
        && domain.split('.').all(label)
        && domain.rsplit('.').next().is_some_and(|top| !top.bytes().all(|b| b.is_ascii_digit()))
}

/// The domain of an address in lower case.
#[must_use]
pub fn email_domain(address: &str) -> &str {
    address.rsplit_once('@').map_or("", |(_, domain)| domain)
}

/// V-08: a UUID in its usual hyphenated form; the answer is in lower case.
#[must_use]
pub fn uuid(text: &str) -> Option<String> {
    let text = text.trim();
    (text.len() == 36)
        .then(|| uuid::Uuid::try_parse(text).ok())
        .flatten()
        .map(|uuid| uuid.hyphenated().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn v_01_names_are_nfc_trimmed_and_one_to_120_code_points() {
        assert_eq!(name("  Mu\u{0308}ller "), Ok("M\u{fc}ller".into()));
        assert_eq!(name(" \u{a0} "), Err(TextFault::Empty));
        assert_eq!(name(&"é".repeat(NAME_MAX)).map(|n| n.chars().count()), Ok(NAME_MAX));
        assert_eq!(name(&"é".repeat(NAME_MAX + 1)), Err(TextFault::TooLong));
        assert_eq!(name("a\u{202e}b"), Err(TextFault::Invalid));
        assert_eq!(name("a\nb"), Err(TextFault::Invalid));
        assert_eq!(prose("a\nb"), Ok("a\nb".into()));
        assert_eq!(prose(&"x".repeat(PROSE_MAX + 1)), Err(TextFault::TooLong));
    }

    #[test]
    fn v_07_addresses() {
        assert_eq!(email(" Sue.O'Hara+x@Fabrikam.Example "), Some("Sue.O'Hara+x@fabrikam.example".into()));
        for bad in [
            "",
            "a",
            "a@",
            "@b.de",
            "a@b",
            "a@b..de",
            "a b@c.de",
            "a@-b.de",
            "a@b.123",
            "ä@b.de",
            "a..b@c.de",
            "a@b.de\r\nBcc: x@y.de",
        ] {
            assert_eq!(email(bad), None, "{bad}");
        }
        let at_limit = |n: usize| {
            alloc::format!("a@{}.{}.{}.{}.de", "b".repeat(63), "c".repeat(63), "d".repeat(59), "e".repeat(n))
        };
        let room = EMAIL_MAX - at_limit(0).len();
        assert!(email(&at_limit(room)).is_some());
        assert!(email(&at_limit(room + 1)).is_none());
    }

    #[test]
    fn v_08_a_domain_is_a_host_name_in_lower_case_and_punycode() {
        for (text, normal) in [
            (" Fabrikam.Example ", "fabrikam.example"),
            ("fabrikam.example.", "fabrikam.example"),
            ("Bücher.Example", "xn--bcher-kva.example"),
            ("Bu\u{308}cher\u{3002}example", "xn--bcher-kva.example"),
            ("XN--BCHER-KVA.example", "xn--bcher-kva.example"),
            ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
            ("a1--b2.example", "a1--b2.example"),
        ] {
            assert_eq!(domain(text).as_deref(), Some(normal), "{text}");
            assert_eq!(domain(normal).as_deref(), Some(normal));
        }
        for bad in [
            "",
            ".",
            "example",
            "fabrikam.example..",
            ".fabrikam.example",
            "a..example",
            "-a.example",
            "a-.example",
            "a_b.example",
            "a b.example",
            "https://fabrikam.example",
            "fabrikam.example/path",
            "fabrikam.example:443",
            "sue@fabrikam.example",
            "127.0.0.1",
            "[::1]",
            "xn--zzzzzzz99999.example",
            "a\u{202e}b.example",
            "a\u{0}.example",
        ] {
            assert_eq!(domain(bad), None, "{bad}");
        }
        let label = "a".repeat(63);
        let longest = alloc::format!("{label}.{label}.{label}.{}", "b".repeat(61));
        assert_eq!((longest.len(), domain(&longest)), (253, Some(longest.clone())));
        assert_eq!(domain(&alloc::format!("{longest}b")), None);
        assert_eq!(domain(&alloc::format!("{label}a.example")), None);
    }

    #[test]
    fn v_08_domains_are_compared_without_what_is_before_the_registered_name() {
        for (host, registered) in [
            ("fabrikam.example", "fabrikam.example"),
            ("mail.eu.fabrikam.example", "fabrikam.example"),
            ("x.co.uk", "x.co.uk"),
            ("www.x.co.uk", "x.co.uk"),
            ("co.uk", "co.uk"),
            ("one.github.io", "one.github.io"),
            ("www.xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn"),
            ("example", "example"),
            ("", ""),
        ] {
            assert_eq!(registrable(host), registered, "{host}");
        }
    }

    #[test]
    fn v_08_a_tenant_is_a_uuid() {
        assert_eq!(
            uuid("3F2C0A6E-0000-4000-8000-00000000000A").as_deref(),
            Some("3f2c0a6e-0000-4000-8000-00000000000a")
        );
        assert_eq!(uuid("3f2c0a6e00004000800000000000000a"), None);
        assert_eq!(uuid("{3f2c0a6e-0000-4000-8000-00000000000a}"), None);
    }
}
