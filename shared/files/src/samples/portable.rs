use crate::{FilesError, inspect::crc32};
use flate2::{Compression, write::ZlibEncoder};
use std::io::Write;

/// One A4 page with one line of Latin-1 text.
#[must_use]
pub fn pdf(text: &str) -> Vec<u8> {
    let shown: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
        .flat_map(|byte| if b"()\\".contains(&byte) { vec![b'\\', byte] } else { vec![byte] })
        .collect();
    let content = [&b"BT /F1 14 Tf 72 760 Td ("[..], &shown, b") Tj ET"].concat();
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_vec(),
        [format!("<< /Length {} >>\nstream\n", content.len()).as_bytes(), &content, b"\nendstream"].concat(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
    ];
    pdf_of(&objects, "")
}

/// A PDF of these objects, numbered from 1, with `trailer` added to its trailer dictionary.
pub(crate) fn pdf_of(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut table = String::from("0000000000 65535 f \n");
    for (number, object) in (1..).zip(objects) {
        table.push_str(&format!("{:010} 00000 n \n", bytes.len()));
        bytes.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        bytes.extend_from_slice(object);
        bytes.extend_from_slice(b"\nendobj\n");
    }
    let (size, position) = (objects.len() + 1, bytes.len());
    let end = format!(
        "xref\n0 {size}\n{table}trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{position}\n%%EOF\n"
    );
    bytes.extend_from_slice(end.as_bytes());
    bytes
}

/// A grey square of 16 by 16 points.
///
/// # Errors
/// [`FilesError::Template`] when compressing fails, which does not happen in memory.
pub fn png() -> Result<Vec<u8>, FilesError> {
    let mut data = ZlibEncoder::new(Vec::new(), Compression::default());
    for _row in 0..16 {
        data.write_all(&[0; 1]).and_then(|()| data.write_all(&[0xcc; 16])).map_err(FilesError::template)?;
    }
    let data = data.finish().map_err(FilesError::template)?;
    let header = [0, 0, 0, 16, 0, 0, 0, 16, 8, 0, 0, 0, 0];
    let chunks = [png_chunk(b"IHDR", &header), png_chunk(b"IDAT", &data), png_chunk(b"IEND", &[])];
    Ok([b"\x89PNG\r\n\x1a\n".to_vec(), chunks.concat()].concat())
}

pub(crate) fn png_chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let checked = [kind, data].concat();
    let length = u32::try_from(data.len()).unwrap_or_default();
    [&length.to_be_bytes()[..], &checked, &crc32(&checked).to_be_bytes()].concat()
}

/// A grey square of 8 by 8 points.
#[must_use]
pub fn jpeg() -> Vec<u8> {
    let segment = |marker: u8, data: &[u8]| {
        let length = u16::try_from(data.len() + 2).unwrap_or_default().to_be_bytes();
        [&[0xff, marker][..], &length, data].concat()
    };
    // One code of one bit in either table: "no difference" and "end of block".
    let table = |class: u8| [&[class, 1][..], &[0; 15], &[0]].concat();
    [
        vec![0xff, 0xd8],
        segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
        segment(0xdb, &[&[0][..], &[1; 64]].concat()),
        segment(0xc0, &[8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
        segment(0xc4, &table(0x00)),
        segment(0xc4, &table(0x10)),
        segment(0xda, &[1, 1, 0x00, 0, 63, 0]),
        vec![0x3f, 0xff, 0xd9],
    ]
    .concat()
}

/// A header and one row.
#[must_use]
pub fn csv(text: &str) -> Vec<u8> {
    format!("date,activity\r\n2026-11-02,\"{}\"\r\n", text.replace('"', "\"\"")).into_bytes()
}

/// A plain mail with `text` as its body.
#[must_use]
pub fn eml(text: &str) -> Vec<u8> {
    format!(
        "From: Partner <partner@example.com>\r\nTo: Customer <customer@example.org>\r\n\
         Date: Mon, 2 Nov 2026 09:30:00 +0100\r\nSubject: Confirmation\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n"
    )
    .into_bytes()
}
