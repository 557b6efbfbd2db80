//! The crate to be written, as plain data: every name, type and place is decided, nothing of the API is left.

mod credentials;
mod events;
mod service;
mod unions;
mod words;

use std::collections::BTreeSet;

pub use credentials::{AuthCarrier, Credential, Credentials};
pub use events::{Envelope, Event, EventRow, Events, KeyPlace};
pub use service::{Limit, Service, TokenCall, Tokens};
pub use unions::{Member, Tag, TagField, Union};
pub use words::{Case, STD, ident, is_cased, is_ident, is_plain};

/// A crate's machine-written modules.
#[derive(Clone, Debug)]
pub struct Crate {
    /// The files, in the order of their paths.
    pub files: Vec<SourceFile>,
}

/// One file.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its path below the machine's folder.
    pub path: String,
    /// The files of the spec that it was made from.
    pub origin: String,
    /// What the module is.
    pub docs: Vec<String>,
    /// The names of the types that it defines: others of the same name are written with their whole path.
    pub defined: BTreeSet<String>,
    /// The names of all types of the API that it defines or uses, for the same reason.
    pub taken: BTreeSet<String>,
    /// What it holds.
    pub items: Vec<Item>,
}

/// One item of a file.
#[derive(Clone, Debug)]
pub enum Item {
    /// `mod create;`
    Module(Module),
    /// A type with fields.
    Object(Object),
    /// A choice of values.
    Choice(Choice),
    /// A choice of types.
    Union(Union),
    /// One call.
    Operation(Box<Operation>),
    /// What holds for every operation.
    Api(Box<Api>),
    /// What shows who calls.
    Credentials(Credentials),
    /// The zone of local times.
    TimeZone(TimeZone),
    /// The API as a type.
    Service(Box<Service>),
    /// The events: enum, borrowed form, kinds and table.
    Events(Events),
}

/// A module, and what is taken out of it.
#[derive(Clone, Debug)]
pub struct Module {
    /// Its name.
    pub name: String,
    /// Whether users see it.
    pub public: bool,
    /// What is re-exported from it; `*` for everything.
    pub exports: Vec<String>,
    /// Whether what is re-exported is deprecated.
    pub deprecated: bool,
    /// Whether the module that it stands in has the same name.
    pub repeats: bool,
}

/// A type, where its name comes from, and its arguments.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path {
    /// Where the name comes from.
    pub home: Home,
    /// Such as `Option`.
    pub name: String,
    /// Such as the `T` of `Option<T>`.
    pub arguments: Vec<Path>,
    /// Whether the compiler says so where it is named.
    pub deprecated: bool,
}

/// Where a name comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Home {
    /// The language itself, or a type parameter.
    Language,
    /// The standard library.
    Std,
    /// The hand-written runtime.
    Runtime,
    /// A module of the machine's folder, such as `users::types`.
    Api(String),
}

impl Path {
    /// A type of the language, or a type parameter.
    #[must_use]
    pub fn language(name: &str) -> Self {
        Self { home: Home::Language, name: name.to_owned(), arguments: Vec::new(), deprecated: false }
    }

    /// A type of the standard library, with its arguments.
    #[must_use]
    pub fn std(name: &str, arguments: Vec<Self>) -> Self {
        Self { home: Home::Std, name: name.to_owned(), arguments, deprecated: false }
    }

    /// A type of the runtime, with its arguments.
    #[must_use]
    pub fn runtime(name: &str, arguments: Vec<Self>) -> Self {
        Self { home: Home::Runtime, name: name.to_owned(), arguments, deprecated: false }
    }

    /// Whether it or one of its arguments is deprecated.
    #[must_use]
    pub fn names_deprecated(&self) -> bool {
        self.deprecated || self.arguments.iter().any(Self::names_deprecated)
    }

    /// Whether it or one of its arguments is a file.
    #[must_use]
    pub fn names_file(&self) -> bool {
        (self.home == Home::Runtime && self.name == "File") || self.arguments.iter().any(Self::names_file)
    }
}

/// What stands above an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    /// Lines of Markdown.
    pub lines: Vec<String>,
    /// Other words under which the documentation's search finds it.
    pub aliases: Vec<String>,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
}

/// A type with fields.
#[derive(Clone, Debug)]
pub struct Object {
    /// What stands above it.
    pub docs: Docs,
    /// Its name.
    pub name: String,
    /// The fields on the wire.
    pub fields: Vec<Field>,
    /// The field for keys that only the tenant knows.
    pub rest: Option<Rest>,
    /// The name of the type parameter that one field has as its type.
    pub parameter: Option<String>,
    /// The quirks of its fields.
    pub quirks: Quirks,
    /// Whether a value without anything in it makes sense to a user.
    pub default: bool,
    /// Whether a caller makes it, so that it has `new` and setters.
    pub sent: bool,
    /// Whether `Debug` must hide something.
    pub hides: bool,
    /// Whether it is written as JSON and read from it. What holds a file is not.
    pub json: bool,
    /// Whether it is written as the parts of a multipart body.
    pub multipart: bool,
}

/// A field or parameter.
#[derive(Clone, Debug)]
pub struct Field {
    /// What stands above it.
    pub docs: Docs,
    /// Its name in Rust.
    pub ident: String,
    /// Its name on the wire.
    pub wire: String,
    /// Its whole type.
    pub type_: Path,
    /// Whether the type is an `Option`.
    pub optional: bool,
    /// What `Debug` shows in its place.
    pub hidden: Option<Hidden>,
    /// Its quirks, where they differ from those of its object.
    pub quirks: Option<Quirks>,
    /// What its setter takes.
    pub argument: Argument,
}

/// What a setter takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// The type without `Option`.
    Exact(Path),
    /// Anything that becomes it.
    Into(Path),
    /// The type without `Option` and `Box`, which the field has around it.
    Boxed(Path),
}

/// What `Debug` shows in the place of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// `<secret>`
    Secret,
    /// `<personal>`
    Personal,
}

/// The field for keys that only the tenant knows.
#[derive(Clone, Debug)]
pub struct Rest {
    /// What stands above it.
    pub docs: Docs,
    /// Its name in Rust.
    pub ident: String,
    /// Its whole type, a map.
    pub type_: Path,
}

/// Quirks of the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quirks {
    /// `""` is nothing.
    pub blank_is_null: bool,
    /// A number may come as its text and a text as a number.
    pub number_or_string: bool,
}

impl Quirks {
    /// The names of those that hold, as the runtime has them.
    pub(crate) fn names(self) -> impl Iterator<Item = &'static str> {
        let all = [("blank_is_null", self.blank_is_null), ("number_or_string", self.number_or_string)];
        all.into_iter().filter(|(_, holds)| *holds).map(|(name, _)| name)
    }
}

/// A choice of values.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What stands above it.
    pub docs: Docs,
    /// Its name.
    pub name: String,
    /// Whether the values are whole numbers.
    pub integer: bool,
    /// Whether other values are kept.
    pub open: bool,
    /// The values.
    pub variants: Vec<Variant>,
}

/// A value of a choice.
#[derive(Clone, Debug)]
pub struct Variant {
    /// What stands above it.
    pub docs: Docs,
    /// Its name in Rust.
    pub ident: String,
    /// The value on the wire.
    pub wire: String,
}

/// One call.
#[derive(Clone, Debug)]
pub struct Operation {
    /// What stands above it.
    pub docs: Docs,
    /// Its name.
    pub name: String,
    /// The facts about it.
    pub endpoint: Endpoint,
    /// Parameters by where they go, in the order of the spec.
    pub parameters: Vec<(Carrier, Field)>,
    /// Whether any query parameter is taken.
    pub open_query: bool,
    /// The field of the body.
    pub body: Body,
    /// How the body is written.
    pub body_form: BodyForm,
    /// The media type that is asked for, where that is not JSON's usual one.
    pub accept: Option<String>,
    /// The type of the result.
    pub output: Path,
    /// How to get the next page.
    pub paging: Option<Paging>,
}

/// How to get the next page.
#[derive(Clone, Debug)]
pub struct Paging {
    /// The field with the page's number.
    pub page: String,
    /// Whether that field is an `Option`.
    pub page_optional: bool,
    /// The result's field that holds the items.
    pub items: String,
    /// Whether that field is an `Option`.
    pub items_optional: bool,
    /// The type of one item.
    pub item: Path,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// Into a header.
    Header,
    /// Into a cookie.
    Cookie,
}

/// The body of a request.
#[derive(Clone, Debug)]
pub enum Body {
    /// None.
    Empty,
    /// One of unknown fields.
    Open,
    /// One of a known type.
    Typed(Box<Field>),
}

/// How a body is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyForm {
    /// As JSON, with its media type where that is not the usual one.
    Json(Option<String>),
    /// As `application/x-www-form-urlencoded`.
    Form,
    /// As `multipart/form-data`.
    Multipart,
    /// As it is, with its media type: bytes or a text.
    Raw(String),
}

/// The facts about an operation.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// `resource.name`.
    pub id: String,
    /// The variant of `Method`.
    pub method: &'static str,
    /// The path, with `{name}` for parameters.
    pub path: String,
    /// Whether it shows who calls.
    pub authenticated: bool,
    /// Whether a repeated call does no harm.
    pub idempotent: bool,
    /// What of it is assumed: `method`, `path`.
    pub assumed: Vec<&'static str>,
    /// Where it stands in the spec.
    pub place: String,
}

/// What holds for every operation.
#[derive(Clone, Debug)]
pub struct Api {
    /// What stands above it.
    pub docs: Vec<String>,
    /// Its name.
    pub name: String,
    /// Scheme and host of the server.
    pub server: String,
    /// The keys around every result.
    pub envelope: Option<crate::ir::Envelope>,
    /// Classes of codes: the variant of `ErrorClass` and the code.
    pub errors: Vec<(&'static str, i64)>,
}

/// The zone of local times.
#[derive(Clone, Debug)]
pub struct TimeZone {
    /// What stands above it.
    pub docs: Vec<String>,
    /// Minutes east of UTC.
    pub minutes: i32,
}
