//! Proof of execution in S3: upload tickets, the check by content, the malware scan, the template to fill in.
//!
//! A document comes in three steps: [`Presigner::ticket`] lets a browser write exactly one announced file
//! to the incoming bucket; [`verify`] judges what arrived; [`Proofs::publish`] moves a clean file to the
//! proof bucket, the only one downloads are given from (I-23).

mod bytes;
mod disposition;
mod error;
mod inspect;
mod key;
mod media_type;
mod presigner;
mod s3;
mod scan;
mod sha256;
mod verify;
mod xml;
mod zip_package;

pub mod guardduty;
pub mod proof_template;
#[cfg(any(test, feature = "samples"))]
pub mod samples;

pub use disposition::attachment;
pub use error::FilesError;
pub use inspect::{Problem, inspect};
pub use key::ProofKey;
pub use media_type::MediaType;
pub use presigner::{Announced, Link, Presigner, Ticket};
pub use s3::{Arrived, Place, Proofs, Published};
pub use scan::{BuiltinScanner, Scan, Scanner};
pub use sha256::Sha256;
pub use verify::{Refusal, Verdict, verify};
