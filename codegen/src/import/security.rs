//! Servers, and how a caller authenticates.

use std::collections::BTreeSet;

use super::findings::FindingKind;
use super::model::{Field, Scheme, SchemeKind};
use super::operations::doc;
use super::reader::Reader;
use super::source::At;
use crate::rust::{Case, ident, is_plain};

impl<'a> Reader<'a> {
    /// The first server, with the defaults of its variables.
    pub(super) fn read_server(&mut self) {
        let root = self.source.root();
        let mut servers = root.get("servers").into_iter().flat_map(At::items);
        let first = servers.next();
        let url = first.and_then(|at| Some((at, at.text_of("url")?)));
        if let Some((at, url)) = url {
            let variables = at.get("variables").into_iter().flat_map(At::entries);
            let filled = variables.fold(url.clone(), |url, (name, of)| {
                let default = of.get("default").and_then(At::scalar).unwrap_or_default();
                url.replace(&format!("{{{name}}}"), &default)
            });
            let whole = Some(completed(&filled)).filter(|url| crate::resolve::is_server(url));
            let whole = whole.unwrap_or_else(|| "http://localhost".to_owned());
            if whole != url.trim_end_matches('/') {
                self.findings.push(FindingKind::Server, at, url);
            }
            self.model.server = Some(whole);
        }
        for other in servers {
            self.findings.push(FindingKind::Server, other, other.text_of("url").unwrap_or_default());
        }
    }

    /// Says that a path or an operation has a server of its own.
    pub(super) fn tell_servers(&mut self, at: At<'a>) {
        for server in at.get("servers").into_iter().flat_map(At::items) {
            self.findings.push(FindingKind::Server, server, server.text_of("url").unwrap_or_default());
        }
    }

    /// Whether an operation is called with credentials.
    pub(super) fn authenticated(&mut self, operation: At<'a>) -> bool {
        let root = self.source.root();
        if let Some(own) = operation.get("security") {
            let choices: Vec<At> = own.items().collect();
            if choices.len() > 1 || choices.iter().any(|choice| choice.entries().count() > 1) {
                self.findings.push(FindingKind::SecurityChoice, own, "");
            }
            for (_, scopes) in choices.into_iter().flat_map(At::entries).filter(|(_, of)| of.items().next().is_some()) {
                self.findings.push(FindingKind::SecurityScopes, scopes, "");
            }
        }
        match operation.get("security").or_else(|| root.get("security")) {
            Some(security) => security.items().any(|choice| choice.entries().next().is_some()),
            // Where nothing says which scheme it wants, each has them all.
            None => !self.asks_for_security,
        }
    }

    fn asked_schemes(&self) -> BTreeSet<String> {
        let root = self.source.root();
        let operations = root.get("paths").into_iter().flat_map(At::entries).flat_map(|(_, item)| item.entries());
        let nodes = operations.map(|(_, operation)| operation).chain([root]);
        let requirements = nodes.filter_map(|at| at.get("security")).flat_map(At::items);
        requirements.flat_map(At::entries).map(|(name, _)| name.to_owned()).collect()
    }

    /// The schemes that anything asks for; all of them if nothing says what it wants.
    pub(super) fn read_schemes(&mut self) {
        let asked = self.asked_schemes();
        self.asks_for_security = !asked.is_empty() || self.source.root().get("security").is_some();
        let mut names = BTreeSet::from(["new".to_owned()]);
        let declared = self.source.root().get("components").and_then(|of| of.get("securitySchemes"));
        for (name, at) in declared.into_iter().flat_map(At::entries) {
            let Some(at) = self.follow(at) else { continue };
            if self.asks_for_security && !asked.contains(name) {
                self.findings.push(FindingKind::SecurityUnused, at, name);
                continue;
            }
            if !self.asks_for_security {
                self.findings.push(FindingKind::SecurityUnused, at, format!("{name}: taken for every operation"));
            }
            match self.scheme_kind(at) {
                Some(kind) if self.model.schemes.iter().any(|known| is_same(&known.kind, &kind)) => {}
                // The credentials hold each under its name, and a name stands there once.
                Some(kind) if name_of(&kind).is_none_or(|name| !names.insert(name)) => {
                    self.findings.push(FindingKind::SecurityScheme, at, name);
                }
                Some(kind) => {
                    self.model.schemes.push(Scheme { name: name.to_owned(), kind, doc: doc(at) });
                }
                None => self.findings.push(FindingKind::SecurityScheme, at, name),
            }
        }
        self.tell_choices();
    }

    fn scheme_kind(&mut self, at: At<'a>) -> Option<SchemeKind> {
        let kind = at.text_of("type")?;
        match &*kind {
            "http" => match &*at.text_of("scheme")?.to_lowercase() {
                "bearer" => Some(SchemeKind::Bearer),
                "basic" => Some(SchemeKind::Basic),
                _ => None,
            },
            "oauth2" | "openIdConnect" => {
                self.findings.push(FindingKind::SecurityScopes, at, "");
                Some(SchemeKind::Bearer)
            }
            "apiKey" => {
                let name = at.text_of("name")?;
                let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
                let fits = name.bytes().all(is_token) && !name.eq_ignore_ascii_case("content-type");
                match &*at.text_of("in")? {
                    "header" if fits => Some(SchemeKind::Header(name)),
                    "query" => Some(SchemeKind::Query(name)),
                    "cookie" if fits => Some(SchemeKind::Cookie(name)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Takes out what the credentials of a call set already.
    pub(super) fn without_credentials(&mut self, at: At<'a>, place: &str, parameters: &mut Vec<Field>) {
        let sets = |kind: &SchemeKind, name: &str| match (kind, place) {
            (SchemeKind::Header(own), "header") => own.eq_ignore_ascii_case(name),
            (SchemeKind::Query(own), "query") | (SchemeKind::Cookie(own), "cookie") => own == name,
            _ => false,
        };
        let (schemes, findings) = (&self.model.schemes, &mut self.findings);
        parameters.retain(|field| {
            let is_set = schemes.iter().any(|scheme| sets(&scheme.kind, &field.name));
            if is_set {
                findings.push(FindingKind::ParameterDropped, at, format!("{place} {}: a credential", field.name));
            }
            !is_set
        });
    }

    /// Says where a caller has a choice, or must give two at once.
    fn tell_choices(&mut self) {
        if let Some(security) = self.source.root().get("security") {
            let choices: Vec<At> = security.items().collect();
            if choices.len() > 1 || choices.iter().any(|choice| choice.entries().count() > 1) {
                self.findings.push(FindingKind::SecurityChoice, security, "");
            }
        }
    }
}

/// What the credentials call a scheme.
fn name_of(kind: &SchemeKind) -> Option<String> {
    match kind {
        SchemeKind::Bearer => Some("bearer".to_owned()),
        SchemeKind::Basic => Some("basic".to_owned()),
        SchemeKind::Header(name) | SchemeKind::Query(name) | SchemeKind::Cookie(name) => {
            ident(name, Case::Snake).filter(|name| is_plain(name))
        }
    }
}

/// Whether two schemes use one place: `Authorization` belongs to both of its schemes and to a header of that name.
fn is_same(one: &SchemeKind, other: &SchemeKind) -> bool {
    let authorization =
        |kind: &SchemeKind| matches!(kind, SchemeKind::Header(name) if name.eq_ignore_ascii_case("authorization"));
    let standard = |kind: &SchemeKind| matches!(kind, SchemeKind::Bearer | SchemeKind::Basic);
    match (one, other) {
        (SchemeKind::Header(one), SchemeKind::Header(other)) => one.eq_ignore_ascii_case(other),
        _ => one == other || (authorization(one) && standard(other)) || (standard(one) && authorization(other)),
    }
}

/// An address with scheme and host: one that has none is taken for this machine's.
fn completed(url: &str) -> String {
    let url = url.trim().trim_end_matches('/');
    let url = url.split(['?', '#']).next().unwrap_or_default();
    match url.split_once("://") {
        Some(("http" | "https" | "ws" | "wss", rest)) if !rest.is_empty() => url.to_owned(),
        Some(_) => "http://localhost".to_owned(),
        None => match url.strip_prefix("//") {
            Some(rest) => format!("https://{rest}"),
            None if url.is_empty() || url.starts_with('/') => format!("http://localhost{url}"),
            None if url.split('/').next().is_some_and(|host| host.contains('.') || host.contains(':')) => {
                format!("https://{url}")
            }
            None => format!("http://localhost/{url}"),
        },
    }
}
