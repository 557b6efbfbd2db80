//! The files of the spec that is made.

use std::collections::BTreeMap;

use serde_yaml::Value;

use super::super::node::Node;
use super::super::yaml;
use super::ReadBackError;
use super::schema::expression;
use super::value::{At, along, entries, items};
use crate::file_tree::FileTree;

/// A description, and what is made of it.
pub(super) struct Files<'a> {
    pub(super) root: &'a Value,
    /// By file: its head, its operations or events, its types.
    parts: BTreeMap<String, Parts>,
    /// By file: the quirks of a field that names none.
    quirks: BTreeMap<&'a str, Value>,
    examples: BTreeMap<String, String>,
}

#[derive(Default)]
struct Parts {
    head: Node,
    nodes: Node,
    types: Node,
}

impl<'a> Files<'a> {
    pub(super) fn new(root: &'a Value) -> Self {
        Self { root, parts: BTreeMap::new(), quirks: common_quirks(root), examples: BTreeMap::new() }
    }

    /// What stands at the head of a file.
    pub(super) fn set_head(&mut self, file: &str, head: Node) {
        self.parts.entry(file.to_owned()).or_default().head = head;
    }

    /// Adds an operation or an event.
    pub(super) fn add_node(&mut self, file: &str, name: &str, node: Node) {
        let part = self.parts.entry(file.to_owned()).or_default();
        part.nodes = std::mem::take(&mut part.nodes).with(name, node);
    }

    /// Adds a type.
    pub(super) fn add_type(&mut self, file: &str, name: &str, node: Node) {
        let part = self.parts.entry(file.to_owned()).or_default();
        part.types = std::mem::take(&mut part.types).with(name, node);
    }

    /// Adds an example.
    pub(super) fn add_example(&mut self, file: &str, value: &Value) {
        let text = serde_json::to_string_pretty(value).unwrap_or_default();
        self.examples.insert(format!("examples/{file}"), text + "\n");
    }

    /// The type that the component of a key stands for.
    pub(super) fn type_name(&self, key: &str) -> Option<String> {
        let schema = along(self.root, &["components", "schemas", key])?;
        Some(schema.get("x-name").and_then(Value::as_str).unwrap_or(key).to_owned())
    }

    /// The type expression of a schema.
    pub(super) fn expression(&self, at: At) -> Result<String, ReadBackError> {
        expression(&|key| self.type_name(key), at)
    }

    /// A field or a parameter of a file, in its short form where that says all of it. `schema` is where its type stands.
    pub(super) fn field(&self, file: &str, at: At, schema: At, is_required: bool) -> Result<Value, ReadBackError> {
        let mut type_ = self.expression(schema)?;
        if !is_required && !type_.ends_with('?') {
            type_.push('?');
        }
        let node = described(Node::new().with("type", type_.clone()), at.text("description"));
        let (own, common) = (schema.get("x-quirks"), self.quirks.get(file));
        let none = || Value::Sequence(Vec::new());
        let quirks = (own != common).then(|| own.cloned().unwrap_or_else(none));
        let node = known(node, at, "x-evidence").with_some("quirks", quirks);
        let node = node.with_flag("secret", at.flag("x-secret")).with_flag("personal", at.flag("x-personal"));
        Ok(if node == Node::new().with("type", type_.clone()) { Value::from(type_) } else { node.into() })
    }

    /// All files, each with its quirks at its head.
    pub(super) fn finish(self) -> Result<FileTree, ReadBackError> {
        if let Some(path) = self.parts.keys().chain(self.examples.keys()).find(|path| !is_of_a_spec(path)) {
            return Err(At::root(self.root).error(format!("`{path}` is no file that a spec has")));
        }
        let mut tree: FileTree = self.examples.into_iter().collect();
        for (file, Parts { head, nodes, types }) in self.parts {
            let list = if file.starts_with("webhooks/") { "events" } else { "operations" };
            let head = if head.is_empty() { group_head(&file, None) } else { head };
            let head = head.with_some("quirks", self.quirks.get(file.as_str()).cloned());
            let node = head.with_filled(list, nodes).with_filled("types", types);
            let way = if file.contains('/') { "../" } else { "" };
            let first = format!("# yaml-language-server: $schema={way}schema.json\n");
            tree.insert(file, first + &yaml::text(node.map()));
        }
        Ok(tree)
    }
}

/// Whether a spec has a file at this path: whoever writes it stays in the folder that he was given.
fn is_of_a_spec(path: &str) -> bool {
    let is_name =
        |name: &str| !name.starts_with('.') && !name.contains(['/', '\\', ':']) && !name.contains(char::is_control);
    match path.split_once('/') {
        None => ["api.yaml", "types.yaml"].contains(&path),
        Some(("resources" | "webhooks", name)) => is_name(name) && name.ends_with(".yaml"),
        Some(("examples", name)) => is_name(name) && name.ends_with(".json"),
        Some(_) => false,
    }
}

/// The head of a resource or a family, by what its tag says; nothing for another file.
pub(super) fn group_head(file: &str, tag: Option<At>) -> Node {
    let key = match file.split_once('/') {
        Some(("resources", _)) => "resource",
        Some(("webhooks", _)) => "family",
        _ => return Node::new(),
    };
    let name = file.trim_end_matches(".yaml").rsplit('/').next().unwrap_or(file);
    let title = tag.and_then(|tag| tag.get("x-title")).cloned();
    let title = title.unwrap_or_else(|| Node::new().with("en", name).into());
    let head = Node::new().with(key, name).with("title", title);
    let head = head.with_some("doc", tag.and_then(|tag| tag.text("x-doc")));
    head.with_some("limits", tag.and_then(|tag| tag.get("x-limits")).cloned())
}

/// The quirks that most fields of a file have. A `rest` has none of its own: it decides.
fn common_quirks(root: &Value) -> BTreeMap<&str, Value> {
    let mut counts: BTreeMap<&str, Vec<(&Value, usize)>> = BTreeMap::new();
    let none = &Value::Null;
    for (_, schema) in entries(along(root, &["components", "schemas"])) {
        let Some(file) = schema.get("x-file").and_then(Value::as_str).filter(|file| *file != "api.yaml") else {
            continue;
        };
        let counts = counts.entry(file).or_default();
        let own = items(schema.get("allOf")).chain([schema]).flat_map(|part| entries(part.get("properties")));
        let fields = own.map(|(_, field)| (field.get("x-quirks").unwrap_or(none), 1));
        let rest = schema.get("additionalProperties").filter(|rest| rest.is_mapping());
        let rest = rest.map(|rest| (rest.get("x-quirks").unwrap_or(none), usize::from(u16::MAX)));
        for (quirks, weight) in fields.chain(rest) {
            match counts.iter_mut().find(|(known, _)| *known == quirks) {
                Some((_, count)) => *count += weight,
                None => counts.push((quirks, weight)),
            }
        }
    }
    let most = counts.into_iter().filter_map(|(file, counts)| {
        let (quirks, _) = counts.into_iter().max_by_key(|(_, count)| *count)?;
        (!quirks.is_null()).then(|| (file, quirks.clone()))
    });
    most.collect()
}

/// The node with a `doc`.
pub(super) fn described(node: Node, doc: Option<&str>) -> Node {
    node.with_some("doc", doc)
}

/// What many nodes have: title, name in Rust, deprecation, evidence.
pub(super) fn known(node: Node, at: At, evidence: &str) -> Node {
    let why = at.text("x-deprecated").or_else(|| at.flag("deprecated").then_some("It is deprecated."));
    node.with_some("title", at.get("x-title").cloned())
        .with_some("rust_name", at.text("x-rust-name"))
        .with_some("deprecated", why)
        .with_some("evidence", at.get(evidence).cloned())
}

/// That nobody says how well something is known.
pub(super) fn assumed() -> Node {
    Node::new().with("level", "assumed")
}

/// The keys of a map without some.
pub(super) fn without(value: Option<&Value>, keys: &[&str]) -> Node {
    let kept = entries(value).filter(|(key, _)| !keys.contains(key));
    kept.fold(Node::new(), |node, (key, value)| node.with(key, value.clone()))
}
