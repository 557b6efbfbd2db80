//! Operations as values, and the data that says how each is called.

use std::fmt;

use super::{EncodeError, FromResponse, RequestParts};

/// A call of an operation: its parameters, and how they become a request.
pub trait Operation {
    /// What a successful response holds; `()` where it holds nothing, [`RawJson`](super::RawJson) where nobody knows.
    type Output: FromResponse;

    /// How it is called.
    const ENDPOINT: Endpoint;

    /// Gives its parameters and its body to a request.
    fn encode(&self, to: &mut RequestParts) -> Result<(), EncodeError>;
}

impl<O: Operation + ?Sized> Operation for &O {
    type Output = O::Output;
    const ENDPOINT: Endpoint = O::ENDPOINT;

    fn encode(&self, to: &mut RequestParts) -> Result<(), EncodeError> {
        (**self).encode(to)
    }
}

/// How an operation is called, and how well that is known.
#[derive(Clone, Copy, Debug)]
pub struct Endpoint {
    /// Its name, `resource.operation`.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path, with parameters as `{name}`.
    pub path: &'static str,
    /// Whether it shows who calls.
    pub authenticated: bool,
    /// Whether it may be sent twice.
    pub idempotent: bool,
    /// Which of `method` and `path` are assumed; such an operation is not sent without consent.
    pub assumed: &'static [&'static str],
    /// Where it stands in the specification, `file: path.to.the.node`.
    pub place: &'static str,
    /// The API that it belongs to.
    pub api: &'static Api,
}

/// What all operations of an API have in common.
#[derive(Clone, Copy, Debug)]
pub struct Api {
    /// Its name.
    pub name: &'static str,
    /// Address that paths are appended to.
    pub server: &'static str,
    /// What a response is wrapped in; none where its body is the data.
    pub envelope: Option<Envelope>,
    /// What sort of error each known code is.
    pub errors: &'static [(i64, ErrorClass)],
}

/// What sort of error a code is, and so what can be done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorClass {
    /// The credentials are not accepted.
    Auth,
    /// Too many calls.
    Limit,
    /// The request is wrong, and will be the next time.
    Invalid,
    /// What was asked for is not there.
    NotFound,
    /// It may work the next time.
    Transient,
    /// Nobody has said.
    Unknown,
}

/// The keys of what a response is wrapped in.
#[derive(Clone, Copy, Debug)]
pub struct Envelope {
    /// Key of the outcome's code.
    pub code: &'static str,
    /// The code of success.
    pub success: i64,
    /// Key of the message.
    pub message: Option<&'static str>,
    /// Key of the data.
    pub data: &'static str,
    /// Key of the request's id.
    pub request_id: Option<&'static str>,
    /// Key of the time in milliseconds since 1970.
    pub timestamp: Option<&'static str>,
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
    /// `HEAD`
    Head,
    /// `OPTIONS`
    Options,
    /// `TRACE`
    Trace,
}

impl Method {
    /// The name as on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Trace => "TRACE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
