//! A platform for tests: a real server on the loopback, made from the same spec as the client.
//!
//! It holds each request against the spec's tables, answers with the spec's examples or values made from the types,
//! issues tokens and lets them end, fails as it is told, and keeps what it saw. The same seed and the same requests give
//! the same answers. Nothing is left to time: what is slow waits for a [`Gate`] that the test opens.

mod answer;
mod builder;
mod check;
mod fault;
mod fits;
mod platform;
mod program;
mod route;
mod seen;
mod serve;
mod state;
mod tokens;
mod wire;

pub use builder::Builder;
pub use fault::{Fault, Gate, Response};
pub use platform::Platform;
pub use program::{Options, OptionsError, USAGE, parse, run};
pub use seen::Seen;

/// The codes of the fake platform's own refusals. They are made up for tests: no code of the real platform is known, and
/// none of these is one. Their messages begin with `fake platform:`.
pub mod codes {
    /// The request does not fit the spec; the message says where.
    pub const UNFIT: i64 = 99_000_400;
    /// The access token is none that is good. Comes with HTTP 401.
    pub const TOKEN: i64 = 99_000_401;
    /// No operation has this method and path. Comes with HTTP 404.
    pub const NO_OPERATION: i64 = 99_000_404;
    /// App id and secret are not those of the app.
    pub const CREDENTIALS: i64 = 99_000_411;
    /// The refresh token is none that is good.
    pub const REFRESH_TOKEN: i64 = 99_000_412;
}
