//! The events in their borrowed form: envelope and event at once, the rest when it is asked for.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::{emit_lines, expect_deprecated};
use super::ident;
use super::names::Names;
use super::objects::emit_quirks;
use crate::rust::{Envelope, Events, Field};

/// The pieces of the borrowed form.
pub(super) fn emit_borrowed(events: &Events, names: &Names) -> Vec<TokenStream> {
    let mut pieces = vec![emit_event(events, names), emit_methods(events, names)];
    if let Some(envelope) = &events.envelope {
        let emitters = [emit_envelope, emit_default, emit_unopened];
        pieces.extend(emitters.map(|emit| emit(envelope, names)));
    }
    pieces
}

fn emit_event(events: &Events, names: &Names) -> TokenStream {
    let body = names.runtime("EventBody");
    let envelope = events.envelope.as_ref().map(|envelope| {
        let name = ident(&envelope.name_ref);
        quote!(envelope: #name<'a>,)
    });
    quote! {
        /// A webhook delivery that is told from others, but not read: for routing, or to be read later or elsewhere.
        #[derive(Clone, Debug)]
        pub struct EventRef<'a> {
            kind: EventKind,
            #envelope
            body: #body<'a>,
        }
    }
}

fn emit_methods(events: &Events, names: &Names) -> TokenStream {
    let (parse, accessors) = (emit_parse(events, names), emit_accessors(events));
    quote! {
        impl<'a> EventRef<'a> {
            #parse
            #accessors
        }
    }
}

fn emit_parse(events: &Events, names: &Names) -> TokenStream {
    let (body, error, result) = (names.runtime("EventBody"), names.runtime("EventError"), names.std("Result"));
    let (opened, made) = match events.envelope {
        Some(_) => (quote!(envelope), quote!(kind, envelope, body)),
        None => (quote!(()), quote!(kind, body)),
    };
    let (name, arguments, open) = match events.headers[..] {
        [] => ("parse", quote!(body: &'a [u8]), quote!(body.open(&MATCHES)?)),
        _ => {
            let headers = names.runtime("DeliveryHeaders");
            let open = quote!(body.open_with(&MATCHES, &HEADERS.map(|name| headers.get(name)))?);
            ("parse_with", quote!(headers: impl #headers<'h>, body: &'a [u8]), open)
        }
    };
    let generics = (!events.headers.is_empty()).then(|| quote!(<'h>));
    let told = emit_lines(&[format!("It is the event that [`Event::{name}`] tells, under the same limits.")]);
    let gives = emit_lines(&[format!("Reads all of it, which gives what [`Event::{name}`] gives.")]);
    let name = ident(name);
    quote! {
        /// Tells which event a body is. All of it is checked to be one JSON object, nothing is read or copied.
        ///
        #told
        ///
        /// # Errors
        /// The body is not a JSON object.
        #[inline]
        pub fn #name #generics (#arguments) -> #result<Self, #error> {
            let body = #body::new(body)?;
            let (kind, #opened) = #open;
            Ok(Self { #made })
        }

        #gives
        ///
        /// # Errors
        /// The envelope or the data of a known event cannot be read.
        #[inline]
        pub fn decode(&self) -> #result<Event, #error> {
            Event::read(self.kind, self.body.reader())
        }
    }
}

fn emit_accessors(events: &Events) -> TokenStream {
    let envelope = events.envelope.as_ref().map(|envelope| {
        let name = ident(&envelope.name_ref);
        quote! {
            /// The fields around the event's own data, and that.
            #[must_use]
            pub const fn envelope(&self) -> &#name<'a> {
                &self.envelope
            }
        }
    });
    quote! {
        /// Which event it is.
        #[must_use]
        pub const fn kind(&self) -> EventKind {
            self.kind
        }

        #envelope

        /// The body, byte for byte.
        #[must_use]
        pub const fn bytes(&self) -> &'a [u8] {
            self.body.bytes()
        }
    }
}

fn emit_envelope(envelope: &Envelope, names: &Names) -> TokenStream {
    let (name, owned) = (ident(&envelope.name_ref), &envelope.name);
    let docs = emit_lines(&[format!("The fields of a [`{owned}`], each of which is read when it is asked for.")]);
    let (unread, raw) = (names.runtime("Unread"), names.runtime("RawJson"));
    let fields = envelope.fields.iter().map(|field| {
        let docs = emit_lines(&[format!("[`{owned}::{}`]", field.ident)]);
        let (ident, type_) = (ident(&field.ident), names.path(&field.type_));
        quote!(#docs pub #ident: #unread<'a, #type_>,)
    });
    let expect = expect_deprecated(envelope.fields.iter().any(|field| field.type_.names_deprecated()));
    quote! {
        #docs
        #expect
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub struct #name<'a> {
            #(#fields)*
            /// What belongs to the event alone; [`Unread::read_as`] gives it a type.
            pub data: #unread<'a, #raw>,
        }
    }
}

fn emit_default(envelope: &Envelope, names: &Names) -> TokenStream {
    let (name, owned) = (ident(&envelope.name_ref), ident(&envelope.name));
    let (unread, object, default) = (names.runtime("Unread"), names.runtime("Object"), names.std("Default"));
    let fields = envelope.fields.iter().map(|Field { ident: field, wire, quirks, .. }| {
        let quirks = quirks.map_or_else(|| quote!(quirks), |quirks| emit_quirks(quirks, names));
        let field = ident(field);
        quote!(#field: #unread::missing(#wire, #quirks),)
    });
    let wire = &envelope.data;
    quote! {
        impl #default for #name<'_> {
            fn default() -> Self {
                let quirks = <#owned<()> as #object>::QUIRKS;
                Self { #(#fields)* data: #unread::missing(#wire, quirks) }
            }
        }
    }
}

fn emit_unopened(envelope: &Envelope, names: &Names) -> TokenStream {
    let (name, owned) = (ident(&envelope.name_ref), ident(&envelope.name));
    let (unopened, object) = (names.runtime("Unopened"), names.runtime("Object"));
    let data = [quote!(data)];
    let fields = envelope.fields.iter().map(|field| ident(&field.ident)).map(|name| quote!(#name)).chain(data);
    let arms = fields.enumerate().map(|(place, name)| {
        let place = Literal::usize_unsuffixed(place);
        quote!(#place => self.#name.take(json),)
    });
    quote! {
        impl<'a> #unopened<'a> for #name<'a> {
            const FIELDS: &'static [&'static str] = <#owned<()> as #object>::FIELDS;

            fn take_field(&mut self, field: usize, json: &'a str) {
                match field {
                    #(#arms)*
                    _ => {}
                }
            }
        }
    }
}
