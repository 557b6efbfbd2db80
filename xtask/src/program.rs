//! `cargo xtask send` and `cargo xtask fake`: start the program of the testing crate, which this one does not link.

use std::ffi::OsString;
use std::process::{Command, ExitCode};

use crate::terminal::Failure;

/// The package that holds the program.
const PACKAGE: &str = "jing-openplatform-testing";

/// Runs one of the program's commands; what follows it on the command line is the program's.
///
/// # Errors
/// What keeps cargo from starting.
pub fn run(name: &str, mut arguments: lexopt::Parser) -> Result<ExitCode, Failure> {
    let mut command = command(name, arguments.raw_args()?);
    let status = command.status()?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// The call of cargo, in the folder in which this program was called.
#[must_use]
pub fn command(name: &str, arguments: impl Iterator<Item = OsString>) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["run", "--quiet", "--package", PACKAGE, "--manifest-path"]).arg(crate::root().join("Cargo.toml"));
    command.args(["--", name]).args(arguments);
    command
}
