use super::{EditError, Style, Yaml, comment, insert, push, remove, rename, set};
use crate::diagnostics::Step;

fn path(text: &str) -> Vec<Step> {
    let step = |step: &str| step.parse().map_or(Step::Key(step.to_owned()), Step::Index);
    text.split('.').filter(|step| !step.is_empty()).map(step).collect()
}

fn text(text: &str) -> Yaml {
    Yaml::text(text)
}

fn done(edited: Result<String, EditError>) -> String {
    edited.expect("there is a place")
}

const TYPES: &str = "# head\ntypes: # of this file\n  # of A\n  A:\n    doc: a # why\n    fields:\n      x: string?\n      y: { type: string?, doc: Two words } # two\n      # end of the fields\n\n  # of B\n  B: { doc: b }\n";

#[test]
fn a_value_is_replaced_and_the_comment_on_its_line_stays() {
    assert_eq!(done(set(TYPES, &path("types.A.doc"), &text("b: c"))), TYPES.replacen("doc: a #", "doc: \"b: c\" #", 1));
    let edited = done(set(TYPES, &path("types.A.fields.y.doc"), &text("one, two")));
    assert_eq!(edited, TYPES.replacen("doc: Two words }", "doc: \"one, two\" }", 1));
    assert_eq!(done(set("a: [1, 2] # x", &path("a.1"), &text("3"))), "a: [1, \"3\"] # x");
    assert_eq!(done(set("a:\n- x # one\n- y\n", &path("a.0"), &text("z"))), "a:\n- z # one\n- y\n");
}

#[test]
fn an_entry_is_added_in_the_style_of_its_map() {
    let edited = done(set(TYPES, &path("types.A.fields.z"), &text("list<string>?")));
    assert_eq!(edited, TYPES.replacen("of the fields\n", "of the fields\n      z: list<string>?\n", 1));
    let edited = done(set(TYPES, &path("types.A.fields.y.personal"), &Yaml::Plain("true".into())));
    assert_eq!(edited, TYPES.replacen("words }", "words, personal: true }", 1));
    let edited = done(set(TYPES, &path("types.B.evidence.level"), &text("observed")));
    assert_eq!(edited, TYPES.replacen("doc: b }", "doc: b, evidence: { level: observed } }", 1));
    let edited = done(set(TYPES, &path("types.C"), &Yaml::block([("doc", text("c"))])));
    assert_eq!(edited, format!("{TYPES}\n  C:\n    doc: c\n"));
}

#[test]
fn an_entry_goes_in_front_of_the_keys_that_come_behind_it() {
    let old = "post: /a\n# of the body\nbody: open\nreturns: open\n";
    let edited = done(insert(old, &path("query"), &text("open"), &["body", "returns"]));
    assert_eq!(edited, "post: /a\nquery: open\n# of the body\nbody: open\nreturns: open\n");
    let edited = done(insert(TYPES, &path("quirks"), &Yaml::List(Style::Flow, vec![text("a")]), &["events"]));
    assert_eq!(edited, format!("{TYPES}quirks: [a]\n"));
    assert_eq!(insert(old, &path("body"), &text("x"), &[]), Err(EditError::Taken { path: path("body") }));
}

#[test]
fn a_long_form_takes_the_place_of_a_short_one() {
    let long = Yaml::block([("type", text("string?")), ("quirks", Yaml::List(Style::Flow, vec![text("x")]))]);
    let edited = done(set("f:\n  x: string? # why\n  y: 1\n", &path("f.x"), &long));
    assert_eq!(edited, "f:\n  x: # why\n    type: string?\n    quirks: [x]\n  y: 1\n");
    let edited = done(set("f:\n  x: # why\n    type: a\n  y: 1\n", &path("f.x"), &text("b")));
    assert_eq!(edited, "f:\n  x: b # why\n  y: 1\n");
    let edited = done(set("n: >-\n  one\n  two\n\n# c\nm: 1\n", &path("n"), &text("x")));
    assert_eq!(edited, "n: x\n\n# c\nm: 1\n");
}

#[test]
fn a_comment_inside_of_what_is_replaced_is_never_lost() {
    let lost = |line| Err(EditError::LosesComment { line });
    assert_eq!(set(TYPES, &path("types.A"), &text("x")), lost(5));
    assert_eq!(set("f:\n  x:\n    # why\n    type: a # not this\n", &path("f.x"), &text("b")), lost(3));
    assert_eq!(set("f: [\n  1, # why\n  2\n]\n", &path("f"), &text("b")), lost(2));
    assert_eq!(remove(TYPES, &path("types.A")), lost(5));
    // No comments.
    assert_eq!(done(set("f: \"a # b\"\n", &path("f"), &text("b"))), "f: b\n");
}

#[test]
fn lists_grow_in_brackets_and_on_lines() {
    assert_eq!(done(push("a: [x] # c\nb: 1", &path("a"), &text("w"))), "a: [x, w] # c\nb: 1");
    assert_eq!(done(push("a: []\n", &path("a"), &text("w"))), "a: [w]\n");
    assert_eq!(done(push("a:\n", &path("a"), &text("w"))), "a: [w]\n");
    assert_eq!(done(push("b: 1\n", &path("a.c"), &text("w"))), "b: 1\n\na:\n  c: [w]\n");
    assert_eq!(done(push("a:\n- x\n# c\nb: 1\n", &path("a"), &text("w"))), "a:\n- x\n- w\n# c\nb: 1\n");
    let item = Yaml::block([("x", text("z")), ("m", Yaml::block([("k", text("v"))]))]);
    assert_eq!(done(push("a:\n  - x: 1 # c\n", &path("a"), &item)), "a:\n  - x: 1 # c\n  - x: z\n    m:\n      k: v\n");
    let lines = "a: [\n  x, # one\n  y # two\n]\n";
    assert_eq!(done(push(lines, &path("a"), &text("z"))), "a: [\n  x, # one\n  y, # two\n  z\n]\n");
    let lines = "a: {\n    x: 1,\n    y: 2, # two\n}\n";
    assert_eq!(done(set(lines, &path("a.z"), &text("w"))), "a: {\n    x: 1,\n    y: 2, # two\n    z: w,\n}\n");
    assert_eq!(push("a: { x: 1 }\n", &path("a"), &text("w")), Err(EditError::NoPlace { path: path("a") }));
}

#[test]
fn what_is_empty_gets_its_first_entry() {
    let entry = Yaml::block([("doc", text("x"))]);
    assert_eq!(done(set("t: {} # none\nu: 1\n", &path("t.A"), &entry)), "t: # none\n  A:\n    doc: x\nu: 1\n");
    assert_eq!(done(set("t:\n  # none\nu: 1\n", &path("t.A"), &entry)), "t:\n  # none\n  A:\n    doc: x\nu: 1\n");
    assert_eq!(done(set("t: { u: {} }\n", &path("t.u.A"), &entry)), "t: { u: { A: { doc: x } } }\n");
    assert_eq!(
        done(set("v:\n  acme:\n  other:\n", &path("v.acme.doc"), &text("x"))),
        "v:\n  acme:\n    doc: x\n  other:\n"
    );
    assert_eq!(done(set("", &path("t.A"), &entry)), "t:\n  A:\n    doc: x\n");
}

#[test]
fn line_ends_indent_and_the_end_of_the_file_are_kept() {
    let old = "a:\r\n    b: 1 # c\r\nd: |\r\n    text\r\n";
    let entry = Yaml::block([("x", Yaml::block([("m", text("z"))]))]);
    let edited = done(set(old, &path("a.e"), &entry));
    assert_eq!(edited, "a:\r\n    b: 1 # c\r\n\r\n    e:\r\n        x:\r\n            m: z\r\nd: |\r\n    text\r\n");
    assert_eq!(done(set("a:\n  b: 1", &path("c"), &text("x"))), "a:\n  b: 1\nc: x");
    assert_eq!(done(set("\u{feff}a: 1\n", &path("b"), &text("x"))), "\u{feff}a: 1\nb: x\n");
    assert_eq!(done(set("a: 1 # 中文\n", &path("b"), &text("值"))), "a: 1 # 中文\nb: 值\n");
}

#[test]
fn an_entry_is_taken_away_and_comments_are_not() {
    assert_eq!(done(remove("a: 1\n# of b\nb: 2 # two\nc: 3\n", &path("b"))), "a: 1\n# of b\n# two\nc: 3\n");
    assert_eq!(done(remove("a: { x: 1, y: 2, z: 3 } # c\n", &path("a.y"))), "a: { x: 1, z: 3 } # c\n");
    assert_eq!(done(remove("a: { x: 1, y: 2 }\n", &path("a.y"))), "a: { x: 1 }\n");
    assert_eq!(done(remove("a:\n  x: 1\nb: 2\n", &path("a.x"))), "a: {}\nb: 2\n");
    assert_eq!(done(remove("a:\n  - x: 1\n    y: 2\n", &path("a.0.x"))), "a:\n  - y: 2\n");
}

#[test]
fn a_key_is_renamed_and_its_value_untouched() {
    assert_eq!(done(rename("a: 1\npost: /x # c\n", &path("post"), "get")), "a: 1\nget: /x # c\n");
    assert_eq!(done(rename("a: { b: 1 }\n", &path("a.b"), "x: y")), "a: { \"x: y\": 1 }\n");
    // It would stand twice.
    assert!(rename("a: 1\nb: 2\n", &path("a"), "b").is_err());
}

#[test]
fn a_comment_goes_above_its_entry() {
    assert_eq!(done(comment("a:\r\n  b: 1\r\n", &path("a.b"), "why\nso")), "a:\r\n  # why so\r\n  b: 1\r\n");
    assert_eq!(comment("a: { b: 1 }\n", &path("a.b"), "why"), Err(EditError::NoPlace { path: path("a.b") }));
}

#[test]
fn a_text_comes_back_as_it_was_whatever_it_holds() {
    let odd = [
        "",
        " ",
        "true",
        "No",
        "1",
        "1.5",
        "0x1f",
        "~",
        "-",
        "- x",
        "a: b",
        "a #b",
        "a:",
        "#",
        "&x",
        "*x",
        "!x",
        "%",
        "@",
        "`",
        "\"",
        "'",
        "\\",
        "a\nb",
        "a\tb",
        "\u{1}",
        "\u{202e}",
        "{x",
        "[x",
        "x}",
        "x, y",
        "2022-11-22",
        "+08:00",
        "中文",
        "😀",
        "<<",
        "=",
        "---",
        "...",
        "? x",
        "| x",
        "> x",
        ".inf",
        "null",
        "a\r",
    ];
    for one in odd {
        for (old, at) in [("a:\n  b: 1\n", "a.b"), ("a: { b: 1 }\n", "a.b"), ("a: [1]\n", "a.0")] {
            let edited = done(set(old, &path(at), &text(one)));
            let read: serde_yaml::Value = serde_yaml::from_str(&edited).expect("it is YAML");
            let read = if at == "a.0" { read["a"][0].clone() } else { read["a"]["b"].clone() };
            assert_eq!(read.as_str(), Some(one), "{edited}");
        }
        let edited = done(set("a: 1\n", &path_of(&["b", one]), &text("x")));
        assert!(serde_yaml::from_str::<serde_yaml::Value>(&edited).is_ok(), "{edited}");
    }
}

fn path_of(steps: &[&str]) -> Vec<Step> {
    steps.iter().map(|step| Step::Key((*step).to_owned())).collect()
}

#[test]
fn what_no_edit_fits_is_refused() {
    let refused = |text: &str, at: &str| set(text, &path(at), &Yaml::text("x")).expect_err(text);
    assert_eq!(refused("a: text\n", "a.b"), EditError::NoPlace { path: path("a.b") });
    assert_eq!(refused("a: [1]\n", "a.b"), EditError::NoPlace { path: path("a.b") });
    assert_eq!(refused("a: [1]\n", "a.7"), EditError::NoPlace { path: path("a.7") });
    assert!(matches!(refused("a: [1\n", "b"), EditError::Unreadable { .. }));
    assert!(matches!(refused("a: &x { b: 1 }\nc: *x\n", "a"), EditError::Unreadable { .. }));
    assert!(matches!(remove("a: 1\n", &path("b")), Err(EditError::NoPlace { .. })));
}
