//! Notes where the values stand that tell an event, while a body is read for whatever purpose.

use std::cell::Cell;

/// How many different paths a table of events may have.
pub(super) const MAX_PATHS: usize = 8;

/// A way from the body's object to a value: the keys.
type Path = &'static [&'static str];

/// The last place of each of some paths. Of a repeated key, on any level, the last value holds.
#[derive(Debug)]
pub(super) struct Watch {
    paths: &'static [Path],
    notes: [Cell<Note>; MAX_PATHS],
}

/// How far a path was followed, and where the value stands that it led to.
#[derive(Clone, Copy, Debug)]
struct Note {
    steps: u8,
    at: usize,
}

impl Watch {
    /// Notes nothing yet. Of more paths than [`MAX_PATHS`] the rest is never found.
    pub(super) fn new(paths: &'static [Path]) -> Self {
        Self { paths, notes: [const { Cell::new(Note { steps: 0, at: 0 }) }; MAX_PATHS] }
    }

    /// A bit for each path.
    pub(super) fn all(&self) -> u8 {
        self.paths.iter().zip(0..MAX_PATHS).fold(0, |bits, (_, place)| bits | 1 << place)
    }

    /// Notes the value at `at` of the key `key`, in an object on `level` that the paths `alive` lead through, and gives
    /// the paths that lead through the value.
    #[inline]
    pub(super) fn note(&self, level: u8, alive: u8, key: &str, at: usize) -> u8 {
        let mut further = 0;
        for (place, (path, note)) in self.paths.iter().zip(&self.notes).enumerate() {
            let step = usize::from(level) - 1;
            if alive >> place & 1 == 1 && path.get(step).is_some_and(|wanted| *wanted == key) {
                note.set(Note { steps: level, at });
                further |= u8::from(path.len() > step + 1) << place;
            }
        }
        further
    }

    /// Where the value of a path stands, if it is there.
    pub(super) fn place(&self, path: usize) -> Option<usize> {
        let (keys, note) = (self.paths.get(path)?, self.notes.get(path)?.get());
        (usize::from(note.steps) == keys.len()).then_some(note.at)
    }
}
