//! A captured delivery: its body, and its headers where they were captured, too.

use super::json::Json;
use crate::ir::header_name;

/// A delivery.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    /// By name, in lower case.
    headers: Json,
    /// What was delivered.
    pub(super) body: Json,
}

impl Sample {
    /// The body alone, or `headers` and `body` in an object of their own.
    pub(super) fn of(json: Json) -> Self {
        let is_pair = match &json {
            Json::Object(entries) => {
                let has =
                    |name: &str| entries.iter().any(|(key, value)| key == name && matches!(value, Json::Object(_)));
                entries.len() == 2 && has("headers") && has("body")
            }
            _ => false,
        };
        let Json::Object(entries) = json else { return Self { headers: Json::Null, body: json } };
        if !is_pair {
            return Self { headers: Json::Null, body: Json::Object(entries) };
        }
        let mut sample = Self { headers: Json::Null, body: Json::Null };
        for (key, value) in entries {
            match (key.as_str(), value) {
                ("headers", Json::Object(headers)) => {
                    let lower = |(name, value): (String, Json)| (name.to_ascii_lowercase(), value);
                    sample.headers = Json::Object(headers.into_iter().map(lower).collect());
                }
                (_, value) => sample.body = value,
            }
        }
        sample
    }

    /// What stands at a path that events match on: of the body, or to a header.
    pub(super) fn at(&self, path: &str) -> Option<&Json> {
        match header_name(path) {
            Some(name) => self.headers.get(name),
            None => self.body.at(path),
        }
    }
}
