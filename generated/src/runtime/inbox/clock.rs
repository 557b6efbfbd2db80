//! The time, passed in so that tests need not wait for it.

use std::future::Future;
use std::time::{Duration, SystemTime};

/// The longest sleep in one piece: a wall clock that is set meanwhile is noticed after that.
const NAP: Duration = Duration::from_secs(30);

/// Where the time comes from.
pub trait Clock: Send + Sync + 'static {
    /// The time now. Waits are kept over restarts, so it is the wall's.
    fn now(&self) -> SystemTime;

    /// Ready at `until` or before: the caller looks at the time again.
    fn sleep_until(&self, until: SystemTime) -> impl Future<Output = ()> + Send;
}

/// The system's clock, with tokio's timer.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    async fn sleep_until(&self, until: SystemTime) {
        let left = until.duration_since(SystemTime::now()).unwrap_or_default();
        tokio::time::sleep(left.min(NAP)).await;
    }
}
