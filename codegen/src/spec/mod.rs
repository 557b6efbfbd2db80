//! The YAML as it is written: one struct a kind of node, one field a key. The doc comments are what an editor shows.

mod api;
mod event;
mod map;
mod operation;
mod parse;
mod service;
mod types;
mod unions;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::diagnostics::Place;

pub use api::{
    ApiFile, Auth, AuthHeader, AuthKey, AuthScheme, Envelope, ErrorCode, Server, Source, TimeZone, WebhookEnvelope,
    Webhooks,
};
pub use event::{Event, FamilyFile};
pub use map::{Lazy, Map, OrText};
pub use operation::{Idempotent, Operation, Paging, Parameters, Payload, ResourceFile};
pub use parse::parse_document;
pub use service::{Limits, TokenCall, TokenFields, TokenPart, Tokens};
pub use types::{Field, Rest, Type, TypesFile, Value};
pub use unions::{Member, Members};

/// The whole spec, file by file, in the order of the files' paths.
#[derive(Clone, Debug)]
pub struct Document {
    /// `api.yaml`.
    pub api: Node<ApiFile>,
    /// `types.yaml`, the types that two or more files use.
    pub shared: Option<File<TypesFile>>,
    /// `resources/*.yaml`.
    pub resources: Vec<File<ResourceFile>>,
    /// `webhooks/*.yaml`.
    pub families: Vec<File<FamilyFile>>,
    /// `examples/*.json` by the name that the YAML uses.
    pub examples: BTreeMap<String, String>,
}

/// One file: what stands at its head, and its named nodes, each read by itself.
#[derive(Clone, Debug)]
pub struct File<T> {
    /// The head of the file, without the nodes below.
    pub head: Node<T>,
    /// Its operations, in the order of the file.
    pub operations: Vec<Node<Operation>>,
    /// Its events.
    pub events: Vec<Node<Event>>,
    /// Its types.
    pub types: Vec<Node<Type>>,
}

/// A node, its key, and where it stands.
#[derive(Clone, Debug)]
pub struct Node<T> {
    /// The key that names it; the file's name for a head.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// What it says.
    pub value: T,
}

/// A title in the languages of the vendor's site; one of them at least.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("minProperties" = 1))]
pub struct Title {
    /// Chinese, as the vendor writes it.
    pub zh: Option<String>,
    /// English, as the vendor writes it.
    pub en: Option<String>,
}

/// How well something is known. Strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A page's text, table or sample shows it.
    Documented,
    /// Only the title or badge of a page shows it.
    Titled,
    /// A real response or delivery showed it, and nobody documents it.
    Observed,
    /// None of these: filled in by analogy.
    Assumed,
}

impl Level {
    /// As the YAML writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Titled => "titled",
            Self::Observed => "observed",
            Self::Assumed => "assumed",
        }
    }
}

/// How well a node is known, and from where. A part that is not named has `level`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The level of every part that is not named.
    pub level: Option<Level>,
    /// Of the HTTP method (operations).
    pub method: Option<Level>,
    /// Of the path (operations).
    pub path: Option<Level>,
    /// Of parameters and body (operations).
    pub body: Option<Level>,
    /// Of the result (operations).
    pub returns: Option<Level>,
    /// Of the match keys (events).
    #[serde(rename = "match")]
    pub match_: Option<Level>,
    /// Of the event's own fields (events).
    pub data: Option<Level>,
    /// An id of `sources` in `api.yaml`; needed by every level but `assumed`.
    pub source: Option<String>,
    /// The day on which it was seen (`observed`), as 2026-11-22.
    pub seen: Option<String>,
    /// What the level does not tell.
    pub note: Option<String>,
}
