//! The client's clock as the pool wants it.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant, SystemTime};

use hyper::rt::{Sleep, Timer};

use super::super::clock::{BoxFuture, Clock};

/// Counts from the moment in which it was made.
#[derive(Clone)]
pub(super) struct ClockTimer {
    clock: Arc<dyn Clock>,
    begin: (SystemTime, Instant),
}

impl ClockTimer {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { begin: (clock.now(), Instant::now()), clock }
    }
}

impl Timer for ClockTimer {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Sleep>> {
        Box::pin(Waiting(Mutex::new(self.clock.sleep(duration))))
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn Sleep>> {
        self.sleep(deadline.saturating_duration_since(self.now()))
    }

    /// A clock that was set back stands still until it has caught up.
    fn now(&self) -> Instant {
        let (time, instant) = self.begin;
        instant + self.clock.now().duration_since(time).unwrap_or_default()
    }
}

/// A wait that may be shared between threads, as hyper has it.
struct Waiting(Mutex<BoxFuture<'static, ()>>);

impl Future for Waiting {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner).as_mut().poll(context)
    }
}

impl Sleep for Waiting {}
