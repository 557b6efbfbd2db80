//! Where tokens are kept: in memory, or wherever several processes look.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use super::super::clock::BoxFuture;
use crate::runtime::Secret;

/// An access token and what renews it. `Debug` shows neither.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenSet {
    /// The access token.
    pub access_token: Secret,
    /// What a new one is had for.
    pub refresh_token: Option<Secret>,
    /// When the access token ends, by the clock of the client that got it; none where nobody said.
    pub expires_at: Option<SystemTime>,
    /// When it was got; clients refresh ahead of expiry by a part of the time between.
    pub issued_at: SystemTime,
}

impl TokenSet {
    /// A token that was got at this time.
    #[must_use]
    pub fn new(access_token: impl Into<Secret>, issued_at: SystemTime) -> Self {
        Self { access_token: access_token.into(), refresh_token: None, expires_at: None, issued_at }
    }

    /// Sets [`refresh_token`](Self::refresh_token).
    #[must_use]
    pub fn refresh_token(mut self, token: impl Into<Secret>) -> Self {
        self.refresh_token = Some(token.into());
        self
    }

    /// Sets [`expires_at`](Self::expires_at).
    #[must_use]
    pub fn expires_at(mut self, time: SystemTime) -> Self {
        self.expires_at = Some(time);
        self
    }
}

/// Why a store failed; its text must hold no secret.
pub type StoreError = Box<dyn std::error::Error + Send + Sync>;

/// Where the tokens of one app are kept. Processes that share one share the token.
///
/// It is asked when a token is needed anew, not at every call.
pub trait TokenStore: Send + Sync + 'static {
    /// The tokens that are kept.
    fn load(&self) -> BoxFuture<'_, Result<Option<TokenSet>, StoreError>>;

    /// Keeps `new`, but only if what is kept is still `old`. Otherwise nothing changes, and what is kept is returned.
    ///
    /// The comparison and the change have to be one step for everybody who uses the store. Two processes that renew a
    /// token at the same time would otherwise undo each other's work: it is not documented whether a refresh ends the
    /// old refresh token, and the client assumes that it does.
    fn swap<'a>(&'a self, old: Option<&'a TokenSet>, new: &'a TokenSet) -> BoxFuture<'a, Result<Swap, StoreError>>;
}

impl<T: TokenStore + ?Sized> TokenStore for Arc<T> {
    fn load(&self) -> BoxFuture<'_, Result<Option<TokenSet>, StoreError>> {
        (**self).load()
    }

    fn swap<'a>(&'a self, old: Option<&'a TokenSet>, new: &'a TokenSet) -> BoxFuture<'a, Result<Swap, StoreError>> {
        (**self).swap(old, new)
    }
}

/// What became of a swap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Swap {
    /// The new tokens are kept.
    Done,
    /// Somebody else was quicker; these are kept.
    Lost(Option<TokenSet>),
}

/// A store in memory: for the clones of one client, or for the clients of one process, in an `Arc`.
#[derive(Default)]
pub struct MemoryStore(Mutex<Option<TokenSet>>);

impl MemoryStore {
    /// A store with nothing in it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<TokenSet>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TokenStore for MemoryStore {
    fn load(&self) -> BoxFuture<'_, Result<Option<TokenSet>, StoreError>> {
        Box::pin(async { Ok(self.lock().clone()) })
    }

    fn swap<'a>(&'a self, old: Option<&'a TokenSet>, new: &'a TokenSet) -> BoxFuture<'a, Result<Swap, StoreError>> {
        Box::pin(async move {
            let mut kept = self.lock();
            if kept.as_ref() != old {
                return Ok(Swap::Lost(kept.clone()));
            }
            *kept = Some(new.clone());
            Ok(Swap::Done)
        })
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryStore")
    }
}
