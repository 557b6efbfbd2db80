//! A cheap look for a key's value: the bytes are searched for the quoted key, whatever they stand in.

use super::scan::skip_whitespace;
use super::word::{Marks, WIDTH, Word};

/// How much of the beginning is searched before the rest is, from its end.
const HEAD: usize = 128;

/// The index of a value behind the quoted key: of the first in the head of the text, or else of the last one.
///
/// Each byte is looked at a few times at most, whatever the text is.
pub(super) fn find_value(text: &str, key: &str) -> Option<usize> {
    let (bytes, key) = (text.as_bytes(), key.as_bytes());
    let head = bytes.len().min(HEAD);
    let mut at = 0;
    while at < head {
        if let Some(found) = candidates(bytes, at, key).find_map(|place| value_at(bytes, place, key)) {
            return Some(found);
        }
        at += WIDTH;
    }
    let mut end = bytes.len();
    while end > head {
        let start = end.saturating_sub(WIDTH);
        if let Some(found) = candidates(bytes, start, key).filter_map(|place| value_at(bytes, place, key)).last() {
            return Some(found);
        }
        end = start;
    }
    None
}

/// The indices of a word at which a quote stands and the key's last byte as far behind as it should.
#[inline(always)]
fn candidates(bytes: &[u8], start: usize, key: &[u8]) -> impl Iterator<Item = usize> {
    let words = Word::at(bytes, start).zip(Word::at(bytes, start + key.len()));
    let marks = match (words, key.last()) {
        (Some((quotes, ends)), Some(&last)) => quotes.equal(b'"').and(ends.equal(last)),
        _ => Marks::ALL,
    };
    marks.map(move |place| start + place)
}

/// The index of the value behind the quoted key at `place`, if that is what stands there.
fn value_at(bytes: &[u8], place: usize, key: &[u8]) -> Option<usize> {
    let rest = bytes.get(place..)?.strip_prefix(b"\"")?.strip_prefix(key)?.strip_prefix(b"\"")?;
    let colon = skip_whitespace(bytes, bytes.len() - rest.len());
    let value = || skip_whitespace(bytes, colon + 1);
    (bytes.get(colon) == Some(&b':')).then(value)
}
