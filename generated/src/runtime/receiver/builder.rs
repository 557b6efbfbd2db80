//! Making a receiver.

use std::fmt;

use super::claims::{Guard, Guards};
use super::handler::{Buries, Handles, Taker};
use super::secrets::Secrets;
use super::take::{Observer, Parts};
use super::{DeadLetters, DuplicateGuard, Handler, MemoryGuard, ReceivedEvent, Receiver, Report};
use crate::runtime::{EventError, Secret};

/// How long a body may be unless the builder says otherwise: 1 MiB.
pub const DEFAULT_BODY_LIMIT: usize = 1024 * 1024;

/// Makes a [`Receiver`]. `Debug` shows no secret.
#[must_use]
pub struct Builder<E> {
    handler: Box<dyn Taker<E>>,
    body_limit: usize,
    path_secrets: Option<Vec<Secret>>,
    header_secrets: Option<(String, Vec<Secret>)>,
    open_to_all: bool,
    guard: Option<Box<dyn Guard>>,
    dead_letters: Option<Box<dyn Taker<EventError>>>,
    observer: Option<Box<Observer>>,
}

impl<E: ReceivedEvent + Send + 'static> Receiver<E> {
    /// Begins a receiver whose events that handler takes.
    pub fn builder(handler: impl Handler<E>) -> Builder<E> {
        Builder {
            handler: Box::new(Handles(handler)),
            body_limit: DEFAULT_BODY_LIMIT,
            path_secrets: None,
            header_secrets: None,
            open_to_all: false,
            guard: None,
            dead_letters: None,
            observer: None,
        }
    }
}

impl<E: ReceivedEvent + Send + 'static> Builder<E> {
    /// The last segment of the path has to be one of these. Several are valid at once, so that a new one can be told
    /// to the sender before the old one is taken away.
    ///
    /// Mind that paths end up in the logs of servers and proxies.
    pub fn secret_in_path(mut self, secrets: impl IntoIterator<Item = impl Into<Secret>>) -> Self {
        self.path_secrets = Some(secrets.into_iter().map(Into::into).collect());
        self
    }

    /// The header of that name has to be one of these, whole. Several are valid at once, as with
    /// [`secret_in_path`](Self::secret_in_path). Where both are set, a request has to show both.
    pub fn secret_in_header(
        mut self,
        name: impl Into<String>,
        secrets: impl IntoIterator<Item = impl Into<Secret>>,
    ) -> Self {
        self.header_secrets = Some((name.into(), secrets.into_iter().map(Into::into).collect()));
        self
    }

    /// No secret is asked for, because something else sees to it that only the sender gets here.
    pub fn without_secret(mut self) -> Self {
        self.open_to_all = true;
        self
    }

    /// How many bytes a body may have; [`DEFAULT_BODY_LIMIT`] if this is not called. Kept while reading, too, where
    /// the head does not say how long the body is.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// What remembers which deliveries were handled; a [`MemoryGuard`] with its defaults if this is not called.
    pub fn duplicate_guard(mut self, guard: impl DuplicateGuard) -> Self {
        self.guard = Some(Box::new(Guards(guard)));
        self
    }

    /// What takes deliveries that cannot be read. Without it a known event that cannot be read is answered 422.
    pub fn dead_letters(mut self, dead_letters: impl DeadLetters) -> Self {
        self.dead_letters = Some(Box::new(Buries(dead_letters)));
        self
    }

    /// What is told of every delivery when its answer is certain: for logs and metrics. It must not block. A delivery
    /// whose connection is closed before that is not reported.
    pub fn observer(mut self, observer: impl Fn(&Report<'_>) + Send + Sync + 'static) -> Self {
        self.observer = Some(Box::new(observer));
        self
    }

    /// The receiver.
    ///
    /// # Errors
    /// A secret that cannot do its work, or neither a secret nor [`without_secret`](Self::without_secret).
    pub fn build(self) -> Result<Receiver<E>, BuildError> {
        let mut secrets = Secrets::default();
        if let Some(path) = &self.path_secrets {
            secrets.in_path(path)?;
        }
        if let Some((name, header)) = &self.header_secrets {
            secrets.in_header(name, header)?;
        }
        if secrets.is_empty() != self.open_to_all {
            return Err(if self.open_to_all { BuildError::Contradiction } else { BuildError::NoSecret });
        }
        Ok(Receiver::new(Parts {
            handler: self.handler,
            body_limit: self.body_limit,
            secrets,
            guard: self.guard.unwrap_or_else(|| Box::new(Guards(MemoryGuard::default()))),
            dead_letters: self.dead_letters,
            observer: self.observer,
        }))
    }
}

impl<E> fmt::Debug for Builder<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").field("body_limit", &self.body_limit).finish_non_exhaustive()
    }
}

/// Why a receiver cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BuildError {
    /// Nothing says who may send: neither a secret nor [`without_secret`](Builder::without_secret).
    NoSecret,
    /// Both a secret and [`without_secret`](Builder::without_secret).
    Contradiction,
    /// A secret is shorter than [`MIN_SECRET_LEN`](super::MIN_SECRET_LEN).
    ShortSecret,
    /// A secret cannot stand in a path as it is: letters, digits and `-._~` can.
    PathSecret,
    /// A secret cannot be the value of a header: visible ASCII can, with blanks between.
    HeaderSecret,
    /// The name of the secret's header is none.
    HeaderName,
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoSecret => "a receiver needs a secret, or `without_secret` to do without",
            Self::Contradiction => "a receiver has a secret, and `without_secret` to do without",
            Self::ShortSecret => "a receiver's secret is shorter than 16 bytes",
            Self::PathSecret => "a receiver's secret holds what cannot stand in a path",
            Self::HeaderSecret => "a receiver's secret holds what cannot stand in a header",
            Self::HeaderName => "the name of the header of a receiver's secret is not one",
        })
    }
}

impl std::error::Error for BuildError {}
