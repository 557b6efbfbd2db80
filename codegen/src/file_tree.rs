//! Files in memory, and how a folder differs from them. The only module that touches the disk.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

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

    /// Reads every file below `root` whose name `wanted` accepts. A folder that does not exist has no files.
    ///
    /// # Errors
    /// What the file system says, with the path, and files that are not UTF-8.
    pub fn read(root: &Path, wanted: impl Fn(&str) -> bool) -> io::Result<Self> {
        let mut files = BTreeMap::new();
        for (name, entry) in walk(root)? {
            if wanted(&name) {
                files.insert(name, fs::read_to_string(entry.path()).map_err(|error| at(&entry.path(), &error))?);
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
        for (name, entry) in walk(root)? {
            let kind = entry.file_type().map_err(|error| at(&entry.path(), &error))?;
            let text = match kind.is_file() || entry.path().is_file() {
                false => String::new(),
                true => match fs::read_to_string(entry.path()) {
                    Err(error) if error.kind() == io::ErrorKind::InvalidData => String::new(),
                    read => read.map_err(|error| at(&entry.path(), &error))?,
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
            let list = if is_marked(text) { &mut drift.orphaned } else { &mut drift.foreign };
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

/// Everything below a folder that is no folder itself, by its path from there.
fn walk(root: &Path) -> io::Result<Vec<(String, fs::DirEntry)>> {
    let (mut found, mut folders) = (Vec::new(), vec![(root.to_path_buf(), String::new())]);
    while let Some((folder, prefix)) = folders.pop() {
        if !folder.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&folder).map_err(|error| at(&folder, &error))? {
            let entry = entry.map_err(|error| at(&folder, &error))?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type().map_err(|error| at(&entry.path(), &error))?.is_dir() {
                folders.push((entry.path(), name + "/"));
            } else {
                found.push((name, entry));
            }
        }
    }
    Ok(found)
}

/// The error with the path that it is about.
fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

fn is_marked(text: &str) -> bool {
    text.lines().next().is_some_and(|line| line.contains(MARKER))
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
    fs::write(&beside, text).and_then(|()| fs::rename(&beside, path)).map_err(|error| at(path, &error))
}

fn remove_empty_folders(root: &Path, mut folder: Option<&Path>) {
    while let Some(path) = folder.filter(|path| *path != root) {
        if fs::remove_dir(path).is_err() {
            return; // not empty
        }
        folder = path.parent();
    }
}
