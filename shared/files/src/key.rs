/// Where one document of one claim lies: `incoming/<claim>/<document>`, later `proof/<claim>/<document>`.
///
/// Object events name keys from outside, so a key is read back with the same strictness it was made with.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ProofKey {
    pub(crate) claim: String,
    pub(crate) document: String,
}

impl ProofKey {
    /// `None` unless both are ids as we generate them (`clm_…`, `doc_…`).
    #[must_use]
    pub fn new(claim: &str, document: &str) -> Option<Self> {
        let well_formed = is_id(claim, "clm_") && is_id(document, "doc_");
        well_formed.then(|| Self { claim: claim.into(), document: document.into() })
    }

    /// Reads a key of the incoming bucket, already percent-decoded. `None`: not one of ours (F20).
    #[must_use]
    pub fn from_incoming(key: &str) -> Option<Self> {
        let (claim, document) = key.strip_prefix("incoming/")?.split_once('/')?;
        Self::new(claim, document)
    }

    /// The claim's id.
    #[must_use]
    pub fn claim(&self) -> &str {
        &self.claim
    }

    /// The document's id.
    #[must_use]
    pub fn document(&self) -> &str {
        &self.document
    }

    /// The key in the incoming bucket.
    #[must_use]
    pub fn incoming(&self) -> String {
        format!("incoming/{}/{}", self.claim, self.document)
    }

    /// The key in the proof bucket.
    #[must_use]
    pub fn proof(&self) -> String {
        format!("proof/{}/{}", self.claim, self.document)
    }
}

fn is_id(text: &str, prefix: &str) -> bool {
    const CROCKFORD: &str = "0123456789abcdefghjkmnpqrstvwxyz";
    text.strip_prefix(prefix)
        .is_some_and(|rest| rest.len() == 26 && rest.chars().all(|c| CROCKFORD.contains(c)))
}

#[cfg(test)]
mod tests {
    use super::ProofKey;

    const CLAIM: &str = "clm_01hzy3k5v7w9x1a2b3c4d5e6f7";
    const DOCUMENT: &str = "doc_01hzy3k5v7w9x1a2b3c4d5e6f8";

    #[test]
    fn f20_a_key_comes_back_as_the_ids_it_was_made_of() {
        let key = ProofKey::new(CLAIM, DOCUMENT).unwrap();
        assert_eq!(ProofKey::from_incoming(&key.incoming()), Some(key.clone()));
        assert_eq!(key.proof(), format!("proof/{CLAIM}/{DOCUMENT}"));
    }

    #[test]
    fn f20_a_forged_key_is_none() {
        let forged = [
            String::new(),
            "incoming/".into(),
            format!("incoming/{CLAIM}"),
            format!("incoming/{CLAIM}/"),
            format!("incoming/{CLAIM}/{DOCUMENT}/x"),
            format!("incoming/{CLAIM}/../{DOCUMENT}"),
            format!("/incoming/{CLAIM}/{DOCUMENT}"),
            format!("proof/{CLAIM}/{DOCUMENT}"),
            format!("incoming/{DOCUMENT}/{CLAIM}"),
            format!("incoming/{}/{DOCUMENT}", CLAIM.to_uppercase()),
            format!("incoming/{CLAIM}/{DOCUMENT}\0"),
            format!("incoming/{CLAIM}%2F{DOCUMENT}"),
        ];
        for key in forged {
            assert_eq!(ProofKey::from_incoming(&key), None, "{key}");
        }
    }
}
