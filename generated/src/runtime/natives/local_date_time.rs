//! A date and time of day without a zone.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::text::{Text, impl_text};
use super::{UnixSeconds, UtcOffset};
use crate::runtime::{Quirks, Read, ReadError, Reader, deserialize};

/// A date and time of day without a zone, `2023-01-09 19:00:57`, kept as the text that came.
///
/// A text of another form is kept too; its parts are none. Two of them are equal when their texts are.
#[derive(Clone)]
pub struct LocalDateTime(Text);

impl_text!(LocalDateTime, quirks => quirks);

/// The parts of a civil date and time: each in its range, the day in that of its month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Civil {
    /// 0 to 9999.
    pub year: i16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
}

impl LocalDateTime {
    /// The parts, where the text is `YYYY-MM-DD HH:MM:SS` (or with a `T`) and such a time exists.
    #[must_use]
    pub fn civil(&self) -> Option<Civil> {
        parse(self.as_str().as_bytes())
    }

    /// The year.
    #[must_use]
    pub fn year(&self) -> Option<i16> {
        self.civil().map(|civil| civil.year)
    }

    /// The month, from 1.
    #[must_use]
    pub fn month(&self) -> Option<u8> {
        self.civil().map(|civil| civil.month)
    }

    /// The day of the month, from 1.
    #[must_use]
    pub fn day(&self) -> Option<u8> {
        self.civil().map(|civil| civil.day)
    }

    /// The hour, 0 to 23.
    #[must_use]
    pub fn hour(&self) -> Option<u8> {
        self.civil().map(|civil| civil.hour)
    }

    /// The minute.
    #[must_use]
    pub fn minute(&self) -> Option<u8> {
        self.civil().map(|civil| civil.minute)
    }

    /// The second.
    #[must_use]
    pub fn second(&self) -> Option<u8> {
        self.civil().map(|civil| civil.second)
    }

    /// The instant that this is in a place with that offset from UTC.
    #[must_use]
    pub fn at(&self, offset: UtcOffset) -> Option<UnixSeconds> {
        let civil = self.civil()?;
        let seconds = i64::from(civil.hour) * 3600 + i64::from(civil.minute) * 60 + i64::from(civil.second);
        Some(UnixSeconds::new(days_since_1970(civil) * 86_400 + seconds - i64::from(offset.minutes()) * 60))
    }

    /// The same date and time as jiff's type.
    #[cfg(feature = "jiff")]
    #[must_use]
    pub fn to_jiff(&self) -> Option<jiff::civil::DateTime> {
        let Civil { year, month, day, hour, minute, second } = self.civil()?;
        let signed = |part: u8| i8::try_from(part).ok();
        jiff::civil::DateTime::new(
            year,
            signed(month)?,
            signed(day)?,
            signed(hour)?,
            signed(minute)?,
            signed(second)?,
            0,
        )
        .ok()
    }
}

fn parse(text: &[u8]) -> Option<Civil> {
    let separators = (*text.get(4)?, *text.get(7)?, *text.get(10)?, *text.get(13)?, *text.get(16)?);
    if text.len() != 19 || !matches!(separators, (b'-', b'-', b' ' | b'T', b':', b':')) {
        return None;
    }
    let part = |at: usize| u8::try_from(digits(text.get(at..at + 2)?)?).ok();
    let civil = Civil {
        year: digits(text.get(..4)?)?,
        month: part(5)?,
        day: part(8)?,
        hour: part(11)?,
        minute: part(14)?,
        second: part(17)?,
    };
    let day_exists = civil.day >= 1 && civil.day <= days_in_month(civil.year, civil.month)?;
    (day_exists && civil.hour < 24 && civil.minute < 60 && civil.second < 60).then_some(civil)
}

fn digits(text: &[u8]) -> Option<i16> {
    text.iter().try_fold(0, |value, byte| byte.is_ascii_digit().then(|| value * 10 + i16::from(byte - b'0')))
}

const fn days_in_month(year: i16, month: u8) -> Option<u8> {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => Some(29),
        2 => Some(28),
        _ => None,
    }
}

/// Days from 1970-01-01 in the Gregorian calendar; years begin in March, so that a leap day is the last of its year.
fn days_since_1970(civil: Civil) -> i64 {
    let (month, day) = (i64::from(civil.month), i64::from(civil.day));
    let year = i64::from(civil.year) - i64::from(month <= 2);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year - 719_468
}
