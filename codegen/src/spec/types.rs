//! `types:` of any file: objects, enums, unions and native types.

use schemars::JsonSchema;
use serde::Deserialize;

use super::map::FromText;
use super::{Evidence, Lazy, Map, Members, OrText, Title};

/// Types that two or more files use.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "types.yaml")]
pub struct TypesFile {
    /// Wire quirks of every field that names none.
    pub quirks: Option<Vec<String>>,
    /// The types by name.
    #[serde(default)]
    pub types: Lazy<Type>,
}

/// An object (`fields`, `include`, `rest`), an enum (`enum`, `values`, `closed`), a union (`union`, `tag`) or a native
/// type (`native`, ...).
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Type {
    /// What the vendor calls it.
    pub title: Option<Title>,
    /// What it is.
    pub doc: Option<String>,
    /// How well it is known. Its fields are known as well, unless they say otherwise.
    pub evidence: Option<Evidence>,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
    /// Its name in Rust, where the generated one will not do.
    pub rust_name: Option<String>,
    /// Objects whose fields are laid flat into this one.
    pub include: Option<Vec<String>>,
    /// The object's fields by their names on the wire.
    pub fields: Option<Map<OrText<Field>>>,
    /// Keys that only the tenant knows.
    pub rest: Option<Rest>,
    /// The values' form on the wire: `string` or `integer`.
    #[serde(rename = "enum")]
    #[schemars(extend("enum" = ["string", "integer", null]))]
    pub enum_: Option<String>,
    /// The enum's values as on the wire.
    pub values: Option<Map<OrText<Value>>>,
    /// Why there can never be another value. Without it the enum is open.
    pub closed: Option<String>,
    /// The types that a value may have: a list of them, or with a `tag` a map from its values to objects.
    pub union: Option<Members>,
    /// The field whose text tells which member of the union it is.
    pub tag: Option<String>,
    /// The name of a hand-written type of the runtime.
    pub native: Option<String>,
    /// The names of the native type's parameters.
    pub parameters: Option<Vec<String>>,
    /// The forms on the wire that the native type takes, as type expressions.
    pub forms: Option<Vec<String>>,
}

/// A field of an object, or a parameter of an operation.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// A type expression, such as `list<string>?`.
    #[serde(rename = "type")]
    pub type_: String,
    /// What the vendor calls it.
    pub title: Option<Box<Title>>,
    /// Meaning, unit and form.
    pub doc: Option<String>,
    /// How well it is known, where that differs from its type.
    pub evidence: Option<Box<Evidence>>,
    /// Whether it must never be shown.
    #[serde(default)]
    pub secret: bool,
    /// Whether it tells something about a person.
    #[serde(default)]
    pub personal: bool,
    /// Wire quirks, in place of the file's.
    pub quirks: Option<Vec<String>>,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
    /// Its name in Rust, where the generated one will not do.
    pub rust_name: Option<String>,
}

/// Keys that only the tenant knows.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rest {
    /// The name of the field that holds them.
    pub name: String,
    /// The type expression of their values.
    #[serde(rename = "type")]
    pub type_: String,
    /// What they are.
    pub doc: Option<String>,
    /// Whether they tell something about a person.
    #[serde(default)]
    pub personal: bool,
}

/// A value of an enum.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Value {
    /// What the vendor calls it.
    pub title: Option<Title>,
    /// What it means.
    pub doc: Option<String>,
    /// How well it is known, where that differs from its enum.
    pub evidence: Option<Evidence>,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
    /// Its name in Rust, where the generated one will not do.
    pub rust_name: Option<String>,
}

impl FromText for Field {
    const EXPECTED: &'static str = "a type expression in quotes, or a map with `type`";

    fn from_text(text: &str) -> Option<Self> {
        Some(Self { type_: text.to_owned(), ..Self::default() })
    }
}

impl FromText for Value {
    const EXPECTED: &'static str = "what the value means, a map, or nothing";

    fn from_text(text: &str) -> Option<Self> {
        Some(Self { doc: Some(text.to_owned()), ..Self::default() })
    }

    fn from_nothing() -> Option<Self> {
        Some(Self::default())
    }
}
