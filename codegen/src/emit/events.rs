//! The events: one enum with their data, one without, and the table that tells them apart.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::borrowed::emit_borrowed;
use super::docs::{emit_docs, emit_lines, expect_deprecated};
use super::ident;
use super::names::Names;
use crate::rust::{EventRow, Events, KeyPlace};

/// The pieces of the events.
pub(super) fn emit_events(events: &Events, names: &Names) -> Vec<TokenStream> {
    let mut pieces = vec![emit_enum(events, names), emit_parse(events, names), emit_received(events, names)];
    pieces.push(emit_serialize(events, names));
    pieces.extend(emit_borrowed(events, names));
    pieces.extend([emit_kinds(events), emit_kind_names(events), emit_display(names), emit_table(events, names)]);
    pieces.extend(emit_headers(events));
    pieces
}

fn emit_enum(events: &Events, names: &Names) -> TokenStream {
    let envelope = events.envelope.as_ref().map(|envelope| ident(&envelope.name));
    let boxed = names.std("Box");
    let variants = events.events.iter().map(|event| {
        let (docs, name, data) = (emit_docs(&event.docs), ident(&event.variant), names.path(&event.data));
        match &envelope {
            Some(envelope) => quote!(#docs #name(#boxed<#envelope<#data>>),),
            None => quote!(#docs #name(#boxed<#data>),),
        }
    });
    let (unknown, unknown_docs) = (names.runtime("UnknownEvent"), emit_docs(&events.unknown));
    let expect = expect_deprecated(events.events.iter().any(|event| event.data.names_deprecated()));
    quote! {
        /// A webhook delivery, told from others by its match keys.
        #expect
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Event {
            #(#variants)*
            #unknown_docs
            Unknown(#unknown),
        }
    }
}

fn has_deprecated(events: &Events) -> bool {
    events.events.iter().any(|event| event.docs.deprecated.is_some())
}

fn emit_parse(events: &Events, names: &Names) -> TokenStream {
    let (parse, kind, read) = (emit_parse_fn(events, names), emit_kind(events), emit_read(events, names));
    let expect = expect_deprecated(has_deprecated(events));
    let docs = emit_lines(&match events.headers[..] {
        [] => ["Reads the body of a delivery. An event that the spec does not know is [`Event::Unknown`].".to_owned()],
        _ => ["Reads a delivery. An event that the spec does not know is [`Event::Unknown`].".to_owned()],
    });
    quote! {
        #expect
        impl Event {
            #docs
            ///
            /// Of a repeated key that the spec knows the last value holds, of any other all are kept. There may be 128
            /// levels of objects, lists and embedded documents in what the spec knows, and any number in the rest. There
            /// is no limit of size: time and memory grow with the length of the body and no faster.
            ///
            /// # Errors
            /// The body is not a JSON object, or a known event cannot be read. The error keeps the body.
            #parse

            #kind
            #read
        }
    }
}

fn emit_parse_fn(events: &Events, names: &Names) -> TokenStream {
    let (body, error, result) = (names.runtime("EventBody"), names.runtime("EventError"), names.std("Result"));
    if events.headers.is_empty() {
        return quote! {
            #[inline]
            pub fn parse(body: &[u8]) -> #result<Self, #error> {
                #body::new(body)?.parse(&MATCHES, Self::read)
            }
        };
    }
    let headers = names.runtime("DeliveryHeaders");
    quote! {
        #[inline]
        pub fn parse_with<'h>(headers: impl #headers<'h>, body: &[u8]) -> #result<Self, #error> {
            let headers = HEADERS.map(|name| headers.get(name));
            #body::new(body)?.parse_with(&MATCHES, &headers, Self::read)
        }
    }
}

/// The names of the headers that tell events.
fn emit_headers(events: &Events) -> Option<TokenStream> {
    let (names, count) = (&events.headers, Literal::usize_unsuffixed(events.headers.len()));
    (!names.is_empty()).then(|| quote!(const HEADERS: [&str; #count] = [#(#names),*];))
}

fn emit_kind(events: &Events) -> TokenStream {
    let variants = events.events.iter().map(|event| ident(&event.variant));
    quote! {
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

fn emit_read(events: &Events, names: &Names) -> TokenStream {
    let (reader, error, result) = (names.runtime("EventReader"), names.runtime("EventError"), names.std("Result"));
    let variants = events.events.iter().map(|event| ident(&event.variant));
    quote! {
        #[inline]
        fn read(kind: EventKind, body: #reader<'_>) -> #result<Self, #error> {
            match kind {
                #(EventKind::#variants => body.read(kind.as_str()).map(Self::#variants),)*
                EventKind::Unknown => Ok(Self::Unknown(body.unknown())),
            }
        }
    }
}

/// What a receiver has to know of the events.
fn emit_received(events: &Events, names: &Names) -> TokenStream {
    let (received, error, result) = (names.runtime("ReceivedEvent"), names.runtime("EventError"), names.std("Result"));
    let parse = match events.headers[..] {
        [] => quote! {
            #[inline]
            fn parse(body: &[u8]) -> #result<Self, #error> {
                Event::parse(body)
            }
        },
        _ => {
            let headers = names.runtime("DeliveryHeaders");
            quote! {
                const TOLD_BY_HEADERS: bool = true;

                #[inline]
                fn parse(body: &[u8]) -> #result<Self, #error> {
                    Event::parse_with((), body)
                }

                #[inline]
                fn parse_with<'h>(headers: impl #headers<'h>, body: &[u8]) -> #result<Self, #error> {
                    Event::parse_with(headers, body)
                }
            }
        }
    };
    quote! {
        impl #received for Event {
            #parse

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
    let matches = names.runtime("Matches");
    let paths = events.paths.iter().map(|keys| quote!(&[#(#keys),*]));
    let rows = events.rows.iter().map(|of| emit_row(of, names));
    quote! {
        const MATCHES: #matches<EventKind> = #matches::new(
            &[#(#paths),*],
            &[#(#rows),*],
            EventKind::Unknown,
        );
    }
}

fn emit_row(of: &EventRow, names: &Names) -> TokenStream {
    let (row, kind) = (names.runtime("Match"), ident(&of.variant));
    let keys = of.keys.iter().map(|(place, value)| match place {
        KeyPlace::Body(path) => {
            let path = Literal::usize_unsuffixed(*path);
            quote!((#path, #value))
        }
        KeyPlace::Header(header) => {
            let (key, header) = (names.runtime("header_key"), Literal::usize_unsuffixed(*header));
            quote!((#key(#header), #value))
        }
    });
    quote!(#row { keys: &[#(#keys),*], kind: EventKind::#kind })
}
