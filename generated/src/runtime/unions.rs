//! Unions: values of one of several types, told apart by a tag or by their form.
//!
//! A value is surveyed once, whatever unions are in it, and read as one member at most: the time grows with the length
//! of the text and no faster.

use serde::Serializer;

use super::object::Seen;
use super::{FieldTable, Object, Quirks, RawJson, ReadError, Reader};

/// A type whose values are of one of several types, or else kept as they came.
/// [`impl_union!`](crate::impl_union) makes the rest of it.
pub trait Union: Sized {
    /// What tells which member a value is.
    const TELL: Tell;

    /// Reads the value as the member of that place.
    fn read_member(member: usize, from: &mut Reader<'_>, quirks: Quirks) -> Result<Self, ReadError>;

    /// The value that no member takes.
    fn other(value: RawJson) -> Self;

    /// Writes the value of the member, with its tag.
    fn write_member<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;
}

/// What tells which member of a union a value is.
#[derive(Clone, Copy, Debug)]
pub enum Tell {
    /// The text of the field of this name (the last one, of several): the text of each member.
    ByTag(&'static str, &'static [&'static str]),
    /// Its form: forms, and the place of the member that each belongs to.
    ByForm(&'static [(UnionForm, usize)]),
}

/// The form of a value in JSON.
#[derive(Clone, Copy, Debug)]
pub enum UnionForm {
    /// A text.
    String,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A list.
    List,
    /// An object of which no key is known.
    Map,
    /// An object of a type: among several the one that knows most of the keys, if all that it requires are there.
    Object(ObjectForm),
}

/// What is known of the keys of an object.
#[derive(Clone, Copy, Debug)]
pub struct ObjectForm {
    fields: &'static [&'static str],
    required: &'static [usize],
    table: &'static FieldTable,
}

impl UnionForm {
    /// The form of an object type.
    #[must_use]
    pub const fn object<T: Object>() -> Self {
        Self::Object(ObjectForm { fields: T::FIELDS, required: T::REQUIRED_FIELDS, table: T::TABLE })
    }
}

/// Reads a union: as the member that the value tells, or as it came where it does not fit that one either.
pub fn read_union<T: Union>(from: &mut Reader<'_>, quirks: Quirks) -> Result<T, ReadError> {
    from.survey()?;
    let member = match T::TELL {
        Tell::ByTag(tag, values) => tell_by_tag(from, tag, values)?,
        Tell::ByForm(forms) => tell_by_form(from, forms, quirks)?,
    };
    if let Some(member) = member
        && let Some(value) = from.attempt(|from| T::read_member(member, from, quirks))?
    {
        return Ok(value);
    }
    from.raw().map(RawJson::from_checked).map(T::other)
}

fn tell_by_tag(from: &mut Reader<'_>, tag: &str, values: &[&str]) -> Result<Option<usize>, ReadError> {
    if from.peek() != Some(b'{') {
        return Ok(None);
    }
    let mut found = None;
    from.look_ahead(|key, value| {
        if key == tag {
            found = Some(value);
        }
    })?;
    let text = found.and_then(|value| Reader::new(value).scalar());
    Ok(text.and_then(|text| values.iter().position(|value| *value == text)))
}

fn tell_by_form(
    from: &mut Reader<'_>,
    forms: &[(UnionForm, usize)],
    quirks: Quirks,
) -> Result<Option<usize>, ReadError> {
    let find = |wanted: fn(&UnionForm) -> bool| forms.iter().find(|(form, _)| wanted(form)).map(|(_, member)| *member);
    let string = || find(|form| matches!(form, UnionForm::String));
    let number = || find(|form| matches!(form, UnionForm::Number));
    let either = quirks.has_number_or_string();
    Ok(match from.peek() {
        Some(b'"') => string().or_else(|| number().filter(|_| either)),
        Some(b'-' | b'0'..=b'9') => number().or_else(|| string().filter(|_| either)),
        Some(b't' | b'f') => find(|form| matches!(form, UnionForm::Boolean)),
        Some(b'[') => find(|form| matches!(form, UnionForm::List)),
        Some(b'{') => return tell_object(from, forms),
        _ => None,
    })
}

/// Which member an object is.
fn tell_object(from: &mut Reader<'_>, forms: &[(UnionForm, usize)]) -> Result<Option<usize>, ReadError> {
    let is_object = |form: &UnionForm| matches!(form, UnionForm::Map | UnionForm::Object(_));
    let mut objects = forms.iter().filter(|(form, _)| is_object(form));
    match (objects.next(), objects.next()) {
        (None, _) => return Ok(None),
        (Some((_, only)), None) => return Ok(Some(*only)),
        _ => {}
    }
    let objects = forms.iter().filter_map(|(form, member)| match form {
        UnionForm::Object(object) => Some((Some(*object), *member)),
        UnionForm::Map => Some((None, *member)),
        _ => None,
    });
    let mut candidates: Vec<Candidate> = objects.map(|(object, member)| Candidate::new(object, member)).collect();
    from.look_ahead(|key, _| candidates.iter_mut().for_each(|candidate| candidate.take(key)))?;
    let complete = candidates.iter().filter(|candidate| candidate.is_complete());
    // Of several that are equal `max_by_key` would take the last.
    Ok(complete.rev().max_by_key(|candidate| candidate.known).map(|candidate| candidate.member))
}

/// A member that an object may be, and what speaks for it.
struct Candidate {
    object: Option<ObjectForm>,
    member: usize,
    seen: Seen,
    known: usize,
}

impl Candidate {
    fn new(object: Option<ObjectForm>, member: usize) -> Self {
        Self { object, member, seen: Seen::default(), known: 0 }
    }

    fn take(&mut self, key: &str) {
        let Some(object) = &self.object else { return };
        let field = object.table.find(object.fields, usize::MAX, key);
        if field < object.fields.len() && !self.seen.contains(field) {
            self.seen.insert(field);
            self.known += 1;
        }
    }

    fn is_complete(&self) -> bool {
        self.object.as_ref().is_none_or(|object| object.required.iter().all(|&field| self.seen.contains(field)))
    }
}

/// Implements [`Read`](crate::runtime::Read), `Serialize` and `Deserialize` for [`Union`] types: `impl_union!(Shape)`.
#[macro_export]
macro_rules! impl_union {
    ($($name:ty),+ $(,)?) => {
        $(
            impl $crate::runtime::Read for $name {
                #[inline]
                fn placeholder() -> Self {
                    <Self as $crate::runtime::Union>::other(::core::default::Default::default())
                }

                #[inline]
                fn read(
                    from: &mut $crate::runtime::Reader<'_>,
                    quirks: $crate::runtime::Quirks,
                ) -> ::core::result::Result<Self, $crate::runtime::ReadError> {
                    $crate::runtime::read_union(from, quirks)
                }
            }

            impl $crate::runtime::private::Serialize for $name {
                #[inline]
                fn serialize<S: $crate::runtime::private::Serializer>(
                    &self,
                    to: S,
                ) -> ::core::result::Result<S::Ok, S::Error> {
                    $crate::runtime::Union::write_member(self, to)
                }
            }

            impl<'de> $crate::runtime::private::Deserialize<'de> for $name {
                #[inline]
                fn deserialize<D: $crate::runtime::private::Deserializer<'de>>(
                    from: D,
                ) -> ::core::result::Result<Self, D::Error> {
                    $crate::runtime::deserialize(from)
                }
            }
        )+
    };
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::{Tell, Union, UnionForm};
    use crate::runtime::{Quirks, RawJson, Read, ReadError, Reader, Serializer, UnknownFields};

    thread_local! {
        static READS: Cell<usize> = const { Cell::new(0) };
    }

    /// A union of two objects, one of which holds the union.
    enum Tree {
        Node(Box<Node>),
        Leaf,
        Other(RawJson),
    }

    impl Union for Tree {
        const TELL: Tell = Tell::ByForm(&[(UnionForm::object::<Node>(), 0), (UnionForm::object::<Node>(), 1)]);

        fn read_member(member: usize, from: &mut Reader<'_>, quirks: Quirks) -> Result<Self, ReadError> {
            READS.set(READS.get() + 1);
            match member {
                0 => Read::read(from, quirks).map(Self::Node),
                _ => from.skip().map(|()| Self::Leaf),
            }
        }

        fn other(value: RawJson) -> Self {
            Self::Other(value)
        }

        fn write_member<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            to.serialize_unit()
        }
    }

    crate::impl_union!(Tree);

    #[derive(Default)]
    struct Node {
        next: Option<Tree>,
        count: Option<i64>,
        unknown: UnknownFields,
    }

    crate::impl_object! { Node;
        0 optional next "next",
        1 optional count "count",
    }

    /// How many reads and how many surveyed bytes a text needs.
    fn work(text: &str) -> (Tree, usize, usize) {
        READS.set(0);
        let mut from = Reader::new(text);
        let tree = Tree::read(&mut from, Quirks::NONE).expect("a union takes any JSON");
        from.end().expect("all was read");
        (tree, READS.get(), from.surveyed())
    }

    fn nested(levels: usize, count: &str) -> String {
        (0..levels).fold("{}".to_owned(), |inner, _| format!("{{\"next\":{inner},\"count\":{count}}}"))
    }

    #[test]
    fn unions_in_unions_are_each_read_once_and_all_of_them_are_surveyed_once() {
        for levels in [1, 10, 100] {
            let text = nested(levels, "1");
            let (tree, reads, surveyed) = work(&text);
            assert!(matches!(&tree, Tree::Node(node) if node.count == Some(1) && node.next.is_some()));
            assert_eq!((reads, surveyed), (levels + 1, text.len()), "{levels} levels");
        }
    }

    #[test]
    fn no_more_work_is_done_where_each_of_them_turns_out_not_to_fit() {
        for levels in [1, 10, 100] {
            let text = nested(levels, "\"no number\"");
            let (tree, reads, surveyed) = work(&text);
            assert!(matches!(&tree, Tree::Other(raw) if raw.as_str() == text));
            assert_eq!((reads, surveyed), (levels + 1, text.len()), "{levels} levels");
        }
    }

    #[test]
    fn what_is_nested_deeper_than_is_read_is_kept_by_the_innermost_union_that_is_read() {
        let text = nested(1000, "1");
        let (tree, reads, surveyed) = work(&text);
        assert!(matches!(tree, Tree::Node(_)));
        assert_eq!((reads, surveyed), (129, text.len()));
    }
}
