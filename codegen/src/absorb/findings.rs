//! What samples showed, added up. Holds no value of any of them but names of events and of enum values.

use std::collections::BTreeMap;

use super::json::is_name;
use super::shape::Shape;
use crate::diagnostics::Place;
use crate::ir::{Field, Quirks, TypeId};

/// What fields belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Owner {
    /// What is around every response.
    Envelope,
    /// What is around every event.
    Delivery,
    /// A type.
    Type(TypeId),
}

/// How a value differs from its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Misfit {
    /// A required field that is missing.
    Missing,
    /// Null in a required place.
    Null,
    /// `""` in an optional place.
    Blank,
    /// A number for a text, or a text for a number.
    Either,
    /// A number with a fraction for a whole one.
    Fraction,
    /// JSON in a text, for the value itself.
    Encoded,
    /// A value that a closed enum does not have.
    Closed,
    /// Another form.
    Form,
}

/// How often something came, and where first.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) count: usize,
    pub(super) path: String,
}

/// A field that the spec does not know.
#[derive(Clone, Debug)]
pub(super) struct NewField {
    pub(super) seen: Seen,
    pub(super) shape: Shape,
    /// How many were found before.
    pub(super) order: usize,
}

/// A field whose values differ from its type.
#[derive(Clone, Debug)]
pub(super) struct Difference {
    pub(super) seen: Seen,
    pub(super) name: String,
    pub(super) wanted: &'static str,
    pub(super) found: &'static str,
    /// The quirks that the field has.
    pub(super) quirks: Quirks,
}

/// All that the samples showed.
#[derive(Clone, Debug, Default)]
pub(super) struct Findings {
    /// How often each object came, and each of its fields.
    pub(super) objects: BTreeMap<Owner, (usize, Vec<usize>)>,
    /// Unknown fields by name; `None` for keys that may be data.
    pub(super) fields: BTreeMap<(Owner, Option<String>), NewField>,
    pub(super) differences: BTreeMap<(Place, Misfit, &'static str), Difference>,
    /// Differences of whole payloads, which no field holds: path, what was wanted, what came.
    pub(super) payloads: BTreeMap<(String, &'static str, &'static str), usize>,
    /// Values that no enum lists; `None` for those that may be data.
    pub(super) values: BTreeMap<(TypeId, Option<String>), Seen>,
    /// Codes of responses that no class lists, as their numbers.
    pub(super) codes: BTreeMap<i64, usize>,
}

impl Findings {
    pub(super) fn see_object(&mut self, owner: Owner, fields: usize) {
        self.objects.entry(owner).or_insert_with(|| (0, vec![0; fields])).0 += 1;
    }

    pub(super) fn see_field(&mut self, owner: Owner, index: usize) {
        if let Some(count) = self.objects.get_mut(&owner).and_then(|(_, fields)| fields.get_mut(index)) {
            *count += 1;
        }
    }

    pub(super) fn unknown_field(&mut self, owner: Owner, key: &str, path: &str, shape: Shape) {
        let (order, name) = (self.fields.len(), is_name(key).then(|| key.to_owned()));
        let new = || NewField { seen: Seen { count: 0, path: path.to_owned() }, shape: Shape::default(), order };
        let field = self.fields.entry((owner, name)).or_insert_with(new);
        field.seen.count += 1;
        field.shape.merge(&shape);
    }

    pub(super) fn differs(
        &mut self,
        path: &str,
        field: &Field,
        misfit: Misfit,
        wanted: &'static str,
        found: &'static str,
    ) {
        let key = (field.place.clone(), misfit, found);
        let name = field.name.clone();
        let new =
            || Difference { seen: Seen { count: 0, path: path.to_owned() }, name, wanted, found, quirks: field.quirks };
        self.differences.entry(key).or_insert_with(new).seen.count += 1;
    }

    pub(super) fn payload_differs(&mut self, path: &str, wanted: &'static str, found: &'static str) {
        *self.payloads.entry((path.to_owned(), wanted, found)).or_default() += 1;
    }

    pub(super) fn unknown_value(&mut self, id: TypeId, value: Option<String>, path: &str) {
        let new = || Seen { count: 0, path: path.to_owned() };
        self.values.entry((id, value)).or_insert_with(new).count += 1;
    }

    /// Whether everything is as the spec says.
    pub(super) fn is_empty(&self) -> bool {
        self.fields.is_empty()
            && self.differences.is_empty()
            && self.payloads.is_empty()
            && self.values.is_empty()
            && self.codes.is_empty()
    }
}
