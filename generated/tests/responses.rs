//! Responses: the code before the data, and errors that say which call failed and why.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

pub use jing_openplatform::runtime;

pub mod shape;

use runtime::{Response, ResponseError, ResponseErrorKind, UnixMillis, decode};
use shape::Node;
use shape::calls::{Create, Guess, Remove};

fn read(body: &str) -> Result<Response<Node>, ResponseError> {
    decode::<Create>(200, body.as_bytes())
}

fn refused(status: u16, body: &str) -> ResponseError {
    let error = decode::<Create>(status, body.as_bytes()).unwrap_err();
    assert_eq!((error.operation(), error.status(), error.body()), ("nodes.create", status, body.as_bytes()));
    assert!(!format!("{error}{error:?}").contains("canary"));
    error
}

#[test]
fn data_is_read_wherever_the_code_stands() {
    for body in [
        r#"{"request_id":"r1","code":0,"msg":"success","data":{"name":"a","direction":"up"},"timestamp":1722583035263,"new":1}"#,
        r#"{"data":{"name":"a","direction":"up"},"new":1,"timestamp":"1722583035263","msg":"success","code":"0","request_id":"r1"}"#,
        r#"{"data":1,"code":0,"data":{"name":"a","direction":"up"},"new":1,"timestamp":1722583035263,"msg":"success","request_id":"r1"}"#,
    ] {
        let response = read(body).unwrap();
        assert_eq!((response.data.name.as_str(), response.status), ("a", 200));
        assert_eq!(response.request_id.as_deref(), Some("r1"));
        assert_eq!(response.message.as_deref(), Some("success"));
        assert_eq!(response.timestamp, Some(UnixMillis::new(1_722_583_035_263)));
        assert_eq!(response.unknown.get::<i64>("new").unwrap(), Some(1));
    }
}

#[test]
fn a_code_other_than_success_is_an_error_in_http_200_and_data_is_not_looked_at() {
    for body in [
        r#"{"request_id":"r1","code":40001,"msg":"bad token","data":{"canary":"canary"}}"#,
        r#"{"data":["canary"],"msg":"bad token","code":40001,"request_id":"r1"}"#,
    ] {
        let error = refused(200, body);
        assert_eq!(error.kind(), ResponseErrorKind::Code);
        assert_eq!(error.to_string(), "nodes.create: HTTP 200, code 40001, bad token, request r1");
        assert_eq!((error.message(), error.request_id()), (Some("bad token"), Some("r1")));
        assert_eq!((error.code().unwrap().to_i64(), error.path()), (Some(40001), None));
        assert_eq!(error.class(), Some(runtime::ErrorClass::Auth));
        assert_eq!(error.into_body(), body.as_bytes());
    }
}

#[test]
fn a_servers_texts_stay_on_one_line_and_short() {
    let long = "m".repeat(5000);
    let shown = refused(200, &format!(r#"{{"code":7,"msg":"a\nb{long}"}}"#)).to_string();
    assert!(shown.starts_with("nodes.create: HTTP 200, code 7, a\\nbmm") && shown.len() < 300, "{shown}");
}

#[test]
fn data_that_does_not_fit_is_an_error_with_path_and_request() {
    for body in [
        r#"{"code":0,"data":{"name":["canary"]},"request_id":"r1"}"#,
        r#"{"data":{"name":["canary"]},"code":0,"request_id":"r1"}"#,
    ] {
        let error = refused(200, body);
        assert_eq!((error.kind(), error.path().as_deref()), (ResponseErrorKind::Data, Some("data.name")));
        assert_eq!(
            error.to_string(),
            "nodes.create: HTTP 200, code 0, request r1: `data.name`: expected a string, found a list"
        );
    }
    assert_eq!(refused(200, r#"{"code":0}"#).path().as_deref(), Some("data"));
}

#[test]
fn what_is_no_envelope_is_told_apart() {
    assert_eq!(refused(200, "").kind(), ResponseErrorKind::NotJson);
    assert_eq!(refused(200, "<html>canary</html>").kind(), ResponseErrorKind::NotJson);
    assert_eq!(refused(200, r#"{"code":0,"data":{"name":"canary"#).kind(), ResponseErrorKind::NotJson);
    assert_eq!(refused(200, r#"["canary"]"#).kind(), ResponseErrorKind::NotEnvelope);
    assert_eq!(refused(200, r#"{"name":"canary"}"#).kind(), ResponseErrorKind::NotEnvelope);
    assert_eq!(refused(200, r#"{"code":{"canary":0},"data":{}}"#).kind(), ResponseErrorKind::NotEnvelope);
}

#[test]
fn a_status_of_failure_is_an_error_with_whatever_the_body_says() {
    assert_eq!(refused(502, "<html>canary</html>").kind(), ResponseErrorKind::Status);
    assert_eq!(refused(500, "").kind(), ResponseErrorKind::Status);
    let coded = refused(401, r#"{"code":1,"msg":"no"}"#);
    assert_eq!(
        (coded.kind(), coded.to_string().as_str()),
        (ResponseErrorKind::Code, "nodes.create: HTTP 401, code 1, no")
    );
    let contradictory = refused(500, r#"{"code":0,"data":{"name":"canary","direction":"up"}}"#);
    assert_eq!(contradictory.kind(), ResponseErrorKind::Status);
}

/// A call whose response has no envelope.
struct Bare;

impl runtime::Operation for Bare {
    type Output = Node;

    const ENDPOINT: runtime::Endpoint = runtime::Endpoint {
        api: &runtime::Api { name: "bare", server: "https://api.example.com", envelope: None, errors: &[] },
        ..<Create as runtime::Operation>::ENDPOINT
    };

    fn encode(&self, _: &mut runtime::RequestParts) -> Result<(), runtime::EncodeError> {
        Ok(())
    }
}

#[test]
fn without_an_envelope_the_body_is_the_data() {
    let body = br#"{"name":"a","direction":"up"}"#;
    assert_eq!(decode::<Bare>(201, body).unwrap().data.name, "a");
    assert_eq!(decode::<Bare>(404, body).unwrap_err().kind(), ResponseErrorKind::Status);
    assert_eq!(decode::<Bare>(200, b"x").unwrap_err().kind(), ResponseErrorKind::NotJson);
    let unfit = decode::<Bare>(200, br#"{"name":1}"#).unwrap_err();
    assert_eq!((unfit.kind(), unfit.path().as_deref()), (ResponseErrorKind::Data, Some("name")));
}

/// A call without an envelope that gives nothing, and one that gives what nobody knows.
struct BareOf<T>(std::marker::PhantomData<T>);

impl<T: runtime::Read> runtime::Operation for BareOf<T> {
    type Output = T;

    const ENDPOINT: runtime::Endpoint = <Bare as runtime::Operation>::ENDPOINT;

    fn encode(&self, _: &mut runtime::RequestParts) -> Result<(), runtime::EncodeError> {
        Ok(())
    }
}

#[test]
fn without_an_envelope_no_body_is_no_data_where_there_need_be_none() {
    for status in [200, 202, 204] {
        decode::<BareOf<()>>(status, b"").unwrap();
    }
    assert_eq!(decode::<BareOf<()>>(404, b"").unwrap_err().kind(), ResponseErrorKind::Status);
    assert_eq!(decode::<BareOf<runtime::RawJson>>(204, b"").unwrap().data.as_str(), "null");
    assert_eq!(decode::<BareOf<runtime::RawJson>>(200, b"").unwrap_err().kind(), ResponseErrorKind::NotJson);
    assert_eq!(decode::<Bare>(204, b"").unwrap_err().kind(), ResponseErrorKind::NotJson);
}

#[test]
fn fields_around_the_data_that_do_not_fit_fail_nothing() {
    let body = r#"{"code":0,"msg":{"a":1},"request_id":null,"timestamp":"soon","data":{"name":"a","direction":"up"}}"#;
    let response = read(body).unwrap();
    assert_eq!((response.message, response.request_id, response.timestamp), (None, None, None));
    assert_eq!(response.unknown.iter().map(|(key, _)| key).collect::<Vec<_>>(), ["msg", "timestamp"]);
}

#[test]
fn operations_without_data_and_of_unknown_data_take_any() {
    for data in ["", r#","data":null"#, r#","data":{"a":[1]}"#] {
        let body = format!(r#"{{"code":0{data}}}"#);
        decode::<Remove>(200, body.as_bytes()).unwrap();
        decode::<Guess>(200, body.as_bytes()).unwrap();
    }
    let response = decode::<Guess>(200, br#"{"code":0,"data":{"a":[1.50]}}"#).unwrap();
    assert_eq!(response.data.as_str(), r#"{"a":[1.50]}"#);
}
