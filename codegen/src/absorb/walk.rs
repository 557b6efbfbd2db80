//! Values held against their types: what is new, what differs, what never came.

use super::findings::{Findings, Misfit, Owner};
use super::json::{Json, is_name, parse_inside};
use super::shape::Shape;
use crate::ir::{Api, Enum, EnumForm, Field, Kind, Member, Object, Quirks, Type, TypeId, Union, substitute};
use crate::resolve::{integer, is_number};

/// Where a value stands.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    /// The path in the sample: `[]` for any entry of a list, `*` for a key that is data.
    pub(super) path: &'a str,
    /// The field that it belongs to.
    pub(super) field: Option<&'a Field>,
    /// Whether it is the field's value itself, and not a part of it.
    pub(super) whole: bool,
    /// What the parameters of the native type stand for.
    pub(super) arguments: &'a [Type],
}

/// The values of a field, held against its type.
pub(super) struct Walk<'a> {
    pub(super) api: &'a Api,
    pub(super) findings: &'a mut Findings,
}

impl Walk<'_> {
    /// Notes all that a value shows of its type.
    pub(super) fn value(&mut self, at: At, type_: &Type, value: &Json) {
        let quirks = at.field.map(|field| field.quirks).unwrap_or_default();
        let part = At { whole: false, ..at };
        match (type_, value) {
            (Type::Any, _) | (Type::Optional(_), Json::Null) => {}
            (Type::Optional(inner), Json::Text(text)) if text.is_empty() && !self.takes_text(inner, at.arguments) => {
                if !quirks.blank_is_null {
                    self.differs(at, Misfit::Blank, type_, value);
                }
            }
            (Type::Optional(inner), value) => self.value(at, inner, value),
            (Type::List(inner), Json::List(items)) => {
                let path = format!("{}[]", at.path);
                items.iter().for_each(|item| self.value(At { path: &path, ..part }, inner, item));
            }
            (Type::Map(inner), Json::Object(entries)) => {
                let path = format!("{}.*", at.path);
                entries.iter().for_each(|(_, item)| self.value(At { path: &path, ..part }, inner, item));
            }
            (Type::Encoded(inner), Json::Text(text)) => match serde_json::from_str(text) {
                Ok(inside) => self.value(part, inner, &inside),
                Err(_) => self.differs(at, Misfit::Form, type_, value),
            },
            (Type::Parameter(index), value) => {
                if let Some(argument) = at.arguments.get(*index) {
                    self.value(At { arguments: &[], ..part }, argument, value);
                }
            }
            (Type::Named(id, arguments), value) => self.named(at, *id, arguments, type_, value),
            (type_, value) => {
                if !fits_scalar(type_, value, quirks) {
                    self.differs(at, misfit(type_, value), type_, value);
                }
            }
        }
    }

    fn named(&mut self, at: At, id: TypeId, arguments: &[Type], type_: &Type, value: &Json) {
        match (&self.api.type_def(id).kind, value) {
            (Kind::Object(object), Json::Object(_)) => self.object(Owner::Type(id), object, at.path, value),
            (Kind::Object(_), Json::Text(text)) if parse_inside(text).is_some() => {
                self.differs(at, Misfit::Encoded, type_, value);
            }
            (Kind::Object(_), _) => self.differs(at, misfit(type_, value), type_, value),
            (Kind::Enum(choice), _) => self.choice(at, id, choice, type_, value),
            (Kind::Union(union), _) => match self.member(at, union, value) {
                Some(member) => self.value(At { whole: false, ..at }, &member.type_, value),
                None => self.differs(at, misfit(type_, value), type_, value),
            },
            (Kind::Native(native), _) => {
                let arguments: Vec<Type> =
                    arguments.iter().map(|argument| substitute(argument, at.arguments)).collect();
                let at = At { arguments: &arguments, ..at };
                match native.forms.iter().find(|form| self.has_form(form, &arguments, at.field, value)) {
                    Some(form) => self.value(At { whole: false, ..at }, form, value),
                    None => self.differs(at, misfit(type_, value), type_, value),
                }
            }
        }
    }

    /// The member of a union that a value is of: the one that the tag names, or else has the form and most of the keys.
    fn member<'u>(&self, at: At, union: &'u Union, value: &Json) -> Option<&'u Member> {
        if let Some(tag) = &union.tag {
            let Some(Json::Text(text)) = value.get(tag) else { return None };
            return union.members.iter().find(|member| member.value.as_ref() == Some(text));
        }
        let known = |member: &&Member| {
            let fields = self.api.tagged_object(member).map_or(&[][..], |object| &object.fields);
            fields.iter().filter(|field| value.get(&field.name).is_some()).count()
        };
        let fitting = union.members.iter().filter(|member| self.has_form(&member.type_, at.arguments, at.field, value));
        fitting.rev().max_by_key(known)
    }

    /// Notes which fields of an object came, and looks into each.
    pub(super) fn object(&mut self, owner: Owner, object: &Object, path: &str, value: &Json) {
        self.fields(owner, &object.fields, path, value, &[], object.rest.is_some());
        let Some(rest) = &object.rest else { return };
        let Json::Object(entries) = value else { return };
        let path = join(path, "*");
        for (_, item) in entries.iter().filter(|(key, _)| !object.fields.iter().any(|field| field.name == *key)) {
            let field = Field { type_: rest.type_.clone(), quirks: rest.quirks, ..as_field(rest) };
            self.value(At { path: &path, field: Some(&field), whole: false, arguments: &[] }, &rest.type_, item);
        }
    }

    /// The same for fields that belong to no type. `known` are keys that are none of them.
    pub(super) fn fields(
        &mut self,
        owner: Owner,
        fields: &[Field],
        path: &str,
        value: &Json,
        known: &[&str],
        is_open: bool,
    ) {
        self.findings.see_object(owner, fields.len());
        for (index, field) in fields.iter().enumerate() {
            let path = join(path, &field.name);
            let at = At { path: &path, field: Some(field), whole: true, arguments: &[] };
            match value.get(&field.name) {
                Some(value) => {
                    self.findings.see_field(owner, index);
                    self.value(at, &field.type_, value);
                }
                None if field.type_.is_optional() => {}
                None => self.findings.differs(at.path, field, Misfit::Missing, "a value", "nothing"),
            }
        }
        let Json::Object(entries) = value else { return };
        for (key, value) in entries {
            let is_known = known.contains(&key.as_str()) || fields.iter().any(|field| field.name == *key);
            if !is_known && !is_open {
                self.findings.unknown_field(owner, key, &join(path, key_shown(key)), Shape::of(value));
            }
        }
    }

    fn choice(&mut self, at: At, id: TypeId, choice: &Enum, type_: &Type, value: &Json) {
        let either = at.field.is_some_and(|field| field.quirks.number_or_string);
        let (wire, is_fine) = match (choice.form, value) {
            (EnumForm::String, Json::Text(text)) => (Some(text.clone()), is_name(text)),
            (EnumForm::String, Json::Integer(number)) if either => (Some(number.to_string()), number.abs() < 100_000),
            (EnumForm::Integer, Json::Integer(number)) => (Some(number.to_string()), number.abs() < 100_000),
            (EnumForm::Integer, Json::Text(text)) if either => {
                let number = integer(text);
                (number.map(|number| number.to_string()), number.is_some_and(|number| number.abs() < 100_000))
            }
            _ => (None, false),
        };
        let Some(wire) = wire else { return self.differs(at, misfit(type_, value), type_, value) };
        if choice.values.iter().any(|known| known.wire == wire) {
            return;
        }
        let is_hidden = at.field.is_some_and(|field| field.secret || field.personal);
        if choice.closed.is_some() {
            self.differs(at, Misfit::Closed, type_, value);
        } else {
            let shown = (is_fine && !is_hidden).then_some(wire);
            self.findings.unknown_value(id, shown, at.path);
        }
    }

    /// Whether a form of a native type is the one that came; looks no deeper than it has to.
    fn has_form(&self, form: &Type, arguments: &[Type], field: Option<&Field>, value: &Json) -> bool {
        let quirks = field.map(|field| field.quirks).unwrap_or_default();
        match (form, value) {
            (Type::Any, _) | (Type::Optional(_), Json::Null) => true,
            (Type::Optional(inner), value) => self.has_form(inner, arguments, field, value),
            (Type::List(_), Json::List(_)) | (Type::Map(_), Json::Object(_)) => true,
            (Type::Encoded(inner), Json::Text(text)) => {
                serde_json::from_str(text).is_ok_and(|inside| self.has_form(inner, arguments, field, &inside))
            }
            (Type::Parameter(index), value) => {
                arguments.get(*index).is_some_and(|argument| self.has_form(argument, &[], field, value))
            }
            (Type::Named(id, inner), value) => match &self.api.type_def(*id).kind {
                Kind::Object(_) => matches!(value, Json::Object(_)),
                Kind::Enum(_) => matches!(value, Json::Text(_) | Json::Integer(_)),
                Kind::Union(union) => {
                    union.members.iter().any(|member| self.has_form(&member.type_, arguments, field, value))
                }
                Kind::Native(native) => {
                    let inner: Vec<Type> = inner.iter().map(|argument| substitute(argument, arguments)).collect();
                    native.forms.iter().any(|form| self.has_form(form, &inner, field, value))
                }
            },
            (form, value) => fits_scalar(form, value, quirks),
        }
    }

    /// Whether a blank text is a value of the type, and not nothing.
    fn takes_text(&self, type_: &Type, arguments: &[Type]) -> bool {
        self.has_form(type_, arguments, None, &Json::Text(String::new()))
            && !matches!(type_, Type::Named(id, _) if matches!(self.api.type_def(*id).kind, Kind::Enum(_)))
    }

    fn differs(&mut self, at: At, misfit: Misfit, type_: &Type, value: &Json) {
        let Some(field) = at.field else {
            return self.findings.payload_differs(at.path, self.wanted(type_), value.form());
        };
        // What holds for a part of the value cannot be mended at the field's type.
        let misfit = match misfit {
            Misfit::Blank | Misfit::Either | Misfit::Closed => misfit,
            _ if !at.whole => Misfit::Form,
            misfit => misfit,
        };
        self.findings.differs(at.path, field, misfit, self.wanted(type_), value.form());
    }

    /// What a type expects, in words.
    fn wanted(&self, type_: &Type) -> &'static str {
        match type_.required() {
            Type::String => "a text",
            Type::Encoded(_) => "JSON in a text",
            Type::Integer => "a whole number",
            Type::Number => "a number",
            Type::Boolean => "a boolean",
            Type::List(_) => "a list",
            Type::Map(_) => "an object",
            Type::Named(id, _) => match &self.api.type_def(*id).kind {
                Kind::Object(_) => "an object",
                Kind::Enum(_) => "a value of the enum",
                Kind::Union(_) => "a value of the union",
                Kind::Native(_) => "a form of the native type",
            },
            _ => "another value",
        }
    }
}

/// Whether a single value has the form of a built-in type.
fn fits_scalar(type_: &Type, value: &Json, quirks: Quirks) -> bool {
    match (type_, value) {
        (Type::String, Json::Text(_)) | (Type::Boolean, Json::Boolean(_)) | (Type::Integer, Json::Integer(_)) => true,
        (Type::Number, Json::Integer(_) | Json::Number) => true,
        (Type::String, Json::Integer(_) | Json::Number) => quirks.number_or_string,
        (Type::Integer, Json::Text(text)) => quirks.number_or_string && integer(text).is_some(),
        (Type::Number, Json::Text(text)) => quirks.number_or_string && is_number(text),
        _ => false,
    }
}

/// What kind of difference it is.
fn misfit(type_: &Type, value: &Json) -> Misfit {
    match (type_, value) {
        (_, Json::Null) => Misfit::Null,
        (Type::String, Json::Integer(_) | Json::Number) => Misfit::Either,
        (Type::Integer, Json::Text(text)) if integer(text).is_some() => Misfit::Either,
        (Type::Number, Json::Text(text)) if is_number(text) => Misfit::Either,
        (Type::Integer, Json::Number) => Misfit::Fraction,
        (Type::List(_) | Type::Map(_), Json::Text(text)) if parse_inside(text).is_some() => Misfit::Encoded,
        _ => Misfit::Form,
    }
}

/// A path one key further.
pub(super) fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// A key, if it is a name; what may be data is not shown.
fn key_shown(key: &str) -> &str {
    if is_name(key) { key } else { "*" }
}

/// The field that the tenant's own keys would be.
fn as_field(rest: &crate::ir::Rest) -> Field {
    Field {
        name: rest.name.clone(),
        type_: Type::Any,
        title: crate::ir::Title::default(),
        doc: None,
        evidence: None,
        included: None,
        secret: false,
        personal: rest.personal,
        quirks: rest.quirks,
        deprecated: None,
        rust_name: None,
        place: rest.place.clone(),
    }
}
