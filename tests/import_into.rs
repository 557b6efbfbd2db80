//! `cargo xtask import openapi FILE --into DIR`: an export of Apifox (a made-up one) into a spec that is there.

mod support;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use codegen::file_tree::{FileTree, write_all, write_whole};
use codegen::import::merge::{Merged, Names, Refused, line_changes, merge};
use codegen::import::{Options, Source, read};
use codegen::ir::{Level, Part};
use serde_yaml::Value;

const EXPORT: &str = include_str!("fixtures/import/apifox.json");
const SPEC: &str = include_str!("fixtures/into.yaml");

fn spec() -> FileTree {
    support::split(SPEC)
}

fn merged(description: &str, spec: &FileTree) -> Result<Merged, Box<Refused>> {
    let source = Source::parse("apifox.json", description).expect("it is JSON");
    let import = read(&source, &Options::default()).expect("it is OpenAPI");
    let api = codegen::resolve(spec).unwrap_or_else(|wrong| panic!("{}", support::shown(&wrong, spec)));
    merge(&import, &Names { file: "apifox.json".into(), source: "apifox".into() }, &api, spec)
}

/// The spec with what the description knows.
fn filled(description: &str, spec: &FileTree) -> (FileTree, String) {
    let merged = merged(description, spec)
        .unwrap_or_else(|refused| panic!("{}", support::shown(&refused.wrong, &refused.files)));
    let mut files = spec.clone();
    merged.files.iter().for_each(|(path, text)| files.insert(path, text));
    (files, merged.report.text())
}

#[test]
fn what_is_assumed_is_filled_and_the_report_tells_the_rest() {
    let old = spec();
    let (new, report) = filled(EXPORT, &old);
    support::generate("the filled spec", &new);
    let changes: String = new.iter().fold(String::new(), |all, (path, text)| {
        let changes = line_changes(old.get(path).unwrap_or_default(), text);
        if changes.is_empty() { all } else { format!("{all}--- {path}\n{changes}") }
    });
    insta::assert_snapshot!(format!("{report}\n{changes}"));
}

#[test]
fn webhooks_that_are_not_taken_over_are_told() {
    let description = r#"{"openapi":"3.1.0","info":{"title":"Shop","version":"1"},"paths":{},
        "webhooks":{"order paid":{"post":{"responses":{"200":{"description":"Taken."}}}}}}"#;
    let (files, report) = filled(description, &spec());
    assert_eq!(files, spec());
    let line = report.lines().find(|line| line.contains("the webhook `order paid`")).expect("it is told");
    assert!(line.contains("apifox.json:2"), "{line}");
}

/// What stands behind the hashes of a text, each as often as it is there.
fn comments(files: &FileTree) -> Vec<&str> {
    let yaml = files.iter().filter(|(path, _)| path.ends_with(".yaml"));
    let comment = |line: &'_ str| match line.trim_start().starts_with('#') {
        true => line.find('#'),
        false => line.find(" # "),
    };
    let mut all: Vec<&str> =
        yaml.flat_map(|(_, text)| text.lines()).filter_map(|line| Some(line[comment(line)?..].trim())).collect();
    all.sort_unstable();
    all
}

fn node(files: &FileTree, file: &str, path: [&str; 2]) -> Value {
    let value: Value = serde_yaml::from_str(files.get(file).expect("the file is there")).expect("it is YAML");
    value[path[0]][path[1]].clone()
}

#[test]
fn comments_survive() {
    for old in [spec(), support::real_spec()] {
        let (new, _) = filled(EXPORT, &old);
        let (before, after) = (comments(&old), comments(&new));
        let lost: Vec<_> = before.iter().filter(|comment| !after.contains(comment)).collect();
        assert!(lost.is_empty() && after.len() >= before.len(), "{lost:?}");
    }
}

#[test]
fn what_people_know_is_as_it_was() {
    let parts = [Part::Method, Part::Path, Part::Body, Part::Returns];
    for old in [spec(), support::real_spec()] {
        let (new, _) = filled(EXPORT, &old);
        support::generate("the filled spec", &new);
        let api = codegen::resolve(&old).expect("the spec is right");
        for operation in api.resources.iter().flat_map(|resource| &resource.operations) {
            let file = &*operation.place.file;
            let path = ["operations", operation.name.as_str()];
            let (before, after) = (node(&old, file, path), node(&new, file, path));
            assert_eq!(
                (&before["title"], &before["summary"]),
                (&after["title"], &after["summary"]),
                "{}",
                operation.id
            );
            let known = |part: &Part| operation.evidence.of(*part) != Level::Assumed;
            if parts.iter().all(known) {
                assert_eq!(before, after, "{}", operation.id);
            }
            if known(&Part::Method) {
                let method = operation.method.as_str().to_lowercase();
                assert!(after[method.as_str()].is_string(), "{}: {after:?}", operation.id);
            }
        }
        for type_ in &api.types {
            let assumed = type_.evidence.as_ref().is_some_and(|evidence| evidence.level == Level::Assumed);
            let path = ["types", type_.name.as_str()];
            if !assumed && !matches!(type_.kind, codegen::ir::Kind::Native(_)) {
                let file = &*type_.place.file;
                assert_eq!(node(&old, file, path), node(&new, file, path), "{}", type_.name);
            }
        }
    }
}

/// A copy of the fixture in a folder of the test's own, and a description beside it.
fn folder(name: &str, description: &str) -> (PathBuf, PathBuf) {
    let folder = support::scratch(name);
    write_all(&folder.join("spec"), &spec()).expect("the copy can be written");
    write_whole(&folder.join("apifox.json"), description).expect("the description can be written");
    (folder.join("spec"), folder.join("apifox.json"))
}

fn import(description: &Path, spec: &Path, more: &[&str]) -> ExitCode {
    let call = ["import", "openapi"].map(OsString::from).into_iter().chain([description.as_os_str().to_owned()]);
    let call = call.chain(["--into".into(), spec.as_os_str().to_owned()]);
    xtask::run(call.chain(more.iter().map(OsString::from)))
}

fn read_folder(folder: &Path) -> FileTree {
    xtask::generate::read_spec(folder).expect("the spec can be read")
}

#[test]
fn a_dry_run_writes_nothing_and_a_second_run_has_nothing_to_do() {
    let (spec, description) = folder("into-dry", EXPORT);
    let old = read_folder(&spec);
    assert_eq!(import(&description, &spec, &["--dry-run"]), ExitCode::SUCCESS);
    assert_eq!(read_folder(&spec), old);
    assert_eq!(import(&description, &spec, &["--source", "apifox"]), ExitCode::SUCCESS);
    let new = read_folder(&spec);
    let (wanted, _) = filled(EXPORT, &old);
    assert!(new != old && new == wanted);
    assert_eq!(import(&description, &spec, &["--source", "apifox"]), ExitCode::SUCCESS);
    assert_eq!(read_folder(&spec), new);
}

#[test]
fn an_export_of_a_spec_makes_no_facts_of_what_is_assumed() {
    let (spec, description) = folder("into-own", EXPORT);
    let export = std::fs::read_to_string(support::root().join("spec/exported/openapi.json")).expect("it is there");
    write_whole(&description, &export).expect("it can be written");
    let old = read_folder(&spec);
    assert_eq!(import(&description, &spec, &[]), ExitCode::from(2));
    assert_eq!(read_folder(&spec), old);
}

#[test]
fn a_spec_that_would_not_resolve_is_left_as_it_was() {
    // The token that a client looks for is called otherwise.
    let (spec, description) = folder("into-refused", &EXPORT.replace("\"access_token\": {", "\"token\": {"));
    let old = read_folder(&spec);
    assert_eq!(import(&description, &spec, &[]), ExitCode::from(2));
    assert_eq!(read_folder(&spec), old);
    let refused =
        merged(&EXPORT.replace("\"access_token\": {", "\"token\": {"), &old).expect_err("it does not resolve");
    assert!(support::shown(&refused.wrong, &refused.files).contains("access_token"));
    for broken in ["{", "{}", "{ \"openapi\": \"2.0\" }"] {
        write_whole(&description, broken).expect("it can be written");
        assert_eq!(import(&description, &spec, &[]), ExitCode::from(2), "{broken}");
        assert_eq!(read_folder(&spec), old);
    }
}
