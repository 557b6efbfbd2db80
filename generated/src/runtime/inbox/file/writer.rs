//! The thread that owns the file: it answers requests one by one, and stores all events that wait in one transaction.

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use tokio::sync::Notify;
use tokio::sync::oneshot::Sender;

use super::database::Database;
use super::queues::{Pending, Queues};
use super::{event_id, time};
use crate::runtime::inbox::{Claims, Counts, DeadLetter, EventId, InboxError};

/// The most requests that are taken at once, and so the most events in one transaction.
const MOST: usize = 256;
/// Events that come when so many are in memory are left in the file until these were handled.
const HELD: usize = 8_192;
/// Events that are read from the file at once.
const BATCH: usize = 1_024;

type Reply<T> = Sender<Result<T, InboxError>>;

/// What the thread is asked for.
pub(super) enum Request {
    Append(Append),
    /// An event was handled.
    Done {
        id: i64,
        reply: Reply<()>,
    },
    Note(Note),
}

/// An event to be stored.
pub(super) struct Append {
    pub(super) entity: Option<String>,
    pub(super) body: Vec<u8>,
    /// Milliseconds since 1970-01-01 UTC, as all times here.
    pub(super) now: i64,
    pub(super) reply: Reply<EventId>,
}

/// Anything else: no sync is waited for.
pub(super) enum Note {
    Claim { now: i64, limit: usize, reply: Reply<Claims> },
    PutOff { id: i64, due: i64, reply: Reply<()> },
    Bury { id: i64, reason: String, reply: Reply<()> },
    Release { reply: Reply<()> },
    DeadLetters { after: i64, limit: usize, reply: Reply<Vec<DeadLetter>> },
    Revive { id: i64, reply: Reply<bool> },
    Discard { id: i64, reply: Reply<bool> },
    Counts { reply: Reply<Counts> },
}

pub(super) struct Writer {
    database: Database,
    /// The pending events up to the id `read`; those beyond it stand in the file alone.
    queues: Queues,
    read: i64,
    /// The greatest id that was given to an event.
    last: i64,
    /// How many events are pending, in memory or not.
    pending: u64,
    appended: Arc<Notify>,
}

impl Writer {
    /// Counts the pending events.
    pub(super) fn load(database: Database, appended: Arc<Notify>) -> Result<Self, InboxError> {
        let (pending, last) = database.extent()?;
        Ok(Self { database, queues: Queues::default(), read: 0, last, pending, appended })
    }

    /// Answers requests until nobody can ask any more.
    pub(super) fn serve(mut self, requests: &Receiver<Request>) {
        let (mut appends, mut done) = (Vec::new(), Vec::new());
        while let Ok(first) = requests.recv() {
            for request in std::iter::once(first).chain(requests.try_iter()).take(MOST) {
                match request {
                    Request::Append(append) => appends.push(append),
                    Request::Done { id, reply } => done.push((id, reply)),
                    Request::Note(note) => {
                        self.finish(std::mem::take(&mut done));
                        self.note(note);
                    }
                }
            }
            self.finish(std::mem::take(&mut done));
            if !appends.is_empty() {
                self.append(std::mem::take(&mut appends));
            }
        }
    }

    fn append(&mut self, events: Vec<Append>) {
        match self.database.append(&events) {
            Ok(ids) => {
                for (id, event) in ids.into_iter().zip(events) {
                    if self.read == self.last && self.queues.len() < HELD {
                        let entity = event.entity.map(Into::into);
                        self.queues.insert(id, Pending { entity, attempts: 0, due: 0 });
                        self.read = id;
                    }
                    self.last = id;
                    self.pending += 1;
                    answer(event.reply, Ok(event_id(id)));
                }
                self.appended.notify_one();
            }
            Err(error) => events.into_iter().for_each(|event| answer(event.reply, Err(error.clone()))),
        }
    }

    fn note(&mut self, note: Note) {
        match note {
            Note::Claim { now, limit, reply } => answer(reply, self.claim(now, limit)),
            Note::PutOff { id, due, reply } => answer(reply, self.put_off(id, due)),
            Note::Bury { id, reason, reply } => answer(reply, self.bury(id, &reason)),
            Note::Release { reply } => {
                self.queues.release();
                answer(reply, Ok(()));
            }
            Note::DeadLetters { after, limit, reply } => answer(reply, self.database.dead_letters(after, limit)),
            Note::Revive { id, reply } => answer(reply, self.revive(id)),
            Note::Discard { id, reply } => answer(reply, self.discard(id)),
            Note::Counts { reply } => answer(reply, self.counts()),
        }
    }

    /// Reads events from the file until enough are ready, or all are read: those that wait for an earlier one of their entity
    /// hold up no other entity.
    fn read_on(&mut self, now: i64, enough: usize) -> Result<(), InboxError> {
        while self.queues.ready(now) < enough && self.read < self.last {
            let events = self.database.pending(self.read, BATCH)?;
            self.read = events.last().filter(|_| events.len() == BATCH).map_or(self.last, |(id, _)| *id);
            events.into_iter().for_each(|(id, event)| self.queues.insert(id, event));
        }
        Ok(())
    }

    fn claim(&mut self, now: i64, limit: usize) -> Result<Claims, InboxError> {
        self.read_on(now, limit)?;
        let ids = self.queues.claim(limit);
        let attempts: Vec<(i64, u32)> = ids
            .iter()
            .filter_map(|id| self.queues.get(*id).map(|event| (*id, event.attempts.saturating_add(1))))
            .collect();
        let begun = if attempts.is_empty() { Ok(Vec::new()) } else { self.database.begin(&attempts) };
        match begun {
            Ok(events) => {
                attempts.iter().for_each(|(id, attempt)| self.queues.begin(*id, *attempt));
                Ok(Claims { events, next_due: self.queues.next_due().map(time) })
            }
            Err(error) => {
                ids.into_iter().for_each(|id| self.queues.put_back(id, None));
                Err(error)
            }
        }
    }

    fn put_off(&mut self, id: i64, due: i64) -> Result<(), InboxError> {
        if self.queues.is_claimed(id) {
            self.database.put_off(id, due)?;
            self.queues.put_back(id, Some(due));
        }
        Ok(())
    }

    fn bury(&mut self, id: i64, reason: &str) -> Result<(), InboxError> {
        let claimed = self.queues.get(id).filter(|_| self.queues.is_claimed(id));
        if let Some(attempts) = claimed.map(|event| event.attempts) {
            self.database.bury(id, attempts, reason)?;
            self.forget(id);
        }
        Ok(())
    }

    /// Settles events that are done, in one transaction.
    fn finish(&mut self, done: Vec<(i64, Reply<()>)>) {
        let ids: Vec<i64> = done.iter().map(|(id, _)| *id).filter(|id| self.queues.is_claimed(*id)).collect();
        let removed = if ids.is_empty() { Ok(()) } else { self.database.remove(&ids) };
        if removed.is_ok() {
            ids.into_iter().for_each(|id| self.forget(id));
        }
        done.into_iter().for_each(|(_, reply)| answer(reply, removed.clone()));
    }

    /// Strikes an event from those that are pending.
    fn forget(&mut self, id: i64) {
        self.pending -= u64::from(self.queues.remove(id));
    }

    fn revive(&mut self, id: i64) -> Result<bool, InboxError> {
        let Some(event) = self.database.revive(id)? else { return Ok(false) };
        self.pending += 1;
        if id <= self.read {
            self.queues.insert(id, event);
        }
        Ok(true)
    }

    fn discard(&mut self, id: i64) -> Result<bool, InboxError> {
        let found = self.database.is_dead(id)?;
        if found {
            self.database.remove(&[id])?;
        }
        Ok(found)
    }

    fn counts(&self) -> Result<Counts, InboxError> {
        Ok(Counts::new(self.pending, self.database.dead()?))
    }
}

/// Answers whoever asked, if he still waits.
fn answer<T>(to: Reply<T>, result: Result<T, InboxError>) {
    let _ = to.send(result);
}
