//! What goes wrong, when the test says so.

use std::fmt;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// How a request is answered otherwise than it should be.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Fault {
    /// The envelope with this code, in HTTP 200; nothing is done.
    Code(i64),
    /// HTTP 429 with this `Retry-After`, seconds or a date; nothing is done.
    TooMany(String),
    /// This status with an empty body, such as 503; nothing is done.
    Status(u16),
    /// The token ends with this call: it is refused, now and from now on; nothing is done.
    TokenExpired,
    /// This response in the place of the right one; nothing is done.
    Response(Response),
    /// All is done, and no byte of the response comes before the gate is open.
    SlowHeaders(Gate),
    /// All is done, and half of the body comes before the gate is open.
    SlowBody(Gate),
    /// All is done, and the connection ends before a byte of the response.
    CutBeforeResponse,
    /// All is done, and the connection ends after the head of the response.
    CutBeforeBody,
    /// All is done, and the connection ends in the middle of the body.
    CutWithinBody,
    /// All is done, and the connection ends after the body, without a word that it will.
    CutAfterBody,
    /// All is done, and what comes back is no HTTP.
    Garbage,
    /// All is done, and the response comes twice.
    Duplicate,
}

impl Fault {
    /// Whether the platform did what it was asked to, whatever it answers.
    #[must_use]
    pub const fn is_carried_out(&self) -> bool {
        !matches!(self, Self::Code(_) | Self::TooMany(_) | Self::Status(_) | Self::TokenExpired | Self::Response(_))
    }

    /// The gate that it waits for.
    pub(super) const fn gate(&self) -> Option<&Gate> {
        match self {
            Self::SlowHeaders(gate) | Self::SlowBody(gate) => Some(gate),
            _ => None,
        }
    }
}

/// What holds a response back until the test opens it. Clones are the same gate.
#[derive(Clone, Default)]
pub struct Gate(Arc<(Mutex<bool>, Condvar)>);

impl Gate {
    /// One that is shut.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets through all who wait and all who come.
    pub fn open(&self) {
        let (is_open, opened) = &*self.0;
        *is_open.lock().unwrap_or_else(PoisonError::into_inner) = true;
        opened.notify_all();
    }

    /// Waits until it is open.
    pub(super) fn pass(&self) {
        let (is_open, opened) = &*self.0;
        let shut = is_open.lock().unwrap_or_else(PoisonError::into_inner);
        drop(opened.wait_while(shut, |is_open| !*is_open));
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Gate")
    }
}

/// A response. `Debug` shows neither values of headers nor the body.
#[derive(Clone)]
pub struct Response {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Response {
    /// One with a status and a body, and no word on what the body is.
    #[must_use]
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into() }
    }

    /// One that says of its body that it is JSON.
    #[must_use]
    pub fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::new(status, body).header("content-type", "application/json")
    }

    /// The same with a header more.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &names)
            .field("body_len", &self.body.len())
            .finish()
    }
}
