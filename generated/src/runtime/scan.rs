//! Finds the ends of JSON tokens and values in bytes; knows the grammar and nothing else. Nothing is allocated, and the
//! stack does not grow with the text.

use super::lanes::{LANES, Lanes};

/// Levels within one value that [`value_end`] follows.
const LEVELS: u32 = 64;

/// Why a value has no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The byte at the index does not belong there.
    Syntax(usize, &'static str),
    /// The value has more levels than can be followed.
    Deep,
}

/// The first index from `at` on that is not JSON whitespace.
#[inline(always)]
pub(super) fn skip_whitespace(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        Some(b' ' | b'\n' | b'\r' | b'\t') => whitespace_end(bytes, at + 1),
        _ => at,
    }
}

#[inline]
fn whitespace_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(chunk) = chunk(bytes, at) {
        if let Some(end) = Lanes::no_spaces(chunk).first() {
            return at + end;
        }
        at += LANES;
    }
    while matches!(bytes.get(at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
        at += 1;
    }
    at
}

#[inline(always)]
fn chunk(bytes: &[u8], at: usize) -> Option<&[u8; LANES]> {
    bytes.get(at..)?.first_chunk()
}

/// The first index from `at` on that holds `"`, `\` or a control character, or the length.
#[inline(always)]
pub(super) fn string_stop(bytes: &[u8], mut at: usize) -> usize {
    while let Some(chunk) = chunk(bytes, at) {
        if let Some(stop) = Lanes::stops(chunk).first() {
            return at + stop;
        }
        at += LANES;
    }
    short_string_stop(bytes, at)
}

fn short_string_stop(bytes: &[u8], mut at: usize) -> usize {
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
    'chunks: while let Some(chunk) = chunk(bytes, at) {
        let mut stops = Lanes::stops(chunk);
        while let Some(stop) = stops.first() {
            let stop = at + stop;
            let after = match bytes.get(stop) {
                Some(b'"') => return Ok(stop + 1),
                _ => escape_end(bytes, stop)?,
            };
            if after - at >= LANES {
                at = after;
                continue 'chunks;
            }
            stops = stops.from(after - at);
        }
        at += LANES;
    }
    loop {
        at = short_string_stop(bytes, at);
        match bytes.get(at) {
            Some(b'"') => return Ok(at + 1),
            _ => at = escape_end(bytes, at)?,
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
            _ => Err(Fault::Syntax(at, "malformed escape")),
        },
        (Some(b'\\'), Some(_)) => Err(Fault::Syntax(at, "malformed escape")),
        (Some(b'\\') | None, None) => Err(Fault::Syntax(bytes.len(), "unfinished string")),
        _ => Err(Fault::Syntax(at, "control character in a string")),
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
        false => Err(Fault::Syntax(at, "malformed word")),
    }
}

/// The index after the string, number or word that begins at `at`.
#[inline(always)]
pub(super) fn scalar_end(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    match bytes.get(at) {
        Some(b'"') => string_end(bytes, at + 1),
        Some(b'-' | b'0'..=b'9') => number_end(bytes, at).ok_or(Fault::Syntax(at, "malformed number")),
        Some(b't') => word_end(bytes, at, "true"),
        Some(b'f') => word_end(bytes, at, "false"),
        Some(b'n') => word_end(bytes, at, "null"),
        Some(_) => Err(Fault::Syntax(at, "expected a value")),
        None => Err(Fault::Syntax(at, "unexpected end")),
    }
}

/// The index after the value that begins at `at`, all of which is checked.
pub(super) fn value_end(bytes: &[u8], mut at: usize) -> Result<usize, Fault> {
    let mut levels = 0_u32;
    // One bit a level, the innermost lowest: set for an object.
    let mut objects = 0_u64;
    loop {
        let open = bytes.get(at).copied();
        match open {
            Some(b'{' | b'[') => {
                let is_object = open == Some(b'{');
                at = skip_whitespace(bytes, at + 1);
                if bytes.get(at) == Some(if is_object { &b'}' } else { &b']' }) {
                    at += 1;
                } else {
                    if levels == LEVELS {
                        return Err(Fault::Deep);
                    }
                    levels += 1;
                    objects = objects << 1 | u64::from(is_object);
                    if is_object {
                        at = key_end(bytes, at)?;
                    }
                    continue;
                }
            }
            _ => at = scalar_end(bytes, at)?,
        }
        // Behind a value: the next one begins, or levels end.
        loop {
            if levels == 0 {
                return Ok(at);
            }
            at = skip_whitespace(bytes, at);
            let is_object = objects & 1 == 1;
            match bytes.get(at) {
                Some(b',') => {
                    at = skip_whitespace(bytes, at + 1);
                    if is_object {
                        at = key_end(bytes, at)?;
                    }
                    break;
                }
                Some(b'}') if is_object => {}
                Some(b']') if !is_object => {}
                _ if is_object => return Err(Fault::Syntax(at, "expected `,` or `}`")),
                _ => return Err(Fault::Syntax(at, "expected `,` or `]`")),
            }
            (levels, objects) = (levels - 1, objects >> 1);
            at += 1;
        }
    }
}

/// The index of the value behind the key that begins at `at`.
#[inline(always)]
fn key_end(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    if bytes.get(at) != Some(&b'"') {
        return Err(Fault::Syntax(at, "expected a key"));
    }
    let colon = skip_whitespace(bytes, string_end(bytes, at + 1)?);
    match bytes.get(colon) {
        Some(b':') => Ok(skip_whitespace(bytes, colon + 1)),
        _ => Err(Fault::Syntax(colon, "expected `:`")),
    }
}
