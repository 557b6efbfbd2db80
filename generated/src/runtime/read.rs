//! Reading a type from JSON text.

use std::collections::BTreeMap;

use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{Quirks, ReadError, Reader};

/// A type that can be read from JSON text.
pub trait Read: Sized {
    /// Whether a field of this type has to be there.
    const REQUIRED: bool = true;
    /// Whether no text at all is a value: of nothing, and of what may be missing as a whole.
    const MAY_BE_NOTHING: bool = false;

    /// A value to stand in a field until it is read; a missing one that is not required keeps it.
    fn placeholder() -> Self;

    /// Reads the next value. `quirks` are those of the field.
    fn read(from: &mut Reader<'_>, quirks: Quirks) -> Result<Self, ReadError>;
}

/// Reads a whole text, without a quirk but those that the type's own fields declare.
pub fn from_str<T: Read>(text: &str) -> Result<T, ReadError> {
    let mut from = Reader::new(text);
    let value = T::read(&mut from, Quirks::NONE)?;
    from.end()?;
    Ok(value)
}

/// Reads a whole text from its bytes, which have to be UTF-8.
pub fn from_slice<T: Read>(bytes: &[u8]) -> Result<T, ReadError> {
    from_str(utf8(bytes)?)
}

/// The text that the bytes are.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str, ReadError> {
    std::str::from_utf8(bytes).map_err(|error| {
        let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = valid.iter().filter(|&&byte| byte == b'\n').count() + 1;
        let column = valid.iter().rev().take_while(|&&byte| byte != b'\n').count() + 1;
        ReadError::syntax("bytes that are not UTF-8", line, column)
    })
}

/// Reads a type where serde is asked for it: the value's text is captured and then read as [`from_str`] does.
pub fn deserialize<'de, T: Read, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let raw = Box::<RawValue>::deserialize(from)?;
    from_str(raw.get()).map_err(D::Error::custom)
}

impl Read for String {
    fn placeholder() -> Self {
        Self::new()
    }

    fn read(from: &mut Reader<'_>, quirks: Quirks) -> Result<Self, ReadError> {
        from.text(quirks).map(Into::into)
    }
}

impl Read for bool {
    fn placeholder() -> Self {
        false
    }

    fn read(from: &mut Reader<'_>, _: Quirks) -> Result<Self, ReadError> {
        from.boolean()
    }
}

impl Read for i64 {
    fn placeholder() -> Self {
        0
    }

    fn read(from: &mut Reader<'_>, quirks: Quirks) -> Result<Self, ReadError> {
        if from.peek() == Some(b'"') && quirks.has_number_or_string() {
            let value = integer(&from.string()?)?;
            from.note_other_form();
            return Ok(value);
        }
        match from.peek() {
            Some(b'-' | b'0'..=b'9') => integer(from.number()?),
            _ => Err(from.mismatch("an integer")),
        }
    }
}

/// The integer that a text is in JSON's grammar.
fn integer(text: &str) -> Result<i64, ReadError> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !plain || (digits.len() > 1 && digits.starts_with('0')) {
        return Err(ReadError::new("expected an integer, found another number or text"));
    }
    text.parse().map_err(|_| ReadError::new("expected an integer of 64 bits, found a longer one"))
}

/// Nothing: whatever stands there is stepped over.
impl Read for () {
    const REQUIRED: bool = false;
    const MAY_BE_NOTHING: bool = true;

    fn placeholder() -> Self {}

    fn read(from: &mut Reader<'_>, _: Quirks) -> Result<Self, ReadError> {
        from.skip()
    }
}

impl<T: Read> Read for Option<T> {
    const REQUIRED: bool = false;
    const MAY_BE_NOTHING: bool = true;

    fn placeholder() -> Self {
        None
    }

    #[inline]
    fn read(from: &mut Reader<'_>, quirks: Quirks) -> Result<Self, ReadError> {
        if from.take_nothing(quirks)? {
            return Ok(None);
        }
        T::read(from, quirks).map(Some)
    }
}

impl<T: Read> Read for Box<T> {
    const REQUIRED: bool = T::REQUIRED;

    fn placeholder() -> Self {
        Self::new(T::placeholder())
    }

    fn read(from: &mut Reader<'_>, quirks: Quirks) -> Result<Self, ReadError> {
        T::read(from, quirks).map(Self::new)
    }
}

impl<T: Read> Read for Vec<T> {
    fn placeholder() -> Self {
        Self::new()
    }

    fn read(from: &mut Reader<'_>, quirks: Quirks) -> Result<Self, ReadError> {
        let mut items = Self::new();
        from.list(|from, _| {
            items.push(T::read(from, quirks)?);
            Ok(())
        })?;
        Ok(items)
    }
}

/// Where a key is repeated, the last value holds.
impl<T: Read> Read for BTreeMap<String, T> {
    fn placeholder() -> Self {
        Self::new()
    }

    fn read(from: &mut Reader<'_>, quirks: Quirks) -> Result<Self, ReadError> {
        let mut entries = Self::new();
        from.object(|from, key| match T::read(from, quirks) {
            Ok(value) => {
                entries.insert(key.into_owned(), value);
                Ok(())
            }
            Err(error) => Err(error.within_key(key.into_owned())),
        })?;
        Ok(entries)
    }
}
