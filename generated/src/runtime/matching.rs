//! Telling which event a body is, from a table of the values that tell it.

use std::borrow::Cow;

use super::{ReadError, Reader};

/// A table of events and what each is told by.
#[derive(Clone, Copy, Debug)]
pub struct Matches<K: 'static> {
    /// Every path of the rows, once. A path is keys with dots between.
    pub paths: &'static [&'static str],
    /// One row an event.
    pub rows: &'static [Match<K>],
}

/// An event, and the values that tell it.
#[derive(Clone, Copy, Debug)]
pub struct Match<K: 'static> {
    /// Path and value of each, all of which have to hold.
    pub keys: &'static [(&'static str, &'static str)],
    /// The event.
    pub kind: K,
}

impl<K: Copy> Matches<K> {
    /// The event that an object is: of the rows that hold, the one with most keys. None where none holds.
    ///
    /// A number or a boolean is compared as its text, and of a repeated key the last value holds.
    pub(super) fn find(&self, object: &mut Reader<'_>) -> Result<Option<K>, ReadError> {
        let mut found = vec![None; self.paths.len()];
        collect(object, self.paths, "", &mut found)?;
        let holds = |row: &&Match<K>| {
            row.keys.iter().all(|(path, value)| {
                let place = self.paths.iter().position(|other| other == path);
                place.and_then(|place| found.get(place)?.as_deref()) == Some(*value)
            })
        };
        Ok(self.rows.iter().filter(holds).max_by_key(|row| row.keys.len()).map(|row| row.kind))
    }
}

/// Reads the values at the paths that go through `prefix`, and steps over all others.
fn collect<'de>(
    object: &mut Reader<'de>,
    paths: &[&'static str],
    prefix: &str,
    found: &mut [Option<Cow<'de, str>>],
) -> Result<(), ReadError> {
    object.object(|from, key| {
        let mut leaf = None;
        let mut inner = None;
        for (place, path) in paths.iter().enumerate() {
            let Some(rest) = path.strip_prefix(prefix).and_then(|rest| rest.strip_prefix(&*key)) else { continue };
            match rest.as_bytes().first() {
                None => leaf = Some(place),
                Some(b'.') => inner = path.get(..path.len() - rest.len() + 1),
                Some(_) => continue,
            }
            if let Some(value) = found.get_mut(place) {
                *value = None;
            }
        }
        match (inner, leaf.and_then(|leaf| found.get_mut(leaf))) {
            (Some(inner), _) if from.peek() == Some(b'{') => collect(from, paths, inner, found),
            (_, Some(value)) => scalar(from).map(|text| *value = text),
            _ => from.skip(),
        }
    })
}

/// The text of a scalar; none for any other value.
fn scalar<'de>(from: &mut Reader<'de>) -> Result<Option<Cow<'de, str>>, ReadError> {
    match from.peek() {
        Some(b'"') => from.string().map(Some),
        Some(b'-' | b'0'..=b'9') => from.number().map(|text| Some(Cow::Borrowed(text))),
        Some(b't') => from.boolean().map(|_| Some(Cow::Borrowed("true"))),
        Some(b'f') => from.boolean().map(|_| Some(Cow::Borrowed("false"))),
        _ => from.skip().map(|()| None),
    }
}
