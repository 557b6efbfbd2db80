//! Events: what tells one from the others.

use std::collections::{BTreeMap, BTreeSet};

use super::evidence::{self, resolve_plain};
use super::scope::Scope;
use super::types::{FileDefaults, resolve_fields, resolve_payload};
use super::wire::is_scalar;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::ir::{Api, Delivery, Event, EventForm, Family, Field, Form, Home, Kind, Payload, Type, header_name};
use crate::spec::{self, Document, Node};

/// The object that every delivery is.
pub(super) fn resolve_delivery(document: &Document, scope: &mut Scope) -> Option<Delivery> {
    let envelope = document.api.value.webhooks.as_ref()?.envelope.as_ref()?;
    let place = document.api.place.key("webhooks").key("envelope");
    scope.check_quirks(envelope.quirks.as_deref(), &place);
    let file = FileDefaults { home: &Home::Shared, quirks: envelope.quirks.as_deref() };
    let evidence = resolve_plain(&envelope.evidence, &place.key("evidence"), scope);
    let fields = resolve_fields(Some(&envelope.fields), &place.key("fields"), file, scope);
    if fields.iter().any(|field| field.name == envelope.data) {
        let message = format!("`{}` holds the event's own fields and is a field as well", envelope.data);
        scope.wrong.push(Diagnostic::new(Code::DuplicateField, place.key("data"), message));
    }
    let (name, data) = (envelope.name.clone(), envelope.data.clone());
    Some(Delivery { name, doc: envelope.doc.clone(), evidence: evidence?, place, fields, data })
}

/// The event families.
pub(super) fn resolve_families(document: &Document, scope: &mut Scope) -> Vec<Family> {
    let mut families = Vec::new();
    for file in &document.families {
        let head = &file.head.value;
        let home = Home::Family(head.family.clone());
        let events = file.events.iter().filter_map(|node| resolve_event(&head.family, node, &home, scope)).collect();
        families.push(Family {
            name: head.family.clone(),
            title: head.title.clone(),
            doc: head.doc.clone(),
            place: file.head.place.key("family"),
            events,
        });
    }
    families
}

fn resolve_event(family: &str, node: &Node<spec::Event>, home: &Home, scope: &mut Scope) -> Option<Event> {
    let (of, place) = (&node.value, &node.place);
    let parts = if of.catalogued.is_some() { &[][..] } else { &evidence::EVENT[..] };
    let evidence = evidence::resolve_parts(of.evidence.as_ref(), parts, place, scope);
    let form = resolve_form(of, place, home, scope);
    Some(Event {
        id: format!("{family}.{}", node.name),
        name: node.name.clone(),
        title: of.title.clone(),
        summary: of.summary.clone(),
        doc: of.doc.clone(),
        deprecated: of.deprecated.clone(),
        rust_name: of.rust_name.clone(),
        evidence: evidence?,
        place: place.clone(),
        form: form?,
        examples: of.examples.clone(),
    })
}

fn resolve_form(of: &spec::Event, place: &Place, home: &Home, scope: &mut Scope) -> Option<EventForm> {
    let keys = of.match_.as_ref().filter(|keys| !keys.is_empty());
    match (keys, &of.catalogued) {
        (Some(keys), None) => {
            let keys = keys.iter().map(|(path, value)| (path.to_owned(), value.clone())).collect();
            let data = resolve_payload(of.data.as_deref(), &place.key("data"), home, scope);
            Some(EventForm::Matched { keys, data })
        }
        (None, Some(missing)) if of.data.is_none() && of.examples.is_empty() => {
            Some(EventForm::Catalogued(missing.clone()))
        }
        (None, Some(_)) => {
            let key = if of.data.is_some() { "data" } else { "examples" };
            let place = place.key(key).on_key();
            let diagnostic = Diagnostic::new(Code::Misplaced, place, "a catalogued event is only listed");
            scope.wrong.push(diagnostic.help("add `match:` and drop `catalogued:` to make it a variant"));
            None
        }
        (Some(_), Some(_)) => {
            let place = place.key("catalogued").on_key();
            let diagnostic = Diagnostic::new(Code::Misplaced, place, "an event with `match` is more than catalogued");
            scope.wrong.push(diagnostic.help("drop `catalogued:`"));
            None
        }
        (None, None) => {
            let message = "nothing tells this event from others";
            let diagnostic = Diagnostic::new(Code::MissingKey, place.clone().on_key(), message);
            scope.wrong.push(
                diagnostic.help("add `match: { ... }`, or `catalogued:` with what is missing to tell it from others"),
            );
            None
        }
    }
}

/// What only shows when all events and types are known.
pub(super) fn check_events(api: &Api, scope: &mut Scope) {
    let matched: Vec<Matched> = matched_events(api).collect();
    for of in &matched {
        check_bare_data(api, of, scope);
        for (path, _) in of.keys {
            match header_name(path) {
                Some(name) if api.webhooks => check_header(of.event, path, name, scope),
                _ => check_match_path(api, of.event, path, of.data, scope),
            }
        }
    }
    check_ambiguity(&matched, scope);
    check_number_of_paths(&matched, scope);
}

/// The runtime notes the values of so many paths while it reads a body.
const PATHS: usize = 8;

fn check_number_of_paths(matched: &[Matched], scope: &mut Scope) {
    let mut paths: BTreeSet<&str> = BTreeSet::new();
    for of in matched {
        for (path, _) in of.keys.iter().filter(|(path, _)| header_name(path).is_none()) {
            if paths.insert(path) && paths.len() > PATHS {
                let place = of.event.place.key("match").key(path).on_key();
                let message = format!("the events of an API can match on {PATHS} different paths at most");
                let diagnostic = Diagnostic::new(Code::MatchPath, place, message);
                scope.wrong.push(diagnostic.help("use a path that other events match on"));
            }
        }
    }
}

/// An event with match keys.
#[derive(Clone, Copy)]
pub(super) struct Matched<'a> {
    /// The event.
    pub(super) event: &'a Event,
    /// Values by path.
    pub(super) keys: &'a [(String, String)],
    /// Its own fields.
    pub(super) data: &'a Payload,
}

/// The events with match keys.
pub(super) fn matched_events(api: &Api) -> impl Iterator<Item = Matched<'_>> {
    api.families.iter().flat_map(|family| &family.events).filter_map(|event| match &event.form {
        EventForm::Matched { keys, data } => Some(Matched { event, keys, data }),
        EventForm::Catalogued(_) => None,
    })
}

/// Two matches that one payload could satisfy must differ in the number of their keys.
fn check_ambiguity(matched: &[Matched], scope: &mut Scope) {
    // Most events differ in the value of one path: an event is compared with those that share its value or have none.
    let usual = matched.first().map_or("", |of| &of.keys[0].0);
    let mut earlier: BTreeMap<Option<&str>, Vec<&Matched>> = BTreeMap::new();
    for (index, second) in matched.iter().enumerate() {
        let value = second.keys.iter().find(|(path, _)| path == usual).map(|(_, value)| value.as_str());
        match value {
            None => matched[..index].iter().for_each(|first| check_pair(first, second, scope)),
            Some(_) => {
                let first = [value, None].into_iter().filter_map(|value| earlier.get(&value)).flatten();
                first.for_each(|first| check_pair(first, second, scope));
            }
        }
        earlier.entry(value).or_default().push(second);
    }
}

fn check_pair(first: &Matched, second: &Matched, scope: &mut Scope) {
    let apart = first.keys.iter().any(|(path, value)| second.keys.iter().any(|(p, v)| p == path && v != value));
    if apart || first.keys.len() != second.keys.len() {
        return;
    }
    let message = format!("a payload could be `{}` and `{}`", first.event.id, second.event.id);
    let diagnostic = Diagnostic::new(Code::AmbiguousMatch, second.event.place.key("match").on_key(), message);
    let diagnostic = diagnostic.related(first.event.place.key("match").on_key(), "matches the same payload");
    scope.wrong.push(diagnostic.help("add a key that tells them apart: the match with more keys wins"));
}

/// The names of headers are compared whatever their case, so they are written in one.
fn check_header(event: &Event, path: &str, name: &str, scope: &mut Scope) {
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_part) {
        let message = format!("`{name}` is not the name of a header, as it is written here");
        let place = event.place.key("match").key(path).on_key();
        let diagnostic = Diagnostic::new(Code::MatchHeader, place, message);
        scope.wrong.push(diagnostic.help("write it in lower case, such as `header.x-event`"));
    }
}

/// Without an envelope the data is the whole delivery, which is an object.
fn check_bare_data(api: &Api, of: &Matched, scope: &mut Scope) {
    let Payload::Typed(type_) = of.data else { return };
    let is_object = |form: &Form| matches!(form, Form::Object(_) | Form::Map | Form::Any);
    if api.webhooks && api.delivery.is_none() && !api.forms(type_).iter().any(is_object) {
        let message = "a delivery without an envelope is an object, and this is none";
        let diagnostic = Diagnostic::new(Code::BareDelivery, of.event.place.key("data"), message);
        scope.wrong.push(diagnostic.help("name an object, a map or a union with one of them; or write `open`"));
    }
}

fn check_match_path(api: &Api, event: &Event, path: &str, data: &Payload, scope: &mut Scope) {
    if !api.webhooks {
        let message = "the API has no deliveries";
        let diagnostic = Diagnostic::new(Code::MatchPath, event.place.key("match"), message);
        scope.wrong.push(diagnostic.help("describe the object that every delivery is: `webhooks:` of `api.yaml`"));
        return;
    }
    let mut steps = path.split('.').peekable();
    let top = steps.next().unwrap_or_default();
    let place = event.place.key("match").key(path).on_key();
    let is_data = api.delivery.as_ref().is_none_or(|delivery| top == delivery.data && steps.peek().is_some());
    let (fields, step) = match (&api.delivery, data) {
        (Some(_), Payload::Open) if is_data => return,
        (None, Payload::Typed(type_)) => (fields_of(api, type_), Some(top)),
        (Some(_), Payload::Typed(type_)) if is_data => (fields_of(api, type_), steps.next()),
        (Some(delivery), _) => (Some(delivery.fields.iter().collect()), Some(top)),
        (None, _) => return,
    };
    let Some(mut known_fields) = fields else { return };
    let mut step = step.unwrap_or_default();
    loop {
        let known: Vec<&str> = known_fields.iter().map(|field| field.name.as_str()).collect();
        let Some(field) = known_fields.iter().find(|field| field.name == step) else {
            let message = format!("no field of the payload is `{path}`");
            let diagnostic = Diagnostic::new(Code::MatchPath, place, message);
            scope.wrong.push(diagnostic.suggest(step, known));
            return;
        };
        match steps.next() {
            None => return check_match_field(api, field, path, place, scope),
            Some(next) => {
                let Some(inner) = fields_of(api, &field.type_) else { return };
                (known_fields, step) = (inner, next);
            }
        }
    }
}

fn check_match_field(api: &Api, field: &Field, path: &str, place: Place, scope: &mut Scope) {
    if !is_scalar(api, &field.type_) {
        let message = format!("`{path}` is not a single value");
        scope.wrong.push(Diagnostic::new(Code::MatchPath, place, message).help("match on a text, number or boolean"));
    }
}

/// The fields of a type: those of all objects in a union, none of what is no object. `None` where nobody knows them.
fn fields_of<'a>(api: &'a Api, type_: &Type) -> Option<Vec<&'a Field>> {
    match type_.required() {
        Type::Any | Type::Map(_) => None,
        Type::Named(id, _) => match &api.type_def(*id).kind {
            Kind::Object(object) => Some(object.fields.iter().collect()),
            Kind::Union(union) => Some(
                union
                    .members
                    .iter()
                    .flat_map(|member| &member.forms)
                    .flat_map(|form| match form {
                        Form::Object(id) => match &api.type_def(*id).kind {
                            Kind::Object(object) => &object.fields[..],
                            _ => &[],
                        },
                        _ => &[],
                    })
                    .collect(),
            ),
            Kind::Enum(_) | Kind::Native(_) => Some(Vec::new()),
        },
        _ => Some(Vec::new()),
    }
}
