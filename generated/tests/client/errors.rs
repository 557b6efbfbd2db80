//! One error for all that a server can answer.

use crate::client_support::{Access, Answer, Create, Look, Server, builder, client, ok, refused};
use jing_openplatform::runtime::client::{Error, RetryPolicy, TransportErrorKind};
use jing_openplatform::runtime::{ErrorClass, ResponseErrorKind};

async fn error_of(answer: Answer) -> Error {
    let server = Server::in_turn([answer]);
    client(&server).send(Create("a".to_owned())).await.expect_err("no success")
}

#[tokio::test]
async fn an_envelope_that_is_no_success_tells_all_it_has() {
    let error = error_of(refused(200, 50123)).await;
    assert_eq!(error.to_string(), "things.create: HTTP 200, code 50123, no, request r-2");
    assert_eq!(
        (error.operation(), error.status(), error.request_id()),
        (Some("things.create"), Some(200), Some("r-2"))
    );
    assert_eq!(error.code().map(|code| code.as_str()), Some("50123"));
    assert_eq!(error.class(), ErrorClass::Unknown);
    assert_eq!(error_of(refused(200, 40429)).await.class(), ErrorClass::Limit, "the table of the spec");
    assert_eq!(error_of(refused(500, 40429)).await.class(), ErrorClass::Limit, "a code says more than a status");
}

#[tokio::test]
async fn a_code_can_be_given_a_class() {
    let server = Server::in_turn([refused(200, 50123), refused(200, 40429)]);
    let client = builder(&server).error_class(50123, ErrorClass::NotFound).error_class(40429, ErrorClass::Invalid);
    let client = client.build().unwrap();
    for class in [ErrorClass::NotFound, ErrorClass::Invalid] {
        assert_eq!(client.send(Create("a".to_owned())).await.unwrap_err().class(), class);
    }
}

#[tokio::test]
async fn a_response_that_is_no_envelope_is_one_error_of_its_kind() {
    let html = |status| Answer::new(status, &[("content-type", "text/html; charset=utf-8")], "<html>");
    let cases = [
        (Answer::json(200, "<html>"), ResponseErrorKind::NotJson, ErrorClass::Unknown),
        (Answer::json(200, ""), ResponseErrorKind::NotJson, ErrorClass::Unknown),
        (Answer::json(200, r#"{"code":0,"#), ResponseErrorKind::NotJson, ErrorClass::Unknown),
        (Answer::json(200, "[1]"), ResponseErrorKind::NotEnvelope, ErrorClass::Unknown),
        (html(200), ResponseErrorKind::ContentType, ErrorClass::Unknown),
        (html(502), ResponseErrorKind::Status, ErrorClass::Transient),
        (
            Answer::new(302, &[("location", "http://127.0.0.1:1/")], ""),
            ResponseErrorKind::Redirect,
            ErrorClass::Unknown,
        ),
        (Answer::json(400, ""), ResponseErrorKind::Status, ErrorClass::Invalid),
        (Answer::json(404, "{}"), ResponseErrorKind::Status, ErrorClass::NotFound),
        (Answer::json(429, ""), ResponseErrorKind::Status, ErrorClass::Limit),
        (Answer::json(403, ""), ResponseErrorKind::Status, ErrorClass::Auth),
        (refused(500, 7), ResponseErrorKind::Code, ErrorClass::Transient),
    ];
    for (answer, kind, class) in cases {
        let error = error_of(answer).await;
        let response = error.response().unwrap_or_else(|| panic!("{kind:?}: {error:?}"));
        assert_eq!((response.kind(), error.class()), (kind, class), "{error}");
        assert!(error.to_string().starts_with("things.create: HTTP "), "{error}");
    }
}

#[tokio::test]
async fn json_under_another_name_is_read() {
    let Answer::Bytes(bytes) = ok("1") else { panic!("bytes") };
    let text = String::from_utf8(bytes).unwrap().replace("application/json", "text/plain");
    let server = Server::in_turn([Answer::Bytes(text.into_bytes())]);
    assert_eq!(client(&server).send(Create("a".to_owned())).await.unwrap().as_str(), "1");
}

#[tokio::test]
async fn data_that_does_not_fit_names_the_place_and_keeps_the_body() {
    let server = Server::in_turn([ok(r#"{"list":[1,"canary"]}"#)]);
    let error = client(&server).send(crate::client_support::List::default()).await.unwrap_err();
    let response = error.response().expect("a response");
    assert_eq!(response.kind(), ResponseErrorKind::Data);
    assert_eq!(response.path().as_deref(), Some("data.list[1]"));
    assert!(String::from_utf8_lossy(response.body()).contains("canary"));
    assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
}

#[tokio::test]
async fn a_response_without_its_end_is_truncated_and_one_without_a_beginning_is_none() {
    let kind = |error: &Error| match error {
        Error::Transport { source, .. } => (source.kind(), source.status(), error.is_sent()),
        other => panic!("{other:?}"),
    };
    assert_eq!(kind(&error_of(ok("1").cut(5)).await), (TransportErrorKind::Truncated, Some(200), true));
    assert_eq!(kind(&error_of(Answer::Cut(Vec::new())).await), (TransportErrorKind::NoResponse, None, true));
    assert_eq!(
        kind(&error_of(Answer::Cut(b"HTTP/1.1 200 O".to_vec())).await),
        (TransportErrorKind::NoResponse, None, true)
    );
    assert_eq!(
        kind(&error_of(Answer::Cut(b"garbage\r\n\r\n".to_vec())).await),
        (TransportErrorKind::NoResponse, None, true)
    );
}

#[tokio::test]
async fn a_response_larger_than_allowed_is_not_read() {
    let chunked = |pieces: usize| {
        let mut text = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
        (0..pieces).for_each(|_| text.extend_from_slice(b"10\r\n0123456789abcdef\r\n"));
        text.extend_from_slice(b"0\r\n\r\n");
        Answer::Bytes(text)
    };
    let announced = Answer::Cut(b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n".to_vec());
    for answer in [announced, chunked(17), Answer::json(200, &"x".repeat(257))] {
        let server = Server::in_turn([answer]);
        let client = builder(&server).response_limit(256).retry(RetryPolicy::never()).build().unwrap();
        let error = client.send(Look("x".to_owned())).await.unwrap_err();
        let Error::Transport { source, .. } = &error else { panic!("{error:?}") };
        assert_eq!((source.kind(), error.class()), (TransportErrorKind::TooLarge, ErrorClass::Unknown));
    }
    let server = Server::in_turn([chunked(16)]);
    let client = builder(&server).access(&Access).response_limit(256).build().unwrap();
    let error = client.send(Look("x".to_owned())).await.unwrap_err();
    assert!(error.response().is_some_and(|response| response.body().len() == 256), "{error:?}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_an_error_of_which_nothing_was_sent() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let server = Server::in_turn([]);
    let client = builder(&server).base_url(format!("http://127.0.0.1:{port}")).retry(RetryPolicy::never());
    let error = client.build().unwrap().send(Create("a".to_owned())).await.unwrap_err();
    let Error::Transport { source, .. } = &error else { panic!("{error:?}") };
    assert_eq!(
        (source.kind(), error.is_sent(), error.class()),
        (TransportErrorKind::NotSent, false, ErrorClass::Transient)
    );
}
