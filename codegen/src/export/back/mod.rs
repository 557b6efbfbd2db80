//! From an exported OpenAPI description back to the spec that it was exported from, by its `x-` keys.
//!
//! What another tool added without such keys is read where its form tells its type, and is assumed.

mod api;
mod events;
mod files;
mod operations;
mod schema;
mod types;
mod value;

use std::fmt;

use serde_yaml::Value;

use super::node::parse_json;
use crate::file_tree::FileTree;
use files::Files;

/// Why a description cannot be read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadBackError {
    /// The place in the description, as a JSON pointer.
    pub pointer: String,
    /// What is wrong there.
    pub message: String,
}

impl fmt::Display for ReadBackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}: {}", self.pointer, self.message)
    }
}

impl std::error::Error for ReadBackError {}

/// Whether a text is a description that [`export`](super::export) wrote, as YAML or JSON.
#[must_use]
pub fn is_exported(text: &str) -> bool {
    read(text).is_some_and(|root| root.get("x-api").is_some())
}

/// The files of the spec that a description was exported from: YAML, and the examples as JSON.
///
/// # Errors
/// A text that is no such description, and a schema whose type cannot be told.
pub fn read_back(text: &str) -> Result<FileTree, ReadBackError> {
    let wrong = |message: &str| ReadBackError { pointer: String::new(), message: message.to_owned() };
    let root = read(text).ok_or_else(|| wrong("this is neither YAML nor JSON"))?;
    if root.get("x-api").is_none() {
        return Err(wrong("this was not exported from a spec: the key `x-api` is missing"));
    }
    let mut files = Files::new(&root);
    files.read_api()?;
    files.read_types()?;
    files.read_operations()?;
    files.read_events()?;
    files.finish()
}

fn read(text: &str) -> Option<Value> {
    if text.trim_start().starts_with('{') { parse_json(text) } else { serde_yaml::from_str(text).ok() }
}
