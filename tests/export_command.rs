//! `cargo xtask export`: what it writes, what it leaves alone, and what its exit code says.

mod support;

use std::fs;
use std::path::Path;

use codegen::file_tree::FileTree;

/// A small spec with an event and an operation, in a folder of its own.
fn spec(name: &str) -> std::path::PathBuf {
    let folder = support::scratch(name);
    let (_, files) = support::fixtures("good").into_iter().find(|(name, _)| name == "quirks").expect("the fixture");
    for (path, text) in files.iter() {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
    folder
}

/// The exit code of a call.
fn run(spec: &Path, out: &Path, more: &[&str]) -> Option<&'static str> {
    let words = ["export".into(), "--spec".into(), spec.into(), "--out".into(), out.into()];
    let code = xtask::run(words.into_iter().chain(more.iter().map(Into::into)));
    ["0", "1", "2"].into_iter().find(|digit| format!("{code:?}").contains(digit))
}

fn files(folder: &Path) -> Vec<String> {
    FileTree::read_any(folder).expect("it can be read").iter().map(|(path, _)| path.to_owned()).collect()
}

#[test]
fn all_kinds_are_written_and_checked() {
    let (spec, out) = (spec("export-spec"), support::scratch("export-all"));
    assert_eq!(run(&spec, &out, &["--check"]), Some("1"), "nothing is there yet");
    assert_eq!(run(&spec, &out, &[]), Some("0"));
    assert_eq!(run(&spec, &out, &["--check"]), Some("0"));
    let written = files(&out);
    for wanted in ["openapi.yaml", "openapi.json"] {
        assert!(written.iter().any(|path| path == wanted), "{wanted}: {written:?}");
    }
    fs::remove_file(out.join("openapi.json")).expect("removed");
    assert_eq!(run(&spec, &out, &["--check"]), Some("1"));
    assert_eq!(run(&spec, &out, &[]), Some("0"));
    assert_eq!(files(&out), written);
}

#[test]
fn one_kind_leaves_the_others_alone() {
    let (spec, out) = (spec("export-one-spec"), support::scratch("export-one"));
    assert_eq!(run(&spec, &out, &["jsonschema"]), Some("0"));
    assert!(files(&out).iter().all(|path| path.starts_with("jsonschema/")), "{:?}", files(&out));
    assert_eq!(run(&spec, &out, &["openapi"]), Some("0"));
    assert!(files(&out).iter().any(|path| path.starts_with("jsonschema/")), "{:?}", files(&out));
    assert_eq!(run(&spec, &out, &["openapi", "jsonschema", "--check"]), Some("0"));
}

#[test]
fn a_file_of_somebody_else_and_a_bad_call_are_told() {
    let (spec, out) = (spec("export-bad-spec"), support::scratch("export-bad"));
    fs::write(out.join("openapi.yaml"), "openapi: mine\n").expect("written");
    assert_eq!(run(&spec, &out, &[]), Some("1"), "a file without the marker is not overwritten");
    assert_eq!(fs::read_to_string(out.join("openapi.yaml")).expect("read"), "openapi: mine\n");
    assert_eq!(run(&spec, &out, &["swagger"]), Some("2"));
    assert_eq!(run(&spec, &out, &["--chekc"]), Some("2"));
    fs::write(spec.join("api.yaml"), "api: [").expect("written");
    assert_eq!(run(&spec, &out, &[]), Some("2"), "a bad spec");
}

#[test]
fn the_folder_of_the_descriptions_is_no_part_of_the_spec() {
    let spec = spec("export-inside");
    let before = xtask::generate::read_spec(&spec).expect("it can be read");
    assert_eq!(run(&spec, &spec.join("exported"), &[]), Some("0"));
    assert_eq!(xtask::generate::read_spec(&spec).expect("it can be read"), before);
    assert_eq!(run(&spec, &spec.join("exported"), &["--check"]), Some("0"));
}
