//! Which operation of a description is which of ours.

use std::collections::{BTreeMap, BTreeSet};

use crate::import::model::{Model, Operation};
use crate::ir::{self, Api, Resource};

/// By what two operations are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Endpoint,
    Id,
    Title,
}

impl By {
    /// In words.
    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::Endpoint => "by method and path",
            Self::Id => "by its id",
            Self::Title => "by its title",
        }
    }
}

/// What was matched, by the places of the description's operations.
#[derive(Clone, Debug, Default)]
pub(super) struct Matches<'a> {
    pub(super) found: Vec<(&'a ir::Operation, usize, By)>,
    /// Operations of the description that two or more of ours could be: no one's.
    pub(super) ambiguous: Vec<usize>,
    /// Those that none of ours is.
    pub(super) theirs: Vec<usize>,
    /// Ours that none of them is.
    pub(super) ours: Vec<&'a ir::Operation>,
}

/// Matches by what is surest first; no operation is matched twice.
pub(super) fn match_operations<'a>(model: &Model, api: &'a Api) -> Matches<'a> {
    let ours: Vec<(&Resource, &ir::Operation)> =
        api.resources.iter().flat_map(|group| group.operations.iter().map(move |of| (group, of))).collect();
    let mut matches = Matches::default();
    let mut left: BTreeSet<usize> = (0..model.operations.len()).collect();
    let mut free: BTreeMap<&str, (&Resource, &ir::Operation)> =
        ours.iter().map(|pair| (pair.1.id.as_str(), *pair)).collect();
    for by in [By::Endpoint, By::Id, By::Title] {
        let mut claims: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for index in &left {
            let theirs = &model.operations[*index];
            let mut same: Vec<_> = free.values().filter(|pair| is_same(by, pair.1, pair.0, theirs)).collect();
            if same.len() > 1 {
                // Titles may stand under several headings: the one of the same group is meant.
                let of_group: Vec<_> = same.iter().copied().filter(|pair| is_group(pair.0, theirs)).collect();
                same = if of_group.len() == 1 { of_group } else { same };
            }
            match same[..] {
                [] => {}
                [pair] => claims.entry(pair.1.id.as_str()).or_default().push(*index),
                _ => matches.ambiguous.push(*index),
            }
        }
        for (id, indices) in claims {
            let indices: Vec<usize> = match free.get(id) {
                Some(pair) if indices.len() > 1 => {
                    let of_group = indices.iter().copied().filter(|at| is_group(pair.0, &model.operations[*at]));
                    let of_group: Vec<usize> = of_group.collect();
                    if of_group.len() == 1 { of_group } else { indices }
                }
                _ => indices,
            };
            match indices[..] {
                [index] => {
                    left.remove(&index);
                    if let Some((_, ours)) = free.remove(id) {
                        matches.found.push((ours, index, by));
                    }
                }
                _ => matches.ambiguous.extend(indices),
            }
        }
    }
    matches.ambiguous.retain(|index| left.contains(index));
    matches.ambiguous.sort_unstable();
    matches.ambiguous.dedup();
    matches.theirs = left.into_iter().filter(|index| !matches.ambiguous.contains(index)).collect();
    matches.ours = ours.iter().map(|pair| pair.1).filter(|of| free.contains_key(of.id.as_str())).collect();
    matches.found.sort_by_key(|(_, index, _)| *index);
    matches
}

fn is_same(by: By, ours: &ir::Operation, group: &Resource, theirs: &Operation) -> bool {
    match by {
        By::Endpoint => theirs.method == ours.method.as_str() && shape(&theirs.path) == shape(&ours.path),
        By::Id => theirs.id.as_deref().is_some_and(|id| {
            let id = words(id);
            id == words(&ours.id) || id == words(&format!("{} {}", ours.name, group.name))
        }),
        By::Title => {
            let titles = [&ours.title.zh, &ours.title.en];
            let theirs = theirs.title.as_deref().map(letters).filter(|title| !title.is_empty());
            theirs.is_some_and(|theirs| titles.into_iter().flatten().any(|title| letters(title) == theirs))
        }
    }
}

/// Whether one of the tags is what the resource is called. Of a folder in a folder the last word counts.
fn is_group(group: &Resource, theirs: &Operation) -> bool {
    let names = [Some(&group.name), group.title.zh.as_ref(), group.title.en.as_ref()];
    let names: Vec<String> = names.into_iter().flatten().map(|name| letters(name)).collect();
    let tags = theirs.tags.iter().flat_map(|tag| [Some(tag.as_str()), tag.rsplit('/').next()]).flatten();
    tags.map(letters).any(|tag| names.contains(&tag))
}

/// A path without the names of its parameters.
pub(super) fn shape(path: &str) -> String {
    let part =
        |part: &str| if part.starts_with('{') && part.ends_with('}') { "{}".to_owned() } else { part.to_owned() };
    path.trim_end_matches('/').split('/').map(part).collect::<Vec<_>>().join("/")
}

/// The words of an id, whatever parts them.
fn words(id: &str) -> String {
    let mut out = String::new();
    let mut before = ' ';
    for c in id.chars() {
        if c.is_uppercase() && (before.is_lowercase() || before.is_ascii_digit()) {
            out.push(' ');
        }
        out.extend(if c.is_alphanumeric() { c.to_lowercase().collect::<Vec<_>>() } else { vec![' '] });
        before = c;
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A title's letters and digits: how it is spaced and marked says nothing.
fn letters(title: &str) -> String {
    let narrow = |c: char| match c {
        // The wide forms of ASCII, as Chinese texts have them.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    };
    title.chars().map(narrow).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{letters, shape, words};

    #[test]
    fn titles_and_ids_are_the_same_however_they_are_marked() {
        assert_eq!(letters("获取访问Token（V1）"), letters("获取访问 token (v1)"));
        assert_ne!(letters("用户查询"), letters("用户列表查询"));
        assert_eq!(words("getTokenV1"), words("get_token-v1"));
        assert_eq!(shape("/v1/{id}/a/"), shape("/v1/{user}/a"));
    }
}
