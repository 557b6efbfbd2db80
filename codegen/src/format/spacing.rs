//! Where a space stands between two tokens.

use proc_macro2::{Delimiter, Ident};

use super::tree::Tree;

/// What the last token was, as far as the next one cares.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Last {
    /// Nothing, or something that the next token clings to: an opening, `.`, `::`, `&`.
    Tight,
    /// `<`, to which everything clings.
    Angle,
    /// A keyword that no operand ends with.
    Keyword,
    /// `pub`, `fn`, `impl`, `for`: a keyword before which a group or `<` may cling.
    Clinging,
    /// The end of an operand: a name, a literal, a closing, `?`.
    Operand,
    /// `'a`.
    Lifetime,
    /// An operator that wants a space, `,` or `;`.
    Spaced,
    /// The `!` of a macro.
    Macro,
}

/// The state between tokens.
pub(super) struct Spacing {
    pub(super) last: Last,
    /// Whether the parameters of a closure are open.
    in_closure: bool,
    is_lifetime: bool,
}

const KEYWORDS: [&str; 31] = [
    "as", "break", "const", "continue", "dyn", "else", "enum", "extern", "if", "in", "let", "loop", "match", "mod",
    "move", "mut", "ref", "return", "static", "struct", "trait", "type", "unsafe", "use", "where", "while", "async",
    "yield", "box", "union_", "macro",
];
const CLINGING: [&str; 4] = ["pub", "fn", "impl", "for"];

impl Spacing {
    /// At the start of a line or a group.
    pub(super) const fn new() -> Self {
        Self { last: Last::Tight, in_closure: false, is_lifetime: false }
    }

    /// Whether a space stands before this token, which is then the last one.
    pub(super) fn before(&mut self, next: &Tree) -> bool {
        let is_apart = !matches!(self.last, Last::Tight | Last::Angle);
        match next {
            Tree::Word(word) => {
                let is_lifetime = std::mem::take(&mut self.is_lifetime);
                self.become_last(if is_lifetime { Last::Lifetime } else { word_class(word) });
                is_apart
            }
            Tree::Literal(_) => {
                self.become_last(Last::Operand);
                is_apart
            }
            Tree::Group(delimiter, _) => {
                let clings = matches!(self.last, Last::Operand | Last::Clinging | Last::Macro);
                self.become_last(Last::Operand);
                is_apart && (*delimiter == Delimiter::Brace || !clings)
            }
            Tree::Operator(operator) => self.before_operator(operator, is_apart),
        }
    }

    fn become_last(&mut self, last: Last) {
        self.last = last;
    }

    fn before_operator(&mut self, operator: &str, is_apart: bool) -> bool {
        let after_operand = matches!(self.last, Last::Operand | Last::Lifetime);
        let (space, last) = match operator {
            "," | ";" | ":" => (false, Last::Spaced),
            "." => (false, Last::Tight),
            ".." | "..=" | "::" => (is_apart && !after_operand, Last::Tight),
            "<" => (is_apart && !after_operand && self.last != Last::Clinging, Last::Angle),
            ">" => (false, Last::Operand),
            "'" => {
                self.is_lifetime = true;
                (is_apart, Last::Tight)
            }
            "!" if after_operand => (false, Last::Macro),
            "?" if after_operand => (false, Last::Operand),
            "&" | "*" | "-" | "&&" if after_operand => (true, Last::Spaced),
            "&" | "*" | "-" | "&&" | "!" | "?" | "#" => (is_apart, Last::Tight),
            "|" if self.in_closure => {
                self.in_closure = false;
                (false, Last::Spaced)
            }
            "|" if !after_operand => {
                self.in_closure = true;
                (is_apart, Last::Tight)
            }
            _ => (is_apart, Last::Spaced),
        };
        self.become_last(last);
        space
    }
}

fn word_class(word: &Ident) -> Last {
    if CLINGING.iter().any(|of| word == of) {
        Last::Clinging
    } else if KEYWORDS.iter().any(|of| word == of) {
        Last::Keyword
    } else {
        Last::Operand
    }
}
