//! Operations and examples as data.

use proc_macro2::TokenStream;
use quote::quote;

use super::Emission;
use crate::emit::emit_option;
use crate::ir::{Operation, Paging, Payload, Resource};

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
        let headers = self.emit_fields(&operation.headers);
        let (body, returns) = (self.emit_payload(&operation.body), self.emit_payload(&operation.returns));
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
                body: #body,
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
            Payload::Typed(type_) => {
                let type_ = self.emit_type(type_);
                quote!(Payload::Typed(#type_))
            }
        }
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
