//! The edits of all operations, their types and their source.

use std::collections::{BTreeMap, BTreeSet};

use super::matching::{By, Matches};
use super::operation::{Filled, fill_operation};
use super::report::{Entry, Report};
use super::{Names, types};
use crate::diagnostics::{Place, Step};
use crate::edit::{self, EditError, Yaml};
use crate::file_tree::FileTree;
use crate::import::model::{Model, Payload, Spot};
use crate::import::{Import, text};
use crate::ir::{self, Api, Home, Level};
use crate::rust::{Case, ident};

/// A spec that is being filled.
pub(super) struct Filler<'a> {
    model: Model,
    names: &'a Names,
    api: &'a Api,
    spec: &'a FileTree,
    pub(super) files: FileTree,
    pub(super) report: Report,
}

impl<'a> Filler<'a> {
    pub(super) fn new(import: &Import, names: &'a Names, api: &'a Api, spec: &'a FileTree) -> Self {
        let (model, files, report) = (import.model.clone(), spec.clone(), Report::default());
        Self { model, names, api, spec, files, report }
    }

    pub(super) fn fill_all(&mut self, matches: &Matches) {
        let users = self.type_users(matches);
        let placed = types::place(&mut self.model, self.api, &users);
        let mut used: BTreeSet<usize> = BTreeSet::new();
        for (ours, theirs, by) in &matches.found {
            self.match_one(ours, *theirs, *by, &mut used);
        }
        let needed = types::needed(&self.model, used.iter().copied().collect());
        for (id, home) in placed.iter().filter(|(id, _)| needed.contains(id)) {
            self.add_type(*id, home);
        }
        if !self.report.filled.is_empty() {
            self.add_source();
            self.remove_unused();
        }
        for index in &matches.ambiguous {
            self.leave_theirs(*index, "several operations could be this one");
        }
        for index in &matches.theirs {
            self.leave_theirs(*index, "no operation of the spec is this one");
        }
        self.leave_webhooks();
        let mut missing: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for ours in &matches.ours {
            let (resource, name) = ours.id.split_once('.').unwrap_or(("", &ours.id));
            missing.entry(resource).or_default().push(name);
        }
        self.report.missing = missing.into_iter().map(|(of, names)| format!("{of}: {}", names.join(", "))).collect();
    }

    /// A description does not say how its webhooks are told apart, so none is taken for one of the spec's.
    fn leave_webhooks(&mut self) {
        for event in &self.model.events {
            let what =
                format!("the webhook `{}`: only operations are merged; `absorb` takes what was delivered", event.name);
            self.report.left.push(Entry { what, ours: None, theirs: Some(self.spot(&event.spot)) });
        }
    }

    /// Which resources would need each type, and what a type without a name is called.
    fn type_users(&self, matches: &Matches) -> BTreeMap<usize, (BTreeSet<String>, String)> {
        let mut users: BTreeMap<usize, (BTreeSet<String>, String)> = BTreeMap::new();
        for (ours, theirs, _) in &matches.found {
            let resource = ours.id.split('.').next().unwrap_or_default().to_owned();
            let name = ident(&ours.name, Case::Camel).unwrap_or_default();
            let of = &self.model.operations[*theirs];
            let parameters = of.parameters().map(|field| &field.type_).collect::<Vec<_>>();
            let body = of.body.iter().filter_map(|body| body.expr()).collect::<Vec<_>>();
            let result = of.returns.as_ref().and_then(|result| match &self.api.envelope {
                Some(envelope) => types::unwrapped(&self.model, envelope, result).flatten(),
                None => Some(result.form.clone()),
            });
            let result = result.map(|form| Payload { form, optional: false, spot: Spot::default() });
            let returns = result.iter().filter_map(Payload::expr).collect::<Vec<_>>();
            for (word, exprs) in [("Value", parameters), ("Request", body), ("Result", returns)] {
                for (id, wanted) in types::wanted_names(&self.model, &name, word, &exprs) {
                    let user = users.entry(id).or_insert_with(|| (BTreeSet::new(), wanted));
                    user.0.insert(resource.clone());
                }
            }
        }
        users
    }

    fn match_one(&mut self, ours: &ir::Operation, theirs: usize, by: By, used: &mut BTreeSet<usize>) {
        let places = (Some(self.at(&ours.place)), Some(self.spot(&self.model.operations[theirs].spot)));
        let entry = |what: String| Entry { what, ours: places.0.clone(), theirs: places.1.clone() };
        self.report.matched.push(entry(format!("{}: {}", ours.id, by.text())));
        let text = self.files.get(&ours.place.file).unwrap_or_default();
        let filled = fill_operation(self.api, &self.model, ours, &self.model.operations[theirs], self.names, text);
        let Filled { text, filled, contradicted, left, types } = filled;
        self.report.filled.extend(filled.iter().map(|what| entry(format!("{}: {what}", ours.id))));
        self.report.contradicted.extend(contradicted.iter().map(|what| entry(format!("{}: {what}", ours.id))));
        self.report.left.extend(left.iter().map(|what| entry(format!("{}: {what}", ours.id))));
        self.files.insert(&*ours.place.file, text);
        used.extend(types);
    }

    fn add_type(&mut self, id: usize, home: &Home) {
        let file = match home {
            Home::Resource(name) => format!("resources/{name}.yaml"),
            _ => "types.yaml".to_owned(),
        };
        let (name, value) =
            (self.model.types[id].name.clone(), types::type_yaml(self.api, &self.model, id, &self.names.source));
        let text = self.files.get(&file).unwrap_or("# yaml-language-server: $schema=schema.json\n");
        match add_to(text, "types", &name, value, &[]) {
            Ok(text) => self.files.insert(file, text),
            Err(error) => self.left(format!("the type {name}: {error}"), None),
        }
    }

    fn add_source(&mut self) {
        if self.api.sources.contains_key(&self.names.source) {
            return;
        }
        let version = self.model.version.as_ref().map(|version| format!(", version {version}")).unwrap_or_default();
        let page = self.model.page.clone().unwrap_or_else(|| self.api.server.clone());
        let title = text::one_line(&format!("{}{version}", self.names.file));
        let source = Yaml::block([("title", Yaml::flow([("en", Yaml::text(title))])), ("url", Yaml::text(page))]);
        let behind = ["time_zone", "auth", "limits", "envelope", "errors", "webhooks"];
        match add_to(self.files.get("api.yaml").unwrap_or_default(), "sources", &self.names.source, source, &behind) {
            Ok(text) => self.files.insert("api.yaml", text),
            Err(error) => self.left(format!("the source {}: {error}", self.names.source), None),
        }
    }

    /// Takes away types that were assumed and that nothing uses any more.
    fn remove_unused(&mut self) {
        while let Ok((api, unused)) = crate::resolve_unfinished(&self.files) {
            let assumed = |place: &Place| {
                let type_ =
                    api.types.iter().find(|type_| type_.place.path() == place.path() && type_.place.file == place.file);
                type_.is_some_and(|of| of.evidence.as_ref().is_some_and(|evidence| evidence.level == Level::Assumed))
            };
            let before = crate::resolve_unfinished(self.spec).map(|(_, unused)| unused).unwrap_or_default();
            let is_new = |place: &Place| {
                !before.iter().any(|old| old.place.path() == place.path() && old.place.file == place.file)
            };
            let types = unused.iter().filter(|one| one.code == crate::diagnostics::Code::UnusedType);
            let Some(place) = types.map(|one| &one.place).find(|place| assumed(place) && is_new(place)) else { return };
            let Some(Ok(text)) = self.files.get(&place.file).map(|text| edit::remove(text, &place.path())) else {
                return;
            };
            self.files.insert(&*place.file, text);
        }
    }

    fn leave_theirs(&mut self, index: usize, why: &str) {
        let of = &self.model.operations[index];
        let title = of.title.as_ref().map(|title| format!(" {title}")).unwrap_or_default();
        let what = format!("{} {}{title}: {why}", of.method, of.path);
        let spot = of.spot.clone();
        self.left(what, Some(&spot));
    }

    fn left(&mut self, what: String, theirs: Option<&Spot>) {
        let theirs = theirs.map(|spot| self.spot(spot));
        self.report.left.push(Entry { what, ours: None, theirs });
    }

    fn at(&self, place: &Place) -> String {
        format!("{}:{}", place.file, place.line(self.spec.get(&place.file).unwrap_or_default()))
    }

    fn spot(&self, spot: &Spot) -> String {
        format!("{}:{} {}", self.names.file, spot.line, spot.pointer)
    }
}

/// Adds an entry to a map at the left edge, or the map with it, in front of the keys that come behind.
fn add_to(text: &str, map: &str, name: &str, value: Yaml, behind: &[&str]) -> Result<String, EditError> {
    let key = |name: &str| Step::Key(name.to_owned());
    match edit::has(text, &[key(map)]) {
        true => edit::insert(text, &[key(map), key(name)], &value, &[]),
        false => edit::insert(text, &[key(map)], &Yaml::block([(name, value)]), behind),
    }
}
