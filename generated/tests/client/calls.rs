//! What goes out, what comes back, and what is not sent.

use crate::client_support::{Access, Create, Demo, GetToken, Guess, Look, Server, builder, client, ok};
use jing_openplatform::runtime::EncodeError;
use jing_openplatform::runtime::client::{BuildError, Client, Error, MemoryStore};

#[tokio::test]
async fn a_call_goes_out_as_its_operation_says_and_its_data_comes_back() {
    let server = Server::in_turn([ok(r#"{"id":7}"#)]);
    let client = builder(&server).access(&Access).user_agent("tester/1").build().unwrap();
    let response = client.send_with(Create("a".to_owned())).await.unwrap();
    assert_eq!(response.data.as_str(), r#"{"id":7}"#);
    assert_eq!(
        (response.status, response.request_id.as_deref(), response.message.as_deref()),
        (200, Some("r-1"), Some("fine"))
    );
    assert!(response.timestamp.is_some());
    let [seen] = &server.seen()[..] else { panic!("one request") };
    assert_eq!(seen.line, "POST /v1/thing/create HTTP/1.1");
    assert_eq!(seen.body, r#"["a"]"#);
    let mut headers = seen.headers.clone();
    headers.retain(|(name, _)| name != "host");
    headers.sort();
    let wanted = [
        ("accept", "application/json"),
        ("access_token", "fixed-token"),
        ("app_id", "app-1"),
        ("content-length", "5"),
        ("content-type", "application/json"),
        ("user-agent", "tester/1"),
    ];
    assert_eq!(headers, wanted.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[tokio::test]
async fn clones_share_one_connection_and_an_operation_can_be_lent() {
    let server = Server::in_turn([ok("1"), ok("2"), ok("3")]);
    let client = client(&server);
    let look = Look("x".to_owned());
    for expected in ["1", "2"] {
        assert_eq!(client.clone().send(&look).await.unwrap().as_str(), expected);
    }
    client.send(look).await.unwrap();
    assert!(server.seen().iter().all(|seen| seen.connection == 0), "{:?}", server.seen());
}

#[tokio::test]
async fn a_call_sets_headers_but_neither_the_credentials_nor_the_framing() {
    let server = Server::in_turn([ok("1")]);
    let client = client(&server);
    let call = client.call(Look("x".to_owned()));
    call.clone()
        .header("X-Trace", "t-1")
        .header("User-Agent", "other")
        .header("access_token", "mine")
        .send()
        .await
        .unwrap();
    let seen = &server.seen()[0];
    assert_eq!(seen.all("x-trace"), ["t-1"]);
    assert_eq!(seen.all("user-agent"), ["other"]);
    assert_eq!(seen.all("access_token"), ["fixed-token"]);
    for (name, value) in [("Content-Length", "1"), ("Transfer-Encoding", "chunked"), ("a b", "c"), ("x", "a\r\nb: c")] {
        let error = call.clone().header(name, value).send().await.unwrap_err();
        assert!(matches!(error, Error::Request { source: EncodeError::Parameter { .. }, .. }), "{name}: {error}");
    }
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn what_is_assumed_is_sent_with_consent_only_and_to_the_path_that_the_caller_knows() {
    let server = Server::new(|_| ok("1"));
    let plain = client(&server);
    let error = plain.send(Guess).await.unwrap_err();
    let text = error.to_string();
    assert!(matches!(error, Error::Request { source: EncodeError::Assumed { .. }, .. }), "{text}");
    for word in ["guesses.make", "method and path", "resources/demo.yaml", "override_path", "allow_assumed"] {
        assert!(text.contains(word), "{word}: {text}");
    }
    assert_eq!(server.seen().len(), 0);
    plain.call(Guess).allow_assumed().send().await.unwrap();
    plain.call(Guess).override_path("/v2/known").send().await.unwrap();
    builder(&server).allow_assumed::<Guess>().build().unwrap().send(Guess).await.unwrap();
    builder(&server).override_path::<Guess>("/v3/known").build().unwrap().send(Guess).await.unwrap();
    let paths: Vec<String> = server.seen().iter().map(|seen| seen.path().to_owned()).collect();
    assert_eq!(paths, ["/v1/guess", "/v2/known", "/v1/guess", "/v3/known"]);
}

#[test]
fn a_client_whose_credentials_need_what_is_assumed_is_not_built() {
    let with = || Client::<Demo>::builder().base_url("http://localhost:1").credentials("app", "secret");
    let error = with().build().unwrap_err();
    assert!(matches!(error, BuildError::Assumed { operation: "tokens.get", parts: ["path"], .. }), "{error}");
    assert!(with().allow_assumed::<GetToken>().build().is_ok());
    assert!(with().override_path::<GetToken>("/v1/there").build().is_ok());
    assert!(with().token_store(MemoryStore::new()).build().is_ok(), "the store may hold a refresh token");
    let refresh = Client::<Demo>::builder().base_url("http://localhost:1").refresh_token("app", "secret", "refresh");
    assert!(refresh.build().is_ok(), "the refresh is known");
    let error = with().override_path::<GetToken>("no-slash").build().unwrap_err();
    assert_eq!(error, BuildError::Path { operation: "tokens.get" });
}

#[test]
fn plain_http_is_for_the_own_machine() {
    let build = |url: &str| Client::<Demo>::builder().base_url(url).build().map(|_| ());
    for url in ["http://localhost:1", "http://127.0.0.2", "http://[::1]:8080/base", "https://api.example.com/"] {
        assert_eq!(build(url), Ok(()), "{url}");
    }
    for url in ["http://api.example.com", "http://localhost.example.com", "http://10.0.0.1"] {
        assert_eq!(build(url), Err(BuildError::PlainHttp), "{url}");
        assert!(Client::<Demo>::builder().base_url(url).allow_plain_http().build().is_ok());
    }
    for url in ["", "nowhere", "ftp://localhost", "https://u:p@example.com", "https://example.com/?a=b", "https://"] {
        assert!(matches!(build(url), Err(BuildError::BaseUrl { .. })), "{url}");
    }
}

#[tokio::test]
async fn a_base_url_may_have_a_path() {
    let server = Server::in_turn([ok("1")]);
    let client = builder(&server).base_url(format!("{}/base/", server.url())).build().unwrap();
    client.send(Look("a b".to_owned())).await.unwrap();
    assert_eq!(server.seen()[0].path(), "/base/v1/thing/a%20b");
}

#[test]
fn a_client_and_its_futures_go_between_threads() {
    fn check<T: Send + Sync + Clone>(_: &T) {}
    fn check_future<T: Future + Send + 'static>(_: T) {}
    let client = Client::<Demo>::builder().base_url("http://localhost:1").build().unwrap();
    check(&client);
    check_future(client.send(Look("x".to_owned())));
}
