//! Which operation a request is for, and its parameters.

use crate::model::{Api, Operation};

/// The operation of a request, and the parameters in its path, decoded.
pub(super) struct Route {
    pub(super) operation: &'static Operation,
    pub(super) parameters: Vec<(String, String)>,
}

/// The operation with that method and path. Paths that the caller has corrected come beside those of the spec; where
/// several fit, the one with the fewest parameters is meant.
pub(super) fn route(
    api: &'static Api,
    corrected: &[(&'static str, String)],
    method: &str,
    path: &str,
) -> Option<Route> {
    let all = || api.operations.iter().copied().flatten();
    let own = all().map(|operation| (operation, operation.path));
    let others = corrected.iter().flat_map(|(id, path)| {
        all().filter(move |operation| operation.id == *id).map(move |operation| (operation, path.as_str()))
    });
    let fitting = own.chain(others).filter(|(operation, _)| operation.method == method);
    let routes = fitting.filter_map(|(operation, template)| {
        let template = template.split('?').next().unwrap_or_default();
        Some(Route { operation, parameters: parameters(template, path)? })
    });
    routes.min_by_key(|route| route.parameters.len())
}

/// The parameters of a path that fits the template.
fn parameters(template: &str, path: &str) -> Option<Vec<(String, String)>> {
    let (mut templates, mut segments) = (template.split('/'), path.split('/'));
    let mut found = Vec::new();
    loop {
        match (templates.next(), segments.next()) {
            (None, None) => return Some(found),
            (Some(template), Some(segment)) => in_segment(template, segment, &mut found)?,
            _ => return None,
        }
    }
}

fn in_segment(mut template: &str, mut segment: &str, found: &mut Vec<(String, String)>) -> Option<()> {
    while let Some((before, after)) = template.split_once('{') {
        let (name, after) = after.split_once('}')?;
        segment = segment.strip_prefix(before)?;
        // Up to what stands between this parameter and the next, or to the end.
        let stop = after.split('{').next().unwrap_or_default();
        let end = if stop.is_empty() { segment.len() } else { segment.find(stop)? };
        let (value, rest) = segment.split_at(end);
        found.push((name.to_owned(), decode(value).filter(|value| !value.is_empty())?));
        (template, segment) = (after, rest);
    }
    (template == segment).then_some(())
}

/// Keys and values of a query, decoded. What cannot be decoded stays as it is.
pub(super) fn query(query: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| decode(text).unwrap_or_else(|| text.to_owned());
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).map(|(k, v)| (decoded(k), decoded(v))).collect()
}

/// The text that a text with `%` stands for.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => hex(rest.next()?)? << 4 | hex(rest.next()?)?,
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}
