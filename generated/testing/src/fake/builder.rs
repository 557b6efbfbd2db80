//! What a platform is made of.

use std::io;
use std::net::TcpListener;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

use jing_openplatform::runtime::{Operation, Service};

use super::codes;
use super::fault::Fault;
use super::platform::Platform;
use super::serve::accept;
use super::state::{Chance, Inner, State};
use super::tokens::{Keys, Rules};
use crate::model::Api;

/// What a platform is made of.
#[must_use = "a platform is made by `start`"]
pub struct Builder {
    api: &'static Api,
    rules: Rules,
    port: u16,
    corrected: Vec<(&'static str, String)>,
    chances: Vec<Chance>,
    items: u64,
    chunked: bool,
}

impl Builder {
    pub(super) fn new<S: Service>(api: &'static Api) -> Self {
        let rules = Rules {
            table: S::TOKENS,
            auth: api.auth,
            seed: 0,
            app_id: "100000000000000000000000001".to_owned(),
            app_secret: "0123456789abcdef0123456789abcdef".to_owned(),
            seconds: 7200,
            uses: None,
            refresh_ends: true,
            rejection: (401, codes::TOKEN),
            keys: Vec::new(),
        };
        Self { api, rules, port: 0, corrected: Vec::new(), chances: Vec::new(), items: 5, chunked: false }
    }

    /// The seed of all values that are made up, and of all chance. With 0, as it is unless told otherwise, the examples
    /// of the spec are answered as they are.
    pub fn seed(mut self, seed: u64) -> Self {
        self.rules.seed = seed;
        self
    }

    /// The port; 0, as it is unless told otherwise, for any that is free.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Id and secret of the app that tokens are given to.
    pub fn app(mut self, id: impl Into<String>, secret: impl Into<String>) -> Self {
        (self.rules.app_id, self.rules.app_secret) = (id.into(), secret.into());
        self
    }

    /// How long a token is said to live; 7200 seconds unless told otherwise. The platform has no clock: it is the client
    /// that counts them.
    pub fn token_seconds(mut self, seconds: u64) -> Self {
        self.rules.seconds = seconds;
        self
    }

    /// How many calls each token is good for; any number unless told otherwise.
    pub fn token_uses(mut self, calls: u64) -> Self {
        self.rules.uses = Some(calls);
        self
    }

    /// Whether a refresh ends the refresh token that it is made with. It does unless told otherwise.
    pub fn refresh_ends_the_old(mut self, ends: bool) -> Self {
        self.rules.refresh_ends = ends;
        self
    }

    /// The status and the code that refuse an access token; 401 and [`codes::TOKEN`] unless told otherwise.
    pub fn rejection(mut self, status: u16, code: i64) -> Self {
        self.rules.rejection = (status, code);
        self
    }

    /// The keys under which an operation gives its tokens, where they are not those of the spec; none for what it does
    /// not give.
    pub fn token_keys<O: Operation>(
        mut self,
        access_token: &'static str,
        refresh_token: Option<&'static str>,
        expires_in: Option<&'static str>,
    ) -> Self {
        self.rules.keys.push((O::ENDPOINT.id, Keys { access_token, refresh_token, expires_in }));
        self
    }

    /// Another path of an operation, with parameters in it as `{name}`. That of the spec is answered as well.
    pub fn path<O: Operation>(self, path: impl Into<String>) -> Self {
        self.path_of(O::ENDPOINT.id, path)
    }

    pub(super) fn path_of(mut self, operation: &'static str, path: impl Into<String>) -> Self {
        self.corrected.push((operation, path.into()));
        self
    }

    /// Of the calls of an operation one in so many fails in one of these ways, by the seed.
    pub fn random_faults<O: Operation>(mut self, one_in: u64, faults: impl IntoIterator<Item = Fault>) -> Self {
        self.chances.push((Some(O::ENDPOINT.id), one_in.max(1), faults.into_iter().collect()));
        self
    }

    /// The same for every operation with credentials that has no faults of its own.
    pub fn random_faults_of_all(mut self, one_in: u64, faults: impl IntoIterator<Item = Fault>) -> Self {
        self.chances.push((None, one_in.max(1), faults.into_iter().collect()));
        self
    }

    /// How many items the lists have that come in pages; 5 unless told otherwise.
    pub fn items(mut self, items: u64) -> Self {
        self.items = items;
        self
    }

    /// Sends bodies in chunks, and does not say beforehand how long they are.
    pub fn chunked(mut self) -> Self {
        self.chunked = true;
        self
    }

    /// Starts it. It ends with the last of its handles.
    ///
    /// # Errors
    /// The port is taken.
    pub fn start(self) -> io::Result<Platform> {
        let listener = TcpListener::bind(("127.0.0.1", self.port))?;
        let address = listener.local_addr()?;
        let state = Arc::new(State {
            api: self.api,
            seed: self.rules.seed,
            corrected: self.corrected,
            rules: self.rules,
            chances: self.chances,
            items: self.items,
            chunked: self.chunked,
            inner: Mutex::new(Inner::default()),
            more: Condvar::new(),
        });
        let accepting = state.clone();
        let thread = thread::Builder::new().name("fake-platform".to_owned());
        let accepting = thread.spawn(move || accept(&listener, &accepting))?;
        Ok(Platform::new(state, address, accepting))
    }
}
