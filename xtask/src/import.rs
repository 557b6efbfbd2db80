//! `cargo xtask import openapi FILE --new DIR`, and the call of `--into DIR`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use codegen::export::is_exported;
use codegen::file_tree::{FileTree, write_whole};
use codegen::import::{self, Import, Options, Source};
use lexopt::prelude::{Long, Short, Value, ValueExt as _};

use crate::folders::is_empty_folder;
use crate::generate::{command, tell_diagnostics};
use crate::import_back;
use crate::import_into::{self, Into};
use crate::terminal::{Failure, help, out};

const USAGE: &str = "\
usage: cargo xtask import openapi FILE --new DIR [--match-header NAME] [--report FILE] [--dry-run]
       cargo xtask import openapi FILE --into DIR [--source ID] [--dry-run]

  reads a description in OpenAPI 3.0 or 3.1, JSON or YAML. With --new it writes a whole new spec of that API into an empty
  folder. With --into it fills in what the spec of that folder assumes: operations are matched by method and path, by id or
  by title; what people know stays, and what contradicts it is told.

  --match-header NAME  the header whose value names a webhook, such as X-GitHub-Event; OpenAPI does not say
  --report FILE        write each finding with its place; without it they are counted by kind
  --source ID          with --into: the source that evidence names; `openapi` if not given
  --dry-run            write nothing; with --into the changes are shown
";

/// What a call asks for.
#[derive(Default)]
struct Call {
    file: PathBuf,
    new: PathBuf,
    into: Option<PathBuf>,
    source: Option<String>,
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
    if let Some(spec) = &call.into {
        let (source, options) = (call.source.as_deref().unwrap_or("openapi"), call.options.clone());
        return import_into::run(&Into { file: &call.file, spec, source, options, dry_run: call.dry_run });
    }
    let started = Instant::now();
    let shown = call.file.display();
    let text =
        std::fs::read_to_string(&call.file).map_err(|error| Failure::usage(format!("error: {shown}: {error}")))?;
    if is_exported(&text) {
        return import_back::run(&call.file, &text, &call.new, call.dry_run);
    }
    let name = call.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let wrong = |error: import::ReadError| Failure::usage(format!("error: {shown}:{}: {}", error.line, error.message));
    let source = Source::parse(name.clone(), &text).map_err(wrong)?;
    let import = import::read(&source, &call.options).map_err(wrong)?;
    let spec = import::fresh(&import.model, &name);
    if let Err(wrong) = codegen::generate(&spec) {
        tell_diagnostics(&wrong, &spec, &call.new);
        return Err(Failure::usage("nothing was written, the spec would not hold together: a defect of the import"));
    }
    if !call.dry_run {
        for (path, text) in spec.iter() {
            write_whole(&call.new.join(path), text)?;
        }
        if let Some(report) = &call.report {
            write_whole(report, &import::list(&import.findings, &name))?;
        }
    }
    tell(&call, &import, &spec, &name, started);
    Ok(ExitCode::SUCCESS)
}

/// What is asked for; none if that is how the command is called.
fn parse_call(mut arguments: lexopt::Parser) -> Result<Option<Call>, Failure> {
    let (mut call, mut words, mut new) = (Call::default(), Vec::new(), None);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("new") => new = Some(arguments.value()?.parse::<PathBuf>()?),
            Long("into") => call.into = Some(arguments.value()?.parse()?),
            Long("source") => call.source = Some(arguments.value()?.string()?),
            Long("match-header") => call.options.match_header = Some(arguments.value()?.string()?),
            Long("report") => call.report = Some(arguments.value()?.parse()?),
            Long("dry-run") => call.dry_run = true,
            Long("help") | Short('h') => return Ok(None),
            Value(word) => words.push(word),
            other => return Err(other.unexpected().into()),
        }
    }
    let [kind, file] = &words[..] else { return Err(Failure::usage(USAGE)) };
    if kind != "openapi" {
        return Err(Failure::usage(format!("error: `{}` is not read, only `openapi`", kind.to_string_lossy())));
    }
    let new = match (new, &call.into) {
        (Some(new), None) => new,
        (None, Some(_)) => return Ok(Some(Call { file: file.into(), ..call })),
        _ => return Err(Failure::usage(USAGE)),
    };
    if !is_empty_folder(&new)? {
        return Err(Failure::usage(format!("error: {} is not an empty folder; nothing is overwritten", new.display())));
    }
    Ok(Some(Call { file: file.into(), new, ..call }))
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
    if !call.dry_run {
        out(&format!(
            "\nThe spec stands in {}. Next:\n  {} --out DIR",
            call.new.display(),
            command(&[("--spec", &Some(call.new.clone()))])
        ));
    }
}
