//! What can be decided only when every schema was read: what names lead to, what may be missing, what is laid flat.

use std::collections::{BTreeMap, BTreeSet};

use super::findings::{Finding, FindingKind};
use super::model::{Expr, Field, Form, Kind, Model, Object, Payload};
use super::settle_events::settle_events;
use super::settle_forms::settle_forms;
use super::settle_unions::settle_unions;
use crate::ir::graph;
use crate::rust::{Case, ident};

/// How many names may follow on each other.
const CHAIN: usize = 64;

/// How often alternatives that came down to one type are looked at again.
const ROUNDS: usize = 6;

/// Settles what is open in a model.
pub(super) fn settle(model: &mut Model, nullable: &mut BTreeSet<usize>, findings: &mut Vec<Finding>) {
    for _ in 0..ROUNDS {
        resolve_names(model, nullable, findings);
        if !settle_unions(model, nullable, findings) {
            break;
        }
    }
    resolve_names(model, nullable, findings);
    // That null is among the values stands where the union is used.
    for type_ in &mut model.types {
        if let Kind::Union(union) = &mut type_.kind {
            union.members.iter_mut().for_each(|member| member.type_ = member.type_.clone().required());
        }
    }
    settle_events(model, findings);
    settle_forms(model, findings);
    settle_files(model);
    settle_depth(model, findings);
    settle_required(model);
    settle_includes(model);
    settle_circles(model);
}

/// Puts what an alias stands for in its place, and an option where a type allows null.
fn resolve_names(model: &mut Model, nullable: &BTreeSet<usize>, findings: &mut Vec<Finding>) {
    let aliases: Vec<Option<Expr>> = model
        .types
        .iter()
        .map(|type_| match &type_.kind {
            Kind::Alias(to) => Some(to.clone()),
            _ => None,
        })
        .collect();
    let names = Names { aliases: &aliases, nullable };
    let mut endless = BTreeSet::new();
    let mut resolve = |expr: &mut Expr| match names.resolve(expr, 0) {
        Ok(resolved) => *expr = resolved,
        Err(id) => {
            endless.insert(id);
            *expr = Expr::Any;
        }
    };
    for type_ in &mut model.types {
        match &mut type_.kind {
            Kind::Object(object) => {
                object.fields.iter_mut().for_each(|field| resolve(&mut field.type_));
                object.rest.iter_mut().for_each(&mut resolve);
            }
            Kind::Union(union) => union.members.iter_mut().for_each(|member| resolve(&mut member.type_)),
            Kind::Alias(_) | Kind::Enum(_) => {}
        }
    }
    for operation in &mut model.operations {
        let parameters = operation.path_parameters.iter_mut().chain(&mut operation.query);
        let parameters = parameters.chain(&mut operation.headers).chain(&mut operation.cookies);
        parameters.for_each(|field| resolve(&mut field.type_));
        operation.body.iter_mut().chain(&mut operation.returns).for_each(|of| resolve_payload(of, &mut resolve));
    }
    model.events.iter_mut().filter_map(|event| event.data.as_mut()).for_each(|of| resolve_payload(of, &mut resolve));
    for id in endless {
        if let Some(type_) = model.types.get(id) {
            let (kind, detail) = (FindingKind::ReferenceCycle, type_.words.join(" "));
            findings.push(Finding { kind, spot: type_.spot.clone(), detail });
        }
    }
}

fn resolve_payload(payload: &mut Payload, resolve: &mut impl FnMut(&mut Expr)) {
    match &mut payload.form {
        Form::Json(of) | Form::JsonAs(of, _) | Form::Urlencoded(of) | Form::Multipart(of) => {
            resolve(of);
            if of.is_optional() {
                *of = of.clone().required();
            }
        }
        Form::Open | Form::Binary(_) | Form::Text(_) => {}
    }
}

struct Names<'a> {
    aliases: &'a [Option<Expr>],
    nullable: &'a BTreeSet<usize>,
}

impl Names<'_> {
    /// The expression without aliases; the id of one that never comes to an end.
    fn resolve(&self, expr: &Expr, depth: usize) -> Result<Expr, usize> {
        let inner = |inner: &Expr| self.resolve(inner, depth + 1).map(Box::new);
        match expr {
            Expr::List(of) => inner(of).map(Expr::List),
            Expr::Map(of) => inner(of).map(Expr::Map),
            Expr::Optional(of) => self.resolve(of, depth + 1).map(Expr::optional),
            Expr::Named(id) if depth > CHAIN => Err(*id),
            Expr::Named(id) => match self.aliases.get(*id) {
                Some(Some(to)) => self.resolve(to, depth + 1),
                _ if self.nullable.contains(id) => Ok(expr.clone().optional()),
                _ => Ok(expr.clone()),
            },
            _ => Ok(expr.clone()),
        }
    }
}

/// A file is one in the object of a multipart body alone; elsewhere its bytes are a text.
fn settle_files(model: &mut Model) {
    let mut multipart = BTreeSet::new();
    let mut elsewhere = BTreeSet::new();
    for operation in &model.operations {
        for payload in operation.body.iter().chain(&operation.returns) {
            match &payload.form {
                Form::Multipart(Expr::Named(id)) => {
                    multipart.insert(*id);
                }
                _ => elsewhere.extend(payload.expr().into_iter().flat_map(named)),
            }
        }
    }
    elsewhere.extend(model.types.iter().flat_map(super::model::TypeDef::uses));
    for (id, type_) in model.types.iter_mut().enumerate() {
        let is_multipart = multipart.contains(&id) && !elsewhere.contains(&id);
        match &mut type_.kind {
            Kind::Object(object) => {
                let fields = object.fields.iter_mut().map(|field| &mut field.type_);
                fields.filter(|of| !is_multipart || !is_part(of)).for_each(without_files);
                object.rest.iter_mut().for_each(without_files);
            }
            Kind::Union(union) => union.members.iter_mut().for_each(|member| without_files(&mut member.type_)),
            _ => {}
        }
    }
    for operation in &mut model.operations {
        let parameters = operation.path_parameters.iter_mut().chain(&mut operation.query);
        let parameters = parameters.chain(&mut operation.headers).chain(&mut operation.cookies);
        parameters.for_each(|field| without_files(&mut field.type_));
        for payload in operation.body.iter_mut().chain(&mut operation.returns) {
            resolve_payload(payload, &mut without_files);
        }
    }
}

/// A file or a list of such.
fn is_part(expr: &Expr) -> bool {
    match expr {
        Expr::Optional(of) | Expr::List(of) => {
            **of == Expr::File || matches!(&**of, Expr::List(of) if **of == Expr::File)
        }
        other => *other == Expr::File,
    }
}

pub(super) fn named(expr: &Expr) -> Vec<usize> {
    let mut all = Vec::new();
    expr.named(&mut all);
    all
}

fn without_files(expr: &mut Expr) {
    match expr {
        Expr::File => *expr = Expr::String,
        Expr::List(of) | Expr::Map(of) | Expr::Optional(of) => without_files(of),
        _ => {}
    }
}

/// How deep objects may include each other.
const INCLUDES: usize = 16;

/// Includes a base whose fields an object has just as they are; others stay laid flat.
fn settle_includes(model: &mut Model) {
    let whole: Vec<Option<Object>> = model
        .types
        .iter()
        .map(|type_| match &type_.kind {
            Kind::Object(object) => Some(object.clone()),
            _ => None,
        })
        .collect();
    let mut kept: Vec<Vec<usize>> = vec![Vec::new(); whole.len()];
    for (id, of) in whole.iter().enumerate() {
        let Some(object) = of else { continue };
        let own: BTreeMap<&str, &Field> = object.fields.iter().map(|field| (field.name.as_str(), field)).collect();
        let mut names = BTreeSet::new();
        for base in &object.include {
            let Some(Some(of)) = whole.get(*base) else { continue };
            let same = |field: &Field| own.get(field.name.as_str()) == Some(&field);
            let idents: Vec<Option<String>> = of.fields.iter().map(|field| ident(&field.name, Case::Snake)).collect();
            let fits = *base != id
                && !of.fields.is_empty()
                && of.rest.is_none()
                && of.fields.iter().all(same)
                && idents.iter().all(|name| !names.contains(name))
                && !includes(&kept, *base, id, INCLUDES);
            if fits {
                names.extend(idents);
                kept[id].push(*base);
            }
        }
    }
    for (type_, bases) in model.types.iter_mut().zip(kept) {
        let Kind::Object(object) = &mut type_.kind else { continue };
        for of in bases.iter().filter_map(|base| whole[*base].as_ref()) {
            object.fields.retain(|field| of.fields.iter().all(|other| other.name != field.name));
        }
        object.include = bases;
    }
}

/// Whether an object includes another, at any depth; so does one that includes too deep.
fn includes(kept: &[Vec<usize>], from: usize, wanted: usize, depth: usize) -> bool {
    depth == 0 || kept[from].iter().any(|base| *base == wanted || includes(kept, *base, wanted, depth - 1))
}

/// How complex a type in Rust may be before clippy says so; a little is left for a box.
const COMPLEX: usize = 220;

/// Lists of lists of lists are cut where nobody would write them.
fn settle_depth(model: &mut Model, findings: &mut Vec<Finding>) {
    for type_ in &mut model.types {
        let spot = &type_.spot;
        let mut cut = |expr: &mut Expr| {
            let mut is_cut = false;
            while complexity(expr, 2) > COMPLEX && cut_innermost(expr) {
                is_cut = true;
            }
            if is_cut {
                let (kind, detail) = (FindingKind::Keyword, "lists or maps nested too deep".to_owned());
                findings.push(Finding { kind, spot: spot.clone(), detail });
            }
        };
        match &mut type_.kind {
            Kind::Object(object) => {
                object.fields.iter_mut().for_each(|field| cut(&mut field.type_));
                object.rest.iter_mut().for_each(cut);
            }
            Kind::Union(union) => union.members.iter_mut().for_each(|member| cut(&mut member.type_)),
            Kind::Enum(_) | Kind::Alias(_) => {}
        }
    }
}

/// What clippy makes of the type: ten for each part, times its depth.
fn complexity(expr: &Expr, depth: usize) -> usize {
    match expr {
        Expr::Optional(of) => complexity(of, depth),
        Expr::List(of) => 10 * depth + complexity(of, depth + 1),
        Expr::Map(of) => 10 * depth + 10 * (depth + 1) + complexity(of, depth + 1),
        _ => 10 * depth,
    }
}

/// Puts anything in the place of the innermost list or map.
fn cut_innermost(expr: &mut Expr) -> bool {
    match expr {
        Expr::Optional(of) => cut_innermost(of),
        Expr::List(of) | Expr::Map(of) => {
            if !cut_innermost(of) {
                *expr = Expr::Any;
            }
            true
        }
        _ => false,
    }
}

/// The types that a caller sends, by id.
pub(super) fn sent(model: &Model) -> Vec<bool> {
    let mut sent = vec![false; model.types.len()];
    let mut open: Vec<usize> = Vec::new();
    for operation in &model.operations {
        open.extend(operation.parameters().flat_map(|field| named(&field.type_)));
        open.extend(operation.body.iter().filter_map(Payload::expr).flat_map(named));
    }
    while let Some(id) = open.pop() {
        if let Some(seen) = sent.get_mut(id).filter(|seen| !**seen) {
            *seen = true;
            open.extend(model.types[id].uses());
        }
    }
    sent
}

/// What a server sends may always lack a field, whatever its description says; what a caller sends may not.
fn settle_required(model: &mut Model) {
    let sent = sent(model);
    for (type_, sent) in model.types.iter_mut().zip(sent) {
        if let (Kind::Object(object), false) = (&mut type_.kind, sent) {
            object.fields.iter_mut().for_each(|field| field.type_ = field.type_.clone().optional());
        }
    }
}

/// A required field by which a value would hold another of its type without end may be missing.
fn settle_circles(model: &mut Model) {
    let direct = |expr: &Expr| match expr {
        Expr::Named(id) => Some(*id),
        _ => None,
    };
    let edges: Vec<Vec<usize>> = model
        .types
        .iter()
        .map(|type_| match &type_.kind {
            Kind::Object(object) => {
                let fields = object.fields.iter().filter_map(|field| direct(&field.type_));
                fields.chain(object.include.iter().copied()).collect()
            }
            Kind::Union(union) => union.members.iter().filter_map(|member| direct(&member.type_)).collect(),
            _ => Vec::new(),
        })
        .collect();
    let component = graph::components(&edges);
    for id in 0..model.types.len() {
        let Some(Kind::Object(object)) = model.types.get_mut(id).map(|type_| &mut type_.kind) else { continue };
        for field in &mut object.fields {
            if direct(&field.type_).is_some_and(|to| component[to] == component[id]) {
                field.type_ = field.type_.clone().optional();
            }
        }
    }
}
