//! A schema seen whole: its own keywords, those that its `$ref` and `allOf` bring in, and the alternatives that are left.

use std::collections::{BTreeMap, BTreeSet};

use super::findings::FindingKind;
use super::reader::Reader;
use super::reference::Target;
use super::source::{At, NodeId, Value};

/// Schemas that hold at once.
#[derive(Clone, Debug, Default)]
pub(super) struct View<'a> {
    /// The nodes with keywords, in order; each with the component that an `allOf` took it from.
    pub(super) nodes: Vec<(At<'a>, Option<NodeId>)>,
    /// The `oneOf` and `anyOf` that leave a choice.
    pub(super) groups: Vec<Group<'a>>,
    /// Whether `null` is among the values.
    pub(super) nullable: bool,
    /// Whether nothing is known because a `$ref` leads nowhere.
    pub(super) broken: bool,
}

/// A `oneOf` or `anyOf`.
#[derive(Clone, Debug)]
pub(super) struct Group<'a> {
    /// The node that has it.
    pub(super) at: At<'a>,
    /// Its members, without those that say nothing but null.
    pub(super) members: Vec<At<'a>>,
}

/// A property, and every schema that speaks of it.
#[derive(Clone, Debug)]
pub(super) struct Property<'a> {
    pub(super) name: &'a str,
    pub(super) schemas: Vec<At<'a>>,
    /// The components that an `allOf` took it from.
    pub(super) origins: BTreeSet<Option<NodeId>>,
    pub(super) required: bool,
}

/// How many schemas may hold at once.
const NODES: usize = 256;

/// Keywords that say of what form a value is.
pub(super) const FORMING: [&str; 14] = [
    "type",
    "properties",
    "additionalProperties",
    "items",
    "prefixItems",
    "enum",
    "const",
    "allOf",
    "oneOf",
    "anyOf",
    "$ref",
    "format",
    "patternProperties",
    "required",
];

impl<'a> Reader<'a> {
    /// What these schemas say together.
    pub(super) fn view(&mut self, starts: &[At<'a>]) -> View<'a> {
        let mut view = View::default();
        let mut seen = BTreeSet::new();
        let mut open: Vec<(At<'a>, Option<NodeId>)> = starts.iter().rev().map(|at| (*at, None)).collect();
        while let Some((at, origin)) = open.pop() {
            if !seen.insert(at.id) || seen.len() > NODES {
                continue;
            }
            let mut below = Vec::new();
            self.look(at, origin, &mut view, &mut below);
            open.extend(below.into_iter().rev());
        }
        view.nullable = view.nullable || self.is_nullable(&view);
        view
    }

    /// Notes one schema; `below` are those that hold as well.
    fn look(
        &mut self,
        at: At<'a>,
        origin: Option<NodeId>,
        view: &mut View<'a>,
        below: &mut Vec<(At<'a>, Option<NodeId>)>,
    ) {
        if at.get("$ref").is_some() {
            match self.follow(at) {
                Some(target) => below.push((target, origin.or(Some(target.id)))),
                None => view.broken = true,
            }
            if at.entries().all(|(key, _)| matches!(key, "$ref" | "description" | "summary")) {
                return;
            }
        }
        view.nodes.push((at, origin));
        below.extend(at.get("allOf").into_iter().flat_map(At::items).map(|part| (part, origin)));
        for group in ["oneOf", "anyOf"].into_iter().filter_map(|key| at.get(key)) {
            let (nulls, members): (Vec<At>, Vec<At>) = group.items().partition(|member| self.is_null_alone(*member));
            view.nullable |= !nulls.is_empty();
            let told: Vec<At> = members.iter().copied().filter(|member| self.tells_form(*member)).collect();
            match told[..] {
                [] if members.is_empty() => {}
                // Conditions on what stands beside them.
                [] => self.findings.push(FindingKind::Keyword, group, group.key().unwrap_or_default()),
                [only] if members.len() == 1 => below.push((only, origin)),
                _ => view.groups.push(Group { at, members: told }),
            }
        }
    }

    /// The node that a `$ref` stands for. What leads nowhere is said once.
    pub(super) fn follow(&mut self, at: At<'a>) -> Option<At<'a>> {
        let kind = match self.references.follow(at) {
            Target::Node(target) => return Some(target),
            Target::Nowhere => FindingKind::UnresolvedReference,
            Target::Outside => FindingKind::ExternalReference,
            Target::Circle => FindingKind::ReferenceCycle,
        };
        if self.told.insert(at.id) {
            let pointer = at.get("$ref").and_then(At::scalar).unwrap_or_default();
            self.findings.push(kind, at, pointer);
        }
        None
    }

    fn is_null_alone(&mut self, at: At<'a>) -> bool {
        let Some(at) = self.follow(at) else { return false };
        let is_null_type =
            |of: At| of.text() == Some("null") || (of.is_list() && of.items().all(|of| of.text() == Some("null")));
        at.get("type").is_some_and(is_null_type)
            || at.get("const").is_some_and(At::is_null)
            || at.get("enum").is_some_and(|of| of.items().next().is_some() && of.items().all(At::is_null))
    }

    /// Whether a member of a choice says more than which fields must be there.
    fn tells_form(&mut self, at: At<'a>) -> bool {
        let Some(at) = self.follow(at) else { return true };
        matches!(at.value(), Value::Boolean(_))
            || at.entries().next().is_none()
            || at.entries().any(|(key, _)| key != "required" && FORMING.contains(&key))
    }

    fn is_nullable(&self, view: &View) -> bool {
        let says = |at: &At| {
            at.is_true("nullable")
                || at.is_true("x-nullable")
                || at.get("type").is_some_and(|of| of.items().any(|of| of.text() == Some("null") || of.is_null()))
                || at.get("type").is_some_and(|of| of.text() == Some("null"))
                || at.get("enum").is_some_and(|of| of.items().any(At::is_null))
        };
        view.nodes.iter().any(|(at, _)| says(at))
    }

    /// The types that all of these allow, without null. Empty: none is named.
    pub(super) fn types(&mut self, view: &View<'a>) -> Vec<&'a str> {
        let mut types: Vec<&'a str> = Vec::new();
        for (at, _) in &view.nodes {
            let Some(of) = at.get("type") else { continue };
            let named: Vec<&'a str> = of.text().into_iter().chain(of.items().filter_map(At::text)).collect();
            let named: Vec<&'a str> = named.into_iter().filter(|name| *name != "null").collect();
            if types.is_empty() {
                types = named;
                continue;
            }
            let both = |name: &&&'a str| types.contains(*name) || (***name == *"integer" && types.contains(&"number"));
            let common: Vec<&'a str> = named.iter().filter(|name| both(name)).copied().collect();
            match common.is_empty() {
                false => types = common,
                // A number where whole ones are asked for.
                true if named.contains(&"number") && types.contains(&"integer") => {}
                true if named.is_empty() => {}
                true => self.findings.push(FindingKind::AllOfConflict, of, named.join(", ")),
            }
        }
        types.dedup();
        types
    }

    /// The properties by name, in the order of their first mention.
    pub(super) fn properties(&mut self, view: &View<'a>) -> Vec<Property<'a>> {
        let mut all: Vec<Property<'a>> = Vec::new();
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, origin) in &view.nodes {
            for (name, schema) in at.get("properties").into_iter().flat_map(At::entries) {
                let place = *places.entry(name).or_insert(all.len());
                if place == all.len() {
                    let (schemas, origins) = (Vec::new(), BTreeSet::new());
                    all.push(Property { name, schemas, origins, required: false });
                }
                if let Some(property) = all.get_mut(place) {
                    property.schemas.push(schema);
                    property.origins.insert(*origin);
                }
            }
        }
        for (at, origin) in &view.nodes {
            for name in at.get("required").into_iter().flat_map(At::items).filter_map(At::text) {
                if let Some(property) = places.get(name).and_then(|place| all.get_mut(*place)) {
                    if !property.required {
                        // That it must be there may be said elsewhere than what it is.
                        property.origins.insert(*origin);
                    }
                    property.required = true;
                }
            }
        }
        all
    }
}

impl<'a> View<'a> {
    /// The first value of a keyword.
    pub(super) fn get(&self, key: &str) -> Option<At<'a>> {
        self.nodes.iter().find_map(|(at, _)| at.get(key))
    }

    /// Every value of a keyword.
    pub(super) fn all(&self, key: &str) -> Vec<At<'a>> {
        self.nodes.iter().filter_map(|(at, _)| at.get(key)).collect()
    }

    /// The first text of a keyword that says something.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.nodes.iter().find_map(|(at, _)| at.text_of(key))
    }

    /// Whether a keyword is `true` anywhere.
    pub(super) fn is_true(&self, key: &str) -> bool {
        self.nodes.iter().any(|(at, _)| at.is_true(key))
    }

    /// The components that `allOf` names, in order.
    pub(super) fn origins(&self) -> Vec<NodeId> {
        let mut origins: Vec<NodeId> = self.nodes.iter().filter_map(|(_, origin)| *origin).collect();
        let mut seen = BTreeSet::new();
        origins.retain(|origin| seen.insert(*origin));
        origins
    }
}
