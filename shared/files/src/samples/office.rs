use crate::{FilesError, zip_package::package};

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const OFFICE: &str = "application/vnd.openxmlformats-officedocument";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships/metadata";
const PROPERTIES: &str = "docProps/core.xml";

/// A Word document of one paragraph.
///
/// # Errors
/// [`FilesError::Template`] when the container cannot be written, which does not happen in memory.
pub fn docx(text: &str) -> Result<Vec<u8>, FilesError> {
    let document = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>\
         <w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>",
        escaped(text)
    );
    office(&[("word/document.xml", "wordprocessingml.document.main+xml", document)], "")
}

/// An Excel workbook with one sheet and one cell.
///
/// # Errors
/// As [`docx`].
pub fn xlsx(text: &str) -> Result<Vec<u8>, FilesError> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let workbook = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets>\
         <sheet name=\"Proof\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let sheet = format!(
        "<worksheet xmlns=\"{MAIN}\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{}</t></is></c></row>\
         </sheetData></worksheet>",
        escaped(text)
    );
    let parts = [
        ("xl/workbook.xml", "spreadsheetml.sheet.main+xml", workbook),
        ("xl/worksheets/sheet1.xml", "spreadsheetml.worksheet+xml", sheet),
    ];
    office(&parts, &relation("worksheet", "worksheets/sheet1.xml"))
}

/// A PowerPoint presentation without slides; `text` is its title.
///
/// # Errors
/// As [`docx`].
pub fn pptx(text: &str) -> Result<Vec<u8>, FilesError> {
    let presentation = "<p:presentation xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\">\
                        <p:sldSz cx=\"9144000\" cy=\"6858000\"/><p:notesSz cx=\"6858000\" cy=\"9144000\"/>\
                        </p:presentation>";
    let title = format!(
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title></cp:coreProperties>",
        escaped(text)
    );
    let parts = [
        ("ppt/presentation.xml", "presentationml.presentation.main+xml", presentation.into()),
        (PROPERTIES, "", title),
    ];
    office(&parts, "")
}

/// A Word document with these further parts; one of the same name replaces ours.
#[cfg(test)]
pub(crate) fn docx_with(further: &[(&str, &[u8])]) -> Result<Vec<u8>, FilesError> {
    use std::io::{Cursor, Read};
    let mut archive = zip::ZipArchive::new(Cursor::new(docx("proof")?)).map_err(FilesError::template)?;
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(FilesError::template)?;
        let mut content = Vec::new();
        entry.read_to_end(&mut content).map_err(FilesError::template)?;
        parts.push((entry.name().map_err(FilesError::template)?.into_owned(), content));
    }
    parts.retain(|(name, _)| further.iter().all(|(other, _)| other != name));
    parts.extend(further.iter().map(|(name, content)| ((*name).to_owned(), content.to_vec())));
    package(parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())))
}

/// The first part is the main one; `relations` are its own.
fn office(parts: &[(&str, &str, String)], relations: &str) -> Result<Vec<u8>, FilesError> {
    let (main, _, _) = parts.first().ok_or_else(|| FilesError::template("no main part"))?;
    let overrides: String = parts
        .iter()
        .map(|(name, kind, _)| match *kind {
            "" => ("application/vnd.openxmlformats-package.core-properties+xml".to_owned(), name),
            kind => (format!("{OFFICE}.{kind}"), name),
        })
        .map(|(kind, name)| format!("<Override PartName=\"/{name}\" ContentType=\"{kind}\"/>"))
        .collect();
    let types = format!(
        "{XML}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>{overrides}</Types>"
    );
    let has_properties = parts.iter().any(|(name, _, _)| *name == PROPERTIES);
    let properties = if has_properties {
        format!("<Relationship Id=\"rId2\" Type=\"{PACKAGE}/core-properties\" Target=\"{PROPERTIES}\"/>")
    } else {
        String::new()
    };
    let (folder, file) = main.split_once('/').unwrap_or(("", main));
    let mut files = vec![
        ("[Content_Types].xml".to_owned(), types),
        ("_rels/.rels".into(), relation_part(&[relation("officeDocument", main), properties].concat())),
        (format!("{folder}/_rels/{file}.rels"), relation_part(relations)),
    ];
    files.extend(parts.iter().map(|(name, _, content)| ((*name).to_owned(), format!("{XML}{content}"))));
    package(files.iter().map(|(name, content)| (name.as_str(), content.as_bytes())))
}

fn relation(kind: &str, target: &str) -> String {
    format!("<Relationship Id=\"rId1\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>")
}

fn relation_part(relations: &str) -> String {
    format!(
        "{XML}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
