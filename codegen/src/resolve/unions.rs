//! Unions: their members, whether a value tells which one it is, and which one an example is.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::expression::{Names, resolve_expression};
use super::fit::{Fit, Misfit};
use super::scope::Scope;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::ir::{Api, Form, Home, Kind, Member, Quirks, Type, TypeDef, TypeId, Union, graph};
use crate::spec::{self, Members, Node, OrText};

/// The union that a type is.
pub(super) fn resolve_union(node: &Node<spec::Type>, home: &Home, scope: &mut Scope) -> Union {
    let (tag, place) = (&node.value.tag, node.place.key("union"));
    let mut members = Vec::new();
    match &node.value.union {
        Some(Members::Listed(list)) => {
            for (index, OrText(member)) in list.iter().enumerate() {
                members.extend(resolve_member(member, None, place.index(index), home, scope));
            }
        }
        Some(Members::Tagged(map)) => {
            for (value, OrText(member)) in map.iter() {
                members.extend(resolve_member(member, Some(value), place.key(value), home, scope));
            }
        }
        None => {}
    }
    let wrong = match (&node.value.union, tag) {
        (None, _) => Some((Code::MissingKey, "a union with a tag has to say its members", "add `union: { cat: Cat }`")),
        (Some(Members::Listed(list)), None) if list.is_empty() => Some(NO_MEMBERS),
        (Some(Members::Tagged(map)), Some(_)) if map.is_empty() => Some(NO_MEMBERS),
        (Some(Members::Listed(_)), Some(_)) => {
            let help = "write `{ cat: Cat, dog: Dog }`: each value of the tag, and the type that it stands for";
            Some((Code::InvalidValue, "the members of a union with a tag are a map", help))
        }
        (Some(Members::Tagged(_)), None) => {
            let help = "name the field whose text tells the member: `tag: kind`; or write a list";
            Some((Code::MissingKey, "the key `tag` is missing", help))
        }
        _ => None,
    };
    if let Some((code, message, help)) = wrong {
        let place = if node.value.union.is_some() { place.on_key() } else { node.place.key("tag").on_key() };
        scope.wrong.push(Diagnostic::new(code, place, message).help(help));
    }
    Union { tag: tag.clone(), members }
}

const NO_MEMBERS: (Code, &str, &str) = (Code::MissingKey, "this union has no members", "list what is known of them");

fn resolve_member(
    member: &spec::Member,
    value: Option<&str>,
    place: Place,
    home: &Home,
    scope: &mut Scope,
) -> Option<Member> {
    let type_ = resolve_expression(&member.type_, &place.key("type"), Names { home, parameters: &[] }, scope)?;
    if type_.is_optional() {
        let message = "a member of a union can't be optional";
        let diagnostic = Diagnostic::new(Code::TypeExpression, place.key("type"), message);
        scope.wrong.push(diagnostic.help("write the `?` where the union is used"));
    }
    let (doc, rust_name) = (member.doc.clone(), member.rust_name.clone());
    Some(Member { value: value.map(str::to_owned), type_, forms: Vec::new(), doc, rust_name, place })
}

/// How many unions may be members of each other.
const DEPTH: usize = 16;

/// Finds the forms of all members. False if some have none, for a union would be its own member.
pub(super) fn resolve_forms(api: &mut Api, scope: &mut Scope) -> bool {
    let edges: Vec<Vec<usize>> = api
        .types
        .iter()
        .map(|type_| match &type_.kind {
            Kind::Union(_) | Kind::Native(_) => type_.held().into_iter().flat_map(bare).collect(),
            Kind::Object(_) | Kind::Enum(_) => Vec::new(),
        })
        .collect();
    let component = graph::components(&edges);
    // What others lead to comes first.
    let mut order: Vec<usize> = (0..api.types.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(component[*index]));
    let (mut fine, mut levels) = (true, vec![0; api.types.len()]);
    for index in order {
        levels[index] = edges[index].iter().map(|to| levels[*to]).max().unwrap_or_default();
        let type_ = &api.types[index];
        let Kind::Union(union) = &type_.kind else { continue };
        levels[index] += 1;
        let diagnostic = |code, message| Diagnostic::new(code, type_.place.clone().on_key(), message);
        let help = "name the members themselves; lists, maps and objects may hold the union";
        if edges[index].iter().any(|to| component[*to] == component[index]) {
            let message = format!("the union `{}` is a member of itself", type_.name);
            scope.wrong.push(diagnostic(Code::InfiniteType, message).help(help));
            fine = false;
        } else if levels[index] == DEPTH + 1 {
            let message = format!("unions are members of each other deeper than {DEPTH} levels");
            scope.wrong.push(diagnostic(Code::TooDeep, message).help(help));
            fine = false;
        }
        let forms: Vec<Vec<Form>> = match fine {
            true => union.members.iter().map(|member| api.forms(&member.type_)).collect(),
            false => continue,
        };
        let Kind::Union(union) = &mut api.types[index].kind else { continue };
        union.members.iter_mut().zip(forms).for_each(|(member, forms)| member.forms = forms);
    }
    fine
}

/// Whether a value of each union tells which member it is.
pub(super) fn check_unions(api: &Api, scope: &mut Scope) {
    for type_ in &api.types {
        let Kind::Union(union) = &type_.kind else { continue };
        match &union.tag {
            Some(tag) => union.members.iter().for_each(|member| check_tagged(api, tag, member, scope)),
            None => check_forms(type_, union, scope),
        }
    }
}

/// The types that a value of this one may itself be.
fn bare(type_: &Type) -> Vec<usize> {
    match type_ {
        Type::Named(TypeId(index), arguments) => [*index].into_iter().chain(arguments.iter().flat_map(bare)).collect(),
        Type::Optional(inner) => bare(inner),
        _ => Vec::new(),
    }
}

/// Without a tag no two members have one form, but for objects of different types.
fn check_forms(type_: &TypeDef, union: &Union, scope: &mut Scope) {
    let mut seen: BTreeMap<Form, &Member> = BTreeMap::new();
    for member in &union.members {
        for &form in &member.forms {
            let place = member.place.key("type");
            if form == Form::Any {
                let message = format!("a member of `{}` takes every value", type_.name);
                let diagnostic = Diagnostic::new(Code::UnionMembers, place, message);
                scope.wrong.push(diagnostic.help("drop it: what no member takes is kept as it came"));
            } else if let Some(first) = seen.insert(form, member).filter(|first| first.place != member.place) {
                let message = format!("two members of `{}` are {}", type_.name, words(form));
                let diagnostic = Diagnostic::new(Code::UnionMembers, place, message);
                scope.wrong.push(
                    diagnostic
                        .related(first.place.key("type"), "this one, too")
                        .help("make one of the two, or name the field that tells them apart: `tag:`"),
                );
                break;
            }
        }
    }
}

const fn words(form: Form) -> &'static str {
    match form {
        Form::String => "a text",
        Form::Number => "a number",
        Form::Boolean => "a boolean",
        Form::List => "a list",
        Form::Object(_) => "the same object",
        Form::Map => "a map",
        Form::Any => "any value",
    }
}

/// With a tag every member is an object, and one that has the tag as a field takes its own value there.
fn check_tagged(api: &Api, tag: &str, member: &Member, scope: &mut Scope) {
    let place = member.place.key("type");
    let (Some(object), Some(value)) = (api.tagged_object(member), &member.value) else {
        let diagnostic =
            Diagnostic::new(Code::UnionMembers, place, "a member of a union with a tag has to be an object");
        scope.wrong.push(diagnostic.help("name a type with `fields`: only an object has the tag"));
        return;
    };
    let Some(field) = object.fields.iter().find(|field| field.name == *tag) else { return };
    let fit = Fit { api, path: "", quirks: field.quirks, arguments: &[] };
    let plain = serde_json::from_str(value).ok().filter(|value: &Value| !value.is_object() && !value.is_array());
    let fits = [Some(Value::String(value.clone())), plain].into_iter().flatten().any(|value| {
        let mut misfits = Vec::new();
        fit.check(&field.type_, &value, &mut misfits);
        misfits.is_empty()
    });
    if !fits {
        let message = format!("`{tag}` of this type cannot be `{value}`");
        let diagnostic = Diagnostic::new(Code::UnionTag, place, message);
        scope.wrong.push(diagnostic.related(field.place.clone().on_key(), "the field"));
    }
}

impl Fit<'_> {
    /// A value fits a union if it fits the member that the runtime would take.
    pub(super) fn check_union(self, union: &Union, value: &Value, misfits: &mut Vec<Misfit>) {
        let member = match &union.tag {
            Some(tag) => {
                let text = value.get(tag).and_then(text);
                union.members.iter().find(|member| member.value.is_some() && member.value == text)
            }
            None => self.tell_by_form(union, value),
        };
        let object = member.and_then(|member| self.api.tagged_object(member));
        match (member, &union.tag, object) {
            (Some(_), Some(tag), Some(object)) => self.check_object(object, value, &[tag], misfits),
            (Some(member), ..) => self.check(&member.type_, value, misfits),
            (None, ..) if value.is_object() => misfits.push(self.misfit("no member of the union is such an object")),
            (None, ..) => misfits.push(self.expected("a value of the union", value)),
        }
    }

    fn tell_by_form<'u>(self, union: &'u Union, value: &Value) -> Option<&'u Member> {
        let forms: Vec<(Form, &Member)> =
            union.members.iter().flat_map(|member| member.forms.iter().map(move |form| (*form, member))).collect();
        if let Value::Object(entries) = value {
            let keys: BTreeSet<&str> = entries.keys().map(String::as_str).collect();
            let known = |(form, member): &(Form, &'u Member)| Some((self.known_keys(*form, &keys)?, *member));
            let best = forms.iter().filter_map(known).rev().max_by_key(|(known, _)| *known);
            return best.map(|(_, member)| member);
        }
        let wanted = accepted(value, self.quirks);
        let member = |wanted: &Form| forms.iter().find(|(form, _)| form == wanted).map(|(_, member)| *member);
        wanted.iter().find_map(member)
    }

    /// How many of the keys an object type knows, if all that it requires are there.
    fn known_keys(self, form: Form, keys: &BTreeSet<&str>) -> Option<usize> {
        let id = match form {
            Form::Object(id) => id,
            Form::Map => return Some(0),
            _ => return None,
        };
        let Kind::Object(object) = &self.api.type_def(id).kind else { return None };
        let is_there = |name: &str| keys.contains(name);
        let mut required = object.fields.iter().filter(|field| !field.type_.is_optional());
        let complete = required.all(|field| is_there(&field.name));
        complete.then(|| object.fields.iter().filter(|field| is_there(&field.name)).count())
    }
}

/// The forms that take a value that is no object, the best first.
fn accepted(value: &Value, quirks: Quirks) -> Vec<Form> {
    let (own, other) = match value {
        Value::String(_) => (Form::String, Some(Form::Number)),
        Value::Number(_) => (Form::Number, Some(Form::String)),
        Value::Bool(_) => (Form::Boolean, None),
        Value::Array(_) => (Form::List, None),
        Value::Null | Value::Object(_) => return Vec::new(),
    };
    [own].into_iter().chain(other.filter(|_| quirks.number_or_string)).collect()
}

/// A single value as the text that a tag is compared with.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}
