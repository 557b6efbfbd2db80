//! Whether a JSON value fits a type, with the quirks that are declared.

use serde_json::Value;

use crate::ir::{Api, Enum, EnumForm, Field, Kind, Object, Quirks, Type, substitute};

/// A place in a JSON value that does not fit.
pub(super) struct Misfit {
    /// The path to it, as in `data.items[0].name`.
    pub(super) path: String,
    /// What is wrong there.
    pub(super) reason: String,
}

/// A value, where it stands, and what it may look like.
#[derive(Clone, Copy)]
pub(super) struct Fit<'a> {
    /// The API that the types belong to.
    pub(super) api: &'a Api,
    /// The path to the value.
    pub(super) path: &'a str,
    /// The quirks of the field that it stands in.
    pub(super) quirks: Quirks,
    /// What the parameters of the native type stand for.
    pub(super) arguments: &'a [Type],
}

impl<'a> Fit<'a> {
    /// Adds every place of `value` that does not fit `type_`.
    pub(super) fn check(self, type_: &Type, value: &Value, misfits: &mut Vec<Misfit>) {
        let number_or_string = self.quirks.number_or_string;
        match (type_, value) {
            (Type::Any, _) | (Type::Optional(_), Value::Null) => {}
            (Type::Optional(_), Value::String(text)) if text.is_empty() && self.quirks.blank_is_null => {}
            (Type::Optional(inner), value) => self.check(inner, value, misfits),
            (Type::String, Value::String(_)) | (Type::Boolean, Value::Bool(_)) | (Type::Number, Value::Number(_)) => {}
            (Type::Integer, Value::Number(number)) if number.is_i64() => {}
            // What stands for the file; its bytes need not be text.
            (Type::File, Value::String(_)) => {}
            (Type::String, Value::Number(_)) if number_or_string => {}
            (Type::Integer, Value::String(text)) if number_or_string && integer(text).is_some() => {}
            (Type::Number, Value::String(text)) if number_or_string && is_number(text) => {}
            (Type::List(inner), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    let path = format!("{}[{index}]", self.path);
                    Fit { path: &path, ..self }.check(inner, item, misfits);
                }
            }
            (Type::Map(inner), Value::Object(entries)) => {
                for (key, item) in entries {
                    Fit { path: &join(self.path, key), ..self }.check(inner, item, misfits);
                }
            }
            (Type::Encoded(inner), Value::String(text)) => match serde_json::from_str(text) {
                Ok(inside) => self.check(inner, &inside, misfits),
                Err(_) => misfits.push(self.misfit("the text is not JSON")),
            },
            (Type::Parameter(index), value) => {
                if let Some(argument) = self.arguments.get(*index) {
                    Fit { arguments: &[], ..self }.check(argument, value, misfits);
                }
            }
            (Type::Named(id, arguments), value) => match &self.api.type_def(*id).kind {
                Kind::Object(object) => self.check_object(object, value, &[], misfits),
                Kind::Enum(choice) => self.check_enum(choice, value, misfits),
                Kind::Union(union) => self.check_union(union, value, misfits),
                Kind::Native(native) => {
                    let arguments = &self.substitute(arguments)[..];
                    Fit { arguments, ..self }.check_forms(&native.forms, value, misfits);
                }
            },
            (type_, value) => misfits.push(self.expected(wanted(type_), value)),
        }
    }

    /// Adds every place of an object's fields that does not fit, and every key that is none.
    pub(super) fn check_fields(self, fields: &[Field], value: &Value, known: &[&str], misfits: &mut Vec<Misfit>) {
        let Value::Object(entries) = value else {
            misfits.push(self.expected("an object", value));
            return;
        };
        for field in fields {
            let path = join(self.path, &field.name);
            let fit = Fit { path: &path, quirks: field.quirks, ..self };
            match entries.get(&field.name) {
                Some(value) => fit.check(&field.type_, value, misfits),
                None if field.type_.is_optional() => {}
                None => misfits.push(fit.misfit("the field is missing")),
            }
        }
        let is_field = |key: &str| known.contains(&key) || fields.iter().any(|field| field.name == key);
        for key in entries.keys().filter(|key| !is_field(key)) {
            let path = join(self.path, key);
            misfits.push(Fit { path: &path, ..self }.misfit("the type has no such field"));
        }
    }

    /// Adds every place of an object that does not fit; `known` are keys that are none of its fields, but no mistake.
    pub(super) fn check_object(self, object: &Object, value: &Value, known: &[&str], misfits: &mut Vec<Misfit>) {
        let fields = &object.fields;
        let Some(rest) = &object.rest else { return self.check_fields(fields, value, known, misfits) };
        let entries = value.as_object().into_iter().flatten();
        let others: Vec<_> = entries.filter(|(key, _)| !fields.iter().any(|field| field.name == **key)).collect();
        for (key, value) in others.iter().filter(|(key, _)| !known.contains(&key.as_str())) {
            let fit = Fit { path: &join(self.path, key), quirks: rest.quirks, ..self };
            fit.check(&rest.type_, value, misfits);
        }
        let known: Vec<&str> = others.iter().map(|(key, _)| key.as_str()).collect();
        self.check_fields(fields, value, &known, misfits);
    }

    fn check_enum(self, choice: &Enum, value: &Value, misfits: &mut Vec<Misfit>) {
        let text = match (choice.form, value) {
            (EnumForm::String, Value::String(text)) => Some(text.clone()),
            (EnumForm::String, Value::Number(number)) if self.quirks.number_or_string => Some(number.to_string()),
            (EnumForm::Integer, Value::Number(number)) => number.as_i64().map(|number| number.to_string()),
            (EnumForm::Integer, Value::String(text)) if self.quirks.number_or_string => {
                integer(text).map(|number| number.to_string())
            }
            _ => None,
        };
        let Some(text) = text else { return misfits.push(self.expected("a value of the enum", value)) };
        if choice.closed.is_some() && !choice.values.iter().any(|known| known.wire == text) {
            misfits.push(self.misfit("the closed enum has no such value"));
        }
    }

    /// A native type fits if one of its forms does; of several the one that comes nearest is told.
    fn check_forms(self, forms: &[Type], value: &Value, misfits: &mut Vec<Misfit>) {
        let mut nearest: Option<Vec<Misfit>> = None;
        for form in forms {
            let mut found = Vec::new();
            self.check(form, value, &mut found);
            if found.is_empty() {
                return;
            }
            let depth = |misfits: &[Misfit]| misfits.first().map_or(0, |misfit| misfit.path.len());
            if nearest.as_ref().is_none_or(|old| depth(&found) > depth(old)) {
                nearest = Some(found);
            }
        }
        misfits.extend(nearest.unwrap_or_default());
    }

    /// The arguments of a type, with those of the type around it put in.
    fn substitute(self, arguments: &[Type]) -> Vec<Type> {
        arguments.iter().map(|argument| substitute(argument, self.arguments)).collect()
    }

    pub(super) fn misfit(self, reason: &str) -> Misfit {
        Misfit { path: self.path.to_owned(), reason: reason.to_owned() }
    }

    pub(super) fn expected(self, wanted: &str, found: &Value) -> Misfit {
        self.misfit(&format!("expected {wanted}, found {}", kind(found)))
    }
}

/// A path one key further.
pub(super) fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// A whole number as the runtime reads it: no `+`, no zero in front, no more than 64 bits.
pub(crate) fn integer(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let plain = plain && (digits.len() == 1 || !digits.starts_with('0'));
    plain.then(|| text.parse().ok()).flatten()
}

/// A number as JSON writes it, and nothing around it.
pub(crate) fn is_number(text: &str) -> bool {
    text.trim() == text && serde_json::from_str::<serde_json::Number>(text).is_ok()
}

fn wanted(type_: &Type) -> &'static str {
    match type_ {
        Type::String => "a text",
        Type::Encoded(_) => "JSON in a text",
        Type::Integer => "a whole number of 64 bits",
        Type::Number => "a number",
        Type::Boolean => "a boolean",
        Type::File => "a text that stands for the file",
        Type::List(_) => "a list",
        Type::Map(_) => "an object",
        _ => "another value",
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::integer;

    #[test]
    fn a_whole_number_is_written_as_the_runtime_reads_it() {
        for (text, number) in [("0", 0), ("-0", 0), ("17", 17), ("-9223372036854775808", i64::MIN)] {
            assert_eq!(integer(text), Some(number), "{text}");
        }
        for text in ["", "-", "+1", "01", "-01", " 1", "1.0", "1e3", "9223372036854775808"] {
            assert_eq!(integer(text), None, "{text}");
        }
    }
}
