#![cfg_attr(feature = "client", doc = include_str!("../README.md"))]
#![cfg_attr(
    not(feature = "client"),
    doc = "Bindings for the JING open platform: operations as values, events as one enum."
)]
#![forbid(unsafe_code)]

#[rustfmt::skip]
pub mod api;
pub mod runtime;

#[doc(inline)]
pub use api::*;
pub use runtime::{
    EncodeError, EventError, EventErrorKind, Operation, ReceivedEvent, Request, Response, ResponseError, decode,
};

#[cfg(feature = "client")]
pub use runtime::client::Error;
#[cfg(feature = "inbox")]
pub use runtime::inbox;
#[cfg(feature = "receiver")]
pub use runtime::receiver;

/// A client of the JING open platform.
#[cfg(feature = "client")]
pub type Client = runtime::client::Client<Jing>;

/// The client for code that is not async.
#[cfg(feature = "blocking")]
pub mod blocking {
    /// A client of the JING open platform that waits for each response.
    pub type Client = crate::runtime::client::blocking::Client<crate::Jing>;
}
