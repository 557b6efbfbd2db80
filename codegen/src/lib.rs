//! From the YAML description of an API to the text of a Rust crate. Knows nothing of any one API.

pub mod coverage;
pub mod diagnostics;
pub mod edit;
pub mod emit;
pub mod file_tree;
pub mod format;
pub mod ir;
pub mod lower;
mod parallel;
pub mod resolve;
pub mod rust;
mod schema;
pub mod spec;

use diagnostics::Diagnostics;
use file_tree::FileTree;

pub use schema::schema;

/// Turns the files of a spec into the files of the machine's folder.
///
/// # Errors
/// All that is wrong with the spec, as far as one stage can tell it at once.
pub fn generate(spec: &FileTree) -> Result<FileTree, Diagnostics> {
    let api = resolve(spec)?;
    let crate_ = lower::lower_api(&api)?;
    drop(api);
    let files = parallel::map(crate_.files, |file| format::format_file(emit::emit_file(&file)));
    Ok(files.into_iter().collect())
}

/// Finds out what the files of a spec mean, without writing a line of Rust.
///
/// # Errors
/// All that is wrong with the spec, as far as one stage can tell it at once.
pub fn resolve(spec: &FileTree) -> Result<ir::Api, Diagnostics> {
    let document = spec::parse_document(spec)?;
    resolve::resolve_api(&document)
}
