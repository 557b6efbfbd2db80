//! Unions as schemas.

use std::collections::BTreeMap;

use super::node::Node;
use super::schema::{Place, Schemas};
use crate::ir::{Member, Quirks, Type, Union, expression};

impl Schemas<'_> {
    /// Any of the members. Where the file has words for it, what tells them apart stands beside them.
    pub(super) fn union(&self, union: &Union) -> Node {
        if self.place == Place::Files {
            let schema = |member: &Member| self.told(member, union.tag.as_deref());
            return Node::new().with_list("anyOf", union.members.iter().map(schema));
        }
        let mut schemas: Vec<Node> = Vec::new();
        for member in &union.members {
            let schema = self.schema(&member.type_, Quirks::default());
            if !schemas.contains(&schema) {
                schemas.push(schema);
            }
        }
        let members = union.members.iter().map(|member| self.member(member));
        Node::new()
            .with_list("anyOf", schemas)
            .with_some("discriminator", union.tag.as_ref().map(|tag| self.discriminator(tag, union)))
            .with_some("x-tag", union.tag.clone())
            .with_list("x-union", members)
    }

    /// A member that has the tag which tells it.
    fn told(&self, member: &Member, tag: Option<&str>) -> Node {
        let schema = self.schema(&member.type_, Quirks::default());
        let (Some(tag), Some(value)) = (tag, &member.value) else { return schema };
        let mut told = Node::of_type("object").with_list("required", [tag]);
        told.put("properties", tag, super::events::value(value));
        Node::new().with_list("allOf", [schema, told])
    }

    fn discriminator(&self, tag: &str, union: &Union) -> Node {
        let mapped = |member: &Member| match (&member.value, &member.type_) {
            (Some(value), Type::Named(id, _)) => {
                Some((value.clone(), format!("#/components/schemas/{}", self.names.of(*id))))
            }
            _ => None,
        };
        let mapping: BTreeMap<String, String> = union.members.iter().filter_map(mapped).collect();
        let mapping = mapping.into_iter().fold(Node::new(), |node, (value, to)| node.with(value, to));
        Node::new().with("propertyName", tag).with("mapping", mapping)
    }

    fn member(&self, member: &Member) -> Node {
        Node::new()
            .with_some("value", member.value.clone())
            .with("type", expression(self.api, &member.type_, 0))
            .with_some("doc", member.doc.clone())
            .with_some("rust_name", member.rust_name.clone())
    }
}
