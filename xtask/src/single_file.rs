//! A machine-written file that stands among the hand-written ones.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::process::ExitCode;

use codegen::file_tree::write_whole;

use crate::terminal::{Failure, err, out};

/// Writes the file unless it is as wanted already; with `check`, only says so if it is not.
///
/// # Errors
/// What the file system says.
pub fn keep(path: &Path, wanted: &str, check: bool, command: &str) -> Result<ExitCode, Failure> {
    let shown = path.strip_prefix(crate::root()).unwrap_or(path).display();
    let what = match fs::read_to_string(path) {
        Ok(found) if found == wanted => {
            out(&format!("{shown}: unchanged"));
            return Ok(ExitCode::SUCCESS);
        }
        Ok(_) => "stale",
        Err(error) if error.kind() == ErrorKind::NotFound => "missing",
        Err(error) if error.kind() == ErrorKind::InvalidData => "stale",
        Err(error) => return Err(error.into()),
    };
    if check {
        err(&format!("{what}: {shown}\nit differs from the spec; run `{command}` to mend it"));
        return Ok(ExitCode::from(1));
    }
    write_whole(path, wanted)?;
    out(&format!("{shown}: written"));
    Ok(ExitCode::SUCCESS)
}
