//! What a description says of a payload that is known here: fields that are told otherwise, and fields that are new.

use super::operation::Filled;
use crate::import::model::{Expr, Kind, Model};
use crate::ir::{self, Api, Form, Type};

/// How deep objects are compared.
const DEPTH: usize = 8;

/// Compares a payload of ours with one of a description, field by field.
pub(super) fn compare(api: &Api, model: &Model, path: &str, ours: &Type, theirs: &Expr, out: &mut Filled) {
    Compare { api, model, either: false, left: DEPTH }.compare(path, ours, theirs, out);
}

#[derive(Clone, Copy)]
struct Compare<'a> {
    api: &'a Api,
    model: &'a Model,
    /// Whether a quirk takes a number for a text, and a text for a number.
    either: bool,
    /// How much deeper it goes.
    left: usize,
}

impl Compare<'_> {
    fn compare(self, path: &str, ours: &Type, theirs: &Expr, out: &mut Filled) {
        let Self { api, model, either, left } = self;
        let (here, there) = (api.forms(ours), form_of(model, theirs));
        let Some(there) = there.filter(|_| left > 0 && !here.contains(&Form::Any)) else { return };
        let scalars = ["a text", "a number"];
        let fits = |form: &str| form == there || (either && scalars.contains(&form) && scalars.contains(&there));
        if !here.iter().any(|form| fits(word(*form))) {
            let here: Vec<&str> = here.into_iter().map(word).collect();
            out.contradicted.push(format!("{path} is {} here, {there} there", here.join(" or ")));
            return;
        }
        match (ours.required(), theirs.clone().required()) {
            (Type::List(ours), Expr::List(theirs)) => {
                Self { left: left - 1, ..self }.compare(&format!("{path}[]"), ours, &theirs, out);
            }
            (Type::Named(id, _), Expr::Named(other)) => {
                let (ir::Kind::Object(ours), Kind::Object(_)) = (&api.type_def(*id).kind, &model.types[other].kind)
                else {
                    return;
                };
                for theirs in super::types::fields_of(model, other, 0) {
                    let path = format!("{path}.{}", theirs.name);
                    match ours.fields.iter().find(|field| field.name == theirs.name) {
                        Some(field) => {
                            let either = field.quirks.number_or_string;
                            Self { left: left - 1, either, ..self }.compare(&path, &field.type_, &theirs.type_, out);
                        }
                        None if ours.rest.is_some() => {}
                        None => out.left.push(format!("{path}, which the spec does not know")),
                    }
                }
            }
            _ => {}
        }
    }
}

/// The form of an expression in words; none for what may have any.
fn form_of(model: &Model, of: &Expr) -> Option<&'static str> {
    match of {
        Expr::String => Some("a text"),
        Expr::Integer | Expr::Number => Some("a number"),
        Expr::Boolean => Some("a boolean"),
        Expr::List(_) => Some("a list"),
        Expr::Map(_) => Some("an object"),
        Expr::Any | Expr::File => None,
        Expr::Optional(inner) => form_of(model, inner),
        Expr::Named(id) => match &model.types[*id].kind {
            Kind::Object(_) => Some("an object"),
            Kind::Enum(of) => Some(if of.integer { "a number" } else { "a text" }),
            Kind::Union(_) | Kind::Alias(_) => None,
        },
    }
}

const fn word(form: Form) -> &'static str {
    match form {
        Form::String => "a text",
        Form::Number => "a number",
        Form::Boolean => "a boolean",
        Form::List => "a list",
        Form::Object(_) | Form::Map => "an object",
        Form::Any => "anything",
    }
}
