use crate::{Announced, Arrived, FilesError, Problem, Scan, Scanner, Sha256, inspect};

/// What becomes of an uploaded file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It may be published.
    Clean,
    /// It is removed, and the claim says so (V-26).
    Infected {
        /// The scanner's name for the malware.
        signature: String,
    },
    /// It is removed; the uploader may try again with another file.
    Refused(Refusal),
}

/// Why an uploaded file is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Not the announced bytes (V-25).
    NotAsAnnounced,
    /// Not the announced kind, or not a kind that is accepted (V-23).
    Content(Problem),
    /// The scanner cannot read it, so nobody knows whether it is clean (V-26).
    Unscannable,
}

impl Refusal {
    /// The stable code of the refusal.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAsAnnounced => "checksum_mismatch",
            Self::Content(problem) => problem.code(),
            Self::Unscannable => "file_not_clean",
        }
    }
}

/// Judges a file that has arrived: malware first, whatever the file claims to be, then size and hash, then type.
///
/// # Errors
/// Only when the scanner gave no verdict; the file is then still unjudged.
pub async fn verify(
    arrived: &Arrived,
    announced: &Announced,
    scanner: &impl Scanner,
) -> Result<Verdict, FilesError> {
    let scan = scanner.scan(&arrived.bytes).await?;
    if let Scan::Infected { signature } = scan {
        return Ok(Verdict::Infected { signature });
    }
    // A file longer than announced was not even read.
    if arrived.size != announced.size || Sha256::of(&arrived.bytes) != announced.sha256 {
        return Ok(Verdict::Refused(Refusal::NotAsAnnounced));
    }
    if let Err(problem) = inspect(&arrived.bytes, announced.media_type) {
        return Ok(Verdict::Refused(Refusal::Content(problem)));
    }
    Ok(match scan {
        Scan::Unscannable => Verdict::Refused(Refusal::Unscannable),
        Scan::Clean | Scan::Infected { .. } => Verdict::Clean,
    })
}

#[cfg(test)]
mod tests {
    use super::{Refusal, Verdict, verify};
    use crate::{
        Announced, Arrived, BuiltinScanner, FilesError, MediaType, Problem, Scan, Scanner, Sha256, samples,
    };

    fn arrived(bytes: Vec<u8>, media_type: MediaType) -> (Arrived, Announced) {
        let size = bytes.len() as u64;
        let announced = Announced { size, sha256: Sha256::of(&bytes), media_type };
        (Arrived { bytes, size, content_type: None, checksum: None }, announced)
    }

    async fn verdict(case: &(Arrived, Announced)) -> Verdict {
        verify(&case.0, &case.1, &BuiltinScanner).await.unwrap()
    }

    #[tokio::test]
    async fn v_23_the_announced_file_is_clean() {
        for kind in MediaType::ALL {
            let case = arrived(samples::of(kind, "proof").unwrap(), kind);
            assert_eq!(verdict(&case).await, Verdict::Clean, "{kind:?}");
        }
    }

    #[tokio::test]
    async fn v_25_other_bytes_are_a_checksum_mismatch() {
        let honest = arrived(samples::pdf("one"), MediaType::Pdf);
        let mut other = honest.clone();
        other.0.bytes = samples::pdf("two");
        let mut longer = honest.clone();
        longer.0.bytes.push(b'\n');
        longer.0.size += 1;
        let mut unread = honest.clone();
        unread.0.bytes.clear();
        unread.0.size = u64::MAX;
        for case in [other, longer, unread] {
            assert_eq!(verdict(&case).await, Verdict::Refused(Refusal::NotAsAnnounced));
        }
        assert_eq!(Refusal::NotAsAnnounced.code(), "checksum_mismatch");
    }

    #[tokio::test]
    async fn v_26_infected_wins_whatever_else_is_wrong() {
        let mut case = arrived(samples::eicar(), MediaType::Pdf);
        case.1.size += 1;
        assert_eq!(verdict(&case).await, Verdict::Infected { signature: "EICAR-Test-File".into() });
    }

    #[tokio::test]
    async fn v_26_a_file_that_nobody_could_scan_is_not_clean() {
        let case = arrived(samples::pdf("proof"), MediaType::Pdf);
        let verdict = verify(&case.0, &case.1, &Scan::Unscannable).await.unwrap();
        assert_eq!(verdict, Verdict::Refused(Refusal::Unscannable));
        assert_eq!(Refusal::Unscannable.code(), "file_not_clean");
        let encrypted = arrived(samples::png().unwrap(), MediaType::Jpeg);
        let verdict = verify(&encrypted.0, &encrypted.1, &Scan::Unscannable).await.unwrap();
        let mismatch = Problem::TypeMismatch { declared: MediaType::Jpeg };
        assert_eq!(verdict, Verdict::Refused(Refusal::Content(mismatch)), "the more telling reason wins");
    }

    #[tokio::test]
    async fn v_26_no_verdict_of_the_scanner_is_no_verdict_of_ours() {
        struct Broken;
        impl Scanner for Broken {
            async fn scan(&self, _bytes: &[u8]) -> Result<Scan, FilesError> {
                Err(FilesError::ScanUnavailable("down".into()))
            }
        }
        let case = arrived(samples::pdf("proof"), MediaType::Pdf);
        assert!(verify(&case.0, &case.1, &Broken).await.is_err());
    }
}
