//! Evidence: the level of each part, and whether a source stands behind it.

use super::scope::Scope;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::ir::{Evidence, Level, Part};
use crate::spec;

/// Parts of an operation.
pub(super) const OPERATION: [Part; 4] = [Part::Method, Part::Path, Part::Body, Part::Returns];
/// Parts of an event.
pub(super) const EVENT: [Part; 2] = [Part::Match, Part::Data];

/// The evidence of an operation or event, which must have one.
pub(super) fn resolve_parts(
    evidence: Option<&spec::Evidence>,
    parts: &[Part],
    node: &Place,
    scope: &mut Scope,
) -> Option<Evidence> {
    let Some(evidence) = evidence else {
        let message = "it does not say how well it is known";
        let diagnostic = Diagnostic::new(Code::MissingEvidence, node.clone().on_key(), message);
        scope
            .wrong
            .push(diagnostic.help("add `evidence: { level: assumed, note: ... }`, or a better level and its source"));
        return None;
    };
    resolve_evidence(evidence, parts, &node.key("evidence"), scope)
}

/// The evidence of a node without parts.
pub(super) fn resolve_plain(evidence: &spec::Evidence, place: &Place, scope: &mut Scope) -> Option<Evidence> {
    resolve_evidence(evidence, &[], place, scope)
}

/// Says so if a claim rests on an assumption.
pub(super) fn require_claim(evidence: &Evidence, claim: &str, place: &Place, scope: &mut Scope) {
    if evidence.level == Level::Assumed {
        let message = format!("{claim} is a claim of its own, and nothing here shows it");
        let diagnostic = Diagnostic::new(Code::WeakEvidence, place.clone(), message);
        scope.wrong.push(diagnostic.help("name a level better than `assumed` and its source, or drop the claim"));
    }
}

fn resolve_evidence(evidence: &spec::Evidence, parts: &[Part], place: &Place, scope: &mut Scope) -> Option<Evidence> {
    let given = [
        (Part::Method, "method", evidence.method),
        (Part::Path, "path", evidence.path),
        (Part::Body, "body", evidence.body),
        (Part::Returns, "returns", evidence.returns),
        (Part::Match, "match", evidence.match_),
        (Part::Data, "data", evidence.data),
    ];
    let mut levels = Vec::new();
    for (part, name, level) in given {
        match (parts.contains(&part), level.or(evidence.level)) {
            (true, Some(level)) => levels.push((part, level)),
            (true, None) => {
                let message = format!("the evidence says nothing about the part `{name}`");
                let diagnostic = Diagnostic::new(Code::MissingEvidence, place.clone(), message);
                scope.wrong.push(diagnostic.help(format!("add `{name}: assumed`, or `level:` for all parts")));
            }
            (false, _) if level.is_some() => {
                let place = place.key(name).on_key();
                let diagnostic = Diagnostic::new(Code::Misplaced, place, format!("there is no part `{name}` here"));
                scope.wrong.push(diagnostic.help("use `level`"));
            }
            (false, _) => {}
        }
    }
    if parts.is_empty() && evidence.level.is_none() {
        let diagnostic = Diagnostic::new(Code::MissingEvidence, place.clone(), "the evidence has no `level`");
        scope.wrong.push(diagnostic.help("the levels: documented, titled, observed, assumed"));
    }
    let all: Vec<Level> = levels.iter().map(|(_, level)| *level).chain(evidence.level).collect();
    let weakest = levels.iter().map(|(_, level)| *level).max().or(evidence.level)?;
    check_source(evidence, &all, place, scope);
    Some(Evidence {
        level: weakest,
        parts: levels,
        source: evidence.source.clone(),
        seen: evidence.seen.clone(),
        note: evidence.note.clone(),
    })
}

/// A source stands behind every level but `assumed`, a day behind `observed` alone.
fn check_source(evidence: &spec::Evidence, levels: &[Level], place: &Place, scope: &mut Scope) {
    match &evidence.source {
        Some(source) => scope.use_source(source, place.key("source")),
        None if levels.iter().all(|level| *level == Level::Assumed) => {}
        None => {
            let message = "a level better than `assumed` needs a source";
            let diagnostic = Diagnostic::new(Code::WeakEvidence, place.clone(), message);
            scope.wrong.push(diagnostic.help("add `source:` with an id of `sources` in `api.yaml`"));
        }
    }
    let Some(seen) = &evidence.seen else { return };
    if !is_date(seen) {
        let diagnostic = Diagnostic::new(Code::InvalidValue, place.key("seen"), format!("`{seen}` is not a date"));
        scope.wrong.push(diagnostic.help("write it as 2026-11-22"));
    }
    if !levels.contains(&Level::Observed) {
        let place = place.key("seen").on_key();
        let diagnostic = Diagnostic::new(Code::Misplaced, place, "nothing here is `observed`");
        scope.wrong.push(diagnostic.help("drop `seen`, or write `level: observed` if a real exchange showed it"));
    }
}

fn is_date(text: &str) -> bool {
    let number = |part: Option<&str>, digits: usize| {
        part.filter(|part| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()))?.parse::<u16>().ok()
    };
    let mut parts = text.split('-');
    let (year, month, day) = (number(parts.next(), 4), number(parts.next(), 2), number(parts.next(), 2));
    let is_in = |value: Option<u16>, last: u16| value.is_some_and(|value| (1..=last).contains(&value));
    year.is_some() && is_in(month, 12) && is_in(day, 31) && parts.next().is_none()
}
