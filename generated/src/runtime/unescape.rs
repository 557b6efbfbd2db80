//! Decodes the escapes of JSON strings that are known to be well formed.

use super::word::{WIDTH, Word};

/// The text that a string stands for, of what is between its quotes; none where it holds half of a surrogate pair.
pub(super) fn unescape(quoted: &str) -> Option<String> {
    let from = quoted.as_bytes();
    // Words are copied whole, so there is room for one more than is needed.
    let mut text = vec![0; from.len() + WIDTH];
    let (mut read, mut written) = (0, 0);
    while read < from.len() {
        let run = copy_run(from.get(read..)?, text.get_mut(written..)?)?;
        (read, written) = (read + run, written + run);
        match *from.get(read..)? {
            [] => break,
            [b'\\', b'u', ..] => {
                let (taken, character) = decode_unicode(from.get(read..)?)?;
                read += taken;
                written += character.encode_utf8(text.get_mut(written..)?).len();
            }
            [b'\\', letter, ..] => {
                *text.get_mut(written)? = decode_letter(letter);
                (read, written) = (read + 2, written + 1);
            }
            _ => return None,
        }
    }
    text.truncate(written);
    String::from_utf8(text).ok()
}

/// Copies up to the next `\`, or to the end, and gives the length.
#[inline(always)]
fn copy_run(from: &[u8], to: &mut [u8]) -> Option<usize> {
    let mut run = 0;
    while let Some(word) = Word::at(from, run) {
        *to.get_mut(run..)?.first_chunk_mut()? = word.bytes();
        if let Some(slash) = word.equal(b'\\').first() {
            return Some(run + slash);
        }
        run += WIDTH;
    }
    let rest = from.get(run..)?;
    let rest = rest.iter().position(|&byte| byte == b'\\').and_then(|end| rest.get(..end)).unwrap_or(rest);
    to.get_mut(run..run + rest.len())?.copy_from_slice(rest);
    Some(run + rest.len())
}

#[inline(always)]
const fn decode_letter(letter: u8) -> u8 {
    match letter {
        b'b' => 0x08,
        b'f' => 0x0C,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        other => other,
    }
}

/// The length of the escape that the bytes begin with, or of two for a surrogate pair, and what it stands for.
fn decode_unicode(bytes: &[u8]) -> Option<(usize, char)> {
    let first = hex(bytes.get(2..6)?)?;
    if let Some(character) = char::from_u32(first) {
        return Some((6, character));
    }
    let (0xD800..=0xDBFF, Some(b"\\u")) = (first, bytes.get(6..8)) else { return None };
    let second = hex(bytes.get(8..12)?)?;
    let (0xDC00..=0xDFFF) = second else { return None };
    char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00)).map(|character| (12, character))
}

fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |sum, &digit| Some(sum << 4 | char::from(digit).to_digit(16)?))
}
