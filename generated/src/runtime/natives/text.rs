//! Texts that may come as numbers: ids and labels.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::runtime::number::write_number;
use crate::runtime::{Quirks, Read, ReadError, Reader, deserialize};

/// A text, and whether it stood there as a number.
#[derive(Clone, Default)]
pub(super) struct Text {
    text: Box<str>,
    is_number: bool,
}

impl Text {
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn read(from: &mut Reader<'_>, quirks: Quirks) -> Result<Self, ReadError> {
        let is_number = from.peek() != Some(b'"');
        let text = from.text(quirks)?.into();
        from.forget_form();
        Ok(Self { text, is_number })
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self { text: text.into(), is_number: false }
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.is_number {
            true => write_number(&self.text, to),
            false => to.serialize_str(&self.text),
        }
    }
}

/// The impls that all types over [`Text`] share: compared and shown as the text.
macro_rules! impl_text {
    ($name:ident, $quirks:ident => $accepted:expr) => {
        impl $name {
            /// The text, as it came.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(Text::from(text))
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl Eq for $name {}

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                self.as_str().cmp(other.as_str())
            }
        }

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(self.as_str(), f)
            }
        }

        impl Read for $name {
            fn placeholder() -> Self {
                Self(Text::default())
            }

            fn read(from: &mut Reader<'_>, $quirks: Quirks) -> Result<Self, ReadError> {
                Text::read(from, $accepted).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(to)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                deserialize(from)
            }
        }
    };
}

pub(super) use impl_text;

/// An id that comes as a string or as a number and is written back the way it came, digit for digit.
///
/// Two of them are equal when their texts are: an id is the same in either form. A string that holds something else
/// than digits is kept as well; [`Digits::to_u64`] tells.
#[derive(Clone)]
pub struct Digits(Text);

impl_text!(Digits, quirks => quirks.number_or_string());

impl Digits {
    /// The value, where the text is an integer that fits.
    #[must_use]
    pub fn to_u64(&self) -> Option<u64> {
        self.as_str().parse().ok()
    }

    /// The value, where the text is an integer that fits.
    #[must_use]
    pub fn to_i64(&self) -> Option<i64> {
        self.as_str().parse().ok()
    }

    /// Whether it stands there as a number.
    #[must_use]
    pub const fn is_number(&self) -> bool {
        self.0.is_number
    }
}

impl Digits {
    /// Reads an integer; with the quirk `number_or_string` any number and any string.
    #[doc(hidden)]
    pub fn read_integer(from: &mut Reader<'_>, quirks: Quirks) -> Result<Self, ReadError> {
        if quirks.has_number_or_string() {
            return Self::read(from, quirks);
        }
        i64::read(from, quirks).map(Self::from)
    }
}

macro_rules! impl_digits_from {
    ($($integer:ty),*) => {
        $(
            /// Written as a number.
            impl From<$integer> for Digits {
                fn from(value: $integer) -> Self {
                    Self(Text { text: value.to_string().into(), is_number: true })
                }
            }
        )*
    };
}

impl_digits_from!(i32, u32, i64, u64);

/// A text for people, in which `-` stands for nothing.
///
/// Two of them are equal when their texts are.
#[derive(Clone)]
pub struct Label(Text);

impl_text!(Label, quirks => quirks);

impl Label {
    /// The text, unless it stands for nothing.
    #[must_use]
    pub fn get(&self) -> Option<&str> {
        match self.as_str() {
            "-" => None,
            text => Some(text),
        }
    }
}
