#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

#[rustfmt::skip]
pub mod api;
pub mod fixtures;
pub mod model;
mod random;
#[cfg(feature = "send")]
pub mod send;
mod shape;
mod text;
mod tree;
