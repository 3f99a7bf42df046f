//! A mail as its reader sees it.

use mail_parser::{Address, HeaderValue, MessageParser};

/// What stands in a MIME message.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// `Name <address>`.
    pub from: String,
    /// The same of every recipient in `To`, joined by `, `.
    pub to: String,
    /// Addresses of all recipients.
    pub recipients: Vec<String>,
    /// Decoded.
    pub subject: String,
    /// The plain part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// Every address of a page in it, once, in the order of appearance.
    pub links: Vec<String>,
    /// All headers, decoded.
    pub headers: Vec<(String, String)>,
}

impl Reading {
    /// Reads a message; `None` if it is none.
    #[must_use]
    pub fn of(raw: &[u8]) -> Option<Self> {
        let message = MessageParser::default().parse(raw)?;
        let part = |is_html: bool| {
            let mut parts: Vec<_> = match is_html {
                true => message.html_bodies().filter(|part| part.is_text_html()).collect(),
                false => message.text_bodies().filter(|part| !part.is_text_html()).collect(),
            };
            parts.truncate(1);
            parts.first().and_then(|part| part.text_contents()).unwrap_or_default().to_owned()
        };
        let (text, html) = (part(false), part(true));
        let mut recipients = Vec::new();
        for list in [message.to(), message.cc(), message.bcc()].into_iter().flatten() {
            recipients.extend(list.iter().filter_map(|one| one.address().map(str::to_owned)));
        }
        let mut links = links(&html, true);
        for link in self::links(&text, false) {
            if !links.contains(&link) {
                links.push(link);
            }
        }
        let header = |name: &str, value: &HeaderValue<'_>| (name.to_owned(), header_text(value));
        Some(Self {
            from: addresses(message.from()),
            to: addresses(message.to()),
            recipients,
            subject: message.subject().unwrap_or_default().to_owned(),
            text,
            html,
            links,
            headers: message.headers().iter().map(|h| header(h.name(), h.value())).collect(),
        })
    }
}

fn addresses(list: Option<&Address<'_>>) -> String {
    let one = |address: &mail_parser::Addr<'_>| match (address.name(), address.address()) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (None, Some(address)) => address.to_owned(),
        (name, None) => name.unwrap_or_default().to_owned(),
    };
    list.map(|list| list.iter().map(one).collect::<Vec<_>>().join(", ")).unwrap_or_default()
}

fn header_text(value: &HeaderValue<'_>) -> String {
    match value {
        HeaderValue::Address(list) => addresses(Some(list)),
        HeaderValue::Text(text) => text.to_string(),
        HeaderValue::TextList(list) => list.join(" "),
        HeaderValue::DateTime(time) => time.to_rfc3339(),
        HeaderValue::ContentType(kind) => {
            format!("{}/{}", kind.c_type, kind.c_subtype.as_deref().unwrap_or_default())
        }
        HeaderValue::Received(_) | HeaderValue::Empty => String::new(),
    }
}

/// Addresses beginning with `http`, once each.
fn links(text: &str, is_html: bool) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("http") {
        rest = &rest[start..];
        let end = rest.find(|c: char| c.is_whitespace() || "\"'<>".contains(c)).unwrap_or(rest.len());
        let (link, after) = rest.split_at(end);
        rest = after;
        if !link.starts_with("http://") && !link.starts_with("https://") {
            continue;
        }
        let link = if is_html { link.replace("&amp;", "&") } else { link.to_owned() };
        let link = link.trim_end_matches(['.', ',', ';', ')', ']']).to_owned();
        let schema = link.starts_with("http://www.w3.org/") || link.starts_with("https://www.w3.org/");
        if !schema && !found.contains(&link) {
            found.push(link);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_read_as_its_reader_sees_it() {
        let raw = concat!(
            "From: =?utf-8?q?Ausgleich_M=C3=BCller?= <no-reply@assent.example>\r\n",
            "To: Sue <sue@fabrikam.example>, bob@fabrikam.example\r\n",
            "Subject: =?utf-8?b?QmVzdMOkdGlnZW4gU2ll?=\r\n",
            "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n",
            "--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
            "Gr=C3=BC=C3=9Fe: http://127.0.0.1:8080/c/abc=\r\ndef.\r\n",
            "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n",
            "<html xmlns=\"http://www.w3.org/1999/xhtml\"><a href=\"http://127.0.0.1:8080/c/abcdef?a=1&amp;b=2\">x</a></html>\r\n",
            "--b--\r\n",
        );
        let mail = Reading::of(raw.as_bytes()).unwrap();
        assert_eq!(mail.from, "Ausgleich Müller <no-reply@assent.example>");
        assert_eq!(mail.to, "Sue <sue@fabrikam.example>, bob@fabrikam.example");
        assert_eq!(mail.recipients, ["sue@fabrikam.example", "bob@fabrikam.example"]);
        assert_eq!(mail.subject, "Bestätigen Sie");
        assert!(mail.text.contains("Grüße: http://127.0.0.1:8080/c/abcdef."), "{}", mail.text);
        assert_eq!(mail.links, ["http://127.0.0.1:8080/c/abcdef?a=1&b=2", "http://127.0.0.1:8080/c/abcdef"]);
    }
}
