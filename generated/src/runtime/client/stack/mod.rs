//! The transport that a client has by default: hyper-util's pool of connections, HTTP/1.1 and 2, TLS by rustls.

mod body;
mod connect;
mod proxy;
mod timer;
mod tls;

use std::sync::Arc;
use std::time::Duration;

use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, RETRY_AFTER};
use hyper::http::uri::PathAndQuery;
use hyper::{Request, Response, Uri};
use hyper_util::client::legacy;
use hyper_util::rt::TokioExecutor;

use super::base::BaseUrl;
use super::build_error::BuildError;
use super::clock::{BoxFuture, Clock};
use super::transport::{HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind};
use crate::runtime::Method;
use body::{Whole, read};
use connect::{ConnectTimeout, Connector};
pub(super) use proxy::Proxy;
use timer::ClockTimer;

/// What the pool and its connections are made with.
pub(super) struct Settings {
    pub(super) connect_timeout: Option<Duration>,
    pub(super) idle_timeout: Option<Duration>,
    pub(super) max_idle: usize,
    pub(super) proxy: Proxy,
    /// Certificates in PEM that are trusted beside those of the features.
    pub(super) roots: Vec<Vec<u8>>,
    pub(super) clock: Arc<dyn Clock>,
}

/// A pool of connections.
pub(super) struct Stack {
    pool: legacy::Client<Connector, Whole>,
}

impl Stack {
    pub(super) fn new(base: &BaseUrl, settings: Settings) -> Result<Self, BuildError> {
        let connector = Connector::new(base, &settings)?;
        let mut builder = legacy::Client::builder(TokioExecutor::new());
        builder
            .pool_timer(ClockTimer::new(settings.clock))
            .pool_idle_timeout(settings.idle_timeout)
            .pool_max_idle_per_host(settings.max_idle)
            .retry_canceled_requests(false);
        Ok(Self { pool: builder.build(connector) })
    }
}

impl Transport for Stack {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let (limit, has_body) = (request.response_limit, request.method != Method::Head);
            if tokio::runtime::Handle::try_current().is_err() {
                return Err(not_sent("the client's own connections need a tokio runtime"));
            }
            let request = request_of(request).ok_or_else(|| not_sent("the request cannot be written"))?;
            let response = self.pool.request(request).await.map_err(error_of)?;
            response_of(response, limit, has_body).await
        })
    }
}

fn not_sent(why: &'static str) -> TransportError {
    TransportError::new(TransportErrorKind::NotSent).with_source(why)
}

fn request_of(from: HttpRequest) -> Option<Request<Whole>> {
    let uri = Uri::builder()
        .scheme(from.base.scheme.clone())
        .authority(from.base.authority.clone())
        .path_and_query(PathAndQuery::from_maybe_shared(from.path_and_query).ok()?);
    let mut request = Request::new(Whole::new(from.body, takes_body(from.method)));
    *request.method_mut() = method_of(from.method);
    *request.uri_mut() = uri.build().ok()?;
    let headers = request.headers_mut();
    // hyper adds the host and the body's length; a map that is full is made anew.
    headers.reserve(from.headers.len() + 2);
    for header in from.headers {
        headers.append(header.name, header.value);
    }
    Some(request)
}

/// Whether a request without a body says so by `content-length: 0`.
fn takes_body(method: Method) -> bool {
    matches!(method, Method::Post | Method::Put | Method::Patch)
}

fn method_of(method: Method) -> hyper::Method {
    match method {
        Method::Get => hyper::Method::GET,
        Method::Post => hyper::Method::POST,
        Method::Put => hyper::Method::PUT,
        Method::Patch => hyper::Method::PATCH,
        Method::Delete => hyper::Method::DELETE,
        Method::Head => hyper::Method::HEAD,
        Method::Options => hyper::Method::OPTIONS,
        Method::Trace => hyper::Method::TRACE,
    }
}

async fn response_of(
    response: Response<hyper::body::Incoming>,
    limit: usize,
    has_body: bool,
) -> Result<HttpResponse, TransportError> {
    let status = response.status().as_u16();
    let header = |name| response.headers().get(name).cloned();
    let (content_type, retry_after) = (header(CONTENT_TYPE), header(RETRY_AFTER));
    // What a HEAD tells of the length is that of another response.
    let body = match has_body {
        true => read(response.into_body(), limit).await.map_err(|error| error.with_status(status))?,
        false => Bytes::new(),
    };
    Ok(HttpResponse { status, content_type, retry_after, body })
}

/// Nothing was sent while there was no connection, and when hyper gave the request back; all else counts as sent.
fn error_of(error: legacy::Error) -> TransportError {
    let kind = match &error {
        error if error.is_connect() && ConnectTimeout::is_in(error) => TransportErrorKind::ConnectTimeout,
        error if error.is_connect() || is_canceled(error) => TransportErrorKind::NotSent,
        _ => TransportErrorKind::NoResponse,
    };
    TransportError::new(kind).with_source(error)
}

fn is_canceled(error: &legacy::Error) -> bool {
    let source = std::error::Error::source(error).and_then(|source| source.downcast_ref::<hyper::Error>());
    source.is_some_and(hyper::Error::is_canceled)
}
