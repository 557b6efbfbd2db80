//! How a body is written: as JSON, as a form, in parts, as it is.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::expect_deprecated;
use super::ident;
use super::names::Names;
use super::objects::is_deprecated;
use crate::rust::{Body, BodyForm, Object, Operation};

/// The call that writes the body of an operation, as the value of its function.
pub(super) fn emit_body(operation: &Operation) -> TokenStream {
    let field = match &operation.body {
        Body::Empty => return quote!(Ok(())),
        Body::Open => None,
        Body::Typed(field) => Some(field),
    };
    let is_optional = field.is_some_and(|field| field.optional);
    let body = if is_optional { quote!(body) } else { quote!(&self.body) };
    let write = match &operation.body_form {
        BodyForm::Json(None) => quote!(to.body(#body)),
        BodyForm::Json(Some(media_type)) => quote!(to.json(#media_type, #body)),
        BodyForm::Form => quote!(to.form(#body)),
        BodyForm::Multipart => quote!(to.multipart(#body)),
        BodyForm::Raw(media_type) => quote!(to.raw(#media_type, #body)),
    };
    if !is_optional {
        return write;
    }
    quote! {
        match &self.body {
            Some(body) => #write,
            None => Ok(()),
        }
    }
}

/// How an object becomes the parts of a body.
pub(super) fn emit_multipart(object: &Object, names: &Names) -> TokenStream {
    let (name, trait_, parts) = (ident(&object.name), names.runtime("Multipart"), names.runtime("Parts"));
    let fields = object.fields.iter().map(|field| {
        let (wire, name) = (&field.wire, ident(&field.ident));
        if field.type_.names_file() {
            quote!(to.file(#wire, &self.#name);)
        } else {
            quote!(to.field(#wire, &self.#name);)
        }
    });
    let rest = object.rest.iter().map(|rest| ident(&rest.ident)).map(|name| quote!(to.entries(&self.#name);));
    let expect = expect_deprecated(is_deprecated(object));
    quote! {
        #expect
        impl #trait_ for #name {
            fn write_parts<'a>(&'a self, to: &mut #parts<'a>) {
                #(#fields)*
                #(#rest)*
                to.unknown(&self.unknown);
            }
        }
    }
}
