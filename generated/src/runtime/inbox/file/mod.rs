//! A store in a file, without a server. One thread owns the file; what is asked of it at the same time shares one sync.

mod database;
mod queues;
mod writer;

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::{Notify, oneshot};

use self::database::Database;
use self::writer::{Append, Note, Request, Writer};
use super::{Claims, Counts, DeadLetter, EventId, InboxError, InboxErrorKind, InboxStore, Verdict};

/// Keeps events in one file (SQLite's format, with a write-ahead log beside it).
///
/// - What was accepted outlives a kill and a power cut, as far as the disk keeps what it says it has synced. That an event was
///   handled outlives a kill; a power cut may make those come again that were handled since the last one was accepted.
/// - One store at a time: a second one on the same file, in this process or another, is refused. The file has to lie on a local
///   disk; locks and syncs of network file systems cannot be relied on.
/// - Memory does not grow with the number of events that are left to handle: the order of the oldest few thousand is kept there,
///   without the bodies, and that of later ones read when their turn comes. Events that wait for a failed one of the same
///   entity do count, about 200 bytes each.
/// - The room of handled events is used again, but the file does not shrink.
///
/// Dropping it waits for what was asked of it, and closes the file.
pub struct FileStore {
    requests: Option<mpsc::Sender<Request>>,
    thread: Option<JoinHandle<()>>,
    appended: Arc<Notify>,
}

/// How a [`FileStore`] is opened.
#[derive(Clone, Debug, Default)]
pub struct FileStoreOptions {
    max_bytes: Option<u64>,
}

impl FileStoreOptions {
    /// The defaults: no limit but the disk's.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The size in bytes that the file may grow to; beyond it nothing is accepted ([`InboxErrorKind::Full`]) until events were
    /// handled. The log beside it, a few megabytes, does not count.
    #[must_use]
    pub fn max_bytes(mut self, max_bytes: u64) -> Self {
        self.max_bytes = Some(max_bytes);
        self
    }

    /// Opens the file, and makes it if there is none. Blocks while it counts the pending events.
    ///
    /// # Errors
    /// [`InboxErrorKind::Locked`], [`InboxErrorKind::Corrupted`], [`InboxErrorKind::Full`], or [`InboxErrorKind::Store`] where
    /// the file cannot be made or read.
    pub fn open(&self, path: impl AsRef<Path>) -> Result<FileStore, InboxError> {
        let database = Database::open(path.as_ref(), self.max_bytes)?;
        let appended = Arc::new(Notify::new());
        let writer = Writer::load(database, Arc::clone(&appended))?;
        let (requests, received) = mpsc::channel();
        let thread = std::thread::Builder::new()
            .name("inbox".into())
            .spawn(move || writer.serve(&received))
            .map_err(|cause| InboxError::new(InboxErrorKind::Store, "opening the inbox").caused_by(cause))?;
        Ok(FileStore { requests: Some(requests), thread: Some(thread), appended })
    }
}

impl FileStore {
    /// Opens the file with the default options, and makes it if there is none.
    ///
    /// # Errors
    /// As [`FileStoreOptions::open`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, InboxError> {
        FileStoreOptions::new().open(path)
    }

    async fn ask<T>(
        &self,
        what: &'static str,
        request: impl FnOnce(oneshot::Sender<Result<T, InboxError>>) -> Request,
    ) -> Result<T, InboxError> {
        let closed = || InboxError::new(InboxErrorKind::Closed, what);
        let (reply, answer) = oneshot::channel();
        let requests = self.requests.as_ref().ok_or_else(closed)?;
        requests.send(request(reply)).map_err(|_| closed())?;
        answer.await.map_err(|_| closed())?
    }
}

impl InboxStore for FileStore {
    async fn append(&self, entity: Option<String>, body: Vec<u8>, now: SystemTime) -> Result<EventId, InboxError> {
        let now = millis(now);
        self.ask("storing an event", |reply| Request::Append(Append { entity, body, now, reply })).await
    }

    async fn claim(&self, now: SystemTime, limit: usize) -> Result<Claims, InboxError> {
        let now = millis(now);
        self.ask("claiming events", |reply| Request::Note(Note::Claim { now, limit, reply })).await
    }

    async fn settle(&self, id: EventId, verdict: Verdict) -> Result<(), InboxError> {
        let id = row(id);
        let request = |reply| match verdict {
            Verdict::Done => Request::Done { id, reply },
            Verdict::Retry(due) => Request::Note(Note::PutOff { id, due: millis(due), reply }),
            Verdict::Dead(reason) => Request::Note(Note::Bury { id, reason, reply }),
        };
        self.ask("settling an event", request).await
    }

    async fn release(&self) -> Result<(), InboxError> {
        self.ask("releasing events", |reply| Request::Note(Note::Release { reply })).await
    }

    async fn dead_letters(&self, after: Option<EventId>, limit: usize) -> Result<Vec<DeadLetter>, InboxError> {
        let after = after.map_or(0, row);
        self.ask("reading dead letters", |reply| Request::Note(Note::DeadLetters { after, limit, reply })).await
    }

    async fn revive(&self, id: EventId) -> Result<bool, InboxError> {
        self.ask("reviving a dead letter", |reply| Request::Note(Note::Revive { id: row(id), reply })).await
    }

    async fn discard(&self, id: EventId) -> Result<bool, InboxError> {
        self.ask("discarding a dead letter", |reply| Request::Note(Note::Discard { id: row(id), reply })).await
    }

    async fn counts(&self) -> Result<Counts, InboxError> {
        self.ask("counting events", |reply| Request::Note(Note::Counts { reply })).await
    }

    async fn appended(&self) {
        self.appended.notified().await;
    }
}

impl Drop for FileStore {
    fn drop(&mut self) {
        self.requests = None;
        if let Some(thread) = self.thread.take() {
            // It only fails if the thread panicked, which each caller was told.
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for FileStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileStore").finish_non_exhaustive()
    }
}

/// An id as the file has it; one that no event can have becomes 0, which none has.
fn row(id: EventId) -> i64 {
    i64::try_from(id.0).unwrap_or(0)
}

fn event_id(row: i64) -> EventId {
    EventId(u64::try_from(row).unwrap_or(0))
}

/// Milliseconds since 1970-01-01 UTC; times before that count as that.
fn millis(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

fn time(millis: i64) -> SystemTime {
    let since = Duration::from_millis(u64::try_from(millis).unwrap_or(0));
    UNIX_EPOCH.checked_add(since).unwrap_or(UNIX_EPOCH)
}
