//! How the parameters of an operation become the parts of a request.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

use super::multipart::{Multipart, Parts};
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
    pub(super) cookies: String,
    /// The media type that is asked for, where that is not JSON's usual one.
    pub(super) accept: Option<&'static str>,
    pub(super) body: Option<Body>,
    error: Option<EncodeError>,
}

/// A body as it goes out.
pub(super) struct Body {
    pub(super) media_type: Cow<'static, str>,
    pub(super) bytes: Vec<u8>,
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

    /// Adds a cookie: none for nothing, one for each item of a list. Its value is sent as it is.
    pub fn cookie<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        let pushed = texts(name, value)
            .and_then(|texts| texts.iter().try_for_each(|text| push_cookie(&mut self.cookies, name, text)));
        if let Err(error) = pushed {
            self.fail(error);
        }
    }

    /// Asks for a result of this media type.
    pub fn accept(&mut self, media_type: &'static str) {
        self.accept = Some(media_type);
    }

    /// Sets a body of JSON.
    pub fn body<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), EncodeError> {
        self.json("application/json", value)
    }

    /// Sets a body of JSON that has a media type of its own.
    pub fn json<T: Serialize + ?Sized>(&mut self, media_type: &'static str, value: &T) -> Result<(), EncodeError> {
        self.set(media_type, serde_json::to_vec(value).map_err(|_| EncodeError::value())?)
    }

    /// Sets a body of `application/x-www-form-urlencoded`: the fields of an object, a list's items one by one.
    pub fn form<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), EncodeError> {
        let mut form = String::new();
        let json = serde_json::to_string(value).map_err(|_| EncodeError::value())?;
        let (mut from, mut wrong) = (Reader::new(&json), None);
        let read = from.object(|from, key| match read_texts(from) {
            Ok(texts) => {
                texts.iter().for_each(|text| push_pair(&mut form, &key, text, push_form_encoded));
                Ok(())
            }
            Err(error) => {
                wrong = Some(EncodeError::parameter(&key, NO_SCALAR));
                Err(error)
            }
        });
        read.map_err(|_| wrong.unwrap_or(EncodeError::Value { reason: "a form has to be an object" }))?;
        self.set("application/x-www-form-urlencoded", form.into_bytes())
    }

    /// Sets a body of `multipart/form-data`.
    pub fn multipart<T: Multipart + ?Sized>(&mut self, value: &T) -> Result<(), EncodeError> {
        let mut parts = Parts::default();
        value.write_parts(&mut parts);
        let (media_type, bytes) = parts.finish()?;
        self.set(media_type, bytes)
    }

    /// Sets a body of bytes or text as it is.
    pub fn raw<T: AsRef<[u8]> + ?Sized>(&mut self, media_type: &'static str, value: &T) -> Result<(), EncodeError> {
        self.set(media_type, value.as_ref().to_owned())
    }

    fn set(&mut self, media_type: impl Into<Cow<'static, str>>, bytes: Vec<u8>) -> Result<(), EncodeError> {
        self.body = Some(Body { media_type: media_type.into(), bytes });
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
        push_pair(&mut self.query, name, text, push_encoded);
    }
}

impl fmt::Debug for RequestParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestParts")
            .field("body", &self.body.as_ref().map(|body| body.bytes.len()))
            .finish_non_exhaustive()
    }
}

/// A header whose value can stand on one line of visible ASCII.
pub(super) fn checked_header(name: &str, value: String) -> Result<(&str, String), EncodeError> {
    match value.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\t')) {
        true => Ok((name, value)),
        false => Err(EncodeError::parameter(name, "holds what cannot stand in a header")),
    }
}

/// Appends a cookie, if nothing in its value ends it.
pub(super) fn push_cookie(to: &mut String, name: &str, value: &str) -> Result<(), EncodeError> {
    let inner = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
    let is_part = |byte: u8| matches!(byte, b'!'..=b'~') && !b"\",;\\".contains(&byte);
    if !inner.bytes().all(is_part) {
        return Err(EncodeError::parameter(name, "holds what cannot stand in a cookie"));
    }
    to.push_str(if to.is_empty() { "" } else { "; " });
    to.extend([name, "=", value]);
    Ok(())
}

/// What is said of a value that is more than a form, a query or a header can hold.
const NO_SCALAR: &str = "has to be a single value or a list of such";

/// The texts that a value is written as: none for nothing, one for a scalar, one for each item of a list.
fn texts<T: Serialize + ?Sized>(name: &str, value: &T) -> Result<Vec<String>, EncodeError> {
    let json = serde_json::to_string(value).map_err(|_| EncodeError::value())?;
    read_texts(&mut Reader::new(&json)).map_err(|_| EncodeError::parameter(name, NO_SCALAR))
}

/// The texts that the next value is written as.
fn read_texts(from: &mut Reader<'_>) -> Result<Vec<String>, super::ReadError> {
    let mut texts = Vec::new();
    match from.peek() {
        Some(b'[') => from.list(|from, _| {
            texts.extend(scalar(from)?);
            Ok(())
        })?,
        _ => texts.extend(scalar(from)?),
    }
    Ok(texts)
}

/// The text of a scalar; none for `null`.
pub(super) fn scalar(from: &mut Reader<'_>) -> Result<Option<String>, super::ReadError> {
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

/// Appends `name=text` with `&` between it and what is there.
pub(super) fn push_pair(to: &mut String, name: &str, text: &str, push: fn(&mut String, &str)) {
    if !to.is_empty() {
        to.push('&');
    }
    push(to, name);
    to.push('=');
    push(to, text);
}

/// Appends a text, percent-encoded but for what is unreserved in every part of an address.
pub(super) fn push_encoded(to: &mut String, text: &str) {
    for byte in text.bytes() {
        match byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            true => to.push(char::from(byte)),
            false => push_escape(to, byte),
        }
    }
}

/// Appends a text as forms have it: a blank is `+`, and `*` is let through where `~` is not (WHATWG URL).
fn push_form_encoded(to: &mut String, text: &str) {
    for byte in text.bytes() {
        match byte {
            b' ' => to.push('+'),
            b'*' | b'-' | b'.' | b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => to.push(char::from(byte)),
            _ => push_escape(to, byte),
        }
    }
}

fn push_escape(to: &mut String, byte: u8) {
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    to.extend(['%', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
}
