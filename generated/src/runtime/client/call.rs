//! The client, and one call of it with what it wants otherwise.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Bytes;

use super::builder::ClientBuilder;
use super::core::{Core, Prepared};
use super::error::Error;
use super::paging::{Items, Pages};
use super::retry::RetryPolicy;
use super::transport::Header;
use crate::runtime::encode::checked_header;
use crate::runtime::{EncodeError, Operation, Paged, Request, Response, Service};

/// A client of an API: one pool of connections, one token, one set of limits, shared by all clones.
///
/// It needs a tokio runtime with time and io.
pub struct Client<S> {
    pub(super) core: Arc<Core>,
    pub(super) service: PhantomData<fn() -> S>,
}

impl<S: Service> Client<S> {
    /// What a client is made of.
    pub fn builder() -> ClientBuilder<S> {
        ClientBuilder::new()
    }

    /// Calls an operation and gives its data.
    ///
    /// # Errors
    /// All that can go wrong, as [`Error`] lists it.
    pub fn send<O: Operation<Output: Send>>(
        &self,
        operation: O,
    ) -> impl Future<Output = Result<O::Output, Error>> + Send + use<S, O> {
        self.call(operation).send()
    }

    /// Calls an operation and gives its data with what came around it: status, message, request id, time.
    ///
    /// # Errors
    /// All that can go wrong, as [`Error`] lists it.
    pub fn send_with<O: Operation<Output: Send>>(
        &self,
        operation: O,
    ) -> impl Future<Output = Result<Response<O::Output>, Error>> + Send + use<S, O> {
        self.call(operation).send_with()
    }

    /// A call of an operation that wants something otherwise than the client does.
    pub fn call<O: Operation>(&self, operation: O) -> Call<O> {
        Call { core: self.core.clone(), operation, options: Options::default() }
    }

    /// The pages of a list, beginning with the one that the operation asks for.
    pub fn pages<O: Paged>(&self, operation: O) -> Pages<O> {
        self.call(operation).pages()
    }

    /// The items of a list, page after page.
    pub fn items<O: Paged>(&self, operation: O) -> Items<O> {
        self.call(operation).items()
    }
}

impl<S> Clone for Client<S> {
    fn clone(&self) -> Self {
        Self { core: self.core.clone(), service: PhantomData }
    }
}

impl<S> fmt::Debug for Client<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("server", &self.core.base.origin())
            .field("auth", &self.core.auth)
            .finish_non_exhaustive()
    }
}

/// A call, and what it wants otherwise than the client.
#[derive(Clone)]
#[must_use = "a call is made by `send`"]
pub struct Call<O> {
    core: Arc<Core>,
    pub(super) operation: O,
    options: Options,
}

/// What a call wants otherwise.
#[derive(Clone, Default)]
struct Options {
    call_timeout: Option<Duration>,
    attempt_timeout: Option<Duration>,
    retry: Option<RetryPolicy>,
    headers: Vec<(String, String)>,
    allowed: bool,
    path: Option<String>,
}

impl<O: Operation> Call<O> {
    /// The time for all of it, waits and attempts together.
    pub fn timeout(mut self, time: Duration) -> Self {
        self.options.call_timeout = Some(time);
        self
    }

    /// The time for one attempt.
    pub fn attempt_timeout(mut self, time: Duration) -> Self {
        self.options.attempt_timeout = Some(time);
        self
    }

    /// When it is tried again. The budget stays that of the client.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = Some(policy);
        self
    }

    /// A header more, or in the place of one of the client's; the credentials' headers stay.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options.headers.push((name.into(), value.into()));
        self
    }

    /// Accepts what is assumed of the operation, for this call.
    pub fn allow_assumed(mut self) -> Self {
        self.options.allowed = true;
        self
    }

    /// Sends to another path, with parameters in it as `{name}`. To give it is to accept the method as well.
    pub fn override_path(mut self, path: impl Into<String>) -> Self {
        self.options.path = Some(path.into());
        self
    }

    /// Makes the call and gives its data.
    ///
    /// # Errors
    /// All that can go wrong, as [`Error`] lists it.
    pub fn send(self) -> impl Future<Output = Result<O::Output, Error>> + Send + use<O>
    where
        O::Output: Send,
    {
        let prepared = self.prepare();
        let core = self.core;
        async move { Ok(core.send::<O::Output>(&prepared?).await?.data) }
    }

    /// Makes the call and gives its data with what came around it.
    ///
    /// # Errors
    /// All that can go wrong, as [`Error`] lists it.
    pub fn send_with(self) -> impl Future<Output = Result<Response<O::Output>, Error>> + Send + use<O>
    where
        O::Output: Send,
    {
        // The request is written before the first wait, so that the future does not hold the operation.
        let prepared = self.prepare();
        let core = self.core;
        async move { core.send::<O::Output>(&prepared?).await }
    }

    /// The pages of a list, beginning with the one that the operation asks for. Each page is a call of its own.
    pub fn pages(self) -> Pages<O>
    where
        O: Paged,
    {
        Pages::new(self)
    }

    /// The items of a list, page after page.
    pub fn items(self) -> Items<O>
    where
        O: Paged,
    {
        Items::new(Pages::new(self))
    }

    fn prepare(&self) -> Result<Prepared, Error> {
        let (core, options) = (&self.core, &self.options);
        let wrong = |source| Error::Request { operation: O::ENDPOINT.id, source };
        let path = options.path.as_deref().or_else(|| core.consent.path(O::ENDPOINT.id));
        if path.is_none() && !options.allowed && !core.consent.covers(&O::ENDPOINT) {
            return Err(wrong(EncodeError::assumed(&O::ENDPOINT)));
        }
        let mut request = Request::consented(&self.operation, path).map_err(wrong)?;
        let (path_and_query, own) = request.take_head();
        let mut headers: Vec<Header> = Vec::with_capacity(own.len() + options.headers.len());
        // What the operation asks for is what the caller asks for, unless he says otherwise.
        let is_free = |name: &str| !options.headers.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
        let own = own.into_iter().filter(|(name, _)| !name.eq_ignore_ascii_case("accept") || is_free(name));
        for (name, value) in own {
            headers.push(made(name, value).map_err(wrong)?);
        }
        for (name, value) in &options.headers {
            headers.push(checked(name, value).map_err(wrong)?);
        }
        let mut timeouts = core.timeouts;
        timeouts.call = options.call_timeout.or(timeouts.call);
        timeouts.attempt = options.attempt_timeout.or(timeouts.attempt);
        Ok(Prepared {
            endpoint: O::ENDPOINT,
            template: path.is_none().then_some(O::ENDPOINT.path),
            path_and_query: core.base.path(path_and_query),
            headers,
            body: request.into_body().map(Bytes::from),
            timeouts,
            retry: options.retry.clone(),
        })
    }
}

/// A header that the caller may set: not one that says where the message ends.
pub(super) fn checked(name: &str, value: &str) -> Result<Header, EncodeError> {
    const FRAMING: [&str; 5] = ["host", "connection", "content-length", "transfer-encoding", "upgrade"];
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_token) || FRAMING.iter().any(|own| name.eq_ignore_ascii_case(own)) {
        return Err(EncodeError::parameter(name, "is no header that a call can set"));
    }
    checked_header(name, value.to_owned()).and_then(|(name, value)| made(name, value))
}

fn made(name: &str, value: String) -> Result<Header, EncodeError> {
    Header::new(name, value).ok_or_else(|| EncodeError::parameter(name, "is no header"))
}

impl<O: Operation> fmt::Debug for Call<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("operation", &O::ENDPOINT.id).finish_non_exhaustive()
    }
}
