//! What shows who calls: a struct, what a caller makes it with, and how it gets into a request.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::emit_lines;
use super::ident;
use super::names::Names;
use crate::rust::{AuthCarrier, Credential, Credentials, Home};

/// The credentials as a type.
pub(super) fn emit_credentials(credentials: &Credentials, names: &Names) -> Vec<TokenStream> {
    let is_headers = credentials.parts.iter().all(|part| part.carrier == AuthCarrier::Header);
    let impl_ = if is_headers { emit_headers(credentials, names) } else { emit_apply(credentials, names) };
    vec![emit_struct(credentials, is_headers, names), emit_methods(credentials, names), impl_]
}

fn emit_struct(credentials: &Credentials, is_headers: bool, names: &Names) -> TokenStream {
    let text = match is_headers {
        true => "What the headers of an authenticated request hold.",
        false if credentials.optional => "What shows who calls; one of the ways is enough.",
        false => "What shows who calls.",
    };
    let docs = emit_lines(&[text.to_owned()]);
    let fields = credentials.parts.iter().map(|part| {
        let (docs, name, type_) = (emit_lines(&part.docs), ident(&part.ident), names.path(&part.type_));
        let option = names.std("Option");
        let type_ = if credentials.optional { quote!(#option<#type_>) } else { type_ };
        quote!(#docs pub #name: #type_,)
    });
    let default = credentials.optional.then(|| quote!(Default,));
    quote! {
        #docs
        #[derive(Clone, Debug, #default PartialEq)]
        #[non_exhaustive]
        pub struct Access {
            #(#fields)*
        }
    }
}

fn emit_methods(credentials: &Credentials, names: &Names) -> TokenStream {
    let arguments = credentials.parts.iter().map(|part| {
        let (name, type_) = (ident(&part.ident), names.path(&part.type_));
        quote!(#name: impl Into<#type_>)
    });
    if credentials.optional {
        let setters = credentials.parts.iter().zip(arguments).map(|(part, argument)| emit_setter(part, &argument));
        return quote! {
            impl Access {
                /// One that shows nobody yet.
                #[must_use]
                pub fn new() -> Self {
                    Self::default()
                }
                #(#setters)*
            }
        };
    }
    let values = credentials.parts.iter().map(|part| ident(&part.ident)).map(|name| quote!(#name: #name.into()));
    quote! {
        impl Access {
            /// One with what it needs.
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values),* }
            }
        }
    }
}

fn emit_setter(part: &Credential, argument: &TokenStream) -> TokenStream {
    let name = ident(&part.ident);
    let docs = emit_lines(&[format!("Sets [`{0}`](Self::{0}).", part.ident)]);
    quote! {
        #docs
        #[must_use]
        pub fn #name(mut self, #argument) -> Self {
            self.#name = Some(#name.into());
            self
        }
    }
}

/// Headers alone are lent.
fn emit_headers(credentials: &Credentials, names: &Names) -> TokenStream {
    let pairs = credentials.parts.iter().map(|part| {
        let (wire, name) = (&part.name, ident(&part.ident));
        let text = emit_text(part, &quote!(self.#name));
        quote!((#wire, #text))
    });
    let trait_ = names.runtime("Credentials");
    quote! {
        impl #trait_ for Access {
            fn headers(&self) -> Vec<(&'static str, &str)> {
                Vec::from([#(#pairs),*])
            }
        }
    }
}

fn emit_apply(credentials: &Credentials, names: &Names) -> TokenStream {
    let parts = credentials.parts.iter().map(|part| {
        let name = ident(&part.ident);
        if !credentials.optional {
            return emit_part(part, &quote!(self.#name));
        }
        let apply = emit_part(part, &quote!(value));
        quote!(if let Some(value) = &self.#name { #apply })
    });
    let (trait_, to) = (names.runtime("Credentials"), names.runtime("AuthParts"));
    quote! {
        impl #trait_ for Access {
            fn apply(&self, to: &mut #to) {
                #(#parts)*
            }
        }
    }
}

fn emit_part(part: &Credential, value: &TokenStream) -> TokenStream {
    let (wire, text) = (&part.name, emit_text(part, value));
    // What is matched on is a reference already.
    let lent = if value.to_string() == "value" { quote!(#value) } else { quote!(&#value) };
    match part.carrier {
        AuthCarrier::Header => quote!(to.header(#wire, #text);),
        AuthCarrier::Bearer => quote!(to.bearer(#lent);),
        AuthCarrier::Basic => quote!(to.basic(#lent);),
        AuthCarrier::Query => quote!(to.query(#wire, #text);),
        AuthCarrier::Cookie => quote!(to.cookie(#wire, #text);),
    }
}

fn emit_text(part: &Credential, value: &TokenStream) -> TokenStream {
    if part.type_.home == Home::Runtime { quote!(#value.expose()) } else { quote!(#value.as_str()) }
}
