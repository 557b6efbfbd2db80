//! Resources and their operations.

use serde_yaml::Value;

use super::super::node::Node;
use super::super::operations::example_key;
use super::ReadBackError;
use super::files::{Files, assumed, group_head, known, without};
use super::value::{At, along, entries, items};

const METHODS: [&str; 8] = ["get", "post", "put", "patch", "delete", "head", "options", "trace"];

impl Files<'_> {
    pub(super) fn read_operations(&mut self) -> Result<(), ReadBackError> {
        for tag in items(self.root.get("tags")) {
            let tag = At::root(tag);
            if let Some(file) = tag.text("x-file") {
                self.set_head(file, group_head(file, Some(tag)));
            }
        }
        let root = At::root(self.root);
        let paths = root.step("paths");
        for (path, item) in entries(self.root.get("paths")) {
            let way = At::below(self.root, &paths);
            let way = way.step(path);
            let methods = entries(Some(item)).filter(|(method, _)| METHODS.contains(method));
            for (method, operation) in methods {
                let way = At::below(item, &way);
                let way = way.step(method);
                self.read_operation(At::below(operation, &way), path, method)?;
            }
        }
        Ok(())
    }

    fn read_operation(&mut self, at: At, path: &str, method: &str) -> Result<(), ReadBackError> {
        let id = at.text("operationId").ok_or_else(|| at.error("the operation has no `operationId`"))?;
        let Some((resource, name)) = id.split_once('.') else {
            return Err(
                at.error(format!("`{id}` is not the id of a resource and that of its operation with a dot between"))
            );
        };
        let file = format!("resources/{resource}.yaml");
        let summary = at.text("summary").filter(|_| at.get("x-summary").is_none());
        let node = known(Node::new(), at, "x-evidence");
        let title = at.text("summary").filter(|_| at.get("x-title").is_none());
        let node = node.with_some("title", title.map(|title| Node::new().with("en", title)));
        let node = if at.get("x-evidence").is_some() { node } else { node.with("evidence", assumed()) };
        let is_open = items(at.get("security")).next().is_none() && at.get("security").is_some();
        let node = node
            .with_some("summary", summary)
            .with_some("doc", at.text("x-doc"))
            .with(method, at.text("x-path").unwrap_or(path))
            .with_some("auth", is_open.then_some("none"));
        let node = self.parameters(&file, at, node)?;
        let node = node.with_some("body", self.body(at)?).with_some("returns", self.result(at)?);
        let node = node
            .with_some("idempotent", at.get("x-idempotent").cloned())
            .with_some("paging", at.get("x-paging").cloned())
            .with_list("examples", entries(at.get("x-examples")).map(|(file, _)| file));
        for (file, exchange) in entries(at.get("x-examples")) {
            self.read_exchange(at, file, exchange);
        }
        self.add_node(&file, name, node);
        Ok(())
    }

    fn parameters(&self, file: &str, at: At, mut node: Node) -> Result<Node, ReadBackError> {
        let (mut groups, mut is_open) = (
            [("path", "path"), ("query", "query"), ("header", "headers"), ("cookie", "cookies")]
                .map(|(place, key)| (place, key, Node::new())),
            false,
        );
        let way = at.step("parameters");
        for parameter in items(at.get("parameters")) {
            let of = At::below(parameter, &way);
            let schema = of.get("schema").ok_or_else(|| of.error("the parameter has no `schema`"))?;
            let step = of.step("schema");
            let schema = At::below(schema, &step);
            let group = groups.iter_mut().find(|(place, ..)| of.text("in") == Some(*place));
            let (Some((.., fields)), Some(name)) = (group, of.text("x-name").or_else(|| of.text("name"))) else {
                return Err(of.error("a spec has no parameters of this kind"));
            };
            if schema.text("x-type") == Some("open") {
                is_open = true;
                continue;
            }
            let field = self.field(file, of, schema, of.flag("required"))?;
            *fields = std::mem::take(fields).with(name, field);
        }
        for (place, key, fields) in groups {
            node = if place == "query" && is_open { node.with(key, "open") } else { node.with_filled(key, fields) };
        }
        Ok(node)
    }

    fn body(&self, at: At) -> Result<Option<Value>, ReadBackError> {
        let Some((media_type, media)) = content(at.get("requestBody")) else { return Ok(None) };
        let schema = media.get("schema").unwrap_or(&Value::Null);
        let is_required = along(at.value, &["requestBody", "required"]).and_then(Value::as_bool) == Some(true);
        let way = at.step("requestBody");
        let type_ = || {
            let type_ = self.expression(At::below(schema, &way))?;
            let is_whole = is_required || type_ == "open" || type_.ends_with('?');
            Ok(if is_whole { type_ } else { format!("{type_}?") })
        };
        payload(media_type, media, type_).map(Some)
    }

    fn result(&self, at: At) -> Result<Option<Value>, ReadBackError> {
        let Some((media_type, media)) = content(along(at.value, &["responses", "200"])) else { return Ok(None) };
        let whole = media.get("schema").unwrap_or(&Value::Null);
        let envelope = along(self.root, &["x-envelope", "data"]).and_then(Value::as_str);
        let envelope = envelope.filter(|_| raw_form(media_type, media).is_none());
        let schema = match envelope {
            None => Some(whole),
            Some(data) => items(whole.get("allOf")).find_map(|part| along(part, &["properties", data])),
        };
        let Some(schema) = schema else { return Ok(None) };
        let way = at.step("responses");
        payload(media_type, media, || self.expression(At::below(schema, &way))).map(Some)
    }

    /// An example: its frame, with the bodies from the places that the standard has for them.
    fn read_exchange(&mut self, at: At, file: &str, exchange: &Value) {
        let key = example_key(file);
        let body = |place: &[&str]| {
            let (_, media) = content(along(at.value, place))?;
            along(media, &["examples", &key, "value"]).cloned()
        };
        let part = |name: &str, body: Option<Value>| without(exchange.get(name), &[]).with_some("body", body);
        let whole = Node::new()
            .with("request", part("request", body(&["requestBody"])))
            .with("response", part("response", body(&["responses", "200"])));
        self.add_example(file, &whole.into());
    }
}

/// The first media type of a body or a response, and what is said of it.
fn content(of: Option<&Value>) -> Option<(&str, &Value)> {
    entries(of?.get("content")).next()
}

/// What a body is, if it is no JSON: the dialect's word for it.
fn raw_form(media_type: &str, media: &Value) -> Option<&'static str> {
    match (media.get("x-body").and_then(Value::as_str), media_type) {
        (Some("binary"), _) => Some("binary"),
        (Some("text"), _) => Some("text"),
        (_, "application/x-www-form-urlencoded") => Some("form"),
        (_, "multipart/form-data") => Some("multipart"),
        _ => None,
    }
}

/// A body or a result as the YAML writes it.
fn payload(
    media_type: &str,
    media: &Value,
    type_: impl Fn() -> Result<String, ReadBackError>,
) -> Result<Value, ReadBackError> {
    let node = match raw_form(media_type, media) {
        Some(form @ ("form" | "multipart")) => Node::new().with(form, type_()?),
        Some(raw) => Node::new().with(raw, media_type),
        None if media_type == "application/json" => return type_().map(Value::from),
        None => Node::new().with("json", type_()?).with("media_type", media_type),
    };
    Ok(node.into())
}
