//! Errors name the place and never the value; nothing personal is printed.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

pub use jing_openplatform::runtime;

pub mod shape;

use runtime::{Number, RawJson, Read, Secret, UnknownFields, from_slice, from_str};
use shape::{Activity, Node};

const CANARY: &str = "canary13800138000";

fn error<T: Read>(text: &str) -> String {
    match from_str::<T>(text) {
        Ok(_) => panic!("{text} was read"),
        Err(error) => {
            let shown = format!("{error}");
            assert!(format!("{error:?}").contains(&shown));
            shown
        }
    }
}

#[test]
fn an_error_names_the_way_to_the_place() {
    assert_eq!(error::<Activity>(r#"{"notes":[1]}"#), "`notes`: expected a string, found a list");
    assert_eq!(error::<Activity>(r#"{"tags":["a",true]}"#), "`tags[1]`: expected a string, found a boolean");
    assert_eq!(
        error::<Activity>(r#"{"mapping":{"name":[{}]}}"#),
        "`mapping.name[0]`: expected a string, found an object"
    );
    assert_eq!(
        error::<Activity>(r#"{"mapping":{"a.b c":[{}]}}"#),
        "`mapping[\"a.b c\"][0]`: expected a string, found an object"
    );
    assert_eq!(error::<Activity>("[]"), "expected an object, found a list");
}

#[test]
fn the_way_goes_on_through_embedded_documents() {
    assert_eq!(
        error::<Activity>(r#"{"mapping":"{\"name\":[\"x\",{}]}"}"#),
        "`mapping.name[1]`: expected a string, found an object"
    );
    let broken = error::<Activity>(r#"{"mapping":"{\"name\":"}"#);
    assert_eq!(broken, "`mapping`: the string holds no JSON document: unexpected end at line 1 column 9");
    let trailing = error::<Activity>(r#"{"mapping":"{} x"}"#);
    assert_eq!(trailing, "`mapping`: the string holds no JSON document: expected the end at line 1 column 4");
}

#[test]
fn a_required_field_that_is_missing_is_named() {
    assert_eq!(error::<Node>(r#"{"name":"a"}"#), "missing field `direction`");
    assert_eq!(
        error::<Node>(r#"{"name":"a","direction":"up","children":[{"direction":"up"}]}"#),
        "`children[0]`: missing field `name`"
    );
}

#[test]
fn malformed_text_is_placed_by_line_and_column() {
    let broken = from_str::<Node>("{\"name\":\"a\",\n \"x\":[1,}").unwrap_err();
    assert!(broken.is_syntax());
    assert_eq!(broken.to_string(), "expected a value at line 2 column 9");
    assert_eq!(error::<Node>("{\"name\":\"a\n\"}"), "`name`: control character in a string at line 1 column 11");
    assert_eq!(error::<Node>("{\"name\" \"a\"}"), "expected `:` at line 1 column 9");
    assert_eq!(error::<Node>(""), "unexpected end at line 1 column 1");
    let bytes = from_slice::<Node>(b"{\n\"name\":\"\xff\"}").unwrap_err();
    assert_eq!(bytes.to_string(), "bytes that are not UTF-8 at line 2 column 9");
}

#[test]
fn half_a_surrogate_pair_is_no_text_but_can_be_kept() {
    assert_eq!(error::<Node>(r#"{"name":"\ud800"}"#), "`name`: expected text, found half of a surrogate pair");
    assert!(from_str::<Activity>(r#"{"c_1":"\ud800"}"#).unwrap().unknown.contains("c_1"));
}

#[test]
fn no_error_shows_a_value() {
    let string = format!("\"{CANARY}\"");
    let wrong = [
        format!(r#"{{"tags":{string}}}"#),
        format!(r#"{{"count":{string}}}"#),
        format!(r#"{{"amount":{string}}}"#),
        format!(r#"{{"timeline":{string}}}"#),
        format!(r#"{{"mapping":{string}}}"#),
        format!(r#"{{"mapping":"{{\"a\":{{\"{CANARY}"}}"#),
        format!(r#"{{"operator_type":[{string}]}}"#),
        format!(r#"{{"notes":"{CANARY}"#),
        format!(r#"{{"anything":["{CANARY}", nul]}}"#),
        format!(r#"{{"notes":"{CANARY}\x"}}"#),
    ];
    for text in wrong {
        assert!(!error::<Activity>(&text).contains(CANARY), "{text}");
        let foreign = serde_json::from_str::<Activity>(&text).unwrap_err();
        assert!(!foreign.to_string().contains(CANARY), "{text}");
    }
    let raw = RawJson::parse(&string).unwrap();
    assert!(!raw.decode::<i64>().unwrap_err().to_string().contains(CANARY));
    let fields: UnknownFields = serde_json::from_str(&format!("{{\"a\":{string}}}")).unwrap();
    let unfit = fields.get::<Vec<i64>>("a").unwrap_err();
    assert!(unfit.path() == "a" && !unfit.to_string().contains(CANARY));
}

#[test]
fn no_debug_shows_what_is_personal_or_unknown() {
    let text = format!(
        r#"{{"mobile":"{CANARY}","token":"{CANARY}","mapping":{{"k1":["{CANARY}"]}},"labels":"{{\"k2\":\"{CANARY}\"}}",
            "c_1":["{CANARY}"],"x":{{"{CANARY}":1}},"anything":"{CANARY}","timeline":{{"y":"{CANARY}"}}}}"#
    );
    let shown = format!("{:?}", from_str::<Activity>(&text).unwrap());
    assert!(!shown.contains(CANARY), "{shown}");
    for part in [
        "mobile: Some(<personal>)",
        "token: Some(<secret>)",
        r#"mapping: Some({"k1"})"#,
        r#"labels: Some({"k2"})"#,
        r#"custom_fields: {"c_1"}"#,
        r#"unknown: {"x"}"#,
        "anything: Some(<string, 19 bytes>)",
        "notes: None",
    ] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    assert_eq!(format!("{:?}", Secret::from(CANARY)), "<secret>");
}

#[test]
fn long_and_odd_keys_are_cut_and_escaped_in_paths() {
    let text = format!("{{\"mapping\":{{\"{}\\n\":[{{}}]}}}}", "k".repeat(500));
    let shown = error::<Activity>(&text);
    assert!(shown.len() < 150 && shown.contains('…') && !shown.contains('\n'), "{shown}");
}

#[test]
fn deep_text_is_an_error_where_it_is_read_and_kept_where_it_is_not() {
    for depth in [100_000, 1_000_000] {
        let lists = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let activity: Activity = from_str(&format!("{{\"anything\":{lists}}}")).unwrap();
        assert_eq!(activity.anything.as_ref().unwrap().as_str().len(), 2 * depth);
        assert!(activity.anything.unwrap().decode::<serde_json::Value>().is_err());
    }
    let open = r#"{"name":"a","direction":"up","next":"#;
    let nested = |depth| format!("{}null{}", open.repeat(depth), "}".repeat(depth));
    assert!(from_str::<Node>(&nested(128)).is_ok());
    let deep = from_str::<Node>(&nested(129)).unwrap_err();
    assert_eq!((deep.reason(), deep.is_syntax()), ("more than 128 levels", false));
    assert!(from_str::<Node>(&nested(200_000)).is_err());
}

#[test]
fn levels_count_on_in_embedded_documents() {
    let mut text = r#"{"name":"a","direction":"up"}"#.to_owned();
    for _ in 0..9 {
        let packed = serde_json::to_string(&format!("[{text}]")).unwrap();
        text = format!(r#"{{"name":"a","direction":"up","packed":{packed}}}"#);
    }
    assert!(from_str::<Node>(&text).is_ok());
    let open = r#"{"name":"a","direction":"up","next":"#;
    let wrapped = format!("{}{text}{}", open.repeat(120), "}".repeat(120));
    assert_eq!(from_str::<Node>(&wrapped).unwrap_err().reason(), "more than 128 levels");
}

#[test]
fn numbers_follow_the_grammar() {
    for good in ["0", "-0", "10", "1.5", "-1.50", "1e5", "1E+5", "1.5e-5"] {
        assert_eq!(Number::parse(good).unwrap().as_str(), good);
    }
    for bad in ["", "-", "01", "+1", "1.", ".5", "1e", "1e+", "0x1", "NaN", "1 ", " 1"] {
        assert!(Number::parse(bad).is_none(), "{bad}");
    }
    for bad in ["", "-", "01", "+1", "1.", ".5", "1e", "1e+", "0x1", "NaN", "1 2"] {
        assert!(from_str::<Activity>(&format!("{{\"amount\":{bad}}}")).is_err(), "{bad}");
    }
}
