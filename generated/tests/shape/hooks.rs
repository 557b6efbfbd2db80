//! Events that a header tells, whose deliveries have no envelope, in the form that the machine writes.

use crate::runtime::{
    DeliveryHeaders, EventBody, EventError, EventReader, Match, Matches, RawJson, ReceivedEvent, Serialize, Serializer,
    UnknownEvent, UnknownFields, header_key, impl_object,
};
use std::collections::BTreeMap;
use std::fmt;

/// A webhook delivery, told from others by its match keys.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// Pushed
    ///
    /// Told by: the header `x-event` is `push`.
    ///
    /// Evidence: documented ([page](https://example.com/page)).
    RepositoryPushed(Box<Push>),
    /// Issue opened
    ///
    /// Told by: `action` is `opened`, the header `x-event` is `issues`.
    ///
    /// Evidence: documented ([page](https://example.com/page)).
    RepositoryIssueOpened(Box<Issue>),
    /// Issue changed
    ///
    /// Told by: the header `x-event` is `issues`.
    ///
    /// Evidence: documented ([page](https://example.com/page)).
    RepositoryIssueChanged(Box<BTreeMap<String, RawJson>>),
    /// An event that the spec does not know, byte for byte.
    Unknown(UnknownEvent),
}

impl Event {
    /// Reads a delivery. An event that the spec does not know is [`Event::Unknown`].
    ///
    /// Of a repeated key that the spec knows the last value holds, of any other all are kept. There may be 128
    /// levels of objects, lists and embedded documents in what the spec knows, and any number in the rest. There
    /// is no limit of size: time and memory grow with the length of the body and no faster.
    ///
    /// # Errors
    /// The body is not a JSON object, or a known event cannot be read. The error keeps the body.
    pub fn parse_with<'h>(headers: impl DeliveryHeaders<'h>, body: &[u8]) -> Result<Self, EventError> {
        let headers = HEADERS.map(|name| headers.get(name));
        EventBody::new(body)?.parse_with(&MATCHES, &headers, Self::read)
    }

    /// Which event it is.
    #[must_use]
    pub const fn kind(&self) -> EventKind {
        match self {
            Self::RepositoryPushed(_) => EventKind::RepositoryPushed,
            Self::RepositoryIssueOpened(_) => EventKind::RepositoryIssueOpened,
            Self::RepositoryIssueChanged(_) => EventKind::RepositoryIssueChanged,
            Self::Unknown(_) => EventKind::Unknown,
        }
    }

    fn read(kind: EventKind, body: EventReader<'_>) -> Result<Self, EventError> {
        match kind {
            EventKind::RepositoryPushed => body.read(kind.as_str()).map(Self::RepositoryPushed),
            EventKind::RepositoryIssueOpened => body.read(kind.as_str()).map(Self::RepositoryIssueOpened),
            EventKind::RepositoryIssueChanged => body.read(kind.as_str()).map(Self::RepositoryIssueChanged),
            EventKind::Unknown => Ok(Self::Unknown(body.unknown())),
        }
    }
}

impl ReceivedEvent for Event {
    const TOLD_BY_HEADERS: bool = true;

    fn parse(body: &[u8]) -> Result<Self, EventError> {
        Event::parse_with((), body)
    }

    fn parse_with<'h>(headers: impl DeliveryHeaders<'h>, body: &[u8]) -> Result<Self, EventError> {
        Event::parse_with(headers, body)
    }

    fn kind_name(&self) -> &'static str {
        self.kind().as_str()
    }

    fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }
}

impl Serialize for Event {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::RepositoryPushed(event) => event.serialize(to),
            Self::RepositoryIssueOpened(event) => event.serialize(to),
            Self::RepositoryIssueChanged(event) => event.serialize(to),
            Self::Unknown(event) => event.serialize(to),
        }
    }
}

/// A webhook delivery that is told from others, but not read: for routing, or to be read later or elsewhere.
#[derive(Clone, Debug)]
pub struct EventRef<'a> {
    kind: EventKind,
    body: EventBody<'a>,
}

impl<'a> EventRef<'a> {
    /// Tells which event a body is. All of it is checked to be one JSON object, nothing is read or copied.
    ///
    /// It is the event that [`Event::parse_with`] tells, under the same limits.
    ///
    /// # Errors
    /// The body is not a JSON object.
    pub fn parse_with<'h>(headers: impl DeliveryHeaders<'h>, body: &'a [u8]) -> Result<Self, EventError> {
        let body = EventBody::new(body)?;
        let (kind, ()) = body.open_with(&MATCHES, &HEADERS.map(|name| headers.get(name)))?;
        Ok(Self { kind, body })
    }

    /// Reads all of it, which gives what [`Event::parse_with`] gives.
    ///
    /// # Errors
    /// The envelope or the data of a known event cannot be read.
    pub fn decode(&self) -> Result<Event, EventError> {
        Event::read(self.kind, self.body.reader())
    }

    /// Which event it is.
    #[must_use]
    pub const fn kind(&self) -> EventKind {
        self.kind
    }

    /// The body, byte for byte.
    #[must_use]
    pub const fn bytes(&self) -> &'a [u8] {
        self.body.bytes()
    }
}

/// Which event a delivery is: for routing, metrics and logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum EventKind {
    /// [`Event::RepositoryPushed`]
    RepositoryPushed,
    /// [`Event::RepositoryIssueOpened`]
    RepositoryIssueOpened,
    /// [`Event::RepositoryIssueChanged`]
    RepositoryIssueChanged,
    /// [`Event::Unknown`]
    Unknown,
}

impl EventKind {
    /// Every event that the spec knows.
    pub const ALL: &'static [Self] =
        &[Self::RepositoryPushed, Self::RepositoryIssueOpened, Self::RepositoryIssueChanged];

    /// The event's name in the spec; `unknown` for all others.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RepositoryPushed => "repository.pushed",
            Self::RepositoryIssueOpened => "repository.issue_opened",
            Self::RepositoryIssueChanged => "repository.issue_changed",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

const MATCHES: Matches<EventKind> = Matches::new(
    &[&["action"]],
    &[
        Match { keys: &[(header_key(0), "issues"), (0, "opened")], kind: EventKind::RepositoryIssueOpened },
        Match { keys: &[(header_key(0), "push")], kind: EventKind::RepositoryPushed },
        Match { keys: &[(header_key(0), "issues")], kind: EventKind::RepositoryIssueChanged },
    ],
    EventKind::Unknown,
);

const HEADERS: [&str; 1] = ["x-event"];

/// Its meaning is not known.
///
/// Evidence: documented ([page](https://example.com/page)).
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Push {
    /// Its meaning is not known.
    pub ref_: Option<String>,
    /// Its meaning is not known.
    pub forced: Option<bool>,
    /// Fields that the spec does not know, as they came.
    pub unknown: UnknownFields,
}

impl_object! { Push;
    0 optional ref_ "ref",
    1 optional forced "forced",
}

/// Its meaning is not known.
///
/// Evidence: documented ([page](https://example.com/page)).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Issue {
    /// Its meaning is not known.
    pub action: String,
    /// Its meaning is not known.
    pub number: Option<i64>,
    /// Fields that the spec does not know, as they came.
    pub unknown: UnknownFields,
}

impl_object! { Issue, required &[0];
    0 field action "action",
    1 optional number "number",
}
