//! A description as it is written, JSON or YAML: a tree of nodes that know their line.

use std::collections::BTreeMap;

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Source {
    /// How the file is called in the report.
    pub name: String,
    pub(super) nodes: Vec<Node>,
    /// Keys that stand twice in their map: line and name. The last one holds.
    pub(super) repeated: Vec<(usize, String)>,
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub message: String,
}

/// How deep values may be nested.
pub(super) const DEPTH: usize = 256;

/// Where a node stands among the others.
pub(super) type NodeId = usize;

#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) value: Value,
    pub(super) line: usize,
    pub(super) parent: Option<NodeId>,
    pub(super) step: Step,
}

/// What leads from a node to one below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Root,
    Key(String),
    Index(usize),
}

/// A value. Numbers keep their text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Null,
    Boolean(bool),
    Number(String),
    Text(String),
    List(Vec<NodeId>),
    Map(Vec<(String, NodeId)>),
}

/// A node of a source. A step to what is not there leads to none, so that no odd input needs a case of its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct At<'a> {
    pub(super) source: &'a Source,
    pub(super) id: NodeId,
}

impl Source {
    /// Reads a text of JSON or YAML.
    ///
    /// # Errors
    /// What is neither, with its line.
    pub fn parse(name: impl Into<String>, text: &str) -> Result<Self, ReadError> {
        let text = text.trim_start_matches('\u{feff}');
        let name = name.into();
        if text.trim_start().starts_with(['{', '[']) {
            // YAML holds nearly all of JSON, but for tabs and some escapes; what is no JSON may still be YAML.
            return super::json::parse(name.clone(), text).or_else(|error| match error.message.contains("nesting") {
                true => Err(error),
                false => super::yaml_events::parse(name, text).map_err(|_| error),
            });
        }
        super::yaml_events::parse(name, text)
    }

    /// Whether it was exported from a spec of ours: what is assumed there would pass for a fact.
    #[must_use]
    pub fn is_export(&self) -> bool {
        self.root().get("x-api").is_some()
    }

    pub(super) fn root(&self) -> At<'_> {
        At { source: self, id: 0 }
    }

    pub(super) fn empty(name: String) -> Self {
        Self { name, nodes: Vec::new(), repeated: Vec::new() }
    }

    /// Adds a node. The parent must have been added before.
    pub(super) fn add(&mut self, value: Value, line: usize, parent: Option<NodeId>, step: Step) -> NodeId {
        self.nodes.push(Node { value, line, parent, step });
        self.nodes.len() - 1
    }

    /// Puts an entry into a map; of equal keys the last one holds.
    pub(super) fn put(&mut self, map: NodeId, key: String, value: NodeId, seen: &mut BTreeMap<String, usize>) {
        let line = self.nodes.get(value).map_or(0, |node| node.line);
        let Some(Node { value: Value::Map(entries), .. }) = self.nodes.get_mut(map) else { return };
        match seen.get(&key) {
            Some(at) => {
                if let Some(entry) = entries.get_mut(*at) {
                    entry.1 = value;
                }
                self.repeated.push((line, key));
            }
            None => {
                seen.insert(key.clone(), entries.len());
                entries.push((key, value));
            }
        }
    }
}

impl<'a> At<'a> {
    fn node(self) -> Option<&'a Node> {
        self.source.nodes.get(self.id)
    }

    pub(super) fn value(self) -> &'a Value {
        self.node().map_or(&Value::Null, |node| &node.value)
    }

    /// The value of a key.
    pub(super) fn get(self, key: &str) -> Option<At<'a>> {
        match self.value() {
            Value::Map(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, id)| self.at(*id)),
            _ => None,
        }
    }

    pub(super) fn at(self, id: NodeId) -> At<'a> {
        At { id, ..self }
    }

    /// The entries of a map; none of anything else.
    pub(super) fn entries(self) -> impl Iterator<Item = (&'a str, At<'a>)> {
        let entries: &'a [(String, NodeId)] = match self.value() {
            Value::Map(entries) => entries,
            _ => &[],
        };
        entries.iter().map(move |(key, id)| (key.as_str(), self.at(*id)))
    }

    /// The items of a list; none of anything else.
    pub(super) fn items(self) -> impl Iterator<Item = At<'a>> {
        let items: &'a [NodeId] = match self.value() {
            Value::List(items) => items,
            _ => &[],
        };
        items.iter().map(move |id| self.at(*id))
    }

    pub(super) fn is_map(self) -> bool {
        matches!(self.value(), Value::Map(_))
    }

    pub(super) fn is_list(self) -> bool {
        matches!(self.value(), Value::List(_))
    }

    pub(super) fn is_null(self) -> bool {
        matches!(self.value(), Value::Null)
    }

    /// A text alone.
    pub(super) fn text(self) -> Option<&'a str> {
        match self.value() {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a single value, as it is written.
    pub(super) fn scalar(self) -> Option<String> {
        match self.value() {
            Value::Text(text) | Value::Number(text) => Some(text.clone()),
            Value::Boolean(value) => Some(value.to_string()),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// The text below a key that says something.
    pub(super) fn text_of(self, key: &str) -> Option<String> {
        let text = self.get(key)?.text()?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Whether a key holds `true`.
    pub(super) fn is_true(self, key: &str) -> bool {
        matches!(self.get(key).map(At::value), Some(Value::Boolean(true)))
    }

    /// Whether a key holds `false`.
    pub(super) fn is_false(self, key: &str) -> bool {
        matches!(self.get(key).map(At::value), Some(Value::Boolean(false)))
    }

    pub(super) fn line(self) -> usize {
        self.node().map_or(0, |node| node.line)
    }

    /// The last step that leads here, if it is a key.
    pub(super) fn key(self) -> Option<&'a str> {
        match self.node().map(|node| &node.step) {
            Some(Step::Key(key)) => Some(key),
            _ => None,
        }
    }

    /// The JSON pointer to the node, as a fragment.
    pub(super) fn pointer(self) -> String {
        let mut steps = Vec::new();
        let mut node = self.node();
        while let Some(of) = node {
            match &of.step {
                Step::Root => break,
                Step::Key(key) => steps.push(key.replace('~', "~0").replace('/', "~1")),
                Step::Index(index) => steps.push(index.to_string()),
            }
            node = of.parent.and_then(|parent| self.source.nodes.get(parent));
        }
        steps.iter().rev().fold("#".to_owned(), |pointer, step| format!("{pointer}/{step}"))
    }
}
