//! The exported descriptions as values, and validators of them.

use codegen::export::Format;
use codegen::file_tree::FileTree;
use jsonschema::{Registry, Validator};
use serde_json::{Value, json};

/// What a spec is exported as, all kinds.
pub(crate) fn export(name: &str, spec: &FileTree) -> FileTree {
    let made = codegen::export_all(spec, &Format::ALL, Some("MIT"));
    made.unwrap_or_else(|wrong| panic!("{name}:\n{}", crate::support::shown(&wrong, spec)))
}

/// A file of the folder as a value.
pub(crate) fn read(files: &FileTree, path: &str) -> Value {
    let text = files.get(path).unwrap_or_else(|| panic!("there is no {path}"));
    if path.ends_with(".json") {
        return serde_json::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn meta_schema(name: &str) -> Value {
    let path = crate::support::root().join("tests/schemas").join(name);
    let text = std::fs::read_to_string(&path).expect("the meta-schema can be read");
    serde_json::from_str(&text).expect("the meta-schema is JSON")
}

/// A validator of OpenAPI 3.1 documents, the schemas in them included.
pub(crate) fn openapi_validator() -> Validator {
    let mut registry = Registry::new();
    for name in ["openapi-3.1.json", "openapi-3.1-dialect.json", "openapi-3.1-vocabulary.json"] {
        let schema = meta_schema(name);
        let id = schema["$id"].as_str().expect("an id").to_owned();
        registry = registry.add(id, schema).expect("the id is an address");
    }
    let registry = registry.prepare().expect("the meta-schemas hold together");
    let base = meta_schema("openapi-3.1-base.json");
    jsonschema::options().offline().with_registry(&registry).build(&base).expect("a schema")
}

/// A validator of AsyncAPI 3.0 documents.
pub(crate) fn asyncapi_validator() -> Validator {
    jsonschema::options().offline().build(&meta_schema("asyncapi-3.0.json")).expect("a schema")
}

/// What a validator has to say against a value.
pub(crate) fn complaints(validator: &Validator, value: &Value) -> Vec<String> {
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// Where the files are for those that refer to each other.
const ROOT: &str = "https://example.com/";

/// Finds schemas by file and place in it.
pub(crate) struct Schemas(Registry<'static>);

impl Schemas {
    /// Those of some files of the folder.
    pub(crate) fn of(files: &FileTree, wanted: impl Fn(&str) -> bool) -> Self {
        let mut registry = Registry::new();
        for (path, _) in files.iter().filter(|(path, _)| wanted(path)) {
            registry = registry.add(format!("{ROOT}{path}"), read(files, path)).expect("an address");
        }
        Self(registry.prepare().expect("every reference leads somewhere"))
    }

    /// A validator by the schema at a JSON pointer of a file.
    pub(crate) fn at(&self, path: &str, steps: &[&str]) -> Validator {
        let step = |step: &&str| format!("/{}", step.replace('~', "~0").replace('/', "~1"));
        let pointer: String = steps.iter().map(step).collect();
        let pointer = pointer.replace('%', "%25").replace('{', "%7B").replace('}', "%7D");
        let schema = json!({ "$ref": format!("{ROOT}{path}#{pointer}") });
        let built = jsonschema::options().offline().with_registry(&self.0).build(&schema);
        built.unwrap_or_else(|error| panic!("{path}#{pointer}: {error}"))
    }
}

/// Every `$ref` of a document.
pub(crate) fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(map) => {
            found.extend(map.get("$ref").and_then(Value::as_str));
            map.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}
