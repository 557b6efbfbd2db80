//! What tells unknown events apart: the paths that known events match on, and those that look like it.

use std::collections::{BTreeMap, BTreeSet};

use super::json::{Json, is_name};
use super::sample::Sample;
use crate::ir::{Api, Event, EventForm};

/// An event that the spec does not know, and all of its samples.
#[derive(Clone, Debug)]
pub(super) struct Unknown<'a> {
    /// The values that tell it, by path.
    pub(super) keys: Vec<(String, String)>,
    pub(super) samples: Vec<&'a Sample>,
}

/// The event that a delivery is: of several that match, the one with the most keys.
pub(super) fn find_event<'a>(api: &'a Api, delivery: &Sample) -> Option<&'a Event> {
    let fits = |event: &&Event| match &event.form {
        EventForm::Matched { keys, .. } => {
            keys.iter().all(|(path, wanted)| delivery.at(path).and_then(Json::scalar).as_ref() == Some(wanted))
        }
        EventForm::Catalogued(_) => false,
    };
    api.families.iter().flat_map(|family| &family.events).filter(fits).max_by_key(|event| keys_of(event).len())
}

pub(super) fn keys_of(event: &Event) -> &[(String, String)] {
    match &event.form {
        EventForm::Matched { keys, .. } => keys,
        EventForm::Catalogued(_) => &[],
    }
}

/// The unknown events among deliveries that no event matches, and how many cannot be told at all.
pub(super) fn tell_apart<'a>(api: &Api, deliveries: &[&'a Sample], given: &[String]) -> (Vec<Unknown<'a>>, usize) {
    let paths = known_paths(api, deliveries, given);
    let mut groups: BTreeMap<Vec<(String, String)>, Vec<&'a Sample>> = BTreeMap::new();
    let mut untold = 0;
    for delivery in deliveries {
        let keys: Vec<(String, String)> =
            paths.iter().filter_map(|path| Some((path.clone(), name_at(delivery, path)?))).collect();
        match keys.is_empty() {
            true => untold += 1,
            false => groups.entry(keys).or_default().push(delivery),
        }
    }
    let mut order: Vec<Unknown> = groups.into_iter().map(|(keys, samples)| Unknown { keys, samples }).collect();
    let position = |unknown: &Unknown| deliveries.iter().position(|one| std::ptr::eq(*one, unknown.samples[0]));
    order.sort_by_key(position);
    (order, untold)
}

/// The paths to tell by: those given; else those of the known events that are there and the first top-level field that
/// looks like one where there is none; and where what they tell still differs in kind, a field of the data that says it.
fn known_paths(api: &Api, deliveries: &[&Sample], given: &[String]) -> Vec<String> {
    if !given.is_empty() {
        return given.to_vec();
    }
    let mut paths: Vec<String> = Vec::new();
    for (path, _) in api.families.iter().flat_map(|family| &family.events).flat_map(keys_of) {
        if !paths.contains(path) && deliveries.iter().any(|delivery| name_at(delivery, path).is_some()) {
            paths.push(path.clone());
        }
    }
    let data = api.delivery.as_ref().map_or("", |delivery| delivery.data.as_str());
    if paths.is_empty() {
        // What is always there is there because events match on it.
        let always = api.delivery.iter().flat_map(|delivery| &delivery.fields);
        let mut always = always.filter(|field| !field.type_.is_optional()).map(|field| field.name.clone());
        let looks = || candidates(deliveries, "").into_iter().next();
        paths.extend(always.find(|path| deliveries.iter().any(|one| name_at(one, path).is_some())).or_else(looks));
    }
    let differs = |path: &&String| {
        let mut told: BTreeMap<Vec<Option<String>>, BTreeSet<Option<String>>> = BTreeMap::new();
        for delivery in deliveries {
            let key = paths.iter().map(|path| name_at(delivery, path)).collect();
            told.entry(key).or_default().insert(name_at(delivery, path));
        }
        told.values().any(|values| values.len() > 1 && !values.contains(&None))
    };
    let more = candidates(deliveries, data);
    let more = more.iter().filter(|path| !paths.contains(path)).find(differs).cloned();
    paths.extend(more);
    paths
}

/// The value at a path, if it is the name of something.
fn name_at(delivery: &Sample, path: &str) -> Option<String> {
    match delivery.at(path)? {
        Json::Integer(number) if number.abs() < 100_000 => Some(number.to_string()),
        Json::Text(text) if is_name(text) => Some(text.clone()),
        _ => None,
    }
}

/// The fields right below a path whose name says that they tell a kind, and whose values in all samples are names.
fn candidates(deliveries: &[&Sample], below: &str) -> Vec<String> {
    const KINDS: [&str; 9] = ["kind", "type", "event", "action", "topic", "category", "object", "entity", "resource"];
    let says_kind = |key: &str| {
        let words: Vec<String> = words(key);
        let last = words.last().map(String::as_str).unwrap_or_default();
        let is_kind = |word: &str| KINDS.contains(&word);
        is_kind(last) || (last == "name" && words.iter().any(|word| is_kind(word)))
    };
    let first = deliveries.first().and_then(|one| if below.is_empty() { Some(&one.body) } else { one.at(below) });
    let Some(Json::Object(entries)) = first else { return Vec::new() };
    let keys = entries.iter().map(|(key, _)| key.as_str()).filter(|key| says_kind(key) && !key.contains('.'));
    let paths = keys.map(|key| super::walk::join(below, key));
    // Of those without data nothing is told.
    let has_data = |one: &&&Sample| below.is_empty() || one.at(below).is_some();
    paths.filter(|path| deliveries.iter().filter(has_data).all(|one| name_at(one, path).is_some())).collect()
}

/// Whether what a path leads to is by its name the kind of an object, and not what happened to it.
pub(super) fn says_object(path: &str) -> bool {
    const OBJECTS: [&str; 5] = ["object", "entity", "resource", "topic", "category"];
    let last = words(path.rsplit('.').next().unwrap_or_default());
    last.iter().any(|word| OBJECTS.contains(&word.as_str()))
}

/// The words of a name, in lower case.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut before = ' ';
    for c in name.chars() {
        if !c.is_ascii_alphanumeric() || (c.is_ascii_uppercase() && !before.is_ascii_uppercase()) {
            words.push(String::new());
        }
        if let (true, Some(word)) = (c.is_ascii_alphanumeric(), words.last_mut()) {
            word.push(c.to_ascii_lowercase());
        }
        before = c;
    }
    words.retain(|word| !word.is_empty());
    words
}
