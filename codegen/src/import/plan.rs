//! Where everything goes and what it is called: operations by resource, webhooks by family, types by who uses them.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Event, Model, Operation, Payload};
use super::names::{Taken, module, type_name};
use super::settle::named;
use crate::rust::Case;

/// A new spec, file by file.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    pub(super) resources: Vec<Group>,
    pub(super) families: Vec<Group>,
    /// By type: where it is written. None: nothing uses it.
    pub(super) homes: Vec<Option<Home>>,
}

/// A resource or a family.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    /// The name of the file.
    pub(super) name: String,
    /// The tag that it stands for.
    pub(super) tag: String,
    /// Its operations or events, by their place in the model.
    pub(super) members: Vec<Named>,
}

/// An operation or an event under its name.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) index: usize,
    pub(super) key: String,
    pub(super) rust_name: Option<String>,
}

/// A file that holds types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Home {
    Shared,
    Resource(usize),
    Family(usize),
}

/// Finds a place and a name for everything.
pub(super) fn plan(model: &mut Model) -> Plan {
    let mut plan = Plan::default();
    group_operations(model, &mut plan);
    group_events(model, &mut plan);
    plan.homes = homes(model, &plan);
    name_types(model, &plan);
    name_operations(model, &mut plan);
    plan
}

fn group_operations(model: &Model, plan: &mut Plan) {
    let mut taken = Taken::reserving(["types", "webhooks"]);
    let mut by_tag: BTreeMap<String, usize> = BTreeMap::new();
    for (index, operation) in model.operations.iter().enumerate() {
        let tag = operation.tags.first().filter(|tag| !tag.trim().is_empty()).cloned();
        let tag = tag.unwrap_or_else(|| segment(&operation.path).unwrap_or_else(|| "general".to_owned()));
        let key = module(&tag).unwrap_or_else(|| tag.clone());
        let at = *by_tag.entry(key).or_insert_with(|| {
            let names = [module(&tag), segment(&operation.path).and_then(|of| module(&of)), Some("group".to_owned())];
            let names: Vec<String> = names.into_iter().flatten().collect();
            let name = taken.first_free(&names, Case::Snake);
            plan.resources.push(Group { name, tag: tag.clone(), members: Vec::new() });
            plan.resources.len() - 1
        });
        if let Some(group) = plan.resources.get_mut(at) {
            group.members.push(Named { index, key: String::new(), rust_name: None });
        }
    }
    for group in &mut plan.resources {
        // A module is not called like the one that it stands in.
        let mut taken = Taken::reserving(["types", group.name.as_str()]);
        for member in &mut group.members {
            let names = operation_names(&model.operations[member.index], group.tag.as_str(), &group.name);
            member.key = taken.first_free(&names, Case::Snake);
        }
    }
}

/// The first segment of a path that is neither a parameter nor a version.
fn segment(path: &str) -> Option<String> {
    let is_version = |part: &&str| {
        let digits = part.strip_prefix(['v', 'V']).unwrap_or(part);
        !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
    };
    let mut parts = path.split('/').filter(|part| !part.is_empty() && !part.contains('{'));
    parts.find(|part| !is_version(part) && *part != "api").map(str::to_owned)
}

/// What an operation could be called, best first: its id without the tag, its id, its method and path.
fn operation_names(operation: &Operation, tag: &str, group: &str) -> Vec<String> {
    let id = operation.id.as_deref().and_then(module);
    let short = id.as_deref().and_then(|id| without_prefix(id, &[module(tag).unwrap_or_default(), group.to_owned()]));
    let path: Vec<&str> = operation.path.split('/').filter(|part| !part.is_empty()).collect();
    let by_path = module(&format!("{} {}", operation.method.to_lowercase(), path.join(" ")));
    let last = Some(operation.method.to_lowercase());
    [short, id, by_path, last].into_iter().flatten().collect()
}

/// An id without the words of its group in front: `users_list` of `users`, `pet_find` of `pets`.
fn without_prefix(id: &str, groups: &[String]) -> Option<String> {
    let stem = |word: &str| word.trim_end_matches("controller").trim_end_matches('s').to_owned();
    groups.iter().filter(|group| !group.is_empty()).find_map(|group| {
        let words: Vec<&str> = id.split('_').collect();
        let of_group: Vec<&str> = group.split('_').collect();
        let starts =
            words.len() > of_group.len() && words.iter().zip(&of_group).all(|(one, other)| stem(one) == stem(other));
        let rest = words.get(of_group.len()..).filter(|_| starts)?;
        let rest = if rest.first() == Some(&"controller") { &rest[1..] } else { rest };
        let rest = rest.join("_");
        (!rest.is_empty() && !rest.starts_with(|c: char| c.is_ascii_digit())).then_some(rest)
    })
}

fn group_events(model: &Model, plan: &mut Plan) {
    let mut taken = Taken::default();
    let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
    for (index, event) in model.events.iter().enumerate() {
        let subject = subject(event);
        let at = *by_name.entry(subject.clone()).or_insert_with(|| {
            let name = taken.first_free(&[module(&subject).unwrap_or_else(|| "events".to_owned())], Case::Snake);
            plan.families.push(Group { name, tag: subject.clone(), members: Vec::new() });
            plan.families.len() - 1
        });
        if let Some(group) = plan.families.get_mut(at) {
            group.members.push(Named { index, key: String::new(), rust_name: None });
        }
    }
    let mut variants = Taken::reserving(["Unknown"]);
    for group in &mut plan.families {
        let mut taken = Taken::default();
        for member in &mut group.members {
            let name = module(&model.events[member.index].name).unwrap_or_else(|| "event".to_owned());
            let rest = name.strip_prefix(&group.name).map(|rest| rest.trim_start_matches('_').to_owned());
            let rest = match rest {
                Some(rest) if rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_digit()) => {
                    "happened".to_owned()
                }
                Some(rest) => rest,
                None => name.clone(),
            };
            member.key = taken.first_free(&[rest, name], Case::Snake);
            let wanted = if member.key == "happened" { Some(group.name.as_str()) } else { None };
            let word = format!("{}_{}", group.name, member.key);
            member.rust_name = variants.rust_name(&word, wanted, Case::Camel, "event");
        }
    }
}

/// What an event is about: the value of its header, its first tag, or nothing.
fn subject(event: &Event) -> String {
    let header = event.keys.iter().find(|(path, _)| path.starts_with("header.")).map(|(_, value)| value.clone());
    header.or_else(|| event.tags.first().cloned()).unwrap_or_else(|| "events".to_owned())
}

/// Where each type is written: in the one file that uses it, or with the shared ones.
fn homes(model: &Model, plan: &Plan) -> Vec<Option<Home>> {
    let mut users: Vec<BTreeSet<Home>> = vec![BTreeSet::new(); model.types.len()];
    let uses: Vec<Vec<usize>> = model.types.iter().map(super::model::TypeDef::uses).collect();
    let mut reach = |home: Home, mut open: Vec<usize>| {
        while let Some(id) = open.pop() {
            // Two users make it shared, and a third changes nothing.
            if users[id].len() < 2 && users[id].insert(home) {
                open.extend(&uses[id]);
            }
        }
    };
    for (at, group) in plan.resources.iter().enumerate() {
        let operations = group.members.iter().map(|member| &model.operations[member.index]);
        let roots = operations.flat_map(|operation| {
            let payloads = operation.body.iter().chain(&operation.returns).filter_map(Payload::expr);
            operation.parameters().map(|field| &field.type_).chain(payloads).flat_map(named).collect::<Vec<_>>()
        });
        reach(Home::Resource(at), roots.collect());
    }
    for (at, group) in plan.families.iter().enumerate() {
        let events = group.members.iter().map(|member| &model.events[member.index]);
        let told = events.filter(|event| !event.keys.is_empty());
        reach(Home::Family(at), told.filter_map(|event| event.data.as_ref()?.expr()).flat_map(named).collect());
    }
    let home = |users: BTreeSet<Home>| match users.len() {
        0 => None,
        1 => users.into_iter().next(),
        _ => Some(Home::Shared),
    };
    users.into_iter().map(home).collect()
}

/// Names the types: components by their names, others by their place. A file's names are its own and the shared ones.
fn name_types(model: &mut Model, plan: &Plan) {
    let mut operations: BTreeMap<String, (String, String)> = BTreeMap::new();
    for group in &plan.resources {
        for member in &group.members {
            if let Some(id) = &model.operations[member.index].id {
                operations.insert(id.clone(), (group.name.clone(), member.key.clone()));
            }
        }
    }
    let mut shared = Taken::default();
    let mut own: BTreeMap<Home, Taken> = BTreeMap::new();
    // Components first, so that they keep their names; shared ones first, for every file sees them.
    let mut order: Vec<usize> = (0..model.types.len()).filter(|id| plan.homes[*id].is_some()).collect();
    order.sort_by_key(|id| (plan.homes[*id] != Some(Home::Shared), !model.types[*id].is_component, *id));
    for id in order {
        let (Some(home), Some(type_)) = (plan.homes[id], model.types.get_mut(id)) else { continue };
        let taken = if home == Home::Shared { &mut shared } else { own.entry(home).or_insert_with(|| shared.clone()) };
        let operation = type_.words.first().and_then(|word| operations.get(word)).filter(|_| !type_.is_component);
        let rest = type_.words.get(1..).unwrap_or_default();
        let short = operation.map(|(_, key)| [std::slice::from_ref(key), rest].concat());
        let long = operation.map(|(group, key)| [&[group.clone(), key.clone()], rest].concat());
        let whole = (operation.is_none() || short.is_none()).then(|| type_.words.clone());
        let names = short.into_iter().chain(long).chain(whole).filter_map(|words| type_name(&words));
        let mut names: Vec<String> = names.collect();
        if names.is_empty() {
            names.push("Unnamed".to_owned());
        }
        type_.name = taken.first_free(&names, Case::Camel);
    }
}

/// Gives an operation another name in Rust where a type has its own.
fn name_operations(model: &Model, plan: &mut Plan) {
    for (at, group) in plan.resources.iter_mut().enumerate() {
        let of =
            |home: &Option<Home>| matches!(home, Some(home) if *home == Home::Shared || *home == Home::Resource(at));
        let types =
            plan.homes.iter().zip(&model.types).filter(|(home, _)| of(home)).map(|(_, type_)| type_.name.as_str());
        let mut taken = Taken::reserving(types);
        for member in &mut group.members {
            member.rust_name = taken.rust_name(&member.key, None, Case::Camel, "call");
        }
    }
}
