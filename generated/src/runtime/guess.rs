//! A cheap look for a key's value: the bytes are searched for the quoted key, whatever they stand in.

use super::scan::skip_whitespace;

/// How many places are looked at together.
const BLOCK: usize = 32;
/// How much of the beginning is searched before all of it is, from its end.
const HEAD: usize = 6 * BLOCK;

/// The index of a value behind the quoted key: of one in the head of the text, or else of the last one. Where the last key
/// was found in the second half of the text, `at_end` says so, and the head is not looked at first.
///
/// Each byte is looked at a few times at most, whatever the text is.
pub(super) fn find_value<'t>(text: &'t str, key: &'t str, at_end: bool) -> Option<usize> {
    let look = Look { bytes: text.as_bytes(), key: key.as_bytes(), last: *key.as_bytes().last()? };
    // Where the key's opening quote may stand, and as far behind it its last byte and its closing quote.
    let places = text.len().checked_sub(key.len() + 1)?;
    let piece = |behind: usize| look.bytes.get(behind..behind + places);
    let (open, last, close) = (piece(0)?, piece(key.len())?, piece(key.len() + 1)?);
    let value_in =
        |start: usize, ((open, last), close): ((&Block, &Block), &Block)| match look.seems_in(open, last, close) {
            true => look.find_in(start, look.marks(open, last, close)),
            false => None,
        };
    let head = if at_end { 0 } else { places.min(HEAD) / BLOCK * BLOCK };
    let front = |all: &'t [u8]| all.get(..head).unwrap_or_default().as_chunks().0.iter();
    let mut blocks = front(open).zip(front(last)).zip(front(close)).enumerate();
    if let Some(value) = blocks.find_map(|(number, block)| value_in(number * BLOCK, block)) {
        return Some(value);
    }
    let back = |all: &'t [u8]| all.get(head..).unwrap_or_default().as_rchunks().1.iter();
    let rest = head + (places - head) % BLOCK;
    let mut blocks = back(open).zip(back(last)).zip(back(close)).enumerate().rev();
    let value = blocks.find_map(|(number, block)| value_in(rest + number * BLOCK, block));
    value.or_else(|| (head..rest).rev().find_map(|place| look.value_at(place)))
}

type Block = [u8; BLOCK];

struct Look<'t> {
    bytes: &'t [u8],
    key: &'t [u8],
    /// The key's last byte.
    last: u8,
}

impl Look<'_> {
    /// Whether a key may begin in a block.
    #[inline(always)]
    fn seems_in(&self, open: &Block, last: &Block, close: &Block) -> bool {
        let mut seems = false;
        for at in 0..BLOCK {
            seems |= (open[at] == b'"') & (last[at] == self.last) & (close[at] == b'"');
        }
        seems
    }

    /// A bit for each byte of a block where a key may begin.
    #[cold]
    fn marks(&self, open: &Block, last: &Block, close: &Block) -> u32 {
        let mut marks = 0;
        for at in 0..BLOCK {
            marks |= u32::from((open[at] == b'"') & (last[at] == self.last) & (close[at] == b'"')) << at;
        }
        marks
    }

    #[cold]
    fn find_in(&self, start: usize, mut marks: u32) -> Option<usize> {
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
        let rest = self.bytes.get(place..)?.strip_prefix(b"\"")?.strip_prefix(self.key)?.strip_prefix(b"\"")?;
        let colon = skip_whitespace(self.bytes, self.bytes.len() - rest.len());
        let value = || skip_whitespace(self.bytes, colon + 1);
        (self.bytes.get(colon) == Some(&b':')).then(value)
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, HEAD, find_value};

    #[test]
    fn a_key_is_found_wherever_it_stands() {
        for before in 0..HEAD + 3 * BLOCK {
            for after in [0, 1, BLOCK - 1, BLOCK, HEAD + 5] {
                let text = format!("{}\"event\" : 1{}", " ".repeat(before), " ".repeat(after));
                for at_end in [false, true] {
                    assert_eq!(find_value(&text, "event", at_end), Some(before + 10), "{before} {after}");
                }
            }
        }
    }

    #[test]
    fn in_the_head_and_else_at_the_end_the_one_that_counts_is_found() {
        let far = " ".repeat(HEAD);
        let text = format!("{{\"key\":1,{far}\"key\":2,{far}\"key\":3}}");
        let found = |at_end| find_value(&text, "key", at_end).and_then(|at| text.as_bytes().get(at)).copied();
        assert_eq!((found(false), found(true)), (Some(b'1'), Some(b'3')));
    }

    #[test]
    fn what_only_looks_like_the_key_is_passed_over() {
        for text in ["", "\"", "\"\":1", "key:1", "\"key\"", "\"kay\":1", "\"a_key\":1", "\"key\",1", "\"keys\":1"] {
            assert_eq!(find_value(text, "key", false), None, "{text}");
        }
        let text = r#"{"key":1,"x":"key","y":["key"],"kay":2}"#;
        assert_eq!(find_value(text, "key", true), Some(7));
        assert_eq!(find_value("\"a\":1", "", false), None);
    }
}
