//! Whether a value fits its type. What does not is told by its place, never by what was sent.

use serde_json::Value;

use crate::model::{Api, Field, Kind, Payload, Quirks, Type};

/// What the parameters of a native type stand for.
#[derive(Clone, Copy)]
struct Scope<'s> {
    arguments: &'s [Type],
    around: Option<&'s Scope<'s>>,
}

const OUTERMOST: Scope<'static> = Scope { arguments: &[], around: None };

/// Holds a body against what it should be; of one that is not JSON only whether it is there.
pub(super) fn check_body(api: &'static Api, payload: &Payload, body: &[u8], problems: &mut Vec<String>) {
    let parsed = || serde_json::from_slice::<Value>(body);
    match payload {
        Payload::Empty if body.is_empty() => {}
        Payload::Typed(Type::Optional(_)) | Payload::Form(_) | Payload::Multipart(_) if body.is_empty() => {}
        Payload::Form(_) | Payload::Multipart(_) | Payload::Binary(_) | Payload::Text(_) => {}
        Payload::Empty => problems.push("body: the operation takes none".to_owned()),
        Payload::Open | Payload::Typed(_) if parsed().is_err() => problems.push("body: no JSON".to_owned()),
        Payload::Open => {}
        Payload::Typed(type_) => {
            let mut walk = Walk { api, problems };
            walk.value(type_, &parsed().unwrap_or_default(), "body", Quirks::NONE, OUTERMOST);
        }
    }
}

/// Holds the values of a parameter, as they stand in a path, a query or a header, against its type.
pub(super) fn check_texts(api: &'static Api, field: &Field, values: &[&str], place: &str, problems: &mut Vec<String>) {
    match (&field.type_, values) {
        (Type::Optional(_), []) => {}
        (_, []) if !is_list(&field.type_) => problems.push(format!("{place}: missing")),
        (type_, [_, _, ..]) if !is_list(type_) => problems.push(format!("{place}: more than once")),
        (type_, values) => {
            if !values.iter().all(|value| fits_text(api, type_, value)) {
                problems.push(format!("{place}: does not fit its type"));
            }
        }
    }
}

fn is_list(type_: &Type) -> bool {
    match type_ {
        Type::Optional(of) => is_list(of),
        other => matches!(other, Type::List(_)),
    }
}

fn fits_text(api: &'static Api, type_: &Type, text: &str) -> bool {
    match type_ {
        Type::Optional(of) | Type::List(of) => fits_text(api, of, text),
        Type::Integer => text.parse::<i64>().is_ok(),
        Type::Number => text.parse::<f64>().is_ok_and(f64::is_finite),
        Type::Boolean => matches!(text, "true" | "false"),
        Type::Named(name, _) => match api.type_def(name).map(|type_| &type_.kind) {
            Some(Kind::Enum { is_integer: true, is_closed: false, .. }) => text.parse::<i64>().is_ok(),
            Some(Kind::Enum { values, is_closed: true, .. }) => values.contains(&text),
            Some(Kind::Native { forms, .. }) => forms.iter().any(|form| fits_text(api, form, text)),
            _ => true,
        },
        _ => true,
    }
}

struct Walk<'w> {
    api: &'static Api,
    problems: &'w mut Vec<String>,
}

impl Walk<'_> {
    fn value(&mut self, type_: &Type, value: &Value, place: &str, quirks: Quirks, scope: Scope<'_>) {
        match type_ {
            Type::Any | Type::File => {}
            Type::Optional(of) if !is_nothing(value, quirks) => self.value(of, value, place, quirks, scope),
            Type::Optional(_) => {}
            Type::List(of) => match value {
                Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| {
                    self.value(of, item, &format!("{place}[{index}]"), quirks, scope);
                }),
                _ => self.expected(place, "a list"),
            },
            Type::Map(of) => match value {
                // The keys are the tenant's own, and may tell something about somebody.
                Value::Object(map) => map.values().for_each(|value| {
                    self.value(of, value, &format!("{place}.*"), quirks, scope);
                }),
                _ => self.expected(place, "an object"),
            },
            Type::Encoded(of) => match value.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok()) {
                Some(inner) => self.value(of, &inner, place, quirks, scope),
                None => self.expected(place, "JSON in a string"),
            },
            Type::Named(name, arguments) => self.named(name, arguments, value, place, quirks, scope),
            Type::Parameter(index) => {
                if let (Some(of), Some(around)) = (scope.arguments.get(*index), scope.around) {
                    self.value(of, value, place, quirks, *around);
                }
            }
            Type::String => self.scalar(value.is_string() || loose(value, quirks), place, "a string"),
            Type::Integer => self.scalar(is_number(value, quirks, is_integer), place, "an integer"),
            Type::Number => self.scalar(is_number(value, quirks, Value::is_number), place, "a number"),
            Type::Boolean => self.scalar(value.is_boolean(), place, "true or false"),
        }
    }

    fn named(&mut self, name: &str, arguments: &[Type], value: &Value, place: &str, quirks: Quirks, scope: Scope<'_>) {
        match self.api.type_def(name).map(|type_| &type_.kind) {
            Some(Kind::Object { fields, rest }) => self.object(fields, rest.as_ref(), value, place),
            Some(Kind::Enum { values, is_integer: whole, is_closed }) => {
                let text = match value {
                    Value::String(text) if !whole || quirks.number_or_string => Some(text.clone()),
                    Value::Number(number) if *whole || quirks.number_or_string => Some(number.to_string()),
                    _ => None,
                };
                let fits = text.is_some_and(|text| !is_closed || values.contains(&text.as_str()));
                self.scalar(fits, place, if *whole { "a number of a choice" } else { "a word of a choice" });
            }
            Some(Kind::Union { tag, members }) => {
                let told = tag.and_then(|tag| value.get(tag)).and_then(Value::as_str);
                let mut types = members.iter().filter(|(text, _)| tag.is_none() || told == Some(*text));
                let fits = types.any(|(_, of)| self.fits(of, value, quirks, OUTERMOST));
                self.scalar(fits, place, "one of the union's types");
            }
            Some(Kind::Native { forms, .. }) => {
                let inner = Scope { arguments, around: Some(&scope) };
                let fits = forms.iter().any(|form| self.fits(form, value, quirks, inner));
                self.scalar(fits, place, "one of the type's forms");
            }
            None => {}
        }
    }

    fn fits(&self, type_: &Type, value: &Value, quirks: Quirks, scope: Scope<'_>) -> bool {
        let mut problems = Vec::new();
        Walk { api: self.api, problems: &mut problems }.value(type_, value, "", quirks, scope);
        problems.is_empty()
    }

    /// Fields that the type does not know are the caller's business: the spec may be behind.
    fn object(&mut self, fields: &[Field], rest: Option<&Type>, value: &Value, place: &str) {
        let Value::Object(map) = value else { return self.expected(place, "an object") };
        for field in fields {
            let place = format!("{place}.{}", field.name);
            match map.get(field.name) {
                Some(value) => self.value(&field.type_, value, &place, field.quirks, OUTERMOST),
                None if matches!(field.type_, Type::Optional(_)) => {}
                None => self.problems.push(format!("{place}: missing")),
            }
        }
        let Some(rest) = rest else { return };
        for (key, value) in map {
            if !fields.iter().any(|field| field.name == key) {
                self.value(rest, value, &format!("{place}.*"), Quirks::BOTH, OUTERMOST);
            }
        }
    }

    fn scalar(&mut self, fits: bool, place: &str, wanted: &str) {
        if !fits {
            self.expected(place, wanted);
        }
    }

    fn expected(&mut self, place: &str, wanted: &str) {
        self.problems.push(format!("{place}: expected {wanted}"));
    }
}

fn is_nothing(value: &Value, quirks: Quirks) -> bool {
    value.is_null() || quirks.blank_is_null && value.as_str() == Some("")
}

fn loose(value: &Value, quirks: Quirks) -> bool {
    quirks.number_or_string && value.is_number()
}

fn is_integer(value: &Value) -> bool {
    value.is_i64() || value.is_u64()
}

fn is_number(value: &Value, quirks: Quirks, fits: fn(&Value) -> bool) -> bool {
    let inside = || value.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok());
    fits(value) || quirks.number_or_string && inside().is_some_and(|value| fits(&value))
}
