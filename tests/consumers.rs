//! A project of its own that uses the crate: whatever features of serde_json it turns on, payloads read the same.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::ir::Payload;
use codegen::{ir, rust};
use serde_json::{Map, Value, json};

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
    let files = crate_.files.iter().flat_map(|file| file.items.iter().map(move |item| (&file.path, item)));
    let known = api.resources.iter().flat_map(|resource| &resource.operations).map(|known| (&*known.id, known));
    let known: BTreeMap<&str, &ir::Operation> = known.collect();
    let lowered = files.filter_map(|(path, item)| Some((path, operation(item)?)));
    let calls: Vec<String> =
        lowered.map(|(path, operation)| call(path, operation, &api, known[&*operation.endpoint.id])).collect();
    assert_eq!(calls.len(), support::listed("operation"));
    let consumer = Consumer::new("consumer-operations", "");
    consumer.write("src/main.rs", &MAIN.replace("CALLS", &calls.concat()));
    insta::assert_snapshot!(consumer.cargo(&["run", "--quiet"]));
}

const MAIN: &str = r#"
use jing_openplatform::*;

fn encode<O: Operation>(operation: O) {
    let endpoint = O::ENDPOINT;
    assert_eq!(Request::new(&operation).is_err(), !endpoint.assumed.is_empty(), "{}", endpoint.id);
    let request = Request::allowing_assumed(&operation).unwrap_or_else(|error| panic!("{}: {error}", endpoint.id));
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

/// The line of `main` that makes a call, with a value of its type for each required argument.
fn call(path: &str, operation: &rust::Operation, api: &ir::Api, known: &ir::Operation) -> String {
    let module = path.split('/').next().unwrap_or_default();
    let types = known.parameters().map(|field| &field.type_).chain(known.body.type_());
    let types = types.filter(|type_| !type_.is_optional());
    let mut arguments: Vec<String> = types.map(|type_| argument(type_, api, &known.id)).collect();
    arguments.extend(matches!(known.body, Payload::Binary(_) | Payload::Text(_)).then(|| "\"x\"".to_owned()));
    format!("    encode({module}::{}::new({}));\n", operation.name, arguments.join(", "))
}

/// A text goes in as it is; a value of any other type is read from JSON that fits it.
fn argument(type_: &ir::Type, api: &ir::Api, id: &str) -> String {
    match type_ {
        ir::Type::String => "String::from(\"x\")".to_owned(),
        other => {
            let json = sample(other, api, &[]).to_string();
            format!("serde_json::from_str({json:?}).unwrap_or_else(|error| panic!(\"{id}: {{error}}\"))")
        }
    }
}

/// The least JSON that fits a type.
fn sample(type_: &ir::Type, api: &ir::Api, arguments: &[ir::Type]) -> Value {
    match type_ {
        ir::Type::String | ir::Type::File => json!("x"),
        ir::Type::Integer | ir::Type::Number => json!(1),
        ir::Type::Boolean => json!(true),
        ir::Type::List(_) => json!([]),
        ir::Type::Any | ir::Type::Map(_) => json!({}),
        ir::Type::Optional(_) => Value::Null,
        ir::Type::Encoded(inner) => json!(sample(inner, api, arguments).to_string()),
        ir::Type::Parameter(index) => sample(&arguments[*index], api, &[]),
        ir::Type::Named(id, arguments) => match &api.type_def(*id).kind {
            ir::Kind::Object(object) => {
                let required = object.fields.iter().filter(|field| !field.type_.is_optional());
                required.map(|field| (field.name.clone(), sample(&field.type_, api, &[]))).collect::<Map<_, _>>().into()
            }
            ir::Kind::Enum(of) if of.form == ir::EnumForm::Integer => {
                json!(of.values[0].wire.parse::<i64>().expect("the resolver has looked"))
            }
            ir::Kind::Enum(of) => json!(of.values[0].wire),
            ir::Kind::Union(of) => {
                let mut value = sample(&of.members[0].type_, api, arguments);
                if let (Some(tag), Some(object)) = (&of.tag, value.as_object_mut()) {
                    object.insert(tag.clone(), json!(of.members[0].value));
                }
                value
            }
            ir::Kind::Native(native) if native.rust == "LocalDateTime" => json!("2023-01-09 19:00:57"),
            ir::Kind::Native(native) => sample(native.forms.last().expect("a form"), api, arguments),
        },
    }
}

#[test]
fn a_call_holds_what_a_completed_operation_requires() {
    let spec = support::with_head(support::split(COMPLETED));
    let api = codegen::resolve(&spec).unwrap_or_else(|wrong| panic!("{}", support::shown(&wrong, &spec)));
    let crate_ = codegen::lower::lower_api(&api).expect("its names are right");
    let operation = crate_.files.iter().flat_map(|file| &file.items).find_map(operation).expect("the operation");
    let line = call("things/put.rs", operation, &api, &api.resources[0].operations[0]);
    let json = |text: &str| {
        format!("serde_json::from_str({text:?}).unwrap_or_else(|error| panic!(\"things.put: {{error}}\"))")
    };
    let arguments =
        ["String::from(\"x\")".to_owned(), json("1"), json("\"a\""), json("{\"name\":\"x\",\"size\":1}")].join(", ");
    assert_eq!(line, format!("    encode(things::Put::new({arguments}));\n"));
}

const COMPLETED: &str = "\
resource: things
title: { en: Things }
operations:
  put:
    title: { en: Put }
    evidence: { level: documented, source: page }
    put: /v1/{id}/{place}
    path: { id: string, place: number }
    query:
      kind: { type: Kind, evidence: { level: documented, source: page } }
      more: string?
    body: Thing
types:
  Kind: { evidence: { level: documented, source: page }, enum: string, values: { a: } }
  Thing:
    evidence: { level: documented, source: page }
    fields:
      name: { type: string, evidence: { level: documented, source: page } }
      size: { type: number, evidence: { level: documented, source: page } }
      rest: string?
";
