//! `cargo xtask schema` and `schema --check`.

use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::prelude::{Long, Short};

use crate::single_file;
use crate::terminal::{Failure, help};

const USAGE: &str = "\
usage: cargo xtask schema [--check]

  writes spec/schema.json, by which editors check the YAML

  --check  write nothing; exit code 1 if the file differs
";

/// Runs the command.
///
/// # Errors
/// Calls that are not understood, and what the file system says.
pub fn run(mut arguments: lexopt::Parser) -> Result<ExitCode, Failure> {
    let mut check = false;
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("check") => check = true,
            Long("help") | Short('h') => return Ok(help(USAGE)),
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
