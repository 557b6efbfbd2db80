//! The same client for code that is not async. Its connections live on a thread of their own.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use super::build_error::BuildError;
use super::builder::ClientBuilder;
use super::error::Error;
use super::retry::RetryPolicy;
use super::{call, paging};
use crate::runtime::{Operation, Paged, Response, Service};

/// A client for code that is not async.
#[derive(Clone, Copy, Debug)]
pub enum Blocking {}

/// A client of an API that waits for each response. Clones share everything, as those of the async one do.
///
/// A call inside an async runtime is [`Error::Blocking`], also on a thread of `spawn_blocking`: use the async client there.
pub struct Client<S> {
    client: super::Client<S>,
    runtime: Arc<Runtime>,
}

/// A runtime on a thread of its own, which ends with it.
struct Runtime {
    handle: Handle,
    /// The thread ends when this is dropped.
    _alive: oneshot::Sender<()>,
}

impl Runtime {
    fn start() -> Option<Self> {
        let runtime = Builder::new_current_thread().enable_all().build().ok()?;
        let handle = runtime.handle().clone();
        let (alive, ended) = oneshot::channel();
        let run = move || drop(runtime.block_on(ended));
        thread::Builder::new().name("api-client".to_owned()).spawn(run).ok()?;
        Some(Self { handle, _alive: alive })
    }

    fn block_on<F: Future>(&self, operation: &'static str, work: F) -> Result<F::Output, Error> {
        match Handle::try_current() {
            Ok(_) => Err(Error::Blocking { operation }),
            Err(_) => Ok(self.handle.block_on(async {
                self.settle().await;
                work.await
            })),
        }
    }

    /// Lets the thread of the connections come to rest. It may still be about to put the connection of the call before
    /// this one back into the pool, and without it the call would open another.
    async fn settle(&self) {
        drop(self.handle.spawn(tokio::task::yield_now()).await);
    }
}

impl<S: Service> ClientBuilder<S, Blocking> {
    /// The client.
    ///
    /// # Errors
    /// As for the async one, and [`BuildError::Runtime`].
    pub fn build(self) -> Result<Client<S>, BuildError> {
        let core = Arc::new(self.build_core()?);
        let runtime = Arc::new(Runtime::start().ok_or(BuildError::Runtime)?);
        Ok(Client { client: super::Client { core, service: PhantomData }, runtime })
    }
}

impl<S: Service> Client<S> {
    /// What a client is made of.
    pub fn builder() -> ClientBuilder<S, Blocking> {
        ClientBuilder::new()
    }

    /// Calls an operation and gives its data.
    ///
    /// # Errors
    /// All that can go wrong, as [`Error`] lists it.
    pub fn send<O: Operation<Output: Send>>(&self, operation: O) -> Result<O::Output, Error> {
        self.call(operation).send()
    }

    /// Calls an operation and gives its data with what came around it: status, message, request id, time.
    ///
    /// # Errors
    /// All that can go wrong, as [`Error`] lists it.
    pub fn send_with<O: Operation<Output: Send>>(&self, operation: O) -> Result<Response<O::Output>, Error> {
        self.call(operation).send_with()
    }

    /// A call of an operation that wants something otherwise than the client does.
    pub fn call<O: Operation>(&self, operation: O) -> Call<O> {
        Call { call: self.client.call(operation), runtime: self.runtime.clone() }
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
        Self { client: self.client.clone(), runtime: self.runtime.clone() }
    }
}

impl<S> fmt::Debug for Client<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.client.fmt(f)
    }
}

/// A call, and what it wants otherwise than the client.
#[derive(Clone)]
#[must_use = "a call is made by `send`"]
pub struct Call<O> {
    call: call::Call<O>,
    runtime: Arc<Runtime>,
}

impl<O: Operation> Call<O> {
    /// The time for all of it, waits and attempts together.
    pub fn timeout(self, time: Duration) -> Self {
        Self { call: self.call.timeout(time), ..self }
    }

    /// The time for one attempt.
    pub fn attempt_timeout(self, time: Duration) -> Self {
        Self { call: self.call.attempt_timeout(time), ..self }
    }

    /// When it is tried again. The budget stays that of the client.
    pub fn retry(self, policy: RetryPolicy) -> Self {
        Self { call: self.call.retry(policy), ..self }
    }

    /// A header more, or in the place of one of the client's; the credentials' headers stay.
    pub fn header(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { call: self.call.header(name, value), ..self }
    }

    /// Accepts what is assumed of the operation, for this call.
    pub fn allow_assumed(self) -> Self {
        Self { call: self.call.allow_assumed(), ..self }
    }

    /// Sends to another path, with parameters in it as `{name}`. To give it is to accept the method as well.
    pub fn override_path(self, path: impl Into<String>) -> Self {
        Self { call: self.call.override_path(path), ..self }
    }

    /// Makes the call and gives its data.
    ///
    /// # Errors
    /// All that can go wrong, as [`Error`] lists it.
    pub fn send(self) -> Result<O::Output, Error>
    where
        O::Output: Send,
    {
        self.send_with().map(|response| response.data)
    }

    /// Makes the call and gives its data with what came around it.
    ///
    /// # Errors
    /// All that can go wrong, as [`Error`] lists it.
    pub fn send_with(self) -> Result<Response<O::Output>, Error>
    where
        O::Output: Send,
    {
        self.runtime.block_on(O::ENDPOINT.id, self.call.send_with())?
    }

    /// The pages of a list, beginning with the one that the operation asks for. Each page is a call of its own.
    pub fn pages(self) -> Pages<O>
    where
        O: Paged,
    {
        Pages { pages: self.call.pages(), runtime: self.runtime }
    }

    /// The items of a list, page after page.
    pub fn items(self) -> Items<O>
    where
        O: Paged,
    {
        Items { items: self.call.items(), runtime: self.runtime }
    }
}

impl<O: Operation> fmt::Debug for Call<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.call.fmt(f)
    }
}

/// The pages of a list, each as its items. It ends with an empty page, one that has come before, or an error.
#[derive(Debug)]
#[must_use = "an iterator does nothing unless it is asked"]
pub struct Pages<O: Paged> {
    pages: paging::Pages<O>,
    runtime: Arc<Runtime>,
}

impl<O> Iterator for Pages<O>
where
    O: Paged<Item: serde::Serialize, Output: Send> + Unpin + 'static,
{
    type Item = Result<Vec<O::Item>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.runtime.block_on(O::ENDPOINT.id, self.pages.next()).unwrap_or_else(|error| Some(Err(error)))
    }
}

/// The items of a list, page after page. It ends as [`Pages`] does.
#[derive(Debug)]
#[must_use = "an iterator does nothing unless it is asked"]
pub struct Items<O: Paged> {
    items: paging::Items<O>,
    runtime: Arc<Runtime>,
}

impl<O> Iterator for Items<O>
where
    O: Paged<Item: serde::Serialize, Output: Send> + Unpin + 'static,
{
    type Item = Result<O::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.runtime.block_on(O::ENDPOINT.id, self.items.next()).unwrap_or_else(|error| Some(Err(error)))
    }
}

impl fmt::Debug for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Runtime")
    }
}
