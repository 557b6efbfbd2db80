//! The figures as Markdown.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use crate::child::{Cost, Failure};
use crate::compilation::Compilation;
use crate::generation::Generation;
use crate::options::Part;
use crate::project::Project;
use crate::workshop::PROGENITOR;

/// The figures stand between these; the words around them are people's.
const MARKS: [&str; 2] = ["<!-- figures: `cargo xtask bench` writes them -->", "<!-- end of figures -->"];

/// What `cargo xtask gen` takes in this project.
pub(crate) fn project(of: &Project) -> String {
    let row = |what: &str, cost: Cost| format!("| {what} | {} | {} |\n", seconds(cost.wall), seconds(cost.cpu));
    let rows = row("the first one in a fresh clone", of.first) + &row("everything built, nothing to do", of.idle);
    format!("### `cargo xtask gen` in this project\n\n| | wall s | CPU s |\n|---|---|---|\n{rows}")
}

/// What the generators take.
pub(crate) fn generation(groups: &[(usize, Vec<Generation>)]) -> String {
    let mut text = "### Generating\n\n| operations | | wall s | CPU s | peak MiB | lines | kB |\n".to_owned();
    text.push_str("|---|---|---|---|---|---|---|\n");
    for (operations, rows) in groups {
        for row in rows {
            let (cost, lines, bytes) = (row.cost, row.lines, row.bytes / 1000);
            let (wall, cpu, memory) = (seconds(cost.wall), seconds(cost.cpu), mebibytes(cost.memory));
            let _ = writeln!(text, "| {operations} | {} | {wall} | {cpu} | {memory} | {lines} | {bytes} |", row.what);
        }
        let (Some(ours), Some(others)) = (rows.first(), rows.iter().find(|row| row.what == PROGENITOR)) else {
            continue;
        };
        let Shares { wall, cpu, memory } = Shares::of(ours.cost, others.cost);
        let _ = writeln!(
            text,
            "| {operations} | **share of progenitor** | **{wall:.2}** | {cpu:.2} | **{memory:.2}** | | |"
        );
    }
    let cold =
        |(operations, rows): &(usize, Vec<Generation>)| Some((*operations, rows.first()?.cost.wall.as_secs_f64()));
    if let (Some((least, quick)), Some((most, slow))) = (groups.first().and_then(cold), groups.last().and_then(cold)) {
        let _ = writeln!(text, "\n{most} operations take {:.1} times the time of {least}.", slow / quick);
    }
    text
}

/// What rustc takes.
pub(crate) fn compilation(groups: &[(usize, Vec<Compilation>)], steps: &[Part]) -> String {
    let mut text = "### Compiling what was written\n\n| operations | | | wall s | CPU s | peak MiB |\n".to_owned();
    text.push_str("|---|---|---|---|---|---|\n");
    for (operations, rows) in groups {
        for step in steps {
            for Compilation { who, costs, .. } in rows {
                let Some((_, cost)) = costs.iter().find(|(of, _)| of == step) else { continue };
                let (wall, cpu, memory) = (seconds(cost.wall), seconds(cost.cpu), mebibytes(cost.memory));
                let _ = writeln!(text, "| {operations} | {} | {who} | {wall} | {cpu} | {memory} |", title(*step));
            }
            let cost = |row: &Compilation| row.costs.iter().find(|(of, _)| of == step).map(|(_, cost)| *cost);
            let Some(others) = rows.iter().find(|row| row.who == PROGENITOR).and_then(cost) else { continue };
            for row in rows.iter().filter(|row| row.who != PROGENITOR) {
                let Some(Shares { wall, cpu, memory }) = cost(row).map(|ours| Shares::of(ours, others)) else {
                    continue;
                };
                let who = row.who;
                let _ = writeln!(
                    text,
                    "| {operations} | **share of progenitor** | {who} | **{wall:.2}** | {cpu:.2} | **{memory:.2}** |"
                );
            }
        }
    }
    text.push_str("\n| operations | | lines | packages |\n|---|---|---|---|\n");
    for (operations, rows) in groups {
        for Compilation { who, lines, packages, .. } in rows {
            let _ = writeln!(text, "| {operations} | {who} | {lines} | {packages} |");
        }
    }
    text
}

/// Prints the figures, and puts them into a file between the marks.
pub(crate) fn finish(figures: &str, output: Option<&Path>) -> Result<(), Failure> {
    let _ = writeln!(std::io::stdout(), "{figures}");
    let Some(path) = output else { return Ok(()) };
    let text = fs::read_to_string(path)?;
    let [begin, end] = MARKS;
    let parts = text.split_once(begin).and_then(|(before, rest)| Some((before, rest.split_once(end)?.1)));
    let Some((before, after)) = parts else {
        return Err(Failure(format!("{} has not the two lines `{begin}` and `{end}`", path.display())));
    };
    Ok(fs::write(path, format!("{before}{begin}\n\n{figures}\n{end}{after}"))?)
}

const fn title(part: Part) -> &'static str {
    match part {
        Part::Build => "`cargo build`",
        Part::Release => "`cargo build --release`",
        Part::Fresh => "`cargo check` with dependencies",
        _ => "`cargo check`",
    }
}

/// What we take of what others take.
struct Shares {
    wall: f64,
    cpu: f64,
    memory: f64,
}

impl Shares {
    fn of(ours: Cost, others: Cost) -> Self {
        Self {
            wall: ours.wall.as_secs_f64() / others.wall.as_secs_f64(),
            cpu: ours.cpu.as_secs_f64() / others.cpu.as_secs_f64(),
            memory: ours.memory as f64 / others.memory as f64,
        }
    }
}

fn seconds(time: std::time::Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 10.0 { format!("{seconds:.2}") } else { format!("{seconds:.1}") }
}

fn mebibytes(bytes: u64) -> u64 {
    bytes >> 20
}
