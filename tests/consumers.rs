//! A project of its own that uses the crate: whatever features of serde_json it turns on, payloads read the same.

mod support;

use std::collections::BTreeMap;
use std::fs;

use codegen::file_tree::FileTree;
use codegen::ir::Payload;
use codegen::{ir, rust};
use serde_json::{Map, Value, json};
use support::consumer::{Consumer, DEPENDENCIES};

fn run_payload_tests(name: &str, features: &str) {
    let serde_json = format!("serde_json = {{ version = \"1\", features = [{features}] }}");
    let consumer = Consumer::new(name, &format!("jing-openplatform = {{ path = CRATE }}\n{serde_json}"));
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

/// Each is built as a caller would, refused while it is assumed, and sent through the client once that is allowed; the
/// fake platform finds nothing amiss, and what it saw is the snapshot.
#[test]
fn every_operation_is_called_once_and_its_request_fits_the_spec() {
    let (api, spec) = (codegen::resolve(&support::real_spec()).expect("the spec is right"), support::real_spec());
    let crate_ = codegen::lower::lower_api(&api).expect("its names are right");
    let files = crate_.files.iter().flat_map(|file| file.items.iter().map(move |item| (&file.path, item)));
    let known = api.resources.iter().flat_map(|resource| &resource.operations).map(|known| (&*known.id, known));
    let known: BTreeMap<&str, &ir::Operation> = known.collect();
    let tokens = api.tokens.iter().flat_map(|tokens| [&tokens.acquire, &tokens.refresh]).flatten();
    let tokens: Vec<&str> = tokens.map(|call| call.operation.as_str()).collect();
    let lowered = files.filter_map(|(path, item)| Some((path, operation(item)?)));
    // The client gets its tokens by itself.
    let lowered = lowered.filter(|(_, operation)| !tokens.contains(&&*operation.endpoint.id));
    let calls: Vec<String> = lowered
        .map(|(path, operation)| {
            let known = known[&*operation.endpoint.id];
            call(path, operation, &api, known, sample_body(known, &spec).as_ref())
        })
        .collect();
    assert_eq!(calls.len() + tokens.len(), support::listed("operation"));
    let consumer = Consumer::new("consumer-operations", DEPENDENCIES);
    consumer.write("src/main.rs", &include_str!("programs/calls.rs").replace("CALLS", &calls.concat()));
    let seen = consumer.cargo(&["run", "--quiet"]);
    assert_eq!(seen.lines().filter(|line| !line.starts_with(' ')).count(), support::listed("operation"));
    insta::assert_snapshot!(seen);
}

/// The program of the README, on the API of a fixture.
#[test]
fn the_readme_pages_through_the_list_of_another_api() {
    let (_, spec) = support::fixtures("good").into_iter().find(|(name, _)| name == "paging").expect("the fixture");
    let made = codegen::generate_all(&spec).expect("the spec is right");
    let consumer = Consumer::new("paging", DEPENDENCIES);
    for (folder, files) in [("api", &made.api), ("tables", &made.testing)] {
        files.iter().for_each(|(path, text)| consumer.write(&format!("src/{folder}/{path}"), text));
    }
    let lib = "pub use jing_openplatform::runtime;\npub mod api;\n\
               pub use jing_openplatform_testing::{fixtures, model};\npub mod tables;\n";
    consumer.write("src/lib.rs", lib);
    let readme = fs::read_to_string(support::root().join("generated/testing/README.md")).expect("the README is there");
    for line in lib.lines() {
        assert!(readme.replace('\n', " ").contains(line), "the README says `{line}`");
    }
    let (_, rest) = readme.split_once("```rust,ignore\n").expect("the README has the program");
    consumer.write("src/main.rs", rest.split("```").next().unwrap_or_default());
    assert_eq!(consumer.cargo(&["run", "--quiet"]), "5 things in 4 requests\n");
}

/// The body of an operation's sample.
fn sample_body(known: &ir::Operation, spec: &FileTree) -> Option<Value> {
    let text = spec.get(&format!("examples/{}", known.examples.first()?))?;
    let example: Value = serde_json::from_str(text).expect("the resolver has looked");
    Some(example["request"]["body"].clone())
}

fn operation(item: &rust::Item) -> Option<&rust::Operation> {
    match item {
        rust::Item::Operation(operation) => Some(operation),
        _ => None,
    }
}

/// The line of `main` that makes a call, with a value of its type for each required argument.
fn call(path: &str, operation: &rust::Operation, api: &ir::Api, known: &ir::Operation, body: Option<&Value>) -> String {
    let module = path.split('/').next().unwrap_or_default();
    let types = known.parameters().map(|field| &field.type_).filter(|type_| !type_.is_optional());
    let mut arguments: Vec<String> = types.map(|type_| argument(type_, api, &known.id)).collect();
    let required = known.body.type_().filter(|type_| !type_.is_optional());
    arguments.extend(required.map(|type_| match body {
        Some(body) => json_argument(body, &known.id),
        None => argument(type_, api, &known.id),
    }));
    arguments.extend(matches!(known.body, Payload::Binary(_) | Payload::Text(_)).then(|| "\"x\"".to_owned()));
    format!("    call(&mut clients, {module}::{}::new({})).await;\n", operation.name, arguments.join(", "))
}

/// A text goes in as it is; a value of any other type is read from JSON that fits it.
fn argument(type_: &ir::Type, api: &ir::Api, id: &str) -> String {
    match type_ {
        ir::Type::String => "String::from(\"x\")".to_owned(),
        other => json_argument(&sample(other, api, &[]), id),
    }
}

fn json_argument(json: &Value, id: &str) -> String {
    format!("serde_json::from_str({:?}).unwrap_or_else(|error| panic!(\"{id}: {{error}}\"))", json.to_string())
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
    let line = call("things/put.rs", operation, &api, &api.resources[0].operations[0], None);
    let json = |text: &str| {
        format!("serde_json::from_str({text:?}).unwrap_or_else(|error| panic!(\"things.put: {{error}}\"))")
    };
    let arguments =
        ["String::from(\"x\")".to_owned(), json("1"), json("\"a\""), json("{\"name\":\"x\",\"size\":1}")].join(", ");
    assert_eq!(line, format!("    call(&mut clients, things::Put::new({arguments})).await;\n"));
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
