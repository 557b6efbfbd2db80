//! [`ir::Api`] to [`Crate`]: every decision about Rust is made here.

mod boxes;
mod credentials;
mod docs;
mod events;
mod names;
mod operations;
mod service;
mod text;
mod types;
mod unions;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::Diagnostics;
use crate::ir::{self, Api, Home, Kind, Payload, Type, TypeId};
use crate::rust::{self, Crate, Item, Module, Path, SourceFile, TimeZone};
use boxes::Boxes;
use docs::DocsBuilder;
use names::{Names, Taken};

/// Decides what the crate looks like.
///
/// # Errors
/// Names that Rust does not take, and names that two things would share.
pub fn lower_api(api: &Api) -> Result<Crate, Diagnostics> {
    let used = api.used_types();
    let mut homes: BTreeMap<&Home, Vec<TypeId>> = BTreeMap::new();
    for (index, type_) in api.types.iter().enumerate().filter(|(index, _)| used[*index]) {
        homes.entry(&type_.home).or_default().push(TypeId(index));
    }
    let names = Names::new(api, &used);
    let (sent, multipart) = (sent_types(api), multipart_types(api));
    let mut lowering = Lowering { names, boxes: Boxes::new(api), sent, multipart, homes, api };
    let mut files = vec![lowering.lower_root()];
    files.extend(lowering.lower_types_file(
        &Home::Shared,
        "types.rs",
        "types.yaml",
        "Types that two or more modules use.",
    ));
    for resource in &api.resources {
        files.extend(lowering.lower_resource(resource));
    }
    if api.webhooks {
        files.extend(lowering.lower_webhooks(api.delivery.as_ref()));
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    lowering.names.wrong.or_ok(Crate { files })
}

/// What the passes look up.
struct Lowering<'a> {
    api: &'a Api,
    names: Names,
    boxes: Boxes,
    /// By type: whether a caller makes it.
    sent: Vec<bool>,
    /// By type: whether it is the body of a multipart request.
    multipart: Vec<bool>,
    /// The types of each file of the spec that anything holds. What is only included has been laid into others.
    homes: BTreeMap<&'a Home, Vec<TypeId>>,
}

impl Lowering<'_> {
    /// `mod.rs`: the modules and what holds for the whole API.
    fn lower_root(&mut self) -> SourceFile {
        let api = self.api;
        let mut taken = Taken::reserving(["types", "webhooks"]).without_rust_name();
        let mut items = Vec::new();
        if self.types_of(&Home::Shared).iter().any(|id| !matches!(api.type_def(*id).kind, Kind::Native(_))) {
            items.push(module("types", true));
        }
        for resource in &api.resources {
            let name = self.names.module(&resource.name, &resource.place, &mut taken);
            items.push(module(&name, true));
        }
        if api.webhooks {
            let name = api.delivery.as_ref().map(|delivery| delivery.name.clone());
            let name_ref = name.as_deref().map(events::delivery_ref);
            let exports = BTreeSet::from(["Event", "EventKind", "EventRef"].map(str::to_owned));
            let exports =
                exports.into_iter().chain(name).chain(name_ref).collect::<BTreeSet<_>>().into_iter().collect();
            items.push(Item::Module(Module { exports, ..plain_module("webhooks", true) }));
        }
        items.push(Item::Api(Box::new(lower_consts(api))));
        let reserved = ["Access", "Event", "EventKind"].into_iter();
        let reserved = reserved.chain(api.delivery.iter().map(|delivery| delivery.name.as_str()));
        items.push(self.lower_service(&mut Taken::reserving(reserved).without_rust_name()));
        items.extend(self.lower_credentials());
        items.extend(api.time_zone.as_ref().map(|(minutes, evidence)| {
            let text = "The offset from UTC of local times that carry none.";
            let docs = DocsBuilder::default().text(Some(text)).evidence(Some(evidence), api).build().lines;
            Item::TimeZone(TimeZone { docs, minutes: *minutes })
        }));
        sort_modules(&mut items);
        let title = DocsBuilder::default().title(&api.title, "").text(api.doc.as_deref()).build().lines;
        source_file("mod.rs", "api.yaml", title, items)
    }

    /// The types of one file of the spec; none if it has none.
    fn lower_types_file(&mut self, home: &Home, path: &str, origin: &str, docs: &str) -> Option<SourceFile> {
        let items = self.lower_types(home);
        (!items.is_empty()).then(|| source_file(path, origin, vec![docs.to_owned()], items))
    }

    /// The types of one file of the spec by their ids.
    fn types_of(&self, home: &Home) -> Vec<TypeId> {
        self.homes.get(home).cloned().unwrap_or_default()
    }

    /// The types of one file of the spec.
    fn lower_types(&mut self, home: &Home) -> Vec<Item> {
        self.types_of(home).into_iter().filter_map(|id| self.lower_type(id)).collect()
    }
}

/// Which types a caller makes: those that bodies and parameters hold.
fn sent_types(api: &Api) -> Vec<bool> {
    let mut sent = vec![false; api.types.len()];
    let mut open: Vec<&Type> = Vec::new();
    for operation in api.resources.iter().flat_map(|resource| &resource.operations) {
        open.extend(operation.parameters().map(|field| &field.type_));
        open.extend(operation.body.type_());
    }
    while let Some(type_) = open.pop() {
        open.extend(type_.parts());
        let Type::Named(TypeId(index), _) = type_ else { continue };
        if let (false, Kind::Object(_) | Kind::Union(_)) =
            (std::mem::replace(&mut sent[*index], true), &api.types[*index].kind)
        {
            open.extend(api.types[*index].held());
        }
    }
    sent
}

/// Which types are written as the parts of a body.
fn multipart_types(api: &Api) -> Vec<bool> {
    let mut multipart = vec![false; api.types.len()];
    for operation in api.resources.iter().flat_map(|resource| &resource.operations) {
        if let Payload::Multipart(type_) = &operation.body
            && let Type::Named(TypeId(index), _) = type_.required()
        {
            multipart[*index] = true;
        }
    }
    multipart
}

fn lower_consts(api: &Api) -> rust::Api {
    let class = |class: ir::ErrorClass| match class {
        ir::ErrorClass::Auth => "Auth",
        ir::ErrorClass::Limit => "Limit",
        ir::ErrorClass::Invalid => "Invalid",
        ir::ErrorClass::NotFound => "NotFound",
        ir::ErrorClass::Transient => "Transient",
    };
    rust::Api {
        docs: vec!["What holds for every operation.".to_owned()],
        name: api.name.clone(),
        server: api.server.clone(),
        envelope: api.envelope.clone(),
        errors: api.errors.iter().map(|of| (class(of.class), of.code)).collect(),
    }
}

fn plain_module(name: &str, public: bool) -> Module {
    Module { name: name.to_owned(), public, exports: Vec::new(), deprecated: false, repeats: false }
}

fn module(name: &str, public: bool) -> Item {
    Item::Module(plain_module(name, public))
}

/// Modules by name, in front of everything else.
fn sort_modules(items: &mut [Item]) {
    items.sort_by(|one, other| match (one, other) {
        (Item::Module(one), Item::Module(other)) => one.name.cmp(&other.name),
        (Item::Module(_), _) => std::cmp::Ordering::Less,
        (_, Item::Module(_)) => std::cmp::Ordering::Greater,
        _ => std::cmp::Ordering::Equal,
    });
}

/// A file and the names in it.
fn source_file(path: &str, origin: &str, docs: Vec<String>, items: Vec<Item>) -> SourceFile {
    let defined: BTreeSet<String> = items.iter().flat_map(defined_names).map(str::to_owned).collect();
    let mut taken = defined.clone();
    items.iter().for_each(|item| used_names(item, &mut taken));
    SourceFile { path: path.to_owned(), origin: origin.to_owned(), docs, defined, taken, items }
}

fn defined_names(item: &Item) -> Vec<&str> {
    match item {
        Item::Module(module) => vec![&module.name],
        Item::Object(object) => vec![&object.name],
        Item::Choice(choice) => vec![&choice.name],
        Item::Union(union) => vec![&union.name],
        Item::Operation(operation) => vec![&operation.name],
        Item::Events(events) => {
            let envelope = events.envelope.iter().map(|envelope| envelope.name_ref.as_str());
            ["Event", "EventKind", "EventRef"].into_iter().chain(envelope).collect()
        }
        Item::Service(service) => vec![&service.name],
        _ => Vec::new(),
    }
}

/// The names of the API's types that an item uses.
fn used_names(item: &Item, names: &mut BTreeSet<String>) {
    let mut paths: Vec<&Path> = Vec::new();
    match item {
        Item::Object(object) => {
            paths.extend(object.fields.iter().map(|field| &field.type_));
            paths.extend(object.rest.iter().map(|rest| &rest.type_));
        }
        Item::Union(union) => {
            paths.extend(union.members.iter().flat_map(|member| member.objects.iter().chain([&member.type_])));
        }
        Item::Operation(operation) => {
            paths.extend(operation.parameters.iter().map(|(_, field)| &field.type_));
            paths.push(&operation.output);
            if let rust::Body::Typed(field) = &operation.body {
                paths.push(&field.type_);
            }
            paths.extend(operation.paging.as_ref().map(|paging| &paging.item));
        }
        Item::Service(service) => {
            let calls = service.tokens.iter().flat_map(|tokens| tokens.acquire.iter().chain(&tokens.refresh));
            paths.extend(calls.map(|call| &call.operation));
        }
        Item::Events(events) => paths.extend(events.events.iter().map(|event| &event.data)),
        _ => {}
    }
    while let Some(path) = paths.pop() {
        if matches!(path.home, rust::Home::Api(_)) {
            names.insert(path.name.clone());
        }
        paths.extend(&path.arguments);
    }
}
