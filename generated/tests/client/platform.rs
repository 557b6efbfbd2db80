//! The crate's own client: a token, users, an error of the envelope.

use crate::client_support::{Answer, Server, ok, refused};
use jing_openplatform::runtime::ErrorClass;
use jing_openplatform::runtime::client::BuildError;
use jing_openplatform::users::{Create, Identity, IdentityType, NewUser};
use jing_openplatform::{Client, leads, oauth};

const PAIR: &str =
    r#"{"access_token":"at-1","refresh_token":"rt-1","scope":"all","token_type":"bearer","expires_in":4511}"#;

#[tokio::test]
async fn a_program_gets_a_token_creates_users_and_handles_an_error() {
    let server = Server::in_turn([ok(PAIR), ok(r#"{"success":[{}],"failure":[]}"#), refused(200, 42901)]);
    let client = Client::builder()
        .base_url(server.url())
        .credentials("100000000000000000000000001", "0123456789abcdef0123456789abcdef")
        .override_path::<oauth::GetToken>("/v1/oauth2/somewhere")
        .error_class(42901, ErrorClass::Limit)
        .build()
        .unwrap();
    let user = || NewUser::new().identities(vec![Identity::new().kind(IdentityType::Mobile).value("13900000000")]);
    let made = client.send(Create::new(vec![user()]).return_full(true)).await.unwrap();
    assert_eq!(made.success.map(|made| made.len()), Some(1));
    let error = client.send(Create::new(vec![user()])).await.unwrap_err();
    assert_eq!(error.class(), ErrorClass::Limit);
    assert_eq!(error.to_string(), "users.create: HTTP 200, code 42901, no, request r-2");
    let seen = server.seen();
    assert_eq!(seen[0].line, "POST /v1/oauth2/somewhere HTTP/1.1");
    assert_eq!(
        seen[0].body,
        r#"{"app_id":"100000000000000000000000001","app_secret":"0123456789abcdef0123456789abcdef"}"#
    );
    assert_eq!(seen[1].line, "POST /v1/user/create?returnFull=true HTTP/1.1");
    assert_eq!(
        (seen[1].header("app_id"), seen[1].header("access_token")),
        (Some("100000000000000000000000001"), Some("at-1"))
    );
}

#[tokio::test]
async fn a_refresh_token_is_enough_to_begin_with_and_goes_out_as_the_page_shows() {
    let server = Server::in_turn([ok(PAIR), ok("{}"), Answer::json(401, ""), ok(&PAIR.replace("-1", "-2")), ok("{}")]);
    let client = Client::builder().base_url(server.url()).refresh_token("app", "secret", "rt-0").build().unwrap();
    for _ in 0..2 {
        client.send(Create::new(Vec::new())).await.unwrap();
    }
    let bodies: Vec<String> = server
        .seen()
        .iter()
        .filter(|seen| seen.path() == "/v1/oauth2/token/refresh")
        .map(|seen| seen.body.clone())
        .collect();
    let body = |token: &str| format!(r#"{{"app_id":"app","app_secret":"secret","refresh_token":"{token}"}}"#);
    assert_eq!(bodies, [body("rt-0"), body("rt-1")]);
}

#[tokio::test]
async fn what_nobody_documents_is_neither_needed_nor_sent_unasked() {
    let error = Client::builder().credentials("app", "secret").build().unwrap_err();
    assert!(matches!(error, BuildError::Assumed { operation: "oauth.get_token", .. }), "{error}");
    let server = Server::in_turn([]);
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let error = client.send(leads::Query::new()).await.unwrap_err();
    assert!(!error.is_sent() && server.seen().is_empty(), "{error}");
}
