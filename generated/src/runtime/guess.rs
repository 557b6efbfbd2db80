//! A cheap look for a key's value: the bytes are searched for the quoted key, whatever they stand in.

use std::ops::Range;

use super::scan::skip_whitespace;
use super::word::same;

/// How many places are looked at together.
const BLOCK: usize = 64;
/// How much is the head.
const HEAD: usize = 3 * BLOCK;

/// Where a key is looked for at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// As the first key of the body, then among the last places, then in the head.
    First,
    /// In the head.
    Head,
    /// From the end on.
    End,
}

/// The index of a value behind the quoted key: of one at the start, or else of the last one.
///
/// Each byte is looked at a few times at most, whatever the text is.
pub(super) fn find_value(text: &str, key: &str, start: Start) -> Option<usize> {
    let look = Look { bytes: text.as_bytes(), key: key.as_bytes(), last: *key.as_bytes().last()? };
    if start == Start::First
        && let Some(value) = look.value_at(skip_whitespace(look.bytes, 1))
    {
        return Some(value);
    }
    let places = text.len().checked_sub(key.len() + 1)?;
    let mut end = places;
    if start == Start::First
        && let Some(last) = places.checked_sub(BLOCK)
    {
        if let Some(value) = look.find_hit(last, look.hits(look.block(last)?)) {
            return Some(value);
        }
        end = last;
    }
    let head = if start != Start::End && end >= HEAD { HEAD } else { 0 };
    look.first_in(0..head).or_else(|| look.last_in(head..end))
}

type Block = [u8; BLOCK];

struct Look<'t> {
    bytes: &'t [u8],
    key: &'t [u8],
    /// The key's last byte.
    last: u8,
}

impl<'t> Look<'t> {
    /// The bytes of some places, and of as many as far behind them as the key's last byte and its closing quote are.
    #[inline(always)]
    fn pieces(&self, places: Range<usize>) -> Option<[&'t [u8]; 3]> {
        let piece = |behind: usize| self.bytes.get(places.start + behind..places.end + behind);
        Some([piece(0)?, piece(self.key.len())?, piece(self.key.len() + 1)?])
    }

    /// The same for one block.
    #[inline(always)]
    fn block(&self, at: usize) -> Option<[&'t Block; 3]> {
        let piece = |behind: usize| self.bytes.get(at + behind..)?.first_chunk();
        Some([piece(0)?, piece(self.key.len())?, piece(self.key.len() + 1)?])
    }

    /// The first block of some places in which the key stands; there the last one.
    fn first_in(&self, places: Range<usize>) -> Option<usize> {
        let start = places.start;
        let [open, last, close] = self.pieces(places)?.map(|piece| piece.as_chunks().0.iter());
        let mut blocks = open.zip(last).zip(close).enumerate();
        blocks.find_map(|(number, ((open, last), close))| self.find_in(start + number * BLOCK, [open, last, close]))
    }

    /// The last of some places where the key stands.
    fn last_in(&self, places: Range<usize>) -> Option<usize> {
        let rest = places.start..places.start + places.len() % BLOCK;
        let [open, last, close] = self.pieces(places)?.map(|piece| piece.as_rchunks().1.iter());
        let mut blocks = open.zip(last).zip(close).enumerate().rev();
        let found = blocks
            .find_map(|(number, ((open, last), close))| self.find_in(rest.end + number * BLOCK, [open, last, close]));
        found.or_else(|| rest.rev().find_map(|place| self.value_at(place)))
    }

    /// The value behind the last key that begins in a block.
    #[inline(always)]
    fn find_in(&self, start: usize, pieces: [&Block; 3]) -> Option<usize> {
        let seems = self.hits(pieces).iter().fold(0, |any, hit| any | hit) != 0;
        if seems { self.find_hit(start, self.hits(pieces)) } else { None }
    }

    /// A one for each byte of a block where a key may begin.
    #[inline(always)]
    fn hits(&self, [open, last, close]: [&Block; 3]) -> Block {
        let mut hits = [0; BLOCK];
        for at in 0..BLOCK {
            hits[at] = u8::from((open[at] == b'"') & (last[at] == self.last) & (close[at] == b'"'));
        }
        hits
    }

    #[inline(never)]
    fn find_hit(&self, start: usize, hits: Block) -> Option<usize> {
        // The ones of eight bytes, side by side.
        let eight = |word: &[u8; 8]| u64::from_le_bytes(*word).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        let mut marks = hits.as_chunks().0.iter().rev().fold(0, |marks, word| marks << 8 | eight(word));
        loop {
            let at = marks.checked_ilog2()?;
            if let Some(value) = self.value_at(start + at as usize) {
                return Some(value);
            }
            marks ^= 1 << at;
        }
    }

    /// The index of the value behind the quoted key at `place`, if that is what stands there.
    fn value_at(&self, place: usize) -> Option<usize> {
        let (start, end) = (place + 1, place + 1 + self.key.len());
        let quoted = self.bytes.get(place) == Some(&b'"') && self.bytes.get(end) == Some(&b'"');
        if !quoted || !same(self.bytes.get(start..end)?, self.key) {
            return None;
        }
        let colon = skip_whitespace(self.bytes, end + 1);
        let value = || skip_whitespace(self.bytes, colon + 1);
        (self.bytes.get(colon) == Some(&b':')).then(value)
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, HEAD, Start, find_value};

    #[test]
    fn a_key_is_found_wherever_it_stands() {
        for before in 0..HEAD + 3 * BLOCK {
            for after in [0, 1, BLOCK - 1, BLOCK, HEAD + 5] {
                let text = format!("{}\"event\" : 1{}", " ".repeat(before), " ".repeat(after));
                for start in [Start::First, Start::Head, Start::End] {
                    assert_eq!(find_value(&text, "event", start), Some(before + 10), "{before} {after}");
                }
            }
        }
    }

    #[test]
    fn in_the_head_and_else_at_the_end_the_one_that_counts_is_found() {
        let far = " ".repeat(HEAD);
        let text = format!("{{\"key\":1,{far}\"key\":2,{far}\"key\":3}}");
        let found = |start| find_value(&text, "key", start).and_then(|at| text.as_bytes().get(at)).copied();
        assert_eq!((found(Start::First), found(Start::Head), found(Start::End)), (Some(b'1'), Some(b'1'), Some(b'3')));
    }

    #[test]
    fn what_only_looks_like_the_key_is_passed_over() {
        for text in ["", "\"", "\"\":1", "key:1", "\"key\"", "\"kay\":1", "\"a_key\":1", "\"key\",1", "\"keys\":1"] {
            assert_eq!(find_value(text, "key", Start::First), None, "{text}");
        }
        let text = r#"{"key":1,"x":"key","y":["key"],"kay":2}"#;
        assert_eq!(find_value(text, "key", Start::End), Some(7));
        assert_eq!(find_value("\"a\":1", "", Start::First), None);
    }
}
