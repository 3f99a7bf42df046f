//! The tokens of a PDF, as far as we must tell them apart (ISO 32000-2, 7.2 and 7.3).

use super::Problem;
use crate::bytes;
use std::borrow::Cow;

/// Strings that never end: a few may be an accident, more would make reading them all too slow.
const MAX_OPEN_STRINGS: usize = 16;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Without the slash, `#xx` undone.
    Name(Cow<'a, [u8]>),
    /// A whole number without sign.
    Number(usize),
    /// A keyword or any other number.
    Word(&'a [u8]),
    DictStart,
    DictEnd,
    /// Begins (`true`) or ends.
    Array(bool),
    /// A string of either notation; its content does not matter.
    Text,
}

pub(super) struct Tokens<'a> {
    rest: &'a [u8],
    open_strings: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, open_strings: 0 }
    }

    fn advance(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    /// `Ok(None)` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Token<'a>>, Problem> {
        loop {
            let Some((first, after)) = self.rest.split_first() else { return Ok(None) };
            let token = match first {
                b'%' => {
                    self.advance(count(self.rest, |byte| !matches!(byte, b'\r' | b'\n')));
                    continue;
                }
                b'/' => {
                    let (name, rest) = after.split_at(count(after, is_regular));
                    self.rest = rest;
                    return Ok(Some(Token::Name(unescaped(name))));
                }
                b'(' => match text_end(after) {
                    Some(end) => {
                        self.advance(end + 1);
                        return Ok(Some(Token::Text));
                    }
                    // Read what stands in it rather than let it hide the rest of the file.
                    None if self.open_strings < MAX_OPEN_STRINGS => {
                        self.open_strings += 1;
                        Token::Text
                    }
                    None => return Err(Problem::Damaged),
                },
                b'<' if after.first() == Some(&b'<') => {
                    self.advance(2);
                    return Ok(Some(Token::DictStart));
                }
                b'>' if after.first() == Some(&b'>') => {
                    self.advance(2);
                    return Ok(Some(Token::DictEnd));
                }
                b'<' => {
                    let digits = count(after, |byte| byte.is_ascii_hexdigit() || is_blank(byte));
                    self.advance(digits + 1);
                    return Ok(Some(Token::Text));
                }
                b'[' | b']' => Token::Array(*first == b'['),
                byte if is_regular(*byte) => {
                    let (word, rest) = self.rest.split_at(count(self.rest, is_regular));
                    self.rest = rest;
                    let number = std::str::from_utf8(word).ok().and_then(|word| word.parse().ok());
                    return Ok(Some(number.map_or(Token::Word(word), Token::Number)));
                }
                _ => {
                    self.advance(1);
                    continue;
                }
            };
            self.advance(1);
            return Ok(Some(token));
        }
    }

    /// The data after the word `stream`, of this length if that leads to its end, else up to the next
    /// `endstream`. `None`: it never ends.
    pub(super) fn stream(&mut self, length: Option<usize>) -> Option<&'a [u8]> {
        const END: &[u8] = b"endstream";
        let rest = self.rest.strip_prefix(b"\r").unwrap_or(self.rest);
        let rest = rest.strip_prefix(b"\n").unwrap_or(rest);
        let announced = length.and_then(|length| rest.split_at_checked(length)).filter(|(_, after)| {
            let blank = after.iter().take(4).take_while(|byte| is_blank(**byte)).count();
            after.get(blank..).is_some_and(|after| after.starts_with(END))
        });
        let (data, after) = match announced {
            Some(parts) => parts,
            None => rest.split_at_checked(bytes::find(rest, END)?)?,
        };
        self.rest = after;
        Some(data)
    }
}

fn count(bytes: &[u8], belongs: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| belongs(**byte)).count()
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_blank(byte) && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// Behind the bracket that closes the string; brackets nest.
fn text_end(bytes: &[u8]) -> Option<usize> {
    let mut depth = 1_usize;
    let mut escaped = false;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => depth += 1,
            b')' if depth == 1 => return Some(at + 1),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn unescaped(name: &[u8]) -> Cow<'_, [u8]> {
    if !name.contains(&b'#') {
        return Cow::Borrowed(name);
    }
    let mut plain = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some((first, after)) = rest.split_first() {
        let escape = after.first_chunk::<2>().filter(|_| *first == b'#');
        let byte = escape.and_then(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
        plain.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    Cow::Owned(plain)
}
