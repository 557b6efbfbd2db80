//! Operations and examples as data.

use proc_macro2::TokenStream;
use quote::quote;

use super::Emission;
use crate::emit::emit_option;
use crate::ir::{Operation, Paging, Payload, Resource, Type};

impl Emission<'_> {
    pub(super) fn emit_operations(&self, resource: &Resource) -> TokenStream {
        let operations = resource.operations.iter().map(|operation| self.emit_operation(operation));
        quote! {
            /// The operations, in the order of the spec.
            pub static OPERATIONS: &[Operation] = &[#(#operations),*];
        }
    }

    fn emit_operation(&self, operation: &Operation) -> TokenStream {
        let (id, method, path) = (&operation.id, operation.method.as_str(), &operation.path);
        let (authenticated, idempotent) = (operation.authenticated, operation.idempotent.is_some());
        let path_parameters = self.emit_fields(&operation.path_parameters);
        let (query, open_query) = (self.emit_fields(&operation.query), operation.open_query);
        let (headers, cookies) = (self.emit_fields(&operation.headers), self.emit_fields(&operation.cookies));
        let (body, returns) = (self.emit_payload(&operation.body), self.emit_payload(&operation.returns));
        let body_media_type = emit_option(operation.body_media_type.as_ref());
        let (paging, examples) = (emit_paging(operation.paging.as_ref()), self.emit_examples(&operation.examples));
        quote! {
            Operation {
                id: #id,
                method: #method,
                path: #path,
                authenticated: #authenticated,
                path_parameters: #path_parameters,
                query: #query,
                open_query: #open_query,
                headers: #headers,
                cookies: #cookies,
                body: #body,
                body_media_type: #body_media_type,
                returns: #returns,
                idempotent: #idempotent,
                paging: #paging,
                examples: #examples,
            }
        }
    }

    pub(super) fn emit_payload(&self, payload: &Payload) -> TokenStream {
        match payload {
            Payload::Empty => quote!(Payload::Empty),
            Payload::Open => quote!(Payload::Open),
            Payload::Typed(type_) => self.emit_typed(&quote!(Typed), type_),
            Payload::Form(type_) => self.emit_typed(&quote!(Form), type_),
            Payload::Multipart(type_) => self.emit_typed(&quote!(Multipart), type_),
            Payload::Binary(media_type) => quote!(Payload::Binary(#media_type)),
            Payload::Text(media_type) => quote!(Payload::Text(#media_type)),
        }
    }

    fn emit_typed(&self, form: &TokenStream, type_: &Type) -> TokenStream {
        let type_ = self.emit_type(type_);
        quote!(Payload::#form(#type_))
    }

    /// The examples of those names, with their texts.
    pub(super) fn emit_examples(&self, names: &[String]) -> TokenStream {
        let examples = names.iter().filter_map(|name| self.examples.get_key_value(name));
        let examples = examples.map(|(name, text)| {
            let text = emit_text(text.trim_start_matches('\u{feff}').trim());
            quote!(Example { name: #name, text: #text })
        });
        quote!(&[#(#examples),*])
    }
}

/// A text over several lines as it is, so that a person can read it.
fn emit_text(text: &str) -> TokenStream {
    let mut hashes = String::from("#");
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    let raw = (!text.contains('\r')).then(|| format!("r{hashes}\"{text}\"{hashes}"));
    raw.and_then(|raw| raw.parse().ok()).unwrap_or_else(|| quote!(#text))
}

fn emit_paging(paging: Option<&Paging>) -> TokenStream {
    let Some(Paging { page, size, items, .. }) = paging else { return quote!(None) };
    let size = emit_option(size.as_ref());
    quote!(Some(Paging { page: #page, size: #size, items: #items }))
}
