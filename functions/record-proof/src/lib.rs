//! Checks a file that has arrived: size, SHA-256, type by content, encryption, macros, malware.

use std::time::Instant;

use app::{App, Failure, trace};
use aws_lambda_events::event::eventbridge::EventBridgeEvent;
use domain::{Claim, ClaimId, Command, DocumentId, document::DocumentState};
use files::{
    Announced, BuiltinScanner, FilesError, MediaType, Place, ProofKey, Proofs, Published, Scan, Sha256,
    Verdict, guardduty::ScanResult,
};
use lambda_runtime::{Error, LambdaEvent};
use runtime::{ConfigError, Environment, Variable, telemetry::ms};
use serde::Deserialize;
use serde_json::Value;
use store::Table;

/// What the function must be configured with.
pub const NEEDS: &[Variable] =
    &[Variable::Table, Variable::IncomingBucket, Variable::ProofBucket, Variable::Scanner];

/// Who gives the verdict on malware.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ScannedBy {
    /// This function, as soon as the file has arrived
    Builtin,
    /// GuardDuty; its verdict is the signal to look at the file
    GuardDuty,
}

/// The function.
pub struct RecordProof {
    app: App<Table>,
    proofs: Proofs,
    incoming: String,
    scanned_by: ScannedBy,
}

/// Why an event is to come again.
#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error(transparent)]
    Store(#[from] app::ports::StoreError),
    #[error(transparent)]
    Failure(#[from] Failure),
    #[error(transparent)]
    Files(#[from] FilesError),
    #[error("the event cannot be read: {0}")]
    Event(#[from] serde_json::Error),
}

#[derive(Deserialize)]
struct ObjectCreated {
    object: Object,
}

#[derive(Deserialize)]
struct Object {
    key: String,
}

impl RecordProof {
    /// Built once per process.
    pub fn new(environment: &Environment) -> Result<Self, ConfigError> {
        let scanned_by = match environment.config.get(Variable::Scanner)? {
            "builtin" => ScannedBy::Builtin,
            "guardduty" => ScannedBy::GuardDuty,
            _ => return Err(ConfigError(vec!["SCANNER is neither builtin nor guardduty".into()])),
        };
        Ok(Self {
            app: environment.app()?,
            proofs: environment.proofs()?,
            incoming: environment.config.get(Variable::IncomingBucket)?.into(),
            scanned_by,
        })
    }

    /// "Object Created" of S3, or the verdict of GuardDuty. Late, repeated and forged events change nothing.
    pub async fn handle(&self, event: LambdaEvent<EventBridgeEvent<Value>>) -> Result<(), Error> {
        self.app.learn_rules().await?;
        let invocation = event.context.request_id.clone();
        trace::serving(Some(invocation), self.arrived(event.payload)).await.0
    }

    async fn arrived(&self, event: EventBridgeEvent<Value>) -> Result<(), Error> {
        match (event.detail_type.as_str(), self.scanned_by) {
            ("Object Created", ScannedBy::Builtin) => {
                let created: ObjectCreated = serde_json::from_value(event.detail).map_err(Fault::Event)?;
                let Some(key) = ProofKey::from_incoming(&created.object.key) else { return Ok(()) };
                self.judge(&key, None).await?;
            }
            ("GuardDuty Malware Protection Object Scan Result", ScannedBy::GuardDuty) => {
                let result: ScanResult = serde_json::from_value(event.detail).map_err(Fault::Event)?;
                let Some(key) = result.key(&self.incoming) else { return Ok(()) };
                self.judge(&key, Some(result.verdict().map_err(Fault::Files)?)).await?;
            }
            _ => {}
        }
        Ok(())
    }

    /// A clean file is moved before the claim says so: whoever reads `clean` can download. A bad one is
    /// removed after it: the verdict cannot be found a second time. Every step can be repeated.
    async fn judge(&self, key: &ProofKey, scan: Option<Scan>) -> Result<(), Fault> {
        let started = Instant::now();
        let (Some(id), Some(document_id)) = (ClaimId::parse(key.claim()), DocumentId::parse(key.document()))
        else {
            return Ok(());
        };
        let claim = app::ports::Claims::load(&self.app.store, &id).await?;
        let pending =
            claim.and_then(|claim| pending(&claim, &document_id).map(|announced| (claim, announced)));
        let Some((claim, announced)) = pending else {
            // Removed, or judged by an earlier event: whatever lies there is nobody's.
            return Ok(self.proofs.discard(key, Place::Incoming).await?);
        };
        let state = match self.proofs.fetch(key, announced.size).await? {
            None => match self.proofs.publish(key).await? {
                // An earlier run moved it and was stopped before it could say so.
                Published::Done => DocumentState::Clean,
                Published::Missing => return Ok(()),
            },
            Some(arrived) => {
                let verdict = match scan {
                    Some(scan) => files::verify(&arrived, &announced, &scan).await?,
                    None => files::verify(&arrived, &announced, &BuiltinScanner).await?,
                };
                state(verdict)
            }
        };
        if state == DocumentState::Clean {
            self.proofs.publish(key).await?;
        }
        let (clean, outcome) = (state == DocumentState::Clean, state.as_str());
        let verdict = Command::RecordProof { document: document_id.clone(), verdict: state.clone() };
        self.app.as_system_on(claim, verdict).await?;
        tracing::info!(event = "file", request = trace::request(), claim = %id, document = %document_id, outcome,
            ms = ms(started));
        if !clean {
            self.proofs.discard(key, Place::Incoming).await?;
        }
        Ok(())
    }
}

fn state(verdict: Verdict) -> DocumentState {
    match verdict {
        Verdict::Clean => DocumentState::Clean,
        Verdict::Infected { .. } => DocumentState::Infected,
        Verdict::Refused(refusal) => DocumentState::Refused { problem: refusal.code().into() },
    }
}

fn pending(claim: &Claim, id: &DocumentId) -> Option<Announced> {
    let document = claim.document(id.as_str()).filter(|document| document.state == DocumentState::Pending)?;
    Some(Announced {
        size: document.size,
        sha256: Sha256::from_hex(&document.sha256)?,
        media_type: MediaType::from_mime(&document.media_type)?,
    })
}
