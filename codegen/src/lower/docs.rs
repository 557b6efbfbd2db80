//! What stands above an item: summary, titles, what the page says, evidence.

use std::collections::BTreeSet;

use super::text::{alias, code_span, one_line, paragraphs, title_line};
use crate::ir::{Api, Event, Evidence, Level, Part, Title};
use crate::rust::Docs;

/// Collects the paragraphs of an item's documentation.
#[derive(Default)]
pub(super) struct DocsBuilder {
    docs: Docs,
}

impl DocsBuilder {
    /// Text of the spec, in paragraphs of its own.
    pub(super) fn text(mut self, text: Option<&str>) -> Self {
        if let Some(text) = text {
            self.paragraph(paragraphs(text));
        }
        self
    }

    /// What is said if nothing else is.
    pub(super) fn or(self, text: &str) -> Self {
        if self.docs.lines.is_empty() { self.text(Some(text)) } else { self }
    }

    /// A line that is Markdown already.
    pub(super) fn line(mut self, line: Option<String>) -> Self {
        self.paragraph(line.into_iter().collect());
        self
    }

    /// The titles, and the Chinese one for the search. `name` is the item's own, which the search knows already.
    pub(super) fn title(mut self, title: &Title, name: &str) -> Self {
        self.docs.aliases.extend(alias(title).filter(|alias| alias != name));
        self.line(title_line(title))
    }

    /// How well the item is known, and what else there is to say about that.
    pub(super) fn evidence(self, evidence: Option<&Evidence>, api: &Api) -> Self {
        let Some(evidence) = evidence else { return self };
        self.line(Some(evidence_line(evidence, api))).text(evidence.note.as_deref())
    }

    /// Events that are only listed, as a list.
    pub(super) fn catalogued(mut self, events: &[&Event], api: &Api) -> Self {
        let line = |event: &&Event| {
            let title = title_line(&event.title).map(|title| format!(", {title}")).unwrap_or_default();
            format!("- {}{title}. {}", code_span(&event.id), evidence_line(&event.evidence, api))
        };
        self.paragraph(events.iter().map(line).collect());
        let aliases: BTreeSet<String> = events.iter().filter_map(|event| alias(&event.title)).collect();
        self.docs.aliases.extend(aliases);
        self
    }

    /// A claim of its own, and how well it is known.
    pub(super) fn claim(mut self, claim: String, evidence: Option<&Evidence>, api: &Api) -> Self {
        let shown = evidence.map(|evidence| evidence_line(evidence, api));
        let note = evidence.and_then(|evidence| evidence.note.as_deref()).map(paragraphs).unwrap_or_default();
        self.paragraph([claim].into_iter().chain(shown).chain(note).collect());
        self
    }

    /// Why the item should not be used any more.
    pub(super) fn deprecated(mut self, deprecated: Option<&String>) -> Self {
        self.docs.deprecated = deprecated.cloned();
        self
    }

    /// All of it.
    pub(super) fn build(self) -> Docs {
        self.docs
    }

    fn paragraph(&mut self, lines: Vec<String>) {
        if !self.docs.lines.is_empty() && !lines.is_empty() {
            self.docs.lines.push(String::new());
        }
        self.docs.lines.extend(lines);
    }
}

/// `Evidence: method titled; path, body and result assumed ([contents](...)).`
fn evidence_line(evidence: &Evidence, api: &Api) -> String {
    let source = evidence.source.as_ref().and_then(|id| Some((id, api.sources.get(id)?)));
    let source = source.map(|(id, source)| format!(" ([{}]({}))", one_line(id), source.url)).unwrap_or_default();
    let seen = evidence.seen.as_ref().map(|day| format!(" on {day}")).unwrap_or_default();
    format!("Evidence: {}{seen}{source}.", levels(evidence))
}

fn levels(evidence: &Evidence) -> String {
    if evidence.parts.iter().all(|(_, level)| *level == evidence.level) {
        return evidence.level.name().to_owned();
    }
    let mut groups: Vec<(Level, Vec<&str>)> = Vec::new();
    for (part, level) in &evidence.parts {
        match groups.iter_mut().find(|(of, _)| of == level) {
            Some((_, parts)) => parts.push(part_name(*part)),
            None => groups.push((*level, vec![part_name(*part)])),
        }
    }
    groups.sort_by_key(|(level, _)| *level);
    let group = |(level, parts): &(Level, Vec<&str>)| format!("{} {}", enumerate(parts), level.name());
    groups.iter().map(group).collect::<Vec<_>>().join("; ")
}

fn enumerate(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

const fn part_name(part: Part) -> &'static str {
    match part {
        Part::Method => "method",
        Part::Path => "path",
        Part::Body => "body",
        Part::Returns => "result",
        Part::Match => "match",
        Part::Data => "data",
    }
}
