//! YAML into nodes, with their lines. An alias is the node that it stands for, so that none can blow up.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use super::source::{DEPTH, NodeId, ReadError, Source, Step, Value};

/// Reads the first document of a text of YAML.
///
/// # Errors
/// What is not YAML, with its line.
pub(super) fn parse(name: String, text: &str) -> Result<Source, ReadError> {
    let mut builder = Builder { source: Source::empty(name), open: Vec::new(), anchors: BTreeMap::new() };
    for event in Parser::new_from_str(text) {
        let (event, span) =
            event.map_err(|error| ReadError { line: error.marker().line(), message: error.info().to_owned() })?;
        let line = span.start.line();
        if matches!(event, Event::DocumentEnd) {
            break;
        }
        builder.read(event, line)?;
    }
    if builder.source.nodes.is_empty() {
        builder.source.add(Value::Null, 1, None, Step::Root);
    }
    Ok(builder.source)
}

struct Builder {
    source: Source,
    open: Vec<Open>,
    anchors: BTreeMap<usize, NodeId>,
}

/// A list or map that is being read. A key that is no single value is kept out of the nodes.
enum Open {
    List(NodeId),
    Map { id: NodeId, key: Option<String>, seen: BTreeMap<String, usize>, merged: Vec<NodeId> },
    Skipped { depth: usize },
}

impl Builder {
    fn read(&mut self, event: Event<'_>, line: usize) -> Result<(), ReadError> {
        if self.open.len() > DEPTH {
            return Err(ReadError { line, message: format!("the nesting is deeper than {DEPTH} levels") });
        }
        match event {
            Event::Scalar(text, style, anchor, tag) => match self.open.last_mut() {
                Some(Open::Skipped { .. }) => {}
                Some(Open::Map { key: key @ None, .. }) => *key = Some(text.into_owned()),
                _ => {
                    let id = self.add(scalar(&text, style, tag.as_deref()), line);
                    self.anchors.insert(anchor, id);
                }
            },
            Event::SequenceStart(anchor, _) => self.start(Value::List(Vec::new()), anchor, line),
            Event::MappingStart(anchor, _) => self.start(Value::Map(Vec::new()), anchor, line),
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            Event::Alias(anchor) => match self.open.last_mut() {
                Some(Open::Skipped { .. }) => {}
                Some(Open::Map { key: key @ None, .. }) => *key = Some(String::new()),
                _ => {
                    let id = self.anchors.get(&anchor).copied();
                    // A node that holds itself has no end.
                    let is_open =
                        |open: &Open| matches!(open, Open::List(of) | Open::Map { id: of, .. } if Some(*of) == id);
                    match id.filter(|_| !self.open.iter().any(is_open)) {
                        Some(id) => self.attach(id),
                        None => {
                            self.add(Value::Null, line);
                        }
                    }
                }
            },
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, value: Value, anchor: usize, line: usize) {
        match self.open.last_mut() {
            Some(Open::Skipped { depth }) => *depth += 1,
            Some(Open::Map { key: key @ None, .. }) => {
                *key = Some(String::new());
                self.open.push(Open::Skipped { depth: 0 });
            }
            _ => {
                let is_list = matches!(value, Value::List(_));
                let id = self.add(value, line);
                self.anchors.insert(anchor, id);
                self.open.push(match is_list {
                    true => Open::List(id),
                    false => Open::Map { id, key: None, seen: BTreeMap::new(), merged: Vec::new() },
                });
            }
        }
    }

    fn end(&mut self) {
        match self.open.pop() {
            Some(Open::Skipped { depth: depth @ 1.. }) => self.open.push(Open::Skipped { depth: depth - 1 }),
            Some(Open::Map { id, mut seen, merged, .. }) => {
                let merged: Vec<_> = merged.into_iter().flat_map(|from| self.maps(from)).collect();
                for (key, value) in merged.into_iter().flatten() {
                    if !seen.contains_key(&key) {
                        self.source.put(id, key, value, &mut seen);
                    }
                }
            }
            _ => {}
        }
    }

    /// The entries of what `<<` names: a map or a list of such.
    fn maps(&self, id: NodeId) -> Vec<Vec<(String, NodeId)>> {
        let map = |id: &NodeId| match self.source.nodes.get(*id).map(|node| &node.value) {
            Some(Value::Map(entries)) => entries.clone(),
            _ => Vec::new(),
        };
        match self.source.nodes.get(id).map(|node| &node.value) {
            Some(Value::List(items)) => items.iter().map(map).collect(),
            _ => vec![map(&id)],
        }
    }

    fn add(&mut self, value: Value, line: usize) -> NodeId {
        let (parent, step) = match self.open.last() {
            Some(Open::List(id)) => (Some(*id), Step::Index(self.length(*id))),
            Some(Open::Map { id, key, .. }) => (Some(*id), Step::Key(key.clone().unwrap_or_default())),
            _ => (None, Step::Root),
        };
        let id = self.source.add(value, line, parent, step);
        self.attach(id);
        id
    }

    /// Puts a node into the list or map that is open.
    fn attach(&mut self, value: NodeId) {
        match self.open.last_mut() {
            Some(Open::List(list)) => {
                if let Some(Value::List(items)) = self.source.nodes.get_mut(*list).map(|node| &mut node.value) {
                    items.push(value);
                }
            }
            Some(Open::Map { id, key, seen, merged }) => match key.take() {
                Some(key) if key == "<<" => merged.push(value),
                Some(key) => self.source.put(*id, key, value, seen),
                None => {}
            },
            _ => {}
        }
    }

    fn length(&self, list: NodeId) -> usize {
        match self.source.nodes.get(list).map(|node| &node.value) {
            Some(Value::List(items)) => items.len(),
            _ => 0,
        }
    }
}

/// What a scalar means in the core schema.
fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Value {
    if style != ScalarStyle::Plain || tag.is_some_and(|tag| tag.suffix == "str") {
        return Value::Text(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Boolean(true),
        "false" | "False" | "FALSE" => Value::Boolean(false),
        _ if is_number(text) => Value::Number(text.to_owned()),
        _ => Value::Text(text.to_owned()),
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.trim_start_matches(['+', '-']);
    digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && digits.contains(|c: char| c.is_ascii_digit())
        && digits.parse::<f64>().is_ok()
}
