//! Which events keep an order among each other: those with the same entity key.

use std::borrow::Cow;
use std::fmt;

use super::super::{ReadError, Reader};

/// How the entity of an event is found in its body.
///
/// Events of one entity are handed over in the order in which they were accepted, one at a time. An event without an
/// entity waits for no other and no other waits for it.
pub struct EntityKey(Rule);

type Function = dyn Fn(&[u8]) -> Option<String> + Send + Sync;

enum Rule {
    Paths(Vec<String>),
    Function(Box<Function>),
}

impl EntityKey {
    /// No event has an entity: there is no order.
    #[must_use]
    pub fn none() -> Self {
        Self(Rule::Paths(Vec::new()))
    }

    /// The value at `path`, which is keys with dots between, such as `data.customer.id`.
    ///
    /// A number counts as its text. A value that is missing, `null`, `""`, a list or an object is none, and so is any
    /// value of a body that is not JSON. Of a repeated key the last one holds.
    #[must_use]
    pub fn at(path: impl Into<String>) -> Self {
        Self(Rule::Paths(vec![path.into()]))
    }

    /// The first of the paths at which there is a value, each as in [`EntityKey::at`].
    #[must_use]
    pub fn at_first_of<P: Into<String>>(paths: impl IntoIterator<Item = P>) -> Self {
        Self(Rule::Paths(paths.into_iter().map(Into::into).collect()))
    }

    /// What the function says of a body. One that always gives the same key puts all events into one order.
    #[must_use]
    pub fn by(function: impl Fn(&[u8]) -> Option<String> + Send + Sync + 'static) -> Self {
        Self(Rule::Function(Box::new(function)))
    }

    /// The entity of the event whose body this is.
    #[must_use]
    pub fn of(&self, body: &[u8]) -> Option<String> {
        match &self.0 {
            Rule::Paths(paths) => {
                let text = std::str::from_utf8(body).ok()?;
                paths.iter().find_map(|path| value_at(text, path))
            }
            Rule::Function(function) => function(body),
        }
    }
}

impl fmt::Debug for EntityKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Rule::Paths(paths) => f.debug_tuple("EntityKey").field(paths).finish(),
            Rule::Function(_) => f.write_str("EntityKey(<function>)"),
        }
    }
}

fn value_at(text: &str, path: &str) -> Option<String> {
    let mut from = Reader::new(text);
    let mut found = None;
    let whole = descend(&mut from, path, &mut found).and_then(|()| from.end());
    whole.ok().and(found).filter(|value| !value.is_empty()).map(Cow::into_owned)
}

/// Reads the value at `path` below the next value, or steps over it.
fn descend<'t>(from: &mut Reader<'t>, path: &str, found: &mut Option<Cow<'t, str>>) -> Result<(), ReadError> {
    if from.peek() != Some(b'{') {
        return from.skip();
    }
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    from.object(|from, key| {
        if key != first {
            return from.skip();
        }
        *found = None;
        match rest {
            Some(rest) => descend(from, rest, found),
            None => scalar(from).map(|value| *found = value),
        }
    })
}

/// A string, or a number as its text; none for any other value.
fn scalar<'t>(from: &mut Reader<'t>) -> Result<Option<Cow<'t, str>>, ReadError> {
    match from.peek() {
        Some(b'"') => from.string().map(Some),
        Some(b'-' | b'0'..=b'9') => from.number().map(|text| Some(Cow::Borrowed(text))),
        _ => from.skip().map(|()| None),
    }
}
