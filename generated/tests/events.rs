//! Which event a body is, what it holds, and what comes of a body that cannot be read.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

pub use jing_openplatform::runtime;

pub mod shape;

use std::error::Error;

use runtime::{EventError, EventErrorKind};
use shape::events::{Event, EventKind};

fn kind(body: &str) -> EventKind {
    Event::parse(body.as_bytes()).unwrap().kind()
}

fn refused(body: &[u8]) -> EventError {
    let error = Event::parse(body).unwrap_err();
    assert_eq!(error.body(), body);
    error
}

#[test]
fn match_keys_are_found_wherever_they_stand() {
    for body in [
        r#"{"event_type":"create","extra_data":{"object_name":"account","notes":"x"}}"#,
        r#"{"extra_data":{"nested":{"object_name":"lead"},"object_name":"account","x":[1]},"event_type":"create"}"#,
        r#"{"extra_data":{"object_name":"\u0061ccount"},"event_type":"create"}"#,
    ] {
        assert_eq!(kind(body), EventKind::AccountCreated, "{body}");
    }
    assert_eq!(EventKind::AccountCreated.to_string(), "account.created");
}

#[test]
fn most_keys_win_and_no_match_is_unknown() {
    assert_eq!(kind(r#"{"event_type":"create","extra_data":{"object_name":"lead"}}"#), EventKind::Created);
    assert_eq!(kind(r#"{"event_type":"create","extra_data":{"object_name":["account"]}}"#), EventKind::Created);
    assert_eq!(kind(r#"{"event_type":"created","extra_data":{"object_name":"account"}}"#), EventKind::Unknown);
    assert_eq!(kind(r#"{"event_type":null}"#), EventKind::Unknown);
    assert_eq!(kind(r#"{"event_type.x":"create","extra_data.object_name":"account"}"#), EventKind::Unknown);
    assert_eq!(kind("{}"), EventKind::Unknown);
}

#[test]
fn numbers_match_as_their_text_and_the_last_of_repeated_keys_holds() {
    assert_eq!(kind(r#"{"event_type":"touch","extra_data":{"deep":{"version":2}}}"#), EventKind::Touched);
    assert_eq!(kind(r#"{"event_type":"touch","extra_data":{"deep":{"version":"2"}}}"#), EventKind::Touched);
    assert_eq!(kind(r#"{"event_type":"touch","extra_data":{"deep":{"version":2.0}}}"#), EventKind::Unknown);
    assert_eq!(kind(r#"{"event_type":"x","event_type":"create","extra_data":{}}"#), EventKind::Created);
    let replaced = r#"{"event_type":"create","extra_data":{"object_name":"account"},"extra_data":{}}"#;
    assert_eq!(kind(replaced), EventKind::Created);
}

#[test]
fn a_known_event_is_read_and_written_back() {
    let body = r#"{"mid":"124","create_time":1673262057,"event_type":"create","extra_data":{"operator_id":18404,"mapping":"{\"company\":[null,\"x\"]}","object_name":"account"},"openplatform":"June"}"#;
    let event = Event::parse(body.as_bytes()).unwrap();
    let Event::AccountCreated(delivery) = &event else { panic!("{event:?}") };
    assert_eq!(*delivery.mid.as_ref().unwrap(), "124");
    assert_eq!(delivery.unknown.get::<String>("openplatform").unwrap().unwrap(), "June");
    assert_eq!(delivery.data.mapping.as_ref().unwrap()["company"].after().unwrap(), "x");
    assert_eq!(delivery.data.custom_fields["object_name"].after().unwrap(), "account");
    assert_eq!(serde_json::to_string(&event).unwrap(), body);
}

#[test]
fn the_data_of_a_known_event_may_be_missing_where_its_type_requires_nothing() {
    let touched = r#"{"event_type":"touch","extra_data":{"deep":{"version":2.0,"version":2}}}"#;
    let Event::Touched(delivery) = Event::parse(touched.as_bytes()).unwrap() else { panic!("another event") };
    assert_eq!(delivery.data.unwrap().as_str(), r#"{"deep":{"version":2.0,"version":2}}"#);
    let missing: shape::events::Delivery<Option<runtime::RawJson>> = runtime::from_str(r#"{"mid":1}"#).unwrap();
    assert_eq!(missing.data, None);
    for body in [&br#"{"event_type":"create"}"#[..], br#"{"event_type":"create","extra_data":null}"#] {
        let Event::Created(delivery) = Event::parse(body).unwrap() else { panic!("another event") };
        assert_eq!(delivery.data, shape::Activity::default());
    }
    let strict = runtime::from_str::<shape::events::Delivery<shape::Node>>(r#"{"event_type":"create"}"#);
    assert_eq!(strict.unwrap_err().reason(), "missing field `extra_data`");
}

#[test]
fn an_unknown_event_is_kept_byte_for_byte() {
    let body = " {\"event_type\" : \"new\", \"n\":19.90, \"canary\":\"canary\"} \n";
    let Event::Unknown(raw) = Event::parse(body.as_bytes()).unwrap() else { panic!("a known event") };
    assert_eq!(raw.bytes(), body.as_bytes());
    assert_eq!(raw.get::<String>("event_type").unwrap().unwrap(), "new");
    assert_eq!(raw.raw("n").unwrap().get(), "19.90");
    assert_eq!(format!("{raw:?}"), format!("UnknownEvent(<{} bytes>)", body.len()));
    assert_eq!(serde_json::to_string(&Event::Unknown(raw)).unwrap(), body.trim());
}

#[test]
fn a_body_that_is_not_json_is_told_from_one_that_is_no_object() {
    let not_json: [&[u8]; 8] = [
        b"",
        b"  ",
        b"{",
        b"{\"event_type\":\"new\"} x",
        b"[1,",
        b"nonsense",
        b"{\"a\":\"\xff\"}",
        b"{\"event_type\":\"new\",}",
    ];
    for body in not_json {
        assert_eq!(refused(body).kind(), EventErrorKind::NotJson, "{}", String::from_utf8_lossy(body));
    }
    for body in [&b"[]"[..], b"null", b"1", b"\"{}\"", b" true "] {
        assert_eq!(refused(body).kind(), EventErrorKind::NotObject);
    }
    assert_eq!(refused(b"[]").to_string(), "the event's body is no object: expected an object, found a list");
}

#[test]
fn data_that_cannot_be_read_names_event_path_and_reason_and_hands_the_body_out() {
    let body = br#"{"event_type":"create","extra_data":{"object_name":"account","mapping":"{\"name\":[{\"x\":\"canary\"}]}"}}"#;
    let error = refused(body);
    assert_eq!((error.kind(), error.event()), (EventErrorKind::Unreadable, Some("account.created")));
    assert_eq!(error.path(), "extra_data.mapping.name[0]");
    assert_eq!(error.reason(), "expected a string, found an object");
    assert_eq!(
        error.to_string(),
        "event account.created cannot be read: `extra_data.mapping.name[0]`: expected a string, found an object"
    );
    assert!(error.source().is_some() && !format!("{error:?}").contains("canary"));
    assert_eq!(error.into_body(), body);
}

#[test]
fn deep_bodies_are_answered_in_bounded_stack() {
    let lists = format!("{}{}", "[".repeat(500_000), "]".repeat(500_000));
    assert_eq!(kind(&format!(r#"{{"event_type":"new","x":{lists}}}"#)), EventKind::Unknown);
    assert_eq!(kind(&format!(r#"{{"event_type":"create","extra_data":{{"x":{lists}}}}}"#)), EventKind::Created);
    assert_eq!(refused("[".repeat(500_000).as_bytes()).kind(), EventErrorKind::NotJson);
    assert_eq!(refused("{\"a\":".repeat(500_000).as_bytes()).kind(), EventErrorKind::NotJson);
    assert_eq!(refused(lists.as_bytes()).kind(), EventErrorKind::NotObject);
}
