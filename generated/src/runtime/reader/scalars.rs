//! Values without parts, and the forms that they do not tell.

use std::borrow::Cow;

use super::Reader;
use crate::runtime::forms::Form;
use crate::runtime::{Quirks, ReadError, scan};

impl<'de> Reader<'de> {
    /// Steps over what stands for nothing in an optional place: `null`, and `""` where the quirks say so.
    #[inline]
    pub fn take_nothing(&mut self, quirks: Quirks) -> Result<bool, ReadError> {
        match self.peek() {
            Some(b'n') => {
                self.literal("null")?;
                self.form = (self.at, Form::Null);
            }
            Some(b'"') if quirks.has_blank_is_null() && self.text.as_bytes().get(self.at + 1) == Some(&b'"') => {
                self.at += 2;
                self.form = (self.at, Form::Blank);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Notes that the value just read is a number that stood in a text, or a text that was a number.
    #[doc(hidden)]
    pub fn note_other_form(&mut self) {
        self.form = (self.at, Form::Other);
    }

    /// Notes that the value just read tells its form itself.
    pub(in crate::runtime) fn forget_form(&mut self) {
        self.form.0 = usize::MAX;
    }

    /// The form of the value just read, where the value does not tell it.
    #[inline]
    pub(in crate::runtime) fn form(&self) -> Option<Form> {
        (self.at == self.form.0).then_some(self.form.1)
    }

    /// Reads a string.
    #[inline]
    pub fn string(&mut self) -> Result<Cow<'de, str>, ReadError> {
        match self.peek() {
            Some(b'"') => self.quoted(),
            _ => Err(self.mismatch("a string")),
        }
    }

    /// Reads a string, or a number's text where the quirks say so.
    #[inline]
    pub fn text(&mut self, quirks: Quirks) -> Result<Cow<'de, str>, ReadError> {
        match self.peek() {
            Some(b'"') => self.quoted(),
            Some(b'-' | b'0'..=b'9') if quirks.has_number_or_string() => {
                let number = self.number()?;
                self.note_other_form();
                Ok(Cow::Borrowed(number))
            }
            _ => Err(self.mismatch("a string")),
        }
    }

    /// Reads a number as the text that stands for it.
    pub fn number(&mut self) -> Result<&'de str, ReadError> {
        let Some(b'-' | b'0'..=b'9') = self.peek() else { return Err(self.mismatch("a number")) };
        let Some(end) = scan::number_end(self.text.as_bytes(), self.at) else {
            return Err(self.syntax("malformed number"));
        };
        let number = self.piece(self.at, end)?;
        self.at = end;
        Ok(number)
    }

    /// Reads `true` or `false`.
    pub fn boolean(&mut self) -> Result<bool, ReadError> {
        match self.peek() {
            Some(b't') => self.literal("true").map(|()| true),
            Some(b'f') => self.literal("false").map(|()| false),
            _ => Err(self.mismatch("a boolean")),
        }
    }

    /// The text of a string, number or boolean; none for any other value, and for a string that is no text.
    pub(in crate::runtime) fn scalar(&mut self) -> Option<Cow<'de, str>> {
        match self.peek()? {
            b'"' => self.quoted().ok(),
            b'-' | b'0'..=b'9' => self.number().ok().map(Cow::Borrowed),
            b't' | b'f' => self.boolean().ok().map(|yes| Cow::Borrowed(if yes { "true" } else { "false" })),
            _ => None,
        }
    }
}
