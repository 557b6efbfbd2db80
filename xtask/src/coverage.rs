//! `cargo xtask coverage`, `coverage --check` and `coverage --html FILE`.

use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use codegen::coverage::{Coverage, measure};
use codegen::file_tree::write_whole;
use lexopt::prelude::{Long, Short, ValueExt as _};

use crate::coverage_html::page;
use crate::coverage_table::{markdown, terminal};
use crate::generate::{read_spec, tell_diagnostics};
use crate::single_file;
use crate::terminal::{Failure, help, out};

const USAGE: &str = "\
usage: cargo xtask coverage [--check | --html FILE]

  counts what is known and how well, and writes COVERAGE.md

  --check      write nothing; exit code 1 if COVERAGE.md differs
  --html FILE  write a page instead
";

/// Runs the command.
///
/// # Errors
/// Calls that are not understood, and what the file system says.
pub fn run(mut arguments: lexopt::Parser) -> Result<ExitCode, Failure> {
    let (mut check, mut html) = (false, None);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("check") => check = true,
            Long("help") | Short('h') => return Ok(help(USAGE)),
            Long("html") => html = Some(arguments.value()?.parse::<PathBuf>()?),
            other => return Err(other.unexpected().into()),
        }
    }
    if check && html.is_some() {
        return Err(Failure::usage(
            "error: `--check` holds COVERAGE.md against the spec; it does not go with `--html`",
        ));
    }
    let Some(coverage) = measure_spec()? else { return Ok(ExitCode::from(2)) };
    if let Some(path) = html {
        write_whole(&path, &page(&coverage, &link_to_spec(&path)?))?;
        out(&format!("{}: written", path.display()));
        return Ok(ExitCode::SUCCESS);
    }
    if !check {
        out(&terminal(&coverage));
    }
    single_file::keep(&file(), &markdown(&coverage), check, "cargo xtask coverage")
}

/// The table for people.
#[must_use]
pub fn file() -> PathBuf {
    crate::root().join("COVERAGE.md")
}

/// What the project's spec knows; none if something is wrong with it, which is told then.
fn measure_spec() -> Result<Option<Coverage>, Failure> {
    let spec = crate::root().join("spec");
    let files = read_spec(&spec)?;
    match codegen::resolve(&files) {
        Ok(api) => Ok(Some(measure(&api, &files))),
        Err(wrong) => {
            tell_diagnostics(&wrong, &files, &spec);
            Ok(None)
        }
    }
}

/// The way from a page to the spec's folder, as an address.
fn link_to_spec(page: &Path) -> Result<String, Failure> {
    let page = std::path::absolute(page)?;
    let folder = page.parent().unwrap_or(&page);
    // What the file system calls the two folders, so that a symbolic link on the way does not lead astray.
    let (folder, spec) = (folder.canonicalize().unwrap_or(folder.to_path_buf()), crate::root().join("spec"));
    Ok(relative_link(&folder, &spec.canonicalize()?))
}

/// The way from one folder to another, both absolute, as an address.
fn relative_link(from: &Path, to: &Path) -> String {
    let names = |path: &Path| -> Vec<String> {
        let normal = path.components().filter(|part| !matches!(part, Component::RootDir | Component::CurDir));
        normal.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect()
    };
    let (from, to) = (names(from), names(to));
    let shared = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let up = std::iter::repeat_n("..".to_owned(), from.len() - shared);
    up.chain(to[shared..].iter().map(|name| encoded(name))).collect::<Vec<_>>().join("/")
}

/// A name as a part of an address.
fn encoded(name: &str) -> String {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
    let letter = |byte: u8| if is_plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    name.bytes().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::relative_link;

    #[test]
    fn the_spec_is_found_from_any_folder() {
        let to = |from: &str| relative_link(Path::new(from), Path::new("/home/me/my repo/spec"));
        assert_eq!(to("/home/me/my repo"), "spec");
        assert_eq!(to("/home/me/my repo/target/pages"), "../../spec");
        assert_eq!(to("/pages"), "../home/me/my%20repo/spec");
    }
}
