//! Which types one gets to from a body, a result or an event.

use super::{Api, EventForm, Field, Kind, Operation, Payload, Type, TypeDef, TypeId};

impl Api {
    /// Whether one gets to each type, by its id, from the types given.
    #[must_use]
    pub fn reachable<'a>(&'a self, from: impl IntoIterator<Item = &'a Type>) -> Vec<bool> {
        let mut reached = vec![false; self.types.len()];
        let mut open: Vec<&Type> = from.into_iter().collect();
        while let Some(type_) = open.pop() {
            open.extend(type_.parts());
            let Type::Named(TypeId(index), _) = type_ else { continue };
            if !std::mem::replace(&mut reached[*index], true) {
                open.extend(self.types[*index].held());
            }
        }
        reached
    }

    /// Whether an operation, event or delivery uses each type, by its id, other than by `include`.
    #[must_use]
    pub fn used_types(&self) -> Vec<bool> {
        let operations = self.resources.iter().flat_map(|resource| &resource.operations).flat_map(Operation::types);
        let events = self.families.iter().flat_map(|family| &family.events).filter_map(|event| event.form.data_type());
        let delivery = self.delivery.iter().flat_map(|delivery| &delivery.fields).map(|field| &field.type_);
        self.reachable(operations.chain(events).chain(delivery))
    }
}

impl TypeDef {
    /// The types that it is made of.
    #[must_use]
    pub fn held(&self) -> Vec<&Type> {
        match &self.kind {
            Kind::Object(object) => {
                let fields = object.fields.iter().map(|field| &field.type_);
                fields.chain(object.rest.iter().map(|rest| &rest.type_)).collect()
            }
            Kind::Enum(_) => Vec::new(),
            Kind::Union(union) => union.members.iter().map(|member| &member.type_).collect(),
            Kind::Native(native) => native.forms.iter().collect(),
        }
    }
}

impl Operation {
    /// The types of its parameters, its body and its result.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        let payloads = [&self.body, &self.returns].into_iter().filter_map(Payload::type_);
        self.parameters().map(|field| &field.type_).chain(payloads)
    }

    /// What is sent outside of the body: in the path, the query, headers and cookies.
    pub fn parameters(&self) -> impl Iterator<Item = &Field> {
        self.path_parameters.iter().chain(&self.query).chain(&self.headers).chain(&self.cookies)
    }
}

impl EventForm {
    /// The type of the event's own fields, if it is known.
    #[must_use]
    pub const fn data_type(&self) -> Option<&Type> {
        match self {
            Self::Matched { data, .. } => data.type_(),
            Self::Catalogued(_) => None,
        }
    }
}

impl Payload {
    /// Whether it is JSON, or nothing.
    #[must_use]
    pub const fn is_json(&self) -> bool {
        matches!(self, Self::Empty | Self::Open | Self::Typed(_))
    }

    /// Its type, if it is known.
    #[must_use]
    pub const fn type_(&self) -> Option<&Type> {
        match self {
            Self::Typed(type_) | Self::Form(type_) | Self::Multipart(type_) => Some(type_),
            Self::Empty | Self::Open | Self::Binary(_) | Self::Text(_) => None,
        }
    }
}
