//! The little XML we must read to know what an Office file holds.

use xmlparser::{Token, Tokenizer};

/// A start tag: its name without prefix, and its attributes without prefixes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// All start tags in the order of the text. `None`: not UTF-8, not XML, or with a document type, which
/// Office files never have and which could redefine what the text means.
pub(crate) fn elements(bytes: &[u8]) -> Option<Vec<Element>> {
    let mut found: Vec<Element> = Vec::new();
    for token in Tokenizer::from(std::str::from_utf8(bytes).ok()?) {
        match token.ok()? {
            Token::ElementStart { local, .. } => {
                found.push(Element { name: local.as_str().into(), attributes: Vec::new() });
            }
            Token::Attribute { local, value, .. } => {
                found.last_mut()?.attributes.push((local.as_str().into(), decoded(value.as_str())?));
            }
            Token::DtdStart { .. } | Token::EmptyDtd { .. } => return None,
            Token::Declaration { .. }
            | Token::ProcessingInstruction { .. }
            | Token::Comment { .. }
            | Token::EntityDeclaration { .. }
            | Token::DtdEnd { .. }
            | Token::ElementEnd { .. }
            | Token::Text { .. }
            | Token::Cdata { .. } => {}
        }
    }
    Some(found)
}

/// The name of the outermost element, from the beginning of the text alone.
pub(crate) fn root(beginning: &[u8]) -> Option<String> {
    let valid = match std::str::from_utf8(beginning) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(beginning.get(..error.valid_up_to())?).ok()?,
    };
    for token in Tokenizer::from(valid) {
        match token.ok()? {
            Token::ElementStart { local, .. } => return Some(local.as_str().into()),
            Token::DtdStart { .. } | Token::EmptyDtd { .. } => return None,
            Token::Declaration { .. }
            | Token::ProcessingInstruction { .. }
            | Token::Comment { .. }
            | Token::EntityDeclaration { .. }
            | Token::DtdEnd { .. }
            | Token::Attribute { .. }
            | Token::ElementEnd { .. }
            | Token::Text { .. }
            | Token::Cdata { .. } => {}
        }
    }
    None
}

fn decoded(value: &str) -> Option<String> {
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, entity)) = rest.split_once('&') {
        let (name, after) = entity.split_once(';')?;
        text.push_str(before);
        text.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            number => {
                let number = number.strip_prefix('#')?;
                let code = match number.strip_prefix('x') {
                    Some(hex) => u32::from_str_radix(hex, 16),
                    None => number.parse(),
                };
                char::from_u32(code.ok()?)?
            }
        });
        rest = after;
    }
    text.push_str(rest);
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::{elements, root};

    #[test]
    fn v_23_attributes_are_read_as_an_office_program_reads_them() {
        let found =
            elements(b"\xef\xbb\xbf<?xml version=\"1.0\"?><a><p:b x='1' q:y='a&amp;&#66;&#x43;'/></a>")
                .unwrap();
        assert_eq!(found[1].name, "b");
        assert_eq!(found[1].attribute("x"), Some("1"));
        assert_eq!(found[1].attribute("y"), Some("a&BC"));
        assert_eq!(found[1].attribute("z"), None);
    }

    #[test]
    fn v_23_what_could_be_read_in_two_ways_is_not_read() {
        for text in [
            "<!DOCTYPE a><a/>",
            "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>",
            "<a b='&c;'/>",
            "<a b='&#xD800;'/>",
            "<a b=c/>",
        ] {
            assert_eq!(elements(text.as_bytes()), None, "{text}");
        }
        assert_eq!(elements(b"<\0a\0/\0>\0"), None);
    }

    #[test]
    fn v_23_the_root_is_known_from_the_beginning() {
        assert_eq!(
            root("<?xml version='1.0'?><!-- x --><w:document a='ü".as_bytes()).as_deref(),
            Some("document")
        );
        assert_eq!(root("<a>ü".as_bytes().split_last().unwrap().1).as_deref(), Some("a"));
        assert_eq!(root(b"no xml"), None);
    }
}
