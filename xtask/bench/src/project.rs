//! `cargo xtask gen` as somebody who works on this project meets it.

use crate::child::{Cost, Failure, median, run};
use crate::workshop::{Workshop, cargo, clear, root};

/// What it takes.
pub(crate) struct Project {
    /// In a fresh clone: the generator is compiled first, with every dependency.
    pub(crate) first: Cost,
    /// With everything built and nothing to do.
    pub(crate) idle: Cost,
}

/// Calls it in a target folder of its own.
pub(crate) fn measure(workshop: &Workshop, runs: usize) -> Result<Project, Failure> {
    let target = workshop.target();
    let (log, generate) = (workshop.log(), || {
        let mut command = cargo(&["xtask", "gen"]);
        command.current_dir(root()).env("CARGO_TARGET_DIR", &target);
        command
    });
    let first = median(1, || {
        clear(&target)?;
        run(&mut generate(), &log)
    })?;
    let idle = median(runs, || run(&mut generate(), &log))?;
    clear(&target)?;
    Ok(Project { first, idle })
}
