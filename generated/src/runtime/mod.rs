//! Hand-written behaviour: how generated types read and write JSON, and what requests, responses and events do.
//!
//! Everything that belongs to one API reaches this module as data.

mod auth;
mod blob;
#[cfg(feature = "client")]
pub mod client;
mod debug;
mod encode;
mod endpoint;
mod ends;
mod enums;
mod envelope;
mod error;
mod event;
mod fields;
mod forms;
mod guess;
mod headers;
mod impl_object;
#[cfg(feature = "inbox")]
pub mod inbox;
mod matching;
mod multipart;
mod natives;
mod number;
mod object;
mod quirks;
mod raw_json;
mod read;
mod reader;
mod received;
#[cfg(feature = "receiver")]
pub mod receiver;
mod request;
mod response;
mod scan;
mod service;
mod unescape;
mod unions;
mod unknown;
mod unread;
mod watch;
mod word;

pub use auth::{AuthParts, Basic, Credentials};
pub use blob::{Blob, File, Files, PlainText};
pub use debug::{Redacted, keys, personal, secret};
pub use encode::{EncodeError, RequestParts};
pub use endpoint::{Api, Endpoint, Envelope, ErrorClass, Method, Operation};
pub use enums::UnknownValue;
pub use error::ReadError;
pub use event::{EventBody, EventError, EventErrorKind, EventReader, UnknownEvent};
#[doc(hidden)]
pub use fields::FieldTable;
pub use headers::DeliveryHeaders;
pub use matching::{Match, Matches, header_key};
pub use multipart::{Multipart, Parts};
pub use natives::{
    Change, Civil, Digits, Embedded, Flag, Label, LocalDateTime, Secret, UnixMillis, UnixSeconds, UtcOffset,
};
pub use number::Number;
pub use object::{FieldValue, FieldWriter, Object, read_object, write_object, write_tagged};
pub use quirks::Quirks;
pub use raw_json::RawJson;
pub use read::{Read, deserialize, from_slice, from_str};
pub use reader::Reader;
pub use received::{ReceivedEvent, WithBody};
pub use request::Request;
pub use response::{FromResponse, Response, ResponseError, ResponseErrorKind, decode};
pub use service::{Limit, Paged, Service, TokenCall, TokenPart, Tokens};
pub use unions::{ObjectForm, Tell, Union, UnionForm, read_union};
pub use unknown::UnknownFields;
pub use unread::{Unopened, Unread};

pub use crate::{impl_enum, impl_object, impl_setters, impl_union};
pub use serde::ser::SerializeMap;
pub use serde::{Serialize, Serializer};

#[doc(hidden)]
pub mod private {
    //! What the macros name, so that a crate which calls them needs no dependency of its own.
    pub use serde::{Deserialize, Deserializer, Serialize, Serializer};
}
