//! Credentials other than headers of the API's own: where they go, and where they do not.

use crate::client_support::{API, Demo, Server, builder, ok};
use jing_openplatform::runtime::client::{BuildError, Client};
use jing_openplatform::runtime::{
    AuthParts, Basic, Credentials, EncodeError, Endpoint, Method, Operation, RequestParts, Secret,
};

/// A call with a query and a cookie of its own.
#[derive(Clone, Debug)]
struct Ask;

const ASK: Endpoint = Endpoint {
    id: "things.ask",
    method: Method::Get,
    path: "/v1/ask",
    authenticated: true,
    idempotent: true,
    assumed: &[],
    place: "resources/things.yaml: operations.ask",
    api: &API,
};

impl Operation for Ask {
    type Output = i64;
    const ENDPOINT: Endpoint = ASK;

    fn encode(&self, to: &mut RequestParts) -> Result<(), EncodeError> {
        to.query("q", "x");
        to.cookie("theme", "dark");
        Ok(())
    }
}

/// The same for anybody, without either.
#[derive(Clone, Debug)]
struct Open;

impl Operation for Open {
    type Output = i64;
    const ENDPOINT: Endpoint = Endpoint { path: "/v1/open", authenticated: false, ..ASK };

    fn encode(&self, _: &mut RequestParts) -> Result<(), EncodeError> {
        Ok(())
    }
}

/// Who calls.
struct Who {
    basic: Option<Basic>,
    bearer: Option<Secret>,
    session: &'static str,
}

const WHO: Who = Who { basic: None, bearer: None, session: "s-1" };

impl Credentials for Who {
    fn apply(&self, to: &mut AuthParts) {
        self.basic.iter().for_each(|basic| to.basic(basic));
        self.bearer.iter().for_each(|bearer| to.bearer(bearer));
        to.query("api_key", "k&1");
        to.cookie("session", self.session);
    }
}

#[tokio::test]
async fn key_session_and_authorization_go_with_a_call_that_needs_them() {
    let server = Server::new(|_| ok("1"));
    let who = Who { basic: Some(Basic::new("me", "pass")), ..WHO };
    let client = builder(&server).access(&who).build().unwrap();
    client.send(Ask).await.unwrap();
    client.call(Ask).header("Cookie", "mine=1").header("Authorization", "other").send().await.unwrap();
    client.send(Open).await.unwrap();
    let [own, more, open] = &server.seen()[..] else { panic!("three requests") };
    assert_eq!(own.line, "GET /v1/ask?q=x&api_key=k%261 HTTP/1.1");
    assert_eq!(own.header("authorization"), Some("Basic bWU6cGFzcw=="));
    assert_eq!(own.all("cookie"), ["theme=dark; session=s-1"]);
    assert_eq!(more.all("cookie"), ["theme=dark; mine=1; session=s-1"]);
    assert_eq!(more.all("authorization"), ["Basic bWU6cGFzcw=="]);
    assert_eq!(
        (open.line.as_str(), open.header("cookie"), open.header("authorization")),
        ("GET /v1/open HTTP/1.1", None, None)
    );
}

#[tokio::test]
async fn what_the_client_sends_with_every_call_gives_way_to_the_credentials_and_its_cookies_stay() {
    let server = Server::new(|_| ok("1"));
    let who = Who { basic: Some(Basic::new("me", "pass")), ..WHO };
    let client = builder(&server).access(&who).header("Authorization", "old").header("Cookie", "lang=en");
    let client = client.build().unwrap();
    client.send(Ask).await.unwrap();
    client.send(Open).await.unwrap();
    let [closed, open] = &server.seen()[..] else { panic!("two requests") };
    assert_eq!(closed.all("authorization"), ["Basic bWU6cGFzcw=="]);
    assert_eq!(closed.all("cookie"), ["theme=dark; lang=en; session=s-1"]);
    assert_eq!((open.all("authorization"), open.all("cookie")), (vec!["old"], vec!["lang=en"]));
}

#[tokio::test]
async fn a_key_is_the_first_of_a_query_where_the_call_has_none() {
    #[derive(Clone, Debug)]
    struct Bare;

    impl Operation for Bare {
        type Output = i64;
        const ENDPOINT: Endpoint = ASK;

        fn encode(&self, _: &mut RequestParts) -> Result<(), EncodeError> {
            Ok(())
        }
    }
    let server = Server::new(|_| ok("1"));
    let who = Who { bearer: Some(Secret::from("t-1")), ..WHO };
    builder(&server).access(&who).build().unwrap().send(Bare).await.unwrap();
    let seen = &server.seen()[0];
    assert_eq!((seen.path(), seen.header("authorization")), ("/v1/ask?api_key=k%261", Some("Bearer t-1")));
}

#[test]
fn credentials_that_cannot_be_sent_make_no_client() {
    for (who, name) in [
        (Who { session: "canary; a=b", ..WHO }, "session"),
        (Who { bearer: Some(Secret::from("canary\n")), ..WHO }, "Authorization"),
        (Who { bearer: Some(Secret::from("a")), basic: Some(Basic::new("canary", "b")), ..WHO }, "Authorization"),
    ] {
        let error = Client::<Demo>::builder().access(&who).build().unwrap_err();
        assert!(matches!(&error, BuildError::Header { name: of } if of == name), "{error}");
        assert!(!format!("{error}{error:?}").contains("canary"));
    }
}
