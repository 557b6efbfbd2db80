//! Sixteen bytes at a time, in a form of which the compiler makes vector instructions.

/// How many bytes are looked at together.
pub(super) const LANES: usize = 16;

/// A byte of ones for each byte that passes, the first byte lowest.
#[derive(Clone, Copy)]
pub(super) struct Lanes(u128);

impl Lanes {
    /// All lanes.
    pub(super) const ALL: Self = Self(u128::MAX);

    /// The lanes whose byte passes. The test has to do without branches.
    #[inline(always)]
    fn new(chunk: &[u8; LANES], test: impl Fn(u8) -> bool) -> Self {
        let mut lanes = [0; LANES];
        for (lane, &byte) in lanes.iter_mut().zip(chunk) {
            *lane = 0_u8.wrapping_sub(u8::from(test(byte)));
        }
        Self(u128::from_le_bytes(lanes))
    }

    /// The bytes that end a run of plain text in a string: `"`, `\` and control characters.
    #[inline(always)]
    pub(super) fn stops(chunk: &[u8; LANES]) -> Self {
        Self::new(chunk, |byte| (byte == b'"') | (byte == b'\\') | (byte < 0x20))
    }

    /// The bytes that are no JSON whitespace.
    #[inline(always)]
    pub(super) fn no_spaces(chunk: &[u8; LANES]) -> Self {
        Self::new(chunk, |byte| (byte != b' ') & (byte != b'\n') & (byte != b'\r') & (byte != b'\t'))
    }

    /// The bytes that are `wanted`.
    #[inline(always)]
    pub(super) fn equal(chunk: &[u8; LANES], wanted: u8) -> Self {
        Self::new(chunk, |byte| byte == wanted)
    }

    /// The lanes that are in both.
    #[inline(always)]
    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The first lane, if there is one.
    #[inline(always)]
    pub(super) fn first(self) -> Option<usize> {
        (self.0 != 0).then(|| self.0.trailing_zeros() as usize / 8)
    }

    /// The lanes from the one on; `lane` is below [`LANES`].
    #[inline(always)]
    pub(super) fn from(self, lane: usize) -> Self {
        Self(self.0 & u128::MAX << (lane * 8))
    }
}

/// The lanes, first to last.
impl Iterator for Lanes {
    type Item = usize;

    #[inline(always)]
    fn next(&mut self) -> Option<usize> {
        let first = self.first()?;
        self.0 &= !(0xFF << (first * 8));
        Some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::{LANES, Lanes};

    #[test]
    fn every_byte_is_told_in_every_lane() {
        for place in 0..LANES {
            for byte in 0..=255 {
                for around in [b'a', b'"', 0, 0xFF, b' '] {
                    let mut chunk = [around; LANES];
                    chunk[place] = byte;
                    let each = |test: &dyn Fn(u8) -> bool| -> Vec<usize> {
                        (0..LANES).filter(|&lane| test(chunk[lane])).collect()
                    };
                    let stop = |byte| byte == b'"' || byte == b'\\' || byte < 0x20;
                    assert_eq!(Lanes::stops(&chunk).collect::<Vec<_>>(), each(&stop));
                    assert_eq!(Lanes::no_spaces(&chunk).collect::<Vec<_>>(), each(&|byte| !b" \n\r\t".contains(&byte)));
                    assert_eq!(Lanes::equal(&chunk, b'"').collect::<Vec<_>>(), each(&|byte| byte == b'"'));
                    assert_eq!(
                        Lanes::stops(&chunk).from(place).first(),
                        each(&stop).into_iter().find(|&lane| lane >= place)
                    );
                }
            }
        }
    }
}
