//! What the machine writes, written by hand for a small made-up API: the runtime is tested against this form.
//!
//! The file names only `crate::runtime`, so a test that uses it has to hold `pub use jing_openplatform::runtime;`.
#![allow(dead_code, reason = "each test uses a part of it")]

pub mod calls;
pub mod events;
pub mod hooks;
pub mod unions;

use crate::runtime::{
    Change, Digits, Embedded, FieldValue, FieldWriter, Flag, Label, LocalDateTime, Number, Object, Quirks, RawJson,
    Read, ReadError, SerializeMap, UnixSeconds, UnknownFields, impl_enum, impl_serde, keys, personal, secret,
};
use std::collections::BTreeMap;
use std::fmt;

/// Where somebody logged in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Platform {
    /// The console.
    Console,
    /// The member center.
    MemberCenter,
    /// A value that the spec does not know, as it came.
    Other(String),
}

impl_enum!(Platform: open str { Console = "console", MemberCenter = "member_center" });

/// Who acted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Actor {
    /// Nobody.
    Nobody,
    /// A console user.
    ConsoleUser,
    /// A value that the spec does not know, as it came.
    Other(Digits),
}

impl_enum!(Actor: open i64 { Nobody = 0, ConsoleUser = 1 });

/// A direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Up.
    Up,
    /// Down.
    Down,
}

impl_enum!(Direction: closed str { Up = "up", Down = "down" });

/// A level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Low.
    Low,
    /// High.
    High,
}

impl_enum!(Level: closed i64 { Low = 1, High = 2 });

/// Where a timeline entry came from.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Timeline {
    /// The platform.
    pub login_platform: Option<Platform>,
    /// The name of the source.
    pub source_name: Option<String>,
    /// Fields that the spec does not know, as they came.
    pub unknown: UnknownFields,
}

impl Object for Timeline {
    const FIELDS: &'static [&'static str] = &["login_platform", "source_name"];
    const QUIRKS: Quirks = Quirks::NONE.blank_is_null().number_or_string();

    fn empty() -> Self {
        Self::default()
    }

    fn read_field(&mut self, field: usize, value: FieldValue<'_, '_>) -> Result<(), ReadError> {
        match field {
            0 => value.read(&mut self.login_platform),
            1 => value.read(&mut self.source_name),
            _ => value.keep(&mut self.unknown),
        }
    }

    fn write_fields<M: SerializeMap>(&self, to: &mut FieldWriter<M>) {
        to.optional("login_platform", &self.login_platform);
        to.optional("source_name", &self.source_name);
        to.unknown(&self.unknown);
    }
}

/// What happened to an account.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Activity {
    /// Notes.
    pub notes: Option<String>,
    /// Notes for which no quirk holds.
    pub strict_notes: Option<String>,
    /// Who acted.
    pub operator_id: Option<Digits>,
    /// How he acts.
    pub operator_type: Option<Actor>,
    /// How often.
    pub count: Option<i64>,
    /// Whether somebody follows up.
    pub is_follow_up: Option<Flag>,
    /// When.
    pub created: Option<LocalDateTime>,
    /// Where.
    pub timeline: Option<Embedded<Timeline>>,
    /// The values of the changed fields, by code.
    pub mapping: Option<Embedded<BTreeMap<String, Change<String>>>>,
    /// The labels of the changed fields, by code.
    pub labels: Option<Embedded<BTreeMap<String, Change<Label>>>>,
    /// An amount.
    pub amount: Option<Number>,
    /// Anything.
    pub anything: Option<RawJson>,
    /// Tags.
    pub tags: Option<Vec<String>>,
    /// A phone number.
    pub mobile: Option<String>,
    /// A token.
    pub token: Option<String>,
    /// Fields of the tenant's own.
    pub custom_fields: BTreeMap<String, Change<String>>,
    /// Fields that the spec does not know, as they came.
    pub unknown: UnknownFields,
}

impl fmt::Debug for Activity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Activity")
            .field("notes", &self.notes)
            .field("strict_notes", &self.strict_notes)
            .field("operator_id", &self.operator_id)
            .field("operator_type", &self.operator_type)
            .field("count", &self.count)
            .field("is_follow_up", &self.is_follow_up)
            .field("created", &self.created)
            .field("timeline", &self.timeline)
            .field("mapping", &self.mapping.as_ref().map(|map| keys(map)))
            .field("labels", &self.labels.as_ref().map(|map| keys(map)))
            .field("amount", &self.amount)
            .field("anything", &self.anything)
            .field("tags", &self.tags)
            .field("mobile", &self.mobile.as_ref().map(personal))
            .field("token", &self.token.as_ref().map(secret))
            .field("custom_fields", &keys(&self.custom_fields))
            .field("unknown", &self.unknown)
            .finish()
    }
}

impl Object for Activity {
    const FIELDS: &'static [&'static str] = &[
        "notes",
        "strict_notes",
        "operator_id",
        "operator_type",
        "count",
        "is_follow_up",
        "created",
        "timeline",
        "mapping",
        "labels",
        "amount",
        "anything",
        "tags",
        "mobile",
        "token",
    ];
    const QUIRKS: Quirks = Quirks::NONE.blank_is_null().number_or_string();

    fn empty() -> Self {
        Self::default()
    }

    fn read_field(&mut self, field: usize, value: FieldValue<'_, '_>) -> Result<(), ReadError> {
        match field {
            0 => value.read(&mut self.notes),
            1 => value.with(Quirks::NONE).read(&mut self.strict_notes),
            2 => value.read(&mut self.operator_id),
            3 => value.read(&mut self.operator_type),
            4 => value.read(&mut self.count),
            5 => value.read(&mut self.is_follow_up),
            6 => value.read(&mut self.created),
            7 => value.read(&mut self.timeline),
            8 => value.read(&mut self.mapping),
            9 => value.read(&mut self.labels),
            10 => value.read(&mut self.amount),
            11 => value.read(&mut self.anything),
            12 => value.read(&mut self.tags),
            13 => value.read(&mut self.mobile),
            14 => value.read(&mut self.token),
            _ => value.keep_in(&mut self.custom_fields, &mut self.unknown),
        }
    }

    fn write_fields<M: SerializeMap>(&self, to: &mut FieldWriter<M>) {
        to.optional("notes", &self.notes);
        to.optional("strict_notes", &self.strict_notes);
        to.optional("operator_id", &self.operator_id);
        to.optional("operator_type", &self.operator_type);
        to.optional("count", &self.count);
        to.optional("is_follow_up", &self.is_follow_up);
        to.optional("created", &self.created);
        to.optional("timeline", &self.timeline);
        to.optional("mapping", &self.mapping);
        to.optional("labels", &self.labels);
        to.optional("amount", &self.amount);
        to.optional("anything", &self.anything);
        to.optional("tags", &self.tags);
        to.optional("mobile", &self.mobile);
        to.optional("token", &self.token);
        to.entries(&self.custom_fields);
        to.unknown(&self.unknown);
    }
}

/// A tree.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Node {
    /// Its name.
    pub name: String,
    /// Which way it goes.
    pub direction: Direction,
    /// How high it stands.
    pub level: Option<Level>,
    /// The next one.
    pub next: Option<Box<Node>>,
    /// Those beneath.
    pub children: Option<Vec<Node>>,
    /// Those beneath, in a string.
    pub packed: Option<Embedded<Vec<Node>>>,
    /// Since when.
    pub since: Option<UnixSeconds>,
    /// Fields that the spec does not know, as they came.
    pub unknown: UnknownFields,
}

impl Object for Node {
    const FIELDS: &'static [&'static str] = &["name", "direction", "level", "next", "children", "packed", "since"];
    const REQUIRED: &'static [usize] = &[0, 1];

    fn empty() -> Self {
        Self {
            name: Read::placeholder(),
            direction: Read::placeholder(),
            level: None,
            next: None,
            children: None,
            packed: None,
            since: None,
            unknown: UnknownFields::new(),
        }
    }

    fn read_field(&mut self, field: usize, value: FieldValue<'_, '_>) -> Result<(), ReadError> {
        match field {
            0 => value.read(&mut self.name),
            1 => value.read(&mut self.direction),
            2 => value.read(&mut self.level),
            3 => value.read(&mut self.next),
            4 => value.read(&mut self.children),
            5 => value.read(&mut self.packed),
            6 => value.read(&mut self.since),
            _ => value.keep(&mut self.unknown),
        }
    }

    fn write_fields<M: SerializeMap>(&self, to: &mut FieldWriter<M>) {
        to.field("name", &self.name);
        to.field("direction", &self.direction);
        to.optional("level", &self.level);
        to.optional("next", &self.next);
        to.optional("children", &self.children);
        to.optional("packed", &self.packed);
        to.optional("since", &self.since);
        to.unknown(&self.unknown);
    }
}

impl_serde!(Timeline, Activity, Node);
