//! What types are called in the exported files.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Api, Home, TypeId};

/// The names of the schemas, each once.
#[derive(Debug)]
pub(super) struct Names {
    types: Vec<String>,
    /// Of the object that every delivery is.
    pub(super) delivery: String,
    /// Of the object around every result.
    pub(super) envelope: String,
}

impl Names {
    /// Types that share their name get that of their file in front.
    pub(super) fn new(api: &Api) -> Self {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for type_ in &api.types {
            *counts.entry(&type_.name).or_default() += 1;
        }
        let mut taken = BTreeSet::new();
        let types = api.types.iter().map(|type_| {
            let file = match &type_.home {
                Home::Shared => None,
                Home::Resource(name) | Home::Family(name) => Some(name).filter(|_| counts[type_.name.as_str()] > 1),
            };
            let file = file.map(|file| format!("{}.", allowed(file))).unwrap_or_default();
            take(format!("{file}{}", allowed(&type_.name)), &mut taken)
        });
        let types = types.collect();
        let delivery = api.delivery.as_ref().map_or("Delivery", |delivery| &delivery.name);
        let delivery = take(allowed(delivery), &mut taken);
        let envelope = take("ResponseEnvelope".to_owned(), &mut taken);
        Self { types, delivery, envelope }
    }

    /// The name of a type's schema.
    pub(super) fn of(&self, id: TypeId) -> &str {
        &self.types[id.0]
    }
}

/// A name of which another one has none of the letters' cases either: the files of some systems know no case.
fn take(wanted: String, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{wanted}_{number}"));
    let free = std::iter::once(wanted.clone()).chain(numbered).find(|name| taken.insert(name.to_lowercase()));
    free.unwrap_or(wanted)
}

/// A name in the letters that the standards allow; another letter is written as its number.
pub(super) fn allowed(name: &str) -> String {
    let letter = |c: char| match c.is_ascii_alphanumeric() || "._-".contains(c) {
        true => c.to_string(),
        false => format!("u{:04X}", u32::from(c)),
    };
    name.chars().map(letter).collect()
}
