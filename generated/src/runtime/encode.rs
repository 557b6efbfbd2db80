//! How the parameters of an operation become the parts of a request.

use std::fmt;

use serde::Serialize;

use super::{Endpoint, Reader, UnknownFields};

/// Why a request could not be made. No value of a parameter is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EncodeError {
    /// Nobody has documented how the operation is called, and the caller has not consented to the assumption.
    Assumed {
        /// The operation.
        operation: &'static str,
        /// What is assumed.
        parts: &'static [&'static str],
        /// Where that stands in the specification.
        place: &'static str,
    },
    /// A parameter that cannot stand where it has to.
    Parameter {
        /// Its name.
        name: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A value that cannot be written as JSON.
    Value {
        /// What is wrong with it.
        reason: &'static str,
    },
}

impl EncodeError {
    pub(super) fn assumed(endpoint: &Endpoint) -> Self {
        Self::Assumed { operation: endpoint.id, parts: endpoint.assumed, place: endpoint.place }
    }

    pub(super) fn parameter(name: &str, reason: &'static str) -> Self {
        Self::Parameter { name: name.to_owned(), reason }
    }

    pub(super) const fn value() -> Self {
        Self::Value { reason: "the value cannot be written as JSON" }
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Assumed { operation, parts, place } => write!(
                f,
                "{operation} is not sent: nobody documents its {} (assumed in {place}); look it up and give the path with \
                 `Request::with_path`, or accept the assumption with `Request::allowing_assumed`",
                parts.join(" and "),
            ),
            Self::Parameter { name, reason } => write!(f, "parameter `{name}`: {reason}"),
            Self::Value { reason } => f.write_str(reason),
        }
    }
}

impl std::error::Error for EncodeError {}

/// What an operation gives to its request. An error is kept and comes out when the request is made.
#[derive(Default)]
pub struct RequestParts {
    pub(super) path: Vec<(&'static str, String)>,
    pub(super) query: String,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Option<Vec<u8>>,
    error: Option<EncodeError>,
}

impl RequestParts {
    /// Sets the path parameter `{name}`, which has to be a single text that is not empty.
    pub fn path<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        match texts(name, value).map(only) {
            Ok(Some(text)) if matches!(&*text, "" | "." | "..") => {
                self.fail(EncodeError::parameter(name, "no segment of a path"));
            }
            Ok(Some(text)) => {
                let mut segment = String::new();
                push_encoded(&mut segment, &text);
                self.path.push((name, segment));
            }
            Ok(None) => self.fail(EncodeError::parameter(name, "has to be a single value")),
            Err(error) => self.fail(error),
        }
    }

    /// Adds a query parameter: none for nothing, one for each item of a list.
    pub fn query<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        match texts(name, value) {
            Ok(texts) => texts.iter().for_each(|text| self.push_query(name, text)),
            Err(error) => self.fail(error),
        }
    }

    /// Adds each of the fields as a query parameter.
    pub fn query_all(&mut self, fields: &UnknownFields) {
        fields.iter().for_each(|(name, value)| self.query(name, value));
    }

    /// Adds a header: none for nothing, one for each item of a list.
    pub fn header<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        match texts(name, value) {
            Ok(texts) => texts.into_iter().for_each(|text| match checked_header(name, text) {
                Ok(header) => self.headers.push(header),
                Err(error) => self.fail(error),
            }),
            Err(error) => self.fail(error),
        }
    }

    /// Sets the body.
    pub fn body<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), EncodeError> {
        self.body = Some(serde_json::to_vec(value).map_err(|_| EncodeError::value())?);
        Ok(())
    }

    /// The first error, if there was one.
    pub(super) fn finish(self) -> Result<Self, EncodeError> {
        match self.error {
            Some(error) => Err(error),
            None => Ok(self),
        }
    }

    fn fail(&mut self, error: EncodeError) {
        self.error.get_or_insert(error);
    }

    fn push_query(&mut self, name: &str, text: &str) {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        push_encoded(&mut self.query, name);
        self.query.push('=');
        push_encoded(&mut self.query, text);
    }
}

impl fmt::Debug for RequestParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestParts").field("body", &self.body.as_ref().map(Vec::len)).finish_non_exhaustive()
    }
}

/// A header whose value can stand on one line of visible ASCII.
pub(super) fn checked_header(name: &'static str, value: String) -> Result<(&'static str, String), EncodeError> {
    match value.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\t')) {
        true => Ok((name, value)),
        false => Err(EncodeError::parameter(name, "holds what cannot stand in a header")),
    }
}

/// The texts that a value is written as: none for nothing, one for a scalar, one for each item of a list.
fn texts<T: Serialize + ?Sized>(name: &str, value: &T) -> Result<Vec<String>, EncodeError> {
    let json = serde_json::to_string(value).map_err(|_| EncodeError::value())?;
    let mut texts = Vec::new();
    let mut from = Reader::new(&json);
    let read = match from.peek() {
        Some(b'[') => from.list(|from, _| {
            texts.extend(scalar(from)?);
            Ok(())
        }),
        _ => scalar(&mut from).map(|text| texts.extend(text)),
    };
    read.map_err(|_| EncodeError::parameter(name, "has to be a single value or a list of such"))?;
    Ok(texts)
}

/// The text of a scalar; none for `null`.
fn scalar(from: &mut Reader<'_>) -> Result<Option<String>, super::ReadError> {
    match from.peek() {
        Some(b'n') => from.skip().map(|()| None),
        Some(b't' | b'f') => from.boolean().map(|yes| Some(yes.to_string())),
        Some(b'"') => from.string().map(|text| Some(text.into_owned())),
        _ => from.number().map(|text| Some(text.to_owned())),
    }
}

fn only(mut texts: Vec<String>) -> Option<String> {
    match texts.len() {
        1 => texts.pop(),
        _ => None,
    }
}

/// Appends a text, percent-encoded but for what is unreserved in every part of an address.
fn push_encoded(to: &mut String, text: &str) {
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            to.push(char::from(byte));
        } else {
            to.push('%');
            to.extend([HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
        }
    }
}
