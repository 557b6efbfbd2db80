//! Types: what stands on the wire.

use super::{Evidence, Title, Union};
use crate::diagnostics::Place;

/// An index into [`super::Api::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// What stands in the place of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// A text.
    String,
    /// A whole number of 64 bits.
    Integer,
    /// Any number, exactly as written.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Any JSON at all.
    Any,
    /// A file with its name and media type. Only objects that are sent as `multipart/form-data` hold it.
    File,
    /// A list of one type.
    List(Box<Type>),
    /// A map from text to one type.
    Map(Box<Type>),
    /// What may be missing or null.
    Optional(Box<Type>),
    /// The JSON text of a type, in a string. Only the forms of native types use it.
    Encoded(Box<Type>),
    /// A type of the spec, with its parameters.
    Named(TypeId, Vec<Type>),
    /// A parameter of the native type in whose forms it stands.
    Parameter(usize),
}

impl Type {
    /// Whether it may be missing or null.
    #[must_use]
    pub const fn is_optional(&self) -> bool {
        matches!(self, Self::Optional(_))
    }

    /// The type without its `?`.
    #[must_use]
    pub fn required(&self) -> &Self {
        match self {
            Self::Optional(inner) => inner,
            other => other,
        }
    }

    /// The types it is made of, one level down.
    pub fn parts(&self) -> impl Iterator<Item = &Self> {
        let (one, many): (Option<&Self>, &[Self]) = match self {
            Self::List(inner) | Self::Map(inner) | Self::Optional(inner) | Self::Encoded(inner) => (Some(inner), &[]),
            Self::Named(_, parameters) => (None, parameters),
            _ => (None, &[]),
        };
        one.into_iter().chain(many)
    }
}

/// A type of a native type's forms, with the arguments put in the place of its parameters.
#[must_use]
pub fn substitute(type_: &Type, arguments: &[Type]) -> Type {
    let inner = |inner: &Type| Box::new(substitute(inner, arguments));
    match type_ {
        Type::Parameter(index) => arguments.get(*index).cloned().unwrap_or(Type::Any),
        Type::List(of) => Type::List(inner(of)),
        Type::Map(of) => Type::Map(inner(of)),
        Type::Optional(of) => Type::Optional(inner(of)),
        Type::Encoded(of) => Type::Encoded(inner(of)),
        Type::Named(id, of) => Type::Named(*id, of.iter().map(|of| substitute(of, arguments)).collect()),
        plain => plain.clone(),
    }
}

/// A type of the spec.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// Its name in the spec.
    pub name: String,
    /// Which file it belongs to.
    pub home: Home,
    /// What the vendor calls it.
    pub title: Title,
    /// What it is.
    pub doc: Option<String>,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
    /// Its name in Rust, if the spec gives one.
    pub rust_name: Option<String>,
    /// How well it is known; native types belong to no page.
    pub evidence: Option<Evidence>,
    /// Where it stands.
    pub place: Place,
    /// What it is made of.
    pub kind: Kind,
}

/// Which file a type belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Home {
    /// `types.yaml`.
    Shared,
    /// The resource of this name.
    Resource(String),
    /// The event family of this name.
    Family(String),
}

/// What a type is made of.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Fields.
    Object(Object),
    /// A choice of values.
    Enum(Enum),
    /// A choice of types.
    Union(Union),
    /// Hand-written behaviour.
    Native(Native),
}

/// An object.
#[derive(Clone, Debug)]
pub struct Object {
    /// Its fields, those of included objects first.
    pub fields: Vec<Field>,
    /// Keys that only the tenant knows, its own or an included object's.
    pub rest: Option<Box<Rest>>,
    /// The names of the objects laid flat into it.
    pub include: Vec<String>,
}

/// A field of an object, or a parameter of an operation.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name on the wire.
    pub name: String,
    /// What stands there.
    pub type_: Type,
    /// What the vendor calls it.
    pub title: Title,
    /// Meaning, unit and form.
    pub doc: Option<String>,
    /// How well it is known, where that differs from what it belongs to.
    pub evidence: Option<Box<Evidence>>,
    /// The evidence of the object that it was included from, where that differs in level or source.
    pub included: Option<Box<Evidence>>,
    /// Whether it must never be shown.
    pub secret: bool,
    /// Whether it tells something about a person.
    pub personal: bool,
    /// Which forms of the wire it forgives.
    pub quirks: Quirks,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
    /// Its name in Rust, if the spec gives one.
    pub rust_name: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// Which forms of the wire a field forgives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quirks {
    /// `""` in an optional place is nothing.
    pub blank_is_null: bool,
    /// A number may come as its text, a text as a number.
    pub number_or_string: bool,
}

/// Keys that only the tenant knows.
#[derive(Clone, Debug)]
pub struct Rest {
    /// The name of the field that holds them.
    pub name: String,
    /// What stands under each key.
    pub type_: Type,
    /// What they are.
    pub doc: Option<String>,
    /// The evidence of the object that they were included from, where that differs in level or source.
    pub included: Option<Evidence>,
    /// Whether they tell something about a person.
    pub personal: bool,
    /// Which forms of the wire they forgive.
    pub quirks: Quirks,
    /// Where they stand.
    pub place: Place,
}

/// A choice of values.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Their form on the wire.
    pub form: EnumForm,
    /// The values.
    pub values: Vec<EnumValue>,
    /// Why there can never be another one; none for an open enum.
    pub closed: Option<String>,
}

/// The form of an enum's values on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnumForm {
    /// Text.
    String,
    /// Whole numbers.
    Integer,
}

/// A value of an enum.
#[derive(Clone, Debug)]
pub struct EnumValue {
    /// As on the wire.
    pub wire: String,
    /// What the vendor calls it.
    pub title: Title,
    /// What it means.
    pub doc: Option<String>,
    /// How well it is known, where that differs from the enum.
    pub evidence: Option<Evidence>,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
    /// Its name in Rust, if the spec gives one.
    pub rust_name: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// A hand-written type of the runtime.
#[derive(Clone, Debug)]
pub struct Native {
    /// The Rust name in the runtime.
    pub rust: String,
    /// How many parameters it takes.
    pub parameters: usize,
    /// The forms on the wire; [`Type::Parameter`] stands for its parameters.
    pub forms: Vec<Type>,
}
