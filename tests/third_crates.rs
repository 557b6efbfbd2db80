//! What the public surface may name of other crates: serde and serde_json, so that a next version of any other is no
//! break of this one.

mod support;

use std::fs;

use codegen::file_tree::FileTree;

/// The crates that the surface may name.
const OURS: [&str; 2] = ["serde", "serde_json"];

/// Folders of features that are surfaces of their own.
const FEATURES: [&str; 3] = ["runtime/client/", "runtime/inbox/", "runtime/receiver/"];

/// Features that are there to work with other crates.
const WITH_OTHERS: [&str; 4] = ["actix", "axum", "inbox", "receiver"];

/// The sources of the crate by their path below `src`.
fn sources() -> FileTree {
    let folder = support::root().join("generated/src");
    FileTree::read(&folder, |name| name.ends_with(".rs")).expect("the sources can be read")
}

/// The crate's dependencies but for ours, as they are named in code.
fn strangers() -> Vec<String> {
    let manifest = fs::read_to_string(support::root().join("generated/Cargo.toml")).expect("the manifest is there");
    let (_, dependencies) = manifest.split_once("\n[dependencies]\n").expect("a list of dependencies");
    let dependencies = dependencies.split("\n[").next().unwrap_or_default();
    let names = dependencies.lines().filter_map(|line| Some(line.split_once(" = ")?.0.replace('-', "_")));
    let strangers: Vec<String> = names.filter(|name| !OURS.contains(&name.as_str())).collect();
    assert!(strangers.len() > 10, "{strangers:?}");
    strangers
}

/// Whether a line names the crate as the beginning of a path.
fn names(line: &str, name: &str) -> bool {
    let is_path = |at: usize| {
        let (before, after) = (&line[..at], &line[at + name.len()..]);
        let is_whole = !before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':' || c == '.');
        is_whole
            && (after.starts_with("::") || before.trim_end().ends_with("use") && after.starts_with([' ', ';', ':']))
    };
    line.match_indices(name).any(|(at, _)| is_path(at))
}

/// The lines of code, each with the feature that its item stands under, if it does.
fn code(text: &str) -> Vec<(usize, &str, Option<&str>)> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let (mut under, mut lines) = (None, Vec::new());
    for (number, line) in text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().lines().enumerate() {
        if let Some(rest) = line.trim_start().strip_prefix("#[cfg(feature = \"") {
            under = Some((indent(line), rest.split('"').next().unwrap_or_default()));
        }
        if !line.trim_start().starts_with("//") {
            lines.push((number + 1, line, under.map(|(_, feature)| feature)));
        }
        let is_end = |at: usize| indent(line) == at && (line.trim_start().starts_with('}') || line.ends_with(';'));
        if under.is_some_and(|(at, _)| is_end(at)) {
            under = None;
        }
    }
    lines
}

#[test]
fn operations_types_and_events_name_no_crate_but_serde_unless_it_was_asked_for() {
    let strangers = strangers();
    let mut found = Vec::new();
    let sources = sources();
    let files = sources.iter().filter(|(path, _)| !FEATURES.iter().any(|folder| path.starts_with(folder)));
    for (path, text) in files {
        for (number, line, feature) in code(text) {
            let is_opted = |name: &String| feature.is_some_and(|of| of == name || WITH_OTHERS.contains(&of));
            let named = strangers.iter().filter(|name| names(line, name) && !is_opted(name));
            found.extend(named.map(|name| format!("{path}:{number}: `{name}` in: {}", line.trim())));
        }
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

/// What a public item of a client says of itself: up to its body, or to the end of a field or variant.
fn signatures(text: &str) -> Vec<String> {
    let mut signatures = Vec::new();
    let mut lines = text.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    while let Some(line) = lines.next() {
        if !line.starts_with("pub ") || line.starts_with("pub use ") {
            continue;
        }
        let mut whole = line.to_owned();
        while !whole.ends_with(['{', ';', ',', '}']) || whole.matches('(').count() != whole.matches(')').count() {
            let Some(line) = lines.next() else { break };
            whole.push_str(line);
        }
        signatures.push(whole);
    }
    signatures
}

#[test]
fn the_client_shows_nothing_of_its_http_stack() {
    let stack = ["hyper", "hyper_util", "hyper_rustls", "rustls", "tokio", "tower_service", "Bytes", "Uri", "http::"];
    let (mut count, mut found) = (0, Vec::new());
    for (path, text) in sources().iter().filter(|(path, _)| path.starts_with("runtime/client/")) {
        for signature in signatures(text) {
            count += 1;
            let words = signature.split(|c: char| !c.is_alphanumeric() && c != '_');
            let named: Vec<&str> = words.filter(|word| stack.contains(word)).collect();
            if !named.is_empty() {
                found.push(format!("{path}: {named:?} in: {signature}"));
            }
        }
    }
    assert!(count > 100 && found.is_empty(), "{count} signatures\n{}\n", found.join("\n"));
}

#[test]
fn a_stranger_is_noticed() {
    assert!(names("fn a() -> http::HeaderMap {", "http") && names("use tokio::time;", "tokio"));
    assert!(names("pub use bytes;", "bytes") && !names("self.bytes()", "bytes"));
    assert!(!names("crate::http::x", "http") && !names("my_http::x", "http"));
    let text = "#[cfg(feature = \"jiff\")]\nfn a() {\n    x\n}\nfn b() {}";
    let features: Vec<Option<&str>> = code(text).iter().map(|(.., feature)| *feature).collect();
    assert_eq!(features, [Some("jiff"), Some("jiff"), Some("jiff"), Some("jiff"), None]);
    let text =
        "pub fn a(\n    self,\n    b: Bytes,\n) -> u8 {\n    pub(crate) x\n}\npub struct B {\n    pub c: Uri,\n}";
    assert_eq!(signatures(text), ["pub fn a(self,b: Bytes,) -> u8 {", "pub struct B {", "pub c: Uri,"]);
}
