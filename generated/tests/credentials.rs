//! What shows who calls, as it goes on the wire, and cookies.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

pub use jing_openplatform::runtime;

pub mod shape;

use runtime::{AuthParts, Basic, Credentials, EncodeError, Endpoint, Method, Operation, Request, RequestParts, Secret};
use shape::calls::API;

/// A call with a query and cookies of its own.
#[derive(Clone, Debug, Default)]
struct Ask {
    q: Option<String>,
    theme: Option<String>,
    flags: Option<Vec<i64>>,
}

const ASK: Endpoint = Endpoint {
    id: "things.ask",
    method: Method::Get,
    path: "/v1/thing",
    authenticated: true,
    idempotent: false,
    assumed: &[],
    place: "spec/resources/things.yaml: operations.ask",
    api: &API,
};

impl Operation for Ask {
    type Output = ();
    const ENDPOINT: Endpoint = ASK;

    fn encode(&self, to: &mut RequestParts) -> Result<(), EncodeError> {
        to.query("q", &self.q);
        to.cookie("theme", &self.theme);
        to.cookie("flags", &self.flags);
        Ok(())
    }
}

/// The same for anybody.
struct Open(Ask);

impl Operation for Open {
    type Output = ();
    const ENDPOINT: Endpoint = Endpoint { authenticated: false, ..ASK };

    fn encode(&self, to: &mut RequestParts) -> Result<(), EncodeError> {
        self.0.encode(to)
    }
}

/// Several ways, in the form that the machine writes.
#[derive(Clone, Debug, Default, PartialEq)]
struct Access {
    key: Option<Secret>,
    bearer: Option<Secret>,
    basic: Option<Basic>,
    api_key: Option<Secret>,
    session: Option<Secret>,
}

impl Credentials for Access {
    fn apply(&self, to: &mut AuthParts) {
        if let Some(value) = &self.key {
            to.header("X-Key", value.expose());
        }
        if let Some(value) = &self.bearer {
            to.bearer(value);
        }
        if let Some(value) = &self.basic {
            to.basic(value);
        }
        if let Some(value) = &self.api_key {
            to.query("api_key", value.expose());
        }
        if let Some(value) = &self.session {
            to.cookie("session", value.expose());
        }
    }
}

fn shown(access: &Access) -> Result<Request, EncodeError> {
    Request::new(&Ask::default()).unwrap().authenticated(access)
}

fn headers(request: &Request) -> Vec<(&str, &str)> {
    request.headers().collect()
}

fn secret(text: &str) -> Option<Secret> {
    Some(Secret::from(text))
}

#[test]
fn a_token_goes_into_authorization() {
    let request = shown(&Access { bearer: secret("a.b-c_d~e+f/g="), ..Access::default() }).unwrap();
    assert_eq!(headers(&request), [("Authorization", "Bearer a.b-c_d~e+f/g=")]);
}

#[test]
fn name_and_password_go_into_authorization_as_base64_of_utf8() {
    for (basic, wanted) in [
        (Basic::new("Aladdin", "open sesame"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        (Basic::from(("test", "123£")), "Basic dGVzdDoxMjPCow=="),
        (Basic::new("key", ""), "Basic a2V5Og=="),
        (Basic::new("", "a:b"), "Basic OmE6Yg=="),
    ] {
        let request = shown(&Access { basic: Some(basic), ..Access::default() }).unwrap();
        assert_eq!(headers(&request), [("Authorization", wanted)]);
    }
}

#[test]
fn a_key_goes_behind_the_query_and_a_session_behind_the_cookies() {
    let access = Access { api_key: secret("a&b=c"), session: secret("s%3A1.x="), ..Access::default() };
    let request = shown(&access).unwrap();
    assert_eq!(
        (request.path_and_query(), headers(&request)),
        ("/v1/thing?api_key=a%26b%3Dc", vec![("Cookie", "session=s%3A1.x=")])
    );
    let ask = Ask { q: Some("x".to_owned()), theme: Some("\"dark\"".to_owned()), flags: Some(vec![1, 2]) };
    let request = Request::new(&ask).unwrap().authenticated(&access).unwrap();
    assert_eq!(request.path_and_query(), "/v1/thing?q=x&api_key=a%26b%3Dc");
    assert_eq!(headers(&request), [("Cookie", "theme=\"dark\"; flags=1; flags=2; session=s%3A1.x=")]);
}

#[test]
fn a_caller_gives_the_ways_that_he_has() {
    assert_eq!(headers(&shown(&Access::default()).unwrap()), []);
    let access = Access { key: secret("k"), bearer: secret("t"), ..Access::default() };
    assert_eq!(headers(&shown(&access).unwrap()), [("X-Key", "k"), ("Authorization", "Bearer t")]);
    let both = Access { bearer: secret("canary"), basic: Some(Basic::new("canary", "canary")), ..Access::default() };
    let error = shown(&both).unwrap_err().to_string();
    assert_eq!(error, "parameter `Authorization`: is given twice, by a token and by a password");
}

#[test]
fn a_call_for_anybody_shows_nobody() {
    let access =
        Access { bearer: secret("canary"), api_key: secret("canary"), session: secret("canary"), ..Access::default() };
    let request = Request::new(&Open(Ask::default())).unwrap().authenticated(&access).unwrap();
    assert_eq!((request.path_and_query(), headers(&request)), ("/v1/thing", vec![]));
}

#[test]
fn what_would_end_its_place_is_refused_without_being_shown() {
    let wrong = |access: Access, what: &str| {
        let error = shown(&access).unwrap_err().to_string();
        assert!(error.starts_with(&format!("parameter `{what}`: ")) && !error.contains("canary"), "{error}");
    };
    for text in ["canary\r\nX: y", "canary\0", "canaryé"] {
        wrong(Access { key: secret(text), ..Access::default() }, "X-Key");
        wrong(Access { bearer: secret(text), ..Access::default() }, "Authorization");
    }
    for text in ["canary; a=b", "canary,", "can ary", "canary\r\n", "canary\\", "can\"ary", "canaryé"] {
        wrong(Access { session: secret(text), ..Access::default() }, "session");
        let ask = Ask { theme: Some(text.to_owned()), ..Ask::default() };
        let error = Request::new(&ask).unwrap_err().to_string();
        assert_eq!(error, "parameter `theme`: holds what cannot stand in a cookie");
    }
    for (user, password) in [("can:ary", ""), ("canary\n", ""), ("", "canary\0")] {
        wrong(Access { basic: Some(Basic::new(user, password)), ..Access::default() }, "Authorization");
    }
}

#[test]
fn no_credential_shows() {
    let access = Access {
        key: secret("canary"),
        basic: Some(Basic::new("canary", "canary")),
        api_key: secret("canary"),
        session: secret("canary"),
        ..Access::default()
    };
    let mut parts = AuthParts::default();
    access.apply(&mut parts);
    let shown = format!("{access:?}{parts:?}{:?}", shown(&access).unwrap());
    assert!(!shown.contains("canary") && shown.contains("X-Key") && shown.contains("<secret>"), "{shown}");
}
