//! Notes where the values stand that tell an event, while a body is read or stepped over.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;

use super::scan::{self, Fault, skip_whitespace};
use super::unescape::unescape;
use super::word::same;

/// How many different paths a table of events may have.
pub(super) const MAX_PATHS: usize = 8;

/// A way from the body's object to a value: the keys.
type Path = &'static [&'static str];

/// The last place of each of some paths. Of a repeated key, on any level, the last value holds.
#[derive(Debug)]
pub(super) struct Watch {
    paths: &'static [Path],
    /// Where the value of each stands; [`NOWHERE`] where it was not met yet, or not in the last object on its way.
    places: [Cell<usize>; MAX_PATHS],
}

/// No place in a body.
pub(super) const NOWHERE: usize = usize::MAX;

/// An object whose keys are watched.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope {
    /// Its level; the body's object is on the first.
    level: u8,
    /// A bit for each path that leads through it.
    paths: u8,
    /// A bit for the length of each key that is looked for.
    lengths: u64,
    /// A bit for each key that is looked for, by its length and last byte.
    keys: u64,
}

impl Scope {
    /// No object.
    pub(super) const NONE: Self = Self { level: 1, paths: 0, lengths: 0, keys: 0 };

    /// An object on a level of the paths of some bits.
    #[inline(always)]
    pub(super) const fn new(paths: &[Path], level: u8, bits: u8) -> Self {
        let mut scope = Self { level, paths: bits, ..Self::NONE };
        let (mut rest, key) = (bits, level as usize - 1);
        while rest != 0 {
            let place = rest.trailing_zeros() as usize;
            if place < paths.len() && key < paths[place].len() {
                scope.lengths |= 1 << (paths[place][key].len() % 64);
                scope.keys |= bit(paths[place][key]);
            }
            rest &= rest - 1;
        }
        scope
    }

    /// The same for the paths of some bits only.
    pub(super) const fn of(self, paths: u8) -> Self {
        Self { paths, ..self }
    }

    /// Whether a key may be one that is looked for.
    #[inline(always)]
    pub(super) fn may_hold(&self, key: &str) -> bool {
        self.lengths >> (key.len() % 64) & 1 == 1 && self.keys & bit(key) != 0
    }
}

/// A bit that few other keys have.
#[inline(always)]
const fn bit(key: &str) -> u64 {
    let last = match key.as_bytes() {
        [.., last] => *last,
        [] => 0,
    };
    1 << (key.len().wrapping_mul(5).wrapping_add(last as usize) % 64)
}

/// The places of the ones.
#[inline(always)]
pub(super) fn ones(mut bits: u8) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
        bits &= bits - 1;
        Some(place)
    })
}

impl Watch {
    /// Notes nothing yet. Of more paths than [`MAX_PATHS`] the rest is never found.
    pub(super) fn new(paths: &'static [Path]) -> Self {
        Self { paths, places: [const { Cell::new(NOWHERE) }; MAX_PATHS] }
    }

    /// Notes the value at `at` of a key of an object, and gives the scope of the value where paths lead through it.
    #[inline(always)]
    pub(super) fn note(&self, scope: Scope, key: &str, at: usize) -> Option<Scope> {
        let (mut through, level) = (0, usize::from(scope.level));
        for place in ones(scope.paths) {
            let (Some(path), Some(noted)) = (self.paths.get(place), self.places.get(place)) else { continue };
            let Some(wanted) = path.get(level - 1) else { continue };
            if same(wanted.as_bytes(), key.as_bytes()) {
                let ends = path.len() == level;
                noted.set(if ends { at } else { NOWHERE });
                through |= u8::from(!ends) << place;
            }
        }
        (through != 0).then(|| Scope::new(self.paths, scope.level + 1, through))
    }

    /// Where the value of a path stands, or [`NOWHERE`].
    #[inline(always)]
    pub(super) fn place(&self, path: usize) -> usize {
        self.places.get(path).map_or(NOWHERE, Cell::get)
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
