//! JPEG: every segment from the start to the end of the image.

use super::Problem;

pub(super) const START: &[u8] = b"\xff\xd8\xff";

/// Cameras write a few bytes after the image; more would be another file.
const MAX_TAIL: usize = 1024;

pub(super) fn check(bytes: &[u8]) -> Result<(), Problem> {
    let mut rest = image(bytes).ok_or(Problem::Damaged)?;
    loop {
        // Phones append further images (brightness map, preview), sometimes padded with zeros.
        let padding = rest.iter().take_while(|byte| **byte == 0).count();
        let next = rest.get(padding..).unwrap_or_default();
        if !next.starts_with(START) {
            return if rest.len() <= MAX_TAIL { Ok(()) } else { Err(Problem::Damaged) };
        }
        rest = image(next).ok_or(Problem::Damaged)?;
    }
}

/// What follows the image at the beginning of `bytes`.
fn image(bytes: &[u8]) -> Option<&[u8]> {
    let mut rest = bytes.strip_prefix(b"\xff\xd8")?;
    let (mut has_frame, mut has_scan) = (false, false);
    loop {
        let (marker, after) = marker(rest)?;
        rest = match marker {
            0xd9 => return (has_frame && has_scan).then_some(after),
            0x01 | 0xd0..=0xd7 => after,
            0x00 | 0xd8 | 0xff => return None,
            _ => {
                let (data, after) = segment(after)?;
                // 0xc4, 0xc8 and 0xcc are tables, the others of the row are frame headers.
                if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
                    let sides = data.get(1..5)?;
                    // The height may be 0: it then follows the first scan.
                    has_frame = sides.get(2..)?.iter().any(|byte| *byte != 0);
                }
                has_scan |= marker == 0xda;
                if marker == 0xda { scan_end(after)? } else { after }
            }
        };
    }
}

fn marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let rest = bytes.strip_prefix(b"\xff")?;
    let fill = rest.iter().take_while(|byte| **byte == 0xff).count();
    rest.get(fill..)?.split_first().map(|(marker, rest)| (*marker, rest))
}

fn segment(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<2>()?;
    rest.split_at_checked(usize::from(u16::from_be_bytes(*length)).checked_sub(2)?)
}

/// The next marker that does not belong to the compressed data.
fn scan_end(bytes: &[u8]) -> Option<&[u8]> {
    let belongs = |next: u8| next == 0 || (0xd0..=0xd7).contains(&next);
    let at = bytes.windows(2).position(|pair| matches!(pair, [0xff, next] if !belongs(*next)))?;
    bytes.get(at..)
}
