//! `jing-openplatform-testing send --to URL`: delivers fixtures to a receiver and prints what it answered.

use std::io::Write;
use std::process::ExitCode;

use jing_openplatform_testing::send::{Call, USAGE, parse, send};

fn main() -> ExitCode {
    let outcome = parse(std::env::args_os().skip(1)).and_then(|call| match call {
        Call::Help => Ok((USAGE.to_owned(), true)),
        Call::Send(options) => send(&options).map(|report| (report.to_string(), report.is_good())),
    });
    match outcome {
        Ok((text, is_good)) => {
            let _ = writeln!(std::io::stdout().lock(), "{text}"); // A closed pipe is nobody's business.
            ExitCode::from(u8::from(!is_good))
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr().lock(), "error: {error}");
            ExitCode::from(2)
        }
    }
}
