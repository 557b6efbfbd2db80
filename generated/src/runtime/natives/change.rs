//! A value that was set, or that was changed from one to another.

use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::runtime::forms::Form as ValueForm;
use crate::runtime::{Quirks, Read, ReadError, Reader, deserialize};

/// A new value, `[new]` or bare, or a change, `[before, after]`; either side of it may be nothing.
///
/// A list of another length is kept, and everything is written back in the form that came, also which of the first 64
/// items that are nothing were `""` and not null. Equality compares the items.
#[derive(Clone, Debug)]
pub struct Change<T>(Form<T>);

#[derive(Clone, Debug)]
enum Form<T> {
    Bare([Option<T>; 1]),
    New([Option<T>; 1]),
    Update([Option<T>; 2]),
    Other(Box<Other<T>>),
}

/// A list of another length, or one with items that came as `""` and are nothing.
#[derive(Clone, Debug)]
struct Other<T> {
    items: Vec<Option<T>>,
    /// Bits of those items.
    blanks: u64,
}

impl<T> Change<T> {
    /// A new value, written as a list of one.
    pub const fn new(value: T) -> Self {
        Self(Form::New([Some(value)]))
    }

    /// A change from one value to another, written as a list of two.
    pub const fn update(before: Option<T>, after: Option<T>) -> Self {
        Self(Form::Update([before, after]))
    }

    /// The value before an update, if there was one.
    pub fn before(&self) -> Option<&T> {
        match self.items() {
            [before, _] => before.as_ref(),
            _ => None,
        }
    }

    /// The present value, if there is one; none in a list of another length, which [`Change::items`] gives.
    pub fn after(&self) -> Option<&T> {
        match self.items() {
            [value] | [_, value] => value.as_ref(),
            _ => None,
        }
    }

    /// Whether it is a list of two, before and after.
    pub fn is_update(&self) -> bool {
        self.items().len() == 2
    }

    /// All items in order, a bare value as the only one.
    pub fn items(&self) -> &[Option<T>] {
        match &self.0 {
            Form::Bare(items) | Form::New(items) => items,
            Form::Update(items) => items,
            Form::Other(other) => &other.items,
        }
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
        Self(Form::Bare([None]))
    }
}

impl<T: Read> Read for Change<T> {
    fn placeholder() -> Self {
        Self::default()
    }

    fn read(from: &mut Reader<'_>, quirks: Quirks) -> Result<Self, ReadError> {
        match from.peek() {
            Some(b'[') => read_list(from, quirks).map(Self),
            Some(b'n') => Ok(Self(Form::Bare([Option::read(from, quirks)?]))),
            _ => Ok(Self(Form::Bare([Some(T::read(from, quirks)?)]))),
        }
    }
}

/// Reads a list; one or two items need no allocation.
fn read_list<T: Read>(from: &mut Reader<'_>, quirks: Quirks) -> Result<Form<T>, ReadError> {
    let (mut first, mut second, mut others) = (None, None, Vec::new());
    let (mut length, mut blanks) = (0, 0);
    from.list(|from, index| {
        let item = Option::<T>::read(from, quirks)?;
        if item.is_none() && from.form() == Some(ValueForm::Blank) {
            blanks |= bit(index);
        }
        match index {
            0 => first = item,
            1 => second = item,
            _ => others.push(item),
        }
        length = index + 1;
        Ok(())
    })?;
    Ok(match length {
        1 if blanks == 0 => Form::New([first]),
        2 if blanks == 0 => Form::Update([first, second]),
        _ => {
            let items = [first, second].into_iter().take(length).chain(others).collect();
            Form::Other(Box::new(Other { items, blanks }))
        }
    })
}

/// The bit of an item; none of one further back.
fn bit(index: usize) -> u64 {
    u32::try_from(index).ok().and_then(|index| 1_u64.checked_shl(index)).unwrap_or(0)
}

impl<T: Serialize> Serialize for Change<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let blanks = match &self.0 {
            Form::Bare([value]) => return value.serialize(to),
            Form::Other(other) => other.blanks,
            Form::New(_) | Form::Update(_) => 0,
        };
        let mut list = to.serialize_seq(Some(self.items().len()))?;
        for (index, item) in self.items().iter().enumerate() {
            match item {
                None if blanks & bit(index) != 0 => list.serialize_element("")?,
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
