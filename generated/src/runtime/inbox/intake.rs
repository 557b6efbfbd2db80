//! The inbox: events in, and what people do with dead letters.

use std::fmt;
use std::sync::Arc;

use tokio::sync::{Notify, Semaphore};

use super::retry::Jitter;
use super::{Clock, Counts, DeadLetter, EntityKey, EventId, InboxError, InboxStore, RetryPolicy, SystemClock};

/// Events handled at the same time, unless said otherwise.
const CONCURRENCY: usize = 16;

/// Accepts events and hands them to a handler. Clones share everything.
pub struct Inbox<S, C = SystemClock> {
    pub(super) shared: Arc<Shared<S, C>>,
}

pub(super) struct Shared<S, C> {
    pub(super) store: S,
    pub(super) clock: C,
    pub(super) retry: RetryPolicy,
    pub(super) concurrency: usize,
    pub(super) jitter: Jitter,
    entity: EntityKey,
    /// Told when an event was accepted or revived.
    pub(super) added: Notify,
    /// One permit, held by the runner and by each of its handlers.
    pub(super) runner: Arc<Semaphore>,
}

impl<S: InboxStore> Inbox<S> {
    /// An inbox with the defaults over a store. `entity` says which events keep an order.
    #[must_use]
    pub fn new(store: S, entity: EntityKey) -> Self {
        Self::builder(store, entity).build()
    }

    /// The same, to be told more.
    #[must_use]
    pub fn builder(store: S, entity: EntityKey) -> InboxBuilder<S> {
        let (retry, jitter) = (RetryPolicy::default(), Jitter::random());
        InboxBuilder { store, entity, clock: SystemClock, retry, jitter, concurrency: CONCURRENCY }
    }
}

impl<S: InboxStore, C: Clock> Inbox<S, C> {
    /// Stores an event. When this returns `Ok`, the event will be handled, whatever happens: tell its sender so.
    ///
    /// Any bytes are taken; whether they are an event is the handler's to find out, or the receiver's before. An event accepted
    /// after another's `accept` had returned comes after it; of events accepted at the same time either may.
    ///
    /// # Errors
    /// The store's. The event may have been stored nevertheless; its sender should send it again.
    pub async fn accept(&self, body: impl Into<Vec<u8>>) -> Result<EventId, InboxError> {
        let body = body.into();
        let entity = self.shared.entity.of(&body);
        let id = self.shared.store.append(entity, body, self.shared.clock.now()).await?;
        self.shared.added.notify_one();
        Ok(id)
    }

    /// Up to `limit` dead letters with a greater id than `after`, by id.
    ///
    /// # Errors
    /// The store's, as of all that follow.
    pub async fn dead_letters(&self, after: Option<EventId>, limit: usize) -> Result<Vec<DeadLetter>, InboxError> {
        self.shared.store.dead_letters(after, limit).await
    }

    /// Hands a dead letter over again, before everything of its entity that is not being handled. False if there is none of
    /// that id.
    pub async fn revive(&self, id: EventId) -> Result<bool, InboxError> {
        let revived = self.shared.store.revive(id).await?;
        self.shared.added.notify_one();
        Ok(revived)
    }

    /// Forgets a dead letter. False if there is none of that id.
    pub async fn discard(&self, id: EventId) -> Result<bool, InboxError> {
        self.shared.store.discard(id).await
    }

    /// How many events are pending and dead.
    pub async fn counts(&self) -> Result<Counts, InboxError> {
        self.shared.store.counts().await
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &S {
        &self.shared.store
    }
}

impl<S, C> Clone for Inbox<S, C> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

impl<S, C> fmt::Debug for Inbox<S, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inbox")
            .field("entity", &self.shared.entity)
            .field("retry", &self.shared.retry)
            .field("concurrency", &self.shared.concurrency)
            .finish_non_exhaustive()
    }
}

/// Makes an [`Inbox`].
pub struct InboxBuilder<S, C = SystemClock> {
    store: S,
    entity: EntityKey,
    clock: C,
    retry: RetryPolicy,
    concurrency: usize,
    jitter: Jitter,
}

impl<S: InboxStore, C: Clock> InboxBuilder<S, C> {
    /// When failed events are tried again.
    #[must_use]
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// How many events are handled at the same time at most. 16 by default; 0 counts as 1.
    #[must_use]
    pub fn concurrency(mut self, concurrency: usize) -> Self {
        self.concurrency = concurrency.max(1);
        self
    }

    /// Where the time comes from. The system's by default.
    #[must_use]
    pub fn clock<D: Clock>(self, clock: D) -> InboxBuilder<S, D> {
        let Self { store, entity, clock: _, retry, concurrency, jitter } = self;
        InboxBuilder { store, entity, clock, retry, concurrency, jitter }
    }

    /// What the random part of the waits is made from. Differs from process to process by default.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.jitter = Jitter::seeded(seed);
        self
    }

    /// The inbox.
    #[must_use]
    pub fn build(self) -> Inbox<S, C> {
        let Self { store, entity, clock, retry, concurrency, jitter } = self;
        let (added, runner) = (Notify::new(), Arc::new(Semaphore::new(1)));
        Inbox { shared: Arc::new(Shared { store, clock, retry, concurrency, jitter, entity, added, runner }) }
    }
}

impl<S, C> fmt::Debug for InboxBuilder<S, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InboxBuilder")
            .field("entity", &self.entity)
            .field("retry", &self.retry)
            .field("concurrency", &self.concurrency)
            .finish_non_exhaustive()
    }
}
