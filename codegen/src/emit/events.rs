//! The events: one enum with their data, one without, and the table that tells them apart.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{emit_docs, expect_deprecated};
use super::ident;
use super::names::Names;
use crate::rust::{Event, Events};

/// The pieces of the events.
pub(super) fn emit_events(events: &Events, names: &Names) -> Vec<TokenStream> {
    vec![
        emit_enum(events, names),
        emit_parse(events, names),
        emit_received(names),
        emit_serialize(events, names),
        emit_kinds(events),
        emit_kind_names(events),
        emit_display(names),
        emit_table(events, names),
    ]
}

fn emit_enum(events: &Events, names: &Names) -> TokenStream {
    let envelope = ident(&events.envelope);
    let boxed = names.std("Box");
    let variants = events.events.iter().map(|event| {
        let (docs, name, data) = (emit_docs(&event.docs), ident(&event.variant), names.path(&event.data));
        quote!(#docs #name(#boxed<#envelope<#data>>),)
    });
    let unknown = names.runtime("UnknownEvent");
    let expect = expect_deprecated(events.events.iter().any(|event| event.data.names_deprecated()));
    quote! {
        /// A webhook delivery, told from others by its match keys.
        #expect
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Event {
            #(#variants)*
            /// An event that the spec does not know, byte for byte.
            Unknown(#unknown),
        }
    }
}

fn has_deprecated(events: &Events) -> bool {
    events.events.iter().any(|event| event.docs.deprecated.is_some())
}

fn emit_parse(events: &Events, names: &Names) -> TokenStream {
    let (body, error, result) = (names.runtime("EventBody"), names.runtime("EventError"), names.std("Result"));
    let variants: Vec<_> = events.events.iter().map(|event| ident(&event.variant)).collect();
    let expect = expect_deprecated(has_deprecated(events));
    quote! {
        #expect
        impl Event {
            /// Reads the body of a delivery. An event that the spec does not know is [`Event::Unknown`].
            ///
            /// # Errors
            /// The body is not a JSON object, or the data of a known event cannot be read. The error keeps the body.
            pub fn parse(body: &[u8]) -> #result<Self, #error> {
                let body = #body::new(body)?;
                let kind = body.kind(&MATCHES)?.unwrap_or(EventKind::Unknown);
                match kind {
                    #(EventKind::#variants => body.read(kind.as_str()).map(Self::#variants),)*
                    EventKind::Unknown => Ok(Self::Unknown(body.unknown())),
                }
            }

            /// Which event it is.
            #[must_use]
            pub const fn kind(&self) -> EventKind {
                match self {
                    #(Self::#variants(_) => EventKind::#variants,)*
                    Self::Unknown(_) => EventKind::Unknown,
                }
            }
        }
    }
}

/// What a receiver has to know of the events.
fn emit_received(names: &Names) -> TokenStream {
    let (received, error, result) = (names.runtime("ReceivedEvent"), names.runtime("EventError"), names.std("Result"));
    quote! {
        impl #received for Event {
            fn parse(body: &[u8]) -> #result<Self, #error> {
                Event::parse(body)
            }

            fn kind_name(&self) -> &'static str {
                self.kind().as_str()
            }

            fn is_unknown(&self) -> bool {
                matches!(self, Self::Unknown(_))
            }
        }
    }
}

fn emit_serialize(events: &Events, names: &Names) -> TokenStream {
    let (serialize, serializer, result) =
        (names.runtime("Serialize"), names.runtime("Serializer"), names.std("Result"));
    let expect = expect_deprecated(has_deprecated(events));
    let variants = events.events.iter().map(|event| ident(&event.variant));
    quote! {
        #expect
        impl #serialize for Event {
            fn serialize<S: #serializer>(&self, to: S) -> #result<S::Ok, S::Error> {
                match self {
                    #(Self::#variants(event) => event.serialize(to),)*
                    Self::Unknown(event) => event.serialize(to),
                }
            }
        }
    }
}

fn emit_kinds(events: &Events) -> TokenStream {
    let variants = events.events.iter().map(|event| {
        let (docs, name) = (format!(" [`Event::{}`]", event.variant), ident(&event.variant));
        quote!(#[doc = #docs] #name,)
    });
    quote! {
        /// Which event a delivery is: for routing, metrics and logs.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum EventKind {
            #(#variants)*
            /// [`Event::Unknown`]
            Unknown,
        }
    }
}

fn emit_kind_names(events: &Events) -> TokenStream {
    let variants: Vec<_> = events.events.iter().map(|event| ident(&event.variant)).collect();
    let ids: Vec<&str> = events.events.iter().map(|event| event.id.as_str()).collect();
    quote! {
        impl EventKind {
            /// Every event that the spec knows.
            pub const ALL: &'static [Self] = &[#(Self::#variants),*];

            /// The event's name in the spec; `unknown` for all others.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    #(Self::#variants => #ids,)*
                    Self::Unknown => "unknown",
                }
            }
        }
    }
}

fn emit_display(names: &Names) -> TokenStream {
    let fmt = names.fmt();
    quote! {
        impl #fmt::Display for EventKind {
            fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                f.pad(self.as_str())
            }
        }
    }
}

fn emit_table(events: &Events, names: &Names) -> TokenStream {
    let (matches, row) = (names.runtime("Matches"), names.runtime("Match"));
    let paths: BTreeSet<&String> = events.events.iter().flat_map(|event| &event.keys).map(|(path, _)| path).collect();
    let rows = events.events.iter().map(|event| emit_row(event, &row));
    quote! {
        const MATCHES: #matches<EventKind> = #matches {
            paths: &[#(#paths),*],
            rows: &[#(#rows),*],
        };
    }
}

fn emit_row(event: &Event, row: &TokenStream) -> TokenStream {
    let kind = ident(&event.variant);
    let keys = event.keys.iter().map(|(path, value)| quote!((#path, #value)));
    quote!(#row { keys: &[#(#keys),*], kind: EventKind::#kind })
}
