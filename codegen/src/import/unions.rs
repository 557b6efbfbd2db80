//! `oneOf`, `anyOf` and `discriminator`: which types a value may have, and what tells them apart.

use std::collections::BTreeSet;

use super::findings::FindingKind;
use super::model::{Expr, Kind, Member, Union};
use super::reader::Reader;
use super::source::{At, NodeId};
use super::view::{Group, View};

impl<'a> Reader<'a> {
    /// One of several schemas.
    pub(super) fn union(&mut self, view: &View<'a>, words: &[String]) -> Kind {
        for other in view.groups.iter().skip(1) {
            self.findings.push(FindingKind::AlternativesMerged, other.at, "the first choice is taken");
        }
        let Some(group) = view.groups.first() else { return Kind::Alias(Expr::Any) };
        let tag = view.get("discriminator").and_then(discriminator_name);
        let mapping = view.get("discriminator").and_then(|of| of.get("mapping"));
        let mut of_tag = |tag: &String| -> Vec<Vec<String>> {
            group.members.iter().map(|member| self.values_of_tag(*member, tag, mapping)).collect()
        };
        let values = tag.as_ref().map(&mut of_tag);
        let (tag, values) = match (tag, values) {
            (Some(tag), Some(values)) if are_distinct(&values) => (Some(tag), values),
            _ => match self.guess_tag(group) {
                Some((tag, values)) => (Some(tag), values),
                None => (None, vec![Vec::new(); group.members.len()]),
            },
        };
        let mut members = Vec::new();
        for (index, (member, values)) in group.members.iter().zip(values).enumerate() {
            let word = match (values.first(), member.text_of("title")) {
                (Some(value), _) => value.clone(),
                (None, Some(title)) if title.len() < 40 => title,
                _ => format!("variant{}", index + 1),
            };
            let type_ = self.expr(*member, &[words, &[word]].concat());
            match tag.is_some() {
                true => {
                    members.extend(values.into_iter().map(|value| Member { value: Some(value), type_: type_.clone() }))
                }
                false => members.push(Member { value: None, type_ }),
            }
        }
        Kind::Union(Union { tag, members })
    }

    /// One of several `type`s.
    pub(super) fn union_of_types(&mut self, types: &[&str], starts: &[At<'a>], words: &[String]) -> Kind {
        let member = |reader: &mut Self, name: &&str| {
            let words = [words, &[(*name).to_owned()]].concat();
            Member { value: None, type_: reader.expr_of_all(starts, Some(name), &words, 0) }
        };
        let members = types.iter().map(|name| member(self, name)).collect();
        Kind::Union(Union { tag: None, members })
    }

    /// The types that a `discriminator` without alternatives tells: those of its mapping, or those that build on it.
    pub(super) fn union_of_children(&mut self, view: &View<'a>, own: NodeId) -> Option<Kind> {
        let (at, _) = view.nodes.iter().find(|(at, origin)| origin.is_none() && at.id == own)?;
        let discriminator = at.get("discriminator")?;
        let tag = discriminator_name(discriminator)?;
        let mut children: Vec<(String, At<'a>)> = Vec::new();
        for (value, target) in discriminator.get("mapping").into_iter().flat_map(At::entries) {
            children.extend(self.mapped(target).map(|child| (value.to_owned(), child)));
        }
        if children.is_empty() {
            children = self.children(own);
        }
        children.retain(|(_, child)| child.id != own);
        let values: Vec<Vec<String>> = children.iter().map(|(value, _)| vec![value.clone()]).collect();
        if children.is_empty() || !are_distinct(&values) {
            return None;
        }
        let member = |reader: &mut Self, (value, child): (String, At<'a>)| Member {
            value: Some(value),
            type_: reader.component(child),
        };
        let members = children.into_iter().map(|child| member(self, child)).collect();
        Some(Kind::Union(Union { tag: Some(tag), members }))
    }

    /// The node that an entry of a mapping names: by a pointer, or by the name of a component.
    fn mapped(&mut self, target: At<'a>) -> Option<At<'a>> {
        let text = target.text()?;
        let schemas = || self.source.root().get("components")?.get("schemas");
        if !text.starts_with('#') {
            return schemas()?.get(text).and_then(|at| self.follow(at));
        }
        let found = self.references.pointed(self.source, text)?;
        self.follow(self.source.root().at(found))
    }

    /// The components whose `allOf` names this one.
    fn children(&mut self, base: NodeId) -> Vec<(String, At<'a>)> {
        let schemas = self.source.root().get("components").and_then(|of| of.get("schemas"));
        let mut children = Vec::new();
        for (name, schema) in schemas.into_iter().flat_map(At::entries) {
            let parts: Vec<At> = schema.get("allOf").into_iter().flat_map(At::items).collect();
            let mut refs = parts.into_iter().filter_map(|part| self.references.step(part));
            if refs.any(|target| target.id == base) {
                children.push((name.to_owned(), schema));
            }
        }
        children
    }

    /// The values of the tag that tell a member: what its own schema says, what the mapping says, else its name.
    fn values_of_tag(&mut self, member: At<'a>, tag: &str, mapping: Option<At<'a>>) -> Vec<String> {
        let Some(node) = self.follow(member) else { return Vec::new() };
        let mut values = Vec::new();
        for (value, target) in mapping.into_iter().flat_map(At::entries) {
            if self.mapped(target).is_some_and(|target| target.id == node.id) {
                values.push(value.to_owned());
            }
        }
        if values.is_empty() {
            values = self.constants(node, tag);
        }
        if values.is_empty() && member.get("$ref").is_some() {
            values.extend(node.key().map(str::to_owned));
        }
        values
    }

    /// The texts that a property is limited to.
    fn constants(&mut self, at: At<'a>, property: &str) -> Vec<String> {
        let view = self.view(&[at]);
        let properties = self.properties(&view);
        let Some(property) = properties.into_iter().find(|known| known.name == property) else { return Vec::new() };
        let view = self.view(&property.schemas);
        let listed = view.get("const").into_iter().chain(view.get("enum").into_iter().flat_map(At::items));
        let mut seen = BTreeSet::new();
        listed.filter_map(At::text).filter(|text| seen.insert(*text)).map(str::to_owned).collect()
    }

    /// A property by whose one value each member can be told, though nothing says that it is meant so.
    fn guess_tag(&mut self, group: &Group<'a>) -> Option<(String, Vec<Vec<String>>)> {
        let first = self.view(group.members.get(..1)?);
        for property in self.properties(&first) {
            let values: Vec<Vec<String>> =
                group.members.iter().map(|member| self.constants(*member, property.name)).collect();
            if group.members.len() > 1 && values.iter().all(|values| values.len() == 1) && are_distinct(&values) {
                return Some((property.name.to_owned(), values));
            }
        }
        None
    }
}

fn discriminator_name(at: At) -> Option<String> {
    at.text().map(str::to_owned).or_else(|| at.text_of("propertyName"))
}

/// Whether every member has values, and none has those of another.
fn are_distinct(values: &[Vec<String>]) -> bool {
    let mut seen = BTreeSet::new();
    values.iter().all(|values| !values.is_empty() && values.iter().all(|value| !value.is_empty() && seen.insert(value)))
}
