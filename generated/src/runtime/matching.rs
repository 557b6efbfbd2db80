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
    /// Place of the path and value of each, all of which have to hold.
    pub keys: &'static [(usize, &'static str)],
    /// The event.
    pub kind: K,
}

/// What a body seems to be, and by which values.
pub(super) struct Guess<K> {
    pub(super) kind: K,
    /// By path: where the value stands, if one was found; none where the value was of no matter.
    places: [Option<Option<usize>>; MAX_PATHS],
}

impl<K: Copy> Matches<K> {
    /// The event that a body is in which `watch` took its notes.
    pub(super) fn tell(&self, body: &str, watch: &Watch) -> K {
        let mut values = [const { None }; MAX_PATHS];
        self.first(|path, wanted| {
            let value = || watch.place(path).and_then(|at| scalar(body, at));
            values.get_mut(path).is_some_and(|known| known.get_or_insert_with(value).as_deref() == Some(wanted))
        })
        .unwrap_or(self.unknown)
    }

    /// The event that a body seems to be at a glance. The text of a key may stand anywhere, so it may be another one.
    pub(super) fn guess(&self, body: &str) -> Option<Guess<K>> {
        let mut places = [None; MAX_PATHS];
        let mut values = [const { None }; MAX_PATHS];
        let kind = self.first(|path, wanted| {
            let (Some(place), Some(value)) = (places.get_mut(path), values.get_mut(path)) else { return false };
            if place.is_none() {
                let key = self.paths.get(path).and_then(|keys| keys.last());
                let found = key.and_then(|key| find_value(body, key));
                (*place, *value) = (Some(found), found.and_then(|at| scalar(body, at)));
            }
            value.as_deref() == Some(wanted)
        })?;
        Some(Guess { kind, places })
    }

    /// The event of the first row of which `is` says that each path has its value.
    #[inline(always)]
    fn first(&self, mut is: impl FnMut(usize, &str) -> bool) -> Option<K> {
        let mut holds = |row: &&Match<K>| row.keys.iter().all(|(path, wanted)| is(*path, wanted));
        self.rows.iter().find(&mut holds).map(|row| row.kind)
    }
}

impl<K> Guess<K> {
    /// Whether the values that were guessed by are those that tell the event.
    pub(super) fn holds(&self, watch: &Watch) -> bool {
        let same = |(path, place): (usize, &Option<Option<usize>>)| place.is_none_or(|at| at == watch.place(path));
        self.places.iter().enumerate().all(same)
    }
}

/// The text of the scalar that stands at `at`.
fn scalar(body: &str, at: usize) -> Option<Cow<'_, str>> {
    Reader::new(body.get(at..)?).scalar()
}
