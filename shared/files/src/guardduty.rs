//! The verdict of GuardDuty malware protection for S3, as EventBridge delivers it.

use crate::{FilesError, ProofKey, Scan};
use serde::Deserialize;

/// The `detail` of a `GuardDuty Malware Protection Object Scan Result` event.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScanResult {
    scan_status: ScanStatus,
    s3_object_details: ObjectDetails,
    scan_result_details: Option<ResultDetails>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum ScanStatus {
    Completed,
    Skipped,
    Failed,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ObjectDetails {
    bucket_name: String,
    object_key: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ResultDetails {
    scan_result_status: ResultStatus,
    #[serde(default)]
    threats: Option<Vec<Threat>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum ResultStatus {
    NoThreatsFound,
    ThreatsFound,
    Unsupported,
    AccessDenied,
    Failed,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, Deserialize)]
struct Threat {
    name: String,
}

impl ScanResult {
    /// The document that was scanned. `None`: another bucket, or a key that is not ours (F20).
    #[must_use]
    pub fn key(&self, incoming_bucket: &str) -> Option<ProofKey> {
        let object = &self.s3_object_details;
        (object.bucket_name == incoming_bucket).then(|| ProofKey::from_incoming(&object.object_key)).flatten()
    }

    /// The verdict.
    ///
    /// # Errors
    /// [`FilesError::ScanUnavailable`] when the scanner may not read the bucket, failed, or says something that
    /// we do not know: the file then stays unjudged, and somebody must look.
    pub fn verdict(&self) -> Result<Scan, FilesError> {
        let result = self.scan_result_details.as_ref();
        let status = result.map(|result| result.scan_result_status);
        match (self.scan_status, status) {
            // A threat is believed whatever else the event says.
            (_, Some(ResultStatus::ThreatsFound)) => Ok(Scan::Infected { signature: self.signature() }),
            (ScanStatus::Completed, Some(ResultStatus::NoThreatsFound)) => Ok(Scan::Clean),
            (ScanStatus::Completed | ScanStatus::Skipped, Some(ResultStatus::Unsupported)) => {
                Ok(Scan::Unscannable)
            }
            (ScanStatus::Completed | ScanStatus::Skipped | ScanStatus::Failed | ScanStatus::Unknown, _) => {
                Err(FilesError::ScanUnavailable(
                    format!("scan {:?}, result {status:?}", self.scan_status).into(),
                ))
            }
        }
    }

    fn signature(&self) -> String {
        let threats = self.scan_result_details.iter().flat_map(|result| result.threats.iter().flatten());
        let names: Vec<&str> = threats.map(|threat| threat.name.as_str()).collect();
        if names.is_empty() { "unnamed".into() } else { names.join(", ") }
    }
}

#[cfg(test)]
mod tests {
    use super::ScanResult;
    use crate::{FilesError, Scan};

    const KEY: &str = "incoming/clm_01hzy3k5v7w9x1a2b3c4d5e6f7/doc_01hzy3k5v7w9x1a2b3c4d5e6f8";

    fn event(status: &str, result: &str, key: &str) -> ScanResult {
        let text = format!(
            r#"{{"schemaVersion":"1.0","scanStatus":"{status}","resourceType":"S3_OBJECT",
            "s3ObjectDetails":{{"bucketName":"incoming","objectKey":"{key}","eTag":"x","versionId":"y","s3Throttled":false}},
            "scanResultDetails":{result}}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn v_26_every_result_has_its_verdict() {
        let verdict = |status, result: &str| {
            event(status, &format!(r#"{{"scanResultStatus":"{result}","threats":null}}"#), KEY).verdict()
        };
        assert_eq!(verdict("COMPLETED", "NO_THREATS_FOUND").unwrap(), Scan::Clean);
        assert_eq!(verdict("SKIPPED", "UNSUPPORTED").unwrap(), Scan::Unscannable);
        for (status, result) in [
            ("FAILED", "FAILED"),
            ("SKIPPED", "ACCESS_DENIED"),
            ("COMPLETED", "SOMETHING_NEW"),
            ("SOMETHING_NEW", "NO_THREATS_FOUND"),
            ("FAILED", "NO_THREATS_FOUND"),
        ] {
            assert!(
                matches!(verdict(status, result), Err(FilesError::ScanUnavailable(_))),
                "{status} {result}"
            );
        }
        assert!(event("FAILED", "null", KEY).verdict().is_err());
    }

    #[test]
    fn v_26_threats_are_named() {
        let result = r#"{"scanResultStatus":"THREATS_FOUND","threats":[{"name":"EICAR-Test-File (not a virus)"},{"name":"B"}]}"#;
        let expected = Scan::Infected { signature: "EICAR-Test-File (not a virus), B".into() };
        assert_eq!(event("COMPLETED", result, KEY).verdict().unwrap(), expected);
        let unnamed = Scan::Infected { signature: "unnamed".into() };
        assert_eq!(
            event("COMPLETED", r#"{"scanResultStatus":"THREATS_FOUND"}"#, KEY).verdict().unwrap(),
            unnamed
        );
    }

    #[test]
    fn f20_a_verdict_on_a_foreign_object_has_no_key() {
        let result = r#"{"scanResultStatus":"NO_THREATS_FOUND"}"#;
        assert!(event("COMPLETED", result, KEY).key("incoming").is_some());
        assert!(event("COMPLETED", result, KEY).key("other").is_none());
        assert!(event("COMPLETED", result, "incoming/x/y").key("incoming").is_none());
    }
}
