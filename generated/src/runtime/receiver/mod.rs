//! Receiving deliveries: who may send, how much, what came, whether it came before, and what became of it.
//!
//! [`Receiver::builder`] makes a [`Receiver`] from a [`Handler`], [`Outcome`] lists what it answers and why.
//! It is a `tower::Service` of any `http` request; the features `axum` and `actix` make a route of it.

mod builder;
mod claims;
mod guard;
mod handler;
mod key;
mod memory;
mod outcome;
mod secrets;
mod service;
mod take;

#[cfg(feature = "actix")]
pub mod actix;
#[cfg(feature = "axum")]
pub mod axum;

pub use super::{ReceivedEvent, WithBody};
pub use builder::{BuildError, Builder, DEFAULT_BODY_LIMIT};
pub use guard::{Claim, DuplicateGuard, NoGuard};
pub use handler::{BoxError, DeadLetters, Handler, HandlerError};
pub use key::DeliveryKey;
pub use memory::{DEFAULT_CAPACITY, DEFAULT_TIME_TO_LIVE, MemoryGuard};
pub use outcome::{Outcome, Report};
pub use secrets::MIN_SECRET_LEN;
pub use service::ServiceFuture;
pub use take::Receiver;
