//! `jing-openplatform-testing COMMAND`: `send` delivers fixtures to a receiver and prints what it answered; `fake` is a
//! platform on the loopback.

use std::io::Write;
use std::process::ExitCode;

use jing_openplatform_testing::{fake, send};

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let outcome = match arguments.first().and_then(|command| command.to_str()) {
        Some("fake") => run_fake(&arguments[1..]).map_err(|error| error.to_string()),
        Some("send") => run_send(&arguments).map_err(|error| error.to_string()),
        Some("--help" | "-h") => Ok((usage(), true)),
        _ => Err(format!("there are two commands, `send` and `fake`\n{}", usage())),
    };
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

fn usage() -> String {
    format!("{}\n\n{}", send::USAGE, fake::USAGE)
}

/// What is to be printed, and whether all is well.
fn run_send(arguments: &[std::ffi::OsString]) -> Result<(String, bool), send::SendError> {
    match send::parse(arguments.to_vec())? {
        send::Call::Help => Ok((send::USAGE.to_owned(), true)),
        send::Call::Send(options) => send::send(&options).map(|report| (report.to_string(), report.is_good())),
    }
}

fn run_fake(arguments: &[std::ffi::OsString]) -> Result<(String, bool), fake::OptionsError> {
    match fake::parse(arguments.to_vec())? {
        None => Ok((fake::USAGE.to_owned(), true)),
        Some(options) => fake::run(options, &mut std::io::stdout()).map(|()| (String::new(), true)),
    }
}
