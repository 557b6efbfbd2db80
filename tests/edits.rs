//! Edits of the real spec: the file then says what was meant, and every byte outside of the edit is as it was.

mod support;

use codegen::diagnostics::Step;
use codegen::edit::{Style, Yaml, insert, push, set};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof, proptest};
use proptest::prop_assert;
use proptest::sample::Index;
use serde_yaml::Value;

/// Every node of a document, by its path.
fn paths(value: &Value, at: &[Step], found: &mut Vec<(Vec<Step>, Value)>) {
    found.push((at.to_vec(), value.clone()));
    let mut below = |step, value| paths(value, &[at, &[step]].concat(), found);
    match value {
        Value::Mapping(map) => map.iter().for_each(|(key, value)| below(Step::Key(key_text(key)), value)),
        Value::Sequence(items) => {
            items.iter().enumerate().for_each(|(index, value)| below(Step::Index(index), value));
        }
        _ => {}
    }
}

fn key_text(key: &Value) -> String {
    match key {
        Value::String(text) => text.clone(),
        other => serde_yaml::to_string(other).expect("a plain key").trim().to_owned(),
    }
}

fn read(text: &str) -> Value {
    serde_yaml::from_str(text).expect("it is YAML")
}

/// What stands at a path.
fn at<'a>(value: &'a Value, path: &[Step]) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, step| match step {
        Step::Index(index) => value.get(*index),
        Step::Key(name) => value.as_mapping()?.iter().find(|(key, _)| key_text(key) == *name).map(|(_, value)| value),
    })
}

/// The document without what stands at a path, as text: two that are equal say the same elsewhere.
fn without(value: &Value, path: &[Step]) -> String {
    let mut all = Vec::new();
    paths(value, &[], &mut all);
    let elsewhere = all.into_iter().filter(|(other, value)| {
        let is_leaf = !matches!(value, Value::Mapping(_) | Value::Sequence(_));
        is_leaf && !other.starts_with(path)
    });
    elsewhere.map(|(path, value)| format!("{path:?} {value:?}\n")).collect()
}

/// The bytes that two texts have in common at their starts and at their ends.
fn common(old: &str, new: &str) -> (usize, usize) {
    let start = old.bytes().zip(new.bytes()).take_while(|(one, other)| one == other).count();
    let left = old.len().min(new.len()) - start;
    let end = old.bytes().rev().zip(new.bytes().rev()).take(left).take_while(|(one, other)| one == other).count();
    (start, end)
}

/// What stands behind the hashes, sorted.
fn comments(text: &str) -> Vec<&str> {
    let comment = |line: &'_ str| match line.trim_start().starts_with('#') {
        true => line.find('#'),
        false => line.find(" # "),
    };
    let mut found: Vec<&str> = text.lines().filter_map(|line| Some(line[comment(line)?..].trim())).collect();
    found.sort_unstable();
    found
}

fn texts() -> impl Strategy<Value = Yaml> {
    let text = prop_oneof!["[ -~]{0,20}", "[a-z_]{1,9}", "[一-龥 :#,]{1,9}", Just("list<string>?".to_owned())];
    prop_oneof![
        text.clone().prop_map(Yaml::Text),
        text.clone().prop_map(|text| Yaml::List(Style::Flow, vec![Yaml::Text(text)])),
        (text.clone(), text.clone())
            .prop_map(|(one, other)| Yaml::flow([("type", Yaml::Text(one)), ("doc", Yaml::Text(other))])),
        (text.clone(), text).prop_map(|(one, other)| Yaml::block([
            ("doc", Yaml::Text(one)),
            ("fields", Yaml::block([("a", Yaml::Text(other))]))
        ])),
    ]
}

/// The file that is chosen, with line ends and an end of its own, and one of its nodes.
fn chosen(file: Index, node: Index, crlf: bool, cut: bool) -> (String, Vec<Step>, Value) {
    let spec = support::real_spec();
    let files: Vec<&str> = spec.iter().filter(|(path, _)| path.ends_with(".yaml")).map(|(_, text)| text).collect();
    let text = files[file.index(files.len())];
    let text = if cut { text.trim_end() } else { text };
    let text = if crlf { text.replace('\n', "\r\n") } else { text.to_owned() };
    let mut found = Vec::new();
    paths(&read(&text), &[], &mut found);
    let (path, value) = found.swap_remove(node.index(found.len()));
    (text, path, value)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_added_entry_changes_no_other_byte(
        file in any::<Index>(), node in any::<Index>(), crlf: bool, cut: bool, value in texts(), front: bool,
    ) {
        let (old, path, found) = chosen(file, node, crlf, cut);
        let keys: Vec<String> = found.as_mapping().into_iter().flatten().map(|(key, _)| key_text(key)).collect();
        let before: Vec<&str> = keys.iter().skip(1).map(String::as_str).filter(|_| front).collect();
        let path = [&path[..], &[Step::Key("made_up".into())]].concat();
        match insert(&old, &path, &value, &before) {
            Ok(new) => {
                let (start, end) = common(&old, &new);
                prop_assert!(start + end >= old.len(), "more than added:\n{new}");
                prop_assert!(at(&read(&new), &path).is_some(), "{new}");
                let was = if found.is_mapping() { &path[..] } else { &path[..path.len() - 1] };
                prop_assert!(without(&read(&new), &path) == without(&read(&old), was), "{new}");
                prop_assert!(new.matches('\n').count() == new.matches("\r\n").count() || !crlf);
                prop_assert!(new.ends_with('\n') != cut, "{new}");
            }
            Err(_) => prop_assert!(!found.is_mapping()),
        }
    }

    #[test]
    fn a_value_that_is_replaced_leaves_the_rest_and_every_comment(
        file in any::<Index>(), node in any::<Index>(), crlf: bool, cut: bool, value in texts(),
    ) {
        let (old, path, found) = chosen(file, node, crlf, cut);
        match set(&old, &path, &value) {
            Ok(new) => {
                prop_assert!(without(&read(&new), &path) == without(&read(&old), &path), "{new}");
                let (now, before) = (comments(&new), comments(&old));
                prop_assert!(before.iter().all(|comment| now.contains(comment)), "{new}");
                prop_assert!(new.matches('\n').count() == new.matches("\r\n").count() || !crlf);
            }
            // Comments stand inside, or it is the whole document.
            Err(_) => prop_assert!(found.is_mapping() || found.is_sequence(), "{path:?}"),
        }
    }

    #[test]
    fn a_list_that_grows_changes_no_other_byte(
        file in any::<Index>(), node in any::<Index>(), crlf: bool, cut: bool, value in texts(),
    ) {
        let (old, path, found) = chosen(file, node, crlf, cut);
        if let Ok(new) = push(&old, &path, &value) {
            let (start, end) = common(&old, &new);
            prop_assert!(start + end >= old.len(), "more than added:\n{new}");
            // Where nothing stood, there is a list now.
            prop_assert!(found.is_sequence() || found.is_null(), "{path:?}");
            let (items, now) = (found.as_sequence().map_or(&[][..], Vec::as_slice), read(&new));
            let now = at(&now, &path).and_then(Value::as_sequence).expect("a list");
            prop_assert!(now.len() == items.len() + 1 && now.starts_with(items), "{new}");
        } else {
            prop_assert!(!found.is_sequence());
        }
    }
}
