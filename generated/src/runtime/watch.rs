//! Notes where the values stand that tell an event, while a body is read or stepped over.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;

use super::scan::{self, Fault, skip_whitespace};
use super::unescape::unescape;

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

/// An object whose keys are watched.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope {
    /// Its level; the body's object is on the first.
    pub(super) level: u8,
    /// A bit for each path that leads through it.
    paths: u8,
    /// A bit for each key that is looked for, by its length and last byte.
    keys: u64,
}

impl Scope {
    /// No object.
    pub(super) const NONE: Self = Self { level: u8::MAX, paths: 0, keys: 0 };

    /// Whether a key may be one that is looked for.
    #[inline(always)]
    pub(super) fn may_hold(&self, key: &str) -> bool {
        self.keys & bit(key) != 0
    }
}

/// A bit that few other keys have.
#[inline(always)]
fn bit(key: &str) -> u64 {
    let last = key.as_bytes().last().copied().unwrap_or_default();
    1 << (key.len().wrapping_mul(5).wrapping_add(usize::from(last)) % 64)
}

impl Watch {
    /// Notes nothing yet. Of more paths than [`MAX_PATHS`] the rest is never found.
    pub(super) fn new(paths: &'static [Path]) -> Self {
        Self { paths, notes: [const { Cell::new(Note { steps: 0, at: 0 }) }; MAX_PATHS] }
    }

    /// The body's object.
    pub(super) fn body(&self) -> Scope {
        self.scope(1, u8::MAX)
    }

    fn scope(&self, level: u8, paths: u8) -> Scope {
        let keys = self.alive(paths).filter_map(|(_, path, _)| path.get(usize::from(level) - 1));
        Scope { level, paths, keys: keys.fold(0, |bits, key| bits | bit(key)) }
    }

    /// The paths of some bits.
    #[inline(always)]
    fn alive(&self, paths: u8) -> impl Iterator<Item = (usize, &Path, &Cell<Note>)> {
        let places = std::iter::successors(Some(paths), |left| Some(left & left.wrapping_sub(1)));
        let places = places.take_while(|left| *left != 0).map(|left| left.trailing_zeros() as usize);
        places.map_while(|place| Some((place, self.paths.get(place)?, self.notes.get(place)?)))
    }

    /// Notes the value at `at` of a key of an object, and gives the scope of the value where paths lead through it.
    pub(super) fn note(&self, scope: Scope, key: &str, at: usize) -> Option<Scope> {
        let (mut through, step) = (0, usize::from(scope.level) - 1);
        for (place, path, note) in self.alive(scope.paths) {
            if path.get(step).is_some_and(|wanted| *wanted == key) {
                note.set(Note { steps: scope.level, at });
                through |= u8::from(path.len() > step + 1) << place;
            }
        }
        (through != 0).then(|| self.scope(scope.level + 1, through))
    }

    /// Where the value of a path stands, if it is there.
    pub(super) fn place(&self, path: usize) -> Option<usize> {
        let (keys, note) = (self.paths.get(path)?, self.notes.get(path)?.get());
        (usize::from(note.steps) == keys.len()).then_some(note.at)
    }

    /// The index after the value at `at`, which may be the object of `scope`. All of it is checked, and `field` is
    /// called with each key of that object, if it is text, and the place of its value.
    pub(super) fn value_end<F>(&self, text: &str, at: usize, scope: Scope, mut field: F) -> Result<usize, Fault>
    where
        F: FnMut(&str, Range<usize>),
    {
        let bytes = text.as_bytes();
        if bytes.get(at) != Some(&b'{') {
            return scan::value_end(bytes, at);
        }
        let mut at = skip_whitespace(bytes, at + 1);
        if bytes.get(at) == Some(&b'}') {
            return Ok(at + 1);
        }
        loop {
            let (key, key_end) = key(text, at)?;
            let start = skip_whitespace(bytes, scan::colon_end(bytes, key_end)?);
            let inner = key.as_deref().filter(|key| scope.may_hold(key)).and_then(|key| self.note(scope, key, start));
            let end = match inner {
                Some(inner) => self.value_end(text, start, inner, ignore)?,
                None if matches!(bytes.get(start), Some(b'{' | b'[')) => scan::value_end(bytes, start)?,
                None => scan::scalar_end(bytes, start)?,
            };
            if let Some(key) = &key {
                field(key, start..end);
            }
            at = skip_whitespace(bytes, end);
            match bytes.get(at) {
                Some(b',') => at = skip_whitespace(bytes, at + 1),
                Some(b'}') => return Ok(at + 1),
                _ => return Err(Fault(at, "expected `,` or `}`")),
            }
        }
    }
}

/// The key at `at` and the index after it; none for one that is no text, by half of a surrogate pair.
#[inline(always)]
pub(super) fn key(text: &str, at: usize) -> Result<(Option<Cow<'_, str>>, usize), Fault> {
    let bytes = text.as_bytes();
    if bytes.get(at) != Some(&b'"') {
        return Err(Fault(at, "expected a key"));
    }
    let stop = scan::string_stop(bytes, at + 1);
    if bytes.get(stop) == Some(&b'"') {
        return Ok((text.get(at + 1..stop).map(Cow::Borrowed), stop + 1));
    }
    let end = scan::escaped_end(bytes, stop)?;
    Ok((text.get(at + 1..end - 1).and_then(unescape).map(Cow::Owned), end))
}

fn ignore(_: &str, _: Range<usize>) {}
