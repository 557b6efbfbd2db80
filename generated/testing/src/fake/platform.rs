//! A platform that runs.

use std::fmt;
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, PoisonError};
use std::thread::JoinHandle;

use jing_openplatform::Jing;
use jing_openplatform::runtime::{Operation, Service};

use super::builder::Builder;
use super::fault::Fault;
use super::seen::Seen;
use super::state::State;
use crate::api::API;
use crate::model::Api;

/// A platform that runs. Clones are the same one, and it ends with the last of them.
#[derive(Clone)]
pub struct Platform(Arc<Running>);

struct Running {
    state: Arc<State>,
    address: SocketAddr,
    accepting: Option<JoinHandle<()>>,
}

impl Platform {
    /// One on a port that is free, with nothing said of it.
    ///
    /// # Errors
    /// There is no port.
    pub fn start() -> std::io::Result<Self> {
        Self::builder().start()
    }

    /// What a platform of this API is made of.
    pub fn builder() -> Builder {
        Builder::new::<Jing>(&API)
    }

    /// What a platform of another API is made of: its tables, and the service of the crate that was written beside them.
    pub fn builder_of<S: Service>(api: &'static Api) -> Builder {
        Builder::new::<S>(api)
    }

    pub(super) fn new(state: Arc<State>, address: SocketAddr, accepting: JoinHandle<()>) -> Self {
        Self(Arc::new(Running { state, address, accepting: Some(accepting) }))
    }

    fn state(&self) -> &State {
        &self.0.state
    }

    /// Its address, without a slash at the end: what a client takes as its base.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.0.address)
    }

    /// The id of the app that it gives tokens to.
    #[must_use]
    pub fn app_id(&self) -> &str {
        &self.state().rules.app_id
    }

    /// The secret of that app. It is made up, and opens nothing.
    #[must_use]
    pub fn app_secret(&self) -> &str {
        &self.state().rules.app_secret
    }

    /// What happens to the next call of an operation that fits the spec and shows a good token. Faults come in the order
    /// in which they were given, one a call.
    pub fn next<O: Operation>(&self, fault: Fault) {
        self.state().lock().queue.push((Some(O::ENDPOINT.id), fault));
    }

    /// The same for the next call of any operation.
    pub fn next_of_any(&self, fault: Fault) {
        self.state().lock().queue.push((None, fault));
    }

    /// What an operation answers from now on: the JSON of its data, by the request.
    pub fn answer<O: Operation>(&self, data: impl Fn(&Seen) -> String + Send + Sync + 'static) {
        self.state().lock().answers.insert(O::ENDPOINT.id, Arc::new(data));
    }

    /// An access token as an operation would give it, for clients that are given theirs.
    #[must_use]
    pub fn issue_token(&self) -> String {
        self.issue().0
    }

    /// A refresh token as an operation would give it.
    #[must_use]
    pub fn issue_refresh_token(&self) -> String {
        self.issue().1
    }

    fn issue(&self) -> (String, String) {
        let pair = self.state().lock().tokens.issue(&self.state().rules);
        (pair.access, pair.refresh)
    }

    /// Ends all access tokens that are out.
    pub fn expire_tokens(&self) {
        self.state().lock().tokens.end_access();
    }

    /// Ends all refresh tokens that are out.
    pub fn expire_refresh_tokens(&self) {
        self.state().lock().tokens.end_refresh();
    }

    /// How many pairs of tokens it has given.
    #[must_use]
    pub fn tokens_issued(&self) -> u64 {
        self.state().lock().tokens.count
    }

    /// How many token calls it was answering at the same time, at the most.
    #[must_use]
    pub fn most_token_calls_at_once(&self) -> usize {
        self.state().lock().tokens.most_at_once
    }

    /// Ends all connections, as a server does with those that were idle for long.
    pub fn close_connections(&self) {
        self.state().lock().close_connections();
    }

    /// Blocks until no more than so many connections are open. In async code: in a task that may block.
    pub fn until_open(&self, connections: usize) {
        let state = self.state();
        let waiting = state.more.wait_while(state.lock(), |inner| inner.connections.len() > connections);
        drop(waiting.unwrap_or_else(PoisonError::into_inner));
    }

    /// All requests so far, in the order in which they came.
    #[must_use]
    pub fn seen(&self) -> Vec<Seen> {
        self.state().lock().seen.clone()
    }

    /// The requests of one operation.
    #[must_use]
    pub fn seen_of<O: Operation>(&self) -> Vec<Seen> {
        let seen = self.seen();
        seen.into_iter().filter(|seen| seen.operation == Some(O::ENDPOINT.id)).collect()
    }

    /// Blocks until it has seen so many requests. In async code: in a task that may block.
    pub fn until_seen(&self, requests: usize) {
        let state = self.state();
        let waiting = state.more.wait_while(state.lock(), |inner| inner.seen.len() < requests);
        drop(waiting.unwrap_or_else(PoisonError::into_inner));
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.state.stop();
        // A last connection makes the thread that accepts look up, and go; then the port is free.
        if let (Ok(_), Some(accepting)) = (TcpStream::connect(self.address), self.accepting.take()) {
            let _ = accepting.join();
        }
    }
}

impl fmt::Debug for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Platform")
            .field("api", &self.state().api.name)
            .field("url", &self.url())
            .field("seen", &self.seen())
            .finish_non_exhaustive()
    }
}
