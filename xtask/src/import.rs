//! `cargo xtask import openapi FILE --new DIR`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use codegen::export::{is_exported, read_back};
use codegen::file_tree::{FileTree, write_whole};
use codegen::import::{self, Import, Options, Source};
use lexopt::prelude::{Long, Short, Value, ValueExt as _};

use crate::generate::{command, tell_diagnostics};
use crate::terminal::{Failure, help, out};

const USAGE: &str = "\
usage: cargo xtask import openapi FILE --new DIR [--match-header NAME] [--report FILE] [--dry-run]

  reads a description in OpenAPI 3.0 or 3.1, JSON or YAML, and writes a whole new spec of that API into an empty folder;
  one that `cargo xtask export` wrote becomes the spec again that it was

  --match-header NAME  the header whose value names a webhook, such as X-GitHub-Event; OpenAPI does not say
  --report FILE        write each finding with its place; without it they are counted by kind
  --dry-run            write nothing
";

/// What a call asks for.
#[derive(Default)]
struct Call {
    file: PathBuf,
    new: PathBuf,
    report: Option<PathBuf>,
    dry_run: bool,
    options: Options,
}

/// Runs the command.
///
/// # Errors
/// Calls that are not understood, a file that is no OpenAPI of version 3, and what the file system says.
pub fn run(arguments: lexopt::Parser) -> Result<ExitCode, Failure> {
    let Some(call) = parse_call(arguments)? else { return Ok(help(USAGE)) };
    let started = Instant::now();
    let shown = call.file.display();
    let text =
        std::fs::read_to_string(&call.file).map_err(|error| Failure::usage(format!("error: {shown}: {error}")))?;
    if is_exported(&text) {
        let spec = read_back(&text).map_err(|error| Failure::usage(format!("error: {shown}{error}")))?;
        write_spec(&call, &spec, "the description says what no spec may say")?;
        out(&format!("{shown}: exported from a spec, and read back: {} files", spec.len()));
        tell_next_step(&call);
        return Ok(ExitCode::SUCCESS);
    }
    let name = call.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let wrong = |error: import::ReadError| Failure::usage(format!("error: {shown}:{}: {}", error.line, error.message));
    let source = Source::parse(name.clone(), &text).map_err(wrong)?;
    let import = import::read(&source, &call.options).map_err(wrong)?;
    let spec = import::fresh(&import.model, &name);
    write_spec(&call, &spec, "this is a defect of the import")?;
    if let Some(report) = call.report.as_ref().filter(|_| !call.dry_run) {
        write_whole(report, &import::list(&import.findings, &name))?;
    }
    tell(&call, &import, &spec, &name, started);
    Ok(ExitCode::SUCCESS)
}

/// Writes the spec into its folder if it holds together; else says why it does not, and whose fault that is.
fn write_spec(call: &Call, spec: &FileTree, fault: &str) -> Result<(), Failure> {
    if let Err(wrong) = codegen::generate(spec) {
        tell_diagnostics(&wrong, spec, &call.new);
        return Err(Failure::usage(format!("nothing was written: the spec would not hold together; {fault}")));
    }
    for (path, text) in spec.iter().filter(|_| !call.dry_run) {
        write_whole(&call.new.join(path), text)?;
    }
    Ok(())
}

/// What is asked for; none if that is how the command is called.
fn parse_call(mut arguments: lexopt::Parser) -> Result<Option<Call>, Failure> {
    let (mut call, mut words, mut new) = (Call::default(), Vec::new(), None);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("new") => new = Some(arguments.value()?.parse::<PathBuf>()?),
            Long("match-header") => call.options.match_header = Some(arguments.value()?.string()?),
            Long("report") => call.report = Some(arguments.value()?.parse()?),
            Long("dry-run") => call.dry_run = true,
            Long("help") | Short('h') => return Ok(None),
            Value(word) => words.push(word),
            other => return Err(other.unexpected().into()),
        }
    }
    let ([kind, file], Some(new)) = (&words[..], new) else { return Err(Failure::usage(USAGE)) };
    if kind != "openapi" {
        return Err(Failure::usage(format!("error: `{}` is not read, only `openapi`", kind.to_string_lossy())));
    }
    if !is_empty(&new)? {
        return Err(Failure::usage(format!("error: {} is not an empty folder; nothing is overwritten", new.display())));
    }
    Ok(Some(Call { file: file.into(), new, ..call }))
}

/// Whether a folder is not there or has nothing in it.
fn is_empty(folder: &Path) -> Result<bool, Failure> {
    if !folder.exists() {
        return Ok(true);
    }
    Ok(folder.is_dir() && std::fs::read_dir(folder)?.next().is_none())
}

fn tell(call: &Call, import: &Import, spec: &FileTree, name: &str, started: Instant) {
    let Import { model, findings } = import;
    let told = model.events.iter().filter(|event| !event.keys.is_empty()).count();
    let lines: usize = spec.iter().map(|(_, text)| text.lines().count()).sum();
    out(&format!(
        "{name}: {} operations, {} webhooks ({told} of them told apart), {} types: {} files, {lines} lines, {:.2} s",
        model.operations.len(),
        model.events.len(),
        model.types.len(),
        spec.len(),
        started.elapsed().as_secs_f64()
    ));
    if !model.events.is_empty() {
        out(match &call.options.match_header {
            Some(_) => "webhooks: told by the header that you named, and by fields that have one value only",
            None => {
                "webhooks: OpenAPI has no rule how one is told from another; if a header names them, say which:\n\
                 --match-header NAME"
            }
        });
    }
    if !findings.is_empty() {
        out(&format!("\n{} findings:\n\n{}", findings.len(), import::summary(findings, name).trim_end()));
        if call.report.is_none() {
            out("\n--report FILE lists each with its place");
        }
    }
    tell_next_step(call);
}

fn tell_next_step(call: &Call) {
    if !call.dry_run {
        out(&format!(
            "\nThe spec stands in {}. Next:\n  {} --out DIR",
            call.new.display(),
            command(&[("--spec", &Some(call.new.clone()))])
        ));
    }
}
