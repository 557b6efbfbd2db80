//! What holds for the whole API.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::emit_lines;
use super::names::Names;
use super::{emit_option, variant};
use crate::ir::Envelope;
use crate::rust::{Api, TimeZone};

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

/// The zone of local times.
pub(super) fn emit_time_zone(zone: &TimeZone, names: &Names) -> TokenStream {
    let (docs, type_) = (emit_lines(&zone.docs), names.runtime("UtcOffset"));
    let minutes = Literal::i32_unsuffixed(zone.minutes);
    quote! {
        #docs
        pub const TIME_ZONE: #type_ = #type_::from_minutes(#minutes);
    }
}
