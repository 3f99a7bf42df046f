use super::{Problem, inspect};
use crate::{
    MediaType::{self, Csv, Docx, Eml, Jpeg, Pdf, Png, Xlsx},
    bytes::utf16,
    samples::{self, docx_with, pdf_of, png_chunk},
    zip_package::package,
};
use flate2::{Compression, write::ZlibEncoder};
use proptest::prelude::*;
use std::io::Write as _;

fn sample(kind: MediaType) -> Vec<u8> {
    samples::of(kind, "proof").unwrap()
}

fn refused(bytes: &[u8], declared: MediaType, problem: Problem) {
    assert_eq!(
        inspect(bytes, declared),
        Err(problem),
        "{}",
        String::from_utf8_lossy(&bytes[..bytes.len().min(300)])
    );
}

#[test]
fn v_23_every_kind_is_accepted_as_itself_and_as_nothing_else() {
    for kind in MediaType::ALL {
        assert_eq!(inspect(&sample(kind), kind), Ok(()), "{kind:?}");
        for other in MediaType::ALL {
            if other != kind && other != Csv {
                assert!(inspect(&sample(kind), other).is_err(), "{kind:?} as {other:?}");
            }
        }
    }
    refused(&sample(Png), Jpeg, Problem::TypeMismatch { declared: Jpeg });
    refused(&sample(Docx), Xlsx, Problem::TypeMismatch { declared: Xlsx });
    refused(&sample(Pdf), Csv, Problem::TypeMismatch { declared: Csv });
    refused(&sample(Csv), Pdf, Problem::TypeMismatch { declared: Pdf });
}

#[test]
fn v_23_other_types_are_refused_whatever_they_are_called() {
    let zip = package([("readme.txt", &b"hello"[..])]).unwrap();
    let old_word = [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0; 600], &utf16("WordDocument")].concat();
    let others: [&[u8]; 9] = [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xef\xbb\xbf \r\n<?xml version='1.0'?><svg/>",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"#!/bin/sh\necho hello\n",
        b"%!PS-Adobe-3.0\n",
        b"{\\rtf1 hello}",
        &zip,
        &old_word,
        b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
    ];
    for bytes in others {
        for declared in MediaType::ALL {
            let problem = inspect(bytes, declared).unwrap_err();
            assert_eq!(problem.code(), "file_type_not_allowed", "{problem:?}");
        }
    }
}

#[test]
fn v_24_an_empty_file_is_refused() {
    for declared in MediaType::ALL {
        refused(b"", declared, Problem::Empty);
    }
    refused(b"\xef\xbb\xbf \r\n\t", Csv, Problem::Empty);
}

#[test]
fn v_23_codes_are_stable() {
    assert_eq!(Problem::Encrypted.code(), "file_encrypted");
    for problem in [
        Problem::TypeNotAllowed,
        Problem::TypeMismatch { declared: Pdf },
        Problem::Macros,
        Problem::ActiveContent,
        Problem::Damaged,
        Problem::Empty,
    ] {
        assert_eq!(problem.code(), "file_type_not_allowed");
    }
}

// PDF

fn catalog(extra: &str) -> Vec<u8> {
    pdf_of(&[format!("<< /Type /Catalog {extra} >>").into_bytes()], "")
}

fn object_stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<< /Type /ObjStm /N 1 /First 4 {dictionary} >>\nstream\n");
    let stream = [head.as_bytes(), data, b"\nendstream"].concat();
    pdf_of(&[b"<< /Type /Catalog >>".to_vec(), stream], "")
}

fn deflated(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn v_23_pdf_sound_files_pass() {
    let link = "/A << /S /URI /URI (https://example.com/Web/JavaScript \\) /Launch) >>";
    assert_eq!(inspect(&catalog(link), Pdf), Ok(()), "a name within a string is text");
    assert_eq!(inspect(&catalog("/Title <4a53 2f4a53>"), Pdf), Ok(()));
    assert_eq!(inspect(&catalog("/EncryptMetadata false /OpenAction [1 0 R /Fit]"), Pdf), Ok(()));
    let packed = deflated(b"2 0 << /Title (x) >>");
    let length = format!("/Filter /FlateDecode /Length {}", packed.len());
    assert_eq!(inspect(&object_stream(&length, &packed), Pdf), Ok(()));
    assert_eq!(inspect(&object_stream("/Filter [/FlateDecode] /Length 9 0 R", &packed), Pdf), Ok(()));
    assert_eq!(inspect(&[&b"\xef\xbb\xbf\r\n"[..], &catalog(""), b"\r\n\0\0"].concat(), Pdf), Ok(()));
    assert_eq!(inspect(&[catalog(""), catalog("")[9..].to_vec()].concat(), Pdf), Ok(()), "changed later");
}

#[test]
fn v_23_pdf_encrypted_files_are_refused() {
    refused(&pdf_of(&[b"<< /Type /Catalog >>".to_vec()], "/Encrypt 5 0 R"), Pdf, Problem::Encrypted);
    refused(&pdf_of(&[b"<< /Type /Catalog >>".to_vec()], "/Encr#79pt 5 0 R"), Pdf, Problem::Encrypted);
    let stream = b"<< /Type /XRef /Encrypt 5 0 R /Length 2 >>\nstream\nxx\nendstream".to_vec();
    refused(&pdf_of(&[stream], ""), Pdf, Problem::Encrypted);
}

#[test]
fn v_23_pdf_active_content_is_refused() {
    for extra in [
        "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>",
        "/OpenAction << /S /J#61va#53cript >>",
        "/OpenAction<</S/Launch/F(cmd.exe)>>",
        "/Names << /EmbeddedFiles 7 0 R >>",
        "/Annots [ << /Subtype /FileAttachment >> ]",
        "/AcroForm << /XFA 5 0 R >>",
        "/Broken (never ends /S /Launch",
    ] {
        refused(&catalog(extra), Pdf, Problem::ActiveContent);
    }
    let action = b"2 0 << /S /JavaScript >>";
    refused(&object_stream("", action), Pdf, Problem::ActiveContent);
    refused(&object_stream("/Filter /FlateDecode", &deflated(action)), Pdf, Problem::ActiveContent);
    refused(&object_stream("/Filter /ASCIIHexDecode", b"2f4c61756e6368>"), Pdf, Problem::ActiveContent);
    refused(&object_stream("/Filter [/FlateDecode /LZWDecode]", b"x"), Pdf, Problem::ActiveContent);
    let twice = b"<< /X << /Length 99 >> /Length 1 >>\nstream\nx\nendstream endobj 9 0 obj << /S /Launch >> endobj\nendstream";
    refused(&pdf_of(&[twice.to_vec()], ""), Pdf, Problem::ActiveContent);
}

#[test]
fn v_23_pdf_damaged_files_are_refused() {
    let whole = sample(Pdf);
    for length in [8, 20, 200, whole.len() - 8] {
        refused(&whole[..length], Pdf, Problem::Damaged);
    }
    for bytes in [
        [&whole[..], b"PK\x03\x04"].concat(),
        [&b"%PDF-3.0\n"[..], &whole[9..]].concat(),
        b"%PDF-1.4\nstartxref\n0\n%%EOF".to_vec(),
        b"%PDF-1.4\n1 0 obj << >> endobj\nstartxref\n999999\n%%EOF".to_vec(),
        pdf_of(&[b"<< /Length 1 >> stream\nnever ends".to_vec()], ""),
        object_stream("/Filter /FlateDecode", b"no zlib"),
        object_stream("/Filter /FlateDecode", &deflated(&vec![b' '; 2 << 20])),
        pdf_of(&[b"(".repeat(64)], ""),
        pdf_of(
            &[[b"<< ".to_vec(), b"/A 1 ".repeat(5_000), b">>\nstream\nx\nendstream".to_vec()].concat()],
            "",
        ),
    ] {
        refused(&bytes, Pdf, Problem::Damaged);
    }
    let html_first = [&b"<html>"[..], &whole].concat();
    refused(&html_first, Pdf, Problem::TypeNotAllowed);
}

// Office

fn relations(kind: &str, target: &str, mode: &str) -> Vec<u8> {
    format!(
        "<Relationships><Relationship Id='r' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}' \
         Target='{target}' TargetMode='{mode}'/></Relationships>"
    )
    .into_bytes()
}

const SETTINGS: &str = "word/_rels/settings.xml.rels";

#[test]
fn v_23_office_macros_are_refused() {
    let types =
        |kind: &str| format!("<Types><Default Extension='bin' ContentType='application/{kind}'/></Types>");
    for kind in [
        "vnd.ms-word.document.macroEnabled.main+xml",
        "vnd.ms-excel.sheet.binary.macroEnabled.main",
        "vnd.ms-office.vbaProject",
        "vnd.ms-excel.macrosheet+xml",
    ] {
        let file = docx_with(&[("[Content_Types].xml", types(kind).as_bytes())]).unwrap();
        refused(&file, Docx, Problem::Macros);
    }
    refused(&docx_with(&[("word/vbaProject.bin", b"x")]).unwrap(), Docx, Problem::Macros);
    refused(&docx_with(&[("x/VBAPROJECT.BIN", b"x")]).unwrap(), Docx, Problem::Macros);
    refused(&docx_with(&[(SETTINGS, &relations("vbaProject", "x.bin", ""))]).unwrap(), Docx, Problem::Macros);
    let object = [super::OLE, &[0; 70_000], &utf16("_VBA_PROJECT")].concat();
    refused(&docx_with(&[("word/embeddings/oleObject1.bin", &object)]).unwrap(), Docx, Problem::Macros);
}

#[test]
fn v_23_office_active_content_is_refused() {
    for (kind, target, mode) in [
        ("attachedTemplate", "https://example.com/a.dotm", "External"),
        ("attachedTemplate", "file:///\\\\server\\share\\a.dotm", "External"),
        ("attachedTemplate", "http&#58;//example.com/a.dotm", "external"),
        ("oleObject", "mhtml:https://example.com/x!x", "External"),
        ("frame", "https://example.com", "External"),
        ("control", "activeX1.xml", "Internal"),
    ] {
        let file = docx_with(&[(SETTINGS, &relations(kind, target, mode))]).unwrap();
        refused(&file, Docx, Problem::ActiveContent);
    }
    let object = [super::OLE, &[0; 100], &utf16("\u{1}Ole10Native")].concat();
    refused(
        &docx_with(&[("word/embeddings/oleObject1.bin", &object)]).unwrap(),
        Docx,
        Problem::ActiveContent,
    );
}

#[test]
fn v_23_office_ordinary_links_and_objects_pass() {
    let drawing = [super::OLE, &[0; 100], &utf16("VisioDocument")].concat();
    for (name, content) in [
        (SETTINGS, relations("hyperlink", "https://example.com", "External")),
        (SETTINGS, relations("image", "https://example.com/a.png", "External")),
        (SETTINGS, relations("attachedTemplate", "file:///C:\\Templates\\Report.dotx", "External")),
        (SETTINGS, relations("oleObject", "embeddings/oleObject1.bin", "Internal")),
        ("word/embeddings/oleObject1.bin", drawing),
    ] {
        assert_eq!(inspect(&docx_with(&[(name, &content)]).unwrap(), Docx), Ok(()), "{name}");
    }
}

#[test]
fn v_23_office_encrypted_files_are_refused() {
    let wrapped = [super::OLE, &[0; 1_000], &utf16("EncryptedPackage")].concat();
    refused(&wrapped, Docx, Problem::Encrypted);
    let mut zip = package([("[Content_Types].xml", &b"<Types/>"[..])]).unwrap();
    let directory = crate::bytes::find(&zip, b"PK\x01\x02").unwrap();
    zip[directory + 8] |= 1;
    zip[6] |= 1;
    refused(&zip, Docx, Problem::Encrypted);
}

#[test]
fn v_23_office_other_packages_are_refused() {
    let template = "<Types><Override PartName='/word/document.xml' \
        ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml'/></Types>";
    let file = docx_with(&[("[Content_Types].xml", template.as_bytes())]).unwrap();
    refused(&file, Docx, Problem::TypeNotAllowed);
    refused(&docx_with(&[("_rels/.rels", b"<Relationships/>")]).unwrap(), Docx, Problem::TypeNotAllowed);
    refused(&docx_with(&[("word/document.xml", b"<w:other/>")]).unwrap(), Docx, Problem::Damaged);
    refused(&docx_with(&[("word/document.xml", b"not xml")]).unwrap(), Docx, Problem::Damaged);
    refused(&docx_with(&[("_rels/.rels", b"<!DOCTYPE x><Relationships/>")]).unwrap(), Docx, Problem::Damaged);
    let utf16_relations: Vec<u8> = utf16("<Relationships/>");
    refused(&docx_with(&[(SETTINGS, &utf16_relations)]).unwrap(), Docx, Problem::Damaged);
}

#[test]
fn v_23_office_hostile_containers_are_refused() {
    for name in ["/etc/passwd", "../up.xml", "word/../../up.xml", "a\\b.xml", "C:/a.xml", "a\u{7}.xml"] {
        refused(&docx_with(&[(name, b"x")]).unwrap(), Docx, Problem::Damaged);
    }
    let whole = sample(Docx);
    refused(&[&whole[..], b"x"].concat(), Docx, Problem::Damaged);
    refused(&whole[..whole.len() - 1], Docx, Problem::Damaged);
    refused(&whole[..30], Docx, Problem::Damaged);
    let zeros = vec![0; 1 << 20];
    let bomb: Vec<(String, &[u8])> = (0..5).map(|n| (format!("word/{n}.bin"), &zeros[..])).collect();
    let bomb: Vec<(&str, &[u8])> = bomb.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    refused(&docx_with(&bomb).unwrap(), Docx, Problem::Damaged);
    let many: Vec<String> = (0..super::MAX_ENTRIES).map(|number| format!("word/{number}")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    refused(&docx_with(&many).unwrap(), Docx, Problem::Damaged);
}

#[test]
fn v_23_office_a_size_that_lies_does_not_get_past_the_bounds() {
    let zeros = vec![0; 1 << 20];
    let mut file = docx_with(&[("word/a.bin", &zeros)]).unwrap();
    let entry = crate::bytes::find(&file, b"word/a.bin").unwrap();
    let directory = entry + 10 + crate::bytes::find(&file[entry + 10..], b"word/a.bin").unwrap();
    file[directory - 46 + 24..][..4].copy_from_slice(&1_u32.to_le_bytes());
    refused(&file, Docx, Problem::Damaged);
}

// Pictures

#[test]
fn v_23_png_broken_files_are_refused() {
    let whole = sample(Png);
    for length in 8..whole.len() {
        refused(&whole[..length], Png, Problem::Damaged);
    }
    refused(&[&whole[..], b"x"].concat(), Png, Problem::Damaged);
    for index in 8..whole.len() {
        let mut changed = whole.clone();
        changed[index] ^= 1;
        refused(&changed, Png, Problem::Damaged);
    }
    let header_only = [super::png::SIGNATURE, &whole[8..33], &png_chunk(b"IEND", b"")].concat();
    refused(&header_only, Png, Problem::Damaged);
    let huge = [super::png::SIGNATURE, &u32::MAX.to_be_bytes(), b"IHDR"].concat();
    refused(&huge, Png, Problem::Damaged);
}

#[test]
fn v_23_jpeg_broken_files_are_refused() {
    let whole = sample(Jpeg);
    for length in 3..whole.len() {
        refused(&whole[..length], Jpeg, Problem::Damaged);
    }
    refused(&[&whole[..], &[b'x'; 2_000]].concat(), Jpeg, Problem::Damaged);
    refused(b"\xff\xd8\xff\xd9", Jpeg, Problem::Damaged);
    refused(&[&whole[..], &whole[..whole.len() - 2]].concat(), Jpeg, Problem::Damaged);
}

#[test]
fn v_23_jpeg_of_a_phone_passes() {
    let whole = sample(Jpeg);
    let with_map = [&whole[..], &[0; 5_000], &whole, b"tail of the camera"].concat();
    assert_eq!(inspect(&with_map, Jpeg), Ok(()));
}

// Text

#[test]
fn v_23_csv_must_be_plain_utf_8() {
    for text in ["a;b\r\n1;2", "\u{feff}Größe\t1\n", "one", "- one|two!\n@home", "=SUM(A1:A2)"] {
        assert_eq!(inspect(text.as_bytes(), Csv), Ok(()), "{text}");
    }
    for bytes in [&b"Gr\xf6\xdfe;1"[..], b"a\0b", b"a\x1bb", b"\xff\xfea\0;\0", b"\x7fELF"] {
        refused(bytes, Csv, Problem::Damaged);
    }
    refused(b"a,<ScRiPt>alert(1)</script>", Csv, Problem::TypeNotAllowed);
    for text in ["a,=cmd|' /C calc'!A0", "\"@SUM(1)\",+cmd|'/C x'!A0", "-2+cmd.exe|' /C x'!A0\n=cmd|x"] {
        refused(text.as_bytes(), Csv, Problem::ActiveContent);
    }
}

fn mail_with(field: &str) -> Vec<u8> {
    let mail = String::from_utf8(sample(Eml)).unwrap();
    mail.replace("\r\n\r\n", &format!("\r\n\r\n--x\r\n{field}\r\n\r\n")).into_bytes()
}

#[test]
fn v_23_eml_needs_a_sender_and_a_date() {
    let mail = String::from_utf8(sample(Eml)).unwrap();
    for name in ["From", "Date"] {
        refused(mail.replace(name, "X-Other").as_bytes(), Eml, Problem::Damaged);
    }
    refused(mail.replace("proof", "a\0b").as_bytes(), Eml, Problem::Damaged);
    refused(b"From someone\r\nFrom: a\r\nDate: b\r\n\r\n", Eml, Problem::Damaged);
    refused(b"just text", Eml, Problem::Damaged);
    assert_eq!(inspect(b"from: a@example.com\ndate:\n Mon, 2 Nov 2026 09:30:00 +0100\n\nx", Eml), Ok(()));
}

#[test]
fn v_23_eml_attachments_that_run_are_refused() {
    for field in [
        "Content-Disposition: attachment; filename=\"invoice.pdf.exe\"",
        "Content-Disposition: attachment; filename=run.BAT",
        "content-type: application/octet-stream;\r\n\tname=\"a.js\"",
        "Content-Disposition: attachment; filename*=UTF-8''a%2Ee%78e",
        "Content-Disposition: attachment; filename*0=\"a.e\";\r\n filename*1=\"xe\"",
        "Content-Type: text/html; name=\"=?utf-8?B?YS5leGU=?=\"",
        "Content-Type: text/html; name=\"=?utf-8?Q?a=2Eexe?=\"",
        "Content-Disposition: attachment; filename=\"a.exe. \"",
        "Content-Disposition: attachment; filename=\"a;b.zip\"",
        "Content-Disposition: attachment; filename=\"a.\\exe\"",
    ] {
        refused(&mail_with(field), Eml, Problem::ActiveContent);
    }
    for field in [
        "Content-Disposition: attachment; filename=\"report.exe.pdf\"",
        "Content-Type: text/html; charset=utf-8",
    ] {
        assert_eq!(inspect(&mail_with(field), Eml), Ok(()), "{field}");
    }
}

// Anything

fn kind() -> impl Strategy<Value = MediaType> {
    prop::sample::select(MediaType::ALL.to_vec())
}

/// Single changes of a sound file reach far deeper than random bytes do.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<prop::sample::Index>(), any::<u8>(), 0..4_u8);
    (kind(), prop::collection::vec(change, 1..6)).prop_map(|(kind, changes)| {
        let mut bytes = sample(kind);
        for (index, value, how) in changes {
            let at = index.index(bytes.len());
            match how {
                0 => bytes[at] = value,
                1 => bytes.insert(at, value),
                2 => bytes.truncate(at.max(1)),
                _ => bytes.extend_from_within(at..),
            }
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn v_23_no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..2_000), declared in kind()) {
        prop_assert!(inspect(&bytes, declared).is_err() || declared == Csv);
    }

    #[test]
    fn v_23_no_broken_file_makes_it_panic(bytes in mutated(), declared in kind()) {
        let _verdict = inspect(&bytes, declared);
    }

    #[test]
    fn v_23_no_tail_makes_it_panic(start in kind(), tail in prop::collection::vec(any::<u8>(), 0..500)) {
        let magic = [&sample(start)[..12], &tail].concat();
        let _verdict = inspect(&magic, start);
    }

    #[test]
    fn v_23_pdf_no_tokens_make_it_panic(text in "([/()<>\\[\\]%#a-z0-9 \n]|stream\n|endstream|obj|/Length|/Filter){0,80}") {
        let _verdict = inspect(&pdf_of(&[text.into_bytes()], ""), Pdf);
    }

    #[test]
    fn v_23_eml_no_field_makes_it_panic(field in "Content-Type:[ -~;=*\"?%]{0,80}") {
        let _verdict = inspect(&mail_with(&field), Eml);
    }

    #[test]
    fn v_23_office_no_markup_makes_it_panic(
        text in "(<|>|/|&amp;|&#x?[0-9a-f]{0,6};|'|\"| |=|Types|Override|PartName|ContentType|Relationships?|Type|Target|<!DOCTYPE|<!--|<\\?){0,60}",
        name in prop::sample::select(vec!["[Content_Types].xml", "_rels/.rels", SETTINGS, "word/document.xml"]),
    ) {
        let _verdict = inspect(&docx_with(&[(name, text.as_bytes())]).unwrap(), Docx);
    }
}
