//! The named types as schemas.

use serde_yaml::Value;

use super::extensions::{self, deprecated, file, title};
use super::node::Node;
use super::schema::{Place, Schemas};
use crate::ir::{Delivery, Enum, EnumForm, EnumValue, Field, Home, Kind, Object, Rest, TypeDef, TypeId};

impl Schemas<'_> {
    /// The schema of every type that has a name of its own, in the order of the spec; `wanted` chooses by id.
    pub(super) fn named(&self, wanted: impl Fn(usize) -> bool) -> Vec<(String, Node)> {
        let types = self.api.types.iter().enumerate().filter(|(index, _)| wanted(*index));
        let types = types.filter_map(|(index, type_)| {
            let name = self.names.of(TypeId(index));
            Some((name.to_owned(), self.type_def(type_, name)?))
        });
        let delivery = self.api.delivery.as_ref().map(|of| (self.names.delivery.clone(), self.delivery(of)));
        delivery.into_iter().chain(types).collect()
    }

    /// The schema of a type; none for a native one, which is written out where it is used.
    fn type_def(&self, type_: &TypeDef, name: &str) -> Option<Node> {
        let node = match &type_.kind {
            Kind::Object(object) => self.object(type_, object),
            Kind::Enum(choice) => self.choice(choice),
            Kind::Union(union) => self.union(union),
            Kind::Native(_) => return None,
        };
        let head = Node::new().with_some("description", type_.doc.clone());
        if self.place == Place::Files {
            return Some(head.with_all(node).with_flag("deprecated", type_.deprecated.is_some()));
        }
        let node = deprecated(head.with_all(node), type_.deprecated.as_ref())
            .with_some("x-name", Some(type_.name.clone()).filter(|own| own != name))
            .with("x-file", file(&type_.home))
            .with_filled("x-title", title(&type_.title))
            .with_some("x-rust-name", type_.rust_name.clone());
        Some(node.with_some("x-evidence", type_.evidence.as_ref().map(extensions::evidence)))
    }

    /// Included objects as parts of the whole. Where keys that only the tenant knows have a type, the fields are laid
    /// flat: a part would take those of the others for such keys.
    fn object(&self, type_: &TypeDef, object: &Object) -> Node {
        if let Some(rest) = &object.rest {
            let node = self.fields(&object.fields).with("additionalProperties", self.rest(rest));
            return if self.place == Place::Files { node } else { node.with_list("x-include", object.include.clone()) };
        }
        let parts = self.parts(type_);
        let inherited = parts.iter().map(|(_, fields)| fields).sum();
        let own = self.fields(object.fields.get(inherited..).unwrap_or_default());
        if parts.is_empty() {
            return own;
        }
        let parts = parts.into_iter().map(|(id, _)| self.reference(self.names.of(id)));
        Node::new().with_list("allOf", parts.chain([own]))
    }

    /// The included objects that a type's schema refers to, and how many fields come from each.
    pub(super) fn parts(&self, type_: &TypeDef) -> Vec<(TypeId, usize)> {
        let Kind::Object(object) = &type_.kind else { return Vec::new() };
        let of = |name: &String| {
            let is_it = |home: &Home| self.api.types.iter().position(|of| of.name == *name && of.home == *home);
            let index = [&type_.home, &Home::Shared].into_iter().find_map(is_it)?;
            match &self.api.types[index].kind {
                Kind::Object(object) => Some((TypeId(index), object.fields.len())),
                Kind::Enum(_) | Kind::Union(_) | Kind::Native(_) => None,
            }
        };
        object.include.iter().filter(|_| object.rest.is_none()).filter_map(of).collect()
    }

    /// An object of these fields. Others may stand beside them, for nothing that is unknown gets lost.
    pub(super) fn fields(&self, fields: &[Field]) -> Node {
        let required = fields.iter().filter(|field| !field.type_.is_optional()).map(|field| field.name.clone());
        let properties: Node = fields.iter().map(|field| (&field.name, self.field(field))).collect();
        Node::of_type("object").with_list("required", required).with_filled("properties", properties)
    }

    /// The schema of a field, and all that is known of it.
    fn field(&self, field: &Field) -> Node {
        let schema = self.schema(&field.type_, field.quirks);
        let secret = field.secret && self.place == Place::Components && schema.get("type").is_some();
        let schema = schema.with_some("format", secret.then_some("password"));
        let node = Node::new().with_some("description", field.doc.clone()).with_all(schema);
        self.known_of_field(node, field)
    }

    /// What stands beside the schema of a field or a parameter.
    pub(super) fn known_of_field(&self, node: Node, field: &Field) -> Node {
        if self.place == Place::Files {
            return node.with_flag("deprecated", field.deprecated.is_some());
        }
        let evidence = field.evidence.as_deref().or(field.included.as_deref());
        deprecated(node, field.deprecated.as_ref())
            .with_flag("x-secret", field.secret)
            .with_flag("x-personal", field.personal)
            .with_filled("x-title", title(&field.title))
            .with_some("x-rust-name", field.rust_name.clone())
            .with_some("x-evidence", evidence.map(extensions::evidence))
    }

    fn rest(&self, rest: &Rest) -> Node {
        let node = Node::new().with_some("description", rest.doc.clone());
        let node = node.with_all(self.schema(&rest.type_, rest.quirks));
        if self.place == Place::Files {
            return node;
        }
        node.with("x-name", rest.name.clone()).with_flag("x-personal", rest.personal)
    }

    fn choice(&self, choice: &Enum) -> Node {
        let form = || match choice.form {
            EnumForm::String => Node::of_type("string"),
            EnumForm::Integer => self.integer(),
        };
        let wire = |value: &EnumValue| match choice.form {
            EnumForm::String => Value::from(value.wire.as_str()),
            EnumForm::Integer => value.wire.parse::<i64>().map_or_else(|_| value.wire.as_str().into(), Value::from),
        };
        let listed = form().with_list("enum", choice.values.iter().map(wire));
        let node = match &choice.closed {
            Some(_) => listed,
            None => Node::new().with_list("anyOf", [listed, form()]),
        };
        if self.place == Place::Files {
            return node;
        }
        let values: Node = choice.values.iter().map(|value| (&value.wire, known_of_value(value))).collect();
        node.with_some("x-closed", choice.closed.clone()).with("x-values", values)
    }

    /// The object that every delivery is.
    fn delivery(&self, delivery: &Delivery) -> Node {
        let mut node =
            Node::new().with_some("description", delivery.doc.clone()).with_all(self.fields(&delivery.fields));
        let data = Node::new().with("description", "What belongs to the event alone.");
        node.put("properties", &delivery.data, data);
        if self.place == Place::Files {
            return node;
        }
        node.with("x-file", "api.yaml")
            .with("x-delivery", Node::new().with("name", delivery.name.clone()).with("data", delivery.data.clone()))
            .with("x-evidence", extensions::evidence(&delivery.evidence))
    }
}

fn known_of_value(value: &EnumValue) -> Node {
    Node::new()
        .with_some("doc", value.doc.clone())
        .with_filled("title", title(&value.title))
        .with_some("deprecated", value.deprecated.clone())
        .with_some("rust_name", value.rust_name.clone())
        .with_some("evidence", value.evidence.as_ref().map(extensions::evidence))
}
