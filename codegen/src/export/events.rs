//! Events: the schema of each one's delivery.

use serde_yaml::Value;

use super::extensions::{self, shown_title, title};
use super::node::{Node, parse_json};
use super::schema::{Place, Schemas};
use crate::ir::{Api, Event, EventForm, Family, Payload, Quirks, expression, header_name};

/// An event that can be told from others.
#[derive(Clone, Copy)]
pub(super) struct Matched<'a> {
    /// Its family.
    pub(super) family: &'a Family,
    /// The event.
    pub(super) event: &'a Event,
    /// Values by path.
    pub(super) keys: &'a [(String, String)],
    /// Its own fields.
    pub(super) data: &'a Payload,
}

/// The events that can be told from others, in the order of the spec.
pub(super) fn matched(api: &Api) -> impl Iterator<Item = Matched<'_>> {
    let events = api.families.iter().flat_map(|family| family.events.iter().map(move |event| (family, event)));
    events.filter_map(|(family, event)| match &event.form {
        EventForm::Matched { keys, data } => Some(Matched { family, event, keys, data }),
        EventForm::Catalogued(_) => None,
    })
}

impl Matched<'_> {
    /// Its title for readers.
    pub(super) fn shown_title(self) -> String {
        shown_title(&self.event.title).unwrap_or_else(|| self.event.id.clone())
    }

    /// What it is and how it is told from others, for readers.
    pub(super) fn description(self) -> String {
        let key = |(path, value): &(String, String)| match header_name(path) {
            Some(name) => format!("the header `{name}` is `{value}`"),
            None => format!("`{path}` is `{value}`"),
        };
        let keys: Vec<String> = self.keys.iter().map(key).collect();
        let told = format!("Told by: {}.", keys.join(", "));
        self.event.doc.iter().cloned().chain([told]).collect::<Vec<_>>().join(" ")
    }

    /// The headers that it is told by, as parameters.
    pub(super) fn headers(self) -> Vec<Node> {
        let header = |(path, value): &(String, String)| {
            let node = Node::new().with("name", header_name(path)?).with("in", "header").with("required", true);
            Some(node.with("schema", Node::of_type("string").with("const", value.clone())))
        };
        self.keys.iter().filter_map(header).collect()
    }

    /// What the standards have no word for.
    pub(super) fn extensions(self) -> Node {
        let keys = self.keys.iter().fold(Node::new(), |node, (path, value)| node.with(path, value.clone()));
        Node::new()
            .with_filled("x-title", title(&self.event.title))
            .with_some("x-rust-name", self.event.rust_name.clone())
            .with("x-match", keys)
            .with("x-evidence", extensions::evidence(&self.event.evidence))
    }

    /// Its examples by the names of their files.
    pub(super) fn examples(self, files: &super::Examples) -> Vec<(String, Value)> {
        let files = self.event.examples.iter().filter_map(|name| Some((name, parse_json(files.get(name)?)?)));
        files.map(|(name, value)| (name.clone(), value)).collect()
    }
}

impl Schemas<'_> {
    /// The schema of an event's delivery: what all of them share, the values that tell it, and its own fields.
    pub(super) fn event(&self, of: Matched) -> Node {
        let data_key = self.api.delivery.as_ref().map(|delivery| delivery.data.as_str());
        let (mut own, mut inside) = (Node::of_type("object"), Told::default());
        let mut top = Told::default();
        for (path, value) in of.keys.iter().filter(|(path, _)| header_name(path).is_none()) {
            let steps: Vec<&str> = path.split('.').collect();
            match steps[..] {
                [first, ref rest @ ..] if Some(first) == data_key && !rest.is_empty() => inside.add(rest, value),
                _ => top.add(&steps, value),
            }
        }
        let Some(data) = data_key else {
            // Without an envelope the data is the whole delivery.
            return self.data(of.data, top);
        };
        top.require(data, matches!(of.data, Payload::Typed(_)) || !inside.is_empty());
        own = own.with_all(top.schema_with(data, self.data(of.data, inside)));
        let delivery = self.reference(&self.names.delivery);
        Node::new().with_list("allOf", [delivery, own])
    }

    /// What the event's own key holds.
    fn data(&self, data: &Payload, told: Told) -> Node {
        let told = (!told.is_empty()).then(|| Node::of_type("object").with_all(told.schema()));
        let note = |node: Node, text: String| if self.place == Place::Files { node } else { node.with("x-type", text) };
        match (data, told) {
            (Payload::Typed(type_), None) => self.schema(type_, Quirks::default()),
            (Payload::Typed(type_), Some(told)) => {
                let parts = Node::new().with_list("allOf", [self.schema(type_, Quirks::default()), told]);
                note(parts, expression(self.api, type_, 0))
            }
            (Payload::Open, told) => note(told.unwrap_or_default(), "open".to_owned()),
            (_, told) => told.unwrap_or_default(),
        }
    }
}

/// Values that have to stand at certain paths.
#[derive(Default)]
struct Told(Vec<(String, Inner)>);

/// What has to stand under a key.
enum Inner {
    Value(String),
    Object(Told),
    Anything,
}

impl Told {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn add(&mut self, steps: &[&str], value: &str) {
        let mut told = self;
        for (index, step) in steps.iter().enumerate() {
            let is_last = index + 1 == steps.len();
            let place = told.0.iter().position(|(key, _)| key == step).unwrap_or_else(|| {
                let inner = if is_last { Inner::Value(value.to_owned()) } else { Inner::Object(Self::default()) };
                told.0.push(((*step).to_owned(), inner));
                told.0.len() - 1
            });
            match &mut told.0[place].1 {
                Inner::Object(next) => told = next,
                Inner::Value(_) | Inner::Anything => return,
            }
        }
    }

    /// Demands that the key is there.
    fn require(&mut self, key: &str, wanted: bool) {
        if wanted {
            self.0.push((key.to_owned(), Inner::Anything));
        }
    }

    fn schema(&self) -> Node {
        let properties = self.0.iter().filter_map(|(key, inner)| Some((key.as_str(), inner.schema()?)));
        Node::new()
            .with_list("required", self.0.iter().map(|(key, _)| key.clone()))
            .with_filled("properties", properties.collect())
    }

    /// The same with the schema of one more key.
    fn schema_with(&self, key: &str, schema: Node) -> Node {
        let mut node = self.schema();
        if !schema.is_empty() {
            node.put("properties", key, schema);
        }
        node
    }
}

impl Inner {
    fn schema(&self) -> Option<Node> {
        match self {
            Self::Value(text) => Some(value(text)),
            Self::Object(told) => Some(Node::of_type("object").with_all(told.schema())),
            Self::Anything => None,
        }
    }
}

/// A value that an event is told by: a text, or the number or boolean that is written so.
pub(super) fn value(text: &str) -> Node {
    let other = match text {
        "true" => Some(Value::Bool(true)),
        "false" => Some(Value::Bool(false)),
        _ => text.parse::<i64>().ok().filter(|number| number.to_string() == text).map(Value::from),
    };
    match other {
        Some(other) => Node::new().with_list("enum", [Value::from(text), other]),
        None => Node::new().with("const", text),
    }
}
