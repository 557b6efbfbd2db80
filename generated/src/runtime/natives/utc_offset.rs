//! How far a civil time is ahead of UTC.

use std::fmt;

/// An offset from UTC in whole minutes, ahead of it where positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UtcOffset(i16);

impl UtcOffset {
    /// UTC itself.
    pub const UTC: Self = Self(0);

    /// The offset of so many minutes: 480 is `+08:00`.
    #[must_use]
    pub const fn from_minutes(minutes: i16) -> Self {
        Self(minutes)
    }

    /// The offset in minutes.
    #[must_use]
    pub const fn minutes(self) -> i16 {
        self.0
    }

    /// The same offset as jiff's type; none beyond the range of that.
    #[cfg(feature = "jiff")]
    #[must_use]
    pub fn to_jiff(self) -> Option<jiff::tz::Offset> {
        jiff::tz::Offset::from_seconds(i32::from(self.0) * 60).ok()
    }
}

impl fmt::Display for UtcOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { '-' } else { '+' };
        let minutes = self.0.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}
