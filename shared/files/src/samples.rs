//! For tests and the demo: small valid files of every kind, made in code.
//!
//! The files open in the programs they are for. The same text gives the same bytes.

mod office;
mod portable;

pub use office::{docx, pptx, xlsx};
pub use portable::{csv, eml, jpeg, pdf, png};

#[cfg(test)]
pub(crate) use {
    office::docx_with,
    portable::{pdf_of, png_chunk},
};

use crate::{FilesError, MediaType};

/// A valid file of this kind that says `text` where the kind can say anything.
///
/// # Errors
/// [`FilesError::Template`] when the container cannot be written, which does not happen in memory.
pub fn of(media_type: MediaType, text: &str) -> Result<Vec<u8>, FilesError> {
    match media_type {
        MediaType::Pdf => Ok(pdf(text)),
        MediaType::Docx => docx(text),
        MediaType::Xlsx => xlsx(text),
        MediaType::Pptx => pptx(text),
        MediaType::Png => png(),
        MediaType::Jpeg => Ok(jpeg()),
        MediaType::Csv => Ok(csv(text)),
        MediaType::Eml => Ok(eml(text)),
    }
}

/// A mail that is sound in every other way and carries the harmless EICAR test string, which every malware
/// scanner reports (V-26). Announce it as [`MediaType::Eml`].
#[must_use]
pub fn eicar() -> Vec<u8> {
    [eml("Test of the malware scan"), crate::scan::eicar()].concat()
}
