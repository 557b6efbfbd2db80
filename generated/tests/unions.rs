//! Values of one of several types: which one they are read as, and that nothing of them is lost.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

pub use jing_openplatform::runtime;

pub mod shape;

use runtime::from_str;
use shape::unions::{Animal, Cat, Dog, Shape};

/// Reads, writes and compares as text, which has to be compact and in the order of the type's fields.
fn same<T: runtime::Read + serde::Serialize>(text: &str) -> T {
    let value: T = from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(serde_json::to_string(&value).unwrap(), text);
    value
}

#[test]
fn a_value_is_read_as_the_member_of_its_form() {
    assert!(matches!(same::<Shape>("\"round\""), Shape::String(name) if name == "round"));
    assert!(matches!(same::<Shape>("-7"), Shape::Integer(-7)));
    let Shape::ShapeList(list) = same::<Shape>(r#"["a",1,[],{"side":1}]"#) else { panic!("no list") };
    assert!(matches!(&list[..], [Shape::String(_), Shape::Integer(1), Shape::ShapeList(_), Shape::Square(_)]));
}

#[test]
fn an_object_is_the_member_whose_required_fields_are_there_and_that_knows_most_keys() {
    assert!(matches!(same::<Shape>(r#"{"x":1,"radius":2}"#), Shape::Circle(_)));
    assert!(matches!(same::<Shape>(r#"{"x":1,"side":2}"#), Shape::Square(_)));
    // Both know two keys, but a circle has to have a radius.
    assert!(matches!(same::<Shape>(r#"{"x":1,"owner":"B"}"#), Shape::Square(_)));
    // The circle knows two keys and the square three.
    assert!(matches!(same::<Shape>(r#"{"x":1,"side":2,"inner":3,"radius":2}"#), Shape::Square(_)));
    // Both know one: the first in the spec.
    assert!(matches!(same::<Shape>(r#"{"radius":2,"side":1}"#), Shape::Circle(_)));
    // A repeated key is one key.
    assert!(matches!(from_str(r#"{"side":1,"side":2,"radius":3}"#).unwrap(), Shape::Circle(_)));
    // Whatever way a key is written.
    assert!(matches!(from_str(r#" { "\u0073ide" : 1 , "x" : [ ] } "#).unwrap(), Shape::Other(_)));
    assert!(matches!(from_str(r#" { "\u0073ide" : 1 , "x" : 1 } "#).unwrap(), Shape::Square(_)));
}

#[test]
fn fields_that_the_member_does_not_know_are_kept() {
    let text = r#"{"radius":2,"color":{"name":"red","weight":1.50},"color":null}"#;
    let Shape::Circle(circle) = same::<Shape>(text) else { panic!("no circle") };
    assert_eq!(circle.unknown.len(), 2);
}

#[test]
fn what_fits_no_member_is_kept_as_it_came() {
    for text in ["true", "null", "1.50", "123456789012345678901234567890", r#"{"radius":"wide"}"#] {
        assert!(matches!(same::<Shape>(text), Shape::Other(raw) if raw.as_str() == text), "{text}");
    }
    // The innermost union keeps what does not fit, and what is around it is read.
    let text = r#"{"side":1,"inner":{"radius":[{"a":[1,{}]}],"x":1.0},"z":0.10}"#;
    let Shape::Square(square) = same::<Shape>(text) else { panic!("no square") };
    assert!(matches!(square.inner, Some(Shape::Other(raw)) if raw.as_str() == r#"{"radius":[{"a":[1,{}]}],"x":1.0}"#));
    // A list is one value: an item that fits nothing is kept within it.
    assert!(matches!(same::<Shape>("[1,false]"), Shape::ShapeList(list) if matches!(&list[1], Shape::Other(_))));
}

#[test]
fn text_that_is_not_json_is_an_error_with_its_place() {
    for text in [r#"{"radius":2"#, r#"{"radius":2,}"#, "[1,2", r#"{"side":tru}"#, "\"a", ""] {
        let error = from_str::<Shape>(text).unwrap_err();
        assert!(error.is_syntax() && error.to_string().contains("at line 1 column"), "{text}: {error}");
    }
}

#[test]
fn the_quirks_of_the_field_hold_for_the_members() {
    let square = |text: &str| match from_str::<Shape>(text).unwrap() {
        Shape::Square(square) => square.inner.unwrap(),
        other => panic!("{other:?}"),
    };
    // A form of its own goes before a quirk.
    assert!(matches!(square(r#"{"inner":"8"}"#), Shape::String(_)));
    assert!(matches!(square(r#"{"inner":8}"#), Shape::Integer(8)));
}

#[test]
fn a_tag_tells_the_member_wherever_it_stands() {
    assert!(matches!(same::<Animal>(r#"{"kind":"cat","lives":9}"#), Animal::Cat(cat) if cat.lives == Some(9)));
    let text = r#"{"enemy":{"kind":"cat","lives":8},"size":[1.0],"kind":"dog"}"#;
    let Animal::Dog(dog) = same::<Animal>(text) else { panic!("no dog") };
    assert!(matches!(dog.enemy, Some(Animal::Cat(_))));
    // A tag that the member does not declare is written back in its form.
    assert!(matches!(same::<Animal>(r#"{"kind":1}"#), Animal::First(_)));
    assert!(matches!(same::<Animal>(r#"{"kind":"1"}"#), Animal::First(_)));
    assert!(matches!(from_str(r#"{"\u006bind":"\u0063at"}"#).unwrap(), Animal::Cat(_)));
}

#[test]
fn of_a_repeated_tag_the_last_one_tells() {
    assert!(matches!(same::<Animal>(r#"{"kind":"cat","kind":"dog"}"#), Animal::Dog(_)));
    assert!(
        matches!(from_str(r#"{"kind":"dog","kind":"cat"}"#).unwrap(), Animal::Cat(cat) if cat.kind.as_deref() == Some("cat"))
    );
}

#[test]
fn a_tag_that_is_missing_or_not_known_makes_another_value() {
    let kept =
        [r#"{"kind":"cow","milk":1.50}"#, r#"{"lives":9}"#, r#"{"kind":["cat"]}"#, r#"{"kind":null}"#, "\"cat\""];
    for text in kept {
        assert!(matches!(same::<Animal>(text), Animal::Other(raw) if raw.as_str() == text), "{text}");
    }
    // The tag of something inside is not that of the object.
    assert!(matches!(same::<Animal>(r#"{"enemy":{"kind":"cat"}}"#), Animal::Other(_)));
}

#[test]
fn a_member_that_a_caller_makes_is_written_with_its_tag() {
    let written = |animal: &Animal| serde_json::to_string(animal).unwrap();
    let mut cat = Cat { lives: Some(9), ..Cat::default() };
    assert_eq!(written(&Animal::Cat(Box::new(cat.clone()))), r#"{"kind":"cat","lives":9}"#);
    cat.kind = Some("cat".to_owned());
    assert_eq!(written(&Animal::Cat(Box::new(cat.clone()))), r#"{"kind":"cat","lives":9}"#);
    let dog = Dog { enemy: Some(Animal::Cat(Box::default())), ..Dog::default() };
    assert_eq!(written(&Animal::Dog(Box::new(dog))), r#"{"kind":"dog","enemy":{"kind":"cat"}}"#);
}

#[test]
fn debug_hides_in_members_what_it_hides_elsewhere() {
    let shape: Shape = from_str(r#"[{"radius":1,"owner":"Bonnie"},{"radius":"Clyde"}]"#).unwrap();
    let shown = format!("{shape:?}");
    assert!(!shown.contains("Bonnie") && !shown.contains("Clyde") && shown.contains("<personal>"), "{shown}");
}

#[test]
fn serde_reads_and_writes_a_union_too() {
    let shapes: std::collections::BTreeMap<String, Shape> =
        serde_json::from_str(r#"{"a":{"radius":1.0},"b":1}"#).unwrap();
    assert_eq!(serde_json::to_string(&shapes).unwrap(), r#"{"a":{"radius":1.0},"b":1}"#);
}
