//! What remembers which deliveries were handled.

use std::convert::Infallible;
use std::error::Error;

use super::DeliveryKey;

/// What a delivery turned out to be when it was claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Claim {
    /// Nobody has it: whoever claimed it handles it, and says what became of it.
    New,
    /// It is being handled right now.
    Busy,
    /// It was handled.
    Duplicate,
}

/// Remembers which deliveries were handled, in two steps: a delivery is claimed before it is handled, and done after.
///
/// After [`Claim::New`] exactly one of `done`, `release` and `abandon` is called, unless the process dies. A guard
/// that outlives its process therefore lets claims run out after longer than any handler takes; one that several
/// processes share must make `claim` atomic (`INSERT ... ON CONFLICT DO NOTHING`, `SET NX`).
///
/// [`MemoryGuard`](super::MemoryGuard) is one for one process, [`NoGuard`] lets everything through.
pub trait DuplicateGuard: Send + Sync + 'static {
    /// What goes wrong with the store behind it. The delivery is then answered 503.
    type Error: Error + Send + Sync + 'static;

    /// Claims a delivery.
    ///
    /// # Errors
    /// The store cannot be asked.
    fn claim(&self, key: &DeliveryKey) -> impl Future<Output = Result<Claim, Self::Error>> + Send;

    /// Remembers that a claimed delivery was handled.
    ///
    /// # Errors
    /// The store cannot be told. The delivery is answered 200 all the same, for it was handled.
    fn done(&self, key: &DeliveryKey) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Gives a claim back: the delivery was not handled, and is new when it comes again.
    ///
    /// # Errors
    /// The store cannot be told. The claim then has to run out.
    fn release(&self, key: &DeliveryKey) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Gives a claim back where nothing can be waited for: the delivery's connection was closed, or the server stops,
    /// while the handler was at work. Called while a future is dropped: it must not block and must not panic. A guard
    /// that has to wait for its store starts a task here, or lets the claim run out.
    fn abandon(&self, key: &DeliveryKey);
}

/// No guard: each delivery goes to the handler as often as it comes. For handlers that don't mind, such as an inbox
/// that looks for duplicates itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoGuard;

impl DuplicateGuard for NoGuard {
    type Error = Infallible;

    async fn claim(&self, _: &DeliveryKey) -> Result<Claim, Infallible> {
        Ok(Claim::New)
    }

    async fn done(&self, _: &DeliveryKey) -> Result<(), Infallible> {
        Ok(())
    }

    async fn release(&self, _: &DeliveryKey) -> Result<(), Infallible> {
        Ok(())
    }

    fn abandon(&self, _: &DeliveryKey) {}
}
