//! Whether an edited text reads as the document that was meant.

use serde_yaml::{Mapping, Value};

use super::{EditError, Yaml};
use crate::diagnostics::Step;

/// What an edit does to the document.
pub(super) enum Change<'a> {
    /// Nothing: it is about comments.
    Nothing,
    /// Puts a value at a path.
    Set(&'a [Step], &'a Yaml),
    /// Adds a value to the list at a path.
    Push(&'a [Step], &'a Yaml),
    /// Takes what is at the path away.
    Remove(&'a [Step]),
    /// Gives the entry another key.
    Rename(&'a [Step], &'a str),
}

/// The new text, if it reads as it should.
pub(super) fn check(old: &str, new: String, change: &Change) -> Result<String, EditError> {
    let meant = changed(read(old)?, change);
    match read(&new)? == meant {
        true => Ok(new),
        false => Err(EditError::Unreadable { why: "the text would not say what was meant".to_owned() }),
    }
}

/// The document; keys as their texts.
pub(super) fn read(text: &str) -> Result<Value, EditError> {
    match serde_yaml::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(value) => Ok(with_text_keys(value)),
        Err(error) => Err(EditError::Unreadable { why: error.to_string() }),
    }
}

fn with_text_keys(value: Value) -> Value {
    match value {
        Value::Mapping(map) => {
            let entry = |(key, value): (Value, Value)| (Value::String(key_text(key)), with_text_keys(value));
            Value::Mapping(map.into_iter().map(entry).collect())
        }
        Value::Sequence(items) => Value::Sequence(items.into_iter().map(with_text_keys).collect()),
        one => one,
    }
}

fn key_text(key: Value) -> String {
    match key {
        Value::String(text) => text,
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        other => format!("{other:?}"),
    }
}

/// The document that is meant.
fn changed(document: Value, change: &Change) -> Value {
    match change {
        Change::Nothing => document,
        Change::Set(path, value) => with(document, path, &|_| Some(written(value))),
        Change::Push(path, value) => with(document, path, &|old| {
            let mut items = old.as_ref().and_then(Value::as_sequence).cloned().unwrap_or_default();
            items.push(written(value));
            Some(Value::Sequence(items))
        }),
        Change::Remove(path) => with(document, path, &|_| None),
        Change::Rename(path, key) => {
            let Some((Step::Key(old), parent)) = path.split_last() else { return document };
            with(document, parent, &|map| {
                let map = map?.as_mapping()?.clone();
                let renamed = |(name, value): (Value, Value)| match name.as_str() == Some(old) {
                    true => (Value::String((*key).to_owned()), value),
                    false => (name, value),
                };
                Some(Value::Mapping(map.into_iter().map(renamed).collect()))
            })
        }
    }
}

/// The document with another value at a path, or none.
fn with(document: Value, path: &[Step], change: &dyn Fn(Option<Value>) -> Option<Value>) -> Value {
    let Some((step, rest)) = path.split_first() else { return change(Some(document)).unwrap_or_default() };
    match (step, document) {
        (Step::Index(index), Value::Sequence(mut items)) => {
            if let Some(item) = items.get_mut(*index) {
                *item = with(std::mem::take(item), rest, change);
            }
            Value::Sequence(items)
        }
        (Step::Key(key), document) => {
            let mut map = match document {
                Value::Mapping(map) => map,
                _ => Mapping::new(),
            };
            let name = Value::String(key.clone());
            let old = map.get(&name).cloned();
            let new = match rest {
                [] => change(old),
                _ => Some(with(old.unwrap_or_default(), rest, change)),
            };
            match new {
                Some(value) => drop(map.insert(name, value)),
                None => drop(map.remove(&name)),
            }
            Value::Mapping(map)
        }
        (_, document) => document,
    }
}

/// What is written, as YAML reads it.
fn written(value: &Yaml) -> Value {
    match value {
        Yaml::Text(text) => Value::String(text.clone()),
        Yaml::Plain(text) => serde_yaml::from_str(text).unwrap_or_default(),
        Yaml::Nothing => Value::Null,
        Yaml::List(_, items) => Value::Sequence(items.iter().map(written).collect()),
        Yaml::Map(_, entries) => {
            Value::Mapping(entries.iter().map(|(key, value)| (Value::String(key.clone()), written(value))).collect())
        }
    }
}
