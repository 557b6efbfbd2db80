//! A description into a spec that is there: what the spec only assumes is filled in, what people know stays.

mod changes;
mod compare;
mod fill;
mod matching;
mod operation;
mod report;
mod types;

use super::Import;
use crate::diagnostics::Diagnostics;
use crate::file_tree::FileTree;
use crate::ir::Api;

pub use changes::line_changes;
pub use report::{Entry, Report};

/// What the files of a description and of its source are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// The description, as the report and the source name it.
    pub file: String,
    /// The id of the source that evidence names.
    pub source: String,
}

/// A spec with what a description knows.
#[derive(Clone, Debug)]
pub struct Merged {
    /// The files that changed or are new.
    pub files: FileTree,
    /// What was done, and what was not.
    pub report: Report,
}

/// Why nothing was merged.
#[derive(Clone, Debug)]
pub struct Refused {
    /// What would be wrong with the spec.
    pub wrong: Diagnostics,
    /// The spec as it would have been.
    pub files: FileTree,
    /// What would have been done.
    pub report: Report,
}

/// Fills what `spec` assumes by what a description shows. Operations are matched by method and path, by id, or by title.
/// An operation that contradicts what somebody documented, and a part in which a comment would be lost, is left as it is.
///
/// # Errors
/// A spec that would not hold together.
pub fn merge(import: &Import, names: &Names, api: &Api, spec: &FileTree) -> Result<Merged, Box<Refused>> {
    let matches = matching::match_operations(&import.model, api);
    let mut filler = fill::Filler::new(import, names, api, spec);
    filler.fill_all(&matches);
    let fill::Filler { files, report, .. } = filler;
    if let Err(wrong) = crate::check_edited(spec, &files) {
        return Err(Box::new(Refused { wrong, files, report }));
    }
    let changed = files.iter().filter(|(path, text)| spec.get(path) != Some(*text));
    let files = changed.map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
    Ok(Merged { files, report })
}
