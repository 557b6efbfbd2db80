//! A cheap look for a key's value: the bytes are searched for the quoted key, whatever they stand in.

use super::lanes::{LANES, Lanes};
use super::scan::skip_whitespace;

/// How much of the beginning is searched before the rest is, from its end.
const HEAD: usize = 256;

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
        at += LANES;
    }
    let mut end = bytes.len();
    while end > head {
        let start = end.saturating_sub(LANES);
        if let Some(found) = candidates(bytes, start, key).filter_map(|place| value_at(bytes, place, key)).last() {
            return Some(found);
        }
        end = start;
    }
    None
}

/// The indices of a chunk at which a quote stands and the key's last byte as far behind as it should.
#[inline(always)]
fn candidates(bytes: &[u8], start: usize, key: &[u8]) -> impl Iterator<Item = usize> {
    let chunk = |at: usize| bytes.get(at..).and_then(<[u8]>::first_chunk::<LANES>);
    let lanes = match (chunk(start), key.last(), chunk(start + key.len())) {
        (Some(quotes), Some(&last), Some(ends)) => Lanes::equal(quotes, b'"').and(Lanes::equal(ends, last)),
        _ => Lanes::ALL,
    };
    lanes.map(move |lane| start + lane)
}

/// The index of the value behind the quoted key at `place`, if that is what stands there.
fn value_at(bytes: &[u8], place: usize, key: &[u8]) -> Option<usize> {
    let rest = bytes.get(place..)?.strip_prefix(b"\"")?.strip_prefix(key)?.strip_prefix(b"\"")?;
    let colon = skip_whitespace(bytes, bytes.len() - rest.len());
    let value = || skip_whitespace(bytes, colon + 1);
    (bytes.get(colon) == Some(&b':')).then(value)
}
