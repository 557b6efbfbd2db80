//! From the status and body of a response to its data, or to an error that says which call failed and why.

use std::fmt;
use std::time::Duration;

use super::envelope::{Head, Opened, open, open_bare};
use super::error::Short;
use super::read::utf8;
use super::{Digits, Endpoint, Envelope, ErrorClass, Method, Operation, Read, ReadError, UnixMillis, UnknownFields};

/// Longest piece of a server's text that an error shows.
const TEXT_SHOWN: usize = 200;

/// The data of a successful response, and what came around it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Response<T> {
    /// The data.
    pub data: T,
    /// The id that the server gave to the call.
    pub request_id: Option<String>,
    /// The server's message.
    pub message: Option<String>,
    /// The server's time.
    pub timestamp: Option<UnixMillis>,
    /// The HTTP status.
    pub status: u16,
    /// Fields around the data that the specification does not know.
    pub unknown: UnknownFields,
}

impl<T> Response<T> {
    /// One with nothing around its data.
    fn bare(data: T, status: u16) -> Self {
        Self { data, request_id: None, message: None, timestamp: None, status, unknown: UnknownFields::new() }
    }
}

/// What a response can become: every type that is read from JSON, bytes, text.
pub trait FromResponse: Sized {
    /// Reads the response of the operation of an endpoint.
    ///
    /// # Errors
    /// The status is no success, or the body is not what it should be.
    fn from_response(endpoint: &Endpoint, status: u16, body: &[u8]) -> Result<Response<Self>, ResponseError>;
}

/// Reads a response of an operation. The envelope's code is looked at before the data is.
pub fn decode<O: Operation>(status: u16, body: &[u8]) -> Result<Response<O::Output>, ResponseError> {
    O::Output::from_response(&O::ENDPOINT, status, body)
}

/// JSON, in the API's envelope if it has one. Where there is nothing to read, a type that need not be there is nothing.
impl<T: Read> FromResponse for T {
    fn from_response(endpoint: &Endpoint, status: u16, body: &[u8]) -> Result<Response<Self>, ResponseError> {
        if !is_success(status) {
            return Err(failure(endpoint, status, body));
        }
        if takes_none::<T>(endpoint, status, body) {
            return Ok(Response::bare(T::placeholder(), status));
        }
        let fail = |kind, head, cause| ResponseError::new(endpoint, status, kind, head, cause, body);
        let envelope = endpoint.api.envelope.as_ref();
        let opened = match open_with::<T>(envelope, body) {
            Ok(opened) => opened,
            Err(cause) if cause.is_syntax() => {
                return Err(fail(ResponseErrorKind::NotJson, Head::default(), Some(cause)));
            }
            Err(cause) => return Err(fail(ResponseErrorKind::NotEnvelope, Head::default(), Some(cause))),
        };
        match opened {
            Opened { head, data: None } if head.code.is_none() => {
                let cause = envelope.map(|envelope| ReadError::missing(envelope.code));
                Err(fail(ResponseErrorKind::NotEnvelope, head, cause))
            }
            Opened { head, data: None } => Err(fail(ResponseErrorKind::Code, head, None)),
            Opened { head, data: Some(Err(cause)) } => Err(fail(ResponseErrorKind::Data, head, Some(cause))),
            Opened { head, data: Some(Ok(data)) } => Ok(Response {
                data,
                request_id: head.request_id,
                message: head.message,
                timestamp: head.timestamp,
                status,
                unknown: head.unknown,
            }),
        }
    }
}

/// Reads a response whose body is the data itself, without an envelope. An error is read as all others are.
pub(super) fn read_raw<T>(
    endpoint: &Endpoint,
    status: u16,
    body: &[u8],
    read: impl FnOnce(&[u8]) -> Result<T, ReadError>,
) -> Result<Response<T>, ResponseError> {
    if !is_success(status) {
        return Err(failure(endpoint, status, body));
    }
    match read(body) {
        Ok(data) => Ok(Response::bare(data, status)),
        Err(cause) => {
            Err(ResponseError::new(endpoint, status, ResponseErrorKind::Data, Head::default(), Some(cause), body))
        }
    }
}

fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

/// Whether there is nothing to read, and that is enough: HTTP says that there is no body, or it is empty, may be so, and
/// no envelope was to say how the call went.
fn takes_none<T: Read>(endpoint: &Endpoint, status: u16, body: &[u8]) -> bool {
    let cannot_be = endpoint.method == Method::Head || matches!(status, 204 | 205);
    let may_be_empty = endpoint.api.envelope.is_none() && T::MAY_BE_NOTHING && body.trim_ascii().is_empty();
    (cannot_be && !T::REQUIRED) || may_be_empty
}

fn open_with<T: Read>(envelope: Option<&Envelope>, body: &[u8]) -> Result<Opened<T>, ReadError> {
    let text = utf8(body)?;
    match envelope {
        Some(envelope) => open(text, envelope),
        None => open_bare(text),
    }
}

/// The error of a status that is no success, with what the envelope says if there is one.
fn failure(endpoint: &Endpoint, status: u16, body: &[u8]) -> ResponseError {
    let (head, cause) = match open_with::<()>(endpoint.api.envelope.as_ref(), body) {
        Ok(opened) => (opened.head, None),
        Err(_) if body.is_empty() => (Head::default(), None),
        Err(cause) => (Head::default(), Some(cause)),
    };
    // A code of success says nothing about a status of failure.
    let success = endpoint.api.envelope.as_ref().is_some_and(|envelope| head.is_success(envelope));
    let kind = if head.code.is_some() && !success { ResponseErrorKind::Code } else { without_code(status) };
    ResponseError::new(endpoint, status, kind, head, cause, body)
}

/// What sort of error a status alone is.
fn without_code(status: u16) -> ResponseErrorKind {
    match status {
        300..400 => ResponseErrorKind::Redirect,
        _ => ResponseErrorKind::Status,
    }
}

/// Why a response gives no data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResponseErrorKind {
    /// The HTTP status is no success, and no code says why.
    Status,
    /// The envelope's code is not that of success.
    Code,
    /// The server sends the caller elsewhere, which is not followed.
    Redirect,
    /// The body is not JSON.
    NotJson,
    /// The body is not JSON, and does not say that it is.
    ContentType,
    /// The body is JSON, but not the API's envelope.
    NotEnvelope,
    /// The data does not fit the operation's type.
    Data,
}

/// A response without data, with its body. Neither `Display` nor `Debug` shows the body.
pub struct ResponseError(Box<Failure>);

struct Failure {
    operation: &'static str,
    status: u16,
    kind: ResponseErrorKind,
    class: Option<ErrorClass>,
    head: Head,
    cause: Option<ReadError>,
    body: Vec<u8>,
    retry_after: Option<Duration>,
}

impl ResponseError {
    fn new(
        endpoint: &Endpoint,
        status: u16,
        kind: ResponseErrorKind,
        head: Head,
        cause: Option<ReadError>,
        body: &[u8],
    ) -> Self {
        let class = head.code.as_ref().and_then(Digits::to_i64).and_then(|code| {
            let errors = endpoint.api.errors.iter();
            errors.copied().find(|(known, _)| *known == code).map(|(_, class)| class)
        });
        Self(Box::new(Failure {
            operation: endpoint.id,
            status,
            kind,
            class,
            head,
            cause,
            body: body.to_owned(),
            retry_after: None,
        }))
    }

    /// What sort of error the envelope's code is, where that is known.
    #[must_use]
    pub fn class(&self) -> Option<ErrorClass> {
        self.0.class
    }

    /// How long the server asks to wait before the next try.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The same error as a client knows it, which has seen the headers too.
    #[cfg(feature = "client")]
    pub(super) fn seen(mut self, is_json: bool, retry_after: Option<Duration>, classes: &[(i64, ErrorClass)]) -> Self {
        let failure = &mut *self.0;
        if failure.kind == ResponseErrorKind::NotJson && !is_json {
            failure.kind = ResponseErrorKind::ContentType;
        }
        failure.retry_after = retry_after;
        let code = failure.head.code.as_ref().and_then(Digits::to_i64);
        let class = classes.iter().find(|(known, _)| Some(*known) == code).map(|(_, class)| *class);
        failure.class = class.or(failure.class);
        self
    }

    /// What sort of error it is.
    #[must_use]
    pub fn kind(&self) -> ResponseErrorKind {
        self.0.kind
    }

    /// The operation.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.0.status
    }

    /// The envelope's code, if there was one.
    #[must_use]
    pub fn code(&self) -> Option<&Digits> {
        self.0.head.code.as_ref()
    }

    /// The server's message.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.head.message.as_deref()
    }

    /// The id that the server gave to the call.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.head.request_id.as_deref()
    }

    /// The way to the place in the body that does not fit; none where the body was read.
    #[must_use]
    pub fn path(&self) -> Option<String> {
        self.0.cause.as_ref().map(ReadError::path)
    }

    /// The body, byte for byte.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.0.body
    }

    /// The body, without a copy.
    #[must_use]
    pub fn into_body(self) -> Vec<u8> {
        self.0.body
    }
}

impl fmt::Display for ResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Failure { operation, status, head, cause, .. } = &*self.0;
        write!(f, "{operation}: HTTP {status}")?;
        if let Some(code) = &head.code {
            write!(f, ", code {}", Short(code.as_str(), TEXT_SHOWN))?;
        }
        if let Some(message) = &head.message {
            write!(f, ", {}", Short(message, TEXT_SHOWN))?;
        }
        if let Some(request_id) = &head.request_id {
            write!(f, ", request {}", Short(request_id, TEXT_SHOWN))?;
        }
        match cause {
            Some(cause) => write!(f, ": {cause}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for ResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseError")
            .field("kind", &self.0.kind)
            .field("operation", &self.0.operation)
            .field("status", &self.0.status)
            .field("code", &self.0.head.code.as_ref().map(|code| Short(code.as_str(), TEXT_SHOWN)))
            .field("message", &self.0.head.message.as_ref().map(|message| Short(message, TEXT_SHOWN)))
            .field("request_id", &self.0.head.request_id.as_ref().map(|id| Short(id, TEXT_SHOWN)))
            .field("cause", &self.0.cause)
            .field("body_len", &self.0.body.len())
            .finish()
    }
}

impl std::error::Error for ResponseError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.cause.as_ref().map(|cause| cause as _)
    }
}
