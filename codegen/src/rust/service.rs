//! The marker of an API and what its client needs.

use super::Path;

/// The API as a type.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its name.
    pub name: String,
    /// What stands above it.
    pub docs: Vec<String>,
    /// How tokens are had.
    pub tokens: Option<Tokens>,
    /// How often one may call.
    pub limits: Vec<Limit>,
}

/// How tokens are had.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// Headers of an authenticated request: name and variant of `TokenPart`.
    pub headers: Vec<(String, &'static str)>,
    /// By the app's secret.
    pub acquire: Option<TokenCall>,
    /// By a refresh token.
    pub refresh: Option<TokenCall>,
}

/// An operation that gives an access token.
#[derive(Clone, Debug)]
pub struct TokenCall {
    /// Its type.
    pub operation: Path,
    /// Fields of its body: name and variant of `TokenPart`.
    pub sends: Vec<(String, &'static str)>,
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
}
