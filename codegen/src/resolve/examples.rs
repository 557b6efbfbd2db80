//! Examples: each named one is there, each one that is there is named, and each fits its types.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::distinct::has_repeated_key;
use super::events::{Matched, matched_events};
use super::fit::{Fit, Misfit, join};
use super::request_line::check_request_line;
use super::scope::Scope;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::ir::{self, Api, Operation, Payload, Quirks, header_name};

/// Holds every example against the operation or event that names it.
pub(super) fn check_examples(api: &Api, examples: &BTreeMap<String, String>, scope: &mut Scope) {
    let mut named = BTreeSet::new();
    for operation in api.resources.iter().flat_map(|resource| &resource.operations) {
        for (name, place) in names(&operation.examples, &operation.place) {
            named.insert(name);
            if let Some(value) = read_example(name, &place, examples, scope) {
                tell(name, &place, check_operation(api, operation, &value), scope);
            }
        }
    }
    for of in matched_events(api) {
        for (name, place) in names(&of.event.examples, &of.event.place) {
            named.insert(name);
            if let Some(value) = read_example(name, &place, examples, scope) {
                tell(name, &place, check_event(api, of, &value), scope);
            }
        }
    }
    for name in examples.keys().filter(|name| !named.contains(name)) {
        let place = Place::file(format!("examples/{name}"));
        let diagnostic = Diagnostic::new(Code::UnusedExample, place, format!("nothing names the example `{name}`"));
        scope.wrong.push(diagnostic.help("add it to the `examples` of an operation or event, or delete it"));
    }
}

fn names<'a>(examples: &'a [String], node: &Place) -> Vec<(&'a String, Place)> {
    let place = node.key("examples");
    examples.iter().enumerate().map(|(index, name)| (name, place.index(index))).collect()
}

fn read_example(name: &str, place: &Place, examples: &BTreeMap<String, String>, scope: &mut Scope) -> Option<Value> {
    let Some(text) = examples.get(name) else {
        let diagnostic = Diagnostic::new(Code::MissingExample, place.clone(), format!("there is no `examples/{name}`"));
        scope.wrong.push(diagnostic.suggest(name, examples.keys().map(String::as_str)));
        return None;
    };
    let (file, text) = (Place::file(format!("examples/{name}")), text.trim_start_matches('\u{feff}'));
    match serde_json::from_str(text) {
        Ok(value) => {
            if has_repeated_key(text) {
                let place = file.repeated_key(text).unwrap_or(file);
                let diagnostic = Diagnostic::new(Code::DuplicateKey, place, "a key of the example stands twice");
                scope.wrong.push(diagnostic.help("readers would keep one of the two, and not all the same one"));
            }
            Some(value)
        }
        Err(error) => {
            let place = file.at_line(error.line(), error.column().max(1));
            let message = error.to_string();
            let cause = message.split(" at line ").next().unwrap_or(&message);
            if cause.contains("recursion limit") {
                let diagnostic = Diagnostic::new(Code::TooDeep, place, "the example is nested too deep");
                scope.wrong.push(diagnostic.help("128 levels are read; no type is that deep"));
                return None;
            }
            scope.wrong.push(Diagnostic::new(Code::Syntax, place, format!("this is not JSON: {cause}")));
            None
        }
    }
}

fn tell(name: &str, place: &Place, misfits: Vec<Misfit>, scope: &mut Scope) {
    const SHOWN: usize = 12;
    let file = Place::file(format!("examples/{name}"));
    let mut misfits = misfits.into_iter();
    let Some(first) = misfits.next() else { return };
    let message = match &first.path[..] {
        "" => format!("the example `{name}` does not fit"),
        path => format!("the example `{name}` does not fit at `{path}`"),
    };
    let diagnostic = Diagnostic::new(Code::ExampleMismatch, place_of(&first.path, &file), message).label(first.reason);
    let more = misfits.by_ref().take(SHOWN);
    let diagnostic = more.fold(diagnostic, |diagnostic, misfit| {
        diagnostic.related(place_of(&misfit.path, &file), format!("`{}`: {}", misfit.path, misfit.reason))
    });
    let diagnostic = match misfits.count() {
        0 => diagnostic,
        left => diagnostic.note(format!("and {left} more places of it")),
    };
    let diagnostic = diagnostic.related(place.clone(), "the example of this");
    scope.wrong.push(diagnostic.help("the vendor's sample is a fact: change the type, or declare a quirk"));
}

/// The place in an example that the path of a misfit leads to.
fn place_of(path: &str, file: &Place) -> Place {
    let steps = path.split(['.', '[']).filter(|step| !step.is_empty());
    steps.fold(file.clone(), |place, step| match step.strip_suffix(']').map(str::parse) {
        Some(Ok(index)) => place.index(index),
        _ => place.key(step),
    })
}

fn check_operation(api: &Api, operation: &Operation, example: &Value) -> Vec<Misfit> {
    let parts = [("", example), ("request", &example["request"]), ("response", &example["response"])];
    if let Some((path, _)) = parts.into_iter().find(|(_, value)| !value.is_object()) {
        return vec![misfit(path, "expected an object with `request` and `response`, each an object")];
    }
    let mut misfits = Vec::new();
    let mut fit = |path: &str, payload: &Payload, value: &Value| match payload {
        Payload::Typed(type_) | Payload::Form(type_) | Payload::Multipart(type_) => {
            let fit = Fit { api, path, quirks: Quirks::default(), arguments: &[] };
            fit.check(type_, value, &mut misfits);
        }
        Payload::Open => {}
        Payload::Binary(_) | Payload::Text(_) if value.is_string() => {}
        Payload::Binary(_) | Payload::Text(_) => misfits.push(misfit(path, "expected a text that stands for the body")),
        Payload::Empty if value.is_null() => {}
        Payload::Empty => misfits.push(misfit(path, "there should be nothing")),
    };
    let envelope = api.envelope.as_ref().filter(|_| operation.returns.is_json());
    let data = envelope.map(|envelope| &envelope.data[..]);
    fit("request.body", &operation.body, &example["request"]["body"]);
    match data {
        Some(data) => fit(&format!("response.body.{data}"), &operation.returns, &example["response"]["body"][data]),
        None => fit("response.body", &operation.returns, &example["response"]["body"]),
    }
    misfits.extend(check_request_line(api, operation, &example["request"]));
    misfits.extend(check_frame(api, example));
    misfits.extend(check_outcome(api, operation, &example["response"]));
    misfits
}

fn misfit(path: impl Into<String>, reason: impl Into<String>) -> Misfit {
    Misfit { path: path.into(), reason: reason.into() }
}

/// The keys around what the types tell of.
fn check_frame(api: &Api, example: &Value) -> Vec<Misfit> {
    let (envelope, body) = (api.envelope.as_ref(), &example["response"]["body"]);
    let envelope: Vec<&str> = envelope.into_iter().flat_map(ir::Envelope::keys).collect();
    let mut frames: Vec<(&str, &Value, &[&str])> = vec![
        ("", example, &["request", "response"]),
        ("request", &example["request"], &["method", "path", "headers", "body"]),
        ("response", &example["response"], &["status", "headers", "body"]),
    ];
    if !envelope.is_empty() {
        frames.push(("response.body", body, &envelope));
    }
    let mut misfits = Vec::new();
    for (path, value, known) in frames {
        for (key, _) in value.as_object().into_iter().flatten().filter(|(key, _)| !known.contains(&key.as_str())) {
            misfits.push(misfit(join(path, key), format!("there is no such key here: {}", known.join(", "))));
        }
    }
    misfits
}

/// A status of HTTP and, where something is returned, the code of success.
fn check_outcome(api: &Api, operation: &Operation, response: &Value) -> Vec<Misfit> {
    let mut misfits = Vec::new();
    if !response["status"].as_u64().is_some_and(|status| (100..600).contains(&status)) {
        misfits.push(misfit("response.status", "expected a whole number from 100 to 599"));
    }
    let returns_data = operation.returns.is_json() && operation.returns != Payload::Empty;
    if let (Some(envelope), true) = (&api.envelope, returns_data)
        && response["body"][&envelope.code].as_i64() != Some(envelope.success)
    {
        let path = format!("response.body.{}", envelope.code);
        misfits.push(misfit(path, format!("expected {}, the code of success", envelope.success)));
    }
    misfits
}

fn check_event(api: &Api, of: Matched, example: &Value) -> Vec<Misfit> {
    let mut misfits = Vec::new();
    for (path, wanted) in of.keys.iter().filter(|(path, _)| header_name(path).is_none()) {
        let found = path.split('.').try_fold(example, |value, step| value.get(step));
        let fits = match found {
            Some(Value::String(text)) => text == wanted,
            Some(Value::Number(number)) => number.to_string() == *wanted,
            Some(Value::Bool(flag)) => flag.to_string() == *wanted,
            _ => false,
        };
        if !fits {
            let reason = format!("`{}` is told by the value `{wanted}` here", of.event.id);
            misfits.push(misfit(path, reason));
        }
    }
    let fit = Fit { api, path: "", quirks: Quirks::default(), arguments: &[] };
    let Some(delivery) = &api.delivery else {
        if let Payload::Typed(type_) = of.data {
            fit.check(type_, example, &mut misfits);
        }
        return misfits;
    };
    fit.check_fields(&delivery.fields, example, &[&delivery.data], &mut misfits);
    if let Payload::Typed(type_) = of.data {
        let value = example.get(&delivery.data).unwrap_or(&Value::Null);
        Fit { path: &delivery.data, ..fit }.check(type_, value, &mut misfits);
    }
    misfits
}
