//! Diagnostics as text, drawn by rustc's own renderer.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};

use super::spans::Spans;
use super::{Diagnostic, Place};
use crate::file_tree::FileTree;

/// See [`super::Diagnostics::render`].
pub(super) fn render(all: &[Diagnostic], files: &FileTree, root: &str, color: bool) -> String {
    let mut sheet = Sheet { files, root, spans: BTreeMap::new() };
    let mut sorted: Vec<_> = all.iter().map(|one| (&*one.place.file, sheet.span(&one.place).start, one)).collect();
    sorted.sort();
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    for (number, (_, _, diagnostic)) in sorted.into_iter().enumerate() {
        if number > 0 {
            text.push('\n');
        }
        let group = render_diagnostic(diagnostic, &mut sheet);
        text.push_str(&renderer.render(&[group]));
        text.push('\n');
    }
    text
}

/// The files, and the spans of those that were asked for.
struct Sheet<'a> {
    files: &'a FileTree,
    root: &'a str,
    spans: BTreeMap<&'a str, Spans<'a>>,
}

impl<'a> Sheet<'a> {
    /// The bytes that a place stands for; the start of a file that is not there.
    fn span(&mut self, place: &'a Place) -> Range<usize> {
        let Some(text) = self.files.get(&place.file) else {
            return 0..0;
        };
        match self.spans.entry(&place.file) {
            Entry::Occupied(known) => known.get().find(place),
            Entry::Vacant(free) => free.insert(Spans::new(text)).find(place),
        }
    }

    /// The piece of a file with all that is underlined in it.
    fn element(&self, file: &str, underlined: Vec<Annotation<'a>>) -> Element<'a> {
        let path = clean(&format!("{}{file}", self.root));
        match self.files.get(file) {
            Some(text) => Snippet::source(text).path(path).annotations(underlined).into(),
            None => Origin::path(path).into(),
        }
    }
}

fn render_diagnostic<'a>(diagnostic: &'a Diagnostic, sheet: &mut Sheet<'a>) -> Group<'a> {
    let first = underline(AnnotationKind::Primary, &diagnostic.place, diagnostic.label.as_deref(), sheet);
    // One piece a file, that of the diagnostic's own place first, the others in the order of their mention.
    let mut pieces = vec![(&*diagnostic.place.file, vec![first])];
    for (place, label) in &diagnostic.related {
        let underlined = underline(AnnotationKind::Context, place, Some(label), sheet);
        match pieces.iter_mut().find(|(file, _)| **file == *place.file) {
            Some((_, all)) => all.push(underlined),
            None => pieces.push((&place.file, vec![underlined])),
        }
    }
    let notes = diagnostic.notes.iter().map(|note| Level::NOTE.message(clean(note)));
    let help = diagnostic.help.iter().map(|help| Level::HELP.message(clean(help)));
    Level::ERROR
        .primary_title(&diagnostic.message)
        .id(diagnostic.code.as_str())
        .elements(pieces.into_iter().map(|(file, underlined)| sheet.element(file, underlined)))
        .elements(notes)
        .elements(help)
}

fn underline<'a>(kind: AnnotationKind, place: &'a Place, label: Option<&str>, sheet: &mut Sheet<'a>) -> Annotation<'a> {
    kind.span(sheet.span(place)).label(label.map(clean))
}

/// Text without what a terminal would obey.
fn clean(text: &str) -> String {
    normalize_untrusted_str(text)
}
