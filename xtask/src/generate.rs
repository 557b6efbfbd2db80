//! `cargo xtask gen` and `gen --check`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use codegen::diagnostics::Diagnostics;
use codegen::file_tree::{Drift, FileTree};
use lexopt::prelude::{Long, Short};

use crate::folders::lock_folders;
use crate::terminal::{Failure, err, help, is_colored, out};

pub use crate::folders::{command, machine_folder, read_machine_folder, read_spec, testing_folder};

/// A folder that the machine writes, what belongs into it, and which files there are a matter of this run.
pub(crate) struct Target {
    pub(crate) folder: PathBuf,
    pub(crate) wanted: FileTree,
    pub(crate) owns: Box<dyn Fn(&str) -> bool>,
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
            Long("spec") => given_spec = Some(folder_of("--spec", &mut arguments)?),
            Long("out") => output = Some(folder_of("--out", &mut arguments)?),
            Long("testing-out") => testing = Some(folder_of("--testing-out", &mut arguments)?),
            Long("help") | Short('h') => return Ok(help(USAGE)),
            other => return Err(other.unexpected().into()),
        }
    }
    let own = output.is_none() && testing.is_none();
    if given_spec.is_some() && own {
        return Err(Failure::usage(
            "error: `--spec` needs `--out` or `--testing-out`: the project's own folders hold what its own spec says",
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
    let of = |folder: Option<PathBuf>, wanted| folder.map(|folder| Target { folder, wanted, owns: Box::new(|_| true) });
    let targets: Vec<Target> = of(output, wanted.api).into_iter().chain(of(testing, wanted.testing)).collect();
    keep_folders(&targets, check, &command, started)
}

/// The folder that an option names.
fn folder_of(option: &str, arguments: &mut lexopt::Parser) -> Result<PathBuf, Failure> {
    let folder = arguments.value()?;
    if folder.is_empty() {
        return Err(Failure::usage(format!("error: `{option}` needs a folder")));
    }
    Ok(folder.into())
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
    let _locks = if check { Vec::new() } else { lock_folders(targets.iter().map(|target| &*target.folder))? };
    let mut drifts = Vec::new();
    for Target { folder, wanted, owns } in targets {
        let found = read_machine_folder(folder)?.into_iter().filter(|(path, _)| owns(path)).collect();
        drifts.push(Drift::between(wanted, &found));
    }
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
    let s = if files == 1 { "" } else { "s" };
    out(&format!(
        "{files} file{s}, {lines} lines: {written} written, {removed} removed, {} unchanged, {:.2} s",
        files - written,
        started.elapsed().as_secs_f64()
    ));
    Ok(ExitCode::SUCCESS)
}

const USAGE: &str = "\
usage: cargo xtask gen [--check] [--spec DIR] [--out DIR] [--testing-out DIR]

  writes the machine's files from the spec, touches no others, and deletes those that nothing asks for any more

  --check            write nothing, list how the files differ; exit code 1 if they do
  --spec DIR         another spec than spec/; needs one of the other two
  --out DIR          another folder than generated/src/api/, and no other unless it is named
  --testing-out DIR  the same for generated/testing/src/api/
";

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
