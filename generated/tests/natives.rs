//! Values that come in more than one form: what they mean, and that the form is kept.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

pub use jing_openplatform::runtime;

pub mod shape;

use std::collections::BTreeMap;

use runtime::{
    Change, Digits, Embedded, Flag, Label, LocalDateTime, Quirks, Read, Reader, UnixMillis, UnixSeconds, UtcOffset,
    from_str,
};
use serde::Serialize;
use shape::Timeline;

/// Reads, and checks that the same text is written.
fn same<T: Read + Serialize>(text: &str) -> T {
    let value: T = from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&value).unwrap(), text);
    value
}

#[test]
fn a_change_is_new_or_before_and_after() {
    let new = same::<Change<String>>(r#"["new"]"#);
    assert_eq!((new.before(), new.after().unwrap().as_str(), new.is_update()), (None, "new", false));
    let update = same::<Change<String>>(r#"["old","new"]"#);
    assert_eq!((update.before().unwrap().as_str(), update.after().unwrap().as_str()), ("old", "new"));
    assert!(update.is_update());
    let from_nothing = same::<Change<String>>(r#"[null,"new"]"#);
    assert_eq!((from_nothing.before(), from_nothing.after().unwrap().as_str()), (None, "new"));
    let to_nothing = same::<Change<String>>(r#"["old",null]"#);
    assert_eq!((to_nothing.before().unwrap().as_str(), to_nothing.after()), ("old", None));
    let bare = same::<Change<String>>(r#""new""#);
    assert_eq!((bare.before(), bare.after().unwrap().as_str(), bare.is_update()), (None, "new", false));
}

#[test]
fn a_change_keeps_lists_of_other_lengths() {
    for text in ["[]", "[1,2,3]", "[1,null,3,4,5]", "[null]", "null"] {
        let change = same::<Change<i64>>(text);
        assert!(!change.is_update(), "{text}");
    }
    assert_eq!(same::<Change<i64>>("[1,2,3]").items(), [Some(1), Some(2), Some(3)]);
    assert_eq!(same::<Change<i64>>("[1,2,3]").after(), None);
    assert_eq!(same::<Change<i64>>("[]").items(), []);
    assert_eq!(same::<Change<i64>>("1"), same::<Change<i64>>("[1]"));
    assert_ne!(same::<Change<i64>>("[1]"), same::<Change<i64>>("[null,1]"));
    assert_eq!(serde_json::to_string(&Change::new(1)).unwrap(), "[1]");
    assert_eq!(serde_json::to_string(&Change::update(None, Some(1))).unwrap(), "[null,1]");
}

#[test]
fn an_embedded_value_reads_the_same_in_both_forms() {
    let plain = same::<Embedded<Timeline>>(r#"{"login_platform":"console"}"#);
    let packed = same::<Embedded<Timeline>>(r#""{\"login_platform\":\"console\"}""#);
    assert_eq!(plain, packed);
    assert!(!plain.is_in_string() && packed.is_in_string());
    assert_eq!(packed.login_platform, plain.into_inner().login_platform);
    type Twice = Embedded<BTreeMap<String, Change<Embedded<Vec<String>>>>>;
    let logo = same::<Twice>(r#""{\"logo\":[\"[\\\"124/x\\\"]\"]}""#);
    assert_eq!(**logo["logo"].after().unwrap(), ["124/x"]);
    assert_eq!(serde_json::to_string(&Embedded::in_string(vec![1])).unwrap(), r#""[1]""#);
}

#[test]
fn digits_keep_their_form_and_are_equal_by_text() {
    let long = "1234567890123456789012345";
    assert_eq!(same::<Digits>(long), same::<Digits>(&format!("\"{long}\"")));
    assert_eq!(same::<Digits>(long).to_u64(), None);
    assert_eq!(same::<Digits>("\"007\""), "007");
    assert_eq!((same::<Digits>("18404").to_u64(), same::<Digits>("-1").to_i64()), (Some(18404), Some(-1)));
    assert!(same::<Digits>("1.50").is_number() && !same::<Digits>("\"abc\"").is_number());
    assert!(from_str::<Digits>("true").is_err());
    assert_eq!(serde_json::to_string(&(Digits::from(7), Digits::from("7"))).unwrap(), r#"[7,"7"]"#);
}

#[test]
fn a_label_of_a_dash_is_nothing() {
    assert_eq!((same::<Label>("\"-\"").get(), same::<Label>("\"-\"").as_str()), (None, "-"));
    assert_eq!(same::<Label>("\"a-b\"").get(), Some("a-b"));
    assert!(from_str::<Label>("5").is_err());
    let number = Label::read(&mut Reader::new("5.0"), Quirks::NONE.number_or_string()).unwrap();
    assert_eq!(serde_json::to_string(&number).unwrap(), "5.0");
}

#[test]
fn a_flag_keeps_its_form_and_is_equal_by_meaning() {
    for text in ["1", "true", "\"1\"", "\"true\""] {
        assert_eq!(same::<Flag>(text).get(), Some(true), "{text}");
        assert_eq!(same::<Flag>(text), Flag::from(true));
    }
    for text in ["0", "false", "\"0\"", "\"false\""] {
        assert_eq!(same::<Flag>(text).get(), Some(false), "{text}");
    }
    for text in ["2", "-1", "1.0", "\"yes\"", "\"\""] {
        assert_eq!(same::<Flag>(text).get(), None, "{text}");
    }
    assert_ne!(same::<Flag>("2"), same::<Flag>("3"));
    assert_ne!(same::<Flag>("2"), same::<Flag>("0"));
    assert!(from_str::<Flag>("[]").is_err());
    assert!(!format!("{:?}", same::<Flag>("\"canary\"")).contains("canary"));
}

#[test]
fn a_local_time_at_its_offset_is_the_instant_in_any_form() {
    let local = same::<LocalDateTime>("\"2023-01-09 19:00:57\"");
    let instant = local.at(UtcOffset::from_minutes(480)).unwrap();
    for text in ["1673262057", "\"1673262057\"", "1673262057.0", "\"1673262057.000\""] {
        assert_eq!(same::<UnixSeconds>(text), instant, "{text}");
    }
    assert!(same::<UnixSeconds>("1673262057.5") > instant && same::<UnixSeconds>("1673262056.9") < instant);
    assert_eq!(same::<UnixMillis>("1673262057999").to_seconds(), instant);
    assert_eq!((local.year(), local.month(), local.day()), (Some(2023), Some(1), Some(9)));
    assert_eq!((local.hour(), local.minute(), local.second()), (Some(19), Some(0), Some(57)));
}

#[test]
fn a_local_time_of_another_form_is_kept_and_has_no_parts() {
    let wrong = [
        "",
        "-",
        "2023-01-09",
        "2023-02-29 00:00:00",
        "2023-13-01 00:00:00",
        "2023-00-01 00:00:00",
        "2023-01-00 00:00:00",
        "2023-01-09 24:00:00",
        "2023-01-09 00:60:00",
        "2023-01-09 00:00:60",
        "2023-01-09 00:00:00Z",
        "+023-01-09 00:00:00",
        "二〇二三年一月",
        "2023-01-09\u{3000}00:00",
    ];
    for text in wrong {
        let local = same::<LocalDateTime>(&format!("\"{text}\""));
        assert_eq!((local.civil(), local.at(UtcOffset::UTC)), (None, None), "{text}");
    }
    assert!(LocalDateTime::from("2024-02-29T23:59:59").civil().is_some());
}

#[test]
fn civil_days_are_counted_right() {
    let seconds = |text: &str| LocalDateTime::from(text).at(UtcOffset::UTC).unwrap().seconds();
    assert_eq!(seconds("1970-01-01 00:00:00"), 0);
    assert_eq!(seconds("1969-12-31 23:59:59"), -1);
    assert_eq!(seconds("2000-03-01 00:00:00"), 951_868_800);
    assert_eq!(seconds("2000-02-29 00:00:00"), 951_782_400);
    assert_eq!(seconds("0000-01-01 00:00:00"), -62_167_219_200);
    assert_eq!(seconds("9999-12-31 23:59:59"), 253_402_300_799);
    let days =
        |year: i16| seconds(&format!("{year:04}-12-31 00:00:00")) - seconds(&format!("{year:04}-01-01 00:00:00"));
    assert_eq!((days(1900), days(2000), days(2023)), (364 * 86_400, 365 * 86_400, 364 * 86_400));
}

#[test]
fn instants_refuse_what_is_no_count() {
    for text in ["\"\"", "\"2023-01-09\"", "true", "1e9", "99999999999999999999", "\"1 \"", "null"] {
        assert!(from_str::<UnixSeconds>(text).is_err(), "{text}");
    }
    assert_eq!(same::<UnixSeconds>("-0.5").seconds(), -1);
    assert!(same::<UnixSeconds>("-1") < same::<UnixSeconds>("-0.5"));
    assert_eq!(serde_json::to_string(&UnixMillis::new(5)).unwrap(), "5");
}

#[test]
fn an_offset_is_shown_as_hours_and_minutes() {
    assert_eq!(UtcOffset::from_minutes(480).to_string(), "+08:00");
    assert_eq!(UtcOffset::from_minutes(-570).to_string(), "-09:30");
    assert_eq!(UtcOffset::UTC.to_string(), "+00:00");
}

#[cfg(feature = "jiff")]
#[test]
fn times_become_jiffs_own() {
    let local = LocalDateTime::from("2023-01-09 19:00:57");
    let offset = UtcOffset::from_minutes(480);
    let through_jiff = offset.to_jiff().unwrap().to_timestamp(local.to_jiff().unwrap()).unwrap();
    assert_eq!(through_jiff, local.at(offset).unwrap().to_jiff().unwrap());
    assert_eq!(UnixMillis::new(1_673_262_057_000).to_jiff().unwrap(), through_jiff);
    assert!(UnixSeconds::new(i64::MAX).to_jiff().is_none());
}
