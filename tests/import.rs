//! Descriptions in OpenAPI become specs: what each feature turns into and what is said of it, and that no input is too odd.

mod support;

use codegen::file_tree::FileTree;
use codegen::import::{self, Options, Source};
use proptest::prelude::*;
use serde_json::Value;

#[test]
fn a_feature_is_written_like_this() {
    for (name, text) in support::descriptions().into_iter().filter(|(name, _)| !name.starts_with("real_")) {
        let (import, spec) = support::imported(&name, &text);
        let files = spec.iter().map(|(path, text)| format!("==> {path}\n{text}"));
        let report = format!("==> report\n{}", import::summary(&import.findings, &format!("{name}.yaml")));
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "snapshots/import" }, {
            insta::assert_snapshot!(name, files.chain([report]).collect::<Vec<_>>().join("\n"));
        });
    }
}

#[test]
fn what_is_written_is_a_spec() {
    for (name, text) in support::descriptions() {
        let (_, spec) = support::imported(&name, &text);
        if let Err(wrong) = codegen::generate_all(&spec) {
            panic!("{name}:\n{}", wrong.render(&spec, "", false));
        }
    }
}

#[test]
fn json_and_yaml_of_one_description_become_one_spec() {
    for (name, text) in support::descriptions().into_iter().filter(|(name, _)| name.starts_with("real_")) {
        let value: Value = serde_yaml::from_str(&text).expect("it is YAML");
        let json = serde_json::to_string_pretty(&value).expect("it is JSON");
        let from_json = spec_of(&json);
        let compact = serde_json::to_string(&value).expect("it is JSON");
        assert_eq!(spec_of(&compact), from_json, "{name}");
        // YAML holds all of JSON.
        assert_eq!(spec_of(&format!("# YAML\n{json}")), from_json, "{name}");
    }
}

fn spec_of(text: &str) -> FileTree {
    let source = Source::parse("x", text).expect("it can be read");
    let import = import::read(&source, &Options::default()).expect("it is OpenAPI");
    import::fresh(&import.model, "x")
}

#[test]
fn a_file_that_is_no_openapi_3_is_refused_with_its_line() {
    let error = |text: &str| {
        let source = Source::parse("x", text).map_err(|error| format!("{}: {}", error.line, error.message));
        match source {
            Ok(source) => import::read(&source, &Options::default()).map(|_| ()).map_err(|error| error.message),
            Err(error) => Err(error),
        }
    };
    let cut = error("{\n \"openapi\": \"3.0.0\",\n \"paths\": ]\n}\n");
    assert_eq!(cut, Err("3: this is no value of JSON".to_owned()));
    assert!(error("swagger: '2.0'\npaths: {}\n").is_err_and(|error| error.contains("Swagger 2.0")));
    assert!(error("openapi: 4.0.0\n").is_err_and(|error| error.contains("4.0.0")));
    assert!(error("- a\n- b\n").is_err_and(|error| error.contains("openapi")));
    assert!(error("a: [\n").is_err());
    assert!(error("").is_err());
    assert_eq!(error("openapi: 3.1.0\n"), Ok(()));
}

#[test]
fn every_finding_tells_where_it_stands() {
    for (name, text) in support::descriptions() {
        let lines = text.lines().count();
        for finding in support::imported(&name, &text).0.findings {
            assert!((1..=lines).contains(&finding.spot.line), "{name}: {finding:?}");
            assert!(finding.spot.pointer.starts_with('#'), "{name}: {finding:?}");
        }
    }
}

/// Texts that mean something somewhere, and odd ones.
const TEXTS: &[&str] = &[
    "",
    "null",
    "string",
    "object",
    "array",
    "#/components/schemas/Node",
    "#/paths",
    "#",
    "other.yaml",
    "type",
    "3.0",
    "\u{0}",
    "a: b",
    "用户",
    "é",
    "-",
    "{}",
    "a\nb",
    "Self",
    "unknown",
];

/// What a mutation puts in the place of a value.
fn odd_values() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        prop_oneof![Just(0), Just(-1), Just(i64::MAX)].prop_map(Value::from),
        prop::sample::select(TEXTS).prop_map(Value::from),
        prop::sample::select(TEXTS).prop_map(|text| serde_json::json!({ "$ref": text })),
        prop::sample::select(TEXTS).prop_map(|text| serde_json::json!({ "type": text, "enum": [text, 1, null] })),
        prop::sample::select(TEXTS)
            .prop_map(|text| serde_json::json!({ "oneOf": [{ "type": text }, {}, { "$ref": "#" }] })),
        prop::sample::select(TEXTS).prop_map(|text| serde_json::json!([text, { "name": text, "in": "query" }])),
        Just(serde_json::json!({})),
        Just(serde_json::json!([])),
    ]
}

/// Puts a value, or another node of the same document, in the place of the node that is counted so far.
fn mutate(node: &mut Value, at: &mut usize, odd: &Value) -> bool {
    if *at == 0 {
        *node = odd.clone();
        return true;
    }
    *at -= 1;
    match node {
        Value::Array(items) => items.iter_mut().any(|item| mutate(item, at, odd)),
        Value::Object(entries) => entries.values_mut().any(|value| mutate(value, at, odd)),
        _ => false,
    }
}

fn size(node: &Value) -> usize {
    match node {
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Object(entries) => 1 + entries.values().map(size).sum::<usize>(),
        _ => 1,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_stands_in_a_description_a_spec_comes_out_or_an_error(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), odd_values()), 1..4),
    ) {
        let all = support::descriptions();
        let (name, text) = which.get(&all);
        let mut value: Value = serde_yaml::from_str(text).expect("it is YAML");
        for (place, odd) in &changes {
            let mut at = place.index(size(&value));
            mutate(&mut value, &mut at, odd);
        }
        let text = value.to_string();
        let source = Source::parse("x", &text).expect("it is JSON");
        let options = Options { match_header: name.contains("header").then(|| "X-Event".to_owned()) };
        if let Ok(import) = import::read(&source, &options) {
            let spec = import::fresh(&import.model, "x");
            if let Err(wrong) = codegen::generate(&spec) {
                prop_assert!(false, "{name}, {changes:?}:\n{}", wrong.render(&spec, "", false));
            }
        }
    }

    #[test]
    fn a_text_that_is_cut_or_garbled_is_read_or_refused(which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), odd in "\\PC{0,3}") {
        let all = support::descriptions();
        let (_, text) = which.get(&all);
        let mut at = at.index(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        for text in [text[..at].to_owned(), format!("{}{odd}{}", &text[..at], &text[at..])] {
            if let Ok(source) = Source::parse("x", &text) {
                let _ = import::read(&source, &Options::default());
            }
        }
    }
}

#[test]
fn a_webhook_whose_body_is_no_object_is_taken_as_it_comes() {
    let text = |body: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{ title: x, version: '1' }}\npaths: {{}}\nwebhooks:\n  ping:\n    post:\n      requestBody: {{ content: \
             {{ application/json: {{ schema: {body} }} }} }}\n"
        )
    };
    for body in ["{ type: string, properties: { type: { const: ping } } }", "{ type: array }", "{ type: integer }"] {
        for header in [None, Some("X-Event".to_owned())] {
            let text = text(body);
            let source = Source::parse("x", &text).expect("it is YAML");
            let import = import::read(&source, &Options { match_header: header.clone() }).expect("it can be read");
            let spec = import::fresh(&import.model, "x");
            let api = codegen::resolve(&spec).unwrap_or_else(|wrong| panic!("{}", wrong.render(&spec, "", false)));
            let is_matched = matches!(api.families[0].events[0].form, codegen::ir::EventForm::Matched { .. });
            assert_eq!(is_matched, header.is_some(), "{body}");
        }
    }
}

#[test]
fn chains_and_nesting_without_end_are_read() {
    let deep = format!("{{\"openapi\": \"3.0.0\", \"x\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(Source::parse("x", &deep).is_err());
    let property = |index: usize| {
        format!("T{index}: {{ properties: {{ next: {{ $ref: '#/components/schemas/T{}' }} }} }}", index + 1)
    };
    let links: Vec<String> = (0..5_000).map(property).collect();
    let alias = |index: usize| format!("A{index}: {{ allOf: [{{ $ref: '#/components/schemas/A{}' }}] }}", index + 1);
    let aliases: Vec<String> = (0..500).map(alias).collect();
    let text = format!(
        "openapi: 3.0.0\npaths:\n  /a:\n    get:\n      responses:\n        '200':\n          content:\n            application/json:\n              \
         schema: {{ properties: {{ a: {{ $ref: '#/components/schemas/T0' }}, b: {{ $ref: '#/components/schemas/A0' }} }} }}\n\
         components:\n  schemas:\n    {}\n    {}\n",
        links.join("\n    "),
        aliases.join("\n    ")
    );
    assert!(spec_of(&text).len() > 1);
}
