//! Events as data, and a function for the fixture of each.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Emission, file, ident, module_name};
use crate::emit::EmittedFile;
use crate::ir::{Delivery, Event, EventForm, Family};
use crate::rust::{self, Case};

impl Emission<'_> {
    pub(super) fn emit_delivery(&self, delivery: &Delivery) -> TokenStream {
        let (fields, data) = (self.emit_fields(&delivery.fields), &delivery.data);
        quote! {
            /// The object that every delivery is.
            pub static DELIVERY: Delivery = Delivery { fields: #fields, data: #data };
        }
    }

    pub(super) fn emit_events(&self, family: &Family) -> TokenStream {
        let events: Vec<_> = matched(family).map(|event| self.emit_event(event)).collect();
        let count = Literal::usize_unsuffixed(events.len());
        quote! {
            /// The events that can be told, in the order of the spec.
            pub static EVENTS: [Event; #count] = [#(#events),*];
        }
    }

    fn emit_event(&self, event: &Event) -> TokenStream {
        let EventForm::Matched { keys, data } = &event.form else { return quote!() };
        let (id, examples) = (&event.id, self.emit_examples(&event.examples));
        let keys = keys.iter().map(|(path, value)| quote!((#path, #value)));
        let data = self.emit_payload(data);
        quote!(Event { id: #id, keys: &[#(#keys),*], data: #data, examples: #examples })
    }

    /// `fixtures.rs`: one function an event.
    pub(super) fn emit_fixtures(&self) -> EmittedFile {
        let families = super::families(self.api);
        let events = families.flat_map(|family| matched(family).enumerate().map(move |event| (family, event)));
        let mut pieces: Vec<_> = events.map(|(family, (index, event))| emit_fixture(family, event, index)).collect();
        if !pieces.is_empty() {
            pieces.insert(
                0,
                quote!(
                    use super::webhooks;
                    use crate::fixtures::Fixture;
                ),
            );
        }
        file("fixtures.rs", "webhooks/*.yaml", "A payload of each event.", pieces)
    }
}

/// The events of a family that can be told.
fn matched(family: &Family) -> impl Iterator<Item = &Event> {
    family.events.iter().filter(|event| matches!(event.form, EventForm::Matched { .. }))
}

fn emit_fixture(family: &Family, event: &Event, index: usize) -> TokenStream {
    let word = format!("{}_{}", family.name, event.name);
    let name = rust::ident(event.rust_name.as_ref().unwrap_or(&word), Case::Snake).unwrap_or(word);
    let (name, module, index) = (ident(&name), module_name(&family.name), Literal::usize_unsuffixed(index));
    let docs = match (&event.summary, &event.examples[..]) {
        (Some(summary), []) => format!(" {summary} Made from its types."),
        (None, []) => format!(" `{}`, made from its types.", event.id),
        (Some(summary), [example, ..]) => format!(" {summary} By the example `{example}`."),
        (None, [example, ..]) => format!(" `{}`, by the example `{example}`.", event.id),
    };
    quote! {
        #[doc = #docs]
        pub fn #name() -> Fixture {
            Fixture::of(&webhooks::#module::EVENTS[#index])
        }
    }
}
