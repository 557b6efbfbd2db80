//! What an inbox needs of a store: the trait, and what goes in and out.

use std::fmt;
use std::future::Future;
use std::time::SystemTime;

use super::InboxError;

/// What an event is known by in its store: greater for one that was accepted later, never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub u64);

/// An event handed over to be handled.
#[derive(Clone, PartialEq, Eq)]
pub struct InboxEvent {
    /// What it is known by: the same at every attempt, so that a handler can tell that it has done it already.
    pub id: EventId,
    /// Its entity, if it has one.
    pub entity: Option<String>,
    /// Which attempt it is, counted from 1. More than 1 does not say that the handler failed: the process may have died.
    pub attempt: u32,
    /// When it was accepted.
    pub accepted_at: SystemTime,
    /// The body, byte for byte.
    pub body: Vec<u8>,
}

/// Shows neither entity nor body.
impl fmt::Debug for InboxEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InboxEvent")
            .field("id", &self.id)
            .field("attempt", &self.attempt)
            .field("accepted_at", &self.accepted_at)
            .field("body_len", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// What [`InboxStore::claim`] found.
#[derive(Clone, Debug, Default)]
pub struct Claims {
    /// Events to be handled now, at most one an entity.
    pub events: Vec<InboxEvent>,
    /// When the next event that waits for its retry falls due, if one waits.
    pub next_due: Option<SystemTime>,
}

/// What became of a claimed event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was handled: it leaves the store.
    Done,
    /// It failed: it keeps its place and is due again at that time.
    Retry(SystemTime),
    /// It is given up, for this reason: it becomes a dead letter and holds its entity up no longer.
    Dead(String),
}

/// An event that was given up.
#[derive(Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// The event, with the number of its last attempt; one more where the process died in that one.
    pub event: InboxEvent,
    /// Why it was given up. The handler's words, so it may quote the event.
    pub reason: String,
}

/// Shows nothing of the event but what [`InboxEvent`] shows, and no reason.
impl fmt::Debug for DeadLetter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeadLetter").field("event", &self.event).field("reason_len", &self.reason.len()).finish()
    }
}

/// How many events a store holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Accepted and not handled, those being handled included.
    pub pending: u64,
    /// Given up.
    pub dead: u64,
}

impl Counts {
    /// So many.
    #[must_use]
    pub fn new(pending: u64, dead: u64) -> Self {
        Self { pending, dead }
    }
}

/// Where accepted events are kept until they are handled. [`FileStore`](super::FileStore) is one in a file; implement it for
/// a database or a log that your team runs anyway.
///
/// - What a method did holds when its future is ready, whatever happens to the process then. An [`append`](Self::append) has
///   to outlive a power cut too. Losing another method's effect at a power cut makes an event come again, which is allowed.
/// - A method whose future is dropped may have done its work or not, but nothing by halves.
/// - An error means that nothing was done, as far as the store can know.
pub trait InboxStore: Send + Sync + 'static {
    /// Stores an event behind all others of its entity.
    fn append(
        &self,
        entity: Option<String>,
        body: Vec<u8>,
        now: SystemTime,
    ) -> impl Future<Output = Result<EventId, InboxError>> + Send;

    /// Takes up to `limit` events to be handled now: of each entity the oldest alone, if it is due and no event of that
    /// entity is claimed; events without an entity each by itself. Each counts an attempt, also if the process dies in it.
    ///
    /// A claim ends with [`settle`](Self::settle), with [`release`](Self::release), or with the process. A store that
    /// several processes share needs a lock or a lease for it.
    fn claim(&self, now: SystemTime, limit: usize) -> impl Future<Output = Result<Claims, InboxError>> + Send;

    /// Ends the claim on an event. Nothing happens if it is not claimed.
    fn settle(&self, id: EventId, verdict: Verdict) -> impl Future<Output = Result<(), InboxError>> + Send;

    /// Ends all claims that this value made: its runner stopped without settling them. Called when a runner starts.
    fn release(&self) -> impl Future<Output = Result<(), InboxError>> + Send;

    /// Up to `limit` dead letters with a greater id than `after`, by id.
    fn dead_letters(
        &self,
        after: Option<EventId>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<DeadLetter>, InboxError>> + Send;

    /// Makes a dead letter pending again, at its old place and as if never tried. False if there is no such one.
    fn revive(&self, id: EventId) -> impl Future<Output = Result<bool, InboxError>> + Send;

    /// Forgets a dead letter. False if there is no such one.
    fn discard(&self, id: EventId) -> impl Future<Output = Result<bool, InboxError>> + Send;

    /// How many events it holds.
    fn counts(&self) -> impl Future<Output = Result<Counts, InboxError>> + Send;

    /// Ready when an event may have been appended that [`Inbox::accept`](super::Inbox::accept) did not see to its end: by another
    /// process, or by a future that was dropped before it was ready, as servers do when a connection closes. A runner that is
    /// not told finds such an event when it looks for the next time.
    ///
    /// By default it is never ready.
    fn appended(&self) -> impl Future<Output = ()> + Send {
        std::future::pending()
    }
}
