//! What the machine-written tables are made of: the API as plain data.

/// A whole API.
#[derive(Debug)]
pub struct Api {
    /// Its short name.
    pub name: &'static str,
    /// Scheme and host of the server.
    pub server: &'static str,
    /// The names of the headers of an authenticated request.
    pub auth: &'static [&'static str],
    /// How else such a request shows who calls. With more than one way, one of them is enough.
    pub schemes: Schemes,
    /// The keys around every result.
    pub envelope: Option<Envelope>,
    /// The operations, a table a resource.
    pub operations: &'static [&'static [Operation]],
    /// The object that every delivery is; none where a delivery is its event's data, or there are none.
    pub delivery: Option<&'static Delivery>,
    /// The events that can be told, a table a family.
    pub events: &'static [&'static [Event]],
    /// The types, a table a file of the spec.
    pub types: &'static [&'static [TypeDef]],
}

impl Api {
    /// The type of that name; none where no table has it.
    #[must_use]
    pub fn type_def(&self, name: &str) -> Option<&'static TypeDef> {
        self.types.iter().copied().flatten().find(|type_| type_.name == name)
    }
}

/// How an authenticated request shows who calls, but for headers of the API's own.
#[derive(Debug)]
pub struct Schemes {
    /// By a token in `Authorization: Bearer`.
    pub bearer: bool,
    /// By name and password in `Authorization: Basic`.
    pub basic: bool,
    /// By query parameters of these names.
    pub query: &'static [&'static str],
    /// By cookies of these names.
    pub cookies: &'static [&'static str],
}

/// The keys around every result.
#[derive(Debug)]
pub struct Envelope {
    /// Of the code.
    pub code: &'static str,
    /// The code of success.
    pub success: i64,
    /// Of the message.
    pub message: Option<&'static str>,
    /// Of the result.
    pub data: &'static str,
    /// Of the request's id.
    pub request_id: Option<&'static str>,
    /// Of the server's time.
    pub timestamp: Option<&'static str>,
}

/// One call.
#[derive(Debug)]
pub struct Operation {
    /// `resource.name`.
    pub id: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path, with `{name}` for a parameter.
    pub path: &'static str,
    /// Whether it shows who calls.
    pub authenticated: bool,
    /// The path parameters.
    pub path_parameters: &'static [Field],
    /// The query parameters.
    pub query: &'static [Field],
    /// Whether any other query parameter is taken.
    pub open_query: bool,
    /// The header parameters.
    pub headers: &'static [Field],
    /// The cookies.
    pub cookies: &'static [Field],
    /// What the request's body is.
    pub body: Payload,
    /// The media type of a body of JSON, where that is not `application/json`.
    pub body_media_type: Option<&'static str>,
    /// What the result is.
    pub returns: Payload,
    /// Whether a repeated call does no harm.
    pub idempotent: bool,
    /// How to get the next page.
    pub paging: Option<Paging>,
    /// Samples of the exchange: `request` and `response`.
    pub examples: &'static [Example],
}

/// Paging by page number.
#[derive(Debug)]
pub struct Paging {
    /// The query parameter with the page's number.
    pub page: &'static str,
    /// The query parameter with the number of items.
    pub size: Option<&'static str>,
    /// The result's field that holds the items.
    pub items: &'static str,
}

/// The object that every delivery is.
#[derive(Debug)]
pub struct Delivery {
    /// Its fields but for the event's own.
    pub fields: &'static [Field],
    /// The key of the event's own fields.
    pub data: &'static str,
}

/// An event that can be told from others.
#[derive(Debug)]
pub struct Event {
    /// `family.name`.
    pub id: &'static str,
    /// The values that tell it, by path; `header.NAME` is a header.
    pub keys: &'static [(&'static str, &'static str)],
    /// Its own fields.
    pub data: Payload,
    /// Samples of the delivery.
    pub examples: &'static [Example],
}

/// A sample of the spec.
#[derive(Debug)]
pub struct Example {
    /// The name of its file.
    pub name: &'static str,
    /// JSON.
    pub text: &'static str,
}

/// A body, a result or an event's data.
#[derive(Debug)]
pub enum Payload {
    /// None at all.
    Empty,
    /// JSON of which nobody knows the fields.
    Open,
    /// JSON of a known type.
    Typed(Type),
    /// An object as `application/x-www-form-urlencoded`; only a body.
    Form(Type),
    /// An object as `multipart/form-data`; only a body.
    Multipart(Type),
    /// The bytes as they are, of this media type.
    Binary(&'static str),
    /// The text as it is, of this media type.
    Text(&'static str),
}

/// What stands in the place of a value.
#[derive(Debug)]
pub enum Type {
    /// A text.
    String,
    /// A whole number of 64 bits.
    Integer,
    /// Any number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Any JSON at all.
    Any,
    /// A file with its name and media type, in a multipart body.
    File,
    /// A list of one type.
    List(&'static Self),
    /// A map from text to one type.
    Map(&'static Self),
    /// What may be missing or null.
    Optional(&'static Self),
    /// The JSON text of a type, in a string.
    Encoded(&'static Self),
    /// The type of that name in [`Api::types`], with its parameters.
    Named(&'static str, &'static [Self]),
    /// A parameter of the native type in whose forms it stands.
    Parameter(usize),
}

/// A type of the spec.
#[derive(Debug)]
pub struct TypeDef {
    /// Its name, with the file in front where it is not of `types.yaml`.
    pub name: &'static str,
    /// What it is made of.
    pub kind: Kind,
}

/// What a type is made of.
#[derive(Debug)]
pub enum Kind {
    /// Fields.
    Object {
        /// Those that the spec knows.
        fields: &'static [Field],
        /// The type of all others, where the tenant has fields of its own.
        rest: Option<Type>,
    },
    /// A choice of values.
    Enum {
        /// The values as text.
        values: &'static [&'static str],
        /// Whether they are whole numbers on the wire.
        is_integer: bool,
        /// Whether there can never be another one.
        is_closed: bool,
    },
    /// A choice of types.
    Union {
        /// The field whose text tells the member; none where its form does.
        tag: Option<&'static str>,
        /// The text of the tag, if there is one, and the type.
        members: &'static [(&'static str, Type)],
    },
    /// A hand-written type of the runtime.
    Native {
        /// Its name there.
        name: &'static str,
        /// The forms that it takes on the wire.
        forms: &'static [Type],
    },
}

/// A field of an object, or a parameter.
#[derive(Debug)]
pub struct Field {
    /// Its name on the wire.
    pub name: &'static str,
    /// What stands there.
    pub type_: Type,
    /// Which forms of the wire it forgives.
    pub quirks: Quirks,
}

/// Which forms of the wire a field forgives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quirks {
    /// `""` in an optional place is nothing.
    pub blank_is_null: bool,
    /// A number may come as its text, a text as a number.
    pub number_or_string: bool,
}

impl Quirks {
    /// None.
    pub const NONE: Self = Self { blank_is_null: false, number_or_string: false };
    /// `""` in an optional place is nothing.
    pub const BLANK_IS_NULL: Self = Self { blank_is_null: true, number_or_string: false };
    /// A number may come as its text, a text as a number.
    pub const NUMBER_OR_STRING: Self = Self { blank_is_null: false, number_or_string: true };
    /// All of them.
    pub const BOTH: Self = Self { blank_is_null: true, number_or_string: true };
}
