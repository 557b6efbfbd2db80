//! Operations as OpenAPI writes them.

use serde_yaml::Value;

use super::Examples;
use super::extensions::{self, deprecated, described, shown_title, title};
use super::node::{Node, parse_json};
use super::schema::Schemas;
use crate::ir::{Field, Level, Operation, Part, Payload, Quirks, Type};

/// An example of an operation: its file and what stands in it.
struct Exchange {
    file: String,
    /// The name in the standard's map.
    key: String,
    value: Value,
}

impl Schemas<'_> {
    /// One operation, at a path that may name its parameters otherwise.
    pub(super) fn operation(&self, of: &Operation, path: &str, resource: &str, files: &Examples) -> Node {
        let examples = exchanges(of, files);
        let source = of.evidence.source.as_ref().and_then(|id| self.api.sources.get(id));
        let page = source.map(|source| {
            Node::new().with_some("description", shown_title(&source.title)).with("url", source.url.clone())
        });
        let head = Node::new().with("operationId", of.id.clone()).with_list("tags", [resource]);
        let node = described(summed_up(head, of), of.doc.as_ref(), Some(description(of)))
            .with_some("externalDocs", page)
            .with_list("parameters", self.parameters(of, path))
            .with_some("requestBody", self.request_body(of, &examples))
            .with("responses", self.responses(of, &examples))
            .with_some("security", (!of.authenticated).then(|| Value::Sequence(Vec::new())));
        let frames = examples.iter().map(|example| (&example.file, frame(&example.value)));
        let idempotent = of.idempotent.as_ref().map(|of| extensions::with_evidence(Node::new(), Some(of)));
        deprecated(node, of.deprecated.as_ref())
            .with_filled("x-title", title(&of.title))
            .with_some("x-rust-name", of.rust_name.clone())
            .with_some("x-path", Some(&of.path).filter(|own| *own != path).cloned())
            .with_some("x-idempotent", idempotent)
            .with_some("x-paging", of.paging.as_ref().map(extensions::paging))
            .with_filled("x-examples", frames.collect())
            .with("x-evidence", extensions::evidence(&of.evidence))
    }

    fn parameters(&self, of: &Operation, path: &str) -> Vec<Node> {
        let parameter = |place: &str, name: &str, field: &Field| {
            let node = Node::new().with("name", name).with("in", place);
            let node = node.with_some("description", field.doc.clone());
            let node = node.with_flag("required", !field.type_.is_optional());
            // Nothing is sent as no parameter: the form of one that is there.
            let schema = self.schema(field.type_.required(), field.quirks);
            self.known_of_field(node.with("schema", schema), field)
        };
        let (own, shown) = (parameter_names(&of.path), parameter_names(path));
        let in_path = of.path_parameters.iter().map(|field| {
            let place = own.iter().position(|name| *name == field.name);
            let name = place.and_then(|place| shown.get(place)).copied().unwrap_or(&field.name);
            let node = parameter("path", name, field);
            node.with_some("x-name", Some(&field.name).filter(|own| *own != name).cloned())
        });
        let query = of.query.iter().map(|field| parameter("query", &field.name, field));
        let any = of.open_query.then(|| {
            let schema = Node::of_type("object").with("additionalProperties", true).with("x-type", "open");
            let node = Node::new().with("name", "parameters").with("in", "query");
            node.with("description", "Nobody knows their names.").with("style", "form").with("schema", schema)
        });
        let headers = of.headers.iter().map(|field| parameter("header", &field.name, field));
        let cookies = of.cookies.iter().map(|field| parameter("cookie", &field.name, field));
        in_path.chain(query).chain(any).chain(headers).chain(cookies).collect()
    }

    fn request_body(&self, of: &Operation, examples: &[Exchange]) -> Option<Node> {
        // A body that may be left out is none then, and not a null.
        let is_optional = of.body.type_().is_some_and(Type::is_optional);
        let whole = || of.body.type_().map(|type_| self.schema(type_.required(), Quirks::default()));
        let schema = whole().or_else(|| self.payload(&of.body))?;
        let shown = examples.iter().filter_map(|example| Some((example, example.value.get("request")?.get("body")?)));
        let content = content_of(&of.body, of.body_media_type.as_ref(), schema, shown.map(shown_example).collect());
        Some(Node::new().with_flag("required", !is_optional).with("content", content))
    }

    /// The schema of a body or a result; none if there is none.
    fn payload(&self, payload: &Payload) -> Option<Node> {
        match payload {
            Payload::Empty => None,
            Payload::Open => Some(Node::new().with("description", "Nobody knows its fields.").with("x-type", "open")),
            Payload::Typed(type_) | Payload::Form(type_) | Payload::Multipart(type_) => {
                Some(self.schema(type_, Quirks::default()))
            }
            Payload::Binary(_) => Some(Node::new()),
            Payload::Text(_) => Some(Node::of_type("string")),
        }
    }

    fn responses(&self, of: &Operation, examples: &[Exchange]) -> Node {
        let returns = self.payload(&of.returns);
        let envelope = self.api.envelope.as_ref().filter(|_| of.returns.is_json());
        let schema = match (envelope, returns) {
            (None, returns) => returns,
            (Some(_), None) => Some(self.reference(&self.names.envelope)),
            (Some(envelope), Some(returns)) => {
                let mut result = Node::of_type("object");
                result.put("properties", &envelope.data, returns);
                Some(Node::new().with_list("allOf", [self.reference(&self.names.envelope), result]))
            }
        };
        let is_success = |status: u64| (200..300).contains(&status);
        let success = answers(examples, is_success);
        let success = schema.map(|schema| content_of(&of.returns, of.returns_media_type.as_ref(), schema, success));
        let failure = match self.api.envelope {
            Some(_) => Node::reference("#/components/responses/Failure"),
            None => Node::new().with("description", "A failure."),
        };
        Node::new()
            .with("200", Node::new().with("description", "Success.").with_some("content", success))
            .with("default", failure)
    }
}

/// The names between the braces of a path.
pub(super) fn parameter_names(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// A body of JSON.
pub(super) fn json_content(schema: Node, examples: Node) -> Node {
    Node::new().with("application/json", Node::new().with("schema", schema).with_filled("examples", examples))
}

/// A body in its form, and a word for the one that a schema alone does not tell.
fn content_of(of: &Payload, json: Option<&String>, schema: Node, examples: Node) -> Node {
    let raw = match of {
        Payload::Binary(_) => Some("binary"),
        Payload::Text(_) => Some("text"),
        _ => None,
    };
    let media = Node::new().with("schema", schema).with_filled("examples", examples).with_some("x-body", raw);
    Node::new().with(media_type(of, json), media)
}

/// The media type of a body or a result; `json` is that of JSON where it is not the usual one.
fn media_type<'a>(of: &'a Payload, json: Option<&'a String>) -> &'a str {
    match of {
        Payload::Form(_) => "application/x-www-form-urlencoded",
        Payload::Multipart(_) => "multipart/form-data",
        Payload::Binary(media_type) | Payload::Text(media_type) => media_type,
        Payload::Empty | Payload::Open | Payload::Typed(_) => json.map_or("application/json", String::as_str),
    }
}

fn exchanges(of: &Operation, files: &Examples) -> Vec<Exchange> {
    let files = of.examples.iter().filter_map(|name| Some((name, parse_json(files.get(name)?)?)));
    files.map(|(file, value)| Exchange { key: example_key(file), file: file.clone(), value }).collect()
}

/// The name of an example by that of its file.
pub(super) fn example_key(file: &str) -> String {
    super::names::allowed(file.strip_suffix(".json").unwrap_or(file))
}

fn shown_example((example, value): (&Exchange, &Value)) -> (String, Node) {
    (example.key.clone(), Node::new().with("value", value.clone()))
}

/// The bodies of the responses with such a status.
fn answers(examples: &[Exchange], wanted: impl Fn(u64) -> bool) -> Node {
    let responses = examples.iter().filter_map(|example| Some((example, example.value.get("response")?)));
    let wanted = responses.filter(|(_, response)| response.get("status").and_then(Value::as_u64).is_some_and(&wanted));
    wanted.filter_map(|(example, response)| Some((example, response.get("body")?))).map(shown_example).collect()
}

/// An exchange without its bodies, which stand in the places that the standard has for them.
fn frame(value: &Value) -> Node {
    let part = |name: &str| {
        let keys = value.get(name).and_then(Value::as_mapping).into_iter().flatten();
        let keys = keys.filter_map(|(key, value)| Some((key.as_str()?, value)));
        keys.filter(|(key, _)| *key != "body").fold(Node::new(), |node, (key, value)| node.with(key, value.clone()))
    };
    Node::new().with("request", part("request")).with("response", part("response"))
}

/// A summary for readers; where the spec has none, the title, and a word that it is not the spec's.
fn summed_up(node: Node, of: &Operation) -> Node {
    match (&of.summary, shown_title(&of.title)) {
        (Some(summary), _) => node.with("summary", summary.clone()),
        (None, title) => node.with("summary", title.unwrap_or_else(|| of.id.clone())).with("x-summary", Value::Null),
    }
}

/// What the spec says, and a plain word where method or path are a guess.
fn description(of: &Operation) -> String {
    let parts = [(Part::Method, "method"), (Part::Path, "path")];
    let assumed: Vec<&str> =
        parts.into_iter().filter(|(part, _)| of.evidence.of(*part) == Level::Assumed).map(|(_, name)| name).collect();
    let warning = match assumed[..] {
        [] => None,
        [part] => Some(format!("Its {part} is assumed: no source shows it.")),
        _ => Some("Its method and path are assumed: no source shows them.".to_owned()),
    };
    let texts: Vec<String> = of.doc.iter().cloned().chain(warning).collect();
    if texts.is_empty() { format!("Evidence: {}.", of.evidence.level.name()) } else { texts.join(" ") }
}
