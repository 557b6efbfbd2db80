//! What is wrong with a spec, told so that a user of rustc feels at home: a code, the piece of YAML, the cause, the cure.
//!
//! The stages only say what stands where ([`Place`], a path); positions are looked up when something is printed.

mod code;
mod nearest;
mod place;
mod render;
pub(crate) mod spans;
#[cfg(test)]
mod tests;

use std::fmt;

use crate::file_tree::FileTree;

pub use code::Code;
pub use nearest::did_you_mean;
pub use place::{On, Place, Step};

/// One thing that is wrong with the spec.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// Where it is wrong.
    pub place: Place,
    /// What kind of thing is wrong.
    pub code: Code,
    /// What is wrong, in one line without a full stop.
    pub message: String,
    /// What to say beside the underlined piece.
    pub label: Option<String>,
    /// Facts that explain it.
    pub notes: Vec<String>,
    /// What to do about it.
    pub help: Vec<String>,
    /// Other places that have to do with it, and what each is.
    pub related: Vec<(Place, String)>,
}

impl Diagnostic {
    /// A diagnostic with its message: one line, names in backticks, no full stop.
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        let (label, notes, help, related) = (None, Vec::new(), Vec::new(), Vec::new());
        Self { place, code, message: cut(&message.into()), label, notes, help, related }
    }

    /// What to say beside the underlined piece.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(cut(&label.into()));
        self
    }

    /// Adds a fact that explains it.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(cut(&note.into()));
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(cut(&help.into()));
        self
    }

    /// Adds "did you mean" if one of the known words is near.
    #[must_use]
    pub fn suggest<'a>(self, word: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match did_you_mean(word, known) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => self,
        }
    }

    /// Adds another place that has to do with it, such as where a name was defined first.
    #[must_use]
    pub fn related(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related.push((place, cut(&label.into())));
        self
    }
}

/// How many characters of a name are shown.
const SHOWN: usize = 60;

/// A message in which no quoted name is longer than a reader can take in.
fn cut(message: &str) -> String {
    let (mut out, mut open) = (String::new(), None);
    for piece in message.split_inclusive(['`', '"']) {
        let quote = piece.chars().last().filter(|last| matches!(last, '`' | '"'));
        let is_long = piece.chars().nth(SHOWN + usize::from(quote.is_some())).is_some();
        let end = piece.char_indices().nth(SHOWN).filter(|_| is_long).map(|(end, _)| end);
        match (open, end) {
            (Some(_), Some(end)) => {
                out.push_str(&piece[..end]);
                out.push('…');
                out.extend(quote);
            }
            _ => out.push_str(piece),
        }
        open = if open.is_none() { quote } else { open.filter(|_| open != quote) };
    }
    out
}

/// All that is wrong with a spec. `Display` is the summary line that stands below the rendered diagnostics.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Nothing wrong so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many things are wrong.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The diagnostics in the order in which they were found.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// `value` if nothing is wrong: the end of a stage.
    ///
    /// # Errors
    /// All that is wrong, if anything is.
    pub fn or_ok<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }

    /// The diagnostics as rustc would print them, by file and position, a blank line between two.
    ///
    /// `files` are the texts that the places name; `root` is put in front of their names (`spec/`); `color` is for a
    /// terminal.
    #[must_use]
    pub fn render(&self, files: &FileTree, root: &str, color: bool) -> String {
        render::render(&self.0, files, root, color)
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, more: I) {
        self.0.extend(more);
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(all: I) -> Self {
        Self(all.into_iter().collect())
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(one: Diagnostic) -> Self {
        Self(vec![one])
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.len() {
            1 => f.write_str("error: 1 error in the spec"),
            count => write!(f, "error: {count} errors in the spec"),
        }
    }
}

impl std::error::Error for Diagnostics {}
