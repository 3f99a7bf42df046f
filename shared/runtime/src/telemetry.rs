//! Logs: a line of JSON for each invocation, and the metrics beside it. No addresses, names, tokens or bodies.

use std::{
    fmt::{self, Debug, Write as _},
    sync::OnceLock,
    time::Instant,
};

use serde_json::Value;
use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{
    Layer as _, Registry,
    filter::{LevelFilter, Targets},
    fmt::{FmtContext, FormatEvent, FormatFields, MakeWriter, format::Writer},
    layer::SubscriberExt as _,
    registry::LookupSpan,
    util::SubscriberInitExt as _,
};

/// Lines of this target are metrics; they are written whatever the level is.
const METRICS: &str = "metrics";
/// Libraries whose lower levels quote requests and answers.
const FOREIGN: [&str; 7] = ["aws", "h2", "hyper", "lambda", "reqwest", "rustls", "tower"];

/// Starts logging to standard output. `LOG_LEVEL` is `error`, `warn` or `info` (default).
pub fn start() {
    let level = std::env::var("LOG_LEVEL").ok().and_then(|level| level.parse().ok());
    // A second start in the same process keeps the first one's settings.
    drop(lines(level.unwrap_or(LevelFilter::INFO), std::io::stdout).try_init());
}

/// The log as a function writes it, to another place.
pub fn lines<W>(level: LevelFilter, to: W) -> impl Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let levels = Targets::new()
        .with_default(level)
        .with_targets(FOREIGN.map(|library| (library, level.min(LevelFilter::WARN))))
        .with_target(METRICS, LevelFilter::INFO);
    let layer = tracing_subscriber::fmt::layer().event_format(Lines).with_ansi(false).with_writer(to);
    Registry::default().with(layer.with_filter(levels))
}

/// The name of the function that this process is.
#[must_use]
pub fn function() -> &'static str {
    static NAME: OnceLock<String> = OnceLock::new();
    NAME.get_or_init(|| std::env::var("AWS_LAMBDA_FUNCTION_NAME").unwrap_or_else(|_| "local".into()))
}

/// Whole milliseconds since then.
#[must_use]
pub fn ms(started: Instant) -> u64 {
    u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// Writes a metric, a line of JSON of its own.
pub(crate) fn metric(line: &str) {
    tracing::info!(target: METRICS, "{line}");
}

/// One flat object a line: queries name a field and nothing above it.
struct Lines;

impl<S, N> FormatEvent<S, N> for Lines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        _: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let metadata = event.metadata();
        if metadata.target() == METRICS {
            let mut message = Message::default();
            event.record(&mut message);
            return writeln!(writer, "{}", message.0);
        }
        let mut line = Line(String::with_capacity(256));
        write!(line.0, "{{\"level\":\"{}\"", metadata.level())?;
        line.add("function", &function().into());
        event.record(&mut line);
        writeln!(writer, "{}}}", line.0)
    }
}

/// The text of an event.
#[derive(Default)]
struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}

/// Members of an object, in the order in which they were given.
struct Line(String);

impl Line {
    fn add(&mut self, name: &str, value: &Value) {
        let _ = write!(self.0, ",{}:{value}", Value::from(name));
    }
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.add(field.name(), &format!("{value:?}").into());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field.name(), &value.into());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.add(field.name(), &value.into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field.name(), &value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add(field.name(), &value.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        io,
        sync::{Arc, Mutex},
    };

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn said(level: LevelFilter, act: impl FnOnce()) -> Vec<Value> {
        let kept = Kept::default();
        let to = kept.clone();
        tracing::subscriber::with_default(lines(level, move || to.clone()), act);
        let bytes = kept.0.lock().unwrap().clone();
        let text = String::from_utf8(bytes).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn a_line_is_one_flat_object() {
        let nothing: Option<&str> = None;
        let lines = said(LevelFilter::INFO, || {
            tracing::info!(route = "GET /\"x\"\n", status = 201, ok = true, nothing, claim = %"clm_1", "done");
        });
        let expected = serde_json::json!({ "level": "INFO", "function": "local", "route": "GET /\"x\"\n",
            "status": 201, "ok": true, "claim": "clm_1", "message": "done" });
        assert_eq!(lines, [expected]);
    }

    /// Promise 14: a library that quotes what it sends is not heard, whatever the level; metrics always are.
    #[test]
    fn libraries_are_quiet_and_metrics_are_not() {
        let speak = || {
            tracing::debug!(target: "aws_smithy_runtime::client", "a request");
            tracing::debug!(target: "hyper::proto", "a body");
            tracing::warn!(target: "lambda_runtime", "a warning");
            tracing::debug!(target: "web::handle", "ours");
            metric("{\"Mails\":1}");
        };
        let words = |lines: Vec<Value>| -> Vec<String> {
            lines.iter().map(|line| line["message"].as_str().unwrap_or("a metric").to_owned()).collect()
        };
        assert_eq!(words(said(LevelFilter::TRACE, speak)), ["a warning", "ours", "a metric"]);
        assert_eq!(words(said(LevelFilter::ERROR, speak)), ["a metric"]);
        assert_eq!(said(LevelFilter::OFF, speak), [serde_json::json!({ "Mails": 1 })]);
    }
}
