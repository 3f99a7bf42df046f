//! Word, Excel and PowerPoint files (ECMA-376): a package of parts in a ZIP container.

use super::{MAX_ENTRIES, MAX_UNPACKED, OLE, Problem};
use crate::{MediaType, bytes, xml};
use std::io::{Cursor, Read};
use zip::{ZipArchive, read::ZipFile};

/// Most bytes of a part that we read as XML.
const MAX_XML: u64 = 16 * 1024 * 1024;
/// The root element of every main part stands well within this.
const MAX_ROOT: u64 = 64 * 1024;
const CONTENT_TYPES: &str = "[Content_Types].xml";

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The parts that say what the package is.
#[derive(Default)]
struct Parts {
    content_types: Option<Vec<u8>>,
    root_relations: Option<Vec<u8>>,
}

pub(super) fn check(bytes: &[u8]) -> Result<MediaType, Problem> {
    // Office writes no archive comment; whatever stands behind the directory is hidden from Office.
    let ends = bytes
        .len()
        .checked_sub(22)
        .and_then(|at| bytes.get(at..))
        .is_some_and(|end| end.starts_with(b"PK\x05\x06"));
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Problem::Damaged)?;
    if !ends || archive.offset() != 0 || archive.len() > MAX_ENTRIES || archive.has_duplicate_names() {
        return Err(Problem::Damaged);
    }
    check_directory(&mut archive)?;
    let mut parts = Parts::default();
    let mut budget = MAX_UNPACKED;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|_| Problem::Damaged)?;
        check_entry(entry, &mut budget, &mut parts)?;
    }
    let content_types = parts.content_types.ok_or(Problem::TypeNotAllowed)?;
    let types = Types::read(&content_types)?;
    if types.have_macros() {
        return Err(Problem::Macros);
    }
    main_part(&mut archive, &types, &parts.root_relations.ok_or(Problem::TypeNotAllowed)?)
}

/// Judges by the directory alone, before anything is unpacked.
fn check_directory(archive: &mut Archive<'_>) -> Result<(), Problem> {
    let mut declared: u64 = 0;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|_| Problem::Damaged)?;
        if entry.encrypted() {
            return Err(Problem::Encrypted);
        }
        declared = declared.saturating_add(entry.size());
        let name = entry.name().map_err(|_| Problem::Damaged)?.to_ascii_lowercase();
        if !is_safe(&name) || entry.is_symlink() || declared > MAX_UNPACKED {
            return Err(Problem::Damaged);
        }
        if matches!(name.rsplit('/').next(), Some("vbaproject.bin" | "vbadata.xml")) {
            return Err(Problem::Macros);
        }
    }
    Ok(())
}

fn is_safe(name: &str) -> bool {
    let forbidden = |c: char| c.is_control() || matches!(c, '\\' | ':');
    !name.contains(forbidden)
        && !name.starts_with('/')
        && !name.split('/').any(|part| matches!(part, "." | ".."))
}

/// Unpacks one entry to its end: only then are its size and checksum known to be true.
fn check_entry(
    mut entry: ZipFile<'_, Cursor<&[u8]>>,
    budget: &mut u64,
    parts: &mut Parts,
) -> Result<(), Problem> {
    let name = entry.name().map_err(|_| Problem::Damaged)?.into_owned();
    let is_relations = name.to_ascii_lowercase().ends_with(".rels");
    if name == CONTENT_TYPES || is_relations {
        let mut text = Vec::new();
        (&mut entry).take(MAX_XML + 1).read_to_end(&mut text).map_err(|_| Problem::Damaged)?;
        *budget = budget.checked_sub(text.len() as u64).ok_or(Problem::Damaged)?;
        if text.len() as u64 > MAX_XML {
            return Err(Problem::Damaged);
        }
        if is_relations {
            relations(&text)?.iter().try_for_each(Relation::check)?;
        }
        if name == CONTENT_TYPES {
            parts.content_types = Some(text);
        } else if name == "_rels/.rels" {
            parts.root_relations = Some(text);
        }
        return Ok(());
    }
    let mut ole = OleObject::default();
    match bytes::windows(&mut entry, budget, |window| ole.look(window)) {
        Ok(true) => ole.check(),
        Ok(false) | Err(_) => Err(Problem::Damaged),
    }
}

/// An object of another program within the document. Charts and drawings are common and harmless; a packed
/// file, an old equation or macros are how malware travels.
#[derive(Default)]
struct OleObject {
    started: bool,
    is_ole: bool,
    active: bool,
    macros: bool,
}

impl OleObject {
    fn look(&mut self, window: &[u8]) {
        if !self.started {
            self.started = true;
            self.is_ole = window.starts_with(OLE);
        }
        if self.is_ole {
            let names = |name: &str| bytes::contains(window, &bytes::utf16(name));
            self.active |= names("Ole10Native") || names("Equation Native");
            self.macros |= names("_VBA_PROJECT");
        }
    }

    fn check(&self) -> Result<(), Problem> {
        match (self.macros, self.active) {
            (true, _) => Err(Problem::Macros),
            (false, true) => Err(Problem::ActiveContent),
            (false, false) => Ok(()),
        }
    }
}

struct Relation {
    /// The last part of the type's address: it is the same in the transitional and the strict notation.
    kind: String,
    target: String,
    external: bool,
}

fn relations(text: &[u8]) -> Result<Vec<Relation>, Problem> {
    let elements = xml::elements(text).ok_or(Problem::Damaged)?;
    let of = |element: &xml::Element| {
        let kind = element.attribute("Type").unwrap_or_default();
        Relation {
            kind: kind.rsplit('/').next().unwrap_or_default().to_ascii_lowercase(),
            target: element.attribute("Target").unwrap_or_default().into(),
            external: element
                .attribute("TargetMode")
                .is_some_and(|mode| mode.eq_ignore_ascii_case("external")),
        }
    };
    Ok(elements.iter().filter(|element| element.name == "Relationship").map(of).collect())
}

impl Relation {
    fn check(&self) -> Result<(), Problem> {
        match self.kind.as_str() {
            "vbaproject" | "wordvbadata" | "xlmacrosheet" | "xlintlmacrosheet" => Err(Problem::Macros),
            "control" | "activexcontrolbinary" => Err(Problem::ActiveContent),
            // Fetched when the file is opened, without a question.
            "oleobject" | "package" | "subdocument" | "frame" if self.external => Err(Problem::ActiveContent),
            "attachedtemplate" if self.external && !self.is_on_local_drive() => Err(Problem::ActiveContent),
            _ => Ok(()),
        }
    }

    /// `file:///C:\…`: Word notes the path of the author's own template in every document made from one, and
    /// on the reader's machine it leads nowhere.
    fn is_on_local_drive(&self) -> bool {
        let path = self.target.strip_prefix("file:///").unwrap_or(&self.target).as_bytes();
        matches!(path, [drive, b':', b'\\' | b'/', ..] if drive.is_ascii_alphabetic())
    }
}

struct Types {
    /// By extension, and by part.
    defaults: Vec<(String, String)>,
    overrides: Vec<(String, String)>,
}

impl Types {
    fn read(text: &[u8]) -> Result<Self, Problem> {
        let elements = xml::elements(text).ok_or(Problem::Damaged)?;
        let pairs = |name: &str, key: &str| {
            let of = |element: &xml::Element| {
                let key = element.attribute(key)?.trim_start_matches('/').to_ascii_lowercase();
                Some((key, element.attribute("ContentType")?.to_ascii_lowercase()))
            };
            elements.iter().filter(|element| element.name == name).filter_map(of).collect()
        };
        Ok(Self { defaults: pairs("Default", "Extension"), overrides: pairs("Override", "PartName") })
    }

    fn have_macros(&self) -> bool {
        const MACROS: [&str; 4] =
            ["macroenabled", "vbaproject", "ms-excel.macrosheet", "ms-excel.intlmacrosheet"];
        let mut types = self.defaults.iter().chain(&self.overrides);
        types.any(|(_, kind)| MACROS.iter().any(|mark| kind.contains(mark)))
    }

    fn of(&self, part: &str) -> Option<&str> {
        let part = part.to_ascii_lowercase();
        let extension = part.rsplit_once('.').map_or("", |(_, extension)| extension);
        let of = |list: &'_ [(String, String)], key: &str| list.iter().position(|(known, _)| known == key);
        match of(&self.overrides, &part) {
            Some(at) => self.overrides.get(at),
            None => of(&self.defaults, extension).and_then(|at| self.defaults.get(at)),
        }
        .map(|(_, kind)| kind.as_str())
    }
}

/// The part that an Office program opens first tells which program that is.
fn main_part(archive: &mut Archive<'_>, types: &Types, root_relations: &[u8]) -> Result<MediaType, Problem> {
    let relations = relations(root_relations)?;
    let mut main = relations.iter().filter(|relation| relation.kind == "officedocument");
    let (Some(relation), None) = (main.next(), main.next()) else { return Err(Problem::TypeNotAllowed) };
    let part = relation.target.trim_start_matches('/');
    let part = part.strip_prefix("./").unwrap_or(part);
    let kind =
        types.of(part).and_then(|kind| kind.strip_prefix("application/vnd.openxmlformats-officedocument."));
    let (media_type, root) = match kind {
        Some("wordprocessingml.document.main+xml") => (MediaType::Docx, "document"),
        Some("spreadsheetml.sheet.main+xml") => (MediaType::Xlsx, "workbook"),
        Some("presentationml.presentation.main+xml") => (MediaType::Pptx, "presentation"),
        Some(_) | None => return Err(Problem::TypeNotAllowed),
    };
    let mut beginning = Vec::new();
    let entry = archive.by_name(part).map_err(|_| Problem::Damaged)?;
    entry.take(MAX_ROOT).read_to_end(&mut beginning).map_err(|_| Problem::Damaged)?;
    if xml::root(&beginning).as_deref() == Some(root) { Ok(media_type) } else { Err(Problem::Damaged) }
}
