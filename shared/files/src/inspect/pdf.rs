//! PDF: begun and ended as the standard says, not encrypted, nothing in it that runs.
//!
//! The objects are read as tokens, not searched as bytes: a link to `…/Web/JavaScript` is a string and the
//! name `/J#61vaScript` is the same as `/JavaScript`. Objects packed into object streams are unpacked.

use super::{
    MAX_UNPACKED, Problem,
    pdf_tokens::{Token, Tokens},
};
use std::io::Read;

/// Names that only occur where something runs, starts or is carried along.
const ACTIVE: [&[u8]; 10] = [
    b"JavaScript",
    b"JS",
    b"Launch",
    b"EmbeddedFile",
    b"EmbeddedFiles",
    b"EF",
    b"FileAttachment",
    b"GoToE",
    b"RichMedia",
    b"XFA",
];
/// Most tokens in the dictionary of a stream; real ones have some dozens.
const MAX_DICTIONARY: usize = 4_096;
/// Most bytes all object streams may unpack to.
const MAX_OBJECTS: u64 = MAX_UNPACKED / 4;

pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    start(bytes).starts_with(b"%PDF-")
}

/// A mark and blank lines may stand before the header; anything more makes a file that is two types at once.
fn start(bytes: &[u8]) -> &[u8] {
    let unmarked = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let blank = unmarked.iter().take(16).take_while(|byte| byte.is_ascii_whitespace()).count();
    unmarked.get(blank..).unwrap_or_default()
}

pub(super) fn check(bytes: &[u8]) -> Result<(), Problem> {
    let version = start(bytes).get(5..8).unwrap_or_default();
    if !matches!(version, [b'1' | b'2', b'.', digit] if digit.is_ascii_digit()) || !ends(bytes) {
        return Err(Problem::Damaged);
    }
    let body = objects(bytes)?;
    if body.encrypted {
        return Err(Problem::Encrypted);
    }
    if body.active {
        return Err(Problem::ActiveContent);
    }
    if !body.has_object {
        return Err(Problem::Damaged);
    }
    let mut budget = MAX_OBJECTS;
    body.packed.iter().try_for_each(|stream| check_packed(stream, &mut budget))
}

/// `startxref`, a position within the file, `%%EOF`, and at most blanks after it.
fn ends(bytes: &[u8]) -> bool {
    let padding = |byte: &&u8| byte.is_ascii_whitespace() || **byte == 0;
    let tail = bytes.len() - bytes.iter().rev().take_while(padding).count();
    let Some(rest) = bytes.get(..tail).and_then(|text| text.strip_suffix(b"%%EOF")) else { return false };
    let last = rest.get(rest.len().saturating_sub(64)..).unwrap_or_default();
    let Some(at) = last.windows(9).rposition(|window| window == b"startxref") else { return false };
    let position = std::str::from_utf8(last.get(at + 9..).unwrap_or_default()).unwrap_or_default();
    position.trim().parse().is_ok_and(|position: usize| position < bytes.len())
}

#[derive(Default)]
struct Body<'a> {
    has_object: bool,
    encrypted: bool,
    active: bool,
    packed: Vec<Packed<'a>>,
}

/// An object stream: further objects, usually compressed.
struct Packed<'a> {
    filter: Filter,
    data: &'a [u8],
}

enum Filter {
    None,
    Flate,
    /// One that no program uses here: it could only serve to hide something.
    Unusual,
}

fn objects(bytes: &[u8]) -> Result<Body<'_>, Problem> {
    let mut body = Body::default();
    let mut tokens = Tokens::new(bytes);
    let mut object: Vec<Token<'_>> = Vec::new();
    while let Some(token) = tokens.next()? {
        match &token {
            Token::Name(name) => {
                body.encrypted |= name.as_ref() == b"Encrypt";
                body.active |= ACTIVE.contains(&name.as_ref());
            }
            Token::Word(b"obj") => {
                body.has_object = true;
                object.clear();
            }
            Token::Word(b"stream") if object.last() == Some(&Token::DictEnd) => {
                if object.len() > MAX_DICTIONARY {
                    return Err(Problem::Damaged);
                }
                let data = tokens.stream(length(&object)).ok_or(Problem::Damaged)?;
                if object.contains(&Token::Name(b"ObjStm"[..].into())) {
                    body.packed.push(Packed { filter: filter(&object), data });
                }
            }
            Token::Word(_)
            | Token::Number(_)
            | Token::DictStart
            | Token::DictEnd
            | Token::Array(_)
            | Token::Text => {}
        }
        if object.len() > MAX_DICTIONARY {
            // Only the last token still matters: whether a stream follows.
            object.pop();
        }
        object.push(token);
    }
    Ok(body)
}

fn after<'t, 'a>(object: &'t [Token<'a>], key: &[u8]) -> &'t [Token<'a>] {
    let at = object.iter().position(|token| matches!(token, Token::Name(name) if name.as_ref() == key));
    at.and_then(|at| object.get(at + 1..)).unwrap_or_default()
}

/// `None` when the length is given elsewhere (`12 0 R`) or twice, which hides objects: the end is then searched.
fn length(object: &[Token<'_>]) -> Option<usize> {
    let after_first = after(object, b"Length");
    if !after(after_first, b"Length").is_empty() {
        return None;
    }
    match after_first {
        [Token::Number(_), Token::Number(_), Token::Word(b"R"), ..] => None,
        [Token::Number(length), ..] => Some(*length),
        _ => None,
    }
}

fn filter(object: &[Token<'_>]) -> Filter {
    let predicted = match after(object, b"Predictor") {
        [Token::Number(predictor), ..] => *predictor > 1,
        rest => !rest.is_empty(),
    };
    let flate = |name: &[u8]| matches!(name, b"FlateDecode" | b"Fl");
    match after(object, b"Filter") {
        _ if predicted => Filter::Unusual,
        [] | [Token::Word(b"null"), ..] | [Token::Array(true), Token::Array(false), ..] => Filter::None,
        [Token::Name(name), ..] if flate(name) => Filter::Flate,
        [Token::Array(true), Token::Name(name), Token::Array(false), ..] if flate(name) => Filter::Flate,
        _ => Filter::Unusual,
    }
}

fn check_packed(stream: &Packed<'_>, budget: &mut u64) -> Result<(), Problem> {
    let mut unpacked = Vec::new();
    match stream.filter {
        Filter::None => unpacked.extend_from_slice(stream.data),
        Filter::Flate => {
            let mut reader = flate2::read::ZlibDecoder::new(stream.data).take(*budget + 1);
            reader.read_to_end(&mut unpacked).map_err(|_| Problem::Damaged)?;
        }
        Filter::Unusual => return Err(Problem::ActiveContent),
    }
    *budget = budget.checked_sub(unpacked.len() as u64).ok_or(Problem::Damaged)?;
    let mut tokens = Tokens::new(&unpacked);
    while let Some(token) = tokens.next()? {
        if matches!(&token, Token::Name(name) if ACTIVE.contains(&name.as_ref())) {
            return Err(Problem::ActiveContent);
        }
    }
    Ok(())
}
