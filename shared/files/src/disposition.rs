//! The `Content-Disposition` of a download (RFC 6266, RFC 8187).

use crate::MediaType;

/// Long enough for any honest name, short enough for every file system once percent-encoded.
const MAX_CHARS: usize = 120;

/// `attachment` with the name for new and for old clients.
///
/// The name was typed by a partner: what could end the header, climb a folder, hide the true ending or
/// make the file start as another type is taken out.
#[must_use]
pub fn attachment(file_name: &str, media_type: MediaType) -> String {
    let name = safe_name(file_name, media_type);
    let plain: String = name.chars().map(|c| if c.is_ascii() { c } else { '_' }).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", percent_encoded(&name))
}

fn safe_name(file_name: &str, media_type: MediaType) -> String {
    let base = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = base.chars().filter(|c| !is_unsafe(*c)).take(MAX_CHARS).collect();
    let kept = kept.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let kept = if kept.is_empty() { "document" } else { kept };
    if MediaType::from_file_name(kept) == Some(media_type) {
        return kept.into();
    }
    format!("{kept}.{}", media_type.extension())
}

fn is_unsafe(c: char) -> bool {
    let reorders =
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    c.is_control() || reorders || matches!(c, '"' | '<' | '>' | ':' | '|' | '?' | '*' | '%' | ';')
}

fn percent_encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::attachment;
    use crate::MediaType::{Jpeg, Pdf};
    use proptest::prelude::*;

    #[test]
    fn i_23_a_name_is_given_twice_for_old_and_new_clients() {
        assert_eq!(
            attachment("Prüfbericht Nr. 1.pdf", Pdf),
            "attachment; filename=\"Pr_fbericht Nr. 1.pdf\"; filename*=UTF-8''Pr%C3%BCfbericht%20Nr.%201.pdf"
        );
    }

    #[test]
    fn i_23_a_name_cannot_pass_for_another_type() {
        for (name, shown) in [
            ("invoice.exe", "invoice.exe.pdf"),
            ("invoice\u{202e}fdp.exe", "invoicefdp.exe.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\temp\\a.PDF", "a.PDF"),
            ("a.pdf\"; x=\"y", "a.pdf x=y.pdf"),
            (" . ", "document.pdf"),
            ("", "document.pdf"),
        ] {
            assert!(
                attachment(name, Pdf).starts_with(&format!("attachment; filename=\"{shown}\"; ")),
                "{name}"
            );
        }
        assert!(attachment("a.jpeg", Jpeg).contains("\"a.jpeg\""));
    }

    proptest! {
        #[test]
        fn i_23_no_name_breaks_the_header(name in any::<String>()) {
            let header = attachment(&name, Pdf);
            prop_assert!(header.bytes().all(|byte| (0x20..0x7f).contains(&byte)));
            prop_assert_eq!(header.matches('"').count(), 2);
            prop_assert_eq!(header.matches(';').count(), 2);
            prop_assert!(header.len() < 2_000);
        }
    }
}
