//! The samples of the spec, absorbed into it without their families: they become events that parse them.

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
