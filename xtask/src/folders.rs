//! The folders of the project: where they are, what is in them, and who writes in them.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use codegen::file_tree::{FileTree, lock};

use crate::terminal::Failure;

/// The folder that the machine writes.
#[must_use]
pub fn machine_folder() -> PathBuf {
    crate::root().join("generated/src/api")
}

/// The folder that the machine writes in the crate that tests use.
#[must_use]
pub fn testing_folder() -> PathBuf {
    crate::root().join("generated/testing/src/api")
}

/// The files of a spec.
///
/// # Errors
/// What the file system says.
pub fn read_spec(folder: &Path) -> std::io::Result<FileTree> {
    if !folder.is_dir() {
        return Err(std::io::Error::new(
            std::io::ErrorKind::NotFound,
            format!("there is no folder {}", folder.display()),
        ));
    }
    FileTree::read(folder, is_spec_file)
}

/// Whether a file of a spec's folder belongs to the spec.
pub(crate) fn is_spec_file(name: &str) -> bool {
    // Editors leave files and links of their own beside those that they edit, and `cargo xtask export` its folder.
    if name.split('/').any(|part| part.starts_with('.')) || name.starts_with("exported/") {
        return false;
    }
    let found = Path::new(name).extension().unwrap_or_default();
    let is = |extension: &str| found.eq_ignore_ascii_case(extension);
    is("yaml") || is("yml") || (name.starts_with("examples/") && is("json"))
}

/// The files of the machine's folder. What is no text is there without one.
///
/// # Errors
/// What the file system says.
pub fn read_machine_folder(folder: &Path) -> std::io::Result<FileTree> {
    FileTree::read_any(folder)
}

/// The call that generates with these folders, by the options that name them.
#[must_use]
pub fn command(folders: &[(&str, &Option<PathBuf>)]) -> String {
    let option = |(name, path): &(&str, &Option<PathBuf>)| Some(format!(" {name} {}", quoted(path.as_deref()?)));
    format!("cargo xtask gen{}", folders.iter().filter_map(option).collect::<String>())
}

/// A path as a shell takes it.
pub(crate) fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+,:@".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) { text } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

/// Makes the folders that are missing, and keeps every other run out of all of them.
pub(crate) fn lock_folders<'a>(wanted: impl Iterator<Item = &'a Path>) -> Result<Vec<Option<File>>, Failure> {
    let mut folders = Vec::new();
    for folder in wanted {
        fs::create_dir_all(folder).map_err(|error| Failure::usage(format!("error: {}: {error}", folder.display())))?;
        folders.push(folder.canonicalize()?);
    }
    folders.sort(); // every run asks in the same order, so that no two wait for each other
    if let Some(pair) = folders.windows(2).find(|pair| pair[1].starts_with(&pair[0])) {
        let (one, other) = (pair[0].display(), pair[1].display());
        return Err(Failure::usage(format!("error: {other} lies in {one}: two folders of the machine lie apart")));
    }
    Ok(folders.iter().map(|folder| lock(folder)).collect::<Result<_, _>>()?)
}

/// Whether a folder is not there or has nothing in it.
///
/// # Errors
/// What the file system says.
pub(crate) fn is_empty_folder(folder: &Path) -> Result<bool, Failure> {
    if !folder.exists() {
        return Ok(true);
    }
    Ok(folder.is_dir() && std::fs::read_dir(folder)?.next().is_none())
}
