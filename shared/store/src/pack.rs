//! Claims in a small space. A claim is written about ten times in its life and every kilobyte of it is paid
//! for every time; its JSON is mostly names of fields and words of the domain, which a dictionary knows.

use std::cell::RefCell;

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use serde::{Serialize, de::DeserializeOwned};

/// What a typical claim says, without anybody's data. Rows of schema 1 cannot be read without exactly these
/// bytes: another dictionary is another schema.
const DICTIONARY: &[u8] = include_bytes!("dictionary-1.txt");
/// A packed value grows to no more than this.
const LARGEST: usize = 16 << 20;
/// How far back deflate looks for what it has seen, as a power of two: the dictionary and a claim of the usual length.
const WINDOW: u8 = 14;

thread_local! {
    // Making one takes longer than packing a claim.
    static DEFLATE: RefCell<Compress> =
        RefCell::new(Compress::new_with_window_bits(Compression::default(), false, WINDOW));
    static INFLATE: RefCell<Decompress> = RefCell::new(Decompress::new(false));
}

/// The packed value; `None` when it has no JSON form.
pub(crate) fn pack(value: &impl Serialize) -> Option<Vec<u8>> {
    let json = serde_json::to_vec(value).ok()?;
    DEFLATE.with_borrow_mut(|deflate| deflated(deflate, &json))
}

fn deflated(deflate: &mut Compress, json: &[u8]) -> Option<Vec<u8>> {
    deflate.reset();
    deflate.set_dictionary(DICTIONARY).ok()?;
    // Enough for text that does not shrink at all.
    let mut packed = Vec::with_capacity(json.len() + json.len() / 8 + 64);
    let status = deflate.compress_vec(json, &mut packed, FlushCompress::Finish).ok()?;
    (status == Status::StreamEnd).then_some(packed)
}

/// The value; `None` when the bytes are none of ours.
pub(crate) fn unpack<T: DeserializeOwned>(packed: &[u8]) -> Option<T> {
    let json = INFLATE.with_borrow_mut(|inflate| inflated(inflate, packed))?;
    serde_json::from_slice(&json).ok()
}

fn inflated(inflate: &mut Decompress, packed: &[u8]) -> Option<Vec<u8>> {
    inflate.reset(false);
    inflate.set_dictionary(DICTIONARY).ok()?;
    let mut json = Vec::with_capacity(packed.len() * 8 + 64);
    loop {
        let read = usize::try_from(inflate.total_in()).ok()?;
        let before = (read, json.len());
        match inflate.decompress_vec(packed.get(read..)?, &mut json, FlushDecompress::Finish).ok()? {
            Status::StreamEnd => return Some(json),
            Status::Ok | Status::BufError => {}
        }
        let stuck = json.len() < json.capacity() && before == (read, json.len());
        if stuck || json.len() > LARGEST {
            return None;
        }
        json.reserve(json.len().max(64));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn what_is_packed_is_unpacked() {
        let long: String = (0..9_000_u32).map(|n| char::from_u32(0x21 + n * 7 % 90).unwrap()).collect();
        for value in [json!(null), json!({ "a": [1, "ü"] }), json!(long), json!("x".repeat(200_000))] {
            let packed = pack(&value).unwrap();
            assert_eq!(unpack::<Value>(&packed), Some(value));
        }
    }

    #[test]
    fn bytes_that_are_none_of_ours_are_refused() {
        let packed = pack(&json!({ "state": { "status": "draft" } })).unwrap();
        for bytes in [&[][..], &[0xff; 40], &packed[..packed.len() - 1], b"{}"] {
            assert_eq!(unpack::<Value>(bytes), None);
        }
    }

    #[test]
    fn rows_of_schema_1_stay_readable() {
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for byte in DICTIONARY {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
        assert_eq!(hash, 4_769_677_730_753_244_840, "the dictionary of schema 1 has changed");
    }
}
