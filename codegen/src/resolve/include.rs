//! Objects laid flat: the fields of included ones in front of an object's own, and their `rest`.

use std::collections::BTreeMap;

use super::scope::Scope;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::ir::{Evidence, Field, Home, Kind, Rest, TypeDef, TypeId};
use crate::spec::{self, Node};

/// How deep objects may include each other.
const DEPTH: usize = 32;

/// What an object holds, each with the type whose evidence stands behind it.
#[derive(Clone, Default)]
struct Flat {
    fields: Vec<(Field, usize)>,
    rest: Option<(Box<Rest>, usize)>,
}

/// The types that a type includes, and where it says so.
pub(super) fn resolve_include(node: &Node<spec::Type>, home: &Home, scope: &mut Scope) -> Vec<(TypeId, Place)> {
    let mut ids = Vec::new();
    for (index, name) in node.value.include.iter().flatten().enumerate() {
        let place = node.place.key("include").index(index);
        match scope.find_type(home, name) {
            Some((id, _)) => ids.push((id, place)),
            None => {
                let diagnostic = Diagnostic::new(Code::UnknownType, place, format!("unknown type `{name}`"));
                let known = scope.type_names(home);
                scope.wrong.push(diagnostic.suggest(name, known));
            }
        }
    }
    ids
}

/// Lays the fields of included objects in front of a type's own, and takes over their `rest`.
pub(super) fn lay_flat(types: &mut [TypeDef], includes: &[Vec<(TypeId, Place)>], scope: &mut Scope) {
    let mut flat: Vec<Option<Flat>> = vec![None; types.len()];
    for index in (0..types.len()).filter(|index| !includes[*index].is_empty()) {
        lay_one_flat(index, types, includes, &mut flat, &mut Vec::new(), scope);
    }
    let evidence: Vec<Option<Evidence>> = types.iter().map(|type_| type_.evidence.clone()).collect();
    for (index, (type_, flat)) in types.iter_mut().zip(flat).enumerate() {
        if let (Kind::Object(object), Some(flat)) = (&mut type_.kind, flat) {
            let of = |home: usize| differing(evidence[home].as_ref(), evidence[index].as_ref());
            let fields =
                flat.fields.into_iter().map(|(field, home)| Field { included: of(home).map(Box::new), ..field });
            object.fields = fields.collect();
            object.rest = flat.rest.map(|(rest, home)| Box::new(Rest { included: of(home), ..*rest }));
        }
    }
}

/// The evidence of the type that a field comes from, where it is not that of the type that it is laid into. The note
/// speaks of the whole type and stays there.
fn differing(home: Option<&Evidence>, own: Option<&Evidence>) -> Option<Evidence> {
    let claim = |of: &Evidence| (of.level, of.source.clone());
    let home = home.filter(|home| own.map(claim) != Some(claim(home)))?;
    Some(Evidence { note: None, ..home.clone() })
}

fn lay_one_flat(
    index: usize,
    types: &[TypeDef],
    includes: &[Vec<(TypeId, Place)>],
    flat: &mut [Option<Flat>],
    open: &mut Vec<usize>,
    scope: &mut Scope,
) -> Flat {
    if let Some(flat) = &flat[index] {
        return flat.clone();
    }
    let Kind::Object(own) = &types[index].kind else { return Flat::default() };
    open.push(index);
    if open.len() > DEPTH {
        let message = format!("objects include each other deeper than {DEPTH} levels");
        let diagnostic = Diagnostic::new(Code::TooDeep, types[index].place.clone().on_key(), message);
        scope.wrong.push(diagnostic.help("include the objects side by side instead"));
        open.pop();
        return Flat::default();
    }
    let mut all = Flat::default();
    let mut rests = Vec::new();
    for (TypeId(included), place) in &includes[index] {
        let name = &types[*included].name;
        if open.contains(included) {
            let diagnostic = Diagnostic::new(Code::Include, place.clone(), format!("`{name}` includes itself"));
            scope.wrong.push(diagnostic.help("break the circle: move what both need to a third object"));
        } else if !matches!(types[*included].kind, Kind::Object(_)) {
            scope.wrong.push(Diagnostic::new(Code::Include, place.clone(), format!("`{name}` is not an object")));
        } else {
            let included = lay_one_flat(*included, types, includes, flat, open, scope);
            all.fields.extend(included.fields);
            rests.extend(included.rest);
        }
    }
    all.fields.extend(own.fields.iter().map(|field| (field.clone(), index)));
    rests.extend(own.rest.iter().map(|rest| (rest.clone(), index)));
    open.pop();
    check_twice(&types[index], &all.fields, &rests, scope);
    all.rest = rests.pop();
    flat[index] = Some(all.clone());
    all
}

fn check_twice(type_: &TypeDef, fields: &[(Field, usize)], rests: &[(Box<Rest>, usize)], scope: &mut Scope) {
    let mut tell = |what: String, second: &Place, first: &Place| {
        let message = format!("`{}` has {what} twice", type_.name);
        let diagnostic = Diagnostic::new(Code::DuplicateField, second.clone().on_key(), message);
        scope.wrong.push(diagnostic.related(first.clone().on_key(), "it comes from here as well"));
    };
    let mut seen: BTreeMap<&str, &Place> = BTreeMap::new();
    for (field, _) in fields {
        if let Some(first) = seen.insert(&field.name, &field.place) {
            tell(format!("the field `{}`", field.name), &field.place, first);
        }
    }
    if let [(first, _), .., (second, _)] = rests {
        tell("a `rest`".to_owned(), &second.place, &first.place);
    }
}
