//! The types that are filled in: what they are called, in which file they stand, how they are written.

use std::collections::{BTreeMap, BTreeSet};

use crate::edit::{Style, Yaml};
use crate::import::model::{Expr, Field, Form, Kind, Model, Payload};
use crate::import::names::{Taken, type_name};
use crate::import::write_types::type_node;
use crate::import::yaml::Yaml as Written;
use crate::ir::{Api, Envelope, Home};
use crate::rust::{Case, ident};

/// How wide a map in braces may be.
const WIDTH: usize = 90;

/// What a response holds in the envelope of ours; `None` if it is not wrapped in it.
pub(super) fn unwrapped(model: &Model, envelope: &Envelope, payload: &Payload) -> Option<Option<Form>> {
    let Form::Json(Expr::Named(id)) = &payload.form else { return None };
    let fields = fields_of(model, *id, 0);
    let known = [Some(&envelope.code), Some(&envelope.data)];
    let more = [&envelope.message, &envelope.request_id, &envelope.timestamp];
    let known: Vec<&String> = known.into_iter().chain(more.into_iter().map(Option::as_ref)).flatten().collect();
    let is_envelope = fields.iter().any(|field| field.name == envelope.code)
        && fields.len() > 1
        && fields.iter().all(|field| known.contains(&&field.name));
    let data = fields.iter().find(|field| field.name == envelope.data).map(|field| field.type_.clone().required());
    is_envelope.then(|| data.map(|data| if data == Expr::Any { Form::Open } else { Form::Json(data) }))
}

/// The fields of an object and of those that it includes.
pub(super) fn fields_of(model: &Model, id: usize, depth: usize) -> Vec<Field> {
    let Kind::Object(object) = &model.types[id].kind else { return Vec::new() };
    let included = object.include.iter().filter(|_| depth < 32).flat_map(|base| fields_of(model, *base, depth + 1));
    included.chain(object.fields.iter().cloned()).collect()
}

/// The types that these expressions need, directly or not.
pub(super) fn needed(model: &Model, from: Vec<usize>) -> BTreeSet<usize> {
    let (mut open, mut found) = (from, BTreeSet::new());
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(model.types[id].uses());
        }
    }
    found
}

/// What the types that these expressions need are called that have no name of their own: an object as the operation and
/// what it is for, those in it by the field that leads to them.
pub(super) fn wanted_names(model: &Model, operation: &str, what: &str, from: &[&Expr]) -> Vec<(usize, String)> {
    let mut open: Vec<(usize, String)> = Vec::new();
    let add = |expr: &Expr, name: String, open: &mut Vec<(usize, String)>| {
        let mut ids = Vec::new();
        expr.named(&mut ids);
        open.extend(ids.into_iter().map(|id| (id, name.clone())));
    };
    from.iter().for_each(|expr| add(expr, format!("{operation}{what}"), &mut open));
    let (mut seen, mut named) = (BTreeSet::new(), Vec::new());
    let mut at = 0;
    while let Some((id, name)) = open.get(at).cloned() {
        at += 1;
        if !seen.insert(id) {
            continue;
        }
        match &model.types[id].kind {
            Kind::Object(object) => {
                for field in &object.fields {
                    let word = ident(&field.name, Case::Camel).unwrap_or_else(|| "Value".to_owned());
                    add(&field.type_, format!("{operation}{word}"), &mut open);
                }
                object.rest.iter().for_each(|rest| add(rest, format!("{name}Value"), &mut open));
                object.include.iter().for_each(|base| open.push((*base, format!("{name}Base"))));
            }
            Kind::Union(union) => {
                union.members.iter().for_each(|member| add(&member.type_, format!("{name}Member"), &mut open));
            }
            Kind::Alias(to) => add(to, name.clone(), &mut open),
            Kind::Enum(_) => {}
        }
        named.push((id, name));
    }
    named
}

/// Finds a file for each type, and a name that the file has not yet. `users` are the resources that need each, and what an
/// object of them would be called that has no name of its own.
pub(super) fn place(
    model: &mut Model,
    api: &Api,
    users: &BTreeMap<usize, (BTreeSet<String>, String)>,
) -> Vec<(usize, Home)> {
    let mut taken: BTreeMap<Home, Taken> = BTreeMap::new();
    let mut placed = Vec::new();
    for (id, (resources, wanted)) in users.iter() {
        let home = match (resources.len(), resources.first()) {
            (1, Some(name)) => Home::Resource(name.clone()),
            _ => Home::Shared,
        };
        let names = taken.entry(home.clone()).or_insert_with(|| reserved(api, &home));
        let type_ = &mut model.types[*id];
        let own = type_name(&type_.words).filter(|_| type_.is_component);
        let names_wanted: Vec<String> = own.into_iter().chain([wanted.clone()]).collect();
        type_.name = names.first_free(&names_wanted, Case::Camel);
        placed.push((*id, home));
    }
    placed
}

/// Names that the types of a file cannot have: those of its types and the shared ones, and of its operations.
fn reserved(api: &Api, home: &Home) -> Taken {
    let types = api.types.iter().filter(|of| of.home == *home || of.home == Home::Shared || *home == Home::Shared);
    let mut names: Vec<String> = types.map(|of| of.name.clone()).collect();
    let operations = api.resources.iter().filter(|of| *home == Home::Resource(of.name.clone()));
    names.extend(operations.flat_map(|of| &of.operations).filter_map(|of| ident(&of.name, Case::Camel)));
    Taken::reserving(names.iter().map(String::as_str))
}

/// A type as it is written, its evidence in the name of this source. Fields that are secret or personal somewhere in the
/// spec are so here: a description does not say it.
pub(super) fn type_yaml(api: &Api, model: &Model, id: usize, source: &str) -> Yaml {
    let mut written = converted(type_node(model, id), source);
    let Yaml::Map(_, entries) = &mut written else { return written };
    let fields = entries.iter_mut().filter(|(key, _)| key == "fields").filter_map(|(_, fields)| match fields {
        Yaml::Map(_, fields) => Some(fields),
        _ => None,
    });
    for (name, value) in fields.flatten() {
        for mark in marks_of(api, name) {
            if let Yaml::Text(type_) = value {
                *value = Yaml::flow([("type", Yaml::Text(std::mem::take(type_)))]);
            }
            match value {
                Yaml::Map(_, of) if of.iter().all(|(key, _)| key != mark) => {
                    of.insert(1, (mark.to_owned(), Yaml::Plain("true".to_owned())));
                }
                _ => {}
            }
        }
    }
    written
}

/// What is never shown of a field of this name, as far as the spec knows one.
fn marks_of(api: &Api, name: &str) -> Vec<&'static str> {
    let objects = api.types.iter().filter_map(|of| match &of.kind {
        crate::ir::Kind::Object(object) => Some(object),
        _ => None,
    });
    let fields: Vec<_> = objects.flat_map(|object| &object.fields).filter(|field| field.name == name).collect();
    if fields.iter().any(|field| field.secret) {
        vec!["secret"]
    } else if fields.iter().any(|field| field.personal) {
        vec!["personal"]
    } else {
        Vec::new()
    }
}

/// What the importer writes, as an edit writes it: maps in braces where they fit into a line.
pub(super) fn converted(written: Written, source: &str) -> Yaml {
    let entries = |entries: Vec<(String, Written)>| -> Vec<(String, Yaml)> {
        let is_evidence = entries.iter().any(|(key, _)| key == "level");
        let entry = |(key, value): (String, Written)| match value {
            Written::Text(_) if is_evidence && key == "source" => (key, Yaml::text(source)),
            value => (key, converted(value, source)),
        };
        entries.into_iter().map(entry).collect()
    };
    match written {
        Written::Text(text) | Written::Prose(text) => Yaml::Text(text),
        Written::Boolean(value) => Yaml::Plain(value.to_string()),
        Written::Nothing => Yaml::Nothing,
        Written::List(items) => {
            Yaml::List(Style::Flow, items.into_iter().map(|item| converted(item, source)).collect())
        }
        Written::Block(of) => Yaml::Map(Style::Block, entries(of)),
        Written::Map(of) => {
            let entries = entries(of);
            let flow = Yaml::Map(Style::Flow, entries.clone());
            let is_short = flow.width() <= WIDTH;
            if is_short { flow } else { Yaml::Map(Style::Block, entries) }
        }
    }
}
