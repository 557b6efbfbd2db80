//! What the generator may write and the crate may depend on, as counts. Times stand in `docs/performance.md`.

mod support;

use std::collections::BTreeSet;
use std::process::Command;

use codegen::file_tree::FileTree;
use xtask::generate::{machine_folder, read_machine_folder};

/// Lines of an operation's file, on average.
const LINES_AN_OPERATION: usize = 70;
/// Lines of a type with all that belongs to it, on average.
const LINES_A_TYPE: usize = 58;
/// Lines of the machine's folder. A larger spec may need more; the two above are the ones to keep.
const LINES: usize = 10_000;
/// Packages of the crate without features, itself included.
const PACKAGES: usize = 8;
/// The same with the default features, which are the client.
const CLIENT_PACKAGES: usize = 58;

fn written() -> FileTree {
    read_machine_folder(&machine_folder()).expect("the machine's folder can be read")
}

/// Files of types alone: those of all, of a resource, of an event family.
fn holds_types(path: &str) -> bool {
    path.ends_with("types.rs") || (path.starts_with("webhooks/") && !path.ends_with("/mod.rs"))
}

fn lines<'a>(files: impl IntoIterator<Item = &'a str>) -> usize {
    files.into_iter().map(|text| text.lines().count()).sum()
}

#[test]
fn an_operation_is_short() {
    let files = written();
    let is_operation = |path: &str| path.contains('/') && !path.ends_with("/mod.rs") && !holds_types(path);
    let operations: Vec<&str> = files.iter().filter(|(path, _)| is_operation(path)).map(|(_, text)| text).collect();
    assert!(operations.iter().all(|text| text.contains("impl Operation for ")), "a file that is no operation");
    assert!(!operations.is_empty(), "no operation");
    let mean = lines(operations.iter().copied()).div_ceil(operations.len());
    assert!(mean <= LINES_AN_OPERATION, "{mean} lines an operation, {LINES_AN_OPERATION} at most");
}

#[test]
fn a_type_is_short() {
    let files = written();
    let types: Vec<&str> = files.iter().filter(|(path, _)| holds_types(path)).map(|(_, text)| text).collect();
    let is_type = |line: &&str| line.starts_with("pub struct ") || line.starts_with("pub enum ");
    let count = types.iter().flat_map(|text| text.lines()).filter(is_type).count();
    assert!(count > 0, "no type");
    let mean = lines(types).div_ceil(count);
    assert!(mean <= LINES_A_TYPE, "{mean} lines a type, {LINES_A_TYPE} at most");
}

#[test]
fn everything_together_is_short() {
    let files = written();
    let count = lines(files.iter().map(|(_, text)| text));
    assert!(count <= LINES, "{count} lines in the machine's folder, {LINES} at most");
}

/// The packages of the crate, itself included.
fn packages(features: &[&str]) -> BTreeSet<String> {
    let mut tree = Command::new(env!("CARGO"));
    tree.args(["tree", "--locked", "--offline", "--package", "jing-openplatform", "--edges", "normal"]);
    tree.args(["--prefix", "none"]).args(features).current_dir(support::root());
    let output = tree.output().expect("cargo can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout);
    let packages: BTreeSet<String> =
        text.lines().map(|line| line.split(" (").next().unwrap_or(line).to_owned()).collect();
    assert!(packages.iter().any(|of| of.starts_with("serde_json ")), "no tree: {text}");
    packages
}

#[test]
fn types_and_events_alone_need_few_packages() {
    let packages = packages(&["--no-default-features"]);
    assert!(packages.len() <= PACKAGES, "{} packages, {PACKAGES} at most: {packages:?}", packages.len());
}

#[test]
fn the_client_needs_few_packages() {
    let packages = packages(&[]);
    assert!(packages.iter().any(|of| of.starts_with("hyper ")), "no client: {packages:?}");
    let count = packages.len();
    assert!(count <= CLIENT_PACKAGES, "{count} packages, {CLIENT_PACKAGES} at most: {packages:?}");
}
