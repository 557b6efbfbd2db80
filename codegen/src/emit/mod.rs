//! A [`SourceFile`] to tokens: one `quote!` a function, nothing is decided here and nothing can fail.

pub(crate) mod api;
mod bodies;
mod borrowed;
mod choices;
mod credentials;
mod docs;
mod events;
mod names;
mod objects;
mod operations;
mod rows;
mod service;
mod unions;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use crate::rust::{Item, Module, SourceFile};
use names::Names;

/// A file as tokens, in pieces that stand a blank line apart.
#[derive(Clone, Debug)]
pub struct EmittedFile {
    /// Its path below the machine's folder.
    pub path: String,
    /// The files of the spec that it was made from.
    pub origin: String,
    /// Module documentation, imports, items.
    pub pieces: Vec<Piece>,
}

/// A part of a file.
#[derive(Clone, Debug)]
pub enum Piece {
    /// Items.
    Code(TokenStream),
    /// The call of a macro.
    Rows(Rows),
}

/// The call of a macro whose arguments are rows, each as it stands on its line.
#[derive(Clone, Debug)]
pub struct Rows {
    /// From the macro's name to the last word in front of the rows.
    pub head: String,
    /// The rows, without the comma behind each.
    pub rows: Vec<String>,
}

impl From<TokenStream> for Piece {
    fn from(code: TokenStream) -> Self {
        Self::Code(code)
    }
}

/// Writes one file.
#[must_use]
pub fn emit_file(file: &SourceFile) -> EmittedFile {
    let names = Names::new(file);
    let (modules, items): (Vec<&Item>, Vec<&Item>) =
        file.items.iter().partition(|item| matches!(item, Item::Module(_)));
    let items: Vec<Piece> = items.into_iter().flat_map(|item| emit_item(item, &names)).collect();
    let mut pieces = vec![docs::emit_module_docs(&file.docs).into()];
    pieces.extend(emit_modules(&modules).map(Piece::Code));
    pieces.extend(names.emit_uses().map(Piece::Code));
    pieces.extend(items);
    EmittedFile { path: file.path.clone(), origin: file.origin.clone(), pieces }
}

fn emit_item(item: &Item, names: &Names) -> Vec<Piece> {
    let code = match item {
        Item::Module(_) => Vec::new(),
        Item::Object(object) => return objects::emit_object(object, names),
        Item::Operation(operation) => return operations::emit_operation(operation, names),
        Item::Choice(choice) => choices::emit_choice(choice, names),
        Item::Union(union) => unions::emit_union(union, names),
        Item::Api(api) => vec![api::emit_api(api, names)],
        Item::Credentials(credentials) => credentials::emit_credentials(credentials, names),
        Item::Service(service) => service::emit_service(service, names),
        Item::TimeZone(zone) => vec![api::emit_time_zone(zone, names)],
        Item::Events(events) => events::emit_events(events, names),
    };
    code.into_iter().map(Piece::Code).collect()
}

/// The modules, and below them what is taken out of them.
fn emit_modules(items: &[&Item]) -> [TokenStream; 2] {
    let modules = items.iter().filter_map(|item| match item {
        Item::Module(module) => Some(module),
        _ => None,
    });
    let declared: TokenStream = modules.clone().map(emit_module).collect();
    let exported: TokenStream = modules.filter(|module| !module.exports.is_empty()).map(emit_exports).collect();
    [declared, exported]
}

fn emit_module(module: &Module) -> TokenStream {
    let name = ident(&module.name);
    let visibility = module.public.then(|| quote!(pub));
    let expect = module.repeats.then(|| quote!(#[expect(clippy::module_inception)]));
    quote!(#expect #visibility mod #name;)
}

fn emit_exports(module: &Module) -> TokenStream {
    let name = ident(&module.name);
    let expect = module.deprecated.then(|| quote!(#[expect(deprecated)]));
    match &module.exports[..] {
        [all] if all == "*" => quote!(pub use #name::*;),
        [one] => {
            let one = ident(one);
            quote!(#expect pub use #name::#one;)
        }
        many => {
            let many = many.iter().map(|name| ident(name));
            quote!(#expect pub use #name::{#(#many),*};)
        }
    }
}

/// A text that may be absent.
pub(crate) fn emit_option(text: Option<&String>) -> TokenStream {
    match text {
        Some(text) => quote!(Some(#text)),
        None => quote!(None),
    }
}

/// A name that the lowering has made sure of.
fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// A name with a prefix that the runtime's macros expect.
fn variant(name: &str) -> Ident {
    format_ident!("{name}")
}
