//! The folder in which everything is tried, and the programs that are measured.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::child::{Failure, output, run};
use crate::{dialect, openapi, synthetic};

/// What others' work is called in the figures.
pub(crate) const PROGENITOR: &str = "progenitor";
/// How many operations there are to one event.
const OPERATIONS_AN_EVENT: usize = 5;

/// Where things are.
pub(crate) struct Workshop {
    folder: PathBuf,
    /// The release build of this project's commands.
    pub(crate) xtask: PathBuf,
    /// Whether cargo-progenitor does the same work.
    pub(crate) progenitor: bool,
}

impl Workshop {
    /// Builds what is measured.
    pub(crate) fn open(progenitor: bool) -> Result<Self, Failure> {
        let target = target_folder()?;
        let folder = target.join("bench");
        fs::create_dir_all(&folder)?;
        let log = folder.join("log.txt");
        fs::write(&log, "")?;
        run(cargo(&["build", "--release", "--package", "xtask"]).current_dir(root()), &log)?;
        if progenitor {
            output(&mut cargo(&["progenitor", "--help"]))
                .map_err(|_| Failure("there is no cargo-progenitor: cargo install cargo-progenitor".to_owned()))?;
        }
        Ok(Self { xtask: target.join("release/xtask"), folder, progenitor })
    }

    /// Where children's words go.
    pub(crate) fn log(&self) -> PathBuf {
        self.folder.join("log.txt")
    }

    /// An own target folder for what is compiled.
    pub(crate) fn target(&self) -> PathBuf {
        self.folder.join("target")
    }

    /// The synthetic API of so many operations: a folder with `spec/` and `openapi.yaml`.
    pub(crate) fn specs(&self, operations: usize) -> Result<PathBuf, Failure> {
        let folder = self.folder.join(operations.to_string());
        clear(&folder.join("spec"))?;
        let mut itself = Command::new(std::env::current_exe()?);
        run(itself.arg("specs").arg(operations.to_string()).arg(&folder), &self.log())?;
        Ok(folder)
    }
}

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// A call of cargo without the settings of the one that started this program.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    let is_set = |name: &str| name.starts_with("CARGO_PKG_") || name == "CARGO_MANIFEST_DIR" || name == "CARGO";
    for (name, _) in std::env::vars().filter(|(name, _)| is_set(name)) {
        command.env_remove(name);
    }
    command.args(arguments);
    command
}

/// Which progenitor is installed; it does not say so itself.
pub(crate) fn progenitor_version() -> Option<String> {
    let folders = std::env::var_os("PATH")?;
    let bin = std::env::split_paths(&folders).find(|folder| folder.join("cargo-progenitor").exists())?;
    let installed = output(cargo(&["install", "--list", "--root"]).arg(bin.parent()?)).ok()?;
    let line = installed.lines().find(|line| line.starts_with("cargo-progenitor "))?;
    Some(line.trim_end_matches(':').to_owned())
}

fn target_folder() -> Result<PathBuf, Failure> {
    let about = output(cargo(&["metadata", "--no-deps", "--format-version", "1"]).current_dir(root()))?;
    let (_, rest) = about.split_once("\"target_directory\":\"").ok_or(Failure("where is target/?".to_owned()))?;
    Ok(rest.split('"').next().unwrap_or_default().into())
}

/// Writes a synthetic API in both languages.
pub(crate) fn write_specs(operations: usize, folder: &Path) -> Result<(), Failure> {
    let groups = synthetic::groups(operations, operations / OPERATIONS_AN_EVENT);
    for (path, text) in dialect::files(&groups) {
        write(&folder.join("spec").join(path), &text)?;
    }
    write(&folder.join("openapi.yaml"), &openapi::document(&groups))
}

/// Writes a file, and the folders on the way to it.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(path, text)?)
}

/// Deletes a folder if it is there.
pub(crate) fn clear(folder: &Path) -> Result<(), Failure> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}

/// Every file below a folder.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let (mut files, mut open) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() { open.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    Ok(files)
}

/// Lines and bytes of the Rust files below a folder.
pub(crate) fn size(folder: &Path) -> Result<(usize, usize), Failure> {
    let (mut lines, mut bytes) = (0, 0);
    for file in files(folder)?.iter().filter(|file| file.extension().is_some_and(|of| of == "rs")) {
        let text = fs::read_to_string(file)?;
        lines += text.lines().count();
        bytes += text.len();
    }
    Ok((lines, bytes))
}
