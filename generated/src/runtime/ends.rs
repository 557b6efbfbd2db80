//! Where the objects and lists of a value end, so that none is scanned again however often it is stepped over.

use std::ops::Range;

use super::scan::{self, Fault, Record, skip_whitespace};
use super::watch::key;

/// The ends of all objects and lists of one piece of a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Ends {
    /// The piece that was surveyed.
    surveyed: Range<usize>,
    /// Begin and end of each that holds something, by their begins.
    values: Vec<(usize, usize)>,
    /// Those that have not ended yet, by place in `values`.
    open: Vec<usize>,
    /// How many bytes all surveys had.
    #[cfg(test)]
    pub(super) work: usize,
}

impl Ends {
    /// Surveys the value at `at`, unless it is a part of the one that was surveyed last. All of it is checked.
    pub(super) fn survey(&mut self, bytes: &[u8], at: usize) -> Result<(), Fault> {
        if self.surveyed.contains(&at) {
            return Ok(());
        }
        self.surveyed = 0..0;
        self.values.clear();
        self.open.clear();
        self.surveyed = at..scan::recorded_value_end(bytes, at, self)?;
        #[cfg(test)]
        {
            self.work += self.surveyed.len();
        }
        Ok(())
    }

    /// The index after the object or list that begins at `at`, if it was surveyed and holds something.
    #[inline]
    pub(super) fn after(&self, at: usize) -> Option<usize> {
        if !self.surveyed.contains(&at) {
            return None;
        }
        let place = self.values.binary_search_by_key(&at, |(start, _)| *start).ok()?;
        self.values.get(place).map(|(_, end)| *end)
    }

    /// Calls `field` with each key of the object at `at`, if it is text, and the text from its value on.
    pub(super) fn fields<'t, F>(&self, text: &'t str, at: usize, mut field: F) -> Result<(), Fault>
    where
        F: FnMut(&str, &'t str),
    {
        let bytes = text.as_bytes();
        let mut at = skip_whitespace(bytes, at + 1);
        while bytes.get(at) != Some(&b'}') {
            let (key, key_end) = key(text, at)?;
            let start = skip_whitespace(bytes, scan::colon_end(bytes, key_end)?);
            let end = match self.after(start) {
                Some(end) => end,
                None => scan::value_end(bytes, start)?,
            };
            if let Some(key) = key {
                field(&key, text.get(start..end).unwrap_or_default());
            }
            at = skip_whitespace(bytes, end);
            if bytes.get(at) == Some(&b',') {
                at = skip_whitespace(bytes, at + 1);
            }
        }
        Ok(())
    }
}

impl Record for Ends {
    fn open(&mut self, at: usize) {
        self.open.push(self.values.len());
        self.values.push((at, at));
    }

    fn close(&mut self, end: usize) {
        if let Some((_, last)) = self.open.pop().and_then(|place| self.values.get_mut(place)) {
            *last = end;
        }
    }
}
