//! What each fixture turns into, and that nothing but the spec decides it.

mod support;

use codegen::file_tree::FileTree;

#[test]
fn a_feature_turns_into_this() {
    for (name, spec) in support::fixtures("good") {
        let made = support::generate(&name, &spec);
        let own_head = support::root().join("tests/fixtures/good").join(&name).join("api.yaml").exists();
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, joined(&made, own_head));
        });
    }
}

/// All files, without their first lines; the root only where the fixture has a head of its own.
fn joined(made: &FileTree, with_root: bool) -> String {
    let shown = made.iter().filter(|(path, _)| with_root || *path != "mod.rs");
    let file = |(path, text): (&str, &str)| {
        let (_, text) = text.split_once('\n').expect("a marker");
        format!("==> {path}\n{text}")
    };
    shown.map(file).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_fixture_shows_one_feature_in_25_lines() {
    // The naming courses list names, and a list has as many lines as it has names.
    for (name, _) in support::fixtures("good").into_iter().filter(|(name, _)| !name.starts_with("names_")) {
        let folder = support::root().join("tests/fixtures/good").join(&name);
        let files = FileTree::read(&folder, |_| true).expect("the fixture can be read");
        for (path, text) in files.iter() {
            assert!(text.lines().count() <= 25, "{name}/{path} has {} lines", text.lines().count());
        }
    }
}

#[test]
fn the_same_spec_gives_the_same_bytes_in_whatever_order_its_files_come() {
    let spec = support::real_spec();
    let first = support::generate("the spec", &spec);
    let mut backwards: Vec<_> = spec.iter().collect();
    backwards.reverse();
    let mut again = FileTree::new();
    backwards.into_iter().for_each(|(path, text)| again.insert(path, text));
    assert_eq!(first, support::generate("the spec", &again));
    assert_eq!(first, support::generate("the spec", &spec));
}

#[test]
fn the_same_mistakes_are_told_in_the_same_order() {
    for (name, spec) in support::fixtures("bad") {
        let told = || codegen::generate(&spec).expect_err(&name).render(&spec, "", false);
        assert_eq!(told(), told(), "{name}");
    }
}
