//! Text of people in documentation: made safe for Markdown and broken into lines.

use crate::ir::Title;

/// How wide a line of documentation may be; a wide character counts for two.
const WIDTH: usize = 100;

/// Text as Markdown: code spans stay, what else could be markup is escaped, addresses become links. A blank line
/// starts a new paragraph.
#[must_use]
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let text = shown(text);
    for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(wrap(&markdown(paragraph)));
    }
    lines
}

/// Both titles in one line, as Markdown.
#[must_use]
pub(super) fn title_line(title: &Title) -> Option<String> {
    let titles = [&title.zh, &title.en].into_iter().flatten();
    let titles: Vec<String> = titles.map(|title| one_line(title)).filter(|title| !title.is_empty()).collect();
    (!titles.is_empty()).then(|| unmarked(titles.join(" · ")))
}

/// Text as Markdown that stands within a line.
#[must_use]
pub(super) fn one_line(text: &str) -> String {
    markdown(&shown(text).split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A value of the wire as code.
#[must_use]
pub(super) fn code_span(text: &str) -> String {
    format!("`{}`", shown(text).replace('`', "'").replace(char::is_whitespace, " "))
}

/// Text without control characters, and without those that change the order in which text is shown.
fn shown(text: &str) -> String {
    let is_hidden = |c: char| {
        (c.is_control() && !c.is_whitespace())
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().filter(|c| !is_hidden(*c)).collect()
}

/// A title as the documentation's search takes it.
#[must_use]
pub(super) fn alias(title: &Title) -> Option<String> {
    let allowed = |c: &char| !matches!(c, '"' | '\'' | '`' | '\\') && !c.is_control();
    let text: String = title.zh.as_deref()?.split_whitespace().collect::<Vec<_>>().join(" ");
    let text: String = shown(&text).chars().filter(allowed).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// Escapes what Markdown or HTML would read, outside code spans.
fn markdown(text: &str) -> String {
    let mut out = String::new();
    let balanced = text.matches('`').count().is_multiple_of(2);
    for (index, piece) in text.split('`').enumerate() {
        if index > 0 {
            out.push_str(if balanced { "`" } else { "\\`" });
        }
        if balanced && index % 2 == 1 {
            out.push_str(piece);
        } else {
            out.push_str(&escape(piece));
        }
    }
    out
}

fn escape(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_inclusive(char::is_whitespace) {
        let (before, rest) = match word.find("http://").or_else(|| word.find("https://")) {
            Some(at) => word.split_at(at),
            None => (word, ""),
        };
        let is_part = |c: char| c.is_ascii() && !c.is_whitespace() && !matches!(c, '<' | '>' | ')' | '"' | ',' | ';');
        let address = &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())];
        let address = address.trim_end_matches(['.', ':', '!', '?']);
        escape_markup(before, &mut out);
        if !address.is_empty() {
            out.push_str(&format!("<{address}>"));
        }
        escape_markup(&rest[address.len()..], &mut out);
    }
    out
}

fn escape_markup(text: &str, out: &mut String) {
    let mut before = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let inside_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let emphasis = c == '_' && !(inside_word(before) && inside_word(chars.peek().copied()));
        if emphasis || matches!(c, '<' | '>' | '[' | ']' | '\\' | '*' | '~' | '|') {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
}

/// Breaks a paragraph into lines, never so that a line starts like a list, a heading or a quote.
fn wrap(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut width = 0;
    for word in text.split_whitespace() {
        let wide = columns(word);
        match lines.last_mut() {
            Some(line) if width + 1 + wide <= WIDTH || starts_markup(word) => {
                line.push(' ');
                line.push_str(word);
                width += 1 + wide;
            }
            _ => {
                lines.push(word.to_owned());
                width = wide;
            }
        }
    }
    if let Some(first) = lines.first_mut() {
        *first = unmarked(std::mem::take(first));
    }
    lines
}

/// A line that does not start like a list, a heading or a quote.
fn unmarked(mut line: String) -> String {
    if starts_markup(line.split(' ').next().unwrap_or_default()) {
        // Of `1.` it is the dot that makes a list.
        line.insert(line.find(|c: char| !c.is_ascii_digit()).unwrap_or_default(), '\\');
    }
    line
}

fn starts_markup(word: &str) -> bool {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_digit());
    word.starts_with(['#', '-', '+', '=', '>']) || (digits.len() < word.len() && digits.starts_with(['.', ')']))
}

fn columns(word: &str) -> usize {
    word.chars().map(|c| if u32::from(c) >= 0x1100 { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_of_vendors_is_shown_and_not_obeyed() {
        assert_eq!(paragraphs("a <b> [c] `d<e>`"), ["a \\<b\\> \\[c\\] `d<e>`"]);
        assert_eq!(paragraphs("see https://example.com/a_b."), ["see <https://example.com/a_b>."]);
        assert_eq!(paragraphs("an odd ` tick"), ["an odd \\` tick"]);
        assert_eq!(paragraphs("one\ntwo\n\nthree"), ["one two", "", "three"]);
    }

    #[test]
    fn no_line_starts_like_a_list() {
        let text = format!("{} - not a list", "word ".repeat(20).trim());
        assert!(paragraphs(&text).iter().all(|line| !line.starts_with('-')), "{:?}", paragraphs(&text));
        assert_eq!(paragraphs("- no list"), ["\\- no list"]);
    }

    #[test]
    fn a_title_is_one_line_that_starts_like_none_of_markdown() {
        let line = |zh: &str, en: &str| title_line(&Title { zh: Some(zh.into()), en: Some(en.into()) });
        assert_eq!(line("一\n二\r\n三", " two\n\nlines ").as_deref(), Some("一 二 三 · two lines"));
        assert_eq!(line("# head", "- item").as_deref(), Some("\\# head · - item"));
        assert_eq!(line("12. item", "x").as_deref(), Some("12\\. item · x"));
        assert_eq!(line(" \n", "x").as_deref(), Some("x"));
    }

    #[test]
    fn text_is_shown_in_the_order_in_which_it_stands() {
        let text = "a\u{202e}b\u{2066}c\u{200f}d\u{61c}e\u{0}f";
        assert_eq!(paragraphs(text), ["abcdef"]);
        assert_eq!(title_line(&Title { zh: Some(text.into()), en: None }).as_deref(), Some("abcdef"));
        assert_eq!(alias(&Title { zh: Some(text.into()), en: None }).as_deref(), Some("abcdef"));
        assert_eq!(code_span(text), "`abcdef`");
    }

    #[test]
    fn an_alias_has_nothing_that_rustdoc_refuses() {
        let title = Title { zh: Some(" Get User's \"状态\"  ".into()), en: None };
        assert_eq!(alias(&title).as_deref(), Some("Get Users 状态"));
    }
}
