//! What rustc takes for what the generators write.

use std::fs;
use std::path::{Path, PathBuf};

use crate::child::{Cost, Failure, median, output, run};
use crate::generation::{ours, progenitor};
use crate::options::{Options, Part};
use crate::workshop::{PROGENITOR, Workshop, cargo, clear, files, root, size, write};

/// One row of figures.
pub(crate) struct Compilation {
    /// Whose code it is.
    pub(crate) who: &'static str,
    pub(crate) lines: usize,
    /// How many packages there are, the crate itself included.
    pub(crate) packages: usize,
    /// Of each way of compiling that was asked for.
    pub(crate) costs: Vec<(Part, Cost)>,
}

/// What compiling takes for an API of so many operations.
pub(crate) fn measure(workshop: &Workshop, operations: usize, options: &Options) -> Result<Vec<Compilation>, Failure> {
    let specs = workshop.specs(operations)?;
    let steps = options.steps_of(operations);
    let makers: [(&str, &str, Maker); 3] = [
        ("written code", "synthetic-written", make_written),
        ("crate with runtime", "jing-openplatform", make_ours),
        (PROGENITOR, "synthetic", make_progenitor),
    ];
    let wanted = makers.into_iter().filter(|(who, ..)| workshop.progenitor || *who != PROGENITOR);
    let row = |(who, package, make): (&'static str, &'static str, Maker)| {
        let folder = specs.join(package);
        clear(&folder)?;
        make(workshop, &specs, &folder)?;
        Bench::new(package, &folder, workshop).measure_all(who, &steps, options.builds)
    };
    wanted.map(row).collect()
}

/// Makes a crate of a folder with both specs.
type Maker = fn(&Workshop, &Path, &Path) -> Result<(), Failure>;

/// What was written and nothing else: a crate of two lines beside it, to which this project's runtime is a dependency,
/// as progenitor-client is to progenitor's.
fn make_written(workshop: &Workshop, specs: &Path, folder: &Path) -> Result<(), Failure> {
    let runtime = root().join("generated");
    let manifest = format!(
        "[workspace]\n\n[package]\nname = \"synthetic-written\"\nedition = \"2024\"\n\n[dependencies]\njing-openplatform.path = {runtime:?}\n"
    );
    write(&folder.join("Cargo.toml"), &manifest)?;
    write(&folder.join("src/lib.rs"), "pub mod api;\npub use jing_openplatform::runtime;\n")?;
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    run(&mut ours(workshop, &specs.join("spec"), &folder.join("src/api")), &workshop.log())?;
    Ok(())
}

/// The crate of this project, with the synthetic API in the place of its own.
fn make_ours(workshop: &Workshop, specs: &Path, folder: &Path) -> Result<(), Failure> {
    let ours_is = root().join("generated");
    let own = ["src/api/", "tests/", "testing/", "examples/", "benches/"];
    for file in files(&ours_is)? {
        let path = file.strip_prefix(&ours_is).unwrap_or(&file);
        if !own.iter().any(|of| path.starts_with(of)) && !path.starts_with("target") {
            let to = folder.join(path);
            fs::create_dir_all(to.parent().unwrap_or(folder))?;
            fs::copy(&file, to)?;
        }
    }
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    // The client is named after the API that it calls.
    let library = folder.join("src/lib.rs");
    fs::write(&library, fs::read_to_string(&library)?.replace("Jing>", "Synthetic>"))?;
    detach(folder)?;
    run(&mut ours(workshop, &specs.join("spec"), &folder.join("src/api")), &workshop.log())?;
    Ok(())
}

fn make_progenitor(workshop: &Workshop, specs: &Path, folder: &Path) -> Result<(), Failure> {
    run(&mut progenitor(specs, folder), &workshop.log())?;
    detach(folder)
}

/// Makes a folder below this workspace's own a workspace by itself, of a library alone.
fn detach(folder: &Path) -> Result<(), Failure> {
    let manifest = folder.join("Cargo.toml");
    let (mut kept, mut keeps) = ("[workspace]\n\n".to_owned(), true);
    for line in fs::read_to_string(&manifest)?.lines() {
        if line.starts_with('[') {
            keeps = !line.starts_with("[[") && line != "[dev-dependencies]" && line != "[workspace]";
        }
        if keeps {
            kept.extend([line, "\n"]);
        }
    }
    write(&manifest, &kept)
}

struct Bench<'a> {
    package: &'static str,
    folder: &'a Path,
    /// One for each package, so that dependencies are compiled once for all numbers of operations.
    target: PathBuf,
    log: PathBuf,
}

impl<'a> Bench<'a> {
    fn new(package: &'static str, folder: &'a Path, workshop: &Workshop) -> Self {
        Self { package, folder, target: workshop.target().join(package), log: workshop.log() }
    }

    fn measure_all(&self, who: &'static str, steps: &[Part], builds: usize) -> Result<Compilation, Failure> {
        run(&mut self.cargo(&["fetch"]), &self.log)?;
        let mut costs = Vec::new();
        for step in steps {
            costs.push((*step, self.measure(*step, builds)?));
        }
        Ok(Compilation { who, lines: size(&self.folder.join("src"))?.0, packages: self.packages()?, costs })
    }

    /// One way of compiling: of the crate alone with everything else ready, or of everything from nothing.
    fn measure(&self, step: Part, builds: usize) -> Result<Cost, Failure> {
        let call: &[&str] = match step {
            Part::Build => &["build"],
            Part::Release => &["build", "--release"],
            _ => &["check"],
        };
        if step == Part::Fresh {
            return median(builds, || {
                clear(&self.target)?;
                run(&mut self.cargo(call), &self.log)
            });
        }
        self.ready_dependencies(call)?;
        median(builds, || {
            run(&mut self.cargo(&["clean", "--package", self.package]), &self.log)?;
            run(&mut self.cargo(&["clean", "--release", "--package", self.package]), &self.log)?;
            run(&mut self.cargo(call), &self.log)
        })
    }

    /// Compiles what the crate depends on, and in its own place one without a line.
    fn ready_dependencies(&self, call: &[&str]) -> Result<(), Failure> {
        let root = self.folder.join("src/lib.rs");
        let text = fs::read_to_string(&root)?;
        fs::write(&root, "")?;
        let outcome = run(&mut self.cargo(call), &self.log);
        fs::write(&root, text)?;
        outcome.map(drop)
    }

    fn packages(&self) -> Result<usize, Failure> {
        let tree = output(&mut self.cargo(&["tree", "--edges", "normal", "--prefix", "none"]))?;
        let names: std::collections::BTreeSet<&str> =
            tree.lines().map(|line| line.split(" (").next().unwrap_or(line)).collect();
        Ok(names.len())
    }

    fn cargo(&self, arguments: &[&str]) -> std::process::Command {
        let mut command = cargo(arguments);
        command.current_dir(self.folder).env("CARGO_TARGET_DIR", &self.target);
        command
    }
}
