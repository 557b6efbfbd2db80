//! The spec of a git revision.

use std::process::Command;

use codegen::file_tree::FileTree;

use crate::folders::is_spec_file;
use crate::terminal::Failure;

/// The files of the spec of a revision: `HEAD~3`, or `HEAD~3:FOLDER` for another folder than spec/.
///
/// # Errors
/// A revision or a folder that git does not know.
pub fn read_spec(word: &str) -> Result<FileTree, Failure> {
    let (revision, folder) = word.split_once(':').unwrap_or((word, "spec"));
    let unknown = || Failure::usage(format!("error: `{word}` is neither a folder nor a git revision with a spec"));
    if revision.is_empty() || revision.starts_with('-') {
        return Err(unknown());
    }
    let tree = format!("{revision}:{}", folder.trim_end_matches('/'));
    let listed = git(&["ls-tree", "-r", "-z", "--name-only", &tree]).ok_or_else(unknown)?;
    let listed = String::from_utf8(listed).map_err(|_| unknown())?;
    let mut files = FileTree::new();
    for name in listed.split('\0').filter(|name| is_spec_file(name)) {
        let text = git(&["cat-file", "blob", &format!("{tree}/{name}")]).ok_or_else(unknown)?;
        let text = String::from_utf8(text);
        let text = text.map_err(|_| Failure::usage(format!("error: {name} of `{word}` is not UTF-8")))?;
        files.insert(name, text.replace("\r\n", "\n"));
    }
    if files.is_empty() { Err(unknown()) } else { Ok(files) }
}

/// What git prints; none if it fails.
fn git(arguments: &[&str]) -> Option<Vec<u8>> {
    let done = Command::new("git").arg("-C").arg(crate::root()).args(arguments).output().ok()?;
    done.status.success().then_some(done.stdout)
}
