//! What the user is told of each mistake.

mod support;

use std::collections::BTreeMap;

use codegen::diagnostics::Code;
use codegen::file_tree::FileTree;

#[test]
fn a_mistake_is_told_like_this() {
    for (name, spec) in support::fixtures("bad") {
        let wrong = codegen::generate(&spec).err();
        let told =
            wrong.map_or_else(|| "nothing is wrong with this\n".to_owned(), |wrong| support::shown(&wrong, &spec));
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "snapshots/bad" }, {
            insta::assert_snapshot!(name, told);
        });
    }
}

#[test]
fn a_fixture_is_told_what_its_name_says() {
    for (name, spec) in support::fixtures("bad").into_iter().filter(|(name, _)| name.starts_with('E')) {
        let codes = codes(&spec);
        assert!(codes.contains_key(&name[..4]), "{name} is told {codes:?}");
    }
}

#[test]
fn every_code_has_a_fixture() {
    let fixtures = support::fixtures("bad");
    let told: Vec<_> = fixtures.iter().map(|(_, spec)| codes(spec)).collect();
    let never = Code::ALL.iter().filter(|code| !told.iter().any(|told| told.contains_key(code.as_str())));
    assert_eq!(never.collect::<Vec<_>>(), Vec::<&Code>::new());
}

#[test]
fn several_mistakes_are_told_at_once_with_their_files_and_lines() {
    let fixtures = support::fixtures("bad");
    let (_, spec) = fixtures.iter().find(|(name, _)| name == "several_at_once").expect("the fixture is there");
    let told = support::shown(&codegen::generate(spec).expect_err("it is wrong"), spec);
    let places = [
        "--> spec/resources/things.yaml:6:",
        "--> spec/resources/things.yaml:11:",
        "--> spec/resources/things.yaml:15:",
        "--> spec/types.yaml:",
        "--> spec/webhooks/thing.yaml:5:",
    ];
    for place in places {
        assert!(told.contains(place), "{place} is not in\n{told}");
    }
}

/// What a fixture is told: how often each code.
fn codes(spec: &FileTree) -> BTreeMap<&'static str, usize> {
    let mut codes = BTreeMap::new();
    for diagnostic in codegen::generate(spec).err().iter().flatten() {
        *codes.entry(diagnostic.code.as_str()).or_default() += 1;
    }
    codes
}
