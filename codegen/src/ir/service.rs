//! What a client needs beyond operations.

use super::Evidence;
pub use crate::spec::TokenPart;

/// A header, a query parameter or a cookie of an authenticated request.
#[derive(Clone, Debug)]
pub struct AuthHeader {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub doc: Option<String>,
    /// Whether it must never be shown.
    pub secret: bool,
    /// Which part of who calls a client puts into it.
    pub part: Option<TokenPart>,
}

/// How an authenticated request shows who calls, but for headers of the API's own.
#[derive(Clone, Debug, Default)]
pub struct Schemes {
    /// By a token in `Authorization: Bearer`.
    pub bearer: Option<Scheme>,
    /// By name and password in `Authorization: Basic`.
    pub basic: Option<Scheme>,
    /// By query parameters.
    pub query: Vec<AuthHeader>,
    /// By cookies.
    pub cookies: Vec<AuthHeader>,
}

/// A way to show who calls that has no names of its own.
#[derive(Clone, Debug)]
pub struct Scheme {
    /// What it holds.
    pub doc: Option<String>,
}

impl Schemes {
    /// How many ways there are.
    #[must_use]
    pub fn count(&self) -> usize {
        let given = [self.bearer.is_some(), self.basic.is_some(), !self.query.is_empty(), !self.cookies.is_empty()];
        given.into_iter().filter(|given| *given).count()
    }
}

/// How the access token of an authenticated request is had.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// The operation that gives a token for the app's secret.
    pub acquire: Option<TokenCall>,
    /// The operation that gives a token for a refresh token.
    pub refresh: Option<TokenCall>,
}

/// An operation that gives an access token.
#[derive(Clone, Debug)]
pub struct TokenCall {
    /// Its id, `resource.operation`.
    pub operation: String,
    /// How well that is known.
    pub evidence: Option<Evidence>,
    /// The fields of its body.
    pub sends: Vec<(String, TokenPart)>,
    /// The field of its result with the access token.
    pub access_token: String,
    /// The field with the refresh token.
    pub refresh_token: Option<String>,
    /// The field with the seconds that the access token lives.
    pub expires_in: Option<String>,
}

/// How often one may call.
#[derive(Clone, Debug)]
pub struct Limit {
    /// The resource it holds for; none for all calls.
    pub group: Option<String>,
    /// So many calls in so many seconds.
    pub rate: Option<(u32, u32)>,
    /// So many calls at once.
    pub in_flight: Option<u32>,
    /// How well that is known.
    pub evidence: Option<Evidence>,
}
