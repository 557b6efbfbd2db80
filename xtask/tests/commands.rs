//! What the commands print and how they end, seen from outside.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

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
    assert!(err.contains("`--spec` needs `--out` or `--testing-out`"), "{err}");
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

#[test]
fn a_link_in_the_spec_leads_to_its_files_and_one_in_a_circle_is_named() {
    let folder = scratch("spec-links");
    let (spec, elsewhere, api) = (folder.join("spec"), folder.join("elsewhere"), folder.join("api"));
    fs::create_dir_all(&elsewhere).expect("a folder can be made");
    fs::write(elsewhere.join("things.yaml"), "resource: others\ntitle: { en: Others }\n").expect("written");
    let arguments = ["gen", "--spec", text(&spec), "--out", text(&api)];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&elsewhere, spec.join("resources")).expect("a link can be made");
        let (code, _, err) = run(&arguments);
        assert_eq!(code, Some(2));
        assert!(err.contains("the file `resources/things.yaml` calls itself `others`"), "{err}");
        std::os::unix::fs::symlink(&spec, spec.join("circle")).expect("a link can be made");
        let (code, _, err) = run(&arguments);
        assert_eq!(code, Some(2));
        assert!(err.contains("circle: this link leads in a circle"), "{err}");
    }
}

#[test]
fn what_only_looks_like_a_file_of_the_spec_is_told_and_not_passed_over() {
    let folder = scratch("spec-names");
    let (spec, api) = (folder.join("spec"), folder.join("api"));
    let arguments = ["gen", "--spec", text(&spec), "--out", text(&api)];
    for file in ["resources/things.YAML", "resources/sub/things.yaml", "examples/things.yaml", "Types.yaml"] {
        let path = spec.join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
        fs::write(&path, "resource: things\ntitle: { en: Things }\n").expect("a file can be written");
        let (code, _, err) = run(&arguments);
        assert_eq!(code, Some(2), "{file}");
        assert!(err.contains(&format!("`{file}` is not a file of the spec")), "{err}");
        fs::remove_file(path).expect("it was written");
    }
    let made = Command::new("mkfifo").arg(spec.join("resources/pipe.yaml")).status();
    if made.is_ok_and(|made| made.success()) {
        let (code, _, err) = run(&arguments);
        assert_eq!(code, Some(2));
        assert!(err.contains("pipe.yaml: this is not a file"), "{err}");
        fs::remove_file(spec.join("resources/pipe.yaml")).expect("it was made");
    }
    fs::write(spec.join("resources/things.yaml"), b"resource: things\ntitle: \xff\n").expect("written");
    let (_, _, err) = run(&arguments);
    assert!(err.contains("things.yaml: line 2 is not text in UTF-8"), "{err}");
}

#[test]
fn no_folder_of_the_machine_lies_in_another() {
    let folder = scratch("apart");
    let (spec, api) = (folder.join("spec"), folder.join("api"));
    for testing in [api.clone(), api.join("testing"), api.join("../api")] {
        let (code, out, err) =
            run(&["gen", "--spec", text(&spec), "--out", text(&api), "--testing-out", text(&testing)]);
        assert_eq!((code, &*out), (Some(2), ""), "{}", testing.display());
        assert!(err.contains("two folders of the machine lie apart"), "{err}");
        assert!(!api.join("mod.rs").exists());
    }
    let (code, _, err) = run(&["gen", "--out", ""]);
    assert_eq!(code, Some(2));
    assert!(err.contains("`--out` needs a folder"), "{err}");
}

/// The spec of the project, so that the runs take long enough to meet.
#[test]
fn of_runs_at_the_same_time_each_finds_a_whole_folder() {
    let folder = scratch("at-once").join("api");
    let gen_ =
        |out| Command::new(env!("CARGO_BIN_EXE_xtask")).args(["gen", "--out", text(&folder)]).stdout(out).spawn();
    let runs: Vec<_> = (0..4).map(|_| gen_(Stdio::null()).expect("the command can be started")).collect();
    for mut run in runs {
        assert!(run.wait().expect("it ends").success());
    }
    assert_eq!(run(&["gen", "--check", "--out", text(&folder)]).0, Some(0));
}

#[test]
fn what_a_run_that_was_cut_short_has_left_is_removed() {
    let folder = scratch("cut-short");
    let (spec, api) = (folder.join("spec"), folder.join("api"));
    let arguments = ["gen", "--spec", text(&spec), "--out", text(&api)];
    assert_eq!(run(&arguments).0, Some(0));
    fs::write(api.join(".mod.rs.4711"), "").expect("a file can be written");
    fs::write(api.join(".things.rs.4712"), "// @generated by an older run\nstruct Ha").expect("a file can be written");
    let (code, _, err) = run(&[&arguments[..], &["--check"]].concat());
    assert_eq!(code, Some(1));
    assert!(err.contains("orphaned: ") && err.contains(".mod.rs.4711") && err.contains(".things.rs.4712"), "{err}");
    assert_eq!(run(&arguments).0, Some(0));
    let left: Vec<_> =
        fs::read_dir(&api).expect("it is there").map(|entry| entry.expect("an entry").file_name()).collect();
    assert_eq!(left, ["mod.rs"]);
    // What cannot be put in its place leaves nothing beside it.
    fs::remove_file(api.join("mod.rs")).expect("it was written");
    fs::create_dir(api.join("mod.rs")).expect("a folder can be made");
    let (code, _, err) = run(&arguments);
    assert_eq!(code, Some(2));
    assert!(err.contains("mod.rs"), "{err}");
    assert_eq!(fs::read_dir(&api).expect("it is there").count(), 1);
}
