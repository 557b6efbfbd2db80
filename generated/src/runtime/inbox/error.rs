//! What an inbox fails with.

use std::fmt;
use std::sync::Arc;

/// What sort of failure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InboxErrorKind {
    /// Another process, or another store of this one, has the file.
    Locked,
    /// The file is damaged, is no inbox, or was written by a later version.
    Corrupted,
    /// No room is left, on the disk or within the limit that was set. What could not be stored was not accepted; the
    /// store works on once there is room.
    Full,
    /// The inbox is run already.
    Running,
    /// The store was closed, or its thread died.
    Closed,
    /// Anything else, such as a file that may not be read or a server that does not answer.
    Store,
}

/// Why a store did not do what it was asked for. Shows nothing of an event.
#[derive(Clone)]
pub struct InboxError {
    kind: InboxErrorKind,
    what: &'static str,
    cause: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl InboxError {
    /// One without a cause. `what` says what was tried, such as `"opening the inbox"`.
    #[must_use]
    pub fn new(kind: InboxErrorKind, what: &'static str) -> Self {
        Self { kind, what, cause: None }
    }

    /// The same with what caused it. Its text must not quote an event.
    #[must_use]
    pub fn caused_by(mut self, cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.cause = Some(Arc::new(cause));
        self
    }

    /// What sort of failure it is.
    #[must_use]
    pub fn kind(&self) -> InboxErrorKind {
        self.kind
    }
}

impl fmt::Display for InboxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = match self.kind {
            InboxErrorKind::Locked => "it is in use by another process or another store of this one",
            InboxErrorKind::Corrupted => "it is damaged, is no inbox, or was written by a later version",
            InboxErrorKind::Full => "there is no room left",
            InboxErrorKind::Running => "it is run already",
            InboxErrorKind::Closed => "it is closed",
            InboxErrorKind::Store => "the store failed",
        };
        write!(f, "{} failed: {why}", self.what)?;
        match &self.cause {
            Some(cause) => write!(f, " ({cause})"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for InboxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InboxError")
            .field("kind", &self.kind)
            .field("what", &self.what)
            .field("cause", &self.cause.as_ref().map(ToString::to_string))
            .finish()
    }
}

impl std::error::Error for InboxError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_ref().map(|cause| &**cause as &(dyn std::error::Error + 'static))
    }
}
