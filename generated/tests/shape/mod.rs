//! What the machine writes, written by hand for a small made-up API: the runtime is tested against this form.
//!
//! The file names only `crate::runtime`, so a test that uses it has to hold `pub use jing_openplatform::runtime;`.
#![allow(dead_code, reason = "each test uses a part of it")]

pub mod calls;
pub mod events;
pub mod hooks;
pub mod unions;

use crate::runtime::{
    Change, Digits, Embedded, Flag, Label, LocalDateTime, Number, Quirks, RawJson, UnixSeconds, UnknownFields,
    impl_enum, impl_object, keys, personal, secret,
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

impl_object! { Timeline, quirks Quirks::NONE.blank_is_null().number_or_string();
    0 optional login_platform "login_platform",
    1 optional source_name "source_name",
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

impl_object! { Activity, quirks Quirks::NONE.blank_is_null().number_or_string(), rest custom_fields;
    0 optional notes "notes",
    1 optional strict_notes "strict_notes" with Quirks::NONE,
    2 optional operator_id "operator_id",
    3 optional operator_type "operator_type",
    4 optional count "count",
    5 optional is_follow_up "is_follow_up",
    6 optional created "created",
    7 optional timeline "timeline",
    8 optional mapping "mapping",
    9 optional labels "labels",
    10 optional amount "amount",
    11 optional anything "anything",
    12 optional tags "tags",
    13 optional mobile "mobile",
    14 optional token "token",
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

impl_object! { Node, required &[0, 1];
    0 field name "name",
    1 field direction "direction",
    2 optional level "level",
    3 optional next "next",
    4 optional children "children",
    5 optional packed "packed",
    6 optional since "since",
}
