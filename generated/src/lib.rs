#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

#[rustfmt::skip]
pub mod api;
pub mod runtime;

pub use api::*;
#[cfg(feature = "client")]
pub use runtime::client::Error;
pub use runtime::{EncodeError, EventError, EventErrorKind, Operation, Request, Response, ResponseError, decode};

/// A client of the JING open platform.
#[cfg(feature = "client")]
pub type Client = runtime::client::Client<Jing>;

/// The client for code that is not async.
#[cfg(feature = "blocking")]
pub mod blocking {
    /// A client of the JING open platform that waits for each response.
    pub type Client = crate::runtime::client::blocking::Client<crate::Jing>;
}
