//! No input makes the generator panic, hang or overflow the stack; what it cannot use it explains.

mod support;

use codegen::diagnostics::Diagnostics;
use codegen::file_tree::FileTree;
use proptest::prelude::*;
use proptest::sample::Index;

/// One thing done to a file.
#[derive(Clone, Debug)]
enum Change {
    CutLine,
    RepeatLine,
    SwapLines(Index),
    Token(Index, Index),
    Indent(usize),
    Deepen(usize),
    Insert(Index, String),
    CutFile,
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        1 => Just(Change::CutLine),
        1 => Just(Change::RepeatLine),
        1 => any::<Index>().prop_map(Change::SwapLines),
        3 => any::<(Index, Index)>().prop_map(|(which, by)| Change::Token(which, by)),
        1 => (0..9_usize).prop_map(Change::Indent),
        1 => (1..60_usize).prop_map(Change::Deepen),
        1 => (any::<Index>(), "\\PC{0,12}").prop_map(|(at, text)| Change::Insert(at, text)),
        1 => Just(Change::CutFile),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_spec_is_used_or_explained(
        changes in prop::collection::vec((any::<Index>(), any::<Index>(), change()), 1..4),
    ) {
        let mut files: Vec<(String, String)> = owned(&support::real_spec());
        for (file, line, change) in changes {
            apply(&mut files, file, line, change);
        }
        used_or_explained(&files.into_iter().collect());
    }

    #[test]
    fn any_text_is_used_or_explained(text in "\\PC{0,80}", at in 0..FILES.len()) {
        used_or_explained(&with(FILES[at], &text));
    }

    #[test]
    fn any_type_expression_is_used_or_explained(text in "[a-zA-Z<>?, ]{0,40}") {
        used_or_explained(&with("resources/things.yaml", &operation(&format!("returns: {text:?}"))));
    }
}

const FILES: [&str; 5] =
    ["api.yaml", "types.yaml", "resources/things.yaml", "webhooks/things.yaml", "examples/things.json"];

fn apply(files: &mut [(String, String)], file: Index, line: Index, change: Change) {
    let words: Vec<String> = files.iter().flat_map(|(_, text)| tokens(text)).map(str::to_owned).collect();
    let at = file.index(files.len());
    let mut lines: Vec<String> = files[at].1.lines().map(str::to_owned).collect();
    if lines.is_empty() {
        return;
    }
    let here = line.index(lines.len());
    match change {
        Change::CutLine => drop(lines.remove(here)),
        Change::RepeatLine => lines.insert(here, lines[here].clone()),
        Change::SwapLines(other) => {
            let other = other.index(lines.len());
            lines.swap(here, other);
        }
        Change::Token(which, by) => {
            let found: Vec<String> = tokens(&lines[here]).map(str::to_owned).collect();
            if !found.is_empty() {
                lines[here] = lines[here].replacen(&found[which.index(found.len())], &words[by.index(words.len())], 1);
            }
        }
        Change::Indent(spaces) => lines[here] = format!("{}{}", " ".repeat(spaces), lines[here].trim_start()),
        Change::Deepen(depth) => {
            let deep = format!("{}string{}", "list<".repeat(depth), ">".repeat(depth));
            lines[here] = lines[here].replace("string", &deep);
        }
        Change::Insert(column, text) => {
            let column = column.index(lines[here].chars().count() + 1);
            let byte = lines[here].char_indices().nth(column).map_or(lines[here].len(), |(byte, _)| byte);
            lines[here].insert_str(byte, &text);
        }
        Change::CutFile => lines.truncate(here),
    }
    files[at].1 = lines.join("\n") + "\n";
}

fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|token| !token.is_empty())
}

fn owned(files: &FileTree) -> Vec<(String, String)> {
    files.iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}

/// Either code that can be parsed, or diagnostics that can be rendered and say where.
fn used_or_explained(spec: &FileTree) {
    match codegen::generate(spec) {
        Ok(made) => assert!(made.iter().all(|(_, text)| text.starts_with("// @generated"))),
        Err(wrong) => explains(&wrong, spec),
    }
}

fn explains(wrong: &Diagnostics, spec: &FileTree) {
    let told = wrong.render(spec, "spec/", false);
    assert!(!wrong.is_empty(), "an error without a reason");
    assert!(told.matches("error[E").count() >= wrong.len() && told.contains("--> spec/"), "{told}");
}

/// A tiny spec in which one file has this text.
fn with(path: &str, text: &str) -> FileTree {
    let mut files = support::with_head(FileTree::new());
    files.insert(path, text);
    files
}

fn operation(more: &str) -> String {
    format!(
        "resource: things\ntitle: {{ en: Things }}\noperations:\n  get:\n    title: {{ en: Get }}\n    \
         evidence: {{ level: documented, source: page }}\n    get: /v1/thing\n    {more}\n"
    )
}

/// Refused with this code, or with any one that starts so.
fn is_refused(spec: &FileTree, code: &str) {
    let wrong = codegen::generate(spec).expect_err("it should be refused");
    assert!(wrong.iter().any(|one| one.code.as_str().starts_with(code)), "{}", support::shown(&wrong, spec));
    explains(&wrong, spec);
}

#[test]
fn an_empty_spec_is_explained() {
    is_refused(&FileTree::new(), "E005");
    for path in FILES {
        for text in ["", "\n", "---\n", "# nothing\n", "~", "[]", "{}", "0", "\"", "\u{feff}"] {
            used_or_explained(&with(path, text));
        }
    }
}

#[test]
fn deep_yaml_is_explained() {
    for piece in ["[", "{a: ", "- ", "? ", "a:\n ", "&a [*a, "] {
        for path in FILES {
            is_refused(&with(path, &piece.repeat(4_000)), "");
        }
    }
    for path in &FILES[..4] {
        is_refused(&with(path, &format!("{}{}\n", "[".repeat(4_000), "]".repeat(4_000))), "E030");
    }
    let flow = format!("resource: things\ntitle: {}1{}\n", "[".repeat(100), "]".repeat(100));
    is_refused(&with("resources/things.yaml", &flow), "E004");
}

#[test]
fn an_alias_bomb_is_refused() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..30 {
        let before = vec![format!("*a{}", level - 1); 9].join(", ");
        text.push_str(&format!("a{level}: &a{level} [{before}]\n"));
    }
    for path in &FILES[..4] {
        is_refused(&with(path, &text), "");
    }
}

#[test]
fn a_deep_type_expression_is_refused() {
    for depth in [17, 1_000, 200_000] {
        let deep = format!("{}string{}", "list<".repeat(depth), ">".repeat(depth));
        is_refused(&with("resources/things.yaml", &operation(&format!("returns: {deep}"))), "E030");
    }
}

#[test]
fn long_chains_of_includes_are_refused() {
    let evidence = "evidence: { level: documented, source: page }";
    let chain = |length: usize| {
        let mut text = operation("returns: T0") + "types:\n";
        for level in 0..length {
            text.push_str(&format!("  T{level}: {{ {evidence}, include: [T{}], fields: {{}} }}\n", level + 1));
        }
        text + &format!("  T{length}: {{ {evidence}, fields: {{}} }}\n")
    };
    used_or_explained(&with("resources/things.yaml", &chain(31)));
    is_refused(&with("resources/things.yaml", &chain(200)), "E030");
}

#[test]
fn a_long_chain_of_types_needs_no_stack() {
    let mut text = operation("returns: T0") + "types:\n";
    let evidence = "evidence: { level: documented, source: page }";
    for level in 0..2_000 {
        text.push_str(&format!("  T{level}: {{ {evidence}, fields: {{ next: T{}? }} }}\n", (level + 1) % 2_000));
    }
    let made = support::generate("a circle", &with("resources/things.yaml", &text));
    assert!(made.get("things/types.rs").is_some_and(|text| text.contains("Option<Box<T1999>>")));
}

#[test]
fn a_scalar_of_5_mb_is_used_or_explained() {
    let long = "long ".repeat(1_000_000);
    used_or_explained(&with("resources/things.yaml", &operation(&format!("doc: {long}"))));
    used_or_explained(&with("resources/things.yaml", &operation(&format!("returns: {long}"))));
    used_or_explained(&with("resources/things.yaml", &operation(&format!("{}: 1", "x".repeat(5_000_000)))));
}

#[test]
fn other_line_ends_and_marks_mean_the_same() {
    let plain = support::with_head(FileTree::new());
    let wanted = {
        let mut files = plain.clone();
        files.insert("resources/things.yaml", operation("summary: Gets.") + "    returns: string\n");
        support::generate("plain", &files)
    };
    let text = operation("summary: Gets.") + "    returns: string\n";
    for (name, text) in [("CRLF", text.replace('\n', "\r\n")), ("BOM", format!("\u{feff}{text}"))] {
        let mut files = plain.clone();
        files.insert("resources/things.yaml", text);
        assert_eq!(support::generate(name, &files), wanted, "{name}");
    }
}

#[test]
fn tabs_and_control_characters_are_explained() {
    for text in
        ["\tresource: things\n", "resource:\tthings\n\ttitle: x\n", "resource: thi\0ngs\n", "\0", "\u{1b}[31m: x\n"]
    {
        is_refused(&with("resources/things.yaml", text), "");
    }
    let bell = operation("summary: \"a \\a \\0 \\x1b[31m \\u2028 \\u202e b\"");
    used_or_explained(&with("resources/things.yaml", &bell));
}
