//! A spec, exported as OpenAPI and read back, is the same spec: it generates the same crate.

mod support;

use codegen::diff::compare;
use codegen::export::{Format, is_exported, read_back};
use codegen::file_tree::{Drift, FileTree};
use codegen::import::{self, Options, Source};

/// Every spec that the tests have, by name: the project's own, the fixtures, and what descriptions of others become.
fn all_specs() -> Vec<(String, FileTree)> {
    let real = ("the spec".to_owned(), support::real_spec());
    support::fixtures("good").into_iter().chain(imported()).chain([real]).collect()
}

fn imported() -> Vec<(String, FileTree)> {
    let folder = support::root().join("tests/import");
    let files = FileTree::read(&folder, |name| name.ends_with(".yaml")).expect("they can be read");
    let options = Options { match_header: Some("X-Event".to_owned()) };
    let read = |(path, text): (String, String)| {
        let source = Source::parse(path.clone(), &text).unwrap_or_else(|error| panic!("{path}: {}", error.message));
        let import = import::read(&source, &options).unwrap_or_else(|error| panic!("{path}: {}", error.message));
        (path.clone(), import::fresh(&import.model, &path))
    };
    let imported: Vec<_> = files.into_iter().map(read).collect();
    assert!(imported.len() > 10, "the descriptions are not where they were");
    imported
}

/// What a spec becomes on the way out and in again.
fn there_and_back(name: &str, spec: &FileTree, form: &str) -> FileTree {
    let files = codegen::export_all(spec, &[Format::OpenApi], None);
    let files = files.unwrap_or_else(|wrong| panic!("{name}:\n{}", support::shown(&wrong, spec)));
    let text = files.get(form).expect("it was exported");
    assert!(is_exported(text), "{name}");
    read_back(text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn every_spec_comes_back_with_no_change_that_a_comparison_finds() {
    let mut found = Vec::new();
    for (name, spec) in all_specs() {
        let back = there_and_back(&name, &spec, "openapi.yaml");
        let resolve = |spec: &FileTree| {
            codegen::resolve(spec).unwrap_or_else(|wrong| panic!("{name}:\n{}", support::shown(&wrong, spec)))
        };
        let changes = compare(&resolve(&spec), &resolve(&back));
        found.extend(changes.iter().map(|of| format!("{name}: {}: {} {}", of.subject, of.rule.what, of.detail)));
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// Of the examples only the layout of their text is lost, and the crate for tests has that text.
#[test]
fn every_spec_that_comes_back_generates_the_same_crates() {
    let mut differ = Vec::new();
    for (name, spec) in all_specs() {
        let mut back = there_and_back(&name, &spec, "openapi.json");
        for (path, text) in spec.iter().filter(|(path, _)| path.starts_with("examples/")) {
            assert!(back.get(path).is_some(), "{name}: {path}");
            back.insert(path, text);
        }
        let all = |spec: &FileTree| {
            codegen::generate_all(spec).unwrap_or_else(|wrong| panic!("{name}:\n{}", support::shown(&wrong, spec)))
        };
        let (old, new) = (all(&spec), all(&back));
        for (one, other) in [(&old.api, &new.api), (&old.testing, &new.testing)] {
            let drift = Drift::between(one, other);
            let files = [&drift.missing, &drift.stale, &drift.orphaned, &drift.foreign].into_iter().flatten();
            differ.extend(files.map(|file| format!("{name}: {file}")));
        }
    }
    let (expected, reason): (Vec<&str>, Vec<&str>) = DIFFER.into_iter().unzip();
    assert_eq!(differ, expected);
    let manual = std::fs::read_to_string(support::root().join("docs/exported.md")).expect("the manual is there");
    assert!(reason.iter().all(|reason| manual.contains(&format!("\n| {reason} |"))), "{reason:?}");
}

/// The files that differ, each with the row of the manual that says why.
const DIFFER: [(&str, &str); 1] =
    [("real/security.yaml: resources/http.rs", "the order of operations of which two share a path")];

#[test]
fn the_commands_lead_there_and_back() {
    let folder = support::scratch("round-trip");
    let run = |words: &[&str]| format!("{:?}", xtask::run(words.iter().map(Into::into)));
    let done = format!("{:?}", std::process::ExitCode::SUCCESS);
    let (out, new) = (folder.join("exported"), folder.join("spec"));
    let (out, new) = (out.to_str().expect("text"), new.to_str().expect("text"));
    assert_eq!(run(&["export", "openapi", "--out", out]), done);
    assert_eq!(run(&["import", "openapi", &format!("{out}/openapi.yaml"), "--new", new]), done);
    let back = xtask::folders::read_spec(new.as_ref()).expect("it can be read");
    let drift = Drift::between(
        &support::generate("the spec", &support::real_spec()),
        &support::generate("the spec that came back", &back),
    );
    assert!(drift.is_none(), "{drift:#?}");
    assert_ne!(run(&["import", "openapi", &format!("{out}/openapi.yaml"), "--new", new]), done, "it is not empty");
}

#[test]
fn examples_come_back_as_the_same_json() {
    let spec = support::real_spec();
    let back = there_and_back("the spec", &spec, "openapi.yaml");
    let examples = |spec: &FileTree| -> Vec<(String, serde_json::Value)> {
        let files = spec.iter().filter(|(path, _)| path.starts_with("examples/"));
        files.map(|(path, text)| (path.to_owned(), serde_json::from_str(text).expect("JSON"))).collect()
    };
    assert_eq!(examples(&back), examples(&spec));
}

#[test]
fn both_forms_come_back_as_the_same_spec() {
    for (name, spec) in all_specs() {
        let (yaml, json) = (there_and_back(&name, &spec, "openapi.yaml"), there_and_back(&name, &spec, "openapi.json"));
        assert_eq!(yaml, json, "{name}");
    }
}

#[test]
fn what_has_no_such_keys_is_read_by_its_form_and_assumed() {
    let text = r##"
openapi: 3.1.0
x-api: made_up
info: { title: Made up, version: "1" }
servers: [{ url: https://api.example.com }]
paths:
  /things/{id}:
    post:
      operationId: things.change
      summary: Changes a thing.
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Thing" } } } }
      responses: { "200": { content: { application/json: { schema: { type: array, items: { type: integer } } } } } }
components:
  schemas:
    Thing:
      type: object
      properties:
        name: { type: [string, "null"] }
        kind: { oneOf: [{ $ref: "#/components/schemas/Kind" }, { type: "null" }] }
        tags: { type: object, additionalProperties: { type: boolean } }
        any: {}
    Kind: { type: string, enum: [big, small] }
"##;
    let spec = read_back(text).unwrap_or_else(|error| panic!("{error}"));
    let api = codegen::resolve(&spec).unwrap_or_else(|wrong| panic!("{}", support::shown(&wrong, &spec)));
    let operation = &api.resources[0].operations[0];
    assert_eq!((operation.id.as_str(), operation.evidence.level), ("things.change", codegen::ir::Level::Assumed));
    let types = spec.get("types.yaml").expect("the types");
    for line in ["name: string?", "kind: Kind?", "tags: map<boolean>?", "any: any?"] {
        assert!(types.replace('\'', "").contains(line), "{line}\n{types}");
    }
}

#[test]
fn what_cannot_be_read_back_is_told_with_its_place() {
    let told = |text: &str| read_back(text).expect_err("it is wrong").to_string();
    assert!(told("openapi: 3.1.0\n").contains("x-api"));
    assert!(told("a: [").contains("neither YAML nor JSON"));
    let with =
        |paths: &str| format!("x-api: a\nservers: [{{ url: https://a.example }}]\npaths:\n  /a/b:\n    get: {paths}\n");
    assert_eq!(told(&with("{}")), "#/paths/~1a~1b/get: the operation has no `operationId`");
    let body =
        "requestBody: { content: { application/json: { schema: { oneOf: [{ type: string }, { type: integer }] } } } }";
    assert!(told(&with(&format!("{{ operationId: a.b, {body} }}"))).starts_with("#/paths/~1a~1b/get"));
    let unknown = "requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/No' } } } }";
    assert!(told(&with(&format!("{{ operationId: a.b, {unknown} }}"))).contains("#/components/schemas/No"));
}

/// Who writes the files writes them where he was told to.
#[test]
fn no_file_leads_out_of_the_folder() {
    let spec = support::real_spec();
    let files = codegen::export_all(&spec, &[Format::OpenApi], None).expect("the spec is right");
    let text = files.get("openapi.yaml").expect("it was exported");
    let moved = [
        ("x-file: resources/users.yaml", "x-file: ../users.yaml"),
        ("x-file: resources/users.yaml", "x-file: /resources/users.yaml"),
        ("x-file: resources/users.yaml", "x-file: resources/../../users.yaml"),
        ("x-file: webhooks/lead.yaml", "x-file: resources/.lead.yaml"),
        ("operationId: users.create", "operationId: ../users.create"),
        ("        users.create.json:", "        ../users.create.json:"),
        ("x-file: account.created.json", "x-file: ../../account.created.json"),
    ];
    for (from, to) in moved {
        assert!(text.contains(from), "{from}");
        let error = read_back(&text.replace(from, to)).expect_err(to).to_string();
        assert!(error.contains("is no file that a spec has"), "{to}: {error}");
    }
}

/// The value with each of its parts replaced in turn.
fn spoilt(value: &serde_json::Value, by: &serde_json::Value, use_it: &mut dyn FnMut(&serde_json::Value)) {
    use serde_json::Value;
    fn pointers(value: &Value, at: &str, all: &mut Vec<String>) {
        all.push(at.to_owned());
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    pointers(value, &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), all);
                }
            }
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(index, value)| pointers(value, &format!("{at}/{index}"), all));
            }
            _ => {}
        }
    }
    let mut all = Vec::new();
    pointers(value, "", &mut all);
    for pointer in all {
        let mut other = value.clone();
        *other.pointer_mut(&pointer).expect("it is there") = by.clone();
        use_it(&other);
    }
}

#[test]
fn a_description_with_anything_spoilt_is_read_or_refused() {
    let wanted = ["rest", "unions_tagged", "webhooks_bare"];
    let (mut read, mut refused) = (0, 0);
    for (name, spec) in support::fixtures("good").into_iter().filter(|(name, _)| wanted.contains(&name.as_str())) {
        let files = codegen::export_all(&spec, &[Format::OpenApi], None).expect("the fixture is right");
        let text = files.get("openapi.json").expect("it was exported");
        let value: serde_json::Value = serde_json::from_str(text).expect("JSON");
        for by in [
            serde_json::json!(null),
            serde_json::json!("x"),
            serde_json::json!([{}]),
            serde_json::json!({ "$ref": "#/x" }),
        ] {
            spoilt(&value, &by, &mut |value| match read_back(&value.to_string()) {
                // What it means is the resolver's to say.
                Ok(spec) => {
                    let _ = codegen::resolve(&spec);
                    read += 1;
                }
                Err(error) => {
                    assert!(error.to_string().starts_with('#'), "{name}: {error}");
                    refused += 1;
                }
            });
        }
    }
    assert!(read > 300 && refused > 30, "{read} read, {refused} refused");
}
