//! The deviations from plain JSON typing that a field may declare.

/// A set of wire quirks that a place accepts; none of them by default.
///
/// `null` stands for nothing in every optional place, whatever the quirks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quirks(u8);

impl Quirks {
    /// No quirk: JSON as it is typed.
    pub const NONE: Self = Self(0);

    const BLANK_IS_NULL: u8 = 1;
    const NUMBER_OR_STRING: u8 = 2;

    /// Adds: `""` in an optional place is nothing.
    #[must_use]
    pub const fn blank_is_null(self) -> Self {
        Self(self.0 | Self::BLANK_IS_NULL)
    }

    /// Adds: a text takes a number digit for digit, and a number takes a text of digits.
    #[must_use]
    pub const fn number_or_string(self) -> Self {
        Self(self.0 | Self::NUMBER_OR_STRING)
    }

    /// Whether `""` stands for nothing.
    #[must_use]
    pub const fn has_blank_is_null(self) -> bool {
        self.0 & Self::BLANK_IS_NULL != 0
    }

    /// Whether numbers and texts stand for each other.
    #[must_use]
    pub const fn has_number_or_string(self) -> bool {
        self.0 & Self::NUMBER_OR_STRING != 0
    }
}
