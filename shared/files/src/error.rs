/// What stopped us from looking at or changing a file.
///
/// The text is for the caller and names no key, link or person; the source is for the operator's log.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// S3 did not answer, or not with what we needed. Trying again later may help.
    #[error("object storage is unavailable")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The scanner could not do its work, so the file is neither clean nor infected. Trying again may help.
    #[error("the malware scan is unavailable")]
    ScanUnavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The proof template could not be written.
    #[error("the proof template could not be written")]
    Template(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl FilesError {
    pub(crate) fn unavailable(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Unavailable(source.into())
    }

    pub(crate) fn template(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Template(source.into())
    }
}
