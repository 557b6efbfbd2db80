//! What a client needs beyond operations.

use super::Evidence;
pub use crate::spec::TokenPart;

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
