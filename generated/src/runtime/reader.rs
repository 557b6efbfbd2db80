//! A cursor over JSON text: one pass, numbers as text, types told by the first byte.
//!
//! serde_json's typed deserializer is not used: its errors quote values, its numbers depend on the features that any
//! crate of a build may turn on, and a value that comes in two forms would have to be scanned twice.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::{Quirks, ReadError, scan};

/// Levels of objects, lists and embedded documents that are read; deeper text is an error.
const MAX_DEPTH: u8 = 128;

/// A cursor over JSON text, standing before a value.
#[derive(Clone, Debug)]
pub struct Reader<'de> {
    text: &'de str,
    at: usize,
    depth: u8,
}

impl<'de> Reader<'de> {
    /// A cursor at the start of `text`.
    #[must_use]
    pub fn new(text: &'de str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    /// A cursor at the start of a document that stood in a string of this one; its levels count on.
    pub fn embedded<'s>(&self, text: &'s str) -> Result<Reader<'s>, ReadError> {
        let mut inner = Reader { text, at: 0, depth: self.depth };
        inner.enter()?;
        Ok(inner)
    }

    /// Checks that nothing but whitespace follows.
    pub fn end(&mut self) -> Result<(), ReadError> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.syntax("expected the end")),
        }
    }

    /// The first byte of the next value, which tells its type; none at the end.
    #[inline]
    pub fn peek(&mut self) -> Option<u8> {
        self.at = scan::skip_whitespace(self.text.as_bytes(), self.at);
        self.text.as_bytes().get(self.at).copied()
    }

    /// Steps over what stands for nothing in an optional place: `null`, and `""` where the quirks say so.
    #[inline]
    pub fn take_nothing(&mut self, quirks: Quirks) -> Result<bool, ReadError> {
        match self.peek() {
            Some(b'n') => self.literal("null").map(|()| true),
            Some(b'"') if quirks.has_blank_is_null() && self.text.as_bytes().get(self.at + 1) == Some(&b'"') => {
                self.at += 2;
                Ok(true)
            }
            _ => Ok(false),
        }
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
            Some(b'-' | b'0'..=b'9') if quirks.has_number_or_string() => self.number().map(Cow::Borrowed),
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

    /// Takes any value as the text that stands for it.
    pub fn raw(&mut self) -> Result<&'de RawValue, ReadError> {
        self.peek();
        let rest = self.piece(self.at, self.text.len())?;
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<&'de RawValue>();
        match values.next() {
            Some(Ok(raw)) => {
                self.at += values.byte_offset();
                Ok(raw)
            }
            Some(Err(error)) => Err(self.foreign(&error)),
            None => Err(self.syntax("expected a value")),
        }
    }

    /// Steps over any value.
    pub fn skip(&mut self) -> Result<(), ReadError> {
        match self.peek() {
            Some(b'"') => {
                let stop = scan::string_stop(self.text.as_bytes(), self.at + 1);
                if self.text.as_bytes().get(stop) != Some(&b'"') {
                    return self.raw().map(drop);
                }
                self.at = stop + 1;
                Ok(())
            }
            Some(b'-' | b'0'..=b'9') => self.number().map(drop),
            Some(b't' | b'f') => self.boolean().map(drop),
            _ => self.raw().map(drop),
        }
    }

    /// Reads a list: `item` is called before each item with its index and has to read it. Its errors get the index.
    pub fn list<F>(&mut self, mut item: F) -> Result<(), ReadError>
    where
        F: FnMut(&mut Self, usize) -> Result<(), ReadError>,
    {
        if self.peek() != Some(b'[') {
            return Err(self.mismatch("a list"));
        }
        self.enter()?;
        self.at += 1;
        let mut index = 0;
        if self.peek() != Some(b']') {
            loop {
                item(self, index).map_err(|error| error.within_index(index))?;
                index += 1;
                match self.peek() {
                    Some(b',') => self.at += 1,
                    Some(b']') => break,
                    _ => return Err(self.syntax("expected `,` or `]`")),
                }
            }
        }
        self.leave();
        Ok(())
    }

    /// Reads an object: `entry` is called after each key with it and has to read the value, and to add the key to errors.
    #[inline]
    pub fn object<F>(&mut self, mut entry: F) -> Result<(), ReadError>
    where
        F: FnMut(&mut Self, Cow<'de, str>) -> Result<(), ReadError>,
    {
        if self.peek() != Some(b'{') {
            return Err(self.mismatch("an object"));
        }
        self.enter()?;
        self.at += 1;
        if self.peek() != Some(b'}') {
            loop {
                let key = self.key()?;
                entry(self, key)?;
                match self.peek() {
                    Some(b',') => self.at += 1,
                    Some(b'}') => break,
                    _ => return Err(self.syntax("expected `,` or `}`")),
                }
            }
        }
        self.leave();
        Ok(())
    }

    /// Reads a key and the colon after it.
    #[inline]
    fn key(&mut self) -> Result<Cow<'de, str>, ReadError> {
        if self.peek() != Some(b'"') {
            return Err(self.syntax("expected a key"));
        }
        let key = self.quoted()?;
        if self.peek() != Some(b':') {
            return Err(self.syntax("expected `:`"));
        }
        self.at += 1;
        Ok(key)
    }

    /// Reads the string whose opening quote the cursor stands at.
    #[inline]
    fn quoted(&mut self) -> Result<Cow<'de, str>, ReadError> {
        let start = self.at + 1;
        let stop = scan::string_stop(self.text.as_bytes(), start);
        if self.text.as_bytes().get(stop) == Some(&b'"') {
            let plain = self.piece(start, stop)?;
            self.at = stop + 1;
            return Ok(Cow::Borrowed(plain));
        }
        self.escaped(start, stop)
    }

    /// Finds the end of a string whose first stop is no quote, and lets serde_json decode it.
    fn escaped(&mut self, start: usize, mut stop: usize) -> Result<Cow<'de, str>, ReadError> {
        while self.text.as_bytes().get(stop) == Some(&b'\\') {
            stop = scan::string_stop(self.text.as_bytes(), stop + 2);
        }
        if self.text.as_bytes().get(stop) != Some(&b'"') {
            self.at = stop.min(self.text.len());
            return Err(self.syntax("unfinished string"));
        }
        let whole = self.piece(start - 1, stop + 1)?;
        let decoded: String = match serde_json::from_str(whole) {
            Ok(decoded) => decoded,
            // JSON admits half of a surrogate pair, text does not.
            Err(_) if self.raw().is_ok() => {
                return Err(ReadError::new("expected text, found half of a surrogate pair"));
            }
            Err(error) => return Err(self.foreign(&error)),
        };
        self.at = stop + 1;
        Ok(Cow::Owned(decoded))
    }

    fn literal(&mut self, word: &'static str) -> Result<(), ReadError> {
        let end = self.at + word.len();
        if self.text.as_bytes().get(self.at..end) != Some(word.as_bytes()) {
            return Err(self.syntax("malformed word"));
        }
        self.at = end;
        Ok(())
    }

    #[inline]
    fn piece(&self, from: usize, to: usize) -> Result<&'de str, ReadError> {
        self.text.get(from..to).ok_or_else(|| self.syntax("malformed text"))
    }

    fn enter(&mut self) -> Result<(), ReadError> {
        if self.depth == MAX_DEPTH {
            return Err(ReadError::new(format!("more than {MAX_DEPTH} levels")));
        }
        self.depth += 1;
        Ok(())
    }

    /// Steps over the closing bracket.
    fn leave(&mut self) {
        self.depth -= 1;
        self.at += 1;
    }

    /// The error for a next value of another type than the one expected.
    #[cold]
    pub fn mismatch(&mut self, expected: &str) -> ReadError {
        let found = match self.peek() {
            None => return self.syntax("unexpected end"),
            Some(b'"') => "a string",
            Some(b'{') => "an object",
            Some(b'[') => "a list",
            Some(b't' | b'f') => "a boolean",
            Some(b'n') => "null",
            Some(b'-' | b'0'..=b'9') => "a number",
            Some(_) => return self.syntax("expected a value"),
        };
        ReadError::new(format!("expected {expected}, found {found}"))
    }

    /// The error for text at the cursor that is not JSON.
    #[cold]
    pub(super) fn syntax(&self, what: &str) -> ReadError {
        let (line, column) = self.position(1, 1);
        ReadError::syntax(what, line, column)
    }

    /// A syntax error of serde_json, which read from the cursor on.
    #[cold]
    fn foreign(&self, error: &serde_json::Error) -> ReadError {
        let text = error.to_string();
        let what = match text.rsplit_once(" at line ") {
            Some((what, _)) if error.is_syntax() || error.is_eof() => what,
            _ => "malformed value",
        };
        let (line, column) = self.position(error.line(), error.column());
        ReadError::syntax(what, line, column)
    }

    /// The place in the whole text of what stands at `line` and `column` counted from the cursor, all from 1.
    fn position(&self, line: usize, column: usize) -> (usize, usize) {
        let before = self.text.as_bytes().get(..self.at).unwrap_or_default();
        let lines = before.iter().filter(|&&byte| byte == b'\n').count();
        let line_start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let column = if line <= 1 { before.len() - line_start + column.max(1) } else { column };
        (lines + line.max(1), column)
    }

    /// Reads with `read`, and steps back to try another way where the value does not fit; malformed text stays an error.
    pub fn attempt<T, F>(&mut self, read: F) -> Result<Option<T>, ReadError>
    where
        F: FnOnce(&mut Self) -> Result<T, ReadError>,
    {
        let before = self.clone();
        match read(self) {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.is_syntax() => Err(error),
            Err(_) => {
                *self = before;
                Ok(None)
            }
        }
    }
}
