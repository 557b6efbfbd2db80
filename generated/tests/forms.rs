//! What came as nothing, as a number in a text or as a number for a text is written back in the form in which it came.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

pub use jing_openplatform::runtime;

pub mod shape;

use runtime::{Change, Object, Quirks, Read, Reader, UnknownFields, from_str, impl_object};
use shape::events::{Delivery, Event};
use shape::{Activity, Node, Timeline};

/// Reads and writes a text, which has to be compact and in the order of the type's fields.
fn same<T: Read + serde::Serialize>(text: &str) -> T {
    let value: T = from_str(text).unwrap();
    assert_eq!(write(&value), text);
    value
}

fn write<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap()
}

#[test]
fn null_and_blank_come_back_and_what_is_missing_stays_so() {
    same::<Activity>(r#"{"notes":null,"operator_id":"","count":null,"timeline":"","tags":null,"token":""}"#);
    same::<Activity>(r#"{"notes":"","strict_notes":"","is_follow_up":null,"c_a":["x"],"later":null}"#);
    same::<Node>(r#"{"name":"a","direction":"up","level":null,"next":null,"since":null}"#);
    same::<Activity>("{}");
}

#[test]
fn they_come_back_in_objects_of_objects_and_in_strings() {
    same::<Activity>(r#"{"timeline":"{\"login_platform\":null,\"source_name\":\"\"}"}"#);
    same::<Activity>(r#"{"count":1,"timeline":{"login_platform":"","source_name":null}}"#);
    same::<Node>(r#"{"name":"a","direction":"up","next":{"name":"b","direction":"up","next":null},"children":null}"#);
}

#[test]
fn a_field_that_was_set_since_is_written_as_its_value() {
    let mut activity: Activity = from_str(r#"{"notes":null,"count":null,"tags":["a"],"token":null}"#).unwrap();
    activity.notes = Some("new".to_owned());
    activity.tags = None;
    assert_eq!(write(&activity), r#"{"notes":"new","count":null,"token":null}"#);
    activity.notes = None;
    assert_eq!(write(&activity), r#"{"notes":null,"count":null,"token":null}"#);
    assert_eq!(write(&activity.clone()), write(&activity));
}

#[test]
fn of_a_repeated_field_the_last_form_holds() {
    let mut later: Activity = from_str(r#"{"notes":null,"notes":"x"}"#).unwrap();
    later.notes = None;
    assert_eq!(write(&later), "{}");
    for (text, last) in [(r#""x""#, "null"), ("null", r#""""#), (r#""""#, "null")] {
        let activity: Activity = from_str(&format!(r#"{{"notes":{text},"count":1,"notes":{last}}}"#)).unwrap();
        assert_eq!(write(&activity), format!(r#"{{"notes":{last},"count":1}}"#));
    }
}

#[test]
fn null_blank_and_missing_are_equal() {
    let read = |text| from_str::<Activity>(text).unwrap();
    assert_eq!(read(r#"{"notes":null}"#), read("{}"));
    assert_eq!(read(r#"{"notes":""}"#), read(r#"{"count":null}"#));
    assert_eq!(read(r#"{"notes":null}"#), Activity::default());
    assert!(read(r#"{"notes":null}"#).unknown.is_empty());
}

#[test]
fn an_object_that_was_made_here_has_no_nulls() {
    assert_eq!(write(&Timeline::default()), "{}");
    let timeline = Timeline { login_platform: None, source_name: None, unknown: UnknownFields::new() };
    assert_eq!(write(&timeline), "{}");
}

#[test]
fn unknown_fields_that_move_to_another_type_take_no_nulls_with_them() {
    let activity: Activity = from_str(r#"{"notes":null,"strict_notes":null,"later":{"x":1}}"#).unwrap();
    let timeline = Timeline { login_platform: None, source_name: None, unknown: activity.unknown };
    assert_eq!(write(&timeline), r#"{"later":{"x":1}}"#);
}

#[test]
fn a_field_that_was_put_among_the_unknown_ones_stands_once() {
    let mut activity: Activity = from_str(r#"{"notes":null,"count":null}"#).unwrap();
    activity.unknown.insert("count", "many").unwrap();
    assert_eq!(write(&activity), r#"{"notes":null,"count":"many"}"#);
}

#[test]
fn data_that_is_nothing_comes_back_in_its_form() {
    for data in
        ["", r#","extra_data":null"#, r#","extra_data":"""#, r#","extra_data":{}"#, r#","extra_data":{"notes":null}"#]
    {
        same::<Delivery<Activity>>(&format!(r#"{{"mid":null,"create_time":"","event_type":"create"{data}}}"#));
    }
    let body = br#"{"event_type":"touch","extra_data":{"deep":{"version":2}}}"#;
    let Event::Touched(mut touched) = Event::parse(body).unwrap() else { panic!("another event") };
    touched.data = None;
    assert_eq!(write(&touched), r#"{"event_type":"touch","extra_data":null}"#);
    let mut empty = same::<Delivery<Activity>>(r#"{"event_type":"create"}"#);
    empty.data.count = Some(1);
    assert_eq!(write(&empty), r#"{"event_type":"create","extra_data":{"count":1}}"#);
}

#[test]
fn sides_of_a_change_that_are_nothing_come_back_in_their_form() {
    let quirks = Quirks::NONE.blank_is_null();
    for text in [r#"["",null]"#, r#"[null,""]"#, r#"["","a"]"#, r#"[""]"#, "[null]", r#"["",null,"",""]"#, r#""""#] {
        let change = Change::<String>::read(&mut Reader::new(text), quirks).unwrap();
        assert_eq!(write(&change), text);
    }
    let change = Change::<String>::read(&mut Reader::new(r#"["","a"]"#), quirks).unwrap();
    assert_eq!(change, Change::update(None, Some("a".to_owned())));
    assert_eq!(write(&Change::<i64>::update(None, None)), "[null,null]");
}

#[test]
fn a_number_for_a_text_and_a_number_in_a_text_come_back_as_such() {
    let activity = same::<Activity>(r#"{"notes":1525109898,"count":"3","amount":"19.90","mobile":-1.5e3}"#);
    assert_eq!((activity.notes.as_deref(), activity.count), (Some("1525109898"), Some(3)));
    assert_eq!((activity.amount.unwrap().as_str(), activity.mobile.as_deref()), ("19.90", Some("-1.5e3")));
    same::<Activity>(r#"{"notes":"1525109898","count":3,"amount":19.90,"mobile":"-1.5e3"}"#);
}

#[test]
fn enums_come_back_in_their_form_as_well_and_natives_keep_their_own() {
    same::<Timeline>(r#"{"login_platform":7,"source_name":"a"}"#);
    for actor in ["1", r#""1""#, "99", r#""99""#] {
        same::<Activity>(&format!(r#"{{"operator_id":{actor},"operator_type":{actor}}}"#));
    }
    same::<Delivery<Activity>>(
        r#"{"mid":12,"create_time":"1525109898","event_type":"create","extra_data":{"notes":7}}"#,
    );
}

#[test]
fn what_was_set_since_is_written_in_the_form_that_came_where_it_has_one() {
    let mut activity: Activity = from_str(r#"{"notes":7,"count":"3"}"#).unwrap();
    (activity.notes, activity.count) = (Some("8".to_owned()), Some(4));
    assert_eq!(write(&activity), r#"{"notes":8,"count":"4"}"#);
    activity.notes = Some("seven".to_owned());
    assert_eq!(write(&activity), r#"{"notes":"seven","count":"4"}"#);
    (activity.notes, activity.count) = (None, None);
    assert_eq!(write(&activity), "{}");
}

#[test]
fn of_a_repeated_field_the_last_one_says_whether_it_was_a_number() {
    for (text, last) in [("7", r#""7""#), (r#""7""#, "7"), ("null", "7"), ("7", "null")] {
        let activity: Activity = from_str(&format!(r#"{{"notes":{text},"notes":{last}}}"#)).unwrap();
        assert_eq!(write(&activity), format!(r#"{{"notes":{last}}}"#));
    }
}

/// A type with optional numbers only.
macro_rules! wide {
    ($($place:literal $field:ident $wire:literal,)*) => {
        #[derive(Clone, Debug, PartialEq)]
        struct Wide {
            $($field: Option<i64>,)*
            unknown: UnknownFields,
        }

        impl_object! { Wide;
            $($place optional $field $wire,)*
        }
    };
}

// More fields than stand in one word.
wide! {
    0 a0 "a0", 1 a1 "a1", 2 a2 "a2", 3 a3 "a3", 4 a4 "a4", 5 a5 "a5", 6 a6 "a6", 7 a7 "a7", 8 a8 "a8", 9 a9 "a9",
    10 b0 "b0", 11 b1 "b1", 12 b2 "b2", 13 b3 "b3", 14 b4 "b4", 15 b5 "b5", 16 b6 "b6", 17 b7 "b7", 18 b8 "b8", 19 b9 "b9",
    20 c0 "c0", 21 c1 "c1", 22 c2 "c2", 23 c3 "c3", 24 c4 "c4", 25 c5 "c5", 26 c6 "c6", 27 c7 "c7", 28 c8 "c8", 29 c9 "c9",
    30 d0 "d0", 31 d1 "d1", 32 d2 "d2", 33 d3 "d3", 34 d4 "d4", 35 d5 "d5", 36 d6 "d6", 37 d7 "d7", 38 d8 "d8", 39 d9 "d9",
    40 e0 "e0", 41 e1 "e1", 42 e2 "e2", 43 e3 "e3", 44 e4 "e4", 45 e5 "e5", 46 e6 "e6", 47 e7 "e7", 48 e8 "e8", 49 e9 "e9",
    50 f0 "f0", 51 f1 "f1", 52 f2 "f2", 53 f3 "f3", 54 f4 "f4", 55 f5 "f5", 56 f6 "f6", 57 f7 "f7", 58 f8 "f8", 59 f9 "f9",
    60 g0 "g0", 61 g1 "g1", 62 g2 "g2", 63 g3 "g3", 64 g4 "g4", 65 g5 "g5", 66 g6 "g6", 67 g7 "g7", 68 g8 "g8", 69 g9 "g9",
}

#[test]
fn a_type_may_have_any_number_of_fields() {
    let fields = |value: fn(usize) -> Option<&'static str>| {
        let fields = Wide::FIELDS.iter().enumerate();
        let fields = fields.filter_map(|(place, name)| Some(format!("{name:?}:{}", value(place)?)));
        format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
    };
    same::<Wide>(&fields(|_| Some("null")));
    same::<Wide>(&fields(|place| if place % 3 == 0 { Some("null") } else { Some("7") }));
    same::<Wide>(&fields(|place| [None, Some("null"), Some("1")][place % 3]));
    same::<Wide>(&fields(|place| (place == 69).then_some("null")));
    let wide: Wide = from_str(r#"{"a0":null,"g9":null,"d5":null,"g9":1,"a0":1}"#).unwrap();
    let wide = Wide { unknown: wide.unknown, ..Wide::empty() };
    assert_eq!(write(&wide), r#"{"d5":null}"#);
}
