//! Deviations from JSON's types hold where they are declared and nowhere else.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

pub use jing_openplatform::runtime;

pub mod shape;

use runtime::{Quirks, Read, ReadError, Reader, from_str};
use shape::{Activity, Actor, Direction, Level, Node, Platform, Timeline};

const BOTH: Quirks = Quirks::NONE.blank_is_null().number_or_string();

fn read<T: Read>(text: &str, quirks: Quirks) -> Result<T, ReadError> {
    T::read(&mut Reader::new(text), quirks)
}

#[test]
fn blank_is_nothing_in_an_optional_place_that_says_so() {
    let blank = Quirks::NONE.blank_is_null();
    assert_eq!(read::<Option<String>>("\"\"", blank).unwrap(), None);
    assert_eq!(read::<Option<i64>>("\"\"", blank).unwrap(), None);
    assert_eq!(read::<Option<Vec<i64>>>("\"\"", blank).unwrap(), None);
    assert_eq!(read::<Option<Timeline>>("\"\"", blank).unwrap(), None);
    assert_eq!(read::<String>("\"\"", blank).unwrap(), "");
    assert_eq!(read::<Option<String>>("\"\"", Quirks::NONE).unwrap().unwrap(), "");
    assert!(read::<Option<i64>>("\"\"", Quirks::NONE).is_err());
}

#[test]
fn null_is_nothing_in_every_optional_place_and_an_error_elsewhere() {
    assert_eq!(read::<Option<String>>("null", Quirks::NONE).unwrap(), None);
    assert_eq!(read::<Option<Box<Node>>>("null", Quirks::NONE).unwrap(), None);
    assert!(read::<String>("null", BOTH).is_err());
    assert!(read::<i64>("null", BOTH).is_err());
    assert!(read::<Vec<String>>("[null]", BOTH).is_err());
    assert_eq!(read::<Vec<Option<String>>>("[null,\"a\"]", Quirks::NONE).unwrap(), [None, Some("a".to_owned())]);
}

#[test]
fn a_number_and_its_text_stand_for_each_other_where_declared() {
    assert_eq!(read::<String>("19.90", BOTH).unwrap(), "19.90");
    assert_eq!(read::<String>("1234567890123456789012345", BOTH).unwrap(), "1234567890123456789012345");
    assert_eq!(read::<i64>("\"-123\"", BOTH).unwrap(), -123);
    assert!(read::<String>("19.90", Quirks::NONE).is_err());
    assert!(read::<i64>("\"123\"", Quirks::NONE).is_err());
    assert!(read::<String>("true", BOTH).is_err());
    for text in ["\"\"", "\"+1\"", "\"007\"", "\"1.5\"", "\" 1\"", "\"1e3\"", "\"x\"", "\"-\""] {
        assert!(read::<i64>(text, BOTH).is_err(), "{text}");
    }
}

#[test]
fn an_integer_has_64_bits_and_no_fraction() {
    assert_eq!(read::<i64>("9223372036854775807", Quirks::NONE).unwrap(), i64::MAX);
    assert_eq!(read::<i64>("-9223372036854775808", Quirks::NONE).unwrap(), i64::MIN);
    let long = from_str::<Activity>(r#"{"count":9223372036854775808}"#).unwrap_err();
    assert_eq!(long.to_string(), "`count`: expected an integer of 64 bits, found a longer one");
    assert!(read::<i64>("1.0", Quirks::NONE).is_err());
    assert!(read::<i64>("1e2", Quirks::NONE).is_err());
}

#[test]
fn a_field_with_quirks_of_its_own_has_only_those() {
    let activity: Activity = from_str(r#"{"notes":"","strict_notes":""}"#).unwrap();
    assert_eq!((activity.notes, activity.strict_notes.as_deref()), (None, Some("")));
    assert!(from_str::<Activity>(r#"{"notes":1}"#).is_ok());
    assert!(from_str::<Activity>(r#"{"strict_notes":1}"#).is_err());
}

#[test]
fn open_enums_keep_what_they_do_not_know() {
    assert_eq!(read::<Platform>("\"console\"", Quirks::NONE).unwrap(), Platform::Console);
    let other = read::<Platform>("\"pigeon\"", Quirks::NONE).unwrap();
    assert_eq!((other.as_str(), other.to_string()), ("pigeon", "pigeon".to_owned()));
    assert_eq!(serde_json::to_string(&other).unwrap(), "\"pigeon\"");
    assert_eq!(Platform::from("member_center"), Platform::MemberCenter);
    assert_eq!(Platform::VALUES, ["console", "member_center"]);
    assert_eq!(read::<Actor>("1", Quirks::NONE).unwrap(), Actor::ConsoleUser);
    assert_eq!(read::<Actor>("\"1\"", BOTH).unwrap(), Actor::ConsoleUser);
    assert_eq!(read::<Actor>("77", Quirks::NONE).unwrap(), Actor::Other(77.into()));
    assert_eq!(serde_json::to_string(&Actor::Other(77.into())).unwrap(), "77");
    assert_eq!(serde_json::from_str::<Actor>("0").unwrap(), Actor::Nobody);
}

#[test]
fn closed_enums_refuse_what_they_do_not_know() {
    assert_eq!(read::<Direction>("\"down\"", Quirks::NONE).unwrap(), Direction::Down);
    assert_eq!(read::<Level>("2", Quirks::NONE).unwrap(), Level::High);
    let error = read::<Direction>("\"canary\"", Quirks::NONE).unwrap_err();
    assert_eq!(error.to_string(), "expected a value of Direction, found another one");
    assert!(read::<Level>("3", Quirks::NONE).is_err());
    assert!(Level::try_from(3).is_err() && Direction::try_from("up").is_ok());
    assert_eq!(serde_json::to_string(&[Level::Low, Level::High]).unwrap(), "[1,2]");
}
