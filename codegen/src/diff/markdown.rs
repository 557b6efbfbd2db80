//! Changes as a section of a changelog.

use std::fmt::Write as _;

use super::rules::{self, Rust, Wire};
use super::{Bump, Change, bump};

/// A section of a changelog in Markdown: what breaks, what is new, what is corrected, what else.
#[must_use]
pub fn markdown(changes: &[Change]) -> String {
    let Some(bump) = bump(changes) else { return "No changes.\n".to_owned() };
    let mut out = format!("The next version is a {} one.\n", bump.name());
    for title in SECTIONS {
        let mut entries = changes.iter().filter(|of| section(of) == title).peekable();
        if entries.peek().is_some() {
            let _ = write!(out, "\n### {title}\n\n");
            entries.for_each(|of| out.push_str(&entry(of)));
        }
    }
    out
}

const SECTIONS: [&str; 5] = ["Breaking", "Corrected assumptions", "New", "Other", "Evidence and words"];

fn section(of: &Change) -> &'static str {
    let is_quiet = [rules::EVIDENCE_CHANGED, rules::WORDS_CHANGED, rules::SOURCE_CHANGED].contains(&of.rule);
    match (of.bump(), of.breaks()) {
        (Bump::Major, _) => SECTIONS[0],
        (Bump::Patch, true) => SECTIONS[1],
        (Bump::Minor, _) => SECTIONS[2],
        (Bump::Patch, false) if is_quiet => SECTIONS[4],
        (Bump::Patch, false) => SECTIONS[3],
    }
}

fn entry(of: &Change) -> String {
    let detail = if of.detail.is_empty() { String::new() } else { format!(": {}", one_line(&of.detail)) };
    let broken = [
        (of.sender == Wire::Breaks, "who sends by the old spec"),
        (of.receiver == Wire::Breaks, "who reads by the old spec"),
        (of.rust == Rust::Breaks, "Rust code"),
    ];
    let broken: Vec<&str> = broken.into_iter().filter(|(breaks, _)| *breaks).map(|(_, who)| who).collect();
    let broken = if broken.is_empty() { String::new() } else { format!(". Breaks {}", broken.join(", ")) };
    format!("- `{}`: {}{detail}{broken}. ({})\n", of.subject.replace('`', "'"), of.rule.what, of.place.file)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
