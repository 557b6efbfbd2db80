//! Events in the form that the machine writes.

use super::Activity;
use crate::runtime::{
    Digits, EventBody, EventError, EventReader, Match, Matches, Object, Quirks, RawJson, ReceivedEvent, Serialize,
    Serializer, UnixSeconds, UnknownEvent, UnknownFields, Unopened, Unread, impl_object,
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

impl_object! { Delivery<T> at 3, quirks Quirks::NONE.blank_is_null().number_or_string(), required if T::REQUIRED { &[3] } else { &[] };
    0 optional mid "mid",
    1 optional create_time "create_time",
    2 optional event_type "event_type",
    3 field_or_empty data "extra_data",
}

/// The fields of a [`Delivery`], each of which is read when it is asked for.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DeliveryRef<'a> {
    /// [`Delivery::mid`]
    pub mid: Unread<'a, Option<Digits>>,
    /// [`Delivery::create_time`]
    pub create_time: Unread<'a, Option<UnixSeconds>>,
    /// [`Delivery::event_type`]
    pub event_type: Unread<'a, Option<String>>,
    /// The event's own data.
    pub data: Unread<'a, RawJson>,
}

impl Default for DeliveryRef<'_> {
    fn default() -> Self {
        let quirks = <Delivery<()> as Object>::QUIRKS;
        Self {
            mid: Unread::missing("mid", quirks),
            create_time: Unread::missing("create_time", quirks),
            event_type: Unread::missing("event_type", quirks),
            data: Unread::missing("extra_data", quirks),
        }
    }
}

impl<'a> Unopened<'a> for DeliveryRef<'a> {
    const FIELDS: &'static [&'static str] = <Delivery<()> as Object>::FIELDS;

    fn take_field(&mut self, field: usize, json: &'a str) {
        match field {
            0 => self.mid.take(json),
            1 => self.create_time.take(json),
            2 => self.event_type.take(json),
            3 => self.data.take(json),
            _ => {}
        }
    }
}

/// An event that is told from others, but not read.
#[derive(Clone, Debug)]
pub struct EventRef<'a> {
    kind: EventKind,
    envelope: DeliveryRef<'a>,
    body: EventBody<'a>,
}

impl<'a> EventRef<'a> {
    /// Tells which event a body is.
    pub fn parse(body: &'a [u8]) -> Result<Self, EventError> {
        let body = EventBody::new(body)?;
        let (kind, envelope) = body.open(&EVENTS)?;
        Ok(Self { kind, envelope, body })
    }

    /// Which event it is.
    pub const fn kind(&self) -> EventKind {
        self.kind
    }

    /// The fields around the event's own data, and that.
    pub const fn envelope(&self) -> &DeliveryRef<'a> {
        &self.envelope
    }

    /// The body, byte for byte.
    pub const fn bytes(&self) -> &'a [u8] {
        self.body.bytes()
    }

    /// Reads all of it.
    pub fn decode(&self) -> Result<Event, EventError> {
        Event::read(self.kind, self.body.reader())
    }
}

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

static EVENTS: Matches<EventKind> = Matches::new(
    &[&["event_type"], &["extra_data", "object_name"], &["extra_data", "deep", "version"]],
    &[
        Match { keys: &[(0, "create"), (1, "account")], kind: EventKind::AccountCreated },
        Match { keys: &[(0, "touch"), (2, "2")], kind: EventKind::Touched },
        Match { keys: &[(0, "create")], kind: EventKind::Created },
    ],
    EventKind::Unknown,
);

impl Event {
    /// Reads an event; one that the spec does not know is [`Event::Unknown`].
    pub fn parse(body: &[u8]) -> Result<Self, EventError> {
        EventBody::new(body)?.parse(&EVENTS, Self::read)
    }

    fn read(kind: EventKind, body: EventReader<'_>) -> Result<Self, EventError> {
        match kind {
            EventKind::Created => body.read(kind.as_str()).map(Self::Created),
            EventKind::AccountCreated => body.read(kind.as_str()).map(Self::AccountCreated),
            EventKind::Touched => body.read(kind.as_str()).map(Self::Touched),
            EventKind::Unknown => Ok(Self::Unknown(body.unknown())),
        }
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
