//! What to send, and the command line that says so.

use std::ffi::OsString;
use std::fmt;
use std::time::Duration;

use lexopt::prelude::{Long, Short, Value, ValueExt as _};

use crate::fixtures::{self, Fixture, Form};

/// How the program is called.
pub const USAGE: &str = "\
usage: send --to URL [--event NAME|all]... [--count N] [--seed S] [--form plain|embedded|both]
            [--faults duplicate,reorder,unknown-field] [--header NAME:VALUE]... [--token TOKEN]

  --to URL     the receiver; http:// only
  --event      account.created and so on; all by default
  --count      so many of each event, each with other values; 1 by default
  --seed       the seed of the first; 0 by default
  --form       how values are written that may be JSON in a string; both takes turns and is the default
  --faults     duplicate: one in four is sent twice; reorder: shuffled, eight at a time;
               unknown-field: fields that no type knows
  --header     a header of every delivery
  --token      the header `Authorization: Bearer TOKEN`";

/// What to send, and where to.
#[derive(Clone)]
#[non_exhaustive]
pub struct Options {
    /// The receiver.
    pub to: String,
    /// One of each is sent, in turn.
    pub events: Vec<Fixture>,
    /// How many of each event.
    pub count: u64,
    /// The seed of the first one.
    pub seed: u64,
    /// The forms that take turns.
    pub forms: Vec<Form>,
    /// What goes wrong on the way.
    pub faults: Faults,
    /// Headers of every delivery.
    pub headers: Vec<(String, String)>,
    /// How long an answer may take.
    pub timeout: Duration,
}

impl Options {
    /// One of every event, to that address.
    #[must_use]
    pub fn new(to: impl Into<String>) -> Self {
        Self {
            to: to.into(),
            events: fixtures::all().collect(),
            count: 1,
            seed: 0,
            forms: Form::ALL.to_vec(),
            faults: Faults::default(),
            headers: Vec::new(),
            timeout: Duration::from_secs(30),
        }
    }
}

/// Shows neither the path of the address nor a header: both may hold a secret.
impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("events", &self.events.iter().map(Fixture::id).collect::<Vec<_>>())
            .field("count", &self.count)
            .field("seed", &self.seed)
            .field("forms", &self.forms)
            .field("faults", &self.faults)
            .field("headers", &self.headers.len())
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// What goes wrong on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// One in four is sent twice.
    pub duplicate: bool,
    /// Eight at a time are shuffled.
    pub reorder: bool,
    /// Every object gets a field that no type knows.
    pub unknown_field: bool,
}

/// Why nothing was sent. Shows neither the address nor a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendError(String);

impl SendError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SendError {}

impl From<lexopt::Error> for SendError {
    fn from(error: lexopt::Error) -> Self {
        Self(error.to_string())
    }
}

/// What the program is asked for.
#[derive(Clone, Debug)]
pub enum Call {
    /// To say how it is called.
    Help,
    /// To send.
    Send(Box<Options>),
}

/// Reads the command line, without the program's name.
///
/// # Errors
/// What is not understood.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Call, SendError> {
    let mut arguments = lexopt::Parser::from_args(arguments);
    match arguments.next()? {
        Some(Value(command)) if command == "send" => {}
        Some(Long("help") | Short('h')) => return Ok(Call::Help),
        _ => return Err(SendError::new(format!("there is one command, `send`\n{USAGE}"))),
    }
    let (mut to, mut events) = (None, Vec::new());
    let mut options = Options::new("");
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("to") => to = Some(arguments.value()?.string()?),
            Long("event") => events.extend(parse_event(&arguments.value()?.string()?)?),
            Long("count") => options.count = arguments.value()?.parse()?,
            Long("seed") => options.seed = arguments.value()?.parse()?,
            Long("form") => options.forms = parse_forms(&arguments.value()?.string()?)?,
            Long("faults") => options.faults = parse_faults(&arguments.value()?.string()?)?,
            Long("header") => options.headers.push(parse_header(&arguments.value()?.string()?)?),
            Long("token") => {
                let value = format!("Bearer {}", arguments.value()?.string()?);
                options.headers.push(("authorization".to_owned(), value));
            }
            Long("help") | Short('h') => return Ok(Call::Help),
            other => return Err(other.unexpected().into()),
        }
    }
    options.to = to.ok_or_else(|| SendError::new(format!("`--to URL` is missing\n{USAGE}")))?;
    if !events.is_empty() {
        options.events = events;
    }
    Ok(Call::Send(Box::new(options)))
}

fn parse_event(name: &str) -> Result<Vec<Fixture>, SendError> {
    if name == "all" {
        return Ok(fixtures::all().collect());
    }
    let known = || fixtures::all().map(|fixture| format!("\n  {}", fixture.id())).collect::<String>();
    match fixtures::named(name) {
        Some(fixture) => Ok(vec![fixture]),
        None => Err(SendError::new(format!("there is no event `{name}`; there are{}", known()))),
    }
}

fn parse_forms(name: &str) -> Result<Vec<Form>, SendError> {
    match name {
        "plain" => Ok(vec![Form::Plain]),
        "embedded" => Ok(vec![Form::Embedded]),
        "both" => Ok(Form::ALL.to_vec()),
        _ => Err(SendError::new(format!("`{name}` is no form; there are plain, embedded, both"))),
    }
}

fn parse_faults(list: &str) -> Result<Faults, SendError> {
    let mut faults = Faults::default();
    for name in list.split(',') {
        match name {
            "duplicate" => faults.duplicate = true,
            "reorder" => faults.reorder = true,
            "unknown-field" => faults.unknown_field = true,
            _ => {
                let message = format!("`{name}` is no fault; there are duplicate, reorder, unknown-field");
                return Err(SendError::new(message));
            }
        }
    }
    Ok(faults)
}

fn parse_header(text: &str) -> Result<(String, String), SendError> {
    match text.split_once(':') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.trim().to_owned())),
        _ => Err(SendError::new("a header is written as NAME:VALUE")),
    }
}
