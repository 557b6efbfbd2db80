//! New entries of maps and lists.

use super::tree::Tree;
use super::value::{entry, key};
use super::{EditError, Style, Yaml};
use crate::diagnostics::Step;
use crate::diagnostics::spans::Kind;

/// Adds an entry to the last map that is there on the way.
pub(super) fn insert(tree: &Tree, path: &[Step], value: &Yaml, before: &[&str]) -> Result<String, EditError> {
    let found = tree.walk(path);
    let left = &path[found.len().saturating_sub(1)..];
    let mut names = Vec::new();
    for step in left {
        match step {
            Step::Key(name) => names.push(name.as_str()),
            Step::Index(_) => return Err(EditError::NoPlace { path: path.to_vec() }),
        }
    }
    let Some((name, deeper)) = names.split_first() else {
        return Err(EditError::NoPlace { path: path.to_vec() });
    };
    let value = deeper.iter().rev().fold(value.clone(), |value, name| Yaml::block([(*name, value)]));
    let before = if deeper.is_empty() { before } else { &[] };
    let Some(parent) = found.last().copied() else {
        let lines = format!("{}\n", entry(name, &value, 0, tree.step()));
        return Ok(tree.insert_lines(tree.text.len(), &lines));
    };
    if tree.is_nothing(parent) {
        return first_entry(tree, parent, &found, name, &value);
    }
    match (tree.is_map(parent), tree.kind(parent)) {
        (true, Kind::Flow) => {
            let is_free = tree.below(parent).is_empty() && !tree.in_flow(&found[..found.len() - 1]);
            match is_free && !value.is_inline() {
                true => first_entry(tree, parent, &found, name, &value),
                false => Ok(into_brackets(tree, parent, &format!("{}: {}", key(name, true), value.inline(true)))),
            }
        }
        (true, Kind::Block) => Ok(into_block(tree, parent, found.len() - 1, name, &value, before)),
        _ => Err(EditError::NoPlace { path: path.to_vec() }),
    }
}

/// Adds an entry to a list.
pub(super) fn push(
    tree: &Tree,
    found: &[usize],
    list: usize,
    path: &[Step],
    value: &Yaml,
) -> Result<String, EditError> {
    if tree.is_map(list) || (tree.kind(list) == Kind::Scalar && !tree.is_nothing(list)) {
        return Err(EditError::NoPlace { path: path.to_vec() });
    }
    match tree.kind(list) {
        Kind::Flow => Ok(into_brackets(tree, list, &value.inline(true))),
        Kind::Block => {
            // The list itself begins at its first value where the dashes have the indent of the key.
            let first = tree.below(list).first().map_or(0, |(_, first)| tree.value_span(*first).start);
            let dash = tree.text[..first].rfind('-').unwrap_or_default();
            let column = tree.column(dash);
            let lines = Yaml::List(Style::Block, vec![value.clone()]).lines(column, tree.step());
            Ok(tree.insert_lines(end_of_block(tree, list, column), &lines))
        }
        Kind::Scalar => super::replace::replace(tree, found, list, &Yaml::List(Style::Flow, vec![value.clone()])),
    }
}

/// The first entry of a map that was nothing, or empty braces.
fn first_entry(tree: &Tree, parent: usize, found: &[usize], name: &str, value: &Yaml) -> Result<String, EditError> {
    let (start, end) = (tree.start(parent), tree.end(parent));
    if tree.in_flow(&found[..found.len() - 1]) {
        let written = Yaml::flow([(name, value.clone())]).inline(true);
        return Ok(format!("{} {written}{}", &tree.text[..start], &tree.text[end..]));
    }
    let column = tree.key_span(parent).map_or(0, |key| tree.column(key.start) + tree.step());
    let emptied = format!("{}{}", &tree.text[..start], &tree.text[end..]);
    let tree = Tree::new(&emptied)?;
    let lines = format!("{}{}\n", " ".repeat(column), entry(name, value, column, tree.step()));
    let at = after_comments(&tree, tree.next_line(start), column);
    Ok(tree.insert_lines(at, &lines))
}

/// An entry behind the last one in brackets.
fn into_brackets(tree: &Tree, parent: usize, written: &str) -> String {
    let text = tree.text;
    let Some((_, last)) = tree.below(parent).last().copied() else {
        let (open, close) = (tree.value_span(parent).start + 1, tree.close(parent, None));
        let padded = if text[open - 1..].starts_with('{') { format!(" {written} ") } else { written.to_owned() };
        let inside = if text[open..close].trim().is_empty() { "" } else { &text[open..close] };
        return format!("{}{inside}{padded}{}", &text[..open], &text[close..]);
    };
    let (end, close) = (tree.end(last), tree.close(parent, Some(last)));
    let comma = text[end..close].trim_start().starts_with(',');
    let comma_end = if comma { end + text[end..close].find(',').unwrap_or_default() + 1 } else { end };
    let (separator, trailing) = (if comma { "" } else { "," }, if comma { "," } else { "" });
    if !text[end..close].contains('\n') {
        let trailing = if comma { "" } else { trailing };
        return format!("{}{separator} {written}{trailing}{}", &text[..comma_end], &text[comma_end..]);
    }
    // One entry a line: behind the comment of the last one.
    let first = tree.key_span(last).map_or(tree.value_span(last).start, |key| key.start);
    let line = tree.line_start(first);
    let indent: String = text[line..first].chars().take_while(|c| c.is_whitespace()).collect();
    let at = tree.line_end(comma_end);
    let eol = tree.line_end_style();
    format!("{}{separator}{}{eol}{indent}{written}{trailing}{}", &text[..comma_end], &text[comma_end..at], &text[at..])
}

/// An entry of a map on lines of its own.
fn into_block(tree: &Tree, parent: usize, depth: usize, name: &str, value: &Yaml, before: &[&str]) -> String {
    let below = tree.below(parent);
    let key_at = |node: usize| tree.key_span(node).map_or(0, |key| key.start);
    let column = below.first().map_or(0, |(_, first)| tree.column(key_at(*first)));
    let written = format!("{}{}\n", " ".repeat(column), entry(name, value, column, tree.step()));
    let next = below.iter().enumerate().find(|(index, (step, node))| {
        let begins =
            tree.text[tree.line_start(key_at(*node))..key_at(*node)].trim_matches(['\u{feff}', ' ']).is_empty();
        matches!(step, Step::Key(key) if before.contains(&key.as_str())) && begins && *index > 0
    });
    let gapped = match &below[..] {
        _ if depth == 0 && !value.is_inline() => true,
        [.., (_, one), (_, other)] => has_blank_line(&tree.text[tree.end(*one)..key_at(*other)]),
        _ => depth == 1,
    };
    if let Some((index, (_, node))) = next {
        let (_, one) = below[index - 1];
        let at = own_comments(tree, tree.next_line(tree.end(one)), tree.line_start(key_at(*node)));
        let is_apart = depth == 0 && has_blank_line(&tree.text[tree.end(one)..key_at(*node)]);
        let gap = if is_apart { "\n" } else { "" };
        return tree.insert_lines(at, &format!("{written}{gap}"));
    }
    let gap = if gapped { "\n" } else { "" };
    tree.insert_lines(end_of_block(tree, parent, column), &format!("{gap}{written}"))
}

/// Where the lines of a list or map end, with the comments below that have its indent.
fn end_of_block(tree: &Tree, node: usize, column: usize) -> usize {
    after_comments(tree, tree.next_line(tree.end(node)), column)
}

/// Behind the comments that follow with at least this indent, and the blank lines between them.
fn after_comments(tree: &Tree, from: usize, column: usize) -> usize {
    let (mut end, mut at) = (from, from);
    while at < tree.text.len() {
        let line = &tree.text[at..tree.next_line(at)];
        let indent = line.len() - line.trim_start_matches(' ').len();
        let is_comment = line.trim_start().starts_with('#') && indent >= column.max(1);
        if !is_comment && !line.trim().is_empty() {
            break;
        }
        at += line.len();
        if is_comment {
            end = at;
        }
    }
    end
}

/// Where the comments begin that stand right above a line.
fn own_comments(tree: &Tree, from: usize, line: usize) -> usize {
    let mut at = line;
    while at > from {
        let above = tree.line_start(at - 1);
        if !tree.text[above..at].trim_start().starts_with('#') || above < from {
            break;
        }
        at = above;
    }
    at
}

fn has_blank_line(text: &str) -> bool {
    let lines: Vec<&str> = text.split('\n').collect();
    lines.len() > 2 && lines[1..lines.len() - 1].iter().any(|line| line.trim().is_empty())
}
