//! Text of people: Markdown and HTML of descriptions into the plain paragraphs of a spec.

/// The paragraphs of a description: white space folded, items of lists and rows of tables each by themselves, the tags of
/// HTML taken off, links written out.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let text = without_links(&without_tags(&cleaned(text)));
    let mut paragraphs: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let starts = is_item(line.trim_start());
        match paragraphs.last_mut().filter(|_| open && !starts && !words.is_empty()) {
            Some(paragraph) => {
                paragraph.push(' ');
                paragraph.push_str(&words);
            }
            None if words.is_empty() => {}
            None => paragraphs.push(words.clone()),
        }
        open = !words.is_empty() && !line.trim_start().starts_with('#');
    }
    paragraphs
}

/// All of it in one line.
pub(super) fn one_line(text: &str) -> String {
    paragraphs(text).join(" ")
}

/// A value as code.
pub(super) fn code(text: &str) -> String {
    let text: String = cleaned(text).split_whitespace().collect::<Vec<_>>().join(" ");
    format!("`{}`", text.replace('`', "'"))
}

/// Text without what a file of YAML cannot hold or an editor would not show.
pub(super) fn cleaned(text: &str) -> String {
    let is_hidden = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
            || matches!(c, '\u{fff9}'..='\u{ffff}' | '\u{e000}'..='\u{f8ff}' | '\u{61c}')
    };
    text.replace("\r\n", "\n").replace('\r', "\n").chars().filter(|c| !is_hidden(*c)).collect()
}

/// Whether a line begins an item of a list, a row of a table or a heading.
fn is_item(line: &str) -> bool {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    ["- ", "* ", "+ ", "#", "|"].iter().any(|mark| line.starts_with(mark))
        || (digits.len() < line.len() && (digits.starts_with(". ") || digits.starts_with(") ")))
}

/// Takes the tags of HTML off that descriptions use; what only looks like a tag stays.
fn without_tags(text: &str) -> String {
    const BLOCKS: [&str; 15] =
        ["p", "br", "div", "ul", "ol", "table", "tr", "h1", "h2", "h3", "h4", "h5", "pre", "note", "important"];
    const INLINE: [&str; 20] = [
        "b",
        "i",
        "em",
        "strong",
        "a",
        "span",
        "code",
        "td",
        "th",
        "tbody",
        "thead",
        "dl",
        "dt",
        "dd",
        "sup",
        "sub",
        "u",
        "small",
        "font",
        "blockquote",
    ];
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find('<') {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        let end = tail.find('>').filter(|end| !tail[..*end].contains('\n'));
        let name = end.map(|end| tail[1..end].trim_start_matches('/')).unwrap_or_default();
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_lowercase();
        match end {
            Some(end) if BLOCKS.contains(&&*name) => {
                out.push_str("\n\n");
                rest = &tail[end + 1..];
            }
            Some(end) if name == "li" => {
                out.push_str(if tail.starts_with("</") { "\n" } else { "\n- " });
                rest = &tail[end + 1..];
            }
            Some(end) if INLINE.contains(&&*name) => {
                out.push_str(if name == "code" { "`" } else { "" });
                rest = &tail[end + 1..];
            }
            _ => {
                out.push('<');
                rest = &tail[1..];
            }
        }
    }
    out.push_str(rest);
    let entities = [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    entities.into_iter().fold(out, |text, (entity, plain)| text.replace(entity, plain))
}

/// `[text](address)` as `text (address)`; an address that leads nowhere by itself is left out.
fn without_links(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(middle) = rest.find("](") {
        let (before, tail) = rest.split_at(middle);
        let open = before.rfind('[').filter(|open| !before[*open..].contains('\n'));
        let end = tail.find(')').filter(|end| !tail[..*end].contains(char::is_whitespace));
        match (open, end) {
            (Some(open), Some(end)) => {
                out.push_str(before[..open].trim_end_matches('!'));
                out.push_str(&before[open + 1..]);
                let address = &tail[2..end];
                if address.starts_with("http://") || address.starts_with("https://") {
                    out.push_str(&format!(" ({address})"));
                }
                rest = &tail[end + 1..];
            }
            _ => {
                out.push_str(before);
                out.push_str("](");
                rest = &tail[2..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::paragraphs;

    #[test]
    fn lists_keep_their_items_and_lines_are_folded() {
        assert_eq!(
            paragraphs("One\ntwo:\n- a\n  b\n- c\n\n# Head\nend"),
            ["One two:", "- a b", "- c", "# Head", "end"]
        );
    }

    #[test]
    fn html_is_taken_off_and_what_is_none_stays() {
        assert_eq!(
            paragraphs("<p>A <code>b</code> &amp; c</p><ul><li>x</li></ul> 1 < 2 > 0"),
            ["A `b` & c", "- x", "1 < 2 > 0"]
        );
        assert_eq!(paragraphs("list<string> of <id>"), ["list<string> of <id>"]);
    }

    #[test]
    fn links_are_written_out() {
        assert_eq!(
            paragraphs("see [this](https://a.example/b) and [that](#there)"),
            ["see this (https://a.example/b) and that"]
        );
        assert_eq!(paragraphs("an [open](link"), ["an [open](link"]);
    }
}
