//! How an authenticated request shows who calls.

use std::collections::BTreeMap;

use super::evidence;
use super::parameters::{check_cookie, check_header};
use super::scope::Scope;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::ir::{Api, AuthHeader, Evidence, Scheme, Schemes};
use crate::spec::{self, Map, OrText};

/// The headers that have names of their own, and how well all ways are known.
pub(super) fn resolve_headers(
    auth: Option<&spec::Auth>,
    place: &Place,
    scope: &mut Scope,
) -> (Vec<AuthHeader>, Option<Evidence>) {
    let Some(auth) = auth else { return (Vec::new(), None) };
    let evidence = evidence::resolve_plain(&auth.evidence, &place.key("evidence"), scope);
    let header = |(name, header): (&str, &OrText<spec::AuthHeader>)| AuthHeader {
        name: name.to_owned(),
        doc: header.0.doc.clone(),
        secret: header.0.secret,
        part: header.0.is,
    };
    (auth.headers.iter().map(header).collect(), evidence)
}

/// All other ways.
pub(super) fn resolve_schemes(auth: Option<&spec::Auth>) -> Schemes {
    let Some(auth) = auth else { return Schemes::default() };
    let scheme = |of: &Option<OrText<spec::AuthScheme>>| of.as_ref().map(|of| Scheme { doc: of.0.doc.clone() });
    let key = |(name, key): (&str, &OrText<spec::AuthKey>)| AuthHeader {
        name: name.to_owned(),
        doc: key.0.doc.clone(),
        secret: key.0.secret.unwrap_or(true),
        part: None,
    };
    let keys = |of: &Map<OrText<spec::AuthKey>>| of.iter().map(key).collect();
    Schemes {
        bearer: scheme(&auth.bearer),
        basic: scheme(&auth.basic),
        query: keys(&auth.query),
        cookies: keys(&auth.cookies),
    }
}

/// Checks that there is a way, that no two are one header, and the names.
pub(super) fn check_auth(is_given: bool, api: &Api, scope: &mut Scope) {
    let place = Place::file("api.yaml").key("auth");
    if is_given && api.auth.is_empty() && api.schemes.count() == 0 {
        let diagnostic = Diagnostic::new(Code::AuthScheme, place.clone().on_key(), "nothing shows who calls");
        scope
            .wrong
            .push(diagnostic.help("add `headers:`, `bearer:`, `basic:`, `query:` or `cookies:`, or drop `auth`"));
    }
    let mut taken = BTreeMap::new();
    for header in &api.auth {
        let place = place.key("headers").key(&header.name);
        check_header(&header.name, &place, &mut taken, scope);
        let other = [("bearer", &api.schemes.bearer), ("basic", &api.schemes.basic)];
        let other = other.into_iter().find(|(_, scheme)| scheme.is_some());
        if let Some((key, _)) = other.filter(|_| header.name.eq_ignore_ascii_case("Authorization")) {
            let message = format!("`{}` is the header that `{key}` sets", header.name);
            let diagnostic = Diagnostic::new(Code::AuthScheme, place.on_key(), message);
            scope.wrong.push(diagnostic.help("delete one of the two"));
        }
    }
    for key in api.schemes.query.iter().filter(|key| key.name.is_empty()) {
        let place = place.key("query").key(&key.name).on_key();
        scope.wrong.push(Diagnostic::new(Code::InvalidValue, place, "a query parameter has a name"));
    }
    for key in &api.schemes.cookies {
        check_cookie(&key.name, &place.key("cookies").key(&key.name), scope);
    }
    if api.tokens.is_some() && api.schemes.count() > 0 {
        let place = place.key("tokens").on_key();
        let diagnostic = Diagnostic::new(Code::AuthTokens, place, "a token that is had can only go into a header");
        scope.wrong.push(diagnostic.help("drop `tokens`, or name its headers and no other way"));
    }
}

/// What shows who calls, by the names that are sent; those of headers in lower case.
#[derive(Default)]
pub(super) struct Sent {
    pub(super) headers: BTreeMap<String, Place>,
    pub(super) query: BTreeMap<String, Place>,
    pub(super) cookies: BTreeMap<String, Place>,
}

/// What an authenticated request sends to show who calls.
pub(super) fn sent_by_auth(api: &Api) -> Sent {
    let auth = Place::file("api.yaml").key("auth");
    let of = |key: &'static str, name: &str| (name.to_owned(), auth.key(key).key(name));
    let schemes = [("bearer", &api.schemes.bearer), ("basic", &api.schemes.basic)];
    let authorization = schemes.into_iter().filter(|(_, scheme)| scheme.is_some());
    let authorization = authorization.map(|(key, _)| ("authorization".to_owned(), auth.key(key)));
    let headers = api.auth.iter().map(|header| {
        let (name, place) = of("headers", &header.name);
        (name.to_ascii_lowercase(), place)
    });
    Sent {
        headers: headers.chain(authorization).collect(),
        query: api.schemes.query.iter().map(|key| of("query", &key.name)).collect(),
        cookies: api.schemes.cookies.iter().map(|key| of("cookies", &key.name)).collect(),
    }
}
