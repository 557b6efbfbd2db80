//! `cargo xtask export` and `export --check`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use codegen::diagnostics::Diagnostics;
use codegen::export::Format;
use codegen::file_tree::FileTree;
use lexopt::prelude::{Long, Short, Value, ValueExt as _};

use crate::folders::{quoted, read_spec};
use crate::generate::{Target, keep_folders, tell_diagnostics};
use crate::terminal::{Failure, help};

const USAGE: &str = "\
usage: cargo xtask export [openapi|jsonschema|asyncapi]... [--check] [--spec DIR] [--out DIR]

  writes the spec as other tools read it: OpenAPI 3.1 as YAML and JSON, JSON Schema 2020-12 of each type and event,
  AsyncAPI 3.0 of the events; without a name, all of them. What they mean: docs/exported.md

  --check     write nothing, list how the files differ; exit code 1 if they do
  --spec DIR  another spec than spec/; needs --out
  --out DIR   another folder than spec/exported/
";

/// Under which the project's own descriptions are.
const LICENSE: &str = "MIT OR Apache-2.0";

/// Runs the command.
///
/// # Errors
/// Calls that are not understood, and what the file system says.
pub fn run(mut arguments: lexopt::Parser) -> Result<ExitCode, Failure> {
    let (mut check, mut given_spec, mut output, mut formats) = (false, None, None, Vec::new());
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("check") => check = true,
            Long("spec") => given_spec = Some(arguments.value()?.parse::<PathBuf>()?),
            Long("out") => output = Some(arguments.value()?.parse::<PathBuf>()?),
            Long("help") | Short('h') => return Ok(help(USAGE)),
            Value(word) => formats.push(parse_format(&word.string()?)?),
            other => return Err(other.unexpected().into()),
        }
    }
    if given_spec.is_some() && output.is_none() {
        return Err(Failure::usage(
            "error: `--spec` needs `--out`: spec/exported/ holds what the project's own spec says",
        ));
    }
    if let Some(file) = output.as_ref().filter(|folder| folder.exists() && !folder.is_dir()) {
        return Err(Failure::usage(format!("error: {} is not a folder", file.display())));
    }
    let started = Instant::now();
    let command = command(&formats, given_spec.as_deref(), output.as_deref());
    let license = given_spec.is_none().then_some(LICENSE);
    let spec = given_spec.unwrap_or_else(|| crate::root().join("spec"));
    let formats = if formats.is_empty() { Format::ALL.to_vec() } else { formats };
    let files = read_spec(&spec)?;
    let folder = output.unwrap_or_else(folder);
    match target(&files, &formats, license, &folder)? {
        Ok(target) => keep_folders(&[target], check, &command, started),
        Err(wrong) => {
            tell_diagnostics(&wrong, &files, &spec);
            Ok(ExitCode::from(2))
        }
    }
}

/// The folder of the project's own descriptions.
#[must_use]
pub fn folder() -> PathBuf {
    crate::root().join("spec/exported")
}

/// What belongs into the folder of the project's own descriptions.
///
/// # Errors
/// What is wrong with the spec.
pub fn wanted(spec: &FileTree) -> Result<FileTree, Diagnostics> {
    codegen::export_all(spec, &Format::ALL, Some(LICENSE))
}

/// What the descriptions should be, and which of those kinds the folder has.
fn target(
    spec: &FileTree,
    formats: &[Format],
    license: Option<&str>,
    folder: &Path,
) -> Result<Result<Target, Diagnostics>, Failure> {
    let wanted = match codegen::export_all(spec, formats, license) {
        Ok(wanted) => wanted,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let is_all = Format::ALL.iter().all(|format| formats.contains(format));
    let formats = formats.to_vec();
    let owns = Box::new(move |path: &str| is_all || formats.iter().any(|format| format.owns(path)));
    Ok(Ok(Target { folder: folder.to_owned(), wanted, owns }))
}

fn parse_format(word: &str) -> Result<Format, Failure> {
    Format::ALL.into_iter().find(|format| format.name() == word).ok_or_else(|| {
        let known = Format::ALL.map(Format::name).join(", ");
        Failure::usage(format!("error: unknown description `{word}`; there are: {known}"))
    })
}

/// The call that writes the same.
fn command(formats: &[Format], spec: Option<&Path>, output: Option<&Path>) -> String {
    let formats: String = formats.iter().map(|format| format!(" {}", format.name())).collect();
    let option =
        |name: &str, path: Option<&Path>| path.map(|path| format!(" {name} {}", quoted(path))).unwrap_or_default();
    format!("cargo xtask export{formats}{}{}", option("--spec", spec), option("--out", output))
}
