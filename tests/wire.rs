//! The documented requests as they go on the wire, and their responses: exactly those of the samples.

use jing_openplatform::api::Access;
use jing_openplatform::runtime::Credentials;
use jing_openplatform::{Operation, Request, decode, oauth, users};
use serde_json::Value;

fn example(name: &str) -> Value {
    let path = format!("{}/spec/examples/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A request in the form of the samples.
fn on_the_wire(request: &Request) -> Value {
    let headers: serde_json::Map<_, _> =
        request.headers().map(|(name, value)| (name.to_owned(), Value::from(value))).collect();
    serde_json::json!({
        "method": request.method().as_str(),
        "path": request.path_and_query(),
        "headers": headers,
        "body": serde_json::from_slice::<Value>(request.body().unwrap()).unwrap(),
    })
}

#[test]
fn refresh_token_goes_out_as_in_the_sample() {
    let example = example("oauth.refresh_token.json");
    let body = oauth::TokenRefresh::new()
        .app_id("100000000000000000000000001")
        .app_secret("0123456789abcdef0123456789abcdef")
        .refresh_token("00000000-0000-4000-8000-000000000001");
    let access = Access::new("not sent", "not sent");
    let request = Request::new(&oauth::RefreshToken::new(body)).unwrap().authenticated(&access).unwrap();
    assert_eq!(on_the_wire(&request), example["request"]);
    assert_eq!(request.url(), "https://jingopenapi.jingsocial.com/v1/oauth2/token/refresh");
}

#[test]
fn refresh_token_comes_back_as_in_the_sample() {
    let body = example("oauth.refresh_token.json")["response"]["body"].to_string();
    let response = decode::<oauth::RefreshToken>(200, body.as_bytes()).unwrap();
    assert_eq!(response.data.access_token.as_deref(), Some("00000000-0000-4000-8000-000000000002"));
    assert_eq!(response.data.expires_in, Some(4511));
    assert_eq!(response.request_id.as_deref(), Some("6f843be20b21c5e18b9825616b85b424"));
    assert_eq!(response.timestamp.as_ref().map(|time| time.millis()), Some(1_722_583_035_263));
}

#[test]
fn users_go_out_as_in_the_sample() {
    let example = example("users.create.json");
    let identity = users::Identity::new().kind(users::IdentityType::Mobile).value("13800138000").name("手机号");
    let fields = [("fieldcode1", "value1"), ("fieldcode2", "value2")];
    let source = users::FieldsSource::new().source_type("thirdparty_custom_source").source_value("autumn fair");
    let user = users::NewUser::new()
        .identities(vec![identity])
        .fields(fields.map(|(code, value)| (code.to_owned(), value.to_owned())).into())
        .fields_source(source);
    let access = Access::new("100000000000000000000000001", "00000000-0000-4000-8000-000000000002");
    let request = Request::new(&users::Create::new(vec![user]).return_full(true)).unwrap();
    let request = request.authenticated(&access).unwrap();
    assert_eq!(on_the_wire(&request), example["request"]);
}

#[test]
fn created_users_come_back_as_in_the_sample() {
    let example = &example("users.create.json")["response"]["body"];
    let response = decode::<users::Create>(200, example.to_string().as_bytes()).unwrap();
    let made = response.data.success.as_ref().unwrap();
    assert_eq!(made[0].leads_info.as_ref().unwrap().stage_name.as_deref(), Some("已会面"));
    assert_eq!(made[0].identities.as_ref().unwrap()[0].kind, Some(users::IdentityType::Mobile));
    assert_eq!(serde_json::to_value(&response.data).unwrap(), example["data"]);
}

#[test]
fn a_response_without_data_is_an_empty_result() {
    for body in [r#"{"code":0}"#, r#"{"code":0,"data":null}"#] {
        assert_eq!(decode::<users::Create>(200, body.as_bytes()).unwrap().data.success, None);
    }
}

#[test]
fn what_is_assumed_is_not_sent_without_consent() {
    let operation = oauth::GetToken::new().set("app_id", "1").unwrap();
    let refused = Request::new(&operation).unwrap_err().to_string();
    for part in
        ["oauth.get_token", "path", "resources/oauth.yaml: operations.get_token", "with_path", "allowing_assumed"]
    {
        assert!(refused.contains(part), "{part} is not named in: {refused}");
    }
    let corrected = Request::with_path(&operation, "/v1/other").unwrap();
    assert_eq!((corrected.path_and_query(), corrected.body()), ("/v1/other", Some(&br#"{"app_id":"1"}"#[..])));
    let allowed = Request::allowing_assumed(&operation).unwrap();
    assert_eq!(allowed.path_and_query(), oauth::GetToken::ENDPOINT.path);
}

#[test]
fn no_secret_shows() {
    const CANARY: &str = "canary-7f3a";
    let access = Access::new("app", CANARY);
    let body = oauth::TokenRefresh::new().app_secret(CANARY).refresh_token(CANARY);
    let operation = oauth::RefreshToken::new(body);
    let request = Request::new(&operation).unwrap();
    let response = format!(r#"{{"code":0,"data":{{"access_token":"{CANARY}","refresh_token":"{CANARY}"}}}}"#);
    let response = decode::<oauth::RefreshToken>(200, response.as_bytes()).unwrap();
    assert_eq!(access.headers()[1].1, CANARY);
    for shown in [format!("{access:?}"), format!("{operation:?}"), format!("{request:?}"), format!("{response:?}")] {
        assert!(!shown.contains(CANARY), "{shown}");
    }
}
