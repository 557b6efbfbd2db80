//! Finding a field by its name.

/// Slots of a table; a power of two.
pub(super) const SLOTS: usize = 256;
/// Fields of a type that go into a table; the names of more are compared one by one.
const MAX_FIELDS: usize = 128;
const EMPTY: u8 = u8::MAX;

/// The places of a type's field names, by a hash of the name. Made by the compiler.
#[derive(Clone, Debug)]
pub struct FieldTable([u8; SLOTS]);

impl FieldTable {
    /// The table of the names.
    #[must_use]
    pub const fn new(names: &[&str]) -> Self {
        let mut slots = [EMPTY; SLOTS];
        let mut place = 0;
        while place < names.len() && names.len() <= MAX_FIELDS {
            let mut slot = hash(names[place].as_bytes());
            while slots[slot] != EMPTY {
                slot = (slot + 1) % SLOTS;
            }
            slots[slot] = place as u8;
            place += 1;
        }
        Self(slots)
    }

    /// The place of a key, or the number of fields. Fields mostly come in the order of the type, so the one after the
    /// last one found is tried first.
    #[inline]
    pub(super) fn find(&self, names: &[&str], next: usize, key: &str) -> usize {
        if names.get(next).is_some_and(|name| *name == key) {
            return next;
        }
        if names.len() > MAX_FIELDS {
            return names.iter().position(|name| *name == key).unwrap_or(names.len());
        }
        let mut slot = hash(key.as_bytes());
        while let Some(&place) = self.0.get(slot) {
            match names.get(usize::from(place)) {
                Some(name) if *name == key => return usize::from(place),
                Some(_) => slot = (slot + 1) % SLOTS,
                None => break,
            }
        }
        names.len()
    }
}

/// A slot of [`SLOTS`] for a name, from its length and three of its bytes.
#[inline]
pub(super) const fn hash(name: &[u8]) -> usize {
    let length = name.len();
    if length == 0 {
        return 0;
    }
    let (first, middle, last) = (name[0] as usize, name[length / 2] as usize, name[length - 1] as usize);
    (length.wrapping_mul(7) ^ first.wrapping_mul(31) ^ middle.wrapping_mul(5) ^ last.wrapping_mul(17)) % SLOTS
}
