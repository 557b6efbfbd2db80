//! The client for code that is not async.

mod client_support;

use client_support::{Access, Create, Demo, GetToken, Guess, List, Look, Server, ok, token};
use jing_openplatform::runtime::client::blocking::Client;
use jing_openplatform::runtime::client::{BuildError, Error, RetryPolicy};

fn client(server: &Server) -> Client<Demo> {
    Client::<Demo>::builder().base_url(server.url()).access(&Access).build().unwrap()
}

#[test]
fn it_calls_like_the_async_one() {
    let server = Server::in_turn([ok("1"), ok("2"), ok("3")]);
    let client = client(&server);
    assert_eq!(client.send(Look("x".to_owned())).unwrap().as_str(), "1");
    assert_eq!(client.send_with(Create("x".to_owned())).unwrap().status, 200);
    let call = client.call(Guess).override_path("/v2/known").header("x-trace", "1").retry(RetryPolicy::never());
    assert_eq!(call.send().unwrap().as_str(), "3");
    assert_eq!(server.seen()[2].path(), "/v2/known");
    assert!(server.seen().iter().all(|seen| seen.connection == 0), "one connection for all");
}

#[test]
fn it_gets_its_token_and_serves_many_threads() {
    let server = Server::new(|seen| if seen.path() == "/v1/token" { token("t", 600) } else { ok("1") });
    let builder = Client::<Demo>::builder().base_url(server.url()).credentials("app", "secret");
    let client = builder.allow_assumed::<GetToken>().build().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            let client = client.clone();
            scope.spawn(move || (0..10).for_each(|_| drop(client.send(Look("x".to_owned())).unwrap())));
        }
    });
    assert_eq!((server.count("/v1/token"), server.seen().len()), (1, 81));
}

#[test]
fn lists_are_iterators() {
    let server = Server::in_turn([ok(r#"{"list":[1,2]}"#), ok(r#"{"list":[3]}"#), ok(r#"{"list":[]}"#)]);
    let items: Result<Vec<i64>, Error> = client(&server).items(List::default()).collect();
    assert_eq!(items.unwrap(), [1, 2, 3]);
    let server = Server::in_turn([ok(r#"{"list":[1,2]}"#), ok(r#"{"list":[]}"#)]);
    assert_eq!(client(&server).pages(List::default()).count(), 1);
}

#[tokio::test]
async fn inside_an_async_runtime_it_is_an_error_and_no_panic() {
    let server = Server::in_turn([]);
    let client = client(&server);
    let error = client.send(Look("x".to_owned())).unwrap_err();
    assert!(matches!(error, Error::Blocking { operation: "things.look" }), "{error}");
    assert!(matches!(client.items(List::default()).next(), Some(Err(Error::Blocking { .. }))));
    assert!(server.seen().is_empty());
}

#[test]
fn what_is_assumed_stops_its_builder_too() {
    let error = Client::<Demo>::builder().credentials("app", "secret").build().unwrap_err();
    assert!(matches!(error, BuildError::Assumed { .. }), "{error}");
}
