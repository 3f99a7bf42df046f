//! The clock of the domain, which can be moved forward, and real randomness.

use crate::data;
use jiff::{SignedDuration, Timestamp};
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

/// Real time plus an offset that survives a restart. It is kept in seconds with their sign, as libfaketime reads it:
/// processes that run under it have the same time.
#[derive(Debug)]
pub struct MovableClock {
    offset_ms: AtomicI64,
    /// Held while the offset changes.
    file: Mutex<PathBuf>,
}

/// A clock is not moved back: what has happened has happened.
#[derive(Debug, thiserror::Error)]
pub enum ClockError {
    /// The time asked for is before the time it is.
    #[error("the clock cannot be set back")]
    Backwards,
    /// The offset cannot be kept.
    #[error("the clock's offset cannot be kept: {0}")]
    Io(#[from] io::Error),
}

impl MovableClock {
    /// The clock whose offset is kept in `file`.
    ///
    /// # Errors
    /// The file cannot be read, or written.
    pub fn open(file: PathBuf) -> io::Result<Self> {
        let offset = match fs::read_to_string(&file) {
            Ok(text) => millis(&text).ok_or_else(|| io::Error::other("no clock"))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
            Err(error) => return Err(error),
        };
        let clock = Self { offset_ms: AtomicI64::new(offset), file: Mutex::new(file) };
        clock.keep(&clock.file(), offset)?;
        Ok(clock)
    }

    /// Real time: tokens and presigned links live by it.
    #[must_use]
    #[allow(clippy::disallowed_methods, reason = "the one place where time comes in")]
    pub fn real() -> Timestamp {
        Timestamp::now()
    }

    /// Moves the clock forward to `to`.
    ///
    /// # Errors
    /// `to` is in the past, or the offset cannot be kept.
    pub fn set(&self, to: Timestamp) -> Result<(), ClockError> {
        let file = self.file();
        let offset = offset_of(to);
        if offset < self.offset_ms.load(Ordering::SeqCst) {
            return Err(ClockError::Backwards);
        }
        Ok(self.keep(&file, offset)?)
    }

    /// Moves the clock forward by `span`, whoever else moves it.
    ///
    /// # Errors
    /// The offset cannot be kept.
    pub fn skip(&self, span: Duration) -> io::Result<()> {
        let file = self.file();
        let span = i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
        self.keep(&file, self.offset_ms.load(Ordering::SeqCst).saturating_add(span))
    }

    /// Begins anew at `at`, which may be in the past: only right while there are no data.
    ///
    /// # Errors
    /// The offset cannot be kept.
    pub fn begin_at(&self, at: Timestamp) -> io::Result<()> {
        self.keep(&self.file(), offset_of(at))
    }

    /// To real time: forward from the past, or back when all data go as well.
    ///
    /// # Errors
    /// The offset cannot be kept.
    pub fn reset(&self) -> io::Result<()> {
        self.keep(&self.file(), 0)
    }

    fn file(&self) -> MutexGuard<'_, PathBuf> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, file: &Path, offset: i64) -> io::Result<()> {
        let (sign, size) = (if offset < 0 { '-' } else { '+' }, offset.unsigned_abs());
        data::replace(file, format!("{sign}{}.{:03}\n", size / 1000, size % 1000).as_bytes())?;
        self.offset_ms.store(offset, Ordering::SeqCst);
        Ok(())
    }
}

/// `-12.345` as milliseconds.
fn millis(text: &str) -> Option<i64> {
    let (seconds, thousandths) = text.trim().split_once('.')?;
    format!("{seconds}{thousandths}").parse().ok()
}

fn offset_of(to: Timestamp) -> i64 {
    to.as_millisecond().saturating_sub(MovableClock::real().as_millisecond())
}

impl app::Clock for MovableClock {
    fn now(&self) -> Timestamp {
        let offset = SignedDuration::from_millis(self.offset_ms.load(Ordering::SeqCst));
        Self::real().saturating_add(offset).unwrap_or(Timestamp::MAX)
    }
}

/// Randomness of the operating system.
#[derive(Debug, Default)]
pub struct SystemEntropy;

impl app::Entropy for SystemEntropy {
    #[allow(clippy::disallowed_methods, reason = "the one place where randomness comes in")]
    #[allow(clippy::expect_used, reason = "a system without randomness must not hand out guessable ids")]
    fn bytes(&self) -> [u8; 16] {
        let random = ring::rand::generate::<[u8; 16]>(&ring::rand::SystemRandom::new());
        random.expect("the operating system gives random bytes").expose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::Clock;

    #[test]
    fn it_goes_forward_only_and_remembers() {
        let file = std::env::temp_dir().join(format!("assent-clock-{}", std::process::id()));
        let clock = MovableClock::open(file.clone()).unwrap();
        let later = clock.now() + SignedDuration::from_hours(24 * 31);
        clock.set(later).unwrap();
        assert!(clock.now() >= later);
        assert!(matches!(clock.set(later - SignedDuration::from_hours(1)), Err(ClockError::Backwards)));
        assert!(MovableClock::open(file.clone()).unwrap().now() >= later);
        let kept = fs::read_to_string(&file).unwrap();
        let seconds: f64 = kept.trim_start_matches('+').trim().parse().unwrap();
        assert!(
            kept.starts_with('+') && (seconds / 86_400.0 - 31.0).abs() < 0.1,
            "{kept:?} is what libfaketime reads"
        );
        clock.reset().unwrap();
        assert!(MovableClock::open(file.clone()).unwrap().now() < later);
        assert_eq!((millis("-0.007\n"), millis("+12.340\n"), millis("?")), (Some(-7), Some(12_340), None));
        let earlier = clock.now() - SignedDuration::from_hours(24);
        clock.begin_at(earlier).unwrap();
        assert!(clock.now().duration_since(earlier) < SignedDuration::from_hours(1));
        std::fs::remove_file(file).unwrap();
    }
}
