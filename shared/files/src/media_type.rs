/// The kinds of document that may be proof (V-23).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MediaType {
    /// Portable document, `application/pdf`.
    Pdf,
    /// Word document without macros.
    Docx,
    /// Excel workbook without macros.
    Xlsx,
    /// PowerPoint presentation without macros.
    Pptx,
    /// `image/png`.
    Png,
    /// `image/jpeg`.
    Jpeg,
    /// `text/csv` in UTF-8.
    Csv,
    /// A saved mail, `message/rfc822`.
    Eml,
}

impl MediaType {
    /// Every kind, in the order of V-23.
    pub const ALL: [Self; 8] =
        [Self::Pdf, Self::Docx, Self::Xlsx, Self::Pptx, Self::Png, Self::Jpeg, Self::Csv, Self::Eml];

    /// The registered media type, as it stands in `Content-Type`.
    #[must_use]
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Csv => "text/csv",
            Self::Eml => "message/rfc822",
        }
    }

    /// The file name's ending, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Pptx => "pptx",
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Csv => "csv",
            Self::Eml => "eml",
        }
    }

    /// Reads a `Content-Type`; parameters and case do not matter. `None`: not accepted (V-23).
    #[must_use]
    pub fn from_mime(text: &str) -> Option<Self> {
        let essence = text.split(';').next().unwrap_or_default().trim();
        Self::ALL.into_iter().find(|kind| kind.mime().eq_ignore_ascii_case(essence))
    }

    /// Reads the ending of a file name. `None`: no ending, or one that is not accepted (V-23).
    #[must_use]
    pub fn from_file_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        if ending.eq_ignore_ascii_case("jpeg") {
            return Some(Self::Jpeg);
        }
        Self::ALL.into_iter().find(|kind| kind.extension().eq_ignore_ascii_case(ending))
    }
}

#[cfg(test)]
mod tests {
    use super::MediaType;

    #[test]
    fn v_23_every_kind_is_found_by_its_type_and_by_its_ending() {
        for kind in MediaType::ALL {
            assert_eq!(MediaType::from_mime(kind.mime()), Some(kind));
            assert_eq!(MediaType::from_file_name(&format!("a.b.{}", kind.extension())), Some(kind));
        }
        assert_eq!(MediaType::from_mime("Text/CSV; charset=utf-8"), Some(MediaType::Csv));
        assert_eq!(MediaType::from_file_name("photo.JPEG"), Some(MediaType::Jpeg));
    }

    #[test]
    fn v_23_other_types_are_none() {
        for text in ["", "image/svg+xml", "application/zip", "text/html", "application/pdfx", "pdf"] {
            assert_eq!(MediaType::from_mime(text), None, "{text}");
        }
        for name in ["pdf", "a.svg", "a.docm", "a.zip", ""] {
            assert_eq!(MediaType::from_file_name(name), None, "{name}");
        }
    }
}
