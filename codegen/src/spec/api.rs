//! `api.yaml`: what holds for the whole API.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Evidence, Field, Limits, Map, OrText, Title, TokenPart, Tokens};

/// What holds for the whole API.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "api.yaml")]
pub struct ApiFile {
    /// The API's short name.
    pub api: String,
    /// What the vendor calls it.
    pub title: Title,
    /// What it is for.
    pub doc: Option<String>,
    /// Where requests go.
    pub server: Server,
    /// The pages that evidence refers to, by id.
    #[serde(default)]
    pub sources: Map<Source>,
    /// The zone of local times that carry none.
    pub time_zone: Option<TimeZone>,
    /// How an authenticated request shows who calls.
    pub auth: Option<Auth>,
    /// The names of the keys around every result.
    pub envelope: Option<Envelope>,
    /// How often one may call.
    pub limits: Option<Limits>,
    /// What the codes of the response envelope mean, by class: auth, limit, invalid, not_found, transient.
    #[serde(default)]
    pub errors: Map<Vec<ErrorCode>>,
    /// What all deliveries of webhooks have in common; `{}` if nothing, absent if there are none.
    pub webhooks: Option<Webhooks>,
    /// Wire quirks of every file that names none.
    pub quirks: Option<Vec<String>>,
}

/// Where requests go.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// Scheme and host, without a slash at the end.
    pub url: String,
    /// How well it is known.
    pub evidence: Evidence,
}

/// A page of the vendor's site, or another origin of facts.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The page's title.
    pub title: Title,
    /// Its address.
    pub url: String,
}

/// The zone of local times that carry none.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimeZone {
    /// As `"+08:00"`.
    pub offset: String,
    /// How well it is known.
    pub evidence: Evidence,
}

/// How an authenticated request shows who calls. With more than one way a caller gives those that he has.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Auth {
    /// How well it is known.
    pub evidence: Evidence,
    /// Headers by name.
    #[serde(default)]
    pub headers: Map<OrText<AuthHeader>>,
    /// A token in the header `Authorization: Bearer ...`.
    #[serde(default, deserialize_with = "even_empty")]
    pub bearer: Option<OrText<AuthScheme>>,
    /// A user's name and password in the header `Authorization: Basic ...`.
    #[serde(default, deserialize_with = "even_empty")]
    pub basic: Option<OrText<AuthScheme>>,
    /// Query parameters by name.
    #[serde(default)]
    pub query: Map<OrText<AuthKey>>,
    /// Cookies by name.
    #[serde(default)]
    pub cookies: Map<OrText<AuthKey>>,
    /// How the access token is had.
    pub tokens: Option<Tokens>,
}

/// A header of an authenticated request.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthHeader {
    /// What it holds.
    pub doc: Option<String>,
    /// Whether it must never be shown.
    #[serde(default)]
    pub secret: bool,
    /// Which part of who calls a client puts into it.
    pub is: Option<TokenPart>,
}

/// A way to show who calls that has no names of its own.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthScheme {
    /// What it holds.
    pub doc: Option<String>,
}

/// A query parameter or a cookie that shows who calls.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthKey {
    /// What it holds.
    pub doc: Option<String>,
    /// Whether it must never be shown. Absent: it must not.
    pub secret: Option<bool>,
}

/// A node whose key says enough, so that an empty value is one too.
fn even_empty<'de, D: serde::Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// The names of the keys around every result.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// How well they are known.
    pub evidence: Evidence,
    /// The key of the result code.
    pub code: String,
    /// The code of success.
    pub success: i64,
    /// The key of the message for people.
    pub message: Option<String>,
    /// The key of the result.
    pub data: String,
    /// The key of the request's id.
    pub request_id: Option<String>,
    /// The key of the server's time, in Unix milliseconds.
    pub timestamp: Option<String>,
}

/// A code of the response envelope.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorCode {
    /// The number.
    pub code: i64,
    /// What it means.
    pub doc: Option<String>,
    /// How well it is known.
    pub evidence: Evidence,
}

/// What all deliveries have in common.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Webhooks {
    /// The object that every delivery is. Without one a delivery is its event's data, whole.
    pub envelope: Option<WebhookEnvelope>,
}

/// The object that every delivery is.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookEnvelope {
    /// Its type's name.
    pub name: String,
    /// What it is.
    pub doc: Option<String>,
    /// How well it is known.
    pub evidence: Evidence,
    /// Its fields, but for the event's own.
    pub fields: Map<OrText<Field>>,
    /// The key of the event's own fields.
    pub data: String,
    /// Wire quirks of its fields.
    pub quirks: Option<Vec<String>>,
}

impl super::map::FromText for AuthHeader {
    const EXPECTED: &'static str = "what the header holds, or a map";

    fn from_text(text: &str) -> Option<Self> {
        Some(Self { doc: Some(text.to_owned()), ..Self::default() })
    }
}

impl super::map::FromText for AuthScheme {
    const EXPECTED: &'static str = "what it holds, a map, or nothing";

    fn from_text(text: &str) -> Option<Self> {
        Some(Self { doc: Some(text.to_owned()) })
    }

    fn from_nothing() -> Option<Self> {
        Some(Self::default())
    }
}

impl super::map::FromText for AuthKey {
    const EXPECTED: &'static str = "what it holds, or a map";

    fn from_text(text: &str) -> Option<Self> {
        Some(Self { doc: Some(text.to_owned()), ..Self::default() })
    }
}
