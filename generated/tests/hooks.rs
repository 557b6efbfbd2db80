//! Deliveries whose event a header tells, and that have no envelope.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

pub use jing_openplatform::runtime;

pub mod shape;

use std::collections::BTreeMap;

use runtime::{EventErrorKind, ReceivedEvent, WithBody};
use shape::hooks::{Event, EventKind, EventRef};

const PUSH: &[u8] = br#"{"ref":"main","forced":false,"size":1.50}"#;
const OPENED: &[u8] = br#"{"number":7,"action":"opened"}"#;
const CLOSED: &[u8] = br#"{"number":7,"action":"closed"}"#;

fn kind(event: &str, body: &[u8]) -> EventKind {
    let told = Event::parse_with(&[("x-event", event)], body).unwrap().kind();
    assert_eq!(EventRef::parse_with(&[("x-event", event)], body).unwrap().kind(), told);
    told
}

#[test]
fn a_header_tells_the_event_and_the_delivery_is_its_data() {
    let event = Event::parse_with(&[("x-event", "push")], PUSH).unwrap();
    let Event::RepositoryPushed(push) = &event else { panic!("{event:?}") };
    assert_eq!((push.ref_.as_deref(), push.forced), (Some("main"), Some(false)));
    assert_eq!(serde_json::to_vec(&event).unwrap(), PUSH);
}

#[test]
fn header_and_body_may_tell_together_and_more_keys_win() {
    assert_eq!(kind("issues", OPENED), EventKind::RepositoryIssueOpened);
    assert_eq!(kind("issues", CLOSED), EventKind::RepositoryIssueChanged);
    assert_eq!(kind("issues", b"{}"), EventKind::RepositoryIssueChanged);
    // Of a repeated key the last value holds, and one further inside is another key.
    assert_eq!(kind("issues", br#"{"action":"opened","action":"closed"}"#), EventKind::RepositoryIssueChanged);
    assert_eq!(kind("issues", br#"{"issue":{"action":"opened"}}"#), EventKind::RepositoryIssueChanged);
    assert_eq!(kind("push", OPENED), EventKind::RepositoryPushed);
}

#[test]
fn a_delivery_whose_header_is_missing_or_not_known_is_unknown() {
    for event in ["ping", "", "Push", "push ", "pus"] {
        assert_eq!(kind(event, PUSH), EventKind::Unknown, "{event}");
    }
    let event = Event::parse_with((), PUSH).unwrap();
    assert!(matches!(&event, Event::Unknown(unknown) if unknown.bytes() == PUSH));
    assert_eq!(<Event as ReceivedEvent>::parse(PUSH).unwrap(), event);
    let other: &[(&str, &str)] = &[("x-event-2", "push")];
    assert_eq!(Event::parse_with(other, PUSH).unwrap().kind(), EventKind::Unknown);
}

#[test]
fn headers_may_be_pairs_a_closure_or_nothing() {
    let pairs = vec![("Content-Type".to_owned(), "application/json".to_owned()), ("X-EVENT".into(), "push".into())];
    assert_eq!(Event::parse_with(&pairs[..], PUSH).unwrap().kind(), EventKind::RepositoryPushed);
    let map = BTreeMap::from([("x-event", "push".to_owned())]);
    let closure = |name: &str| map.get(name).map(String::as_str);
    assert_eq!(Event::parse_with(closure, PUSH).unwrap().kind(), EventKind::RepositoryPushed);
    // Of several headers of one name the first is looked at.
    let twice = [("x-event", "issues"), ("x-event", "push")];
    assert_eq!(Event::parse_with(&twice, PUSH).unwrap().kind(), EventKind::RepositoryIssueChanged);
}

#[cfg(feature = "receiver")]
#[test]
fn headers_may_be_those_of_http() {
    let mut headers = http::HeaderMap::new();
    headers.insert("X-Event", http::HeaderValue::from_static("push"));
    assert_eq!(Event::parse_with(&headers, PUSH).unwrap().kind(), EventKind::RepositoryPushed);
    headers.insert("X-Event", http::HeaderValue::from_bytes(b"pu\xffsh").unwrap());
    assert_eq!(Event::parse_with(&headers, PUSH).unwrap().kind(), EventKind::Unknown);
}

#[test]
fn a_reference_reads_what_parse_reads() {
    for (event, body) in [("push", PUSH), ("issues", OPENED), ("issues", CLOSED), ("ping", PUSH)] {
        let headers = [("x-event", event)];
        let reference = EventRef::parse_with(&headers, body).unwrap();
        assert_eq!(reference.bytes(), body);
        assert_eq!(reference.decode().unwrap(), Event::parse_with(&headers, body).unwrap());
    }
}

#[test]
fn an_event_with_its_body_is_told_by_headers_too() {
    let event = WithBody::<Event>::parse_with(&[("x-event", "push")], PUSH).unwrap();
    assert_eq!((event.event.kind(), &*event.body), (EventKind::RepositoryPushed, PUSH));
}

#[test]
fn what_cannot_be_read_says_which_event_it_is() {
    let parse = |event: &str, body: &str| Event::parse_with(&[("x-event", event)], body.as_bytes()).unwrap_err();
    let error = parse("push", r#"{"ref":["canary"]}"#);
    assert_eq!((error.kind(), error.event()), (EventErrorKind::Unreadable, Some("repository.pushed")));
    assert_eq!(error.path(), "ref");
    assert!(!format!("{error} {error:?}").contains("canary"));
    assert_eq!(parse("push", "[]").kind(), EventErrorKind::NotObject);
    assert_eq!(parse("push", "{").kind(), EventErrorKind::NotJson);
}
