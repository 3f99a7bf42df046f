use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::Digest as _;

/// The SHA-256 of a file (V-25): hexadecimal in our API, base 64 in S3's headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sha256([u8; 32]);

impl Sha256 {
    /// The hash of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// Reads 64 hexadecimal digits of either case.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits: Vec<u8> =
            text.chars().map(|c| c.to_digit(16)).map(|d| d.map(|d| d as u8)).collect::<Option<_>>()?;
        let bytes: Vec<u8> =
            digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect();
        (digits.len() == 64).then_some(())?;
        bytes.try_into().ok().map(Self)
    }

    /// Reads the value of `x-amz-checksum-sha256`.
    #[must_use]
    pub fn from_base64(text: &str) -> Option<Self> {
        BASE64_STANDARD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn to_hex(self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// As S3 writes it.
    #[must_use]
    pub fn to_base64(self) -> String {
        BASE64_STANDARD.encode(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Sha256;

    const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    #[test]
    fn v_25_hex_and_base64_name_the_same_hash() {
        let hash = Sha256::of(b"");
        assert_eq!(hash.to_hex(), EMPTY);
        assert_eq!(Sha256::from_hex(&EMPTY.to_uppercase()), Some(hash));
        assert_eq!(Sha256::from_base64(&hash.to_base64()), Some(hash));
    }

    #[test]
    fn v_25_anything_else_is_no_hash() {
        for text in
            ["", "e3", &EMPTY[1..], &format!("{EMPTY}0"), &EMPTY.replace('e', "g"), &EMPTY.replace('e', "é")]
        {
            assert_eq!(Sha256::from_hex(text), None, "{text}");
        }
        assert_eq!(Sha256::from_base64("AAAA"), None);
        assert_eq!(Sha256::from_base64("not base64"), None);
    }
}
