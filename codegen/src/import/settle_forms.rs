//! Bodies of forms: an object of single values and lists of such. What is nested is laid flat, as `card[number]`.

use super::findings::{Finding, FindingKind};
use super::model::{Expr, Field, Form, Kind, Model, Object, Operation, TypeDef};
use super::parameters::plain;

/// How deep nested objects are laid flat.
const DEPTH: usize = 3;

/// How many fields may come of it.
const FIELDS: usize = 400;

/// Gives each form an object that it can hold.
pub(super) fn settle_forms(model: &mut Model, findings: &mut Vec<Finding>) {
    for index in 0..model.operations.len() {
        let operation = &model.operations[index];
        let Some(body) = &operation.body else { continue };
        let (of, is_form) = match &body.form {
            Form::Urlencoded(of) => (of.clone(), true),
            Form::Multipart(of) => (of.clone(), false),
            _ => continue,
        };
        let object = object(model, &of, operation, findings);
        let flat = match is_form {
            true => flat(model, &object, findings),
            false => object.clone(),
        };
        let id = match of {
            Expr::Named(id) if model.types[id].kind == Kind::Object(flat.clone()) => id,
            _ => add(model, index, &of, flat),
        };
        if let Some(body) = &mut model.operations[index].body {
            body.form = if is_form { Form::Urlencoded(Expr::Named(id)) } else { Form::Multipart(Expr::Named(id)) };
        }
    }
}

/// The object that a body is; without fields if it is none.
fn object(model: &Model, of: &Expr, operation: &Operation, findings: &mut Vec<Finding>) -> Object {
    let kind = match of {
        Expr::Named(id) => Some(&model.types[*id].kind),
        _ => None,
    };
    let mut merged = Object::default();
    match kind {
        Some(Kind::Object(object)) => return object.clone(),
        Some(Kind::Union(union)) => {
            let spot = operation.spot.clone();
            findings.push(Finding { kind: FindingKind::AlternativesMerged, spot, detail: "of a form".to_owned() });
            for member in &union.members {
                let Expr::Named(id) = &member.type_ else { continue };
                let Kind::Object(object) = &model.types[*id].kind else { continue };
                for field in &object.fields {
                    if merged.fields.iter().all(|known| known.name != field.name) {
                        merged.fields.push(Field { type_: field.type_.clone().optional(), ..field.clone() });
                    }
                }
            }
        }
        _ => {}
    }
    merged
}

fn flat(model: &Model, object: &Object, findings: &mut Vec<Finding>) -> Object {
    let mut fields = Vec::new();
    for field in &object.fields {
        lay_flat(model, field, DEPTH, &mut fields, findings);
    }
    let rest = object.rest.as_ref().and_then(|rest| single_or_list(model, rest));
    Object { include: Vec::new(), fields, rest }
}

fn single_or_list(model: &Model, of: &Expr) -> Option<Expr> {
    match of {
        Expr::File => Some(Expr::String),
        Expr::List(item) => plain(&model.types, item).map(|item| Expr::List(Box::new(item))),
        other => plain(&model.types, other),
    }
}

fn lay_flat(model: &Model, field: &Field, depth: usize, into: &mut Vec<Field>, findings: &mut Vec<Finding>) {
    let is_optional = field.type_.is_optional();
    let inner = field.type_.clone().required();
    let mut tell = |kind| findings.push(Finding { kind, spot: field.spot.clone(), detail: field.name.clone() });
    if into.len() >= FIELDS {
        tell(FindingKind::ParameterDropped);
        return;
    }
    if let Some(type_) = single_or_list(model, &inner) {
        let type_ = if is_optional { type_.optional() } else { type_ };
        into.push(Field { type_, ..field.clone() });
        return;
    }
    let object = match &inner {
        Expr::Named(id) => nested(model, *id),
        _ => None,
    };
    match object {
        Some(object) if depth > 0 => {
            tell(FindingKind::Encoding);
            for inner in &object.fields {
                let type_ = if is_optional { inner.type_.clone().optional() } else { inner.type_.clone() };
                let name = format!("{}[{}]", field.name, inner.name);
                lay_flat(model, &Field { name, type_, ..inner.clone() }, depth - 1, into, findings);
            }
        }
        Some(_) | None => tell(FindingKind::ParameterDropped),
    }
}

/// The object that a type is, or the one object among its alternatives.
fn nested(model: &Model, id: usize) -> Option<&Object> {
    match &model.types[id].kind {
        Kind::Object(object) => Some(object),
        Kind::Union(union) => union.members.iter().find_map(|member| match &member.type_ {
            Expr::Named(id) => match &model.types[*id].kind {
                Kind::Object(object) => Some(object),
                _ => None,
            },
            _ => None,
        }),
        _ => None,
    }
}

/// Adds a type for a body that has none of its own.
fn add(model: &mut Model, operation: usize, of: &Expr, object: Object) -> usize {
    let operation = &model.operations[operation];
    let spot = operation.body.as_ref().map(|body| body.spot.clone()).unwrap_or_default();
    let first =
        operation.id.clone().unwrap_or_else(|| format!("{} {}", operation.method.to_lowercase(), operation.path));
    let source = match of {
        Expr::Named(id) => Some(&model.types[*id]),
        _ => None,
    };
    let type_ = TypeDef {
        name: String::new(),
        words: vec![first, "form".to_owned()],
        is_component: false,
        title: source.and_then(|of| of.title.clone()),
        doc: source.and_then(|of| of.doc.clone()),
        deprecated: None,
        kind: Kind::Object(object),
        spot,
    };
    model.types.push(type_);
    model.types.len() - 1
}
