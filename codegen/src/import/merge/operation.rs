//! One operation of ours, filled by one of a description.

use super::compare::compare;
use super::matching::shape;
use super::{Names, types};
use crate::diagnostics::Step;
use crate::edit::{self, EditError, Style, Yaml};
use crate::import::model::{Field, Form, Model, Operation, Payload};
use crate::import::names::Taken;
use crate::import::write_types::{expr, field};
use crate::ir::{self, Api, Level, Part};
use crate::rust::Case;

/// The text of a file with one operation filled.
#[derive(Clone, Debug, Default)]
pub(super) struct Filled {
    pub(super) text: String,
    pub(super) filled: Vec<String>,
    pub(super) contradicted: Vec<String>,
    pub(super) left: Vec<String>,
    /// The types that it uses now.
    pub(super) types: Vec<usize>,
}

/// The keys of an operation, in the order in which they are written.
const ORDER: [&str; 12] = [
    "auth",
    "path",
    "query",
    "headers",
    "cookies",
    "body",
    "returns",
    "idempotent",
    "paging",
    "deprecated",
    "rust_name",
    "examples",
];

/// Fills what is assumed of an operation.
pub(super) fn fill_operation(
    api: &Api,
    model: &Model,
    ours: &ir::Operation,
    theirs: &Operation,
    names: &Names,
    text: &str,
) -> Filled {
    let mut filler = Fill {
        api,
        model,
        ours,
        theirs,
        names,
        is_filled: Vec::new(),
        out: Filled { text: text.to_owned(), ..Filled::default() },
    };
    if filler.is_contradicted() {
        return filler.out;
    }
    filler.compare_known();
    if !filler.is_citable() {
        return filler.out;
    }
    let mut before = filler.out.clone();
    if let Err(why) = filler.fill() {
        // All of an operation, or nothing.
        before.left.push(why);
        return before;
    }
    filler.out
}

struct Fill<'a> {
    api: &'a Api,
    model: &'a Model,
    ours: &'a ir::Operation,
    theirs: &'a Operation,
    names: &'a Names,
    is_filled: Vec<Part>,
    out: Filled,
}

impl Fill<'_> {
    fn is_assumed(&self, part: Part) -> bool {
        self.ours.evidence.of(part) == Level::Assumed
    }

    /// What somebody knew and the description says otherwise.
    fn is_contradicted(&mut self) -> bool {
        let (ours, theirs) = (self.ours, self.theirs);
        if !self.is_assumed(Part::Method) && ours.method.as_str() != theirs.method {
            self.out.contradicted.push(format!("the method is {} here, {} there", ours.method.as_str(), theirs.method));
        }
        if !self.is_assumed(Part::Path) && shape(&ours.path) != shape(&theirs.path) {
            self.out.contradicted.push(format!("the path is {} here, {} there", ours.path, theirs.path));
        }
        if !self.is_assumed(Part::Body) && (ours.body == ir::Payload::Empty) != theirs.body.is_none() {
            let says = |is: bool| if is { "a body" } else { "no body" };
            let (here, there) = (says(ours.body != ir::Payload::Empty), says(theirs.body.is_some()));
            self.out.contradicted.push(format!("there is {here} here, {there} there"));
        }
        !self.out.contradicted.is_empty()
    }

    /// Holds the payloads that somebody knew against those of the description.
    fn compare_known(&mut self) {
        let (api, model, ours, theirs) = (self.api, self.model, self.ours, self.theirs);
        if let (false, Some(known), Some(told)) =
            (self.is_assumed(Part::Body), ours.body.type_(), theirs.body.as_ref().and_then(Payload::expr))
        {
            compare(api, model, "body", known, told, &mut self.out);
        }
        let result = theirs.returns.as_ref().and_then(|result| match &api.envelope {
            Some(envelope) => types::unwrapped(model, envelope, result).flatten(),
            None => Some(result.form.clone()),
        });
        if let (false, Some(known), Some(Form::Json(told))) =
            (self.is_assumed(Part::Returns), ours.returns.type_(), &result)
        {
            compare(api, model, "result", known, told, &mut self.out);
        }
    }

    /// Whether the evidence can name the description: it has room for one source.
    fn is_citable(&mut self) -> bool {
        let parts = [Part::Method, Part::Path, Part::Body, Part::Returns];
        let levels = parts.map(|part| self.ours.evidence.of(part));
        if !levels.contains(&Level::Assumed) {
            self.out.left.push("nothing of it is assumed".to_owned());
            return false;
        }
        let is_shown = |level: &Level| matches!(level, Level::Documented | Level::Observed);
        let fine = !levels.iter().any(is_shown) || self.ours.evidence.source.as_ref() == Some(&self.names.source);
        if !fine {
            let source = self.ours.evidence.source.clone().unwrap_or_default();
            self.out.left.push(format!("a part of it is known by `{source}`, and evidence names one source"));
        }
        fine
    }

    fn fill(&mut self) -> Result<(), String> {
        let is_new_path = self.is_assumed(Part::Path);
        let method = self.theirs.method.to_lowercase();
        if self.is_assumed(Part::Method) {
            let old = self.ours.method.as_str().to_lowercase();
            if old != method {
                self.apply("the method", |text, at| edit::rename(text, &at(&[&old]), &method))?;
            }
            self.note(Part::Method, format!("the method, {}", self.theirs.method));
        }
        if is_new_path {
            let path = Yaml::text(&self.theirs.path);
            if self.ours.path != self.theirs.path {
                self.apply("the path", |text, at| edit::set(text, &at(&[&method]), &path))?;
            }
            self.put("path", self.fields(&self.theirs.path_parameters, "in_path"))?;
            self.note(Part::Path, format!("the path, {}", self.theirs.path));
        }
        if self.is_assumed(Part::Body) {
            self.put("query", self.fields(&self.theirs.query, "query"))?;
            self.put("headers", self.fields(&self.own_headers(), "header"))?;
            self.put("cookies", self.fields(&self.theirs.cookies, "cookie"))?;
            self.put("body", self.theirs.body.as_ref().map(|body| self.payload(&body.form, body.optional)))?;
            self.note(Part::Body, "parameters and body".to_owned());
            self.use_body();
        }
        if self.is_assumed(Part::Returns) {
            self.fill_returns()?;
        }
        self.fill_evidence()
    }

    fn fill_returns(&mut self) -> Result<(), String> {
        let Some(payload) = &self.theirs.returns else {
            self.out.left.push("the description tells no result".to_owned());
            return Ok(());
        };
        let form = match &self.api.envelope {
            None => Some(payload.form.clone()),
            Some(_) if !matches!(payload.form, Form::Json(_) | Form::Open) => Some(payload.form.clone()),
            Some(_) if payload.form == Form::Open => {
                self.out.left.push("the description does not tell the form of the result".to_owned());
                return Ok(());
            }
            Some(envelope) => match types::unwrapped(self.model, envelope, payload) {
                Some(form) => form,
                None => {
                    self.out.left.push("the result is not wrapped in the envelope of responses there".to_owned());
                    return Ok(());
                }
            },
        };
        self.put("returns", form.as_ref().map(|form| self.payload(form, false)))?;
        if let Some(Form::Json(of)) = &form {
            of.named(&mut self.out.types);
        }
        self.note(Part::Returns, "the result".to_owned());
        Ok(())
    }

    fn use_body(&mut self) {
        let headers = self.own_headers();
        let theirs = self.theirs;
        let parameters = theirs.path_parameters.iter().chain(&theirs.query).chain(&headers).chain(&theirs.cookies);
        let types = &mut self.out.types;
        parameters.for_each(|field| field.type_.named(types));
        theirs.body.iter().filter_map(Payload::expr).for_each(|expr| expr.named(types));
    }

    /// The headers but for those that every request has.
    fn own_headers(&self) -> Vec<Field> {
        const USUAL: [&str; 3] = ["content-type", "accept", "authorization"];
        let is_usual = |name: &str| {
            let auth = self.api.auth.iter().any(|header| header.name.eq_ignore_ascii_case(name));
            auth || USUAL.iter().any(|usual| usual.eq_ignore_ascii_case(name))
        };
        self.theirs.headers.iter().filter(|header| !is_usual(&header.name)).cloned().collect()
    }

    fn fields(&self, fields: &[Field], kind: &str) -> Option<Yaml> {
        let words = fields.iter().map(|field| (field.name.as_str(), None));
        let mut taken = Taken::reserving(["new", "body", "set", "query", "headers", "cookies", "form", "file"]);
        let names = taken.rust_names(words, Case::Snake, kind);
        let entry = |(of, name): (&Field, Option<String>)| {
            let written = field(self.model, of, name, kind != "in_path");
            (of.name.clone(), types::converted(written, &self.names.source))
        };
        let entries: Vec<_> = fields.iter().zip(names).map(entry).collect();
        (!entries.is_empty()).then_some(Yaml::Map(Style::Block, entries))
    }

    fn payload(&self, form: &Form, optional: bool) -> Yaml {
        let optional = if optional { "?" } else { "" };
        let text = |of| Yaml::Text(format!("{}{optional}", expr(self.model, of)));
        match form {
            Form::Open => Yaml::text("open"),
            Form::Json(of) => text(of),
            Form::JsonAs(of, media) => Yaml::flow([("json", text(of)), ("media_type", Yaml::text(media))]),
            Form::Urlencoded(of) => Yaml::flow([("form", text(of))]),
            Form::Multipart(of) => Yaml::flow([("multipart", text(of))]),
            Form::Binary(media) => Yaml::flow([("binary", Yaml::text(media))]),
            Form::Text(media) => Yaml::flow([("text", Yaml::text(media))]),
        }
    }

    /// Puts a value under a key of the operation, or takes the key away.
    fn put(&mut self, name: &str, value: Option<Yaml>) -> Result<(), String> {
        let behind = ORDER.iter().position(|key| *key == name).map_or(&[][..], |at| &ORDER[at + 1..]);
        self.apply(name, |text, at| {
            let path = at(&[name]);
            match (&value, edit::has(text, &path)) {
                (Some(value), true) => edit::set(text, &path, value),
                (Some(value), false) => edit::insert(text, &path, value, behind),
                (None, true) => edit::remove(text, &path),
                (None, false) => Ok(text.to_owned()),
            }
        })
    }

    fn note(&mut self, part: Part, what: String) {
        self.is_filled.push(part);
        self.out.filled.push(what);
    }

    /// What is filled is documented by the description, and so is a title's word that it confirms.
    fn fill_evidence(&mut self) -> Result<(), String> {
        if self.is_filled.is_empty() {
            return Ok(());
        }
        let parts = [(Part::Method, "method"), (Part::Path, "path"), (Part::Body, "body"), (Part::Returns, "returns")];
        let level = |part: Part, is_filled: &[Part]| match self.ours.evidence.of(part) {
            Level::Assumed if !is_filled.contains(&part) => "assumed",
            Level::Observed => "observed",
            _ => "documented",
        };
        if self.ours.evidence.note.is_some() {
            self.out.left.push("the note of its evidence, which is older than the description".to_owned());
        }
        let levels = parts.map(|(part, name)| (name, level(part, &self.is_filled)));
        let whole = levels.iter().all(|(_, level)| *level == "documented");
        let source = Yaml::text(&self.names.source);
        self.apply("evidence", |text, at| {
            let mut text = text.to_owned();
            let usual = if whole { "documented" } else { "assumed" };
            text = edit::set(&text, &at(&["evidence", "level"]), &Yaml::text(usual))?;
            for (name, level) in levels {
                let path = at(&["evidence", name]);
                if level != usual {
                    text = edit::set(&text, &path, &Yaml::text(level))?;
                } else if edit::has(&text, &path) {
                    text = edit::remove(&text, &path)?;
                }
            }
            edit::set(&text, &at(&["evidence", "source"]), &source)
        })
    }

    /// One edit of the operation; `at` makes the path of what is below it.
    fn apply(
        &mut self,
        what: &str,
        edit: impl FnOnce(&str, &dyn Fn(&[&str]) -> Vec<Step>) -> Result<String, EditError>,
    ) -> Result<(), String> {
        let place = &self.ours.place.path();
        let at = |below: &[&str]| {
            place.iter().cloned().chain(below.iter().map(|key| Step::Key((*key).to_owned()))).collect::<Vec<_>>()
        };
        self.out.text =
            edit(&self.out.text, &at).map_err(|error| format!("nothing of it is filled: {what}: {error}"))?;
        Ok(())
    }
}
