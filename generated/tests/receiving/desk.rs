//! A handler that does what a test tells it and tells what came, and a guard that tells what was abandoned.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::mpsc::{Receiver as Inbox, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::Semaphore;

use crate::runtime::EventError;
use crate::runtime::receiver::{
    Builder, Claim, DeliveryKey, DuplicateGuard, HandlerError, MemoryGuard, Receiver, WithBody,
};
use crate::shape::events::Event;

/// The valid secrets.
pub const CURRENT: &str = "current-secret-of-the-sender";
pub const PREVIOUS: &str = "previous-secret-of-the-sender";

/// What the handler is to do with an event.
pub enum Act {
    Take,
    Fail,
    Panic,
    /// Wait until the gate has a permit, then take it.
    Wait(Arc<Semaphore>),
}

/// What came of what.
pub struct Desk {
    acts: Arc<Mutex<VecDeque<Act>>>,
    seen: Inbox<Box<[u8]>>,
    letters: Inbox<EventError>,
    abandoned: Inbox<DeliveryKey>,
}

/// The senders' side of a desk.
struct Clerk {
    acts: Arc<Mutex<VecDeque<Act>>>,
    seen: Sender<Box<[u8]>>,
    letters: Sender<EventError>,
}

impl Clerk {
    fn next_act(&self) -> Act {
        self.acts.lock().unwrap().pop_front().unwrap_or(Act::Take)
    }

    async fn act(&self) -> Result<(), HandlerError> {
        let act = self.next_act();
        match act {
            Act::Take => Ok(()),
            Act::Fail => Err("told to fail".into()),
            Act::Panic => panic!("told to panic"),
            Act::Wait(gate) => {
                gate.acquire().await?.forget();
                Ok(())
            }
        }
    }
}

/// Tells what was abandoned, after it was.
struct TellingGuard(MemoryGuard, Sender<DeliveryKey>);

impl DuplicateGuard for TellingGuard {
    type Error = Infallible;

    async fn claim(&self, key: &DeliveryKey) -> Result<Claim, Infallible> {
        self.0.claim(key).await
    }

    async fn done(&self, key: &DeliveryKey) -> Result<(), Infallible> {
        self.0.done(key).await
    }

    async fn release(&self, key: &DeliveryKey) -> Result<(), Infallible> {
        self.0.release(key).await
    }

    fn abandon(&self, key: &DeliveryKey) {
        self.0.abandon(key);
        let _ = self.1.send(*key);
    }
}

/// An event of the test's API with the bytes that it came in.
pub type Received = WithBody<Event>;

impl Desk {
    /// A desk, and a builder of a receiver for it without secrets and dead letters.
    pub fn bare() -> (Self, Builder<Received>) {
        let (desk, builder, _) = Self::parts();
        (desk, builder)
    }

    /// A desk, and a receiver with both secrets in the path, whose dead letters go to the desk, too.
    pub fn with_dead_letters() -> (Self, Receiver<Received>) {
        let (desk, builder, clerk) = Self::parts();
        let bury = move |letter| {
            let clerk = Arc::clone(&clerk);
            async move {
                clerk.letters.send(letter)?;
                clerk.act().await
            }
        };
        (desk, builder.secret_in_path([CURRENT, PREVIOUS]).dead_letters(bury).build().unwrap())
    }

    /// A desk, and a receiver with both secrets in the path.
    pub fn new() -> (Self, Receiver<Received>) {
        let (desk, builder) = Self::bare();
        (desk, builder.secret_in_path([CURRENT, PREVIOUS]).build().unwrap())
    }

    fn parts() -> (Self, Builder<Received>, Arc<Clerk>) {
        let acts = Arc::new(Mutex::new(VecDeque::new()));
        let ((tell_seen, seen), (tell_letters, letters), (tell_abandoned, abandoned)) =
            (channel(), channel(), channel());
        let clerk = Arc::new(Clerk { acts: Arc::clone(&acts), seen: tell_seen, letters: tell_letters });
        let handling = Arc::clone(&clerk);
        let handle = move |event: Received| {
            let clerk = Arc::clone(&handling);
            async move {
                clerk.seen.send(event.body)?;
                clerk.act().await
            }
        };
        let guard = TellingGuard(MemoryGuard::default(), tell_abandoned);
        (Self { acts, seen, letters, abandoned }, Receiver::builder(handle).duplicate_guard(guard), clerk)
    }

    /// What the handler, or what takes the dead letters, is to do with the next ones; it takes all others.
    pub fn plan(&self, acts: impl IntoIterator<Item = Act>) {
        self.acts.lock().unwrap().extend(acts);
    }

    /// The body of the next event that the handler was given.
    pub fn next(&self) -> Vec<u8> {
        wait(&self.seen).into()
    }

    /// Whether the handler was given nothing else.
    pub fn is_clear(&self) -> bool {
        self.seen.try_recv().is_err()
    }

    /// The next dead letter.
    pub fn letter(&self) -> EventError {
        wait(&self.letters)
    }

    /// Whether there is no dead letter.
    pub fn has_no_letter(&self) -> bool {
        self.letters.try_recv().is_err()
    }

    /// Waits for a claim to be abandoned.
    pub fn abandoned(&self) -> DeliveryKey {
        wait(&self.abandoned)
    }
}

fn wait<T>(from: &Inbox<T>) -> T {
    // Long enough for a machine that is busy, and a test that waits for nothing fails.
    from.recv_timeout(Duration::from_secs(30)).unwrap()
}
