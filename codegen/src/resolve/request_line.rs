//! The request line of an example, method and path with its query, against what the operation says of it.

use std::borrow::Cow;

use serde_json::Value;

use super::fit::{Misfit, integer, is_number};
use crate::ir::{Api, Operation, Type};

/// What does not fit in an example's request line.
pub(super) fn check_request_line(api: &Api, operation: &Operation, request: &Value) -> Vec<Misfit> {
    let mut misfits = Vec::new();
    let method = operation.method.as_str();
    if request["method"].as_str() != Some(method) {
        misfits.push(misfit("method", format!("the operation's is {method}")));
    }
    let line = request["path"].as_str().unwrap_or_default();
    let (path, query) = line.split_once('?').unwrap_or((line, ""));
    if !fits_template(path, &operation.path) {
        misfits.push(misfit("path", format!("the operation's is {}", operation.path)));
    }
    misfits.extend(check_query(api, operation, query));
    misfits
}

fn misfit(part: &str, reason: String) -> Misfit {
    Misfit { path: format!("request.{part}"), reason }
}

fn fits_template(path: &str, template: &str) -> bool {
    let (mut path, mut template) = (path.split('/'), template.split('/'));
    loop {
        match (path.next(), template.next()) {
            (None, None) => return true,
            (Some(_), Some(step)) if step.contains('{') => {}
            (found, wanted) if found == wanted => {}
            _ => return false,
        }
    }
}

fn check_query(api: &Api, operation: &Operation, query: &str) -> Vec<Misfit> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let pairs: Vec<_> = pairs.map(|(name, value)| (decoded(name), decoded(value))).collect();
    let shows_who_calls = |name: &str| operation.authenticated && api.schemes.query.iter().any(|key| key.name == name);
    let mut misfits = Vec::new();
    for (name, value) in &pairs {
        match operation.query.iter().find(|field| field.name == *name) {
            Some(field) if !fits(field.type_.required(), value) => {
                misfits.push(misfit("path", format!("the query parameter `{name}` is of another type")));
            }
            None if !operation.open_query && !shows_who_calls(name) => {
                misfits.push(misfit("path", format!("there is no query parameter `{name}`")));
            }
            _ => {}
        }
    }
    for field in operation.query.iter().filter(|field| !field.type_.is_optional()) {
        if !pairs.iter().any(|(name, _)| *name == field.name) {
            misfits.push(misfit("path", format!("the query parameter `{}` is missing", field.name)));
        }
    }
    misfits
}

/// Whether a text can stand for a value of this type; of types other than these nothing is said.
fn fits(type_: &Type, text: &str) -> bool {
    match type_ {
        Type::Integer => integer(text).is_some(),
        Type::Number => is_number(text),
        Type::Boolean => matches!(text, "true" | "false"),
        _ => true,
    }
}

/// A name or value without its percent signs; one that is no text in UTF-8 as it stands.
fn decoded(text: &str) -> Cow<'_, str> {
    let (mut bytes, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let Some((first, tail)) = rest.split_first() {
        let escaped = tail.first_chunk().filter(|_| *first == b'%').and_then(byte);
        bytes.push(escaped.unwrap_or(if *first == b'+' { b' ' } else { *first }));
        rest = if escaped.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// The byte of two hexadecimal digits.
fn byte(digits: &[u8; 2]) -> Option<u8> {
    let [high, low] = digits.map(|digit| char::from(digit).to_digit(16));
    u8::try_from(high? * 16 + low?).ok()
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn a_name_is_compared_without_its_escapes() {
        for (text, name) in [("a", "a"), ("page%5Bsize%5d", "page[size]"), ("a+b%2B", "a b+"), ("%E5%90%8D", "名")] {
            assert_eq!(decoded(text), name);
        }
        for odd in ["%", "%4", "%zz", "%ff"] {
            assert_eq!(decoded(odd), odd);
        }
    }
}
