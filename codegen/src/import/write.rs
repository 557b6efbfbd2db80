//! A [`Model`] as the files of a new spec.

use super::model::{Event, Form, Model, Operation, Payload, Scheme, SchemeKind};
use super::names::Taken;
use super::plan::{Group, Home, Named, Plan, plan};
use super::write_types::{expr, field, type_node};
use super::yaml::{Yaml, write_entry};
use crate::file_tree::FileTree;
use crate::rust::Case;

/// The id of the source that all evidence names.
const SOURCE: &str = "openapi";

/// Names that every operation's struct has already, and those that clippy finds say nothing.
const OF_OPERATIONS: [&str; 11] =
    ["new", "body", "set", "query", "headers", "cookies", "form", "file", "foo", "baz", "quux"];

/// Writes a new spec. `file` is what the description is called, for the source that evidence names.
#[must_use]
pub fn fresh(model: &Model, file: &str) -> FileTree {
    let mut model = model.clone();
    let plan = plan(&mut model);
    let writer = Writer { model: &model, plan: &plan };
    let mut files = FileTree::new();
    files.insert("api.yaml", writer.api(file));
    if let Some(text) = writer.shared() {
        files.insert("types.yaml", text);
    }
    for (at, group) in plan.resources.iter().enumerate() {
        files.insert(format!("resources/{}.yaml", group.name), writer.resource(at, group));
    }
    for (at, group) in plan.families.iter().enumerate() {
        files.insert(format!("webhooks/{}.yaml", group.name), writer.family(at, group));
    }
    files
}

struct Writer<'a> {
    model: &'a Model,
    plan: &'a Plan,
}

/// Entries of a map, in order.
pub(super) type Entries = Vec<(String, Yaml)>;

/// Adds an entry if there is something to say.
pub(super) fn say(entries: &mut Entries, key: &str, value: Option<Yaml>) {
    entries.extend(value.map(|value| (key.to_owned(), value)));
}

/// Evidence of what the description shows.
pub(super) fn evidence() -> Yaml {
    Yaml::map([("level", Yaml::text("documented")), ("source", Yaml::text(SOURCE))])
}

/// A title in the language that it is written in.
pub(super) fn title(text: &str) -> Yaml {
    let is_chinese = text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}'));
    Yaml::map([(if is_chinese { "zh" } else { "en" }, Yaml::text(text))])
}

impl Writer<'_> {
    fn api(&self, file: &str) -> String {
        let model = self.model;
        let name = if model.title.is_empty() { file } else { &model.title };
        let server = model.server.clone().unwrap_or_else(|| "http://localhost".to_owned());
        let page = model.page.clone().unwrap_or_else(|| server.clone());
        let id = super::names::module(&model.title).unwrap_or_else(|| "imported".to_owned());
        let version = model.version.as_ref().map(|version| format!(", version {version}")).unwrap_or_default();
        let source = super::text::one_line(&format!("{file}{version}"));
        let mut entries = vec![("api".to_owned(), Yaml::Text(id)), ("title".to_owned(), title(name))];
        say(&mut entries, "doc", model.doc.clone().map(Yaml::Prose));
        entries.push(("server".to_owned(), Yaml::map([("url", Yaml::Text(server)), ("evidence", evidence())])));
        let source = Yaml::map([("title", title(&source)), ("url", Yaml::Text(page))]);
        entries.push(("sources".to_owned(), Yaml::Block(vec![(SOURCE.to_owned(), source)])));
        say(&mut entries, "auth", self.auth());
        // A delivery is the event itself: OpenAPI knows of no envelope around it.
        let is_told = self.model.events.iter().any(|event| !event.keys.is_empty());
        say(&mut entries, "webhooks", is_told.then_some(Yaml::Map(Vec::new())));
        document(&entries)
    }

    fn auth(&self) -> Option<Yaml> {
        let schemes = &self.model.schemes;
        if schemes.is_empty() || self.model.operations.iter().all(|operation| !operation.authenticated) {
            return None;
        }
        let doc =
            |scheme: &Scheme| Yaml::Prose(scheme.doc.clone().unwrap_or_else(|| "The key of the caller.".to_owned()));
        let mut entries = vec![("evidence".to_owned(), evidence())];
        for (key, kind) in [("bearer", SchemeKind::Bearer), ("basic", SchemeKind::Basic)] {
            if let Some(scheme) = schemes.iter().find(|scheme| scheme.kind == kind) {
                entries.push((key.to_owned(), scheme.doc.clone().map_or(Yaml::Nothing, Yaml::Prose)));
            }
        }
        for key in ["headers", "query", "cookies"] {
            let mut places = Vec::new();
            for scheme in schemes {
                let name = match &scheme.kind {
                    SchemeKind::Header(name) if key == "headers" => name,
                    SchemeKind::Query(name) if key == "query" => name,
                    SchemeKind::Cookie(name) if key == "cookies" => name,
                    _ => continue,
                };
                let value = match key {
                    "headers" => Yaml::map([("secret", Yaml::Boolean(true)), ("doc", doc(scheme))]),
                    _ => doc(scheme),
                };
                places.push((name.clone(), value));
            }
            if !places.is_empty() {
                entries.push((key.to_owned(), Yaml::Block(places)));
            }
        }
        Some(Yaml::Block(entries))
    }

    fn shared(&self) -> Option<String> {
        let types = self.types(Home::Shared);
        (!types.is_empty()).then(|| document(&[("types".to_owned(), Yaml::Block(types))]))
    }

    fn types(&self, home: Home) -> Entries {
        let mut types: Vec<usize> =
            (0..self.model.types.len()).filter(|id| self.plan.homes[*id] == Some(home)).collect();
        types.sort_by_key(|id| &self.model.types[*id].name);
        types.into_iter().map(|id| (self.model.types[id].name.clone(), type_node(self.model, id))).collect()
    }

    fn resource(&self, at: usize, group: &Group) -> String {
        let mut entries = self.head("resource", group);
        let operations = group.members.iter().map(|member| (member.key.clone(), self.operation(member)));
        entries.push(("operations".to_owned(), Yaml::Block(operations.collect())));
        let types = self.types(Home::Resource(at));
        say(&mut entries, "types", (!types.is_empty()).then_some(Yaml::Block(types)));
        document(&entries)
    }

    fn head(&self, key: &str, group: &Group) -> Entries {
        let tag = self.model.tags.get(&group.tag);
        let name = tag.and_then(|tag| tag.title.clone()).unwrap_or_else(|| super::text::one_line(&group.tag));
        let name = if name.is_empty() { group.name.clone() } else { name };
        let mut entries = vec![(key.to_owned(), Yaml::Text(group.name.clone())), ("title".to_owned(), title(&name))];
        say(&mut entries, "doc", tag.and_then(|tag| tag.doc.clone()).map(Yaml::Prose));
        entries
    }

    fn operation(&self, member: &Named) -> Yaml {
        let of: &Operation = &self.model.operations[member.index];
        let name = of.title.clone().filter(|title| !title.is_empty()).unwrap_or_else(|| sentence(&member.key));
        let mut entries = vec![("title".to_owned(), title(&name))];
        let doc = of.doc.clone().filter(|doc| *doc != name);
        say(&mut entries, "doc", doc.map(Yaml::Prose));
        entries.push(("evidence".to_owned(), evidence()));
        entries.push((of.method.to_lowercase(), Yaml::Text(of.path.clone())));
        let is_open = !of.authenticated && !self.model.schemes.is_empty() && self.auth().is_some();
        say(&mut entries, "auth", is_open.then(|| Yaml::text("none")));
        let mut taken = Taken::reserving(OF_OPERATIONS);
        let groups =
            [("path", &of.path_parameters), ("query", &of.query), ("headers", &of.headers), ("cookies", &of.cookies)];
        for (key, fields) in groups {
            let kind = if key == "path" { "in_path" } else { key };
            let words = fields.iter().map(|field| (field.name.as_str(), None));
            let names = taken.rust_names(words, Case::Snake, kind.trim_end_matches('s'));
            let with_evidence = key != "path";
            let fields = fields.iter().zip(names);
            let fields: Entries =
                fields.map(|(of, name)| (of.name.clone(), field(self.model, of, name, with_evidence))).collect();
            say(&mut entries, key, (!fields.is_empty()).then_some(Yaml::Map(fields)));
        }
        say(&mut entries, "body", of.body.as_ref().map(|body| self.payload(body)));
        say(&mut entries, "returns", of.returns.as_ref().map(|result| self.payload(result)));
        say(&mut entries, "deprecated", of.deprecated.clone().map(Yaml::Text));
        say(&mut entries, "rust_name", member.rust_name.clone().map(Yaml::Text));
        Yaml::Block(entries)
    }

    fn payload(&self, payload: &Payload) -> Yaml {
        let optional = if payload.optional { "?" } else { "" };
        let text = |of| Yaml::Text(format!("{}{optional}", expr(self.model, of)));
        match &payload.form {
            Form::Open => Yaml::text("open"),
            Form::Json(of) => text(of),
            Form::JsonAs(of, media) => Yaml::map([("json", text(of)), ("media_type", Yaml::text(media))]),
            Form::Urlencoded(of) => Yaml::map([("form", text(of))]),
            Form::Multipart(of) => Yaml::map([("multipart", text(of))]),
            Form::Binary(media) => Yaml::map([("binary", Yaml::text(media))]),
            Form::Text(media) => Yaml::map([("text", Yaml::text(media))]),
        }
    }

    fn family(&self, at: usize, group: &Group) -> String {
        let mut entries = self.head("family", group);
        let events = group.members.iter().map(|member| (member.key.clone(), self.event(member)));
        entries.push(("events".to_owned(), Yaml::Block(events.collect())));
        let types = self.types(Home::Family(at));
        say(&mut entries, "types", (!types.is_empty()).then_some(Yaml::Block(types)));
        document(&entries)
    }

    fn event(&self, member: &Named) -> Yaml {
        let of: &Event = &self.model.events[member.index];
        let name = of.title.clone().filter(|title| !title.is_empty()).unwrap_or_else(|| sentence(&of.name));
        let mut entries = vec![("title".to_owned(), title(&name))];
        say(&mut entries, "doc", of.doc.clone().filter(|doc| *doc != name).map(Yaml::Prose));
        entries.push(("evidence".to_owned(), evidence()));
        if of.keys.is_empty() {
            let missing = "The description does not say what tells it from the others.";
            entries.push(("catalogued".to_owned(), Yaml::text(missing)));
        } else {
            let keys = of.keys.iter().map(|(path, value)| (path.clone(), Yaml::text(value)));
            entries.push(("match".to_owned(), Yaml::Map(keys.collect())));
            say(&mut entries, "data", of.data.as_ref().map(|data| self.payload(data)));
        }
        say(&mut entries, "deprecated", of.deprecated.clone().map(Yaml::Text));
        say(&mut entries, "rust_name", member.rust_name.clone().map(Yaml::Text));
        Yaml::Block(entries)
    }
}

/// A name as a title: `list_users` as `List users`.
fn sentence(key: &str) -> String {
    let words = key.replace(['_', '-'], " ");
    let mut letters = words.trim().chars();
    letters.next().map_or_else(|| "Untitled".to_owned(), |first| first.to_uppercase().chain(letters).collect())
}

/// A file: a blank line between its parts and between the entries of the big ones.
fn document(entries: &[(String, Yaml)]) -> String {
    let mut out = String::new();
    for (key, value) in entries {
        match value {
            Yaml::Block(children) if matches!(key.as_str(), "operations" | "events" | "types") => {
                out.push_str(&format!("{key}:\n"));
                for (index, (key, value)) in children.iter().enumerate() {
                    if index > 0 {
                        out.push('\n');
                    }
                    write_entry(key, value, 2, &mut out);
                }
            }
            _ => write_entry(key, value, 0, &mut out),
        }
    }
    out
}
