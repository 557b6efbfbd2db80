//! What is said of a value beyond its type: its description, and its constraints in words.

use super::model::{Expr, Kind};
use super::source::{At, Value};
use super::text;
use super::view::View;

/// Keywords that say what a value must be like; they go into the documentation.
const CONSTRAINTS: [(&str, &str); 17] = [
    ("format", "Format"),
    ("contentEncoding", "Encoding"),
    ("contentMediaType", "Media type"),
    ("pattern", "Pattern"),
    ("minimum", "Minimum"),
    ("exclusiveMinimum", "Exclusive minimum"),
    ("maximum", "Maximum"),
    ("exclusiveMaximum", "Exclusive maximum"),
    ("multipleOf", "Multiple of"),
    ("minLength", "Minimum length"),
    ("maxLength", "Maximum length"),
    ("minItems", "Minimum number of items"),
    ("maxItems", "Maximum number of items"),
    ("uniqueItems", "Unique items"),
    ("minProperties", "Minimum number of keys"),
    ("maxProperties", "Maximum number of keys"),
    ("default", "Default"),
];

/// Keywords that are read, or say nothing that a spec could hold.
const READ: [&str; 28] = [
    "type",
    "properties",
    "required",
    "additionalProperties",
    "patternProperties",
    "items",
    "prefixItems",
    "enum",
    "const",
    "allOf",
    "oneOf",
    "anyOf",
    "$ref",
    "nullable",
    "title",
    "description",
    "summary",
    "deprecated",
    "readOnly",
    "writeOnly",
    "discriminator",
    "$comment",
    "$id",
    "$schema",
    "$anchor",
    "$defs",
    "definitions",
    "additionalItems",
];

/// A longer pattern says nothing to people.
const LONGEST: usize = 400;

/// Whether a keyword is taken over, into the type or the documentation.
pub(super) fn is_read(key: &str) -> bool {
    READ.contains(&key) || CONSTRAINTS.iter().any(|(known, _)| *known == key)
}

/// What is said of a type with a name.
pub(super) fn doc(view: &View, kind: &Kind) -> Option<String> {
    match kind {
        // What has no name passes what is said of it on.
        Kind::Alias(to) => doc_of_value(view, to),
        _ => join(view.text("description"), Vec::new()),
    }
}

/// What is said of a field: its description and its constraints.
pub(super) fn doc_of_value(view: &View, type_: &Expr) -> Option<String> {
    let mut notes = Vec::new();
    for (key, words) in CONSTRAINTS {
        let Some(value) = view.get(key) else { continue };
        let told = match (key, value.value()) {
            ("format", Value::Text(format)) => !is_told_by_type(format, type_),
            ("uniqueItems" | "exclusiveMinimum" | "exclusiveMaximum", Value::Boolean(says)) => *says,
            ("minLength" | "minItems" | "minProperties", Value::Number(number)) => number != "0",
            ("default", Value::Text(text)) => !text.is_empty(),
            (_, Value::Null | Value::Map(_) | Value::List(_)) => false,
            _ => true,
        };
        let text = value.scalar().filter(|text| told && text.chars().count() <= LONGEST);
        match (text, value.value()) {
            (Some(_), Value::Boolean(true)) if key != "default" => notes.push(format!("{words}.")),
            (Some(text), _) => notes.push(format!("{words}: {}.", text::code(&text))),
            (None, _) => {}
        }
    }
    notes.extend(allowed(view, type_));
    if view.is_true("readOnly") {
        notes.push("Only in answers.".to_owned());
    }
    if view.is_true("writeOnly") {
        notes.push("Only in requests.".to_owned());
    }
    join(view.text("description"), notes)
}

/// Why something should not be used any more.
pub(super) fn deprecated(view: &View) -> Option<String> {
    let reason = view.text("x-deprecated-reason").or_else(|| view.text("x-deprecation-reason"));
    let is_deprecated = view.is_true("deprecated") || reason.is_some();
    is_deprecated.then(|| reason.map_or_else(|| DEPRECATED.to_owned(), |reason| text::one_line(&reason)))
}

/// What is said where the description gives no reason.
pub(super) const DEPRECATED: &str = "Marked as deprecated in the description of the API.";

/// The values of an enum that became a plain type.
fn allowed(view: &View, type_: &Expr) -> Option<String> {
    if matches!(type_.clone().required(), Expr::Named(_) | Expr::Boolean) {
        return None;
    }
    let only = view.get("const").and_then(At::scalar);
    let listed = view.get("enum").map(|of| of.items().filter_map(At::scalar).collect::<Vec<_>>()).unwrap_or_default();
    let values: Vec<String> = only.into_iter().chain(listed).map(|value| text::code(&value)).collect();
    match &values[..] {
        [] => None,
        [one] => Some(format!("Always {one}.")),
        many => Some(format!("One of: {}.", many[..many.len().min(24)].join(", "))),
    }
}

fn is_told_by_type(format: &str, type_: &Expr) -> bool {
    match type_.clone().required() {
        Expr::Integer => matches!(format, "int64" | "integer" | "int"),
        Expr::Number => matches!(format, "double" | "float" | "number"),
        Expr::Boolean => true,
        Expr::String => format == "string",
        _ => false,
    }
}

fn join(description: Option<String>, notes: Vec<String>) -> Option<String> {
    let description = description.map(|text| text::paragraphs(&text).join("\n\n")).filter(|text| !text.is_empty());
    let notes = notes.join(" ");
    match description {
        None if notes.is_empty() => None,
        None => Some(notes),
        Some(text) if notes.is_empty() => Some(text),
        Some(text) if text.contains("\n\n") => Some(format!("{text}\n\n{notes}")),
        Some(text) => {
            let stop = if text.ends_with(['.', '!', '?', ':']) { "" } else { "." };
            Some(format!("{text}{stop} {notes}"))
        }
    }
}
