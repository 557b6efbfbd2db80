//! Unions as the machine writes them, and the objects in them.

use crate::runtime::{
    FieldValue, FieldWriter, Object, Quirks, RawJson, Read, ReadError, Reader, Serialize, SerializeMap, Serializer,
    Tell, Union, UnionForm, UnknownFields, impl_serde, impl_union, personal, write_tagged,
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

impl Object for Circle {
    const FIELDS: &'static [&'static str] = &["x", "radius", "owner"];
    const REQUIRED: &'static [usize] = &[1];

    fn empty() -> Self {
        Self::default()
    }

    fn read_field(&mut self, field: usize, value: FieldValue<'_, '_>) -> Result<(), ReadError> {
        match field {
            0 => value.read(&mut self.x),
            1 => value.read(&mut self.radius),
            2 => value.read(&mut self.owner),
            _ => value.keep(&mut self.unknown),
        }
    }

    fn write_fields<M: SerializeMap>(&self, to: &mut FieldWriter<M>) {
        to.optional("x", &self.x);
        to.field("radius", &self.radius);
        to.optional("owner", &self.owner);
        to.unknown(&self.unknown);
    }
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

impl Object for Square {
    const FIELDS: &'static [&'static str] = &["x", "side", "inner"];

    fn empty() -> Self {
        Self::default()
    }

    fn read_field(&mut self, field: usize, value: FieldValue<'_, '_>) -> Result<(), ReadError> {
        match field {
            0 => value.read(&mut self.x),
            1 => value.read(&mut self.side),
            2 => value.with(Quirks::NONE.number_or_string()).read(&mut self.inner),
            _ => value.keep(&mut self.unknown),
        }
    }

    fn write_fields<M: SerializeMap>(&self, to: &mut FieldWriter<M>) {
        to.optional("x", &self.x);
        to.optional("side", &self.side);
        to.optional("inner", &self.inner);
        to.unknown(&self.unknown);
    }
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

impl Object for Cat {
    const FIELDS: &'static [&'static str] = &["kind", "lives"];

    fn empty() -> Self {
        Self::default()
    }

    fn read_field(&mut self, field: usize, value: FieldValue<'_, '_>) -> Result<(), ReadError> {
        match field {
            0 => value.read(&mut self.kind),
            1 => value.read(&mut self.lives),
            _ => value.keep(&mut self.unknown),
        }
    }

    fn write_fields<M: SerializeMap>(&self, to: &mut FieldWriter<M>) {
        to.optional("kind", &self.kind);
        to.optional("lives", &self.lives);
        to.unknown(&self.unknown);
    }
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

impl Object for Dog {
    const FIELDS: &'static [&'static str] = &["enemy"];

    fn empty() -> Self {
        Self::default()
    }

    fn read_field(&mut self, field: usize, value: FieldValue<'_, '_>) -> Result<(), ReadError> {
        match field {
            0 => value.read(&mut self.enemy),
            _ => value.keep(&mut self.unknown),
        }
    }

    fn write_fields<M: SerializeMap>(&self, to: &mut FieldWriter<M>) {
        to.optional("enemy", &self.enemy);
        to.unknown(&self.unknown);
    }
}

impl_serde!(Circle, Square, Cat, Dog);
