//! Telling which event a body is, from a table of the values that tell it.

use std::borrow::Cow;
use std::cell::Cell;

use super::Reader;
use super::guess::find_value;
use super::watch::{MAX_PATHS, Watch};

/// A table of events and what each is told by.
///
/// Of the rows that hold, the one with most keys tells the event. A number or a boolean is compared as its text, and of
/// a repeated key the last value holds.
#[derive(Clone, Copy, Debug)]
pub struct Matches<K: 'static> {
    /// Where the values stand: the keys that lead to each. There are at most 8.
    pub paths: &'static [&'static [&'static str]],
    /// One row an event, those with more keys first.
    pub rows: &'static [Match<K>],
    /// What a body is for which no row holds.
    pub unknown: K,
}

/// An event, and the values that tell it.
#[derive(Clone, Copy, Debug)]
pub struct Match<K: 'static> {
    /// Place of the path (or [`header_key`]) and value of each, all of which have to hold.
    pub keys: &'static [(usize, &'static str)],
    /// The event.
    pub kind: K,
}

/// In the place of a path: the header of that place in the list of the table's headers.
#[must_use]
pub const fn header_key(header: usize) -> usize {
    MAX_PATHS + header
}

/// What a body seems to be, and by which values.
pub(super) struct Guess<K> {
    pub(super) kind: K,
    places: Places,
}

/// Where the values of paths stand.
#[derive(Clone, Copy)]
struct Places {
    /// Bits of the paths that were looked at; the others were of no matter.
    looked: u8,
    at: [Option<usize>; MAX_PATHS],
}

impl<K: Copy> Matches<K> {
    /// The event that a body is in which `watch` took its notes.
    pub(super) fn tell(&self, body: &str, headers: &[Option<&str>], watch: &Watch) -> K {
        self.first(body, headers, |path| watch.place(path)).map_or(self.unknown, |guess| guess.kind)
    }

    /// The event that a body seems to be at a glance. The text of a key may stand anywhere, so it may be another one.
    pub(super) fn guess(&self, body: &str, headers: &[Option<&str>]) -> Option<Guess<K>> {
        let at_end = Cell::new(false);
        self.first(body, headers, |path| {
            let at = find_value(body, self.paths.get(path)?.last()?, at_end.get())?;
            at_end.set(at > body.len() / 2);
            Some(at)
        })
    }

    /// The event of the first row whose values stand where `place` says, by path, and all values that were looked at.
    #[inline(always)]
    fn first<P>(&self, body: &str, headers: &[Option<&str>], place: P) -> Option<Guess<K>>
    where
        P: Fn(usize) -> Option<usize>,
    {
        let mut places = Places { looked: 0, at: [None; MAX_PATHS] };
        let mut texts = [const { None }; MAX_PATHS];
        let header = |path: usize| headers.get(path.checked_sub(MAX_PATHS)?).copied().flatten();
        let mut look = |path: usize| {
            let Some(found) = places.at.get_mut(path) else { return header(path).map(Cow::Borrowed) };
            let at = place(path);
            (*found, places.looked) = (at, places.looked | 1 << path);
            at.and_then(|at| Reader::new(body.get(at..)?).scalar())
        };
        // Mostly all rows begin with the same path, so that many rows are passed over quickly.
        let &(usual, _) = self.rows.first()?.keys.first()?;
        let first = look(usual);
        let first = first.as_deref();
        for row in self.rows {
            let keys = match row.keys {
                [(path, wanted), ..] if *path == usual && !is(first, wanted) => continue,
                [(path, _), others @ ..] if *path == usual => others,
                keys => keys,
            };
            let holds = |&(path, wanted): &(usize, &'static str)| match texts.get_mut(path) {
                _ if path == usual => is(first, wanted),
                Some(text) => is(text.get_or_insert_with(|| look(path)).as_deref(), wanted),
                None => is(header(path), wanted),
            };
            if keys.iter().all(holds) {
                return Some(Guess { kind: row.kind, places });
            }
        }
        None
    }
}

#[inline(always)]
fn is(text: Option<&str>, wanted: &str) -> bool {
    // Most that are as long end in another letter.
    text.is_some_and(|text| {
        text.len() == wanted.len() && text.as_bytes().last() == wanted.as_bytes().last() && *text == *wanted
    })
}

impl<K> Guess<K> {
    /// Whether the values that were guessed by are those that tell the event.
    pub(super) fn holds(&self, watch: &Watch) -> bool {
        let Places { looked, at } = self.places;
        at.iter().enumerate().all(|(path, at)| looked >> path & 1 == 0 || *at == watch.place(path))
    }
}
