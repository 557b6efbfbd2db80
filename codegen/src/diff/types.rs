//! Types: objects, enums, native types.

use super::fields::Owner;
use super::within::is_within;
use super::{Diff, Flow, NEITHER, Subject, flows, from_to, rules};
use crate::ir::{Api, Enum, Home, Kind, Level, Member, Native, Object, Rest, TypeDef, Union, expression};

/// A type of one of the specs.
#[derive(Clone, Copy)]
struct Found<'a> {
    type_: &'a TypeDef,
    used: bool,
    flow: Flow,
}

impl Found<'_> {
    fn level(self) -> Option<Level> {
        self.type_.evidence.as_ref().map(|evidence| evidence.level)
    }

    fn subject(&self) -> Subject<'_> {
        let assumed = self.level() == Some(Level::Assumed);
        Subject { name: self.type_.name.clone(), place: &self.type_.place, flow: self.flow, assumed }
    }
}

fn found(api: &Api) -> Vec<Found<'_>> {
    let (used, flows) = (api.used_types(), flows(api));
    let types = api.types.iter().zip(used).zip(flows);
    types.map(|((type_, used), flow)| Found { type_, used, flow }).collect()
}

fn find<'a>(all: &[Found<'a>], name: &str, home: Option<&Home>) -> Option<Found<'a>> {
    let fits = |of: &&Found| of.type_.name == name && home.is_none_or(|home| of.type_.home == *home);
    let mut fitting = all.iter().filter(fits);
    let first = fitting.next().copied();
    first.filter(|_| fitting.next().is_none())
}

impl Diff<'_> {
    pub(super) fn compare_types(&mut self) {
        let (old, new) = (found(self.old), found(self.new));
        let is_native = |of: &Found| matches!(of.type_.kind, Kind::Native(_));
        for of in &old {
            let (name, home) = (of.type_.name.as_str(), &of.type_.home);
            match find(&new, name, Some(home)).or_else(|| find(&new, name, None)) {
                Some(other) => self.compare_type_defs(*of, other),
                None if of.used && !is_native(of) => self.note_gone(rules::TYPE_REMOVED, &of.subject(), ""),
                None => {}
            }
        }
        for of in new.iter().filter(|of| of.used && !is_native(of)) {
            let (name, home) = (of.type_.name.as_str(), &of.type_.home);
            if find(&old, name, Some(home)).or_else(|| find(&old, name, None)).is_none() {
                self.note(rules::TYPE_ADDED, &Subject { flow: NEITHER, ..of.subject() }, "");
            }
        }
    }

    fn compare_type_defs(&mut self, old: Found, new: Found) {
        let subject = Subject { place: &new.type_.place, ..old.subject() };
        let (one, other) = (old.type_, new.type_);
        if one.home != other.home && old.used {
            let subject = Subject { name: subject.name.clone(), assumed: false, ..subject };
            self.note(rules::TYPE_MOVED, &subject, from_to(&*one.place.file, &*other.place.file));
        }
        self.compare_rust_name(&subject, one.rust_name.as_ref(), other.rust_name.as_ref());
        self.compare_deprecated(&subject, one.deprecated.as_ref(), other.deprecated.as_ref());
        self.compare_words(&subject, [(&one.title, &one.doc), (&other.title, &other.doc)]);
        self.compare_evidence(&subject, one.evidence.as_ref(), other.evidence.as_ref());
        match (&one.kind, &other.kind) {
            (Kind::Object(one), Kind::Object(other)) => {
                let name = format!("{}.", old.type_.name);
                let owner = Owner { name: &name, flow: old.flow, level: old.level() };
                self.compare_fields(owner, &one.fields, &other.fields);
                self.compare_rests(&subject, one, other);
            }
            (Kind::Enum(one), Kind::Enum(other)) => self.compare_enums(&subject, one, other),
            (Kind::Union(one), Kind::Union(other)) => self.compare_unions(&subject, one, other),
            (Kind::Native(one), Kind::Native(other)) => self.compare_natives(&subject, one, other),
            _ => self.note(rules::KIND_CHANGED, &subject, ""),
        }
    }

    fn compare_rests(&mut self, of: &Subject, old: &Object, new: &Object) {
        let subject = |rest: &Rest| Subject { name: format!("{}.{}", of.name, rest.name), ..*of };
        match (&old.rest, &new.rest) {
            (None, Some(rest)) => self.note(rules::REST_ADDED, &subject(rest), ""),
            (Some(rest), None) => self.note(rules::REST_REMOVED, &subject(rest), ""),
            (Some(one), Some(other)) => {
                let subject = subject(one);
                self.compare_type(&subject, &one.type_, &other.type_);
                self.compare_quirks(&subject, one.quirks, other.quirks);
                self.compare_rust_name(&subject, Some(&one.name), Some(&other.name));
                if one.personal != other.personal {
                    self.note(rules::HIDING_CHANGED, &subject, "");
                }
                if one.doc != other.doc {
                    self.note(rules::WORDS_CHANGED, &subject, "");
                }
            }
            (None, None) => {}
        }
    }

    fn compare_enums(&mut self, of: &Subject, old: &Enum, new: &Enum) {
        if old.form != new.form {
            return self.note(rules::KIND_CHANGED, of, "");
        }
        match (&old.closed, &new.closed) {
            (Some(_), None) => self.note(rules::ENUM_OPENED, of, ""),
            (None, Some(why)) => self.note(rules::ENUM_CLOSED, of, why.clone()),
            (Some(one), Some(other)) if one != other => self.note(rules::WORDS_CHANGED, of, ""),
            _ => {}
        }
        let closed = old.closed.is_some() && new.closed.is_some();
        let added = if closed { rules::CLOSED_VALUE_ADDED } else { rules::VALUE_ADDED };
        let removed = if closed { rules::CLOSED_VALUE_REMOVED } else { rules::VALUE_REMOVED };
        for value in &old.values {
            let level = value.evidence.as_ref().map(|evidence| evidence.level);
            let assumed = level.map_or(of.assumed, |level| level == Level::Assumed);
            let subject =
                |place| Subject { name: format!("{}.{}", of.name, value.wire), place, flow: of.flow, assumed };
            let Some(other) = new.values.iter().find(|other| other.wire == value.wire) else {
                self.note_gone(removed, &subject(&value.place), "");
                continue;
            };
            let subject = subject(&other.place);
            self.compare_rust_name(&subject, value.rust_name.as_ref(), other.rust_name.as_ref());
            self.compare_deprecated(&subject, value.deprecated.as_ref(), other.deprecated.as_ref());
            self.compare_words(&subject, [(&value.title, &value.doc), (&other.title, &other.doc)]);
            self.compare_evidence(&subject, value.evidence.as_ref(), other.evidence.as_ref());
        }
        for value in new.values.iter().filter(|value| !old.values.iter().any(|other| other.wire == value.wire)) {
            let name = format!("{}.{}", of.name, value.wire);
            self.note(added, &Subject { name, place: &value.place, ..*of }, "");
        }
    }

    /// Members by the value of their tag, or by their types.
    fn compare_unions(&mut self, of: &Subject, old: &Union, new: &Union) {
        if old.tag != new.tag {
            let tag = |of: &Union| of.tag.clone().unwrap_or_else(|| "their form".to_owned());
            self.note(rules::TAG_CHANGED, of, from_to(tag(old), tag(new)));
        }
        let key = |api: &Api, of: &Member| of.value.clone().unwrap_or_else(|| expression(api, &of.type_, 0));
        let (one, other) = (self.old, self.new);
        for member in &old.members {
            let name = key(one, member);
            let subject = |place| Subject { name: format!("{}.{name}", of.name), place, ..*of };
            let Some(same) = new.members.iter().find(|new| key(other, new) == name) else {
                self.note_gone(rules::MEMBER_REMOVED, &subject(&member.place), "");
                continue;
            };
            let subject = subject(&same.place);
            self.compare_type(&subject, &member.type_, &same.type_);
            self.compare_rust_name(&subject, member.rust_name.as_ref(), same.rust_name.as_ref());
            if member.doc != same.doc {
                self.note(rules::WORDS_CHANGED, &subject, "");
            }
        }
        for member in &new.members {
            let name = key(other, member);
            if !old.members.iter().any(|old| key(one, old) == name) {
                let subject = Subject { name: format!("{}.{name}", of.name), place: &member.place, ..*of };
                self.note(rules::MEMBER_ADDED, &subject, "");
            }
        }
    }

    fn compare_natives(&mut self, of: &Subject, old: &Native, new: &Native) {
        if (&old.rust, old.parameters) != (&new.rust, new.parameters) {
            self.note(rules::NATIVE_CHANGED, of, from_to(&old.rust, &new.rust));
        }
        let (one, other) = (self.old, self.new);
        let has =
            |forms: &[_], wanted: &_, from: &Api, to: &Api| forms.iter().any(|form| is_within(from, wanted, to, form));
        let takes_all = old.forms.iter().all(|form| has(&new.forms, form, one, other));
        let takes_more = !new.forms.iter().all(|form| has(&old.forms, form, other, one));
        if !takes_all {
            self.note(rules::FORMS_REMOVED, of, "");
        }
        if takes_more {
            self.note(rules::FORMS_ADDED, of, "");
        }
    }
}
