//! Values that are taken as text and read when they are asked for.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use super::{FieldTable, Quirks, Read, ReadError, Reader};

/// A value that is still text: it is read as a `T` when it is asked for, as often as it is.
///
/// The text is well-formed JSON; whether it fits the type only shows when it is read. `Debug` shows its length only.
pub struct Unread<'a, T> {
    json: Option<&'a str>,
    name: &'static str,
    quirks: Quirks,
    type_: PhantomData<fn() -> T>,
}

impl<'a, T: Read> Unread<'a, T> {
    /// The field `name` that did not come.
    #[must_use]
    pub const fn missing(name: &'static str, quirks: Quirks) -> Self {
        Self { json: None, name, quirks, type_: PhantomData }
    }

    /// Puts the text of a field in its place.
    pub fn take(&mut self, json: &'a str) {
        self.json = Some(json);
    }

    /// Reads it.
    ///
    /// # Errors
    /// It does not fit the type, or did not come and has to.
    pub fn read(&self) -> Result<T, ReadError> {
        match self.json {
            None if !T::REQUIRED => Ok(T::placeholder()),
            _ => self.read_as(),
        }
    }

    /// Reads it as another type.
    ///
    /// # Errors
    /// It does not fit that type, or did not come.
    pub fn read_as<U: Read>(&self) -> Result<U, ReadError> {
        let json = self.json.ok_or_else(|| ReadError::missing(self.name))?;
        let mut from = Reader::new(json);
        U::read(&mut from, self.quirks).map_err(|error| error.within_key(self.name))
    }
}

impl<'a, T> Unread<'a, T> {
    /// The text as it stands in the body; none where the field did not come.
    #[must_use]
    pub const fn json(&self) -> Option<&'a str> {
        self.json
    }

    /// What a string says, or the text of a number or a boolean; none for anything else. Only a string with escapes
    /// is copied.
    #[must_use]
    pub fn text(&self) -> Option<Cow<'a, str>> {
        Reader::new(self.json?).scalar()
    }
}

impl<T> Clone for Unread<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Unread<'_, T> {}

impl<T> fmt::Debug for Unread<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.json {
            Some(json) => write!(f, "<{} bytes>", json.len()),
            None => f.write_str("<missing>"),
        }
    }
}

/// An envelope whose fields are taken as text. An empty one has [`Unread::missing`] in each.
pub trait Unopened<'a>: Default {
    /// The names of its fields on the wire; a field is called by its place here.
    const FIELDS: &'static [&'static str];
    /// The names in the form that they are searched in.
    #[doc(hidden)]
    const TABLE: &'static FieldTable = &FieldTable::new(Self::FIELDS);

    /// Takes the text of a field; of a repeated one the last.
    fn take_field(&mut self, field: usize, json: &'a str);
}

/// No fields.
impl Unopened<'_> for () {
    const FIELDS: &'static [&'static str] = &[];

    fn take_field(&mut self, _: usize, _: &str) {}
}
