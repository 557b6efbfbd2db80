//! What holds for the whole API, for a resource and for a family.

use super::{Diff, Flow, NEITHER, RECEIVED, SENT, Subject, from_to, rules};
use crate::diagnostics::Place;
use crate::ir::{Api, AuthHeader, Envelope, ErrorClass, Evidence, TokenCall};

impl Diff<'_> {
    pub(super) fn compare_heads(&mut self) {
        let (old, new) = (self.old, self.new);
        let file = Place::file("api.yaml");
        let key = |key: &str| file.key(key);
        if old.name != new.name {
            let place = key("api");
            self.note(rules::NAME_CHANGED, &self.head("api", &place, None, NEITHER), from_to(&old.name, &new.name));
        }
        let (place, evidence) = (key("title"), None);
        let of = self.head("api", &place, evidence, NEITHER);
        self.compare_words(&of, [(&old.title, &old.doc), (&new.title, &new.doc)]);
        let place = key("server");
        let of = self.head("server", &place, old.server_evidence.as_ref(), SENT);
        if old.server != new.server {
            self.note(rules::SERVER_CHANGED, &of, from_to(&old.server, &new.server));
        }
        self.compare_evidence(&of, old.server_evidence.as_ref(), new.server_evidence.as_ref());
        self.compare_auth(&key("auth"));
        self.compare_limits(&key("limits"));
        self.compare_envelopes(&key("envelope"));
        self.compare_errors(&key("errors"));
        self.compare_time_zones(&key("time_zone"));
        if old.sources != new.sources {
            let place = key("sources");
            self.note(rules::SOURCE_CHANGED, &self.head("sources", &place, None, NEITHER), "");
        }
        self.compare_groups();
    }

    fn compare_auth(&mut self, place: &Place) {
        let (old, new) = (self.old, self.new);
        let of = self.head("auth", place, old.auth_evidence.as_ref(), SENT);
        let keys = |of: &[AuthHeader]| of.iter().map(|of| (of.name.clone(), of.secret)).collect::<Vec<_>>();
        let headers = |api: &Api| {
            let of = &api.schemes;
            (keys(&api.auth), of.bearer.is_some(), of.basic.is_some(), keys(&of.query), keys(&of.cookies))
        };
        if headers(old) != headers(new) {
            self.note(rules::CREDENTIALS_CHANGED, &of, "");
        }
        let docs = |api: &Api| {
            let of = &api.schemes;
            let keys = api.auth.iter().chain(&of.query).chain(&of.cookies).map(|of| of.doc.clone());
            keys.chain(of.bearer.iter().chain(&of.basic).map(|of| of.doc.clone())).collect::<Vec<_>>()
        };
        if headers(old) == headers(new) && docs(old) != docs(new) {
            self.note(rules::WORDS_CHANGED, &of, "");
        }
        self.compare_evidence(&of, old.auth_evidence.as_ref(), new.auth_evidence.as_ref());
        let held = |api: &Api| api.auth.iter().map(|of| of.part).collect::<Vec<_>>();
        let pair =
            |api: &Api| api.tokens.as_ref().map(|of| (of.acquire.as_ref().map(told), of.refresh.as_ref().map(told)));
        if pair(old) != pair(new) || (headers(old) == headers(new) && held(old) != held(new)) {
            self.note(rules::TOKENS_CHANGED, &of, "");
        }
    }

    fn compare_limits(&mut self, place: &Place) {
        let told =
            |api: &Api| api.limits.iter().map(|of| (of.group.clone(), of.rate, of.in_flight)).collect::<Vec<_>>();
        if told(self.old) != told(self.new) {
            self.note(rules::LIMITS_CHANGED, &self.head("limits", place, None, SENT), "");
        }
    }

    fn compare_envelopes(&mut self, place: &Place) {
        let (old, new) = (self.old.envelope.as_ref(), self.new.envelope.as_ref());
        let evidence = |of: Option<&Envelope>| of.and_then(|of| of.evidence.clone());
        let of = self.head("envelope", place, evidence(old).as_ref(), RECEIVED);
        let keys = |of: &Envelope| Envelope { evidence: None, ..of.clone() };
        let told = |of: Option<&Envelope>| of.map(|of| format!("{:?}", keys(of)));
        if told(old) != told(new) {
            self.note(rules::ENVELOPE_CHANGED, &of, "");
        }
        self.compare_evidence(&of, evidence(old).as_ref(), evidence(new).as_ref());
    }

    fn compare_errors(&mut self, place: &Place) {
        let (old, new) = (self.old, self.new);
        let class = |api: &Api, code| api.errors.iter().find(|of| of.code == code).map(|of| of.class);
        let word = |of: Option<ErrorClass>| of.map_or("none".to_owned(), |of| format!("{of:?}").to_lowercase());
        let mut codes: Vec<i64> = old.errors.iter().chain(&new.errors).map(|of| of.code).collect();
        codes.sort_unstable();
        codes.dedup();
        for code in codes {
            let (before, after) = (class(old, code), class(new, code));
            let known = old.errors.iter().find(|of| of.code == code);
            let of = self.head(&format!("error {code}"), place, known.and_then(|of| of.evidence.as_ref()), RECEIVED);
            if before != after {
                self.note(rules::ERROR_CLASS_CHANGED, &of, from_to(word(before), word(after)));
            }
        }
    }

    fn compare_time_zones(&mut self, place: &Place) {
        let (old, new) = (self.old.time_zone.as_ref(), self.new.time_zone.as_ref());
        let of = self.head("time_zone", place, old.map(|(_, evidence)| evidence), RECEIVED);
        match (old, new) {
            (None, Some(_)) => self.note(rules::TIME_ZONE_ADDED, &of, ""),
            (Some(_), None) => self.note(rules::TIME_ZONE_REMOVED, &of, ""),
            (Some((one, _)), Some((other, _))) if one != other => {
                self.note(rules::TIME_ZONE_CHANGED, &of, format!("{one} -> {other} minutes east of UTC"));
            }
            _ => {}
        }
        self.compare_evidence(&of, old.map(|(_, evidence)| evidence), new.map(|(_, evidence)| evidence));
    }

    /// The words of resources and families.
    fn compare_groups(&mut self) {
        let (old, new) = (self.old, self.new);
        for one in &old.resources {
            let Some(other) = new.resources.iter().find(|other| other.name == one.name) else { continue };
            let of = self.head(&one.name, &other.place, None, NEITHER);
            self.compare_words(&of, [(&one.title, &one.doc), (&other.title, &other.doc)]);
        }
        for one in &old.families {
            let Some(other) = new.families.iter().find(|other| other.name == one.name) else { continue };
            let of = self.head(&one.name, &other.place, None, NEITHER);
            self.compare_words(&of, [(&one.title, &one.doc), (&other.title, &other.doc)]);
        }
    }

    /// Something of the whole API.
    pub(super) fn head<'b>(
        &self,
        name: &str,
        place: &'b Place,
        evidence: Option<&Evidence>,
        flow: Flow,
    ) -> Subject<'b> {
        let assumed = evidence.is_some_and(|evidence| evidence.level == crate::ir::Level::Assumed);
        Subject { name: name.to_owned(), place, flow, assumed }
    }
}

fn told(of: &TokenCall) -> String {
    format!("{:?}", TokenCall { evidence: None, ..of.clone() })
}
