//! A value for a type: by an example where there is one, else made up.

mod unions;

use crate::fixtures::Form;
use crate::model::{Api, Field, Kind, Payload, Type};
use crate::random::Random;
use crate::text;
use crate::tree::Tree;

/// Deeper than this, what may be missing is missing: types may contain themselves.
const DEEPEST: usize = 12;

/// How values are made.
pub(crate) struct Shaper<'a> {
    pub(crate) api: &'a Api,
    pub(crate) form: Form,
    /// Whether examples are taken with other ids, numbers and times, and fields may be missing.
    pub(crate) varied: bool,
    /// Whether every object that has no fields of the tenant's gets one that its type does not know.
    pub(crate) unknown_fields: bool,
    pub(crate) random: Random,
}

/// Where a value stands.
#[derive(Clone, Copy)]
struct Place<'p> {
    /// The name of the field.
    field: &'p str,
    /// What the parameters of the native type around it stand for.
    arguments: &'p [Type],
    around: Option<&'p Place<'p>>,
    depth: usize,
}

impl Shaper<'_> {
    /// The data of an event.
    pub(crate) fn payload(&mut self, payload: &Payload, example: Option<&Tree>) -> Tree {
        let place = Place { field: "", arguments: &[], around: None, depth: 0 };
        match payload {
            Payload::Empty => example.cloned().unwrap_or_else(Tree::null),
            Payload::Open => self.any(example),
            Payload::Typed(type_) | Payload::Form(type_) | Payload::Multipart(type_) => {
                self.value(type_, example, place)
            }
            Payload::Binary(_) | Payload::Text(_) => self.plain(&Type::String, example, place.field),
        }
    }

    /// A value of a type, made up.
    #[cfg(feature = "fake")]
    pub(crate) fn of_type(&mut self, type_: &Type) -> Tree {
        self.value(type_, None, Place { field: "", arguments: &[], around: None, depth: 0 })
    }

    /// An object of fields; what else the example has is kept.
    pub(crate) fn fields(&mut self, fields: &[Field], example: Option<&Tree>) -> Vec<(String, Tree)> {
        self.object(fields, None, example, Place { field: "", arguments: &[], around: None, depth: 0 })
    }

    fn value(&mut self, type_: &Type, example: Option<&Tree>, place: Place<'_>) -> Tree {
        let deeper = Place { depth: place.depth + 1, ..place };
        match type_ {
            Type::Optional(_) if example == Some(&Tree::null()) => Tree::null(),
            Type::Optional(_) if example.is_none() && place.depth > DEEPEST => Tree::null(),
            Type::Optional(of) => self.value(of, example, deeper),
            Type::List(of) => match example {
                Some(Tree::List(items)) => {
                    Tree::List(items.iter().map(|item| self.value(of, Some(item), deeper)).collect())
                }
                Some(other) => other.clone(),
                None if place.depth > DEEPEST => Tree::List(Vec::new()),
                None => {
                    let items = if self.varied { 1 + self.random.below(2) } else { 1 };
                    Tree::List((0..items).map(|_| self.value(of, None, deeper)).collect())
                }
            },
            Type::Map(of) => self.object(&[], Some(of), example, deeper).into(),
            Type::Encoded(of) => self.document(of, example, true, deeper),
            Type::Parameter(index) => match (place.arguments.get(*index), place.around) {
                (Some(of), Some(around)) => self.value(of, example, Place { depth: deeper.depth, ..*around }),
                _ => self.any(example),
            },
            Type::Named(name, arguments) => self.named(name, arguments, example, deeper),
            Type::Any => self.any(example),
            Type::File => self.plain(&Type::String, example, place.field),
            Type::String | Type::Integer | Type::Number | Type::Boolean => self.plain(type_, example, place.field),
        }
    }

    fn named(&mut self, name: &str, arguments: &[Type], example: Option<&Tree>, place: Place<'_>) -> Tree {
        match self.api.type_def(name).map(|type_| &type_.kind) {
            Some(Kind::Object { fields, rest }) => self.object(fields, rest.as_ref(), example, place).into(),
            Some(Kind::Enum { values, is_integer, .. }) => match example {
                Some(example) if !self.varied => example.clone(),
                _ => match self.random.pick(values) {
                    Some(value) if *is_integer => Tree::scalar(value),
                    Some(value) => Tree::text(*value),
                    None => Tree::null(),
                },
            },
            Some(Kind::Union { tag, members }) => self.union(*tag, members, example, place),
            Some(Kind::Native { name, forms }) => {
                let inner = Place { arguments, around: Some(&place), ..place };
                self.native(name, forms, example, inner)
            }
            None => Tree::null(),
        }
    }

    fn native(&mut self, name: &str, forms: &[Type], example: Option<&Tree>, place: Place<'_>) -> Tree {
        if forms.iter().any(|form| matches!(form, Type::Encoded(_))) {
            let plain = forms.iter().find(|form| !matches!(form, Type::Encoded(_)));
            return match plain {
                Some(plain) => self.document(plain, example, self.form == Form::Embedded, place),
                None => Tree::null(),
            };
        }
        if forms.iter().all(|form| matches!(form, Type::String | Type::Integer | Type::Number | Type::Boolean)) {
            return self.scalar(name, forms, example, place.field);
        }
        let is_list = example.map(|example| matches!(example, Tree::List(_)));
        let fits = |form: &&Type| is_list.is_none_or(|is_list| matches!(form, Type::List(_)) == is_list);
        match forms.iter().find(fits).or(forms.first()) {
            Some(form) => self.value(form, example, place),
            None => Tree::null(),
        }
    }

    /// A value that may come as JSON in a string.
    fn document(&mut self, of: &Type, example: Option<&Tree>, in_string: bool, place: Place<'_>) -> Tree {
        let decoded = match example {
            Some(Tree::Text(text)) => Tree::parse(text).ok(),
            other => other.cloned(),
        };
        let value = self.value(of, decoded.as_ref(), place);
        match example {
            // As the example has it, down to the escapes.
            Some(Tree::Text(_)) if in_string && decoded.as_ref() == Some(&value) => example.cloned().unwrap_or(value),
            _ if in_string => Tree::Text(value.to_string()),
            _ => value,
        }
    }

    fn object(
        &mut self,
        fields: &[Field],
        rest: Option<&Type>,
        example: Option<&Tree>,
        place: Place<'_>,
    ) -> Vec<(String, Tree)> {
        let mut made = Vec::new();
        if let Some(Tree::Object(entries)) = example {
            for (key, value) in entries {
                let type_ = fields.iter().find(|field| field.name == key).map(|field| &field.type_).or(rest);
                let value = match type_ {
                    Some(type_) => self.value(type_, Some(value), Place { field: key, ..place }),
                    None => value.clone(),
                };
                made.push((key.clone(), value));
            }
        } else {
            for field in fields {
                let roll = if self.varied { self.random.below(8) } else { 7 };
                let value = match (&field.type_, roll) {
                    (Type::Optional(_), 0) => continue,
                    (Type::Optional(_), 1) => Tree::null(),
                    (type_, _) => self.value(type_, None, Place { field: field.name, ..place }),
                };
                made.push((field.name.to_owned(), value));
            }
            made.extend(rest.map(|rest| {
                let field = "made_up_field";
                (field.to_owned(), self.value(rest, None, Place { field, ..place }))
            }));
        }
        if self.unknown_fields && rest.is_none() {
            made.push((format!("unknown_{}", self.random.below(100)), unknown_value()));
        }
        made
    }

    /// A text, a number or a boolean that the runtime has a type for.
    fn scalar(&mut self, name: &str, forms: &[Type], example: Option<&Tree>, field: &str) -> Tree {
        if let (Some(example), false) = (example, self.varied) {
            return example.clone();
        }
        let value = match name {
            "Digits" => (1 + self.random.below(99_999)).to_string(),
            "Flag" => self.random.below(2).to_string(),
            "UnixSeconds" => text::unix_seconds(&mut self.random).to_string(),
            "UnixMillis" => (text::unix_seconds(&mut self.random) * 1_000).to_string(),
            "LocalDateTime" => text::local_date_time(&mut self.random),
            "Label" => return self.plain(&Type::String, example, field),
            _ => return forms.first().map_or_else(Tree::null, |form| self.plain(form, example, field)),
        };
        let is_text = match example {
            Some(example) => matches!(example, Tree::Text(_)),
            None if self.varied && forms.iter().any(|form| matches!(form, Type::Integer)) => {
                self.random.below(2) == 0 && forms.iter().any(|form| matches!(form, Type::String))
            }
            None => matches!(forms.first(), Some(Type::String)),
        };
        if is_text { Tree::Text(value) } else { Tree::Scalar(value) }
    }

    fn plain(&mut self, type_: &Type, example: Option<&Tree>, field: &str) -> Tree {
        match (example, type_) {
            (Some(Tree::Text(old)), _) if self.varied && text::is_id(old) => Tree::Text(text::id(&mut self.random)),
            (Some(example), _) => example.clone(),
            (None, Type::Integer) => Tree::scalar(self.random.below(1_000)),
            (None, Type::Number) => Tree::scalar(format_args!("{}.50", self.random.below(1_000))),
            (None, Type::Boolean) => Tree::scalar(self.random.below(2) == 0),
            (None, _) => Tree::Text(text::text(field, &mut self.random)),
        }
    }

    /// Something small where nobody knows what stands there.
    fn any(&mut self, example: Option<&Tree>) -> Tree {
        if let Some(example) = example {
            return example.clone();
        }
        Tree::Object(vec![
            ("id".to_owned(), Tree::Text(text::id(&mut self.random))),
            ("name".to_owned(), Tree::Text(text::text("name", &mut self.random))),
            ("count".to_owned(), Tree::scalar(self.random.below(100))),
        ])
    }
}

/// What no type expects: a number with a zero at its end, nothing, a list in an object.
fn unknown_value() -> Tree {
    let items = vec![Tree::scalar("1.50"), Tree::null(), Tree::text("made up")];
    Tree::Object(vec![("list".to_owned(), Tree::List(items))])
}

impl From<Vec<(String, Tree)>> for Tree {
    fn from(fields: Vec<(String, Tree)>) -> Self {
        Self::Object(fields)
    }
}
