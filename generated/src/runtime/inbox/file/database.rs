//! The file: SQLite with a write-ahead log, for this process alone.

use std::fs::{File, OpenOptions};
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, Error, ErrorCode, OptionalExtension, TransactionBehavior, params};

use super::queues::Pending;
use super::writer::Append;
use super::{event_id, time};
use crate::runtime::inbox::{DeadLetter, InboxError, InboxErrorKind, InboxEvent};

const OPENING: &str = "opening the inbox";
/// Marks the file as an inbox: `INBX`.
const APPLICATION: i64 = 0x494e_4258;
/// The version of the tables.
const VERSION: i64 = 1;
/// Bytes of a page, SQLite's default.
const PAGE: u64 = 4096;
/// SQLite's own limit of pages, where none is set.
const MAX_PAGES: u64 = 0xffff_fffe;

/// An event's id is never used again (`AUTOINCREMENT`). What changes stands apart from the body, so that it is not rewritten.
const TABLES: &str = "
    CREATE TABLE events(id INTEGER PRIMARY KEY AUTOINCREMENT, accepted INTEGER NOT NULL, entity TEXT, body BLOB NOT NULL);
    CREATE TABLE tries(id INTEGER PRIMARY KEY, attempts INTEGER NOT NULL, due INTEGER NOT NULL);
    CREATE TABLE dead(id INTEGER PRIMARY KEY, attempts INTEGER NOT NULL, reason TEXT NOT NULL);
";

pub(super) struct Database {
    connection: Connection,
    max_pages: u64,
}

/// Whether a transaction has to outlive a power cut, or a kill alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outlives {
    PowerCut,
    Kill,
}

impl Database {
    pub(super) fn open(path: &Path, max_bytes: Option<u64>) -> Result<Self, InboxError> {
        create(path).map_err(|cause| {
            let full = cause.kind() == std::io::ErrorKind::StorageFull;
            let kind = if full { InboxErrorKind::Full } else { InboxErrorKind::Store };
            InboxError::new(kind, OPENING).caused_by(cause)
        })?;
        let max_pages = max_bytes.map_or(MAX_PAGES, |bytes| (bytes / PAGE).clamp(1, MAX_PAGES));
        let connection = Connection::open(path).map_err(failed(OPENING))?;
        let mut database = Self { connection, max_pages };
        database
            .prepare()
            .map_err(failed(OPENING))?
            .then_some(database)
            .ok_or_else(|| InboxError::new(InboxErrorKind::Corrupted, OPENING))
    }

    /// Locks the file and makes its tables; false if it is another program's, or of a later version, and then it is left alone.
    fn prepare(&mut self) -> Result<bool, Error> {
        self.connection.busy_timeout(Duration::ZERO)?;
        self.connection.execute_batch("PRAGMA locking_mode = EXCLUSIVE")?;
        let made = self.connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
        let number = |sql| made.query_row(sql, [], |row| row.get::<_, i64>(0));
        let tables = number("SELECT count(*) FROM sqlite_schema")?;
        let known = (number("PRAGMA application_id")?, number("PRAGMA user_version")?);
        if tables == 0 {
            made.execute_batch(TABLES)?;
            made.execute_batch(&format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION};"))?;
        } else if known != (APPLICATION, VERSION) {
            return Ok(false);
        }
        made.commit()?;
        // Without the log, a power cut could do harm where no sync is waited for. SQLite keeps it from the first open on.
        let mode: String = self.connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
        if mode == "wal" { Ok(true) } else { Err(Error::InvalidQuery) }
    }

    /// How many pending events there are, and the greatest id of any event, 0 without one.
    pub(super) fn extent(&self) -> Result<(u64, i64), InboxError> {
        let sql = "SELECT count(*) - (SELECT count(*) FROM dead), coalesce(max(id), 0) FROM events";
        let extent = self.connection.query_row(sql, [], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)));
        extent.map(|(count, last)| (count.unsigned_abs(), last)).map_err(failed(OPENING))
    }

    /// Up to `limit` pending events with a greater id, by id, without their bodies.
    pub(super) fn pending(&self, after: i64, limit: usize) -> Result<Vec<(i64, Pending)>, InboxError> {
        let sql = "SELECT id, entity, coalesce(attempts, 0), coalesce(due, 0) FROM events LEFT JOIN tries USING (id)
            WHERE id > ?1 AND id NOT IN (SELECT id FROM dead) ORDER BY id LIMIT ?2";
        let read = || {
            let mut statement = self.connection.prepare(sql)?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let rows = statement.query_map([after, limit], |row| {
                let entity: Option<String> = row.get(1)?;
                let entity = entity.map(Into::into);
                Ok((row.get(0)?, Pending { entity, attempts: row.get(2)?, due: row.get(3)? }))
            })?;
            rows.collect::<Result<Vec<_>, Error>>()
        };
        read().map_err(failed("claiming events"))
    }

    /// How many dead letters there are.
    pub(super) fn dead(&self) -> Result<u64, InboxError> {
        let count = self.connection.query_row("SELECT count(*) FROM dead", [], |row| row.get::<_, i64>(0));
        count.map(i64::unsigned_abs).map_err(failed("counting events"))
    }

    /// Stores events, all or none, and syncs once. Gives their ids.
    pub(super) fn append(&mut self, events: &[Append]) -> Result<Vec<i64>, InboxError> {
        let stored = self.write(Outlives::PowerCut, |connection| {
            let mut insert = connection.prepare("INSERT INTO events(accepted, entity, body) VALUES (?1, ?2, ?3)")?;
            events.iter().map(|event| insert.insert(params![event.now, event.entity, event.body])).collect()
        });
        stored.map_err(failed("storing an event"))
    }

    /// Notes that the attempts of these numbers begin, and reads their events.
    pub(super) fn begin(&mut self, attempts: &[(i64, u32)]) -> Result<Vec<InboxEvent>, InboxError> {
        let begun = self.write(Outlives::Kill, |connection| {
            let mut note = connection.prepare("REPLACE INTO tries(id, attempts, due) VALUES (?1, ?2, 0)")?;
            let mut read = connection.prepare("SELECT accepted, entity, body FROM events WHERE id = ?1")?;
            let begin = |&(id, attempt): &(i64, u32)| {
                note.execute(params![id, attempt])?;
                read.query_row([id], |row| {
                    let accepted_at = time(row.get(0)?);
                    Ok(InboxEvent { id: event_id(id), entity: row.get(1)?, attempt, accepted_at, body: row.get(2)? })
                })
            };
            attempts.iter().map(begin).collect()
        });
        begun.map_err(failed("claiming events"))
    }

    /// Removes events, pending or dead, all or none.
    pub(super) fn remove(&mut self, ids: &[i64]) -> Result<(), InboxError> {
        let removed = self.write(Outlives::Kill, |connection| {
            for table in ["events", "tries", "dead"] {
                let mut delete = connection.prepare(&format!("DELETE FROM {table} WHERE id = ?1"))?;
                ids.iter().try_for_each(|id| delete.execute([id]).map(drop))?;
            }
            Ok(())
        });
        removed.map_err(failed("removing an event"))
    }

    /// Notes when an event is due again.
    pub(super) fn put_off(&mut self, id: i64, due: i64) -> Result<(), InboxError> {
        let noted = self.write(Outlives::Kill, |connection| {
            connection.execute("UPDATE tries SET due = ?2 WHERE id = ?1", [id, due]).map(drop)
        });
        noted.map_err(failed("settling an event"))
    }

    /// Makes a pending event a dead letter.
    pub(super) fn bury(&mut self, id: i64, attempts: u32, reason: &str) -> Result<(), InboxError> {
        let buried = self.write(Outlives::Kill, |connection| {
            connection.execute("DELETE FROM tries WHERE id = ?1", [id])?;
            let sql = "REPLACE INTO dead(id, attempts, reason) VALUES (?1, ?2, ?3)";
            connection.execute(sql, params![id, attempts, reason]).map(drop)
        });
        buried.map_err(failed("settling an event"))
    }

    /// Makes a dead letter pending again. None if there is no such one.
    pub(super) fn revive(&mut self, id: i64) -> Result<Option<Pending>, InboxError> {
        let revived = self.write(Outlives::PowerCut, |connection| {
            if connection.execute("DELETE FROM dead WHERE id = ?1", [id])? == 0 {
                return Ok(None);
            }
            let entity = "SELECT entity FROM events WHERE id = ?1";
            let entity: Option<Option<String>> = connection.query_row(entity, [id], |row| row.get(0)).optional()?;
            Ok(entity.map(|entity| Pending { entity: entity.map(Into::into), attempts: 0, due: 0 }))
        });
        revived.map_err(failed("reviving a dead letter"))
    }

    /// Whether there is a dead letter of that id.
    pub(super) fn is_dead(&self, id: i64) -> Result<bool, InboxError> {
        let found = self.connection.query_row("SELECT 1 FROM dead WHERE id = ?1", [id], |_| Ok(())).optional();
        found.map(|found| found.is_some()).map_err(failed("reading dead letters"))
    }

    /// Up to `limit` dead letters with a greater id, by id.
    pub(super) fn dead_letters(&self, after: i64, limit: usize) -> Result<Vec<DeadLetter>, InboxError> {
        let sql = "SELECT id, attempts, accepted, entity, body, reason FROM dead JOIN events USING (id)
            WHERE id > ?1 ORDER BY id LIMIT ?2";
        let read = || {
            let mut statement = self.connection.prepare(sql)?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let rows = statement.query_map([after, limit], |row| {
                let (id, accepted_at) = (event_id(row.get(0)?), time(row.get(2)?));
                let (attempt, entity, body) = (row.get(1)?, row.get(3)?, row.get(4)?);
                Ok(DeadLetter { event: InboxEvent { id, entity, attempt, accepted_at, body }, reason: row.get(5)? })
            })?;
            rows.collect::<Result<Vec<_>, Error>>()
        };
        read().map_err(failed("reading dead letters"))
    }

    /// Runs a transaction. The limit of the file's size holds for appends alone: handled events make room, and noting that
    /// must not fail for want of it.
    fn write<T>(&mut self, outlives: Outlives, work: impl FnOnce(&Connection) -> Result<T, Error>) -> Result<T, Error> {
        let (level, pages) = match outlives {
            Outlives::PowerCut => ("FULL", self.max_pages),
            Outlives::Kill => ("NORMAL", MAX_PAGES),
        };
        let settings = format!("PRAGMA synchronous = {level}; PRAGMA max_page_count = {pages};");
        self.connection.execute_batch(&settings)?;
        let transaction = self.connection.transaction()?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }
}

/// Makes the file if there is none, for its owner alone, and sees to it that its name outlives a power cut.
fn create(path: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => return Ok(()),
        Err(error) => return Err(error),
    }
    if cfg!(unix) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(())
}

/// SQLite's error as the inbox's.
fn failed(what: &'static str) -> impl FnOnce(Error) -> InboxError {
    move |error| {
        let kind = match &error {
            Error::SqliteFailure(failure, _) => match failure.code {
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => InboxErrorKind::Locked,
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => InboxErrorKind::Corrupted,
                ErrorCode::DiskFull => InboxErrorKind::Full,
                _ => InboxErrorKind::Store,
            },
            Error::InvalidColumnType(..) | Error::IntegralValueOutOfRange(..) | Error::QueryReturnedNoRows => {
                InboxErrorKind::Corrupted
            }
            _ => InboxErrorKind::Store,
        };
        InboxError::new(kind, what).caused_by(error)
    }
}
