//! [`Document`] to [`ir::Api`]: names looked up, claims checked against their evidence, examples against their types.

mod address;
mod auth;
mod bodies;
mod distinct;
mod endpoint;
mod events;
mod evidence;
mod examples;
mod expression;
mod fit;
mod include;
mod operations;
mod parameters;
mod reach;
mod request_line;
mod scope;
mod service;
mod types;
mod unions;
mod wire;

use crate::diagnostics::{Code, Diagnostic, Diagnostics, Place};
use crate::ir;
use crate::spec::{self, Document};
pub(crate) use address::{is_page, is_server};
pub(crate) use fit::{integer, is_number};
pub(crate) use scope::QUIRKS;
use scope::Scope;

/// What is wrong only because nothing uses it.
const UNUSED: [Code; 3] = [Code::UnusedType, Code::UnusedSource, Code::UnusedExample];

/// Finds out what a spec means.
///
/// # Errors
/// All that does not hold together, at once.
pub fn resolve_api(document: &Document) -> Result<ir::Api, Diagnostics> {
    let (api, unused) = resolve_unfinished(document)?;
    unused.or_ok(api)
}

/// The same for a spec to which something will be added: types, sources and examples that nothing uses are told, and do
/// not stand in the way.
///
/// # Errors
/// All else that does not hold together, at once.
pub fn resolve_unfinished(document: &Document) -> Result<(ir::Api, Diagnostics), Diagnostics> {
    let (api, wrong) = resolve_parts(document);
    match wrong.iter().all(|diagnostic| UNUSED.contains(&diagnostic.code)) {
        true => Ok((api, wrong)),
        false => Err(wrong),
    }
}

fn resolve_parts(document: &Document) -> (ir::Api, Diagnostics) {
    let mut scope = Scope::new(document);
    let file = &document.api.value;
    let place = &document.api.place;
    let types = types::resolve_types(document, &mut scope);
    let (server, server_evidence) = resolve_server(&file.server, &place.key("server"), &mut scope);
    let (auth, auth_evidence) = auth::resolve_headers(file.auth.as_ref(), &place.key("auth"), &mut scope);
    let mut api = ir::Api {
        name: file.api.clone(),
        title: file.title.clone(),
        doc: file.doc.clone(),
        server,
        server_evidence,
        sources: resolve_sources(file, &place.key("sources"), &mut scope),
        time_zone: file.time_zone.as_ref().and_then(|zone| resolve_zone(zone, &place.key("time_zone"), &mut scope)),
        auth,
        schemes: auth::resolve_schemes(file.auth.as_ref()),
        auth_evidence,
        tokens: service::resolve_tokens(file.auth.as_ref(), &place.key("auth").key("tokens"), &mut scope),
        limits: service::resolve_limits(document, &mut scope),
        envelope: resolve_envelope(file.envelope.as_ref(), &place.key("envelope"), &mut scope),
        errors: resolve_errors(file, &place.key("errors"), &mut scope),
        types,
        resources: operations::resolve_resources(document, &mut scope),
        webhooks: file.webhooks.is_some(),
        delivery: events::resolve_delivery(document, &mut scope),
        families: events::resolve_families(document, &mut scope),
    };
    if !wire::check_forms(&api, &mut scope) || !unions::resolve_forms(&mut api, &mut scope) {
        return (api, scope.wrong);
    }
    unions::check_unions(&api, &mut scope);
    auth::check_auth(document.api.value.auth.is_some(), &api, &mut scope);
    operations::check_operations(&api, &mut scope);
    bodies::check_files(&api, &mut scope);
    service::check_tokens(&api, &mut scope);
    events::check_events(&api, &mut scope);
    reach::check_reach(&api, &mut scope);
    if scope.wrong.is_empty() {
        examples::check_examples(&api, &document.examples, &mut scope);
    }
    scope.check_sources(document);
    (api, scope.wrong)
}

fn resolve_server(server: &spec::Server, place: &Place, scope: &mut Scope) -> (String, Option<ir::Evidence>) {
    let evidence = evidence::resolve_plain(&server.evidence, &place.key("evidence"), scope);
    if !address::is_server(&server.url) {
        let diagnostic = Diagnostic::new(Code::InvalidValue, place.key("url"), "this is not the root of a server");
        scope.wrong.push(diagnostic.help("write scheme and host, such as `https://api.example.com`"));
    }
    (server.url.clone(), evidence)
}

fn resolve_sources(
    file: &spec::ApiFile,
    place: &Place,
    scope: &mut Scope,
) -> std::collections::BTreeMap<String, ir::Source> {
    let mut sources = std::collections::BTreeMap::new();
    for (id, source) in file.sources.iter() {
        if !address::is_page(&source.url) {
            let place = place.key(id).key("url");
            let diagnostic = Diagnostic::new(Code::InvalidValue, place, "this is not the address of a page");
            scope
                .wrong
                .push(diagnostic.help("write it with `https://`, brackets and blanks in it as `%28`, `%29`, `%20`"));
        }
        sources.insert(id.to_owned(), ir::Source { title: source.title.clone(), url: source.url.clone() });
    }
    sources
}

fn resolve_zone(zone: &spec::TimeZone, place: &Place, scope: &mut Scope) -> Option<(i32, ir::Evidence)> {
    let evidence = evidence::resolve_plain(&zone.evidence, &place.key("evidence"), scope);
    let minutes = parse_offset(&zone.offset);
    if minutes.is_none() {
        let diagnostic = Diagnostic::new(Code::InvalidValue, place.key("offset"), "this is not an offset from UTC");
        scope.wrong.push(diagnostic.help("write it as `\"+08:00\"`, in quotes"));
    }
    Some((minutes?, evidence?))
}

fn parse_offset(text: &str) -> Option<i32> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = digits.split_once(':')?;
    let is_two = |digits: &str| digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let two = |digits: &str| is_two(digits).then(|| digits.parse::<i32>().ok()).flatten();
    let (hours, minutes) = (two(hours)?, two(minutes)?);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

fn resolve_envelope(envelope: Option<&spec::Envelope>, place: &Place, scope: &mut Scope) -> Option<ir::Envelope> {
    let envelope = envelope?;
    let evidence = evidence::resolve_plain(&envelope.evidence, &place.key("evidence"), scope);
    let keys = [
        ("code", Some(&envelope.code)),
        ("message", envelope.message.as_ref()),
        ("data", Some(&envelope.data)),
        ("request_id", envelope.request_id.as_ref()),
        ("timestamp", envelope.timestamp.as_ref()),
    ];
    for (index, (role, key)) in keys.iter().enumerate() {
        let first = keys[..index].iter().find(|(_, other)| key.is_some() && other == key);
        if let (Some((first, _)), Some(key)) = (first, key) {
            let message = format!("`{key}` is the key of two things, `{first}` and `{role}`");
            let diagnostic = Diagnostic::new(Code::DuplicateField, place.key(*role), message);
            scope.wrong.push(diagnostic.related(place.key(*first), "the same here"));
        }
    }
    Some(ir::Envelope {
        code: envelope.code.clone(),
        success: envelope.success,
        message: envelope.message.clone(),
        data: envelope.data.clone(),
        request_id: envelope.request_id.clone(),
        timestamp: envelope.timestamp.clone(),
        evidence,
    })
}

fn resolve_errors(file: &spec::ApiFile, place: &Place, scope: &mut Scope) -> Vec<ir::ErrorCode> {
    const CLASSES: [(&str, ir::ErrorClass); 5] = [
        ("auth", ir::ErrorClass::Auth),
        ("limit", ir::ErrorClass::Limit),
        ("invalid", ir::ErrorClass::Invalid),
        ("not_found", ir::ErrorClass::NotFound),
        ("transient", ir::ErrorClass::Transient),
    ];
    let mut errors: Vec<ir::ErrorCode> = Vec::new();
    for (name, codes) in file.errors.iter() {
        let place = place.key(name);
        let Some((_, class)) = CLASSES.iter().find(|(known, _)| *known == name) else {
            let known = CLASSES.map(|(known, _)| known);
            let diagnostic = Diagnostic::new(Code::InvalidValue, place.on_key(), format!("unknown class `{name}`"));
            scope.wrong.push(diagnostic.suggest(name, known).note(format!("the classes: {}", known.join(", "))));
            continue;
        };
        for (index, code) in codes.iter().enumerate() {
            let place = place.index(index);
            let evidence = evidence::resolve_plain(&code.evidence, &place.key("evidence"), scope);
            if let Some(evidence) = &evidence {
                evidence::require_claim(evidence, "that a code belongs to a class", &place, scope);
            }
            if file.envelope.as_ref().is_some_and(|envelope| envelope.success == code.code) {
                let message = format!("the code {} is that of success", code.code);
                scope.wrong.push(Diagnostic::new(Code::InvalidValue, place.key("code"), message));
            }
            if errors.iter().any(|other| other.code == code.code) {
                let message = format!("the code {} belongs to two classes", code.code);
                scope.wrong.push(Diagnostic::new(Code::DuplicateKey, place.key("code"), message));
            }
            errors.push(ir::ErrorCode { class: *class, code: code.code, doc: code.doc.clone(), evidence });
        }
    }
    errors
}
