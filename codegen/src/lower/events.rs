//! The envelope of deliveries, the events, and the types of each family.

use std::collections::BTreeSet;

use super::docs::DocsBuilder;
use super::names::Taken;
use super::operations::public_module;
use super::text::code_span;
use super::types::{UNKNOWN, lower_quirks};
use super::{Lowering, sort_modules, source_file};
use crate::ir::{self, Home, Payload, header_name};
use crate::rust::{
    Argument, Case, Docs, Envelope, Event, EventRow, Events, Field, Home as PathHome, Item, KeyPlace, Object, Path,
    SourceFile, ident,
};

/// The name of the field that holds the event's own fields.
const DATA: &str = "data";

impl Lowering<'_> {
    /// The types of a family, if it has any.
    pub(super) fn lower_family(&mut self, family: &ir::Family) -> Option<SourceFile> {
        let name = ident(&family.name, Case::Snake).unwrap_or_else(|| family.name.clone());
        let origin = format!("webhooks/{}.yaml", family.name);
        let docs = DocsBuilder::default().title(&family.title, "").text(family.doc.as_deref()).build().lines;
        self.lower_types_file(&Home::Family(family.name.clone()), &format!("webhooks/{name}.rs"), &origin, docs)
    }

    /// `webhooks/mod.rs`.
    pub(super) fn lower_webhooks(&mut self) -> SourceFile {
        let mut modules = Taken::default().without_rust_name();
        let mut items = Vec::new();
        for family in &self.api.families {
            let name = self.names.module(&family.name, &family.place, &mut modules);
            if self.has_types(&Home::Family(family.name.clone())) {
                items.push(public_module(&name));
            }
        }
        let envelope = self.api.delivery.as_ref().map(|delivery| {
            let name = self.delivery_name(delivery);
            let object = self.lower_delivery(delivery, name);
            let envelope = Envelope {
                name: object.name.clone(),
                name_ref: delivery_ref(&object.name),
                fields: object.fields.iter().filter(|field| field.ident != DATA).cloned().collect(),
                data: delivery.data.clone(),
            };
            items.push(Item::Object(object));
            envelope
        });
        items.push(Item::Events(self.lower_events(envelope)));
        sort_modules(&mut items);
        let docs = vec!["Webhook deliveries and the events that they carry.".to_owned()];
        source_file("webhooks/mod.rs", "api.yaml and webhooks/*.yaml", docs, items)
    }

    fn delivery_name(&mut self, delivery: &ir::Delivery) -> String {
        let mut taken = Taken::reserving(["Event", "EventKind", "EventRef"]).without_rust_name();
        let place = delivery.place.key("name");
        self.names.name(&delivery.name, Some(&delivery.name), Case::Camel, &place, &mut taken)
    }

    /// The envelope: an object whose data is a type parameter.
    fn lower_delivery(&mut self, delivery: &ir::Delivery, name: String) -> Object {
        let mut taken = Taken::reserving([UNKNOWN, DATA, "new"]);
        let mut fields = Vec::new();
        let quirks = delivery.fields.first().map(|field| lower_quirks(field.quirks)).unwrap_or_default();
        for field in &delivery.fields {
            let mut field = self.lower_field(field, false, &mut taken);
            field.quirks = field.quirks.filter(|own| *own != quirks);
            fields.push(field);
        }
        let parameter = Path::language("T");
        fields.push(Field {
            docs: Docs {
                lines: vec!["What belongs to the event alone; empty where nothing came.".to_owned()],
                ..Docs::default()
            },
            ident: DATA.to_owned(),
            wire: delivery.data.clone(),
            type_: parameter.clone(),
            optional: false,
            hidden: None,
            quirks: None,
            argument: Argument::Exact(parameter),
        });
        let docs = DocsBuilder::default()
            .text(delivery.doc.as_deref())
            .or("One webhook delivery.")
            .evidence(Some(&delivery.evidence), self.api)
            .build();
        Object {
            docs,
            name,
            hides: fields.iter().any(|field| field.hidden.is_some()),
            json: true,
            multipart: false,
            fields,
            rest: None,
            parameter: Some("T".to_owned()),
            quirks,
            default: false,
            sent: false,
        }
    }

    fn lower_events(&mut self, envelope: Option<Envelope>) -> Events {
        let events = self.lower_variants(envelope.is_some());
        let all = || events.iter().flat_map(|(_, keys)| keys).map(|(path, _)| path.as_str());
        let paths: BTreeSet<&str> = all().filter(|path| header_name(path).is_none()).collect();
        let headers: BTreeSet<&str> = all().filter_map(header_name).collect();
        let place = |path: &str| match header_name(path) {
            Some(name) => KeyPlace::Header(headers.iter().position(|header| *header == name).unwrap_or_default()),
            None => KeyPlace::Body(paths.iter().position(|key| *key == path).unwrap_or_default()),
        };
        let row = |(event, keys): &(Event, Vec<(String, String)>)| EventRow {
            variant: event.variant.clone(),
            keys: keys.iter().map(|(path, value)| (place(path), value.clone())).collect(),
        };
        let mut rows: Vec<EventRow> = events.iter().map(row).collect();
        // A header is at hand before the body is looked at.
        rows.iter_mut().for_each(|row| row.keys.sort_by_key(|(place, _)| matches!(place, KeyPlace::Body(_))));
        // Those of one value are told apart quicker where they stand together.
        let value = |row: &EventRow| row.keys.first().map(|(_, value)| value.clone());
        rows.sort_by_cached_key(|row| (std::cmp::Reverse(row.keys.len()), value(row)));
        Events {
            envelope,
            paths: paths.iter().map(|path| path.split('.').map(str::to_owned).collect()).collect(),
            headers: headers.iter().map(|name| (*name).to_owned()).collect(),
            rows,
            unknown: self.lower_unknown_docs(),
            events: events.into_iter().map(|(event, _)| event).collect(),
        }
    }

    /// What the variant of unknown events holds: the catalogued ones as well, so that the search finds them.
    fn lower_unknown_docs(&self) -> Docs {
        let docs = DocsBuilder::default().text(Some("An event that the spec does not know, byte for byte."));
        let events = self.api.families.iter().flat_map(|family| &family.events);
        let catalogued: Vec<_> = events.filter(|event| matches!(event.form, ir::EventForm::Catalogued(_))).collect();
        let words = "Those of which only a page is known arrive here as well, for nothing tells them from others yet:";
        docs.text((!catalogued.is_empty()).then_some(words)).catalogued(&catalogued, self.api).build()
    }

    /// The events, and the values by path that tell each.
    fn lower_variants(&mut self, enveloped: bool) -> Vec<(Event, Vec<(String, String)>)> {
        let mut variants = Taken::reserving(["Unknown"]);
        let mut events = Vec::new();
        for (family, event) in
            self.api.families.iter().flat_map(|family| family.events.iter().map(move |event| (family, event)))
        {
            let ir::EventForm::Matched { keys, data } = &event.form else { continue };
            let word = format!("{}_{}", family.name, event.name);
            let variant = self.names.name(&word, event.rust_name.as_ref(), Case::Camel, &event.place, &mut variants);
            let docs = DocsBuilder::default()
                .text(event.summary.as_deref())
                .title(&event.title, &variant)
                .line(Some(match_line(keys)))
                .text(event.doc.as_deref())
                .evidence(Some(&event.evidence), self.api)
                .deprecated(event.deprecated.as_ref())
                .build();
            let data = match data {
                Payload::Typed(type_) => self.lower_path(type_),
                _ if enveloped => Path::std("Option", vec![Path::runtime("RawJson", vec![])]),
                _ => Path::runtime("RawJson", vec![]),
            };
            events.push((Event { docs, variant, id: event.id.clone(), data: qualified(data) }, keys.clone()));
        }
        events
    }
}

/// The name of the envelope in its borrowed form.
pub(super) fn delivery_ref(envelope: &str) -> String {
    format!("{envelope}Ref")
}

/// Types of a family are written with the family's module in front: `orders::Order`.
fn qualified(data: Path) -> Path {
    match &data.home {
        PathHome::Api(module) => match module.strip_prefix("webhooks::") {
            Some(family) => Path { name: format!("{family}::{}", data.name), home: PathHome::Language, ..data },
            None => data,
        },
        _ => data,
    }
}

fn match_line(keys: &[(String, String)]) -> String {
    let key = |(path, value): &(String, String)| match header_name(path) {
        Some(name) => format!("the header {} is {}", code_span(name), code_span(value)),
        None => format!("{} is {}", code_span(path), code_span(value)),
    };
    format!("Told by: {}.", keys.iter().map(key).collect::<Vec<_>>().join(", "))
}
