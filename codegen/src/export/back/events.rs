//! Events.

use serde_yaml::Value;

use super::super::node::Node;
use super::ReadBackError;
use super::files::{Files, assumed, known, without};
use super::value::{At, along, entries, items};

impl Files<'_> {
    pub(super) fn read_events(&mut self) -> Result<(), ReadBackError> {
        let root = At::root(self.root);
        let webhooks = root.step("webhooks");
        for (id, item) in entries(self.root.get("webhooks")) {
            let way = At::below(self.root, &webhooks);
            let way = way.step(id);
            let at = At::below(item, &way);
            let Some(operation) = item.get("post") else { return Err(at.error("a webhook is a `post`")) };
            let way = at.step("post");
            self.read_event(At::below(operation, &way), id)?;
        }
        for (id, event) in entries(self.root.get("x-catalogued")) {
            if let Some((family, name)) = id.split_once('.') {
                self.add_node(&format!("webhooks/{family}.yaml"), name, without(Some(event), &[]));
            }
        }
        Ok(())
    }

    fn read_event(&mut self, at: At, id: &str) -> Result<(), ReadBackError> {
        let Some((family, name)) = id.split_once('.') else {
            return Err(at.error(format!("`{id}` is not the id of a family and that of its event with a dot between")));
        };
        let summary = at.text("summary").filter(|_| at.get("x-summary").is_none());
        let node = known(Node::new(), at, "x-evidence");
        let node = if at.get("x-evidence").is_some() { node } else { node.with("evidence", assumed()) };
        let media = along(at.value, &["requestBody", "content", "application/json"]);
        let examples: Vec<(&str, &Value)> = entries(media.and_then(|media| media.get("examples")))
            .filter_map(|(_, example)| Some((example.get("x-file")?.as_str()?, example.get("value")?)))
            .collect();
        let node = node
            .with_some("summary", summary)
            .with_some("doc", at.text("x-doc"))
            .with_some("match", at.get("x-match").cloned())
            .with_some("data", self.data(at, media.and_then(|media| media.get("schema")))?)
            .with_list("examples", examples.iter().map(|(file, _)| *file));
        examples.into_iter().for_each(|(file, value)| self.add_example(file, value));
        self.add_node(&format!("webhooks/{family}.yaml"), name, node);
        Ok(())
    }

    /// The type of the event's own data.
    fn data(&self, at: At, schema: Option<&Value>) -> Result<Option<String>, ReadBackError> {
        let schemas = entries(along(self.root, &["components", "schemas"]));
        let mut keys = schemas.filter_map(|(_, schema)| along(schema, &["x-delivery", "data"])?.as_str());
        let Some(schema) = schema else { return Ok(None) };
        let data = match keys.next() {
            Some(key) => items(schema.get("allOf")).find_map(|part| along(part, &["properties", key])),
            // Without an envelope the data is the whole delivery.
            None => Some(schema),
        };
        let Some(data) = data else { return Ok(None) };
        let is_told = data.get("x-type").is_some() || data.get("$ref").is_some() || data.get("properties").is_none();
        let way = at.step("requestBody");
        is_told.then(|| self.expression(At::below(data, &way))).transpose()
    }
}
