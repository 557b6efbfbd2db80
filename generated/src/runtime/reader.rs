//! A cursor over JSON text: one pass, numbers as text, types told by the first byte.
//!
//! serde_json's typed deserializer is not used: its errors quote values, its numbers depend on the features that any
//! crate of a build may turn on, and a value that comes in two forms would have to be scanned twice.

mod scalars;

use std::borrow::Cow;
use std::ops::Range;

use super::ReadError;
use super::ends::Ends;
use super::forms::Form;
use super::scan::{self, Fault};
use super::unescape::unescape;
use super::watch::{Scope, Watch};

/// Levels of objects, lists and embedded documents that are read; deeper text is an error.
const MAX_DEPTH: u8 = 128;

/// A cursor over JSON text, standing before a value.
#[derive(Clone, Debug)]
pub struct Reader<'de> {
    text: &'de str,
    at: usize,
    depth: u8,
    /// Where the last value ended whose form its value does not tell, and the form.
    form: (usize, Form),
    watched: Watched,
    watch: Option<&'de Watch>,
    /// What was surveyed, once anything was.
    ends: Option<Box<Ends>>,
}

/// Where a value stands whose keys are watched if it is an object, and its scope.
#[derive(Clone, Copy, Debug)]
struct Watched {
    at: usize,
    scope: Scope,
}

impl Watched {
    const NOTHING: Self = Self { at: usize::MAX, scope: Scope::NONE };
}

impl<'de> Reader<'de> {
    /// A cursor at the start of `text`.
    #[must_use]
    pub fn new(text: &'de str) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
            form: (usize::MAX, Form::Null),
            watched: Watched::NOTHING,
            watch: None,
            ends: None,
        }
    }

    /// The same, with notes taken of where the watched values stand: `scope` is that of the whole text.
    #[inline(always)]
    pub(super) fn watching(text: &'de str, watch: &'de Watch, scope: Scope) -> Self {
        let at = scan::skip_whitespace(text.as_bytes(), 0);
        Self { at, watched: Watched { at, scope }, watch: Some(watch), ..Self::new(text) }
    }

    /// A cursor at the start of a document that stood in a string of this one; its levels count on.
    pub fn embedded<'s>(&self, text: &'s str) -> Result<Reader<'s>, ReadError> {
        let mut inner = Reader { depth: self.depth, ..Reader::new(text) };
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
        match self.text.as_bytes().get(self.at) {
            Some(0..=b' ') => self.peek_behind_whitespace(),
            byte => byte.copied(),
        }
    }

    fn peek_behind_whitespace(&mut self) -> Option<u8> {
        self.at = scan::skip_whitespace(self.text.as_bytes(), self.at);
        self.text.as_bytes().get(self.at).copied()
    }

    /// Takes any value as the text that stands for it.
    pub fn raw(&mut self) -> Result<&'de str, ReadError> {
        self.peek();
        let start = self.at;
        self.skip()?;
        self.piece(start, self.at)
    }

    /// Steps over any value, which is checked. It may have more levels than what is read.
    pub fn skip(&mut self) -> Result<(), ReadError> {
        self.peek();
        let known = self.ends.as_ref().and_then(|ends| ends.after(self.at));
        let end = match (self.watch, known) {
            (Some(watch), _) if self.at == self.watched.at => {
                watch.value_end(self.text, self.at, self.watched.scope, |_, _| {})
            }
            (_, Some(end)) => Ok(end),
            _ => scan::value_end(self.text.as_bytes(), self.at),
        };
        self.at = end.map_err(|fault| self.fault(fault))?;
        Ok(())
    }

    /// Surveys the next value if it is an object or a list: from now on none in it is scanned again to step over it.
    pub(super) fn survey(&mut self) -> Result<(), ReadError> {
        if let Some(b'{' | b'[') = self.peek() {
            let surveyed = self.ends.get_or_insert_default().survey(self.text.as_bytes(), self.at);
            surveyed.map_err(|fault| self.fault(fault))?;
        }
        Ok(())
    }

    /// How many bytes were surveyed so far.
    #[cfg(test)]
    pub(super) fn surveyed(&self) -> usize {
        self.ends.as_ref().map_or(0, |ends| ends.work)
    }

    /// Calls `field` with each key of the next value, a surveyed object, and the text of its value; the cursor stays.
    pub(super) fn look_ahead<F: FnMut(&str, &'de str)>(&mut self, field: F) -> Result<(), ReadError> {
        let Some(ends) = &self.ends else { return Ok(()) };
        ends.fields(self.text, self.at, field).map_err(|fault| self.fault(fault))
    }

    /// Steps over a whole body, takes notes of where the watched values stand, and hands out each key and its value.
    pub(super) fn watched_skip<F>(&mut self, watch: &Watch, scope: Scope, mut field: F) -> Result<(), ReadError>
    where
        F: FnMut(&str, &'de str),
    {
        let text = self.text;
        let hand_out = |key: &str, value: Range<usize>| field(key, text.get(value).unwrap_or_default());
        let end = watch.value_end(text, self.at, scope, hand_out);
        self.at = end.map_err(|fault| self.fault(fault))?;
        Ok(())
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
        let scope = if self.at == self.watched.at { self.watched.scope } else { Scope::NONE };
        self.at += 1;
        if self.peek() != Some(b'}') {
            loop {
                let key = self.key()?;
                if scope.may_hold(&key) {
                    self.note(scope, &key);
                }
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

    /// Notes the value behind a key of a watched object.
    #[inline(always)]
    fn note(&mut self, scope: Scope, key: &str) {
        self.peek();
        if let Some(scope) = self.watch.and_then(|watch| watch.note(scope, key, self.at)) {
            self.watched = Watched { at: self.at, scope };
        }
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
    #[inline(always)]
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

    /// Reads on in a string whose first stop is no quote.
    fn escaped(&mut self, start: usize, stop: usize) -> Result<Cow<'de, str>, ReadError> {
        let end = scan::escaped_end(self.text.as_bytes(), stop).map_err(|fault| self.fault(fault))?;
        match unescape(self.piece(start, end - 1)?) {
            Some(text) => {
                self.at = end;
                Ok(Cow::Owned(text))
            }
            // JSON admits half of a surrogate pair, text does not.
            None => Err(ReadError::new("expected text, found half of a surrogate pair")),
        }
    }

    #[inline]
    fn literal(&mut self, word: &'static str) -> Result<(), ReadError> {
        self.at = scan::word_end(self.text.as_bytes(), self.at, word).map_err(|fault| self.fault(fault))?;
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
        let before = self.text.as_bytes().get(..self.at).unwrap_or_default();
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        let column = before.iter().rev().take_while(|&&byte| byte != b'\n').count() + 1;
        ReadError::syntax(what, line, column)
    }

    /// The error for a place further on that is not JSON.
    #[cold]
    fn fault(&mut self, fault: Fault) -> ReadError {
        self.at = fault.0.min(self.text.len());
        self.syntax(fault.1)
    }

    /// Reads with `read`, and steps back to try another way where the value does not fit; malformed text stays an error.
    pub fn attempt<T, F>(&mut self, read: F) -> Result<Option<T>, ReadError>
    where
        F: FnOnce(&mut Self) -> Result<T, ReadError>,
    {
        let (at, depth, watched) = (self.at, self.depth, self.watched);
        match read(self) {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.is_syntax() => Err(error),
            Err(_) => {
                (self.at, self.depth, self.watched) = (at, depth, watched);
                self.forget_form();
                Ok(None)
            }
        }
    }
}
