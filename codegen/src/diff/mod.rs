//! What changed between two specs, and what each change means: on the wire, in Rust, for the version.

mod api;
mod events;
mod fields;
mod markdown;
mod operations;
pub mod rules;
mod types;
mod within;

use std::collections::BTreeMap;

use crate::diagnostics::Place;
use crate::ir::{Api, Operation, Type};
pub use markdown::markdown;
use rules::{Rule, Rust, Wire};

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The kind of change.
    pub rule: Rule,
    /// What changed: `things.create`, `Thing.name`.
    pub subject: String,
    /// From what to what, where that can be said; else empty.
    pub detail: String,
    /// Where it stands: in the new spec, or in the old one if it is gone.
    pub place: Place,
    /// Whether the place is one of the old spec.
    pub is_gone: bool,
    /// What it does to those who send by the old spec.
    pub sender: Wire,
    /// What it does to those who read by the old spec.
    pub receiver: Wire,
    /// What it does to code that uses the crate.
    pub rust: Rust,
    /// Whether the old spec only assumed what changed, so that no promise is broken.
    pub assumed: bool,
}

/// Which part of a version has to rise. While the first one is 0, a major change raises the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// The last: nothing breaks, nothing is new.
    Patch,
    /// The middle: there is more to use.
    Minor,
    /// The first: somebody who relies on the old contract fails.
    Major,
}

impl Bump {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl Change {
    /// Whether somebody who relies on the old spec fails.
    #[must_use]
    pub fn breaks(&self) -> bool {
        self.rust == Rust::Breaks || [self.sender, self.receiver].contains(&Wire::Breaks)
    }

    /// Which part of the version has to rise for it. What was assumed is outside the promise.
    #[must_use]
    pub fn bump(&self) -> Bump {
        match (self.breaks(), self.rust) {
            (true, _) if self.assumed => Bump::Patch,
            (true, _) => Bump::Major,
            (false, Rust::Adds) => Bump::Minor,
            (false, _) => Bump::Patch,
        }
    }
}

/// What all changes together ask for; none if there is none.
#[must_use]
pub fn bump(changes: &[Change]) -> Option<Bump> {
    changes.iter().map(Change::bump).max()
}

/// What changed, in the order of the places in the specs.
#[must_use]
pub fn compare(old: &Api, new: &Api) -> Vec<Change> {
    let mut diff = Diff { old, new, changes: Vec::new(), seen: BTreeMap::new() };
    diff.compare_heads();
    diff.compare_types();
    diff.compare_operations();
    diff.compare_events();
    let mut changes = diff.changes;
    changes.sort_by(|one, other| (&one.place, one.rule.name).cmp(&(&other.place, other.rule.name)));
    changes
}

/// Which way something goes over the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Flow {
    sent: bool,
    received: bool,
}

const SENT: Flow = Flow { sent: true, received: false };
const RECEIVED: Flow = Flow { sent: false, received: true };
const NEITHER: Flow = Flow { sent: false, received: false };

/// What is compared, and what was found.
struct Diff<'a> {
    old: &'a Api,
    new: &'a Api,
    changes: Vec<Change>,
    /// Included fields stand in one place and in several types.
    seen: BTreeMap<(&'static str, Place, String), usize>,
}

/// What a change is about.
struct Subject<'a> {
    name: String,
    place: &'a Place,
    flow: Flow,
    assumed: bool,
}

impl Diff<'_> {
    fn note(&mut self, rule: Rule, of: &Subject, detail: impl Into<String>) {
        self.add(rule, of, detail.into(), false);
    }

    fn note_gone(&mut self, rule: Rule, of: &Subject, detail: impl Into<String>) {
        self.add(rule, of, detail.into(), true);
    }

    fn add(&mut self, rule: Rule, of: &Subject, detail: String, is_gone: bool) {
        let change = Change {
            subject: of.name.clone(),
            detail,
            place: of.place.clone(),
            is_gone,
            sender: if of.flow.sent { rule.sender } else { Wire::Untouched },
            receiver: if of.flow.received { rule.receiver } else { Wire::Untouched },
            rust: match rule.rust {
                Rust::BreaksIfSent if of.flow.sent => Rust::Breaks,
                Rust::BreaksIfSent => Rust::Adds,
                other => other,
            },
            assumed: of.assumed,
            rule,
        };
        let key = (rule.name, change.place.clone(), change.detail.clone());
        match self.seen.get(&key).and_then(|index| self.changes.get_mut(*index)) {
            Some(same) => {
                let worse = |one: Wire, other: Wire| if one == Wire::Untouched { other } else { one };
                (same.sender, same.receiver) =
                    (worse(same.sender, change.sender), worse(same.receiver, change.receiver));
                if change.rust == Rust::Breaks {
                    same.rust = Rust::Breaks;
                }
                same.assumed &= change.assumed;
            }
            None => {
                self.seen.insert(key, self.changes.len());
                self.changes.push(change);
            }
        }
    }
}

/// By type: whether callers send it, whether they receive it.
fn flows(api: &Api) -> Vec<Flow> {
    let operations = || api.resources.iter().flat_map(|resource| &resource.operations);
    let sent = api.reachable(operations().flat_map(sent_types));
    let events = api.families.iter().flat_map(|family| &family.events).filter_map(|event| event.form.data_type());
    let delivery = api.delivery.iter().flat_map(|delivery| &delivery.fields).map(|field| &field.type_);
    let results = operations().filter_map(|operation| operation.returns.type_());
    let received = api.reachable(results.chain(events).chain(delivery));
    sent.into_iter().zip(received).map(|(sent, received)| Flow { sent, received }).collect()
}

fn sent_types(operation: &Operation) -> impl Iterator<Item = &Type> {
    operation.parameters().map(|field| &field.type_).chain(operation.body.type_())
}

/// `old -> new`, each as code.
fn from_to(old: impl std::fmt::Display, new: impl std::fmt::Display) -> String {
    format!("`{old}` -> `{new}`")
}
