//! Tokens to text: item by item, one blank line between.

use proc_macro2::TokenStream;

use crate::emit::EmittedFile;
use crate::file_tree::{FileTree, MARKER};

/// The text of every file.
#[must_use]
pub fn format_files(files: &[EmittedFile]) -> FileTree {
    files.iter().map(|file| (file.path.clone(), format_file(file))).collect()
}

fn format_file(file: &EmittedFile) -> String {
    let mut text = format!("// {MARKER} by `cargo xtask gen` from {}. Do not edit: change the YAML.\n", file.origin);
    for piece in &file.pieces {
        let piece = format_piece(piece);
        if !piece.is_empty() {
            text.push('\n');
            text.push_str(&piece);
        }
    }
    text
}

/// Tokens that are not Rust would be a defect of the emitters: they are written as they are, and the compiler tells.
fn format_piece(piece: &TokenStream) -> String {
    match syn::parse2(piece.clone()) {
        Ok(file) => space_members(&prettyplease::unparse(&file)),
        Err(_) => format!("{piece}\n"),
    }
}

/// Sets the functions of an `impl` a blank line apart, which prettyplease does not.
fn space_members(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    let mut after_member = false;
    for line in text.lines() {
        let member = line.strip_prefix("    ").filter(|rest| !rest.starts_with([' ', '}', ']', ')']));
        let starts_function =
            member.is_some_and(|rest| ["///", "#[", "fn ", "pub "].iter().any(|start| rest.starts_with(start)));
        if after_member && starts_function {
            spaced.push('\n');
        }
        spaced.push_str(line);
        spaced.push('\n');
        after_member =
            line == "    }" || (line.starts_with("    ") && !line.starts_with("     ") && line.ends_with(';'));
    }
    spaced
}
