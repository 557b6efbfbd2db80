//! Types and fields as nodes of YAML.

use super::model::{Enum, Expr, Field, Kind, Model, Object, Union};
use super::names::Taken;
use super::write::{Entries, evidence, say, title};
use super::yaml::Yaml;
use crate::rust::Case;

/// Names that every object has already, and those that clippy finds say nothing.
const OF_OBJECTS: [&str; 5] = ["unknown", "new", "foo", "baz", "quux"];

/// How deep objects may include each other.
const DEPTH: usize = 32;

/// A type of a spec.
pub(super) fn type_node(model: &Model, id: usize) -> Yaml {
    let type_ = &model.types[id];
    let mut entries = Vec::new();
    say(&mut entries, "title", type_.title.as_ref().map(|text| title(&super::text::one_line(text))));
    say(&mut entries, "doc", type_.doc.clone().map(Yaml::Prose));
    entries.push(("evidence".to_owned(), evidence()));
    say(&mut entries, "deprecated", type_.deprecated.clone().map(Yaml::Text));
    match &type_.kind {
        Kind::Object(object) => write_object(model, object, &mut entries),
        Kind::Enum(choice) => write_enum(choice, &mut entries),
        Kind::Union(union) => write_union(model, union, &mut entries),
        // None is left; an object without fields takes anything that an object holds.
        Kind::Alias(_) => entries.push(("fields".to_owned(), Yaml::Map(Vec::new()))),
    }
    Yaml::Block(entries)
}

fn write_object(model: &Model, object: &Object, entries: &mut Entries) {
    let mut taken = Taken::reserving(OF_OBJECTS);
    let names = object.include.iter().map(|base| Yaml::text(&model.types[*base].name)).collect::<Vec<_>>();
    say(entries, "include", (!names.is_empty()).then_some(Yaml::List(names)));
    object.include.iter().for_each(|base| taken.extend(&rust_names(model, *base, DEPTH)));
    let words = object.fields.iter().map(|field| (field.name.as_str(), None));
    let names = taken.rust_names(words, Case::Snake, "value");
    let fields = object.fields.iter().zip(names);
    let fields: Entries = fields.map(|(of, name)| (of.name.clone(), field(model, of, name, true))).collect();
    if !fields.is_empty() || object.include.is_empty() {
        entries.push(("fields".to_owned(), if fields.is_empty() { Yaml::Map(fields) } else { Yaml::Block(fields) }));
    }
    if let Some(rest) = &object.rest {
        let names = ["additional", "additional_keys", "more_keys"].map(str::to_owned);
        let name = taken.first_free(&names, Case::Snake);
        let doc = Yaml::text("Keys that the description does not list.");
        let rest = Yaml::map([("name", Yaml::Text(name)), ("type", Yaml::Text(expr(model, rest))), ("doc", doc)]);
        entries.push(("rest".to_owned(), rest));
    }
}

/// The names in Rust that the fields of an object take, those that it includes among them.
fn rust_names(model: &Model, id: usize, depth: usize) -> Taken {
    let mut taken = Taken::reserving(OF_OBJECTS);
    let Kind::Object(object) = &model.types[id].kind else { return taken };
    if depth > 0 {
        object.include.iter().for_each(|base| taken.extend(&rust_names(model, *base, depth - 1)));
    }
    taken.rust_names(object.fields.iter().map(|field| (field.name.as_str(), None)), Case::Snake, "value");
    taken
}

/// A field or parameter. That it must be there is a claim, and the description's.
pub(super) fn field(model: &Model, of: &Field, rust_name: Option<String>, with_evidence: bool) -> Yaml {
    let mut entries = vec![("type".to_owned(), Yaml::Text(expr(model, &of.type_)))];
    let name = of.title.as_ref().filter(|title| !is_said_by(title, &of.name));
    say(&mut entries, "title", name.map(|text| title(&super::text::one_line(text))));
    say(&mut entries, "doc", of.doc.clone().map(Yaml::Prose));
    say(&mut entries, "secret", of.secret.then_some(Yaml::Boolean(true)));
    say(&mut entries, "deprecated", of.deprecated.clone().map(Yaml::Text));
    say(&mut entries, "rust_name", rust_name.map(Yaml::Text));
    let is_claim = with_evidence && !of.type_.is_optional();
    say(&mut entries, "evidence", is_claim.then(evidence));
    match &mut entries[..] {
        [(_, type_)] => std::mem::replace(type_, Yaml::Nothing),
        _ => Yaml::Map(entries),
    }
}

/// Whether a title only repeats a name.
fn is_said_by(title: &str, name: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    letters(title) == letters(name)
}

fn write_enum(choice: &Enum, entries: &mut Entries) {
    entries.push(("enum".to_owned(), Yaml::text(if choice.integer { "integer" } else { "string" })));
    let mut taken = Taken::reserving(["Other"]);
    let mut values = Vec::new();
    for value in &choice.values {
        let wanted = value.name.clone().or_else(|| choice.integer.then(|| number_name(&value.wire)));
        let rust_name = taken.rust_name(&value.wire, wanted.as_deref(), Case::Camel, "value");
        let mut of = Vec::new();
        let doc = value.doc.as_ref().map(|doc| super::text::paragraphs(doc).join("\n\n")).filter(|doc| !doc.is_empty());
        say(&mut of, "doc", doc.map(Yaml::Prose));
        say(&mut of, "rust_name", rust_name.map(Yaml::Text));
        let is_doc = of.first().is_some_and(|(key, _)| key == "doc");
        let of = match &mut of[..] {
            [] => Yaml::Nothing,
            [(_, doc)] if is_doc => std::mem::replace(doc, Yaml::Nothing),
            _ => Yaml::Map(of),
        };
        values.push((value.wire.clone(), of));
    }
    entries.push(("values".to_owned(), Yaml::Block(values)));
}

/// What an integer is called that has no name.
fn number_name(wire: &str) -> String {
    match wire.strip_prefix('-') {
        Some(digits) => format!("minus {digits}"),
        None => format!("value {wire}"),
    }
}

fn write_union(model: &Model, union: &Union, entries: &mut Entries) {
    let Some(tag) = &union.tag else {
        let mut taken = Taken::reserving(["Other"]);
        let mut members = Vec::new();
        for member in &union.members {
            let type_ = Yaml::Text(expr(model, &member.type_));
            let word = variant_word(model, &member.type_);
            members.push(match taken.rust_name(&word, None, Case::Camel, "variant") {
                None => type_,
                Some(name) => Yaml::map([("type", type_), ("rust_name", Yaml::Text(name))]),
            });
        }
        entries.push(("union".to_owned(), Yaml::List(members)));
        return;
    };
    entries.push(("tag".to_owned(), Yaml::text(tag)));
    let mut taken = Taken::reserving(["Other"]);
    let mut members = Vec::new();
    for member in &union.members {
        let Some(value) = &member.value else { continue };
        let type_ = Yaml::Text(expr(model, &member.type_));
        members.push((
            value.clone(),
            match taken.rust_name(value, None, Case::Camel, "variant") {
                None => type_,
                Some(name) => Yaml::map([("type", type_), ("rust_name", Yaml::Text(name))]),
            },
        ));
    }
    entries.push(("union".to_owned(), Yaml::Map(members)));
}

/// The word that a variant without a tag is named by: its type's.
fn variant_word(model: &Model, of: &Expr) -> String {
    match of {
        Expr::List(item) => format!("{}_list", variant_word(model, item)),
        Expr::Map(value) => format!("{}_map", variant_word(model, value)),
        Expr::Optional(inner) => variant_word(model, inner),
        other => expr(model, other),
    }
}

/// A type expression as it is written.
pub(super) fn expr(model: &Model, of: &Expr) -> String {
    match of {
        Expr::String => "string".to_owned(),
        Expr::Integer => "integer".to_owned(),
        Expr::Number => "number".to_owned(),
        Expr::Boolean => "boolean".to_owned(),
        Expr::Any => "any".to_owned(),
        Expr::File => "file".to_owned(),
        Expr::List(inner) => format!("list<{}>", expr(model, inner)),
        Expr::Map(inner) => format!("map<{}>", expr(model, inner)),
        Expr::Optional(inner) => format!("{}?", expr(model, inner)),
        Expr::Named(id) => model.types[*id].name.clone(),
    }
}
