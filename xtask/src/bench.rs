//! `cargo xtask bench`: a program of its own, so that nobody compiles it who does not measure.

use std::process::{Command, ExitCode};

use crate::terminal::Failure;

/// Compiles the program and runs it with the arguments that are left.
///
/// # Errors
/// Cargo cannot be started.
pub fn run(mut arguments: lexopt::Parser) -> Result<ExitCode, Failure> {
    let call = ["run", "--quiet", "--release", "--package", "bench", "--"];
    let status = Command::new("cargo").args(call).args(arguments.raw_args()?).current_dir(crate::root()).status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::from(2) })
}
