//! A clock that a test moves.

use std::future::poll_fn;
use std::sync::{Arc, Condvar, Mutex};
use std::task::{Poll, Waker};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jing_openplatform::runtime::client::{BoxFuture, Clock};

/// Stands still until it is moved. Waits below `patience` end at once and move it by their length; longer ones, such as
/// time-outs, end when the test has moved it so far.
pub(crate) struct TestClock {
    state: Mutex<State>,
    asleep: Condvar,
    patience: Duration,
}

struct State {
    now: SystemTime,
    slept: Vec<Duration>,
    sleepers: Vec<(SystemTime, Waker)>,
}

impl TestClock {
    pub(crate) fn new(patience: Duration) -> Arc<Self> {
        let now = UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        let state = Mutex::new(State { now, slept: Vec::new(), sleepers: Vec::new() });
        Arc::new(Self { state, asleep: Condvar::new(), patience })
    }

    /// What a builder takes.
    pub(crate) fn share(self: &Arc<Self>) -> Arc<dyn Clock> {
        Arc::new(Shared(self.clone()))
    }

    pub(crate) fn now(&self) -> SystemTime {
        self.state.lock().unwrap().now
    }

    pub(crate) fn advance(&self, by: Duration) {
        let mut state = self.state.lock().unwrap();
        state.now += by;
        let now = state.now;
        let due = state.sleepers.extract_if(.., |(until, _)| *until <= now).map(|(_, waker)| waker);
        due.collect::<Vec<_>>().into_iter().for_each(Waker::wake);
    }

    /// The waits that ended at once, in order.
    pub(crate) fn slept(&self) -> Vec<Duration> {
        self.state.lock().unwrap().slept.clone()
    }

    /// Blocks until so many are waiting for the clock.
    pub(crate) fn until_asleep(&self, sleepers: usize) {
        let state = self.state.lock().unwrap();
        drop(self.asleep.wait_while(state, |state| state.sleepers.len() < sleepers).unwrap());
    }
}

/// A handle, whose futures outlive the call.
struct Shared(Arc<TestClock>);

impl Clock for Shared {
    fn now(&self) -> SystemTime {
        self.0.state.lock().unwrap().now
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let clock = self.0.clone();
        let mut state = self.0.state.lock().unwrap();
        if duration < clock.patience {
            state.slept.push(duration);
            state.now += duration;
            return Box::pin(async {});
        }
        let until = state.now + duration;
        drop(state);
        Box::pin(poll_fn(move |context| {
            let mut state = clock.state.lock().unwrap();
            if state.now >= until {
                return Poll::Ready(());
            }
            state.sleepers.retain(|(_, waker)| !waker.will_wake(context.waker()));
            state.sleepers.push((until, context.waker().clone()));
            clock.asleep.notify_all();
            Poll::Pending
        }))
    }
}
