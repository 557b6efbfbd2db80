//! `cargo xtask import openapi FILE --into DIR`: a description into a spec that is there.

use std::path::Path;
use std::process::ExitCode;

use codegen::file_tree::write_all;
use codegen::import::merge::{Names, line_changes, merge};
use codegen::import::{Options, Source, read, summary};

use crate::generate::{read_spec, tell_diagnostics};
use crate::terminal::{Failure, out};

/// What is imported, and how.
#[derive(Clone, Debug)]
pub struct Into<'a> {
    /// The description.
    pub file: &'a Path,
    /// The folder of the spec.
    pub spec: &'a Path,
    /// The id of the source that evidence names.
    pub source: &'a str,
    /// What the description leaves open.
    pub options: Options,
    /// Whether nothing is written, and the changes are shown.
    pub dry_run: bool,
}

/// Fills what the spec assumes; writes all files or none.
///
/// # Errors
/// A file that is no description, a spec that does not hold together, and what the file system says.
pub fn run(of: &Into) -> Result<ExitCode, Failure> {
    let named = |error: std::io::Error| Failure::usage(format!("error: {}: {error}", of.file.display()));
    let text = std::fs::read_to_string(of.file).map_err(named)?;
    let name = of.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let wrong = |error: codegen::import::ReadError| {
        Failure::usage(format!("error: {}:{}: {}", of.file.display(), error.line, error.message))
    };
    let source = Source::parse(name.clone(), &text).map_err(wrong)?;
    if source.is_export() {
        return Err(Failure::usage(format!(
            "error: {} was exported from a spec: what is only assumed there would pass for documented here",
            of.file.display()
        )));
    }
    let import = read(&source, &of.options).map_err(wrong)?;
    let files = read_spec(of.spec)?;
    let api = match codegen::resolve_unfinished(&files) {
        Ok((api, _)) => api,
        Err(wrong) => {
            tell_diagnostics(&wrong, &files, of.spec);
            return Ok(ExitCode::from(2));
        }
    };
    let names = Names { file: name.clone(), source: of.source.to_owned() };
    let merged = match merge(&import, &names, &api, &files) {
        Ok(merged) => merged,
        Err(refused) => {
            out(refused.report.text().trim_end());
            tell_diagnostics(&refused.wrong, &refused.files, of.spec);
            return Err(Failure::usage("error: nothing was written: the spec would not hold together"));
        }
    };
    out(merged.report.text().trim_end());
    if !import.findings.is_empty() {
        out(&format!(
            "\nwhat the spec has no words for, or had to decide:\n{}",
            summary(&import.findings, &name).trim_end()
        ));
    }
    if of.dry_run {
        for (path, text) in merged.files.iter() {
            out(&format!("\n--- {path}\n{}", line_changes(files.get(path).unwrap_or_default(), text).trim_end()));
        }
        out("\nNothing was written: `--dry-run`.");
        return Ok(ExitCode::SUCCESS);
    }
    write_all(of.spec, &merged.files)?;
    out(&format!(
        "\n{} files written. Comments and notes stay as they were: read them. Then run:\n\n  cargo xtask gen",
        merged.files.len()
    ));
    Ok(ExitCode::SUCCESS)
}
