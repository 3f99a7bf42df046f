//! The port to the mail service.

use std::fmt;
use std::future::Future;

/// Takes finished mails.
///
/// One call is one attempt: nothing is repeated behind the caller's back, because a repetition after a lost
/// answer would be a second mail (architecture 4).
pub trait Postman: Send + Sync {
    /// Hands over one MIME message for one address. `row` comes back in the service's events.
    fn send(
        &self,
        raw: Vec<u8>,
        to: &str,
        row: &RowTag,
    ) -> impl Future<Output = Result<Accepted, SendFault>> + Send;
}

/// The service has taken the mail over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The service's own id of the mail.
    pub message_id: String,
}

/// What went wrong, by what may be done next.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendFault {
    /// Refused before acceptance because of this mail: nothing has gone, the same mail will never go.
    #[error("the mail was refused ({code})")]
    Refused {
        /// The service's code, e.g. `MessageRejected`.
        code: String,
    },
    /// Refused before acceptance for a reason outside this mail (rate, permissions, set-up): nothing has
    /// gone, it may be sent again later.
    #[error("the mail service takes no mail now ({code})")]
    Throttled {
        /// The service's code, e.g. `Throttling`.
        code: String,
    },
    /// No answer, or one that does not tell: the mail may have gone.
    #[error("the fate of the mail is unknown")]
    Unknown,
}

/// Which mail row a mail belongs to, in the form a message tag of SES may have: letters, digits, `_` and
/// `-`, at most 256 characters. `clm_…-17-notice` = mail row `MAIL#17#notice` of claim `clm_…`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RowTag(String);

/// Not a row tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a mail row tag")]
pub struct RowTagInvalid;

impl RowTag {
    /// The tag of the mail that the history entry `seq` of a claim owes.
    ///
    /// # Errors
    /// When a part is empty or has characters a tag cannot carry.
    pub fn new(claim: &str, seq: u64, kind: &str) -> Result<Self, RowTagInvalid> {
        Self::parse(&format!("{claim}-{seq}-{kind}"))
    }

    /// Reads a tag, e.g. from an SES event.
    ///
    /// # Errors
    /// When it does not have the three parts.
    pub fn parse(tag: &str) -> Result<Self, RowTagInvalid> {
        let tag = Self(tag.to_owned());
        let known =
            |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        let (claim, _, kind) = tag.split().ok_or(RowTagInvalid)?;
        if known(claim) && known(kind) && tag.0.len() <= 256 { Ok(tag) } else { Err(RowTagInvalid) }
    }

    /// The tag's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The claim's id.
    #[must_use]
    pub fn claim(&self) -> &str {
        self.split().map_or("", |(claim, _, _)| claim)
    }

    /// The history entry that owes the mail.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.split().map_or(0, |(_, seq, _)| seq)
    }

    /// The kind of mail, see [`crate::Mail::kind`].
    #[must_use]
    pub fn kind(&self) -> &str {
        self.split().map_or("", |(_, _, kind)| kind)
    }

    fn split(&self) -> Option<(&str, u64, &str)> {
        let (claim, rest) = self.0.split_once('-')?;
        let (seq, kind) = rest.split_once('-')?;
        Some((claim, seq.parse().ok()?, kind))
    }
}

impl fmt::Display for RowTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{RowTag, RowTagInvalid};

    #[test]
    fn a_row_tag_survives_the_round_trip() {
        let tag = RowTag::new("clm_01j9", 17, "notice").unwrap();
        assert_eq!(tag.as_str(), "clm_01j9-17-notice");
        let tag = RowTag::parse("clm_01j9-17-notice_reminder").unwrap();
        assert_eq!((tag.claim(), tag.seq(), tag.kind()), ("clm_01j9", 17, "notice_reminder"));
    }

    #[test]
    fn what_ses_would_refuse_is_no_row_tag() {
        for tag in [
            "", "a", "a-1", "a-x-k", "-1-k", "a-1-", "a#-1-k", "a-1-k k", "a-1-k-l", "ä-1-k", "a--1-k",
            "a.1.k",
        ] {
            assert_eq!(RowTag::parse(tag), Err(RowTagInvalid), "{tag}");
        }
        assert_eq!(RowTag::new(&"a".repeat(300), 1, "k"), Err(RowTagInvalid));
    }
}
