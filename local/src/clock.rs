//! The clock of the domain, which can be moved forward, and real randomness.

use crate::data;
use jiff::{SignedDuration, Timestamp};
use std::{
    io,
    path::PathBuf,
    sync::atomic::{AtomicI64, Ordering},
};

/// Real time plus an offset that survives a restart.
#[derive(Debug)]
pub struct MovableClock {
    offset_ms: AtomicI64,
    file: PathBuf,
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
    /// The file cannot be read.
    pub fn open(file: PathBuf) -> io::Result<Self> {
        let offset: Option<i64> = data::read(&file)?;
        Ok(Self { offset_ms: AtomicI64::new(offset.unwrap_or(0)), file })
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
        let offset = (to.as_millisecond()).saturating_sub(Self::real().as_millisecond());
        if offset < self.offset_ms.load(Ordering::SeqCst) {
            return Err(ClockError::Backwards);
        }
        self.keep(offset)?;
        Ok(())
    }

    /// Back to real time; only right when all data go as well.
    ///
    /// # Errors
    /// The offset cannot be kept.
    pub fn reset(&self) -> io::Result<()> {
        self.keep(0)
    }

    fn keep(&self, offset: i64) -> io::Result<()> {
        data::write(&self.file, &offset)?;
        self.offset_ms.store(offset, Ordering::SeqCst);
        Ok(())
    }
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
        clock.reset().unwrap();
        assert!(MovableClock::open(file.clone()).unwrap().now() < later);
        std::fs::remove_file(file).unwrap();
    }
}
