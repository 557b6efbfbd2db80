//! Requests as they go on the wire, and those that are not made.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

pub use jing_openplatform::runtime;

pub mod shape;

use runtime::{EncodeError, Method, Request, UnknownFields};
use shape::calls::{Access, Create, Guess, Remove};
use shape::{Platform, Timeline};

fn access() -> Access {
    Access::new("1000", "canary-token")
}

fn headers(request: &Request) -> Vec<(&str, &str)> {
    request.headers().collect()
}

#[test]
fn a_call_becomes_method_path_query_headers_and_body() {
    let timeline: Timeline = runtime::from_str(r#"{"source_name":"x"}"#).unwrap();
    let call = Create::new(vec![timeline]).return_full(true);
    let request = Request::new(&call).unwrap().authenticated(&access()).unwrap();
    assert_eq!(request.method(), Method::Post);
    assert_eq!(request.path_and_query(), "/v1/node/create?returnFull=true");
    assert_eq!(request.url(), "https://api.example.com/v1/node/create?returnFull=true");
    assert_eq!(
        headers(&request),
        [("Content-Type", "application/json"), ("app_id", "1000"), ("access_token", "canary-token")]
    );
    assert_eq!(request.body().unwrap(), br#"[{"source_name":"x"}]"#);
}

#[test]
fn a_query_repeats_the_key_for_a_list_and_leaves_nothing_out_but_nothing() {
    let call = Create::new(vec![]).platforms(vec![Platform::Console, Platform::Other("a b&c=d/é+%".to_owned())]);
    let request = Request::new(&call).unwrap();
    assert_eq!(request.path_and_query(), "/v1/node/create?platform=console&platform=a%20b%26c%3Dd%2F%C3%A9%2B%25");
    assert_eq!(Request::new(&Create::new(vec![])).unwrap().path_and_query(), "/v1/node/create");
}

#[test]
fn a_path_parameter_is_one_encoded_segment() {
    let path = |id: &str| Request::new(&Remove::new(id)).map(|request| request.path_and_query().to_owned());
    assert_eq!(path("a/b?c#d e").unwrap(), "/v1/node/a%2Fb%3Fc%23d%20e/all");
    assert_eq!(path("{id}").unwrap(), "/v1/node/%7Bid%7D/all");
    for segment in ["", ".", ".."] {
        assert_eq!(path(segment).unwrap_err().to_string(), "parameter `id`: no segment of a path");
    }
}

#[test]
fn a_header_cannot_begin_another() {
    let call = |trace: &str| Request::new(&Remove::new("1").trace(trace));
    assert_eq!(headers(&call("a b").unwrap()), [("X-Trace", "a b")]);
    for trace in ["a\r\nX: y", "a\nb", "a\0", "é"] {
        let error = call(trace).unwrap_err();
        assert_eq!(error.to_string(), "parameter `X-Trace`: holds what cannot stand in a header");
    }
    let request = Request::new(&Create::new(vec![])).unwrap();
    let error = request.authenticated(&Access::new("1000", "canary\r\n")).unwrap_err();
    assert!(!error.to_string().contains("canary"));
}

#[test]
fn a_call_without_body_or_authentication_has_neither_header() {
    let request = Request::new(&Remove::new("1")).unwrap().authenticated(&access()).unwrap();
    assert_eq!((request.method(), request.body(), headers(&request)), (Method::Delete, None, vec![]));
}

#[test]
fn an_assumed_call_is_refused_with_what_where_and_the_ways_on() {
    let call = Guess::new().set("a", &1).unwrap();
    let error = Request::new(&call).unwrap_err();
    assert!(matches!(error, EncodeError::Assumed { operation: "nodes.guess", parts: ["method", "path"], .. }));
    let shown = error.to_string();
    for part in [
        "nodes.guess",
        "method and path",
        "spec/resources/nodes.yaml:44",
        "Request::with_path",
        "Request::allowing_assumed",
    ] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
}

#[test]
fn consent_or_a_better_path_lets_an_assumed_call_through() {
    let call = Guess::new().set("a", &1).unwrap().set("b", "x").unwrap();
    let request = Request::allowing_assumed(&call).unwrap();
    assert_eq!((request.path_and_query(), request.body().unwrap()), ("/v1/node/guess", &br#"{"a":1,"b":"x"}"#[..]));
    assert_eq!(Request::with_path(&call, "/v2/node").unwrap().path_and_query(), "/v2/node");
}

#[test]
fn a_better_path_takes_the_same_parameters() {
    let call = Remove::new("1 2");
    assert_eq!(Request::with_path(&call, "/v2/{id}").unwrap().path_and_query(), "/v2/1%202");
    for (path, reason) in [
        ("/v2", "parameter `id`: has no place in the path"),
        ("/v2/{id}/{other}", "parameter `other`: stands in the path and has no value"),
        ("v2/{id}", "parameter `path`: has to begin with `/`"),
        ("/v2/{id} x", "parameter `path`: holds what cannot stand in a path"),
        ("/v2/{id}/{x", "parameter `path`: holds what cannot stand in a path"),
        ("/v2/{id}#x", "parameter `path`: holds what cannot stand in a path"),
    ] {
        assert_eq!(Request::with_path(&call, path).unwrap_err().to_string(), reason);
    }
    let query = Create::new(vec![]).return_full(false);
    assert_eq!(Request::with_path(&query, "/v2?a=b").unwrap().path_and_query(), "/v2?a=b&returnFull=false");
}

/// A call whose query is the caller's own.
struct Asks(UnknownFields);

impl runtime::Operation for Asks {
    type Output = ();

    const ENDPOINT: runtime::Endpoint = <Remove as runtime::Operation>::ENDPOINT;

    fn encode(&self, to: &mut runtime::RequestParts) -> Result<(), EncodeError> {
        to.path("id", &1);
        to.query_all(&self.0);
        Ok(())
    }
}

#[test]
fn a_query_of_the_callers_own_has_scalars_and_lists_of_such() {
    let mut fields = UnknownFields::new();
    fields.insert("a", &[1, 2]).unwrap();
    fields.insert("b", &serde_json::json!(null)).unwrap();
    fields.insert("c d", &19.5).unwrap();
    fields.insert("e", &true).unwrap();
    let request = Request::new(&Asks(fields.clone())).unwrap();
    assert_eq!(request.path_and_query(), "/v1/node/1/all?a=1&a=2&c%20d=19.5&e=true");
    for deep in [serde_json::json!([["canary"]]), serde_json::json!({"canary": 1})] {
        fields.insert("deep", &deep).unwrap();
        let error = Request::new(&Asks(fields.clone())).unwrap_err();
        assert_eq!(error.to_string(), "parameter `deep`: has to be a single value or a list of such");
    }
}

#[test]
fn debug_of_a_request_shows_no_value() {
    let call = Remove::new("canary1").trace("canary2");
    let shown = format!("{:?}", Request::new(&call).unwrap());
    assert!(!shown.contains("canary") && shown.contains("/v1/node/{id}/all") && shown.contains("X-Trace"), "{shown}");
    let shown = format!("{:?} {:?}", Request::new(&Create::new(vec![])).unwrap().authenticated(&access()), access());
    assert!(!shown.contains("canary") && shown.contains("access_token"), "{shown}");
}
