//! A value that comes plain or as a JSON document in a string.

use std::ops::{Deref, DerefMut};

use serde::ser::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::runtime::{Quirks, Read, ReadError, Reader, deserialize};

/// A value that comes plain or as a JSON document in a string, and is written back the way it came.
///
/// A string is always read as a document. Equality compares the values, whichever way they came.
#[derive(Clone, Debug, Default)]
pub struct Embedded<T> {
    value: T,
    in_string: bool,
}

impl<T> Embedded<T> {
    /// A value to be written as a JSON document in a string.
    pub const fn in_string(value: T) -> Self {
        Self { value, in_string: true }
    }

    /// Whether it is a JSON document in a string.
    #[must_use]
    pub const fn is_in_string(&self) -> bool {
        self.in_string
    }

    /// The value alone.
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T> From<T> for Embedded<T> {
    fn from(value: T) -> Self {
        Self { value, in_string: false }
    }
}

impl<T> Deref for Embedded<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Embedded<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: PartialEq> PartialEq for Embedded<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Read> Read for Embedded<T> {
    const REQUIRED: bool = T::REQUIRED;

    fn placeholder() -> Self {
        T::placeholder().into()
    }

    fn read(from: &mut Reader<'_>, quirks: Quirks) -> Result<Self, ReadError> {
        if from.peek() != Some(b'"') {
            return T::read(from, quirks).map(Self::from);
        }
        let text = from.string()?;
        let mut inner = from.embedded(&text)?;
        T::read(&mut inner, quirks).and_then(|value| inner.end().map(|()| Self::in_string(value))).map_err(in_document)
    }
}

/// Malformed JSON in a string is no fault of the text around it.
fn in_document(error: ReadError) -> ReadError {
    match error.is_syntax() {
        true => ReadError::new(format!("the string holds no JSON document: {}", error.reason())),
        false => error,
    }
}

impl<T: Serialize> Serialize for Embedded<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if !self.in_string {
            return self.value.serialize(to);
        }
        to.serialize_str(&serde_json::to_string(&self.value).map_err(S::Error::custom)?)
    }
}

impl<'de, T: Read> Deserialize<'de> for Embedded<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
