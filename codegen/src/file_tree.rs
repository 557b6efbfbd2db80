//! Files in memory, and how a folder differs from them. The only module that touches the disk.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What the first line of every machine-written file holds.
pub const MARKER: &str = "@generated";

/// Texts by their path relative to a root, with `/` between the parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileTree(BTreeMap<String, String>);

impl FileTree {
    /// A tree without files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads every file below `root` whose name `wanted` accepts. A folder that does not exist has no files; a link to a
    /// folder is one.
    ///
    /// # Errors
    /// What the file system says, with the path; what is no text in UTF-8; links that lead in a circle.
    pub fn read(root: &Path, wanted: impl Fn(&str) -> bool) -> io::Result<Self> {
        let mut files = BTreeMap::new();
        for (name, path) in walk(root, Links::Followed)? {
            if wanted(&name) {
                files.insert(name, read_text(&path)?);
            }
        }
        Ok(Self(files))
    }

    /// Reads every file below `root`. What is no text (other bytes than UTF-8, a link that leads nowhere or to a folder)
    /// has an empty one: the machine writes no such thing, so [`Drift`] takes it for somebody else's.
    ///
    /// # Errors
    /// What the file system says, with the path.
    pub fn read_any(root: &Path) -> io::Result<Self> {
        let mut files = BTreeMap::new();
        for (name, path) in walk(root, Links::Kept)? {
            let text = match path.is_file() {
                false => String::new(),
                true => match fs::read_to_string(&path) {
                    Err(error) if error.kind() == io::ErrorKind::InvalidData => String::new(),
                    read => read.map_err(|error| at(&path, &error))?,
                },
            };
            files.insert(name, text);
        }
        Ok(Self(files))
    }

    /// Adds a file; one of the same path is replaced.
    pub fn insert(&mut self, path: impl Into<String>, text: impl Into<String>) {
        self.0.insert(path.into(), text.into());
    }

    /// The text of a file.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// The files in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// How many files there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl IntoIterator for FileTree {
    type Item = (String, String);
    type IntoIter = std::collections::btree_map::IntoIter<String, String>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl FromIterator<(String, String)> for FileTree {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(files: I) -> Self {
        Self(files.into_iter().collect())
    }
}

/// How a machine-written folder differs from what it should hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drift {
    /// Files that are not there.
    pub missing: Vec<String>,
    /// Files whose text differs.
    pub stale: Vec<String>,
    /// Machine-written files that nothing asks for any more.
    pub orphaned: Vec<String>,
    /// Files without the marker: somebody else's, so neither overwritten nor deleted.
    pub foreign: Vec<String>,
}

impl Drift {
    /// Compares the files wanted with those of the folder.
    #[must_use]
    pub fn between(wanted: &FileTree, found: &FileTree) -> Self {
        let mut drift = Self::default();
        for (path, text) in wanted.iter() {
            match found.get(path) {
                None => drift.missing.push(path.to_owned()),
                Some(old) if old == text => {}
                Some(old) if is_marked(old) => drift.stale.push(path.to_owned()),
                Some(_) => drift.foreign.push(path.to_owned()),
            }
        }
        for (path, text) in found.iter().filter(|(path, _)| wanted.get(path).is_none()) {
            let is_ours = is_marked(text) || (text.is_empty() && is_left_over(path));
            let list = if is_ours { &mut drift.orphaned } else { &mut drift.foreign };
            list.push(path.to_owned());
        }
        drift
    }

    /// Whether the folder is as it should be.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// How many files [`Drift::mend`] writes.
    #[must_use]
    pub fn writes(&self) -> usize {
        self.missing.len() + self.stale.len()
    }

    /// Writes what is missing or stale and deletes what is orphaned; every other file stays untouched.
    /// A file is replaced as a whole, by renaming.
    ///
    /// # Errors
    /// What the file system says.
    pub fn mend(&self, wanted: &FileTree, root: &Path) -> io::Result<()> {
        for path in self.missing.iter().chain(&self.stale) {
            write_whole(&root.join(path), wanted.get(path).unwrap_or_default())?;
        }
        for path in &self.orphaned {
            let path = root.join(path);
            fs::remove_file(&path).map_err(|error| at(&path, &error))?;
            remove_empty_folders(root, path.parent());
        }
        Ok(())
    }
}

/// Waits until no other run mends this folder, which is there; others wait until the value is dropped.
///
/// # Errors
/// What the file system says, with the path.
pub fn lock(root: &Path) -> io::Result<Option<fs::File>> {
    // A system that opens no folders as files has no lock for them: two runs at once may fail there, and say so.
    let Ok(folder) = fs::File::open(root) else { return Ok(None) };
    match folder.lock() {
        Ok(()) => Ok(Some(folder)),
        Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(None),
        Err(error) => Err(at(root, &error)),
    }
}

/// What becomes of a link to a folder.
#[derive(Clone, Copy, PartialEq)]
enum Links {
    /// It is a folder like others.
    Followed,
    /// It stands for itself.
    Kept,
}

/// Everything below a folder that is no folder itself, by its path from there.
fn walk(root: &Path, links: Links) -> io::Result<Vec<(String, PathBuf)>> {
    let (mut found, mut folders) = (Vec::new(), vec![(root.to_path_buf(), String::new())]);
    while let Some((folder, prefix)) = folders.pop() {
        if !folder.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&folder).map_err(|error| at(&folder, &error))? {
            let entry = entry.map_err(|error| at(&folder, &error))?;
            let (name, path) = (format!("{prefix}{}", entry.file_name().to_string_lossy()), entry.path());
            let kind = entry.file_type().map_err(|error| at(&path, &error))?;
            let is_link = kind.is_symlink() && links == Links::Followed && path.is_dir();
            if is_link && leads_back(&path)? {
                return Err(at(&path, &io::Error::other("this link leads in a circle")));
            }
            match kind.is_dir() || is_link {
                true => folders.push((path, name + "/")),
                false => found.push((name, path)),
            }
        }
    }
    Ok(found)
}

/// Whether a link to a folder leads to one that it is in.
fn leads_back(link: &Path) -> io::Result<bool> {
    let real = |path: &Path| path.canonicalize().map_err(|error| at(path, &error));
    Ok(real(link.parent().unwrap_or(link))?.starts_with(real(link)?))
}

/// The text of a file that must have one. A pipe is not opened: nobody may ever write to it.
fn read_text(path: &Path) -> io::Result<String> {
    let about = fs::metadata(path).map_err(|error| at(path, &error))?;
    if !about.is_file() {
        return Err(at(path, &io::Error::other("this is not a file")));
    }
    let bytes = fs::read(path).map_err(|error| at(path, &error))?;
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
        at(path, &io::Error::new(io::ErrorKind::InvalidData, format!("line {line} is not text in UTF-8")))
    })
}

/// The error with the path that it is about.
fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

fn is_marked(text: &str) -> bool {
    text.lines().next().is_some_and(|line| line.contains(MARKER))
}

/// Whether a file has the name under which [`write_whole`] begins one.
fn is_left_over(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let process = name.strip_prefix('.').and_then(|name| name.rsplit_once(".rs.")).map_or("", |(_, process)| process);
    !process.is_empty() && process.bytes().all(|byte| byte.is_ascii_digit())
}

/// Writes a file beside its place and renames it, so that no reader sees half of it.
///
/// # Errors
/// What the file system says, with the path.
pub fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| at(folder, &error))?;
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}", std::process::id()));
    fs::write(&beside, text).and_then(|()| fs::rename(&beside, path)).map_err(|error| {
        let _ = fs::remove_file(&beside);
        at(path, &error)
    })
}

/// Writes several files below `root`, or none: all of them beside their places first, then each is renamed. If that fails
/// on the way, those that were renamed get their old texts back.
///
/// # Errors
/// What the file system says, with the path.
pub fn write_all(root: &Path, files: &FileTree) -> io::Result<()> {
    let beside = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        path.with_file_name(format!(".{name}.{}.new", std::process::id()))
    };
    let (mut written, mut renamed) = (Vec::new(), Vec::new());
    let outcome = files.iter().try_for_each(|(path, text)| {
        let path = root.join(path);
        let folder = path.parent().unwrap_or(root);
        fs::create_dir_all(folder).map_err(|error| at(folder, &error))?;
        written.push(beside(&path));
        fs::write(beside(&path), text).map_err(|error| at(&path, &error))
    });
    let outcome = outcome.and_then(|()| {
        files.iter().try_for_each(|(path, _)| {
            let path = root.join(path);
            let old: Option<Vec<u8>> = fs::read(&path).ok();
            fs::rename(beside(&path), &path).map_err(|error| at(&path, &error))?;
            renamed.push((path, old));
            Ok(())
        })
    });
    if outcome.is_err() {
        for (path, old) in &renamed {
            let _ = match old {
                Some(old) => fs::write(path, old),
                None => fs::remove_file(path),
            };
        }
        for path in &written {
            let _ = fs::remove_file(path);
        }
    }
    outcome
}

fn remove_empty_folders(root: &Path, mut folder: Option<&Path>) {
    while let Some(path) = folder.filter(|path| *path != root) {
        if fs::remove_dir(path).is_err() {
            return; // not empty
        }
        folder = path.parent();
    }
}
