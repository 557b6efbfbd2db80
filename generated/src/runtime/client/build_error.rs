//! Why a client cannot be made.

use std::fmt;

use crate::runtime::Endpoint;

/// Why a client cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BuildError {
    /// The server's address is none that can be used.
    BaseUrl {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The server is another machine, and all would go there unencrypted.
    PlainHttp,
    /// A path that was given for an operation has no `/` in front.
    Path {
        /// The operation.
        operation: &'static str,
    },
    /// A header cannot be sent.
    Header {
        /// Its name.
        name: String,
    },
    /// The proxy cannot be used.
    Proxy {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// There is no TLS.
    Tls {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The credentials need an operation of which nobody documents how it is called, and which is neither allowed nor
    /// corrected.
    Assumed {
        /// The operation.
        operation: &'static str,
        /// What is assumed.
        parts: &'static [&'static str],
        /// Where that stands in the specification.
        place: &'static str,
    },
    /// The specification does not say how tokens are had; give the headers by `access`.
    NoTokens,
    /// Tokens are had for a refresh token alone, and none was given.
    NoRefreshToken,
    /// The threads of a blocking client cannot be started.
    Runtime,
}

impl BuildError {
    pub(super) fn assumed(endpoint: &Endpoint) -> Self {
        Self::Assumed { operation: endpoint.id, parts: endpoint.assumed, place: endpoint.place }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BaseUrl { reason } => write!(f, "the server's address: {reason}"),
            Self::PlainHttp => f.write_str(
                "the server is another machine, and plain http shows it and everybody between all secrets; use https, or \
                 `allow_plain_http`",
            ),
            Self::Path { operation } => write!(f, "the path given for {operation} has no `/` in front"),
            Self::Header { name } => write!(f, "`{name}` cannot be sent as a header"),
            Self::Proxy { reason } => write!(f, "the proxy: {reason}"),
            Self::Tls { reason } => write!(f, "TLS: {reason}"),
            Self::Assumed { operation, parts, place } => write!(
                f,
                "the credentials need {operation}, and nobody documents its {} (assumed in {place}); look it up and give \
                 the path with `override_path::<_>(path)`, accept the assumption with `allow_assumed::<_>()`, or use other \
                 credentials",
                parts.join(" and "),
            ),
            Self::NoTokens => f.write_str("nobody has said how this API's tokens are had; give the headers by `access`"),
            Self::NoRefreshToken => f.write_str("tokens of this API are had for a refresh token, and none was given"),
            Self::Runtime => f.write_str("the thread of the blocking client cannot be started"),
        }
    }
}

impl std::error::Error for BuildError {}
