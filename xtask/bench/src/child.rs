//! Children and what they cost.

use std::fmt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4 as _;

/// What a child and its own children took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    pub(crate) wall: Duration,
    /// User and system time of all of them.
    pub(crate) cpu: Duration,
    /// Resident bytes at the peak of the largest of them.
    pub(crate) memory: u64,
}

/// Why there are no figures.
#[derive(Debug)]
pub(crate) struct Failure(pub(crate) String);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self(format!("error: {error}"))
    }
}

impl From<lexopt::Error> for Failure {
    fn from(error: lexopt::Error) -> Self {
        Self(format!("error: {error}"))
    }
}

/// Runs a command to its end. What it says goes to a file.
pub(crate) fn run(command: &mut Command, log: &Path) -> Result<Cost, Failure> {
    let file = std::fs::File::options().create(true).append(true).open(log)?;
    command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
    let started = Instant::now();
    let child = command.spawn().map_err(|error| Failure(format!("{command:?}: {error}")))?.wait4()?;
    let wall = started.elapsed();
    if !child.status.success() {
        return Err(Failure(format!("{command:?}: {}; what it said stands in {}", child.status, log.display())));
    }
    Ok(Cost { wall, cpu: child.rusage.utime + child.rusage.stime, memory: child.rusage.maxrss })
}

/// What a command prints.
pub(crate) fn output(command: &mut Command) -> Result<String, Failure> {
    let output = command.output().map_err(|error| Failure(format!("{command:?}: {error}")))?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned()),
        false => Err(Failure(format!("{command:?}: {}", output.status))),
    }
}

/// The median of several runs, each figure by itself.
pub(crate) fn median(times: usize, mut run: impl FnMut() -> Result<Cost, Failure>) -> Result<Cost, Failure> {
    let costs = (0..times.max(1)).map(|_| run()).collect::<Result<Vec<Cost>, Failure>>()?;
    Ok(Cost {
        wall: middle(costs.iter().map(|cost| cost.wall)),
        cpu: middle(costs.iter().map(|cost| cost.cpu)),
        memory: middle(costs.iter().map(|cost| cost.memory)),
    })
}

fn middle<T: Ord + Copy + Default>(values: impl Iterator<Item = T>) -> T {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or_default()
}
