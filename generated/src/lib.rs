#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

#[rustfmt::skip]
pub mod api;
pub mod runtime;

pub use api::*;
pub use runtime::{
    EncodeError, EventError, EventErrorKind, Operation, ReceivedEvent, Request, Response, ResponseError, decode,
};

#[cfg(feature = "inbox")]
pub use runtime::inbox;
#[cfg(feature = "receiver")]
pub use runtime::receiver;
