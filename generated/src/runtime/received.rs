//! What a receiver has to know of an event type: how to read one, what it is called, what tells deliveries apart.

use std::borrow::Cow;

use super::{DeliveryHeaders, EventError};

/// An event as a receiver sees it. The machine-written `Event` is one; [`WithBody`] keeps the body beside it.
pub trait ReceivedEvent: Sized {
    /// Whether a header may tell which event a delivery is. Then two of the same bytes may be two events.
    const TOLD_BY_HEADERS: bool = false;

    /// Reads the body of a delivery. An event that the spec does not know is no error.
    ///
    /// # Errors
    /// The body is not a JSON object, or the data of a known event cannot be read. The error keeps the body.
    fn parse(body: &[u8]) -> Result<Self, EventError>;

    /// Reads a delivery by its headers and its body, where a header tells which event it is.
    ///
    /// # Errors
    /// Those of [`parse`](Self::parse).
    fn parse_with<'h>(headers: impl DeliveryHeaders<'h>, body: &[u8]) -> Result<Self, EventError> {
        let _ = headers;
        Self::parse(body)
    }

    /// The event's name in the spec, `unknown` for all others: for routing, metrics and logs.
    fn kind_name(&self) -> &'static str;

    /// Whether the spec does not know the event.
    fn is_unknown(&self) -> bool;

    /// What the sender calls this delivery: the same when it sends it again, another for every other one.
    ///
    /// None unless the spec says that there is such an id. Then two deliveries are the same if their bytes are, and
    /// their events where a header tells them.
    fn delivery_id(&self) -> Option<Cow<'_, str>> {
        None
    }
}

/// An event with the body that it was read from, byte for byte. `Debug` shows the body's length only.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WithBody<E> {
    /// The event.
    pub event: E,
    /// The body.
    pub body: Box<[u8]>,
}

impl<E: std::fmt::Debug> std::fmt::Debug for WithBody<E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WithBody").field("event", &self.event).field("body_len", &self.body.len()).finish()
    }
}

impl<E: ReceivedEvent> ReceivedEvent for WithBody<E> {
    const TOLD_BY_HEADERS: bool = E::TOLD_BY_HEADERS;

    fn parse(body: &[u8]) -> Result<Self, EventError> {
        E::parse(body).map(|event| Self { event, body: body.into() })
    }

    fn parse_with<'h>(headers: impl DeliveryHeaders<'h>, body: &[u8]) -> Result<Self, EventError> {
        E::parse_with(headers, body).map(|event| Self { event, body: body.into() })
    }

    fn kind_name(&self) -> &'static str {
        self.event.kind_name()
    }

    fn is_unknown(&self) -> bool {
        self.event.is_unknown()
    }

    fn delivery_id(&self) -> Option<Cow<'_, str>> {
        self.event.delivery_id()
    }
}
