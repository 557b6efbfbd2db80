//! Time and chance: what a client asks the world for, so that a test can answer.

use std::fmt;
use std::future::{Future, poll_fn};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Poll;
use std::time::{Duration, SystemTime};

/// A future in a box.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What time it is, and a way to wait. All expiry, backoff, limits and time-outs of a client come from its clock.
pub trait Clock: Send + Sync + 'static {
    /// The time.
    fn now(&self) -> SystemTime;

    /// Ends when so much time has passed.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// The system's clock, with tokio's timer.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// The work was not done in time.
pub(super) struct Elapsed;

/// Does the work, but no longer than so. Only work that has to wait needs a timer, and is asked for its limit.
pub(super) async fn within<F: Future + Unpin>(
    clock: &dyn Clock,
    limit: impl FnOnce() -> Option<Duration>,
    mut work: F,
) -> Result<F::Output, Elapsed> {
    let (mut limit, mut sleep) = (Some(limit), None);
    poll_fn(|context| {
        if let Poll::Ready(output) = Pin::new(&mut work).poll(context) {
            return Poll::Ready(Ok(output));
        }
        if let Some(limit) = limit.take() {
            sleep = limit().map(|limit| clock.sleep(limit));
        }
        sleep.as_mut().map_or(Poll::Pending, |sleep| sleep.as_mut().poll(context).map(|()| Err(Elapsed)))
    })
    .await
}

/// Numbers by chance, the same ones for the same seed. They keep nothing secret.
pub(super) struct Chance(AtomicU64);

impl Chance {
    /// Step of the SplitMix64 generator.
    const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

    pub(super) fn new(seed: Option<u64>) -> Self {
        Self(AtomicU64::new(seed.unwrap_or_else(|| RandomState::new().build_hasher().finish())))
    }

    /// A number in `0.0..1.0`.
    pub(super) fn fraction(&self) -> f64 {
        let mut x = self.0.fetch_add(Self::STEP, Ordering::Relaxed).wrapping_add(Self::STEP);
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^= x >> 31;
        // 53 bits are what a float holds.
        (x >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A time in `0..limit`.
    pub(super) fn below(&self, limit: Duration) -> Duration {
        limit.mul_f64(self.fraction())
    }
}

impl fmt::Debug for Chance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Chance")
    }
}
