//! Choices of types.

use super::{Docs, Path};

/// A choice of types.
#[derive(Clone, Debug)]
pub struct Union {
    /// What stands above it.
    pub docs: Docs,
    /// Its name.
    pub name: String,
    /// The key whose text tells the member; none where its form does.
    pub tag: Option<String>,
    /// The types.
    pub members: Vec<Member>,
}

/// A type of a choice.
#[derive(Clone, Debug)]
pub struct Member {
    /// What stands above its variant.
    pub docs: Docs,
    /// The name of its variant.
    pub ident: String,
    /// Its type.
    pub type_: Path,
    /// Whether the value stands in a `Box`.
    pub boxed: bool,
    /// What the tag says, if there is one.
    pub tag: Option<Tag>,
    /// The variants of the runtime's `UnionForm` that tell it, if there is no tag.
    pub forms: Vec<&'static str>,
    /// The objects that it may be, if there is no tag.
    pub objects: Vec<Path>,
}

/// The text of a tag, and where a member has it.
#[derive(Clone, Debug)]
pub struct Tag {
    /// The text.
    pub value: String,
    /// Where the member has it.
    pub field: TagField,
}

/// Where a member has its tag.
#[derive(Clone, Debug)]
pub enum TagField {
    /// In a field that is always written.
    Always,
    /// In this field, an `Option`; whether it is deprecated.
    Optional(String, bool),
    /// Among the fields that its type does not know, or in this field for keys that only the tenant knows.
    Unknown(Option<String>),
}
