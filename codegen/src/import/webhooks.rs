//! `webhooks`. OpenAPI has no rule how one is told from another: a header that the caller names, and texts that a body
//! is limited to.

use std::collections::{BTreeMap, BTreeSet};

use super::findings::{FindingKind, spot};
use super::model::{Event, Form, Payload};
use super::operations::{METHODS, deprecated, doc, tags, title_and_doc};
use super::reader::Reader;
use super::source::At;

/// A webhook and what might tell it.
struct Seen<'a> {
    event: Event,
    at: At<'a>,
    header: Option<String>,
    /// Texts that fields of the body are limited to, by name.
    constants: Vec<(String, String)>,
}

impl<'a> Reader<'a> {
    /// Every webhook; `match_header` is the header whose value names it.
    pub(super) fn read_webhooks(&mut self, match_header: Option<&str>) {
        let root = self.source.root();
        let mut seen: Vec<Seen<'a>> = Vec::new();
        let webhooks = ["webhooks", "x-webhooks"].into_iter().filter_map(|key| root.get(key));
        for (name, item) in webhooks.flat_map(At::entries) {
            let Some(item) = self.follow(item) else { continue };
            for at in METHODS.into_iter().filter_map(|method| item.get(method)) {
                seen.extend(self.webhook(name, at, match_header));
            }
        }
        if let Some(name) = match_header {
            settle_examples(&mut seen, name);
        }
        let uses_underscores = seen.iter().flat_map(|of| &of.constants).any(|(_, value)| value.contains('_'));
        for of in &mut seen {
            if match_header.is_some() && of.header.is_none() {
                of.header = Some(subject(of, uses_underscores));
            }
        }
        self.tell_apart(seen, match_header);
    }

    fn webhook(&mut self, name: &str, at: At<'a>, match_header: Option<&str>) -> Option<Seen<'a>> {
        let words = vec![at.text_of("operationId").unwrap_or_else(|| name.to_owned())];
        let mut header = None;
        for parameter in at.get("parameters").into_iter().flat_map(At::items) {
            let Some(parameter) = self.follow(parameter) else { continue };
            let known = parameter.get("name").and_then(At::text).unwrap_or_default();
            match match_header.is_some_and(|wanted| wanted.eq_ignore_ascii_case(known)) {
                true => header = self.constant_of(parameter),
                false => self.findings.push(FindingKind::ParameterDropped, parameter, format!("webhook {known}")),
            }
        }
        let schema = self.body_schema(at);
        let data = schema.map(|schema| {
            let view = self.view(&[schema]);
            let only = (!view.groups.is_empty()).then_some("object");
            let expr = match only {
                // What a delivery is matched on must be a field: alternatives are laid flat.
                Some(_) => self.type_of(&[schema], only, &words),
                None => self.expr(schema, &words).required(),
            };
            Payload { form: Form::Json(expr), optional: false, spot: spot(schema) }
        });
        let constants = schema.map(|schema| self.constants_of(schema)).unwrap_or_default();
        let (title, doc) = title_and_doc(at.text_of("summary"), doc(at));
        let event = Event {
            name: name.to_owned(),
            tags: tags(at),
            title,
            doc,
            deprecated: deprecated(at),
            keys: Vec::new(),
            data,
            spot: spot(at),
        };
        Some(Seen { event, at, header, constants })
    }

    fn body_schema(&mut self, at: At<'a>) -> Option<At<'a>> {
        let body = self.follow(at.get("requestBody")?)?;
        let content = body.get("content")?;
        let json = content.entries().find(|(media, _)| media.contains("json")).map(|(_, of)| of);
        let of = json.or_else(|| content.entries().next().map(|(_, of)| of))?;
        self.follow(of.get("schema")?)
    }

    /// The one value that a header has.
    fn constant_of(&mut self, parameter: At<'a>) -> Option<String> {
        let schema = parameter.get("schema").and_then(|schema| self.follow(schema));
        let listed: Vec<At> = schema.and_then(|of| of.get("enum")).into_iter().flat_map(At::items).collect();
        let only = match listed[..] {
            [one] => Some(one),
            _ => None,
        };
        schema.and_then(|of| of.get("const")).or(only).and_then(At::scalar)
    }

    /// The fields of a body that are limited to one text.
    fn constants_of(&mut self, schema: At<'a>) -> Vec<(String, String)> {
        let view = self.view(&[schema]);
        let mut views = vec![view.clone()];
        views.extend(view.groups.iter().flat_map(|group| &group.members).map(|member| self.view(&[*member])));
        let mut found: BTreeMap<String, BTreeSet<Option<String>>> = BTreeMap::new();
        let mut order: Vec<String> = Vec::new();
        for view in &views {
            for property in self.properties(view) {
                let view = self.view(&property.schemas);
                let listed: Vec<At> = view.get("enum").into_iter().flat_map(At::items).collect();
                let only = if listed.len() == 1 { listed[0].text() } else { view.get("const").and_then(At::text) };
                if !found.contains_key(property.name) {
                    order.push(property.name.to_owned());
                }
                found.entry(property.name.to_owned()).or_default().insert(only.map(str::to_owned));
            }
        }
        let one = |name: String| match found.get(&name).map(|values| values.iter().collect::<Vec<_>>()) {
            Some(values) if values.len() == 1 => Some((name, values[0].clone()?)),
            _ => None,
        };
        order.into_iter().filter_map(one).filter(|(name, _)| !name.contains('.')).collect()
    }

    /// Gives each webhook its keys: the header, and the field that most of them are limited in.
    fn tell_apart(&mut self, seen: Vec<Seen<'a>>, match_header: Option<&str>) {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        seen.iter().flat_map(|of| &of.constants).for_each(|(name, _)| *counts.entry(name).or_default() += 1);
        let usual = counts.into_iter().max_by_key(|(name, count)| (*count, std::cmp::Reverse(*name)));
        let usual = usual.map(|(name, _)| name.to_owned());
        let mut taken: BTreeSet<Vec<(String, String)>> = BTreeSet::new();
        for of in seen {
            let header =
                match_header.zip(of.header).map(|(name, value)| (format!("header.{}", name.to_lowercase()), value));
            let field = of.constants.iter().find(|(name, _)| Some(name) == usual.as_ref()).cloned();
            let mut keys: Vec<(String, String)> = header.into_iter().chain(field).collect();
            if taken.contains(&keys) {
                keys.extend(of.constants.into_iter().find(|(name, _)| Some(name) != usual.as_ref()));
            }
            if keys.is_empty() || !taken.insert(keys.clone()) {
                self.findings.push(FindingKind::WebhookUntold, of.at, &*of.event.name);
                keys.clear();
            }
            self.model.events.push(Event { keys, ..of.event });
        }
    }
}

/// Examples of the header, if each webhook has its own.
fn settle_examples(seen: &mut [Seen], match_header: &str) {
    let example = |of: &Seen| {
        let parameters = of.at.get("parameters").into_iter().flat_map(At::items);
        let parameter = parameters
            .into_iter()
            .find(|at| at.get("name").and_then(At::text).is_some_and(|name| name.eq_ignore_ascii_case(match_header)))?;
        let example = parameter.get("example").or_else(|| parameter.get("schema")?.get("example"));
        example.and_then(At::scalar)
    };
    let examples: Vec<Option<String>> = seen.iter().map(example).collect();
    let distinct: BTreeSet<&String> = examples.iter().flatten().collect();
    if examples.len() > 1 && distinct.len() < 2 {
        return;
    }
    // Several webhooks may share a value and differ in a field; where some value names none of its webhooks, it is a
    // sample and no rule.
    let names_it = |(of, example): (&Seen, &Option<String>)| {
        example.as_ref().is_none_or(|example| normal(&of.event.name).starts_with(&normal(example)))
    };
    if distinct.len() == examples.len() || seen.iter().zip(&examples).all(names_it) {
        for (of, example) in seen.iter_mut().zip(examples) {
            of.header = of.header.take().or(example);
        }
    }
}

/// What a webhook's name says of its header: the name without the text that its body is limited to. The spelling is that
/// of the page about it, if there is one.
fn subject(of: &Seen, uses_underscores: bool) -> String {
    let name = &of.event.name;
    let begins = |part: &str| {
        let (name, part) = (normal(name), normal(part));
        !part.is_empty() && (name == part || name.starts_with(&format!("{part}-")))
    };
    let page = of.at.get("externalDocs").and_then(|at| at.text_of("url"));
    let fragment = page.as_deref().and_then(|url| url.split_once('#')).map(|(_, fragment)| fragment);
    if let Some(fragment) = fragment.filter(|fragment| begins(fragment)) {
        return fragment.to_owned();
    }
    let id = of.at.text_of("operationId");
    let group = id.as_deref().and_then(|id| id.split_once('/')).map(|(group, _)| group).filter(|group| begins(group));
    let ends = of.constants.iter().find_map(|(_, value)| {
        let stem = normal(name).strip_suffix(&format!("-{}", normal(value)))?.len();
        name.get(..stem)
    });
    let subject = group.or(ends).unwrap_or(name);
    if uses_underscores { subject.replace('-', "_") } else { subject.to_owned() }
}

/// Words in one spelling.
fn normal(text: &str) -> String {
    text.to_lowercase().replace(['_', '/', '.', ' '], "-")
}
