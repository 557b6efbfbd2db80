//! Tokens and limits: the operations and fields that they name have to be there.

use super::evidence::{require_claim, resolve_plain};
use super::scope::Scope;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::ir::{Api, Kind, Limit, Operation, Payload, TokenCall, TokenPart, Tokens, Type};
use crate::spec::{self, Document};

/// How tokens are had.
pub(super) fn resolve_tokens(auth: Option<&spec::Auth>, place: &Place, scope: &mut Scope) -> Option<Tokens> {
    let tokens = auth?.tokens.as_ref()?;
    let acquire = tokens.acquire.as_ref().map(|call| resolve_call(call, &place.key("acquire"), scope));
    let refresh = tokens.refresh.as_ref().map(|call| resolve_call(call, &place.key("refresh"), scope));
    if acquire.is_none() && refresh.is_none() {
        let diagnostic = Diagnostic::new(Code::Tokens, place.clone().on_key(), "no operation gives a token");
        scope.wrong.push(diagnostic.help("add `acquire:` or `refresh:`"));
    }
    Some(Tokens { acquire, refresh })
}

fn resolve_call(call: &spec::TokenCall, place: &Place, scope: &mut Scope) -> TokenCall {
    let evidence = resolve_plain(&call.evidence, &place.key("evidence"), scope);
    for (field, part) in call.sends.iter() {
        if *part == TokenPart::AccessToken {
            let place = place.key("sends").key(field);
            scope.wrong.push(Diagnostic::new(Code::Tokens, place, "the access token is what the operation gives"));
        }
    }
    TokenCall {
        operation: call.operation.clone(),
        evidence,
        sends: call.sends.iter().map(|(field, part)| (field.to_owned(), *part)).collect(),
        access_token: call.gives.access_token.clone(),
        refresh_token: call.gives.refresh_token.clone(),
        expires_in: call.gives.expires_in.clone(),
    }
}

/// The limits of the whole API and of its resources.
pub(super) fn resolve_limits(document: &Document, scope: &mut Scope) -> Vec<Limit> {
    let all = document.api.value.limits.as_ref().map(|limits| (None, limits, &document.api.place));
    let groups = document.resources.iter().filter_map(|file| {
        let head = &file.head.value;
        Some((Some(head.resource.clone()), head.limits.as_ref()?, &file.head.place))
    });
    let declared: Vec<_> = all.into_iter().chain(groups).collect();
    declared
        .into_iter()
        .map(|(group, limits, place)| resolve_limit(group, limits, &place.key("limits"), scope))
        .collect()
}

fn resolve_limit(group: Option<String>, limits: &spec::Limits, place: &Place, scope: &mut Scope) -> Limit {
    let evidence = resolve_plain(&limits.evidence, &place.key("evidence"), scope);
    if let Some(evidence) = &evidence {
        require_claim(evidence, "that one may not call more often", place, scope);
    }
    if limits.calls.is_none() && (limits.in_flight.is_none() || limits.seconds.is_some()) {
        let diagnostic = Diagnostic::new(Code::MissingKey, place.clone().on_key(), "the limits do not say how many");
        scope.wrong.push(diagnostic.help("add `calls:` with `seconds:`, or `in_flight:`"));
    }
    for (key, value) in [("calls", limits.calls), ("seconds", limits.seconds), ("in_flight", limits.in_flight)] {
        if value == Some(0) {
            let diagnostic = Diagnostic::new(Code::InvalidValue, place.key(key), "nothing gets through a limit of 0");
            scope.wrong.push(diagnostic.help("write 1 or more, or drop the limit"));
        }
    }
    let rate = limits.calls.map(|calls| (calls, limits.seconds.unwrap_or(1)));
    Limit { group, rate, in_flight: limits.in_flight, evidence }
}

/// What only shows when all operations and types are known.
pub(super) fn check_tokens(api: &Api, scope: &mut Scope) {
    let Some(tokens) = &api.tokens else { return };
    let auth = Place::file("api.yaml").key("auth");
    for header in api.auth.iter().filter(|header| header.part.is_none()) {
        let place = auth.key("headers").key(&header.name).on_key();
        let diagnostic = Diagnostic::new(Code::Tokens, place, "the header does not say what a client puts into it");
        scope.wrong.push(diagnostic.help("add `is:` with app_id, app_secret, access_token or refresh_token"));
    }
    for (key, call) in [("acquire", &tokens.acquire), ("refresh", &tokens.refresh)] {
        if let Some(call) = call {
            check_call(api, call, &auth.key("tokens").key(key), scope);
        }
    }
}

fn check_call(api: &Api, call: &TokenCall, place: &Place, scope: &mut Scope) {
    let mut operations = api.resources.iter().flat_map(|resource| &resource.operations);
    let Some(operation) = operations.find(|operation| operation.id == call.operation) else {
        let message = format!("there is no operation `{}`", call.operation);
        let known = api.resources.iter().flat_map(|resource| &resource.operations).map(|of| of.id.as_str());
        let diagnostic = Diagnostic::new(Code::Tokens, place.key("operation"), message);
        return scope.wrong.push(diagnostic.suggest(&call.operation, known));
    };
    if operation.authenticated || operation.path.contains('{') {
        let message = format!("`{}` needs more than its body to be called", operation.id);
        let diagnostic = Diagnostic::new(Code::Tokens, place.key("operation"), message);
        scope.wrong.push(diagnostic.help("it has to be without path parameters, and `auth: none`"));
    }
    if !matches!(operation.body, Payload::Empty | Payload::Open | Payload::Typed(_)) {
        let message = format!("the body of `{}` is not JSON", operation.id);
        let diagnostic = Diagnostic::new(Code::Tokens, place.key("operation"), message);
        scope.wrong.push(diagnostic.help("tokens are asked for in JSON"));
    }
    let sends = call.sends.iter().map(|(field, _)| field.as_str());
    check_fields(api, operation, &operation.body, sends, &place.key("sends"), scope);
    let gives = [Some(&call.access_token), call.refresh_token.as_ref(), call.expires_in.as_ref()];
    let gives = gives.into_iter().flatten().map(String::as_str);
    check_fields(api, operation, &operation.returns, gives, &place.key("gives"), scope);
}

/// Fields of a body or result whose fields are known have to be among them.
fn check_fields<'a>(
    api: &Api,
    operation: &Operation,
    payload: &Payload,
    fields: impl Iterator<Item = &'a str>,
    place: &Place,
    scope: &mut Scope,
) {
    let known = match payload {
        Payload::Open => return,
        Payload::Typed(Type::Named(id, _)) => match &api.type_def(*id).kind {
            Kind::Object(object) => object.fields.iter().map(|field| field.name.as_str()).collect(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    };
    for field in fields.filter(|field| !known.contains(field)) {
        let message = format!("`{}` has no such field `{field}`", operation.id);
        scope.wrong.push(Diagnostic::new(Code::Tokens, place.clone(), message).suggest(field, known.iter().copied()));
    }
}
