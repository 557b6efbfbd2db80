//! The project's commands. Each names folders, calls the generator and prints; what they do is elsewhere.

pub mod absorb;
pub mod bench;
pub mod coverage;
pub mod coverage_html;
pub mod coverage_table;
pub mod coverage_words;
pub mod diff;
pub mod export;
pub mod folders;
pub mod generate;
pub mod import;
pub mod import_into;
pub mod new;
pub mod new_skeleton;
pub mod program;
pub mod revision;
pub mod schema;
pub mod single_file;
pub mod terminal;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use terminal::{Failure, err, help};

const USAGE: &str = "\
usage: cargo xtask COMMAND

  gen [--check] [--spec DIR --out DIR --testing-out DIR]
                                         write the machine's files from the spec, or list how they differ;
                                         with a folder named, that one alone
  schema [--check]                       write spec/schema.json, by which editors check the YAML
  coverage [--check | --html FILE]       count what is known and how well; write COVERAGE.md, or a page
  export [openapi|jsonschema|asyncapi] [--check] [--spec DIR] [--out DIR]
                                         write spec/exported/: what is known, as other tools read it
  diff OLD [NEW] [--markdown]            what changed between two specs or git revisions, for the wire, Rust and the version
  new operation|event GROUP.NAME [--spec DIR]
                                         add one to the spec, with comments that say what to fill in
  import openapi FILE --into DIR [--dry-run]
                                         fill what the spec assumes by a description in OpenAPI
  absorb FILES... [--operation ID] [--spec DIR] [--write]
                                         hold captured deliveries or responses against the spec; write what is new
  import openapi FILE --new DIR [--match-header NAME]
                                         write a new spec from a description in OpenAPI 3.0 or 3.1
  send --to URL [--event NAME|all] [--count N] [--faults LIST] ...
                                         deliver made-up events to a receiver; `send --help` says more
  fake [--port N] [--seed N] [--faults LIST] ...
                                         run a fake platform on this machine; `fake --help` says more
  bench [--n 120,500,2000] [--vs progenitor] [--only PART,...]
                                         measure the generator and what it writes; write docs/performance.md

`cargo xtask COMMAND --help` says more.
";

/// Runs a command. The exit code is 0 for success, 1 for drift, 2 for a bad spec or a bad call.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let mut arguments = lexopt::Parser::from_args(arguments);
    let outcome = match arguments.next() {
        Ok(Some(lexopt::Arg::Value(command))) => match command.to_str() {
            Some("gen") => generate::run(arguments),
            Some("schema") => schema::run(arguments),
            Some("coverage") => coverage::run(arguments),
            Some("diff") => diff::run(arguments),
            Some("export") => export::run(arguments),
            Some("new") => new::run(arguments),
            Some("import") => import::run(arguments),
            Some("absorb") => absorb::run(arguments),
            Some(name @ ("send" | "fake")) => program::run(name, arguments),
            Some("bench") => bench::run(arguments),
            Some("help") => Ok(help(USAGE)),
            _ => Err(Failure::usage(format!("error: unknown command `{}`\n\n{USAGE}", command.to_string_lossy()))),
        },
        Ok(Some(lexopt::Arg::Long("help") | lexopt::Arg::Short('h'))) => Ok(help(USAGE)),
        Ok(Some(other)) => Err(other.unexpected().into()),
        Ok(None) => Err(Failure::usage(USAGE)),
        Err(error) => Err(error.into()),
    };
    match outcome {
        Ok(code) => code,
        Err(failure) => {
            err(&failure.to_string());
            ExitCode::from(2)
        }
    }
}

/// The root of the workspace.
#[must_use]
pub fn root() -> PathBuf {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}
