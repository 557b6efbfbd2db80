//! Where a path leads to in the text of a YAML file. Made only when a diagnostic is printed or the file is edited; no text
//! makes it fail.

use std::collections::BTreeMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, Span};

use super::{On, Place, Step};

/// The bytes of every key and value of one file, as far as its YAML can be read.
pub(crate) struct Spans<'a> {
    text: &'a str,
    nodes: Vec<Node>,
    /// The nodes below a node, those of a key that stands twice in their order.
    children: BTreeMap<(usize, Step), Vec<usize>>,
}

/// A value, and the key that leads to it.
pub(crate) struct Node {
    /// The key, in a map.
    pub(crate) key: Option<Scalar>,
    /// The value. Where that of a list or map ends is not reliable: at the next token, or before a comment.
    pub(crate) value: Scalar,
    /// How it is written.
    pub(crate) kind: Kind,
}

/// A piece of the file, and the text that YAML reads there.
#[derive(Clone, Default)]
pub(crate) struct Scalar {
    /// Its bytes. Those of a text on lines of its own are without the head (`|`).
    pub(crate) span: Range<usize>,
    /// What YAML reads.
    pub(crate) text: String,
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    /// One value, or nothing.
    Scalar,
    /// A list or map in brackets.
    Flow,
    /// A list or map that takes lines of its own.
    Block,
}

/// A list or map that is being read.
enum Open {
    List {
        node: usize,
        next: usize,
    },
    Map {
        node: usize,
        key: Option<Scalar>,
    },
    /// A list or map that is a key itself: kept out of the paths.
    Key {
        depth: usize,
        start: usize,
    },
}

impl<'a> Spans<'a> {
    /// Reads the text up to its end or to what is not YAML.
    pub(crate) fn new(text: &'a str) -> Self {
        let mut spans = Self { text, nodes: Vec::new(), children: BTreeMap::new() };
        let offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let byte = |index: usize| offsets.get(index).copied().unwrap_or(text.len());
        let mut open = Vec::new();
        for event in Parser::new_from_str(text) {
            let Ok((event, Span { start, end })) = event else {
                break;
            };
            let start = byte(start.index());
            spans.read_event(&event, start..byte(end.index()).max(start), &mut open);
        }
        while !open.is_empty() {
            spans.read_end(text.len(), &mut open);
        }
        spans
    }

    /// The bytes that a place stands for, within one line. Of a path that is not there, its nearest parent is taken.
    pub(super) fn find(&self, place: &Place) -> Range<usize> {
        let found = match place.on {
            On::Position { line, column } => self.position(line, column),
            _ if self.nodes.is_empty() => 0..0,
            _ => self.find_node(place),
        };
        first_line(self.text, found)
    }

    /// The nodes that a path leads through, from the root on, as far as they are there.
    pub(crate) fn walk(&self, path: &[Step]) -> Vec<usize> {
        let mut found: Vec<usize> = (0..self.nodes.len().min(1)).collect();
        for step in path {
            let below = found.last().and_then(|at| self.children.get(&(*at, step.clone()))?.first());
            let Some(node) = below else { break };
            found.push(*node);
        }
        found
    }

    /// A node that [`Spans::walk`] found.
    pub(crate) fn node(&self, id: usize) -> &Node {
        &self.nodes[id]
    }

    /// The nodes right below a node, in the order of the file.
    pub(crate) fn below(&self, id: usize) -> Vec<(&Step, usize)> {
        let from = (id, Step::Key(String::new()));
        let entries = self.children.range(from..).take_while(|((parent, _), _)| *parent == id);
        let mut below: Vec<_> =
            entries.flat_map(|((_, step), nodes)| nodes.iter().map(move |id| (step, *id))).collect();
        below.sort_by_key(|(_, id)| *id);
        below
    }

    /// The path to the first key that stands twice in its map.
    pub(super) fn repeated_key(&self) -> Option<Vec<Step>> {
        let start = |node: usize| self.nodes.get(node).and_then(|node| Some(node.key.as_ref()?.span.start));
        let repeated = self.children.iter().filter(|(_, nodes)| nodes.len() > 1);
        let ((parent, last), _) = repeated.min_by_key(|(_, nodes)| nodes.get(1).and_then(|node| start(*node)))?;
        let (mut parent, mut path) = (*parent, vec![last.clone()]);
        while let Some(((above, step), _)) = self.children.iter().find(|(_, nodes)| nodes.contains(&parent)) {
            path.push(step.clone());
            parent = *above;
        }
        path.reverse();
        Some(path)
    }

    fn find_node(&self, place: &Place) -> Range<usize> {
        let mut at = 0;
        let path = place.path();
        let mut left = path.len();
        for step in &path {
            let Some(below) = self.children.get(&(at, step.clone())) else {
                break;
            };
            let wanted = usize::from(left == 1 && place.on == On::SecondKey);
            let Some(&node) = below.get(wanted).or(below.first()) else {
                break;
            };
            (at, left) = (node, left - 1);
        }
        let Some(Node { key, value, kind }) = self.nodes.get(at) else {
            return 0..0;
        };
        // A step into a scalar stays on it; what is missing elsewhere is best told at the key of its parent.
        let on_key = if left == 0 { place.on != On::Value } else { *kind != Kind::Scalar };
        let scalar = match key {
            Some(key) if on_key || *kind == Kind::Block || value.span.is_empty() => key,
            _ => value,
        };
        match place.part {
            Some(part) if left == 0 || *kind == Kind::Scalar => self.part(scalar, part),
            _ => scalar.span.clone(),
        }
    }

    /// A part of a scalar, where its text stands in the file as YAML reads it; else the scalar.
    fn part(&self, scalar: &Scalar, (start, end): (usize, usize)) -> Range<usize> {
        let written = self.text.get(scalar.span.clone()).unwrap_or_default();
        let found = written.rfind(&scalar.text).filter(|_| scalar.text.get(start..end).is_some());
        found.map_or(scalar.span.clone(), |shift| {
            let text = scalar.span.start + shift;
            text + start..text + end
        })
    }

    /// The character at a line and column, both counted from 1.
    fn position(&self, line: usize, column: usize) -> Range<usize> {
        let start: usize = self.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let rest = self.text.get(start..).unwrap_or_default();
        let rest = rest.split_once('\n').map_or(rest, |(first, _)| first);
        let before: usize = rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
        let width = rest.chars().nth(column.saturating_sub(1)).map_or(0, char::len_utf8);
        start + before..start + before + width
    }

    fn read_event(&mut self, event: &Event<'_>, span: Range<usize>, open: &mut Vec<Open>) {
        match event {
            Event::Scalar(text, ..) => self.read_scalar(Scalar { span, text: text.to_string() }, open),
            Event::Alias(_) => self.read_scalar(Scalar { span, text: String::new() }, open),
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                let is_list = matches!(event, Event::SequenceStart(..));
                self.read_start(is_list, span, open);
            }
            Event::SequenceEnd | Event::MappingEnd => self.read_end(span.end, open),
            _ => {}
        }
    }

    fn read_scalar(&mut self, scalar: Scalar, open: &mut [Open]) {
        match open.last_mut() {
            Some(Open::Key { .. }) => {}
            Some(Open::Map { key: key @ None, .. }) => *key = Some(scalar),
            _ => {
                self.add(scalar, Kind::Scalar, open);
            }
        }
    }

    fn read_start(&mut self, is_list: bool, span: Range<usize>, open: &mut Vec<Open>) {
        let start = span.start;
        match open.last_mut() {
            Some(Open::Key { depth, .. }) => *depth += 1,
            Some(Open::Map { key: None, .. }) => open.push(Open::Key { depth: 0, start }),
            _ => {
                let bracket = self.text.get(start..).is_some_and(|rest| rest.starts_with(['[', '{']));
                let kind = if bracket { Kind::Flow } else { Kind::Block };
                let node = self.add(Scalar { span, text: String::new() }, kind, open);
                open.push(if is_list { Open::List { node, next: 0 } } else { Open::Map { node, key: None } });
            }
        }
    }

    fn read_end(&mut self, end: usize, open: &mut Vec<Open>) {
        match open.pop() {
            Some(Open::List { node, .. } | Open::Map { node, .. }) => {
                if let Some(node) = self.nodes.get_mut(node) {
                    node.value.span.end = end.max(node.value.span.start);
                }
            }
            Some(Open::Key { depth: 0, start }) => {
                if let Some(Open::Map { key, .. }) = open.last_mut() {
                    *key = Some(Scalar { span: start..end.max(start), text: String::new() });
                }
            }
            Some(Open::Key { depth, start }) => open.push(Open::Key { depth: depth - 1, start }),
            None => {}
        }
    }

    /// A value, in the list or map that is open.
    fn add(&mut self, value: Scalar, kind: Kind, open: &mut [Open]) -> usize {
        let id = self.nodes.len();
        let (parent, step, key) = match open.last_mut() {
            Some(Open::List { node, next }) => {
                *next += 1;
                (*node, Step::Index(*next - 1), None)
            }
            Some(Open::Map { node, key }) => {
                let key = key.take().unwrap_or_default();
                (*node, Step::Key(key.text.clone()), Some(key))
            }
            _ => {
                self.nodes.push(Node { key: None, value, kind });
                return id;
            }
        };
        self.children.entry((parent, step)).or_default().push(id);
        self.nodes.push(Node { key, value, kind });
        id
    }
}

/// The span without what follows its first line, and within the text.
fn first_line(text: &str, span: Range<usize>) -> Range<usize> {
    let start = floor(text, span.start);
    let piece = text.get(start..floor(text, span.end).max(start)).unwrap_or_default();
    let line = piece.split(['\n', '\r']).next().unwrap_or_default();
    start..start + line.trim_end().len()
}

/// The nearest byte at or before `at` where a character begins.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
