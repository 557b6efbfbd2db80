//! What lies below auth and retry: a request goes out, a whole response comes back.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use hyper::body::Bytes;
use hyper::header::{HeaderName, HeaderValue};

use super::base::BaseUrl;
use super::clock::BoxFuture;
use crate::runtime::Method;

/// A way to send requests. The client has a pool of connections of its own; implement this to bring another stack.
///
/// It sends what it is given once: no redirect is followed, nothing is sent again.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and reads the response to its end, but no body beyond [`HttpRequest::response_limit`].
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        (**self).send(request)
    }
}

/// A request with all that goes on the wire. `Debug` shows neither values nor the query.
#[derive(Clone)]
pub struct HttpRequest {
    pub(super) method: Method,
    pub(super) base: Arc<BaseUrl>,
    /// Of the whole address, so with the base's own path in front.
    pub(super) path_and_query: Bytes,
    pub(super) headers: Vec<Header>,
    pub(super) body: Option<Bytes>,
    pub(super) response_limit: usize,
}

/// A header; its value is visible ASCII.
#[derive(Clone)]
pub(super) struct Header {
    pub(super) name: HeaderName,
    pub(super) value: HeaderValue,
}

impl Header {
    /// None where one of them is what no header can be.
    pub(super) fn new(name: &str, value: impl Into<Bytes>) -> Option<Self> {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        let mut value = HeaderValue::from_maybe_shared(value.into()).ok()?;
        value.set_sensitive(true); // HPACK keeps such values out of its table.
        Some(Self { name, value })
    }
}

impl HttpRequest {
    /// The method.
    #[must_use]
    pub fn method(&self) -> Method {
        self.method
    }

    /// The whole address.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}{}", self.base.origin(), self.path_and_query())
    }

    /// Path and query, as they follow scheme and host.
    #[must_use]
    pub fn path_and_query(&self) -> &str {
        text(&self.path_and_query)
    }

    /// Names, in lower case, and values of the headers.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().map(|header| (header.name.as_str(), text(header.value.as_bytes())))
    }

    /// The body, if there is one.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.body.as_deref()
    }

    /// The longest body of a response, in bytes, that is to be read.
    #[must_use]
    pub fn response_limit(&self) -> usize {
        self.response_limit
    }
}

/// All that is kept in requests was checked to be ASCII.
fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|header| header.name.as_str()).collect();
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("server", &self.base.origin())
            .field("headers", &names)
            .field("body_len", &self.body.as_ref().map(Bytes::len))
            .finish_non_exhaustive()
    }
}

/// A whole response. `Debug` shows the body's length.
#[derive(Clone)]
pub struct HttpResponse {
    pub(super) status: u16,
    pub(super) content_type: Option<HeaderValue>,
    pub(super) retry_after: Option<HeaderValue>,
    pub(super) body: Bytes,
}

impl HttpResponse {
    /// A response with a status and a body.
    #[must_use]
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, content_type: None, retry_after: None, body: body.into().into() }
    }

    /// The same with a header more; the client looks at `Content-Type` and `Retry-After`. A value that no header can have counts as none.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        if name.eq_ignore_ascii_case("content-type") {
            self.content_type = HeaderValue::from_str(value).ok();
        } else if name.eq_ignore_ascii_case("retry-after") {
            self.retry_after = HeaderValue::from_str(value).ok();
        }
        self
    }

    /// Whether the response says that its body is JSON, or says nothing.
    pub(super) fn is_json(&self) -> bool {
        let Some(of) = self.content_type.as_ref().and_then(|of| of.to_str().ok()) else { return true };
        let essence = of.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        essence.ends_with("/json") || essence.ends_with("+json")
    }
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpResponse")
            .field("status", &self.status)
            .field("body_len", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Why no whole response came.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    status: Option<u16>,
    source: Option<Box<dyn Error + Send + Sync>>,
}

/// Where a transport failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// There is no connection, and no byte of the request was sent.
    NotSent,
    /// There was no connection in time (name, TCP, proxy and TLS together), and no byte of the request was sent.
    ConnectTimeout,
    /// The request, or a part of it, was sent, and no response came.
    NoResponse,
    /// The response ended before its end.
    Truncated,
    /// The response's body is longer than the client takes.
    TooLarge,
}

impl TransportError {
    /// No whole response came.
    #[must_use]
    pub fn new(kind: TransportErrorKind) -> Self {
        Self { kind, status: None, source: None }
    }

    /// The same with its cause, whose text must hold no secret.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The same with the response's status, which had come.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Where it failed.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// The HTTP status, if that had come.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// Whether a byte of the request may have reached the server.
    #[must_use]
    pub fn is_sent(&self) -> bool {
        !matches!(self.kind, TransportErrorKind::NotSent | TransportErrorKind::ConnectTimeout)
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(status) = self.status {
            write!(f, "HTTP {status}, ")?;
        }
        f.write_str(match self.kind {
            TransportErrorKind::NotSent => "no connection, nothing was sent",
            TransportErrorKind::ConnectTimeout => "no connection in time, nothing was sent",
            TransportErrorKind::NoResponse => "the connection broke before a response came",
            TransportErrorKind::Truncated => "the response was cut off",
            TransportErrorKind::TooLarge => "the response is larger than allowed",
        })
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
