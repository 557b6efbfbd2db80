//! What the resolvers look names up in, and where they put what is wrong.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Code, Diagnostic, Diagnostics, Place};
use crate::ir::{Home, Quirks, TypeId};
use crate::spec::{self, Document};

/// Names that can be looked up, and what is wrong so far.
pub(super) struct Scope<'a> {
    /// What is wrong so far.
    pub(super) wrong: Diagnostics,
    types: BTreeMap<Home, BTreeMap<&'a str, (TypeId, usize)>>,
    sources: BTreeSet<&'a str>,
    used_sources: BTreeSet<String>,
    quirks: Option<&'a [String]>,
}

/// The quirks that a field may declare.
pub(crate) const QUIRKS: [&str; 2] = ["blank_is_null", "number_or_string"];

impl<'a> Scope<'a> {
    /// The names of a document. Ids are given here, before anything is resolved.
    pub(super) fn new(document: &'a Document) -> Self {
        let mut types: BTreeMap<Home, BTreeMap<_, _>> = BTreeMap::new();
        for (index, (home, node)) in all_types(document).enumerate() {
            let parameters = node.value.parameters.as_ref().map_or(0, Vec::len);
            types.entry(home).or_default().insert(node.name.as_str(), (TypeId(index), parameters));
        }
        Self {
            wrong: Diagnostics::new(),
            types,
            sources: document.api.value.sources.iter().map(|(id, _)| id).collect(),
            used_sources: BTreeSet::new(),
            quirks: document.api.value.quirks.as_deref(),
        }
    }

    /// The id of a type and how many parameters it takes: one of the file's own, or a shared one.
    pub(super) fn find_type(&self, home: &Home, name: &str) -> Option<(TypeId, usize)> {
        [home, &Home::Shared].into_iter().find_map(|home| self.types.get(home)?.get(name)).copied()
    }

    /// Whether another file has a type of this name.
    pub(super) fn find_elsewhere(&self, name: &str) -> Option<&Home> {
        self.types.iter().find(|(_, types)| types.contains_key(name)).map(|(home, _)| home)
    }

    /// Every type name that a file can use.
    pub(super) fn type_names(&self, home: &Home) -> Vec<&'a str> {
        [home, &Home::Shared]
            .into_iter()
            .filter_map(|home| self.types.get(home))
            .flat_map(|types| types.keys().copied())
            .collect()
    }

    /// Whether anything of these kinds is wrong so far.
    pub(super) fn has_any(&self, codes: &[Code]) -> bool {
        self.wrong.iter().any(|diagnostic| codes.contains(&diagnostic.code))
    }

    /// Notes that a source is used; says so if there is none of that name.
    pub(super) fn use_source(&mut self, source: &str, place: Place) {
        if !self.sources.contains(source) {
            let diagnostic = Diagnostic::new(Code::UnknownSource, place, format!("unknown source `{source}`"));
            let diagnostic = diagnostic.suggest(source, self.sources.iter().copied());
            self.wrong.push(diagnostic.help("list it under `sources` of `api.yaml`, with title and address"));
        }
        self.used_sources.insert(source.to_owned());
    }

    /// Says which sources nothing refers to.
    pub(super) fn check_sources(&mut self, document: &Document) {
        let place = document.api.place.key("sources");
        for source in &self.sources {
            if !self.used_sources.contains(*source) {
                let place = place.key(*source).on_key();
                let diagnostic = Diagnostic::new(Code::UnusedSource, place, format!("nothing refers to `{source}`"));
                self.wrong.push(diagnostic.help("name it as the `source` of an evidence, or delete it"));
            }
        }
    }

    /// The quirks of a field: its own list, or its file's, or the API's.
    pub(super) fn quirks(&mut self, own: Option<&[String]>, own_place: &Place, file: Option<&[String]>) -> Quirks {
        self.check_quirks(own, own_place);
        let list = own.or(file).or(self.quirks).unwrap_or_default();
        Quirks {
            blank_is_null: list.iter().any(|quirk| quirk == QUIRKS[0]),
            number_or_string: list.iter().any(|quirk| quirk == QUIRKS[1]),
        }
    }

    /// Says which names of a list are not quirks.
    pub(super) fn check_quirks(&mut self, list: Option<&[String]>, place: &Place) {
        for (index, quirk) in list.unwrap_or_default().iter().enumerate() {
            if !QUIRKS.contains(&quirk.as_str()) {
                let place = place.key("quirks").index(index);
                let diagnostic = Diagnostic::new(Code::UnknownQuirk, place, format!("unknown quirk `{quirk}`"));
                self.wrong.push(diagnostic.suggest(quirk, QUIRKS).note(format!("the quirks: {}", QUIRKS.join(", "))));
            }
        }
    }
}

/// Every type of the document, in the order of their ids.
pub(super) fn all_types(document: &Document) -> impl Iterator<Item = (Home, &spec::Node<spec::Type>)> {
    let shared = document.shared.iter().flat_map(|file| file.types.iter().map(|node| (Home::Shared, node)));
    let resources = document.resources.iter().flat_map(|file| {
        let home = Home::Resource(file.head.value.resource.clone());
        file.types.iter().map(move |node| (home.clone(), node))
    });
    let families = document.families.iter().flat_map(|file| {
        let home = Home::Family(file.head.value.family.clone());
        file.types.iter().map(move |node| (home.clone(), node))
    });
    shared.chain(resources).chain(families)
}
