//! Decodes the escapes of JSON strings that are known to be well formed.

use super::lanes::{LANES, Lanes};

/// The text that a string stands for, of what is between its quotes; none where it holds half of a surrogate pair.
pub(super) fn unescape(quoted: &str) -> Option<String> {
    let from = quoted.as_bytes();
    // Chunks are copied whole, so there is room for one more than is needed.
    let mut text = vec![0; from.len() + LANES];
    let (mut read, mut written) = (0, 0);
    while read < from.len() {
        let run = copy_run(from.get(read..)?, text.get_mut(written..)?)?;
        (read, written) = (read + run, written + run);
        if from.get(read) == Some(&b'\\') {
            let (taken, character) = decode_escape(from.get(read..)?)?;
            read += taken;
            written += character.encode_utf8(text.get_mut(written..)?).len();
        }
    }
    text.truncate(written);
    String::from_utf8(text).ok()
}

/// Copies up to the next `\`, or to the end, and gives the length.
#[inline(always)]
fn copy_run(from: &[u8], to: &mut [u8]) -> Option<usize> {
    let mut run = 0;
    while let Some(chunk) = from.get(run..)?.first_chunk::<LANES>() {
        *to.get_mut(run..)?.first_chunk_mut()? = *chunk;
        if let Some(slash) = Lanes::equal(chunk, b'\\').first() {
            return Some(run + slash);
        }
        run += LANES;
    }
    let rest = from.get(run..)?;
    let rest = rest.iter().position(|&byte| byte == b'\\').and_then(|end| rest.get(..end)).unwrap_or(rest);
    to.get_mut(run..run + rest.len())?.copy_from_slice(rest);
    Some(run + rest.len())
}

/// The length of the escape that the bytes begin with, and what it stands for.
#[inline(always)]
fn decode_escape(bytes: &[u8]) -> Option<(usize, char)> {
    let plain = match bytes.get(1)? {
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return decode_unicode(bytes),
        &other => char::from(other),
    };
    Some((2, plain))
}

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
