//! Trees to lines: what fits on one stands there, and the outermost that does not is broken up.

use std::fmt::Write as _;

use proc_macro2::{Delimiter, TokenStream};

use super::spacing::{Last, Spacing};
use super::tree::{Tree, attributes, split, statements, trees};

/// The longest line.
const WIDTH: usize = 89;
const INDENT: usize = 4;

/// Appends the text of some items.
pub(super) fn print(tokens: TokenStream, text: &mut String) {
    let mut printer = Printer { line: text.len(), text };
    for item in statements(&trees(tokens)) {
        printer.item(item, 0);
    }
}

struct Printer<'a> {
    text: &'a mut String,
    /// Where the last line begins.
    line: usize,
}

/// Text that does not go on one line.
struct TooLong;

impl Printer<'_> {
    /// The lines of an item or a statement.
    fn item(&mut self, trees: &[Tree], indent: usize) {
        let rest = self.attributes(trees, indent);
        if rest.is_empty() {
            return;
        }
        self.start_line(indent);
        let body = rest.last().and_then(Tree::braced);
        let has = |word: &str| rest.iter().any(|tree| tree.is_word(word));
        match body {
            Some(body) if has("fn") => {
                self.signature(&rest[..rest.len() - 1], indent, 2);
                self.block(body, indent, false);
            }
            Some(body) if has("impl") || has("trait") => {
                self.flat_anyhow(&rest[..rest.len() - 1], indent);
                self.block(body, indent, true);
            }
            Some(body) if has("struct") || has("enum") => {
                self.flat_anyhow(&rest[..rest.len() - 1], indent);
                self.members(body, indent);
            }
            _ if has("fn") => self.signature(rest, indent, 0),
            _ => match rest.split_last() {
                Some((Tree::Operator(";"), before)) => {
                    self.expression(before, indent, 1);
                    self.text.push(';');
                }
                _ => self.expression(rest, indent, 0),
            },
        }
        self.text.push('\n');
    }

    /// Each attribute on a line of its own. Gives what is left.
    fn attributes<'t>(&mut self, trees: &'t [Tree], indent: usize) -> &'t [Tree] {
        let (found, rest) = attributes(trees);
        for attribute in found {
            self.start_line(indent);
            match documentation(attribute) {
                Some((mark, words)) => {
                    self.text.push_str(mark);
                    self.text.push_str(&words);
                }
                None => self.flat_anyhow(attribute, indent),
            }
            self.text.push('\n');
        }
        rest
    }

    /// A function up to its body. `tail` is the length of what follows on the line.
    fn signature(&mut self, trees: &[Tree], indent: usize, tail: usize) {
        if self.fits(trees, tail) {
            return;
        }
        let is_arguments = |tree: &Tree| matches!(tree, Tree::Group(Delimiter::Parenthesis, _));
        let name = trees.iter().position(|tree| tree.is_word("fn")).unwrap_or_default();
        let broken = trees.iter().skip(name).position(is_arguments).map(|place| name + place);
        self.broken(trees, broken, indent);
    }

    /// A value, a path, a pattern, or anything else within a line.
    fn expression(&mut self, trees: &[Tree], indent: usize, tail: usize) {
        if self.fits(trees, tail) {
            return;
        }
        if let Some(place) = trees.iter().position(|tree| tree.is_operator("=")) {
            self.flat_anyhow(&trees[..=place], indent);
            self.text.push(' ');
            return self.expression(&trees[place + 1..], indent, tail);
        }
        let calls = chain(trees);
        if calls.len() > 1 {
            return self.chain(trees, &calls, indent);
        }
        if trees.first().is_some_and(|tree| tree.is_word("use") || tree.is_word("pub"))
            && let Some((Tree::Group(_, names), path)) = trees.split_last()
        {
            self.flat_anyhow(path, indent);
            self.text.push('{');
            self.filled(names, indent);
            return self.text.push('}');
        }
        let breaks = |tree: &Tree| matches!(tree, Tree::Group(_, inner) if !inner.is_empty());
        match (trees.iter().rposition(breaks), arguments(trees)) {
            (None, Some((open, close))) => self.generic(trees, open, close, indent),
            (place, _) => self.broken(trees, place, indent),
        }
    }

    /// A type with its arguments one a line.
    fn generic(&mut self, trees: &[Tree], open: usize, close: usize, indent: usize) {
        self.flat_anyhow(&trees[..=open], indent);
        self.parts(&split(&trees[open + 1..close], ","), indent);
        self.flat_anyhow(&trees[close..], indent);
    }

    /// Calls of methods, one a line.
    fn chain(&mut self, trees: &[Tree], calls: &[usize], indent: usize) {
        // A short receiver, such as `self`, keeps the first call beside it.
        let start = self.text.len();
        self.flat_anyhow(&trees[..calls[0]], indent);
        let first = usize::from(self.text.len() - start <= INDENT);
        if first == 1 {
            self.flat_anyhow(&trees[calls[0]..calls[1]], indent);
        }
        let ends = calls.iter().skip(first + 1).copied().chain([trees.len()]);
        for (start, end) in calls.iter().skip(first).zip(ends) {
            self.text.push('\n');
            self.start_line(indent + INDENT);
            self.expression(&trees[*start..end], indent + INDENT, 0);
        }
    }

    /// Token by token, with the group at one place and every block broken up.
    fn broken(&mut self, trees: &[Tree], place: Option<usize>, indent: usize) {
        let (mut spacing, mut kinds) = (Spacing::new(), Kinds::default());
        for (at, tree) in trees.iter().enumerate() {
            let kind = kinds.of(tree, spacing.last);
            let is_macro = spacing.last == Last::Macro;
            if spacing.before(tree) {
                self.text.push(' ');
            }
            match (tree, kind) {
                (Tree::Group(_, inner), Kind::Block) => self.block(inner, indent, false),
                (Tree::Group(_, inner), Kind::Arms) => self.arms(inner, indent),
                (Tree::Group(_, inner), _) if Some(at) == place && is_macro => self.call_of_macro(inner, indent),
                (Tree::Group(delimiter, inner), _) if Some(at) == place => self.list(*delimiter, inner, indent),
                _ => self.token(tree, kind, indent),
            }
        }
    }

    /// The parts of a group, one a line.
    fn list(&mut self, delimiter: Delimiter, inner: &[Tree], indent: usize) {
        let (open, close) = marks(delimiter);
        self.text.push_str(open);
        let parts = split(inner, ",");
        if let [one] = parts[..]
            && matches!(one, [.., Tree::Group(Delimiter::Brace | Delimiter::Bracket, _)])
            && delimiter == Delimiter::Parenthesis
        {
            self.expression(one, indent, 2);
            return self.text.push_str(close);
        }
        self.parts(&parts, indent);
        self.text.push_str(close);
    }

    /// One a line, each with its comma.
    fn parts(&mut self, parts: &[&[Tree]], indent: usize) {
        self.text.push('\n');
        for part in parts {
            let rest = self.attributes(part, indent + INDENT);
            self.start_line(indent + INDENT);
            self.expression(rest, indent + INDENT, 1);
            self.text.push_str(",\n");
        }
        self.start_line(indent);
    }

    /// What a macro is told: a table, or names.
    fn call_of_macro(&mut self, inner: &[Tree], indent: usize) {
        self.text.push('(');
        match inner {
            [.., Tree::Group(Delimiter::Brace, _)] => self.expression(inner, indent, 2),
            _ => self.filled(inner, indent),
        }
        self.text.push(')');
    }

    /// Names, as many as go on a line.
    fn filled(&mut self, names: &[Tree], indent: usize) {
        self.text.push('\n');
        self.start_line(indent + INDENT);
        for (place, name) in split(names, ",").into_iter().enumerate() {
            let mark = self.text.len();
            let lead = if place == 0 { "" } else { " " };
            self.text.push_str(lead);
            if !self.fits(name, 1) {
                self.text.truncate(mark);
                self.text.push('\n');
                self.start_line(indent + INDENT);
                self.flat_anyhow(name, indent);
            }
            self.text.push(',');
        }
        self.text.push('\n');
        self.start_line(indent);
    }

    /// Statements or items between braces.
    fn block(&mut self, inner: &[Tree], indent: usize, spaced: bool) {
        self.braces(inner, indent, |printer, indent| {
            for (place, statement) in statements(inner).into_iter().enumerate() {
                let begins = matches!(statement.first(), Some(Tree::Operator("#")))
                    || statement.iter().any(|tree| tree.is_word("fn") || tree.is_word("pub"));
                if spaced && place > 0 && begins {
                    printer.text.push('\n');
                }
                printer.item(statement, indent);
            }
        });
    }

    /// Fields or variants between braces.
    fn members(&mut self, inner: &[Tree], indent: usize) {
        if inner.is_empty() {
            return self.text.push_str(" {}");
        }
        self.text.push_str(" {");
        self.parts(&split(inner, ","), indent);
        self.text.push('}');
    }

    /// The arms of a `match`.
    fn arms(&mut self, inner: &[Tree], indent: usize) {
        self.braces(inner, indent, |printer, indent| {
            let mut rest = inner;
            while let Some(arrow) = rest.iter().position(|tree| tree.is_operator("=>")) {
                let (pattern, after) = rest.split_at(arrow + 1);
                let pattern = printer.attributes(pattern, indent);
                let is_block = after.first().and_then(Tree::braced).is_some();
                let comma = after.iter().position(|tree| tree.is_operator(",")).unwrap_or(after.len());
                let end = if is_block { 1 } else { comma };
                printer.start_line(indent);
                printer.arm(pattern, &after[..end], indent);
                rest = &after[end..];
                if let [Tree::Operator(","), others @ ..] = rest {
                    rest = others;
                }
            }
        });
    }

    fn arm(&mut self, pattern: &[Tree], body: &[Tree], indent: usize) {
        self.flat_anyhow(pattern, indent);
        self.text.push(' ');
        if let [Tree::Group(Delimiter::Brace, inner)] = body {
            self.block(inner, indent, false);
        } else if body.first().is_some_and(|tree| tree.is_word("match")) {
            self.expression(body, indent, 1);
            self.text.push(',');
            return self.text.push('\n');
        } else if self.fits(body, 1) {
            self.text.push(',');
        } else {
            self.text.push_str("{\n");
            self.start_line(indent + INDENT);
            self.expression(body, indent + INDENT, 0);
            self.text.push('\n');
            self.start_line(indent);
            self.text.push('}');
        }
        self.text.push('\n');
    }

    fn braces(&mut self, inner: &[Tree], indent: usize, print: impl FnOnce(&mut Self, usize)) {
        if !self.text.ends_with([' ', '(']) {
            self.text.push(' ');
        }
        if inner.is_empty() {
            return self.text.push_str("{}");
        }
        self.text.push_str("{\n");
        print(self, indent + INDENT);
        self.start_line(indent);
        self.text.push('}');
    }

    /// Whether all of it went on the line. If not, nothing of it is there.
    fn fits(&mut self, trees: &[Tree], tail: usize) -> bool {
        let mark = self.text.len();
        let fits = self.flat(trees, tail).is_ok();
        if !fits {
            self.text.truncate(mark);
        }
        fits
    }

    fn flat_anyhow(&mut self, trees: &[Tree], indent: usize) {
        self.broken(trees, None, indent);
    }

    /// All of it on the line that has begun, and room for so many characters behind it.
    fn flat(&mut self, trees: &[Tree], tail: usize) -> Result<(), TooLong> {
        let (mut spacing, mut kinds) = (Spacing::new(), Kinds::default());
        for tree in trees {
            let kind = kinds.of(tree, spacing.last);
            if spacing.before(tree) {
                self.text.push(' ');
            }
            match tree {
                Tree::Group(_, inner) if matches!(kind, Kind::Block | Kind::Arms) && !inner.is_empty() => {
                    return Err(TooLong);
                }
                Tree::Group(delimiter, inner) => self.flat_group(*delimiter, inner, kind)?,
                _ => self.token(tree, kind, 0),
            }
            if self.text.len() - self.line + tail > WIDTH && self.width() + tail > WIDTH {
                return Err(TooLong);
            }
        }
        Ok(())
    }

    fn flat_group(&mut self, delimiter: Delimiter, inner: &[Tree], kind: Kind) -> Result<(), TooLong> {
        let (open, close) = marks(delimiter);
        let padded = delimiter == Delimiter::Brace && kind != Kind::Names && !inner.is_empty();
        let inner = match inner.split_last() {
            // Only in a tuple of one a last comma means something.
            Some((Tree::Operator(","), before)) if kind != Kind::Tuple || split(inner, ",").len() > 1 => before,
            _ => inner,
        };
        self.text.push_str(open);
        if padded {
            self.text.push(' ');
        }
        self.flat(inner, close.len())?;
        if padded {
            self.text.push(' ');
        }
        self.text.push_str(close);
        Ok(())
    }

    fn token(&mut self, tree: &Tree, kind: Kind, indent: usize) {
        // Writing to a string cannot fail.
        let _ = match tree {
            Tree::Word(word) => write!(self.text, "{word}"),
            Tree::Literal(literal) => write!(self.text, "{literal}"),
            Tree::Operator(operator) => self.text.write_str(operator),
            Tree::Group(delimiter, inner) => {
                let mark = self.text.len();
                if self.flat_group(*delimiter, inner, kind).is_err() {
                    self.text.truncate(mark);
                    self.list(*delimiter, inner, indent);
                }
                Ok(())
            }
        };
    }

    fn start_line(&mut self, indent: usize) {
        self.line = self.text.len();
        self.text.extend(std::iter::repeat_n(' ', indent));
    }

    fn width(&self) -> usize {
        self.text[self.line..].chars().count()
    }
}

/// What a group is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Statements.
    Block,
    /// The arms of a `match`.
    Arms,
    /// What an import names.
    Names,
    /// Parentheses that call nothing.
    Tuple,
    Other,
}

/// Tells what the groups of an expression are by what stands before them.
#[derive(Default)]
struct Kinds {
    /// `match`, `if` and their like, until their braces.
    open: Option<Kind>,
    /// Whether something stood before.
    begun: bool,
}

impl Kinds {
    fn of(&mut self, tree: &Tree, last: Last) -> Kind {
        let is_first = !std::mem::replace(&mut self.begun, true);
        match tree {
            Tree::Word(word) if word == "match" => self.open = Some(Kind::Arms),
            Tree::Word(word) if ["if", "for", "while", "loop", "else", "unsafe"].iter().any(|of| word == of) => {
                self.open = Some(Kind::Block);
            }
            Tree::Group(Delimiter::Brace, _) => {
                let by_last = match last {
                    Last::Operand | Last::Macro => Kind::Other,
                    Last::Tight if !is_first => Kind::Names,
                    _ => Kind::Block,
                };
                return self.open.take().unwrap_or(by_last);
            }
            Tree::Group(Delimiter::Parenthesis, _) if last != Last::Operand => return Kind::Tuple,
            _ => {}
        }
        Kind::Other
    }
}

/// Where the calls of a chain of methods begin.
fn chain(trees: &[Tree]) -> Vec<usize> {
    let is_call = |place: &usize| {
        matches!(
            trees[*place..],
            [Tree::Operator("."), Tree::Word(_), Tree::Group(Delimiter::Parenthesis, _), ..]
                | [Tree::Operator("."), Tree::Word(_), Tree::Operator("::"), ..]
        )
    };
    (0..trees.len()).filter(is_call).collect()
}

/// Where the arguments of the outermost type begin and end.
fn arguments(trees: &[Tree]) -> Option<(usize, usize)> {
    let open = trees.iter().position(|tree| tree.is_operator("<"))?;
    let close = trees.iter().rposition(|tree| tree.is_operator(">"))?;
    (open < close).then_some((open, close))
}

const fn marks(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::None => ("", ""),
    }
}

/// An attribute with documentation, as the mark and the words of a comment.
fn documentation(attribute: &[Tree]) -> Option<(&'static str, String)> {
    let (mark, inner) = match attribute {
        [Tree::Operator("#"), Tree::Group(_, inner)] => ("///", inner),
        [_, _, Tree::Group(_, inner)] => ("//!", inner),
        _ => return None,
    };
    match &inner[..] {
        [doc, Tree::Operator("="), Tree::Literal(words)] if doc.is_word("doc") => {
            let literal = words.to_string();
            let words = match literal.strip_prefix('r') {
                Some(raw) => raw.trim_matches('#').strip_prefix('"')?.strip_suffix('"')?.to_owned(),
                None => unescaped(literal.strip_prefix('"')?.strip_suffix('"')?),
            };
            (!words.contains('\n') && !words.starts_with('/')).then_some((mark, words))
        }
        _ => None,
    }
}

/// A string literal as what it says.
fn unescaped(literal: &str) -> String {
    let mut words = String::with_capacity(literal.len());
    let mut rest = literal;
    while let Some((before, after)) = rest.split_once('\\') {
        words.push_str(before);
        let mut after = after.chars();
        match after.next() {
            Some('n') => words.push('\n'),
            Some('r') => words.push('\r'),
            Some('t') => words.push('\t'),
            Some('0') => words.push('\0'),
            Some('u') => {
                let code = after.as_str().trim_start_matches('{').split('}').next().unwrap_or_default();
                words.extend(u32::from_str_radix(code, 16).ok().and_then(char::from_u32));
                after = after.as_str().split_once('}').map_or("", |(_, rest)| rest).chars();
            }
            other => words.extend(other),
        }
        rest = after.as_str();
    }
    words.push_str(rest);
    words
}
