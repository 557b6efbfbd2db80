//! The command line that says what a platform is to be, and the platform that runs until its process is ended.

use std::ffi::OsString;
use std::fmt;
use std::io::{self, Write};

use lexopt::prelude::{Long, Short, Value, ValueExt as _};

use super::builder::Builder;
use super::fault::Fault;
use super::platform::Platform;
use super::seen::Seen;
use crate::api::API;

/// How the program is called.
pub const USAGE: &str = "\
usage: fake [--port N] [--seed N] [--token-seconds N] [--token-uses N] [--app ID:SECRET] [--path OPERATION=PATH]...
            [--faults LIST] [--one-in N]

  --port           the port on 127.0.0.1; 0, the default, for any that is free
  --seed           the seed of made-up values and of chance; with 0, the default, the examples of the spec are answered
  --token-seconds  how long a token is said to live; 7200 by default
  --token-uses     how many calls a token is good for; any number by default
  --app            id and secret of the app; made-up ones, which are printed, by default
  --path           another path of an operation, as users.query=/v1/the/path; may be given several times
  --faults         what goes wrong: code:N, too-many:SECONDS, status:N, token-expired, cut-before, cut-within,
                   cut-after, garbage, duplicate; with commas between
  --one-in         one call in so many goes wrong; 4 by default

The first line that it prints ends with its address. Then comes a line for each request.";

/// What the command line says.
#[must_use]
pub struct Options(Builder);

/// What is wrong with the command line, or with the port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionsError(String);

/// Reads the command line after the command's name; none where help is asked for.
///
/// # Errors
/// What cannot be understood.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Option<Options>, OptionsError> {
    let mut arguments = lexopt::Parser::from_args(arguments);
    let (mut builder, mut faults, mut one_in) = (Platform::builder(), Vec::new(), 4);
    while let Some(argument) = arguments.next()? {
        builder = match argument {
            Long("port") => builder.port(arguments.value()?.parse()?),
            Long("seed") => builder.seed(arguments.value()?.parse()?),
            Long("token-seconds") => builder.token_seconds(arguments.value()?.parse()?),
            Long("token-uses") => builder.token_uses(arguments.value()?.parse()?),
            Long("app") => match arguments.value()?.string()?.split_once(':') {
                Some((id, secret)) => builder.app(id, secret),
                None => return Err(OptionsError("an app is written as ID:SECRET".to_owned())),
            },
            Long("path") => parse_path(builder, &arguments.value()?.string()?)?,
            Long("faults") => {
                for fault in arguments.value()?.string()?.split(',') {
                    faults.push(parse_fault(fault)?);
                }
                builder
            }
            Long("one-in") => {
                one_in = arguments.value()?.parse()?;
                builder
            }
            Long("help") | Short('h') => return Ok(None),
            Value(value) => {
                return Err(OptionsError(format!("`{}` is no option\n{USAGE}", value.to_string_lossy())));
            }
            other => return Err(other.unexpected().into()),
        };
    }
    if !faults.is_empty() {
        builder = builder.random_faults_of_all(one_in, faults);
    }
    Ok(Some(Options(builder)))
}

fn parse_path(builder: Builder, text: &str) -> Result<Builder, OptionsError> {
    let Some((id, path)) = text.split_once('=').filter(|(_, path)| path.starts_with('/')) else {
        return Err(OptionsError("a path is written as OPERATION=/PATH".to_owned()));
    };
    match API.operations.iter().copied().flatten().find(|operation| operation.id == id) {
        Some(operation) => Ok(builder.path_of(operation.id, path)),
        None => Err(OptionsError(format!("there is no operation `{id}`"))),
    }
}

fn parse_fault(text: &str) -> Result<Fault, OptionsError> {
    let (name, value) = text.split_once(':').unwrap_or((text, ""));
    Ok(match name {
        "code" => Fault::Code(number(name, value)?),
        "too-many" => Fault::TooMany(number::<u64>(name, value)?.to_string()),
        "status" => Fault::Status(number(name, value)?),
        "token-expired" => Fault::TokenExpired,
        "cut-before" => Fault::CutBeforeResponse,
        "cut-within" => Fault::CutWithinBody,
        "cut-after" => Fault::CutAfterBody,
        "garbage" => Fault::Garbage,
        "duplicate" => Fault::Duplicate,
        _ => return Err(OptionsError(format!("`{name}` is no fault\n{USAGE}"))),
    })
}

fn number<N: std::str::FromStr>(name: &str, value: &str) -> Result<N, OptionsError> {
    value.parse().map_err(|_| OptionsError(format!("`{name}` needs a number, as {name}:503")))
}

/// Runs a platform, prints its address and what it sees, and ends only if nobody reads that.
///
/// # Errors
/// The port is taken.
pub fn run(options: Options, out: &mut impl Write) -> Result<(), OptionsError> {
    let platform = options.0.start().map_err(|error| OptionsError(format!("the port cannot be had: {error}")))?;
    let head =
        format!("listening on {}\napp id {}, app secret {}", platform.url(), platform.app_id(), platform.app_secret());
    let mut shown = 0;
    let mut tell = |text: &str| writeln!(out, "{text}").and_then(|()| out.flush());
    if tell(&head).is_err() {
        return Ok(());
    }
    loop {
        platform.until_seen(shown + 1);
        let seen = platform.seen();
        for seen in seen.iter().skip(shown) {
            if tell(&line(seen)).is_err() {
                return Ok(());
            }
        }
        shown = seen.len();
    }
}

/// A request in one line: nothing of what was sent but the method.
fn line(seen: &Seen) -> String {
    let operation = seen.operation.unwrap_or("no operation");
    let problems = if seen.problems.is_empty() { String::new() } else { format!(": {}", seen.problems.join("; ")) };
    format!("{} {operation} {}{problems}", seen.method, seen.status)
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Options")
    }
}

impl fmt::Display for OptionsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for OptionsError {}

impl From<lexopt::Error> for OptionsError {
    fn from(error: lexopt::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<io::Error> for OptionsError {
    fn from(error: io::Error) -> Self {
        Self(error.to_string())
    }
}
