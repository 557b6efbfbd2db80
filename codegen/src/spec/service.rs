//! What a client needs beyond operations: how tokens are had, and how often one may call.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Evidence, Map};

/// How the access token of an authenticated request is had.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tokens {
    /// The operation that gives a token for the app's secret.
    pub acquire: Option<TokenCall>,
    /// The operation that gives a token for a refresh token.
    pub refresh: Option<TokenCall>,
}

/// An operation that gives an access token.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenCall {
    /// Its id, `resource.operation`.
    pub operation: String,
    /// The fields of its body, and what each holds.
    pub sends: Map<TokenPart>,
    /// The fields of its result.
    pub gives: TokenFields,
    /// How well this is known.
    pub evidence: Evidence,
}

/// The names of the fields of a result that hold tokens.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenFields {
    /// Of the access token.
    pub access_token: String,
    /// Of the refresh token.
    pub refresh_token: Option<String>,
    /// Of the seconds that the access token lives.
    pub expires_in: Option<String>,
}

/// A part of who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TokenPart {
    /// The app's id.
    AppId,
    /// The app's secret.
    AppSecret,
    /// The access token.
    AccessToken,
    /// The refresh token.
    RefreshToken,
}

/// How often one may call.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// So many calls in `seconds`.
    pub calls: Option<u32>,
    /// The time of `calls`. Absent: one second.
    pub seconds: Option<u32>,
    /// So many calls at once.
    pub in_flight: Option<u32>,
    /// Who says so. `assumed` is not enough.
    pub evidence: Evidence,
}
