//! Eight bytes at a time, in plain arithmetic.

/// How many bytes are looked at together.
pub(super) const WIDTH: usize = 8;

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x80 * ONES;

/// Eight bytes, the first lowest.
#[derive(Clone, Copy)]
pub(super) struct Word(u64);

/// The bytes of a word that pass a test, marked by their high bits. Behind the first byte that passes there may be marks
/// at bytes that do not; no byte that passes is without.
#[derive(Clone, Copy)]
pub(super) struct Marks(u64);

impl Word {
    /// The bytes from `at` on, if there are so many.
    #[inline(always)]
    pub(super) fn at(bytes: &[u8], at: usize) -> Option<Self> {
        Self::of(bytes.get(at..)?)
    }

    /// The first bytes, if there are so many.
    #[inline(always)]
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        bytes.first_chunk().map(|chunk| Self(u64::from_le_bytes(*chunk)))
    }

    /// The bytes from `at` on, if they are no more, and control characters behind them.
    #[inline(always)]
    pub(super) fn rest(bytes: &[u8], at: usize) -> Option<Self> {
        let missing = (at + WIDTH).checked_sub(bytes.len()).filter(|missing| *missing < WIDTH)?;
        bytes.last_chunk().map(|chunk| Self(u64::from_le_bytes(*chunk) >> (8 * missing)))
    }

    /// The bytes as they were.
    #[inline(always)]
    pub(super) const fn bytes(self) -> [u8; WIDTH] {
        self.0.to_le_bytes()
    }

    /// The bytes that are `byte`.
    #[inline(always)]
    pub(super) const fn equal(self, byte: u8) -> Marks {
        let zero = self.0 ^ (ONES * byte as u64);
        Marks(zero.wrapping_sub(ONES) & !zero & HIGH)
    }

    /// The bytes that end a run of plain text in a string: `"`, `\` and control characters.
    #[inline(always)]
    pub(super) const fn stops(self) -> Marks {
        // With this bit turned over the quote comes directly above the control characters, and the space does not.
        let turned = self.0 ^ (ONES * 0x02);
        let low = turned.wrapping_sub(ONES * 0x21) & !turned & HIGH;
        Marks(low | self.equal(b'\\').0)
    }

    /// How many bytes before the first that is no space.
    #[inline(always)]
    pub(super) const fn leading_spaces(self) -> usize {
        ((self.0 ^ (ONES * b' ' as u64)).trailing_zeros() / 8) as usize
    }
}

impl Marks {
    /// The first byte that passes.
    #[inline(always)]
    pub(super) const fn first(self) -> Option<usize> {
        if self.0 == 0 { None } else { Some((self.0.trailing_zeros() / 8) as usize) }
    }
}

/// Whether the bytes are the same. Most that are compared are a word or two.
#[inline(always)]
pub(super) fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    match (one.first_chunk::<WIDTH>(), one.last_chunk::<WIDTH>(), other.first_chunk(), other.last_chunk()) {
        (Some(first), Some(last), Some(other_first), Some(other_last)) if one.len() <= 2 * WIDTH => {
            (first == other_first) & (last == other_last)
        }
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::{WIDTH, Word, same};

    #[test]
    fn bytes_are_the_same_if_each_is() {
        let bytes: Vec<u8> = (0..3 * WIDTH as u8).collect();
        for length in 0..bytes.len() {
            let one = &bytes[..length];
            assert!(
                same(one, &bytes.clone()[..length])
                    && !same(one, &bytes[..length + 1])
                    && !same(&bytes[..length + 1], one)
            );
            for place in 0..length {
                let mut other = one.to_vec();
                other[place] ^= 0x40;
                assert!(!same(one, &other), "{length} {place}");
            }
        }
    }

    #[test]
    fn the_rest_of_the_bytes_has_control_characters_behind_it() {
        let bytes = b"0123456789";
        assert_eq!(Word::rest(bytes, 7).map(Word::bytes), Some(*b"789\0\0\0\0\0"));
        assert_eq!(Word::rest(bytes, 3).map(Word::bytes), Some(*b"3456789\0"));
        assert!(Word::rest(bytes, 1).is_none() && Word::rest(bytes, 10).is_none() && Word::rest(b"012", 1).is_none());
    }

    #[test]
    fn the_first_byte_that_passes_is_found_and_none_is_missed() {
        let stop = |byte: u8| byte == b'"' || byte == b'\\' || byte < 0x20;
        for place in 0..WIDTH {
            for byte in 0..=255 {
                for around in [b'a', b'!', b'"', b'#', 0, 0x1F, b' ', 0x7F, 0x80, 0xFF] {
                    let mut bytes = [around; WIDTH];
                    bytes[place] = byte;
                    let word = Word::at(&bytes, 0).expect("eight bytes");
                    assert_eq!(word.bytes(), bytes);
                    assert_eq!(word.stops().first(), bytes.iter().position(|&byte| stop(byte)));
                    assert_eq!(word.equal(b'"').first(), bytes.iter().position(|&byte| byte == b'"'));
                    assert_eq!(word.leading_spaces(), bytes.iter().take_while(|&&byte| byte == b' ').count());
                }
            }
        }
        assert!(Word::at(b"1234567", 0).is_none() && Word::at(b"12345678", 1).is_none());
    }
}
