//! Types: objects, enums and native types.

use super::evidence::resolve_plain;
use super::expression::{Names, resolve_expression};
use super::include::{lay_flat, resolve_include};
use super::scope::{Scope, all_types};
use super::unions::resolve_union;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::ir::{Enum, EnumForm, EnumValue, Field, Home, Kind, Native, Object, Rest, Type, TypeDef};
use crate::spec::{self, Document, Map, Node, OrText};

/// What a file says for all of its fields.
#[derive(Clone, Copy)]
pub(super) struct FileDefaults<'a> {
    /// The file's own types.
    pub(super) home: &'a Home,
    /// The file's quirks.
    pub(super) quirks: Option<&'a [String]>,
}

/// Every type of the document, in the order of their ids.
pub(super) fn resolve_types(document: &Document, scope: &mut Scope) -> Vec<TypeDef> {
    check_file_quirks(document, scope);
    let mut types: Vec<TypeDef> = Vec::new();
    let mut includes = Vec::new();
    for (home, node) in all_types(document) {
        check_shadowing(&home, node, scope);
        let file = FileDefaults { quirks: file_quirks(document, &home), home: &home };
        let kind = resolve_kind(node, file, scope);
        includes.push(resolve_include(node, &home, scope));
        types.push(resolve_type(node, home, kind, scope));
    }
    lay_flat(&mut types, &includes, scope);
    types
}

fn file_quirks<'a>(document: &'a Document, home: &Home) -> Option<&'a [String]> {
    match home {
        Home::Shared => document.shared.as_ref()?.head.value.quirks.as_deref(),
        Home::Resource(name) => {
            document.resources.iter().find(|file| file.head.value.resource == *name)?.head.value.quirks.as_deref()
        }
        Home::Family(name) => {
            document.families.iter().find(|file| file.head.value.family == *name)?.head.value.quirks.as_deref()
        }
    }
}

fn check_file_quirks(document: &Document, scope: &mut Scope) {
    scope.check_quirks(document.api.value.quirks.as_deref(), &document.api.place);
    if let Some(file) = &document.shared {
        scope.check_quirks(file.head.value.quirks.as_deref(), &file.head.place);
    }
    for file in &document.resources {
        scope.check_quirks(file.head.value.quirks.as_deref(), &file.head.place);
    }
    for file in &document.families {
        scope.check_quirks(file.head.value.quirks.as_deref(), &file.head.place);
    }
}

fn check_shadowing(home: &Home, node: &Node<spec::Type>, scope: &mut Scope) {
    let shared = scope.find_type(&Home::Shared, &node.name);
    if *home != Home::Shared && shared.is_some() {
        let message = format!("`{}` is defined in `types.yaml` as well", node.name);
        let diagnostic = Diagnostic::new(Code::DuplicateType, node.place.clone().on_key(), message);
        scope.wrong.push(diagnostic.help("rename one of them, or delete this one and use the shared one"));
    }
}

fn resolve_type(node: &Node<spec::Type>, home: Home, kind: Kind, scope: &mut Scope) -> TypeDef {
    let of = &node.value;
    let evidence = match (&of.evidence, &kind) {
        (None, Kind::Native(_)) => None,
        (evidence, _) => super::evidence::resolve_parts(evidence.as_ref(), &[], &node.place, scope),
    };
    TypeDef {
        name: node.name.clone(),
        home,
        title: of.title.clone().unwrap_or_default(),
        doc: of.doc.clone(),
        deprecated: of.deprecated.clone(),
        rust_name: of.rust_name.clone(),
        evidence,
        place: node.place.clone(),
        kind,
    }
}

fn resolve_kind(node: &Node<spec::Type>, file: FileDefaults, scope: &mut Scope) -> Kind {
    let of = &node.value;
    let object = [("fields", of.fields.is_some()), ("include", of.include.is_some()), ("rest", of.rest.is_some())];
    let choice = [("enum", of.enum_.is_some()), ("values", of.values.is_some()), ("closed", of.closed.is_some())];
    let native =
        [("native", of.native.is_some()), ("parameters", of.parameters.is_some()), ("forms", of.forms.is_some())];
    let union = [("union", of.union.is_some()), ("tag", of.tag.is_some())];
    let kinds =
        [&object[..], &choice, &native, &union].map(|keys| keys.iter().find(|(_, given)| *given).map(|(key, _)| *key));
    let given: Vec<&str> = kinds.into_iter().flatten().collect();
    if let [first, second, ..] = given[..] {
        let place = node.place.key(second).on_key();
        let diagnostic = Diagnostic::new(Code::Misplaced, place, format!("`{second}` does not go with `{first}`"));
        scope.wrong.push(diagnostic.help("a type is an object, an enum, a union or a native type"));
    } else if given.is_empty() {
        let diagnostic = Diagnostic::new(Code::MissingKey, node.place.clone().on_key(), "this type is not defined");
        scope.wrong.push(diagnostic.help("add `fields:` for an object, `enum:` and `values:`, `union:`, or `native:`"));
    }
    match kinds {
        [None, Some(_), _, _] => Kind::Enum(resolve_enum(node, scope)),
        [None, None, Some(_), _] => Kind::Native(resolve_native(node, file.home, scope)),
        [None, None, None, Some(_)] => Kind::Union(resolve_union(node, file.home, scope)),
        _ => Kind::Object(Object {
            fields: resolve_fields(of.fields.as_ref(), &node.place.key("fields"), file, scope),
            rest: of
                .rest
                .as_ref()
                .and_then(|rest| resolve_rest(rest, &node.place.key("rest"), file, scope))
                .map(Box::new),
            include: of.include.clone().unwrap_or_default(),
        }),
    }
}

/// The fields of an object, or the parameters of an operation.
pub(super) fn resolve_fields(
    fields: Option<&Map<OrText<spec::Field>>>,
    place: &Place,
    file: FileDefaults,
    scope: &mut Scope,
) -> Vec<Field> {
    let fields = fields.into_iter().flat_map(Map::iter);
    let resolve =
        |(name, field): (&str, &OrText<spec::Field>)| resolve_field(name, &field.0, place.key(name), file, scope);
    let mut resolved: Vec<Field> = fields.filter_map(resolve).collect();
    resolved.shrink_to_fit();
    resolved
}

fn resolve_field(
    name: &str,
    field: &spec::Field,
    place: Place,
    file: FileDefaults,
    scope: &mut Scope,
) -> Option<Field> {
    let names = Names { home: file.home, parameters: &[] };
    let type_ = resolve_expression(&field.type_, &place.key("type"), names, scope);
    let evidence = field.evidence.as_ref().and_then(|of| resolve_plain(of, &place.key("evidence"), scope));
    let quirks = scope.quirks(field.quirks.as_deref(), &place, file.quirks);
    Some(Field {
        name: name.to_owned(),
        type_: type_?,
        title: field.title.as_deref().cloned().unwrap_or_default(),
        doc: field.doc.clone(),
        evidence: evidence.map(Box::new),
        included: None,
        secret: field.secret,
        personal: field.personal,
        quirks,
        deprecated: field.deprecated.clone(),
        rust_name: field.rust_name.clone(),
        place,
    })
}

fn resolve_rest(rest: &spec::Rest, place: &Place, file: FileDefaults, scope: &mut Scope) -> Option<Rest> {
    let names = Names { home: file.home, parameters: &[] };
    Some(Rest {
        name: rest.name.clone(),
        type_: resolve_expression(&rest.type_, &place.key("type"), names, scope)?,
        doc: rest.doc.clone(),
        included: None,
        personal: rest.personal,
        quirks: scope.quirks(None, place, file.quirks),
        place: place.clone(),
    })
}

fn resolve_enum(node: &Node<spec::Type>, scope: &mut Scope) -> Enum {
    let form = match node.value.enum_.as_deref() {
        Some("integer") => EnumForm::Integer,
        Some("string") => EnumForm::String,
        other => {
            let message =
                other.map_or("the key `enum` is missing".to_owned(), |of| format!("`{of}` is no form of an enum"));
            let diagnostic = Diagnostic::new(Code::InvalidValue, node.place.key("enum"), message);
            scope.wrong.push(diagnostic.help("write `enum: string` or `enum: integer`"));
            EnumForm::String
        }
    };
    let place = node.place.key("values");
    let mut values = Vec::new();
    for (wire, OrText(value)) in node.value.values.iter().flat_map(Map::iter) {
        let place = place.key(wire);
        if form == EnumForm::Integer {
            check_integer(wire, &place, scope);
        }
        values.push(EnumValue {
            wire: wire.to_owned(),
            title: value.title.clone().unwrap_or_default(),
            doc: value.doc.clone(),
            evidence: value.evidence.as_ref().and_then(|of| resolve_plain(of, &place.key("evidence"), scope)),
            deprecated: value.deprecated.clone(),
            rust_name: value.rust_name.clone(),
            place,
        });
    }
    if values.is_empty() {
        let message = format!("the enum `{}` has no values", node.name);
        let diagnostic = Diagnostic::new(Code::MissingKey, node.place.clone().on_key(), message);
        scope.wrong.push(diagnostic.help("list under `values` what is known of them"));
    }
    Enum { form, values, closed: node.value.closed.clone() }
}

/// A whole number as its plain digits, so that no two keys are one value.
fn check_integer(wire: &str, place: &Place, scope: &mut Scope) {
    let plain = wire.parse::<i64>().map(|number| number.to_string());
    if plain.as_deref() == Ok(wire) {
        return;
    }
    let (message, help) = match plain {
        Ok(plain) => (format!("`{wire}` is not how this number stands on the wire"), format!("write `{plain}`")),
        Err(_) => (format!("`{wire}` is not a whole number"), "write one of 64 bits, such as `1`".to_owned()),
    };
    scope.wrong.push(Diagnostic::new(Code::InvalidValue, place.clone().on_key(), message).help(help));
}

fn resolve_native(node: &Node<spec::Type>, home: &Home, scope: &mut Scope) -> Native {
    let parameters = node.value.parameters.as_deref().unwrap_or_default();
    let place = node.place.key("forms");
    let forms = node.value.forms.as_deref().unwrap_or_default();
    if forms.is_empty() {
        let diagnostic =
            Diagnostic::new(Code::UnknownForm, node.place.clone().on_key(), "this native type has no form");
        scope.wrong.push(diagnostic.help("add `forms: [string]`: what it looks like on the wire"));
    }
    let mut resolved = Vec::new();
    for (index, form) in forms.iter().enumerate() {
        resolved.extend(resolve_expression(form, &place.index(index), Names { home, parameters }, scope));
    }
    if *home != Home::Shared {
        let place = node.place.clone().on_key();
        let diagnostic = Diagnostic::new(Code::Misplaced, place, "a native type belongs to `types.yaml`");
        scope.wrong.push(diagnostic.help("move it there: it is the same for the whole API"));
    }
    let rust = node.value.native.clone().unwrap_or_default();
    Native { rust, parameters: parameters.len(), forms: resolved }
}

/// The type expression of a whole body, result or data: `Type::Any` never stands for `open`.
pub(super) fn resolve_payload(text: Option<&str>, place: &Place, home: &Home, scope: &mut Scope) -> crate::ir::Payload {
    use crate::ir::Payload;
    match text {
        None => Payload::Empty,
        Some("open") => Payload::Open,
        Some(text) => match resolve_expression(text, place, Names { home, parameters: &[] }, scope) {
            Some(Type::Optional(_)) => {
                let diagnostic =
                    Diagnostic::new(Code::TypeExpression, place.clone(), "this can't be optional as a whole");
                scope.wrong.push(diagnostic.help("drop the `?`"));
                Payload::Empty
            }
            Some(type_) => Payload::Typed(type_),
            None => Payload::Empty,
        },
    }
}
