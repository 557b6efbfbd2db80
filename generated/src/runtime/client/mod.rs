//! The client: operations go out, their data comes back. Tokens, limits, retries and connections are its business.

mod auth;
mod base;
#[cfg(feature = "blocking")]
pub mod blocking;
mod build_error;
mod builder;
mod call;
mod clock;
mod consent;
mod core;
mod error;
mod limits;
mod paging;
mod retry;
mod retry_after;
mod stack;
mod trace;
mod transport;

pub use auth::{MemoryStore, StoreError, Swap, TokenSet, TokenStore};
pub use build_error::BuildError;
pub use builder::{Async, ClientBuilder};
pub use call::{Call, Client};
pub use clock::{BoxFuture, Clock, SystemClock};
pub use error::{Error, Timeout, TokenError};
pub use limits::Limits;
pub use paging::{Items, Pages};
pub use retry::RetryPolicy;
pub use transport::{HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind};
