//! Operations: method and path, parameters, bodies, claims.

use std::collections::BTreeMap;

use super::bodies::{check_payloads, resolve_body, resolve_returns};
use super::endpoint::{check_path_parameters, path_parameters, resolve_endpoint};
use super::evidence::{self, require_claim, resolve_plain};
use super::parameters::check_parameters;
use super::scope::Scope;
use super::types::{FileDefaults, resolve_fields};
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::ir::{Api, Evidence, Home, Kind, Method, Operation, Paging, Payload, Resource, Type};
use crate::spec::{self, Document, Node};

/// The resources and their operations.
pub(super) fn resolve_resources(document: &Document, scope: &mut Scope) -> Vec<Resource> {
    let mut resources = Vec::new();
    for file in &document.resources {
        let head = &file.head.value;
        let home = Home::Resource(head.resource.clone());
        let defaults = FileDefaults { home: &home, quirks: head.quirks.as_deref() };
        let operations =
            file.operations.iter().filter_map(|node| resolve_operation(&head.resource, node, defaults, scope));
        resources.push(Resource {
            name: head.resource.clone(),
            title: head.title.clone(),
            doc: head.doc.clone(),
            place: file.head.place.key("resource"),
            operations: operations.collect(),
        });
    }
    resources
}

fn resolve_operation(
    resource: &str,
    node: &Node<spec::Operation>,
    file: FileDefaults,
    scope: &mut Scope,
) -> Option<Operation> {
    let (of, place) = (&node.value, &node.place);
    let evidence = evidence::resolve_parts(of.evidence.as_ref(), &evidence::OPERATION, place, scope);
    let endpoint = resolve_endpoint(of, place, scope);
    let path_parameters = resolve_fields(Some(&of.path), &place.key("path"), file, scope);
    let query = of.query.as_ref().map(|query| &query.0);
    let query_fields = resolve_fields(query.map(|query| &query.fields), &place.key("query"), file, scope);
    let headers = resolve_fields(Some(&of.headers), &place.key("headers"), file, scope);
    let cookies = resolve_fields(Some(&of.cookies), &place.key("cookies"), file, scope);
    let (body, body_media_type) = resolve_body(of, place, file.home, scope);
    let (returns, returns_media_type) = resolve_returns(of, place, file.home, scope);
    let authenticated = resolve_auth(of, place, scope);
    let idempotent = resolve_idempotent(of, place, scope);
    let paging = resolve_paging(of, place, scope);
    let (method, path) = endpoint?;
    check_path_parameters(&path, of, place, method, scope);
    Some(Operation {
        id: format!("{resource}.{}", node.name),
        name: node.name.clone(),
        title: of.title.clone(),
        summary: of.summary.clone(),
        doc: of.doc.clone(),
        deprecated: of.deprecated.clone(),
        rust_name: of.rust_name.clone(),
        evidence: evidence?,
        place: place.clone(),
        method,
        path,
        authenticated,
        path_parameters,
        query: query_fields,
        open_query: query.is_some_and(|query| query.open),
        headers,
        cookies,
        body,
        body_media_type,
        returns,
        returns_media_type,
        idempotent,
        paging,
        examples: of.examples.clone(),
    })
}

fn resolve_auth(of: &spec::Operation, place: &Place, scope: &mut Scope) -> bool {
    match of.auth.as_deref() {
        None => true,
        Some("none") => false,
        Some(other) => {
            let message = format!("`{other}` is no way to authenticate");
            let diagnostic = Diagnostic::new(Code::InvalidValue, place.key("auth"), message);
            scope.wrong.push(diagnostic.help("write `auth: none`, or nothing for the headers of `api.yaml`"));
            true
        }
    }
}

fn resolve_idempotent(of: &spec::Operation, place: &Place, scope: &mut Scope) -> Option<Evidence> {
    let place = place.key("idempotent");
    let evidence = resolve_plain(&of.idempotent.as_ref()?.evidence, &place.key("evidence"), scope)?;
    require_claim(&evidence, "that a repeated call does no harm", &place, scope);
    Some(evidence)
}

fn resolve_paging(of: &spec::Operation, place: &Place, scope: &mut Scope) -> Option<Paging> {
    let paging = of.paging.as_ref()?;
    let place = place.key("paging");
    let evidence = resolve_plain(&paging.evidence, &place.key("evidence"), scope);
    if let Some(evidence) = &evidence {
        require_claim(evidence, "how to get the next page", &place, scope);
    }
    let query: Vec<&str> = of.query.iter().flat_map(|query| query.0.fields.iter()).map(|(name, _)| name).collect();
    for (key, name) in [("page", Some(&paging.page)), ("size", paging.size.as_ref())] {
        if let Some(name) = name.filter(|name| !query.contains(&name.as_str())) {
            let message = format!("there is no query parameter `{name}`");
            let diagnostic = Diagnostic::new(Code::Paging, place.key(key), message);
            scope.wrong.push(diagnostic.suggest(name, query.iter().copied()));
        }
    }
    Some(Paging { page: paging.page.clone(), size: paging.size.clone(), items: paging.items.clone(), evidence })
}

/// What only shows when all operations and types are known.
pub(super) fn check_operations(api: &Api, scope: &mut Scope) {
    let mut endpoints: BTreeMap<(Method, String), &Operation> = BTreeMap::new();
    for operation in api.resources.iter().flat_map(|resource| &resource.operations) {
        let shape = path_parameters(&operation.path)
            .into_iter()
            .fold(operation.path.clone(), |path, name| path.replacen(&format!("{{{name}}}"), "{}", 1));
        if let Some(first) = endpoints.insert((operation.method, shape), operation) {
            let message = format!("`{}` has the method and path of `{}`", operation.id, first.id);
            let place = operation.place.key(operation.method.as_str().to_lowercase());
            let other = first.place.key(first.method.as_str().to_lowercase());
            let diagnostic = Diagnostic::new(Code::DuplicateEndpoint, place, message);
            scope.wrong.push(diagnostic.related(other, "the same here"));
        }
        check_parameters(operation, api, scope);
        check_payloads(operation, api, scope);
        check_paging(operation, api, scope);
    }
}

/// A page and its size are counted; its items are a list of the result.
fn check_paging(operation: &Operation, api: &Api, scope: &mut Scope) {
    let Some(paging) = &operation.paging else { return };
    for (key, name) in [("page", Some(&paging.page)), ("size", paging.size.as_ref())] {
        let field = operation.query.iter().find(|field| Some(&field.name) == name);
        if let Some(field) = field.filter(|field| *field.type_.required() != Type::Integer) {
            let place = operation.place.key("paging").key(key);
            let diagnostic = Diagnostic::new(Code::Paging, place, format!("`{}` is not an integer", field.name));
            scope.wrong.push(diagnostic.related(field.place.key("type"), "its type"));
        }
    }
    let place = operation.place.key("paging").key("items");
    let fields = match &operation.returns {
        Payload::Typed(Type::Named(id, _)) => match &api.type_def(*id).kind {
            Kind::Object(object) => &object.fields[..],
            _ => &[],
        },
        _ => &[],
    };
    match fields.iter().find(|field| field.name == paging.items) {
        Some(field) if matches!(field.type_.required(), Type::List(_)) => {}
        Some(_) => {
            let message = format!("`{}` of the result is not a list", paging.items);
            scope.wrong.push(Diagnostic::new(Code::Paging, place, message));
        }
        None => {
            let message = format!("the result has no field `{}`", paging.items);
            let diagnostic = Diagnostic::new(Code::Paging, place, message);
            scope.wrong.push(diagnostic.suggest(&paging.items, fields.iter().map(|field| field.name.as_str())));
        }
    }
}
