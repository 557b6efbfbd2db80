//! `cargo xtask import openapi FILE --new DIR`.

mod support;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

fn import(arguments: &[&str]) -> String {
    let arguments = ["import", "openapi"].iter().chain(arguments).map(OsString::from);
    format!("{:?}", xtask::run(arguments))
}

fn succeeded(code: &str) -> bool {
    code == format!("{:?}", ExitCode::SUCCESS)
}

fn text(path: &Path) -> &str {
    path.to_str().expect("the path is a text")
}

#[test]
fn a_new_folder_is_a_spec_and_the_report_lists_every_finding() {
    let folder = support::scratch("import-new");
    let (spec, report) = (folder.join("spec"), folder.join("findings.txt"));
    let file = support::root().join("tests/import/real/galaxy.yaml");
    assert!(succeeded(&import(&[text(&file), "--new", text(&spec), "--report", text(&report)])));
    let files = xtask::generate::read_spec(&spec).expect("the spec can be read");
    assert!(codegen::generate(&files).is_ok());
    let told = std::fs::read_to_string(&report).expect("there is a report");
    let (import, _) = support::imported("galaxy", &std::fs::read_to_string(&file).expect("it is a text"));
    assert_eq!(told.lines().count(), import.findings.len());
    assert!(told.lines().all(|line| line.starts_with("galaxy.yaml:")), "{told}");
}

#[test]
fn nothing_is_overwritten_and_a_trial_writes_nothing() {
    let folder = support::scratch("import-kept");
    let spec = folder.join("spec");
    std::fs::create_dir_all(&spec).expect("a folder can be made");
    std::fs::write(spec.join("api.yaml"), "mine").expect("a file can be written");
    let file = support::root().join("tests/import/all_of.yaml");
    assert!(!succeeded(&import(&[text(&file), "--new", text(&spec)])));
    assert_eq!(std::fs::read_to_string(spec.join("api.yaml")).ok().as_deref(), Some("mine"));
    let other = folder.join("other");
    assert!(succeeded(&import(&[text(&file), "--new", text(&other), "--dry-run"])));
    assert!(!other.exists());
    assert!(!succeeded(&import(&[text(&folder.join("not-there.yaml")), "--new", text(&other)])));
    assert!(!other.exists());
}
