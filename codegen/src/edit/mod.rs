//! The only writer of YAML: changes a piece of a file by its position, and leaves every other byte as it is.
//!
//! By position, and not with `yamlpatch`, the one kept library for this: it puts `\n` into files that end their lines with
//! `\r\n`, takes no list in brackets and no map that is empty yet, drops the comments inside of what it replaces without
//! a word, and needs a C compiler (tree-sitter) where this project needs none. Its habits (a path leads to the place,
//! edits are applied one after the other) are kept here.
//!
//! Every edit is checked: the new text must read as the document that was meant, or the edit fails.

mod append;
mod entry;
mod error;
mod replace;
#[cfg(test)]
mod tests;
mod tree;
mod value;
mod verify;

use crate::diagnostics::Step;
use tree::Tree;

pub use append::append_entry;
pub use error::EditError;
pub use value::{Style, Yaml};

/// Whether a path leads to something. A text that is not YAML has nothing.
#[must_use]
pub fn has(text: &str, path: &[Step]) -> bool {
    Tree::new(text).is_ok_and(|tree| tree.walk(path).len() == path.len() + 1)
}

/// Puts a value where the path leads to. What is there is replaced, with the comment on its line kept; a key that is not
/// there is added at the end of its map, and the maps that lead to it as well.
///
/// # Errors
/// A path that leads through something else than maps and lists, or to a list's entry that is not there; a comment that
/// would be lost with what is replaced.
pub fn set(text: &str, path: &[Step], value: &Yaml) -> Result<String, EditError> {
    let tree = Tree::new(text)?;
    let found = tree.walk(path);
    let done = match found.last() {
        Some(node) if found.len() == path.len() + 1 => replace::replace(&tree, &found, *node, value)?,
        _ => entry::insert(&tree, path, value, &[])?,
    };
    verify::check(text, done, &verify::Change::Set(path, value))
}

/// Adds an entry to a map, as [`set`] does, in front of the first of the keys `before` that the map has and the comments
/// that belong to it.
///
/// # Errors
/// As [`set`], and a key that is there.
pub fn insert(text: &str, path: &[Step], value: &Yaml, before: &[&str]) -> Result<String, EditError> {
    let tree = Tree::new(text)?;
    if tree.walk(path).len() == path.len() + 1 {
        return Err(EditError::Taken { path: path.to_vec() });
    }
    let done = entry::insert(&tree, path, value, before)?;
    verify::check(text, done, &verify::Change::Set(path, value))
}

/// Adds an entry at the end of the list that the path leads to. A list that is not there is made, in brackets.
///
/// # Errors
/// A path that leads to something else.
pub fn push(text: &str, path: &[Step], value: &Yaml) -> Result<String, EditError> {
    let tree = Tree::new(text)?;
    let found = tree.walk(path);
    match found.last() {
        Some(node) if found.len() == path.len() + 1 => {
            let done = entry::push(&tree, &found, *node, path, value)?;
            verify::check(text, done, &verify::Change::Push(path, value))
        }
        _ => set(text, path, &Yaml::List(Style::Flow, vec![value.clone()])),
    }
}

/// Takes the entry of a map away. The comments above it and on its line stay.
///
/// # Errors
/// A path that leads nowhere or to no entry of a map, and one whose value holds comments.
pub fn remove(text: &str, path: &[Step]) -> Result<String, EditError> {
    let tree = Tree::new(text)?;
    let (found, node) = tree.entry(path)?;
    let done = replace::remove(&tree, &found, node)?;
    verify::check(text, done, &verify::Change::Remove(path))
}

/// Gives the entry of a map another key.
///
/// # Errors
/// A path that leads nowhere or to no entry of a map.
pub fn rename(text: &str, path: &[Step], key: &str) -> Result<String, EditError> {
    let tree = Tree::new(text)?;
    let (found, node) = tree.entry(path)?;
    let span = tree.key_span(node).unwrap_or_default();
    let written = value::key(key, tree.in_flow(&found[..found.len() - 1]));
    let done = format!("{}{written}{}", &text[..span.start], &text[span.end..]);
    verify::check(text, done, &verify::Change::Rename(path, key))
}

/// Puts a comment of one line above an entry of a map that takes lines of its own.
///
/// # Errors
/// A path that leads nowhere, or to an entry that does not begin its line.
pub fn comment(text: &str, path: &[Step], comment: &str) -> Result<String, EditError> {
    let tree = Tree::new(text)?;
    let (_, node) = tree.entry(path)?;
    let key = tree.key_span(node).unwrap_or_default().start;
    let line = tree.line_start(key);
    let indent = &text[line..key];
    if !indent.trim().is_empty() {
        return Err(EditError::NoPlace { path: path.to_vec() });
    }
    let words = comment.replace(['\n', '\r'], " ");
    let done = format!("{}{indent}# {words}{}{}", &text[..line], tree.line_end_style(), &text[line..]);
    verify::check(text, done, &verify::Change::Nothing)
}
