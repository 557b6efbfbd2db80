//! In which form known fields came where their values do not tell, so that they are written back in it.

/// A form that a value does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `null`
    Null = 1,
    /// `""`
    Blank = 2,
    /// Of a field that is else written even when it is empty: not at all. Of any other: a number in a text, or a number for a
    /// text.
    Other = 3,
}

/// Fields of one link: two bits each.
const FIELDS: usize = 32;

/// The forms by field, a field called by its place in the table of names that has the mark `shape`.
#[derive(Clone, Debug)]
pub(super) struct Forms {
    forms: u64,
    shape: u32,
    /// Those of the fields from the 33rd on.
    more: Option<Box<Self>>,
}

impl Forms {
    pub(super) const NONE: Self = Self::of(0);

    /// None yet, for the fields of a table of names.
    pub(super) const fn of(shape: u32) -> Self {
        Self { forms: 0, shape, more: None }
    }

    #[inline]
    pub(super) const fn is_empty(&self) -> bool {
        self.forms == 0 && self.more.is_none()
    }

    /// Whether the places are those of this table.
    pub(super) const fn fits(&self, shape: u32) -> bool {
        self.shape == shape
    }

    /// Notes how a field came: of a repeated one the last holds.
    #[inline]
    pub(super) fn put(&mut self, place: usize, form: Option<Form>) {
        if place >= FIELDS {
            return self.put_further(place - FIELDS, form);
        }
        let shift = place * 2;
        self.forms = self.forms & !(3 << shift) | form.map_or(0, |form| form as u64) << shift;
    }

    #[cold]
    fn put_further(&mut self, place: usize, form: Option<Form>) {
        if form.is_some() || self.more.is_some() {
            self.more.get_or_insert_with(|| Box::new(Self::of(self.shape))).put(place, form);
        }
    }

    pub(super) fn get(&self, place: usize) -> Option<Form> {
        let Some(place) = place.checked_sub(FIELDS) else {
            return match self.forms >> (place * 2) & 3 {
                1 => Some(Form::Null),
                2 => Some(Form::Blank),
                3 => Some(Form::Other),
                _ => None,
            };
        };
        self.more.as_ref()?.get(place)
    }
}

/// A mark of a table of names: other names have another one.
pub(super) const fn shape(names: &[&str]) -> u32 {
    let mut mark = 0x811c_9dc5_u32;
    let mut place = 0;
    while place < names.len() {
        let name = names[place].as_bytes();
        let mut at = 0;
        while at < name.len() {
            mark = (mark ^ name[at] as u32).wrapping_mul(0x0100_0193);
            at += 1;
        }
        // No byte of a text.
        mark = (mark ^ 0xff).wrapping_mul(0x0100_0193);
        place += 1;
    }
    mark
}
