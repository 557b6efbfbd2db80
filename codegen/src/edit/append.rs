//! A whole entry, comments and all, at the end of a map at the left edge.

use std::ops::Range;

use super::EditError;

/// Puts an entry at the end of the map that the top-level key `key` holds. A map that is not there yet is put in front
/// of the top-level key `before` and the comments that belong to it, or at the end of the file.
///
/// `entry` is what stands there, comments and all, with `\n` between its lines and without the map's indent.
///
/// # Errors
/// A map in braces that is not empty: there is no place to insert a line.
pub fn append_entry(text: &str, key: &str, before: &str, entry: &str) -> Result<String, EditError> {
    let keys = top_level_keys(text);
    let Some(at) = keys.iter().position(|(name, _)| *name == key) else {
        let next = keys.iter().find(|(name, _)| *name == before).map_or(end(text), |(_, line)| line.start);
        let block = format!("{key}:\n{}", indented(entry, "  "));
        return Ok(insert(text, end_of_content(text, next), "\n", &block));
    };
    let line = keys[at].1.clone();
    let next = keys.get(at + 1).map_or(end(text), |(_, line)| line.start);
    let body = &text[line.end..end_of_content(text, next).max(line.end)];
    let indent = first_indent(body);
    match value_of(&text[line.clone()]) {
        "" => {
            let gap = if indent.is_some() { "\n" } else { "" };
            Ok(insert(text, line.end + body.len(), gap, &indented(entry, indent.unwrap_or("  "))))
        }
        "{}" if indent.is_none() => {
            let braces = line.start + text[line.clone()].find("{}").unwrap_or_default();
            let emptied = format!("{}{}", text[..braces].trim_end_matches(' '), &text[braces + 2..]);
            let line_end = line.end - (text.len() - emptied.len());
            Ok(insert(&emptied, line_end + body.len(), "", &indented(entry, "  ")))
        }
        _ => {
            let number = text[..line.start].matches('\n').count() + 1;
            Err(EditError::NotOnLinesOfItsOwn { key: key.to_owned(), line: number })
        }
    }
}

/// The keys that begin a line, and the bytes of that line with its end.
fn top_level_keys(text: &str) -> Vec<(&str, Range<usize>)> {
    let key = |line: Range<usize>| {
        let (name, rest) = text[line.clone()].split_once(':')?;
        let is_key = rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']);
        let at_edge = !name.starts_with([' ', '\t', '#', '-']);
        (is_key && at_edge).then(|| (name.trim_start_matches('\u{feff}').trim_matches(['"', '\'']), line))
    };
    lines(text).filter_map(key).collect()
}

fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.split_inclusive('\n').scan(0, |start, line| {
        let range = *start..*start + line.len();
        *start = range.end;
        Some(range)
    })
}

/// Where the document ends: the text's end, or its last line if that is `...`.
fn end(text: &str) -> usize {
    lines(text).find(|line| text[line.clone()].trim_end() == "...").map_or(text.len(), |line| line.start)
}

/// What stands behind the colon, without a comment.
fn value_of(line: &str) -> &str {
    let value = line.split_once(':').map_or("", |(_, value)| value);
    let comment = value.find('#').filter(|at| value[..*at].ends_with([' ', '\t']));
    value[..comment.unwrap_or(value.len())].trim()
}

/// Where the last line before `next` ends that is neither blank nor a comment at the left edge: those belong to `next`.
fn end_of_content(text: &str, next: usize) -> usize {
    let is_content =
        |line: &Range<usize>| !text[line.clone()].trim().is_empty() && !text[line.clone()].starts_with('#');
    lines(&text[..next]).filter(is_content).last().map_or(0, |line| line.end)
}

/// The indent of the first entry of a map.
fn first_indent(body: &str) -> Option<&str> {
    let entry = body.lines().find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'))?;
    Some(&entry[..entry.len() - entry.trim_start().len()])
}

fn indented(entry: &str, indent: &str) -> String {
    let line = |line: &str| if line.is_empty() { "\n".to_owned() } else { format!("{indent}{line}\n") };
    entry.lines().map(line).collect()
}

/// Puts lines at the start of a line, in the line endings of the text.
fn insert(text: &str, at: usize, gap: &str, piece: &str) -> String {
    let (head, tail) = text.split_at(at);
    let broken = if head.is_empty() || head.ends_with('\n') { "" } else { "\n" };
    let gap = if head.is_empty() { "" } else { gap };
    let piece = format!("{broken}{gap}{piece}");
    let piece = if text.contains("\r\n") { piece.replace('\n', "\r\n") } else { piece };
    format!("{head}{piece}{tail}")
}

#[cfg(test)]
mod tests {
    use super::append_entry;
    use crate::edit::EditError;

    const ENTRY: &str = "# new\nb:\n  c: 2\n";

    fn append(text: &str) -> String {
        append_entry(text, "events", "types", ENTRY).expect("there is a place")
    }

    #[test]
    fn an_entry_goes_behind_the_last_one() {
        assert_eq!(append("family: x\nevents:\n  a: 1\n"), "family: x\nevents:\n  a: 1\n\n  # new\n  b:\n    c: 2\n");
    }

    #[test]
    fn an_entry_goes_in_front_of_the_next_key_and_its_comments() {
        let (head, tail) =
            ("events: # these\n  a:\n    c: |\n      # text\n  # of the map\n", "\n# of the types\n\ntypes:\n  T: 1\n");
        assert_eq!(append(&format!("{head}{tail}")), format!("{head}\n  # new\n  b:\n    c: 2\n{tail}"));
    }

    #[test]
    fn a_comment_at_the_end_stays_in_the_map_if_it_has_its_indent() {
        assert_eq!(append("events:\n  a: 1\n# end\n"), "events:\n  a: 1\n\n  # new\n  b:\n    c: 2\n# end\n");
        assert_eq!(append("events:\n  a: 1\n  # end\n"), "events:\n  a: 1\n  # end\n\n  # new\n  b:\n    c: 2\n");
    }

    #[test]
    fn a_file_without_a_line_end_gets_one() {
        assert_eq!(append("events:\n  a: 1"), "events:\n  a: 1\n\n  # new\n  b:\n    c: 2\n");
        assert_eq!(append("events:"), "events:\n  # new\n  b:\n    c: 2\n");
    }

    #[test]
    fn the_line_ends_of_the_file_are_kept() {
        assert_eq!(
            append("events:\r\n  a: 1\r\ntypes:\r\n  T: 1\r\n"),
            "events:\r\n  a: 1\r\n\r\n  # new\r\n  b:\r\n    c: 2\r\ntypes:\r\n  T: 1\r\n"
        );
    }

    #[test]
    fn the_indent_of_the_file_is_kept() {
        assert_eq!(
            append("events:\n  # first\n    a:\n      c: 1\n"),
            "events:\n  # first\n    a:\n      c: 1\n\n    # new\n    b:\n      c: 2\n"
        );
    }

    #[test]
    fn an_empty_map_gets_its_first_entry() {
        let filled = "family: x\nevents:\n  # new\n  b:\n    c: 2\n\ntypes:\n  T: 1\n";
        assert_eq!(append("family: x\nevents:\n\ntypes:\n  T: 1\n"), filled);
        assert_eq!(append("family: x\nevents: {}\n\ntypes:\n  T: 1\n"), filled);
        assert_eq!(append("events: {} # none yet\n"), "events: # none yet\n  # new\n  b:\n    c: 2\n");
        assert_eq!(append("events:\n  # none yet\n"), "events:\n  # none yet\n  # new\n  b:\n    c: 2\n");
    }

    #[test]
    fn a_map_that_is_not_there_is_made() {
        assert_eq!(append("family: x\n"), "family: x\n\nevents:\n  # new\n  b:\n    c: 2\n");
        assert_eq!(
            append("family: x\n\n# of the types\ntypes:\n  T: 1\n"),
            "family: x\n\nevents:\n  # new\n  b:\n    c: 2\n\n# of the types\ntypes:\n  T: 1\n"
        );
    }

    #[test]
    fn a_map_in_braces_is_left_alone() {
        let outcome = append_entry("family: x\nevents: { a: 1 }\n", "events", "types", ENTRY);
        assert_eq!(outcome, Err(EditError::NotOnLinesOfItsOwn { key: "events".into(), line: 2 }));
    }
}
