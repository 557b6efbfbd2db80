//! Yes or no, in whichever way it is written.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::runtime::{Quirks, RawJson, Read, ReadError, Reader, deserialize};

/// Yes or no as `1`/`0`, `true`/`false`, or either of these in a string, written back the way it came.
///
/// Any other number or string is kept, and [`Flag::get`] gives none for it. Equality compares the meanings, and the
/// texts where there is none.
#[derive(Clone)]
pub struct Flag(Form);

#[derive(Clone)]
enum Form {
    Number(bool),
    Boolean(bool),
    NumberText(bool),
    BooleanText(bool),
    Other(RawJson),
}

impl Flag {
    /// Whether it is a yes; none where the value is neither.
    #[must_use]
    pub const fn get(&self) -> Option<bool> {
        match self.0 {
            Form::Number(yes) | Form::Boolean(yes) | Form::NumberText(yes) | Form::BooleanText(yes) => Some(yes),
            Form::Other(_) => None,
        }
    }
}

/// Written as 1 or 0.
impl From<bool> for Flag {
    fn from(yes: bool) -> Self {
        Self(Form::Number(yes))
    }
}

impl PartialEq for Flag {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Form::Other(one), Form::Other(other)) => one == other,
            _ => self.get() == other.get() && self.get().is_some(),
        }
    }
}

impl Eq for Flag {}

impl fmt::Debug for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Other(raw) => raw.fmt(f),
            _ => self.get().unwrap_or_default().fmt(f),
        }
    }
}

impl Read for Flag {
    fn placeholder() -> Self {
        Self::from(false)
    }

    fn read(from: &mut Reader<'_>, _: Quirks) -> Result<Self, ReadError> {
        if !matches!(from.peek(), Some(b'"' | b't' | b'f' | b'-' | b'0'..=b'9')) {
            return Err(from.mismatch("a flag"));
        }
        let raw = from.raw()?;
        Ok(Self(match raw {
            "1" => Form::Number(true),
            "0" => Form::Number(false),
            "true" => Form::Boolean(true),
            "false" => Form::Boolean(false),
            "\"1\"" => Form::NumberText(true),
            "\"0\"" => Form::NumberText(false),
            "\"true\"" => Form::BooleanText(true),
            "\"false\"" => Form::BooleanText(false),
            _ => Form::Other(RawJson::from_checked(raw)),
        }))
    }
}

impl Serialize for Flag {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Form::Number(yes) => to.serialize_u8(u8::from(*yes)),
            Form::Boolean(yes) => to.serialize_bool(*yes),
            Form::NumberText(yes) => to.serialize_str(if *yes { "1" } else { "0" }),
            Form::BooleanText(yes) => to.serialize_str(if *yes { "true" } else { "false" }),
            Form::Other(raw) => raw.serialize(to),
        }
    }
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
