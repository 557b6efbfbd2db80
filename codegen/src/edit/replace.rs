//! Other values in the place of old ones.

use super::tree::Tree;
use super::{EditError, Yaml};
use crate::diagnostics::spans::Kind;

/// Puts a value in the place of a node's.
pub(super) fn replace(tree: &Tree, found: &[usize], node: usize, value: &Yaml) -> Result<String, EditError> {
    let (text, start, end) = (tree.text, tree.start(node), tree.end(node));
    let in_flow = tree.in_flow(&found[..found.len() - 1]);
    let is_entry = tree.key_span(node).is_some();
    // The comment behind the key of a block stays there.
    let head_end = tree.line_end(start).min(end.max(start));
    let is_block = text[start..end].contains('\n') && tree.kind(node) != Kind::Flow;
    let head_comment = tree.comment_in(node, start..tree.line_end(start)).filter(|at| is_block && *at < end);
    let lost_from = if head_comment.is_some() { tree.line_end(start) } else { start };
    if let Some(comment) = tree.comment_in(node, lost_from.min(end)..end) {
        return Err(EditError::LosesComment { line: tree.line(comment) });
    }
    let blank = if is_entry { " " } else { "" };
    if in_flow || value.is_inline() || !is_entry {
        let written = value.inline(in_flow);
        let kept = head_comment.map_or("", |_| text[start..head_end].trim_end());
        return Ok(format!("{}{blank}{written}{kept}{}", &text[..start], &text[end..]));
    }
    let column = tree.key_span(node).map_or(0, |key| tree.column(key.start)) + tree.step();
    let lines = value.lines(column, tree.step()).replace('\n', tree.line_end_style());
    let lines = lines.trim_end_matches(['\r', '\n']);
    // A comment behind the old value goes with the key.
    let kept = head_comment.map_or("", |_| text[start..head_end].trim_end());
    let behind = text[end..tree.line_end(end)].trim_end();
    let eol = tree.line_end_style();
    Ok(format!("{}{kept}{behind}{eol}{lines}{}", &text[..start], &text[tree.line_end(end)..]))
}

/// Takes an entry of a map away.
pub(super) fn remove(tree: &Tree, found: &[usize], node: usize) -> Result<String, EditError> {
    let (text, end) = (tree.text, tree.end(node));
    let key = tree.key_span(node).unwrap_or_default().start;
    if let Some(comment) = tree.comment_in(node, key..end) {
        return Err(EditError::LosesComment { line: tree.line(comment) });
    }
    let parents = &found[..found.len() - 1];
    let siblings = parents.last().map(|parent| tree.below(*parent)).unwrap_or_default();
    if tree.in_flow(parents) {
        let behind = text[end..].trim_start();
        if behind.starts_with(',') {
            let comma = end + (text[end..].len() - behind.len()) + 1;
            let after = text[comma..].len() - text[comma..].trim_start_matches(' ').len();
            return Ok(format!("{}{}", &text[..key], &text[comma + after..]));
        }
        let before = text[..key].trim_end();
        let before = before.strip_suffix(',').unwrap_or(before);
        return Ok(format!("{before}{}", &text[end..]));
    }
    let parent = parents.last().copied().unwrap_or_default();
    if siblings.len() == 1 && tree.key_span(parent).is_some() {
        return replace(tree, parents, parent, &Yaml::flow::<String>([]));
    }
    let line = tree.line_start(key);
    if !text[line..key].trim().is_empty() {
        // The first entry behind a dash.
        let next = siblings.get(1).and_then(|(_, next)| tree.key_span(*next)).map_or(end, |next| next.start);
        return Ok(format!("{}{}", &text[..key], &text[next..]));
    }
    let behind = text[end..tree.line_end(end)].trim_start();
    if behind.is_empty() {
        return Ok(format!("{}{}", &text[..line], &text[tree.next_line(end)..]));
    }
    Ok(format!("{}{behind}{}", &text[..key], &text[tree.line_end(end)..]))
}
