//! Searching in bytes, whole or as they are read.

use std::io::Read;

/// Where `needle` first starts.
pub(crate) fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    let first = *needle.first()?;
    let mut from = 0;
    while let Some(step) = haystack.get(from..)?.iter().position(|byte| *byte == first) {
        let at = from + step;
        if haystack.get(at..at + needle.len())? == needle {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

pub(crate) fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    find(haystack, needle).is_some()
}

/// The text as it stands in the directory of an OLE container.
pub(crate) fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Hands on what a reader gives, in windows that overlap, so that a short pattern is never cut in two.
///
/// Reads at most `budget` bytes and takes them from it. `Ok(false)`: there was more.
pub(crate) fn windows(
    mut reader: impl Read,
    budget: &mut u64,
    mut look: impl FnMut(&[u8]),
) -> std::io::Result<bool> {
    const OVERLAP: usize = 128;
    let mut window = vec![0; 64 * 1024];
    let mut kept = 0;
    loop {
        let read = reader.read(&mut window[kept..])?;
        if read == 0 {
            return Ok(true);
        }
        let Some(rest) = budget.checked_sub(read as u64) else { return Ok(false) };
        *budget = rest;
        let filled = kept + read;
        look(&window[..filled]);
        kept = filled.min(OVERLAP);
        window.copy_within(filled - kept..filled, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::{contains, find, windows};
    use std::io::{Read, repeat};

    #[test]
    fn v_23_a_pattern_is_found_wherever_it_stands() {
        assert_eq!(find(b"aab", b"ab"), Some(1));
        assert_eq!(find(b"aa", b"ab"), None);
        assert_eq!(find(b"", b"a"), None);
        assert_eq!(find(b"abc", b"abc"), Some(0));
    }

    #[test]
    fn v_23_a_pattern_across_two_reads_is_seen() {
        for before in [65_530, 65_536, 131_000, 131_072] {
            let reader = repeat(b'.').take(before).chain(&b"needle"[..]).chain(repeat(b'.').take(9));
            let mut seen = false;
            assert!(windows(reader, &mut 1_000_000, |window| seen |= contains(window, b"needle")).unwrap());
            assert!(seen, "{before}");
        }
    }

    #[test]
    fn v_23_reading_stops_at_the_budget() {
        let mut budget = 100;
        assert!(!windows(repeat(0).take(101), &mut budget, |_| ()).unwrap());
        let mut budget = 100;
        assert!(windows(repeat(0).take(100), &mut budget, |_| ()).unwrap());
        assert_eq!(budget, 0);
    }
}
