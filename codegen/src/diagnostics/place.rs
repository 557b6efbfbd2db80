//! Where in the spec something stands, as a path: spans are looked up only when a diagnostic is printed.

use std::ops::Range;
use std::sync::Arc;

use super::spans::Spans;

/// One step into a YAML document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Into the value of this key of a map. A key that YAML reads as a number is its text.
    Key(String),
    /// Into this entry of a list, counted from 0.
    Index(usize),
}

/// Which piece of what the path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum On {
    /// The value. Of a map or list that takes lines of its own, its key is shown.
    Value,
    /// The key, in front of the value.
    Key,
    /// The second of two equal keys. `Key` is the first.
    SecondKey,
    /// A position, both counted from 1 and the column in characters: of a syntax error, where there is no path.
    Position {
        /// The line.
        line: usize,
        /// The character in the line.
        column: usize,
    },
}

/// Where in the spec something stands: a file and the path into its YAML.
///
/// A path that the file does not have stands for its nearest parent that is there. A step into a scalar stays on the
/// scalar, so that the short form of a field (`name: string?`) can be named like its long form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, as the file tree names it.
    pub file: Arc<str>,
    /// The steps from the root of the document.
    pub path: Vec<Step>,
    /// Which piece of what the path leads to.
    pub on: On,
    /// The part of the scalar that is meant: start and end, in bytes of its text as YAML reads it.
    pub part: Option<(usize, usize)>,
}

impl Place {
    /// The document of a file.
    pub fn file(name: impl Into<Arc<str>>) -> Self {
        Self { file: name.into(), path: Vec::new(), on: On::Value, part: None }
    }

    /// The value of a key of the map that stands here.
    #[must_use]
    pub fn key(&self, key: impl Into<String>) -> Self {
        self.step(Step::Key(key.into()))
    }

    /// An entry of the list that stands here, counted from 0.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.step(Step::Index(index))
    }

    /// What is one step further.
    #[must_use]
    pub fn step(&self, step: Step) -> Self {
        let path = self.path.iter().cloned().chain([step]).collect();
        Self { file: Arc::clone(&self.file), path, on: On::Value, part: None }
    }

    /// The key of this place instead of its value.
    #[must_use]
    pub fn on_key(mut self) -> Self {
        self.on = On::Key;
        self
    }

    /// The second of two equal keys: what is wrong when one stands twice.
    #[must_use]
    pub fn on_second_key(mut self) -> Self {
        self.on = On::SecondKey;
        self
    }

    /// The first key of the file that stands twice in its map. Reads the whole text.
    #[must_use]
    pub fn repeated_key(&self, text: &str) -> Option<Self> {
        let path = Spans::new(text).repeated_key()?;
        Some(Self { path, on: On::SecondKey, ..self.clone() })
    }

    /// A part of the scalar that stands here (or of the key, after [`Place::on_key`]), in bytes of its text.
    #[must_use]
    pub fn within(mut self, part: Range<usize>) -> Self {
        self.part = Some((part.start, part.end));
        self
    }

    /// A position in the file, both counted from 1 and the column in characters: for syntax errors.
    #[must_use]
    pub fn at_line(mut self, line: usize, column: usize) -> Self {
        self.on = On::Position { line, column };
        self
    }

    /// The line in the text of its file, counted from 1. Reads the whole text.
    #[must_use]
    pub fn line(&self, text: &str) -> usize {
        let before = text.get(..Spans::new(text).find(self).start).unwrap_or_default();
        before.matches('\n').count() + 1
    }
}
