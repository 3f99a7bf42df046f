//! What a file really is, told by its content alone (V-23).
//!
//! Pure: no clock, no network. Every reader here works within bounds, gives up on the first doubt and
//! never panics, whatever the bytes. It is a sieve, not a proof of harmlessness: malware is the scanner's.

mod csv;
mod eml;
mod jpeg;
mod ooxml;
mod pdf;
mod pdf_tokens;
mod png;

#[cfg(any(test, feature = "samples"))]
pub(crate) use png::crc32;

use crate::{MediaType, bytes};

/// Most bytes a compressed file may hold once unpacked: 256 MiB, ten times the limit of V-24. Our own tests
/// go to the bound with less, because unoptimised code takes seconds to unpack that much.
pub(crate) const MAX_UNPACKED: u64 = if cfg!(test) { 4 << 20 } else { 256 << 20 };
/// Most entries an Office file may hold. Large presentations have some 2,000.
pub(crate) const MAX_ENTRIES: usize = 8_192;

const ZIP: &[u8] = b"PK\x03\x04";
pub(crate) const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Why a file is no proof. The text is for the person who uploaded it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The content is of no kind that is accepted.
    #[error("files of this type are not accepted")]
    TypeNotAllowed,
    /// The content is not what it was announced as.
    #[error("the content of the file is not of the announced type")]
    TypeMismatch {
        /// What it was announced as.
        declared: MediaType,
    },
    /// A password is needed to read it.
    #[error("the file is encrypted")]
    Encrypted,
    /// An Office file with macros.
    #[error("the file contains macros")]
    Macros,
    /// Something in the file runs, starts or fetches something when it is opened.
    #[error("the file contains active content")]
    ActiveContent,
    /// Broken off, inconsistent, or too large once unpacked.
    #[error("the file is damaged")]
    Damaged,
    /// No content at all.
    #[error("the file is empty")]
    Empty,
}

impl Problem {
    /// The stable code of the refusal (V-23).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TypeNotAllowed
            | Self::TypeMismatch { .. }
            | Self::Macros
            | Self::ActiveContent
            | Self::Damaged
            | Self::Empty => "file_type_not_allowed",
            Self::Encrypted => "file_encrypted",
        }
    }
}

/// Proves that `bytes` are a sound file of the `declared` kind (V-23).
///
/// # Errors
/// The first [`Problem`] met. A file of another accepted kind is a mismatch, of any other kind not allowed.
pub fn inspect(bytes: &[u8], declared: MediaType) -> Result<(), Problem> {
    if bytes.is_empty() {
        return Err(Problem::Empty);
    }
    let found = if pdf::is_pdf(bytes) {
        pdf::check(bytes).map(|()| MediaType::Pdf)
    } else if bytes.starts_with(ZIP) {
        ooxml::check(bytes)
    } else if bytes.starts_with(OLE) {
        Err(ole_problem(bytes))
    } else if bytes.starts_with(png::SIGNATURE) {
        png::check(bytes).map(|()| MediaType::Png)
    } else if bytes.starts_with(jpeg::START) {
        jpeg::check(bytes).map(|()| MediaType::Jpeg)
    } else {
        return inspect_text(bytes, declared);
    };
    match found {
        Ok(kind) if kind == declared => Ok(()),
        Ok(_) => Err(Problem::TypeMismatch { declared }),
        Err(problem) => Err(problem),
    }
}

/// Text has no signature, so here the announced kind decides what to look for.
fn inspect_text(bytes: &[u8], declared: MediaType) -> Result<(), Problem> {
    if is_markup_or_script(bytes) {
        return Err(Problem::TypeNotAllowed);
    }
    match declared {
        MediaType::Csv => csv::check(bytes),
        MediaType::Eml => eml::check(bytes),
        MediaType::Pdf
        | MediaType::Docx
        | MediaType::Xlsx
        | MediaType::Pptx
        | MediaType::Png
        | MediaType::Jpeg => Err(Problem::TypeMismatch { declared }),
    }
}

/// What a browser or a shell would run: HTML, SVG and other XML, scripts, PostScript, rich text.
fn is_markup_or_script(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    [&b"<"[..], b"#!", b"%!", b"{\\rtf"].iter().any(|start| text.starts_with(start))
}

/// Office encrypts by wrapping the whole package in an OLE container; any other one is the format of 1997.
fn ole_problem(container: &[u8]) -> Problem {
    if bytes::contains(container, &bytes::utf16("EncryptedPackage")) {
        Problem::Encrypted
    } else {
        Problem::TypeNotAllowed
    }
}

#[cfg(test)]
mod tests;
