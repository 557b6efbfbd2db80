//! `cargo xtask gen` and `gen --check`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use codegen::diagnostics::Diagnostics;
use codegen::file_tree::{Drift, FileTree};
use lexopt::prelude::{Long, Short, ValueExt as _};

use crate::terminal::{Failure, err, help, is_colored, out};

/// A folder that the machine writes, what belongs into it, and what is there.
pub(crate) struct Target {
    pub(crate) folder: PathBuf,
    pub(crate) wanted: FileTree,
    pub(crate) found: FileTree,
}

/// Runs the command.
///
/// # Errors
/// Calls that are not understood, and what the file system says.
pub fn run(mut arguments: lexopt::Parser) -> Result<ExitCode, Failure> {
    let (mut check, mut given_spec, mut output, mut testing) = (false, None, None, None);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("check") => check = true,
            Long("spec") => given_spec = Some(arguments.value()?.parse::<PathBuf>()?),
            Long("out") => output = Some(arguments.value()?.parse::<PathBuf>()?),
            Long("testing-out") => testing = Some(arguments.value()?.parse::<PathBuf>()?),
            Long("help") | Short('h') => return Ok(help(USAGE)),
            other => return Err(other.unexpected().into()),
        }
    }
    let own = output.is_none() && testing.is_none();
    if given_spec.is_some() && own {
        return Err(Failure::usage(
            "error: `--spec` needs `--out`: the project's own folders hold what its own spec says",
        ));
    }
    let folders = [("--spec", &given_spec), ("--out", &output), ("--testing-out", &testing)];
    let command = command(&folders);
    let spec = given_spec.unwrap_or_else(|| crate::root().join("spec"));
    if own {
        (output, testing) = (Some(machine_folder()), Some(testing_folder()));
    }
    if let Some(file) = output.iter().chain(&testing).find(|folder| folder.exists() && !folder.is_dir()) {
        return Err(Failure::usage(format!("error: {} is not a folder", file.display())));
    }
    let started = Instant::now();
    let files = read_spec(&spec)?;
    let made = match testing {
        Some(_) => codegen::generate_all(&files),
        None => codegen::generate(&files).map(|api| codegen::Generated { api, testing: FileTree::new() }),
    };
    let wanted = match made {
        Ok(wanted) => wanted,
        Err(wrong) => {
            tell_diagnostics(&wrong, &files, &spec);
            return Ok(ExitCode::from(2));
        }
    };
    let mut targets = Vec::new();
    for (folder, wanted) in [(output, wanted.api), (testing, wanted.testing)] {
        let Some(folder) = folder else { continue };
        let found = read_machine_folder(&folder)?;
        targets.push(Target { folder, wanted, found });
    }
    keep_folders(&targets, check, &command, started)
}

/// Mends all folders, or none where one is not the machine's or `check` is set.
///
/// # Errors
/// What the file system says.
pub(crate) fn keep_folders(
    targets: &[Target],
    check: bool,
    command: &str,
    started: Instant,
) -> Result<ExitCode, Failure> {
    let drifts: Vec<Drift> = targets.iter().map(|target| Drift::between(&target.wanted, &target.found)).collect();
    if drifts.iter().any(|drift| !drift.foreign.is_empty() || (check && !drift.is_none())) {
        tell_drifts(&drifts, targets, command);
        return Ok(ExitCode::from(1));
    }
    for (drift, target) in drifts.iter().zip(targets) {
        drift.mend(&target.wanted, &target.folder)?;
    }
    let files: usize = targets.iter().map(|target| target.wanted.len()).sum();
    let texts = targets.iter().flat_map(|target| target.wanted.iter());
    let lines: usize = texts.map(|(_, text)| text.lines().count()).sum();
    let written: usize = drifts.iter().map(Drift::writes).sum();
    let removed: usize = drifts.iter().map(|drift| drift.orphaned.len()).sum();
    out(&format!(
        "{files} files, {lines} lines: {written} written, {removed} removed, {} unchanged, {:.2} s",
        files - written,
        started.elapsed().as_secs_f64()
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

/// The call that generates with these folders, by the options that name them.
#[must_use]
pub fn command(folders: &[(&str, &Option<PathBuf>)]) -> String {
    let option = |(name, path): &(&str, &Option<PathBuf>)| Some(format!(" {name} {}", quoted(path.as_deref()?)));
    format!("cargo xtask gen{}", folders.iter().filter_map(option).collect::<String>())
}

/// A path as a shell takes it.
pub(crate) fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+,:@".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) { text } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

/// The folder that the machine writes.
#[must_use]
pub fn machine_folder() -> PathBuf {
    crate::root().join("generated/src/api")
}

/// The folder that the machine writes in the crate that tests use.
#[must_use]
pub fn testing_folder() -> PathBuf {
    crate::root().join("generated/testing/src/api")
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
        // Editors leave files and links of their own beside those that they edit, and `cargo xtask export` its folder.
        if name.split('/').any(|part| part.starts_with('.')) || name.starts_with("exported/") {
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

fn tell_drifts(drifts: &[Drift], targets: &[Target], command: &str) {
    for (drift, Target { folder, .. }) in drifts.iter().zip(targets) {
        let lists = [
            ("missing", &drift.missing),
            ("stale", &drift.stale),
            ("orphaned", &drift.orphaned),
            ("not machine-written", &drift.foreign),
        ];
        for (what, path) in lists.iter().flat_map(|(what, paths)| paths.iter().map(move |path| (what, path))) {
            err(&format!("{what}: {}", folder.join(path).display()));
        }
    }
    if drifts.iter().all(|drift| drift.foreign.is_empty()) {
        err(&format!("the machine-written files differ from the spec; run `{command}` to mend them"));
    } else {
        err("the machine's folder holds files that the machine did not write; move them out of it");
    }
}
