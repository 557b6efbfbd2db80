//! What the command line asks for.

use std::path::PathBuf;

use lexopt::prelude::{Long, Value, ValueExt as _};

use crate::child::Failure;

const USAGE: &str = "\
usage: cargo xtask bench [OPTIONS]

  --n 120,500,2000       operations of the synthetic APIs that are generated
  --compiled 120,500     operations of those that are compiled: all with check, the first in every other way as well
  --vs progenitor        do the same with cargo-progenitor, which must be installed
  --only PART,...        of project, gen, check, build, release, fresh; the figures are then only printed
  --runs 5               how often something is generated; the median is told
  --builds 3             how often something is compiled
  --out FILE             where the figures go, docs/performance.md by default; - prints them

Figures are worth something on a quiet machine only.
";

/// One kind of figures.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// `cargo xtask gen` in this project.
    Project,
    /// The generators as processes.
    Gen,
    /// `cargo check` of what they write.
    Check,
    /// `cargo build` of it.
    Build,
    /// `cargo build --release` of it.
    Release,
    /// `cargo check` of it with all dependencies, from nothing.
    Fresh,
}

const PARTS: [(&str, Part); 6] = [
    ("project", Part::Project),
    ("gen", Part::Gen),
    ("check", Part::Check),
    ("build", Part::Build),
    ("release", Part::Release),
    ("fresh", Part::Fresh),
];

/// What to do.
pub(crate) enum Command {
    /// Write a synthetic API, both ways. A process of its own, so that its memory is not counted for others.
    Specs {
        /// How many operations.
        operations: usize,
        /// Where to.
        folder: PathBuf,
    },
    /// Measure.
    Measure(Options),
}

/// What to measure, and how often.
pub(crate) struct Options {
    pub(crate) operations: Vec<usize>,
    pub(crate) compiled: Vec<usize>,
    pub(crate) progenitor: bool,
    pub(crate) parts: Vec<Part>,
    pub(crate) runs: usize,
    pub(crate) builds: usize,
    /// The file that the figures go to.
    pub(crate) output: Option<PathBuf>,
    /// How the command was called.
    pub(crate) call: String,
}

impl Options {
    /// Whether a kind of figures is asked for.
    pub(crate) fn has(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }

    /// The ways of compiling that are asked for. From nothing comes first: it leaves the dependencies ready.
    pub(crate) fn steps(&self) -> Vec<Part> {
        let compiling = [Part::Fresh, Part::Check, Part::Build, Part::Release];
        compiling.into_iter().filter(|part| self.has(*part)).collect()
    }

    /// Those for so many operations. Only the first number is compiled in every way: progenitor's crates take minutes.
    pub(crate) fn steps_of(&self, operations: usize) -> Vec<Part> {
        let is_first = self.compiled.first() == Some(&operations);
        self.steps().into_iter().filter(|part| is_first || *part == Part::Check).collect()
    }
}

/// Reads the command line.
pub(crate) fn parse(mut arguments: lexopt::Parser) -> Result<Command, Failure> {
    let mut options = Options {
        operations: vec![120, 500, 2000],
        compiled: vec![120, 500],
        progenitor: false,
        parts: PARTS.map(|(_, part)| part).to_vec(),
        runs: 5,
        builds: 3,
        output: Some(crate::workshop::root().join("docs/performance.md")),
        call: std::env::args().skip(1).fold("cargo xtask bench".to_owned(), |call, word| call + " " + &word),
    };
    let mut output = None;
    while let Some(argument) = arguments.next()? {
        match argument {
            Value(word) if word == "specs" => {
                let operations = arguments.value()?.parse()?;
                return Ok(Command::Specs { operations, folder: arguments.value()?.into() });
            }
            Long("n") => options.operations = numbers(&mut arguments)?,
            Long("compiled") => options.compiled = numbers(&mut arguments)?,
            Long("vs") => match arguments.value()? == "progenitor" {
                true => options.progenitor = true,
                false => return Err(Failure(USAGE.to_owned())),
            },
            Long("only") => {
                options.parts = list(&mut arguments)?.iter().map(|name| part(name)).collect::<Result<_, _>>()?;
                options.output = None;
            }
            Long("runs") => options.runs = arguments.value()?.parse()?,
            Long("builds") => options.builds = arguments.value()?.parse()?,
            Long("out") => output = Some(arguments.value()?),
            _ => return Err(Failure(USAGE.to_owned())),
        }
    }
    if let Some(output) = output {
        options.output = (output != "-").then(|| output.into());
    }
    Ok(Command::Measure(options))
}

fn part(name: &str) -> Result<Part, Failure> {
    let known = PARTS.iter().find(|(known, _)| *known == name);
    known.map(|(_, part)| *part).ok_or_else(|| Failure(format!("no part is called `{name}`\n\n{USAGE}")))
}

fn list(arguments: &mut lexopt::Parser) -> Result<Vec<String>, Failure> {
    Ok(arguments.value()?.string()?.split(',').map(str::to_owned).collect())
}

fn numbers(arguments: &mut lexopt::Parser) -> Result<Vec<usize>, Failure> {
    let number = |text: &String| text.parse().map_err(|_| Failure(format!("`{text}` is not a number")));
    list(arguments)?.iter().map(number).collect()
}
