//! How many calls go out: at once, and in a time. First come, first served; who gives up waiting takes nothing with him.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::sync::{Semaphore, SemaphorePermit};

use super::clock::Clock;
use crate::runtime::Limit;

/// How many calls may be made. Without any, all may.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Limits {
    /// So many calls in so much time; after a rest, so many at once.
    pub rate: Option<(u32, Duration)>,
    /// So many calls at once.
    pub in_flight: Option<u32>,
}

impl Limits {
    /// No limits.
    #[must_use]
    pub const fn none() -> Self {
        Self { rate: None, in_flight: None }
    }

    /// At most so many calls in so much time.
    #[must_use]
    pub const fn rate(mut self, calls: u32, per: Duration) -> Self {
        self.rate = Some((calls, per));
        self
    }

    /// At most so many calls a second.
    #[must_use]
    pub const fn per_second(self, calls: u32) -> Self {
        self.rate(calls, Duration::from_secs(1))
    }

    /// At most so many calls at once.
    #[must_use]
    pub const fn in_flight(mut self, calls: u32) -> Self {
        self.in_flight = Some(calls);
        self
    }

    /// Limits that nothing could ever get through are taken as one call.
    fn checked(self) -> Self {
        let rate = self.rate.filter(|(_, per)| !per.is_zero()).map(|(calls, per)| (calls.max(1), per));
        Self { rate, in_flight: self.in_flight.map(|calls| calls.max(1)) }
    }

    /// The group and the limits that a specification declares.
    pub(super) fn declared(limit: &Limit) -> (Option<&'static str>, Self) {
        let rate = limit.rate.map(|(calls, seconds)| (calls, Duration::from_secs(seconds.into())));
        (limit.group, Self { rate, in_flight: limit.in_flight })
    }
}

/// The limits of a client: those of all calls, and those of the groups that have some.
pub(super) struct Limiters {
    all: Option<Limiter>,
    groups: Vec<(String, Limiter)>,
}

impl Limiters {
    pub(super) fn new(all: Limits, groups: Vec<(String, Limits)>, clock: &Arc<dyn Clock>) -> Self {
        let groups = groups.into_iter().filter_map(|(name, limits)| Some((name, Limiter::new(limits, clock)?)));
        Self { all: Limiter::new(all, clock), groups: groups.collect() }
    }

    /// Waits until a call of an operation may go out; what is returned ends with the call.
    pub(super) async fn enter(&self, operation: &str) -> [Option<SemaphorePermit<'_>>; 2] {
        if self.all.is_none() && self.groups.is_empty() {
            return [None, None];
        }
        let resource = operation.split('.').next().unwrap_or_default();
        let group = self.groups.iter().find(|(name, _)| name == resource).map(|(_, limiter)| limiter);
        // Always in this order, so that no two calls wait for each other.
        let permits = [room(group).await, room(self.all.as_ref()).await];
        turn(group).await;
        turn(self.all.as_ref()).await;
        permits
    }
}

async fn room(limiter: Option<&Limiter>) -> Option<SemaphorePermit<'_>> {
    permit(limiter?.room.as_ref()?).await
}

/// A place; none is not given, for no semaphore is ever closed. Nobody is passed by: what is free while others wait is theirs.
async fn permit(of: &Semaphore) -> Option<SemaphorePermit<'_>> {
    match of.try_acquire() {
        Ok(permit) => Some(permit),
        Err(_) => of.acquire().await.ok(),
    }
}

async fn turn(limiter: Option<&Limiter>) {
    if let Some(bucket) = limiter.and_then(|limiter| limiter.bucket.as_ref()) {
        bucket.take().await;
    }
}

impl fmt::Debug for Limiters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Limiters")
    }
}

struct Limiter {
    room: Option<Semaphore>,
    bucket: Option<Bucket>,
}

impl Limiter {
    fn new(limits: Limits, clock: &Arc<dyn Clock>) -> Option<Self> {
        let limits = limits.checked();
        if limits == Limits::none() {
            return None;
        }
        let room = limits.in_flight.map(|calls| Semaphore::new(calls as usize));
        let bucket = limits.rate.map(|(calls, per)| Bucket::new(calls, per, clock.clone()));
        Some(Self { room, bucket })
    }
}

/// A bucket of calls that fills with time.
struct Bucket {
    /// Who holds it waits for the next call; the others stand in line behind.
    line: Semaphore,
    state: Mutex<Level>,
    full: f64,
    /// Time in which one call comes in.
    interval: Duration,
    clock: Arc<dyn Clock>,
}

struct Level {
    calls: f64,
    at: SystemTime,
}

impl Bucket {
    fn new(calls: u32, per: Duration, clock: Arc<dyn Clock>) -> Self {
        let full = f64::from(calls);
        let state = Mutex::new(Level { calls: full, at: clock.now() });
        Self { line: Semaphore::new(1), state, full, interval: per / calls, clock }
    }

    /// Waits for a call and takes it.
    async fn take(&self) {
        if self.line.available_permits() > 0 && self.try_take().is_none() {
            return; // Nobody was in line.
        }
        let _place = permit(&self.line).await;
        while let Some(wait) = self.try_take() {
            self.clock.sleep(wait).await;
        }
    }

    /// Takes a call; or says how long it takes until one is there.
    fn try_take(&self) -> Option<Duration> {
        let now = self.clock.now();
        let mut level = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was set back fills nothing.
        let passed = now.duration_since(level.at).unwrap_or_default();
        let interval = self.interval.max(Duration::from_nanos(1));
        level.calls = (level.calls + passed.as_secs_f64() / interval.as_secs_f64()).min(self.full);
        level.at = now;
        // A hair less than one is one: the sum of parts is never exact.
        if level.calls > 1.0 - 1e-6 {
            level.calls -= 1.0;
            return None;
        }
        Some(interval.mul_f64(1.0 - level.calls).max(Duration::from_nanos(1)))
    }
}
