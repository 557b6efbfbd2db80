//! The runtime's reader accepts what serde_json accepts, and nothing else.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

pub use jing_openplatform::runtime;

use runtime::{ReadError, Reader};
use serde_json::Value;

/// Reads everything by the reader's own means, and gives it in serde_json's type.
fn read(from: &mut Reader<'_>) -> Result<Value, ReadError> {
    Ok(match from.peek() {
        Some(b'{') => {
            let mut object = serde_json::Map::new();
            from.object(|from, key| {
                object.insert(key.into_owned(), read(from)?);
                Ok(())
            })?;
            Value::Object(object)
        }
        Some(b'[') => {
            let mut list = Vec::new();
            from.list(|from, _| {
                list.push(read(from)?);
                Ok(())
            })?;
            Value::Array(list)
        }
        Some(b'"') => Value::String(from.string()?.into_owned()),
        Some(b't' | b'f') => Value::Bool(from.boolean()?),
        Some(b'-' | b'0'..=b'9') => serde_json::from_str(from.number()?).unwrap_or(Value::Null),
        _ if from.take_nothing(runtime::Quirks::NONE)? => Value::Null,
        _ => return Err(from.mismatch("a value")),
    })
}

fn whole(text: &str) -> Result<Value, ReadError> {
    let mut from = Reader::new(text);
    let value = read(&mut from)?;
    from.end().map(|()| value)
}

fn agree(text: &str) {
    let mut skipping = Reader::new(text);
    let skipped = skipping.skip().and_then(|()| skipping.end());
    assert_eq!(skipped.is_ok(), serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok(), "{text}");
    match (whole(text), serde_json::from_str::<Value>(text)) {
        (Ok(ours), Ok(theirs)) => assert_eq!(ours, theirs, "{text}"),
        (Err(_), Err(_)) => {}
        // Numbers beyond f64 are text to us.
        (Ok(_), Err(error)) => assert!(error.to_string().contains("number out of range"), "{text}: {error}"),
        (Err(error), Ok(_)) => panic!("{text}: {error}"),
    }
}

const SEEDS: [&str; 6] = [
    r#"{"a":[1,-2.50e+3,true,false,null,""],"b":{"c":"x\n\u00e9\ud83d\ude00\\\"\/"},"d":{},"e":[]}"#,
    r#" [ { "k" : "中文 long enough for two words" } , [ [ ] ] , 0 , -0 , 0.0 , 1E9 ] "#,
    r#"{"embedded":"{\"a\":[\"[\\\"1\\\"]\"]}","a":"a","a":"b"}"#,
    "\"eight888\"",
    "\"a\u{7f}\u{80}\u{2028}\"",
    "[\"\\u0000\\b\\f\\r\\t\"]",
];

#[test]
fn every_prefix_and_every_single_change_is_judged_alike() {
    const PUT: &[u8] = b"\"\\{}[],:019-+.eEtfnul \n\x01\x1f/x";
    for seed in SEEDS {
        for at in 0..=seed.len() {
            let Some((before, after)) = seed.split_at_checked(at) else { continue };
            agree(before);
            for &byte in PUT {
                agree(&format!("{before}{}{after}", char::from(byte)));
                let mut rest = after.chars();
                rest.next();
                agree(&format!("{before}{}{}", char::from(byte), rest.as_str()));
                agree(&format!("{before}{}", rest.as_str()));
            }
        }
    }
}

#[test]
fn random_texts_of_json_characters_are_judged_alike() {
    const PIECES: [&str; 24] = [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "d83d", "0", "1", "9", "-", ".", "e", "+", "true", "null",
        " ", "\"a\"", "\"k\":", "é", "\t",
    ];
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for _ in 0..200_000 {
        let length = next() % 12;
        let text: String = (0..length).map(|_| PIECES[(next() % PIECES.len() as u64) as usize]).collect();
        agree(&text);
    }
}

#[test]
fn strings_end_where_they_should_at_every_offset() {
    for length in 0..40 {
        for special in ["", "\\n", "\\\\", "\\\"", "é", "\u{1}", "\u{1f}", "\u{7f}", "\u{ff}", "!", "#", "[", "]"] {
            let text = format!("[\"{}{special}{}\",1]", "a".repeat(length), "b".repeat(9));
            agree(&text);
        }
    }
}
