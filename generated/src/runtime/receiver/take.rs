//! The way of one delivery: read, claimed, handed over, settled.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use super::claims::{Claimed, Guard};
use super::guard::Claim;
use super::handler::{HandlerError, NotTaken, Taker, hand_over};
use super::key::DeliveryKey;
use super::outcome::{Outcome, Report};
use super::secrets::{Head, Secrets};
use crate::runtime::{DeliveryHeaders, EventError, EventErrorKind, ReceivedEvent};

/// What is told of every delivery.
pub(super) type Observer = dyn Fn(&Report<'_>) + Send + Sync;

/// What a receiver is made of.
pub(super) struct Parts<E> {
    pub(super) handler: Box<dyn Taker<E>>,
    pub(super) body_limit: usize,
    pub(super) secrets: Secrets,
    pub(super) guard: Box<dyn Guard>,
    pub(super) dead_letters: Option<Box<dyn Taker<EventError>>>,
    pub(super) observer: Option<Box<Observer>>,
}

/// Receives deliveries and hands their events to a handler, each once as far as can be told.
///
/// A clone is the same receiver: it has the same handler and remembers the same deliveries. `E` is the machine-written
/// `Event`, or [`WithBody`](super::WithBody) of it for a handler that wants the bytes as well.
///
/// How long a body may take to arrive is the server's to say, as are connections and their number.
pub struct Receiver<E>(Arc<Parts<E>>);

impl<E> Clone for Receiver<E> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<E> fmt::Debug for Receiver<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").field("body_limit", &self.0.body_limit).finish_non_exhaustive()
    }
}

/// What became of a delivery, and what went wrong.
struct Taken {
    outcome: Outcome,
    error: Option<HandlerError>,
}

impl From<Outcome> for Taken {
    fn from(outcome: Outcome) -> Self {
        Self { outcome, error: None }
    }
}

impl Taken {
    fn failed(error: HandlerError) -> Self {
        Self { outcome: Outcome::Failed, error: Some(error) }
    }
}

impl From<NotTaken> for Taken {
    fn from(why: NotTaken) -> Self {
        match why {
            NotTaken::Failed(error) => Self::failed(error),
            NotTaken::Panicked => Outcome::Failed.into(),
        }
    }
}

impl<E> Receiver<E> {
    pub(super) fn new(parts: Parts<E>) -> Self {
        Self(Arc::new(parts))
    }

    /// How many bytes a body may have.
    #[must_use]
    pub fn body_limit(&self) -> usize {
        self.0.body_limit
    }

    /// Whether the body of a request is worth reading.
    pub(super) fn admit(&self, head: &Head<'_>) -> Result<(), Outcome> {
        if !self.0.secrets.admit(head) {
            return Err(Outcome::WrongSecret);
        }
        if !head.is_post {
            return Err(Outcome::WrongMethod);
        }
        let declared = (head.header)("content-length").and_then(|text| std::str::from_utf8(text).ok());
        let declared: Option<u64> = declared.and_then(|text| text.parse().ok());
        let is_too_large = |length| usize::try_from(length).map_or(true, |length| length > self.0.body_limit);
        if declared.is_some_and(is_too_large) { Err(Outcome::TooLarge) } else { Ok(()) }
    }

    /// Tells the observer of a delivery that was not read.
    pub(super) fn turn_away(&self, outcome: Outcome) -> Outcome {
        self.report(Report::new(outcome, None, 0));
        outcome
    }

    fn report(&self, report: Report<'_>) {
        #[cfg(feature = "tracing")]
        report.trace();
        if let Some(observer) = &self.0.observer {
            observer(&report);
        }
    }
}

impl<E: ReceivedEvent + Send + 'static> Receiver<E> {
    /// Receives the body of a delivery whose sender is known already: for servers that are no `tower::Service`, for
    /// queues, and for what was kept. Neither the secrets nor the body limit are looked at.
    ///
    /// Where a header tells which event it is, [`receive_with`](Self::receive_with) is the one to call.
    pub async fn receive(&self, body: &[u8]) -> Outcome {
        self.take(E::parse(body), body).await
    }

    /// The same with the headers of the delivery.
    pub async fn receive_with<'h>(&self, headers: impl DeliveryHeaders<'h>, body: &[u8]) -> Outcome {
        self.take(E::parse_with(headers, body), body).await
    }

    async fn take(&self, parsed: Result<E, EventError>, body: &[u8]) -> Outcome {
        let (event, taken) = match parsed {
            Ok(event) => (Some(event.kind_name()), self.handle(event, body).await),
            Err(error) => (error.event(), self.bury(error, body).await),
        };
        let error = taken.error.as_deref().map(|error| error as &(dyn Error + 'static));
        self.report(Report::new(taken.outcome, event, body.len()).with(error));
        taken.outcome
    }

    async fn handle(&self, event: E, body: &[u8]) -> Taken {
        let key = match event.delivery_id() {
            None => Self::key(event.kind_name(), body),
            id => DeliveryKey::new(id.as_deref(), body),
        };
        self.once(key, &*self.0.handler, event, Outcome::Handled).await
    }

    /// The key of a delivery that has no id.
    fn key(event: &str, body: &[u8]) -> DeliveryKey {
        if E::TOLD_BY_HEADERS { DeliveryKey::of_event(event, body) } else { DeliveryKey::new(None, body) }
    }

    /// What is no event at all is not claimed: it is told so as often as it comes.
    async fn bury(&self, error: EventError, body: &[u8]) -> Taken {
        let is_event = error.kind() == EventErrorKind::Unreadable;
        match &self.0.dead_letters {
            None if is_event => Outcome::Unreadable.into(),
            None => Outcome::NotAnEvent.into(),
            Some(to) if is_event => {
                let key = Self::key(error.event().unwrap_or_default(), body);
                self.once(key, &**to, error, Outcome::DeadLettered).await
            }
            Some(to) => hand_over(&**to, error).await.map_or_else(Into::into, |()| Outcome::NotAnEvent.into()),
        }
    }

    /// Hands something over unless that was done before.
    async fn once<T>(&self, key: DeliveryKey, to: &dyn Taker<T>, it: T, done: Outcome) -> Taken {
        let guard = &*self.0.guard;
        let claimed = match guard.claim(&key).await {
            Ok(Claim::New) => Claimed::new(guard, key),
            Ok(Claim::Busy) => return Outcome::Busy.into(),
            Ok(Claim::Duplicate) => return Outcome::Duplicate.into(),
            Err(error) => return Taken::failed(error),
        };
        match hand_over(to, it).await {
            // It was taken, whether the guard can be told or not.
            Ok(()) => Taken { outcome: done, error: claimed.done().await.err() },
            Err(why) => {
                let released = claimed.release().await;
                let mut taken = Taken::from(why);
                taken.error = taken.error.or(released.err());
                taken
            }
        }
    }
}
