//! What the commands print and how they end, seen from outside.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The exit code, what was printed, and what was told.
fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } =
        Command::new(env!("CARGO_BIN_EXE_xtask")).args(arguments).output().expect("the command can be started");
    (status.code(), String::from_utf8_lossy(&stdout).into_owned(), String::from_utf8_lossy(&stderr).into_owned())
}

/// A folder of this test's own with a small spec in `spec`.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("an old folder can be removed");
    }
    fs::create_dir_all(folder.join("spec")).expect("a folder can be made");
    fs::write(folder.join("spec/api.yaml"), API).expect("a file can be written");
    folder
}

const API: &str = "\
api: fixture
title: { en: Fixture }
server: { url: \"https://api.example.com\", evidence: { level: assumed } }
";

fn text(path: &Path) -> &str {
    path.to_str().expect("the folder's name is text")
}

#[test]
fn help_is_printed_and_no_error() {
    for command in [&[][..], &["gen"], &["schema"], &["coverage"], &["new"]] {
        for flag in ["--help", "-h"] {
            let (code, out, err) = run(&[command, &[flag]].concat());
            assert_eq!((code, &*err), (Some(0), ""), "{command:?} {flag}");
            let head = ["usage: cargo xtask"].iter().chain(command).copied().collect::<Vec<_>>().join(" ");
            assert!(out.starts_with(&head), "{out}");
        }
    }
    let (code, out, err) = run(&[]);
    assert_eq!((code, &*out), (Some(2), ""));
    assert!(err.starts_with("usage: cargo xtask COMMAND"), "{err}");
}

#[test]
fn another_spec_needs_another_folder() {
    let folder = scratch("another-spec");
    let spec = folder.join("spec");
    let (code, out, err) = run(&["gen", "--spec", text(&spec)]);
    assert_eq!((code, &*out), (Some(2), ""));
    assert!(err.contains("`--spec` needs `--out`"), "{err}");
}

#[test]
fn the_advice_names_the_folders_that_were_given() {
    let folder = scratch("advice");
    let (spec, made) = (folder.join("spec"), folder.join("my api"));
    let (spec, made) = (text(&spec), text(&made));
    let (code, _, err) = run(&["gen", "--check", "--spec", spec, "--out", made]);
    assert_eq!(code, Some(1));
    let advice = format!("run `cargo xtask gen --spec {spec} --out '{made}'` to mend them");
    assert!(err.contains(&advice), "{advice} is not in\n{err}");
    let (code, out, err) = run(&["new", "operation", "things.make", "--spec", spec]);
    assert_eq!((code, &*err), (Some(0), ""));
    assert!(out.contains(&format!("  cargo xtask gen --spec {spec} --out DIR")), "{out}");
    assert!(!out.contains("cargo xtask coverage"), "{out}");
}

#[test]
fn a_file_in_the_place_of_the_folder_is_named() {
    let folder = scratch("out-is-a-file");
    let file = folder.join("file");
    fs::write(&file, "mine").expect("a file can be written");
    let (code, _, err) = run(&["gen", "--spec", text(&folder.join("spec")), "--out", text(&file)]);
    assert_eq!(code, Some(2));
    assert!(err.contains(text(&file)) && err.contains("is not a folder"), "{err}");
    assert_eq!(fs::read(&file).expect("it is still there"), b"mine");
}

#[test]
fn what_is_no_text_is_somebody_elses() {
    let folder = scratch("no-text");
    let (spec, made) = (folder.join("spec"), folder.join("api"));
    let arguments = ["gen", "--spec", text(&spec), "--out", text(&made)];
    assert_eq!(run(&arguments).0, Some(0));
    fs::write(made.join("picture.bin"), b"// @generated\n\xff\xfe").expect("a file can be written");
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.join("nowhere"), made.join("dangling.rs")).expect("a link can be made");
    let (code, _, err) = run(&arguments);
    assert_eq!(code, Some(1), "{err}");
    assert!(err.contains("not machine-written: ") && err.contains("picture.bin"), "{err}");
    assert!(!cfg!(unix) || err.contains("dangling.rs"), "{err}");
    assert!(made.join("picture.bin").exists());
}

#[test]
fn in_the_spec_what_an_editor_left_is_no_part_and_what_is_no_text_is_named() {
    let folder = scratch("spec-files");
    let spec = folder.join("spec");
    fs::create_dir_all(spec.join("resources")).expect("a folder can be made");
    fs::write(spec.join("resources/.things.yaml"), b"\xff").expect("a file can be written");
    #[cfg(unix)]
    std::os::unix::fs::symlink("user@host.1", spec.join(".#api.yaml")).expect("a link can be made");
    let made = folder.join("api");
    let arguments = ["gen", "--spec", text(&spec), "--out", text(&made)];
    let (code, _, err) = run(&arguments);
    assert_eq!((code, &*err), (Some(0), ""));
    fs::write(spec.join("resources/things.yaml"), b"\xff").expect("a file can be written");
    let (code, _, err) = run(&arguments);
    assert_eq!(code, Some(2));
    assert!(err.contains("things.yaml"), "{err}");
}

#[test]
fn a_name_that_cannot_be_is_refused_and_one_that_yaml_reads_otherwise_is_quoted() {
    let folder = scratch("names");
    let spec = folder.join("spec");
    let new = |id: &str| run(&["new", "operation", id, "--spec", text(&spec)]);
    for (id, name) in [
        ("users.types", "`types`"),
        ("webhooks.get", "`webhooks`"),
        ("types.get", "`types`"),
        ("users.null", "`null`"),
        ("null.get", "`null`"),
    ] {
        let (code, out, err) = new(id);
        assert_eq!((code, &*out), (Some(2), ""), "{id}");
        assert!(err.starts_with(&format!("error: {name} is ")) && err.contains("take another name"), "{err}");
    }
    for id in ["users.true", "true.get", "users.no"] {
        let (code, _, err) = new(id);
        assert_eq!((code, &*err), (Some(0), ""), "{id}");
    }
    let (code, _, err) = run(&["gen", "--spec", text(&spec), "--out", text(&folder.join("api"))]);
    assert_eq!((code, &*err), (Some(0), ""));
}
