//! Events in the form that the machine writes.

use super::Activity;
use crate::runtime::{
    Digits, EventBody, EventError, FieldValue, FieldWriter, Match, Matches, Object, Quirks, RawJson, Read, ReadError,
    ReceivedEvent, Serialize, SerializeMap, Serializer, UnixSeconds, UnknownEvent, UnknownFields, impl_serde,
};
use std::fmt;

/// What every event comes in.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Delivery<T> {
    /// The tenant.
    pub mid: Option<Digits>,
    /// When.
    pub create_time: Option<UnixSeconds>,
    /// Which event.
    pub event_type: Option<String>,
    /// The event's own data.
    pub data: T,
    /// Fields that the spec does not know, as they came.
    pub unknown: UnknownFields,
}

impl<T: Read + Serialize> Object for Delivery<T> {
    const FIELDS: &'static [&'static str] = &["mid", "create_time", "event_type", "extra_data"];
    const QUIRKS: Quirks = Quirks::NONE.blank_is_null().number_or_string();
    const REQUIRED: &'static [usize] = if T::REQUIRED { &[3] } else { &[] };

    fn empty() -> Self {
        Self {
            mid: None,
            create_time: None,
            event_type: None,
            data: Read::placeholder(),
            unknown: UnknownFields::new(),
        }
    }

    fn read_field(&mut self, field: usize, value: FieldValue<'_, '_>) -> Result<(), ReadError> {
        match field {
            0 => value.read(&mut self.mid),
            1 => value.read(&mut self.create_time),
            2 => value.read(&mut self.event_type),
            3 => value.read(&mut self.data),
            _ => value.keep(&mut self.unknown),
        }
    }

    fn write_fields<M: SerializeMap>(&self, to: &mut FieldWriter<M>) {
        to.optional("mid", &self.mid);
        to.optional("create_time", &self.create_time);
        to.optional("event_type", &self.event_type);
        to.field("extra_data", &self.data);
        to.unknown(&self.unknown);
    }
}

impl_serde!(generic Delivery);

/// An event.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// An object was created.
    Created(Box<Delivery<Activity>>),
    /// An account was created.
    AccountCreated(Box<Delivery<Activity>>),
    /// Something was touched.
    Touched(Delivery<Option<RawJson>>),
    /// An event that the spec does not know, as it came.
    Unknown(UnknownEvent),
}

/// Which event one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum EventKind {
    /// An object was created.
    Created,
    /// An account was created.
    AccountCreated,
    /// Something was touched.
    Touched,
    /// An event that the spec does not know.
    Unknown,
}

static EVENTS: Matches<EventKind> = Matches {
    paths: &["event_type", "extra_data.object_name", "extra_data.deep.version"],
    rows: &[
        Match { keys: &[("event_type", "create")], kind: EventKind::Created },
        Match {
            keys: &[("event_type", "create"), ("extra_data.object_name", "account")],
            kind: EventKind::AccountCreated,
        },
        Match { keys: &[("event_type", "touch"), ("extra_data.deep.version", "2")], kind: EventKind::Touched },
    ],
};

impl Event {
    /// Reads an event; one that the spec does not know is [`Event::Unknown`].
    pub fn parse(body: &[u8]) -> Result<Self, EventError> {
        let body = EventBody::new(body)?;
        Ok(match body.kind(&EVENTS)? {
            Some(EventKind::Created) => Self::Created(body.read("object.created")?),
            Some(EventKind::AccountCreated) => Self::AccountCreated(body.read("account.created")?),
            Some(EventKind::Touched) => Self::Touched(body.read("thing.touched")?),
            Some(EventKind::Unknown) | None => Self::Unknown(body.unknown()),
        })
    }

    /// Which event it is.
    #[must_use]
    pub fn kind(&self) -> EventKind {
        match self {
            Self::Created(_) => EventKind::Created,
            Self::AccountCreated(_) => EventKind::AccountCreated,
            Self::Touched(_) => EventKind::Touched,
            Self::Unknown(_) => EventKind::Unknown,
        }
    }
}

impl ReceivedEvent for Event {
    fn parse(body: &[u8]) -> Result<Self, EventError> {
        Event::parse(body)
    }

    fn kind_name(&self) -> &'static str {
        self.kind().as_str()
    }

    fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }
}

impl EventKind {
    /// The name, `family.event`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "object.created",
            Self::AccountCreated => "account.created",
            Self::Touched => "thing.touched",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for Event {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Created(event) => event.serialize(to),
            Self::AccountCreated(event) => event.serialize(to),
            Self::Touched(event) => event.serialize(to),
            Self::Unknown(event) => event.serialize(to),
        }
    }
}
