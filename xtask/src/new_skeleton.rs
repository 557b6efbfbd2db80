//! What `cargo xtask new` writes: entries that hold as they stand and show in comments how to go on.

use std::collections::BTreeMap;

use codegen::ir::{Api, EventForm, Payload, Type};

/// A group's name and a name within it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Id {
    /// The resource or event family.
    pub group: String,
    /// The operation or event.
    pub name: String,
}

/// The head of a new file. `key` is `resource` or `family`.
#[must_use]
pub fn head(key: &str, id: &Id) -> String {
    format!(
        "# yaml-language-server: $schema=../schema.json\n\
         {key}: {}\n\
         title: {{ en: {} }} # the vendor's words: {{ zh: ..., en: ... }}\n",
        yaml_text(&id.group),
        yaml_text(&spoken(&id.group)),
    )
}

/// An operation of which nothing is known.
#[must_use]
pub fn operation(id: &Id, api: &Api) -> String {
    let (title, path) = (spoken(&id.name), format!("{}/{}", path_prefix(id, api), id.name));
    let type_name = camel(&id.name);
    format!(
        "# TODO: only the name is known. Replace what is assumed by what the page says, and delete these comments.
{name}:
  title: {{ en: {quoted} }} # the vendor's words: {{ zh: ..., en: ... }}
  summary: {title}.
  # How well it is known: documented, titled, observed or assumed. All but `assumed` name a source of api.yaml.
  # evidence: {{ level: documented, source: PAGE }}
  # evidence: {{ level: assumed, method: titled, source: PAGE }}
  evidence: {{ level: assumed, note: Written by analogy. }}
  # Or get, put, patch, delete. By analogy with the others, not by a page.
  post: {path}
  # query:
  #   page: {{ type: integer?, doc: \"Number of the page, from 1.\" }}
  # `open` as long as nobody knows the fields; without the key there is no body, or no result.
  body: open
  returns: open
  # body: {type_name}Request
  # returns: list<any>
  # A repeated call does no harm. Needs evidence:
  # idempotent: {{ evidence: {{ level: documented, source: PAGE }} }}
  # The exchange, a file of examples/ with `request` and `response`:
  # examples: [{id}.json]
  # Types of its own stand below, under `types:` at the left edge:
  #   {type_name}Request:
  #     doc: What it is.
  #     evidence: {{ level: documented, source: PAGE }}
  #     fields:
  #       name: {{ type: string?, personal: true, doc: \"Meaning, unit and form.\" }}
",
        name = id.name,
        quoted = yaml_text(&title),
        id = format_args!("{}.{}", id.group, id.name),
    )
}

/// An event of which nothing is known.
#[must_use]
pub fn event(id: &Id, api: &Api) -> String {
    let (title, type_name) = (spoken(&id.name), camel(&id.name));
    let (keys, data) = example(id, api);
    format!(
        "# TODO: only the name is known. Replace what is missing by what the page says, and delete these comments.
{name}:
  title: {{ en: {quoted} }} # the vendor's words: {{ zh: ..., en: ... }}
  summary: {title}.
  # How well it is known: documented, titled, observed or assumed. All but `assumed` name a source of api.yaml.
  # evidence: {{ match: titled, data: assumed, source: PAGE }}
  evidence: {{ level: assumed, note: Written by analogy. }}
  # What is missing. As soon as one can tell it from others, `match` and `data` take its place.
  catalogued: Nothing tells it from others yet, and its data is not known.
  # These are another event's; `data: open` as long as nobody knows the fields.
  # match: {{ {keys} }}
  # data: {data}
  # The delivery, a file of examples/:
  # examples: [{id}.json]
  # A type of its own stands below, under `types:` at the left edge:
  #   {type_name}:
  #     doc: What it is.
  #     evidence: {{ level: documented, source: PAGE }}
  #     fields:
  #       name: {{ type: string?, personal: true, doc: \"Meaning, unit and form.\" }}
",
        name = id.name,
        quoted = yaml_text(&title),
        id = format_args!("{}.{}", id.group, id.name),
    )
}

/// A word as YAML takes it for a text.
fn yaml_text(word: &str) -> String {
    let is_other = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(&&*word.to_lowercase());
    if is_other { format!("\"{word}\"") } else { word.to_owned() }
}

/// `get_token` as `Get token`.
fn spoken(name: &str) -> String {
    let words = name.replace('_', " ");
    let (first, rest) = words.split_at(1);
    format!("{}{rest}", first.to_ascii_uppercase())
}

/// `get_token` as `GetToken`.
fn camel(name: &str) -> String {
    name.split('_').map(spoken).collect()
}

/// The beginning that most paths of the group share; else of most paths of the API, with the group in the singular.
fn path_prefix(id: &Id, api: &Api) -> String {
    let paths = |group: Option<&str>| -> Vec<&str> {
        let resources = api.resources.iter().filter(|resource| group.is_none_or(|group| resource.name == group));
        resources.flat_map(|resource| &resource.operations).map(|operation| operation.path.as_str()).collect()
    };
    let fixed =
        |path: &str| path.split('{').next().unwrap_or_default().rsplit_once('/').map(|(head, _)| head.to_owned());
    let first = |path: &str| path.split('/').nth(1).map(|part| format!("/{part}"));
    if let Some(prefix) = most_common(paths(Some(&id.group)).into_iter().filter_map(fixed)) {
        return prefix;
    }
    let versions = paths(None).into_iter().filter(|path| path.matches('/').count() > 1).filter_map(first);
    format!("{}/{}", most_common(versions).unwrap_or_default(), singular(&id.group))
}

/// The one that occurs most often; of several the first in order.
fn most_common(all: impl Iterator<Item = String>) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    all.for_each(|one| *counts.entry(one).or_default() += 1);
    let most = counts.values().copied().max()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(one, _)| one)
}

fn singular(name: &str) -> String {
    match name {
        name if name.ends_with("ies") => format!("{}y", &name[..name.len() - 3]),
        name if name.ends_with("ss") || name.len() < 4 => name.to_owned(),
        name => name.strip_suffix('s').unwrap_or(name).to_owned(),
    }
}

/// How another event is told from others and what its data is: one of the same family, or else any.
fn example(id: &Id, api: &Api) -> (String, String) {
    let mut families: Vec<_> = api.families.iter().collect();
    families.sort_by_key(|family| family.name != id.group);
    let found = families.iter().flat_map(|family| &family.events).find_map(|event| match &event.form {
        EventForm::Matched { keys, data } => Some((keys, data)),
        EventForm::Catalogued(_) => None,
    });
    let Some((keys, data)) = found else { return ("KEY: VALUE".to_owned(), "open".to_owned()) };
    let keys: Vec<String> = keys.iter().map(|(path, value)| format!("{path}: {value}")).collect();
    let data = match data {
        Payload::Typed(Type::Named(type_, _)) => api.type_def(*type_).name.clone(),
        _ => "open".to_owned(),
    };
    (keys.join(", "), data)
}
