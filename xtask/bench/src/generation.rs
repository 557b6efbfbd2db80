//! The generators as processes.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::child::{Cost, Failure, median, run};
use crate::options::Options;
use crate::workshop::{PROGENITOR, Workshop, cargo, clear, files, size};

/// One row of figures.
pub(crate) struct Generation {
    /// Who, and of what.
    pub(crate) what: &'static str,
    pub(crate) cost: Cost,
    pub(crate) lines: usize,
    pub(crate) bytes: usize,
}

/// What each generator takes for an API of so many operations.
pub(crate) fn measure(workshop: &Workshop, operations: usize, options: &Options) -> Result<Vec<Generation>, Failure> {
    let folder = workshop.specs(operations)?;
    let (spec, api, fresh) = (folder.join("spec"), folder.join("api"), folder.join("fresh"));
    let log = workshop.log();
    let generate = || run(&mut ours(workshop, &spec, &api), &log);
    clear(&fresh)?;
    let mut round = 0;
    // Each into a folder of its own: some file systems make files slowly where many were just deleted.
    let cold = median(options.runs, || {
        round += 1;
        run(&mut ours(workshop, &spec, &fresh.join(round.to_string())), &log)
    })?;
    generate()?;
    let unchanged = median(options.runs, generate)?;
    let mut turn = 0;
    let changed = median(options.runs, || {
        turn += 1;
        change_one_file(&spec, turn)?;
        generate()
    })?;
    let (lines, bytes) = size(&api)?;
    let ours = [("into an empty folder", cold), ("nothing changed", unchanged), ("one file changed", changed)];
    let mut rows: Vec<Generation> =
        ours.into_iter().map(|(what, cost)| Generation { what, cost, lines, bytes }).collect();
    if workshop.progenitor {
        let out = folder.join("progenitor");
        let cost = median(options.runs, || {
            clear(&out)?;
            run(&mut progenitor(&folder, &out), &log)
        })?;
        let (lines, bytes) = size(&out)?;
        rows.push(Generation { what: PROGENITOR, cost, lines, bytes });
    }
    Ok(rows)
}

/// `xtask gen` on a synthetic API.
pub(crate) fn ours(workshop: &Workshop, spec: &Path, api: &Path) -> Command {
    let mut command = Command::new(&workshop.xtask);
    command.arg("gen").arg("--spec").arg(spec).arg("--out").arg(api);
    command
}

/// `cargo progenitor` on its twin.
pub(crate) fn progenitor(folder: &Path, out: &Path) -> Command {
    let mut command = cargo(&["progenitor", "--name", "synthetic", "--version", "0.1.0", "--license-name", "MIT"]);
    command.arg("--input").arg(folder.join("openapi.yaml")).arg("--output").arg(out);
    command
}

/// Says something else in one doc of the first resource.
fn change_one_file(spec: &Path, turn: usize) -> Result<(), Failure> {
    let files = files(&spec.join("resources"))?;
    let Some(file) = files.first() else { return Ok(()) };
    let text = fs::read_to_string(file)?;
    let changed: Vec<String> = text
        .lines()
        .map(|line| match line.split_once("summary: ") {
            Some((lead, _)) if turn > 0 => format!("{lead}summary: Changed for the turn {turn}."),
            _ => line.to_owned(),
        })
        .collect();
    Ok(fs::write(file, changed.join("\n") + "\n")?)
}
