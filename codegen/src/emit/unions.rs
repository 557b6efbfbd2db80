//! Unions: the enum, and what tells its members apart.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::{emit_docs, expect_deprecated, expect_deprecated_in};
use super::ident;
use super::names::Names;
use super::objects::names_other_deprecated;
use crate::rust::{Member, Path, Tag, TagField, Union};

/// The pieces of a union.
pub(super) fn emit_union(union: &Union, names: &Names) -> Vec<TokenStream> {
    vec![emit_enum(union, names), emit_impl(union, names), emit_macro(union, names)]
}

fn emit_enum(union: &Union, names: &Names) -> TokenStream {
    let (name, docs) = (ident(&union.name), emit_docs(&union.docs));
    let (boxed, raw) = (names.std("Box"), names.runtime("RawJson"));
    let variants = union.members.iter().map(|member| {
        let (docs, name, type_) = (emit_docs(&member.docs), ident(&member.ident), names.path(&member.type_));
        let type_ = if member.boxed { quote!(#boxed<#type_>) } else { type_ };
        quote!(#docs #name(#type_),)
    });
    let expect = expect_deprecated(names_deprecated(union));
    quote! {
        #docs
        #expect
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that is none of these, as it came.
            Other(#raw),
        }
    }
}

fn emit_impl(union: &Union, names: &Names) -> TokenStream {
    let (name, trait_) = (ident(&union.name), names.runtime("Union"));
    let (tell, read, write) = (emit_tell(union, names), emit_read(union, names), emit_write(union, names));
    let raw = names.runtime("RawJson");
    let deprecated = union.members.iter().filter_map(|member| member.tag.as_ref());
    let mut deprecated = deprecated.map(|tag| matches!(tag.field, TagField::Optional(_, true)));
    let expect = expect_deprecated(
        union.docs.deprecated.is_some() || names_deprecated_objects(union) || deprecated.any(|deprecated| deprecated),
    );
    quote! {
        #expect
        impl #trait_ for #name {
            #tell
            #read

            fn other(value: #raw) -> Self {
                Self::Other(value)
            }

            #write
        }
    }
}

fn emit_tell(union: &Union, names: &Names) -> TokenStream {
    let tell = names.runtime("Tell");
    if let Some(tag) = &union.tag {
        let values = union.members.iter().filter_map(|member| member.tag.as_ref()).map(|tag| &tag.value);
        return quote!(const TELL: #tell = #tell::ByTag(#tag, &[#(#values),*]););
    }
    let form = names.runtime("UnionForm");
    let forms = union.members.iter().enumerate().flat_map(|(place, member)| {
        let place = Literal::usize_unsuffixed(place);
        let plain = member.forms.iter().map({
            let (place, form) = (place.clone(), form.clone());
            move |name| {
                let name = ident(name);
                quote!((#form::#name, #place))
            }
        });
        let objects = member.objects.iter().map(|path| {
            let path = names.path(path);
            quote!((#form::object::<#path>(), #place))
        });
        plain.chain(objects).collect::<Vec<_>>()
    });
    quote!(const TELL: #tell = #tell::ByForm(&[#(#forms),*]);)
}

fn emit_read(union: &Union, names: &Names) -> TokenStream {
    let (reader, quirks, error) = (names.runtime("Reader"), names.runtime("Quirks"), names.runtime("ReadError"));
    let (read, result) = (names.runtime("Read"), names.std("Result"));
    let (raw, members) = (names.runtime("RawJson"), union.members.iter().enumerate());
    let arms = members.map(|(place, member)| {
        let (place, name) = (Literal::usize_unsuffixed(place), ident(&member.ident));
        quote!(#place => #read::read(from, quirks).map(Self::#name),)
    });
    quote! {
        fn read_member(member: usize, from: &mut #reader<'_>, quirks: #quirks) -> #result<Self, #error> {
            match member {
                #(#arms)*
                _ => <#raw as #read>::read(from, quirks).map(Self::Other),
            }
        }
    }
}

fn emit_write(union: &Union, names: &Names) -> TokenStream {
    let (serialize, serializer, result) =
        (names.runtime("Serialize"), names.runtime("Serializer"), names.std("Result"));
    let arms = union.members.iter().map(|member| {
        let name = ident(&member.ident);
        let write = emit_write_member(union.tag.as_deref(), member, names);
        quote!(Self::#name(value) => #write,)
    });
    quote! {
        fn write_member<S: #serializer>(&self, to: S) -> #result<S::Ok, S::Error> {
            match self {
                #(#arms)*
                Self::Other(value) => #serialize::serialize(value, to),
            }
        }
    }
}

/// A member is written with its tag, whether it was made by the caller or came with it.
fn emit_write_member(tag: Option<&str>, member: &Member, names: &Names) -> TokenStream {
    let serialize = names.runtime("Serialize");
    let (Some(key), Some(Tag { value, field })) = (tag, &member.tag) else {
        return quote!(#serialize::serialize(value, to));
    };
    let missing = match field {
        TagField::Always => return quote!(#serialize::serialize(value, to)),
        TagField::Optional(field, _) => {
            let field = ident(field);
            quote!(value.#field.is_none())
        }
        TagField::Unknown(None) => quote!(value.unknown.raw(#key).is_none()),
        TagField::Unknown(Some(rest)) => {
            let rest = ident(rest);
            quote!(value.unknown.raw(#key).is_none() && !value.#rest.contains_key(#key))
        }
    };
    let write = names.runtime("write_tagged");
    quote! {
        if #missing { #write(&**value, &value.unknown, (#key, #value), to) } else { #serialize::serialize(value, to) }
    }
}

fn emit_macro(union: &Union, names: &Names) -> TokenStream {
    let (macro_, name) = (names.runtime("impl_union"), ident(&union.name));
    expect_deprecated_in(union.docs.deprecated.is_some(), quote!(#macro_!(#name);))
}

fn names_deprecated(union: &Union) -> bool {
    union.members.iter().any(|member| names_other_deprecated(&member.type_, &union.name))
}

/// Whether what tells the members names a deprecated type.
fn names_deprecated_objects(union: &Union) -> bool {
    union.members.iter().flat_map(|member| &member.objects).any(Path::names_deprecated)
}
