//! `webhooks/*.yaml`: an event family and the types that only it uses.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Evidence, Lazy, Map, Title, Type};

/// An event family: its events and the types that only they use.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "webhooks/*.yaml")]
pub struct FamilyFile {
    /// The family's name: the file's, too.
    pub family: String,
    /// What the vendor calls it.
    pub title: Title,
    /// What it is.
    pub doc: Option<String>,
    /// Wire quirks of every field that names none.
    pub quirks: Option<Vec<String>>,
    /// The events by name.
    #[serde(default)]
    pub events: Lazy<Event>,
    /// The types by name.
    #[serde(default)]
    pub types: Lazy<Type>,
}

/// One event. With `match` and `data` it becomes a variant; with `catalogued` it is only listed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// What the vendor calls it.
    pub title: Title,
    /// What happened, in one line.
    pub summary: Option<String>,
    /// What the summary does not say.
    pub doc: Option<String>,
    /// How well it is known: parts `match` and `data`.
    #[schemars(required)]
    pub evidence: Option<Evidence>,
    /// The values that tell it from all others, by path: `kind`, `payload.object.kind`; `header.x-event`
    /// is the header `x-event`.
    #[serde(rename = "match")]
    pub match_: Option<Map<String>>,
    /// The type expression of its own fields, or `open` where nobody knows them.
    pub data: Option<String>,
    /// What is missing, where too little is known to tell it from others.
    pub catalogued: Option<String>,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
    /// Its name in Rust, where the generated one will not do.
    pub rust_name: Option<String>,
    /// Files of `examples/`, each a payload.
    #[serde(default)]
    pub examples: Vec<String>,
}
