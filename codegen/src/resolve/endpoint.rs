//! Method and path of an operation.

use super::scope::Scope;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::ir::Method;
use crate::spec;

fn methods(of: &spec::Operation) -> impl Iterator<Item = (Method, &str)> {
    let all = [
        (Method::Get, &of.get),
        (Method::Post, &of.post),
        (Method::Put, &of.put),
        (Method::Patch, &of.patch),
        (Method::Delete, &of.delete),
        (Method::Head, &of.head),
        (Method::Options, &of.options),
        (Method::Trace, &of.trace),
    ];
    all.into_iter().filter_map(|(method, path)| Some((method, path.as_deref()?)))
}

/// The method of an operation and a path that can be sent.
pub(super) fn resolve_endpoint(of: &spec::Operation, place: &Place, scope: &mut Scope) -> Option<(Method, String)> {
    let given: Vec<(Method, &str)> = methods(of).collect();
    match given[..] {
        [(method, path)] => match check_path(path, &place.key(method.as_str().to_lowercase())) {
            None => Some((method, path.to_owned())),
            Some(diagnostic) => {
                scope.wrong.push(diagnostic);
                None
            }
        },
        [] => {
            let diagnostic = Diagnostic::new(Code::Method, place.clone().on_key(), "this operation has no method");
            scope
                .wrong
                .push(diagnostic.help("add `get:`, `post:`, `put:`, `patch:`, `delete:` or another with the path"));
            None
        }
        [(first, _), (second, _), ..] => {
            let names = [first, second].map(|method| method.as_str().to_lowercase());
            let place = place.key(&names[1]).on_key();
            let message = format!("this operation has two methods, `{}` and `{}`", names[0], names[1]);
            scope.wrong.push(Diagnostic::new(Code::Method, place, message).help("make them two operations"));
            None
        }
    }
}

/// What keeps a path from being sent. What stands between braces is not sent itself.
fn check_path(path: &str, place: &Place) -> Option<Diagnostic> {
    let wrong = |message: String| Some(Diagnostic::new(Code::InvalidValue, place.clone(), message));
    if !path.starts_with('/') {
        return Some(wrong(format!("the path `{path}` has no `/` in front"))?.help(format!("write `/{path}`")));
    }
    let mut pieces = path.split('{');
    let mut sent = vec![pieces.next().unwrap_or_default()];
    for piece in pieces {
        match piece.split_once('}') {
            Some((name, after)) if !name.is_empty() => sent.push(after),
            _ => return Some(wrong(format!("the braces of the path `{path}` hold no name"))?.help(BRACES)),
        }
    }
    if sent.iter().any(|piece| piece.contains('}')) {
        return Some(wrong(format!("the path `{path}` closes a brace that it does not open"))?.help(BRACES));
    }
    let is_path = |byte: u8| matches!(byte, b'!'..=b'~') && !matches!(byte, b'#' | b'?');
    match sent.iter().all(|piece| piece.bytes().all(is_path)) {
        true => None,
        false => Some(wrong(format!("the path `{path}` holds what cannot stand in a path"))?.help(
            "visible ASCII without `#` and `?`: parameters behind a `?` belong under `query`, other letters are sent as `%E4`",
        )),
    }
}

const BRACES: &str = "a parameter of the path is written as `{name}`";

/// The parameters of the path and their fields are the same.
pub(super) fn check_path_parameters(
    path: &str,
    of: &spec::Operation,
    place: &Place,
    method: Method,
    scope: &mut Scope,
) {
    let in_path = path_parameters(path);
    for name in &in_path {
        if !of.path.iter().any(|(known, _)| known == *name) {
            let place = place.key(method.as_str().to_lowercase());
            let diagnostic = Diagnostic::new(Code::PathParameter, place, format!("nothing tells what `{{{name}}}` is"));
            scope.wrong.push(diagnostic.help(format!("add `path: {{ {name}: string }}`")));
        }
    }
    for (name, _) in of.path.iter().filter(|(name, _)| !in_path.contains(name)) {
        let message = format!("the path has no parameter `{{{name}}}`");
        let diagnostic = Diagnostic::new(Code::PathParameter, place.key("path").key(name).on_key(), message);
        scope.wrong.push(diagnostic.suggest(name, in_path.iter().copied()));
    }
}

/// The names between braces.
pub(super) fn path_parameters(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}
