//! What an operation answers: its example, or values made from its types, in the API's envelope.

use super::fault::Response;
use super::seen::Seen;
use super::tokens::fields_of;
use crate::fixtures::Form;
use crate::model::{Api, Operation, Paging, Payload, Type};
use crate::random::Random;
use crate::shape::Shaper;
use crate::tree::Tree;

/// 2026-01-01 00:00:00 UTC in milliseconds; each answer is a second later than the one before.
const NEW_YEAR: u64 = 1_767_225_600_000;
/// Items of a page where the request names no number.
const PAGE: u64 = 2;

/// The data of a successful answer.
pub(super) fn data(api: &'static Api, operation: &'static Operation, seed: u64, items: u64, seen: &Seen) -> Tree {
    let example = operation.examples.first().and_then(|example| Tree::parse(example.text).ok());
    let key = api.envelope.as_ref().map(|envelope| envelope.data);
    let body = example.as_ref().and_then(|example| example.get("response")?.get("body"));
    let example = body.and_then(|body| key.map_or(Some(body), |key| body.get(key)));
    let mut data = shaper(api, seed, operation.id).payload(&operation.returns, example);
    if let Some(paging) = &operation.paging {
        data.set(paging.items, page(api, operation, paging, seed, items, seen));
    }
    data
}

fn shaper<'a>(api: &'a Api, seed: u64, name: &str) -> Shaper<'a> {
    Shaper { api, form: Form::Plain, varied: seed != 0, unknown_fields: false, random: Random::new(seed, name) }
}

/// One page of a list of so many items.
fn page(api: &Api, operation: &Operation, paging: &Paging, seed: u64, items: u64, seen: &Seen) -> Tree {
    let number = |key: &str| seen.query(key).and_then(|text| text.parse::<u64>().ok());
    let size = paging.size.and_then(number).unwrap_or(PAGE);
    let first = number(paging.page).unwrap_or(1).saturating_sub(1).saturating_mul(size);
    let indices = (first..items).take(usize::try_from(size).unwrap_or(usize::MAX));
    let item = item_type(api, &operation.returns, paging.items);
    Tree::List(indices.map(|index| shaper(api, seed, &format!("{} {index}", operation.id)).of_type(item)).collect())
}

/// The type of what a list of the result holds.
fn item_type(api: &Api, returns: &Payload, items: &str) -> &'static Type {
    let Payload::Typed(Type::Named(name, _)) = returns else { return &Type::Any };
    let fields = fields_of(api.type_def(name).map(|type_| &type_.kind));
    let mut type_ = fields.iter().find(|field| field.name == items).map_or(&Type::Any, |field| &field.type_);
    while let Type::Optional(of) = type_ {
        type_ = of;
    }
    match type_ {
        Type::List(of) => of,
        _ => &Type::Any,
    }
}

/// An answer with data.
pub(super) fn success(api: &Api, number: usize, request_id: &str, data: Tree) -> Response {
    let body = match &api.envelope {
        Some(envelope) => enveloped(api, envelope.success, "success", number, request_id, data),
        None => data,
    };
    Response::json(200, body.to_string())
}

/// An answer with a code, or with nothing but a status where the API has no codes.
pub(super) fn failure(
    api: &Api,
    (status, code): (u16, i64),
    message: &str,
    number: usize,
    request_id: &str,
) -> Response {
    if api.envelope.is_none() {
        let message = Tree::text(message);
        return Response::json(status, Tree::Object(vec![("message".to_owned(), message)]).to_string());
    }
    Response::json(status, enveloped(api, code, message, number, request_id, Tree::null()).to_string())
}

fn enveloped(api: &Api, code: i64, message: &str, number: usize, request_id: &str, data: Tree) -> Tree {
    let Some(keys) = &api.envelope else { return data };
    let time = NEW_YEAR + number as u64 * 1_000;
    let fields = [
        (keys.request_id, Tree::text(request_id)),
        (Some(keys.code), Tree::scalar(code)),
        (keys.message, Tree::text(message)),
        (Some(keys.data), data),
        (keys.timestamp, Tree::scalar(time)),
    ];
    Tree::Object(fields.into_iter().filter_map(|(key, value)| Some((key?.to_owned(), value))).collect())
}
