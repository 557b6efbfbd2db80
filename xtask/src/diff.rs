//! `cargo xtask diff OLD NEW`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use codegen::diff::rules::{Rust, Wire};
use codegen::diff::{Change, bump, compare, markdown};
use codegen::file_tree::FileTree;
use codegen::ir::Api;
use lexopt::prelude::{Long, Short, Value, ValueExt as _};

use crate::folders::read_spec;
use crate::generate::tell_diagnostics;
use crate::revision;
use crate::terminal::{Failure, help, out};

const USAGE: &str = "\
usage: cargo xtask diff OLD [NEW] [--markdown]

  lists what changed from one spec to another, and for each change: whether those who send and those who read by the old
  spec get along with the new one, whether Rust code that uses the crate does, and which part of the version has to rise

  OLD, NEW    a folder with a spec, or a git revision: `v0.1.0`, `HEAD~3`, `HEAD:other/spec`; without NEW, spec/ as it is
  --markdown  print a section for CHANGELOG.md

  The rules: docs/diff.md
";

/// A spec, and where it comes from.
struct Side {
    files: FileTree,
    shown: PathBuf,
}

/// Runs the command.
///
/// # Errors
/// Calls that are not understood, revisions that git does not know, and what the file system says.
pub fn run(mut arguments: lexopt::Parser) -> Result<ExitCode, Failure> {
    let (mut words, mut as_markdown) = (Vec::new(), false);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("markdown") => as_markdown = true,
            Long("help") | Short('h') => return Ok(help(USAGE)),
            Value(word) if words.len() < 2 => words.push(word.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let (old, new) = match &words[..] {
        [old, new] => (side(old)?, side(new)?),
        [old] => {
            let spec = crate::root().join("spec");
            (side(old)?, Side { files: read_spec(&spec)?, shown: spec })
        }
        _ => return Err(Failure::usage(USAGE)),
    };
    let (Some(before), Some(after)) = (resolve(&old), resolve(&new)) else { return Ok(ExitCode::from(2)) };
    let changes = compare(&before, &after);
    if as_markdown {
        out(markdown(&changes).trim_end());
    } else {
        tell(&changes, &old, &new);
    }
    Ok(ExitCode::SUCCESS)
}

/// A folder, if there is one of that name; else a revision of the project.
fn side(word: &str) -> Result<Side, Failure> {
    let folder = Path::new(word);
    if folder.is_dir() {
        return Ok(Side { files: read_spec(folder)?, shown: folder.to_owned() });
    }
    Ok(Side { files: revision::read_spec(word)?, shown: PathBuf::from(word) })
}

fn resolve(side: &Side) -> Option<Api> {
    match codegen::resolve(&side.files) {
        Ok(api) => Some(api),
        Err(wrong) => {
            tell_diagnostics(&wrong, &side.files, &side.shown);
            None
        }
    }
}

fn tell(changes: &[Change], old: &Side, new: &Side) {
    for of in changes {
        let side = if of.is_gone { old } else { new };
        let line = of.place.clone().on_key().line(side.files.get(&of.place.file).unwrap_or_default());
        let shown = side.shown.strip_prefix(crate::root()).unwrap_or(&side.shown).display();
        let detail = if of.detail.is_empty() { String::new() } else { format!(": {}", of.detail) };
        out(&format!("{shown}/{}:{line}: {}: {}{detail}", of.place.file, of.subject, of.rule.what));
        let assumed = if of.assumed && of.breaks() { ", which was assumed" } else { "" };
        out(&format!(
            "  sender {}, receiver {}, Rust {}: {}{assumed}",
            wire(of.sender),
            wire(of.receiver),
            rust(of.rust),
            of.bump().name()
        ));
    }
    match bump(changes) {
        None => out("no changes"),
        Some(bump) => out(&format!("{} changes; the next version is a {} one", changes.len(), bump.name())),
    }
}

const fn wire(of: Wire) -> &'static str {
    match of {
        Wire::Untouched => "-",
        Wire::Fits => "fits",
        Wire::Breaks => "breaks",
    }
}

const fn rust(of: Rust) -> &'static str {
    match of {
        Rust::Same => "same",
        Rust::Adds => "adds",
        Rust::Breaks | Rust::BreaksIfSent => "breaks",
    }
}
