//! The duplicate guard of one process: bounded by number and by time.

use std::collections::{HashMap, VecDeque};
use std::convert::Infallible;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::{Claim, DeliveryKey, DuplicateGuard};

/// How many handled deliveries a [`MemoryGuard`] remembers unless it is told otherwise: 100,000, some 10 MB.
pub const DEFAULT_CAPACITY: usize = 100_000;

/// How long a [`MemoryGuard`] remembers a handled delivery unless it is told otherwise: 24 hours.
pub const DEFAULT_TIME_TO_LIVE: Duration = Duration::from_secs(24 * 60 * 60);

/// Remembers in memory which deliveries were handled: as many as fit, the oldest go first, each for so long.
///
/// It knows nothing of other processes, and forgets everything when its own ends. Claims in flight are not counted:
/// there are never more of them than deliveries being handled, and each ends with its own.
pub struct MemoryGuard {
    capacity: usize,
    time_to_live: Duration,
    clock: Box<dyn Fn() -> Instant + Send + Sync>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Whether a delivery was handled; if not, it is being handled.
    handled: HashMap<DeliveryKey, bool>,
    /// The handled ones and when that was, oldest first.
    order: VecDeque<(Instant, DeliveryKey)>,
}

impl MemoryGuard {
    /// A guard that remembers `capacity` handled deliveries at most, each for `time_to_live`.
    #[must_use]
    pub fn new(capacity: usize, time_to_live: Duration) -> Self {
        Self::with_clock(capacity, time_to_live, Instant::now)
    }

    /// The same by a clock of the caller's, which must not go backwards: for tests.
    #[must_use]
    pub fn with_clock(
        capacity: usize,
        time_to_live: Duration,
        clock: impl Fn() -> Instant + Send + Sync + 'static,
    ) -> Self {
        Self { capacity, time_to_live, clock: Box::new(clock), state: Mutex::default() }
    }

    /// How many deliveries it remembers or has in flight.
    #[must_use]
    pub fn len(&self) -> usize {
        self.current().0.handled.len()
    }

    /// Whether it knows of none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The state without what is to be forgotten by now, and now. Nothing in here panics half way, so a poisoned lock
    /// is none.
    fn current(&self) -> (MutexGuard<'_, State>, Instant) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let now = (self.clock)();
        let is_old = |at: Instant| now.saturating_duration_since(at) >= self.time_to_live;
        while state.order.front().is_some_and(|(at, _)| is_old(*at)) {
            state.forget_oldest();
        }
        (state, now)
    }

    fn remember(&self, key: &DeliveryKey) {
        let (mut state, now) = self.current();
        if state.handled.insert(*key, true) != Some(true) {
            state.order.push_back((now, *key));
        }
        while state.order.len() > self.capacity {
            state.forget_oldest();
        }
    }

    fn give_back(&self, key: &DeliveryKey) {
        let (mut state, _) = self.current();
        if state.handled.get(key) == Some(&false) {
            state.handled.remove(key);
        }
    }
}

impl State {
    fn forget_oldest(&mut self) {
        if let Some((_, key)) = self.order.pop_front() {
            self.handled.remove(&key);
        }
    }
}

impl Default for MemoryGuard {
    fn default() -> Self {
        Self::new(DEFAULT_CAPACITY, DEFAULT_TIME_TO_LIVE)
    }
}

impl fmt::Debug for MemoryGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryGuard")
            .field("capacity", &self.capacity)
            .field("time_to_live", &self.time_to_live)
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

impl DuplicateGuard for MemoryGuard {
    type Error = Infallible;

    async fn claim(&self, key: &DeliveryKey) -> Result<Claim, Infallible> {
        let (mut state, _) = self.current();
        Ok(match state.handled.get(key) {
            Some(true) => Claim::Duplicate,
            Some(false) => Claim::Busy,
            None => {
                state.handled.insert(*key, false);
                Claim::New
            }
        })
    }

    async fn done(&self, key: &DeliveryKey) -> Result<(), Infallible> {
        self.remember(key);
        Ok(())
    }

    async fn release(&self, key: &DeliveryKey) -> Result<(), Infallible> {
        self.give_back(key);
        Ok(())
    }

    fn abandon(&self, key: &DeliveryKey) {
        self.give_back(key);
    }
}
