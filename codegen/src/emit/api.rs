//! What holds for the whole API.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::emit_lines;
use super::names::Names;
use super::{emit_option, ident, variant};
use crate::ir::Envelope;
use crate::rust::{Api, Credentials, Header, TimeZone};

/// The constant that every operation refers to.
pub(super) fn emit_api(api: &Api, names: &Names) -> TokenStream {
    let docs = emit_lines(&api.docs);
    let (type_, name, server) = (names.runtime("Api"), &api.name, &api.server);
    let envelope = match &api.envelope {
        Some(envelope) => emit_envelope(envelope, &names.runtime("Envelope")),
        None => quote!(None),
    };
    let errors = api.errors.iter().map(|(class, code)| {
        let (type_, class, code) = (names.runtime("ErrorClass"), variant(class), Literal::i64_unsuffixed(*code));
        quote!((#code, #type_::#class))
    });
    quote! {
        #docs
        pub const API: #type_ = #type_ {
            name: #name,
            server: #server,
            envelope: #envelope,
            errors: &[#(#errors),*],
        };
    }
}

/// The envelope as a value of this type, which has its keys as fields.
pub(crate) fn emit_envelope(envelope: &Envelope, type_: &TokenStream) -> TokenStream {
    let (code, success, data) = (&envelope.code, Literal::i64_unsuffixed(envelope.success), &envelope.data);
    let message = emit_option(envelope.message.as_ref());
    let (id, time) = (emit_option(envelope.request_id.as_ref()), emit_option(envelope.timestamp.as_ref()));
    quote! {
        Some(#type_ {
            code: #code,
            success: #success,
            message: #message,
            data: #data,
            request_id: #id,
            timestamp: #time,
        })
    }
}

/// The headers of an authenticated request as a type.
pub(super) fn emit_credentials(credentials: &Credentials, names: &Names) -> Vec<TokenStream> {
    let headers = &credentials.headers;
    let fields = headers.iter().map(|header| {
        let (docs, name, type_) = (emit_lines(&header.docs), ident(&header.ident), emit_header_type(header, names));
        quote!(#docs pub #name: #type_,)
    });
    let arguments = headers.iter().map(|header| {
        let (name, type_) = (ident(&header.ident), emit_header_type(header, names));
        quote!(#name: impl Into<#type_>)
    });
    let values = headers.iter().map(|header| ident(&header.ident)).map(|name| quote!(#name: #name.into()));
    let pairs = headers.iter().map(|header| {
        let (wire, name) = (&header.name, ident(&header.ident));
        if header.secret { quote!((#wire, self.#name.expose())) } else { quote!((#wire, self.#name.as_str())) }
    });
    let trait_ = names.runtime("Credentials");
    let struct_ = quote! {
        /// What the headers of an authenticated request hold.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct Access {
            #(#fields)*
        }
    };
    let new = quote! {
        impl Access {
            /// One with what it needs.
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values),* }
            }
        }
    };
    let headers = quote! {
        impl #trait_ for Access {
            fn headers(&self) -> Vec<(&'static str, &str)> {
                Vec::from([#(#pairs),*])
            }
        }
    };
    vec![struct_, new, headers]
}

fn emit_header_type(header: &Header, names: &Names) -> TokenStream {
    if header.secret { names.runtime("Secret") } else { names.std("String") }
}

/// The zone of local times.
pub(super) fn emit_time_zone(zone: &TimeZone, names: &Names) -> TokenStream {
    let (docs, type_) = (emit_lines(&zone.docs), names.runtime("UtcOffset"));
    let minutes = Literal::i32_unsuffixed(zone.minutes);
    quote! {
        #docs
        pub const TIME_ZONE: #type_ = #type_::from_minutes(#minutes);
    }
}
