//! What a client is made of.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use super::auth::{Auth, Fixed, MemoryStore, Renewed, TokenStore};
use super::base::BaseUrl;
use super::build_error::BuildError;
use super::call::{Client, checked};
use super::clock::{Chance, Clock, SystemClock};
use super::consent::Consent;
use super::core::{Core, Timeouts};
use super::limits::{Limiters, Limits};
use super::retry::{Budget, RetryPolicy};
use super::stack::{Proxy, Settings, Stack};
use super::transport::{Header, Transport};
use crate::runtime::{AuthParts, Credentials, EncodeError, ErrorClass, Operation, Secret, Service, TokenCall};

/// The longest body of a response, unless told otherwise: 16 MiB.
const RESPONSE_LIMIT: usize = 16 << 20;

/// A client for async code.
#[derive(Clone, Copy, Debug)]
pub enum Async {}

/// What a client is made of. `Debug` shows no secret.
#[must_use = "a client is made by `build`"]
pub struct ClientBuilder<S, M = Async> {
    base_url: Option<String>,
    plain_http: bool,
    credentials: Option<Given>,
    store: Option<Box<dyn TokenStore>>,
    transport: Option<Box<dyn Transport>>,
    connect_timeout: Option<Duration>,
    timeouts: Timeouts,
    idle_timeout: Option<Duration>,
    max_idle: usize,
    proxy: Proxy,
    roots: Vec<Vec<u8>>,
    user_agent: String,
    headers: Vec<(String, String)>,
    retry: RetryPolicy,
    limits: Limits,
    groups: Vec<(String, Limits)>,
    consent: Consent,
    classes: Vec<(i64, ErrorClass)>,
    response_limit: usize,
    clock: Arc<dyn Clock>,
    seed: Option<u64>,
    made_for: PhantomData<fn() -> (S, M)>,
}

/// Who calls, as the caller said it.
enum Given {
    Fixed(AuthParts),
    App { id: String, secret: Secret, refresh_token: Option<Secret> },
}

impl<S: Service, M> ClientBuilder<S, M> {
    pub(super) fn new() -> Self {
        let declared = || S::LIMITS.iter().map(Limits::declared);
        Self {
            base_url: None,
            plain_http: false,
            credentials: None,
            store: None,
            transport: None,
            connect_timeout: Some(Duration::from_secs(10)),
            timeouts: Timeouts { attempt: Some(Duration::from_secs(30)), call: Some(Duration::from_secs(120)) },
            idle_timeout: Some(Duration::from_secs(60)),
            max_idle: usize::MAX,
            proxy: Proxy::default(),
            roots: Vec::new(),
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned(),
            headers: Vec::new(),
            retry: RetryPolicy::default(),
            limits: declared().find(|(group, _)| group.is_none()).map(|(_, limits)| limits).unwrap_or_default(),
            groups: declared().filter_map(|(group, limits)| Some((group?.to_owned(), limits))).collect(),
            consent: Consent::default(),
            classes: Vec::new(),
            response_limit: RESPONSE_LIMIT,
            clock: Arc::new(SystemClock),
            seed: None,
            made_for: PhantomData,
        }
    }

    /// The server, in the place of the API's own. Plain `http://` is for the own machine; see
    /// [`allow_plain_http`](Self::allow_plain_http).
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Lets secrets go over plain HTTP to another machine.
    pub fn allow_plain_http(mut self) -> Self {
        self.plain_http = true;
        self
    }

    /// The app's id and secret. Tokens are had and renewed with them.
    pub fn credentials(mut self, app_id: impl Into<String>, app_secret: impl Into<Secret>) -> Self {
        self.credentials = Some(Given::App { id: app_id.into(), secret: app_secret.into(), refresh_token: None });
        self
    }

    /// The app's id and secret, and a refresh token that was stored; what the token store holds comes before it.
    pub fn refresh_token(
        mut self,
        app_id: impl Into<String>,
        app_secret: impl Into<Secret>,
        refresh_token: impl Into<Secret>,
    ) -> Self {
        let refresh_token = Some(refresh_token.into());
        self.credentials = Some(Given::App { id: app_id.into(), secret: app_secret.into(), refresh_token });
        self
    }

    /// Who calls, where that stays as it is: a fixed access token, a key, a name and a password.
    pub fn access(mut self, access: &impl Credentials) -> Self {
        self.credentials = Some(Given::Fixed(AuthParts::of(access)));
        self
    }

    /// Where tokens are kept, so that several processes share one. In memory unless told otherwise.
    pub fn token_store(mut self, store: impl TokenStore) -> Self {
        self.store = Some(Box::new(store));
        self
    }

    /// Another way to send requests than the client's own connections; what is said of those is then left to it.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// The time for a connection: name, TCP, proxy and TLS together. 10 s unless told otherwise.
    pub fn connect_timeout(mut self, time: impl Into<Option<Duration>>) -> Self {
        self.connect_timeout = time.into();
        self
    }

    /// The time for one attempt, from request to end of response. 30 s unless told otherwise.
    pub fn attempt_timeout(mut self, time: impl Into<Option<Duration>>) -> Self {
        self.timeouts.attempt = time.into();
        self
    }

    /// The time for a whole call: token, limits, attempts and waits together. 120 s unless told otherwise.
    pub fn timeout(mut self, time: impl Into<Option<Duration>>) -> Self {
        self.timeouts.call = time.into();
        self
    }

    /// How long an idle connection is kept, 60 s unless told otherwise, and how many of them.
    pub fn idle_connections(mut self, time: impl Into<Option<Duration>>, max: usize) -> Self {
        (self.idle_timeout, self.max_idle) = (time.into(), max);
        self
    }

    /// The proxy in the place of that of the environment: `http://`, `socks5://` or `socks5h://`, with user and
    /// password if it needs them.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Proxy::Given(url.into());
        self
    }

    /// No proxy, whatever the environment says.
    pub fn no_proxy(mut self) -> Self {
        self.proxy = Proxy::Straight;
        self
    }

    /// Certificates in PEM that are trusted beside those of the features `native-roots` and `webpki-roots`.
    pub fn root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.roots.push(pem.into());
        self
    }

    /// The `User-Agent`, in the place of the crate's name and version.
    pub fn user_agent(mut self, text: impl Into<String>) -> Self {
        self.user_agent = text.into();
        self
    }

    /// A header of every request. A call's own of that name and those of the credentials take its place; cookies are joined.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// When calls are tried again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// How many calls may be made, in the place of what the specification says.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// How many calls of one resource may be made, beside the limits of all.
    pub fn group_limits(mut self, resource: impl Into<String>, limits: Limits) -> Self {
        let resource = resource.into();
        self.groups.retain(|(name, _)| *name != resource);
        self.groups.push((resource, limits));
        self
    }

    /// Accepts what is assumed of an operation.
    pub fn allow_assumed<O: Operation>(mut self) -> Self {
        self.consent.allow(&O::ENDPOINT);
        self
    }

    /// Sends an operation to another path, with parameters in it as `{name}`. To give it is to accept the method too.
    pub fn override_path<O: Operation>(mut self, path: impl Into<String>) -> Self {
        self.consent.correct(&O::ENDPOINT, path.into());
        self
    }

    /// What sort of error a code of the envelope is, where the specification does not say or is wrong.
    pub fn error_class(mut self, code: i64, class: ErrorClass) -> Self {
        self.classes.retain(|(known, _)| *known != code);
        self.classes.push((code, class));
        self
    }

    /// The longest body of a response that is read, in bytes: 16 MiB unless told otherwise.
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.response_limit = bytes;
        self
    }

    /// Another clock, for tests.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// The beginning of all chance, for tests.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    pub(super) fn build_core(self) -> Result<Core, BuildError> {
        let base = Arc::new(BaseUrl::parse(self.base_url.as_deref().unwrap_or(S::API.server), self.plain_http)?);
        self.consent.check()?;
        let auth = match self.credentials {
            None => Auth::Nobody,
            Some(Given::Fixed(parts)) => Auth::Fixed(fixed(parts)?),
            Some(Given::App { id, secret, refresh_token }) => {
                renewed::<S>(id, secret, refresh_token, self.store, &self.consent)?
            }
        };
        let mut headers = vec![("accept".to_owned(), "application/json".to_owned())];
        headers.push(("user-agent".to_owned(), self.user_agent));
        headers.retain(|(name, _)| !self.headers.iter().any(|(own, _)| own.eq_ignore_ascii_case(name)));
        headers.extend(self.headers);
        let transport: Box<dyn Transport> = match self.transport {
            Some(transport) => transport,
            None => Box::new(Stack::new(
                &base,
                Settings {
                    connect_timeout: self.connect_timeout,
                    idle_timeout: self.idle_timeout,
                    max_idle: self.max_idle,
                    proxy: self.proxy,
                    roots: self.roots,
                    clock: self.clock.clone(),
                },
            )?),
        };
        Ok(Core {
            transport,
            base,
            auth,
            consent: self.consent,
            budget: Budget::new(&self.retry),
            retry: self.retry,
            limiters: Limiters::new(self.limits, self.groups, &self.clock),
            timeouts: self.timeouts,
            response_limit: self.response_limit,
            headers: checked_headers(&headers)?,
            classes: self.classes,
            chance: Chance::new(self.seed),
            clock: self.clock,
        })
    }
}

impl<S: Service> ClientBuilder<S> {
    /// The client.
    ///
    /// # Errors
    /// What was said does not go together, or the credentials need an operation that is neither allowed nor corrected.
    pub fn build(self) -> Result<Client<S>, BuildError> {
        Ok(Client { core: Arc::new(self.build_core()?), service: PhantomData })
    }
}

fn fixed(parts: AuthParts) -> Result<Fixed, BuildError> {
    let parts = parts.finish().map_err(|error| match error {
        EncodeError::Parameter { name, .. } => BuildError::Header { name },
        _ => BuildError::Header { name: "credentials".to_owned() },
    })?;
    let headers: Vec<_> = parts.headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Ok(Fixed { headers: checked_headers(&headers)?, query: parts.query, cookies: parts.cookies })
}

fn checked_headers(headers: &[(String, String)]) -> Result<Vec<Header>, BuildError> {
    let checked =
        |(name, value): &(String, String)| checked(name, value).map_err(|_| BuildError::Header { name: name.clone() });
    headers.iter().map(checked).collect()
}

/// Credentials whose operations may be sent; at least one way to a token has to be left.
fn renewed<S: Service>(
    id: String,
    secret: Secret,
    refresh_token: Option<Secret>,
    store: Option<Box<dyn TokenStore>>,
    consent: &Consent,
) -> Result<Auth, BuildError> {
    let tokens = S::TOKENS.ok_or(BuildError::NoTokens)?;
    let is_sendable = |call: &Option<TokenCall>| call.as_ref().is_some_and(|call| consent.covers(call.endpoint));
    let (may_acquire, may_refresh) = (is_sendable(&tokens.acquire), is_sendable(&tokens.refresh));
    let can_begin_by_refresh = refresh_token.is_some() || store.is_some();
    let is_enough = may_acquire || may_refresh && can_begin_by_refresh;
    if !is_enough {
        let needed = match (refresh_token.is_some(), &tokens.refresh, &tokens.acquire) {
            (true, Some(refresh), _) => refresh,
            (_, _, Some(acquire)) => acquire,
            (_, Some(_), None) => return Err(BuildError::NoRefreshToken),
            (_, None, None) => return Err(BuildError::NoTokens),
        };
        return Err(BuildError::assumed(needed.endpoint));
    }
    for value in [&*id, secret.expose()].into_iter().chain(refresh_token.as_ref().map(Secret::expose)) {
        checked("credentials", value).map_err(|_| BuildError::Header { name: "credentials".to_owned() })?;
    }
    let store = store.unwrap_or_else(|| Box::new(MemoryStore::new()));
    let mut renewed = Renewed::new(tokens, id, secret, store);
    (renewed.first_refresh, renewed.may_acquire, renewed.may_refresh) = (refresh_token, may_acquire, may_refresh);
    Ok(Auth::Renewed(Arc::new(renewed)))
}

impl<S, M> fmt::Debug for ClientBuilder<S, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("connect_timeout", &self.connect_timeout)
            .field("timeouts", &self.timeouts)
            .field("retry", &self.retry)
            .field("limits", &self.limits)
            .field("proxy", &self.proxy)
            .field("consent", &self.consent)
            .finish_non_exhaustive()
    }
}
