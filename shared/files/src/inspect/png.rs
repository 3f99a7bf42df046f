//! PNG: every chunk with its checksum, from the header to the very end.

use super::Problem;

pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

pub(super) fn check(bytes: &[u8]) -> Result<(), Problem> {
    let mut rest = bytes.strip_prefix(SIGNATURE).ok_or(Problem::Damaged)?;
    let (mut first, mut has_data) = (true, false);
    loop {
        let (kind, data, after) = chunk(rest).ok_or(Problem::Damaged)?;
        if first != (kind == b"IHDR") || (first && !is_header(data)) {
            return Err(Problem::Damaged);
        }
        first = false;
        has_data |= kind == b"IDAT" && !data.is_empty();
        rest = after;
        if kind == b"IEND" {
            // A tail is where a second file would hide.
            let whole = data.is_empty() && has_data && rest.is_empty();
            return if whole { Ok(()) } else { Err(Problem::Damaged) };
        }
    }
}

fn is_header(data: &[u8]) -> bool {
    data.len() == 13 && data.chunks(4).take(2).all(|side| side.iter().any(|byte| *byte != 0))
}

fn chunk(bytes: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (checked, rest) = rest.split_at_checked(length.checked_add(4)?)?;
    let (kind, data) = checked.split_at_checked(4)?;
    let (sum, rest) = rest.split_first_chunk::<4>()?;
    let sound = kind.iter().all(u8::is_ascii_alphabetic) && u32::from_be_bytes(*sum) == crc32(checked);
    sound.then_some((kind, data, rest))
}

/// The cyclic redundancy check of PNG (ISO 3309).
pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = table();
    !bytes.iter().fold(u32::MAX, |sum, byte| TABLE[usize::from(sum.to_le_bytes()[0] ^ byte)] ^ (sum >> 8))
}

const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let mut value = index as u32;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 1 { 0xedb8_8320 ^ (value >> 1) } else { value >> 1 };
            bit += 1;
        }
        table[index] = value;
        index += 1;
    }
    table
}
