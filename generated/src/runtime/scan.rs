//! Finds the ends of JSON tokens and values in bytes; knows the grammar and nothing else. The stack does not grow with
//! the text, and nothing is allocated but a bit for each level beyond the 64th.

use super::word::{WIDTH, Word};

/// The byte at the index does not belong there, and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fault(pub(super) usize, pub(super) &'static str);

/// The first index from `at` on that is not JSON whitespace.
#[inline(always)]
pub(super) fn skip_whitespace(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        Some(0..=b' ') => whitespace_end(bytes, at),
        _ => at,
    }
}

fn whitespace_end(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
        at += 1;
        // Indentation.
        while let Some(spaces) = Word::at(bytes, at).map(Word::leading_spaces) {
            at += spaces;
            if spaces < WIDTH {
                break;
            }
        }
    }
    at
}

/// The first index from `at` on that holds `"`, `\` or a control character, or the length.
#[inline(always)]
pub(super) fn string_stop(bytes: &[u8], mut at: usize) -> usize {
    while let Some(word) = Word::at(bytes, at) {
        if let Some(stop) = word.stops().first() {
            return at + stop;
        }
        at += WIDTH;
    }
    short_string_stop(bytes, at)
}

#[inline(always)]
fn short_string_stop(bytes: &[u8], mut at: usize) -> usize {
    if let Some(stop) = Word::rest(bytes, at).and_then(|word| word.stops().first()) {
        return at + stop;
    }
    while bytes.get(at).is_some_and(|&byte| byte != b'"' && byte != b'\\' && byte >= 0x20) {
        at += 1;
    }
    at
}

/// The index after the string whose text begins at `at`. Its escapes are checked, but for halves of surrogate pairs.
#[inline(always)]
pub(super) fn string_end(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    let stop = string_stop(bytes, at);
    match bytes.get(stop) {
        Some(b'"') => Ok(stop + 1),
        _ => escaped_end(bytes, stop),
    }
}

/// The same for the rest of a string from its first stop on, which is no quote.
pub(super) fn escaped_end(bytes: &[u8], mut at: usize) -> Result<usize, Fault> {
    loop {
        match bytes.get(at) {
            Some(b'"') => return Ok(at + 1),
            _ => at = string_stop(bytes, escape_end(bytes, at)?),
        }
    }
}

/// The index after the escape that stands at `at`, if one does.
#[inline(always)]
fn escape_end(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    match (bytes.get(at), bytes.get(at + 1)) {
        (Some(b'\\'), Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't')) => Ok(at + 2),
        (Some(b'\\'), Some(b'u')) => match bytes.get(at + 2..at + 6) {
            Some(digits) if digits.iter().all(u8::is_ascii_hexdigit) => Ok(at + 6),
            _ => Err(Fault(at, "malformed escape")),
        },
        (Some(b'\\'), Some(_)) => Err(Fault(at, "malformed escape")),
        (Some(b'\\') | None, None) => Err(Fault(bytes.len(), "unfinished string")),
        _ => Err(Fault(at, "control character in a string")),
    }
}

/// The index after the number that begins at `at`, if one does.
#[inline]
pub(super) fn number_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut end = at + usize::from(bytes.get(at) == Some(&b'-'));
    end = match bytes.get(end)? {
        b'0' => end + 1,
        b'1'..=b'9' => digits_end(bytes, end),
        _ => return None,
    };
    if bytes.get(end) == Some(&b'.') {
        end = some_digits_end(bytes, end + 1)?;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        end = some_digits_end(bytes, end + 1 + sign)?;
    }
    Some(end)
}

fn some_digits_end(bytes: &[u8], at: usize) -> Option<usize> {
    let end = digits_end(bytes, at);
    (end > at).then_some(end)
}

#[inline]
fn digits_end(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    at
}

/// Whether the whole text is one JSON number.
pub(super) fn is_number(text: &str) -> bool {
    number_end(text.as_bytes(), 0) == Some(text.len())
}

/// The index after the word that has to stand at `at`.
#[inline(always)]
pub(super) fn word_end(bytes: &[u8], at: usize, word: &'static str) -> Result<usize, Fault> {
    match bytes.get(at..).is_some_and(|rest| rest.starts_with(word.as_bytes())) {
        true => Ok(at + word.len()),
        false => Err(Fault(at, "malformed word")),
    }
}

/// The index after the string, number or word that begins at `at`.
#[inline(always)]
pub(super) fn scalar_end(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    match bytes.get(at) {
        Some(b'"') => string_end(bytes, at + 1),
        Some(b'-' | b'0'..=b'9') => number_end(bytes, at).ok_or(Fault(at, "malformed number")),
        Some(b't') => word_end(bytes, at, "true"),
        Some(b'f') => word_end(bytes, at, "false"),
        Some(b'n') => word_end(bytes, at, "null"),
        Some(_) => Err(Fault(at, "expected a value")),
        None => Err(Fault(at, "unexpected end")),
    }
}

/// The index after the value that begins at `at`, all of which is checked.
pub(super) fn value_end(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    recorded_value_end(bytes, at, &mut ())
}

/// Is told of each object and list that holds something, the outer ones first.
pub(super) trait Record {
    /// One begins at `at`.
    fn open(&mut self, at: usize);

    /// The innermost that is open ended before `end`.
    fn close(&mut self, end: usize);
}

/// Nobody is.
impl Record for () {
    #[inline(always)]
    fn open(&mut self, _: usize) {}

    #[inline(always)]
    fn close(&mut self, _: usize) {}
}

/// The same as [`value_end`], and `record` is told what was met.
#[inline(always)]
pub(super) fn recorded_value_end<R: Record>(bytes: &[u8], mut at: usize, record: &mut R) -> Result<usize, Fault> {
    let mut levels = Levels::default();
    loop {
        let open = bytes.get(at).copied();
        match open {
            Some(b'{' | b'[') => {
                let (is_object, start) = (open == Some(b'{'), at);
                at = skip_whitespace(bytes, at + 1);
                if bytes.get(at) == Some(if is_object { &b'}' } else { &b']' }) {
                    at += 1;
                } else {
                    levels.enter(is_object);
                    record.open(start);
                    if is_object {
                        at = skip_whitespace(bytes, colon_end(bytes, key_end(bytes, at)?)?);
                    }
                    continue;
                }
            }
            _ => at = scalar_end(bytes, at)?,
        }
        // Behind a value: the next one begins, or levels end.
        loop {
            let Some(is_object) = levels.innermost() else { return Ok(at) };
            at = skip_whitespace(bytes, at);
            match bytes.get(at) {
                Some(b',') => {
                    at = skip_whitespace(bytes, at + 1);
                    if is_object {
                        at = skip_whitespace(bytes, colon_end(bytes, key_end(bytes, at)?)?);
                    }
                    break;
                }
                Some(b'}') if is_object => {}
                Some(b']') if !is_object => {}
                _ if is_object => return Err(Fault(at, "expected `,` or `}`")),
                _ => return Err(Fault(at, "expected `,` or `]`")),
            }
            levels.leave();
            at += 1;
            record.close(at);
        }
    }
}

/// What is open around a place: one bit a level, set for an object.
#[derive(Default)]
struct Levels {
    count: usize,
    /// The innermost levels, the last one lowest.
    last: u64,
    /// Those around them, 64 each.
    others: Vec<u64>,
}

impl Levels {
    #[inline(always)]
    fn enter(&mut self, is_object: bool) {
        if self.count > 0 && self.count.is_multiple_of(64) {
            self.others.push(self.last);
        }
        self.count += 1;
        self.last = self.last << 1 | u64::from(is_object);
    }

    #[inline(always)]
    fn leave(&mut self) {
        self.count -= 1;
        self.last >>= 1;
        if self.count > 0 && self.count.is_multiple_of(64) {
            self.last = self.others.pop().unwrap_or_default();
        }
    }

    /// Whether the innermost is an object; none where nothing is open.
    #[inline(always)]
    fn innermost(&self) -> Option<bool> {
        (self.count > 0).then_some(self.last & 1 == 1)
    }
}

/// The index after the key that begins at `at`.
#[inline(always)]
fn key_end(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    match bytes.get(at) {
        Some(b'"') => string_end(bytes, at + 1),
        _ => Err(Fault(at, "expected a key")),
    }
}

/// The index after the colon that stands at `at` or behind whitespace there.
#[inline(always)]
pub(super) fn colon_end(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    let at = skip_whitespace(bytes, at);
    match bytes.get(at) {
        Some(b':') => Ok(at + 1),
        _ => Err(Fault(at, "expected `:`")),
    }
}
