//! What ARCHITECTURE and STYLE say of the sources, as far as a text can show it.

mod support;

use std::collections::BTreeSet;
use std::fs;

use codegen::diagnostics::Code;
use codegen::file_tree::{FileTree, MARKER};

/// Lines of a hand-written file, of a function, of a `quote!`.
const CEILINGS: [usize; 3] = [400, 60, 30];

/// Folders with Rust code; the machine's are marked.
const FOLDERS: [&str; 4] = ["codegen/", "generated/", "xtask/", "tests/"];

/// Where the machine writes.
const MACHINE: [&str; 2] = ["generated/src/api/", "generated/testing/src/api/"];

fn is_machine(path: &str) -> bool {
    MACHINE.iter().any(|folder| path.starts_with(folder))
}

/// Every Rust file of the repository, by its path from the root.
fn sources() -> Vec<(String, String)> {
    let mut sources = Vec::new();
    for folder in FOLDERS {
        let files = FileTree::read(&support::root().join(folder), |name| name.ends_with(".rs"));
        for (path, text) in files.expect("the sources can be read").iter() {
            if !path.starts_with("target/") && !path.contains("/target/") {
                sources.push((format!("{folder}{path}"), text.to_owned()));
            }
        }
    }
    assert!(sources.len() > 100, "the sources are not where they were");
    sources
}

fn hand_written() -> impl Iterator<Item = (String, String)> {
    sources().into_iter().filter(|(path, _)| !is_machine(path))
}

fn below(folders: &'static [&str]) -> impl Iterator<Item = (String, String)> {
    sources().into_iter().filter(move |(path, _)| folders.iter().any(|folder| path.starts_with(folder)))
}

/// The lines of code outside of comments and of modules that only tests have, with their numbers.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    let lines = text[..end].lines().enumerate().map(|(number, line)| (number + 1, line));
    lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// Says what was found, if anything was.
fn none(found: Vec<String>) {
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

/// Blocks that start with a line of this kind, as first line and length: from there to the line that closes them.
/// All of the code is formatted, so that is the next one with as little indent.
fn blocks(text: &str, is_start: impl Fn(&str) -> bool) -> Vec<(usize, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut found = Vec::new();
    for (number, line) in lines.iter().enumerate().filter(|(_, line)| is_start(line)) {
        let end = lines[number + 1..]
            .iter()
            .position(|other| indent(other) == indent(line) && other.trim_start().starts_with(['}', ')', ']']));
        let is_open = line.ends_with(['{', '(', '[']);
        found.push((number + 1, if is_open { end.map_or(lines.len() - number, |end| end + 2) } else { 1 }));
    }
    found
}

fn starts_function(line: &str) -> bool {
    let words = line.trim_start().split(' ');
    let before: Vec<&str> = words.take_while(|word| *word != "fn").collect();
    line.trim_start().contains("fn ")
        && before.iter().all(|word| word.starts_with("pub") || ["const", "async"].contains(word))
}

#[test]
fn no_file_and_no_function_is_too_long() {
    let mut found = Vec::new();
    for (path, text) in hand_written() {
        if text.lines().count() > CEILINGS[0] {
            found.push(format!("{path}: {} lines, {} at the most", text.lines().count(), CEILINGS[0]));
        }
        // The head of a function may take lines of its own; what opens its body ends with `{`.
        for (line, length) in blocks(&joined_heads(&text), starts_function) {
            if length > CEILINGS[1] {
                found
                    .push(format!("{path}: function near line {line} has {length} lines, {} at the most", CEILINGS[1]));
            }
        }
        for (line, length) in blocks(&text, |line| line.contains("quote! {") || line.ends_with("quote!(")) {
            if path.starts_with("codegen/") && length > CEILINGS[2] {
                found.push(format!("{path}:{line}: quote! of {length} lines, {} at the most", CEILINGS[2]));
            }
        }
    }
    none(found);
}

/// The text with the head of each function in one line.
fn joined_heads(text: &str) -> String {
    let mut joined = String::new();
    let mut in_head = false;
    for line in text.lines() {
        in_head = (in_head || starts_function(line)) && !line.ends_with(['{', ';', '}']);
        joined.push_str(line);
        joined.push_str(if in_head { " " } else { "\n" });
    }
    joined
}

#[test]
fn the_ruler_measures() {
    let text = "fn a(\n    b: u8,\n) -> u8 {\n    1\n}\n\nfn c() {}\n    pub fn d() {\n        quote! {\n            x\n        }\n    }\n";
    assert_eq!(blocks(&joined_heads(text), starts_function), [(1, 3), (5, 1), (6, 5)]);
    assert_eq!(blocks(text, |line| line.contains("quote! {")), [(9, 3)]);
    assert!(!starts_function("// fn x() {") && !starts_function("let x = fn y();"));
}

#[test]
fn the_marker_stands_in_the_first_line_of_machine_written_files_and_of_no_other() {
    let mut found = Vec::new();
    for (path, text) in sources() {
        let marked = text.lines().next().is_some_and(|line| line.contains(MARKER));
        if marked != is_machine(&path) {
            found.push(format!("{path}: {}", if marked { "the marker does not belong here" } else { "no marker" }));
        }
    }
    none(found);
}

/// The lines of code in which one of the words stands.
fn naming(sources: impl Iterator<Item = (String, String)>, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in sources {
        for (number, line) in code(&text).filter(|(_, line)| words.iter().any(|word| line.contains(word))) {
            found.push(format!("{path}:{number}: {}", line.trim()));
        }
    }
    found
}

#[test]
fn nobody_uses_what_is_not_his() {
    none(naming(below(&["codegen/"]), &["jing_openplatform", "xtask::"]));
    none(naming(below(&["generated/"]), &["codegen::", "xtask::"]));
    none(naming(below(&["generated/src/runtime/"]), &["crate::api", "super::api", "jing_openplatform"]));
    none(naming(below(&["xtask/src/"]), &["jing_openplatform"]));
}

#[test]
fn machine_written_code_names_only_the_runtime_itself_and_std() {
    let mut found = Vec::new();
    for (path, text) in below(&["generated/src/api/"]) {
        for (number, line) in code(&text).filter(|(_, line)| !line.trim_start().starts_with("#[d")) {
            let used = line.trim_start().strip_prefix("use ").or_else(|| line.trim_start().strip_prefix("pub use "));
            let crates = ["serde", "jiff", "codegen", "jing_openplatform"];
            let outside = |text: &str| crates.iter().any(|name| text.contains(&format!("{name}::")));
            let stranger = used.is_some_and(|path| {
                let known = ["crate::runtime::", "crate::api::", "std::"];
                !known.iter().any(|start| path.starts_with(start)) && !line.starts_with("pub use ")
            });
            let elsewhere =
                line.split("crate::").skip(1).any(|rest| !rest.starts_with("runtime::") && !rest.starts_with("api::"));
            if stranger || elsewhere || outside(line) || line.contains("allow(") {
                found.push(format!("{path}:{number}: {}", line.trim()));
            }
        }
    }
    none(found);
}

/// Where the tools are: what knows nothing of any one API.
const TOOLS: [&str; 2] = ["codegen/src/", "generated/src/runtime/"];

#[test]
fn the_generator_and_the_runtime_know_no_word_of_the_api() {
    let words = words_of_the_api();
    assert!(words.len() > 100, "{words:?}");
    let mut found = Vec::new();
    for (path, text) in below(&TOOLS) {
        for (number, line) in text.lines().enumerate() {
            let words = words.iter().filter(|word| holds_word(line, word));
            found.extend(words.map(|word| format!("{path}:{}: `{word}` in: {}", number + 1, line.trim())));
            if line.to_lowercase().contains("jing") {
                found.push(format!("{path}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    none(found);
}

/// Whether the word stands in the line with nothing of a word on either side.
fn holds_word(line: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + word.len()..]);
        !before.ends_with(is_part) && !after.starts_with(is_part)
    })
}

/// Names that only this API can have brought in: types, paths, values that events match on, headers, long field names.
fn words_of_the_api() -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for (path, text) in support::real_spec().iter().filter(|(path, _)| path.ends_with(".yaml")) {
        let mut in_types = false;
        for line in text.lines() {
            in_types = if line.starts_with(char::is_alphabetic) { line.starts_with("types:") } else { in_types };
            let (key, value) = line.trim_start().split_once(':').unwrap_or((line, ""));
            let indent = line.len() - line.trim_start().len();
            if in_types && indent == 2 && key.starts_with(char::is_uppercase) {
                words.insert(key.to_owned());
            }
            if ["get", "post", "put", "patch", "delete"].contains(&key) && value.trim().starts_with('/') {
                words.insert(value.trim().to_owned());
            }
            if key == "match" {
                let values = value.split(['{', ',', '}']).filter_map(|pair| pair.split_once(':'));
                words.extend(values.map(|(_, value)| value.trim().to_owned()));
            }
            if in_types && indent == 6 && key.contains('_') && key.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
                words.insert(key.to_owned());
            }
        }
        if path == "api.yaml" {
            let headers = text.split("  headers:\n").nth(1).unwrap_or_default().lines();
            let headers = headers.take_while(|line| line.starts_with("    ")).filter_map(|line| line.split_once(':'));
            words.extend(headers.map(|(name, _)| name.trim().to_owned()));
        }
    }
    // Words of the dialect, of OAuth and of Rust.
    let common = ["rust_name", "Identity", "lead", "account", "user_id"];
    let of_tokens = ["app_id", "app_secret", "access_token", "refresh_token", "expires_in", "token_type"];
    words.retain(|word| word.len() > 3 && !common.iter().chain(&of_tokens).any(|other| word == other));
    words
}

#[test]
fn the_generator_has_no_order_but_its_own_and_never_gives_up() {
    none(naming(below(&["codegen/src/"]), &["HashMap", "HashSet", "RandomState"]));
    let unshipped = |path: &str| {
        path.ends_with("/tests.rs") || ["/tests/", "/benches/", "/fuzz/"].iter().any(|of| path.contains(of))
    };
    let shipped = below(&["codegen/", "generated/", "xtask/"]).filter(|(path, _)| !unshipped(path));
    none(naming(shipped, &[".unwrap()", "panic!(", "todo!(", "unimplemented!(", "dbg!("]));
}

#[test]
fn the_manual_lists_every_code() {
    let manual = fs::read_to_string(support::root().join("spec/README.md")).expect("the manual is there");
    let (_, section) = manual.split_once("\n## Diagnostics\n").expect("the manual has the section");
    let section = section.split("\n## ").next().unwrap_or_default();
    let rows: Vec<Vec<&str>> = section
        .lines()
        .filter(|line| line.starts_with("| `E"))
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect();
    let listed: Vec<(String, &str)> = rows.iter().map(|row| (row[0].trim_matches('`').to_owned(), row[1])).collect();
    let wanted: Vec<(String, &str)> = Code::ALL.iter().map(|code| (code.to_string(), code.meaning())).collect();
    assert_eq!(listed, wanted);
    for row in rows {
        assert!(row.len() == 3 && row[2].ends_with('.'), "{row:?}: code, meaning, cure");
    }
}
