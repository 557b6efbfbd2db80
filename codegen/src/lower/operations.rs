//! Resources and operations: one file an operation.

use super::docs::DocsBuilder;
use super::names::Taken;
use super::text::code_span;
use super::{Lowering, module, plain_module, sort_modules, source_file};
use crate::ir::{self, Home, Kind, Level, Method, Part, Payload, Type, TypeId};
use crate::rust::{
    Argument, Body, BodyForm, Carrier, Case, Docs, Endpoint, Field, Item, Module, Operation, Paging, Path, SourceFile,
    ident,
};

impl Lowering<'_> {
    /// The module of a resource, a file for each operation, and one for its types.
    pub(super) fn lower_resource(&mut self, resource: &ir::Resource) -> Vec<SourceFile> {
        let folder = ident(&resource.name, Case::Snake).unwrap_or_else(|| resource.name.clone());
        let origin = format!("resources/{}.yaml", resource.name);
        let home = Home::Resource(resource.name.clone());
        let mut modules = Taken::reserving(["types"]);
        let mut names = Taken::default();
        for TypeId(index) in self.types_of(&home) {
            let (type_, name) = (&self.api.types[*index], self.names.types[*index].name.clone());
            self.names.take(&name, &type_.name, &type_.place, &mut names);
        }
        let (mut files, mut items) = (Vec::new(), Vec::new());
        for operation in &resource.operations {
            let file = self.names.module(&operation.name, &operation.place, &mut modules);
            let lowered = self.lower_operation(operation, &mut names);
            if file == lowered.name && file.is_ascii() {
                self.names.take(&file, &operation.name, &operation.place, &mut names);
            }
            let (exports, deprecated) = (vec![lowered.name.clone()], lowered.docs.deprecated.is_some());
            let repeats = file == folder;
            items.push(Item::Module(Module { exports, deprecated, repeats, ..plain_module(&file, false) }));
            let docs = vec![request_line(operation)];
            let path = format!("{folder}/{file}.rs");
            files.push(source_file(&path, &origin, docs, vec![Item::Operation(Box::new(lowered))]));
        }
        let docs = vec![format!("Types of the resource `{}`.", resource.name)];
        if let Some(types) = self.lower_types_file(&home, &format!("{folder}/types.rs"), &origin, docs) {
            let exports = vec!["*".to_owned()];
            items.push(Item::Module(Module { exports, ..plain_module("types", false) }));
            files.push(types);
        }
        sort_modules(&mut items);
        let docs = DocsBuilder::default().title(&resource.title, "").text(resource.doc.as_deref()).build().lines;
        files.push(source_file(&format!("{folder}/mod.rs"), &origin, docs, items));
        files
    }

    fn lower_operation(&mut self, operation: &ir::Operation, names: &mut Taken) -> Operation {
        let rust_name = operation.rust_name.as_ref();
        let name = self.names.name(&operation.name, rust_name, Case::Camel, &operation.place, names);
        let mut taken = Taken::reserving(["new", "body", "set", "query"]);
        let mut parameters = Vec::new();
        let groups = [
            (Carrier::Path, &operation.path_parameters),
            (Carrier::Query, &operation.query),
            (Carrier::Header, &operation.headers),
            (Carrier::Cookie, &operation.cookies),
        ];
        for (carrier, fields) in groups {
            for field in fields {
                parameters.push((carrier, self.lower_field(field, false, &mut taken)));
            }
        }
        Operation {
            docs: self.operation_docs(operation, &name),
            endpoint: lower_endpoint(operation),
            parameters,
            open_query: operation.open_query,
            body: self.lower_body(&operation.body),
            body_form: lower_body_form(operation),
            accept: match &operation.returns {
                Payload::Binary(media_type) | Payload::Text(media_type) => Some(media_type.clone()),
                _ => operation.returns_media_type.clone(),
            },
            output: match &operation.returns {
                Payload::Empty => Path::language("()"),
                Payload::Open => Path::runtime("RawJson", vec![]),
                Payload::Typed(type_) | Payload::Form(type_) | Payload::Multipart(type_) => self.lower_path(type_),
                Payload::Binary(_) => Path::runtime("Blob", vec![]),
                Payload::Text(_) => Path::runtime("PlainText", vec![]),
            },
            paging: operation.paging.as_ref().and_then(|paging| self.lower_paging(operation, paging)),
            name,
        }
    }

    fn operation_docs(&self, operation: &ir::Operation, name: &str) -> Docs {
        let assumed = assumed(operation);
        let consent = (!assumed.is_empty()).then(|| {
            let plural = if assumed.len() == 1 { "is" } else { "are" };
            format!("Its {} {plural} assumed: it is sent only with consent.", assumed.join(" and "))
        });
        DocsBuilder::default()
            .text(operation.summary.as_deref())
            .title(&operation.title, name)
            .line(Some(request_line(operation)))
            .text(operation.doc.as_deref())
            .evidence(Some(&operation.evidence), self.api)
            .line(consent)
            .deprecated(operation.deprecated.as_ref())
            .build()
    }

    fn lower_body(&self, body: &Payload) -> Body {
        let (type_, argument) = match body {
            Payload::Empty => return Body::Empty,
            Payload::Open => return Body::Open,
            Payload::Typed(type_) | Payload::Form(type_) | Payload::Multipart(type_) => {
                (self.lower_path(type_), Argument::Exact(self.lower_path(type_.required())))
            }
            Payload::Binary(_) => (Path::runtime("Blob", vec![]), Argument::Into(Path::runtime("Blob", vec![]))),
            Payload::Text(_) => (Path::std("String", vec![]), Argument::Into(Path::std("String", vec![]))),
        };
        let docs = match body {
            Payload::Form(_) => "The request's body, a form.".to_owned(),
            Payload::Multipart(_) => "The request's body, in parts.".to_owned(),
            Payload::Binary(of) | Payload::Text(of) => format!("The request's body, {}.", code_span(of)),
            _ => "The request's body.".to_owned(),
        };
        Body::Typed(Box::new(Field {
            docs: Docs { lines: vec![docs], ..Docs::default() },
            ident: "body".to_owned(),
            wire: "body".to_owned(),
            argument,
            optional: body.type_().is_some_and(Type::is_optional),
            type_,
            hidden: None,
            quirks: None,
        }))
    }

    fn lower_paging(&self, operation: &ir::Operation, paging: &ir::Paging) -> Option<Paging> {
        let Payload::Typed(Type::Named(id, _)) = &operation.returns else { return None };
        let Kind::Object(object) = &self.api.type_def(*id).kind else { return None };
        let items = object.fields.iter().find(|field| field.name == paging.items)?;
        let page = operation.query.iter().find(|field| field.name == paging.page)?;
        let Type::List(item) = items.type_.required() else { return None };
        let name = |field: &ir::Field| field.rust_name.clone().or_else(|| ident(&field.name, Case::Snake));
        Some(Paging {
            page: name(page)?,
            page_optional: page.type_.is_optional(),
            items: name(items)?,
            items_optional: items.type_.is_optional(),
            item: self.lower_path(item),
        })
    }
}

fn lower_body_form(operation: &ir::Operation) -> BodyForm {
    match &operation.body {
        Payload::Empty | Payload::Open | Payload::Typed(_) => BodyForm::Json(operation.body_media_type.clone()),
        Payload::Form(_) => BodyForm::Form,
        Payload::Multipart(_) => BodyForm::Multipart,
        Payload::Binary(media_type) | Payload::Text(media_type) => BodyForm::Raw(media_type.clone()),
    }
}

fn request_line(operation: &ir::Operation) -> String {
    code_span(&format!("{} {}", operation.method.as_str(), operation.path))
}

fn lower_endpoint(operation: &ir::Operation) -> Endpoint {
    let steps = operation.place.path().into_iter().map(|step| match step {
        crate::diagnostics::Step::Key(key) => key,
        crate::diagnostics::Step::Index(index) => index.to_string(),
    });
    Endpoint {
        id: operation.id.clone(),
        method: match operation.method {
            Method::Get => "Get",
            Method::Post => "Post",
            Method::Put => "Put",
            Method::Patch => "Patch",
            Method::Delete => "Delete",
            Method::Head => "Head",
            Method::Options => "Options",
            Method::Trace => "Trace",
        },
        path: operation.path.clone(),
        authenticated: operation.authenticated,
        idempotent: operation.idempotent.is_some(),
        assumed: assumed(operation),
        place: format!("{}: {}", operation.place.file, steps.collect::<Vec<_>>().join(".")),
    }
}

/// What must not be sent without consent while it is assumed.
fn assumed(operation: &ir::Operation) -> Vec<&'static str> {
    let parts = [(Part::Method, "method"), (Part::Path, "path")];
    parts.into_iter().filter(|(part, _)| operation.evidence.of(*part) == Level::Assumed).map(|(_, name)| name).collect()
}

/// A module that users see.
pub(super) fn public_module(name: &str) -> Item {
    module(name, true)
}
