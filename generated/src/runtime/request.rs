//! A request ready to be sent by whatever transport.

use std::borrow::Cow;
use std::fmt;

use super::encode::checked_header;
use super::{AuthParts, Credentials, EncodeError, Endpoint, Method, Operation, RequestParts};

/// A request: all that a transport needs but the server's address.
///
/// `Debug` shows the template of the path, the names of the headers and the body's length.
#[derive(Clone)]
pub struct Request {
    endpoint: Endpoint,
    path_and_query: String,
    headers: Vec<(&'static str, String)>,
    body: Option<Vec<u8>>,
}

impl Request {
    /// The request of an operation whose method and path are known.
    ///
    /// Where they are assumed this is [`EncodeError::Assumed`].
    pub fn new<O: Operation>(operation: &O) -> Result<Self, EncodeError> {
        match O::ENDPOINT.assumed {
            [] => Self::build(operation, O::ENDPOINT.path),
            _ => Err(EncodeError::assumed(&O::ENDPOINT)),
        }
    }

    /// The request of an operation, whether its method and path are known or assumed.
    pub fn allowing_assumed<O: Operation>(operation: &O) -> Result<Self, EncodeError> {
        Self::build(operation, O::ENDPOINT.path)
    }

    /// The request of an operation with a path that the caller knows better, parameters in it as `{name}`.
    ///
    /// To give it is to consent to the method as well.
    pub fn with_path<O: Operation>(operation: &O, path: &str) -> Result<Self, EncodeError> {
        Self::build(operation, path)
    }

    /// The request of an operation that may be sent, at its own path or another.
    #[cfg(feature = "client")]
    pub(super) fn consented<O: Operation>(operation: &O, path: Option<&str>) -> Result<Self, EncodeError> {
        Self::build(operation, path.unwrap_or(O::ENDPOINT.path))
    }

    /// Path and query, headers.
    #[cfg(feature = "client")]
    pub(super) fn take_head(&mut self) -> (String, Vec<(&'static str, String)>) {
        (std::mem::take(&mut self.path_and_query), std::mem::take(&mut self.headers))
    }

    fn build<O: Operation>(operation: &O, path: &str) -> Result<Self, EncodeError> {
        let mut parts = RequestParts::default();
        operation.encode(&mut parts)?;
        let parts = parts.finish()?;
        let mut path_and_query = fill_path(path, &parts.path)?;
        push_query(&mut path_and_query, &parts.query);
        let mut headers = parts.headers;
        if let Some(accept) = parts.accept.filter(|_| !headers.iter().any(|(name, _)| is(name, "accept"))) {
            headers.push(checked_header("Accept", accept.to_owned())?);
        }
        if let Some(body) = &parts.body {
            headers.push(checked_header("Content-Type", body.media_type.clone().into_owned())?);
        }
        let body = parts.body.map(|body| body.bytes);
        let mut request = Self { endpoint: O::ENDPOINT, path_and_query, headers, body };
        request.push_cookies(parts.cookies);
        Ok(request)
    }

    /// Adds what shows who calls, where the operation asks for it.
    pub fn authenticated<C: Credentials + ?Sized>(mut self, credentials: &C) -> Result<Self, EncodeError> {
        if self.endpoint.authenticated {
            let parts = AuthParts::of(credentials).finish()?;
            self.headers.extend(parts.headers);
            push_query(&mut self.path_and_query, &parts.query);
            self.push_cookies(parts.cookies);
        }
        Ok(self)
    }

    /// All cookies stand in one header.
    fn push_cookies(&mut self, cookies: String) {
        if cookies.is_empty() {
            return;
        }
        match self.headers.iter_mut().find(|(name, _)| is(name, "cookie")) {
            Some((_, before)) => before.extend(["; ", &cookies]),
            None => self.headers.push(("Cookie", cookies)),
        }
    }

    /// How the operation is called.
    #[must_use]
    pub const fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// The method.
    #[must_use]
    pub const fn method(&self) -> Method {
        self.endpoint.method
    }

    /// Path and query as they go on the wire.
    #[must_use]
    pub fn path_and_query(&self) -> &str {
        &self.path_and_query
    }

    /// Server, path and query.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}{}", self.endpoint.api.server.trim_end_matches('/'), self.path_and_query)
    }

    /// Names and values of the headers.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.headers.iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// The body, if there is one.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.body.as_deref()
    }

    /// The body, without a copy.
    #[must_use]
    pub fn into_body(self) -> Option<Vec<u8>> {
        self.body
    }
}

/// Appends parameters that are encoded already.
pub(super) fn push_query(path: &mut String, query: &str) {
    if !query.is_empty() {
        path.extend([if path.contains('?') { "&" } else { "?" }, query]);
    }
}

/// Case does not tell one header from another.
fn is(name: &str, wanted: &str) -> bool {
    name.eq_ignore_ascii_case(wanted)
}

/// Puts the parameters, encoded already, in the places of their names.
fn fill_path(template: &str, parameters: &[(&'static str, String)]) -> Result<String, EncodeError> {
    if !template.starts_with('/') {
        return Err(EncodeError::parameter("path", "has to begin with `/`"));
    }
    let mut path = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        let value = parameters.iter().find(|(parameter, _)| *parameter == name);
        let (_, value) = value.ok_or_else(|| EncodeError::parameter(name, "stands in the path and has no value"))?;
        path.push_str(before);
        path.push_str(value);
        rest = after;
    }
    path.push_str(rest);
    match parameters.iter().find(|(name, _)| !template.contains(&format!("{{{name}}}"))) {
        Some((name, _)) => Err(EncodeError::parameter(name, "has no place in the path")),
        None => checked_path(path),
    }
}

/// A path that cannot end its line of the request or begin a fragment.
fn checked_path(path: String) -> Result<String, EncodeError> {
    match path.bytes().all(|byte| matches!(byte, b'!'..=b'~') && !matches!(byte, b'#' | b'{' | b'}')) {
        true => Ok(path),
        false => Err(EncodeError::parameter("path", "holds what cannot stand in a path")),
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<Cow<'_, str>> = self.headers.iter().map(|(name, _)| Cow::Borrowed(*name)).collect();
        f.debug_struct("Request")
            .field("operation", &self.endpoint.id)
            .field("method", &self.endpoint.method)
            .field("path", &self.endpoint.path)
            .field("headers", &names)
            .field("body_len", &self.body.as_ref().map(Vec::len))
            .finish()
    }
}
