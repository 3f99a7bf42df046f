//! From words to the bytes that go out.

use std::time::SystemTime;

use jiff::Timestamp;
use lettre::message::header::{ContentTransferEncoding, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder, MultiPart, MultiPartKind, SinglePart};

use crate::deliver::RowTag;
use crate::render::Message;

/// `=_` cannot occur in quoted-printable text, so no body contains it and it need not be random.
const BOUNDARY: &str = "=_assent";

/// Why a mail cannot be addressed. Final: no repetition helps.
#[derive(Debug, thiserror::Error)]
pub enum MimeFault {
    /// MAIL_FROM is not an address.
    #[error("the sender is not an address")]
    Sender,
    /// The recipient is not an address.
    #[error("the recipient is not an address")]
    Recipient,
    /// Not of the form `<left@right>` in visible ASCII.
    #[error("the message id is malformed")]
    MessageId,
    /// The builder refused the parts.
    #[error("the message cannot be built: {0}")]
    Build(#[from] lettre::error::Error),
}

/// Builds the MIME message. Everything in it comes from the arguments, boundary, id and date too, so the
/// same arguments give the same bytes and a mail of unknown fate can be repeated identically.
///
/// `to` is a bare address, `message_id` includes its angle brackets, `date` is the moment the mail was owed,
/// `request` the request that it follows from.
///
/// # Errors
/// [`MimeFault`] when sender, recipient or message id are malformed.
pub fn mime(
    message: &Message,
    to: &str,
    message_id: &str,
    row: &RowTag,
    request: Option<&str>,
    date: Timestamp,
) -> Result<Vec<u8>, MimeFault> {
    let from: Mailbox = message.from.parse().map_err(|_| MimeFault::Sender)?;
    let to = Mailbox::new(None, to.parse().map_err(|_| MimeFault::Recipient)?);
    if !well_formed(message_id) {
        return Err(MimeFault::MessageId);
    }
    let bodies = MultiPart::builder()
        .kind(MultiPartKind::Alternative)
        .boundary(BOUNDARY)
        .singlepart(SinglePart::plain(Encoded(&message.text).body()))
        .singlepart(SinglePart::html(Encoded(&message.html).body()));
    let mut built = MessageBuilder::new()
        .date(SystemTime::from(date))
        .message_id(Some(message_id.to_owned()))
        .from(from)
        .to(to)
        .subject(message.subject.clone())
        .raw_header(ascii_header(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated"))
        .raw_header(ascii_header(HeaderName::new_from_ascii_str("Content-Language"), message.locale.tag()))
        .raw_header(ascii_header(HeaderName::new_from_ascii_str("X-Assent-Row"), row.as_str()));
    if let Some(request) = request.filter(|id| id.bytes().all(|byte| byte.is_ascii_graphic())) {
        built = built.raw_header(ascii_header(HeaderName::new_from_ascii_str("X-Assent-Request"), request));
    }
    Ok(built.multipart(bodies)?.formatted())
}

/// Quoted-printable whatever the text holds: lettre's own choice would flip to base64 with many umlauts,
/// and a mail one can read in its source is easier to trust.
struct Encoded<'a>(&'a str);

impl Encoded<'_> {
    fn body(&self) -> lettre::message::Body {
        let content = self.0.to_owned();
        lettre::message::Body::new_with_encoding(content, ContentTransferEncoding::QuotedPrintable)
            .unwrap_or_else(lettre::message::Body::new)
    }
}

fn ascii_header(name: HeaderName, value: &str) -> HeaderValue {
    HeaderValue::new(name, value.to_owned())
}

fn well_formed(message_id: &str) -> bool {
    let inner = message_id.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    inner.and_then(|inner| inner.split_once('@')).is_some_and(|(left, right)| {
        [left, right].iter().all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'<' | b'>' | b'@'))
        })
    })
}
