//! A saved mail: the header block of RFC 5322 and no attachment that runs or hides something.
//!
//! Attachments are told by their names, in every part at every depth, because a mail program opens them by
//! name. Their contents are the scanner's.

use super::Problem;
use base64::{Engine as _, prelude::BASE64_STANDARD};

/// Programs, scripts and pages; documents with macros; archives and disk images (V-23).
const REFUSED: [&str; 44] = [
    "exe", "com", "scr", "pif", "cpl", "dll", "msi", "msp", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse",
    "wsf", "wsh", "hta", "jar", "lnk", "reg", "chm", "one", "html", "htm", "xhtml", "svg", "docm", "dotm",
    "xlsm", "xltm", "xlsb", "pptm", "ppsm", "potm", "zip", "7z", "rar", "gz", "tar", "cab", "iso", "img",
    "vhd",
];

pub(super) fn check(bytes: &[u8]) -> Result<(), Problem> {
    if bytes.contains(&0) {
        return Err(Problem::Damaged);
    }
    let head = head(bytes).ok_or(Problem::Damaged)?;
    let has = |name: &str| {
        head.iter().any(|(key, value)| key.eq_ignore_ascii_case(name) && !value.trim().is_empty())
    };
    if !has("From") || !has("Date") {
        return Err(Problem::Damaged);
    }
    if part_fields(bytes).iter().flat_map(|field| file_names(field)).any(|name| is_refused(&name)) {
        return Err(Problem::ActiveContent);
    }
    Ok(())
}

/// The fields before the first empty line, unfolded. `None`: one of the lines is no field.
fn head(bytes: &[u8]) -> Option<Vec<(String, String)>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in lines(bytes).take_while(|line| !line.is_empty()) {
        let line = String::from_utf8_lossy(line);
        if line.starts_with([' ', '\t']) {
            fields.last_mut()?.1.push_str(&line);
            continue;
        }
        let (name, value) = line.split_once(':')?;
        let name = name.trim_end();
        (!name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic())).then_some(())?;
        fields.push((name.into(), value.into()));
    }
    Some(fields)
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line))
}

/// Every field that may name a part, wherever it stands: nested parts need no walk of their own.
fn part_fields(bytes: &[u8]) -> Vec<String> {
    let mut fields: Vec<String> = Vec::new();
    let mut open = false;
    for line in lines(bytes) {
        if open && line.first().is_some_and(|byte| matches!(byte, b' ' | b'\t')) {
            if let Some(field) = fields.last_mut() {
                field.push_str(&String::from_utf8_lossy(line));
            }
            continue;
        }
        let names_part =
            |name: &[u8]| line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
        open = names_part(b"Content-Type") || names_part(b"Content-Disposition");
        if open {
            fields.push(String::from_utf8_lossy(line).into());
        }
    }
    fields
}

/// The values of `name` and `filename`, with the pieces and encodings of RFC 2231 and RFC 2047 undone.
fn file_names(field: &str) -> Vec<String> {
    let mut pieces: Vec<(String, u32, String)> = Vec::new();
    for parameter in parameters(field) {
        let Some((key, value)) = parameter.split_once('=') else { continue };
        let key = key.trim().to_ascii_lowercase();
        let mut parts = key.split('*');
        let base = parts.next().unwrap_or_default();
        if !matches!(base, "name" | "filename") {
            continue;
        }
        let number = parts.next().and_then(|part| part.parse().ok()).unwrap_or(0);
        let value = unquoted(value.trim());
        let value = if key.ends_with('*') { percent_decoded(&value) } else { words_decoded(&value) };
        pieces.push((base.into(), number, value));
    }
    pieces.sort();
    ["name", "filename"]
        .iter()
        .map(|base| pieces.iter().filter(|piece| piece.0 == *base).map(|piece| piece.2.as_str()).collect())
        .collect()
}

/// Splits at semicolons outside quotes.
fn parameters(field: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let (mut quoted, mut escaped) = (false, false);
    for c in field.chars() {
        if c == ';' && !quoted {
            found.push(String::new());
            continue;
        }
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        if let Some(last) = found.last_mut() {
            last.push(c);
        }
    }
    found
}

fn unquoted(value: &str) -> String {
    let mut text = String::new();
    let mut escaped = false;
    for c in value.chars() {
        if !escaped && matches!(c, '"' | '\\') {
            escaped = c == '\\';
            continue;
        }
        escaped = false;
        text.push(c);
    }
    text
}

fn percent_decoded(value: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = value.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escape = after.first_chunk::<2>().filter(|_| *first == b'%');
        let byte = escape.and_then(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into()
}

/// `=?utf-8?B?…?=` and `=?utf-8?Q?…?=`; the ending of a name is ASCII in every character set mails use.
fn words_decoded(value: &str) -> String {
    let mut text = String::new();
    let mut rest = value;
    while let Some((before, word)) = rest.split_once("=?") {
        let mut parts = word.splitn(4, '?');
        let (Some(_charset), Some(encoding), Some(data), Some(after)) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            break;
        };
        let Some(after) = after.strip_prefix('=') else { break };
        if !before.trim().is_empty() {
            text.push_str(before);
        }
        if encoding.eq_ignore_ascii_case("b") {
            let bytes = BASE64_STANDARD.decode(data).unwrap_or_default();
            text.push_str(&String::from_utf8_lossy(&bytes));
        } else {
            text.push_str(&percent_decoded(&data.replace('_', " ").replace('%', "%25").replace('=', "%")));
        }
        rest = after;
    }
    text + rest
}

fn is_refused(name: &str) -> bool {
    // Windows drops dots and spaces at the end of a name.
    let name = name.trim_end_matches(|c: char| c == '.' || c.is_whitespace() || c.is_control());
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| REFUSED.contains(&ending.as_str()))
}
