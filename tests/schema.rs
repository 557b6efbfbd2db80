//! `spec/schema.json`, by which editors check the YAML: it must say what the parser says.

mod support;

use codegen::file_tree::FileTree;
use codegen::spec::parse_document;
use jsonschema::Validator;
use serde_json::{Map, Value};

fn validator() -> Validator {
    let schema: Value = serde_json::from_str(&codegen::schema()).expect("the schema is JSON");
    jsonschema::draft202012::meta::validate(&schema).expect("the schema is a schema");
    jsonschema::draft202012::new(&schema).expect("the schema holds together")
}

/// YAML as an editor sees it: every key is a text.
fn read(text: &str) -> Value {
    as_json(serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}:\n{text}")))
}

fn as_json(value: serde_yaml::Value) -> Value {
    match value {
        serde_yaml::Value::Mapping(map) => {
            Value::Object(map.into_iter().map(|(key, value)| (key_text(key), as_json(value))).collect::<Map<_, _>>())
        }
        serde_yaml::Value::Sequence(items) => Value::Array(items.into_iter().map(as_json).collect()),
        scalar => serde_json::to_value(scalar).expect("a scalar"),
    }
}

fn key_text(key: serde_yaml::Value) -> String {
    match as_json(key) {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

fn complaints(text: &str) -> Vec<String> {
    let value = read(text);
    validator().iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn schema_json_is_as_the_dialect_says() {
    let found = std::fs::read_to_string(xtask::schema::file()).expect("spec/schema.json can be read");
    assert!(found == codegen::schema(), "spec/schema.json is stale; run `cargo xtask schema`");
}

#[test]
fn every_file_of_the_spec_fits() {
    for (path, text) in support::real_spec().iter().filter(|(path, _)| path.ends_with(".yaml")) {
        assert_eq!(complaints(text), Vec::<String>::new(), "{path}");
    }
}

#[test]
fn every_file_of_the_spec_names_the_schema() {
    for (path, text) in support::real_spec().iter().filter(|(path, _)| path.ends_with(".yaml")) {
        let way = "../".repeat(path.matches('/').count());
        let first = format!("# yaml-language-server: $schema={way}schema.json");
        assert_eq!(text.lines().next(), Some(first.as_str()), "{path}");
    }
}

#[test]
fn every_fixture_that_generates_fits() {
    for (name, files) in support::fixtures("good") {
        for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".yaml")) {
            assert_eq!(complaints(text), Vec::<String>::new(), "{name}: {path}");
        }
    }
}

#[test]
fn a_wrong_key_is_told_in_every_kind_of_file() {
    let heads = [
        ("api.yaml", "sever: {}\n"),
        ("types.yaml", "operations: {}\n"),
        ("resources/users.yaml", "events: {}\n"),
        ("webhooks/lead.yaml", "operations: {}\n"),
    ];
    for (path, wrong) in heads {
        let spec = support::real_spec();
        let text = spec.get(path).expect("the file is there");
        assert_ne!(complaints(&format!("{text}\n{wrong}")), Vec::<String>::new(), "{path}");
    }
    let spec = support::real_spec();
    let text = spec.get("resources/users.yaml").expect("the file is there");
    for (right, wrong) in [("summary:", "sumary:"), ("level: documented", "level: known"), ("post:", "send:")] {
        let found = complaints(&text.replacen(right, wrong, 1));
        assert!(found.iter().any(|told| told.contains("/operations/create")), "{wrong}: {found:?}");
    }
}

/// Files with a hole in them: what the parser takes there, the schema takes.
const HOLES: [&str; 16] = [
    "resource: things\ntitle: { en: T }\noperations: ?\n",
    "resource: things\ntitle: { en: T }\ntypes: ?\n",
    "resource: things\ntitle: { en: T }\nquirks: ?\n",
    "resource: things\ntitle: { en: T }\ndoc: ?\n",
    "resource: things\ntitle: { en: T }\noperations:\n  make: ?\n",
    "resource: things\ntitle: { en: T }\noperations:\n  make: { title: { en: T }, evidence: E, query: ? }\n",
    "resource: things\ntitle: { en: T }\noperations:\n  make: { title: { en: T }, evidence: E, path: ? }\n",
    "resource: things\ntitle: { en: T }\noperations:\n  make: { title: { en: T }, evidence: E, body: ? }\n",
    "resource: things\ntitle: { en: T }\noperations:\n  make: { title: { en: T }, evidence: E, paging: ? }\n",
    "resource: things\ntitle: { en: T }\noperations:\n  make: { title: { en: T }, evidence: E, examples: ? }\n",
    "types:\n  T: { evidence: E, fields: ? }\n",
    "types:\n  T: { evidence: E, fields: { a: ? } }\n",
    "types:\n  T: { evidence: E, fields: { a: { type: ? } } }\n",
    "types:\n  T: { evidence: E, fields: { a: { type: string, secret: ? } } }\n",
    "types:\n  T: { evidence: E, values: { a: ? } }\n",
    "types:\n  T: { evidence: E, closed: ? }\n",
];

#[test]
fn nothing_or_something_else_is_taken_where_the_parser_takes_it() {
    let validator = validator();
    let mut differ = String::new();
    for hole in HOLES {
        let path = if hole.starts_with("types") { "types.yaml" } else { "resources/things.yaml" };
        for filling in ["", "null", "17", "true", "some text", "[]", "{}"] {
            let text = hole.replace(": E,", ": { level: assumed },").replace('?', filling);
            let mut files = support::with_head(FileTree::new());
            files.insert(path, text.clone());
            let (parses, fits) = (parse_document(&files).is_ok(), validator.is_valid(&read(&text)));
            if parses != fits {
                differ.push_str(&format!("parses: {parses}, fits: {fits}\n{text}\n"));
            }
        }
    }
    assert!(differ.is_empty(), "{differ}");
}
