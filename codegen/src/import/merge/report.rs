//! What a merge did, and what it left to people.

use std::fmt::Write as _;

/// One thing that the report tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is about, in one line.
    pub what: String,
    /// Where it stands in the spec: file and line.
    pub ours: Option<String>,
    /// Where it stands in the description: file, line and pointer.
    pub theirs: Option<String>,
}

/// All of it, in the order of the description.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Operations that are the same.
    pub matched: Vec<Entry>,
    /// What was assumed and is documented now.
    pub filled: Vec<Entry>,
    /// What the description says otherwise than somebody who knew. Nothing of it is written.
    pub contradicted: Vec<Entry>,
    /// What is left as it was, and why.
    pub left: Vec<Entry>,
    /// Operations of the spec that the description does not have, a line a resource.
    pub missing: Vec<String>,
}

impl Report {
    /// The report in words.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        let parts = [
            ("matched", &self.matched),
            ("filled in", &self.filled),
            ("contradicted, and not written", &self.contradicted),
            ("left as it is", &self.left),
        ];
        for (title, entries) in parts {
            let _ = writeln!(out, "{title}: {}", entries.len());
            for entry in entries.iter() {
                let places: Vec<&str> = entry.ours.iter().chain(&entry.theirs).map(String::as_str).collect();
                let places = if places.is_empty() { String::new() } else { format!("  ({})", places.join(", ")) };
                let _ = writeln!(out, "  {}{places}", entry.what);
            }
        }
        if !self.missing.is_empty() {
            let _ = writeln!(out, "not in the description:");
        }
        for line in &self.missing {
            let _ = writeln!(out, "  {line}");
        }
        out
    }
}
