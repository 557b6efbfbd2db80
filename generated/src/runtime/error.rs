//! Why a text could not be read, and where: never what stood there.

use std::borrow::Cow;
use std::fmt;

/// Longest piece of an unknown key that a path shows.
const KEY_SHOWN: usize = 64;

/// Why JSON could not be read as the type that was asked for.
///
/// Neither `Display` nor `Debug` shows a value of the text, which may be personal; only keys appear, in the path.
#[derive(Clone, PartialEq, Eq)]
pub struct ReadError(Box<Failure>);

#[derive(Clone, PartialEq, Eq)]
struct Failure {
    syntax: bool,
    reason: Cow<'static, str>,
    /// Innermost step first.
    steps: Vec<Step>,
}

#[derive(Clone, PartialEq, Eq)]
enum Step {
    Key(Cow<'static, str>),
    Index(usize),
}

impl ReadError {
    /// JSON that does not fit the type.
    pub fn new(reason: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Failure { syntax: false, reason: reason.into(), steps: Vec::new() }))
    }

    /// Text that is not JSON.
    pub(super) fn syntax(what: &str, line: usize, column: usize) -> Self {
        let reason = Cow::Owned(format!("{what} at line {line} column {column}"));
        Self(Box::new(Failure { syntax: true, reason, steps: Vec::new() }))
    }

    /// A field that has to be there and is not.
    pub(super) fn missing(field: &str) -> Self {
        Self::new(format!("missing field `{field}`"))
    }

    /// The same error, seen from the object whose key led to it.
    #[must_use]
    pub fn within_key(mut self, key: impl Into<Cow<'static, str>>) -> Self {
        self.0.steps.push(Step::Key(key.into()));
        self
    }

    /// The same error, seen from the list whose item led to it.
    #[must_use]
    pub fn within_index(mut self, index: usize) -> Self {
        self.0.steps.push(Step::Index(index));
        self
    }

    /// Whether the text is not JSON at all, as against JSON of another type.
    #[must_use]
    pub fn is_syntax(&self) -> bool {
        self.0.syntax
    }

    /// What was wrong, without the place.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.0.reason
    }

    /// The way from the outermost value to the place, such as `extra.names[0]`; empty for the outermost value itself.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::new();
        for step in self.0.steps.iter().rev() {
            match step {
                Step::Key(key) => push_key(&mut path, key),
                Step::Index(index) => path.push_str(&format!("[{index}]")),
            }
        }
        path
    }
}

/// Appends `.key`, or `["key"]` escaped and cut where the key is no plain word.
fn push_key(path: &mut String, key: &str) {
    let plain = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    if !key.is_empty() && key.len() <= KEY_SHOWN && key.chars().all(plain) {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(key);
        return;
    }
    path.push_str(&format!("[\"{}\"]", Short(key, KEY_SHOWN)));
}

/// A foreign text on one line: escaped, and cut after so many characters.
pub(super) struct Short<'t>(pub(super) &'t str, pub(super) usize);

impl fmt::Debug for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

impl fmt::Display for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (shown, cut) = match self.0.char_indices().nth(self.1) {
            Some((end, _)) => (self.0.get(..end).unwrap_or_default(), "…"),
            None => (self.0, ""),
        };
        write!(f, "{}{cut}", shown.escape_debug())
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.steps.is_empty() {
            return f.write_str(&self.0.reason);
        }
        write!(f, "`{}`: {}", self.path(), self.0.reason)
    }
}

impl fmt::Debug for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReadError({self})")
    }
}

impl std::error::Error for ReadError {}
