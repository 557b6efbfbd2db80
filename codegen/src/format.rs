//! Tokens to text: item by item, one blank line between.

use proc_macro2::TokenStream;

use crate::emit::{EmittedFile, Piece, Rows};
use crate::file_tree::MARKER;

/// The path and the text of a file.
#[must_use]
pub fn format_file(file: EmittedFile) -> (String, String) {
    let mut text = format!("// {MARKER} by `cargo xtask gen` from {}. Do not edit: change the YAML.\n", file.origin);
    for piece in file.pieces {
        match piece {
            Piece::Code(code) if code.is_empty() => {}
            Piece::Code(code) => {
                text.push('\n');
                space_members(&format_code(code), &mut text);
            }
            Piece::Rows(rows) => {
                text.push('\n');
                write_rows(&rows, &mut text);
            }
        }
    }
    (file.path, text)
}

fn write_rows(rows: &Rows, text: &mut String) {
    text.push_str(&rows.head);
    for row in &rows.rows {
        text.extend(["\n    ", row, ","]);
    }
    text.push_str("\n}\n");
}

/// Tokens that are not Rust would be a defect of the emitters: the compiler tells where.
fn format_code(code: TokenStream) -> String {
    match syn::parse2(code) {
        Ok(file) => prettyplease::unparse(&file),
        Err(error) => format!("compile_error!({:?});\n", error.to_string()),
    }
}

/// Sets the functions of an `impl` a blank line apart, which prettyplease does not.
fn space_members(text: &str, spaced: &mut String) {
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
}
