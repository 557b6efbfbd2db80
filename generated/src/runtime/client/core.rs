//! One call from its request to its response: token, limits, attempts, waits.

use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, COOKIE, HeaderName, HeaderValue};

use super::auth::{Auth, Current, no_token};
use super::base::BaseUrl;
use super::clock::{Chance, Clock, within};
use super::consent::Consent;
use super::error::{Error, Timeout};
use super::limits::Limiters;
use super::retry::{Budget, RetryPolicy};
use super::retry_after::parse_retry_after;
use super::trace;
use super::transport::{Header, HttpRequest, HttpResponse, Transport};
use crate::runtime::{EncodeError, Endpoint, ErrorClass, FromResponse, Response, ResponseError, UnknownFields};

/// What all clones of a client share.
pub(super) struct Core {
    pub(super) transport: Box<dyn Transport>,
    pub(super) base: Arc<BaseUrl>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) chance: Chance,
    pub(super) auth: Auth,
    pub(super) consent: Consent,
    pub(super) retry: RetryPolicy,
    pub(super) budget: Budget,
    pub(super) limiters: Limiters,
    pub(super) timeouts: Timeouts,
    pub(super) response_limit: usize,
    /// Headers of every request.
    pub(super) headers: Vec<Header>,
    /// Classes of codes that the specification does not list.
    pub(super) classes: Vec<(i64, ErrorClass)>,
}

/// How long things may take; none for as long as they like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timeouts {
    pub(super) attempt: Option<Duration>,
    pub(super) call: Option<Duration>,
}

/// The time that is left to a call.
struct Deadline {
    started: SystemTime,
    limit: Option<Duration>,
    /// Whether anything was waited for yet: until then all of it is left, and nobody has to look at the clock.
    waited: bool,
}

impl Deadline {
    /// None where there is no end.
    fn left(&self, clock: &dyn Clock) -> Option<Duration> {
        let passed = |started| clock.now().duration_since(started).unwrap_or_default();
        self.limit.map(|limit| if self.waited { limit.saturating_sub(passed(self.started)) } else { limit })
    }
}

/// A call that is ready to be made.
pub(super) struct Prepared {
    pub(super) endpoint: Endpoint,
    /// The path without its parameters, if it is the operation's own.
    pub(super) template: Option<&'static str>,
    pub(super) path_and_query: Bytes,
    pub(super) headers: Vec<Header>,
    pub(super) body: Option<Bytes>,
    pub(super) timeouts: Timeouts,
    /// The call's own policy.
    pub(super) retry: Option<RetryPolicy>,
}

impl Prepared {
    fn timed_out(&self, of: Timeout) -> Error {
        let after = match of {
            Timeout::Call => self.timeouts.call,
            Timeout::Attempt => self.timeouts.attempt,
        };
        Error::Timeout { operation: self.endpoint.id, of, after: after.unwrap_or_default() }
    }
}

/// Where a response is read into.
pub(super) trait Sink: Send {
    fn read(&mut self, endpoint: &Endpoint, status: u16, body: &[u8]) -> Result<(), ResponseError>;
    fn request_id(&self) -> Option<&str>;
}

/// A place for a response's data.
pub(super) struct Slot<T>(Option<Response<T>>);

impl<T: FromResponse + Send> Sink for Slot<T> {
    fn read(&mut self, endpoint: &Endpoint, status: u16, body: &[u8]) -> Result<(), ResponseError> {
        self.0 = Some(T::from_response(endpoint, status, body)?);
        Ok(())
    }

    fn request_id(&self) -> Option<&str> {
        self.0.as_ref()?.request_id.as_deref()
    }
}

impl Core {
    /// Makes a call and reads its data.
    pub(super) async fn send<T: FromResponse + Send>(self: &Arc<Self>, call: &Prepared) -> Result<Response<T>, Error> {
        let mut slot = Slot::<T>(None);
        let span = trace::call(&call.endpoint);
        trace::within(span, self.attempts(call, &mut slot)).await?;
        Ok(slot.0.expect("a call that is done has filled the slot"))
    }

    async fn attempts(self: &Arc<Self>, call: &Prepared, sink: &mut dyn Sink) -> Result<(), Error> {
        let policy = call.retry.as_ref().unwrap_or(&self.retry);
        let (mut attempts, mut sent, mut replayed) = (0, 0, false);
        let mut deadline = Deadline { started: self.clock.now(), limit: call.timeouts.call, waited: false };
        loop {
            let token = self.in_time(call, &mut deadline, pin!(self.token(&call.endpoint))).await?;
            let error = match token {
                Err(error) => error,
                Ok(token) => {
                    sent += 1;
                    let _permits =
                        self.in_time(call, &mut deadline, pin!(self.limiters.enter(call.endpoint.id))).await?;
                    let done = self.attempt(call, &deadline, token.as_deref(), sent, sink).await;
                    deadline.waited = true;
                    match done {
                        Ok(()) => {
                            self.succeed(token.as_ref());
                            return Ok(());
                        }
                        Err(error) if self.is_rejected(&error, token.as_ref()) && !replayed => {
                            replayed = true;
                            continue;
                        }
                        Err(error) => error,
                    }
                }
            };
            attempts += 1;
            let delay = policy.delay(&error, attempts, call.endpoint.idempotent, &self.chance);
            let delay = delay.map(|delay| delay.max(self.token_wait(&error)));
            match delay.filter(|delay| self.has_time(&deadline, *delay) && self.budget.take()) {
                None => return Err(error),
                Some(delay) => self.clock.sleep(delay).await,
            }
        }
    }

    /// Whether a wait ends before the call's time does.
    fn has_time(&self, deadline: &Deadline, delay: Duration) -> bool {
        deadline.left(&*self.clock).is_none_or(|left| delay < left)
    }

    /// Waits for what a call needs before it goes out, as long as the call may take.
    async fn in_time<F>(&self, call: &Prepared, deadline: &mut Deadline, work: F) -> Result<F::Output, Error>
    where
        F: Future + Unpin,
    {
        let limit = || {
            let left = deadline.left(&*self.clock);
            deadline.waited = true;
            left
        };
        let done = within(&*self.clock, limit, work).await;
        done.map_err(|_| call.timed_out(Timeout::Call))
    }

    async fn token(self: &Arc<Self>, endpoint: &Endpoint) -> Result<Option<Arc<Current>>, Error> {
        match &self.auth {
            Auth::Renewed(renewed) if endpoint.authenticated => {
                renewed.token(self).await.map(Some).map_err(|error| no_token(endpoint.id, error))
            }
            _ => Ok(None),
        }
    }

    fn token_wait(&self, error: &Error) -> Duration {
        match (&self.auth, error) {
            (Auth::Renewed(renewed), Error::Token { .. }) => renewed.wait(self.clock.now()),
            _ => Duration::ZERO,
        }
    }

    /// Whether the server did not take the token; then the next one is another.
    fn is_rejected(&self, error: &Error, token: Option<&Arc<Current>>) -> bool {
        let (Auth::Renewed(renewed), Some(token), Error::Response(response)) = (&self.auth, token, error) else {
            return false;
        };
        // Of HTTP's own only 401, and of the codes those that somebody has called such.
        let rejected = response.status() == 401 || response.class() == Some(ErrorClass::Auth);
        match rejected {
            true => renewed.reject(token, self),
            // Whoever has a code for what is wrong has looked at the token before.
            false if response.code().is_some() => renewed.accept(token),
            false => {}
        }
        rejected
    }

    fn succeed(&self, token: Option<&Arc<Current>>) {
        self.budget.succeed();
        if let (Auth::Renewed(renewed), Some(token)) = (&self.auth, token) {
            renewed.accept(token);
        }
    }

    async fn attempt(
        &self,
        call: &Prepared,
        deadline: &Deadline,
        token: Option<&Current>,
        number: u32,
        sink: &mut dyn Sink,
    ) -> Result<(), Error> {
        let span = trace::attempt(&call.endpoint, call.template, &self.base, number);
        let request = self.request(call, token);
        // One timer for both limits: the one that ends first.
        let (own, mut of) = (call.timeouts.attempt, Timeout::Attempt);
        let limit = || match deadline.left(&*self.clock) {
            Some(left) if own.is_none_or(|own| left < own) => {
                of = Timeout::Call;
                Some(left)
            }
            _ => own,
        };
        let sending = within(&*self.clock, limit, self.transport.send(request));
        let result = match trace::within(span.clone(), sending).await {
            Err(_) => Err(call.timed_out(of)),
            Ok(Err(source)) => Err(Error::Transport { operation: call.endpoint.id, source }),
            Ok(Ok(response)) => self.read(call, &response, sink).map(|()| response.status),
        };
        trace::done(&span, &result, sink.request_id());
        result.map(|_| ())
    }

    fn request(&self, call: &Prepared, token: Option<&Current>) -> HttpRequest {
        let (fixed, query, cookies) = match (&self.auth, token) {
            (_, Some(token)) => (&token.headers[..], "", ""),
            (Auth::Fixed(of), None) if call.endpoint.authenticated => (&of.headers[..], &*of.query, &*of.cookies),
            _ => (&[][..], "", ""),
        };
        let mut headers = Vec::with_capacity(call.headers.len() + fixed.len() + self.headers.len());
        let stands_in = |of: &[Header], name: &HeaderName| of.iter().any(|header| header.name == *name);
        let is_free = |header: &&Header| !stands_in(fixed, &header.name);
        // Cookies are joined, what else the call says itself replaces what the client says with all calls.
        let is_own = |header: &&Header| header.name == COOKIE || !stands_in(&call.headers, &header.name);
        headers.extend(call.headers.iter().filter(is_free).cloned());
        headers.extend(self.headers.iter().filter(is_own).filter(is_free).cloned());
        headers.extend_from_slice(fixed);
        join_cookies(&mut headers, cookies);
        HttpRequest {
            method: call.endpoint.method,
            base: self.base.clone(),
            path_and_query: with_query(&call.path_and_query, query),
            headers,
            body: call.body.clone(),
            response_limit: self.response_limit,
        }
    }

    fn read(&self, call: &Prepared, response: &HttpResponse, sink: &mut dyn Sink) -> Result<(), Error> {
        sink.read(&call.endpoint, response.status, &response.body).map_err(|error| {
            let after = response.retry_after.as_ref().and_then(|value| value.to_str().ok());
            let after = after.and_then(|text| parse_retry_after(text, self.clock.now()));
            Error::Response(error.seen(response.is_json(), after, &self.classes))
        })
    }
}

/// A path with parameters more, which are encoded already.
fn with_query(path: &Bytes, query: &str) -> Bytes {
    if query.is_empty() {
        return path.clone();
    }
    let before: &[u8] = if path.contains(&b'?') { b"&" } else { b"?" };
    [&path[..], before, query.as_bytes()].concat().into()
}

/// All cookies stand in one header: those of the operation, of the caller, of the credentials.
fn join_cookies(headers: &mut Vec<Header>, more: &str) {
    let is_cookie = |header: &Header| header.name == COOKIE;
    let count = headers.iter().filter(|header| is_cookie(header)).count();
    if more.is_empty() && count < 2 {
        return;
    }
    let values = headers.iter().filter(|header| is_cookie(header)).map(|header| header.value.as_bytes());
    let more = (!more.is_empty()).then_some(more.as_bytes());
    let joined = values.chain(more).collect::<Vec<_>>().join(&b"; "[..]);
    if let Some(joined) = Header::new(COOKIE.as_str(), joined) {
        headers.retain(|header| !is_cookie(header));
        headers.push(joined);
    }
}

/// A call of an operation that is known by its endpoint alone.
pub(super) struct Dynamic;

impl Dynamic {
    /// Sends an object and gives the fields of the result.
    pub(super) async fn send(
        core: &Arc<Core>,
        endpoint: &Endpoint,
        body: &UnknownFields,
    ) -> Result<UnknownFields, Error> {
        let operation = endpoint.id;
        let body = serde_json::to_vec(body).map_err(|_| Error::Request { operation, source: EncodeError::value() })?;
        let given = core.consent.path(operation);
        let call = Prepared {
            endpoint: Endpoint { authenticated: false, ..*endpoint },
            template: given.is_none().then_some(endpoint.path),
            path_and_query: core.base.path(given.unwrap_or(endpoint.path).to_owned()),
            headers: vec![Header { name: CONTENT_TYPE, value: HeaderValue::from_static("application/json") }],
            body: Some(body.into()),
            timeouts: core.timeouts,
            retry: None,
        };
        core.send(&call).await.map(|response| response.data)
    }
}
