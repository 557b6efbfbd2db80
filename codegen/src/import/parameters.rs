//! Parameters: of the path item and of the operation, each in its place.

use std::collections::BTreeMap;

use super::findings::{FindingKind, spot};
use super::model::{Expr, Field, Kind, Model};
use super::notes;
use super::operations::{deprecated, doc, names_in};
use super::reader::Reader;
use super::schema::Shape;
use super::source::At;
use super::text;

/// The parameters of an operation by their place.
#[derive(Default)]
pub(super) struct Parameters {
    pub(super) path: Vec<Field>,
    pub(super) query: Vec<Field>,
    pub(super) headers: Vec<Field>,
    pub(super) cookies: Vec<Field>,
}

/// Keys of a parameter that are read.
const KNOWN: [&str; 12] = [
    "name",
    "in",
    "description",
    "required",
    "deprecated",
    "schema",
    "content",
    "style",
    "explode",
    "example",
    "examples",
    "allowEmptyValue",
];

/// Headers that are sent without a parameter.
const OWN_HEADERS: [&str; 4] = ["accept", "content-type", "authorization", "cookie"];

impl<'a> Reader<'a> {
    /// The parameters of an operation; its own hide those of its path.
    pub(super) fn parameters(&mut self, item: At<'a>, at: At<'a>, path: &str, words: &[String]) -> Parameters {
        let mut all: Vec<At<'a>> = Vec::new();
        let mut places: BTreeMap<(String, String), usize> = BTreeMap::new();
        for of in [item, at].into_iter().filter_map(|of| of.get("parameters")).flat_map(At::items) {
            let Some(of) = self.follow(of) else { continue };
            let (Some(name), Some(place)) = (of.get("name").and_then(At::scalar), of.text_of("in")) else {
                self.findings.push(FindingKind::ParameterDropped, of, "without name or place");
                continue;
            };
            let name = if place == "header" { name.to_lowercase() } else { name };
            match places.get(&(name.clone(), place.clone())).and_then(|index| all.get_mut(*index)) {
                Some(before) => *before = of,
                None => {
                    places.insert((name, place), all.len());
                    all.push(of);
                }
            }
        }
        let mut parameters = Parameters::default();
        for of in all {
            self.parameter(of, path, words, &mut parameters);
        }
        for name in names_in(path) {
            if parameters.path.iter().all(|field| field.name != name) {
                self.findings.push(FindingKind::ParameterUndeclared, at, name);
                let (title, doc, deprecated, secret) = (None, None, None, false);
                let (name, type_) = (name.to_owned(), Expr::String);
                parameters.path.push(Field { name, type_, title, doc, deprecated, secret, spot: spot(at) });
            }
        }
        parameters
    }

    fn parameter(&mut self, at: At<'a>, path: &str, words: &[String], into: &mut Parameters) {
        self.findings.unread(at, &KNOWN);
        for example in ["example", "examples"].into_iter().filter_map(|key| at.get(key)) {
            self.findings.push(FindingKind::Example, example, "");
        }
        let name = at.get("name").and_then(At::scalar).unwrap_or_default();
        let place = at.text_of("in").unwrap_or_default();
        let is_own = place == "header" && OWN_HEADERS.iter().any(|own| name.eq_ignore_ascii_case(own));
        let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        let is_unfit = matches!(&*place, "header" | "cookie") && (name.is_empty() || !name.bytes().all(is_token));
        if is_own || is_unfit || name.is_empty() || (place == "path" && !names_in(path).contains(&&*name)) {
            self.findings.push(FindingKind::ParameterDropped, at, format!("{place} {name}"));
            return;
        }
        let required = at.is_true("required") && !at.is_true("allowEmptyValue");
        match &*place {
            "path" => {
                let field = self.single(at, &name, words);
                into.path.push(Field { type_: field.type_.required(), ..field });
            }
            "query" => into.query.extend(self.query(at, &name, required, words)),
            "header" | "cookie" => {
                let field = self.single(at, &name, words);
                let field = if required { field } else { Field { type_: field.type_.optional(), ..field } };
                if place == "header" { into.headers.push(field) } else { into.cookies.push(field) }
            }
            other => self.findings.push(FindingKind::ParameterDropped, at, format!("{other} {name}")),
        }
    }

    /// A parameter that holds what its schema says.
    fn single(&mut self, at: At<'a>, name: &str, words: &[String]) -> Field {
        let words = [words, &[name.to_owned()]].concat();
        let schema = at.get("schema");
        let field = schema.map(|schema| self.described(name, &[schema], &words));
        let (title, secret) =
            (field.as_ref().and_then(|of| of.title.clone()), field.as_ref().is_some_and(|of| of.secret));
        let mut type_ = field.as_ref().map_or(Expr::String, |field| field.type_.clone());
        let of_schema = field.and_then(|field| field.doc);
        if at.get("content").is_some() {
            self.findings.push(FindingKind::ParameterStyle, at, "content");
            type_ = Expr::String;
        }
        let view = self.view(&schema.into_iter().collect::<Vec<_>>());
        let notes = notes::doc_of_value(&super::view::View { nodes: view.nodes, ..Default::default() }, &type_);
        Field {
            name: name.to_owned(),
            type_,
            title,
            doc: merged(doc(at), of_schema.or(notes)),
            deprecated: deprecated(at),
            secret,
            spot: spot(at),
        }
    }

    /// A parameter of the query; one for each field of an object that is laid out in it.
    fn query(&mut self, at: At<'a>, name: &str, required: bool, words: &[String]) -> Vec<Field> {
        let style = at.text_of("style").unwrap_or_else(|| "form".to_owned());
        let schema: Vec<At> = at.get("schema").into_iter().collect();
        let view = self.view(&schema);
        let shape = if schema.is_empty() { Shape::Plain(Expr::String) } else { self.shape(&view, None) };
        let exploded = !at.is_false("explode") && (style == "form" || at.is_true("explode") || style == "deepObject");
        if matches!(shape, Shape::Object) && exploded && at.get("content").is_none() {
            let mut fields = Vec::new();
            for property in self.properties(&view) {
                let words = [words, &[name.to_owned(), property.name.to_owned()]].concat();
                let wire =
                    if style == "deepObject" { format!("{name}[{}]", property.name) } else { property.name.to_owned() };
                let field = self.described(&wire, &property.schemas, &words);
                let required = required && property.required;
                fields.push(if required { field } else { Field { type_: field.type_.optional(), ..field } });
            }
            return fields;
        }
        if matches!(shape, Shape::Map(_) | Shape::Plain(Expr::Map(_))) && at.get("content").is_none() {
            self.findings.push(FindingKind::ParameterDropped, at, format!("query {name}: any keys"));
            return Vec::new();
        }
        let mut field = self.single(at, name, words);
        let separator = match (&*style, at.is_false("explode")) {
            ("pipeDelimited", _) => Some("|"),
            ("spaceDelimited", _) => Some("a blank"),
            (_, true) => Some(","),
            _ => None,
        };
        if let (Shape::List(_), Some(separator)) = (&shape, separator) {
            self.findings.push(FindingKind::ParameterStyle, at, format!("{name}: a list in one value"));
            let note = match separator {
                "a blank" => "A list, its items joined by blanks.".to_owned(),
                other => format!("A list, its items joined by {}.", text::code(other)),
            };
            let type_ = if field.type_.is_optional() { Expr::String.optional() } else { Expr::String };
            field = Field { type_, doc: merged(field.doc, Some(note)), ..field };
        }
        vec![if required { field } else { Field { type_: field.type_.optional(), ..field } }]
    }
}

/// What the parameter says and what its schema adds.
fn merged(own: Option<String>, more: Option<String>) -> Option<String> {
    match (own, more) {
        (Some(own), Some(more)) if own != more && !more.starts_with(&own) => {
            let stop = if own.ends_with(['.', '!', '?', ':']) { "" } else { "." };
            Some(if own.contains("\n\n") { format!("{own}\n\n{more}") } else { format!("{own}{stop} {more}") })
        }
        (own, more) => more.or(own),
    }
}

/// Parameters that are no single values and no lists of such become texts.
pub(super) fn settle_parameters(model: &mut Model, findings: &mut Vec<super::Finding>) {
    let types = &model.types;
    for operation in &mut model.operations {
        let path = operation.path_parameters.iter_mut().map(|field| (field, false));
        let lists = operation.query.iter_mut().chain(&mut operation.headers).chain(&mut operation.cookies);
        for (field, with_lists) in path.chain(lists.map(|field| (field, true))) {
            let is_optional = field.type_.is_optional();
            let inner = field.type_.clone().required();
            let plain = match &inner {
                Expr::List(item) if with_lists => plain(types, item).map(|item| Expr::List(Box::new(item))),
                other => plain(types, other),
            };
            let fits = plain.as_ref() == Some(&inner);
            let type_ = plain.unwrap_or(Expr::String);
            if !fits {
                let (kind, detail) = (FindingKind::ParameterStyle, field.name.clone());
                findings.push(super::Finding { kind, spot: field.spot.clone(), detail });
            }
            field.type_ = if is_optional { type_.optional() } else { type_ };
        }
    }
}

/// The single value that stands for an expression in a parameter.
pub(super) fn plain(types: &[super::model::TypeDef], expr: &Expr) -> Option<Expr> {
    match expr {
        Expr::String | Expr::Integer | Expr::Number | Expr::Boolean => Some(expr.clone()),
        Expr::Named(id) if matches!(types.get(*id)?.kind, Kind::Enum(_)) => Some(expr.clone()),
        Expr::Named(id) => match &types.get(*id)?.kind {
            Kind::Union(union) => union.members.iter().find_map(|member| match &member.type_ {
                Expr::List(item) => plain(types, item).map(|item| Expr::List(Box::new(item))),
                _ => None,
            }),
            _ => None,
        },
        _ => None,
    }
}
