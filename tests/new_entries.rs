//! `cargo xtask new operation` and `new event`, on a copy of the real spec.

mod support;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use codegen::file_tree::FileTree;

/// A copy of the real spec in a folder of the test's own.
fn copy(name: &str) -> PathBuf {
    let folder = support::scratch(name);
    for (path, text) in support::real_spec().iter() {
        codegen::file_tree::write_whole(&folder.join(path), text).expect("the copy can be written");
    }
    folder
}

fn new(kind: &str, id: &str, spec: &Path) -> ExitCode {
    let words = ["new", kind, id, "--spec"].map(OsString::from);
    xtask::run(words.into_iter().chain([spec.as_os_str().to_owned()]))
}

fn read(spec: &Path) -> FileTree {
    xtask::generate::read_spec(spec).expect("the spec can be read")
}

/// What was added to a text, if nothing else was done to it.
fn added<'a>(old: &str, new: &'a str) -> &'a str {
    let start = old.bytes().zip(new.bytes()).take_while(|(one, other)| one == other).count();
    let end = old.len() - start;
    assert!(new.len() >= old.len() && old.as_bytes()[start..] == new.as_bytes()[new.len() - end..], "more than added");
    let start = new[..start].rfind('\n').map_or(0, |at| at + 1);
    &new[start..new.len() - end]
}

#[test]
fn both_skeletons_hold_as_they_stand_and_nothing_else_is_touched() {
    let folder = copy("new_both");
    assert_eq!(new("operation", "leads.made_up", &folder), ExitCode::SUCCESS);
    assert_eq!(new("event", "account.made_up", &folder), ExitCode::SUCCESS);
    let (old, files) = (support::real_spec(), read(&folder));
    let crate_ = support::generate("the copy", &files);
    assert!(crate_.get("leads/made_up.rs").is_some_and(|text| text.contains("/v1/lead/made_up")));
    assert_eq!(files.len(), old.len());
    for (path, text) in files.iter() {
        let piece = added(old.get(path).expect("no file is new"), text);
        let wanted = match path {
            "resources/leads.yaml" => "  made_up:\n",
            "webhooks/account.yaml" => "  made_up:\n",
            _ => "",
        };
        assert_eq!(piece.is_empty(), wanted.is_empty(), "{path}:\n{piece}");
        assert!(piece.contains(wanted), "{path}:\n{piece}");
    }
}

#[test]
fn an_event_goes_in_front_of_the_types_of_its_file() {
    let folder = copy("new_event");
    assert_eq!(new("event", "account.made_up", &folder), ExitCode::SUCCESS);
    let text = std::fs::read_to_string(folder.join("webhooks/account.yaml")).expect("the file is there");
    let at = |piece: &str| text.find(piece).expect("the piece is there");
    assert!(at("\n  related:\n") < at("\n  made_up:\n") && at("\n  made_up:\n") < at("\ntypes:\n"));
}

#[test]
fn a_file_that_is_not_there_is_made() {
    let folder = copy("new_files");
    assert_eq!(new("operation", "made_up_things.list_codes", &folder), ExitCode::SUCCESS);
    assert_eq!(new("operation", "made_up_things.create", &folder), ExitCode::SUCCESS);
    assert_eq!(new("event", "made_up_thing.redeemed", &folder), ExitCode::SUCCESS);
    let files = read(&folder);
    let crate_ = support::generate("the copy", &files);
    assert!(
        crate_.get("made_up_things/list_codes.rs").is_some_and(|text| text.contains("/v1/made_up_thing/list_codes"))
    );
    assert!(crate_.get("made_up_things/create.rs").is_some_and(|text| text.contains("/v1/made_up_thing/create")));
    let head = "# yaml-language-server: $schema=../schema.json\nfamily: made_up_thing\n";
    assert!(files.get("webhooks/made_up_thing.yaml").is_some_and(|text| text.starts_with(head)));
}

#[test]
fn what_is_taken_or_not_a_name_changes_nothing() {
    let folder = copy("new_refused");
    let refused = [
        ("operation", "leads.create"),
        ("event", "account.created"),
        ("operation", "leads"),
        ("operation", "leads.made_up.all"),
        ("operation", "Leads.made_up"),
        ("operation", "leads.made_upAll"),
        ("operation", "leads.made_up_"),
        ("operation", "leads.2nd"),
        ("operation", "../leads.made_up"),
        ("event", "account."),
        ("event", "account.null"),
        ("webhook", "account.made_up"),
    ];
    for (kind, id) in refused {
        assert_eq!(new(kind, id, &folder), ExitCode::from(2), "{kind} {id}");
    }
    assert_eq!(read(&folder), support::real_spec());
}

#[test]
fn line_ends_and_comments_of_a_file_stay() {
    let folder = copy("new_line_ends");
    let path = folder.join("resources/leads.yaml");
    let old = std::fs::read_to_string(&path).expect("the file is there").replace('\n', "\r\n");
    let old = format!("{}\r\n# the end", old.trim_end());
    std::fs::write(&path, &old).expect("the file can be written");
    assert_eq!(new("operation", "leads.made_up", &folder), ExitCode::SUCCESS);
    let text = std::fs::read_to_string(&path).expect("the file is there");
    let piece = added(&old, &text);
    assert!(text.ends_with("\r\n# the end") && piece.contains("  made_up:\r\n"), "{piece:?}");
    assert!(piece.lines().count() > 10 && piece.matches('\n').count() == piece.matches("\r\n").count());
}

/// The file with its new entry, of which some lines are dropped and some comments taken at their word. The type in the
/// last comments of the entry goes to the end of the file.
fn filled(folder: &Path, path: &str, dropped: &[&str], kept: &[&str]) -> String {
    let (old, files) = (support::real_spec(), read(folder));
    let text = files.get(path).expect("the file is there");
    let piece = added(old.get(path).expect("the file is there"), text);
    let mut entry = piece.to_owned();
    let mut replace = |line: String, instead: String| {
        assert!(entry.contains(&line), "{line}\n{entry}");
        entry = entry.replace(&line, &instead);
    };
    dropped.iter().for_each(|line| replace(format!("    {line}\n"), String::new()));
    kept.iter().for_each(|line| replace(format!("    # {line}\n"), format!("    {line}\n")));
    let type_: Vec<&str> = entry.lines().filter_map(|line| line.strip_prefix("    # ")).collect();
    let type_ = type_.iter().filter(|line| line.starts_with("  ")).map(|line| format!("{line}\n")).collect::<String>();
    let head = if text.contains("\ntypes:\n") { "" } else { "\ntypes:\n" };
    format!("{}{head}{type_}", text.replace(piece, &entry)).replace("PAGE", "contents")
}

#[test]
fn the_comments_of_a_skeleton_hold_once_they_are_none() {
    let folder = copy("new_comments");
    assert_eq!(new("operation", "leads.made_up", &folder), ExitCode::SUCCESS);
    assert_eq!(new("event", "account.made_up", &folder), ExitCode::SUCCESS);
    let assumed = "evidence: { level: assumed, note: Written by analogy. }";
    let leads = filled(
        &folder,
        "resources/leads.yaml",
        &[assumed, "body: open", "returns: open"],
        &[
            "evidence: { level: assumed, method: titled, source: PAGE }",
            "query:",
            "  page: { type: integer?, doc: \"Number of the page, from 1.\" }",
            "body: MadeUpRequest",
            "returns: list<any>",
            "idempotent: { evidence: { level: documented, source: PAGE } }",
        ],
    );
    let account = filled(
        &folder,
        "webhooks/account.yaml",
        &[assumed, "catalogued: Nothing tells it from others yet, and its data is not known."],
        &[
            "evidence: { match: titled, data: assumed, source: PAGE }",
            "match: { event_type: object_create, extra_data.object_name: account }",
            "data: AccountActivity",
        ],
    );
    let (head, entry) = account.split_at(account.find("  made_up:\n").expect("it was added"));
    let entry =
        entry.replacen("{ event_type: object_create, extra_data.object_name: account }", "{ event_type: merge }", 1);
    let account = format!("{head}{}", entry.replacen("data: AccountActivity", "data: MadeUp", 1));
    let mut files = read(&folder);
    files.insert("resources/leads.yaml", leads);
    files.insert("webhooks/account.yaml", account);
    let crate_ = support::generate("the filled copy", &files);
    assert!(crate_.get("leads/made_up.rs").is_some_and(|text| text.contains("MadeUpRequest")));
}
