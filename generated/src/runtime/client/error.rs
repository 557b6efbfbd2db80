//! Why a call gave no data: one enum for all of it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::build_error::BuildError;
use super::transport::{TransportError, TransportErrorKind};
use crate::runtime::{Digits, EncodeError, ErrorClass, ResponseError};

/// Why a call gave no data. Neither `Display` nor `Debug` shows a body, a secret or a parameter.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The request could not be made, or not without consent; nothing was sent.
    Request {
        /// The operation.
        operation: &'static str,
        /// What is wrong with it.
        source: EncodeError,
    },
    /// A response came, and it is no success.
    Response(ResponseError),
    /// No whole response came.
    Transport {
        /// The operation.
        operation: &'static str,
        /// Where it failed.
        source: TransportError,
    },
    /// Time was up.
    Timeout {
        /// The operation.
        operation: &'static str,
        /// Which time.
        of: Timeout,
        /// How much it was.
        after: Duration,
    },
    /// There is no access token, so nothing was sent.
    Token {
        /// The operation that needed one.
        operation: &'static str,
        /// Why there is none; shared by all calls that waited for it.
        source: Arc<TokenError>,
    },
    /// The client itself could not be made.
    Build(BuildError),
    /// A blocking call was made inside an async runtime, where it would stop other tasks.
    Blocking {
        /// The operation.
        operation: &'static str,
    },
}

/// Which time-out it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Timeout {
    /// That of one attempt.
    Attempt,
    /// That of the whole call, waits and attempts together.
    Call,
}

/// Why there is no access token.
#[derive(Debug)]
#[non_exhaustive]
pub enum TokenError {
    /// The operation that gives one failed. Until some time has passed it is not tried again.
    Call(Box<Error>),
    /// The operation succeeded, but its result has no such field.
    Missing {
        /// The operation.
        operation: &'static str,
        /// The field.
        field: &'static str,
    },
    /// The token holds what cannot stand in this header.
    Header {
        /// The header.
        name: &'static str,
    },
    /// The store of tokens failed.
    Store(Box<dyn std::error::Error + Send + Sync>),
    /// The server rejects the token that it has just given.
    Rejected,
    /// There is no tokio runtime that the token could be had in.
    Runtime,
    /// The credentials give no token: there is no refresh token, or nobody has said how to use it.
    NoWay,
}

impl Error {
    /// The operation; none for [`Error::Build`].
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        match self {
            Self::Request { operation, .. }
            | Self::Transport { operation, .. }
            | Self::Timeout { operation, .. }
            | Self::Token { operation, .. }
            | Self::Blocking { operation } => Some(operation),
            Self::Response(error) => Some(error.operation()),
            Self::Build(_) => None,
        }
    }

    /// What sort of error it is, and so what can be done about it.
    ///
    /// A code that the specification or the builder lists decides; else the HTTP status does.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Request { .. } | Self::Build(_) | Self::Blocking { .. } => ErrorClass::Invalid,
            Self::Response(error) => error.class().unwrap_or_else(|| class_of(error.status())),
            Self::Transport { source, .. } => match source.kind() {
                TransportErrorKind::TooLarge => ErrorClass::Unknown,
                _ => ErrorClass::Transient,
            },
            Self::Timeout { .. } => ErrorClass::Transient,
            Self::Token { source, .. } => source.class(),
        }
    }

    /// The HTTP status, if one came.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Response(error) => Some(error.status()),
            Self::Transport { source, .. } => source.status(),
            _ => None,
        }
    }

    /// The envelope's code, if one came.
    #[must_use]
    pub fn code(&self) -> Option<&Digits> {
        self.response()?.code()
    }

    /// The id that the server gave to the call.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.response()?.request_id()
    }

    /// The response, if a whole one came; it holds the body.
    #[must_use]
    pub fn response(&self) -> Option<&ResponseError> {
        match self {
            Self::Response(error) => Some(error),
            _ => None,
        }
    }

    /// How long the server asks to wait before the next try.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.response()?.retry_after()
    }

    /// Whether a byte of the request may have reached the server.
    #[must_use]
    pub fn is_sent(&self) -> bool {
        match self {
            Self::Request { .. } | Self::Token { .. } | Self::Build(_) | Self::Blocking { .. } => false,
            Self::Transport { source, .. } => source.is_sent(),
            Self::Response(_) | Self::Timeout { .. } => true,
        }
    }
}

/// What HTTP itself says about a status.
fn class_of(status: u16) -> ErrorClass {
    match status {
        401 | 403 | 407 => ErrorClass::Auth,
        429 => ErrorClass::Limit,
        404 | 410 => ErrorClass::NotFound,
        408 | 425 | 500 | 502..=504 => ErrorClass::Transient,
        400..500 => ErrorClass::Invalid,
        _ => ErrorClass::Unknown,
    }
}

impl TokenError {
    /// What sort of error it is.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Call(error) => error.class(),
            Self::Store(_) => ErrorClass::Transient,
            Self::Missing { .. } | Self::Header { .. } => ErrorClass::Unknown,
            Self::Runtime => ErrorClass::Invalid,
            Self::Rejected | Self::NoWay => ErrorClass::Auth,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request { operation, source: EncodeError::Assumed { parts, place, .. } } => write!(
                f,
                "{operation} is not sent: nobody documents its {} (assumed in {place}); look it up and give the path with \
                 `override_path::<_>(path)`, or accept the assumption with `allow_assumed::<_>()`, on the client's builder \
                 or on the call",
                parts.join(" and "),
            ),
            Self::Request { operation, source } => write!(f, "{operation}: {source}"),
            Self::Response(error) => write!(f, "{error}"),
            Self::Transport { operation, source } => write!(f, "{operation}: {source}"),
            Self::Timeout { operation, of: Timeout::Attempt, after } => {
                write!(f, "{operation}: no response within {after:?}")
            }
            Self::Timeout { operation, of: Timeout::Call, after } => {
                write!(f, "{operation}: not done within {after:?}")
            }
            Self::Token { operation, source } => write!(f, "{operation}: no access token: {source}"),
            Self::Build(error) => write!(f, "{error}"),
            Self::Blocking { operation } => write!(
                f,
                "{operation}: a blocking call inside an async runtime would stop its other tasks; use the async client"
            ),
        }
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => write!(f, "{error}"),
            Self::Missing { operation, field } => write!(f, "the result of {operation} has no `{field}`"),
            Self::Header { name } => write!(f, "it cannot be sent as the header `{name}`"),
            Self::Store(_) => f.write_str("the store of tokens failed"),
            Self::Rejected => f.write_str("the server rejects the token that it has just given"),
            Self::Runtime => f.write_str("there is no tokio runtime"),
            Self::NoWay => f.write_str("the credentials give none"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Request { source, .. } => Some(source),
            Self::Response(error) => error.source(),
            Self::Transport { source, .. } => Some(source),
            Self::Token { source, .. } => Some(&**source),
            Self::Build(error) => Some(error),
            Self::Timeout { .. } | Self::Blocking { .. } => None,
        }
    }
}

impl std::error::Error for TokenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Call(error) => error.source(),
            Self::Store(error) => Some(&**error),
            Self::Missing { .. } | Self::Header { .. } | Self::Rejected | Self::Runtime | Self::NoWay => None,
        }
    }
}

impl From<BuildError> for Error {
    fn from(error: BuildError) -> Self {
        Self::Build(error)
    }
}
