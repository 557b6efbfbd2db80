//! What is made of a fixture is a crate that rustc and clippy have nothing to say about.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::file_tree::FileTree;

/// All that a crate needs to hold machine-written code.
const LIB: &str = "\
//! A fixture.
#![deny(warnings, missing_docs)]
#![forbid(unsafe_code)]

pub use jing_openplatform::runtime;
#[rustfmt::skip]
pub mod api;
";

/// What clippy may say of the names and the depth of other makers' descriptions.
const LINTS_OF_IMPORTS: &str = "#![allow(clippy::disallowed_names, clippy::type_complexity)]\n";

/// The same for the tables for tests: what they are made of, and something to make fixtures with.
const LIB_OF_TABLES: &str = "
pub mod model;
#[rustfmt::skip]
pub mod tables;
pub mod fixtures {
    //! What takes the place of the hand-written part.

    /// A fixture.
    pub struct Fixture(pub &'static crate::model::Event);

    impl Fixture {
        /// One of that event.
        pub const fn of(event: &'static crate::model::Event) -> Self {
            Self(event)
        }
    }
}
";

#[test]
fn every_fixture_compiles_without_a_warning() {
    let workspace = workspace();
    let clippy = Command::new(cargo()).args(["clippy", "--version"]).output().is_ok_and(|run| run.status.success());
    // Clippy says what `check` would say, and more.
    let arguments: &[&str] = if clippy { &["clippy"] } else { &["check"] };
    let run = Command::new(cargo())
        .args(arguments)
        .args(["--offline", "--workspace", "--quiet", "--keep-going"])
        .env("CARGO_TARGET_DIR", target())
        .env_remove("RUSTFLAGS")
        .current_dir(&workspace)
        .output()
        .expect("cargo can be started");
    assert!(run.status.success(), "in {}:\n{}", workspace.display(), String::from_utf8_lossy(&run.stderr));
}

#[test]
fn a_fixture_that_does_not_compile_is_noticed() {
    let mut sources = FileTree::new();
    sources.insert("lib.rs", LIB);
    sources.insert("api/mod.rs", "//! Nothing.\n\npub struct Undocumented;\n");
    let workspace = support::scratch("fixture-that-fails");
    write_workspace(&workspace, vec![("fails".to_owned(), sources)]);
    let run = Command::new(cargo())
        .args(["check", "--offline", "--workspace", "--quiet"])
        .env("CARGO_TARGET_DIR", target())
        .env_remove("RUSTFLAGS")
        .current_dir(&workspace)
        .output()
        .expect("cargo can be started");
    let told = String::from_utf8_lossy(&run.stderr);
    assert!(!run.status.success() && told.contains("missing documentation"), "{told}");
}

fn cargo() -> PathBuf {
    std::env::var_os("CARGO").map_or_else(|| "cargo".into(), PathBuf::from)
}

/// Kept between runs, so that only what changed is compiled again.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixtures-target")
}

/// A workspace of its own, a crate a fixture.
fn workspace() -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixtures");
    let imported = support::descriptions().into_iter().map(|(name, text)| {
        let spec = support::imported(&name, &text).1;
        (format!("import_{name}"), spec)
    });
    let fixtures = support::fixtures("good").into_iter().chain(imported).map(|(name, spec)| {
        let made = codegen::generate_all(&spec).unwrap_or_else(|_| panic!("{name} is no good fixture"));
        let api = made.api.iter().map(|(path, text)| (format!("api/{path}"), text.to_owned()));
        let tables = made.testing.iter().map(|(path, text)| (format!("tables/{path}"), text.to_owned()));
        let mut files: FileTree = api.chain(tables).collect();
        let lints = if name.starts_with("import_") { LINTS_OF_IMPORTS } else { "" };
        let (docs, code) = LIB.split_once('\n').expect("documentation comes first");
        files.insert("lib.rs", format!("{docs}\n{lints}{code}{LIB_OF_TABLES}"));
        files.insert("model.rs", include_str!("../generated/testing/src/model.rs"));
        (name, files)
    });
    write_workspace(&root, fixtures.collect());
    root
}

fn write_workspace(root: &Path, crates: Vec<(String, FileTree)>) {
    let mut files = FileTree::new();
    let mut names: Vec<String> = Vec::new();
    for (name, sources) in crates {
        for (path, text) in sources.iter() {
            files.insert(format!("{name}/src/{path}"), text);
        }
        files.insert(format!("{name}/Cargo.toml"), manifest(&name));
        names.push(format!("{name:?}"));
    }
    files.insert("Cargo.toml", format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", names.join(", ")));
    let lock = fs::read_to_string(support::root().join("Cargo.lock")).expect("the repository has a lock file");
    write_changed(root, &files);
    // Cargo takes out of it what is not needed, so it differs from its source after the first run.
    fs::write(root.join("Cargo.lock"), lock).expect("the lock file can be written");
}

fn manifest(name: &str) -> String {
    let generated = support::root().join("generated");
    format!(
        "[package]\nname = \"fixture-{name}\"\nedition = \"2024\"\n\n\
         [lib]\nname = \"fixture_{name}\"\n\n\
         [dependencies]\njing-openplatform = {{ path = {generated:?}, default-features = false }}\n"
    )
}

/// Touches only what changed, so that cargo need not compile the rest again; removes what is not wanted any more.
fn write_changed(root: &Path, wanted: &FileTree) {
    let found = FileTree::read(root, |name| name != "Cargo.lock").expect("the workspace can be read");
    for (path, _) in found.iter().filter(|(path, _)| wanted.get(path).is_none()) {
        fs::remove_file(root.join(path)).expect("an old file can be removed");
    }
    for (path, text) in wanted.iter().filter(|(path, text)| found.get(path) != Some(*text)) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }
}
