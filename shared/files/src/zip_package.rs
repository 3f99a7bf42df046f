use crate::FilesError;
use std::io::{Cursor, Write};
use zip::{DateTime, System, ZipWriter, write::SimpleFileOptions};

/// Packs these parts in this order. The same parts give the same bytes, on every machine and every day.
pub(crate) fn package<'a>(
    parts: impl IntoIterator<Item = (&'a str, &'a [u8])>,
) -> Result<Vec<u8>, FilesError> {
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default()).system(System::Unix);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name, options).map_err(FilesError::template)?;
        writer.write_all(content).map_err(FilesError::template)?;
    }
    Ok(writer.finish().map_err(FilesError::template)?.into_inner())
}
