//! Types by samples: as narrow as all of them allow, and `any` where they contradict each other.

use std::collections::BTreeSet;

use super::shape::{Fields, Shape};
use super::tell::words;
use crate::edit::{Style, Yaml};
use crate::ir::{Api, Home, Kind, Quirks, Type};
use crate::resolve::QUIRKS;
use crate::rust::{Case, ident};

/// How deep objects are given types of their own.
const DEPTH: usize = 8;

/// What a value is, as the YAML says it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Inferred {
    /// The type expression, without a `?`.
    pub(super) type_: String,
    /// The quirks that it needs.
    pub(super) quirks: Quirks,
    /// Whether nobody knows that it tells nothing of a person.
    pub(super) personal: bool,
    /// What the type does not say.
    pub(super) note: Option<String>,
}

/// Types that are being made for one file of the spec.
pub(super) struct Infer<'a> {
    /// Names that are taken.
    names: BTreeSet<String>,
    /// The native type for a value, or the JSON of it in a text.
    json: Option<&'a str>,
    /// The native type for a value, or a list of such.
    change: Option<&'a str>,
    /// The quirks that hold for the whole file.
    file: Quirks,
    /// How well all of it is known.
    evidence: &'a Yaml,
    /// Fields of the outermost object of which it is known that they tell nothing of a person: events match on them.
    pub(super) shown: Vec<String>,
    /// The types that were made, by name.
    pub(super) types: Vec<(String, Yaml)>,
}

impl<'a> Infer<'a> {
    /// For the file of `home`, whose fields have these quirks.
    pub(super) fn new(api: &'a Api, home: &Home, file: Quirks, evidence: &'a Yaml) -> Self {
        let own = api.types.iter().filter(|type_| type_.home == *home || type_.home == Home::Shared);
        let names = own.map(|type_| type_.name.clone()).chain(api.delivery.iter().map(|of| of.name.clone()));
        let json = native(
            api,
            |forms| matches!(forms, [Type::Parameter(0), Type::Encoded(inner)] | [Type::Encoded(inner), Type::Parameter(0)] if **inner == Type::Parameter(0)),
        );
        let is_list = |type_: &Type| matches!(type_, Type::List(inner) if *inner.required() == Type::Parameter(0));
        let change = native(api, |forms| match forms {
            [Type::Parameter(0), list] | [list, Type::Parameter(0)] => is_list(list),
            _ => false,
        });
        Self { names: names.collect(), json, change, file, evidence, shown: Vec::new(), types: Vec::new() }
    }

    /// The native type for a value, or the JSON of it in a text, if the spec has one.
    pub(super) fn json_name(&self) -> Option<String> {
        self.json.map(str::to_owned)
    }

    /// The type of a whole payload, if there is one: no quirk can be declared on it, and it is not optional.
    pub(super) fn payload(&mut self, shape: &Shape, name: &str) -> Option<String> {
        let before = self.types.len();
        let inferred = self.value(shape, name, 0);
        let is_type = inferred.type_ != "any" && shape.null == 0 && inferred.quirks == Quirks::default();
        if !is_type {
            self.types.truncate(before);
        }
        is_type.then_some(inferred.type_)
    }

    /// The type of a value; `name` is what an object of it would be called.
    pub(super) fn value(&mut self, shape: &Shape, name: &str, depth: usize) -> Inferred {
        let mut inferred = match &shape.forms()[..] {
            [] if shape.blank > 0 => private("string"),
            [] => Inferred { note: Some("Only null came.".to_owned()), ..private("any") },
            ["a boolean"] => plain("boolean"),
            ["a whole number"] if shape.long > 0 => private("integer"),
            ["a whole number"] => plain("integer"),
            ["a number"] | ["a whole number", "a number"] => plain("number"),
            ["a text"] => private("string"),
            ["a whole number", "a text"] | ["a number", "a text"] | ["a whole number", "a number", "a text"] => {
                Inferred { quirks: Quirks { number_or_string: true, ..Quirks::default() }, ..private("string") }
            }
            ["a list"] => self.list(shape.list.as_deref(), name, depth),
            ["an object"] => self.object(shape.object.as_ref(), name, depth),
            ["JSON in a text"] | ["JSON in a text", "a list"] | ["JSON in a text", "an object"] => {
                self.encoded(shape, name, depth)
            }
            forms => self.either(shape, forms, name, depth),
        };
        let takes_blank = inferred.type_ == "string" || inferred.type_ == "any";
        inferred.quirks.blank_is_null |= shape.blank > 0 && !takes_blank;
        inferred
    }

    /// A type with a `?` where nothing came, for an entry of a list or map.
    fn part(&mut self, shape: &Shape, name: &str, depth: usize) -> (Inferred, String) {
        let inferred = self.value(shape, name, depth);
        let is_nothing = shape.null > 0 || inferred.quirks.blank_is_null;
        let optional = if is_nothing && inferred.type_ != "any" { "?" } else { "" };
        let type_ = format!("{}{optional}", inferred.type_);
        (inferred, type_)
    }

    fn list(&mut self, items: Option<&Shape>, name: &str, depth: usize) -> Inferred {
        match items {
            Some(items) if items.count > 0 => {
                let (inferred, item) = self.part(items, name, depth);
                Inferred { type_: format!("list<{item}>"), ..inferred }
            }
            _ => Inferred { note: Some("Only empty lists came.".to_owned()), ..private("list<any>") },
        }
    }

    fn object(&mut self, fields: Option<&Fields>, name: &str, depth: usize) -> Inferred {
        let Some(fields) = fields.filter(|_| depth < DEPTH) else { return private("any") };
        if fields.odd.is_some() {
            let (inferred, value) = self.part(&fields.values(), name, depth);
            return Inferred { type_: format!("map<{value}>"), personal: true, ..inferred };
        }
        if fields.named.is_empty() {
            return Inferred { note: Some("Only empty objects came.".to_owned()), ..private("map<any>") };
        }
        let name = self.take_name(name);
        let stem = ["Data", "Result"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name).to_owned();
        let at = self.types.len();
        self.types.push((name.clone(), Yaml::Text(String::new())));
        let mut idents = BTreeSet::from(["new".to_owned(), "unknown".to_owned()]);
        let mut entries = Vec::new();
        for (key, shape) in &fields.named {
            let mut inferred = self.value(shape, &format!("{stem}_{key}"), depth + 1);
            inferred.personal &= depth > 0 || !self.shown.contains(key);
            let rust_name = rust_name(key, &mut idents);
            entries.push((key.clone(), field(&inferred, self.file, rust_name, None)));
        }
        self.types[at].1 = Yaml::block([
            ("doc", Yaml::text("Not explained. Its fields are those that were seen.")),
            ("evidence", self.evidence.clone()),
            ("fields", Yaml::Map(Style::Block, entries)),
        ]);
        plain(&name)
    }

    /// JSON in texts, and the same without.
    fn encoded(&mut self, shape: &Shape, name: &str, depth: usize) -> Inferred {
        let mut inside = shape.encoded.as_deref().cloned().unwrap_or_default();
        let outside = Shape { encoded: None, blank: 0, null: 0, ..shape.clone() };
        let is_alone = outside.forms().is_empty();
        inside.merge(&outside);
        match self.json {
            Some(native) => {
                let inferred = self.value(&inside, name, depth);
                Inferred { type_: format!("{native}<{}>", inferred.type_), ..inferred }
            }
            None if is_alone => Inferred { note: Some("Holds JSON.".to_owned()), ..private("string") },
            None => contradictory(&shape.forms()),
        }
    }

    /// Several forms: a value and lists of such, or nothing that a type could say.
    fn either(&mut self, shape: &Shape, forms: &[&str], name: &str, depth: usize) -> Inferred {
        if let (Some(native), Some(items), 2) = (self.change, &shape.list, forms.len()) {
            let mut all = Shape { list: None, ..shape.clone() };
            all.merge(items);
            if all.forms().len() == 1 {
                let inferred = self.value(&all, name, depth);
                return Inferred { type_: format!("{native}<{}>", inferred.type_), ..inferred };
            }
        }
        contradictory(forms)
    }

    /// A name in UpperCamelCase that no other type has.
    fn take_name(&mut self, wanted: &str) -> String {
        let camel = |word: String| format!("{}{}", word[..1].to_ascii_uppercase(), &word[1..]);
        let name: String = words(wanted).into_iter().map(camel).collect();
        let name = if name.starts_with(|c: char| c.is_ascii_alphabetic()) { name } else { format!("Object{name}") };
        let numbered = (2..).map(|number| format!("{name}{number}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|name| !self.names.contains(name));
        let free = free.unwrap_or(name);
        self.names.insert(free.clone());
        free
    }
}

/// A field of a type that was made, or a new one of a type that is there.
pub(super) fn field(of: &Inferred, file: Quirks, rust_name: Option<String>, evidence: Option<&Yaml>) -> Yaml {
    let type_ = Yaml::text(format!("{}?", of.type_));
    let needed = [of.quirks.blank_is_null && !file.blank_is_null, of.quirks.number_or_string && !file.number_or_string];
    let mut entries = vec![("type".to_owned(), type_.clone())];
    if needed.contains(&true) {
        let all = Quirks {
            blank_is_null: of.quirks.blank_is_null || file.blank_is_null,
            number_or_string: of.quirks.number_or_string || file.number_or_string,
        };
        entries.push(("quirks".to_owned(), quirks(all)));
    }
    entries.extend(rust_name.map(|name| ("rust_name".to_owned(), Yaml::Text(name))));
    if of.personal {
        entries.push(("personal".to_owned(), Yaml::Plain("true".to_owned())));
    }
    entries.extend(of.note.as_ref().map(|note| ("doc".to_owned(), Yaml::text(format!("Not explained. {note}")))));
    entries.extend(evidence.map(|evidence| ("evidence".to_owned(), evidence.clone())));
    if entries.len() == 1 { type_ } else { Yaml::Map(Style::Flow, entries) }
}

/// The list of quirks as the YAML has it.
pub(super) fn quirks(of: Quirks) -> Yaml {
    let given = [of.blank_is_null, of.number_or_string];
    let names = QUIRKS.iter().zip(given).filter(|(_, given)| *given);
    Yaml::List(Style::Flow, names.map(|(name, _)| Yaml::text(*name)).collect())
}

/// The name that a field needs in Rust where its own will not do; its own is noted.
pub(super) fn rust_name(key: &str, taken: &mut BTreeSet<String>) -> Option<String> {
    let own = ident(key, Case::Snake);
    if own.as_ref().is_some_and(|own| taken.insert(own.clone())) {
        return None;
    }
    let stem = words(key).join("_");
    let stem = if stem.starts_with(|c: char| c.is_ascii_alphabetic()) { stem } else { format!("field_{stem}") };
    let numbered = (2..).map(|number| format!("{stem}_{number}"));
    let free = numbered.into_iter().find(|name| !taken.contains(name)).unwrap_or(stem);
    taken.insert(free.clone());
    Some(free)
}

/// The native type whose forms are as wanted, by its name in the spec.
fn native(api: &Api, wanted: impl Fn(&[Type]) -> bool) -> Option<&str> {
    let fits = api.types.iter().find(|type_| match &type_.kind {
        Kind::Native(native) => native.parameters == 1 && wanted(&native.forms),
        _ => false,
    });
    fits.map(|type_| type_.name.as_str())
}

fn plain(type_: &str) -> Inferred {
    Inferred { type_: type_.to_owned(), ..Inferred::default() }
}

fn private(type_: &str) -> Inferred {
    Inferred { personal: true, ..plain(type_) }
}

fn contradictory(forms: &[&str]) -> Inferred {
    Inferred { note: Some(format!("Came in several forms: {}.", forms.join(", "))), ..private("any") }
}
