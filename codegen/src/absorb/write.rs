//! What the samples showed, as edits of the spec: marked as observed, with the day.

use std::collections::{BTreeMap, BTreeSet};

use super::error::AbsorbError;
use super::findings::{Difference, Misfit, NewField, Owner};
use super::infer::{Infer, field, quirks, rust_name};
use super::tell::words;
use super::{Absorbed, UnknownEvent};
use crate::diagnostics::{Place, Step};
use crate::edit::{self, EditError, Yaml};
use crate::file_tree::FileTree;
use crate::ir::{EnumForm, Home, Kind, Operation, Quirks, TypeId};
use crate::rust::{Case, ident};

/// The spec with what the samples showed.
#[derive(Clone, Debug)]
pub struct Written {
    /// The files that changed or are new.
    pub files: FileTree,
    /// What was done, a line each.
    pub done: Vec<String>,
    /// What is left to people, a line each: nothing in the dialect says it, or it would contradict what somebody wrote.
    pub left: Vec<String>,
}

/// Edits in the making.
struct Writer<'a> {
    absorbed: &'a Absorbed<'a>,
    files: FileTree,
    evidence: Yaml,
    source: String,
    uses_source: bool,
    infer: BTreeMap<Home, Infer<'a>>,
    done: Vec<String>,
    left: Vec<String>,
}

impl Absorbed<'_> {
    /// The edits of `spec` that say what the samples showed. Comments, order and style of the files stay.
    ///
    /// # Errors
    /// An edit that has no place, and a spec that would not hold together: then there are no edits at all.
    pub fn write(&self, spec: &FileTree) -> Result<Written, AbsorbError> {
        let source = self.options.source.clone().unwrap_or_else(|| "observed".to_owned());
        let evidence = Yaml::flow([
            ("level", Yaml::text("observed")),
            ("source", Yaml::text(&source)),
            ("seen", Yaml::text(&self.options.seen)),
        ]);
        let mut writer = Writer {
            absorbed: self,
            files: spec.clone(),
            evidence: evidence.clone(),
            source,
            uses_source: false,
            infer: BTreeMap::new(),
            done: Vec::new(),
            left: Vec::new(),
        };
        writer.write_all(&evidence)?;
        let Writer { files, done, left, .. } = writer;
        if let Err(wrong) = crate::check_edited(spec, &files) {
            return Err(AbsorbError::Spec { wrong, files });
        }
        let changed = files.iter().filter(|(path, text)| spec.get(path) != Some(*text));
        let files = changed.map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
        Ok(Written { files, done, left })
    }
}

impl<'a> Writer<'a> {
    fn write_all(&mut self, evidence: &'a Yaml) -> Result<(), AbsorbError> {
        let findings = &self.absorbed.findings;
        let mut fields: Vec<_> = findings.fields.iter().collect();
        fields.sort_by_key(|(_, field)| field.order);
        for ((owner, name), new) in fields {
            self.add_field(*owner, name.as_deref(), new, evidence)?;
        }
        let mut known: BTreeMap<&Place, Quirks> = BTreeMap::new();
        for ((place, misfit, _), of) in &findings.differences {
            let quirks = known.entry(place).or_insert(of.quirks);
            quirks.blank_is_null |= *misfit == Misfit::Blank;
            quirks.number_or_string |= *misfit == Misfit::Either;
            let quirks = *quirks;
            self.mend_field(place, *misfit, of, quirks)?;
        }
        for (id, value) in findings.values.keys() {
            self.add_value(*id, value.as_deref())?;
        }
        for of in &self.absorbed.unknown {
            self.add_event(of, evidence)?;
        }
        if let Some((operation, shape)) = self.absorbed.operation.as_ref().filter(|(_, shape)| shape.count > 0) {
            self.add_returns(operation, shape, evidence)?;
        }
        self.left.extend(findings.payloads.keys().map(|(path, wanted, found)| format!("{path}: {found} for {wanted}")));
        self.left.extend(findings.codes.keys().map(|code| format!("the class of the code {code}")));
        self.add_types()?;
        self.add_source()
    }

    fn edit(&mut self, file: &str, edit: impl FnOnce(&str) -> Result<String, EditError>) -> Result<(), AbsorbError> {
        let text = self.files.get(file).unwrap_or_default();
        let text = edit(text).map_err(|error| AbsorbError::Edit { file: file.to_owned(), error })?;
        self.files.insert(file, text);
        Ok(())
    }

    /// The types that are made for a file.
    fn infer(&mut self, home: &Home, evidence: &'a Yaml) -> &mut Infer<'a> {
        let quirks = self.file_quirks(&file_of(home));
        let api = self.absorbed.api;
        self.infer.entry(home.clone()).or_insert_with(|| Infer::new(api, home, quirks, evidence))
    }

    /// The quirks of a file's fields, or of all files'.
    fn file_quirks(&self, file: &str) -> Quirks {
        let read = |file: &str, path: &[&str]| {
            let value: serde_yaml::Value =
                serde_yaml::from_str(self.files.get(file)?.trim_start_matches('\u{feff}')).ok()?;
            let list = path.iter().try_fold(&value, |value, key| value.get(*key))?.as_sequence()?.clone();
            let has = |name: &str| list.iter().any(|quirk| quirk.as_str() == Some(name));
            Some(Quirks { blank_is_null: has("blank_is_null"), number_or_string: has("number_or_string") })
        };
        let own = if file == "api.yaml" { &["webhooks", "envelope", "quirks"][..] } else { &["quirks"] };
        read(file, own).or_else(|| read("api.yaml", &["quirks"])).unwrap_or_default()
    }

    fn add_field(
        &mut self,
        owner: Owner,
        name: Option<&str>,
        new: &NewField,
        evidence: &'a Yaml,
    ) -> Result<(), AbsorbError> {
        let (api, shown) = (self.absorbed.api, self.absorbed.owner_name(owner));
        let (place, home, fields) = match owner {
            Owner::Envelope => return self.leave(format!("{shown}: an unknown key, for which it has no place")),
            Owner::Delivery => match &api.delivery {
                Some(delivery) => (&delivery.place, Home::Shared, &delivery.fields),
                None => return Ok(()),
            },
            Owner::Type(id) => match &api.type_def(id).kind {
                Kind::Object(object) => (&api.type_def(id).place, api.type_def(id).home.clone(), &object.fields),
                _ => return Ok(()),
            },
        };
        let Some(name) = name else {
            return self.leave(format!("{shown}: keys that may be data; `rest` would take them"));
        };
        let mut idents: BTreeSet<String> = BTreeSet::from(["new".to_owned(), "unknown".to_owned()]);
        idents.extend(fields.iter().filter_map(|of| of.rust_name.clone().or_else(|| ident(&of.name, Case::Snake))));
        let inferred = self.infer(&home, evidence).value(&new.shape, &format!("{shown}_{name}"), 1);
        let quirks = self.file_quirks(&place.file);
        let value = field(&inferred, quirks, rust_name(name, &mut idents), Some(&self.evidence));
        let path = [&place.path()[..], &[key("fields"), key(name)]].concat();
        self.uses_source = true;
        self.edit(&place.file, |text| edit::insert(text, &path, &value, &[]))?;
        self.done.push(format!("{}: {shown}.{name}, {}", place.file, inferred.type_));
        Ok(())
    }

    /// Leaves something to people.
    fn leave(&mut self, what: String) -> Result<(), AbsorbError> {
        self.left.push(what);
        Ok(())
    }

    /// Makes a field take what came, where that contradicts nothing that somebody wrote.
    fn mend_field(&mut self, place: &Place, misfit: Misfit, of: &Difference, all: Quirks) -> Result<(), AbsorbError> {
        let path = place.path();
        let is_rest = path.last() == Some(&key("rest"));
        let Some((type_, is_long)) = self.type_at(place).filter(|_| !is_rest) else {
            return self.leave(format!("{}: {} for {} ({})", of.name, of.found, of.wanted, place.file));
        };
        let optional = if type_.ends_with('?') { "?" } else { "" };
        let bare = type_.trim_end_matches('?');
        let json = Infer::new(self.absorbed.api, &Home::Shared, Quirks::default(), &self.evidence).json_name();
        let (new, why) = match (misfit, json) {
            (Misfit::Missing, _) => (format!("{bare}?"), "was missing"),
            (Misfit::Null, _) => (format!("{bare}?"), "came as null, too"),
            (Misfit::Fraction, _) if bare == "integer" => (format!("number{optional}"), "came with a fraction, too"),
            (Misfit::Encoded, Some(json)) => (format!("{json}<{bare}>{optional}"), "came as JSON in a text, too"),
            (Misfit::Blank, _) => (type_.clone(), "came as a blank text, too"),
            (Misfit::Either, _) => (type_.clone(), "came as a number and as a text"),
            _ => return self.leave(format!("{}: {} for {} ({})", of.name, of.found, of.wanted, place.file)),
        };
        let quirks = matches!(misfit, Misfit::Blank | Misfit::Either).then(|| quirks(all));
        let of_type = |name: &str| [&path[..], &[key(name)]].concat();
        match (quirks, is_long) {
            (None, true) => self.edit(&place.file, |text| edit::set(text, &of_type("type"), &Yaml::text(&new)))?,
            (None, false) => self.edit(&place.file, |text| edit::set(text, &path, &Yaml::text(&new)))?,
            (Some(quirks), true) => self.edit(&place.file, |text| edit::set(text, &of_type("quirks"), &quirks))?,
            (Some(quirks), false) => {
                let long = Yaml::flow([("type", Yaml::text(&new)), ("quirks", quirks)]);
                self.edit(&place.file, |text| edit::set(text, &path, &long))?;
            }
        }
        let comment = format!("Observed {}: {why}.", self.absorbed.options.seen);
        self.edit(&place.file, |text| match edit::comment(text, &path, &comment) {
            Err(EditError::NoPlace { .. }) => Ok(text.to_owned()),
            done => done,
        })?;
        self.done.push(format!("{}: {} {why}", place.file, of.name));
        Ok(())
    }

    /// The type expression of a field as it stands now, and whether it is written in the long form.
    fn type_at(&self, place: &Place) -> Option<(String, bool)> {
        let text = self.files.get(&place.file)?.trim_start_matches('\u{feff}');
        let value: serde_yaml::Value = serde_yaml::from_str(text).ok()?;
        let field = place.path().iter().try_fold(&value, |value, step| match step {
            Step::Key(name) => value.get(name.as_str()),
            Step::Index(index) => value.get(*index),
        })?;
        match field.as_str() {
            Some(short) => Some((short.to_owned(), false)),
            None => Some((field.get("type")?.as_str()?.to_owned(), true)),
        }
    }

    fn add_value(&mut self, id: TypeId, value: Option<&str>) -> Result<(), AbsorbError> {
        let type_ = self.absorbed.api.type_def(id);
        let (Some(value), Kind::Enum(choice)) = (value, &type_.kind) else {
            return self.leave(format!("{}: a value that may be data", type_.name));
        };
        let of = |known: &crate::ir::EnumValue| known.rust_name.clone().or_else(|| ident(&known.wire, Case::Camel));
        let taken: BTreeSet<String> = choice.values.iter().filter_map(of).chain(["Other".to_owned()]).collect();
        let own = ident(value, Case::Camel).filter(|name| !taken.contains(name) && choice.form == EnumForm::String);
        let number = value.replace('-', "Minus");
        let rust_name = own.is_none().then(|| ("rust_name", Yaml::text(format!("Value{}", camel(&number)))));
        let entries = rust_name.into_iter().chain([("evidence", self.evidence.clone())]);
        let path = [&type_.place.path()[..], &[key("values"), key(value)]].concat();
        self.uses_source = true;
        let entry = Yaml::flow(entries);
        self.edit(&type_.place.file, |text| edit::insert(text, &path, &entry, &[]))?;
        self.done.push(format!("{}: {} `{value}`", type_.place.file, type_.name));
        Ok(())
    }

    fn add_event(&mut self, of: &UnknownEvent, evidence: &'a Yaml) -> Result<(), AbsorbError> {
        let home = Home::Family(of.family.clone());
        let (file, spoken) = (file_of(&home), |name: &str| words(name).join(" "));
        let data_key = self.absorbed.api.delivery.as_ref().map(|delivery| delivery.data.clone()).unwrap_or_default();
        if self.files.get(&file).is_none() {
            self.files.insert(
                file.as_str(),
                format!(
                    "# yaml-language-server: $schema=../schema.json\nfamily: {}\ntitle: {{ en: {} }}\n",
                    of.family,
                    capital(&spoken(&of.family))
                ),
            );
        }
        let infer = self.infer(&home, evidence);
        let below = of.keys.iter().filter_map(|(path, _)| match data_key.as_str() {
            "" => Some(path.as_str()),
            key => path.strip_prefix(key)?.strip_prefix('.'),
        });
        infer.shown = below.map(str::to_owned).collect();
        let data = infer.payload(&of.data, &format!("{}_data", of.name));
        let keys = of.keys.iter().map(|(path, value)| (path.clone(), Yaml::text(value)));
        let mut entries = vec![
            ("title", Yaml::flow([("en", Yaml::text(capital(&spoken(&of.name))))])),
            ("evidence", self.evidence.clone()),
            ("match", Yaml::flow(keys)),
        ];
        if of.data.count > 0 {
            entries.push(("data", Yaml::text(data.as_deref().unwrap_or("open"))));
        }
        self.uses_source = true;
        self.edit(&file, |text| add_to(text, "events", &of.name, Yaml::block(entries), &["types"]))?;
        self.done.push(format!("{file}: the event {}.{}", of.family, of.name));
        Ok(())
    }

    fn add_returns(
        &mut self,
        operation: &Operation,
        shape: &super::shape::Shape,
        evidence: &'a Yaml,
    ) -> Result<(), AbsorbError> {
        let resource = operation.id.split('.').next().unwrap_or_default();
        let home = Home::Resource(resource.to_owned());
        let name = format!("{}_result", operation.name);
        let Some(returns_type) = self.infer(&home, evidence).payload(shape, &name) else {
            return self.leave(format!("{}: results in several forms", operation.id));
        };
        let place = &operation.place;
        let path =
            |steps: &[&str]| place.path().iter().cloned().chain(steps.iter().map(|step| key(step))).collect::<Vec<_>>();
        let (returns, behind) = (path(&["returns"]), ["idempotent", "paging", "deprecated", "rust_name", "examples"]);
        let type_ = Yaml::text(&returns_type);
        self.uses_source |= operation.evidence.source.is_none();
        let source = Yaml::text(&self.source);
        let seen = Yaml::text(&self.absorbed.options.seen);
        self.edit(&place.file, |text| match edit::insert(text, &returns, &type_, &behind) {
            Err(EditError::Taken { .. }) => edit::set(text, &returns, &type_),
            done => done,
        })?;
        self.edit(&place.file, |text| edit::set(text, &path(&["evidence", "returns"]), &Yaml::text("observed")))?;
        if operation.evidence.source.is_none() {
            self.edit(&place.file, |text| edit::set(text, &path(&["evidence", "source"]), &source))?;
        }
        self.edit(&place.file, |text| edit::set(text, &path(&["evidence", "seen"]), &seen))?;
        self.done.push(format!("{}: {} returns {returns_type}", place.file, operation.id));
        Ok(())
    }

    /// The types that were made, at the end of their files.
    fn add_types(&mut self) -> Result<(), AbsorbError> {
        for (home, infer) in std::mem::take(&mut self.infer) {
            let file = file_of(&home);
            for (name, type_) in infer.types {
                self.uses_source = true;
                if self.files.get(&file).is_none() {
                    self.files.insert(file.as_str(), "# yaml-language-server: $schema=schema.json\n");
                }
                self.edit(&file, |text| add_to(text, "types", &name, type_, &[]))?;
                self.done.push(format!("{file}: the type {name}"));
            }
        }
        Ok(())
    }

    /// The entry of `sources` that stands behind all of it.
    fn add_source(&mut self) -> Result<(), AbsorbError> {
        let api = self.absorbed.api;
        if !self.uses_source || api.sources.contains_key(&self.source) {
            return Ok(());
        }
        let source = Yaml::block([
            ("title", Yaml::flow([("en", Yaml::text("Observed traffic"))])),
            ("url", Yaml::text(&api.server)),
        ]);
        let behind = ["time_zone", "auth", "limits", "envelope", "errors", "webhooks"];
        let name = self.source.clone();
        self.edit("api.yaml", |text| add_to(text, "sources", &name, source, &behind))?;
        self.done.push(format!("api.yaml: the source {name}"));
        Ok(())
    }
}

fn key(name: &str) -> Step {
    Step::Key(name.to_owned())
}

/// Adds an entry to a map at the left edge, or the map with it, in front of the keys that come behind.
fn add_to(text: &str, map: &str, name: &str, value: Yaml, behind: &[&str]) -> Result<String, EditError> {
    match edit::has(text, &[key(map)]) {
        true => edit::insert(text, &[key(map), key(name)], &value, &[]),
        false => edit::insert(text, &[key(map)], &Yaml::block([(name, value)]), behind),
    }
}

fn file_of(home: &Home) -> String {
    match home {
        Home::Shared => "types.yaml".to_owned(),
        Home::Resource(name) => format!("resources/{name}.yaml"),
        Home::Family(name) => format!("webhooks/{name}.yaml"),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

fn camel(text: &str) -> String {
    words(text).iter().map(|word| capital(word)).collect()
}
