//! Maps that keep the order in which they are made, and their text as YAML and as JSON.

use serde_yaml::{Mapping, Value};

use super::yaml;
use crate::file_tree::MARKER;

/// A map with texts as keys, in the order in which they were put in.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Node(Mapping);

impl Node {
    /// One without an entry.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// One that says where a schema stands.
    pub(super) fn reference(to: impl Into<String>) -> Self {
        Self::new().with("$ref", to.into())
    }

    /// One that says what JSON type a value has.
    pub(super) fn of_type(name: &str) -> Self {
        Self::new().with("type", name)
    }

    /// With one more entry.
    pub(super) fn with(mut self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.0.insert(Value::String(key.into()), value.into());
        self
    }

    /// With one more entry, if there is a value.
    pub(super) fn with_some<T: Into<Value>>(self, key: &str, value: Option<T>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// With one more entry, if it holds anything.
    pub(super) fn with_filled(self, key: &str, value: Self) -> Self {
        if value.is_empty() { self } else { self.with(key, value) }
    }

    /// With one more list, if it holds anything.
    pub(super) fn with_list<T: Into<Value>>(self, key: &str, items: impl IntoIterator<Item = T>) -> Self {
        let items: Vec<Value> = items.into_iter().map(Into::into).collect();
        if items.is_empty() { self } else { self.with(key, Value::Sequence(items)) }
    }

    /// With `true` under the key, if it holds.
    pub(super) fn with_flag(self, key: &str, holds: bool) -> Self {
        if holds { self.with(key, true) } else { self }
    }

    /// With all entries of another one.
    pub(super) fn with_all(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// What stands under a key.
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }

    /// Puts a value into the map under a key, which is made where it is not there.
    pub(super) fn put(&mut self, key: &str, inner: &str, value: Self) {
        let map = self.0.entry(Value::String(key.to_owned())).or_insert_with(|| Value::Mapping(Mapping::new()));
        if let Value::Mapping(map) = map {
            map.insert(Value::String(inner.to_owned()), value.into());
        }
    }

    /// The map itself.
    pub(super) const fn map(&self) -> &Mapping {
        &self.0
    }

    /// Without the entry of a key.
    pub(super) fn without(mut self, key: &str) -> Self {
        self.0.shift_remove(key);
        self
    }

    /// Whether there is no entry.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Node> for Value {
    fn from(node: Node) -> Self {
        Self::Mapping(node.0)
    }
}

impl<K: Into<String>> FromIterator<(K, Node)> for Node {
    fn from_iter<I: IntoIterator<Item = (K, Node)>>(entries: I) -> Self {
        entries.into_iter().fold(Self::new(), |node, (key, value)| node.with(key, value))
    }
}

/// A JSON text as a value in its own order; one whose keys come twice, sorted. None if it is not JSON.
pub(super) fn parse_json(text: &str) -> Option<Value> {
    let text = text.trim_start_matches('\u{feff}');
    let sorted = || serde_yaml::to_value(serde_json::from_str::<serde_json::Value>(text).ok()?).ok();
    serde_json::from_str(text).ok().or_else(sorted)
}

/// What the first line of every exported file says.
fn notice() -> String {
    format!("{MARKER} by `cargo xtask export`. Do not edit: change the YAML of the spec.")
}

/// The node as YAML, marked in its first line.
pub(super) fn yaml_text(node: &Node) -> String {
    format!("# {}\n{}", notice(), yaml::text(&node.0))
}

/// The node as JSON, marked in its first line under the key: JSON has no comments.
pub(super) fn json_text(key: &str, node: Node) -> String {
    let marked = Node::new().with(key, notice()).with_all(node);
    let text = serde_json::to_string_pretty(&marked.0).expect("maps with texts as keys can be written");
    format!("{}\n", text.replacen("{\n  ", "{ ", 1))
}
