//! `cargo xtask absorb`: what captured JSON shows beyond the spec, and the edits that say it.

mod support;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use codegen::absorb::{AbsorbError, Absorbed, Options, absorb};
use codegen::file_tree::{FileTree, write_all, write_whole};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof, proptest};
use proptest::{prop_assert, prop_assert_eq};
use serde_json::{Value, json};

const SPEC: &str = include_str!("fixtures/absorb.yaml");

fn spec() -> FileTree {
    support::with_head(support::split(SPEC))
}

fn options() -> Options {
    Options { seen: "2026-11-22".into(), ..Options::default() }
}

fn responses(operation: &str) -> Options {
    Options { operation: Some(operation.into()), ..options() }
}

/// Absorbs samples into a spec, and looks at the outcome.
fn with<T>(spec: &FileTree, samples: &[Value], options: Options, look: impl FnOnce(&Absorbed) -> T) -> T {
    let (api, _) = codegen::resolve_unfinished(spec).unwrap_or_else(|wrong| panic!("{}", support::shown(&wrong, spec)));
    let lines: String = samples.iter().map(|sample| format!("{sample}\n")).collect();
    look(&absorb(&api, &[("samples.jsonl".into(), lines)], options).expect("they are JSON"))
}

/// The spec with what samples show.
fn written(spec: &FileTree, samples: &[Value], options: Options) -> FileTree {
    let written = with(spec, samples, options, |absorbed| absorbed.write(spec));
    let written = written.unwrap_or_else(|error| match error {
        AbsorbError::Spec { wrong, files } => panic!("{}", support::shown(&wrong, &files)),
        other => panic!("{other}"),
    });
    let mut files = spec.clone();
    written.files.iter().for_each(|(path, text)| files.insert(path, text));
    files
}

fn delivery(kind: &str, payload: Value) -> Value {
    json!({ "kind": kind, "id": 7, "payload": payload })
}

/// The lines that one text has and the other has not, as a diff shows them.
fn changes(old: &FileTree, new: &FileTree) -> String {
    let mut out = String::new();
    for (path, text) in new.iter() {
        let before: Vec<&str> = old.get(path).unwrap_or_default().lines().collect();
        let mut left = before.iter().copied().peekable();
        for line in text.lines() {
            let known = left.clone().position(|other| other == line);
            match known {
                Some(skipped) => {
                    left.by_ref().take(skipped).for_each(|line| out.push_str(&format!("{path} - {line}\n")));
                    left.next();
                }
                None => out.push_str(&format!("{path} + {line}\n")),
            }
        }
        left.for_each(|line| out.push_str(&format!("{path} - {line}\n")));
    }
    out
}

#[test]
fn what_known_events_show_becomes_edits_marked_as_observed() {
    let samples = [
        delivery(
            "created",
            json!({ "name": "", "size": 1, "state": "open", "owner": { "id": 5 }, "note": "x", "at": 1.5 }),
        ),
        delivery(
            "created",
            json!({ "name": "n", "size": "2", "state": "closed", "extra": [1, 2], "owner": "{\"id\":6}" }),
        ),
        delivery(
            "created",
            json!({ "name": null, "size": null, "state": "half_open", "extra": [null], "level": 3, "tags": ["a"] }),
        ),
    ];
    let old = spec();
    let report = with(&old, &samples, options(), |absorbed| absorbed.report());
    let new = written(&old, &samples, options());
    support::generate("the absorbed spec", &new);
    insta::assert_snapshot!(format!("{report}\n{}", changes(&old, &new)));
    assert!(with(&new, &samples, options(), |absorbed| absorbed.is_known()), "absorbed is known");
}

#[test]
fn an_unknown_event_gets_the_types_that_all_of_its_samples_allow() {
    let samples = [
        delivery(
            "merged",
            json!({ "n": 1, "t": "a", "list": [{ "a": 1 }], "by": { "13800138000": 1 }, "both": 1, "deep": { "x": { "y": null } } }),
        ),
        delivery(
            "merged",
            json!({ "n": 1.5, "t": null, "list": [{ "b": "{\"c\":true}" }], "by": {}, "both": "1", "odd": [1] }),
        ),
        delivery(
            "merged",
            json!({ "n": null, "list": [], "by": { "13900139000": 2 }, "odd": "x", "fooBar": 1, "foo_bar": 2, "type": "x" }),
        ),
    ];
    let (old, new) = (spec(), written(&spec(), &samples, options()));
    support::generate("the absorbed spec", &new);
    insta::assert_snapshot!(changes(&old, &new));
    assert!(with(&new, &samples, options(), |absorbed| absorbed.is_known()));
}

#[test]
fn a_result_that_nobody_knew_gets_a_type_and_an_error_is_no_result() {
    let samples = [
        json!({ "code": 0, "msg": "ok", "data": { "items": [{ "id": 1 }], "next": null } }),
        json!({ "code": 40001, "msg": "no", "data": null }),
        json!({ "request": {}, "response": { "body": { "code": 0, "data": { "items": [] }, "trace": "t" } } }),
    ];
    let old = spec();
    let report = with(&old, &samples, responses("things.list"), |absorbed| absorbed.report());
    let new = written(&old, &samples, responses("things.list"));
    support::generate("the absorbed spec", &new);
    insta::assert_snapshot!(format!("{report}\n{}", changes(&old, &new)));
}

#[test]
fn a_text_that_the_runtime_reads_as_no_number_is_left_to_people() {
    for text in ["007", "+7", " 7", "7 ", "9223372036854775808", "1e3"] {
        let samples = [delivery("created", json!({ "size": text }))];
        let written =
            with(&spec(), &samples, options(), |absorbed| absorbed.write(&spec())).expect("it holds together");
        assert_eq!((written.done, written.left.len()), (Vec::new(), 1), "{text:?}");
        assert!(written.left[0].contains("size: a text for a whole number"), "{:?}", written.left);
    }
}

#[test]
fn an_event_told_by_a_header_is_found_and_made() {
    let spec =
        support::fixtures("good").into_iter().find(|(name, _)| name == "webhooks_headers").expect("it is there").1;
    let with_header =
        |event: &str, body: Value| json!({ "headers": { "X-Event": event, "X-Secret": "canary" }, "body": body });
    let samples = [
        with_header("push", json!({ "ref": "main", "new": 1 })),
        with_header("star", json!({ "action": "created", "who": { "id": 1 } })),
        with_header("star", json!({ "action": "deleted", "who": { "id": 2, "name": "n" } })),
    ];
    let report = with(&spec, &samples, options(), |absorbed| absorbed.report());
    let new = written(&spec, &samples, options());
    support::generate("the absorbed spec", &new);
    let told = format!("{report}\n{}", changes(&spec, &new));
    assert!(!told.contains("canary"), "{told}");
    insta::assert_snapshot!(told);
    assert!(with(&new, &samples, options(), |absorbed| absorbed.is_known()));
}

#[test]
fn an_operation_and_a_file_that_are_not_there_are_named() {
    let spec = spec();
    let api = codegen::resolve(&spec).expect("the fixture is right");
    let error = absorb(&api, &[], responses("things.lst")).expect_err("there is none");
    assert_eq!(error.to_string(), "there is no operation `things.lst`; did you mean `things.list`?");
    let broken = [("a.json".to_owned(), "{ \"secret_canary\": tru".to_owned())];
    let error = absorb(&api, &broken, options()).expect_err("it is no JSON").to_string();
    assert!(error.starts_with("a.json:1:") && !error.contains("canary"), "{error}");
}

/// Values of people and of machines, wherever a sample can hold one.
#[test]
fn no_value_of_a_sample_is_told_or_written() {
    let canaries = [
        "13800138001",
        "ann.canary@example.com",
        "Ann Canary",
        "张金丝",
        "tok3nCANARYx9Zq81LmN0",
        "https://canary.example",
    ];
    let mut samples = Vec::new();
    for canary in canaries {
        samples.push(delivery(
            "created",
            json!({
                "name": canary, "size": canary, "state": canary, "note": canary, "owner": canary, "new": canary,
                "new_list": [canary], "new_map": { canary: canary }, canary: 1, "nested": { "deep": [{ "x": canary }] },
                "inside": format!("{{\"x\":\"{canary}\",\"{canary}\":1}}"), "level": canary, "tags": { canary: canary },
            }),
        ));
        samples
            .push(delivery("merged", json!({ "type": canary, "name": canary, "object_type": canary, "text": canary })));
        samples.push(delivery(canary, json!({ "type": canary, "kind": canary })));
        samples.push(json!({ "kind": canary, canary: canary, "payload": canary }));
        samples.push(json!(canary));
    }
    let old = spec();
    let told = with(&old, &samples, options(), |absorbed| {
        let written = absorbed.write(&old).expect("there is a place for all of it");
        format!("{}{:?}{:?}{absorbed:?}", absorbed.report(), written.done, written.left)
    });
    let new = written(&old, &samples, options());
    let files: String = new.iter().map(|(_, text)| text).collect();
    for canary in canaries {
        assert!(!told.contains(canary) && !files.contains(canary), "{canary} in:\n{told}\n{files}");
    }
    assert!(files.contains("new_list: { type: list<string>?, personal: true"), "{files}");
}

/// A spec in a folder of the test's own, and samples beside it.
fn folder(name: &str, spec: &FileTree, samples: &str) -> (PathBuf, PathBuf) {
    let folder = support::scratch(name);
    write_all(&folder.join("spec"), spec).expect("the spec can be written");
    write_whole(&folder.join("samples.jsonl"), samples).expect("the samples can be written");
    (folder.join("spec"), folder.join("samples.jsonl"))
}

fn run(spec: &Path, samples: &Path, more: &[&str]) -> ExitCode {
    let paths = ["absorb".into(), samples.as_os_str().to_owned(), "--spec".into(), spec.as_os_str().to_owned()];
    xtask::run(paths.into_iter().chain(more.iter().map(OsString::from)))
}

fn read(folder: &Path) -> FileTree {
    xtask::generate::read_spec(folder).expect("the spec can be read")
}

#[test]
fn nothing_is_written_unasked_and_what_was_written_is_known() {
    let samples =
        format!("{}\n", json!([delivery("merged", json!({ "a": 1 })), delivery("created", json!({ "new": 1 }))]));
    let (spec, samples) = folder("absorb-asked", &spec(), &samples);
    let old = read(&spec);
    assert_eq!(run(&spec, &samples, &[]), ExitCode::from(1));
    assert_eq!(read(&spec), old);
    assert_eq!(run(&spec, &samples, &["--write", "--seen", "2026-11-22"]), ExitCode::SUCCESS);
    assert!(read(&spec) != old && read(&spec).iter().all(|(path, _)| !path.contains(".new")));
    assert_eq!(run(&spec, &samples, &[]), ExitCode::SUCCESS);
    assert_eq!(run(&spec, &samples, &["--operation", "things.none"]), ExitCode::from(2));
    assert_eq!(run(&spec, &spec.join("none.json"), &[]), ExitCode::from(2));
}

#[test]
fn a_spec_that_would_not_hold_together_is_left_as_it_was() {
    let samples = format!("{}\n{}\n", delivery("merged", json!({ "a": 1 })), delivery("created", json!({ "new": 1 })));
    let (spec, samples) = folder("absorb-refused", &spec(), &samples);
    let old = read(&spec);
    for wrong in
        [&["--write", "--seen", "tomorrow"][..], &["--write", "--family", "no name"], &["--write", "--source", ""]]
    {
        assert_eq!(run(&spec, &samples, wrong), ExitCode::from(2), "{wrong:?}");
        assert_eq!(read(&spec), old, "{wrong:?}");
    }
}

#[test]
fn all_files_are_written_or_none() {
    let folder = support::scratch("absorb-all-or-none");
    write_whole(&folder.join("a.yaml"), "old").expect("it can be written");
    // A folder cannot be replaced by a file.
    std::fs::create_dir_all(folder.join("b.yaml/inner")).expect("it can be made");
    let files = [("a.yaml", "new"), ("b.yaml", "new"), ("c/d.yaml", "new")];
    let files: FileTree = files.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
    write_all(&folder, &files).expect_err("b.yaml is a folder");
    assert_eq!(std::fs::read_to_string(folder.join("a.yaml")).expect("it is there"), "old");
    let found = FileTree::read(&folder, |_| true).expect("it can be read");
    assert_eq!(found.iter().map(|(path, _)| path).collect::<Vec<_>>(), ["a.yaml"]);
}

/// Any JSON, its keys names and others.
fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_filter("JSON has no such number", |number| number.is_finite()).prop_map(Value::from),
        "[ -~一-龥]{0,8}".prop_map(Value::from),
        Just(json!("")),
        Just(json!("{\"a\":[1]}")),
        Just(json!("12")),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map("[a-d]|type|[a-c]{2}_[A-C]|[0-9]{6}|self", inner, 0..5)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_came_is_known_once_it_was_written(
        events in proptest::collection::vec(("merged|created|x\\.y|n_1", values()), 1..6),
    ) {
        let samples: Vec<Value> = events.into_iter().map(|(kind, data)| delivery(&kind, data)).collect();
        let (old, options) = (spec(), options());
        let outcome = with(&old, &samples, options.clone(), |absorbed| absorbed.write(&old));
        let written = match outcome {
            Ok(written) => written,
            Err(AbsorbError::Spec { wrong, files }) => panic!("{}", support::shown(&wrong, &files)),
            Err(other) => panic!("{other}"),
        };
        let mut new = old.clone();
        written.files.iter().for_each(|(path, text)| new.insert(path, text));
        prop_assert!(codegen::resolve(&new).is_ok());
        let (known, report) = with(&new, &samples, options, |absorbed| (absorbed.is_known(), absorbed.report()));
        prop_assert_eq!(known, written.left.is_empty(), "{}", report);
    }
}
