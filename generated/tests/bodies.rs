//! Bodies that are no JSON, byte for byte as they go on the wire, and results that are none.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

pub use jing_openplatform::runtime;

pub mod shape;

use std::collections::BTreeMap;

use runtime::{
    Api, Blob, EncodeError, Endpoint, File, FromResponse, Method, Multipart, Operation, Parts, PlainText, RawJson,
    Request, RequestParts, ResponseErrorKind, UnknownFields, decode,
};
use shape::calls::{API, Create, Remove};
use shape::{Activity, Node, Platform, Timeline};

const PLAIN: Endpoint = Endpoint {
    id: "things.send",
    method: Method::Post,
    path: "/v1/thing",
    authenticated: false,
    idempotent: false,
    assumed: &[],
    place: "spec/resources/things.yaml: operations.send",
    api: &API,
};

/// An API whose results stand alone.
const BARE: Api = Api { envelope: None, ..API };

/// A body of `application/x-www-form-urlencoded`.
struct SendForm {
    body: Option<Timeline>,
}

impl Operation for SendForm {
    type Output = ();
    const ENDPOINT: Endpoint = PLAIN;

    fn encode(&self, to: &mut RequestParts) -> Result<(), EncodeError> {
        match &self.body {
            Some(body) => to.form(body),
            None => Ok(()),
        }
    }
}

/// A form of anything.
struct SendAny(UnknownFields);

impl Operation for SendAny {
    type Output = ();
    const ENDPOINT: Endpoint = PLAIN;

    fn encode(&self, to: &mut RequestParts) -> Result<(), EncodeError> {
        to.form(&self.0)
    }
}

/// A body of `multipart/form-data`.
#[derive(Clone, Debug, Default, PartialEq)]
struct Upload {
    title: Option<String>,
    platforms: Option<Vec<Platform>>,
    timeline: Option<Vec<Timeline>>,
    picture: Option<File>,
    more: Option<Vec<File>>,
    others: BTreeMap<String, i64>,
    unknown: UnknownFields,
}

impl Multipart for Upload {
    fn write_parts<'a>(&'a self, to: &mut Parts<'a>) {
        to.field("title", &self.title);
        to.field("platforms", &self.platforms);
        to.field("timeline", &self.timeline);
        to.file("picture", &self.picture);
        to.file("more", &self.more);
        to.entries(&self.others);
        to.unknown(&self.unknown);
    }
}

impl Operation for Upload {
    type Output = ();
    const ENDPOINT: Endpoint = PLAIN;

    fn encode(&self, to: &mut RequestParts) -> Result<(), EncodeError> {
        to.multipart(self)
    }
}

/// Bytes out, and bytes back.
#[derive(Clone, Debug, PartialEq)]
struct Convert {
    body: Blob,
}

impl Operation for Convert {
    type Output = Blob;
    const ENDPOINT: Endpoint = PLAIN;

    fn encode(&self, to: &mut RequestParts) -> Result<(), EncodeError> {
        to.accept("application/pdf");
        to.raw("image/png", &self.body)
    }
}

/// JSON of another media type out, text back.
struct Patch;

impl Operation for Patch {
    type Output = PlainText;
    const ENDPOINT: Endpoint = PLAIN;

    fn encode(&self, to: &mut RequestParts) -> Result<(), EncodeError> {
        to.header("accept", "text/html");
        to.accept("text/csv");
        to.json("application/merge-patch+json", &[1])
    }
}

fn content_type(request: &Request) -> Option<&str> {
    request.headers().find(|(name, _)| *name == "Content-Type").map(|(_, value)| value)
}

fn text(request: &Request) -> &str {
    std::str::from_utf8(request.body().unwrap()).unwrap()
}

fn form(fields: &[(&str, &str)]) -> Result<Request, EncodeError> {
    let mut unknown = UnknownFields::new();
    for (name, json) in fields {
        unknown.insert(name, &serde_json::from_str::<serde_json::Value>(json).unwrap()).unwrap();
    }
    Request::new(&SendAny(unknown))
}

#[test]
fn a_form_repeats_the_key_for_a_list_and_leaves_nothing_out_but_nothing() {
    let request = form(&[
        ("q", r#""a b+c&d=é~*-._%\r\n""#),
        ("list", r#"["x",null,2,true]"#),
        ("nothing", "null"),
        ("none", "[]"),
        ("blank", r#""""#),
        ("amount", "19.90"),
        ("k y", "1"),
    ]);
    let request = request.unwrap();
    assert_eq!(content_type(&request), Some("application/x-www-form-urlencoded"));
    let wanted = "q=a+b%2Bc%26d%3D%C3%A9%7E*-._%25%0D%0A&list=x&list=2&list=true&blank=&amount=19.9&k+y=1";
    assert_eq!(text(&request), wanted);
    assert_eq!(text(&form(&[]).unwrap()), "");
}

#[test]
fn a_form_of_a_type_has_the_names_of_the_wire_and_its_unknown_fields() {
    let body: Timeline = runtime::from_str(r#"{"login_platform":"console","new":[1,2],"amount":19.90}"#).unwrap();
    let request = Request::new(&SendForm { body: Some(body) }).unwrap();
    assert_eq!(text(&request), "login_platform=console&new=1&new=2&amount=19.90");
}

#[test]
fn a_form_holds_no_object_and_says_which_field_does_but_not_what() {
    for json in [r#"{"canary":1}"#, r#"[["canary"]]"#, r#"[{"a":"canary"}]"#] {
        let error = form(&[("fine", "1"), ("deep", json)]).unwrap_err();
        assert_eq!(error.to_string(), "parameter `deep`: has to be a single value or a list of such");
    }
}

#[test]
fn an_optional_body_that_is_not_set_is_none_and_has_no_media_type() {
    let request = Request::new(&SendForm { body: None }).unwrap();
    assert_eq!((request.body(), request.headers().count()), (None, 0));
}

#[test]
fn parts_stand_between_boundaries_with_their_names_and_media_types() {
    let timeline: Timeline = runtime::from_str(r#"{"source_name":"x","n":19.90}"#).unwrap();
    let upload = Upload {
        title: Some("标题 \"a\"\r\nb".to_owned()),
        platforms: Some(vec![Platform::Console, Platform::MemberCenter]),
        timeline: Some(vec![timeline]),
        picture: Some(File::new("a.png", *b"\x89PNG\r\n\0\xff").with_media_type("image/png")),
        more: Some(vec![File::new("一.txt", "one"), File::new("", "")]),
        others: [("k".to_owned(), 7)].into(),
        unknown: UnknownFields::new(),
    };
    let request = Request::new(&upload).unwrap();
    assert_eq!(content_type(&request), Some("multipart/form-data; boundary=form-boundary-00000000"));
    let named = |head: &str, content: &[u8]| {
        let head = format!("--form-boundary-00000000\r\nContent-Disposition: form-data; name=\"{head}\r\n\r\n");
        [head.as_bytes(), content, b"\r\n"].concat()
    };
    let wanted = [
        named("title\"", "标题 \"a\"\r\nb".as_bytes()),
        named("platforms\"", b"console"),
        named("platforms\"", b"member_center"),
        named("timeline\"\r\nContent-Type: application/json", br#"{"source_name":"x","n":19.90}"#),
        named("picture\"; filename=\"a.png\"\r\nContent-Type: image/png", b"\x89PNG\r\n\0\xff"),
        named("more\"; filename=\"一.txt\"\r\nContent-Type: application/octet-stream", b"one"),
        named("more\"; filename=\"\"\r\nContent-Type: application/octet-stream", b""),
        named("k\"", b"7"),
        b"--form-boundary-00000000--\r\n".to_vec(),
    ];
    assert_eq!(request.body().unwrap(), wanted.concat());
    assert_eq!(Request::new(&upload).unwrap().body(), request.body());
}

#[test]
fn a_boundary_stands_in_no_part() {
    let boundary = |upload: &Upload| {
        let request = Request::new(upload).unwrap();
        content_type(&request).unwrap().rsplit_once('=').unwrap().1.to_owned()
    };
    let content = "form-boundary-00000000 form-boundary-00000002form-boundary-00000003 form-boundary-0000000";
    let mut upload = Upload { picture: Some(File::new("x", content)), ..Upload::default() };
    assert_eq!(boundary(&upload), "form-boundary-00000001");
    upload.title = Some("--form-boundary-00000001".to_owned());
    assert_eq!(boundary(&upload), "form-boundary-00000004");
    upload.more = Some(vec![File::new("form-boundary-00000004", "")]);
    assert_eq!(boundary(&upload), "form-boundary-00000005");
}

#[test]
fn a_name_cannot_end_its_line_or_its_quotes() {
    let mut upload = Upload { picture: Some(File::new("a\"; x=\"\r\nX: y\\", "")), ..Upload::default() };
    upload.unknown.insert("k\"\n\r\nX: y", &1).unwrap();
    let request = Request::new(&upload).unwrap();
    let names: Vec<&str> = text(&request).lines().filter(|line| line.starts_with("Content-D")).collect();
    let wanted = [
        r#"Content-Disposition: form-data; name="picture"; filename="a%22; x=%22%0D%0AX: y\""#,
        r#"Content-Disposition: form-data; name="k%22%0D%0A%0D%0AX: y""#,
    ];
    assert_eq!(names, wanted);
    let file = File::new("a", "canary").with_media_type("text/plain\r\nX: canary");
    let error = Request::new(&Upload { picture: Some(file), ..Upload::default() }).unwrap_err();
    assert_eq!(error.to_string(), "parameter `picture`: has a media type that cannot stand in a header");
}

#[test]
fn bytes_and_texts_go_out_as_they_are_under_their_media_type() {
    let request = Request::new(&Convert { body: Blob::from(*b"\x89\0\r\n") }).unwrap();
    let headers: Vec<_> = request.headers().collect();
    assert_eq!(headers, [("Accept", "application/pdf"), ("Content-Type", "image/png")]);
    assert_eq!(request.body(), Some(&b"\x89\0\r\n"[..]));
    // What the call itself asks for comes first.
    let request = Request::new(&Patch).unwrap();
    let headers: Vec<_> = request.headers().collect();
    assert_eq!(headers, [("accept", "text/html"), ("Content-Type", "application/merge-patch+json")]);
    assert_eq!(request.body(), Some(&b"[1]"[..]));
}

#[test]
fn no_content_shows() {
    let file = File::new("canary.txt", "canary").with_media_type("text/canary");
    let upload = Upload { picture: Some(file), ..Upload::default() };
    let response = decode::<Convert>(200, b"canary").unwrap();
    let text = decode::<Patch>(200, b"canary").unwrap();
    let convert = Convert { body: Blob::from("canary") };
    let shown = format!("{upload:?}{convert:?}{response:?}{text:?}{:?}", Request::new(&convert).unwrap());
    assert!(!shown.contains("canary") && shown.contains("File { len: 6, .. }") && shown.contains("Blob { len: 6 }"));
}

#[test]
fn a_result_of_bytes_is_the_body_whatever_the_api_wraps_others_in() {
    for body in [&b"%PDF-1.7\xff\0"[..], b"", br#"{"code":40001,"msg":"no"}"#] {
        let response = decode::<Convert>(201, body).unwrap();
        assert_eq!((&*response.data, response.status, response.request_id), (body, 201, None));
    }
    assert_eq!(&*decode::<Patch>(200, "名,1\r\n".as_bytes()).unwrap().data, "名,1\r\n");
    let error = decode::<Patch>(200, b"ok\n\xff").unwrap_err();
    assert_eq!((error.kind(), error.body()), (ResponseErrorKind::Data, &b"ok\n\xff"[..]));
    assert_eq!(error.to_string(), "things.send: HTTP 200: bytes that are not UTF-8 at line 2 column 1");
}

#[test]
fn a_failure_in_the_place_of_bytes_still_tells_its_code_and_message() {
    let error = decode::<Convert>(403, br#"{"code":40001,"msg":"bad token","request_id":"r1"}"#).unwrap_err();
    assert_eq!(error.kind(), ResponseErrorKind::Code);
    assert_eq!(error.to_string(), "things.send: HTTP 403, code 40001, bad token, request r1");
    assert_eq!(error.class(), Some(runtime::ErrorClass::Auth));
    assert_eq!(decode::<Patch>(302, b"").unwrap_err().kind(), ResponseErrorKind::Redirect);
    let page = decode::<Convert>(502, b"<html>canary</html>").unwrap_err();
    assert_eq!((page.kind(), page.body()), (ResponseErrorKind::Status, &b"<html>canary</html>"[..]));
    assert!(!page.to_string().contains("canary"));
    assert_eq!(decode::<Convert>(404, b"").unwrap_err().to_string(), "things.send: HTTP 404");
}

#[test]
fn where_there_is_no_body_what_may_be_missing_is_missing() {
    let bare = Endpoint { api: &BARE, ..PLAIN };
    for (endpoint, status, body) in [
        (PLAIN, 204, ""),
        (PLAIN, 205, ""),
        (bare, 204, ""),
        (bare, 200, ""),
        (bare, 201, " \r\n"),
        (bare, 200, "null"),
    ] {
        let read = Option::<Activity>::from_response(&endpoint, status, body.as_bytes()).unwrap();
        assert_eq!((read.data, read.status), (None, status), "{status} {body:?}");
        <()>::from_response(&endpoint, status, body.as_bytes()).unwrap();
        // Any JSON at all is still some JSON, unless HTTP says that there is no body.
        let any = RawJson::from_response(&endpoint, status, body.as_bytes());
        assert_eq!(any.is_ok(), status > 201 || body == "null", "{status} {body:?}");
        let refused = Node::from_response(&endpoint, status, body.as_bytes()).unwrap_err();
        assert!(matches!(refused.kind(), ResponseErrorKind::NotJson | ResponseErrorKind::Data), "{refused:?}");
    }
    let there = Option::<Timeline>::from_response(&bare, 200, br#"{"source_name":"x"}"#).unwrap();
    assert_eq!(there.data.unwrap().source_name.as_deref(), Some("x"));
}

#[test]
fn an_envelope_that_did_not_come_is_no_success() {
    assert_eq!(decode::<Remove>(200, b"").unwrap_err().kind(), ResponseErrorKind::NotJson);
    assert_eq!(decode::<Create>(204, b"").unwrap_err().kind(), ResponseErrorKind::NotJson);
    assert_eq!(decode::<Remove>(500, b"").unwrap_err().to_string(), "nodes.remove: HTTP 500");
}

#[test]
fn a_head_has_nothing_to_read() {
    let head = Endpoint { method: Method::Head, ..PLAIN };
    <()>::from_response(&head, 200, b"").unwrap();
    let error = <()>::from_response(&head, 404, b"").unwrap_err();
    assert_eq!((error.kind(), error.to_string().as_str()), (ResponseErrorKind::Status, "things.send: HTTP 404"));
    assert_eq!([Method::Head, Method::Options, Method::Trace].map(Method::as_str), ["HEAD", "OPTIONS", "TRACE"]);
}
