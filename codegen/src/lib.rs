//! From the YAML description of an API to the text of a Rust crate. Knows nothing of any one API.

pub mod coverage;
pub mod diagnostics;
pub mod edit;
pub mod emit;
pub mod file_tree;
pub mod format;
pub mod ir;
pub mod lower;
pub mod resolve;
pub mod rust;
mod schema;
pub mod spec;
pub mod testing;

use diagnostics::Diagnostics;
use file_tree::FileTree;

pub use schema::schema;

/// Turns the files of a spec into the files of the machine's folder.
///
/// # Errors
/// All that is wrong with the spec, as far as one stage can tell it at once.
pub fn generate(spec: &FileTree) -> Result<FileTree, Diagnostics> {
    generate_all(spec).map(|generated| generated.api)
}

/// What a spec turns into.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The crate's folder of the machine.
    pub api: FileTree,
    /// The same of the crate that tests use: the API as data.
    pub testing: FileTree,
}

/// Turns the files of a spec into the files of both folders of the machine.
///
/// # Errors
/// All that is wrong with the spec, as far as one stage can tell it at once.
pub fn generate_all(spec: &FileTree) -> Result<Generated, Diagnostics> {
    let document = spec::parse_document(spec)?;
    let api = resolve::resolve_api(&document)?;
    let crate_ = lower::lower_api(&api)?;
    let files = emit::emit_crate(&crate_);
    let testing = testing::emit_testing(&api, &document.examples);
    Ok(Generated { api: format::format_files(&files), testing: format::format_files(&testing) })
}

/// Finds out what the files of a spec mean, without writing a line of Rust.
///
/// # Errors
/// All that is wrong with the spec, as far as one stage can tell it at once.
pub fn resolve(spec: &FileTree) -> Result<ir::Api, Diagnostics> {
    let document = spec::parse_document(spec)?;
    resolve::resolve_api(&document)
}
