//! Tokens to text: item by item, one blank line between, and one between the functions of an `impl`.
//!
//! This is a printer of its own because parsing what was just emitted, and laying it out with care for all of Rust, took more
//! than half of the time of a run. It knows what the emitters write, and no more of Rust than that.

mod printer;
mod spacing;
mod tree;

use crate::emit::EmittedFile;
use crate::file_tree::MARKER;

/// The path and the text of a file.
#[must_use]
pub fn format_file(file: EmittedFile) -> (String, String) {
    let mut text = format!("// {MARKER} by `cargo xtask gen` from {}. Do not edit: change the YAML.\n", file.origin);
    for piece in file.pieces.into_iter().filter(|piece| !piece.is_empty()) {
        text.push('\n');
        printer::print(piece, &mut text);
    }
    (file.path, text)
}

#[cfg(test)]
mod tests;
