//! The events: their envelope, their variants, and the table that tells them apart.

use super::{Docs, Field, Path};

/// The events.
#[derive(Clone, Debug)]
pub struct Events {
    /// What is around the data of each; none where a delivery is the data.
    pub envelope: Option<Envelope>,
    /// The events in the order of the spec.
    pub events: Vec<Event>,
    /// What stands above the variant of all others.
    pub unknown: Docs,
    /// Where the values stand that tell an event: the keys that lead to each.
    pub paths: Vec<Vec<String>>,
    /// The names of the headers that tell an event.
    pub headers: Vec<String>,
    /// What tells each event, those told by more values first.
    pub rows: Vec<EventRow>,
}

/// What is around the data of an event.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// The name of the generic type.
    pub name: String,
    /// The name of the type whose fields are not read yet.
    pub name_ref: String,
    /// The fields but for the data.
    pub fields: Vec<Field>,
    /// The name of the data on the wire.
    pub data: String,
}

/// What tells an event.
#[derive(Clone, Debug)]
pub struct EventRow {
    /// The name of its variant.
    pub variant: String,
    /// Values by where they stand.
    pub keys: Vec<(KeyPlace, String)>,
}

/// Where a value stands that tells an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyPlace {
    /// In a header, by its place in the list.
    Header(usize),
    /// In the body, by the place of the path in the list.
    Body(usize),
}

/// An event.
#[derive(Clone, Debug)]
pub struct Event {
    /// What stands above its variant.
    pub docs: Docs,
    /// The name of its variant.
    pub variant: String,
    /// `family.name`.
    pub id: String,
    /// The type of its data.
    pub data: Path,
}
