//! What came as nothing, as a number in a text or as a number for a text is written back in the form in which it came.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

pub use jing_openplatform::runtime;

pub mod shape;

use runtime::{
    Change, FieldValue, FieldWriter, Object, Quirks, Read, ReadError, Reader, SerializeMap, UnknownFields, from_str,
    impl_serde,
};
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

/// A type with more fields than stand in one word.
#[derive(Clone, Debug, PartialEq)]
struct Wide {
    values: Vec<Option<i64>>,
    unknown: UnknownFields,
}

impl Object for Wide {
    #[rustfmt::skip]
    const FIELDS: &'static [&'static str] = &[
        "a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "b0", "b1", "b2", "b3",
        "b4", "b5", "b6", "b7", "b8", "b9", "c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7",
        "c8", "c9", "d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "d9", "e0", "e1",
        "e2", "e3", "e4", "e5", "e6", "e7", "e8", "e9", "f0", "f1", "f2", "f3", "f4", "f5",
        "f6", "f7", "f8", "f9", "g0", "g1", "g2", "g3", "g4", "g5", "g6", "g7", "g8", "g9",
    ];

    fn empty() -> Self {
        Self { values: vec![None; Self::FIELDS.len()], unknown: UnknownFields::new() }
    }

    fn read_field(&mut self, field: usize, value: FieldValue<'_, '_>) -> Result<(), ReadError> {
        match self.values.get_mut(field) {
            Some(place) => value.read(place),
            None => value.keep(&mut self.unknown),
        }
    }

    fn write_fields<M: SerializeMap>(&self, to: &mut FieldWriter<M>) {
        Self::FIELDS.iter().zip(&self.values).for_each(|(name, value)| to.optional(name, value));
        to.unknown(&self.unknown);
    }
}

impl_serde!(Wide);

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
    let mut wide: Wide = from_str(r#"{"a0":null,"g9":null,"d5":null,"g9":1,"a0":1}"#).unwrap();
    wide.values = Wide::empty().values;
    assert_eq!(write(&wide), r#"{"d5":null}"#);
}
