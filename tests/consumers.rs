//! A project of its own that uses the crate: whatever features of serde_json it turns on, payloads read the same.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::rust;

/// A package in a workspace of its own, so that features are not shared.
struct Consumer {
    folder: PathBuf,
}

impl Consumer {
    fn new(name: &str, features: &str) -> Self {
        let (folder, root) = (support::scratch(name), support::root());
        let manifest = format!(
            "[workspace]\n\n[package]\nname = \"{name}\"\nedition = \"2024\"\n\n\
             [dependencies]\njing-openplatform = {{ path = {:?} }}\n\
             serde_json = {{ version = \"1\", features = [{features}] }}\n",
            root.join("generated"),
        );
        let consumer = Self { folder };
        consumer.write("Cargo.toml", &manifest);
        consumer.write("src/lib.rs", "");
        fs::copy(root.join("Cargo.lock"), consumer.folder.join("Cargo.lock")).expect("the repository has a lock file");
        consumer
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }

    /// What the command prints; it must succeed.
    fn cargo(&self, arguments: &[&str]) -> String {
        let run = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(arguments)
            .arg("--offline")
            .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("consumers-target"))
            .current_dir(&self.folder)
            .output()
            .expect("cargo can be started");
        let (out, err) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
        assert!(run.status.success(), "{out}\n{err}");
        out.into_owned()
    }
}

fn run_payload_tests(name: &str, features: &str) {
    let consumer = Consumer::new(name, features);
    let root = support::root();
    let payloads = fs::read_to_string(root.join("tests/payloads.rs")).expect("the payload tests are there");
    let spec = format!("{:?}", root.to_string_lossy());
    consumer.write("tests/payloads.rs", &payloads.replace("env!(\"CARGO_MANIFEST_DIR\")", &spec));
    let out = consumer.cargo(&["test", "--test", "payloads"]);
    assert!(out.contains("every_payload_comes_back_whole ... ok"), "{out}");
}

#[test]
fn payloads_read_without_features_of_serde_json() {
    run_payload_tests("consumer-plain", "");
}

#[test]
fn payloads_read_with_features_that_change_serde_json() {
    run_payload_tests("consumer-features", "\"arbitrary_precision\", \"preserve_order\", \"float_roundtrip\"");
}

/// Each is built as a caller would, refused while it is assumed, and encoded once that is allowed.
#[test]
fn every_operation_can_be_built_and_encoded() {
    let api = codegen::resolve(&support::real_spec()).expect("the spec is right");
    let crate_ = codegen::lower::lower_api(&api).expect("its names are right");
    let operations = crate_.files.iter().flat_map(|file| file.items.iter().map(move |item| (&file.path, item)));
    let calls: Vec<String> = operations.filter_map(|(path, item)| Some(call(path, operation(item)?))).collect();
    assert_eq!(calls.len(), 101);
    let consumer = Consumer::new("consumer-operations", "");
    consumer.write("src/main.rs", &MAIN.replace("CALLS", &calls.concat()));
    insta::assert_snapshot!(consumer.cargo(&["run", "--quiet"]));
}

const MAIN: &str = r#"
use jing_openplatform::*;

fn encode<O: Operation>(operation: O) {
    let endpoint = O::ENDPOINT;
    assert_eq!(Request::new(&operation).is_err(), !endpoint.assumed.is_empty(), "{}", endpoint.id);
    let request = Request::allowing_assumed(&operation).expect("it can be encoded");
    let body = String::from_utf8_lossy(request.body().unwrap_or_default());
    println!("{}: {} {} {body}", endpoint.id, request.method(), request.path_and_query());
}

fn main() {
CALLS}
"#;

fn operation(item: &rust::Item) -> Option<&rust::Operation> {
    match item {
        rust::Item::Operation(operation) => Some(operation),
        _ => None,
    }
}

/// The line of `main` that makes a call, with the default of each required field.
fn call(path: &str, operation: &rust::Operation) -> String {
    let module = path.split('/').next().unwrap_or_default();
    let body = usize::from(matches!(operation.body, rust::Body::Typed(_)));
    let required = operation.parameters.iter().filter(|(_, field)| !field.optional).count() + body;
    format!("    encode({module}::{}::new({}));\n", operation.name, vec!["Default::default()"; required].join(", "))
}
