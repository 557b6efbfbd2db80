//! Captured JSON, with its keys in the order in which they came.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json {
    Null,
    Boolean(bool),
    /// A whole number of 64 bits.
    Integer(i64),
    /// Any other number.
    Number,
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// A file that is no JSON, as far as it can be told without a word of what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotJson {
    /// The file.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted from 1.
    pub column: usize,
    /// What is wrong.
    pub why: &'static str,
}

impl fmt::Display for NotJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: this is not JSON: {}", self.file, self.line, self.column, self.why)
    }
}

impl std::error::Error for NotJson {}

/// The values of a text: one, or one behind the other (JSON lines).
pub(super) fn parse_all(file: &str, text: &str) -> Result<Vec<Json>, NotJson> {
    let values = serde_json::Deserializer::from_str(text.trim_start_matches('\u{feff}')).into_iter();
    values.collect::<Result<Vec<Json>, _>>().map_err(|error| {
        let why = match error.classify() {
            serde_json::error::Category::Eof => "the text ends too early",
            _ if error.to_string().contains("recursion limit") => "it is nested deeper than 128 levels",
            _ => "a value, a comma or a bracket is not where it should be",
        };
        NotJson { file: file.to_owned(), line: error.line().max(1), column: error.column().max(1), why }
    })
}

/// The object or list that a text holds as JSON.
pub(super) fn parse_inside(text: &str) -> Option<Json> {
    let is_candidate = text.trim_start().starts_with(['{', '[']);
    is_candidate.then(|| serde_json::from_str(text).ok()).flatten()
}

impl Json {
    /// What stands under a key.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        match self {
            // Of a key that stands twice the last one holds.
            Self::Object(entries) => entries.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// What stands at a path of keys, `a.b.c`.
    pub(super) fn at(&self, path: &str) -> Option<&Self> {
        path.split('.').try_fold(self, |value, step| value.get(step))
    }

    /// A single value as events match on it.
    pub(super) fn scalar(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Integer(number) => Some(number.to_string()),
            Self::Boolean(flag) => Some(flag.to_string()),
            _ => None,
        }
    }

    /// Its form, in words.
    pub(super) const fn form(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) => "a whole number",
            Self::Number => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Json;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a JSON value")
            }

            fn visit_unit<E: Error>(self) -> Result<Json, E> {
                Ok(Json::Null)
            }

            fn visit_bool<E: Error>(self, flag: bool) -> Result<Json, E> {
                Ok(Json::Boolean(flag))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Json, E> {
                Ok(Json::Integer(number))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Json, E> {
                Ok(i64::try_from(number).map_or(Json::Number, Json::Integer))
            }

            fn visit_f64<E: Error>(self, _: f64) -> Result<Json, E> {
                Ok(Json::Number)
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Json, E> {
                Ok(Json::Text(text.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element()? {
                    list.push(item);
                }
                Ok(Json::List(list))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Json::Object(entries))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

/// Whether a text can only be a name that a programmer gave: of a field, an event, a value of an enum. Numbers of
/// phones, addresses, tokens, names of people in other letters and sentences are none.
pub(super) fn is_name(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_-.:/$@".contains(c);
    let digits = text.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or_default();
    let starts = text.trim_start_matches(['_', '$', '@']).starts_with(|c: char| c.is_ascii_alphabetic());
    let address = text.trim_start_matches('@').contains('@') || text.contains("://");
    text.len() <= 48 && starts && digits < 5 && !address && text.chars().all(is_part) && !is_token(text)
}

/// Whether letters and digits are mixed as in an id that a machine made: a word holds both, many times over.
fn is_token(text: &str) -> bool {
    let classes =
        text.chars().filter(char::is_ascii_alphanumeric).map(|c| (c.is_ascii_digit(), c.is_ascii_uppercase()));
    let classes: Vec<_> = classes.collect();
    let changes = classes.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let mixed = classes.iter().any(|(_, upper)| *upper) || !text.contains('_');
    text.len() > 12 && classes.iter().any(|(digit, _)| *digit) && mixed && changes * 3 > classes.len()
}

#[cfg(test)]
mod tests {
    use super::{Json, is_name, parse_all};

    #[test]
    fn values_one_behind_the_other_are_read_in_order() {
        let all = parse_all("f", "\u{feff}{\"b\":1,\"a\":[null,1.5,18446744073709551615]}\n\n\"x\" true")
            .expect("it is JSON");
        let list = Json::List(vec![Json::Null, Json::Number, Json::Number]);
        assert_eq!(all[0], Json::Object(vec![("b".into(), Json::Integer(1)), ("a".into(), list)]));
        assert_eq!(all[1..], [Json::Text("x".into()), Json::Boolean(true)]);
        let wrong = parse_all("f.json", "{}\n{\"secret\" 1}").expect_err("it is not");
        assert_eq!(
            wrong.to_string(),
            "f.json:2:11: this is not JSON: a value, a comma or a bracket is not where it should be"
        );
    }

    #[test]
    fn names_are_told_from_what_people_write() {
        for name in
            ["created", "thing_created", "c_input_6wat4u6y", "X-Y.z", "$ref", "_id", "v2", "userId", "utm_source"]
        {
            assert!(is_name(name), "{name}");
        }
        for other in [
            "",
            "Ann Lee",
            "13800138000",
            "a@b.c",
            "https://x",
            "张三",
            "SLmviLvtezwNT94uQUT9df",
            "2022-11-22",
            "+8613",
            "x13800138000",
        ] {
            assert!(!is_name(other), "{other}");
        }
    }
}
