//! Steps into a description.

use serde_yaml::Value;

use super::ReadBackError;

/// A value and the way to it.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    pub(super) value: &'a Value,
    way: Option<&'a Way<'a>>,
}

/// The last step of a way, and the steps before it.
pub(super) struct Way<'a> {
    step: &'a str,
    before: At<'a>,
}

impl<'a> At<'a> {
    /// The root of a description.
    pub(super) const fn root(value: &'a Value) -> Self {
        Self { value, way: None }
    }

    /// A value that stands under a step, for those who tell where.
    pub(super) const fn below(value: &'a Value, way: &'a Way<'a>) -> Self {
        Self { value, way: Some(way) }
    }

    /// A step from here.
    pub(super) const fn step(self, step: &'a str) -> Way<'a> {
        Way { step, before: self }
    }

    /// What stands under a key.
    pub(super) fn get(self, key: &str) -> Option<&'a Value> {
        self.value.get(key)
    }

    /// The text under a key.
    pub(super) fn text(self, key: &str) -> Option<&'a str> {
        self.get(key)?.as_str()
    }

    /// Whether there is `true` under a key.
    pub(super) fn flag(self, key: &str) -> bool {
        self.get(key).and_then(Value::as_bool) == Some(true)
    }

    /// That something is wrong here.
    pub(super) fn error(self, message: impl Into<String>) -> ReadBackError {
        let (mut pointer, mut at) = (String::new(), self);
        while let Some(way) = at.way {
            pointer = format!("/{}{pointer}", way.step.replace('~', "~0").replace('/', "~1"));
            at = way.before;
        }
        ReadBackError { pointer, message: message.into() }
    }
}

/// What leads along the keys to a value.
pub(super) fn along<'a>(value: &'a Value, keys: &[&str]) -> Option<&'a Value> {
    keys.iter().try_fold(value, |value, key| value.get(*key))
}

/// The entries of a map whose keys are texts.
pub(super) fn entries(value: Option<&Value>) -> impl Iterator<Item = (&str, &Value)> {
    value.and_then(Value::as_mapping).into_iter().flatten().filter_map(|(key, value)| Some((key.as_str()?, value)))
}

/// The items of a list.
pub(super) fn items(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_sequence).into_iter().flatten()
}
