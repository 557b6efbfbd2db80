//! Where the tests find their input, and how they look at output.
#![allow(dead_code, reason = "each test uses a part of it")]

pub(crate) mod consumer;

use std::path::{Path, PathBuf};

use codegen::diagnostics::Diagnostics;
use codegen::file_tree::FileTree;

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    xtask::root()
}

/// The real spec.
pub(crate) fn real_spec() -> FileTree {
    xtask::generate::read_spec(&root().join("spec")).expect("the spec can be read")
}

/// How many ids of a kind the list of record names.
pub(crate) fn listed(kind: &str) -> usize {
    listed_ids(|row| row[0] == kind)
}

/// How many of its events have an `event_type`; the others have a question mark.
pub(crate) fn listed_matches() -> usize {
    listed_ids(|row| row[0] == "event" && row[7] != "?")
}

fn listed_ids(wanted: impl Fn(&[&str]) -> bool) -> usize {
    let text = std::fs::read_to_string(root().join("spec/contents.tsv")).expect("the list can be read");
    let rows = text.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    rows.filter(|row| wanted(row)).map(|row| row[1].to_owned()).collect::<std::collections::BTreeSet<_>>().len()
}

/// The fixtures of a folder of `tests/fixtures`, by name.
pub(crate) fn fixtures(folder: &str) -> Vec<(String, FileTree)> {
    let folder = root().join("tests/fixtures").join(folder);
    let entries = std::fs::read_dir(&folder).expect("the folder of the fixtures is there");
    let mut fixtures: Vec<_> = entries.map(|entry| read_fixture(&entry.expect("an entry").path())).collect();
    fixtures.sort_by(|(one, _), (other, _)| one.cmp(other));
    assert!(!fixtures.is_empty(), "no fixture in {}", folder.display());
    fixtures
}

/// A folder is a spec; so is a file, whose parts start with a line `# file: NAME`.
fn read_fixture(path: &Path) -> (String, FileTree) {
    let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
    let files = if path.is_dir() {
        FileTree::read(path, |_| true).expect("the fixture can be read")
    } else {
        split(&std::fs::read_to_string(path).expect("the fixture can be read"))
    };
    (name, with_head(files))
}

/// `# file: NAME` in front of each part; without any, the resource `things`.
pub(crate) fn split(text: &str) -> FileTree {
    let mut files = FileTree::new();
    let Some(text) = text.strip_prefix("# file: ") else {
        files.insert("resources/things.yaml", text);
        return files;
    };
    for part in text.split("\n# file: ") {
        let (name, text) = part.split_once('\n').unwrap_or((part, ""));
        files.insert(name, format!("{}\n", text.trim_end_matches('\n')));
    }
    files
}

/// The spec with an `api.yaml`, if it has none.
pub(crate) fn with_head(mut files: FileTree) -> FileTree {
    if files.get("api.yaml").is_none() {
        let mut head = include_str!("../fixtures/api.yaml").to_owned();
        if files.iter().any(|(path, _)| path.starts_with("webhooks/")) {
            head.push_str(include_str!("../fixtures/webhooks.yaml"));
        }
        files.insert("api.yaml", head);
    }
    files
}

/// What the generator makes of a spec that is right.
pub(crate) fn generate(name: &str, spec: &FileTree) -> FileTree {
    codegen::generate(spec).unwrap_or_else(|wrong| panic!("{name}:\n{}", shown(&wrong, spec)))
}

/// The diagnostics as the user sees them.
pub(crate) fn shown(wrong: &Diagnostics, spec: &FileTree) -> String {
    format!("{}\n{wrong}\n", wrong.render(spec, "spec/", false))
}

/// An empty folder of this test's own.
pub(crate) fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).expect("an old scratch folder can be removed");
    }
    std::fs::create_dir_all(&folder).expect("a scratch folder can be made");
    folder
}

/// The descriptions in OpenAPI of `tests/import`, by name: those that show one feature, and those of other makers.
pub(crate) fn descriptions() -> Vec<(String, String)> {
    let folder = root().join("tests/import");
    let files = FileTree::read(&folder, |name| name.ends_with(".yaml")).expect("the descriptions can be read");
    let name = |path: &str| path.trim_end_matches(".yaml").replace(['/', '-'], "_");
    files.iter().map(|(path, text)| (name(path), text.to_owned())).collect()
}

/// What a description becomes. Its first line may name the header that tells its webhooks: `# match-header: NAME`.
pub(crate) fn imported(name: &str, text: &str) -> (codegen::import::Import, FileTree) {
    use codegen::import::{Options, Source, fresh, read};
    let header = text.strip_prefix("# match-header: ").and_then(|rest| rest.lines().next());
    let options = Options { match_header: header.map(str::to_owned) };
    let file = format!("{name}.yaml");
    let source = Source::parse(&*file, text).unwrap_or_else(|error| panic!("{name}: {error:?}"));
    let import = read(&source, &options).unwrap_or_else(|error| panic!("{name}: {error:?}"));
    let spec = fresh(&import.model, &file);
    (import, spec)
}
