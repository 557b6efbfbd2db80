//! A claim that is never left behind, whatever happens to the delivery.

use super::guard::{Claim, DuplicateGuard};
use super::handler::{BoxError, Pending};
use super::key::DeliveryKey;

/// A guard whose type does not matter.
pub(super) trait Guard: Send + Sync {
    fn claim<'a>(&'a self, key: &'a DeliveryKey) -> Pending<'a, Result<Claim, BoxError>>;
    fn done<'a>(&'a self, key: &'a DeliveryKey) -> Pending<'a, Result<(), BoxError>>;
    fn release<'a>(&'a self, key: &'a DeliveryKey) -> Pending<'a, Result<(), BoxError>>;
    fn abandon(&self, key: &DeliveryKey);
}

/// Makes a [`Guard`] of the caller's.
pub(super) struct Guards<G>(pub(super) G);

impl<G: DuplicateGuard> Guard for Guards<G> {
    fn claim<'a>(&'a self, key: &'a DeliveryKey) -> Pending<'a, Result<Claim, BoxError>> {
        Box::pin(async move { self.0.claim(key).await.map_err(Into::into) })
    }

    fn done<'a>(&'a self, key: &'a DeliveryKey) -> Pending<'a, Result<(), BoxError>> {
        Box::pin(async move { self.0.done(key).await.map_err(Into::into) })
    }

    fn release<'a>(&'a self, key: &'a DeliveryKey) -> Pending<'a, Result<(), BoxError>> {
        Box::pin(async move { self.0.release(key).await.map_err(Into::into) })
    }

    fn abandon(&self, key: &DeliveryKey) {
        self.0.abandon(key);
    }
}

/// A delivery that is this one's to handle. Dropped before it is settled, it is abandoned.
pub(super) struct Claimed<'g> {
    guard: &'g dyn Guard,
    key: DeliveryKey,
    open: bool,
}

impl<'g> Claimed<'g> {
    /// Says that the claim of that key is new.
    pub(super) fn new(guard: &'g dyn Guard, key: DeliveryKey) -> Self {
        Self { guard, key, open: true }
    }

    /// The delivery was handled. From here on nothing gives the claim back: better a claim that has to run out than a
    /// delivery that is handled twice.
    pub(super) async fn done(mut self) -> Result<(), BoxError> {
        self.open = false;
        self.guard.done(&self.key).await
    }

    /// The delivery was not handled.
    pub(super) async fn release(mut self) -> Result<(), BoxError> {
        let released = self.guard.release(&self.key).await;
        self.open = false;
        released
    }
}

impl Drop for Claimed<'_> {
    fn drop(&mut self) {
        if self.open {
            self.guard.abandon(&self.key);
        }
    }
}
