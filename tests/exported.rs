//! The descriptions for other tools: what the standards' own schemas say of them, and what fits them.

#[path = "support/exported.rs"]
mod exported;
mod support;

use std::collections::BTreeSet;

use codegen::file_tree::{Drift, FileTree};
use exported::{Schemas, asyncapi_validator, complaints, export, openapi_validator, read, references};
use jing_openplatform_testing::fixtures::{Fixture, Form};
use serde_json::{Value, json};

fn real() -> FileTree {
    export("the spec", &support::real_spec())
}

/// Every spec that the tests have, by name.
fn all_specs() -> Vec<(String, FileTree)> {
    let real = ("the spec".to_owned(), support::real_spec());
    support::fixtures("good").into_iter().chain([real]).collect()
}

#[test]
fn the_committed_descriptions_are_those_of_the_spec() {
    let wanted = xtask::export::wanted(&support::real_spec()).expect("the spec is right");
    let found = FileTree::read_any(&xtask::export::folder()).expect("the folder can be read");
    let drift = Drift::between(&wanted, &found);
    assert!(!wanted.is_empty() && drift.is_none(), "run `cargo xtask export`: {drift:#?}");
}

#[test]
fn every_description_is_what_its_standard_asks_for() {
    let (openapi, asyncapi) = (openapi_validator(), asyncapi_validator());
    for (name, spec) in all_specs() {
        let files = export(&name, &spec);
        for path in ["openapi.json", "openapi.yaml"] {
            assert_eq!(complaints(&openapi, &read(&files, path)), Vec::<String>::new(), "{name}: {path}");
        }
        if files.get("asyncapi.yaml").is_some() {
            let value = read(&files, "asyncapi.yaml");
            assert_eq!(complaints(&asyncapi, &value), Vec::<String>::new(), "{name}: asyncapi.yaml");
        }
        for (path, _) in files.iter().filter(|(path, _)| path.starts_with("jsonschema/")) {
            let schema = read(&files, path);
            let told = jsonschema::draft202012::meta::validate(&schema);
            assert!(told.is_ok(), "{name}: {path}: {told:?}");
        }
    }
}

#[test]
fn the_validators_refuse_what_is_wrong() {
    let files = real();
    let broken = |path: &str, pointer: &str, wrong: Value| {
        let mut value = read(&files, path);
        *value.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = wrong;
        value
    };
    let schema = "/components/schemas/NewUser/properties/identities/type";
    for (pointer, wrong) in [("/info/title", json!(1)), ("/paths", json!([])), (schema, json!("text"))] {
        let value = broken("openapi.json", pointer, wrong);
        assert_ne!(complaints(&openapi_validator(), &value), Vec::<String>::new(), "{pointer}");
    }
    for (pointer, wrong) in [("/info/title", json!(1)), ("/operations/receive/action", json!("take"))] {
        let value = broken("asyncapi.yaml", pointer, wrong);
        assert_ne!(complaints(&asyncapi_validator(), &value), Vec::<String>::new(), "{pointer}");
    }
}

#[test]
fn every_reference_leads_somewhere() {
    for (name, spec) in all_specs() {
        let files = export(&name, &spec);
        for (path, _) in files.iter() {
            let value = read(&files, path);
            let mut found = Vec::new();
            references(&value, &mut found);
            for reference in found {
                let leads = match (reference.strip_prefix('#'), reference.strip_prefix("../")) {
                    (Some(pointer), _) => value.pointer(pointer).is_some(),
                    (None, Some(file)) => files.get(&format!("jsonschema/{file}")).is_some(),
                    (None, None) => false,
                };
                assert!(leads, "{name}: {path}: {reference}");
            }
        }
    }
}

#[test]
fn both_forms_of_the_openapi_description_say_the_same() {
    for (name, spec) in all_specs() {
        let files = export(&name, &spec);
        let (yaml, mut json) = (read(&files, "openapi.yaml"), read(&files, "openapi.json"));
        assert!(json.as_object_mut().and_then(|map| map.remove("x-generated")).is_some(), "{name}");
        assert_eq!(yaml, json, "{name}");
    }
}

/// Every operation of a description with its path, method and value.
fn operations(openapi: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    let paths = openapi["paths"].as_object().expect("paths").iter();
    paths.flat_map(|(path, item)| {
        item.as_object().expect("an item").iter().map(move |(method, of)| (path.as_str(), method.as_str(), of))
    })
}

#[test]
fn every_operation_and_every_matched_event_is_there_under_an_id_of_its_own() {
    let openapi = read(&real(), "openapi.json");
    let ids: BTreeSet<&str> = operations(&openapi).filter_map(|(.., of)| of["operationId"].as_str()).collect();
    assert_eq!(ids.len(), support::listed("operation"));
    let webhooks = openapi["webhooks"].as_object().expect("webhooks");
    assert_eq!(webhooks.len(), support::listed_matches());
    let events: BTreeSet<&str> = webhooks.values().filter_map(|of| of["post"]["operationId"].as_str()).collect();
    assert_eq!((events.len(), events.intersection(&ids).count()), (webhooks.len(), 0));
    let messages = read(&real(), "asyncapi.yaml")["components"]["messages"].as_object().map(serde_json::Map::len);
    assert_eq!(messages, Some(webhooks.len()));
}

#[test]
fn what_is_assumed_says_so_in_words_and_in_evidence() {
    let openapi = read(&real(), "openapi.json");
    let api = codegen::resolve(&support::real_spec()).expect("the spec is right");
    let known = api.resources.iter().flat_map(|resource| &resource.operations);
    let (mut assumed, mut shown) = (0, 0);
    for (_, _, of) in operations(&openapi) {
        let operation = known.clone().find(|known| of["operationId"] == known.id.as_str()).expect("it is known");
        let is_assumed = operation.evidence.of(codegen::ir::Part::Path) == codegen::ir::Level::Assumed;
        let text = of["description"].as_str().unwrap_or_default();
        let warns = text.contains("path is assumed: no source") || text.contains("path are assumed: no source");
        assert_eq!(warns, is_assumed, "{}", operation.id);
        let level = of["x-evidence"].get("path").or(of["x-evidence"].get("level"));
        assert_eq!(level == Some(&json!("assumed")), is_assumed, "{}", operation.id);
        *(if is_assumed { &mut assumed } else { &mut shown }) += 1;
    }
    assert!(assumed > 0 && shown > 0);
}

/// The media type of a request or a response with its place in the document.
fn check_examples(of: &Value, steps: &[&str], schemas: &Schemas, checked: &mut usize) {
    let media = steps.iter().fold(of, |value, step| &value[*step]);
    let examples = media["examples"].as_object().into_iter().flatten();
    for (name, example) in examples {
        let validator = schemas.at("openapi.json", &[steps, &["schema"]].concat());
        assert_eq!(complaints(&validator, &example["value"]), Vec::<String>::new(), "{steps:?}: {name}");
        *checked += 1;
    }
}

#[test]
fn every_example_fits_the_schema_that_it_is_an_example_of() {
    let mut checked = 0;
    for (name, spec) in all_specs() {
        let files = export(&name, &spec);
        let openapi = read(&files, "openapi.json");
        let schemas = Schemas::of(&files, |path| path == "openapi.json");
        for (path, method, of) in operations(&openapi) {
            let place = ["paths", path, method];
            let body = ["requestBody", "content", "application/json"];
            check_examples(&openapi, &[&place[..], &body].concat(), &schemas, &mut checked);
            for (status, _) in of["responses"].as_object().expect("responses") {
                let content = ["responses", status, "content", "application/json"];
                check_examples(&openapi, &[&place[..], &content].concat(), &schemas, &mut checked);
            }
        }
        for (event, _) in openapi["webhooks"].as_object().into_iter().flatten() {
            let place = ["webhooks", event, "post", "requestBody", "content", "application/json"];
            check_examples(&openapi, &place, &schemas, &mut checked);
        }
    }
    // Each file of an operation has a request and a response.
    let files = support::real_spec().iter().filter(|(path, _)| path.starts_with("examples/")).count();
    assert!(checked >= files, "{checked} examples of {files} files");
}

/// Deliveries of every event, in both forms, with and without fields that nobody knows.
fn deliveries() -> impl Iterator<Item = (Fixture, Value)> {
    let events = jing_openplatform_testing::api::API.events.iter().flat_map(|events| events.iter());
    events.flat_map(|event| {
        let seeds = (0..4).flat_map(|seed| Form::ALL.map(|form| (seed, form)));
        seeds.map(|(seed, form)| {
            let fixture = Fixture::of(event).form(form).seed(seed);
            let fixture = if seed % 3 == 2 { fixture.unknown_fields() } else { fixture };
            let value = fixture.value();
            (fixture, value)
        })
    })
}

#[test]
fn a_delivery_fits_the_schema_of_its_event_in_every_description_and_that_of_no_other() {
    let files = real();
    let schemas = Schemas::of(&files, |path| path == "openapi.json" || path.starts_with("jsonschema/"));
    let events: Vec<&str> = jing_openplatform_testing::api::API
        .events
        .iter()
        .flat_map(|events| events.iter())
        .map(|event| event.id)
        .collect();
    let own = |id: &str| schemas.at(&format!("jsonschema/events/{id}.json"), &[]);
    let validators: Vec<_> = events.iter().map(|id| (*id, own(id))).collect();
    let of_openapi = |id: &str| {
        schemas.at("openapi.json", &["webhooks", id, "post", "requestBody", "content", "application/json", "schema"])
    };
    let openapi: Vec<_> = events.iter().map(|id| (*id, of_openapi(id))).collect();
    for (fixture, value) in deliveries() {
        for (id, validator) in validators.iter().chain(&openapi) {
            if *id == fixture.id() {
                assert_eq!(complaints(validator, &value), Vec::<String>::new(), "{fixture:?}");
            } else {
                assert!(!validator.is_valid(&value), "{fixture:?} fits {id}");
            }
        }
    }
}

#[test]
fn a_delivery_that_the_crate_refuses_fits_no_schema() {
    let files = real();
    let schemas = Schemas::of(&files, |path| path.starts_with("jsonschema/"));
    let mut refused = 0;
    for (fixture, value) in deliveries().filter(|(fixture, _)| fixture.parse().is_ok()) {
        let validator = schemas.at(&format!("jsonschema/events/{}.json", fixture.id()), &[]);
        for key in value.as_object().expect("an object").keys() {
            let mut wrong = value.clone();
            wrong[key] = json!([{ "nobody": "expects this" }]);
            let body = serde_json::to_vec(&wrong).expect("JSON");
            let is_read = matches!(jing_openplatform::Event::parse(&body), Ok(event) if event.kind() == fixture.kind());
            assert_eq!(validator.is_valid(&wrong), is_read, "{fixture:?}: {key}");
            refused += usize::from(!is_read);
        }
    }
    assert!(refused > 100, "{refused}");
}

/// To the standard `/a/{b}` and `/a/{c}` are one path, and two of one document are an error.
#[test]
fn two_paths_that_differ_in_names_of_parameters_alone_become_one() {
    let operation = |name: &str, line: &str, parameter: &str| {
        format!(
            "  {name}:\n    title: {{ en: T }}\n    evidence: {{ level: assumed }}\n    {line}\n    path: {{ {parameter}: string }}\n"
        )
    };
    let mut files = FileTree::new();
    let (one, other) = (operation("one", "get: /a/{b}/d", "b"), operation("other", "post: /a/{c}/d", "c"));
    files.insert("resources/things.yaml", format!("resource: things\ntitle: {{ en: T }}\noperations:\n{one}{other}"));
    let openapi = read(&export("paths", &support::with_head(files)), "openapi.json");
    let paths: Vec<&String> = openapi["paths"].as_object().expect("paths").keys().collect();
    assert_eq!(paths, ["/a/{b}/d"]);
    let other = &openapi["paths"]["/a/{b}/d"]["post"];
    assert_eq!((&other["parameters"][0]["name"], &other["parameters"][0]["x-name"]), (&json!("b"), &json!("c")));
    assert_eq!(other["x-path"], "/a/{c}/d");
}
