//! Unions as the machine writes them, and the objects in them.

use crate::runtime::{
    Quirks, RawJson, Read, ReadError, Reader, Serialize, Serializer, Tell, Union, UnionForm, UnknownFields,
    impl_object, impl_union, personal, write_tagged,
};
use std::fmt;

/// A shape, told by its form.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Shape {
    /// A circle.
    Circle(Box<Circle>),
    /// A square.
    Square(Box<Square>),
    /// Several.
    ShapeList(Vec<Shape>),
    /// Its name.
    String(String),
    /// Its number.
    Integer(i64),
    /// A value that is none of these, as it came.
    Other(RawJson),
}

impl Union for Shape {
    const TELL: Tell = Tell::ByForm(&[
        (UnionForm::object::<Circle>(), 0),
        (UnionForm::object::<Square>(), 1),
        (UnionForm::List, 2),
        (UnionForm::String, 3),
        (UnionForm::Number, 4),
    ]);

    fn read_member(member: usize, from: &mut Reader<'_>, quirks: Quirks) -> Result<Self, ReadError> {
        match member {
            0 => Read::read(from, quirks).map(Self::Circle),
            1 => Read::read(from, quirks).map(Self::Square),
            2 => Read::read(from, quirks).map(Self::ShapeList),
            3 => Read::read(from, quirks).map(Self::String),
            4 => Read::read(from, quirks).map(Self::Integer),
            _ => <RawJson as Read>::read(from, quirks).map(Self::Other),
        }
    }

    fn other(value: RawJson) -> Self {
        Self::Other(value)
    }

    fn write_member<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Circle(value) => Serialize::serialize(value, to),
            Self::Square(value) => Serialize::serialize(value, to),
            Self::ShapeList(value) => Serialize::serialize(value, to),
            Self::String(value) => Serialize::serialize(value, to),
            Self::Integer(value) => Serialize::serialize(value, to),
            Self::Other(value) => Serialize::serialize(value, to),
        }
    }
}

impl_union!(Shape);

/// A circle.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Circle {
    /// Where.
    pub x: Option<i64>,
    /// How large.
    pub radius: i64,
    /// Whose.
    pub owner: Option<String>,
    /// Fields that the spec does not know, as they came.
    pub unknown: UnknownFields,
}

impl fmt::Debug for Circle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Circle")
            .field("x", &self.x)
            .field("radius", &self.radius)
            .field("owner", &self.owner.as_ref().map(personal))
            .field("unknown", &self.unknown)
            .finish()
    }
}

impl_object! { Circle, required &[1];
    0 optional x "x",
    1 field radius "radius",
    2 optional owner "owner",
}

/// A square.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Square {
    /// Where.
    pub x: Option<i64>,
    /// How large.
    pub side: Option<i64>,
    /// Others in it.
    pub inner: Option<Shape>,
    /// Fields that the spec does not know, as they came.
    pub unknown: UnknownFields,
}

impl_object! { Square;
    0 optional x "x",
    1 optional side "side",
    2 optional inner "inner" with Quirks::NONE.number_or_string(),
}

/// An animal, told by `kind`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Animal {
    /// `kind` is `cat`.
    Cat(Box<Cat>),
    /// `kind` is `dog`.
    Dog(Box<Dog>),
    /// `kind` is `1`.
    First(Box<Dog>),
    /// A value that is none of these, as it came.
    Other(RawJson),
}

impl Union for Animal {
    const TELL: Tell = Tell::ByTag("kind", &["cat", "dog", "1"]);

    fn read_member(member: usize, from: &mut Reader<'_>, quirks: Quirks) -> Result<Self, ReadError> {
        match member {
            0 => Read::read(from, quirks).map(Self::Cat),
            1 => Read::read(from, quirks).map(Self::Dog),
            2 => Read::read(from, quirks).map(Self::First),
            _ => <RawJson as Read>::read(from, quirks).map(Self::Other),
        }
    }

    fn other(value: RawJson) -> Self {
        Self::Other(value)
    }

    fn write_member<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Cat(value) => {
                if value.kind.is_none() {
                    write_tagged(&**value, &value.unknown, ("kind", "cat"), to)
                } else {
                    Serialize::serialize(value, to)
                }
            }
            Self::Dog(value) => {
                if value.unknown.raw("kind").is_none() {
                    write_tagged(&**value, &value.unknown, ("kind", "dog"), to)
                } else {
                    Serialize::serialize(value, to)
                }
            }
            Self::First(value) => {
                if value.unknown.raw("kind").is_none() {
                    write_tagged(&**value, &value.unknown, ("kind", "1"), to)
                } else {
                    Serialize::serialize(value, to)
                }
            }
            Self::Other(value) => Serialize::serialize(value, to),
        }
    }
}

impl_union!(Animal);

/// A cat.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Cat {
    /// What it is.
    pub kind: Option<String>,
    /// How many.
    pub lives: Option<i64>,
    /// Fields that the spec does not know, as they came.
    pub unknown: UnknownFields,
}

impl_object! { Cat;
    0 optional kind "kind",
    1 optional lives "lives",
}

/// A dog.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Dog {
    /// Whom it hunts.
    pub enemy: Option<Animal>,
    /// Fields that the spec does not know, as they came.
    pub unknown: UnknownFields,
}

impl_object! { Dog;
    0 optional enemy "enemy",
}
