//! Payloads of the events, for the tests of those who receive them.

use jing_openplatform::runtime::ReceivedEvent;
use jing_openplatform::{Event, EventError, EventKind};

use crate::api::API;
pub use crate::api::fixtures::*;
use crate::model;
use crate::random::Random;
use crate::shape::Shaper;
use crate::tree::Tree;

/// What a match key begins with that is a header.
const HEADER: &str = "header.";

/// How a payload writes the values that may come as JSON in a string.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// As they are.
    #[default]
    Plain,
    /// As JSON in a string, and strings in strings where the types say so.
    Embedded,
}

impl Form {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Plain, Self::Embedded];
}

/// A payload of one event. The same settings give the same bytes, always and everywhere.
///
/// With seed 0 it is the example of the spec, if there is one: only the form may differ. Other seeds change its ids,
/// numbers, times and choices. Without an example it is made from the types; with seed 0 every field is there, with
/// others one in eight is missing and one in eight is `null`. All values are made up.
#[derive(Clone, Debug)]
#[must_use]
pub struct Fixture {
    event: &'static model::Event,
    form: Form,
    seed: u64,
    unknown_fields: bool,
}

impl Fixture {
    /// One of the event, in plain form, with seed 0.
    pub const fn of(event: &'static model::Event) -> Self {
        Self { event, form: Form::Plain, seed: 0, unknown_fields: false }
    }

    /// The same in that form.
    pub const fn form(self, form: Form) -> Self {
        Self { form, ..self }
    }

    /// The same with values that may be JSON in a string as such.
    pub const fn embedded(self) -> Self {
        self.form(Form::Embedded)
    }

    /// The same with another seed, and so with other values.
    pub const fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// The same with a field that no type knows in every object that has no fields of the tenant's own.
    pub const fn unknown_fields(self) -> Self {
        Self { unknown_fields: true, ..self }
    }

    /// The event's name in the spec, such as `account.created`.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.event.id
    }

    /// Which event it is.
    #[must_use]
    pub fn kind(&self) -> EventKind {
        let is_it = |kind: &&EventKind| kind.as_str() == self.event.id;
        EventKind::ALL.iter().find(is_it).copied().unwrap_or(EventKind::Unknown)
    }

    /// The payload as compact JSON.
    #[must_use]
    pub fn text(&self) -> String {
        self.tree().to_string()
    }

    /// The body of the delivery.
    #[must_use]
    pub fn body(&self) -> Vec<u8> {
        self.text().into_bytes()
    }

    /// The payload as a value. The order of the keys is that of `serde_json`.
    #[must_use]
    pub fn value(&self) -> serde_json::Value {
        serde_json::from_str(&self.text()).unwrap_or_default()
    }

    /// The event that the payload is.
    ///
    /// # Errors
    /// None, unless this crate and the one with the types are of different releases.
    pub fn parse(&self) -> Result<Event, EventError> {
        <Event as ReceivedEvent>::parse_with(&self.headers()[..], &self.body())
    }

    /// The headers of the delivery that tell which event it is: names in lower case, and values.
    #[must_use]
    pub fn headers(&self) -> Vec<(&'static str, &'static str)> {
        let header = |(path, value): &(&'static str, &'static str)| Some((path.strip_prefix(HEADER)?, *value));
        self.event.keys.iter().filter_map(header).collect()
    }

    fn tree(&self) -> Tree {
        let example = self.event.examples.first().and_then(|example| Tree::parse(example.text).ok());
        let mut shaper = Shaper {
            api: &API,
            form: self.form,
            varied: self.seed != 0,
            unknown_fields: self.unknown_fields,
            random: Random::new(self.seed, self.event.id),
        };
        let mut tree = match API.delivery {
            Some(delivery) => enveloped(delivery, &self.event.data, example.as_ref(), &mut shaper),
            None => shaper.payload(&self.event.data, example.as_ref()),
        };
        for (path, value) in self.event.keys.iter().filter(|(path, _)| !path.starts_with(HEADER)) {
            tree.set(path, Tree::text(*value));
        }
        tree
    }
}

fn enveloped(
    delivery: &model::Delivery,
    payload: &model::Payload,
    example: Option<&Tree>,
    shaper: &mut Shaper<'_>,
) -> Tree {
    let mut fields = shaper.fields(delivery.fields, example);
    let place = fields.iter().position(|(key, _)| key == delivery.data);
    let old = place.and_then(|place| fields.get(place)).map(|(_, value)| value.clone());
    let data = shaper.payload(payload, old.as_ref());
    match place.and_then(|place| fields.get_mut(place)) {
        Some((_, value)) => *value = data,
        None => fields.push((delivery.data.to_owned(), data)),
    }
    Tree::from(fields)
}

/// A fixture of every event, in the order of the spec.
pub fn all() -> impl Iterator<Item = Fixture> {
    API.events.iter().copied().flatten().map(Fixture::of)
}

/// The fixture of the event of that name, such as `account.created`.
#[must_use]
pub fn named(id: &str) -> Option<Fixture> {
    all().find(|fixture| fixture.id() == id)
}

/// The fixture of an event; none for [`EventKind::Unknown`].
#[must_use]
pub fn of(kind: EventKind) -> Option<Fixture> {
    named(kind.as_str())
}
