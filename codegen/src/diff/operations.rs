//! Operations.

use super::fields::Owner;
use super::{Diff, Flow, NEITHER, RECEIVED, SENT, Subject, from_to, rules};
use crate::ir::{Api, Level, Operation, Part, Payload};

fn operations(api: &Api) -> impl Iterator<Item = &Operation> {
    api.resources.iter().flat_map(|resource| &resource.operations)
}

fn subject<'a>(of: &Operation, at: &'a Operation, flow: Flow, part: Part) -> Subject<'a> {
    Subject { name: of.id.clone(), place: &at.place, flow, assumed: of.evidence.of(part) == Level::Assumed }
}

impl Diff<'_> {
    pub(super) fn compare_operations(&mut self) {
        let (old, new) = (self.old, self.new);
        let find = |api, id: &str| operations(api).find(|of: &&Operation| of.id == *id);
        // One that is there in one of the specs only, under another id in the other.
        let same_call = |api, other, of: &Operation| {
            let fits =
                |one: &&Operation| (one.method, &one.path) == (of.method, &of.path) && find(other, &one.id).is_none();
            operations(api).find(fits)
        };
        for of in operations(old) {
            match find(new, &of.id).or_else(|| same_call(new, old, of)) {
                Some(other) => self.compare_operation(of, other),
                None => self.note_gone(rules::OPERATION_REMOVED, &subject(of, of, SENT, Part::Path), call(of)),
            }
        }
        for of in operations(new).filter(|of| find(old, &of.id).is_none() && same_call(old, new, of).is_none()) {
            self.note(rules::OPERATION_ADDED, &subject(of, of, NEITHER, Part::Path), call(of));
        }
    }

    fn compare_operation(&mut self, old: &Operation, new: &Operation) {
        let of = subject(old, new, SENT, Part::Path);
        if old.id != new.id {
            self.note(
                rules::OPERATION_RENAMED,
                &Subject { name: old.id.clone(), assumed: false, ..of },
                from_to(&old.id, &new.id),
            );
        }
        if old.method != new.method {
            let of = subject(old, new, SENT, Part::Method);
            self.note(rules::METHOD_CHANGED, &of, from_to(old.method.as_str(), new.method.as_str()));
        }
        if old.path != new.path {
            self.note(rules::PATH_CHANGED, &of, from_to(&old.path, &new.path));
        }
        match (old.authenticated, new.authenticated) {
            (false, true) => self.note(rules::AUTHENTICATION_ADDED, &subject(old, new, SENT, Part::Body), ""),
            (true, false) => self.note(rules::AUTHENTICATION_DROPPED, &subject(old, new, SENT, Part::Body), ""),
            _ => {}
        }
        self.compare_parameters(old, new);
        self.compare_bodies(old, new);
        self.compare_claims(&of, old, new);
        self.compare_rust_name(&of, old.rust_name.as_ref(), new.rust_name.as_ref());
        self.compare_deprecated(&of, old.deprecated.as_ref(), new.deprecated.as_ref());
        self.compare_words(&of, [(&old.title, (&old.summary, &old.doc)), (&new.title, (&new.summary, &new.doc))]);
    }

    fn compare_parameters(&mut self, old: &Operation, new: &Operation) {
        let groups = [
            ("path", &old.path_parameters, &new.path_parameters),
            ("query", &old.query, &new.query),
            ("header", &old.headers, &new.headers),
            ("cookie", &old.cookies, &new.cookies),
        ];
        for (group, before, after) in groups {
            let name = format!("{} {group} ", old.id);
            let owner = Owner { name: &name, flow: SENT, level: Some(old.evidence.of(Part::Body)) };
            self.compare_fields(owner, before, after);
        }
        match (old.open_query, new.open_query) {
            (false, true) => self.note(rules::QUERY_OPENED, &subject(old, new, SENT, Part::Body), ""),
            (true, false) => self.note(rules::QUERY_CLOSED, &subject(old, new, SENT, Part::Body), ""),
            _ => {}
        }
    }

    fn compare_bodies(&mut self, old: &Operation, new: &Operation) {
        let body = Subject { name: format!("{} body", old.id), ..subject(old, new, SENT, Part::Body) };
        match (&old.body, &new.body) {
            (Payload::Empty, Payload::Empty) => {}
            (Payload::Empty, _) => self.note(rules::BODY_ADDED, &body, ""),
            (_, Payload::Empty) => self.note(rules::BODY_REMOVED, &body, ""),
            (one, other) => {
                self.compare_forms(&body, (one, &old.body_media_type), (other, &new.body_media_type));
            }
        }
        let result = Subject { name: format!("{} result", old.id), ..subject(old, new, RECEIVED, Part::Returns) };
        match (&old.returns, &new.returns) {
            (Payload::Empty, Payload::Empty) => {}
            (Payload::Empty, _) => self.note(rules::RESULT_ADDED, &result, ""),
            (_, Payload::Empty) => self.note(rules::RESULT_REMOVED, &result, ""),
            (one, other) => {
                self.compare_forms(&result, (one, &old.returns_media_type), (other, &new.returns_media_type));
            }
        }
    }

    /// How a body or a result is written, and what it is then.
    fn compare_forms(&mut self, of: &Subject, old: (&Payload, &Option<String>), new: (&Payload, &Option<String>)) {
        let (before, after) = (form(old), form(new));
        if before != after {
            self.note(rules::FORM_CHANGED, of, from_to(before, after));
        }
        self.compare_payload(of, old.0, new.0);
    }

    /// What the spec claims of a call beyond its form.
    fn compare_claims(&mut self, of: &Subject, old: &Operation, new: &Operation) {
        let claim = |name: &str| Subject { name: format!("{} {name}", of.name), assumed: false, ..*of };
        match (&old.idempotent, &new.idempotent) {
            (None, Some(_)) => self.note(rules::IDEMPOTENT_GAINED, &claim("idempotent"), ""),
            (Some(_), None) => self.note(rules::IDEMPOTENT_LOST, &claim("idempotent"), ""),
            (one, other) => self.compare_evidence(&claim("idempotent"), one.as_ref(), other.as_ref()),
        }
        match (&old.paging, &new.paging) {
            (None, Some(_)) => self.note(rules::PAGING_GAINED, &claim("paging"), ""),
            (Some(_), None) => self.note(rules::PAGING_LOST, &claim("paging"), ""),
            (Some(one), Some(other)) => {
                if (&one.page, &one.size, &one.items) != (&other.page, &other.size, &other.items) {
                    self.note(rules::PAGING_CHANGED, &claim("paging"), "");
                }
                self.compare_evidence(&claim("paging"), one.evidence.as_ref(), other.evidence.as_ref());
            }
            (None, None) => {}
        }
        let is_assumed =
            |of: &Operation| [Part::Method, Part::Path].iter().any(|part| of.evidence.of(*part) == Level::Assumed);
        match (is_assumed(old), is_assumed(new)) {
            (false, true) => self.note(rules::ASSUMPTION_MADE, of, ""),
            (true, false) => self.note(rules::ASSUMPTION_CONFIRMED, of, ""),
            _ => {}
        }
        for (part, level) in &old.evidence.parts {
            let now = new.evidence.of(*part);
            if *level != now {
                let detail = format!("{}: {}", part.name(), from_to(level.name(), now.name()));
                self.note(rules::EVIDENCE_CHANGED, of, detail);
            }
        }
        if (&old.evidence.source, &old.evidence.seen, &old.evidence.note)
            != (&new.evidence.source, &new.evidence.seen, &new.evidence.note)
        {
            self.note(rules::EVIDENCE_CHANGED, of, "source, day or note");
        }
    }
}

/// The media type of a payload.
fn form((payload, media_type): (&Payload, &Option<String>)) -> String {
    match payload {
        Payload::Form(_) => "application/x-www-form-urlencoded".to_owned(),
        Payload::Multipart(_) => "multipart/form-data".to_owned(),
        Payload::Binary(media_type) => format!("{media_type} as bytes"),
        Payload::Text(media_type) => format!("{media_type} as text"),
        Payload::Empty | Payload::Open | Payload::Typed(_) => {
            media_type.clone().unwrap_or_else(|| "application/json".to_owned())
        }
    }
}

fn call(of: &Operation) -> String {
    format!("`{} {}`", of.method.as_str(), of.path)
}
