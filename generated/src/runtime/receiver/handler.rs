//! Who takes what was received: the handler its events, the dead letters what cannot be read.

use std::error::Error;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::Poll;

use crate::runtime::EventError;

/// Any error.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// Why a handler did not take an event. `?` makes one of every error, and `"text".into()` does.
pub type HandlerError = BoxError;

/// Takes the events: `async fn(E) -> Result<(), HandlerError>` is one, a closure that returns such a future, or a type
/// of the caller's own.
///
/// `Ok` means that the event is taken: the sender is answered 200, and the same delivery is not handed over again. An
/// error and a panic alike are answered 503, and the delivery counts as new when it comes again. Nobody knows that it
/// does: a handler of events that must not be lost stores them first.
///
/// When the connection is closed meanwhile, the server may drop the handler at whatever it awaits; hyper and axum do.
pub trait Handler<E>: Send + Sync + 'static {
    /// Takes an event.
    ///
    /// # Errors
    /// The event was not taken.
    fn handle(&self, event: E) -> impl Future<Output = Result<(), HandlerError>> + Send;
}

impl<E, F, R> Handler<E> for F
where
    F: Fn(E) -> R + Send + Sync + 'static,
    R: Future<Output = Result<(), HandlerError>> + Send,
{
    fn handle(&self, event: E) -> impl Future<Output = Result<(), HandlerError>> + Send {
        self(event)
    }
}

/// Takes deliveries that cannot be read as events, to be looked at by people: `async fn(EventError) -> Result<(),
/// HandlerError>` is one, a closure that returns such a future, or a type of the caller's own.
///
/// `Ok` means that the delivery is kept; otherwise it is answered 503.
pub trait DeadLetters: Send + Sync + 'static {
    /// Takes a delivery. The error holds its body byte for byte, says which event it is as far as that was told, and
    /// what is wrong with it.
    ///
    /// # Errors
    /// The delivery was not kept.
    fn bury(&self, letter: EventError) -> impl Future<Output = Result<(), HandlerError>> + Send;
}

impl<F, R> DeadLetters for F
where
    F: Fn(EventError) -> R + Send + Sync + 'static,
    R: Future<Output = Result<(), HandlerError>> + Send,
{
    fn bury(&self, letter: EventError) -> impl Future<Output = Result<(), HandlerError>> + Send {
        self(letter)
    }
}

/// A future whose type does not matter.
pub(super) type Pending<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A handler, or what takes dead letters, whose type does not matter.
pub(super) trait Taker<T>: Send + Sync {
    fn take(&self, it: T) -> Pending<'_, Result<(), HandlerError>>;
}

/// Makes a [`Taker`] of a handler.
pub(super) struct Handles<H>(pub(super) H);

impl<E: Send + 'static, H: Handler<E>> Taker<E> for Handles<H> {
    fn take(&self, event: E) -> Pending<'_, Result<(), HandlerError>> {
        Box::pin(async move { self.0.handle(event).await })
    }
}

/// Makes a [`Taker`] of what takes dead letters.
pub(super) struct Buries<D>(pub(super) D);

impl<D: DeadLetters> Taker<EventError> for Buries<D> {
    fn take(&self, letter: EventError) -> Pending<'_, Result<(), HandlerError>> {
        Box::pin(async move { self.0.bury(letter).await })
    }
}

/// Why nothing came of a call to the caller's code.
pub(super) enum NotTaken {
    Failed(HandlerError),
    Panicked,
}

/// Hands something over, and takes a panic for the failure that it is: the work is dropped and never looked at again.
pub(super) async fn hand_over<T>(to: &dyn Taker<T>, it: T) -> Result<(), NotTaken> {
    let mut work = pin!(to.take(it));
    poll_fn(|cx| match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(cx))) {
        Ok(Poll::Ready(result)) => Poll::Ready(result.map_err(NotTaken::Failed)),
        Ok(Poll::Pending) => Poll::Pending,
        Err(_) => Poll::Ready(Err(NotTaken::Panicked)),
    })
    .await
}
