//! Types with fields: the struct, what a caller makes it with, and its two small functions.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{emit_docs, expect_deprecated};
use super::names::Names;
use super::rows::{object_rows, setter_rows};
use super::{Piece, ident};
use crate::rust::{Argument, Field, Hidden, Object, Path, Quirks, Rest};

/// The pieces of a type with fields.
pub(super) fn emit_object(object: &Object, names: &Names) -> Vec<Piece> {
    let mut pieces = vec![emit_struct(object, names).into()];
    if object.sent {
        pieces.push(emit_constructor(object, names).into());
        pieces.extend(setter_rows(&object.name, &object.fields, names).map(Piece::Rows));
    }
    if object.hides {
        pieces.push(emit_debug(object, names).into());
    }
    pieces.extend(object.json.then(|| Piece::Rows(object_rows(object, names))));
    pieces.extend(object.multipart.then(|| super::bodies::emit_multipart(object, names).into()));
    pieces
}

fn emit_struct(object: &Object, names: &Names) -> TokenStream {
    let (name, docs) = (ident(&object.name), emit_docs(&object.docs));
    let debug = (!object.hides).then(|| quote!(Debug,));
    let default = object.default.then(|| quote!(Default,));
    let parameter = object.parameter.as_ref().map(|parameter| ident(parameter)).map(|name| quote!(<#name>));
    let fields = object.fields.iter().map(|field| emit_field(field, names));
    let rest = object.rest.iter().map(|rest| emit_rest(rest, names));
    let unknown = names.runtime("UnknownFields");
    let rest_type = object.rest.iter().map(|rest| &rest.type_);
    let mut types = object.fields.iter().map(|field| &field.type_).chain(rest_type);
    let expect = expect_deprecated(types.any(|type_| names_other_deprecated(type_, &object.name)));
    quote! {
        #docs
        #expect
        #[derive(Clone, #debug #default PartialEq)]
        #[non_exhaustive]
        pub struct #name #parameter {
            #(#fields)*
            #(#rest)*
            /// Fields that the spec does not know, as they came.
            pub unknown: #unknown,
        }
    }
}

/// A public field.
pub(super) fn emit_field(field: &Field, names: &Names) -> TokenStream {
    let (docs, name, type_) = (emit_docs(&field.docs), ident(&field.ident), names.path(&field.type_));
    quote!(#docs pub #name: #type_,)
}

fn emit_rest(rest: &Rest, names: &Names) -> TokenStream {
    let (docs, name, type_) = (emit_docs(&rest.docs), ident(&rest.ident), names.path(&rest.type_));
    quote!(#docs pub #name: #type_,)
}

fn emit_constructor(object: &Object, names: &Names) -> TokenStream {
    let name = ident(&object.name);
    let required: Vec<&Field> = object.fields.iter().filter(|field| !field.optional).collect();
    let default = object.default.then(|| emit_default(&object.fields, names));
    let others = if object.default { quote!() } else { emit_others(object, names) };
    let new = emit_new(&[], &required, default, &others, names);
    let is_deprecated = |of: &Field| of.docs.deprecated.is_some();
    let named = required.iter().any(|of| is_deprecated(of) || of.type_.names_deprecated());
    let filled = !object.default && !object.json && object.fields.iter().any(is_deprecated);
    let expect = expect_deprecated(object.docs.deprecated.is_some() || named || filled);
    quote! {
        #expect
        impl #name {
            #new
        }
    }
}

/// The fields that need not be there, with nothing in them.
fn emit_others(object: &Object, names: &Names) -> TokenStream {
    if object.json {
        let trait_ = names.runtime("Object");
        return quote!(..#trait_::empty());
    }
    let default = names.std("Default");
    let optional = object.fields.iter().filter(|field| field.optional).map(|field| &*field.ident);
    let rest = object.rest.iter().map(|rest| &*rest.ident);
    let others = optional.chain(rest).chain(["unknown"]).map(ident);
    quote!(#(#others: #default::default()),*)
}

/// The value with nothing in it, also where a setter is called `default`.
pub(super) fn emit_default<'a>(fields: impl IntoIterator<Item = &'a Field>, names: &Names) -> TokenStream {
    if fields.into_iter().any(|field| field.ident == "default") {
        let default = names.std("Default");
        return quote!(<Self as #default>::default());
    }
    quote!(Self::default())
}

/// `new` with the required fields, or what is said to be without any.
pub(super) fn emit_new(
    aliases: &[&String],
    required: &[&Field],
    default: Option<TokenStream>,
    others: &TokenStream,
    names: &Names,
) -> TokenStream {
    if let Some(default) = default {
        return quote! {
            /// One with nothing in it.
            #(#[doc(alias = #aliases)])*
            #[must_use]
            pub fn new() -> Self {
                #default
            }
        };
    }
    let arguments = required.iter().map(|field| emit_argument(field, names));
    let values = required.iter().map(|field| emit_required(field));
    let many = (required.len() > 7).then(|| quote!(#[expect(clippy::too_many_arguments)]));
    quote! {
        /// One with what it needs.
        #(#[doc(alias = #aliases)])*
        #many
        #[must_use]
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values,)* #others }
        }
    }
}

fn emit_argument(field: &Field, names: &Names) -> TokenStream {
    let name = ident(&field.ident);
    match &field.argument {
        Argument::Exact(type_) | Argument::Boxed(type_) => {
            let type_ = names.path(type_);
            quote!(#name: #type_)
        }
        Argument::Into(type_) => {
            let (into, type_) = (names.std("Into"), names.path(type_));
            quote!(#name: impl #into<#type_>)
        }
    }
}

fn emit_value(field: &Field) -> TokenStream {
    let name = ident(&field.ident);
    match field.argument {
        Argument::Exact(_) => quote!(#name),
        Argument::Into(_) => quote!(#name.into()),
        Argument::Boxed(_) => quote!(::std::boxed::Box::new(#name)),
    }
}

fn emit_required(field: &Field) -> TokenStream {
    let (name, value) = (ident(&field.ident), emit_value(field));
    if value.to_string() == field.ident { quote!(#name) } else { quote!(#name: #value) }
}

fn emit_debug(object: &Object, names: &Names) -> TokenStream {
    let (name, text) = (ident(&object.name), &object.name);
    let fields = object.fields.iter().map(|field| emit_debug_field(field, names));
    let rest = object.rest.iter().map(|rest| {
        let (keys, name, text) = (names.runtime("keys"), ident(&rest.ident), &rest.ident);
        quote!(.field(#text, &#keys(&self.#name)))
    });
    let fmt = names.fmt();
    let (generics, arguments) = emit_generics(object, &quote!(#fmt::Debug));
    let expect = expect_deprecated(is_deprecated(object));
    quote! {
        #expect
        impl #generics #fmt::Debug for #name #arguments {
            fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                f.debug_struct(#text)
                    #(#fields)*
                    #(#rest)*
                    .field("unknown", &self.unknown)
                    .finish()
            }
        }
    }
}

/// One field of a `Debug` that hides some.
pub(super) fn emit_debug_field(field: &Field, names: &Names) -> TokenStream {
    let (name, text) = (ident(&field.ident), &field.ident);
    let hide = match field.hidden {
        None => return quote!(.field(#text, &self.#name)),
        Some(Hidden::Secret) => names.runtime("secret"),
        Some(Hidden::Personal) => names.runtime("personal"),
    };
    if field.optional {
        quote!(.field(#text, &self.#name.as_ref().map(#hide)))
    } else {
        quote!(.field(#text, &#hide(&self.#name)))
    }
}

fn emit_generics(object: &Object, bound: &TokenStream) -> (TokenStream, TokenStream) {
    match &object.parameter {
        Some(parameter) => {
            let parameter = ident(parameter);
            (quote!(<#parameter: #bound>), quote!(<#parameter>))
        }
        None => (quote!(), quote!()),
    }
}

/// A set of quirks.
pub(super) fn emit_quirks(quirks: Quirks, names: &Names) -> TokenStream {
    let type_ = names.runtime("Quirks");
    let quirks = quirks.names().map(ident);
    quote!(#type_::NONE #(.#quirks())*)
}

/// Whether the type itself, or what its functions touch, is deprecated.
pub(super) fn is_deprecated(object: &Object) -> bool {
    object.docs.deprecated.is_some() || object.fields.iter().any(|field| field.docs.deprecated.is_some())
}

/// Whether a type in the type called `own` names what is deprecated, but for that type itself.
pub(super) fn names_other_deprecated(type_: &Path, own: &str) -> bool {
    (type_.deprecated && type_.name != own)
        || type_.arguments.iter().any(|argument| names_other_deprecated(argument, own))
}
