//! JSON whose keys keep their order and whose numbers keep their digits.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree {
    /// A number, `true`, `false` or `null`, as written.
    Scalar(String),
    /// A string, without its escapes.
    Text(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

impl Tree {
    pub(crate) fn null() -> Self {
        Self::Scalar("null".to_owned())
    }

    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn scalar(scalar: impl fmt::Display) -> Self {
        Self::Scalar(scalar.to_string())
    }

    pub(crate) fn parse(text: &str) -> Result<Self, serde_json::Error> {
        Self::from_raw(serde_json::from_str(text)?)
    }

    fn from_raw(raw: &RawValue) -> Result<Self, serde_json::Error> {
        let text = raw.get();
        Ok(match text.as_bytes().first() {
            Some(b'{') => {
                let Fields(fields) = serde_json::from_str(text)?;
                let field = |(key, value): (String, &RawValue)| Ok((key, Self::from_raw(value)?));
                Self::Object(fields.into_iter().map(field).collect::<Result<_, serde_json::Error>>()?)
            }
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(text)?;
                Self::List(items.into_iter().map(Self::from_raw).collect::<Result<_, _>>()?)
            }
            Some(b'"') => Self::Text(serde_json::from_str(text)?),
            _ => Self::Scalar(text.to_owned()),
        })
    }

    /// The value of a key of an object.
    #[cfg(feature = "fake")]
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        let Self::Object(fields) = self else { return None };
        fields.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Puts a value at a path of keys with dots between. What is no object on the way becomes one.
    pub(crate) fn set(&mut self, path: &str, value: Self) {
        let (key, rest) = path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
        if !matches!(self, Self::Object(_)) {
            *self = Self::Object(Vec::new());
        }
        let Self::Object(fields) = self else { return };
        let place = fields.iter().position(|(name, _)| name == key).unwrap_or(fields.len());
        if place == fields.len() {
            fields.push((key.to_owned(), Self::null()));
        }
        match (fields.get_mut(place), rest) {
            (Some((_, inner)), Some(rest)) => inner.set(rest, value),
            (Some((_, inner)), None) => *inner = value,
            (None, _) => {}
        }
    }
}

/// Compact JSON.
impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let comma = |place: usize| if place == 0 { "" } else { "," };
        match self {
            Self::Scalar(text) => f.write_str(text),
            Self::Text(text) => write!(f, "{}", quoted(text)),
            Self::List(items) => {
                f.write_str("[")?;
                items.iter().enumerate().try_for_each(|(place, item)| write!(f, "{}{item}", comma(place)))?;
                f.write_str("]")
            }
            Self::Object(fields) => {
                f.write_str("{")?;
                let write = |(place, (key, value)): (usize, &(String, Self))| {
                    write!(f, "{}{}:{value}", comma(place), quoted(key))
                };
                fields.iter().enumerate().try_for_each(write)?;
                f.write_str("}")
            }
        }
    }
}

fn quoted(text: &str) -> serde_json::Value {
    serde_json::Value::from(text)
}

/// The fields of an object in order.
struct Fields<'de>(Vec<(String, &'de RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Fields(fields))
    }
}
