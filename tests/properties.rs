//! What the fuzz targets hold, on every fixture, on what they once found, and on fixtures with random damage.

#[path = "../generated/testing/fuzz/properties.rs"]
mod properties;
#[path = "../generated/testing/fuzz/receiving.rs"]
mod receiving;

use std::fs;
use std::sync::LazyLock;

use jing_openplatform::Event;
use jing_openplatform_testing::fixtures::{self, Form};
use proptest::prelude::*;
use proptest::sample::{Index, select};

fn check(body: &[u8]) {
    properties::parse(body);
    properties::round_trip(body);
    properties::embedded(body);
    receiving::receiver(&[&[0; 8], body].concat());
}

/// Every fixture in both forms, with and without unknown fields.
static BODIES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let seeds = fixtures::all().flat_map(|fixture| (0..3).map(move |seed| fixture.clone().seed(seed)));
    let forms = seeds.flat_map(|fixture| Form::ALL.map(|form| fixture.clone().form(form)));
    forms.flat_map(|fixture| [fixture.body(), fixture.unknown_fields().body()]).collect()
});

#[test]
fn the_properties_hold_for_every_fixture() {
    for body in BODIES.iter() {
        assert!(Event::parse(body).is_ok());
        check(body);
    }
}

#[test]
fn the_properties_hold_for_what_the_fuzzer_found() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/generated/testing/fuzz/kept");
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let body = fs::read(entry.expect("an entry").path()).expect("a file");
        check(&body);
    }
}

/// What is put into a body: what JSON is made of, and what may stand where something else is expected.
const PIECES: [&str; 28] = [
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "\\",
    "\\\"",
    "\\u0000",
    "\\ud800",
    "null",
    "true",
    "\"\"",
    "\"-\"",
    "1e400",
    "-0",
    "1.50",
    "\"1.50\"",
    "9223372036854775808",
    "{}",
    "[]",
    "[null,null]",
    "\"{}\"",
    "\"[]\"",
    "\"extra_data\":",
    "\"event_type\":\"object_create\",",
    " ",
];

#[derive(Clone, Debug)]
enum Damage {
    Insert(Index, &'static str),
    Remove(Index, usize),
    /// The value after a colon becomes another one.
    Replace(Index, &'static str),
    Byte(Index, u8),
}

fn damage() -> impl Strategy<Value = Damage> {
    let place = any::<Index>;
    prop_oneof![
        1 => (place(), select(&PIECES[..])).prop_map(|(at, piece)| Damage::Insert(at, piece)),
        1 => (place(), 1_usize..40).prop_map(|(at, length)| Damage::Remove(at, length)),
        4 => (place(), select(&PIECES[11..25])).prop_map(|(at, piece)| Damage::Replace(at, piece)),
        1 => (place(), any::<u8>()).prop_map(|(at, byte)| Damage::Byte(at, byte)),
    ]
}

fn apply(damage: &Damage, body: &mut Vec<u8>) {
    match damage {
        Damage::Insert(at, piece) => {
            let at = at.index(body.len() + 1);
            body.splice(at..at, piece.bytes());
        }
        Damage::Remove(at, length) if !body.is_empty() => {
            let start = at.index(body.len());
            body.drain(start..body.len().min(start + length));
        }
        Damage::Replace(at, piece) => {
            let values: Vec<usize> = (0..body.len()).filter(|at| body[*at] == b':').map(|at| at + 1).collect();
            if values.is_empty() {
                return;
            }
            let start = values[at.index(values.len())];
            let mut from = serde_json::Deserializer::from_slice(&body[start..]).into_iter::<serde::de::IgnoredAny>();
            let _ = from.next();
            let end = start + from.byte_offset();
            body.splice(start..end, piece.bytes());
        }
        Damage::Byte(at, byte) if !body.is_empty() => {
            let at = at.index(body.len());
            body[at] = *byte;
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_000) })]

    #[test]
    fn the_properties_hold_for_damaged_fixtures(
        body in any::<Index>(), damages in prop::collection::vec(damage(), 1..5),
    ) {
        let mut body = body.get(&BODIES).clone();
        damages.iter().for_each(|damage| apply(damage, &mut body));
        check(&body);
    }

    #[test]
    fn a_receiver_answers_as_it_should_however_a_fixture_is_sent(
        body in any::<Index>(), damages in prop::collection::vec(damage(), 0..3), how in any::<[u8; 8]>(),
    ) {
        let mut body = body.get(&BODIES).clone();
        damages.iter().for_each(|damage| apply(damage, &mut body));
        receiving::receiver(&[&how, &*body].concat());
    }

    #[test]
    fn the_properties_hold_for_any_bytes(body in prop::collection::vec(any::<u8>(), 0..64)) {
        check(&body);
    }
}
