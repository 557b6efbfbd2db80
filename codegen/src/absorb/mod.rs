//! Captured deliveries and responses, held against the spec: what they show beyond it, and the edits that follow.
//!
//! What was captured may hold secrets and personal data. None of its values gets any further than this module, but the
//! names by which events are told and the values of enums, and these only if they look like names.

mod error;
mod findings;
mod infer;
mod json;
mod report;
mod sample;
mod shape;
mod tell;
mod walk;
mod write;

use std::collections::BTreeMap;

use crate::diagnostics::did_you_mean;
use crate::ir::{Api, EventForm, Operation, Payload, Type};
use findings::{Findings, Owner};
use json::Json;
use sample::Sample;
use shape::Shape;
use walk::{At, Walk};

pub use error::AbsorbError;
pub use json::NotJson;
pub use write::Written;

/// What was captured, and what is to be said of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The operation whose responses they are, `resource.operation`; none for deliveries.
    pub operation: Option<String>,
    /// The paths by which unknown events are told; none to find them.
    pub match_paths: Vec<String>,
    /// The family of unknown events; none to find it.
    pub family: Option<String>,
    /// The day on which all of it was seen, as 2026-11-22.
    pub seen: String,
    /// The source of what is written, an id of `sources`; none for `observed`, which is added.
    pub source: Option<String>,
}

/// What captured samples showed.
#[derive(Clone, Debug)]
pub struct Absorbed<'a> {
    api: &'a Api,
    options: Options,
    files: usize,
    samples: usize,
    /// Samples of each known event, by its id.
    known: BTreeMap<String, usize>,
    unknown: Vec<UnknownEvent>,
    /// Deliveries that nothing tells.
    untold: usize,
    /// The operation of the responses, and what it was seen to return where the spec does not say it.
    operation: Option<(&'a Operation, Shape)>,
    findings: Findings,
}

/// An event that the spec does not know.
#[derive(Clone, Debug)]
struct UnknownEvent {
    keys: Vec<(String, String)>,
    family: String,
    name: String,
    count: usize,
    data: Shape,
}

/// Holds samples against a spec. `files` are their names and texts: JSON, a list of samples, or JSON lines. A delivery is
/// its body, or an object with its `headers` and `body`; a response is its body, or an exchange with `response.body` as in
/// the examples of a spec.
///
/// # Errors
/// A text that is not JSON, an operation that is not there, deliveries where the API has none.
pub fn absorb<'a>(api: &'a Api, files: &[(String, String)], options: Options) -> Result<Absorbed<'a>, AbsorbError> {
    let mut samples = Vec::new();
    for (name, text) in files {
        samples.extend(json::parse_all(name, text)?);
    }
    if let Some(family) = options.family.as_ref().filter(|name| !is_snake_case(name)) {
        return Err(AbsorbError::Name { name: family.clone(), of: "family: a word in snake_case, such as `user`" });
    }
    if let Some(source) = options.source.as_ref().filter(|name| !json::is_name(name)) {
        return Err(AbsorbError::Name { name: source.clone(), of: "id of a source, such as `webhook-log`" });
    }
    let operation = options.operation.as_deref().map(|id| find_operation(api, id)).transpose()?;
    let mut absorbed = Absorbed {
        api,
        files: files.len(),
        samples: 0,
        known: BTreeMap::new(),
        unknown: Vec::new(),
        untold: 0,
        operation: operation.map(|operation| (operation, Shape::default())),
        findings: Findings::default(),
        options,
    };
    match operation {
        Some(operation) => absorbed.responses(operation, &each(samples, api.envelope.is_some())),
        None if !api.webhooks => return Err(AbsorbError::NoDeliveries),
        None => absorbed.deliveries(&each(samples, true).into_iter().map(Sample::of).collect::<Vec<_>>()),
    }
    Ok(absorbed)
}

fn is_snake_case(name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(is_part)
}

/// A list is its entries, where no sample is a list itself.
fn each(samples: Vec<Json>, is_object: bool) -> Vec<Json> {
    let entries = |sample| match sample {
        Json::List(items) if is_object => items,
        one => vec![one],
    };
    samples.into_iter().flat_map(entries).collect()
}

fn find_operation<'a>(api: &'a Api, id: &str) -> Result<&'a Operation, AbsorbError> {
    let all = || api.resources.iter().flat_map(|resource| &resource.operations);
    all().find(|operation| operation.id == id).ok_or_else(|| AbsorbError::UnknownOperation {
        id: id.to_owned(),
        near: did_you_mean(id, all().map(|operation| operation.id.as_str())).map(str::to_owned),
    })
}

/// The event's own data: under its key, or the whole delivery where there is no envelope.
fn data_of<'s>(api: &Api, sample: &'s Sample) -> Option<&'s Json> {
    match &api.delivery {
        Some(delivery) => sample.body.get(&delivery.data),
        None => Some(&sample.body),
    }
}

impl Absorbed<'_> {
    /// Whether the samples show nothing that the spec does not say.
    #[must_use]
    pub fn is_known(&self) -> bool {
        let returns = self.operation.as_ref().is_none_or(|(_, shape)| shape.count == 0);
        self.findings.is_empty() && self.unknown.is_empty() && self.untold == 0 && returns
    }

    fn deliveries(&mut self, samples: &[Sample]) {
        self.samples = samples.len();
        let mut strange = Vec::new();
        for sample in samples {
            let mut walk = Walk { api: self.api, findings: &mut self.findings };
            if !matches!(sample.body, Json::Object(_)) {
                walk.findings.payload_differs("", "an object", sample.body.form());
                continue;
            }
            if let Some(delivery) = &self.api.delivery {
                walk.fields(Owner::Delivery, &delivery.fields, "", &sample.body, &[&delivery.data], false);
            }
            let Some(event) = tell::find_event(self.api, sample) else {
                strange.push(sample);
                continue;
            };
            if let EventForm::Matched { data: Payload::Typed(type_), .. } = &event.form {
                let path = self.api.delivery.as_ref().map_or("", |delivery| &delivery.data);
                let at = At { path, field: None, whole: true, arguments: &[] };
                walk.value(at, type_, data_of(self.api, sample).unwrap_or(&Json::Null));
            }
            *self.known.entry(event.id.clone()).or_default() += 1;
        }
        let (told, untold) = tell::tell_apart(self.api, &strange, &self.options.match_paths);
        self.untold = untold;
        for of in told {
            let mut data = Shape::default();
            of.samples.iter().filter_map(|of| data_of(self.api, of)).for_each(|one| data.merge(&Shape::of(one)));
            let (family, name) = self.name_event(&of.keys);
            self.unknown.push(UnknownEvent { keys: of.keys, family, name, count: of.samples.len(), data });
        }
    }

    /// The family and the name of a new event: the kind of object that one of the values tells, and what happened to it.
    fn name_event(&self, keys: &[(String, String)]) -> (String, String) {
        let snake = |value: &str| {
            let name = tell::words(value).join("_");
            if name.starts_with(|c: char| c.is_ascii_alphabetic()) { name } else { format!("event_{name}") }
        };
        let mut values: Vec<String> = keys.iter().map(|(_, value)| snake(value)).collect();
        let object = match keys.iter().position(|(path, _)| tell::says_object(path)) {
            Some(at) if keys.len() > 1 => Some(values.remove(at)),
            _ if keys.len() > 1 => Some(values.remove(0)),
            _ => None,
        };
        let name = values.join("_");
        let by_word = || {
            let word = name.split('_').next().unwrap_or_default();
            self.api.families.iter().find(|family| family.name == word).map(|family| family.name.clone())
        };
        let family = self.options.family.clone().or(object).or_else(by_word).unwrap_or_else(|| "observed".to_owned());
        let known = self.api.families.iter().filter(|of| of.name == family).flat_map(|of| &of.events);
        let mut taken: Vec<&str> = known.map(|event| event.name.as_str()).collect();
        taken.extend(self.unknown.iter().filter(|of| of.family == family).map(|of| of.name.as_str()));
        let numbered = (2..).map(|number| format!("{name}_{number}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|name| !taken.contains(&name.as_str()));
        (family, free.unwrap_or(name))
    }

    fn responses(&mut self, operation: &Operation, samples: &[Json]) {
        self.samples = samples.len();
        for sample in samples {
            let body = sample.at("response.body").filter(|_| sample.get("request").is_some()).unwrap_or(sample);
            let (path, data) = match &self.api.envelope {
                None => ("", body),
                Some(envelope) => {
                    let parts = [&envelope.message, &envelope.request_id, &envelope.timestamp];
                    let mut known = vec![envelope.code.as_str(), &envelope.data];
                    known.extend(parts.into_iter().flatten().map(String::as_str));
                    let mut walk = Walk { api: self.api, findings: &mut self.findings };
                    walk.fields(Owner::Envelope, &[], "", body, &known, false);
                    match body.get(&envelope.code) {
                        Some(Json::Integer(code)) if *code == envelope.success => {}
                        Some(Json::Integer(code)) => {
                            if !self.api.errors.iter().any(|known| known.code == *code) {
                                *self.findings.codes.entry(*code).or_default() += 1;
                            }
                            continue;
                        }
                        other => {
                            let found = other.map_or("nothing", Json::form);
                            self.findings.payload_differs(&envelope.code, "a whole number", found);
                            continue;
                        }
                    }
                    (envelope.data.as_str(), body.get(&envelope.data).unwrap_or(&Json::Null))
                }
            };
            match &operation.returns {
                Payload::Typed(type_) => self.returned(path, type_, data),
                // A result that is null is none.
                Payload::Open | Payload::Empty => match (&mut self.operation, data) {
                    (Some((_, shape)), data) if *data != Json::Null => shape.merge(&Shape::of(data)),
                    _ => {}
                },
                // Bytes and texts are no JSON.
                Payload::Form(_) | Payload::Multipart(_) | Payload::Binary(_) | Payload::Text(_) => {}
            }
        }
    }

    fn returned(&mut self, path: &str, type_: &Type, data: &Json) {
        let mut walk = Walk { api: self.api, findings: &mut self.findings };
        walk.value(At { path, field: None, whole: true, arguments: &[] }, type_, data);
    }
}
