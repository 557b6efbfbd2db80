//! Unions: values of one of several types.

use super::{Api, EnumForm, Kind, Type, TypeDef, TypeId, substitute};
use crate::diagnostics::Place;

/// A choice of types. It is open: what is of none of them is kept as it came.
#[derive(Clone, Debug)]
pub struct Union {
    /// The field whose text tells the member; none where its form does.
    pub tag: Option<String>,
    /// The types.
    pub members: Vec<Member>,
}

/// A type that a value of a union may have.
#[derive(Clone, Debug)]
pub struct Member {
    /// The text of the tag, if the union has one.
    pub value: Option<String>,
    /// The type. That of a tagged member is an object.
    pub type_: Type,
    /// The forms of its values in JSON, `null` aside.
    pub forms: Vec<Form>,
    /// What it means that the value is of this type.
    pub doc: Option<String>,
    /// Its name in Rust, if the spec gives one.
    pub rust_name: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// What a value looks like in JSON, as far as that tells the members of a union apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// A text.
    String,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A list.
    List,
    /// An object with the fields of a type.
    Object(TypeId),
    /// An object whose keys nobody knows.
    Map,
    /// Any value.
    Any,
}

impl Form {
    /// Whether it is that of a single value.
    #[must_use]
    pub const fn is_scalar(self) -> bool {
        matches!(self, Self::String | Self::Number | Self::Boolean)
    }
}

impl Api {
    /// The object that a member of a union with a tag is.
    #[must_use]
    pub fn tagged_object(&self, member: &Member) -> Option<&super::Object> {
        match &member.type_ {
            Type::Named(id, _) => match &self.type_def(*id).kind {
                Kind::Object(object) => Some(object),
                _ => None,
            },
            _ => None,
        }
    }

    /// The forms that a type has in JSON, `null` aside. A union among unions has those of its members.
    #[must_use]
    pub fn forms(&self, type_: &Type) -> Vec<Form> {
        match type_ {
            Type::String | Type::Encoded(_) => vec![Form::String],
            Type::Integer | Type::Number => vec![Form::Number],
            Type::Boolean => vec![Form::Boolean],
            Type::Any | Type::File | Type::Parameter(_) => vec![Form::Any],
            Type::List(_) => vec![Form::List],
            Type::Map(_) => vec![Form::Map],
            Type::Optional(inner) => self.forms(inner),
            Type::Named(id, arguments) => self.named_forms(*id, self.type_def(*id), arguments),
        }
    }

    fn named_forms(&self, id: TypeId, type_: &TypeDef, arguments: &[Type]) -> Vec<Form> {
        let mut forms: Vec<Form> = match &type_.kind {
            Kind::Object(_) => vec![Form::Object(id)],
            Kind::Enum(choice) if choice.form == EnumForm::Integer => vec![Form::Number],
            Kind::Enum(_) => vec![Form::String],
            Kind::Union(union) => union.members.iter().flat_map(|member| &member.forms).copied().collect(),
            Kind::Native(native) => {
                native.forms.iter().flat_map(|form| self.forms(&substitute(form, arguments))).collect()
            }
        };
        forms.sort();
        forms.dedup();
        forms
    }
}
