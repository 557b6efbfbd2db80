//! Why samples cannot be absorbed.

use std::fmt;

use super::NotJson;
use crate::diagnostics::Diagnostics;
use crate::edit::EditError;

/// Why samples cannot be absorbed. Nothing was written, and nothing of what they hold is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AbsorbError {
    /// A file holds something else than JSON.
    NotJson(NotJson),
    /// The spec has no such operation.
    UnknownOperation {
        /// What was asked for.
        id: String,
        /// One that is called alike.
        near: Option<String>,
    },
    /// A name that was given is none.
    Name {
        /// The name.
        name: String,
        /// What it is no name of, and an example.
        of: &'static str,
    },
    /// The API has no deliveries: `webhooks` of `api.yaml` is missing.
    NoDeliveries,
    /// An edit has no place in a file.
    Edit {
        /// The file.
        file: String,
        /// Why.
        error: EditError,
    },
    /// The spec would not hold together. The files are as they would have been.
    Spec {
        /// What would be wrong.
        wrong: Diagnostics,
        /// The spec with all edits.
        files: crate::file_tree::FileTree,
    },
}

impl fmt::Display for AbsorbError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson(error) => error.fmt(f),
            Self::UnknownOperation { id, near: Some(near) } => {
                write!(f, "there is no operation `{id}`; did you mean `{near}`?")
            }
            Self::UnknownOperation { id, near: None } => write!(f, "there is no operation `{id}`"),
            Self::Name { name, of } => write!(f, "`{name}` is no {of}"),
            Self::NoDeliveries => f.write_str(
                "the spec has no `webhooks` in api.yaml, so nothing is a delivery; for responses name their `--operation`",
            ),
            Self::Edit { file, error } => write!(f, "{file}: {error}"),
            Self::Spec { wrong, .. } => write!(f, "the spec would not hold together: {wrong}"),
        }
    }
}

impl std::error::Error for AbsorbError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotJson(error) => Some(error),
            Self::Edit { error, .. } => Some(error),
            _ => None,
        }
    }
}

impl From<NotJson> for AbsorbError {
    fn from(error: NotJson) -> Self {
        Self::NotJson(error)
    }
}
