//! A durable inbox for events: store, answer, handle later. At least once, in order within an entity, with retries and
//! dead letters, surviving a crash at any point.
//!
//! [`Inbox::accept`] returns when the event is stored, so that its sender can be answered; [`Inbox::run`] hands what is stored
//! to a handler. [`FileStore`] keeps it in a file and needs no server; [`InboxStore`] is the trait for a store of your own.
//!
//! # What holds
//!
//! - **None lost.** An accepted event is handed over until the handler returned `Ok`, or it is a dead letter, whole.
//! - **At least once.** A crash between the handler's work and the store's note of it hands the event over again. A handler has
//!   to bear that; [`InboxEvent::id`] is the same each time.
//! - **Order.** Of one entity the next event comes when the one before it was handled or given up. Different entities are
//!   handled at the same time, and so are events without an entity: they wait for nothing.
//! - **Retries.** A failed event waits, longer each time, and its entity with it, since what comes after may depend on it.
//! - **Dead letters.** After the last attempt, or at once when the handler says [`GiveUp`], an event is put aside and
//!   its entity goes on without it: a single bad event does not stop the rest for good. So the order has a gap there; a
//!   handler that cannot bear gaps never gives up ([`RetryPolicy::attempts`] of `u32::MAX`). [`Inbox::revive`] puts one
//!   back before everything of its entity that is still to be handled, not before what was handled meanwhile.
//! - **Attempts are counted when they begin**, so an event that kills the process becomes a dead letter too, and the
//!   restarts of a process count for the events that it was handling.
//!
//! The file holds the events as they came, readable by whoever may read it: it is made for its owner alone (Unix), and
//! encryption at rest is the disk's.

mod clock;
mod entity;
mod error;
mod file;
mod intake;
mod retry;
mod run;
mod store;

pub use clock::{Clock, SystemClock};
pub use entity::EntityKey;
pub use error::{InboxError, InboxErrorKind};
pub use file::{FileStore, FileStoreOptions};
pub use intake::{Inbox, InboxBuilder};
pub use retry::RetryPolicy;
pub use run::{GiveUp, HandlerError};
pub use store::{Claims, Counts, DeadLetter, EventId, InboxEvent, InboxStore, Verdict};
