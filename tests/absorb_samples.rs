//! What was captured becomes events that read it: the samples of the spec without their families, and deliveries that
//! contradict an imported description.

mod support;

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitCode};

use codegen::file_tree::{FileTree, write_all};

/// The real spec without the families of the samples and what only they use, but for the native types.
fn without_families() -> FileTree {
    let mut files: FileTree = support::real_spec()
        .iter()
        .filter(|(path, _)| !["account", "lead"].iter().any(|name| path.contains(&format!("/{name}."))))
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .collect();
    let types = files.get("types.yaml").expect("there are types");
    let (natives, _) = types.split_once("\n\n\n").expect("the native types come first");
    let natives = natives
        .split("\n\n")
        .filter(|type_| ["digits:", "json:", "unix_seconds:"].iter().any(|name| type_.contains(name)));
    let natives = natives.collect::<Vec<_>>().join("\n\n");
    files.insert("types.yaml", format!("{natives}\n"));
    files
}

#[test]
fn the_samples_make_the_events_that_parse_them() {
    let examples = support::root().join("spec/examples");
    let names = ["account.created.json", "account.updated.json", "lead.created.json"];
    let spec = support::scratch("absorb-samples");
    write_all(&spec, &without_families()).expect("the spec can be written");
    let paths = names.iter().map(|name| examples.join(name).into_os_string());
    let call = ["absorb", "--write", "--seen", "2026-11-22", "--spec"].into_iter().map(OsString::from);
    let status = xtask::run(call.chain([spec.as_os_str().to_owned()]).chain(paths));
    assert_eq!(status, ExitCode::SUCCESS);
    let mut files = xtask::generate::read_spec(&spec).expect("the spec can be read");
    // The page of the other sample was its only use.
    let api = files.get("api.yaml").expect("it is there");
    let (head, tail) = api.split_once("  doc-2115608:").expect("the source of a family that is gone");
    let (_, tail) = tail.split_once("  observed:").expect("the source that was added");
    let (tail, head) = (tail.to_owned(), head.to_owned());
    files.insert("api.yaml", format!("{head}  observed:{tail}"));
    let crate_ = support::generate("the absorbed spec", &files);
    let arms = ["AccountObjectCreate", "AccountObjectUpdate", "LeadObjectCreate"];
    let checks = names.iter().zip(arms).map(|(name, arm)| {
        let path = examples.join(name);
        format!(
            "    let body = include_bytes!({path:?});\n\
             \x20   let event = Event::parse(body).unwrap();\n\
             \x20   assert!(matches!(event, Event::{arm}(_)), \"{{}}\", event.kind());\n\
             \x20   assert_eq!(opened(serde_json::to_value(&event).unwrap()), opened(serde_json::from_slice(body).unwrap()));\n"
        )
    });
    let main = MAIN.replace("CHECKS", &checks.collect::<String>());
    assert_eq!(built_and_run("absorbed", &crate_, &main), "parsed\n");
}

/// Deliveries of a made-up harbour whose description declares texts where numbers come, and the other way round: in a type
/// that two events share, and in a member of a union. The header's value, and the body.
const DIFFERING: [(&str, &str); 4] = [
    ("ship", r#"{"action":"moored","berth":{"since":1525109898,"depth":9.50},"owner":{"kind":"firm","founded":1869}}"#),
    (
        "ship",
        r#"{"action":"moored","berth":{"since":"2018-04-30","depth":"9.50"},"owner":{"kind":"captain","phone":null}}"#,
    ),
    ("crane", r#"{"action":"lifted","berth":{"since":1525109899,"depth":12}}"#),
    ("ship", r#"{"action":"moored","owner":{"kind":"firm","founded":"1869","berth":{"since":1}}}"#),
];

/// One with numbers for texts in a list and in a map, and how it is written back: there each has the form of the type.
const IN_PARTS: [&str; 2] = [
    r#"{"action":"moored","calls":["a",7],"marks":{"bow":19.90,"stern":"3"}}"#,
    r#"{"action":"moored","calls":["a","7"],"marks":{"bow":"19.90","stern":"3"}}"#,
];

#[test]
fn deliveries_that_contradict_an_imported_description_are_read_and_written_back_once_they_were_absorbed() {
    let folder = support::scratch("absorb-harbour");
    let all: Vec<_> = DIFFERING.into_iter().chain([("ship", IN_PARTS[0])]).collect();
    let line =
        |(event, body): &(&str, &str)| format!("{{\"headers\":{{\"X-Harbour-Event\":\"{event}\"}},\"body\":{body}}}\n");
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    std::fs::write(folder.join("captured.jsonl"), all.iter().map(line).collect::<String>()).expect("it can be written");
    let run = |words: &[&str], paths: [&Path; 2]| {
        let words = words.iter().map(OsString::from).chain(paths.map(OsString::from));
        assert_eq!(xtask::run(words), ExitCode::SUCCESS);
    };
    let (spec, description) = (folder.join("spec"), support::root().join("tests/fixtures/harbour.json"));
    run(&["import", "openapi", "--match-header", "X-Harbour-Event", "--new"], [&spec, &description]);
    run(&["absorb", "--write", "--seen", "2026-11-22", "--spec"], [&spec, &folder.join("captured.jsonl")]);
    let files = xtask::generate::read_spec(&spec).expect("the spec can be read");
    let check = |(event, body): &(&str, &str)| {
        format!(
            "    let header = |name: &str| (name == \"x-harbour-event\").then_some({event:?});\n\
             \x20   let event = Event::parse_with(header, {body:?}.as_bytes()).unwrap();\n\
             \x20   assert!(!matches!(event, Event::Unknown(_)));\n\
             \x20   println!(\"{{}}\", serde_json::to_string(&event).unwrap());\n"
        )
    };
    let main = MAIN.replace("CHECKS", &all.iter().map(check).collect::<String>());
    let printed = built_and_run("harbour", &support::generate("the absorbed spec", &files), &main);
    let wanted = DIFFERING.iter().map(|(_, body)| *body).chain([IN_PARTS[1], "parsed"]);
    assert_eq!(printed.lines().collect::<Vec<_>>(), wanted.collect::<Vec<_>>());
}

/// JSON in a text may be written back in other words: it is compared by what it says.
const MAIN: &str = r#"
pub use jing_openplatform::runtime;
#[rustfmt::skip]
pub mod api;

use api::Event;
use serde_json::Value;

fn opened(value: Value) -> Value {
    match value {
        Value::String(text) if text.starts_with(['{', '[']) => opened(serde_json::from_str(&text).unwrap()),
        Value::Array(items) => items.into_iter().map(opened).collect(),
        // Null and a key that is not there say the same.
        Value::Object(map) => {
            let map = map.into_iter().filter(|(_, value)| !value.is_null());
            map.map(|(key, value)| (key, opened(value))).collect()
        }
        one => one,
    }
}

fn main() {
CHECKS    println!("parsed");
}
"#;

/// What a program of a crate with this machine-written folder prints.
fn built_and_run(name: &str, api: &FileTree, main: &str) -> String {
    let (folder, root) = (support::scratch(&format!("{name}-crate")), support::root());
    let mut files: FileTree = api.iter().map(|(path, text)| (format!("src/api/{path}"), text.to_owned())).collect();
    files.insert("src/main.rs", main);
    let manifest = format!(
        "[workspace]\n\n[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[dependencies]\nserde_json = \"1\"\n\
         jing-openplatform = {{ path = {:?}, default-features = false }}\n",
        root.join("generated")
    );
    files.insert("Cargo.toml", manifest);
    write_all(&folder, &files).expect("the crate can be written");
    std::fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).expect("the repository has a lock file");
    let run = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["run", "--quiet", "--offline"])
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixtures-target"))
        .env_remove("RUSTFLAGS")
        .current_dir(&folder)
        .output()
        .expect("cargo can be started");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8_lossy(&run.stdout).into_owned()
}
