//! What the spec means: every name looked up, every default filled in, no word of Rust.

mod evidence;
mod expression;
pub mod graph;
mod reach;
mod service;
mod types;
mod unions;

use std::collections::BTreeMap;

use crate::diagnostics::Place;
pub use crate::spec::{Level, Title};

pub use evidence::{Evidence, Part};
pub use expression::{expression, parameter};
pub use service::{AuthHeader, Limit, Scheme, Schemes, TokenCall, TokenPart, Tokens};
pub use types::{
    Enum, EnumForm, EnumValue, Field, Home, Kind, Native, Object, Quirks, Rest, Type, TypeDef, TypeId, substitute,
};
pub use unions::{Form, Member, Union};

/// A whole API.
#[derive(Clone, Debug)]
pub struct Api {
    /// Its short name.
    pub name: String,
    /// What the vendor calls it.
    pub title: Title,
    /// What it is for.
    pub doc: Option<String>,
    /// Scheme and host of the server.
    pub server: String,
    /// How well that is known.
    pub server_evidence: Option<Evidence>,
    /// Pages by id.
    pub sources: BTreeMap<String, Source>,
    /// The zone of local times that carry none, in minutes east of UTC.
    pub time_zone: Option<(i32, Evidence)>,
    /// The headers of an authenticated request.
    pub auth: Vec<AuthHeader>,
    /// How else it shows who calls.
    pub schemes: Schemes,
    /// How well those are known.
    pub auth_evidence: Option<Evidence>,
    /// How the access token is had.
    pub tokens: Option<Tokens>,
    /// How often one may call.
    pub limits: Vec<Limit>,
    /// The keys around every result.
    pub envelope: Option<Envelope>,
    /// Codes of the response envelope by class, in the order of the spec.
    pub errors: Vec<ErrorCode>,
    /// All types; a [`TypeId`] is an index into them.
    pub types: Vec<TypeDef>,
    /// The resources by name.
    pub resources: Vec<Resource>,
    /// Whether there are deliveries of webhooks.
    pub webhooks: bool,
    /// The object that every delivery is; none where a delivery is its event's data, whole.
    pub delivery: Option<Delivery>,
    /// The event families by name.
    pub families: Vec<Family>,
}

impl Api {
    /// The definition that an id stands for.
    #[must_use]
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }
}

/// A page of the vendor's site.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Its title.
    pub title: Title,
    /// Its address.
    pub url: String,
}

/// The keys around every result.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// Of the code.
    pub code: String,
    /// The code of success.
    pub success: i64,
    /// Of the message.
    pub message: Option<String>,
    /// Of the result.
    pub data: String,
    /// Of the request's id.
    pub request_id: Option<String>,
    /// Of the server's time.
    pub timestamp: Option<String>,
    /// How well all of them are known.
    pub evidence: Option<Evidence>,
}

/// A code of the response envelope.
#[derive(Clone, Debug)]
pub struct ErrorCode {
    /// What it means for the caller.
    pub class: ErrorClass,
    /// The code.
    pub code: i64,
    /// What it means in words.
    pub doc: Option<String>,
    /// How well that is known.
    pub evidence: Option<Evidence>,
}

impl Envelope {
    /// The keys that it has.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let others = [&self.message, &self.request_id, &self.timestamp].into_iter().flatten();
        [&self.code, &self.data].into_iter().chain(others).map(String::as_str)
    }
}

/// What a code of the response envelope means for the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ErrorClass {
    /// The credentials or the token were refused.
    Auth,
    /// Too many calls.
    Limit,
    /// The request is wrong.
    Invalid,
    /// What was asked for is not there.
    NotFound,
    /// It may work when tried again.
    Transient,
}

/// A resource.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Its name in the spec.
    pub name: String,
    /// What the vendor calls it.
    pub title: Title,
    /// What it is.
    pub doc: Option<String>,
    /// Where it stands.
    pub place: Place,
    /// Its operations in the order of the spec.
    pub operations: Vec<Operation>,
}

/// One call.
#[derive(Clone, Debug)]
pub struct Operation {
    /// `resource.name`.
    pub id: String,
    /// Its name within the resource.
    pub name: String,
    /// What the vendor calls it.
    pub title: Title,
    /// What it does, in one line.
    pub summary: Option<String>,
    /// What the summary does not say.
    pub doc: Option<String>,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
    /// Its name in Rust, if the spec gives one.
    pub rust_name: Option<String>,
    /// How well it is known.
    pub evidence: Evidence,
    /// Where it stands.
    pub place: Place,
    /// The HTTP method.
    pub method: Method,
    /// The path, with `{name}` for a parameter.
    pub path: String,
    /// Whether it carries the authentication headers.
    pub authenticated: bool,
    /// The path parameters.
    pub path_parameters: Vec<Field>,
    /// The query parameters.
    pub query: Vec<Field>,
    /// Whether any other query parameter is taken.
    pub open_query: bool,
    /// The header parameters.
    pub headers: Vec<Field>,
    /// The cookies.
    pub cookies: Vec<Field>,
    /// What the request's body is.
    pub body: Payload,
    /// The media type of a body of JSON, where that is not `application/json`.
    pub body_media_type: Option<String>,
    /// What the result is.
    pub returns: Payload,
    /// The media type of a result of JSON, where that is not `application/json`.
    pub returns_media_type: Option<String>,
    /// Who says that a repeated call does no harm; none if nobody does.
    pub idempotent: Option<Evidence>,
    /// How to get the next page.
    pub paging: Option<Paging>,
    /// Names of example files.
    pub examples: Vec<String>,
}

/// A body or a result.
#[derive(Clone, Debug, PartialEq)]
pub enum Payload {
    /// None at all.
    Empty,
    /// JSON of which nobody knows the fields.
    Open,
    /// JSON of a known type.
    Typed(Type),
    /// An object as `application/x-www-form-urlencoded`; only a body.
    Form(Type),
    /// An object as `multipart/form-data`; only a body.
    Multipart(Type),
    /// The bytes as they are, of this media type.
    Binary(String),
    /// The text as it is, of this media type.
    Text(String),
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// GET.
    Get,
    /// POST.
    Post,
    /// PUT.
    Put,
    /// PATCH.
    Patch,
    /// DELETE.
    Delete,
    /// HEAD.
    Head,
    /// OPTIONS.
    Options,
    /// TRACE.
    Trace,
}

impl Method {
    /// As on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Trace => "TRACE",
        }
    }
}

/// Paging by page number.
#[derive(Clone, Debug)]
pub struct Paging {
    /// The query parameter with the page's number.
    pub page: String,
    /// The query parameter with the number of items.
    pub size: Option<String>,
    /// The result's field that holds the items.
    pub items: String,
    /// How well that is known.
    pub evidence: Option<Evidence>,
}

/// The object that every delivery is.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Its type's name.
    pub name: String,
    /// What it is.
    pub doc: Option<String>,
    /// How well it is known.
    pub evidence: Evidence,
    /// Where it stands.
    pub place: Place,
    /// Its fields but for the event's own.
    pub fields: Vec<Field>,
    /// The key of the event's own fields.
    pub data: String,
}

/// An event family.
#[derive(Clone, Debug)]
pub struct Family {
    /// Its name in the spec.
    pub name: String,
    /// What the vendor calls it.
    pub title: Title,
    /// What it is.
    pub doc: Option<String>,
    /// Where it stands.
    pub place: Place,
    /// Its events in the order of the spec.
    pub events: Vec<Event>,
}

/// One event.
#[derive(Clone, Debug)]
pub struct Event {
    /// `family.name`.
    pub id: String,
    /// Its name within the family.
    pub name: String,
    /// What the vendor calls it.
    pub title: Title,
    /// What happened, in one line.
    pub summary: Option<String>,
    /// What the summary does not say.
    pub doc: Option<String>,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
    /// Its name in Rust, if the spec gives one.
    pub rust_name: Option<String>,
    /// How well it is known.
    pub evidence: Evidence,
    /// Where it stands.
    pub place: Place,
    /// How it is told from others, or what is missing to do so.
    pub form: EventForm,
    /// Names of example files.
    pub examples: Vec<String>,
}

/// The name of the header that a match key stands for; none for a path into the body.
#[must_use]
pub fn header_name(path: &str) -> Option<&str> {
    path.strip_prefix("header.")
}

/// Whether an event can be told from others.
#[derive(Clone, Debug, PartialEq)]
pub enum EventForm {
    /// It can.
    Matched {
        /// Values by path, in the order of the spec. A path may be one to a header: see [`header_name`].
        keys: Vec<(String, String)>,
        /// Its own fields.
        data: Payload,
    },
    /// It is only listed; this is missing.
    Catalogued(String),
}
