//! Bodies and results: JSON, forms, bytes and texts.

use std::collections::BTreeSet;

use super::expression::{Names, resolve_expression};
use super::parameters::is_token;
use super::scope::Scope;
use super::wire::is_scalar_or_list;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::ir::{Api, Home, Kind, Object, Operation, Payload, Type};
use crate::spec;

/// The body of an operation, and its media type where that is JSON's and not the usual one.
pub(super) fn resolve_body(
    of: &spec::Operation,
    operation: &Place,
    home: &Home,
    scope: &mut Scope,
) -> (Payload, Option<String>) {
    let place = operation.key("body");
    let Some(body) = of.body.as_ref().map(|body| &body.0) else { return (Payload::Empty, None) };
    if of.trace.is_some() {
        let diagnostic = Diagnostic::new(Code::Misplaced, place.clone().on_key(), "a TRACE has no body");
        scope.wrong.push(diagnostic.help("drop it"));
    }
    for (key, media_type) in [("binary", &body.binary), ("text", &body.text), ("media_type", &body.media_type)] {
        if media_type.as_ref().is_some_and(|media_type| media_type.contains('*')) {
            let diagnostic = Diagnostic::new(Code::InvalidValue, place.key(key), "a body has one media type");
            scope.wrong.push(diagnostic.help("write that of the bytes, such as `application/octet-stream`"));
        }
    }
    (resolve_payload(body, &place, home, scope), body.media_type.clone())
}

/// The result of an operation, and its media type where that is JSON's and not the usual one.
pub(super) fn resolve_returns(
    of: &spec::Operation,
    operation: &Place,
    home: &Home,
    scope: &mut Scope,
) -> (Payload, Option<String>) {
    let place = operation.key("returns");
    let Some(returns) = of.returns.as_ref().map(|returns| &returns.0) else { return (Payload::Empty, None) };
    if of.head.is_some() {
        let message = "the response to a HEAD has no body, and so no result";
        scope.wrong.push(Diagnostic::new(Code::Misplaced, place.clone().on_key(), message).help("drop it"));
    }
    for (key, form) in [("form", &returns.form), ("multipart", &returns.multipart)] {
        if form.is_some() {
            let message = format!("a result is read as JSON, bytes or text, not as `{key}`");
            let diagnostic = Diagnostic::new(Code::Misplaced, place.key(key).on_key(), message);
            scope.wrong.push(diagnostic.help("write `binary:` with its media type"));
        }
    }
    (resolve_payload(returns, &place, home, scope), returns.media_type.clone())
}

fn resolve_payload(of: &spec::Payload, place: &Place, home: &Home, scope: &mut Scope) -> Payload {
    let forms = [
        ("json", &of.json),
        ("form", &of.form),
        ("multipart", &of.multipart),
        ("binary", &of.binary),
        ("text", &of.text),
    ];
    let given: Vec<(&str, &str)> = forms.into_iter().filter_map(|(key, of)| Some((key, of.as_deref()?))).collect();
    if let Some(media_type) = &of.media_type {
        check_media_type(media_type, &place.key("media_type"), scope);
        if of.json.is_none() {
            let message = "`media_type` is that of `json`; the other forms say their own";
            scope.wrong.push(Diagnostic::new(Code::Misplaced, place.key("media_type").on_key(), message));
        }
    }
    let (key, text) = match given[..] {
        [one] => one,
        [] => {
            let diagnostic = Diagnostic::new(Code::MissingKey, place.clone().on_key(), "nothing says what this is");
            scope.wrong.push(diagnostic.help("add `json:`, `form:`, `multipart:`, `binary:` or `text:`"));
            return Payload::Empty;
        }
        [(first, _), (second, _), ..] => {
            let message = format!("this has two forms, `{first}` and `{second}`");
            scope.wrong.push(Diagnostic::new(Code::Misplaced, place.key(second).on_key(), message));
            return Payload::Empty;
        }
    };
    let place = place.key(key);
    let mut type_ = || resolve_expression(text, &place, Names { home, parameters: &[] }, scope);
    match key {
        "json" if text == "open" => Payload::Open,
        "json" => type_().map_or(Payload::Empty, Payload::Typed),
        "form" => type_().map_or(Payload::Empty, Payload::Form),
        "multipart" => type_().map_or(Payload::Empty, Payload::Multipart),
        _ => {
            check_media_type(text, &place, scope);
            if key == "binary" { Payload::Binary(text.to_owned()) } else { Payload::Text(text.to_owned()) }
        }
    }
}

/// `type/subtype`, with parameters behind it if it has any.
fn check_media_type(text: &str, place: &Place, scope: &mut Scope) {
    let (essence, parameters) = text.split_once(';').unwrap_or((text, ""));
    let is_essence = essence.trim_end().split_once('/').is_some_and(|(of, sub)| is_token(of) && is_token(sub));
    if !is_essence || !parameters.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        let diagnostic = Diagnostic::new(Code::InvalidValue, place.clone(), format!("`{text}` is not a media type"));
        scope.wrong.push(diagnostic.help("write it like `image/png` or `text/csv; charset=utf-8`"));
    }
}

/// What only shows when all types are known: whether a form can hold its fields.
pub(super) fn check_payloads(operation: &Operation, api: &Api, scope: &mut Scope) {
    let place = operation.place.key("body");
    match &operation.body {
        Payload::Form(type_) => check_form(type_, api, &place.key("form"), scope),
        Payload::Multipart(type_) => {
            body_object(type_, api, &place.key("multipart"), scope);
        }
        _ => {}
    }
}

/// The object that a body is, without its `?`.
fn body_object<'a>(type_: &Type, api: &'a Api, place: &Place, scope: &mut Scope) -> Option<&'a Object> {
    if let Type::Named(id, _) = type_.required()
        && let Kind::Object(object) = &api.type_def(*id).kind
    {
        return Some(object);
    }
    let diagnostic = Diagnostic::new(Code::BodyForm, place.clone(), "a body of this form is an object");
    scope.wrong.push(diagnostic.help("define one under `types`, and name it here"));
    None
}

fn check_form(type_: &Type, api: &Api, place: &Place, scope: &mut Scope) {
    let Some(object) = body_object(type_, api, place, scope) else { return };
    for (name, type_, place) in fields(object) {
        if !is_scalar_or_list(api, type_) {
            let message = format!("`{name}` stands in a form, and is neither a single value nor a list of such");
            let diagnostic = Diagnostic::new(Code::BodyForm, place.clone(), message);
            scope.wrong.push(diagnostic.help("a form holds texts, numbers, booleans and enums, or lists of one"));
        }
    }
}

/// Files stand in the fields of objects that are multipart bodies, and nowhere else.
pub(super) fn check_files(api: &Api, scope: &mut Scope) {
    let mut whole: Vec<(&Type, Place)> = Vec::new();
    for operation in api.resources.iter().flat_map(|resource| &resource.operations) {
        whole.extend(operation.parameters().map(|field| (&field.type_, field.place.clone())));
        whole.extend(operation.returns.type_().map(|type_| (type_, operation.place.key("returns"))));
        match &operation.body {
            Payload::Multipart(type_) => whole.extend(parts(type_, api)),
            body => whole.extend(body.type_().map(|type_| (type_, operation.place.key("body")))),
        }
    }
    for event in api.families.iter().flat_map(|family| &family.events) {
        whole.extend(event.form.data_type().map(|type_| (type_, event.place.key("data"))));
    }
    whole.extend(api.delivery.iter().flat_map(|of| &of.fields).map(|field| (&field.type_, field.place.clone())));
    let reached = api.reachable(whole.iter().map(|(type_, _)| *type_));
    let reached = api.types.iter().zip(reached).filter(|(_, reached)| *reached);
    let held = reached.flat_map(|(of, _)| match &of.kind {
        Kind::Object(object) => fields(object).map(|(_, type_, place)| (type_, place.clone())).collect(),
        _ => of.held().into_iter().map(|type_| (type_, of.place.clone())).collect::<Vec<_>>(),
    });
    let wrong: BTreeSet<Place> =
        whole.iter().cloned().chain(held).filter(|(type_, _)| names_file(type_)).map(|(_, place)| place).collect();
    for place in wrong {
        let diagnostic = Diagnostic::new(Code::FilePlace, place, "a file cannot stand here");
        let help = "a file, or a list of such, is a field of an object that is only sent as `body: { multipart: ... }`";
        scope.wrong.push(diagnostic.help(help));
    }
}

/// What stands in the parts of a multipart body that are no files.
fn parts<'a>(type_: &Type, api: &'a Api) -> Vec<(&'a Type, Place)> {
    let Type::Named(id, _) = type_.required() else { return Vec::new() };
    let Kind::Object(object) = &api.type_def(*id).kind else { return Vec::new() };
    let others = object.fields.iter().filter(|field| !is_file(&field.type_));
    let others = others.map(|field| (&field.type_, field.place.clone()));
    others.chain(object.rest.iter().map(|rest| (&rest.type_, rest.place.clone()))).collect()
}

/// Name, type and place of an object's fields, and of its `rest`.
fn fields(object: &Object) -> impl Iterator<Item = (&str, &Type, &Place)> {
    let fields = object.fields.iter().map(|field| (field.name.as_str(), &field.type_, &field.place));
    fields.chain(object.rest.iter().map(|rest| (rest.name.as_str(), &rest.type_, &rest.place)))
}

/// Whether it is a file or a list of such, and nothing else.
fn is_file(type_: &Type) -> bool {
    match type_.required() {
        Type::List(item) => **item == Type::File,
        other => *other == Type::File,
    }
}

fn names_file(type_: &Type) -> bool {
    *type_ == Type::File || type_.parts().any(names_file)
}
