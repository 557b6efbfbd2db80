//! The events: their envelope, their variants, and the table that tells them apart.

use super::{Docs, Field, Path};

/// The events.
#[derive(Clone, Debug)]
pub struct Events {
    /// The name of the generic envelope.
    pub envelope: String,
    /// The name of the envelope whose fields are not read yet.
    pub envelope_ref: String,
    /// The fields of the envelope but for the data.
    pub fields: Vec<Field>,
    /// The name of the data on the wire.
    pub data: String,
    /// The events in the order of the spec.
    pub events: Vec<Event>,
    /// What stands above the variant of all others.
    pub unknown: Docs,
    /// Where the values stand that tell an event: the keys that lead to each.
    pub paths: Vec<Vec<String>>,
    /// What tells each event, those told by more values first.
    pub rows: Vec<EventRow>,
}

/// What tells an event.
#[derive(Clone, Debug)]
pub struct EventRow {
    /// The name of its variant.
    pub variant: String,
    /// Values by place of the path.
    pub keys: Vec<(usize, String)>,
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
