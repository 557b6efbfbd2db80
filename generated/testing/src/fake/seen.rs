//! What the platform saw.

use std::fmt;

use super::wire::Received;

/// A request, and what became of it. `Debug` shows names and lengths, and no value that was sent.
#[derive(Clone)]
#[non_exhaustive]
pub struct Seen {
    /// The operation, `resource.name`; none where no operation has such a method and path.
    pub operation: Option<&'static str>,
    /// The method.
    pub method: String,
    /// Path and query, as they came.
    pub target: String,
    /// Names in lower case, and values, in the order in which they came.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// Which connection it came over, counted from 0.
    pub connection: usize,
    /// What of it does not fit the spec, each with its place; empty where all fits.
    pub problems: Vec<String>,
    /// The status that was meant to be answered.
    pub status: u16,
    /// The id that the answer gave to the call.
    pub request_id: String,
    /// Whether the platform did what it was asked to, however it answered.
    pub carried_out: bool,
}

impl Seen {
    pub(super) fn new(received: Received, operation: Option<&'static str>, connection: usize) -> Self {
        let Received { method, target, headers, body } = received;
        Self {
            operation,
            method,
            target,
            headers,
            body,
            connection,
            problems: Vec::new(),
            status: 200,
            request_id: String::new(),
            carried_out: false,
        }
    }

    /// The value of a header, whatever the case of its name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The path, without the query.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The value of a parameter of the query, decoded; the first, where it stands there more than once.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<String> {
        let (_, query) = self.target.split_once('?')?;
        let found = super::route::query(query).into_iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value)
    }

    /// The body as JSON; null where it is none.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The body as text; what is none is replaced.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl fmt::Debug for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Seen")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("headers", &names)
            .field("body_len", &self.body.len())
            .field("connection", &self.connection)
            .field("problems", &self.problems)
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .field("carried_out", &self.carried_out)
            .finish_non_exhaustive()
    }
}
