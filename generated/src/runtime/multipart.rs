//! Bodies in parts: `multipart/form-data`, with the quoting that the HTML standard gives it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::encode::{EncodeError, checked_header, scalar};
use super::{Files, ReadError, Reader, UnknownFields};

/// An object that is sent in parts.
pub trait Multipart {
    /// Gives its fields to a body, in their order.
    fn write_parts<'a>(&'a self, to: &mut Parts<'a>);
}

/// The parts of a body. An error is kept and comes out at the end.
#[derive(Default)]
pub struct Parts<'a> {
    parts: Vec<Part<'a>>,
    error: Option<EncodeError>,
}

/// A part: its header lines, and its content.
struct Part<'a> {
    head: String,
    content: Cow<'a, [u8]>,
}

impl<'a> Parts<'a> {
    /// Adds a field: no part for nothing, a part for each item of a list. An object or a list in a list is JSON, and its
    /// part says so.
    pub fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        match contents(value) {
            Ok(contents) => contents.into_iter().for_each(|(text, is_json)| {
                let mut head = disposition(name);
                head.push_str(if is_json { "\r\nContent-Type: application/json" } else { "" });
                self.parts.push(Part { head, content: text.into_bytes().into() });
            }),
            Err(error) => self.fail(error),
        }
    }

    /// Adds files: a part for each.
    pub fn file<T: Files>(&mut self, name: &str, files: &'a T) {
        for file in files.files() {
            let mut head = disposition(name);
            head.push_str("; filename=\"");
            push_quoted(&mut head, file.name());
            head.push_str("\"\r\nContent-Type: ");
            match checked_header("Content-Type", file.media_type().to_owned()) {
                Ok((_, media_type)) => head.push_str(&media_type),
                Err(_) => self.fail(EncodeError::parameter(name, "has a media type that cannot stand in a header")),
            }
            self.parts.push(Part { head, content: file.bytes().into() });
        }
    }

    /// Adds the fields that only the tenant knows.
    pub fn entries<T: Serialize>(&mut self, entries: &BTreeMap<String, T>) {
        entries.iter().for_each(|(name, value)| self.field(name, value));
    }

    /// Adds the fields that the specification does not know.
    pub fn unknown(&mut self, fields: &UnknownFields) {
        fields.iter().for_each(|(name, value)| self.field(name, value));
    }

    fn fail(&mut self, error: EncodeError) {
        self.error.get_or_insert(error);
    }

    /// The media type with its boundary, and the body.
    pub(super) fn finish(self) -> Result<(String, Vec<u8>), EncodeError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let boundary = self.boundary();
        let length = self.parts.iter().map(|part| boundary.len() + part.head.len() + part.content.len() + 10);
        let mut body = Vec::with_capacity(length.sum::<usize>() + boundary.len() + 6);
        for part in &self.parts {
            for piece in ["--", &boundary, "\r\n", &part.head, "\r\n\r\n"] {
                body.extend_from_slice(piece.as_bytes());
            }
            body.extend_from_slice(&part.content);
            body.extend_from_slice(b"\r\n");
        }
        for piece in ["--", &boundary, "--\r\n"] {
            body.extend_from_slice(piece.as_bytes());
        }
        Ok((format!("multipart/form-data; boundary={boundary}"), body))
    }

    /// The first of all boundaries that stands in no part. Each is looked for once, whatever the parts hold.
    fn boundary(&self) -> String {
        let mut taken = BTreeSet::new();
        for part in &self.parts {
            taken.extend(numbers(part.head.as_bytes()).chain(numbers(&part.content)));
        }
        let free = (0..=u32::MAX).find(|number| !taken.contains(number)).unwrap_or_default();
        format!("{BOUNDARY}{free:08x}")
    }
}

/// What every boundary begins with; a number of eight hexadecimal digits follows.
const BOUNDARY: &str = "form-boundary-";

/// The numbers of the boundaries that stand in the bytes.
fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    let start = BOUNDARY.as_bytes();
    let found = bytes.windows(start.len() + 8).filter(move |window| window.starts_with(start));
    found.filter_map(move |window| u32::from_str_radix(std::str::from_utf8(&window[start.len()..]).ok()?, 16).ok())
}

/// What the parts of a value hold, and whether that is JSON.
fn contents<T: Serialize + ?Sized>(value: &T) -> Result<Vec<(String, bool)>, EncodeError> {
    let json = serde_json::to_string(value).map_err(|_| EncodeError::value())?;
    let mut contents = Vec::new();
    let mut from = Reader::new(&json);
    let read = match from.peek() {
        Some(b'[') => from.list(|from, _| {
            contents.extend(content(from)?);
            Ok(())
        }),
        _ => content(&mut from).map(|content| contents.extend(content)),
    };
    read.map_err(|_| EncodeError::value())?;
    Ok(contents)
}

fn content(from: &mut Reader<'_>) -> Result<Option<(String, bool)>, ReadError> {
    match from.peek() {
        Some(b'{' | b'[') => Ok(Some((from.raw()?.to_owned(), true))),
        _ => Ok(scalar(from)?.map(|text| (text, false))),
    }
}

/// The line that names a part. As browsers do it, each end of a line in the name is CRLF.
fn disposition(name: &str) -> String {
    let mut line = "Content-Disposition: form-data; name=\"".to_owned();
    let name = name.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\r\n");
    push_quoted(&mut line, &name);
    line.push('"');
    line
}

/// Appends a name between quotes: what would end them or the line is percent-encoded, all else stands as it is.
fn push_quoted(to: &mut String, name: &str) {
    for letter in name.chars() {
        match letter {
            '"' => to.push_str("%22"),
            '\r' => to.push_str("%0D"),
            '\n' => to.push_str("%0A"),
            other => to.push(other),
        }
    }
}
