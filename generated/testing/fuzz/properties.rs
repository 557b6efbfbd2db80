//! What holds for every body, whoever sent it. Shared by the fuzz targets and by `tests/properties.rs`.

use std::collections::BTreeMap;
use std::fmt;

use jing_openplatform::{Event, EventErrorKind};
use jing_openplatform_testing::api::API;
use jing_openplatform_testing::model::{Field, Kind, Payload, Type};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

/// Any bytes are parsed or refused, and both agree with `serde_json`. An error keeps the body.
pub fn parse(body: &[u8]) {
    let text = std::str::from_utf8(body).ok();
    let json = text.and_then(|text| serde_json::from_str::<&RawValue>(text).ok());
    match Event::parse(body) {
        Ok(event) => {
            let json = json.expect("what was parsed is JSON");
            assert!(json.get().starts_with('{'), "what was parsed is an object");
            let _ = format!("{event:?}");
        }
        Err(error) => {
            assert_eq!(error.body(), body, "the error keeps the body");
            let _ = format!("{error} {error:?} {}", error.path());
            let value = text.and_then(|text| serde_json::from_str::<Value>(text).ok());
            match error.kind() {
                EventErrorKind::NotJson => assert!(value.is_none(), "{error}, and yet it is JSON"),
                EventErrorKind::NotObject => assert!(json.is_some_and(|json| !json.get().starts_with('{')), "{error}"),
                // What cannot be read may stand in front of what is no JSON.
                _ => assert!(text.is_some(), "{error}, and yet it is no UTF-8"),
            }
        }
    }
}

/// What is parsed is written back equal as JSON under the declared quirks, reads as the same event, and is then written
/// the same way. A field that nobody knows stays, digit for digit.
pub fn round_trip(body: &[u8]) {
    let Ok(event) = Event::parse(body) else { return };
    let written = serde_json::to_string(&event).expect("an event can be written");
    let again = Event::parse(written.as_bytes()).expect("what was written can be parsed");
    assert_eq!(again.kind(), event.kind(), "the kind");
    assert_eq!(serde_json::to_string(&again).expect("it can be written"), written, "written a second time");
    assert!(again == event || matches!(event, Event::Unknown(_)), "the event that comes back");
    let text = std::str::from_utf8(body).expect("what was parsed is text");
    if let (Some(came), Some(back)) = (Json::parse(text), Json::parse(&written)) {
        assert_same(&came, &back, "");
    }
    keeps_unknown_fields(body, &event);
}

fn keeps_unknown_fields(body: &[u8], event: &Event) {
    const UNKNOWN: (&str, &str) = ("nobody knows this", r#"{"digits":1.50,"huge":123456789012345678901234567890}"#);
    let Some(mut fields) = fields_of(body) else { return };
    fields.push((UNKNOWN.0.to_owned(), UNKNOWN.1.to_owned()));
    if !matches!(event, Event::Unknown(_))
        && let Some(data) = data_of(&mut fields)
        && let Some(mut inner) = fields_of(data.as_bytes())
    {
        inner.push((UNKNOWN.0.to_owned(), UNKNOWN.1.to_owned()));
        *data = object(&inner);
    }
    let event = Event::parse(object(&fields).as_bytes()).expect("unknown fields do no harm");
    let written = serde_json::to_string(&event).expect("an event can be written");
    let field = format!("{:?}:{}", UNKNOWN.0, UNKNOWN.1);
    let sent = object(&fields).matches(&field).count();
    assert_eq!(written.matches(&field).count(), sent, "unknown fields that come back");
}

/// A value as it is and the same value as JSON in a string are the same event.
pub fn embedded(body: &[u8]) {
    let Ok(event) = Event::parse(body) else { return };
    let of = API.events.iter().copied().flatten().find(|known| known.id == event.kind().as_str());
    let Some(keys) = of.and_then(|of| embedded_keys(&of.data)) else { return };
    let Some(mut fields) = fields_of(body) else { return };
    let Some(mut inner) = data_of(&mut fields).and_then(|data| fields_of(data.as_bytes())) else { return };
    let mut compose = |inner: &[(String, String)]| {
        if let Some(data) = data_of(&mut fields) {
            *data = object(inner);
        }
        object(&fields)
    };
    let plain = compose(&inner);
    for (key, value) in &mut inner {
        if keys.iter().any(|known| known.name == key) && value.starts_with(['{', '[']) {
            *value = Value::from(value.as_str()).to_string();
        }
    }
    let embedded = compose(&inner);
    let plain = Event::parse(plain.as_bytes()).expect("the same fields can be parsed");
    let embedded = Event::parse(embedded.as_bytes()).expect("JSON in a string can be parsed");
    assert_eq!(embedded, plain, "the embedded form");
}

/// The fields of an event's data that may come as JSON in a string.
fn embedded_keys(data: &Payload) -> Option<Vec<&'static Field>> {
    let Payload::Typed(Type::Named(name, _)) = data else { return None };
    let Kind::Object { fields, .. } = &API.type_def(name)?.kind else { return None };
    Some(fields.iter().filter(|field| is_embedded(&field.type_)).collect())
}

fn is_embedded(type_: &Type) -> bool {
    match type_ {
        Type::Optional(of) => is_embedded(of),
        Type::Named(name, _) => match API.type_def(name).map(|type_| &type_.kind) {
            Some(Kind::Native { forms, .. }) => forms.iter().any(|form| matches!(form, Type::Encoded(_))),
            _ => false,
        },
        _ => false,
    }
}

/// The last field of the event's own data, as text.
fn data_of(fields: &mut [(String, String)]) -> Option<&mut String> {
    let key = API.delivery?.data;
    fields.iter_mut().rev().find(|(name, _)| name == key).map(|(_, value)| value)
}

fn object(fields: &[(String, String)]) -> String {
    let fields: Vec<String> =
        fields.iter().map(|(key, value)| format!("{}:{value}", Value::from(key.as_str()))).collect();
    format!("{{{}}}", fields.join(","))
}

/// The fields of an object in order, as text.
fn fields_of(text: &[u8]) -> Option<Vec<(String, String)>> {
    serde_json::from_slice::<Fields>(text).ok().map(|Fields(fields)| fields)
}

struct Fields(Vec<(String, String)>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some((key, value)) = map.next_entry::<String, &RawValue>()? {
                    fields.push((key, value.get().to_owned()));
                }
                Ok(Fields(fields))
            }
        }
        from.deserialize_map(InOrder)
    }
}

/// JSON whose numbers keep their digits. Of repeated keys the last one counts.
#[derive(Debug, PartialEq)]
enum Json {
    /// `null`, `true`, `false` or a number.
    Scalar(String),
    Text(String),
    List(Vec<Self>),
    Object(BTreeMap<String, Self>),
}

impl Json {
    fn parse(text: &str) -> Option<Self> {
        let raw: &RawValue = serde_json::from_str(text).ok()?;
        Some(match raw.get().as_bytes()[0] {
            b'{' => {
                let fields = fields_of(raw.get().as_bytes())?.into_iter();
                Self::Object(fields.map(|(key, value)| Some((key, Self::parse(&value)?))).collect::<Option<_>>()?)
            }
            b'[' => {
                let items: Vec<&RawValue> = serde_json::from_str(raw.get()).ok()?;
                Self::List(items.into_iter().map(|item| Self::parse(item.get())).collect::<Option<_>>()?)
            }
            // Half a surrogate pair is JSON and no text.
            b'"' => serde_json::from_str(raw.get()).map_or_else(|_| Self::Scalar(raw.get().to_owned()), Self::Text),
            _ => Self::Scalar(raw.get().to_owned()),
        })
    }
}

/// Equal as JSON, but for what the quirks of the webhook files declare: `number_or_string` (a number and its text stand
/// for each other), and a document in a string may be written anew.
fn assert_same(came: &Json, back: &Json, path: &str) {
    match (came, back) {
        (Json::Object(came), Json::Object(back)) => {
            for key in came.keys().chain(back.keys()) {
                let (Some(came), Some(back)) = (came.get(key), back.get(key)) else {
                    panic!("{path}: not in both: {key}")
                };
                assert_same(came, back, &format!("{path}.{key}"));
            }
        }
        (Json::List(came), Json::List(back)) if came.len() == back.len() => {
            came.iter().zip(back).for_each(|(came, back)| assert_same(came, back, &format!("{path}[]")));
        }
        (Json::Text(came_text), Json::Text(back_text)) if came_text != back_text => {
            match (Json::parse(came_text), Json::parse(back_text)) {
                (Some(came), Some(back)) => assert_same(&came, &back, path),
                _ => panic!("{path}: {came:?} came back as {back:?}"),
            }
        }
        (Json::Scalar(one), Json::Text(other)) | (Json::Text(one), Json::Scalar(other)) if one == other => {}
        // A whole number has no sign at zero.
        (Json::Scalar(one), Json::Scalar(other)) if one == "-0" && other == "0" => {}
        _ => assert_eq!(came, back, "{path}"),
    }
}
