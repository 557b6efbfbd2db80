//! Fields of objects and parameters of operations.

use super::within::is_within;
use super::{Diff, Flow, Subject, from_to, rules};
use crate::ir::{Evidence, Field, Level, Payload, Quirks, Title, Type, expression};

/// What the fields that are compared belong to.
#[derive(Clone, Copy)]
pub(super) struct Owner<'a> {
    /// Its name, and what stands between it and a field's.
    pub(super) name: &'a str,
    /// Which way it goes.
    pub(super) flow: Flow,
    /// The level of a field without evidence of its own.
    pub(super) level: Option<Level>,
}

impl Owner<'_> {
    fn subject<'b>(&self, field: &'b Field) -> Subject<'b> {
        let own = field.evidence.as_ref().or(field.included.as_ref()).map(|evidence| evidence.level);
        let assumed = own.or(self.level) == Some(Level::Assumed);
        Subject { name: format!("{}{}", self.name, field.name), place: &field.place, flow: self.flow, assumed }
    }
}

impl Diff<'_> {
    /// Compares two lists of fields by their names on the wire.
    pub(super) fn compare_fields(&mut self, owner: Owner, old: &[Field], new: &[Field]) {
        for field in old {
            match new.iter().find(|other| other.name == field.name) {
                Some(other) => self.compare_field(owner, field, other),
                None => {
                    let optional = field.type_.is_optional();
                    let rule = if optional { rules::FIELD_REMOVED } else { rules::REQUIRED_FIELD_REMOVED };
                    self.note_gone(rule, &owner.subject(field), "");
                }
            }
        }
        for field in new.iter().filter(|field| !old.iter().any(|other| other.name == field.name)) {
            let rule = if field.type_.is_optional() { rules::FIELD_ADDED } else { rules::REQUIRED_FIELD_ADDED };
            // What is new was never promised, but whom it stands in the way of was.
            let subject = Subject { assumed: owner.level == Some(Level::Assumed), ..owner.subject(field) };
            let detail = format!("`{}`", expression(self.new, &field.type_, 0));
            self.note(rule, &subject, detail);
        }
    }

    fn compare_field(&mut self, owner: Owner, old: &Field, new: &Field) {
        let subject = Subject { place: &new.place, ..owner.subject(old) };
        self.compare_optional(&subject, &old.type_, &new.type_);
        self.compare_type(&subject, old.type_.required(), new.type_.required());
        self.compare_quirks(&subject, old.quirks, new.quirks);
        if (old.secret, old.personal) != (new.secret, new.personal) {
            self.note(rules::HIDING_CHANGED, &subject, "");
        }
        self.compare_rust_name(&subject, old.rust_name.as_ref(), new.rust_name.as_ref());
        self.compare_deprecated(&subject, old.deprecated.as_ref(), new.deprecated.as_ref());
        self.compare_words(&subject, [(&old.title, old.doc.as_ref()), (&new.title, new.doc.as_ref())]);
        self.compare_evidence(&subject, old.evidence.as_deref(), new.evidence.as_deref());
    }

    /// Compares what stands in one place.
    pub(super) fn compare_type(&mut self, of: &Subject, old: &Type, new: &Type) {
        let (before, after) = (expression(self.old, old, 0), expression(self.new, new, 0));
        if before == after {
            return; // A type of the same name is compared by itself.
        }
        let widens = is_within(self.old, old, self.new, new);
        let narrows = is_within(self.new, new, self.old, old);
        let rule = match (widens, narrows) {
            (true, true) => rules::TYPE_REPLACED,
            (true, false) => rules::TYPE_WIDENED,
            (false, true) => rules::TYPE_NARROWED,
            (false, false) => rules::TYPE_CHANGED,
        };
        self.note(rule, of, from_to(before, after));
    }

    /// Compares two bodies, two results or the data of two events.
    pub(super) fn compare_payload(&mut self, of: &Subject, old: &Payload, new: &Payload) {
        let word = |api, payload: &Payload| match payload {
            Payload::Open => Some("open".to_owned()),
            other => other.type_().map(|type_| expression(api, type_, 0)),
        };
        match (old, new) {
            (Payload::Open, Payload::Open) => {}
            (Payload::Open, _) | (_, Payload::Open) => {
                // What nobody knows takes anything.
                let rule = if *old == Payload::Open { rules::TYPE_NARROWED } else { rules::TYPE_WIDENED };
                if let (Some(before), Some(after)) = (word(self.old, old), word(self.new, new)) {
                    self.note(rule, of, from_to(before, after));
                }
            }
            _ => {
                if let (Some(one), Some(other)) = (old.type_(), new.type_()) {
                    self.compare_optional(of, one, other);
                    self.compare_type(of, one.required(), other.required());
                }
            }
        }
    }

    fn compare_optional(&mut self, of: &Subject, old: &Type, new: &Type) {
        match (old.is_optional(), new.is_optional()) {
            (false, true) => self.note(rules::MADE_OPTIONAL, of, ""),
            (true, false) => self.note(rules::MADE_REQUIRED, of, ""),
            _ => {}
        }
    }

    pub(super) fn compare_quirks(&mut self, of: &Subject, old: Quirks, new: Quirks) {
        let quirks = [
            ("blank_is_null", old.blank_is_null, new.blank_is_null),
            ("number_or_string", old.number_or_string, new.number_or_string),
        ];
        for (name, old, new) in quirks {
            match (old, new) {
                (false, true) => self.note(rules::QUIRK_ADDED, of, format!("`{name}`")),
                (true, false) => self.note(rules::QUIRK_REMOVED, of, format!("`{name}`")),
                _ => {}
            }
        }
    }

    /// A name in Rust is nobody's assumption.
    pub(super) fn compare_rust_name(&mut self, of: &Subject, old: Option<&String>, new: Option<&String>) {
        if old != new {
            let name = |name: Option<&String>| name.cloned().unwrap_or_else(|| "its own".to_owned());
            let subject = Subject { name: of.name.clone(), assumed: false, ..*of };
            self.note(rules::NAME_CHANGED, &subject, from_to(name(old), name(new)));
        }
    }

    pub(super) fn compare_deprecated(&mut self, of: &Subject, old: Option<&String>, new: Option<&String>) {
        match (old, new) {
            (None, Some(why)) => self.note(rules::DEPRECATED, of, why.clone()),
            (Some(_), None) => self.note(rules::UNDEPRECATED, of, ""),
            (old, new) if old != new => self.note(rules::WORDS_CHANGED, of, ""),
            _ => {}
        }
    }

    pub(super) fn compare_words<T: PartialEq>(&mut self, of: &Subject, [old, new]: [(&Title, T); 2]) {
        if old != new {
            self.note(rules::WORDS_CHANGED, of, "");
        }
    }

    pub(super) fn compare_evidence(&mut self, of: &Subject, old: Option<&Evidence>, new: Option<&Evidence>) {
        if old != new {
            let level = |of: Option<&Evidence>| of.map_or("none", |of| of.level.name());
            let detail = if level(old) == level(new) { String::new() } else { from_to(level(old), level(new)) };
            self.note(rules::EVIDENCE_CHANGED, of, detail);
        }
    }
}
