//! A number that keeps every digit.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::{Quirks, Read, ReadError, Reader, deserialize, scan};

/// A JSON number as the text that it came as: `19.90` stays `19.90`, and no digit of a long one is lost.
///
/// Equality compares the text, so that `19.9` and `19.90` differ.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(Box<str>);

impl Number {
    /// The number that `text` is in JSON's grammar; none if it is no number.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        scan::is_number(text).then(|| Self(text.into()))
    }

    /// The number that `value` is written as; none for an infinite one or none at all.
    #[must_use]
    pub fn from_f64(value: f64) -> Option<Self> {
        Self::parse(&serde_json::to_string(&value).ok()?)
    }

    /// The text, digit for digit.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The value, where it is an integer that fits.
    #[must_use]
    pub fn to_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    /// The nearest value, which may be another one.
    #[must_use]
    pub fn to_f64(&self) -> Option<f64> {
        self.0.parse().ok()
    }
}

/// Writes a text in JSON's number grammar as a number, digit for digit.
pub(super) fn write_number<S: Serializer>(text: &str, to: S) -> Result<S::Ok, S::Error> {
    match serde_json::from_str::<&RawValue>(text) {
        Ok(raw) => raw.serialize(to),
        Err(_) => to.serialize_str(text),
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(value.to_string().into())
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Read for Number {
    fn placeholder() -> Self {
        Self::from(0)
    }

    fn read(from: &mut Reader<'_>, quirks: Quirks) -> Result<Self, ReadError> {
        if from.peek() == Some(b'"') && quirks.has_number_or_string() {
            let number = Self::parse(&from.string()?);
            from.note_other_form();
            return number.ok_or_else(|| ReadError::new("expected a number, found another text"));
        }
        from.number().map(|text| Self(text.into()))
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        write_number(&self.0, to)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
