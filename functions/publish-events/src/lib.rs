//! Domain events to the event bus: one per history entry, in order per claim, at least once.

use std::{sync::Arc, time::Instant};

use app::Clock;
use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use aws_sdk_eventbridge::{Client, types::PutEventsRequestEntry};
use lambda_runtime::{Error, LambdaEvent};
use runtime::{
    ConfigError, Environment, Variable,
    batch::{self, BatchAnswer},
    metrics::Measure,
    telemetry::ms,
};

/// What the function must be configured with.
pub const NEEDS: &[Variable] = &[Variable::EventBus];

/// Entries that the bus takes in one call.
const AT_ONCE: usize = 10;
/// The source of every event.
const SOURCE: &str = "assent";

/// The function.
pub struct PublishEvents {
    client: Client,
    bus: String,
    clock: Arc<dyn Clock>,
}

/// Why a record is to come again.
#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error(transparent)]
    Store(#[from] app::ports::StoreError),
    #[error("the bus did not take all events: {0}")]
    Bus(String),
}

impl PublishEvents {
    /// Built once per process.
    pub fn new(environment: &Environment) -> Result<Self, ConfigError> {
        Ok(Self {
            client: environment.clients.eventbridge(),
            bus: environment.config.get(Variable::EventBus)?.into(),
            clock: Arc::clone(&environment.clock),
        })
    }

    /// A batch of stream records.
    pub async fn handle(&self, event: LambdaEvent<Event>) -> Result<BatchAnswer, Error> {
        let invocation = event.context.request_id.as_str();
        Ok(batch::in_order(event.payload.records, |record| self.record(record, invocation)).await)
    }

    async fn record(&self, record: EventRecord, invocation: &str) -> Result<(), Fault> {
        let started = Instant::now();
        let Some((old, claim)) = store::stream::claims(&record)? else { return Ok(()) };
        let before = old.as_ref().map_or(0, |old| old.history.last_seq());
        let hashes = claim.history.hashes(&claim.id);
        let mut entries = Vec::new();
        for ((seq, entry), hash) in claim.history.after(before).zip(hashes.iter().skip(before as usize)) {
            let event = app::effects::event(&claim, seq, entry, hash);
            entries.push(
                PutEventsRequestEntry::builder()
                    .event_bus_name(&self.bus)
                    .source(SOURCE)
                    .detail_type(app::effects::event_type(entry))
                    .detail(event.to_string())
                    .build(),
            );
        }
        for chunk in entries.chunks(AT_ONCE) {
            let answer = self.client.put_events().set_entries(Some(chunk.to_vec())).send().await;
            let answer = answer.map_err(|fault| Fault::Bus(fault.into_service_error().to_string()))?;
            if answer.failed_entry_count() > 0 {
                let code = answer.entries().iter().find_map(|entry| entry.error_code()).unwrap_or("unknown");
                return Err(Fault::Bus(code.into()));
            }
        }
        let request = claim.request.as_deref();
        tracing::info!(event = "published", request, claim = %claim.id, events = entries.len(), ms = ms(started), invocation);
        for measure in Measure::of_change(old.as_ref(), &claim) {
            measure.note(self.clock.now());
        }
        Ok(())
    }
}
