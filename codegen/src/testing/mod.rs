//! [`Api`] as data for the crate that tests use: operations, types, events, examples. One table a file of the spec.
//!
//! It says what the spec says, so there is little to lower: only the names of modules and functions.

mod events;
mod operations;
mod types;

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::emit::api::emit_envelope;
use crate::emit::{EmittedFile, Piece};
use crate::ir::{Api, EventForm, Family, Home, Resource};
use crate::rust::{self, Case};

/// One table: one file.
#[derive(Clone, Copy, Debug)]
pub enum Table<'a> {
    /// The table of tables.
    Root,
    /// The types that two or more files use.
    SharedTypes,
    /// The modules of the resources.
    Resources,
    /// A resource's operations and types.
    Resource(&'a Resource),
    /// The envelope of deliveries and the modules of the families.
    Webhooks,
    /// A function for each event.
    Fixtures,
    /// A family's events and types.
    Family(&'a Family),
}

/// The tables of an API.
#[must_use]
pub fn tables(api: &Api) -> Vec<Table<'_>> {
    let mut tables = vec![Table::Root, Table::SharedTypes, Table::Resources];
    tables.extend(api.resources.iter().map(Table::Resource));
    if api.webhooks {
        tables.extend([Table::Webhooks, Table::Fixtures]);
        tables.extend(families(api).map(Table::Family));
    }
    tables
}

/// Writes a table as tokens. `examples` are the texts of the example files by name.
#[must_use]
pub fn emit_table(table: Table, api: &Api, examples: &BTreeMap<String, String>) -> EmittedFile {
    let emission = Emission { api, examples };
    match table {
        Table::Root => emission.emit_root(),
        Table::SharedTypes => emission.emit_shared_types(),
        Table::Resources => emission.emit_resources(),
        Table::Resource(resource) => emission.emit_resource(resource),
        Table::Webhooks => emission.emit_webhooks(),
        Table::Fixtures => emission.emit_fixtures(),
        Table::Family(family) => emission.emit_family(family),
    }
}

/// The families of which an event can be told from others.
fn families(api: &Api) -> impl Iterator<Item = &Family> {
    let matched = |family: &&Family| family.events.iter().any(|event| matches!(event.form, EventForm::Matched { .. }));
    api.families.iter().filter(matched)
}

/// What the emitters look up.
struct Emission<'a> {
    api: &'a Api,
    examples: &'a BTreeMap<String, String>,
}

impl<'a> Emission<'a> {
    /// `mod.rs`: the modules and the table of tables.
    fn emit_root(&self) -> EmittedFile {
        let modules = match self.api.webhooks {
            true => quote! { pub mod fixtures; pub mod resources; pub mod types; pub mod webhooks; },
            false => quote! { pub mod resources; pub mod types; },
        };
        let import = quote! { use crate::model; };
        file("mod.rs", "api.yaml", "The API as data.", vec![modules, import, self.emit_api()])
    }

    fn emit_api(&self) -> TokenStream {
        let (name, server) = (&self.api.name, &self.api.server);
        let auth = self.api.auth.iter().map(|header| &header.name);
        let schemes = self.emit_schemes();
        let envelope = match &self.api.envelope {
            Some(envelope) => emit_envelope(envelope, &quote!(model::Envelope)),
            None => quote!(None),
        };
        let resources = self.api.resources.iter().map(|resource| module_name(&resource.name));
        let resource_types = self.api.resources.iter().filter(|resource| self.has_types(&resource_home(resource)));
        let resource_types = resource_types.map(|resource| module_name(&resource.name));
        let families: Vec<&Family> = families(self.api).collect();
        let modules = families.iter().map(|family| module_name(&family.name));
        let family_types = families.iter().filter(|family| self.has_types(&family_home(family)));
        let family_types = family_types.map(|family| module_name(&family.name));
        let delivery = match self.api.delivery {
            Some(_) => quote!(Some(&webhooks::DELIVERY)),
            None => quote!(None),
        };
        quote! {
            /// The whole API.
            pub static API: model::Api = model::Api {
                name: #name,
                server: #server,
                auth: &[#(#auth),*],
                schemes: #schemes,
                envelope: #envelope,
                operations: &[#(resources::#resources::OPERATIONS),*],
                delivery: #delivery,
                events: &[#(&webhooks::#modules::EVENTS),*],
                types: &[
                    types::TYPES,
                    #(resources::#resource_types::TYPES,)*
                    #(webhooks::#family_types::TYPES,)*
                ],
            };
        }
    }

    fn emit_schemes(&self) -> TokenStream {
        let of = &self.api.schemes;
        let (bearer, basic) = (of.bearer.is_some(), of.basic.is_some());
        let query = of.query.iter().map(|key| &key.name);
        let cookies = of.cookies.iter().map(|key| &key.name);
        quote! {
            model::Schemes { bearer: #bearer, basic: #basic, query: &[#(#query),*], cookies: &[#(#cookies),*] }
        }
    }

    fn emit_shared_types(&self) -> EmittedFile {
        let docs = "Types that two or more files of the spec use.";
        file("types.rs", "types.yaml", docs, vec![emit_import(), self.emit_types(&Home::Shared)])
    }

    fn emit_resources(&self) -> EmittedFile {
        let modules = self.api.resources.iter().map(|resource| module_name(&resource.name));
        file("resources/mod.rs", "resources/*.yaml", "The resources.", vec![quote!(#(pub mod #modules;)*)])
    }

    fn emit_resource(&self, resource: &Resource) -> EmittedFile {
        let home = resource_home(resource);
        let mut pieces = vec![emit_import(), self.emit_operations(resource)];
        pieces.extend(self.has_types(&home).then(|| self.emit_types(&home)));
        let path = format!("resources/{}.rs", module_name(&resource.name));
        file(&path, &format!("resources/{}.yaml", resource.name), &format!("The resource `{}`.", resource.name), pieces)
    }

    fn emit_webhooks(&self) -> EmittedFile {
        let modules = families(self.api).map(|family| module_name(&family.name));
        let mut pieces = vec![quote!(#(pub mod #modules;)*)];
        pieces.extend(self.api.delivery.iter().flat_map(|delivery| [emit_import(), self.emit_delivery(delivery)]));
        file("webhooks/mod.rs", "api.yaml and webhooks/*.yaml", "The events.", pieces)
    }

    fn emit_family(&self, family: &Family) -> EmittedFile {
        let home = family_home(family);
        let mut pieces = vec![emit_import(), self.emit_events(family)];
        pieces.extend(self.has_types(&home).then(|| self.emit_types(&home)));
        let path = format!("webhooks/{}.rs", module_name(&family.name));
        file(&path, &format!("webhooks/{}.yaml", family.name), &format!("The family `{}`.", family.name), pieces)
    }

    /// Whether a file of the spec has types of its own.
    fn has_types(&self, home: &Home) -> bool {
        self.api.types.iter().any(|type_| type_.home == *home)
    }
}

fn emit_import() -> TokenStream {
    quote! { use crate::model::*; }
}

fn resource_home(resource: &Resource) -> Home {
    Home::Resource(resource.name.clone())
}

fn family_home(family: &Family) -> Home {
    Home::Family(family.name.clone())
}

fn file(path: &str, origin: &str, docs: &str, pieces: Vec<TokenStream>) -> EmittedFile {
    let docs = format!(" {docs}");
    let mut all = vec![quote!(#![doc = #docs])];
    all.extend(pieces);
    let pieces = all.into_iter().map(Piece::Code).collect();
    EmittedFile { path: path.to_owned(), origin: origin.to_owned(), pieces }
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// The module of a resource or a family. The lowering has refused what is no name.
fn module_name(name: &str) -> Ident {
    ident(&rust::ident(name, Case::Snake).unwrap_or_else(|| "_unnamed".to_owned()))
}
