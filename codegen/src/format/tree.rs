//! Tokens as the printer wants them: operators whole, groups opened once.

use proc_macro2::{Delimiter, Ident, Literal, Spacing, TokenStream, TokenTree};

/// One token, or a group of them.
pub(super) enum Tree {
    Word(Ident),
    Literal(Literal),
    Operator(&'static str),
    Group(Delimiter, Vec<Tree>),
}

/// Those of more than one character come first.
const OPERATORS: [&str; 37] = [
    "..=", "::", "->", "=>", "==", "!=", "<=", ">=", "&&", "||", "..", "+=", "-=", "*=", ":", ",", ";", ".", "=", "<",
    ">", "&", "*", "!", "?", "|", "#", "'", "+", "-", "/", "%", "^", "@", "$", "~", "_",
];

impl Tree {
    /// Whether it is this keyword or name.
    pub(super) fn is_word(&self, word: &str) -> bool {
        matches!(self, Self::Word(ident) if ident == word)
    }

    pub(super) fn is_operator(&self, operator: &str) -> bool {
        matches!(self, Self::Operator(of) if *of == operator)
    }

    /// What is between braces.
    pub(super) fn braced(&self) -> Option<&[Self]> {
        match self {
            Self::Group(Delimiter::Brace, inner) => Some(inner),
            _ => None,
        }
    }
}

/// Takes the tokens apart.
pub(super) fn trees(tokens: TokenStream) -> Vec<Tree> {
    let mut trees = Vec::new();
    let mut joined = String::new();
    for token in tokens {
        match token {
            TokenTree::Punct(punct) => {
                joined.push(punct.as_char());
                if punct.spacing() == Spacing::Joint && punct.as_char() != '\'' {
                    continue;
                }
                take_operators(&mut joined, &mut trees);
                continue;
            }
            _ => take_operators(&mut joined, &mut trees),
        }
        match token {
            TokenTree::Group(group) => {
                let (delimiter, inner) = (group.delimiter(), group.stream());
                drop(group); // the stream then belongs to nobody else and is not copied
                match delimiter {
                    Delimiter::None => trees.extend(self::trees(inner)),
                    _ => trees.push(Tree::Group(delimiter, self::trees(inner))),
                }
            }
            TokenTree::Ident(ident) => trees.push(Tree::Word(ident)),
            TokenTree::Literal(literal) => trees.push(Tree::Literal(literal)),
            TokenTree::Punct(_) => {}
        }
    }
    take_operators(&mut joined, &mut trees);
    trees
}

/// The longest operators that a run of joined characters is made of.
fn take_operators(joined: &mut String, trees: &mut Vec<Tree>) {
    let mut rest = joined.as_str();
    while let Some(first) = rest.chars().next() {
        let operator = OPERATORS.iter().find(|operator| rest.starts_with(**operator));
        trees.extend(operator.map(|operator| Tree::Operator(operator)));
        rest = &rest[operator.map_or(first.len_utf8(), |operator| operator.len())..];
    }
    joined.clear();
}

/// The parts between separators, outside of `<` and `>`.
pub(super) fn split<'a>(trees: &'a [Tree], separator: &str) -> Vec<&'a [Tree]> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for (place, tree) in trees.iter().enumerate() {
        match tree {
            Tree::Operator("<") => depth += 1,
            Tree::Operator(">") => depth = depth.saturating_sub(1),
            tree if depth == 0 && tree.is_operator(separator) => {
                parts.push(&trees[start..place]);
                start = place + 1;
            }
            _ => {}
        }
    }
    if start < trees.len() {
        parts.push(&trees[start..]);
    }
    parts
}

/// Statements or items: each with the `;` or the braces that end it.
pub(super) fn statements(trees: &[Tree]) -> Vec<&[Tree]> {
    let (mut parts, mut start) = (Vec::new(), 0);
    for (place, tree) in trees.iter().enumerate() {
        let next = trees.get(place + 1);
        let goes_on = next.is_some_and(|next| match next {
            Tree::Operator(operator) => *operator != "#",
            Tree::Word(word) => word == "else",
            Tree::Literal(_) | Tree::Group(..) => false,
        });
        if tree.is_operator(";") || (tree.braced().is_some() && !goes_on) {
            parts.push(&trees[start..=place]);
            start = place + 1;
        }
    }
    if start < trees.len() {
        parts.push(&trees[start..]);
    }
    parts
}

/// The attributes in front, and the rest.
pub(super) fn attributes(trees: &[Tree]) -> (Vec<&[Tree]>, &[Tree]) {
    let (mut found, mut rest) = (Vec::new(), trees);
    loop {
        let length = match rest {
            [Tree::Operator("#"), Tree::Group(Delimiter::Bracket, _), ..] => 2,
            [Tree::Operator("#"), Tree::Operator("!"), Tree::Group(Delimiter::Bracket, _), ..] => 3,
            _ => return (found, rest),
        };
        found.push(&rest[..length]);
        rest = &rest[length..];
    }
}
