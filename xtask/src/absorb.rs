//! `cargo xtask absorb FILES...`: captured deliveries or responses, held against the spec.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use codegen::absorb::{AbsorbError, Options, absorb};
use codegen::file_tree::write_all;
use lexopt::prelude::{Long, Short, Value, ValueExt as _};

use crate::generate::{read_spec, tell_diagnostics};
use crate::terminal::{Failure, help, out};

const USAGE: &str = "\
usage: cargo xtask absorb FILES... [--operation ID] [--spec DIR] [--write]

  holds captured deliveries or responses against the spec: which events, fields and values it does not know, which types
  differ, which fields never came. FILES are JSON, lists of samples in JSON, or JSON lines; where events are told by a
  header a sample is an object with `headers` and `body`. No value of a sample is shown or written, but names of events
  and of enum values.

  --operation ID  the files are responses of this operation, such as `users.list`; else they are deliveries
  --write         writes what is new into the spec, marked as observed; all files or none
  --spec DIR      another spec than spec/
  --match PATH    unknown events are told by the value at this path; may be given more than once
  --family NAME   the family of unknown events
  --source ID     the source of what is written; `observed` if not given
  --seen DATE     the day on which it was seen, such as 2026-11-22; today if not given

  exit code 0: the spec knows all of it, or it was written; 1: there is something new
";

/// Runs the command.
///
/// # Errors
/// Calls that are not understood, samples that are not JSON, and what the file system says.
pub fn run(mut arguments: lexopt::Parser) -> Result<ExitCode, Failure> {
    let (mut paths, mut given_spec, mut write) = (Vec::new(), None, false);
    let mut options = Options { seen: today(), ..Options::default() };
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("operation") => options.operation = Some(arguments.value()?.string()?),
            Long("match") => options.match_paths.push(arguments.value()?.string()?),
            Long("family") => options.family = Some(arguments.value()?.string()?),
            Long("source") => options.source = Some(arguments.value()?.string()?),
            Long("seen") => options.seen = arguments.value()?.string()?,
            Long("spec") => given_spec = Some(arguments.value()?.parse::<PathBuf>()?),
            Long("write") => write = true,
            Long("help") | Short('h') => return Ok(help(USAGE)),
            Value(path) => paths.push(PathBuf::from(path)),
            other => return Err(other.unexpected().into()),
        }
    }
    if paths.is_empty() {
        return Err(Failure::usage(USAGE));
    }
    let spec = given_spec.unwrap_or_else(|| crate::root().join("spec"));
    let files = read_spec(&spec)?;
    // What nothing uses yet may be what is absorbed.
    let api = match codegen::resolve_unfinished(&files) {
        Ok((api, _)) => api,
        Err(wrong) => {
            tell_diagnostics(&wrong, &files, &spec);
            return Ok(ExitCode::from(2));
        }
    };
    let mut texts = Vec::new();
    for path in paths {
        let named = |error: std::io::Error| Failure::usage(format!("error: {}: {error}", path.display()));
        texts.push((path.display().to_string(), std::fs::read_to_string(&path).map_err(named)?));
    }
    let absorbed = absorb(&api, &texts, options).map_err(|error| Failure::usage(format!("error: {error}")))?;
    out(absorbed.report().trim_end());
    if absorbed.is_known() {
        return Ok(ExitCode::SUCCESS);
    }
    if !write {
        out("\nNothing was written; `--write` does.");
        return Ok(ExitCode::from(1));
    }
    let written = match absorbed.write(&files) {
        Ok(written) => written,
        Err(error) => {
            if let AbsorbError::Spec { wrong, files } = &error {
                tell_diagnostics(wrong, files, &spec);
            }
            return Err(Failure::usage(format!("error: nothing was written: {error}")));
        }
    };
    write_all(&spec, &written.files)?;
    tell("written", &written.done);
    tell("left to you", &written.left);
    Ok(ExitCode::SUCCESS)
}

fn tell(title: &str, lines: &[String]) {
    if !lines.is_empty() {
        out(&format!("\n{title}"));
        lines.iter().for_each(|line| out(&format!("  {line}")));
    }
}

/// The day in UTC, as 2026-11-22.
fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    date(i64::try_from(seconds / 86_400).unwrap_or_default())
}

/// The date of a day, counted from 1970-01-01.
fn date(day: i64) -> String {
    // Years that begin in March: the day that comes and goes is the last one of each.
    let day = day + 719_468;
    let (era, of_era) = (day.div_euclid(146_097), day.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let from_march = (5 * of_year + 2) / 153;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{:02}", of_year - (153 * from_march + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn a_day_has_its_date() {
        for (day, wanted) in [(0, "1970-01-01"), (59, "1970-03-01"), (11_016, "2000-02-29"), (20_779, "2026-11-22")] {
            assert_eq!(date(day), wanted);
        }
    }
}
