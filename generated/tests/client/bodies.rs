//! Bodies and results that are no JSON, methods without a body.

use crate::client_support::{API, Answer, Server, builder, client};
use jing_openplatform::runtime::client::{Error, TransportErrorKind};
use jing_openplatform::runtime::{
    Blob, EncodeError, Endpoint, FromResponse, Method, Operation, RequestParts, ResponseErrorKind,
};
use std::marker::PhantomData;

const FETCH: Endpoint = Endpoint {
    id: "things.fetch",
    method: Method::Post,
    path: "/v1/fetch",
    authenticated: false,
    idempotent: true,
    assumed: &[],
    place: "resources/things.yaml: operations.fetch",
    api: &API,
};

/// Bytes out, bytes back.
#[derive(Clone, Debug)]
struct Convert(&'static [u8]);

impl Operation for Convert {
    type Output = Blob;
    const ENDPOINT: Endpoint = FETCH;

    fn encode(&self, to: &mut RequestParts) -> Result<(), EncodeError> {
        to.accept("application/pdf");
        to.raw("image/png", self.0)
    }
}

/// A call without a body; `const` says by which method.
#[derive(Clone, Debug)]
struct Bare<const METHOD: char, T>(PhantomData<T>);

impl<const METHOD: char, T: FromResponse> Operation for Bare<METHOD, T> {
    type Output = T;
    const ENDPOINT: Endpoint = Endpoint {
        method: match METHOD {
            'h' => Method::Head,
            'o' => Method::Options,
            't' => Method::Trace,
            _ => Method::Delete,
        },
        ..FETCH
    };

    fn encode(&self, _: &mut RequestParts) -> Result<(), EncodeError> {
        Ok(())
    }
}

#[tokio::test]
async fn bytes_go_out_and_come_back_as_they_are() {
    let server = Server::in_turn([Answer::new(200, &[("content-type", "application/pdf")], "%PDF\0\r\n")]);
    let data = client(&server).send(Convert(b"a\0\r\n\r\n")).await.unwrap();
    assert_eq!(&*data, b"%PDF\0\r\n");
    let seen = &server.seen()[0];
    assert_eq!((seen.header("content-type"), seen.header("content-length")), (Some("image/png"), Some("6")));
    assert_eq!(seen.headers.iter().filter(|(name, _)| name == "accept").count(), 1);
    assert_eq!((seen.header("accept"), seen.body.as_str()), (Some("application/pdf"), "a\0\r\n\r\n"));
}

#[tokio::test]
async fn a_call_may_ask_for_another_media_type() {
    let server = Server::in_turn([Answer::new(200, &[], "")]);
    client(&server).call(Convert(b"")).header("Accept", "image/gif").send().await.unwrap();
    let accepted: Vec<_> = server.seen()[0].headers.iter().filter(|(name, _)| name == "accept").cloned().collect();
    assert_eq!(accepted, [("accept".to_owned(), "image/gif".to_owned())]);
}

#[tokio::test]
async fn an_error_in_the_place_of_bytes_is_told_with_its_code() {
    let server = Server::in_turn([Answer::json(403, r#"{"code":7,"msg":"no","request_id":"r-1"}"#)]);
    let Error::Response(error) = client(&server).send(Convert(b"")).await.unwrap_err() else { panic!("a response") };
    assert_eq!((error.kind(), error.message(), error.request_id()), (ResponseErrorKind::Code, Some("no"), Some("r-1")));
}

#[tokio::test]
async fn bytes_beyond_the_limit_are_not_read() {
    let server = Server::new(|_| Answer::new(200, &[], "12345678"));
    let limited = |bytes| builder(&server).response_limit(bytes).build().unwrap();
    assert_eq!(limited(8).send(Convert(b"")).await.unwrap().len(), 8);
    match limited(7).send(Convert(b"")).await.unwrap_err() {
        Error::Transport { source, .. } => assert_eq!(source.kind(), TransportErrorKind::TooLarge),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn the_response_to_a_head_is_read_without_a_body_however_long_it_would_be() {
    let head = |status| format!("HTTP/1.1 {status} Status\r\ncontent-length: 99999999999\r\n\r\n").into_bytes();
    let server = Server::in_turn([Answer::Bytes(head(200)), Answer::Bytes(head(404))]);
    let client = client(&server);
    client.send(Bare::<'h', ()>(PhantomData)).await.unwrap();
    let error = client.send(Bare::<'h', ()>(PhantomData)).await.unwrap_err();
    assert_eq!((error.status(), error.to_string().as_str()), (Some(404), "things.fetch: HTTP 404"));
    assert_eq!(server.seen()[0].line, "HEAD /v1/fetch HTTP/1.1");
    assert_eq!(server.seen()[1].connection, 0, "the connection is still good");
}

#[tokio::test]
async fn options_and_trace_go_out_without_a_body() {
    let server = Server::new(|_| Answer::new(200, &[], "TRACE / HTTP/1.1"));
    let client = client(&server);
    assert_eq!(&*client.send(Bare::<'o', Blob>(PhantomData)).await.unwrap(), b"TRACE / HTTP/1.1");
    client.send(Bare::<'t', Blob>(PhantomData)).await.unwrap();
    let lines: Vec<String> = server.seen().iter().map(|seen| seen.line.clone()).collect();
    assert_eq!(lines, ["OPTIONS /v1/fetch HTTP/1.1", "TRACE /v1/fetch HTTP/1.1"]);
    assert!(server.seen().iter().all(|seen| seen.header("content-length").is_none() && seen.body.is_empty()));
}

#[tokio::test]
async fn a_response_of_204_is_an_empty_result() {
    let server = Server::new(|_| Answer::Bytes(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()));
    let client = client(&server);
    client.send(Bare::<'d', ()>(PhantomData)).await.unwrap();
    assert_eq!(client.send(Bare::<'d', Option<i64>>(PhantomData)).await.unwrap(), None);
    client.send(Bare::<'d', i64>(PhantomData)).await.unwrap_err();
}
