//! Why an edit has no place in a file.

use std::fmt;

use crate::diagnostics::Step;

/// Why an edit has no place in a file. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditError {
    /// The map is written in braces, or its key holds something else.
    NotOnLinesOfItsOwn {
        /// The key that holds the map.
        key: String,
        /// The line of the key, counted from 1.
        line: usize,
    },
    /// The path leads to something that takes no such entry.
    NoPlace {
        /// The path.
        path: Vec<Step>,
    },
    /// The key is there already.
    Taken {
        /// The path to it.
        path: Vec<Step>,
    },
    /// A comment stands inside of what would be replaced.
    LosesComment {
        /// The line of the comment, counted from 1.
        line: usize,
    },
    /// The file is not YAML, or is written in a way that the edit cannot keep (anchors, a key on lines of its own).
    Unreadable {
        /// What YAML says.
        why: String,
    },
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOnLinesOfItsOwn { key, line } => {
                write!(f, "line {line}: `{key}:` must hold its entries on lines of their own, without braces")
            }
            Self::NoPlace { path } => write!(f, "`{}` is no place for this", shown(path)),
            Self::Taken { path } => write!(f, "`{}` is there already", shown(path)),
            Self::LosesComment { line } => write!(f, "line {line}: this comment would be lost"),
            Self::Unreadable { why } => write!(f, "the file cannot be edited: {why}"),
        }
    }
}

impl std::error::Error for EditError {}

/// A path as people write it: `types.User.fields`.
fn shown(path: &[Step]) -> String {
    let step = |step: &Step| match step {
        Step::Key(key) => key.clone(),
        Step::Index(index) => format!("[{index}]"),
    };
    path.iter().map(step).collect::<Vec<_>>().join(".")
}
