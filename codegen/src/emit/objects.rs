//! Types with fields: the struct, what a caller makes it with, and its two small functions.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::{emit_docs, emit_lines, expect_deprecated, expect_deprecated_in};
use super::ident;
use super::names::Names;
use crate::rust::{Argument, Field, Hidden, Object, Path, Quirks, Rest};

/// Methods of the operator traits that look like a setter.
const OPERATORS: [&str; 10] = ["add", "bitand", "bitor", "bitxor", "div", "mul", "rem", "shl", "shr", "sub"];

/// The pieces of a type with fields.
pub(super) fn emit_object(object: &Object, names: &Names) -> Vec<TokenStream> {
    let mut pieces = vec![emit_struct(object, names)];
    if object.sent {
        pieces.push(emit_setters(object, names));
    }
    if object.hides {
        pieces.push(emit_debug(object, names));
    }
    pieces.extend(object.json.then(|| emit_impl(object, names)));
    pieces.extend(object.multipart.then(|| super::bodies::emit_multipart(object, names)));
    if object.parameter.is_some() {
        let (macro_, name) = (names.runtime("impl_serde"), ident(&object.name));
        pieces.push(quote!(#macro_!(generic #name);));
    }
    pieces
}

/// `impl_serde!` for the objects of a file.
pub(super) fn emit_serde(objects: &[String], names: &Names) -> TokenStream {
    let macro_ = names.runtime("impl_serde");
    let deprecated = names.is_any_deprecated(objects);
    let objects = objects.iter().map(|name| ident(name));
    expect_deprecated_in(deprecated, quote!(#macro_!(#(#objects),*);))
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

fn emit_setters(object: &Object, names: &Names) -> TokenStream {
    let name = ident(&object.name);
    let required: Vec<&Field> = object.fields.iter().filter(|field| !field.optional).collect();
    let default = names.std("Default");
    let others: Vec<TokenStream> = object
        .fields
        .iter()
        .filter(|field| field.optional)
        .map(|field| {
            let none = names.std("Option");
            let name = ident(&field.ident);
            quote!(#name: #none::None)
        })
        .chain(object.rest.iter().map(|rest| {
            let name = ident(&rest.ident);
            quote!(#name: #default::default())
        }))
        .chain([quote!(unknown: #default::default())])
        .collect();
    let new = emit_new(&[], &required, object.default.then(|| emit_default(&object.fields, names)), &others, names);
    let setters = object.fields.iter().filter(|field| field.optional).map(|field| emit_setter(field, names));
    let mut types = object.fields.iter().map(|field| &field.type_);
    let expect = expect_deprecated(is_deprecated(object) || types.any(Path::names_deprecated));
    quote! {
        #expect
        impl #name {
            #new
            #(#setters)*
        }
    }
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
    others: &[TokenStream],
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
            Self { #(#values,)* #(#others),* }
        }
    }
}

fn emit_argument(field: &Field, names: &Names) -> TokenStream {
    let name = ident(&field.ident);
    match &field.argument {
        Argument::Exact(type_) => {
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
    let value = match field.argument {
        Argument::Exact(_) => quote!(#name),
        Argument::Into(_) => quote!(#name.into()),
    };
    if field.boxed { quote!(::std::boxed::Box::new(#value)) } else { value }
}

fn emit_required(field: &Field) -> TokenStream {
    let (name, value) = (ident(&field.ident), emit_value(field));
    if value.to_string() == field.ident { quote!(#name) } else { quote!(#name: #value) }
}

/// A chainable setter of an optional field.
pub(super) fn emit_setter(field: &Field, names: &Names) -> TokenStream {
    let (name, argument, value) = (ident(&field.ident), emit_argument(field, names), emit_value(field));
    let docs = emit_lines(&[format!("Sets [`{0}`](Self::{0}).", field.ident)]);
    let deprecated = field.docs.deprecated.as_ref().map(|note| quote!(#[deprecated(note = #note)]));
    let operator = OPERATORS.contains(&&*field.ident).then(|| quote!(#[expect(clippy::should_implement_trait)]));
    quote! {
        #docs
        #deprecated
        #operator
        #[must_use]
        pub fn #name(mut self, #argument) -> Self {
            self.#name = Some(#value);
            self
        }
    }
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

fn emit_impl(object: &Object, names: &Names) -> TokenStream {
    let (name, trait_) = (ident(&object.name), names.runtime("Object"));
    let bound = object.parameter.is_some().then(|| {
        let (read, serialize) = (names.runtime("Read"), names.runtime("Serialize"));
        quote!(#read + #serialize)
    });
    let bound = bound.unwrap_or_default();
    let (generics, arguments) = emit_generics(object, &bound);
    let wires = object.fields.iter().map(|field| &field.wire);
    let quirks = emit_quirks_const(object.quirks, names);
    let required = emit_required_const(object, names);
    let empty = emit_empty(object, names);
    let (reads, writes) = (emit_read(object, names), emit_write(object, names));
    let expect = expect_deprecated(is_deprecated(object));
    quote! {
        #expect
        impl #generics #trait_ for #name #arguments {
            const FIELDS: &'static [&'static str] = &[#(#wires),*];
            #quirks
            #required
            #empty
            #reads
            #writes
        }
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

fn emit_quirks_const(quirks: Quirks, names: &Names) -> Option<TokenStream> {
    (quirks != Quirks::default()).then(|| {
        let (type_, value) = (names.runtime("Quirks"), emit_quirks(quirks, names));
        quote!(const QUIRKS: #type_ = #value;)
    })
}

/// A set of quirks.
pub(super) fn emit_quirks(quirks: Quirks, names: &Names) -> TokenStream {
    let type_ = names.runtime("Quirks");
    let blank = quirks.blank_is_null.then(|| quote!(.blank_is_null()));
    let number = quirks.number_or_string.then(|| quote!(.number_or_string()));
    quote!(#type_::NONE #blank #number)
}

/// The fields that must be there. Whether that of a type parameter must be is the parameter's own business.
fn emit_required_const(object: &Object, names: &Names) -> Option<TokenStream> {
    let places = |with_parameter: bool| {
        let fields = object.fields.iter().enumerate();
        let required =
            fields.filter(move |(_, field)| !field.optional && (with_parameter || !is_parameter(object, field)));
        required.map(|(place, _)| Literal::usize_unsuffixed(place)).collect::<Vec<_>>()
    };
    let always = places(false);
    if let Some(parameter) = &object.parameter {
        let (parameter, all, read) = (ident(parameter), places(true), names.runtime("Read"));
        return Some(quote! {
            const REQUIRED: &'static [usize] = if <#parameter as #read>::REQUIRED { &[#(#all),*] } else { &[#(#always),*] };
        });
    }
    (!always.is_empty()).then(|| quote!(const REQUIRED: &'static [usize] = &[#(#always),*];))
}

/// Whether a field has the type parameter as its type.
fn is_parameter(object: &Object, field: &Field) -> bool {
    object.parameter.as_ref() == Some(&field.type_.name)
}

fn emit_empty(object: &Object, names: &Names) -> TokenStream {
    if object.default {
        let default = emit_default(&object.fields, names);
        return quote!(
            fn empty() -> Self {
                #default
            }
        );
    }
    let (read, default) = (names.runtime("Read"), names.std("Default"));
    let fields = object.fields.iter().map(|field| {
        let name = ident(&field.ident);
        if field.optional { quote!(#name: None) } else { quote!(#name: #read::placeholder()) }
    });
    let rest = object.rest.iter().map(|rest| ident(&rest.ident)).map(|name| quote!(#name: #default::default()));
    let unknown = match object.fields.iter().position(|field| is_parameter(object, field)) {
        Some(place) => {
            let (type_, place) = (names.runtime("UnknownFields"), Literal::usize_unsuffixed(place));
            quote!(unknown: #type_::without::<Self>(#place))
        }
        None => quote!(unknown: #default::default()),
    };
    let others = fields.chain(rest).chain([unknown]);
    quote!(fn empty() -> Self { Self { #(#others),* } })
}

fn emit_read(object: &Object, names: &Names) -> TokenStream {
    let arms = object.fields.iter().enumerate().map(|(place, field)| {
        let (place, name) = (Literal::usize_unsuffixed(place), ident(&field.ident));
        let with = field.quirks.map(|quirks| emit_quirks(quirks, names)).map(|quirks| quote!(.with(#quirks)));
        let read = if is_parameter(object, field) { quote!(read_or_empty) } else { quote!(read) };
        quote!(#place => value #with.#read(&mut self.#name),)
    });
    let keep = match &object.rest {
        Some(rest) => {
            let name = ident(&rest.ident);
            quote!(value.keep_in(&mut self.#name, &mut self.unknown))
        }
        None => quote!(value.keep(&mut self.unknown)),
    };
    let (value, error, result) = (names.runtime("FieldValue"), names.runtime("ReadError"), names.std("Result"));
    if object.fields.is_empty() {
        return quote! {
            fn read_field(&mut self, _: usize, value: #value<'_, '_>) -> #result<(), #error> {
                #keep
            }
        };
    }
    quote! {
        fn read_field(&mut self, field: usize, value: #value<'_, '_>) -> #result<(), #error> {
            match field {
                #(#arms)*
                _ => #keep,
            }
        }
    }
}

fn emit_write(object: &Object, names: &Names) -> TokenStream {
    let fields = object.fields.iter().map(|field| {
        let (wire, name) = (&field.wire, ident(&field.ident));
        let write = match field.optional {
            true => quote!(optional),
            false if is_parameter(object, field) => quote!(field_or_empty),
            false => quote!(field),
        };
        quote!(to.#write(#wire, &self.#name);)
    });
    let rest = object.rest.iter().map(|rest| ident(&rest.ident)).map(|name| quote!(to.entries(&self.#name);));
    let (map, writer) = (names.runtime("SerializeMap"), names.runtime("FieldWriter"));
    quote! {
        fn write_fields<M: #map>(&self, to: &mut #writer<M>) {
            #(#fields)*
            #(#rest)*
            to.unknown(&self.unknown);
        }
    }
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
