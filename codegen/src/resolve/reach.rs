//! What operations and events reach: types that nothing uses, fields that must always be there, types without an end.

use std::collections::{BTreeMap, BTreeSet};

use super::events::matched_events;
use super::scope::Scope;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::ir::{Api, Field, Kind, Level, Payload, Type, TypeDef, TypeId, graph, header_name};

/// Checks what only shows when one knows who uses what.
pub(super) fn check_reach(api: &Api, scope: &mut Scope) {
    let used = api.used_types();
    check_unused(api, &used, scope);
    check_required(api, &used, scope);
    check_infinite(api, scope);
}

fn check_unused(api: &Api, used: &[bool], scope: &mut Scope) {
    let included: BTreeSet<&str> = api.types.iter().flat_map(included_names).collect();
    // Who uses what is not known while some expressions cannot be read.
    let unread =
        [Code::TypeExpression, Code::UnknownType, Code::DuplicateType, Code::TypeParameters, Code::MissingEvidence];
    if scope.has_any(&unread) {
        return;
    }
    for (type_, used) in api.types.iter().zip(used) {
        if !used && !included.contains(type_.name.as_str()) {
            let place = type_.place.clone().on_key();
            let diagnostic =
                Diagnostic::new(Code::UnusedType, place, format!("nothing uses the type `{}`", type_.name));
            scope.wrong.push(diagnostic.help("use it, or delete it"));
        }
    }
}

fn included_names(type_: &TypeDef) -> Vec<&str> {
    match &type_.kind {
        Kind::Object(object) => object.include.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

/// That a field is always there is a claim of its own: it needs evidence, or every event of its type matches on it.
fn check_required(api: &Api, used: &[bool], scope: &mut Scope) {
    let mut told = BTreeSet::new();
    let matches = Matches::new(api);
    for (index, type_) in api.types.iter().enumerate().filter(|(index, _)| used[*index]) {
        let Kind::Object(object) = &type_.kind else { continue };
        for field in &object.fields {
            if !is_claimed(field) && !matches.show(TypeId(index), &field.name) && told.insert(&field.place) {
                scope.wrong.push(required_without_evidence(&field.name, &field.place));
            }
        }
    }
    for field in api
        .resources
        .iter()
        .flat_map(|resource| &resource.operations)
        .flat_map(|operation| operation.query.iter().chain(&operation.headers).chain(&operation.cookies))
    {
        if !is_claimed(field) {
            scope.wrong.push(required_without_evidence(&field.name, &field.place));
        }
    }
    // A match with a slip in it may be the one that shows a field.
    let is_shown = scope.has_any(&[Code::MatchPath]);
    for field in api.delivery.iter().flat_map(|delivery| &delivery.fields).filter(|_| !is_shown) {
        let matched = matched_events(api).all(|of| of.keys.iter().any(|(path, _)| *path == field.name));
        if !is_claimed(field) && !matched {
            scope.wrong.push(required_without_evidence(&field.name, &field.place));
        }
    }
}

fn is_claimed(field: &Field) -> bool {
    field.type_.is_optional() || field.evidence.as_ref().is_some_and(|evidence| evidence.level != Level::Assumed)
}

/// What the events match on.
struct Matches<'a> {
    /// By the type of the events' data: for each event the fields that its paths end in.
    by_data: BTreeMap<usize, Vec<Vec<&'a str>>>,
    /// The fields that paths through the data end in.
    deep: BTreeSet<&'a str>,
}

impl<'a> Matches<'a> {
    fn new(api: &'a Api) -> Self {
        let mut matches = Self { by_data: BTreeMap::new(), deep: BTreeSet::new() };
        for of in matched_events(api) {
            let paths = of.keys.iter().map(|(path, _)| path.as_str()).filter(|path| header_name(path).is_none());
            let end = |path: &'a str| path.rsplit('.').next().unwrap_or_default();
            // What stands right in the data is shown by the events of that type alone.
            let shallow = usize::from(api.delivery.is_some());
            matches.deep.extend(paths.clone().filter(|path| path.matches('.').count() > shallow).map(end));
            if let Payload::Typed(Type::Named(TypeId(data), _)) = of.data {
                matches.by_data.entry(*data).or_default().push(paths.map(end).collect());
            }
        }
        matches
    }

    /// Whether every event whose data is of this type matches on the field. A type that is no event's data is matched
    /// on where a path leads through it.
    fn show(&self, TypeId(data): TypeId, field: &str) -> bool {
        match self.by_data.get(&data) {
            Some(events) => events.iter().all(|ends| ends.contains(&field)),
            None => self.deep.contains(field),
        }
    }
}

fn required_without_evidence(name: &str, place: &Place) -> Diagnostic {
    let message = format!("that `{name}` is always there is a claim of its own, and nothing here shows it");
    Diagnostic::new(Code::WeakEvidence, place.clone(), message)
        .help("write `?` behind its type, or give the field an `evidence:` of its own that says so")
}

/// A value of a type that must hold another of the same type would never end.
fn check_infinite(api: &Api, scope: &mut Scope) {
    let edges: Vec<Vec<usize>> = api
        .types
        .iter()
        .map(|type_| {
            let mut edges = Vec::new();
            let Kind::Object(object) = &type_.kind else { return edges };
            object.fields.iter().for_each(|field| required_parts(&field.type_, &mut edges));
            edges
        })
        .collect();
    let component = graph::components(&edges);
    for (index, type_) in api.types.iter().enumerate() {
        if edges[index].iter().any(|to| component[*to] == component[index]) {
            let message = format!("a value of `{}` would hold another of it without end", type_.name);
            let diagnostic = Diagnostic::new(Code::InfiniteType, type_.place.clone().on_key(), message);
            scope.wrong.push(diagnostic.help("one of the fields on the way must be optional, a list or a map"));
        }
    }
}

fn required_parts(type_: &Type, edges: &mut Vec<usize>) {
    if let Type::Named(TypeId(index), parameters) = type_ {
        edges.push(*index);
        parameters.iter().for_each(|parameter| required_parts(parameter, edges));
    }
}
