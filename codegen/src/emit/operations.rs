//! One call: the struct, its setters, and the facts and parts that the runtime sends.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{emit_docs, expect_deprecated};
use super::names::Names;
use super::objects::{emit_debug_field, emit_default, emit_field, emit_new};
use super::rows::setter_rows;
use super::{Piece, ident, variant};
use crate::rust::{Body, Carrier, Field, Operation};

/// The pieces of an operation.
pub(super) fn emit_operation(operation: &Operation, names: &Names) -> Vec<Piece> {
    let mut pieces = vec![emit_struct(operation, names).into(), emit_methods(operation, names).into()];
    pieces.extend(setter_rows(&operation.name, fields(operation), names).map(Piece::Rows));
    if hides(operation) {
        pieces.push(emit_debug(operation, names).into());
    }
    pieces.push(emit_impl(operation, names).into());
    let paging = operation.paging.as_ref().map(|paging| super::service::emit_paged(operation, paging, names));
    pieces.extend(paging.map(Piece::Code));
    pieces
}

fn hides(operation: &Operation) -> bool {
    operation.parameters.iter().any(|(_, field)| field.hidden.is_some())
}

/// The fields in the order of the page: parameters, then the body.
fn fields(operation: &Operation) -> impl Iterator<Item = &Field> {
    let body = match &operation.body {
        Body::Typed(field) => Some(&**field),
        Body::Empty | Body::Open => None,
    };
    operation.parameters.iter().map(|(_, field)| field).chain(body)
}

fn is_default(operation: &Operation) -> bool {
    fields(operation).all(|field| field.optional)
}

fn has_deprecated(operation: &Operation) -> bool {
    operation.docs.deprecated.is_some() || fields(operation).any(|field| field.docs.deprecated.is_some())
}

fn emit_struct(operation: &Operation, names: &Names) -> TokenStream {
    let (name, docs) = (ident(&operation.name), emit_docs(&operation.docs));
    let debug = (!hides(operation)).then(|| quote!(Debug,));
    let default = is_default(operation).then(|| quote!(Default,));
    let fields: Vec<TokenStream> = fields(operation).map(|field| emit_field(field, names)).collect();
    let unknown = names_of_open(operation).map(|(name, docs)| {
        let (name, type_) = (ident(name), names.runtime("UnknownFields"));
        quote!(#[doc = #docs] pub #name: #type_,)
    });
    let others: Vec<TokenStream> = unknown.collect();
    let expect = expect_deprecated(self::fields(operation).any(|field| field.type_.names_deprecated()));
    quote! {
        #docs
        #expect
        #[derive(Clone, #debug #default PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #(#others)*
        }
    }
}

/// The fields for what nobody knows, and their documentation.
fn names_of_open(operation: &Operation) -> impl Iterator<Item = (&'static str, &'static str)> {
    let query = operation.open_query.then_some(("query", " Query parameters; none is documented."));
    let body = matches!(operation.body, Body::Open).then_some(("body", " Fields of the body; none is documented."));
    query.into_iter().chain(body)
}

fn emit_methods(operation: &Operation, names: &Names) -> TokenStream {
    let name = ident(&operation.name);
    let required: Vec<&Field> = fields(operation).filter(|field| !field.optional).collect();
    let optional = fields(operation).filter(|field| field.optional).map(|field| ident(&field.ident));
    let others = optional.map(|name| quote!(#name: None));
    let default = names.std("Default");
    let open = names_of_open(operation).map(|(name, _)| ident(name)).map(|name| quote!(#name: #default::default()));
    let others: Vec<TokenStream> = others.chain(open).collect();
    let others = quote!(#(#others),*);
    let default = is_default(operation).then(|| emit_default(fields(operation), names));
    // rustdoc 1.95 drops the words of what is exported out of a private module (rust-lang/rust#152939): here they stay.
    let aliases: Vec<&String> = operation.docs.aliases.iter().filter(|alias| *alias != "new").collect();
    let new = emit_new(&aliases, &required, default, &others, names);
    let query = operation.open_query.then(|| emit_open_setter("query", "query", "Sets a query parameter.", names));
    let body = matches!(operation.body, Body::Open)
        .then(|| emit_open_setter("set", "body", "Sets a field of the body.", names));
    let expect =
        expect_deprecated(has_deprecated(operation) || fields(operation).any(|of| of.type_.names_deprecated()));
    quote! {
        #expect
        impl #name {
            #new
            #query
            #body
        }
    }
}

fn emit_open_setter(method: &str, field: &str, docs: &str, names: &Names) -> TokenStream {
    let (method, field, docs) = (ident(method), ident(field), format!(" {docs}"));
    let (serialize, error, result) = (names.runtime("Serialize"), names.runtime("EncodeError"), names.std("Result"));
    let sized = names.std("Sized");
    quote! {
        #[doc = #docs]
        ///
        /// # Errors
        /// The value cannot be written as JSON.
        pub fn #method<T: #serialize + ?#sized>(mut self, key: &str, value: &T) -> #result<Self, #error> {
            self.#field.insert(key, value)?;
            Ok(self)
        }
    }
}

fn emit_debug(operation: &Operation, names: &Names) -> TokenStream {
    let (name, text) = (ident(&operation.name), &operation.name);
    let fields = fields(operation).map(|field| emit_debug_field(field, names));
    let open = names_of_open(operation).map(|(text, _)| {
        let name = ident(text);
        quote!(.field(#text, &self.#name))
    });
    let (fmt, expect) = (names.fmt(), expect_deprecated(has_deprecated(operation)));
    quote! {
        #expect
        impl #fmt::Debug for #name {
            fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                f.debug_struct(#text) #(#fields)* #(#open)* .finish()
            }
        }
    }
}

fn emit_impl(operation: &Operation, names: &Names) -> TokenStream {
    let (name, trait_) = (ident(&operation.name), names.runtime("Operation"));
    let output = names.path(&operation.output);
    let endpoint = emit_endpoint(operation, names);
    let encode = emit_encode(operation, names);
    let expect = expect_deprecated(has_deprecated(operation) || operation.output.names_deprecated());
    quote! {
        #expect
        impl #trait_ for #name {
            type Output = #output;
            #endpoint
            #encode
        }
    }
}

fn emit_endpoint(operation: &Operation, names: &Names) -> TokenStream {
    let endpoint = &operation.endpoint;
    let (type_, method, api) = (names.runtime("Endpoint"), names.runtime("Method"), names.root("API"));
    let (id, verb, path, place) = (&endpoint.id, variant(endpoint.method), &endpoint.path, &endpoint.place);
    let (authenticated, idempotent, assumed) = (endpoint.authenticated, endpoint.idempotent, &endpoint.assumed);
    quote! {
        const ENDPOINT: #type_ = #type_ {
            id: #id,
            method: #method::#verb,
            path: #path,
            authenticated: #authenticated,
            idempotent: #idempotent,
            assumed: &[#(#assumed),*],
            place: #place,
            api: &#api,
        };
    }
}

fn emit_encode(operation: &Operation, names: &Names) -> TokenStream {
    let parameters = operation.parameters.iter().map(|(carrier, field)| {
        let (wire, name) = (&field.wire, ident(&field.ident));
        let method = match carrier {
            Carrier::Path => ident("path"),
            Carrier::Query => ident("query"),
            Carrier::Header => ident("header"),
            Carrier::Cookie => ident("cookie"),
        };
        quote!(to.#method(#wire, &self.#name);)
    });
    let open = operation.open_query.then(|| quote!(to.query_all(&self.query);));
    let accept = operation.accept.as_ref().map(|media_type| quote!(to.accept(#media_type);));
    let body = super::bodies::emit_body(operation);
    let (parts, error, result) = (names.runtime("RequestParts"), names.runtime("EncodeError"), names.std("Result"));
    let empty = operation.parameters.is_empty() && !operation.open_query && matches!(operation.body, Body::Empty);
    let to = if empty && accept.is_none() { ident("_") } else { ident("to") };
    quote! {
        #[inline]
        fn encode(&self, #to: &mut #parts) -> #result<(), #error> {
            #(#parameters)*
            #open
            #accept
            #body
        }
    }
}
