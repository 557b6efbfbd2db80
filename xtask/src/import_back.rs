//! `cargo xtask import openapi FILE --new DIR` of a file that `cargo xtask export` wrote: the spec that it was.

use std::path::Path;
use std::process::ExitCode;

use codegen::export::read_back;
use codegen::file_tree::write_all;

use crate::generate::{command, tell_diagnostics};
use crate::terminal::{Failure, out};

/// Writes the spec into a folder, if it holds together.
///
/// # Errors
/// A description that cannot be read back, and what the file system says.
pub fn run(file: &Path, text: &str, new: &Path, dry_run: bool) -> Result<ExitCode, Failure> {
    let shown = file.display();
    let spec = read_back(text).map_err(|error| Failure::usage(format!("error: {shown}{error}")))?;
    if let Err(wrong) = codegen::generate(&spec) {
        tell_diagnostics(&wrong, &spec, new);
        return Err(Failure::usage("nothing was written: the description says what no spec may say"));
    }
    if !dry_run {
        write_all(new, &spec)?;
    }
    out(&format!("{shown}: exported from a spec, and read back: {} files", spec.len()));
    if !dry_run {
        let next = command(&[("--spec", &Some(new.to_owned()))]);
        out(&format!("\nThe spec stands in {}. Next:\n  {next} --out DIR", new.display()));
    }
    Ok(ExitCode::SUCCESS)
}
