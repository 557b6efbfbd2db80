//! What a description says, in no words of its format and in none of ours: plain data between reading and writing.

use std::collections::BTreeMap;

/// An API as its description tells it.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Its title.
    pub title: String,
    /// The version of the description.
    pub version: Option<String>,
    /// What it is for.
    pub doc: Option<String>,
    /// An address where people read about it.
    pub page: Option<String>,
    /// Scheme and host that requests go to, without a slash at the end.
    pub server: Option<String>,
    /// How a caller authenticates; those that an operation asks for.
    pub schemes: Vec<Scheme>,
    /// What is said of the tags, by name.
    pub tags: BTreeMap<String, Tag>,
    /// The operations in the order of the file.
    pub operations: Vec<Operation>,
    /// The webhooks in the order of the file.
    pub events: Vec<Event>,
    /// The types. An expression names one by its place here.
    pub types: Vec<TypeDef>,
}

/// Where in the description something stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The line, counted from 1.
    pub line: usize,
    /// The JSON pointer, as a fragment.
    pub pointer: String,
}

/// What is said of a tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tag {
    /// What people call it.
    pub title: Option<String>,
    /// What it is.
    pub doc: Option<String>,
}

/// A way to authenticate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// Its name in the description.
    pub name: String,
    /// Where the credential goes.
    pub kind: SchemeKind,
    /// What it is.
    pub doc: Option<String>,
}

/// Where a credential goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Bearer ...`.
    Bearer,
    /// `Authorization: Basic ...`.
    Basic,
    /// A header of this name.
    Header(String),
    /// A query parameter of this name.
    Query(String),
    /// A cookie of this name.
    Cookie(String),
}

/// A call.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its id in the description.
    pub id: Option<String>,
    /// Its tags; the first names its group.
    pub tags: Vec<String>,
    /// The method in upper case.
    pub method: String,
    /// The path, with `{name}` for a parameter.
    pub path: String,
    /// What people call it.
    pub title: Option<String>,
    /// What it does.
    pub doc: Option<String>,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
    /// Whether it is called with credentials.
    pub authenticated: bool,
    /// The parameters in the path.
    pub path_parameters: Vec<Field>,
    /// The parameters in the query.
    pub query: Vec<Field>,
    /// The headers.
    pub headers: Vec<Field>,
    /// The cookies.
    pub cookies: Vec<Field>,
    /// What is sent.
    pub body: Option<Payload>,
    /// What comes back.
    pub returns: Option<Payload>,
    /// Where it stands.
    pub spot: Spot,
}

/// A body or a result.
#[derive(Clone, Debug)]
pub struct Payload {
    /// What it looks like.
    pub form: Form,
    /// Whether there may be none.
    pub optional: bool,
    /// Where it stands.
    pub spot: Spot,
}

/// What a body or a result looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// JSON whose form nobody tells.
    Open,
    /// JSON.
    Json(Expr),
    /// JSON under a media type of its own.
    JsonAs(Expr, String),
    /// `application/x-www-form-urlencoded`.
    Urlencoded(Expr),
    /// `multipart/form-data`.
    Multipart(Expr),
    /// Bytes of this media type.
    Binary(String),
    /// Text of this media type.
    Text(String),
}

/// A webhook.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its key in the description.
    pub name: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// What people call it.
    pub title: Option<String>,
    /// What it tells.
    pub doc: Option<String>,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
    /// What tells it from the others, by path. Empty: nothing that is known.
    pub keys: Vec<(String, String)>,
    /// The delivery.
    pub data: Option<Payload>,
    /// Where it stands.
    pub spot: Spot,
}

/// A type that has a name.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// Its name, once it has one.
    pub name: String,
    /// The words that its name is made of: the component's, or those of its place.
    pub words: Vec<String>,
    /// Whether the words are the name of a component.
    pub is_component: bool,
    /// What people call it.
    pub title: Option<String>,
    /// What it is.
    pub doc: Option<String>,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
    /// What it consists of.
    pub kind: Kind,
    /// Where it stands.
    pub spot: Spot,
}

/// What a type consists of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An object.
    Object(Object),
    /// A list of values.
    Enum(Enum),
    /// One of several types.
    Union(Union),
    /// Another name of this. None is left when reading is done.
    Alias(Expr),
}

/// An object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Object {
    /// Objects whose fields are laid flat into it.
    pub include: Vec<usize>,
    /// The fields that it does not include.
    pub fields: Vec<Field>,
    /// The type of the keys that nobody lists.
    pub rest: Option<Expr>,
}

/// A field of an object, or a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name on the wire.
    pub name: String,
    /// Its type, optional if it may be missing or null.
    pub type_: Expr,
    /// What people call it.
    pub title: Option<String>,
    /// What it means.
    pub doc: Option<String>,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
    /// Whether it must never be shown.
    pub secret: bool,
    /// Where it stands.
    pub spot: Spot,
}

/// An enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enum {
    /// Whether its values are integers, not texts.
    pub integer: bool,
    /// The values.
    pub values: Vec<Value>,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// Its text on the wire.
    pub wire: String,
    /// What programmers call it, where the description says so.
    pub name: Option<String>,
    /// What it means.
    pub doc: Option<String>,
}

/// One of several types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Union {
    /// The field whose text tells the member.
    pub tag: Option<String>,
    /// The members.
    pub members: Vec<Member>,
}

/// A member of a union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The value of the tag, if there is a tag.
    pub value: Option<String>,
    /// Its type.
    pub type_: Expr,
}

/// A type expression.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Expr {
    /// A text.
    String,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// Yes or no.
    Boolean,
    /// Anything.
    Any,
    /// A file, in a multipart object alone.
    File,
    /// A list.
    List(Box<Expr>),
    /// An object with keys that nobody lists.
    Map(Box<Expr>),
    /// May be missing or null.
    Optional(Box<Expr>),
    /// A type of [`Model::types`].
    Named(usize),
}

impl Expr {
    /// The same, which may be missing or null.
    #[must_use]
    pub fn optional(self) -> Self {
        match self {
            Self::Optional(_) => self,
            other => Self::Optional(Box::new(other)),
        }
    }

    /// The same, which is always there.
    #[must_use]
    pub fn required(self) -> Self {
        match self {
            Self::Optional(inner) => *inner,
            other => other,
        }
    }

    /// Whether it may be missing or null.
    #[must_use]
    pub fn is_optional(&self) -> bool {
        matches!(self, Self::Optional(_))
    }

    /// The types that it names.
    pub fn named(&self, into: &mut Vec<usize>) {
        match self {
            Self::List(inner) | Self::Map(inner) | Self::Optional(inner) => inner.named(into),
            Self::Named(id) => into.push(*id),
            _ => {}
        }
    }
}

impl TypeDef {
    /// The types that it uses directly.
    #[must_use]
    pub fn uses(&self) -> Vec<usize> {
        let mut used = Vec::new();
        match &self.kind {
            Kind::Object(object) => {
                used.extend(&object.include);
                object.fields.iter().for_each(|field| field.type_.named(&mut used));
                object.rest.iter().for_each(|rest| rest.named(&mut used));
            }
            Kind::Union(union) => union.members.iter().for_each(|member| member.type_.named(&mut used)),
            Kind::Alias(to) => to.named(&mut used),
            Kind::Enum(_) => {}
        }
        used
    }
}

impl Payload {
    /// The type expression that it holds, if it is no plain text, bytes or open.
    #[must_use]
    pub fn expr(&self) -> Option<&Expr> {
        match &self.form {
            Form::Json(of) | Form::JsonAs(of, _) | Form::Urlencoded(of) | Form::Multipart(of) => Some(of),
            Form::Open | Form::Binary(_) | Form::Text(_) => None,
        }
    }
}

impl Operation {
    /// Every parameter.
    pub fn parameters(&self) -> impl Iterator<Item = &Field> {
        self.path_parameters.iter().chain(&self.query).chain(&self.headers).chain(&self.cookies)
    }
}
