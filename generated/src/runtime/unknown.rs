//! The fields of an object that its type does not know.

use std::fmt;

use serde::de::DeserializeOwned;
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::forms::{Form, Forms};
use super::raw_json::decode_raw;
use super::{EncodeError, Object, Quirks, RawJson, Read, ReadError, Reader, deserialize};

/// Fields that a type does not know: raw JSON text in order of arrival, repeated keys included.
///
/// Where a key is repeated, the last field is the one that `get` and `raw` give, and all are written back.
/// Equality compares keys and texts in order. `Debug` shows the keys only. Nothing is allocated while it is empty.
///
/// It also remembers which of the object's known fields came as `null`, or as `""` where that is nothing, and which as a
/// number in a text or a number for a text. Such a field is written back in the same form as long as it is `None`, or a
/// number; a missing one stays missing. That is no difference to equality, and is of no matter in an object of another type.
#[derive(Clone)]
pub struct UnknownFields {
    fields: Vec<(Box<str>, RawJson)>,
    forms: Forms,
}

impl UnknownFields {
    /// No fields.
    #[must_use]
    pub const fn new() -> Self {
        Self { fields: Vec::new(), forms: Forms::NONE }
    }

    /// No fields, and a known one that did not come either, by place.
    #[must_use]
    pub fn without<T: Object>(field: usize) -> Self {
        let mut unknown = Self::new();
        let mut forms = Forms::of(T::SHAPE);
        forms.put(field, Some(Form::Other));
        unknown.set_forms(forms);
        unknown
    }

    /// Reads the field `key` as a type of the caller's; none where there is no such field.
    pub fn get<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, ReadError> {
        let read = |raw: &RawJson| decode_raw(raw.as_str()).map_err(|error| error.within_key(key.to_owned()));
        self.find(key).map(read).transpose()
    }

    /// The field `key` as text.
    #[must_use]
    pub fn raw(&self, key: &str) -> Option<&RawValue> {
        self.find(key).map(RawJson::as_raw)
    }

    fn find(&self, key: &str) -> Option<&RawJson> {
        self.fields.iter().rev().find(|(name, _)| **name == *key).map(|(_, raw)| raw)
    }

    /// Whether there is a field `key`.
    #[must_use]
    pub fn contains(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    /// All fields in order of arrival.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &RawValue)> {
        self.fields.iter().map(|(key, value)| (&**key, value.as_raw()))
    }

    /// Sets the field `key`, in place of all of that name.
    pub fn insert<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), EncodeError> {
        let value = RawJson::from_value(value)?;
        let Some(first) = self.fields.iter().position(|(name, _)| **name == *key) else {
            self.fields.push((key.into(), value));
            return Ok(());
        };
        let mut place = 0..;
        self.fields.retain(|(name, _)| place.next() <= Some(first) || **name != *key);
        if let Some(field) = self.fields.get_mut(first) {
            field.1 = value;
        }
        Ok(())
    }

    /// Takes all fields `key` out and gives the last of them.
    pub fn remove(&mut self, key: &str) -> Option<RawJson> {
        self.fields.extract_if(.., |(name, _)| **name == *key).last().map(|(_, value)| value)
    }

    /// How many fields there are, repeated ones counted.
    #[must_use]
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// Adds a field as it came.
    pub(super) fn push(&mut self, key: &str, value: RawJson) {
        self.fields.push((key.into(), value));
    }

    /// What is noted so far of how the known fields of a `T` came.
    pub(super) fn take_forms<T: Object>(&mut self) -> Forms {
        let forms = std::mem::replace(&mut self.forms, Forms::NONE);
        if forms.fits(T::SHAPE) { forms } else { Forms::of(T::SHAPE) }
    }

    /// Remembers how the known fields came.
    pub(super) fn set_forms(&mut self, forms: Forms) {
        self.forms = forms;
    }

    /// How the known fields of an object came, but for those that stand here by now.
    pub(super) fn forms<T: Object>(&self) -> Forms {
        if self.forms.is_empty() || !self.forms.fits(T::SHAPE) {
            return Forms::NONE;
        }
        let mut forms = self.forms.clone();
        for (key, _) in &self.fields {
            forms.put(T::TABLE.find(T::FIELDS, usize::MAX, key), None);
        }
        forms
    }

    /// Writes all fields into an object.
    pub(super) fn write_to<M: SerializeMap>(&self, to: &mut M) -> Result<(), M::Error> {
        self.fields.iter().try_for_each(|(key, value)| to.serialize_entry(&**key, value))
    }
}

impl Default for UnknownFields {
    fn default() -> Self {
        Self::new()
    }
}

impl PartialEq for UnknownFields {
    fn eq(&self, other: &Self) -> bool {
        self.fields == other.fields
    }
}

impl Eq for UnknownFields {}

impl fmt::Debug for UnknownFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.fields.iter().map(|(key, _)| key)).finish()
    }
}

impl Read for UnknownFields {
    const REQUIRED: bool = false;

    fn placeholder() -> Self {
        Self::new()
    }

    fn read(from: &mut Reader<'_>, _: Quirks) -> Result<Self, ReadError> {
        let mut fields = Self::new();
        from.object(|from, key| {
            fields.push(&key, RawJson::from_checked(from.raw()?));
            Ok(())
        })?;
        Ok(fields)
    }
}

impl Serialize for UnknownFields {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.len()))?;
        self.write_to(&mut map)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for UnknownFields {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
