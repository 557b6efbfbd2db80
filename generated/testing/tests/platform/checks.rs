//! What the platform has to say of a request.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::api::{Create, Demo, Look};
use crate::{demo, with};
use jing_openplatform::runtime::ErrorClass;
use jing_openplatform::runtime::client::Client;
use jing_openplatform::users::{Create as CreateUsers, Identity, IdentityType, NewUser};
use jing_openplatform::{Access, Client as JingClient};
use jing_openplatform_testing::fake::{Platform, codes};

/// Sends a request as it stands, over a connection of its own, and gives the answer.
fn raw(platform: &Platform, request: &str) -> String {
    let mut stream = TcpStream::connect(platform.url().trim_start_matches("http://")).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// The same with the good credentials, JSON and an end of the connection.
fn signed(platform: &Platform, line: &str, more: &str, body: &str) -> String {
    let (id, token) = (platform.app_id(), platform.issue_token());
    let length = body.len();
    raw(
        platform,
        &format!(
            "{line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\napp_id: {id}\r\naccess_token: {token}\r\n{more}\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        ),
    )
}

fn problems(platform: &Platform) -> Vec<String> {
    platform.seen().last().unwrap().problems.clone()
}

#[test]
fn a_request_that_fits_has_no_problems_and_is_carried_out() {
    let platform = Platform::start().unwrap();
    let body = r#"[{"identities":[{"type":"mobile","value":"1"}],"fields":{"a":"b"},"new":[1]}]"#;
    let answer = signed(&platform, "POST /v1/user/create?returnFull=true", "", body);
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    let [seen] = &platform.seen()[..] else { panic!("one request") };
    assert_eq!((&seen.problems[..], seen.carried_out, seen.operation), (&[][..], true, Some("users.create")));
    assert_eq!((seen.path(), seen.query("returnFull").as_deref()), ("/v1/user/create", Some("true")));
    assert_eq!((seen.text().as_str(), &seen.json()[0]["fields"]["a"]), (body, &"b".into()));
}

#[test]
fn each_problem_is_told_by_its_place_and_without_its_value() {
    let platform = Platform::start().unwrap();
    let post = "POST /v1/user/create";
    let cases: [(&str, &str, &str, &[&str]); 9] = [
        (post, "", "", &["body: no JSON"]),
        (post, "", "{\"canary\":", &["body: no JSON"]),
        (post, "", "{\"canary\":1}", &["body: expected a list"]),
        (post, "", "[{\"identities\":\"canary\"}]", &["body[0].identities: expected a list"]),
        (
            post,
            "",
            "[{},{\"identities\":[{\"value\":7,\"type\":[]}],\"fields\":{\"canary\":1}}]",
            &[
                "body[1].identities[0].type: expected a word of a choice",
                "body[1].identities[0].value: expected a string",
                "body[1].fields.*: expected a string",
            ],
        ),
        ("POST /v1/user/create?returnFull=canary", "", "[]", &["query `returnFull`: does not fit its type"]),
        ("POST /v1/user/create?returnFull=true&returnFull=true", "", "[]", &["query `returnFull`: more than once"]),
        ("POST /v1/user/create?canary=1&x=2", "", "[]", &["query: 2 that the operation does not take"]),
        (post, "app_id: canary\r\n", "[]", &["header `app_id`: more than once"]),
    ];
    for (line, more, body, wanted) in cases {
        let answer = signed(&platform, line, more, body);
        assert_eq!(problems(&platform), wanted);
        assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("fake platform: "), "{answer}");
        assert!(answer.contains(&codes::UNFIT.to_string()) && !answer.contains("canary"), "{answer}");
        assert!(!platform.seen().last().unwrap().carried_out);
    }
    assert!(!format!("{platform:?}").contains("canary"));
}

#[test]
fn method_and_path_are_those_of_an_operation() {
    let platform = demo().start().unwrap();
    for line in ["PUT /v1/thing/create", "POST /v1/thing", "POST /v1/thing/create/more", "GET /v1/thing/", "GET /"] {
        let answer = signed(&platform, line, "", "");
        assert!(answer.starts_with("HTTP/1.1 404") && answer.contains(&codes::NO_OPERATION.to_string()), "{line}");
        assert_eq!(platform.seen().last().unwrap().operation, None);
    }
    signed(&platform, "GET /v1/thing/a%2Fb%20c", "", "");
    assert_eq!((problems(&platform).len(), platform.seen_of::<Look>().len()), (0, 1));
}

#[test]
fn a_body_is_where_one_belongs_and_says_what_it_is() {
    let platform = demo().start().unwrap();
    signed(&platform, "GET /v1/thing/a", "", "{}");
    assert_eq!(problems(&platform), ["body: the operation takes none"]);
    let answer = raw(&platform, "POST /v1/token HTTP/1.1\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}");
    assert_eq!(problems(&platform), ["header `content-type`: not application/json"], "{answer}");
    signed(&platform, "POST /v1/token", "", "{}");
    let told = ["app_id", "access_token"].map(|name| format!("header `{name}`: the operation takes no credentials"));
    assert_eq!(problems(&platform), told);
}

#[test]
fn a_body_in_chunks_is_read_and_what_is_no_http_is_refused() {
    let platform = Platform::start().unwrap();
    let (id, token) = (platform.app_id(), platform.issue_token());
    let answer = raw(
        &platform,
        &format!(
            "POST /v1/user/create HTTP/1.1\r\nconnection: close\r\napp_id: {id}\r\naccess_token: {token}\r\n\
             content-type: application/json\r\nexpect: 100-continue\r\ntransfer-encoding: chunked\r\n\r\n\
             2\r\n[{{\r\n2\r\n}}]\r\n0\r\n\r\n"
        ),
    );
    assert!(answer.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"), "{answer}");
    assert_eq!(platform.seen_of::<CreateUsers>()[0].text(), "[{}]");
    for text in ["nothing\r\n\r\n", "GET / HTTP/1.1\r\nno header\r\n\r\n", "GET / HTTP/2.0\r\n\r\n"] {
        assert!(raw(&platform, text).starts_with("HTTP/1.1 400 "), "{text}");
    }
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(signed(&platform, "POST /v1/user/create", "", &deep).starts_with("HTTP/1.1 400 "));
}

#[tokio::test]
async fn credentials_that_are_missing_or_another_apps_are_refused() {
    let platform = demo().start().unwrap();
    let nobody = Client::<Demo>::builder().base_url(platform.url()).build().unwrap();
    let error = nobody.send(Look("x".to_owned())).await.unwrap_err();
    assert_eq!((error.status(), error.class()), (Some(401), ErrorClass::Auth));
    let other = with(&platform).credentials("other", platform.app_secret()).build().unwrap();
    let error = other.send(Create("x".to_owned())).await.unwrap_err();
    assert!(error.to_string().contains(&codes::CREDENTIALS.to_string()), "{error}");
    assert!(platform.seen_of::<Create>().is_empty());
}

#[tokio::test]
async fn a_fixed_token_is_as_good_as_one_that_was_had() {
    let platform = Platform::start().unwrap();
    let access = Access::new(platform.app_id(), platform.issue_token());
    let client = JingClient::builder().base_url(platform.url()).access(&access).build().unwrap();
    let user = || NewUser::new().identities(vec![Identity::new().kind(IdentityType::Mobile).value("13900000000")]);
    client.send(CreateUsers::new(vec![user()]).return_full(true)).await.unwrap();
    platform.expire_tokens();
    assert_eq!(client.send(CreateUsers::new(vec![user()])).await.unwrap_err().status(), Some(401));
}
