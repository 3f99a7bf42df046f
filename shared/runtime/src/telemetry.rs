//! Logs: one line of JSON at the boundary. No addresses, names, tokens or bodies.

use tracing_subscriber::filter::LevelFilter;

/// Starts logging to standard output. `LOG_LEVEL` is `error`, `warn`, `info` (default), `debug` or `trace`.
pub fn start() {
    let level = std::env::var("LOG_LEVEL").ok().and_then(|level| level.parse::<LevelFilter>().ok());
    let format = tracing_subscriber::fmt().json().with_target(false).with_current_span(false).without_time();
    // A second start in the same process keeps the first one's settings.
    drop(format.with_max_level(level.unwrap_or(LevelFilter::INFO)).try_init());
}
