//! Types and fields as data.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Emission;
use crate::ir::{Enum, EnumForm, Field, Home, Kind, Object, Quirks, Type, TypeDef, Union};

impl Emission<'_> {
    /// The types of one file of the spec.
    pub(super) fn emit_types(&self, home: &Home) -> TokenStream {
        let types = self.api.types.iter().filter(|type_| type_.home == *home);
        let types = types.map(|type_| self.emit_type_def(type_));
        quote! {
            /// The types, in the order of the spec.
            pub static TYPES: &[TypeDef] = &[#(#types),*];
        }
    }

    fn emit_type_def(&self, type_: &TypeDef) -> TokenStream {
        let (name, kind) = (full_name(type_), self.emit_kind(&type_.kind));
        quote!(TypeDef { name: #name, kind: #kind })
    }

    fn emit_kind(&self, kind: &Kind) -> TokenStream {
        match kind {
            Kind::Object(object) => self.emit_object(object),
            Kind::Enum(choice) => emit_enum(choice),
            Kind::Union(union) => self.emit_union(union),
            Kind::Native(native) => {
                let name = &native.rust;
                let forms = native.forms.iter().map(|form| self.emit_type(form));
                quote!(Kind::Native { name: #name, forms: &[#(#forms),*] })
            }
        }
    }

    fn emit_object(&self, object: &Object) -> TokenStream {
        let fields = self.emit_fields(&object.fields);
        let rest = match &object.rest {
            Some(rest) => {
                let type_ = self.emit_type(&rest.type_);
                quote!(Some(#type_))
            }
            None => quote!(None),
        };
        quote!(Kind::Object { fields: #fields, rest: #rest })
    }

    fn emit_union(&self, union: &Union) -> TokenStream {
        let members = union.members.iter().map(|member| {
            let (type_, value) = (self.emit_type(&member.type_), member.value.as_deref().unwrap_or_default());
            quote!((#value, #type_))
        });
        let tag = match &union.tag {
            Some(tag) => quote!(Some(#tag)),
            None => quote!(None),
        };
        quote!(Kind::Union { tag: #tag, members: &[#(#members),*] })
    }

    pub(super) fn emit_fields(&self, fields: &[Field]) -> TokenStream {
        let fields = fields.iter().map(|field| {
            let (name, type_, quirks) = (&field.name, self.emit_type(&field.type_), emit_quirks(field.quirks));
            quote!(Field { name: #name, type_: #type_, quirks: #quirks })
        });
        quote!(&[#(#fields),*])
    }

    pub(super) fn emit_type(&self, type_: &Type) -> TokenStream {
        match type_ {
            Type::String => quote!(Type::String),
            Type::Integer => quote!(Type::Integer),
            Type::Number => quote!(Type::Number),
            Type::Boolean => quote!(Type::Boolean),
            Type::Any => quote!(Type::Any),
            Type::File => quote!(Type::File),
            Type::List(of) => self.emit_wrapped(&quote!(List), of),
            Type::Map(of) => self.emit_wrapped(&quote!(Map), of),
            Type::Optional(of) => self.emit_wrapped(&quote!(Optional), of),
            Type::Encoded(of) => self.emit_wrapped(&quote!(Encoded), of),
            Type::Parameter(index) => {
                let index = Literal::usize_unsuffixed(*index);
                quote!(Type::Parameter(#index))
            }
            Type::Named(id, arguments) => {
                let name = full_name(self.api.type_def(*id));
                let arguments = arguments.iter().map(|argument| self.emit_type(argument));
                quote!(Type::Named(#name, &[#(#arguments),*]))
            }
        }
    }

    fn emit_wrapped(&self, variant: &TokenStream, of: &Type) -> TokenStream {
        let of = self.emit_type(of);
        quote!(Type::#variant(&#of))
    }
}

fn emit_enum(choice: &Enum) -> TokenStream {
    let (is_integer, is_closed) = (choice.form == EnumForm::Integer, choice.closed.is_some());
    let values = choice.values.iter().map(|value| &value.wire);
    quote!(Kind::Enum { values: &[#(#values),*], is_integer: #is_integer, is_closed: #is_closed })
}

fn emit_quirks(quirks: Quirks) -> TokenStream {
    match (quirks.blank_is_null, quirks.number_or_string) {
        (false, false) => quote!(Quirks::NONE),
        (true, true) => quote!(Quirks::BOTH),
        (true, false) => quote!(Quirks::BLANK_IS_NULL),
        (false, true) => quote!(Quirks::NUMBER_OR_STRING),
    }
}

/// The name of a type with its file in front: no two types share it.
fn full_name(type_: &TypeDef) -> String {
    match &type_.home {
        Home::Shared => type_.name.clone(),
        Home::Resource(resource) => format!("resources/{resource}/{}", type_.name),
        Home::Family(family) => format!("webhooks/{family}/{}", type_.name),
    }
}
