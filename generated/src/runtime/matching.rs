//! Telling which event a body is, from a table of the values that tell it.

use std::cell::Cell;
use std::ops::Range;

use super::fields::{SLOTS, hash};
use super::guess::{Start, find_value};
use super::scan::{escaped_end, scalar_end, string_stop};
use super::unescape::unescape;
use super::watch::{MAX_PATHS, NOWHERE, Scope, Watch, ones};
use super::word::same;

/// A table of events and what each is told by.
///
/// Of the rows that hold, the one with most keys tells the event. A number or a boolean is compared as its text, and of
/// a repeated key the last value holds.
#[derive(Clone, Copy, Debug)]
pub struct Matches<K: 'static> {
    pub(super) paths: &'static [&'static [&'static str]],
    /// The object of a body, for all paths.
    pub(super) body: Scope,
    rows: &'static [Match<K>],
    unknown: K,
    /// The path that the first row begins with, and mostly all.
    usual: usize,
    /// By the slot of its value, the rows that may hold: from one to before another.
    spans: [(u16, u16); SLOTS],
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

/// Where values of paths stand, as far as they were looked for.
pub(super) struct Places {
    /// A bit for each path that was; the others were of no matter.
    pub(super) looked: u8,
    at: [usize; MAX_PATHS],
}

impl Places {
    pub(super) const NONE: Self = Self { looked: 0, at: [NOWHERE; MAX_PATHS] };

    /// Whether the values that were looked for stand where `watch` has noted them.
    #[inline(always)]
    pub(super) fn hold(&self, watch: &Watch) -> bool {
        ones(self.looked).all(|path| self.at.get(path).is_some_and(|at| *at == watch.place(path)))
    }

    /// Where the value of a path stands, by what `find` finds the first time.
    #[inline(always)]
    fn get<F: Fn(usize) -> usize>(&mut self, path: usize, find: F) -> usize {
        let Some(at) = self.at.get_mut(path) else { return NOWHERE };
        if self.looked >> path & 1 == 0 {
            (self.looked, *at) = (self.looked | 1 << path, find(path));
        }
        *at
    }
}

impl<K: Copy> Matches<K> {
    /// A table of where the values stand (the keys that lead to each, at most 8 ways), of one row an event, those with
    /// more keys first, and of what a body is for which no row holds.
    #[must_use]
    pub const fn new(paths: &'static [&'static [&'static str]], rows: &'static [Match<K>], unknown: K) -> Self {
        let usual = match rows.first() {
            Some(Match { keys: [(path, _), ..], .. }) => *path,
            _ => 0,
        };
        let mut spans = [(0, 0); SLOTS];
        let mut row = 0;
        while row < rows.len() {
            let slots = match rows[row].keys {
                [(path, value), ..] if *path == usual => hash(value.as_bytes())..hash(value.as_bytes()) + 1,
                _ => 0..SLOTS,
            };
            let mut slot = slots.start;
            while slot < slots.end {
                let begin = if spans[slot].1 == 0 { capped(row) } else { spans[slot].0 };
                spans[slot] = (begin, capped(row + 1));
                slot += 1;
            }
            row += 1;
        }
        Self { paths, body: Scope::new(paths, 1, u8::MAX), rows, unknown, usual, spans }
    }

    /// The event that a body is in which `watch` took its notes.
    pub(super) fn tell(&self, body: &str, headers: &[Option<&str>], watch: &Watch) -> K {
        let mut places = Places::NONE;
        self.first(body, headers, &mut places, |path| watch.place(path)).unwrap_or(self.unknown)
    }

    /// The event that a body seems to be at a glance, and by which `places`. The text of a key may stand anywhere, so it may
    /// be another one.
    pub(super) fn guess(&self, body: &str, headers: &[Option<&str>], places: &mut Places) -> Option<K> {
        let at_end = Cell::new(false);
        self.first(body, headers, places, |path| {
            let Some([outer @ .., key]) = self.paths.get(path) else { return NOWHERE };
            let start = match outer {
                _ if at_end.get() => Start::End,
                [] => Start::First,
                _ => Start::Head,
            };
            let Some(at) = find_value(body, key, start) else { return NOWHERE };
            at_end.set(at > body.len() / 2);
            at
        })
    }

    /// The event of the first row whose values stand where `place` says, by path; those are kept in `places`.
    #[inline(always)]
    fn first<P>(&self, body: &str, headers: &[Option<&str>], places: &mut Places, place: P) -> Option<K>
    where
        P: Fn(usize) -> usize,
    {
        let header = |path: usize| headers.get(path.checked_sub(MAX_PATHS)?).copied().flatten();
        let first = match header(self.usual) {
            None => plain_text(body, places.get(self.usual, &place)),
            header => header,
        };
        // Without one it may be any row, or one that does not ask for it.
        let rows = first.map_or(self.rows, |text| self.span(hash(text.as_bytes())));
        let mut holds = |&(path, wanted): &(usize, &str)| match header(path) {
            None => value_is(body, places.get(path, &place), wanted),
            Some(text) => text == wanted,
        };
        for row in rows {
            let keys = match (row.keys, first) {
                ([(path, wanted), keys @ ..], Some(text)) if *path == self.usual => {
                    if !same(text.as_bytes(), wanted.as_bytes()) {
                        continue;
                    }
                    keys
                }
                (keys, _) => keys,
            };
            if keys.iter().all(&mut holds) {
                return Some(row.kind);
            }
        }
        None
    }

    fn span(&self, slot: usize) -> &'static [Match<K>] {
        let (begin, end) = self.spans.get(slot).copied().unwrap_or_default();
        let end = if end == u16::MAX { self.rows.len() } else { usize::from(end) };
        self.rows.get(usize::from(begin)..end).unwrap_or_default()
    }
}

/// A row of a span; the highest number stands for all from there on.
const fn capped(row: usize) -> u16 {
    if row < u16::MAX as usize { row as u16 } else { u16::MAX }
}

/// The text of the string at a place, if it is one without escapes.
#[inline(always)]
fn plain_text(body: &str, at: usize) -> Option<&str> {
    let (bytes, start) = (body.as_bytes(), at.checked_add(1)?);
    if bytes.get(at) != Some(&b'"') {
        return None;
    }
    let stop = string_stop(bytes, start);
    if bytes.get(stop) == Some(&b'"') { body.get(start..stop) } else { None }
}

/// Whether a string, number or boolean stands at a place and its text is the one that is wanted. Of a text however long no
/// more is looked at than what the wanted one can take.
fn value_is(body: &str, at: usize, wanted: &str) -> bool {
    let bytes = body.as_bytes();
    let Some(first) = bytes.get(at) else { return false };
    // No byte takes more than six, as `\u0041`, and two quotes stand around them.
    let bytes = bytes.get(..at + wanted.len() * 6 + 2).unwrap_or(bytes);
    let text = match first {
        b'"' => {
            let (start, stop) = (at + 1, string_stop(bytes, at + 1));
            match bytes.get(stop) {
                Some(b'"') => body.get(start..stop),
                Some(b'\\') => return escaped_is(body, start..escaped_end(bytes, stop).unwrap_or(start), wanted),
                _ => None,
            }
        }
        b'-' | b'0'..=b'9' | b't' | b'f' => scalar_end(bytes, at).ok().and_then(|end| body.get(at..end)),
        _ => None,
    };
    text == Some(wanted)
}

/// The same of what stands in a string from its first byte to behind its closing quote.
#[cold]
fn escaped_is(body: &str, string: Range<usize>, wanted: &str) -> bool {
    let quoted = string.end.checked_sub(1).and_then(|end| body.get(string.start..end));
    quoted.and_then(unescape).is_some_and(|text| text == wanted)
}

#[cfg(test)]
mod tests {
    use super::{Match, Matches, NOWHERE, Places, Watch, header_key, value_is};

    const PATHS: &[&[&str]] = &[&["a"], &["b"]];

    fn told(table: &Matches<usize>, body: &str, headers: &[Option<&str>]) -> usize {
        let mut places = Places::NONE;
        let guessed = table.guess(body, headers, &mut places).unwrap_or(usize::MAX);
        let watch = Watch::new(PATHS);
        watch.value_end(body, 0, table.body, |_, _| {}).unwrap();
        assert_eq!(table.tell(body, headers, &watch), guessed, "{body}");
        assert!(places.hold(&watch), "{body}");
        guessed
    }

    #[test]
    fn the_first_row_that_holds_tells_however_many_there_are() {
        let value = |number: usize| -> &'static str { format!("value_{}", number % 400).leak() };
        let row = |kind: usize| {
            let keys = match kind {
                _ if kind == 700 => vec![(1, "other")],
                _ if kind == 800 => vec![(header_key(0), "head")],
                _ if kind < 400 => vec![(0, value(kind)), (1, "b")],
                _ => vec![(0, value(kind))],
            };
            Match { keys: keys.leak(), kind }
        };
        let table = Matches::new(PATHS, (0..1200).map(row).collect::<Vec<_>>().leak(), usize::MAX);
        for number in 0..400 {
            let (plain, with) =
                (format!(r#"{{"a":"value_{number}"}}"#), format!(r#"{{"a":"value_{number}","b":"b"}}"#));
            assert_eq!(told(&table, &plain, &[]), if number == 300 { 1100 } else { number + 400 });
            assert_eq!(told(&table, &with, &[]), number);
        }
        assert_eq!(told(&table, r#"{"b":"other"}"#, &[]), 700);
        assert_eq!(told(&table, r#"{"a":"none","b":"other"}"#, &[]), 700);
        assert_eq!(told(&table, r#"{"a":"value_3","b":"other"}"#, &[]), 403);
        assert_eq!(told(&table, r#"{"a":["value_3"]}"#, &[Some("head")]), 800);
        assert_eq!(told(&table, r#"{"a":"\u0076alue_3"}"#, &[]), 403);
        assert_eq!(told(&table, r#"{"a":"none"}"#, &[None]), usize::MAX);
    }

    #[test]
    fn a_value_is_compared_as_its_text() {
        for (json, text) in [
            (r#""ab""#, "ab"),
            (r#""""#, ""),
            (r#""\u0061\u0062""#, "ab"),
            (r#""\ud83d\ude00""#, "\u{1f600}"),
            (r#""a\\""#, "a\\"),
            ("12", "12"),
            ("-1.5e3", "-1.5e3"),
            ("true", "true"),
        ] {
            for after in ["", ",", "}"] {
                assert!(value_is(&format!("{json}{after}"), 0, text), "{json}");
            }
            assert!(!value_is(json, 0, "abc") && !value_is(json, 0, "1") && !value_is(json, 1, text), "{json}");
        }
        let long = format!(r#""ab{}""#, "\\u0061".repeat(100));
        for json in ["null", "{}", r#"["ab"]"#, r#""\ud83d""#, r#""ab"#, r#""\u00"#, &long, ""] {
            assert!(!value_is(json, 0, "ab") && !value_is(json, NOWHERE, "ab"), "{json}");
        }
    }
}
