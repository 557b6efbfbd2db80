//! Where things stand in the text that is edited.

use std::ops::Range;

use super::EditError;
use crate::diagnostics::Step;
use crate::diagnostics::spans::{Kind, Spans};

/// A text and where its keys and values stand.
pub(super) struct Tree<'a> {
    pub(super) text: &'a str,
    spans: Spans<'a>,
}

impl<'a> Tree<'a> {
    /// # Errors
    /// A text that is not YAML: its spans would end anywhere.
    pub(super) fn new(text: &'a str) -> Result<Self, EditError> {
        super::verify::read(text)?;
        Ok(Self { text, spans: Spans::new(text) })
    }

    /// The nodes that a path leads through, from the root on, as far as they are there.
    pub(super) fn walk(&self, path: &[Step]) -> Vec<usize> {
        self.spans.walk(path)
    }

    /// The nodes to the entry of a map, and its own.
    pub(super) fn entry(&self, path: &[Step]) -> Result<(Vec<usize>, usize), EditError> {
        let found = self.walk(path);
        match found.last() {
            Some(node) if found.len() == path.len() + 1 && self.spans.node(*node).key.is_some() => {
                let node = *node;
                Ok((found, node))
            }
            _ => Err(EditError::NoPlace { path: path.to_vec() }),
        }
    }

    pub(super) fn kind(&self, node: usize) -> Kind {
        self.spans.node(node).kind
    }

    pub(super) fn key_span(&self, node: usize) -> Option<Range<usize>> {
        self.spans.node(node).key.as_ref().map(|key| key.span.clone())
    }

    pub(super) fn value_span(&self, node: usize) -> Range<usize> {
        self.spans.node(node).value.span.clone()
    }

    pub(super) fn below(&self, node: usize) -> Vec<(&Step, usize)> {
        self.spans.below(node)
    }

    /// Whether one of the nodes is written in brackets: all that is in it is, too.
    pub(super) fn in_flow(&self, nodes: &[usize]) -> bool {
        nodes.iter().any(|node| self.kind(*node) == Kind::Flow)
    }

    /// Whether a node is a map: of a text that is nothing yet, none is known.
    pub(super) fn is_map(&self, node: usize) -> bool {
        match (self.below(node).first(), self.kind(node)) {
            (Some((step, _)), _) => matches!(step, Step::Key(_)),
            (None, Kind::Flow) => self.text[self.value_span(node).start..].starts_with('{'),
            (None, _) => false,
        }
    }

    /// Whether nothing stands behind the key.
    pub(super) fn is_nothing(&self, node: usize) -> bool {
        self.kind(node) == Kind::Scalar && self.start(node) == self.end(node)
    }

    /// Where the value begins: right behind the colon, blanks and all; for an entry of a list, at its first byte.
    pub(super) fn start(&self, node: usize) -> usize {
        match self.key_span(node) {
            Some(key) => self.text[key.end..].find(':').map_or(key.end, |colon| key.end + colon + 1),
            None => self.value_span(node).start,
        }
    }

    /// Where the value ends, without the comment behind it.
    pub(super) fn end(&self, node: usize) -> usize {
        let (span, start) = (self.value_span(node), self.start(node));
        match (self.kind(node), self.below(node).last()) {
            (Kind::Block, Some((_, last))) => self.end(*last),
            (Kind::Flow, last) => self.close(node, last.map(|(_, last)| *last)) + 1,
            _ => {
                let written = self.text.get(start..span.end).unwrap_or_default();
                start + written.trim_end().len()
            }
        }
    }

    /// Where the closing bracket stands.
    pub(super) fn close(&self, node: usize, last: Option<usize>) -> usize {
        let mut at = last.map_or(self.value_span(node).start + 1, |last| self.end(last));
        while let Some(c) = self.text[at..].chars().next() {
            match c {
                ']' | '}' => return at,
                '#' => at = self.line_end(at),
                c => at += c.len_utf8(),
            }
        }
        self.text.len()
    }

    /// The first comment in a range that is no part of a key or value.
    pub(super) fn comment_in(&self, node: usize, range: Range<usize>) -> Option<usize> {
        let mut leaves = Vec::new();
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            leaves.extend(self.key_span(node));
            if self.kind(node) == Kind::Scalar {
                leaves.push(self.start(node)..self.end(node));
            }
            open.extend(self.below(node).into_iter().map(|(_, node)| node));
        }
        let text = &self.text[range.clone()];
        let hashes = text.match_indices('#').map(|(at, _)| range.start + at);
        hashes
            .into_iter()
            .find(|at| self.text[..*at].ends_with([' ', '\t', '\n']) && !leaves.iter().any(|leaf| leaf.contains(at)))
    }

    /// Where the line begins in which a byte stands.
    pub(super) fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    /// Where that line ends, without its line end.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let end = self.text[at..].find('\n').map_or(self.text.len(), |end| at + end);
        if self.text[at..end].ends_with('\r') { end - 1 } else { end }
    }

    /// Where the next line begins.
    pub(super) fn next_line(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |end| at + end + 1)
    }

    /// In which column a byte stands, counted from 0.
    pub(super) fn column(&self, at: usize) -> usize {
        let line = &self.text[self.line_start(at)..at];
        line.trim_start_matches('\u{feff}').chars().count()
    }

    /// The line number, counted from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        self.text[..at].matches('\n').count() + 1
    }

    /// By how many blanks the file indents.
    pub(super) fn step(&self) -> usize {
        let Some(root) = self.walk(&[]).first().copied() else { return 2 };
        let mut below = self.below(root).into_iter().filter(|(_, node)| self.kind(*node) == Kind::Block);
        let first = below.find_map(|(_, node)| self.below(node).first().and_then(|(_, first)| self.key_span(*first)));
        first.map(|key| self.column(key.start)).filter(|step| *step > 0).unwrap_or(2)
    }

    /// How the file ends its lines.
    pub(super) fn line_end_style(&self) -> &'static str {
        if self.text.contains("\r\n") { "\r\n" } else { "\n" }
    }

    /// Puts lines, each with `\n`, at the start of a line.
    pub(super) fn insert_lines(&self, at: usize, lines: &str) -> String {
        let (head, tail) = self.text.split_at(at);
        let broken = if head.is_empty() || head.ends_with('\n') { "" } else { "\n" };
        let ends = head.is_empty() || head.ends_with('\n') || !tail.is_empty();
        let lines = format!("{broken}{lines}").replace('\n', self.line_end_style());
        // A file without an end of its last line gets none.
        let lines = if ends { &*lines } else { lines.trim_end_matches(['\r', '\n']) };
        format!("{head}{lines}{tail}")
    }
}
