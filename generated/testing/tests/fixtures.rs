//! Every fixture is the event that it says, in both forms, with any seed.
#![allow(missing_docs)]

use std::collections::{BTreeSet, HashSet};

use jing_openplatform::{Event, EventKind};
use jing_openplatform_testing::api::API;
use jing_openplatform_testing::fixtures::{self, Fixture, Form};
use jing_openplatform_testing::model::{Field, Kind, Payload, Type};
use serde_json::{Value, json};

const SEEDS: u64 = 12;

/// Every event in both forms, with and without unknown fields, with some seeds.
fn every_fixture() -> impl Iterator<Item = Fixture> {
    let forms = fixtures::all().flat_map(|fixture| Form::ALL.map(|form| fixture.clone().form(form)));
    let unknown = forms.flat_map(|fixture| [fixture.clone(), fixture.unknown_fields()]);
    unknown.flat_map(|fixture| (0..SEEDS).map(move |seed| fixture.clone().seed(seed)))
}

#[test]
fn every_event_has_a_fixture_of_its_own_kind() {
    let kinds: BTreeSet<EventKind> = fixtures::all().map(|fixture| fixture.kind()).collect();
    assert_eq!(kinds, EventKind::ALL.iter().copied().collect());
    assert_eq!(fixtures::all().count(), EventKind::ALL.len());
    assert_eq!(fixtures::account_created().kind(), EventKind::AccountCreated);
    assert_eq!(fixtures::of(EventKind::LeadOwnerChanged).unwrap().id(), "lead.owner_changed");
    assert!(fixtures::of(EventKind::Unknown).is_none());
}

#[test]
fn every_fixture_parses_into_its_variant() {
    for fixture in every_fixture() {
        let event = fixture.parse().unwrap_or_else(|error| panic!("{fixture:?}: {error}\n{}", fixture.text()));
        assert_eq!(event.kind(), fixture.kind(), "{fixture:?}");
    }
}

#[test]
fn both_forms_are_the_same_event() {
    for fixture in every_fixture() {
        let plain = fixture.clone().form(Form::Plain).parse().unwrap();
        assert_eq!(fixture.parse().unwrap(), plain, "{fixture:?}");
    }
}

#[test]
fn the_embedded_form_has_json_in_strings_and_the_plain_one_has_none() {
    let is_document = |value: &Value| value.as_str().is_some_and(|text| text.starts_with(['{', '[']));
    for fixture in [fixtures::account_created(), fixtures::account_updated(), fixtures::lead_restored()] {
        let (plain, embedded) = (fixture.clone().value(), fixture.embedded().value());
        for key in ["mapping_data", "mapping_data_text", "timeline_data"] {
            assert!(plain["extra_data"][key].is_object(), "{key}");
            assert!(is_document(&embedded["extra_data"][key]), "{key}");
        }
    }
    let logo = |value: &Value| value["account_logo"][0].clone();
    let created = fixtures::account_created();
    assert!(logo(&created.value()["extra_data"]["mapping_data"]).is_array());
    let text = created.embedded().value()["extra_data"]["mapping_data"].as_str().unwrap().to_owned();
    assert!(is_document(&logo(&serde_json::from_str(&text).unwrap())), "a string in a string");
}

#[test]
fn without_a_seed_it_is_the_example_down_to_the_numbers_and_the_order() {
    let mut with_example = 0;
    for event in API.events.iter().copied().flatten() {
        let Some(example) = event.examples.first() else { continue };
        with_example += 1;
        let fixture = Fixture::of(event);
        assert_eq!(fixture.parse().unwrap(), Event::parse(example.text.as_bytes()).unwrap());
        let compact = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let texts = [fixture.clone().text(), fixture.embedded().text()].map(|text| compact(&text));
        assert!(texts.contains(&compact(example.text)), "{}", event.id);
    }
    assert_eq!(with_example, 3);
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_one_another_body() {
    for fixture in fixtures::all() {
        let bodies: HashSet<Vec<u8>> = (0..SEEDS).map(|seed| fixture.clone().seed(seed).body()).collect();
        assert_eq!(bodies.len(), SEEDS as usize, "{}", fixture.id());
        assert_eq!(fixture.clone().seed(3).body(), fixture.seed(3).body());
    }
}

/// What was written down once stays: tests of others may rely on it.
#[test]
fn the_bytes_of_a_seed_do_not_change() {
    let text = fixtures::track_custom().seed(7).text();
    let head =
        r#"{"mid":48601,"event_category":"sample event category 7169","event_type":"customEvent","action_keyword":"#;
    let middle = r#""sample action keyword 9283","create_time":1782415177,"openplatform":"sample openplatform 6019","#;
    let data = r#""extra_data":{"id":"MadeUpBuH8Hpq7foBaefzF","name":"Sample 2125","count":4}}"#;
    assert_eq!(text, format!("{head}{middle}{data}"));
}

#[test]
fn open_data_is_a_small_object() {
    let value = fixtures::score_identity_grade_changed().value();
    let keys: Vec<&String> = value["extra_data"].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["count", "id", "name"]);
}

#[test]
fn unknown_fields_stand_in_every_object_and_come_back() {
    let expected = json!({ "list": [1.5, null, "made up"] });
    let unknown = |value: &Value| {
        let fields = value.as_object().unwrap().iter();
        fields.filter(|(key, value)| key.starts_with("unknown_") && **value == expected).count()
    };
    for fixture in [fixtures::account_created(), fixtures::lead_voided()] {
        let fixture = fixture.unknown_fields();
        let sent = fixture.value();
        let back = serde_json::to_value(fixture.parse().unwrap()).unwrap();
        for value in [&sent, &back] {
            assert_eq!(unknown(value), 1);
            assert_eq!(unknown(&value["extra_data"]), 1);
            assert_eq!(unknown(&value["extra_data"]["timeline_data"]), 1);
        }
        assert!(serde_json::to_string(&fixture.parse().unwrap()).unwrap().contains("1.50"), "digit for digit");
    }
}

/// The tables name no type that is not in them.
#[test]
fn every_name_in_the_tables_leads_to_a_type() {
    fn check(type_: &Type) {
        match type_ {
            Type::List(of) | Type::Map(of) | Type::Optional(of) | Type::Encoded(of) => check(of),
            Type::Named(name, arguments) => {
                assert!(API.type_def(name).is_some(), "{name}");
                arguments.iter().for_each(check);
            }
            _ => {}
        }
    }
    let fields = |fields: &[Field]| fields.iter().for_each(|field| check(&field.type_));
    let payload = |payload: &Payload| match payload {
        Payload::Typed(type_) | Payload::Form(type_) | Payload::Multipart(type_) => check(type_),
        Payload::Open | Payload::Empty | Payload::Binary(_) | Payload::Text(_) => {}
    };
    for type_ in API.types.iter().copied().flatten() {
        match &type_.kind {
            Kind::Object { fields: of, rest } => {
                fields(of);
                rest.iter().for_each(check);
            }
            Kind::Native { forms, .. } => forms.iter().for_each(check),
            Kind::Enum { values, .. } => assert!(!values.is_empty()),
            Kind::Union { members, .. } => members.iter().for_each(|(_, type_)| check(type_)),
        }
    }
    for operation in API.operations.iter().copied().flatten() {
        [operation.path_parameters, operation.query, operation.headers, operation.cookies].into_iter().for_each(fields);
        [&operation.body, &operation.returns].into_iter().for_each(payload);
    }
    API.events.iter().copied().flatten().for_each(|event| payload(&event.data));
    fields(API.delivery.unwrap().fields);
}
