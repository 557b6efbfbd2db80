//! Objects: a type gives a table of its fields and one small function each way, the loop is here.

use std::collections::BTreeMap;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::forms::{Form, Forms, shape};
use super::{FieldTable, Number, Quirks, RawJson, Read, ReadError, Reader, UnknownFields};

/// A type that is a JSON object, as [`impl_object!`](crate::impl_object) makes one. [`Read::placeholder`] is one to be
/// filled, with placeholders in its required fields.
pub trait Object: Read {
    /// The names of its fields on the wire; a field is called by its place here.
    const FIELDS: &'static [&'static str];
    /// The quirks of its fields.
    const QUIRKS: Quirks = Quirks::NONE;
    /// The fields that have to be there, by place.
    const REQUIRED_FIELDS: &'static [usize] = &[];
    /// The names in the form that they are searched in.
    #[doc(hidden)]
    const TABLE: &'static FieldTable = &FieldTable::new(Self::FIELDS);
    /// A mark of the names.
    #[doc(hidden)]
    const SHAPE: u32 = shape(Self::FIELDS);

    /// [`Read::placeholder`], by the name that reads well in a struct expression.
    #[must_use]
    #[inline]
    fn empty() -> Self {
        Self::placeholder()
    }

    /// The fields that the type does not know.
    fn unknown_mut(&mut self) -> &mut UnknownFields;

    /// Reads one field; any place beyond the table is a field that the type does not know.
    fn read_field(&mut self, field: usize, value: FieldValue<'_, '_>) -> Result<(), ReadError>;

    /// Writes all fields.
    fn write_fields<M: SerializeMap>(&self, to: &mut FieldWriter<M>);
}

/// Reads an object. Of a known field that is repeated the last holds, of an unknown one all are kept.
pub fn read_object<T: Object>(from: &mut Reader<'_>) -> Result<T, ReadError> {
    let mut object = T::placeholder();
    let mut seen = Seen::default();
    let mut forms = object.unknown_mut().take_forms::<T>();
    let mut next = 0;
    from.object(|from, key| {
        let field = T::TABLE.find(T::FIELDS, next, &key);
        let value = FieldValue { from: &mut *from, key: &key, quirks: T::QUIRKS };
        let Some(name) = T::FIELDS.get(field) else { return object.read_field(field, value) };
        object.read_field(field, value).map_err(|error| error.within_key(*name))?;
        forms.put(field, from.form());
        next = field + 1;
        if !T::REQUIRED_FIELDS.is_empty() {
            seen.insert(field);
        }
        Ok(())
    })?;
    object.unknown_mut().set_forms(forms);
    match T::REQUIRED_FIELDS.iter().find(|&&field| !seen.contains(field)) {
        None => Ok(object),
        Some(&field) => Err(ReadError::missing(T::FIELDS.get(field).copied().unwrap_or_default())),
    }
}

/// Which fields came: bits for the first 128, a list for the others.
#[derive(Default)]
pub(super) struct Seen {
    first: u128,
    rest: Vec<usize>,
}

impl Seen {
    pub(super) fn insert(&mut self, field: usize) {
        match 1_u128.checked_shl(field as u32) {
            Some(bit) => self.first |= bit,
            None => self.rest.push(field),
        }
    }

    pub(super) fn contains(&self, field: usize) -> bool {
        match 1_u128.checked_shl(field as u32) {
            Some(bit) => self.first & bit != 0,
            None => self.rest.contains(&field),
        }
    }
}

/// The value of a field, about to be read.
pub struct FieldValue<'r, 'de> {
    from: &'r mut Reader<'de>,
    key: &'r str,
    quirks: Quirks,
}

impl FieldValue<'_, '_> {
    /// The same value with quirks of its own in place of the object's.
    #[must_use]
    pub fn with(self, quirks: Quirks) -> Self {
        Self { quirks, ..self }
    }

    /// Reads it into a field.
    #[inline]
    pub fn field<T: Read>(self, into: &mut T) -> Result<(), ReadError> {
        *into = T::read(self.from, self.quirks)?;
        Ok(())
    }

    /// Reads it into a field that may be missing.
    #[inline]
    pub fn optional<T: Read>(self, into: &mut Option<T>) -> Result<(), ReadError> {
        self.field(into)
    }

    /// Reads it into a field that may be nothing without being an `Option`: null, and what else the quirks call
    /// nothing, is an object without fields, if the type requires none.
    pub fn field_or_empty<T: Read>(self, into: &mut T) -> Result<(), ReadError> {
        match !T::REQUIRED && self.from.take_nothing(self.quirks)? {
            true => *into = T::placeholder(),
            false => return self.field(into),
        }
        Ok(())
    }

    /// Keeps it as it came.
    pub fn keep(self, unknown: &mut UnknownFields) -> Result<(), ReadError> {
        unknown.push(self.key, RawJson::from_checked(self.from.raw()?));
        Ok(())
    }

    /// Reads it into a map of fields whose names only the sender knows, and keeps it as it came where it does not fit.
    pub fn keep_in<T: Read>(
        self,
        rest: &mut BTreeMap<String, T>,
        unknown: &mut UnknownFields,
    ) -> Result<(), ReadError> {
        match self.from.attempt(|from| T::read(from, self.quirks))? {
            Some(value) => {
                rest.insert(self.key.to_owned(), value);
                Ok(())
            }
            None => self.keep(unknown),
        }
    }
}

/// Writes an object. What came as nothing and still is nothing is written in the form in which it came.
pub fn write_object<T: Object, S: Serializer>(object: &T, unknown: &UnknownFields, to: S) -> Result<S::Ok, S::Error> {
    FieldWriter::of::<T>(to.serialize_map(None)?, unknown).write(object)
}

/// The same for a member of a union that lacks its tag: the tag comes first.
pub fn write_tagged<T: Object, S: Serializer>(
    object: &T,
    unknown: &UnknownFields,
    (tag, value): (&'static str, &'static str),
    to: S,
) -> Result<S::Ok, S::Error> {
    let mut writer = FieldWriter::of::<T>(to.serialize_map(None)?, unknown);
    writer.entry(tag, value);
    writer.write(object)
}

/// Writes the fields of an object in the order of its table. After the first error it writes no more;
/// [`write_object`] tells the error.
pub struct FieldWriter<M: SerializeMap> {
    map: M,
    outcome: Result<(), M::Error>,
    /// The place of the next field.
    next: usize,
    forms: Forms,
}

impl<M: SerializeMap> FieldWriter<M> {
    fn of<T: Object>(map: M, unknown: &UnknownFields) -> Self {
        Self { map, outcome: Ok(()), next: 0, forms: unknown.forms::<T>() }
    }

    fn write<T: Object>(mut self, object: &T) -> Result<M::Ok, M::Error> {
        object.write_fields(&mut self);
        self.outcome?;
        self.map.end()
    }

    /// Writes a field. A number that came in a text, or a number that came for a text, is written as that.
    pub fn field<T: Serialize>(&mut self, name: &'static str, value: &T) {
        let form = self.forms.get(self.next);
        self.next += 1;
        match (form == Some(Form::Other)).then(|| other_form(value)).flatten() {
            Some(other) => self.entry(name, &other),
            None => self.entry(name, value),
        }
    }

    /// Writes a field that may be missing, if it is there or came as nothing.
    pub fn optional<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) {
        match value {
            Some(value) => self.field(name, value),
            None => {
                let form = self.forms.get(self.next);
                self.next += 1;
                self.nothing(name, form);
            }
        }
    }

    /// Writes a field that [`FieldValue::field_or_empty`] has read: where it came as nothing and still is empty, as that.
    pub fn field_or_empty<T: Serialize>(&mut self, name: &'static str, value: &T) {
        match self.forms.get(self.next) {
            Some(form) if is_empty(value) => {
                self.next += 1;
                self.nothing(name, Some(form));
            }
            _ => {
                self.next += 1;
                self.entry(name, value);
            }
        }
    }

    fn nothing(&mut self, name: &'static str, form: Option<Form>) {
        match form {
            None | Some(Form::Other) => {}
            Some(Form::Null) => self.entry(name, &()),
            Some(Form::Blank) => self.entry(name, ""),
        }
    }

    fn entry<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        if self.outcome.is_ok() {
            self.outcome = self.map.serialize_entry(name, value);
        }
    }

    /// Writes the fields whose names only the sender knows.
    pub fn entries<T: Serialize>(&mut self, rest: &BTreeMap<String, T>) {
        if self.outcome.is_ok() {
            self.outcome = rest.iter().try_for_each(|(name, value)| self.map.serialize_entry(name, value));
        }
    }

    /// Writes the fields that the type does not know.
    pub fn unknown(&mut self, unknown: &UnknownFields) {
        if self.outcome.is_ok() {
            self.outcome = unknown.write_to(&mut self.map);
        }
    }
}

/// A number as the text of its digits, a text that is a number as that; none of anything else.
fn other_form<T: Serialize>(value: &T) -> Option<RawJson> {
    let json = serde_json::to_string(value).ok()?;
    match json.strip_prefix('"') {
        Some(text) => Number::parse(text.strip_suffix('"')?).map(|number| RawJson::from_checked(number.as_str())),
        None => Number::parse(&json).map(|_| RawJson::from_checked(&format!("\"{json}\""))),
    }
}

/// Whether a value is written as an object without fields or as null.
fn is_empty<T: Serialize>(value: &T) -> bool {
    serde_json::to_string(value).is_ok_and(|json| json == "{}" || json == "null")
}
