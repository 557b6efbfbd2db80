//! Instants as counts since 1970.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::runtime::number::write_number;
use crate::runtime::{Quirks, Read, ReadError, Reader, deserialize, scan};

/// A count of some unit, and the text that it came as where that is not the plain number.
#[derive(Clone)]
struct Stamp {
    whole: i64,
    /// Billionths of the unit on top.
    billionths: u32,
    kept: Kept,
}

#[derive(Clone)]
enum Kept {
    Plain,
    Number(Box<str>),
    String(Box<str>),
}

impl Stamp {
    const fn new(whole: i64) -> Self {
        Self { whole, billionths: 0, kept: Kept::Plain }
    }

    fn read(from: &mut Reader<'_>, expected: &'static str) -> Result<Self, ReadError> {
        let unfit = || ReadError::new(format!("expected {expected}, found another number or text"));
        match from.peek() {
            Some(b'"') => {
                let text = from.string()?;
                let (whole, billionths) = parse_decimal(&text).ok_or_else(unfit)?;
                Ok(Self { whole, billionths, kept: Kept::String(text.into()) })
            }
            Some(b'-' | b'0'..=b'9') => {
                let text = from.number()?;
                let (whole, billionths) = parse_decimal(text).ok_or_else(unfit)?;
                let plain = text.bytes().all(|byte| byte.is_ascii_digit());
                Ok(Self { whole, billionths, kept: if plain { Kept::Plain } else { Kept::Number(text.into()) } })
            }
            _ => Err(from.mismatch(expected)),
        }
    }

    const fn instant(&self) -> (i64, u32) {
        (self.whole, self.billionths)
    }
}

/// A decimal number without exponent, as the next lower integer and the billionths on top; further digits are cut.
fn parse_decimal(text: &str) -> Option<(i64, u32)> {
    if !scan::is_number(text) {
        return None;
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let lower: i64 = whole.parse().ok()?;
    let nine = fraction.bytes().chain(std::iter::repeat(b'0')).take(9);
    let billionths = nine
        .into_iter()
        .try_fold(0_u32, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0')))?;
    if text.starts_with('-') && billionths > 0 {
        return Some((lower.checked_sub(1)?, 1_000_000_000 - billionths));
    }
    Some((lower, billionths))
}

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match &self.kept {
            Kept::Plain => to.serialize_i64(self.whole),
            Kept::Number(text) => write_number(text, to),
            Kept::String(text) => to.serialize_str(text),
        }
    }
}

/// The impls that the units share: compared as instants, shown as the count.
macro_rules! impl_stamp {
    ($name:ident, $expected:literal) => {
        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0.instant() == other.0.instant()
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                self.0.instant().cmp(&other.0.instant())
            }
        }

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.0.instant().hash(state);
            }
        }

        impl From<i64> for $name {
            fn from(count: i64) -> Self {
                Self::new(count)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0.whole, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.0.whole).finish()
            }
        }

        impl Read for $name {
            fn placeholder() -> Self {
                Self::new(0)
            }

            fn read(from: &mut Reader<'_>, _: Quirks) -> Result<Self, ReadError> {
                Stamp::read(from, $expected).map(Self)
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

/// An instant in seconds since 1970-01-01 UTC, from a number or a string, written back the way it came.
///
/// Two of them are equal when they are the same instant, whichever way they came.
#[derive(Clone)]
pub struct UnixSeconds(Stamp);

impl_stamp!(UnixSeconds, "seconds since 1970");

impl UnixSeconds {
    /// The instant so many seconds after 1970 began, written as a number.
    #[must_use]
    pub const fn new(seconds: i64) -> Self {
        Self(Stamp::new(seconds))
    }

    /// The whole seconds; a fraction is cut towards the past.
    #[must_use]
    pub const fn seconds(&self) -> i64 {
        self.0.whole
    }

    /// The same instant as jiff's type; none beyond the range of that.
    #[cfg(feature = "jiff")]
    #[must_use]
    pub fn to_jiff(&self) -> Option<jiff::Timestamp> {
        jiff::Timestamp::new(self.0.whole, i32::try_from(self.0.billionths).ok()?).ok()
    }
}

/// An instant in milliseconds since 1970-01-01 UTC, from a number or a string, written back the way it came.
///
/// Two of them are equal when they are the same instant, whichever way they came.
#[derive(Clone)]
pub struct UnixMillis(Stamp);

impl_stamp!(UnixMillis, "milliseconds since 1970");

impl UnixMillis {
    /// The instant so many milliseconds after 1970 began, written as a number.
    #[must_use]
    pub const fn new(millis: i64) -> Self {
        Self(Stamp::new(millis))
    }

    /// The whole milliseconds; a fraction is cut towards the past.
    #[must_use]
    pub const fn millis(&self) -> i64 {
        self.0.whole
    }

    /// The whole seconds of it, cut towards the past.
    #[must_use]
    pub const fn to_seconds(&self) -> UnixSeconds {
        UnixSeconds::new(self.0.whole.div_euclid(1000))
    }

    /// The same instant as jiff's type, without fractions of a millisecond; none beyond the range of that.
    #[cfg(feature = "jiff")]
    #[must_use]
    pub fn to_jiff(&self) -> Option<jiff::Timestamp> {
        jiff::Timestamp::from_millisecond(self.0.whole).ok()
    }
}
