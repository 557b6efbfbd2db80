//! What is read is written back: every digit, every unknown field, every form.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

pub use jing_openplatform::runtime;

pub mod shape;

use runtime::{RawJson, UnknownFields, from_slice, from_str};
use serde_json::Value;
use shape::{Activity, Node, Timeline};

/// Reads, writes and compares as text, which has to be compact and in the order of the type's fields.
fn same<T: runtime::Read + serde::Serialize>(text: &str) -> T {
    let value: T = from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&value).unwrap(), text);
    value
}

#[test]
fn every_digit_of_a_number_is_kept() {
    same::<Activity>(r#"{"operator_id":1234567890123456789012345,"amount":19.90,"anything":[1.0,1e400,-0]}"#);
    same::<Activity>(r#"{"amount":0.10000000000000000000001}"#);
    same::<Activity>(r#"{"amount":-0}"#);
}

#[test]
fn unknown_fields_are_kept_at_each_depth_in_order_with_repeated_keys() {
    let timeline = same::<Timeline>(r#"{"login_platform":"console","z":19.90,"a":{"z":1,"z":2},"z":[1 , 2]}"#);
    assert_eq!(timeline.unknown.len(), 3);
    assert_eq!(timeline.unknown.raw("z").unwrap().get(), "[1 , 2]");
    let activity = same::<Activity>(r#"{"timeline":{"new":99999999999999999999},"later":{"x":"é"}}"#);
    assert_eq!(activity.timeline.unwrap().unknown.raw("new").unwrap().get(), "99999999999999999999");
    same::<Node>(r#"{"name":"a","direction":"up","children":[{"name":"b","direction":"down","x":1.50}],"y":null}"#);
}

#[test]
fn of_a_known_field_the_last_one_holds() {
    let node: Node = from_str(r#"{"name":"a","direction":"up","name":"b"}"#).unwrap();
    assert_eq!(node.name, "b");
}

#[test]
fn fields_are_found_in_any_order_and_with_escaped_keys() {
    let text = r#" { "since" : "17" , "direction" : "down" , "\u006eame" : "\ud83d\ude00\/" } "#;
    let node: Node = from_str(text).unwrap();
    assert_eq!(node.name, "😀/");
    assert_eq!(node.since.as_ref().unwrap().seconds(), 17);
}

#[test]
fn fields_of_the_tenant_are_reachable_by_code_and_others_that_do_not_fit_are_kept() {
    let activity = same::<Activity>(r#"{"c_a":["x"],"c_b":["1","2"],"openplatform":{"a":[{}]}}"#);
    assert_eq!(activity.custom_fields["c_b"].before().unwrap(), "1");
    assert_eq!(activity.unknown.raw("openplatform").unwrap().get(), r#"{"a":[{}]}"#);
}

#[test]
fn serde_reads_and_writes_the_same_from_text_value_and_reader() {
    let text = r#"{"amount":1.25,"tags":["a"],"mapping":"{\"k\":[\"v\"]}"}"#;
    let direct: Activity = from_str(text).unwrap();
    assert_eq!(serde_json::from_str::<Activity>(text).unwrap(), direct);
    assert_eq!(serde_json::from_reader::<_, Activity>(text.as_bytes()).unwrap(), direct);
    assert_eq!(from_slice::<Activity>(text.as_bytes()).unwrap(), direct);
    let value: Value = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::from_value::<Activity>(value.clone()).unwrap(), direct);
    assert_eq!(serde_json::to_value(&direct).unwrap(), value);
}

#[test]
fn unknown_fields_can_be_read_set_and_taken() {
    let mut fields: UnknownFields = serde_json::from_str(r#"{"a":1,"b":"x","a":2}"#).unwrap();
    assert_eq!(fields.get::<i64>("a").unwrap(), Some(2));
    assert_eq!(fields.get::<i64>("none").unwrap(), None);
    assert_eq!(fields.iter().map(|(key, _)| key).collect::<Vec<_>>(), ["a", "b", "a"]);
    fields.insert("a", &[true]).unwrap();
    fields.insert("c", "new").unwrap();
    assert_eq!(serde_json::to_string(&fields).unwrap(), r#"{"a":[true],"b":"x","c":"new"}"#);
    assert_eq!(fields.remove("b").unwrap().as_str(), r#""x""#);
    assert!(!fields.contains("b") && fields.len() == 2 && fields.remove("b").is_none());
}

#[test]
fn unknown_fields_are_equal_by_text() {
    let read = |text| serde_json::from_str::<UnknownFields>(text).unwrap();
    assert_eq!(read(r#"{"a": 1.0}"#), read(r#"{"a":1.0}"#));
    assert_ne!(read(r#"{"a":1.0}"#), read(r#"{"a":1.00}"#));
    assert_ne!(read(r#"{"a":1,"b":2}"#), read(r#"{"b":2,"a":1}"#));
}

#[test]
fn raw_json_gives_fields_and_types() {
    let raw = RawJson::parse(r#" {"a":{"b":[1,2]},"a":{"b":[3]}} "#).unwrap();
    assert_eq!(raw.get::<Value>("a").unwrap().unwrap()["b"][0], 3);
    assert_eq!(raw.raw("a").unwrap().get(), r#"{"b":[3]}"#);
    assert!(raw.decode::<Vec<u8>>().is_err());
    assert!(RawJson::parse("{").is_err() && RawJson::parse("1 2").is_err() && RawJson::parse("").is_err());
    assert!(RawJson::default().is_null());
}
