//! Bytes and texts that are a whole body, and files that are a part of one. `Debug` shows their length.

use std::fmt;
use std::ops::Deref;

use super::read::utf8;
use super::response::{FromResponse, Response, ResponseError, read_raw};
use super::{Endpoint, ReadError};

/// A body or a result that is bytes.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Blob(Vec<u8>);

impl Blob {
    /// The bytes, without a copy.
    #[must_use]
    pub fn into_vec(self) -> Vec<u8> {
        self.0
    }
}

impl<T: Into<Vec<u8>>> From<T> for Blob {
    fn from(bytes: T) -> Self {
        Self(bytes.into())
    }
}

impl Deref for Blob {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Blob {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Blob").field("len", &self.0.len()).finish()
    }
}

/// The bytes of the response, whatever they are.
impl FromResponse for Blob {
    fn from_response(endpoint: &Endpoint, status: u16, body: &[u8]) -> Result<Response<Self>, ResponseError> {
        read_raw(endpoint, status, body, |body| Ok(Self(body.to_owned())))
    }
}

/// A result that is a text.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PlainText(String);

impl PlainText {
    /// The text, without a copy.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl<T: Into<String>> From<T> for PlainText {
    fn from(text: T) -> Self {
        Self(text.into())
    }
}

impl Deref for PlainText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PlainText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for PlainText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlainText").field("len", &self.0.len()).finish()
    }
}

/// The response's text, which has to be UTF-8.
impl FromResponse for PlainText {
    fn from_response(endpoint: &Endpoint, status: u16, body: &[u8]) -> Result<Response<Self>, ResponseError> {
        let text = |body: &[u8]| -> Result<Self, ReadError> { Ok(Self(utf8(body)?.to_owned())) };
        read_raw(endpoint, status, body, text)
    }
}

/// A file in a multipart body: its name, its media type and its bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    name: String,
    media_type: String,
    bytes: Vec<u8>,
}

impl File {
    /// A file of unknown content, `application/octet-stream`.
    #[must_use]
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), media_type: "application/octet-stream".to_owned(), bytes: bytes.into() }
    }

    /// The same with its media type, such as `image/png`.
    #[must_use]
    pub fn with_media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = media_type.into();
        self
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(&self) -> &str {
        &self.media_type
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File").field("len", &self.bytes.len()).finish_non_exhaustive()
    }
}

/// What holds files: one, several, or none.
pub trait Files {
    /// The files, in their order.
    fn files(&self) -> &[File];
}

impl Files for File {
    fn files(&self) -> &[File] {
        std::slice::from_ref(self)
    }
}

impl Files for Vec<File> {
    fn files(&self) -> &[File] {
        self
    }
}

impl<T: Files> Files for Option<T> {
    fn files(&self) -> &[File] {
        self.as_ref().map_or(&[], T::files)
    }
}
