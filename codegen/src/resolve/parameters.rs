//! Parameters of an operation: whether their types fit into a path, a query or a header, and the names of headers.

use std::collections::BTreeMap;

use super::auth::{Sent, sent_by_auth};
use super::scope::Scope;
use super::wire::{is_scalar, is_scalar_or_list};
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::ir::{Api, Operation};

/// Checks what an operation sends outside of its body.
pub(super) fn check_parameters(operation: &Operation, api: &Api, scope: &mut Scope) {
    for field in &operation.path_parameters {
        let place = field.place.key("type");
        if field.type_.is_optional() {
            let message = format!("`{}` stands in the path, which has no place for nothing", field.name);
            scope.wrong.push(Diagnostic::new(Code::InvalidValue, place, message).help("drop the `?`"));
        } else if !is_scalar(api, &field.type_) {
            let message = format!("`{}` stands in the path and is not a single value", field.name);
            let diagnostic = Diagnostic::new(Code::InvalidValue, place, message);
            scope.wrong.push(diagnostic.help("make it a text, number, boolean or enum"));
        }
    }
    for field in operation.query.iter().chain(&operation.headers).chain(&operation.cookies) {
        if !is_scalar_or_list(api, &field.type_) {
            let message = format!("`{}` is neither a single value nor a list of such", field.name);
            let diagnostic = Diagnostic::new(Code::InvalidValue, field.place.key("type"), message);
            scope.wrong.push(
                diagnostic
                    .help("a query, a header or a cookie holds texts, numbers, booleans and enums, or lists of one"),
            );
        }
    }
    let mut sent = if operation.authenticated { sent_by_auth(api) } else { Sent::default() };
    for field in &operation.headers {
        check_header(&field.name, &field.place, &mut sent.headers, scope);
    }
    for field in &operation.query {
        check_once("query parameter", &field.name, &field.place, &sent.query, scope);
    }
    for field in &operation.cookies {
        check_cookie(&field.name, &field.place, scope);
        check_once("cookie", &field.name, &field.place, &sent.cookies, scope);
    }
}

/// What shows who calls and the operation itself would both send.
fn check_once(kind: &str, name: &str, place: &Place, sent: &BTreeMap<String, Place>, scope: &mut Scope) {
    if let Some(first) = sent.get(name) {
        let message = format!("the {kind} `{name}` is sent twice");
        let diagnostic = Diagnostic::new(Code::DuplicateKey, place.clone().on_key(), message);
        scope.wrong.push(diagnostic.related(first.clone().on_key(), "first here").help("delete one of the two"));
    }
}

/// The names of cookies are told apart by case.
pub(super) fn check_cookie(name: &str, place: &Place, scope: &mut Scope) {
    if !is_token(name) {
        let message = format!("`{name}` is not the name of a cookie");
        let diagnostic = Diagnostic::new(Code::InvalidValue, place.clone().on_key(), message);
        scope.wrong.push(diagnostic.help("letters and digits of ASCII and `-`, `_`, `.`; no blanks, no `=`"));
    }
}

/// What HTTP calls a token: a name, or a part of a media type.
pub(super) fn is_token(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_part)
}

/// Case does not tell one header from another. `taken` are those that are sent already, in lower case.
pub(super) fn check_header(name: &str, place: &Place, taken: &mut BTreeMap<String, Place>, scope: &mut Scope) {
    let place = place.clone().on_key();
    if !is_token(name) {
        let diagnostic = Diagnostic::new(Code::InvalidValue, place, format!("`{name}` is not the name of a header"));
        scope.wrong.push(diagnostic.help("letters and digits of ASCII and `-`, `_`, `.`; no blanks, no colon"));
    } else if name.eq_ignore_ascii_case("Content-Type") {
        let diagnostic = Diagnostic::new(Code::InvalidValue, place, format!("`{name}` is set with the body"));
        scope.wrong.push(diagnostic.help("delete it, and give `body` the form that it has"));
    } else if name.eq_ignore_ascii_case("Cookie") {
        let diagnostic = Diagnostic::new(Code::InvalidValue, place, format!("`{name}` holds all cookies at once"));
        scope.wrong.push(diagnostic.help("name each of them under `cookies`"));
    } else if let Some(first) = taken.insert(name.to_ascii_lowercase(), place.clone()) {
        let diagnostic = Diagnostic::new(Code::DuplicateKey, place, format!("the header `{name}` is sent twice"));
        scope.wrong.push(diagnostic.related(first.on_key(), "first here").help("delete one of the two"));
    }
}
