//! Bodies of events: telling which event one is, reading it, and keeping what cannot be read.

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::matching::Places;
use super::raw_json::{find_raw, get_raw};
use super::read::utf8;
use super::watch::{Scope, Watch};
use super::{Matches, Quirks, Read, ReadError, Reader, Unopened};

/// The body of an event, known to be UTF-8.
#[derive(Clone, Copy)]
pub struct EventBody<'b>(&'b str);

impl<'b> EventBody<'b> {
    /// The body that the bytes are.
    pub fn new(bytes: &'b [u8]) -> Result<Self, EventError> {
        utf8(bytes).map(Self).map_err(|cause| EventError::new(EventErrorKind::NotJson, None, cause, bytes))
    }

    /// Tells which event it is, by the table, and reads it with `read`, in one pass where the event shows at a glance.
    ///
    /// The glance guesses, and while the body is read notes are taken of where the values stand that tell the event. If
    /// they were others, or the body cannot be read, it is told by all rules and read once more.
    pub fn parse<K, E, F>(self, table: &Matches<K>, read: F) -> Result<E, EventError>
    where
        K: Copy,
        F: Fn(K, EventReader<'_>) -> Result<E, EventError>,
    {
        self.parse_with(table, &[], read)
    }

    /// The same for a table that looks at headers too: those of the delivery, in the table's order.
    pub fn parse_with<K, E, F>(self, table: &Matches<K>, headers: &[Option<&str>], read: F) -> Result<E, EventError>
    where
        K: Copy,
        F: Fn(K, EventReader<'_>) -> Result<E, EventError>,
    {
        let mut places = Places::NONE;
        if let Some(kind) = table.guess(self.0, headers, &mut places) {
            let watch = Watch::new(table.paths);
            let watched = EventReader { body: self.0, watch: Some((&watch, table.body.of(places.looked))) };
            if let Ok(event) = read(kind, watched)
                && places.hold(&watch)
            {
                return Ok(event);
            }
        }
        self.parse_slowly(table, headers, read)
    }

    /// Tells which event it is by all rules, and then reads it.
    #[cold]
    #[inline(never)]
    fn parse_slowly<K, E, F>(self, table: &Matches<K>, headers: &[Option<&str>], read: F) -> Result<E, EventError>
    where
        K: Copy,
        F: Fn(K, EventReader<'_>) -> Result<E, EventError>,
    {
        let (kind, ()) = self.open_with(table, headers)?;
        read(kind, self.reader())
    }

    /// Tells which event it is, by the table, and takes the envelope's fields without reading them.
    /// The whole body is checked to be a JSON object.
    pub fn open<K: Copy, D: Unopened<'b>>(self, table: &Matches<K>) -> Result<(K, D), EventError> {
        self.open_with(table, &[])
    }

    /// The same for a table that looks at headers too: those of the delivery, in the table's order.
    pub fn open_with<K: Copy, D: Unopened<'b>>(
        self,
        table: &Matches<K>,
        headers: &[Option<&str>],
    ) -> Result<(K, D), EventError> {
        let mut from = Reader::new(self.0);
        if from.peek() != Some(b'{') {
            let unfit = from.mismatch("an object");
            return Err(match from.skip().and_then(|()| from.end()) {
                Ok(()) => self.error(EventErrorKind::NotObject, None, unfit),
                Err(cause) => self.error(EventErrorKind::NotJson, None, cause),
            });
        }
        let watch = Watch::new(table.paths);
        let mut envelope = D::default();
        let taken = from.watched_skip(&watch, table.body, |key, json| {
            envelope.take_field(D::TABLE.find(D::FIELDS, usize::MAX, key), json);
        });
        match taken.and_then(|()| from.end()) {
            Ok(()) => Ok((table.tell(self.0, headers, &watch), envelope)),
            Err(cause) => Err(self.error(EventErrorKind::NotJson, None, cause)),
        }
    }

    /// To read it as an event that it is known to be.
    #[must_use]
    pub fn reader(self) -> EventReader<'b> {
        EventReader { body: self.0, watch: None }
    }

    /// The bytes.
    #[must_use]
    pub const fn bytes(self) -> &'b [u8] {
        self.0.as_bytes()
    }

    fn error(self, kind: EventErrorKind, event: Option<&'static str>, cause: ReadError) -> EventError {
        EventError::new(kind, event, cause, self.0.as_bytes())
    }
}

impl fmt::Debug for EventBody<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EventBody(<{} bytes>)", self.0.len())
    }
}

/// A body about to be read as one event.
pub struct EventReader<'b> {
    body: &'b str,
    /// What takes notes, and of which keys of the body.
    watch: Option<(&'b Watch, Scope)>,
}

impl EventReader<'_> {
    /// Reads it as the event of that name.
    pub fn read<T: Read>(self, event: &'static str) -> Result<T, EventError> {
        let mut from = match self.watch {
            Some((watch, scope)) => Reader::watching(self.body, watch, scope),
            None => Reader::new(self.body),
        };
        let value = T::read(&mut from, Quirks::NONE).and_then(|value| from.end().map(|()| value));
        value.map_err(|cause| EventError::new(EventErrorKind::Unreadable, Some(event), cause, self.body.as_bytes()))
    }

    /// Keeps it as it came.
    #[must_use]
    pub fn unknown(self) -> UnknownEvent {
        UnknownEvent(self.body.into())
    }
}

/// An event that the crate does not know, kept byte for byte. `Debug` shows its length only.
#[derive(Clone, PartialEq, Eq)]
pub struct UnknownEvent(Box<str>);

impl UnknownEvent {
    /// The body, byte for byte.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// The body as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads the field `key` as a type of the caller's; none where there is no such field.
    pub fn get<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, ReadError> {
        get_raw(&self.0, key)
    }

    /// The field `key` as text.
    #[must_use]
    pub fn raw(&self, key: &str) -> Option<&RawValue> {
        find_raw(&self.0, key)
    }
}

impl fmt::Debug for UnknownEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UnknownEvent(<{} bytes>)", self.0.len())
    }
}

/// Writes the body back as it came, but for whitespace around it.
impl Serialize for UnknownEvent {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        serde_json::from_str::<&RawValue>(&self.0).map_err(serde::ser::Error::custom)?.serialize(to)
    }
}

/// Why a body is no event that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventErrorKind {
    /// It is not JSON.
    NotJson,
    /// It is JSON, but not an object.
    NotObject,
    /// It is a known event whose fields do not fit, or is nested too deep.
    Unreadable,
}

/// A body that could not be read as an event, with the body. Neither `Display` nor `Debug` shows a value of it.
pub struct EventError(Box<Failure>);

struct Failure {
    kind: EventErrorKind,
    event: Option<&'static str>,
    cause: ReadError,
    body: Vec<u8>,
}

impl EventError {
    fn new(kind: EventErrorKind, event: Option<&'static str>, cause: ReadError, body: &[u8]) -> Self {
        Self(Box::new(Failure { kind, event, cause, body: body.to_owned() }))
    }

    /// What sort of error it is.
    #[must_use]
    pub fn kind(&self) -> EventErrorKind {
        self.0.kind
    }

    /// The name of the event, if it was told.
    #[must_use]
    pub fn event(&self) -> Option<&'static str> {
        self.0.event
    }

    /// The way to the place that could not be read; empty for the body itself.
    #[must_use]
    pub fn path(&self) -> String {
        self.0.cause.path()
    }

    /// What was wrong there.
    #[must_use]
    pub fn reason(&self) -> &str {
        self.0.cause.reason()
    }

    /// The body, byte for byte.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.0.body
    }

    /// The body, without a copy.
    #[must_use]
    pub fn into_body(self) -> Vec<u8> {
        self.0.body
    }
}

impl fmt::Display for EventError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.event, self.0.kind) {
            (Some(event), _) => write!(f, "event {event} cannot be read: ")?,
            (None, EventErrorKind::NotJson) => f.write_str("the event's body is not JSON: ")?,
            (None, EventErrorKind::NotObject) => f.write_str("the event's body is no object: ")?,
            (None, EventErrorKind::Unreadable) => f.write_str("the event cannot be read: ")?,
        }
        self.0.cause.fmt(f)
    }
}

impl fmt::Debug for EventError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventError")
            .field("kind", &self.0.kind)
            .field("event", &self.0.event)
            .field("cause", &self.0.cause)
            .field("body_len", &self.0.body.len())
            .finish()
    }
}

impl std::error::Error for EventError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0.cause)
    }
}
