//! The named types.

use std::collections::BTreeSet;

use serde_yaml::Value;

use super::super::node::Node;
use super::ReadBackError;
use super::files::{Files, assumed, known, without};
use super::value::{At, along, entries, items};

impl Files<'_> {
    pub(super) fn read_types(&mut self) -> Result<(), ReadBackError> {
        for (name, native) in entries(self.root.get("x-natives")) {
            self.add_type("types.yaml", name, without(Some(native), &[]));
        }
        let root = At::root(self.root);
        let components = root.step("components");
        let way = At::below(self.root, &components);
        let schemas = way.step("schemas");
        let way = At::below(self.root, &schemas);
        for (key, schema) in entries(along(self.root, &["components", "schemas"])) {
            if ["x-delivery", "x-role"].iter().any(|key| schema.get(*key).is_some()) {
                continue;
            }
            let step = way.step(key);
            let at = At::below(schema, &step);
            let file = at.text("x-file").unwrap_or("types.yaml").to_owned();
            let name = at.text("x-name").unwrap_or(key);
            let node = self.type_def(at)?;
            self.add_type(&file, name, node);
        }
        Ok(())
    }

    fn type_def(&self, at: At) -> Result<Node, ReadBackError> {
        let node = Node::new().with_some("doc", at.text("description"));
        let node = known(node, at, "x-evidence");
        let node = if at.get("x-evidence").is_some() { node } else { node.with("evidence", assumed()) };
        if at.get("x-union").is_some() {
            return Ok(node.with_all(union(at)));
        }
        let listed = items(at.get("anyOf")).find(|form| form.get("enum").is_some());
        match listed.or_else(|| at.get("enum").map(|_| at.value)) {
            Some(listed) => Ok(node.with_all(choice(at, listed))),
            None => self.object(at, node),
        }
    }

    fn object(&self, at: At, node: Node) -> Result<Node, ReadBackError> {
        let file = at.text("x-file").unwrap_or("types.yaml");
        let parts: Vec<&Value> = items(at.get("allOf")).collect();
        let reference = |part: &&Value| part.get("$ref").and_then(Value::as_str).map(str::to_owned);
        let included: Vec<String> = parts.iter().filter_map(reference).collect();
        let names = included.iter().filter_map(|to| self.type_name(to.strip_prefix("#/components/schemas/")?));
        let names: Vec<String> = names.collect();
        let own = parts.iter().find(|part| part.get("$ref").is_none()).copied();
        if own.is_some() || !names.is_empty() {
            let empty = Value::Mapping(serde_yaml::Mapping::new());
            let way = at.step("allOf");
            let fields = self.fields(file, At::below(own.unwrap_or(&empty), &way), &[])?;
            return Ok(node.with_list("include", names).with("fields", fields));
        }
        let laid: Vec<&Value> = items(at.get("x-include")).filter_map(|name| self.component(name.as_str()?)).collect();
        let (mut fields, mut has_rest) = (BTreeSet::new(), false);
        laid.iter().for_each(|schema| self.add_field_names(schema, &mut fields, &mut has_rest));
        let skipped: Vec<&str> = fields.into_iter().collect();
        let node = node.with_some("include", at.get("x-include").cloned());
        let node = node.with("fields", self.fields(file, at, &skipped)?);
        let rest = at.get("additionalProperties").filter(|rest| rest.is_mapping() && !has_rest);
        let Some(rest) = rest else { return Ok(node) };
        let way = at.step("additionalProperties");
        let rest = At::below(rest, &way);
        let own = Node::new()
            .with("name", rest.text("x-name").unwrap_or("rest"))
            .with("type", self.expression(rest)?)
            .with_flag("personal", rest.flag("x-personal"))
            .with_some("doc", rest.text("description"));
        Ok(node.with("rest", own))
    }

    /// The fields of an object but for some.
    pub(super) fn fields(&self, file: &str, at: At, skipped: &[&str]) -> Result<Node, ReadBackError> {
        let mut fields = Node::new();
        let properties = at.step("properties");
        for (name, schema) in entries(at.get("properties")).filter(|(name, _)| !skipped.contains(name)) {
            let way = At::below(at.value, &properties);
            let way = way.step(name);
            let field = At::below(schema, &way);
            let is_required = items(at.get("required")).any(|required| required.as_str() == Some(name));
            fields = fields.with(name, self.field(file, field, field, is_required)?);
        }
        Ok(fields)
    }

    /// The schema of a type by its name in the spec.
    fn component(&self, name: &str) -> Option<&Value> {
        let mut schemas = entries(along(self.root, &["components", "schemas"]));
        let is_it =
            |(key, schema): &(&str, &Value)| schema.get("x-name").and_then(Value::as_str).unwrap_or(key) == name;
        schemas.find(is_it).map(|(_, schema)| schema)
    }

    fn add_field_names<'b>(&self, schema: &'b Value, names: &mut BTreeSet<&'b str>, has_rest: &mut bool) {
        names.extend(entries(schema.get("properties")).map(|(name, _)| name));
        *has_rest |= schema.get("additionalProperties").is_some();
    }
}

fn union(at: At) -> Node {
    let member = |member: &Value| match without(Some(member), &["value", "type"]) {
        rest if rest.is_empty() => member.get("type").cloned().unwrap_or_default(),
        rest => Node::new().with("type", member.get("type").cloned().unwrap_or_default()).with_all(rest).into(),
    };
    let members: Vec<&Value> = items(at.get("x-union")).collect();
    let Some(tag) = at.text("x-tag") else { return Node::new().with_list("union", members.into_iter().map(member)) };
    let value = |of: &Value| of.get("value").and_then(Value::as_str).unwrap_or_default().to_owned();
    let members = members.into_iter().fold(Node::new(), |node, of| node.with(value(of), member(of)));
    Node::new().with("tag", tag).with("union", members)
}

fn choice(at: At, listed: &Value) -> Node {
    let form = listed.get("type").and_then(Value::as_str).unwrap_or("string");
    let mut values = Node::new();
    for wire in items(listed.get("enum")) {
        let wire = wire.as_str().map_or_else(|| serde_json::to_string(wire).unwrap_or_default(), str::to_owned);
        let known = at.get("x-values").and_then(|values| values.get(wire.as_str()));
        let known = without(known, &[]);
        let known = if known.is_empty() { Value::Null } else { known.into() };
        values = values.with(wire, known);
    }
    Node::new().with("enum", form).with("values", values).with_some("closed", at.text("x-closed"))
}
