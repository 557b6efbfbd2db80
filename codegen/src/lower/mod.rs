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
use crate::parallel;
use crate::rust::{self, Crate, Item, Module, Path, SourceFile, TimeZone};
use boxes::Boxes;
use docs::DocsBuilder;
use names::{Names, Taken};

/// Decides what the crate looks like.
///
/// # Errors
/// Names that Rust does not take, and names that two things would share.
pub fn lower_api(api: &Api) -> Result<Crate, Diagnostics> {
    lower_files(api, |file| file).map(|files| Crate { files })
}

/// The same with each file handed on at once and on all cores, so that they are never all held. What comes of them is in
/// the order of their paths. Where a name is wrong, some are not handed on.
///
/// # Errors
/// As those of [`lower_api`].
pub fn lower_files<R: Send>(api: &Api, hand_on: impl Fn(SourceFile) -> R + Sync) -> Result<Vec<R>, Diagnostics> {
    let facts = Facts::new(api);
    let (types, mut wrong) = names::name_types(api, &facts.used);
    let fine = wrong.is_empty();
    let done = parallel::map(parts(api), |part| {
        let mut lowering = Lowering { api, facts: &facts, names: Names::new(&types) };
        let files = lowering.lower_part(part);
        let wrong = lowering.names.wrong;
        let handed = if fine && wrong.is_empty() { files } else { Vec::new() };
        let handed: Vec<_> = handed.into_iter().map(|file| (file.path.clone(), hand_on(file))).collect();
        (handed, wrong)
    });
    let mut files = Vec::new();
    for (handed, more) in done {
        files.extend(handed);
        more.into_iter().for_each(|diagnostic| names::tell_once(&mut wrong, diagnostic));
    }
    files.sort_by(|(one, _), (other, _)| one.cmp(other));
    wrong.or_ok(files.into_iter().map(|(_, made)| made).collect())
}

/// What is lowered by itself.
#[derive(Clone, Copy)]
enum ApiPart<'a> {
    Resource(&'a ir::Resource),
    Family(&'a ir::Family),
    Webhooks,
    SharedTypes,
    Root,
}

/// The parts of an API, those with much in them first.
fn parts(api: &Api) -> Vec<ApiPart<'_>> {
    let families = api.families.iter().filter(|_| api.webhooks).map(ApiPart::Family);
    let resources = api.resources.iter().map(ApiPart::Resource);
    let others = api.webhooks.then_some(ApiPart::Webhooks).into_iter().chain([ApiPart::SharedTypes, ApiPart::Root]);
    resources.chain(families).chain(others).collect()
}

/// What is known of all types together.
struct Facts<'a> {
    boxes: Boxes,
    /// By type: whether anything holds it.
    used: Vec<bool>,
    /// By type: whether a caller makes it.
    sent: Vec<bool>,
    /// By type: whether it is the body of a multipart request.
    multipart: Vec<bool>,
    /// The types of each file of the spec that anything holds. What is only included has been laid into others.
    homes: BTreeMap<&'a Home, Vec<TypeId>>,
}

impl<'a> Facts<'a> {
    fn new(api: &'a Api) -> Self {
        let used = api.used_types();
        let mut homes: BTreeMap<&Home, Vec<TypeId>> = BTreeMap::new();
        for (index, type_) in api.types.iter().enumerate().filter(|(index, _)| used[*index]) {
            homes.entry(&type_.home).or_default().push(TypeId(index));
        }
        let (sent, multipart) = (sent_types(api), multipart_types(api));
        Self { boxes: Boxes::new(api), used, sent, multipart, homes }
    }
}

/// What the passes look up, and the names of one part.
struct Lowering<'a> {
    api: &'a Api,
    facts: &'a Facts<'a>,
    names: Names<'a>,
}

impl<'a> Lowering<'a> {
    fn lower_part(&mut self, part: ApiPart<'_>) -> Vec<SourceFile> {
        match part {
            ApiPart::Root => vec![self.lower_root()],
            ApiPart::SharedTypes => {
                let docs = "Types that two or more modules use.".to_owned();
                self.lower_types_file(&Home::Shared, "types.rs", "types.yaml", vec![docs]).into_iter().collect()
            }
            ApiPart::Resource(resource) => self.lower_resource(resource),
            ApiPart::Family(family) => self.lower_family(family).into_iter().collect(),
            ApiPart::Webhooks => vec![self.lower_webhooks()],
        }
    }

    /// `mod.rs`: the modules and what holds for the whole API.
    fn lower_root(&mut self) -> SourceFile {
        let api = self.api;
        let mut taken = Taken::reserving(["types", "webhooks"]).without_rust_name();
        let mut items = Vec::new();
        if self.has_types(&Home::Shared) {
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
    fn lower_types_file(&mut self, home: &Home, path: &str, origin: &str, docs: Vec<String>) -> Option<SourceFile> {
        let items: Vec<Item> = self.types_of(home).iter().filter_map(|id| self.lower_type(*id)).collect();
        (!items.is_empty()).then(|| source_file(path, origin, docs, items))
    }

    /// The types of one file of the spec by their ids.
    fn types_of(&self, home: &Home) -> &'a [TypeId] {
        self.facts.homes.get(home).map_or(&[], Vec::as_slice)
    }

    /// Whether a file of the spec has a type that is written out.
    fn has_types(&self, home: &Home) -> bool {
        self.types_of(home).iter().any(|id| !matches!(self.api.type_def(*id).kind, Kind::Native(_)))
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
