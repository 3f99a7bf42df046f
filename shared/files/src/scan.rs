use crate::{
    FilesError, bytes,
    inspect::{MAX_ENTRIES, MAX_UNPACKED},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use std::{
    future::Future,
    io::{Cursor, Read},
};

/// What a malware scanner says of one file (V-26).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scan {
    /// Nothing found.
    Clean,
    /// Malware: the file must go.
    Infected {
        /// The scanner's name for it.
        signature: String,
    },
    /// The scanner cannot read such a file, and never will.
    Unscannable,
}

/// Looks for malware. `Err`: no verdict yet, ask again.
pub trait Scanner: Send + Sync {
    /// The verdict on these bytes.
    fn scan(&self, bytes: &[u8]) -> impl Future<Output = Result<Scan, FilesError>> + Send;
}

/// A verdict that was reached elsewhere and has been reported to us.
impl Scanner for Scan {
    async fn scan(&self, _bytes: &[u8]) -> Result<Scan, FilesError> {
        Ok(self.clone())
    }
}

/// Knows one harmless test file, EICAR, so that a refusal can be seen without an account or real malware:
/// as such, within ZIP containers (and thus Office files), and attached to a mail.
#[derive(Debug, Clone, Copy, Default)]
pub struct BuiltinScanner;

impl Scanner for BuiltinScanner {
    async fn scan(&self, bytes: &[u8]) -> Result<Scan, FilesError> {
        let infected = holds_eicar(bytes, &eicar(), &mut { MAX_UNPACKED }, MAX_DEPTH);
        Ok(if infected { Scan::Infected { signature: "EICAR-Test-File".into() } } else { Scan::Clean })
    }
}

/// Containers within containers: a ZIP attached to a mail attached to a mail.
const MAX_DEPTH: u8 = 4;
/// Most bytes of one entry that are held to look for a container in it.
const MAX_NESTED: u64 = MAX_UNPACKED / 16;

/// The test string, put together at run time: a program that contained it would itself be found by scanners.
pub(crate) fn eicar() -> Vec<u8> {
    [&br"X5O!P%@AP[4\PZX54(P^)7CC)7}$"[..], b"EICAR-STANDARD-", b"ANTIVIRUS-TEST-FILE!$H+H*"].concat()
}

fn holds_eicar(bytes: &[u8], eicar: &[u8], budget: &mut u64, depth: u8) -> bool {
    if bytes::contains(bytes, eicar) {
        return true;
    }
    if depth == 0 {
        return false;
    }
    if bytes.starts_with(b"PK") {
        return zip_holds_eicar(bytes, eicar, budget, depth);
    }
    base64_blocks(bytes).any(|block| holds_eicar(&block, eicar, budget, depth - 1))
}

/// Reads no further than the content check does: what exceeds these bounds is refused there.
fn zip_holds_eicar(bytes: &[u8], eicar: &[u8], budget: &mut u64, depth: u8) -> bool {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return false };
    for index in 0..archive.len().min(MAX_ENTRIES) {
        let Ok(mut entry) = archive.by_index(index) else { continue };
        let mut beginning = Vec::new();
        let limit = MAX_NESTED.min(*budget);
        // Whatever could be read of a broken entry is looked at all the same.
        drop((&mut entry).take(limit).read_to_end(&mut beginning));
        *budget -= beginning.len() as u64;
        let mut found = holds_eicar(&beginning, eicar, budget, depth - 1);
        let tail = beginning.split_off(beginning.len().saturating_sub(eicar.len()));
        drop(bytes::windows(tail.chain(entry), budget, |window| found |= bytes::contains(window, eicar)));
        if found {
            return true;
        }
        if *budget == 0 {
            return false;
        }
    }
    false
}

/// The decoded attachments of a mail: runs of lines that hold nothing but base 64.
fn base64_blocks(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    let mut lines = bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end);
    std::iter::from_fn(move || {
        let mut block: Vec<u8> = Vec::new();
        for line in lines.by_ref() {
            let belongs = !line.is_empty()
                && line.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(byte));
            if belongs {
                block.extend_from_slice(line);
            } else if !block.is_empty() {
                return Some(block);
            }
        }
        (!block.is_empty()).then_some(block)
    })
    .filter_map(|block| BASE64_STANDARD.decode(block).ok())
}

#[cfg(test)]
mod tests {
    use super::{BuiltinScanner, MAX_DEPTH, MAX_UNPACKED, Scan, Scanner, eicar, holds_eicar};
    use crate::{
        MediaType,
        samples::{self, docx_with},
        zip_package::package,
    };
    use base64::{Engine as _, prelude::BASE64_STANDARD};
    use proptest::prelude::*;

    async fn infected(bytes: &[u8]) -> bool {
        BuiltinScanner.scan(bytes).await.unwrap() != Scan::Clean
    }

    fn mail_with(attachment: &[u8]) -> Vec<u8> {
        let encoded = BASE64_STANDARD.encode(attachment).into_bytes();
        let lines: Vec<u8> = encoded.chunks(60).flat_map(|line| [line, b"\r\n"].concat()).collect();
        [samples::eml("--x\r\nContent-Transfer-Encoding: base64\r\n"), lines, b"--x--\r\n".to_vec()].concat()
    }

    #[tokio::test]
    async fn v_26_the_test_file_is_found_wherever_it_hides() {
        let zip = package([("a.txt", &b"clean"[..]), ("b.txt", &eicar())]).unwrap();
        let large = package([("a.txt", &[vec![b'.'; 2 << 20], eicar()].concat()[..])]).unwrap();
        assert_eq!(eicar().len(), 68);
        for (place, bytes) in [
            ("alone", eicar()),
            ("in a mail", samples::eicar()),
            ("behind a picture", [samples::png().unwrap(), eicar()].concat()),
            ("in a Word file", docx_with(&[("word/media/a.txt", &eicar())]).unwrap()),
            ("in a container in a container", package([("inner.zip", &zip[..])]).unwrap()),
            ("late in a large entry", large),
            ("attached", mail_with(&eicar())),
            ("attached in a container", mail_with(&zip)),
        ] {
            assert!(infected(&bytes).await, "{place}");
        }
    }

    #[tokio::test]
    async fn v_26_clean_files_are_clean() {
        for kind in MediaType::ALL {
            assert!(!infected(&samples::of(kind, "clean").unwrap()).await, "{kind:?}");
        }
        for bytes in [&b""[..], b"PK", b"PK\x03\x04", b"====", &eicar()[1..]] {
            assert!(!infected(bytes).await);
        }
    }

    #[tokio::test]
    async fn v_26_a_container_that_unpacks_without_end_stops_the_scan() {
        let zeros = vec![0; 1 << 20];
        let parts: Vec<(String, &[u8])> = (0..8).map(|number| (format!("{number}"), &zeros[..])).collect();
        let bomb = package(parts.iter().map(|(name, bytes)| (name.as_str(), *bytes))).unwrap();
        assert!(!infected(&bomb).await);
        assert_eq!(crate::inspect(&bomb, MediaType::Docx), Err(crate::Problem::Damaged));
    }

    proptest! {
        #[test]
        fn v_26_no_broken_container_makes_it_panic(at in any::<prop::sample::Index>(), value: u8, length in any::<prop::sample::Index>()) {
            let inner = package([("a.txt", &eicar()[..])]).unwrap();
            let mut bytes = package([("a.zip", &inner[..]), ("b.txt", b"QUJD")]).unwrap();
            let changed = at.index(bytes.len());
            bytes[changed] = value;
            bytes.truncate(length.index(bytes.len()) + 1);
            let _found = holds_eicar(&bytes, &eicar(), &mut { MAX_UNPACKED }, MAX_DEPTH);
        }
    }
}
