//! Partner-supplied text made harmless before it meets a sentence (quality 2, promise 15).

/// No name or remark of ours is longer (api.md 1: remarks end at 2,000 code points).
const LONGEST: usize = 2_000;

/// One line of visible text: control and bidi characters gone, every run of white space a single
/// space, at most 2,000 characters (then an ellipsis), and no `://`, so that no mail program turns a
/// partner's words into a link.
///
/// HTML is not escaped here: that is the template's part.
#[must_use]
pub fn clean(text: &str) -> String {
    let mut line = String::with_capacity(text.len().min(LONGEST));
    let mut length = 0;
    let mut gap = false;
    for character in text.chars().filter(|c| !invisible(*c)) {
        if character.is_whitespace() || character.is_control() {
            gap = !line.is_empty();
            continue;
        }
        if length + usize::from(gap) >= LONGEST {
            line.push('…');
            break;
        }
        if gap {
            line.push(' ');
            length += 1;
            gap = false;
        }
        line.push(character);
        length += 1;
    }
    if line.contains("://") { line.replace("://", ": ") } else { line }
}

/// Marks that turn the reading direction or hide between letters. The zero-width joiners stay: some
/// scripts need them in names.
fn invisible(character: char) -> bool {
    matches!(character,
        '\u{00ad}' | '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn promise_15_line_breaks_and_controls_become_one_space() {
        assert_eq!(clean("  Jane\r\nBcc: all@example.org\u{0}\t Doe "), "Jane Bcc: all@example.org Doe");
        assert_eq!(clean("a\u{2028}b\u{85}c"), "a b c");
    }

    #[test]
    fn promise_15_bidi_marks_vanish() {
        assert_eq!(clean("Contoso \u{202e}GmbH\u{202c}\u{200f}"), "Contoso GmbH");
    }

    #[test]
    fn promise_15_addresses_are_not_links() {
        assert_eq!(clean("see https://evil.example/x"), "see https: evil.example/x");
    }

    #[test]
    fn promise_15_length_is_bounded() {
        let long = "x ".repeat(10_000);
        assert!(clean(&long).chars().count() <= 2_001);
        assert_eq!(clean(&"ä".repeat(2_000)), "ä".repeat(2_000));
    }

    #[test]
    fn ordinary_names_stay() {
        for name in ["Renée O’Connor-Şahin", "株式会社フクオカ", "Müller & Söhne <Berlin>"] {
            assert_eq!(clean(name), name);
        }
    }
}
