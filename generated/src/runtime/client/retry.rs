//! When a failed attempt is followed by another, and after what wait.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::clock::Chance;
use super::error::{Error, Timeout};
use crate::runtime::{ErrorClass, ResponseErrorKind};

/// When a call is tried again.
///
/// An operation that is declared idempotent is sent again after a transient failure and where there are too many calls;
/// any other only if no byte of it was sent. The waits grow exponentially with full jitter, each by chance between
/// nothing and the present ceiling. What the server asks for by `Retry-After` comes in their place.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// How often a call is sent at most, the first time counted: 3.
    pub max_attempts: u32,
    /// The ceiling of the first wait: 200 ms. It doubles with each.
    pub base: Duration,
    /// What no ceiling goes beyond: 10 s.
    pub max_delay: Duration,
    /// The longest `Retry-After` that is waited for: 60 s. A longer one is left to the caller.
    pub max_retry_after: Duration,
    /// How many retries all calls of a client have together: 100. Each takes one.
    pub budget: u32,
    /// How much of a retry each successful call gives back: 0.1.
    pub refill: f64,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 3,
            base: Duration::from_millis(200),
            max_delay: Duration::from_secs(10),
            max_retry_after: Duration::from_secs(60),
            budget: 100,
            refill: 0.1,
        }
    }
}

impl RetryPolicy {
    /// Each call is sent once.
    #[must_use]
    pub fn never() -> Self {
        Self { max_attempts: 1, ..Self::default() }
    }

    /// Sets [`max_attempts`](Self::max_attempts).
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Sets [`base`](Self::base) and [`max_delay`](Self::max_delay).
    #[must_use]
    pub fn delays(mut self, base: Duration, max: Duration) -> Self {
        (self.base, self.max_delay) = (base, max);
        self
    }

    /// Sets [`max_retry_after`](Self::max_retry_after).
    #[must_use]
    pub fn max_retry_after(mut self, max: Duration) -> Self {
        self.max_retry_after = max;
        self
    }

    /// Sets [`budget`](Self::budget) and [`refill`](Self::refill); of a call's own policy they are not looked at.
    #[must_use]
    pub fn budget(mut self, retries: u32, refill: f64) -> Self {
        (self.budget, self.refill) = (retries, refill);
        self
    }

    /// The wait before the next attempt; none if there is to be no other.
    pub(super) fn delay(&self, error: &Error, attempts: u32, idempotent: bool, chance: &Chance) -> Option<Duration> {
        if attempts >= self.max_attempts || !may_repeat(error, idempotent) {
            return None;
        }
        match error.retry_after() {
            Some(asked) if asked > self.max_retry_after => None,
            // A little more, so that all who were told the same do not come at once.
            Some(asked) => Some(asked + chance.below(self.base)),
            None => {
                let doubled = 1_u32.checked_shl(attempts.saturating_sub(1)).unwrap_or(u32::MAX);
                Some(chance.below(self.base.saturating_mul(doubled).min(self.max_delay)))
            }
        }
    }
}

/// Whether it is safe and of use to send the request again.
fn may_repeat(error: &Error, idempotent: bool) -> bool {
    if error.is_sent() && !idempotent {
        return false;
    }
    match error {
        Error::Response(response) => match response.kind() {
            ResponseErrorKind::Status | ResponseErrorKind::Code => {
                matches!(error.class(), ErrorClass::Transient | ErrorClass::Limit)
            }
            _ => false,
        },
        Error::Timeout { of, .. } => *of == Timeout::Attempt,
        Error::Transport { .. } | Error::Token { .. } => error.class() == ErrorClass::Transient,
        Error::Request { .. } | Error::Build(_) | Error::Blocking { .. } => false,
    }
}

/// The retries that all calls of a client have together.
#[derive(Debug)]
pub(super) struct Budget {
    /// In parts of a retry, [`WHOLE`] of them.
    left: AtomicU64,
    full: u64,
    refill: u64,
}

/// The parts of one retry.
const WHOLE: f64 = 1e6;

impl Budget {
    pub(super) fn new(policy: &RetryPolicy) -> Self {
        let parts = |retries: f64| (retries * WHOLE).round() as u64;
        let full = parts(policy.budget.into());
        Self { left: AtomicU64::new(full), full, refill: parts(policy.refill) }
    }

    /// Takes a retry, if one is left.
    pub(super) fn take(&self) -> bool {
        let less = |left: u64| left.checked_sub(WHOLE as u64);
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
    }

    /// Gives back what a success is worth; nothing where none is missing, as mostly.
    pub(super) fn succeed(&self) {
        let more = |left: u64| (left < self.full).then(|| left.saturating_add(self.refill).min(self.full));
        let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
    }
}
