//! What a change of the spec means: each rule on a spec that shows it, forwards and back.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use codegen::diff::rules::{ALL, Rust, Wire};
use codegen::diff::{Bump, Change, bump, compare, markdown};
use codegen::file_tree::FileTree;

const BASE: &str = include_str!("fixtures/diff/base.yaml");
const CASES: &str = include_str!("fixtures/diff/cases.txt");

/// A change of the base spec, and what is told of it.
struct Case {
    name: String,
    /// Text that is replaced by another.
    edits: Vec<(String, String)>,
    /// What is told of the change, a line each.
    told: Vec<String>,
    /// What is told of the change back.
    back: Vec<String>,
}

/// `## name`, then lines: `- text that goes`, `+ text that comes`, `> told`, `< told of the way back`.
fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in CASES.lines() {
        let (mark, text) = line.split_at_checked(2).unwrap_or((line, ""));
        let text = text.replace("\\n", "\n");
        if let Some(name) = line.strip_prefix("## ") {
            cases.push(Case { name: name.to_owned(), edits: Vec::new(), told: Vec::new(), back: Vec::new() });
        }
        let Some(case) = cases.last_mut() else { continue };
        match mark {
            "- " => case.edits.push((text, String::new())),
            "+ " => case.edits.last_mut().expect("a line with - in front").1 = text,
            "> " => case.told.push(text),
            "< " => case.back.push(text),
            _ => {}
        }
    }
    cases
}

fn resolve(name: &str, spec: &FileTree) -> codegen::ir::Api {
    codegen::resolve(spec).unwrap_or_else(|wrong| panic!("{name}:\n{}", support::shown(&wrong, spec)))
}

fn base() -> codegen::ir::Api {
    resolve("the base", &support::split(BASE))
}

fn edited(case: &Case) -> codegen::ir::Api {
    let mut text = BASE.to_owned();
    for (from, to) in &case.edits {
        assert_eq!(text.matches(from.as_str()).count(), 1, "{}: `{from}` has to stand once", case.name);
        text = text.replace(from.as_str(), to);
    }
    resolve(&case.name, &support::split(&text))
}

const fn wire(of: Wire) -> &'static str {
    match of {
        Wire::Untouched => "-",
        Wire::Fits => "fits",
        Wire::Breaks => "breaks",
    }
}

const fn rust(of: Rust) -> &'static str {
    match of {
        Rust::Same => "same",
        Rust::Adds => "adds",
        Rust::Breaks => "breaks",
        Rust::BreaksIfSent => "breaks if sent",
    }
}

/// `rule | subject | detail | sender | receiver | Rust | bump`
fn told(changes: &[Change]) -> Vec<String> {
    let line = |of: &Change| {
        let effects = [wire(of.sender), wire(of.receiver), rust(of.rust), of.bump().name()];
        format!("{} | {} | {} | {}", of.rule.name, of.subject, of.detail, effects.join(" | "))
    };
    changes.iter().map(line).collect()
}

#[test]
fn each_change_is_told_with_what_it_means() {
    let mut differ = String::new();
    for case in cases() {
        let (old, new) = (base(), edited(&case));
        let (there, back) = (told(&compare(&old, &new)), told(&compare(&new, &old)));
        if (&there, &back) != (&case.told, &case.back) {
            let _ = writeln!(differ, "## {}", case.name);
            there.iter().for_each(|line| differ.push_str(&format!("> {line}\n")));
            back.iter().for_each(|line| differ.push_str(&format!("< {line}\n")));
        }
    }
    assert!(differ.is_empty(), "found:\n{differ}");
}

#[test]
fn every_rule_has_a_case_and_every_case_a_rule() {
    let rule = |line: &String| line.split(" | ").next().unwrap_or_default().to_owned();
    let shown: BTreeSet<String> =
        cases().iter().flat_map(|case| case.told.iter().chain(&case.back).map(rule)).collect();
    let known: BTreeSet<String> = ALL.iter().map(|rule| rule.name.to_owned()).collect();
    assert_eq!(shown, known);
}

#[test]
fn a_spec_does_not_differ_from_itself() {
    for (name, spec) in support::fixtures("good").into_iter().chain([("the spec".to_owned(), support::real_spec())]) {
        let api = resolve(&name, &spec);
        assert_eq!(told(&compare(&api, &api)), Vec::<String>::new(), "{name}");
    }
    assert_eq!(bump(&[]), None);
    assert_eq!(markdown(&[]), "No changes.\n");
}

#[test]
fn the_manual_has_every_rule_as_it_is() {
    let manual = fs::read_to_string(support::root().join("docs/diff.md")).expect("the manual is there");
    let rows: Vec<&str> = manual.lines().filter(|line| line.starts_with("| `")).collect();
    let row = |rule: &codegen::diff::rules::Rule| {
        let effects = [wire(rule.sender), wire(rule.receiver), rust(rule.rust)];
        format!("| `{}` | {} | {} |", rule.name, rule.what, effects.join(" | "))
    };
    let wanted: Vec<String> = ALL.iter().map(row).collect();
    assert_eq!(rows.join("\n"), wanted.join("\n"));
}

#[test]
fn a_section_of_the_changelog_names_the_version_and_puts_what_breaks_first() {
    let cases = cases();
    let of = |name: &str| cases.iter().find(|case| case.name == name).expect("the case");
    let (removed, added) = (of("an optional field of what is sent"), of("an assumed path"));
    let text = markdown(&compare(&edited(removed), &base()));
    assert!(text.starts_with("The next version is a major one.\n\n### Breaking\n\n- `Wish.extra`: "), "{text}");
    let text = markdown(&compare(&base(), &edited(added)));
    assert!(
        text.starts_with(
            "The next version is a patch one.\n\n### Corrected assumptions\n\n- `things.guess`: another path: "
        ),
        "{text}"
    );
    assert_eq!(bump(&compare(&base(), &edited(removed))), Some(Bump::Minor));
}

#[test]
fn the_command_takes_folders_and_tells_what_is_neither_a_folder_nor_a_revision() {
    let (old, new) = (support::scratch("diff-old"), support::scratch("diff-new"));
    for (folder, text) in [(&old, BASE.to_owned()), (&new, BASE.replace("get: /bare", "get: /naked"))] {
        for (path, text) in support::split(&text).iter() {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, text).expect("written");
        }
    }
    let run = |words: &[&str]| {
        let code = xtask::run(["diff"].iter().chain(words).map(Into::into));
        ["0", "1", "2"].into_iter().find(|digit| format!("{code:?}").contains(digit))
    };
    let (before, after) = (old.to_str().expect("text"), new.to_str().expect("text"));
    assert_eq!(run(&[before, after]), Some("0"));
    assert_eq!(run(&[before, after, "--markdown"]), Some("0"));
    for wrong in [&["no-such-revision", after][..], &["--no-such-option", after], &[":spec", after], &[]] {
        assert_eq!(run(wrong), Some("2"), "{wrong:?}");
    }
    fs::write(new.join("api.yaml"), "api: [").expect("written");
    assert_eq!(run(&[before, after]), Some("2"), "a bad spec");
}
