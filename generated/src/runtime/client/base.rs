//! The address that paths are appended to.

use std::net::IpAddr;

use hyper::Uri;
use hyper::body::Bytes;
use hyper::http::uri::{Authority, Scheme};

use super::build_error::BuildError;

/// A server's address, taken apart once.
#[derive(Debug)]
pub(super) struct BaseUrl {
    pub(super) scheme: Scheme,
    pub(super) authority: Authority,
    /// What stands in front of every path; no slash at its end.
    prefix: String,
}

impl BaseUrl {
    /// Reads an address. Plain HTTP is for the own machine, unless it is allowed.
    pub(super) fn parse(url: &str, plain_http: bool) -> Result<Self, BuildError> {
        let uri: Uri = url.parse().map_err(|_| BuildError::BaseUrl { reason: "it is no address" })?;
        let parts = uri.into_parts();
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
            return Err(BuildError::BaseUrl { reason: "it has no scheme or no host" });
        };
        if scheme != Scheme::HTTP && scheme != Scheme::HTTPS {
            return Err(BuildError::BaseUrl { reason: "it is neither http nor https" });
        }
        if authority.as_str().contains('@') {
            return Err(BuildError::BaseUrl { reason: "it holds a user or a password" });
        }
        let path = parts.path_and_query.as_ref();
        if path.is_some_and(|path| path.query().is_some()) || url.contains('#') {
            return Err(BuildError::BaseUrl { reason: "it has a query or a fragment" });
        }
        let prefix = path.map_or("", |path| path.path()).trim_end_matches('/').to_owned();
        let base = Self { scheme, authority, prefix };
        if !base.is_https() && !base.is_loopback() && !plain_http {
            return Err(BuildError::PlainHttp);
        }
        Ok(base)
    }

    pub(super) fn is_https(&self) -> bool {
        self.scheme == Scheme::HTTPS
    }

    /// Whether the server is this machine.
    pub(super) fn is_loopback(&self) -> bool {
        let host = self.authority.host();
        let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
    }

    /// Scheme and host.
    pub(super) fn origin(&self) -> String {
        format!("{}://{}", self.scheme, self.authority)
    }

    /// The address itself, without a path.
    pub(super) fn uri(&self) -> Option<Uri> {
        Uri::builder().scheme(self.scheme.clone()).authority(self.authority.clone()).path_and_query("/").build().ok()
    }

    /// The port, said or not.
    #[cfg(feature = "tracing")]
    pub(super) fn port(&self) -> u16 {
        self.authority.port_u16().unwrap_or(if self.is_https() { 443 } else { 80 })
    }

    /// A path below this address.
    pub(super) fn path(&self, path_and_query: String) -> Bytes {
        match self.prefix.is_empty() {
            true => path_and_query.into(),
            false => format!("{}{path_and_query}", self.prefix).into(),
        }
    }
}
