//! Which fields need a box: those through which a type would contain itself.

use crate::ir::{Api, Kind, Type, TypeId, graph};

/// The circles among the types.
pub(super) struct Boxes {
    component: Vec<usize>,
}

impl Boxes {
    /// Finds the circles. A list or a map is a pointer already, and a union points to each object in it.
    pub(super) fn new(api: &Api) -> Self {
        let edges = api.types.iter().map(|type_| match &type_.kind {
            Kind::Object(object) => object.fields.iter().flat_map(|field| held(&field.type_)).collect(),
            Kind::Enum(_) | Kind::Union(_) | Kind::Native(_) => Vec::new(),
        });
        Self { component: graph::components(&edges.collect::<Vec<_>>()) }
    }

    /// Whether a field of this type in an object of this id must be boxed.
    pub(super) fn is_boxed(&self, id: TypeId, type_: &Type) -> bool {
        held(type_).into_iter().any(|held| self.component[held] == self.component[id.0])
    }
}

/// The types whose values stand in a value of this one without a pointer between.
fn held(type_: &Type) -> Vec<usize> {
    let mut found = Vec::new();
    let mut open = vec![type_];
    while let Some(type_) = open.pop() {
        match type_ {
            Type::Named(TypeId(index), arguments) => {
                found.push(*index);
                open.extend(arguments);
            }
            Type::Optional(inner) => open.push(inner),
            _ => {}
        }
    }
    found
}
