//! Unions whose members can be told apart; others become a wider type.

use std::collections::BTreeSet;

use super::findings::{Finding, FindingKind};
use super::model::{Expr, Kind, Member, Model, Union};

/// How many members a union may have before it stands for anything.
const MEMBERS: usize = 200;

/// Settles every union that is left. Whether one came down to a single type, which others must then name in its place.
pub(super) fn settle_unions(model: &mut Model, nullable: &mut BTreeSet<usize>, findings: &mut Vec<Finding>) -> bool {
    let mut changed = false;
    for id in 0..model.types.len() {
        let Kind::Union(union) = &model.types[id].kind else { continue };
        let mut union = union.clone();
        for member in &mut union.members {
            if member.type_.is_optional() {
                changed |= nullable.insert(id);
                member.type_ = member.type_.clone().required();
            }
        }
        let before = union.clone();
        let is_object = |expr: &Expr| match expr {
            Expr::Named(id) => matches!(model.types[*id].kind, Kind::Object(_)),
            _ => false,
        };
        let has_tag =
            |member: &Member| is_object(&member.type_) && takes(model, &member.type_, &union.tag, &member.value);
        if union.tag.is_some() && !union.members.iter().all(has_tag) {
            union.tag = None;
        }
        let kind = match union.tag {
            Some(_) => Kind::Union(union),
            None => {
                let members = flat(model, id, &union);
                let (kind, is_wider) = told_apart(model, members);
                if is_wider && !matches!(model.types[id].kind, Kind::Alias(_)) {
                    let (spot, detail) = (model.types[id].spot.clone(), model.types[id].words.join(" "));
                    findings.push(Finding { kind: FindingKind::UnionWidened, spot, detail });
                }
                kind
            }
        };
        changed |= kind != Kind::Union(before);
        model.types[id].kind = kind;
    }
    changed
}

/// Whether the tag of a member, if it is a field, can have its value.
fn takes(model: &Model, member: &Expr, tag: &Option<String>, value: &Option<String>) -> bool {
    let (Expr::Named(id), Some(tag), Some(value)) = (member, tag, value) else { return false };
    let Kind::Object(object) = &model.types[*id].kind else { return false };
    let Some(field) = object.fields.iter().find(|field| field.name == *tag) else { return true };
    match field.type_.clone().required() {
        Expr::String | Expr::Any => true,
        Expr::Integer | Expr::Number => value.parse::<i64>().is_ok(),
        Expr::Boolean => matches!(value.as_str(), "true" | "false"),
        Expr::Named(id) => {
            matches!(&model.types[id].kind, Kind::Enum(of) if !of.integer || value.parse::<i64>().is_ok())
        }
        _ => false,
    }
}

/// The members, those of untagged unions among them in their place.
fn flat(model: &Model, id: usize, union: &Union) -> Vec<Expr> {
    let mut flat: Vec<Expr> = Vec::new();
    let mut seen = BTreeSet::from([id]);
    let mut open: Vec<Expr> = union.members.iter().rev().map(|member| member.type_.clone()).collect();
    while let Some(member) = open.pop() {
        let member = member.required();
        match &member {
            Expr::Named(id) => match &model.types[*id].kind {
                Kind::Union(inner) if inner.tag.is_none() || shares(model, inner, union) => {
                    if seen.insert(*id) {
                        open.extend(inner.members.iter().rev().map(|member| member.type_.clone()));
                    }
                }
                _ if flat.contains(&member) => {}
                _ => flat.push(member),
            },
            _ if flat.contains(&member) => {}
            _ => flat.push(member),
        }
    }
    flat
}

/// Whether a union with a tag has members in common with what it is a member of.
fn shares(model: &Model, inner: &Union, outer: &Union) -> bool {
    let unions = |expr: &Expr| match expr {
        Expr::Named(id) => match &model.types[*id].kind {
            Kind::Union(of) => Some(of),
            _ => None,
        },
        _ => None,
    };
    outer.members.iter().any(|member| match unions(&member.type_) {
        Some(of) => of != inner,
        None => inner.members.iter().any(|other| other.type_ == member.type_),
    })
}

/// The form of JSON that a member has.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    Text,
    Number,
    Boolean,
    List,
    Map,
    Object,
    Anything,
}

fn form(model: &Model, expr: &Expr) -> Form {
    match expr {
        Expr::String | Expr::File => Form::Text,
        Expr::Integer | Expr::Number => Form::Number,
        Expr::Boolean => Form::Boolean,
        Expr::List(_) => Form::List,
        Expr::Map(_) => Form::Map,
        Expr::Any | Expr::Optional(_) => Form::Anything,
        Expr::Named(id) => match &model.types[*id].kind {
            Kind::Object(_) => Form::Object,
            Kind::Enum(of) if of.integer => Form::Number,
            Kind::Enum(_) => Form::Text,
            Kind::Union(of) if of.tag.is_some() => Form::Object,
            Kind::Union(_) | Kind::Alias(_) => Form::Anything,
        },
    }
}

/// A union of members that differ in form, objects by their fields; whether something had to be widened.
fn told_apart(model: &Model, members: Vec<Expr>) -> (Kind, bool) {
    let mut kept: Vec<Expr> = Vec::new();
    let mut is_wider = members.len() > MEMBERS;
    for member in members.into_iter().take(MEMBERS) {
        let of = form(model, &member);
        let same = |other: &Expr| match (form(model, other), of) {
            (Form::Object, Form::Object) => false,
            (one, other) => one == other,
        };
        match kept.iter_mut().find(|other| same(other)) {
            None => kept.push(member),
            Some(other) => {
                let wider = wider(model, other, &member);
                is_wider |= wider.1;
                *other = wider.0;
            }
        }
    }
    let anything = kept.iter().any(|of| form(model, of) == Form::Anything) || (is_wider && kept.is_empty());
    match kept.len() {
        _ if anything => (Kind::Alias(Expr::Any), true),
        0 => (Kind::Alias(Expr::Any), is_wider),
        1 => (Kind::Alias(kept.swap_remove(0)), is_wider),
        _ => {
            let members = kept.into_iter().map(|type_| Member { value: None, type_ }).collect();
            (Kind::Union(Union { tag: None, members }), is_wider)
        }
    }
}

/// A type that takes what both take; whether it takes more.
fn wider(model: &Model, one: &Expr, other: &Expr) -> (Expr, bool) {
    let is_enum = |expr: &Expr| matches!(expr, Expr::Named(id) if matches!(model.types[*id].kind, Kind::Enum(_)));
    match (one, other) {
        _ if one == other => (one.clone(), false),
        // An enum is open: another text is one of its values.
        (Expr::String, of) | (of, Expr::String) if is_enum(of) => (of.clone(), false),
        (Expr::Integer, of) | (of, Expr::Integer) if is_enum(of) => (of.clone(), false),
        (Expr::Integer | Expr::Number, Expr::Integer | Expr::Number) => (Expr::Number, false),
        (Expr::List(_), Expr::List(_)) => (Expr::List(Box::new(Expr::Any)), true),
        (Expr::Map(_), _) | (_, Expr::Map(_)) => (Expr::Map(Box::new(Expr::Any)), true),
        (of, Expr::Number) | (Expr::Number, of) if is_enum(of) => (Expr::Number, true),
        _ if form(model, one) == Form::Number => (Expr::Number, true),
        _ => (Expr::String, true),
    }
}
