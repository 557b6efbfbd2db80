//! Events, and the object that every delivery is.

use super::fields::Owner;
use super::{Diff, RECEIVED, Subject, from_to, rules};
use crate::diagnostics::Place;
use crate::ir::{Api, Delivery, Event, EventForm, Level, Part, Payload};

type Keys = Vec<(String, String)>;

fn events(api: &Api) -> impl Iterator<Item = &Event> {
    api.families.iter().flat_map(|family| &family.events)
}

/// The match of an event in an order of its own; none for one that is only listed.
fn keys(of: &Event) -> Option<Keys> {
    match &of.form {
        EventForm::Matched { keys, .. } => {
            let mut keys = keys.clone();
            keys.sort();
            Some(keys)
        }
        EventForm::Catalogued(_) => None,
    }
}

fn subject<'a>(of: &Event, at: &'a Event, part: Part) -> Subject<'a> {
    Subject { name: of.id.clone(), place: &at.place, flow: RECEIVED, assumed: of.evidence.of(part) == Level::Assumed }
}

impl Diff<'_> {
    pub(super) fn compare_events(&mut self) {
        let (old, new) = (self.old, self.new);
        let place = Place::file("api.yaml").key("webhooks");
        let of = Subject { name: "webhooks".to_owned(), place: &place, flow: RECEIVED, assumed: false };
        match (old.webhooks, new.webhooks) {
            (false, true) => self.note(rules::DELIVERIES_ADDED, &of, ""),
            (true, false) => self.note_gone(rules::DELIVERIES_REMOVED, &of, ""),
            (true, true) if old.delivery.is_some() != new.delivery.is_some() => {
                self.note(rules::ENVELOPE_OF_DELIVERIES_CHANGED, &of, "");
            }
            _ => {}
        }
        if let (Some(one), Some(other)) = (&old.delivery, &new.delivery) {
            self.compare_deliveries(one, other);
        }
        let find = |api, id: &str| events(api).find(|of: &&Event| of.id == *id);
        let same_match = |api, other, of: &Event| {
            let fits = |one: &&Event| keys(one).is_some() && keys(one) == keys(of) && find(other, &one.id).is_none();
            events(api).find(fits)
        };
        for of in events(old) {
            match find(new, &of.id).or_else(|| same_match(new, old, of)) {
                Some(other) => self.compare_event(of, other),
                None if keys(of).is_some() => self.note_gone(rules::EVENT_REMOVED, &subject(of, of, Part::Match), ""),
                None => self.note_gone(rules::CATALOGUE_CHANGED, &subject(of, of, Part::Match), "gone"),
            }
        }
        for of in events(new).filter(|of| find(old, &of.id).is_none() && same_match(old, new, of).is_none()) {
            let rule = if keys(of).is_some() { rules::EVENT_ADDED } else { rules::CATALOGUE_CHANGED };
            self.note(rule, &subject(of, of, Part::Match), "");
        }
    }

    fn compare_deliveries(&mut self, old: &Delivery, new: &Delivery) {
        let of = self.head(&old.name, &new.place, Some(&old.evidence), RECEIVED);
        if old.name != new.name {
            self.note(
                rules::NAME_CHANGED,
                &Subject { name: of.name.clone(), assumed: false, ..of },
                from_to(&old.name, &new.name),
            );
        }
        if old.data != new.data {
            self.note(rules::DATA_KEY_CHANGED, &of, from_to(&old.data, &new.data));
        }
        if old.doc != new.doc {
            self.note(rules::WORDS_CHANGED, &of, "");
        }
        self.compare_evidence(&of, Some(&old.evidence), Some(&new.evidence));
        let name = format!("{}.", old.name);
        let owner = Owner { name: &name, flow: RECEIVED, level: Some(old.evidence.level) };
        self.compare_fields(owner, &old.fields, &new.fields);
    }

    fn compare_event(&mut self, old: &Event, new: &Event) {
        let of = subject(old, new, Part::Match);
        if old.id != new.id {
            self.note(
                rules::EVENT_RENAMED,
                &Subject { name: old.id.clone(), assumed: false, ..of },
                from_to(&old.id, &new.id),
            );
        }
        match (&old.form, &new.form) {
            (EventForm::Matched { data: one, .. }, EventForm::Matched { data: other, .. }) => {
                if keys(old) != keys(new) {
                    self.note(rules::MATCH_CHANGED, &of, from_to(shown(old), shown(new)));
                }
                let data = Subject { name: format!("{} data", old.id), ..subject(old, new, Part::Data) };
                self.compare_data(&data, one, other);
            }
            (EventForm::Catalogued(_), EventForm::Matched { .. }) => self.note(rules::EVENT_ADDED, &of, shown(new)),
            (EventForm::Matched { .. }, EventForm::Catalogued(_)) => self.note(rules::EVENT_REMOVED, &of, ""),
            (EventForm::Catalogued(one), EventForm::Catalogued(other)) if one != other => {
                self.note(rules::CATALOGUE_CHANGED, &of, "");
            }
            _ => {}
        }
        self.compare_rust_name(&of, old.rust_name.as_ref(), new.rust_name.as_ref());
        self.compare_deprecated(&of, old.deprecated.as_ref(), new.deprecated.as_ref());
        self.compare_words(&of, [(&old.title, (&old.summary, &old.doc)), (&new.title, (&new.summary, &new.doc))]);
        self.compare_evidence(&of, Some(&old.evidence), Some(&new.evidence));
    }

    /// An event without data is read as one whose data nobody knows.
    fn compare_data(&mut self, of: &Subject, old: &Payload, new: &Payload) {
        let open = |data: &Payload| if *data == Payload::Empty { Payload::Open } else { data.clone() };
        self.compare_payload(of, &open(old), &open(new));
    }
}

fn shown(of: &Event) -> String {
    let keys = keys(of).unwrap_or_default();
    keys.iter().map(|(path, value)| format!("{path}: {value}")).collect::<Vec<_>>().join(", ")
}
