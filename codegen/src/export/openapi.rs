//! The API as OpenAPI 3.1.

use std::collections::BTreeMap;

use serde_yaml::Value;

use super::events::{Matched, matched};
use super::extensions::{self, deprecated, described, shown_title, title};
use super::node::Node;
use super::operations::{example_key, json_content, parameter_names};
use super::schema::Schemas;
use super::{Examples, unknown_version};
use crate::ir::{Api, AuthHeader, EventForm, Family, Resource, Scheme};

impl Schemas<'_> {
    /// The whole description.
    pub(super) fn openapi(&self, files: &Examples, license: Option<&str>) -> Node {
        let api = self.api;
        let (mut paths, mut shapes) = (Node::new(), BTreeMap::new());
        for (resource, operation) in api
            .resources
            .iter()
            .flat_map(|resource| resource.operations.iter().map(move |operation| (resource, operation)))
        {
            let method = operation.method.as_str().to_lowercase();
            // The standard takes `/a/{b}` and `/a/{c}` for one path: the first names the parameters of both.
            let path: &String = shapes.entry(shape(&operation.path)).or_insert(&operation.path);
            paths.put(path, &method, self.operation(operation, path, &resource.name, files));
        }
        let webhooks: Node = matched(api).map(|of| (&of.event.id, self.webhook(of, files))).collect();
        Node::new()
            .with("openapi", "3.1.1")
            .with("info", info(api, license))
            .with_list("servers", [Node::new().with("url", api.server.clone())])
            .with("security", security(api))
            .with_list(
                "tags",
                api.resources.iter().map(|of| resource_tag(api, of)).chain(api.families.iter().map(family_tag)),
            )
            .with("paths", paths)
            .with_filled("webhooks", webhooks)
            .with("components", self.components())
            .with_all(extensions::of_api(api))
            .with_filled("x-catalogued", catalogued(api))
    }

    fn webhook(&self, of: Matched, files: &Examples) -> Node {
        let examples = of.examples(files);
        let examples = examples
            .into_iter()
            .map(|(file, value)| (example_key(&file), Node::new().with("value", value).with("x-file", file)));
        let content = json_content(self.event(of), examples.collect());
        let body = Node::new().with("required", true).with("content", content);
        let head = Node::new()
            .with("operationId", format!("webhooks.{}", of.event.id))
            .with_list("tags", [family_name(of.family)]);
        let head = match &of.event.summary {
            Some(summary) => head.with("summary", summary.clone()),
            None => head.with("summary", of.shown_title()).with("x-summary", Value::Null),
        };
        let node = described(head, of.event.doc.as_ref(), Some(of.description()))
            .with_list("parameters", of.headers())
            .with("requestBody", body)
            .with("responses", Node::new().with("2XX", Node::new().with("description", "It was received.")))
            .with("security", Value::Sequence(Vec::new()));
        Node::new().with("post", deprecated(node, of.event.deprecated.as_ref()).with_all(of.extensions()))
    }

    fn components(&self) -> Node {
        let envelope = self.api.envelope.as_ref().map(|_| (self.names.envelope.clone(), self.envelope()));
        let schemas: Node = envelope.into_iter().chain(self.named(|_| true)).collect();
        let failure = Node::new()
            .with("description", "A failure: the code is not that of success.")
            .with("content", json_content(self.reference(&self.names.envelope), Node::new()));
        let responses = self.api.envelope.as_ref().map(|_| Node::new().with("Failure", failure));
        let schemes: Node = ways(self.api).into_iter().flatten().collect();
        Node::new()
            .with_filled("schemas", schemas)
            .with_some("responses", responses)
            .with_filled("securitySchemes", schemes)
    }

    /// The object around every result.
    fn envelope(&self) -> Node {
        let Some(envelope) = &self.api.envelope else { return Node::new() };
        let says = |node: Node, text: &str| node.with("description", text);
        let text = || Node::new().with_list("type", ["string", "null"]);
        let number = Node::new().with_list("type", ["integer", "null"]).with("format", "int64");
        let code = says(self.integer(), &format!("{} is success.", envelope.success));
        let named = [
            (envelope.request_id.as_ref(), says(text(), "Id of the request.")),
            (Some(&envelope.code), code),
            (envelope.message.as_ref(), says(text(), "What happened, for people.")),
            (Some(&envelope.data), says(Node::new(), "The result of the operation.")),
            (envelope.timestamp.as_ref(), says(number, "The server's time in milliseconds since 1970-01-01 UTC.")),
        ];
        let properties = named.into_iter().filter_map(|(key, schema)| Some((key?, schema)));
        Node::new()
            .with("description", "What stands around every result.")
            .with("type", "object")
            .with_list("required", [envelope.code.clone()])
            .with("properties", properties.collect::<Node>())
            .with("x-role", "envelope")
    }
}

/// A path without the names of its parameters.
fn shape(path: &str) -> String {
    parameter_names(path).iter().fold(path.to_owned(), |path, name| path.replacen(&format!("{{{name}}}"), "{}", 1))
}

fn info(api: &Api, license: Option<&str>) -> Node {
    let name = shown_title(&api.title).unwrap_or_else(|| api.name.clone());
    let node = Node::new().with("title", name);
    let node = described(node, api.doc.as_ref(), Some(api.doc.clone().unwrap_or_else(|| DESCRIPTION.to_owned())));
    let license =
        license.map(|id| Node::new().with("name", format!("{id} (of this description)")).with("identifier", id));
    node.with("version", unknown_version()).with_some("license", license).with_filled("x-title", title(&api.title))
}

/// What the description is, where the spec does not say what the API is.
pub(super) const DESCRIPTION: &str =
    "What is known of the API. `x-evidence` says of each part how well: documented, titled, observed or assumed.";

/// How a request shows who calls: the names and the schemes of each way. What belongs to one way is sent all at once.
fn ways(api: &Api) -> Vec<Vec<(String, Node)>> {
    let of = &api.schemes;
    let key = |place: &str, key: &AuthHeader| {
        let scheme = Node::of_type("apiKey").with_some("description", key.doc.clone());
        let scheme = scheme.with("name", key.name.clone()).with("in", place);
        let scheme = scheme.with_some("x-is", key.part.map(extensions::part)).with_flag("x-secret", key.secret);
        let name = super::names::allowed(&key.name);
        (if place == "header" { name } else { format!("{place}.{name}") }, scheme)
    };
    let keys = |place: &str, keys: &[AuthHeader]| keys.iter().map(|of| key(place, of)).collect::<Vec<_>>();
    let http = |scheme: &str, of: &Option<Scheme>| {
        let node = |of: &Scheme| Node::of_type("http").with_some("description", of.doc.clone()).with("scheme", scheme);
        of.iter().map(|of| (format!("http.{scheme}"), node(of))).collect::<Vec<_>>()
    };
    let ways = [
        keys("header", &api.auth),
        http("bearer", &of.bearer),
        http("basic", &of.basic),
        keys("query", &of.query),
        keys("cookie", &of.cookies),
    ];
    ways.into_iter().filter(|way| !way.is_empty()).collect()
}

/// One of the ways is enough.
fn security(api: &Api) -> Value {
    let none = || Value::Sequence(Vec::new());
    let all = |way: Vec<(String, Node)>| way.into_iter().fold(Node::new(), |node, (name, _)| node.with(name, none()));
    Value::Sequence(ways(api).into_iter().map(|way| all(way).into()).collect())
}

fn resource_tag(api: &Api, of: &Resource) -> Node {
    let shown = of.doc.clone().or_else(|| shown_title(&of.title));
    described(Node::new().with("name", of.name.clone()), of.doc.as_ref(), shown)
        .with("x-file", format!("resources/{}.yaml", of.name))
        .with_filled("x-title", title(&of.title))
        .with_filled("x-limits", extensions::limits(api, Some(&of.name)))
}

/// The tag of a family: a resource may have the same name.
fn family_name(of: &Family) -> String {
    format!("webhooks.{}", of.name)
}

fn family_tag(of: &Family) -> Node {
    let shown = of.doc.clone().or_else(|| shown_title(&of.title));
    described(Node::new().with("name", family_name(of)), of.doc.as_ref(), shown)
        .with("x-file", format!("webhooks/{}.yaml", of.name))
        .with_filled("x-title", title(&of.title))
}

/// The events that are only listed, by id.
fn catalogued(api: &Api) -> Node {
    let mut nodes = Node::new();
    for event in api.families.iter().flat_map(|family| &family.events) {
        let EventForm::Catalogued(missing) = &event.form else { continue };
        let node = Node::new()
            .with_filled("title", title(&event.title))
            .with_some("summary", event.summary.clone())
            .with_some("doc", event.doc.clone())
            .with_some("deprecated", event.deprecated.clone())
            .with_some("rust_name", event.rust_name.clone())
            .with("catalogued", missing.clone());
        nodes = nodes.with(&event.id, extensions::with_evidence(node, Some(&event.evidence)));
    }
    nodes
}
