//! Operations in the form that the machine writes.

use super::{Node, Platform, Timeline};
use crate::runtime::{
    Api, Credentials, EncodeError, Endpoint, Envelope, ErrorClass, Method, Operation, RawJson, RequestParts, Secret,
    Serialize, UnknownFields,
};

/// What all operations have in common.
pub const API: Api = Api {
    name: "sample",
    server: "https://api.example.com",
    envelope: Some(Envelope {
        code: "code",
        success: 0,
        message: Some("msg"),
        data: "data",
        request_id: Some("request_id"),
        timestamp: Some("timestamp"),
    }),
    errors: &[(40001, ErrorClass::Auth)],
};

/// Who calls.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Access {
    /// The app's id.
    pub app_id: String,
    /// The access token.
    pub access_token: Secret,
}

impl Access {
    /// The headers of an authenticated request.
    pub fn new(app_id: impl Into<String>, access_token: impl Into<String>) -> Self {
        Self { app_id: app_id.into(), access_token: Secret::new(access_token) }
    }
}

impl Credentials for Access {
    fn headers(&self) -> Vec<(&'static str, &str)> {
        vec![("app_id", &self.app_id), ("access_token", self.access_token.expose())]
    }
}

/// Creates nodes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Create {
    /// The nodes.
    pub body: Vec<Timeline>,
    /// Whether to return all.
    pub return_full: Option<bool>,
    /// Which platforms.
    pub platforms: Option<Vec<Platform>>,
}

impl Create {
    /// Creates these.
    #[must_use]
    pub fn new(body: Vec<Timeline>) -> Self {
        Self { body, return_full: None, platforms: None }
    }

    /// Sets `returnFull`.
    #[must_use]
    pub fn return_full(mut self, return_full: bool) -> Self {
        self.return_full = Some(return_full);
        self
    }

    /// Sets `platform`.
    #[must_use]
    pub fn platforms(mut self, platforms: Vec<Platform>) -> Self {
        self.platforms = Some(platforms);
        self
    }
}

impl Operation for Create {
    type Output = Node;

    const ENDPOINT: Endpoint = Endpoint {
        id: "nodes.create",
        method: Method::Post,
        path: "/v1/node/create",
        authenticated: true,
        idempotent: false,
        assumed: &[],
        place: "spec/resources/nodes.yaml:12",
        api: &API,
    };

    fn encode(&self, to: &mut RequestParts) -> Result<(), EncodeError> {
        to.query("returnFull", &self.return_full);
        to.query("platform", &self.platforms);
        to.body(&self.body)
    }
}

/// Removes a node.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Remove {
    /// The node.
    pub id: String,
    /// A trace.
    pub trace: Option<String>,
}

impl Remove {
    /// Removes that one.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), trace: None }
    }

    /// Sets `X-Trace`.
    #[must_use]
    pub fn trace(mut self, trace: impl Into<String>) -> Self {
        self.trace = Some(trace.into());
        self
    }
}

impl Operation for Remove {
    type Output = ();

    const ENDPOINT: Endpoint = Endpoint {
        id: "nodes.remove",
        method: Method::Delete,
        path: "/v1/node/{id}/all",
        authenticated: false,
        idempotent: true,
        assumed: &[],
        place: "spec/resources/nodes.yaml:30",
        api: &API,
    };

    fn encode(&self, to: &mut RequestParts) -> Result<(), EncodeError> {
        to.path("id", &self.id);
        to.header("X-Trace", &self.trace);
        Ok(())
    }
}

/// A call of which only the title is known.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Guess {
    /// The body's fields.
    pub body: UnknownFields,
}

impl Guess {
    /// A call with an empty body.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a field of the body.
    pub fn set<T: Serialize + ?Sized>(mut self, key: &str, value: &T) -> Result<Self, EncodeError> {
        self.body.insert(key, value)?;
        Ok(self)
    }
}

impl Operation for Guess {
    type Output = RawJson;

    const ENDPOINT: Endpoint = Endpoint {
        id: "nodes.guess",
        method: Method::Post,
        path: "/v1/node/guess",
        authenticated: true,
        idempotent: false,
        assumed: &["method", "path"],
        place: "spec/resources/nodes.yaml:44",
        api: &API,
    };

    fn encode(&self, to: &mut RequestParts) -> Result<(), EncodeError> {
        to.body(&self.body)
    }
}
