#![cfg_attr(all(feature = "send", feature = "fake"), doc = include_str!("../README.md"))]
#![cfg_attr(
    not(all(feature = "send", feature = "fake")),
    doc = "For the tests of programs that call the JING open platform or receive its webhooks."
)]
#![forbid(unsafe_code)]

#[rustfmt::skip]
pub mod api;
#[cfg(feature = "fake")]
pub mod fake;
pub mod fixtures;
pub mod model;
mod random;
#[cfg(feature = "send")]
pub mod send;
mod shape;
mod text;
mod tree;
