//! An API as the descriptions that other tools read: OpenAPI 3.1, AsyncAPI 3.0, JSON Schema 2020-12.
//!
//! What they have no word for stands beside it in `x-` keys, so that nothing is lost where they are read back.

mod asyncapi;
mod back;
mod events;
mod extensions;
mod json_schema;
mod names;
mod node;
mod openapi;
mod operations;
mod schema;
mod types;
mod unions;
mod yaml;

use std::collections::BTreeMap;

pub use back::{ReadBackError, is_exported, read_back};

use crate::file_tree::FileTree;
use crate::ir::Api;
use names::Names;
use node::{json_text, yaml_text};
use schema::{Place, Schemas};

/// The texts of the example files by name.
pub type Examples = BTreeMap<String, String>;

/// A kind of description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// OpenAPI 3.1: `openapi.yaml` and the same as `openapi.json`.
    OpenApi,
    /// JSON Schema 2020-12: `jsonschema/types/*.json` and `jsonschema/events/*.json`.
    JsonSchema,
    /// AsyncAPI 3.0, of the events: `asyncapi.yaml`. None for an API without deliveries.
    AsyncApi,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::OpenApi, Self::JsonSchema, Self::AsyncApi];

    /// As a command calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OpenApi => "openapi",
            Self::JsonSchema => "jsonschema",
            Self::AsyncApi => "asyncapi",
        }
    }

    /// Whether a file of the folder that all are written to is of this kind.
    #[must_use]
    pub fn owns(self, path: &str) -> bool {
        path.strip_prefix(self.name()).is_some_and(|rest| rest.starts_with(['.', '/']))
    }
}

/// Writes a description of the API. `license` is that of the description, an SPDX expression.
#[must_use]
pub fn export(format: Format, api: &Api, examples: &Examples, license: Option<&str>) -> FileTree {
    let names = Names::new(api);
    let schemas = |place| Schemas { api, names: &names, place };
    let mut files = FileTree::new();
    match format {
        Format::OpenApi => {
            let node = schemas(Place::Components).openapi(examples, license);
            files.insert("openapi.yaml", yaml_text(&node));
            files.insert("openapi.json", json_text("x-generated", node));
        }
        Format::JsonSchema => {
            for (path, text) in schemas(Place::Files).json_schemas() {
                files.insert(format!("jsonschema/{path}"), text);
            }
        }
        Format::AsyncApi if api.webhooks => {
            files.insert("asyncapi.yaml", yaml_text(&schemas(Place::Components).asyncapi(examples, license)));
        }
        Format::AsyncApi => {}
    }
    files
}

/// The version of an API that tells none.
const fn unknown_version() -> &'static str {
    "unversioned"
}
