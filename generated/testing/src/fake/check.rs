//! Holds a request against the tables of the spec.

use super::fits::{check_body, check_texts};
use super::route::{Route, query};
use super::seen::Seen;
use crate::model::{Api, Payload, Type};

/// What of a request does not fit its operation, each with its place.
pub(super) fn check(api: &'static Api, route: &Route, seen: &Seen) -> Vec<String> {
    let mut problems = Vec::new();
    check_path(api, route, &mut problems);
    check_query(api, route, seen, &mut problems);
    check_headers(api, route, seen, &mut problems);
    check_body(api, &route.operation.body, &seen.body, &mut problems);
    problems
}

fn check_path(api: &'static Api, route: &Route, problems: &mut Vec<String>) {
    for field in route.operation.path_parameters {
        let values = route.parameters.iter().filter(|(name, _)| *name == field.name);
        let values: Vec<&str> = values.map(|(_, value)| value.as_str()).collect();
        check_texts(api, field, &values, &format!("path `{}`", field.name), problems);
    }
}

fn check_query(api: &'static Api, route: &Route, seen: &Seen, problems: &mut Vec<String>) {
    let (operation, pairs) = (route.operation, query(seen.target.split_once('?').map_or("", |(_, query)| query)));
    for field in operation.query {
        let values: Vec<&str> =
            pairs.iter().filter(|(key, _)| key == field.name).map(|(_, value)| value.as_str()).collect();
        check_texts(api, field, &values, &format!("query `{}`", field.name), problems);
    }
    let is_known = |key: &str| operation.query.iter().any(|field| field.name == key);
    let strangers = pairs.iter().filter(|(key, _)| !operation.open_query && !is_known(key)).count();
    if strangers > 0 {
        problems.push(format!("query: {strangers} that the operation does not take"));
    }
}

fn check_headers(api: &'static Api, route: &Route, seen: &Seen, problems: &mut Vec<String>) {
    let operation = route.operation;
    for field in operation.headers {
        let values = seen.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case(field.name));
        let values: Vec<&str> = values.map(|(_, value)| value.as_str()).collect();
        check_texts(api, field, &values, &format!("header `{}`", field.name), problems);
    }
    for name in api.auth {
        let count = seen.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name)).count();
        match (operation.authenticated, count) {
            (true, 0 | 1) | (false, 0) => {} // Whether it is there and good is for the tokens to say.
            (true, _) => problems.push(format!("header `{name}`: more than once")),
            (false, _) => problems.push(format!("header `{name}`: the operation takes no credentials")),
        }
    }
    let media_type = seen.header("content-type").map(|value| value.split(';').next().unwrap_or_default().trim());
    let wanted = match operation.body {
        Payload::Empty => return,
        Payload::Typed(Type::Optional(_)) | Payload::Form(_) | Payload::Multipart(_) if seen.body.is_empty() => return,
        Payload::Form(_) => "application/x-www-form-urlencoded",
        Payload::Multipart(_) => "multipart/form-data",
        Payload::Binary(of) | Payload::Text(of) => of.split(';').next().unwrap_or_default().trim(),
        Payload::Open | Payload::Typed(_) => operation.body_media_type.unwrap_or("application/json"),
    };
    if !media_type.is_some_and(|of| of.eq_ignore_ascii_case(wanted)) {
        problems.push(format!("header `content-type`: not {wanted}"));
    }
}
