//! Where in the spec something stands, as a path: spans are looked up only when a diagnostic is printed.

use std::cmp::Ordering;
use std::fmt;
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
    steps: Steps,
    /// Which piece of what the path leads to.
    pub on: On,
    /// The part of the scalar that is meant: start and end, in bytes of its text as YAML reads it.
    pub part: Option<(usize, usize)>,
}

impl Place {
    /// The document of a file.
    pub fn file(name: impl Into<Arc<str>>) -> Self {
        Self { file: name.into(), steps: Steps::default(), on: On::Value, part: None }
    }

    /// The steps from the root of the document.
    #[must_use]
    pub fn path(&self) -> Vec<Step> {
        self.steps.iter().cloned().collect()
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
        let steps = Steps(Some(Arc::new(Link { before: self.steps.clone(), step })));
        Self { file: Arc::clone(&self.file), steps, on: On::Value, part: None }
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
        let place = path.into_iter().fold(Self::file(Arc::clone(&self.file)), |place, step| place.step(step));
        Some(place.on_second_key())
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

/// The steps to a place. Places below one map share those that lead to it: a spec has a place for each of its nodes.
#[derive(Clone, Default)]
struct Steps(Option<Arc<Link>>);

struct Link {
    before: Steps,
    step: Step,
}

impl Steps {
    /// From the root.
    fn iter(&self) -> impl Iterator<Item = &Step> {
        let last = self.0.as_deref();
        let backwards = std::iter::successors(last, |link| link.before.0.as_deref()).map(|link| &link.step);
        backwards.collect::<Vec<_>>().into_iter().rev()
    }
}

impl PartialEq for Steps {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Steps {}

impl PartialOrd for Steps {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Steps {
    fn cmp(&self, other: &Self) -> Ordering {
        self.iter().cmp(other.iter())
    }
}

impl fmt::Debug for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
