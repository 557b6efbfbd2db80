//! `cargo xtask gen` and `gen --check`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use codegen::diagnostics::Diagnostics;
use codegen::file_tree::{Drift, FileTree};
use lexopt::prelude::{Long, Short, ValueExt as _};

use crate::terminal::{Failure, err, help, is_colored, out};

/// Runs the command.
///
/// # Errors
/// Calls that are not understood, and what the file system says.
pub fn run(mut arguments: lexopt::Parser) -> Result<ExitCode, Failure> {
    let (mut check, mut given_spec, mut given_output) = (false, None, None);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("check") => check = true,
            Long("spec") => given_spec = Some(arguments.value()?.parse::<PathBuf>()?),
            Long("out") => given_output = Some(arguments.value()?.parse::<PathBuf>()?),
            Long("help") | Short('h') => return Ok(help(USAGE)),
            other => return Err(other.unexpected().into()),
        }
    }
    if given_spec.is_some() && given_output.is_none() {
        return Err(Failure::usage(
            "error: `--spec` needs `--out`: the project's own folder holds what its own spec says",
        ));
    }
    let command = command(given_spec.as_deref(), given_output.as_deref());
    let spec = given_spec.unwrap_or_else(|| crate::root().join("spec"));
    let output = given_output.unwrap_or_else(machine_folder);
    if output.exists() && !output.is_dir() {
        return Err(Failure::usage(format!("error: {} is not a folder", output.display())));
    }
    let started = Instant::now();
    let files = read_spec(&spec)?;
    let wanted = match codegen::generate(&files) {
        Ok(wanted) => wanted,
        Err(wrong) => {
            tell_diagnostics(&wrong, &files, &spec);
            return Ok(ExitCode::from(2));
        }
    };
    let drift = Drift::between(&wanted, &read_machine_folder(&output)?);
    if !drift.foreign.is_empty() || (check && !drift.is_none()) {
        tell_drift(&drift, &output, &command);
        return Ok(ExitCode::from(1));
    }
    drift.mend(&wanted, &output)?;
    let (seconds, lines) =
        (started.elapsed().as_secs_f64(), wanted.iter().map(|(_, text)| text.lines().count()).sum::<usize>());
    let (written, removed, unchanged) = (drift.writes(), drift.orphaned.len(), wanted.len() - drift.writes());
    out(&format!(
        "{} files, {lines} lines: {written} written, {removed} removed, {unchanged} unchanged, {seconds:.2} s",
        wanted.len()
    ));
    Ok(ExitCode::SUCCESS)
}

const USAGE: &str = "\
usage: cargo xtask gen [--check] [--spec DIR] [--out DIR]

  writes the machine's files from the spec, touches no others, and deletes those that nothing asks for any more

  --check     write nothing, list how the files differ; exit code 1 if they do
  --spec DIR  another spec than spec/; needs --out
  --out DIR   another folder than generated/src/api/
";

/// The call that writes the files of this spec into this folder.
#[must_use]
pub fn command(spec: Option<&Path>, output: Option<&Path>) -> String {
    let option = |name: &str, path: Option<&Path>| path.map(|path| format!(" {name} {}", quoted(path)));
    let options = [option("--spec", spec), option("--out", output)];
    format!("cargo xtask gen{}", options.into_iter().flatten().collect::<String>())
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+,:@".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) { text } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

/// The folder that the machine writes.
#[must_use]
pub fn machine_folder() -> PathBuf {
    crate::root().join("generated/src/api")
}

/// The files of a spec.
///
/// # Errors
/// What the file system says.
pub fn read_spec(folder: &Path) -> std::io::Result<FileTree> {
    if !folder.is_dir() {
        return Err(std::io::Error::new(
            std::io::ErrorKind::NotFound,
            format!("there is no folder {}", folder.display()),
        ));
    }
    FileTree::read(folder, |name| {
        // Editors leave files and links of their own beside those that they edit.
        if name.split('/').any(|part| part.starts_with('.')) {
            return false;
        }
        let is = |extension: &str| Path::new(name).extension().is_some_and(|found| found == extension);
        is("yaml") || is("yml") || (name.starts_with("examples/") && is("json"))
    })
}

/// The files of the machine's folder. What is no text is there without one.
///
/// # Errors
/// What the file system says.
pub fn read_machine_folder(folder: &Path) -> std::io::Result<FileTree> {
    FileTree::read_any(folder)
}

pub(crate) fn tell_diagnostics(wrong: &Diagnostics, files: &FileTree, spec: &Path) {
    let shown = spec.strip_prefix(crate::root()).unwrap_or(spec).display().to_string();
    err(&wrong.render(files, &format!("{shown}/"), is_colored()));
    err(&wrong.to_string());
}

fn tell_drift(drift: &Drift, folder: &Path, command: &str) {
    let lists = [
        ("missing", &drift.missing),
        ("stale", &drift.stale),
        ("orphaned", &drift.orphaned),
        ("not machine-written", &drift.foreign),
    ];
    for (what, path) in lists.iter().flat_map(|(what, paths)| paths.iter().map(move |path| (what, path))) {
        err(&format!("{what}: {}", folder.join(path).display()));
    }
    if drift.foreign.is_empty() {
        err(&format!("the machine-written files differ from the spec; run `{command}` to mend them"));
    } else {
        err("the machine's folder holds files that the machine did not write; move them out of it");
    }
}
