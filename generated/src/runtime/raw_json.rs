//! Any JSON value, as the text that it came as.

use std::any::type_name;
use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::{EncodeError, Quirks, Read, ReadError, Reader};

/// Any JSON value, kept as text: digits, order and repeated keys are as they came.
///
/// Equality compares the text. `Debug` shows the type and the length only.
#[derive(Clone)]
pub struct RawJson(Box<str>);

impl RawJson {
    /// The JSON that `value` is written as.
    pub fn from_value<T: Serialize + ?Sized>(value: &T) -> Result<Self, EncodeError> {
        serde_json::to_string(value).map(|text| Self(text.into())).map_err(|_| EncodeError::value())
    }

    /// The value that `text` is, if it is JSON.
    pub fn parse(text: &str) -> Result<Self, ReadError> {
        let mut from = Reader::new(text);
        let raw = from.raw()?;
        from.end()?;
        Ok(Self(raw.into()))
    }

    /// The value that a text is which the reader has checked.
    pub(super) fn from_checked(json: &str) -> Self {
        Self(json.into())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text as serde_json's type, which checks it again.
    #[must_use]
    pub fn as_raw(&self) -> &RawValue {
        as_raw(&self.0)
    }

    /// Reads the value as a type of the caller's.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, ReadError> {
        decode_raw(&self.0)
    }

    /// Reads the field `key` of an object, the last one of that name; none where there is none.
    pub fn get<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, ReadError> {
        get_raw(self.as_str(), key)
    }

    /// The field `key` of an object, the last one of that name.
    #[must_use]
    pub fn raw(&self, key: &str) -> Option<&RawValue> {
        find_raw(self.as_str(), key)
    }

    /// Whether it is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.as_str() == "null"
    }
}

/// Reads a value as a type of the caller's; the error does not quote the value, as serde_json's would.
pub(super) fn decode_raw<T: DeserializeOwned>(raw: &str) -> Result<T, ReadError> {
    serde_json::from_str(raw).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        ReadError::new(format!("does not fit {} at line {line} column {column}", type_name::<T>()))
    })
}

/// Reads the last field of that name in an object's text.
pub(super) fn get_raw<T: DeserializeOwned>(object: &str, key: &str) -> Result<Option<T>, ReadError> {
    let read = |raw| decode_raw(raw).map_err(|error| error.within_key(key.to_owned()));
    find_text(object, key).map(read).transpose()
}

/// The last field of that name in an object's text; none in any other text.
pub(super) fn find_raw<'t>(object: &'t str, key: &str) -> Option<&'t RawValue> {
    find_text(object, key).map(as_raw)
}

/// A text that is known to be JSON, as serde_json's type.
fn as_raw(json: &str) -> &RawValue {
    serde_json::from_str(json).unwrap_or(RawValue::NULL)
}

fn find_text<'t>(object: &'t str, key: &str) -> Option<&'t str> {
    let mut found = None;
    let whole = Reader::new(object).object(|from, name| {
        let raw = from.raw()?;
        if name == key {
            found = Some(raw);
        }
        Ok(())
    });
    whole.ok().and(found)
}

impl Default for RawJson {
    fn default() -> Self {
        Self("null".into())
    }
}

impl From<&RawValue> for RawJson {
    fn from(raw: &RawValue) -> Self {
        Self(raw.get().into())
    }
}

impl PartialEq for RawJson {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for RawJson {}

impl fmt::Debug for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.as_str().as_bytes().first() {
            Some(b'{') => "object",
            Some(b'[') => "list",
            Some(b'"') => "string",
            Some(b't' | b'f') => "boolean",
            Some(b'n') | None => "null",
            Some(_) => "number",
        };
        write!(f, "<{kind}, {} bytes>", self.as_str().len())
    }
}

impl Read for RawJson {
    /// Any value will do, and so does none.
    const REQUIRED: bool = false;

    fn placeholder() -> Self {
        Self::default()
    }

    fn read(from: &mut Reader<'_>, _: Quirks) -> Result<Self, ReadError> {
        from.raw().map(Self::from_checked)
    }
}

impl Serialize for RawJson {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.as_raw().serialize(to)
    }
}

impl<'de> Deserialize<'de> for RawJson {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(from).map(|raw| Self(Box::<str>::from(raw)))
    }
}
