//! A type as a JSON Schema: every form that it takes on the wire, quirks and all.

use serde_yaml::Value;

use super::extensions;
use super::names::Names;
use super::node::Node;
use crate::ir::{self, Api, Enum, EnumForm, Kind, Quirks, Type, TypeId, expression, substitute};

/// A whole number as its text.
const INTEGER_TEXT: &str = "^-?(0|[1-9][0-9]*)$";
/// Any JSON number as its text.
const NUMBER_TEXT: &str = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$";

/// Where the schemas of the named types stand, and what may stand beside the keys of JSON Schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Under `components` of the same file, with `x-` keys and formats.
    Components,
    /// In files of their own, with the keys of JSON Schema alone: validators in strict mode refuse others.
    Files,
}

/// What the schemas are made from.
pub(super) struct Schemas<'a> {
    /// The API.
    pub(super) api: &'a Api,
    /// What the types are called.
    pub(super) names: &'a Names,
    /// Where the schemas stand.
    pub(super) place: Place,
}

/// JSON types as bits.
mod json {
    pub(super) const NULL: u8 = 1;
    pub(super) const BOOLEAN: u8 = 2;
    pub(super) const NUMBER: u8 = 4;
    pub(super) const STRING: u8 = 8;
    pub(super) const ARRAY: u8 = 16;
    pub(super) const OBJECT: u8 = 32;
    pub(super) const ANY: u8 = 63;
}

/// One form that a value takes, and the JSON types that it can have then.
#[derive(Clone, Debug, PartialEq)]
struct Form {
    schema: Node,
    types: u8,
}

impl Schemas<'_> {
    /// The schema of a named one.
    pub(super) fn reference(&self, name: &str) -> Node {
        Node::reference(match self.place {
            Place::Components => format!("#/components/schemas/{name}"),
            Place::Files => format!("../types/{name}.json"),
        })
    }

    /// The schema of a type. Where it cannot tell the type by itself, the type stands beside it.
    pub(super) fn schema(&self, type_: &Type, quirks: Quirks) -> Node {
        let node = self.plain(type_, quirks);
        if self.place == Place::Files {
            return node;
        }
        let tells_itself = quirks == Quirks::default() && !self.needs_words(type_);
        let node = if tells_itself { node } else { node.with("x-type", expression(self.api, type_, 0)) };
        node.with_list("x-quirks", extensions::quirks(quirks))
    }

    fn plain(&self, type_: &Type, quirks: Quirks) -> Node {
        combined(self.forms(type_, quirks))
    }

    fn needs_words(&self, type_: &Type) -> bool {
        let is_it = match type_ {
            Type::Named(id, _) => matches!(self.api.type_def(*id).kind, Kind::Native(_)),
            Type::Encoded(_) | Type::File => true,
            _ => false,
        };
        is_it || type_.parts().any(|part| self.needs_words(part))
    }

    fn forms(&self, type_: &Type, quirks: Quirks) -> Vec<Form> {
        let form = |schema, types| Form { schema, types };
        let text_of = |pattern: &str| form(Node::of_type("string").with("pattern", pattern), json::STRING);
        let either = quirks.number_or_string;
        match type_ {
            Type::Optional(inner) => {
                let mut forms = self.forms(inner, quirks);
                if quirks.blank_is_null {
                    forms.push(form(Node::new().with("const", ""), json::STRING));
                }
                forms.push(form(Node::of_type("null"), json::NULL));
                forms
            }
            Type::String => {
                let number = either.then(|| form(Node::of_type("number"), json::NUMBER));
                [form(Node::of_type("string"), json::STRING)].into_iter().chain(number).collect()
            }
            Type::Integer => {
                let text = either.then(|| text_of(INTEGER_TEXT));
                [form(self.integer(), json::NUMBER)].into_iter().chain(text).collect()
            }
            Type::Number => {
                let text = either.then(|| text_of(NUMBER_TEXT));
                [form(Node::of_type("number"), json::NUMBER)].into_iter().chain(text).collect()
            }
            Type::Boolean => vec![form(Node::of_type("boolean"), json::BOOLEAN)],
            Type::File => {
                let bytes = Node::of_type("string").with("contentMediaType", "application/octet-stream");
                vec![form(bytes, json::STRING)]
            }
            Type::Any | Type::Parameter(_) => vec![form(Node::new(), json::ANY)],
            Type::List(inner) => {
                vec![form(Node::of_type("array").with("items", self.plain(inner, quirks)), json::ARRAY)]
            }
            Type::Map(inner) => {
                let schema = Node::of_type("object").with("additionalProperties", self.plain(inner, quirks));
                vec![form(schema, json::OBJECT)]
            }
            Type::Encoded(inner) => {
                let text = Node::of_type("string").with("contentMediaType", "application/json");
                vec![form(text.with("contentSchema", self.plain(inner, quirks)), json::STRING)]
            }
            Type::Named(id, arguments) => self.named_forms(*id, arguments, quirks),
        }
    }

    fn named_forms(&self, id: TypeId, arguments: &[Type], quirks: Quirks) -> Vec<Form> {
        let reference = |types| Form { schema: self.reference(self.names.of(id)), types };
        match &self.api.type_def(id).kind {
            Kind::Object(_) => vec![reference(json::OBJECT)],
            Kind::Enum(choice) => {
                let own = if choice.form == EnumForm::String { json::STRING } else { json::NUMBER };
                let other = quirks.number_or_string.then(|| other_form(choice));
                [reference(own)].into_iter().chain(other).collect()
            }
            Kind::Union(_) => {
                let forms = self.api.forms(&Type::Named(id, Vec::new()));
                let own = forms.iter().fold(0, |all, form| all | json_type(*form));
                let other = match (quirks.number_or_string, own & (json::STRING | json::NUMBER)) {
                    (true, json::STRING) => Some(Form { schema: Node::of_type("number"), types: json::NUMBER }),
                    (true, json::NUMBER) => {
                        Some(Form { schema: Node::of_type("string").with("pattern", NUMBER_TEXT), types: json::STRING })
                    }
                    _ => None,
                };
                [reference(own)].into_iter().chain(other).collect()
            }
            Kind::Native(native) => {
                native.forms.iter().flat_map(|form| self.forms(&substitute(form, arguments), quirks)).collect()
            }
        }
    }

    /// A whole number of 64 bits.
    pub(super) fn integer(&self) -> Node {
        let node = Node::of_type("integer");
        if self.place == Place::Files { node } else { node.with("format", "int64") }
    }
}

/// The JSON types of a form.
const fn json_type(form: ir::Form) -> u8 {
    match form {
        ir::Form::String => json::STRING,
        ir::Form::Number => json::NUMBER,
        ir::Form::Boolean => json::BOOLEAN,
        ir::Form::List => json::ARRAY,
        ir::Form::Object(_) | ir::Form::Map => json::OBJECT,
        ir::Form::Any => json::ANY,
    }
}

/// The values of an enum in the form that it does not have by itself.
fn other_form(choice: &Enum) -> Form {
    let values = || choice.values.iter().map(|value| value.wire.as_str());
    match (choice.form, choice.closed.is_some()) {
        (EnumForm::String, false) => Form { schema: Node::of_type("number"), types: json::NUMBER },
        (EnumForm::String, true) => {
            let numbers = values().filter_map(|value| value.parse::<serde_json::Number>().ok());
            let numbers = numbers.filter_map(|number| serde_yaml::to_value(number).ok());
            Form { schema: Node::new().with("enum", Value::Sequence(numbers.collect())), types: json::NUMBER }
        }
        (EnumForm::Integer, false) => {
            Form { schema: Node::of_type("string").with("pattern", INTEGER_TEXT), types: json::STRING }
        }
        (EnumForm::Integer, true) => {
            Form { schema: Node::of_type("string").with_list("enum", values()), types: json::STRING }
        }
    }
}

/// One schema of several forms: `oneOf` where no value fits two of them, else `anyOf`.
fn combined(forms: Vec<Form>) -> Node {
    let mut kept: Vec<Form> = Vec::new();
    for (index, form) in forms.iter().enumerate() {
        let is_covered =
            |(at, other): (usize, &Form)| at != index && other.covers(form) && !(form.covers(other) && index < at);
        if !forms.iter().enumerate().any(is_covered) {
            kept.push(form.clone());
        }
    }
    if let [value, null] = &kept[..]
        && null.types == json::NULL
        && let Some(Value::String(name)) = value.schema.get("type")
        && value.schema.get("enum").is_none()
    {
        let types = [name.as_str(), "null"].map(Value::from).to_vec();
        return value.schema.clone().with("type", Value::Sequence(types));
    }
    if let [one] = &kept[..] {
        return one.schema.clone();
    }
    let total: u32 = kept.iter().map(|form| form.types.count_ones()).sum();
    let union = kept.iter().fold(0, |all, form| all | form.types);
    let key = if union.count_ones() == total { "oneOf" } else { "anyOf" };
    Node::new().with_list(key, kept.into_iter().map(|form| form.schema))
}

impl Form {
    /// Whether every value of the other form is one of this, and nothing that the other says gets lost.
    fn covers(&self, other: &Self) -> bool {
        let plain = |name: &str| self.schema == Node::of_type(name);
        let is_integer = other.schema.get("type") == Some(&Value::from("integer"));
        *self == *other
            || self.schema.is_empty()
            || (plain("string") && other.types == json::STRING && other.schema.get("contentSchema").is_none())
            || (plain("number") && is_integer)
    }
}
