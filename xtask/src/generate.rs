//! `cargo xtask gen` and `gen --check`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use codegen::diagnostics::Diagnostics;
use codegen::file_tree::{Drift, FileTree};
use lexopt::prelude::{Long, ValueExt as _};

use crate::terminal::{Failure, err, is_colored, out};

/// Runs the command.
///
/// # Errors
/// Calls that are not understood, and what the file system says.
pub fn run(mut arguments: lexopt::Parser) -> Result<ExitCode, Failure> {
    let (mut check, mut spec, mut output) = (false, crate::root().join("spec"), machine_folder());
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("check") => check = true,
            Long("spec") => spec = arguments.value()?.parse::<PathBuf>()?,
            Long("out") => output = arguments.value()?.parse::<PathBuf>()?,
            other => return Err(other.unexpected().into()),
        }
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
        tell_drift(&drift, &output);
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
        let is = |extension: &str| Path::new(name).extension().is_some_and(|found| found == extension);
        is("yaml") || is("yml") || (name.starts_with("examples/") && is("json"))
    })
}

/// The files of the machine's folder.
///
/// # Errors
/// What the file system says.
pub fn read_machine_folder(folder: &Path) -> std::io::Result<FileTree> {
    FileTree::read(folder, |_| true)
}

pub(crate) fn tell_diagnostics(wrong: &Diagnostics, files: &FileTree, spec: &Path) {
    let shown = spec.strip_prefix(crate::root()).unwrap_or(spec).display().to_string();
    err(&wrong.render(files, &format!("{shown}/"), is_colored()));
    err(&wrong.to_string());
}

fn tell_drift(drift: &Drift, folder: &Path) {
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
        err("the machine-written files differ from the spec; run `cargo xtask gen` to mend them");
    } else {
        err("the machine's folder holds files that the machine did not write; move them out of it");
    }
}
