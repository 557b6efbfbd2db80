//! `cargo xtask bench`: the time and the memory that the generator takes, and rustc for what it writes.

mod child;
mod compilation;
mod dialect;
mod generation;
mod machine;
mod openapi;
mod options;
mod project;
mod random;
mod report;
mod synthetic;
mod workshop;

use std::io::Write as _;
use std::process::ExitCode;

use child::Failure;
use options::{Command, Options, Part};
use workshop::Workshop;

fn main() -> ExitCode {
    let outcome = match options::parse(lexopt::Parser::from_env()) {
        Ok(Command::Specs { operations, folder }) => workshop::write_specs(operations, &folder),
        Ok(Command::Measure(options)) => measure(&options),
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(std::io::stderr(), "{failure}");
            ExitCode::from(2)
        }
    }
}

fn measure(options: &Options) -> Result<(), Failure> {
    let workshop = Workshop::open(options.progenitor)?;
    let mut sections = vec![machine::describe(options)];
    if options.has(Part::Project) {
        sections.push(report::project(&project::measure(&workshop, options.runs)?));
    }
    if options.has(Part::Gen) {
        let mut groups = Vec::new();
        for &operations in &options.operations {
            groups.push((operations, generation::measure(&workshop, operations, options)?));
        }
        sections.push(report::generation(&groups));
    }
    if !options.steps().is_empty() {
        let mut groups = Vec::new();
        for &operations in &options.compiled {
            groups.push((operations, compilation::measure(&workshop, operations, options)?));
        }
        sections.push(report::compilation(&groups, &options.steps()));
    }
    report::finish(&sections.join("\n"), options.output.as_deref())
}
