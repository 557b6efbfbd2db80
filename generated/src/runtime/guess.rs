//! A cheap look for a key's value: the bytes are searched for the quoted key, whatever they stand in.

use super::scan::skip_whitespace;
use super::word::{WIDTH, Word};

/// How much of the beginning is searched before all of it is, from its end.
const HEAD: usize = 128;

/// The index of a value behind the quoted key: of the first in the head of the text, or else of the last one.
///
/// Each byte is looked at a few times at most, whatever the text is.
pub(super) fn find_value(text: &str, key: &str) -> Option<usize> {
    let (bytes, key) = (text.as_bytes(), key.as_bytes());
    // Words of the text, and those as far behind them as the key's last byte is behind the quote before the key.
    let words = bytes.len().saturating_sub(key.len()) / WIDTH;
    let length = words * WIDTH;
    let quotes = bytes.get(..length)?.chunks_exact(WIDTH);
    let ends = bytes.get(key.len()..key.len() + length)?.chunks_exact(WIDTH);
    let last = *key.last()?;
    let look = |(word, (quotes, ends)): (usize, (&[u8], &[u8]))| {
        let marks = Word::of(quotes)?.equal(b'"').and(Word::of(ends)?.equal(last));
        if marks.is_empty() { None } else { value_in(bytes, word * WIDTH, key) }
    };
    let mut pairs = quotes.zip(ends).enumerate();
    pairs.by_ref().take(HEAD / WIDTH).find_map(look).or_else(|| pairs.rev().find_map(look))
}

/// The index of the value of the last of the quoted keys that begin in the word at `start`.
#[cold]
fn value_in(bytes: &[u8], start: usize, key: &[u8]) -> Option<usize> {
    (start..start + WIDTH).rev().find_map(|place| value_at(bytes, place, key))
}

/// The index of the value behind the quoted key at `place`, if that is what stands there.
fn value_at(bytes: &[u8], place: usize, key: &[u8]) -> Option<usize> {
    let rest = bytes.get(place..)?.strip_prefix(b"\"")?.strip_prefix(key)?.strip_prefix(b"\"")?;
    let colon = skip_whitespace(bytes, bytes.len() - rest.len());
    let value = || skip_whitespace(bytes, colon + 1);
    (bytes.get(colon) == Some(&b':')).then(value)
}
