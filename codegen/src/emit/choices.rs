//! Enums of values on the wire.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::{emit_docs, expect_deprecated_in};
use super::ident;
use super::names::Names;
use crate::rust::Choice;

/// The enum, and the macro that reads and writes it.
pub(super) fn emit_choice(choice: &Choice, names: &Names) -> Vec<TokenStream> {
    vec![emit_enum(choice, names), emit_macro(choice, names)]
}

fn emit_enum(choice: &Choice, names: &Names) -> TokenStream {
    let (name, docs) = (ident(&choice.name), emit_docs(&choice.docs));
    let copy = (!choice.open).then(|| quote!(Copy,));
    let variants = choice.variants.iter().map(|variant| {
        let (docs, name) = (emit_docs(&variant.docs), ident(&variant.ident));
        quote!(#docs #name,)
    });
    let other = choice.open.then(|| {
        let kept = if choice.integer { names.runtime("Digits") } else { names.std("String") };
        quote! {
            /// A value that the spec does not know, as it came.
            Other(#kept),
        }
    });
    let open = choice.open.then(|| quote!(#[non_exhaustive]));
    quote! {
        #docs
        #[derive(Clone, #copy Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #open
        pub enum #name {
            #(#variants)*
            #other
        }
    }
}

fn emit_macro(choice: &Choice, names: &Names) -> TokenStream {
    let (macro_, name) = (names.runtime("impl_enum"), ident(&choice.name));
    let form = match (choice.open, choice.integer) {
        (true, false) => quote!(open str),
        (true, true) => quote!(open i64),
        (false, false) => quote!(closed str),
        (false, true) => quote!(closed i64),
    };
    let values = choice.variants.iter().map(|variant| {
        let name = ident(&variant.ident);
        let value = if choice.integer { integer(&variant.wire) } else { Literal::string(&variant.wire) };
        quote!(#name = #value)
    });
    let deprecated = choice.docs.deprecated.is_some() || choice.variants.iter().any(|of| of.docs.deprecated.is_some());
    expect_deprecated_in(deprecated, quote!(#macro_!(#name: #form { #(#values),* });))
}

/// A whole number; the resolver has made sure that it is one.
fn integer(wire: &str) -> Literal {
    Literal::i64_unsuffixed(wire.parse().unwrap_or_default())
}
