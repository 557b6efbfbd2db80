//! A value that was set, or that was changed from one to another.

use std::fmt;

use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::runtime::nothings::Nothing;
use crate::runtime::{Quirks, Read, ReadError, Reader, deserialize};

/// A new value, `[new]` or bare, or a change, `[before, after]`; either side of it may be nothing.
///
/// A list of another length is kept, and everything is written back in the form that came, also which of the first 64
/// items that are nothing were `""` and not null. Equality compares the items.
#[derive(Clone)]
pub struct Change<T> {
    form: Form<T>,
    /// Bits of the items that came as `""` and are nothing.
    blanks: u64,
}

#[derive(Clone, Debug)]
enum Form<T> {
    Bare([Option<T>; 1]),
    New([Option<T>; 1]),
    Update([Option<T>; 2]),
    Other(Vec<Option<T>>),
}

impl<T> Change<T> {
    /// A new value, written as a list of one.
    pub const fn new(value: T) -> Self {
        Self::of(Form::New([Some(value)]))
    }

    /// A change from one value to another, written as a list of two.
    pub const fn update(before: Option<T>, after: Option<T>) -> Self {
        Self::of(Form::Update([before, after]))
    }

    const fn of(form: Form<T>) -> Self {
        Self { form, blanks: 0 }
    }

    /// The value before an update, if there was one.
    pub fn before(&self) -> Option<&T> {
        match &self.form {
            Form::Update([before, _]) => before.as_ref(),
            _ => None,
        }
    }

    /// The present value, if there is one; none in a list of another length, which [`Change::items`] gives.
    pub fn after(&self) -> Option<&T> {
        match &self.form {
            Form::Bare([value]) | Form::New([value]) | Form::Update([_, value]) => value.as_ref(),
            Form::Other(_) => None,
        }
    }

    /// Whether it is a list of two, before and after.
    pub const fn is_update(&self) -> bool {
        matches!(self.form, Form::Update(_))
    }

    /// All items in order, a bare value as the only one.
    pub fn items(&self) -> &[Option<T>] {
        match &self.form {
            Form::Bare(items) | Form::New(items) => items,
            Form::Update(items) => items,
            Form::Other(items) => items,
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Change<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Change").field(&self.form).finish()
    }
}

impl<T: PartialEq> PartialEq for Change<T> {
    fn eq(&self, other: &Self) -> bool {
        self.items() == other.items()
    }
}

impl<T: Eq> Eq for Change<T> {}

impl<T> Default for Change<T> {
    /// A bare nothing.
    fn default() -> Self {
        Self::of(Form::Bare([None]))
    }
}

impl<T: Read> Read for Change<T> {
    fn placeholder() -> Self {
        Self::default()
    }

    fn read(from: &mut Reader<'_>, quirks: Quirks) -> Result<Self, ReadError> {
        match from.peek() {
            Some(b'[') => read_list(from, quirks),
            Some(b'n') => Ok(Self::of(Form::Bare([Option::read(from, quirks)?]))),
            _ => Ok(Self::of(Form::Bare([Some(T::read(from, quirks)?)]))),
        }
    }
}

/// Reads a list; one or two items need no allocation.
fn read_list<T: Read>(from: &mut Reader<'_>, quirks: Quirks) -> Result<Change<T>, ReadError> {
    let (mut form, mut blanks) = (Form::Other(Vec::new()), 0);
    from.list(|from, index| {
        let item = Option::<T>::read(from, quirks)?;
        if item.is_none() && from.nothing() == Some(Nothing::Blank) {
            blanks |= bit(index);
        }
        form = match std::mem::replace(&mut form, Form::Other(Vec::new())) {
            Form::Other(items) if items.is_empty() => Form::New([item]),
            Form::New([first]) | Form::Bare([first]) => Form::Update([first, item]),
            Form::Update([first, second]) => Form::Other(vec![first, second, item]),
            Form::Other(mut items) => {
                items.push(item);
                Form::Other(items)
            }
        };
        Ok(())
    })?;
    Ok(Change { form, blanks })
}

/// The bit of an item.
fn bit(index: usize) -> u64 {
    u32::try_from(index).ok().and_then(|index| 1_u64.checked_shl(index)).unwrap_or(0)
}

impl<T: Serialize> Serialize for Change<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if let Form::Bare([value]) = &self.form {
            return value.serialize(to);
        }
        let mut list = to.serialize_seq(Some(self.items().len()))?;
        for (index, item) in self.items().iter().enumerate() {
            match item {
                None if self.blanks & bit(index) != 0 => list.serialize_element("")?,
                item => list.serialize_element(item)?,
            }
        }
        list.end()
    }
}

impl<'de, T: Read> Deserialize<'de> for Change<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
