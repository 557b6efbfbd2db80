//! `cargo xtask schema` and `schema --check`.

use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::prelude::Long;

use crate::single_file;
use crate::terminal::Failure;

/// Runs the command.
///
/// # Errors
/// Calls that are not understood, and what the file system says.
pub fn run(mut arguments: lexopt::Parser) -> Result<ExitCode, Failure> {
    let mut check = false;
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("check") => check = true,
            other => return Err(other.unexpected().into()),
        }
    }
    single_file::keep(&file(), &codegen::schema(), check, "cargo xtask schema")
}

/// The file that every YAML file of the spec names in its first line.
#[must_use]
pub fn file() -> PathBuf {
    crate::root().join("spec/schema.json")
}
