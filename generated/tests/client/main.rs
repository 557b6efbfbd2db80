//! The async client over real sockets of the loopback.

#[path = "../client_support/mod.rs"]
mod client_support;

mod auth;
mod bodies;
mod calls;
mod credentials;
mod errors;
mod limits;
mod paging;
mod platform;
mod retries;
mod stack;
mod times;
