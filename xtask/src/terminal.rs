//! What is printed, and why a command fails.

use std::fmt;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

/// Why a command could not do its work.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// A call that is not understood.
    pub fn usage(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.trim_end())
    }
}

impl From<lexopt::Error> for Failure {
    fn from(error: lexopt::Error) -> Self {
        Self(format!("error: {error}"))
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self(format!("error: {error}"))
    }
}

/// Prints a line for the user. A closed pipe is nobody's business.
pub fn out(line: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// Prints how a command is called, which is what was asked for.
pub fn help(usage: &str) -> ExitCode {
    out(usage.trim_end());
    ExitCode::SUCCESS
}

/// Prints a line about what is wrong.
pub fn err(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Whether what is wrong is read by a person at a terminal.
#[must_use]
pub fn is_colored() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}
