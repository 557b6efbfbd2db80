//! From the YAML description of an API to the text of a Rust crate. Knows nothing of any one API.

pub mod absorb;
pub mod coverage;
pub mod diagnostics;
pub mod diff;
pub mod edit;
pub mod emit;
pub mod export;
pub mod file_tree;
pub mod format;
pub mod import;
pub mod ir;
pub mod lower;
mod parallel;
pub mod resolve;
pub mod rust;
mod schema;
pub mod spec;
pub mod testing;

use diagnostics::Diagnostics;
use file_tree::FileTree;

pub use schema::schema;

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
    let files = write(&api)?;
    let testing = parallel::map(testing::tables(&api), |table| {
        format::format_file(testing::emit_table(table, &api, &document.examples))
    });
    Ok(Generated { api: files, testing: testing.into_iter().collect() })
}

/// Turns the files of a spec into the files of the machine's folder of the crate.
///
/// # Errors
/// All that is wrong with the spec, as far as one stage can tell it at once.
pub fn generate(spec: &FileTree) -> Result<FileTree, Diagnostics> {
    write(&resolve(spec)?)
}

/// Lowers, emits and formats, a file at a time on each core.
fn write(api: &ir::Api) -> Result<FileTree, Diagnostics> {
    let files = lower::lower_files(api, |file| format::format_file(emit::emit_file(&file)))?;
    Ok(files.into_iter().collect())
}

/// Turns the files of a spec into descriptions that other tools read. `license` is theirs, an SPDX expression.
///
/// # Errors
/// All that is wrong with the spec, as far as one stage can tell it at once.
pub fn export_all(spec: &FileTree, formats: &[export::Format], license: Option<&str>) -> Result<FileTree, Diagnostics> {
    let document = spec::parse_document(spec)?;
    let api = resolve::resolve_api(&document)?;
    let files = formats.iter().map(|format| export::export(*format, &api, &document.examples, license));
    Ok(files.flat_map(FileTree::into_iter).collect())
}

/// Finds out what the files of a spec mean, without writing a line of Rust.
///
/// # Errors
/// All that is wrong with the spec, as far as one stage can tell it at once.
pub fn resolve(spec: &FileTree) -> Result<ir::Api, Diagnostics> {
    let document = spec::parse_document(spec)?;
    resolve::resolve_api(&document)
}

/// Finds out what a spec means to which something will be added: what nothing uses is told, and does not stand in the way.
///
/// # Errors
/// All else that is wrong with the spec, as far as one stage can tell it at once.
pub fn resolve_unfinished(spec: &FileTree) -> Result<(ir::Api, Diagnostics), Diagnostics> {
    let document = spec::parse_document(spec)?;
    resolve::resolve_unfinished(&document)
}

/// Whether an edited spec holds together, but for what nothing used before the edits either.
pub(crate) fn check_edited(old: &FileTree, new: &FileTree) -> Result<(), Diagnostics> {
    let known = resolve_unfinished(old).map(|(_, unused)| unused).unwrap_or_default();
    let (api, unused) = resolve_unfinished(new)?;
    let is_new = |one: &diagnostics::Diagnostic| {
        !known.iter().any(|other| (other.code, &other.message) == (one.code, &one.message))
    };
    unused.into_iter().filter(is_new).collect::<Diagnostics>().or_ok(())?;
    lower::lower_api(&api).map(drop)
}
