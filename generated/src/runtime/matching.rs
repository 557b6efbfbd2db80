//! Telling which event a body is, from a table of the values that tell it.

use std::borrow::Cow;

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
    /// By path: where the value stands, if one was found; none where the value was of no matter.
    places: [Option<Option<usize>>; MAX_PATHS],
}

impl<K: Copy> Matches<K> {
    /// The event that a body is in which `watch` took its notes.
    pub(super) fn tell(&self, body: &str, headers: &[Option<&str>], watch: &Watch) -> K {
        self.first(body, headers, |path| watch.place(path)).map_or(self.unknown, |(kind, _)| kind)
    }

    /// The event that a body seems to be at a glance. The text of a key may stand anywhere, so it may be another one.
    pub(super) fn guess(&self, body: &str, headers: &[Option<&str>]) -> Option<Guess<K>> {
        let find = |path: usize| self.paths.get(path).and_then(|keys| find_value(body, keys.last()?));
        let (kind, values) = self.first(body, headers, find)?;
        Some(Guess { kind, places: values.map(|value| value.map(|value| value.place)) })
    }

    /// The event of the first row whose values stand where `place` says, by path, and all values that were looked at.
    fn first<'b, P>(
        &self,
        body: &'b str,
        headers: &[Option<&'b str>],
        place: P,
    ) -> Option<(K, [Option<Value<'b>>; MAX_PATHS])>
    where
        P: Fn(usize) -> Option<usize>,
    {
        let mut values = [const { None }; MAX_PATHS];
        let header = |path: usize| headers.get(path.checked_sub(MAX_PATHS)?).copied().flatten();
        let look = |path| {
            if path >= MAX_PATHS {
                return Value { place: None, text: header(path).map(Cow::Borrowed) };
            }
            let place = place(path);
            Value { place, text: place.and_then(|at| Reader::new(body.get(at..)?).scalar()) }
        };
        // Mostly all rows begin with the same path, so that many rows are passed over quickly.
        let (usual, _) = self.rows.first()?.keys.first()?;
        let first = look(*usual);
        let first_text = first.text.as_deref();
        for row in self.rows {
            let mut keys = row.keys.iter();
            let holds = keys.all(|&(path, wanted)| match values.get_mut(path) {
                _ if path == *usual => is(first_text, wanted),
                Some(value) => is(value.get_or_insert_with(|| look(path)).text.as_deref(), wanted),
                None => is(header(path), wanted),
            });
            if holds {
                if let Some(value) = values.get_mut(*usual) {
                    *value = Some(first);
                }
                return Some((row.kind, values));
            }
        }
        None
    }
}

/// A value that tells events apart.
struct Value<'b> {
    place: Option<usize>,
    text: Option<Cow<'b, str>>,
}

#[inline(always)]
fn is(text: Option<&str>, wanted: &str) -> bool {
    text.is_some_and(|text| text.len() == wanted.len() && *text == *wanted)
}

impl<K> Guess<K> {
    /// Whether the values that were guessed by are those that tell the event.
    pub(super) fn holds(&self, watch: &Watch) -> bool {
        let same = |(path, place): (usize, &Option<Option<usize>>)| place.is_none_or(|at| at == watch.place(path));
        self.places.iter().enumerate().all(same)
    }
}
