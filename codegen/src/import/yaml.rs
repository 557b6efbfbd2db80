//! The text of YAML as a careful person writes it: short where it fits into a line, quotes where YAML would read
//! something else, long texts folded.

/// What stands behind a key.
#[derive(Clone, Debug)]
pub(super) enum Yaml {
    /// A text in one line.
    Text(String),
    /// A text of people, which may have several paragraphs.
    Prose(String),
    /// A map, in braces where it fits into a line.
    Map(Vec<(String, Yaml)>),
    /// A map whose entries stand on lines of their own.
    Block(Vec<(String, Yaml)>),
    /// A list in brackets.
    List(Vec<Yaml>),
    /// Yes or no.
    Boolean(bool),
    /// Nothing, behind the key of an enum's value.
    Nothing,
}

/// How wide a line may be.
const WIDTH: usize = 120;

impl Yaml {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The map as it is written by hand in the code: `[("a", x)]`.
    pub(super) fn map<const N: usize>(entries: [(&str, Yaml); N]) -> Self {
        Self::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }
}

/// Writes an entry of a map on lines of its own.
pub(super) fn write_entry(key: &str, value: &Yaml, indent: usize, out: &mut String) {
    let start = format!("{:indent$}{}:", "", scalar(key, true));
    let inline = one_line(value, matches!(value, Yaml::Text(_) | Yaml::Prose(_)));
    match (inline, value) {
        (Some(text), _) if text.is_empty() => push_line(out, &start),
        (Some(text), _) if columns(&start) + 1 + columns(&text) <= WIDTH => push_line(out, &format!("{start} {text}")),
        (_, Yaml::Map(entries) | Yaml::Block(entries)) => {
            push_line(out, &start);
            entries.iter().for_each(|(key, value)| write_entry(key, value, indent + 2, out));
        }
        (_, Yaml::List(items)) => write_items(&start, items, indent, out),
        (_, Yaml::Prose(text)) => write_prose(&start, text, indent + 2, out),
        (text, _) => push_line(out, &format!("{start} {}", text.unwrap_or_default())),
    }
}

/// A list over several lines, in brackets where its items are plain, else an item a line.
fn write_items(start: &str, items: &[Yaml], indent: usize, out: &mut String) {
    push_line(out, start);
    for item in items {
        match item {
            Yaml::Map(entries) | Yaml::Block(entries)
                if one_line(item, false).is_none_or(|text| columns(&text) + indent + 4 > WIDTH) =>
            {
                let mut text = String::new();
                entries.iter().for_each(|(key, value)| write_entry(key, value, indent + 4, &mut text));
                let text = text.trim_start();
                out.push_str(&format!("{:width$}- {text}", "", width = indent + 2));
            }
            _ => push_line(
                out,
                &format!("{:width$}- {}", "", one_line(item, false).unwrap_or_default(), width = indent + 2),
            ),
        }
    }
}

/// A long text: folded if it is one paragraph, else as it stands, each paragraph broken into lines.
fn write_prose(start: &str, text: &str, indent: usize, out: &mut String) {
    let paragraphs: Vec<&str> = text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()).collect();
    let mark = if paragraphs.len() > 1 { "|-" } else { ">-" };
    push_line(out, &format!("{start} {mark}"));
    for (index, paragraph) in paragraphs.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && columns(&line) + 1 + columns(word) + indent > WIDTH {
                push_line(out, &format!("{:indent$}{line}", ""));
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        push_line(out, &format!("{:indent$}{line}", ""));
    }
}

/// The value in one line; none if it has several.
fn one_line(value: &Yaml, is_alone: bool) -> Option<String> {
    match value {
        Yaml::Text(text) => Some(scalar(text, !is_alone)),
        Yaml::Prose(text) if text.contains('\n') => None,
        Yaml::Prose(text) => Some(scalar(text, !is_alone)),
        Yaml::Boolean(value) => Some(value.to_string()),
        Yaml::Nothing => Some(String::new()),
        Yaml::Block(_) => None,
        Yaml::Map(entries) => {
            let entry = |(key, value): &(String, Yaml)| {
                let value = one_line(value, false)?;
                Some(if value.is_empty() {
                    format!("{}: ~", scalar(key, true))
                } else {
                    format!("{}: {value}", scalar(key, true))
                })
            };
            let entries = entries.iter().map(entry).collect::<Option<Vec<_>>>()?;
            Some(if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) })
        }
        Yaml::List(items) => {
            let items = items.iter().map(|item| one_line(item, false)).collect::<Option<Vec<_>>>()?;
            Some(format!("[{}]", items.join(", ")))
        }
    }
}

fn push_line(out: &mut String, line: &str) {
    out.push_str(line.trim_end());
    out.push('\n');
}

/// A text as YAML reads it back, plain if it can be. In braces and in keys some more marks mean something.
pub(super) fn scalar(text: &str, in_flow: bool) -> String {
    if is_plain(text, in_flow) {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            _ if is_shown(c) => quoted.push(c),
            _ if u32::from(c) <= 0xffff => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => quoted.push_str(&format!("\\U{:08x}", u32::from(c))),
        }
    }
    quoted.push('"');
    quoted
}

fn is_shown(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        && !matches!(c, '\u{fff0}'..='\u{ffff}' | '\u{e000}'..='\u{f8ff}')
}

fn is_plain(text: &str, in_flow: bool) -> bool {
    const WORDS: [&str; 12] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "~", "<<", "="];
    let starts_well = |c: char| c.is_alphanumeric() || "_/(.$^<+;\\".contains(c);
    text.starts_with(starts_well)
        && !text.ends_with([' ', ':'])
        && text.chars().all(is_shown)
        && !WORDS.contains(&text.to_lowercase().as_str())
        && !text.contains(": ")
        && !text.contains(" #")
        && !(in_flow && text.contains([',', '[', ']', '{', '}']))
        && !(in_flow && text.contains(':'))
        && !is_number(text)
}

/// Whether some version of YAML reads a number, a time or a date.
fn is_number(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_hexdigit() || "xXoO_.:+-TZtz ".contains(c);
    let is_word =
        matches!(text.to_lowercase().trim_start_matches(['+', '-']), ".inf" | ".nan" | "inf" | "nan" | "infinity");
    is_word || (text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)) && text.chars().all(is_part))
}

fn columns(text: &str) -> usize {
    text.chars().map(|c| if u32::from(c) >= 0x1100 { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::{Yaml, scalar, write_entry};

    fn read(text: &str) -> serde_yaml::Value {
        serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    const ODD: &[&str] = &[
        "",
        " ",
        "a",
        "1",
        "1.5",
        "0x1f",
        "1_000",
        "12:30",
        "2020-01-01",
        "yes",
        "No",
        "null",
        "~",
        "true",
        "- a",
        "-",
        "a: b",
        "a:",
        "a #b",
        "#a",
        "a, b",
        "[a]",
        "{a}",
        "*",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a`",
        "'a'",
        "\"a\"",
        "a\\b",
        "a\nb",
        "a\tb",
        "\u{7}",
        "\u{feff}",
        "用户",
        "😀",
        "list<string>?",
        "?",
        "? a",
        "|",
        ">",
        "a b ",
        ".5",
        "+1",
        "<<",
        "=",
        "1e3",
        "_",
        "\u{2028}",
        "0o7",
        ".inf",
        "NaN",
    ];

    #[test]
    fn every_text_is_read_back_as_it_was() {
        for text in ODD {
            assert_eq!(read(&scalar(text, false)), serde_yaml::Value::from(*text), "alone: {text:?}");
            let flow = format!("{{ {}: {} }}", scalar(text, true), scalar(text, true));
            let map = read(&flow);
            assert_eq!(map.get(text), Some(&serde_yaml::Value::from(*text)), "in braces: {flow}");
        }
    }

    #[test]
    fn a_map_is_written_in_braces_where_it_fits() {
        let map = |text: &str| Yaml::map([("type", Yaml::text("string?")), ("doc", Yaml::Prose(text.to_owned()))]);
        let mut out = String::new();
        write_entry("name", &map("Short."), 2, &mut out);
        assert_eq!(out, "  name: { type: string?, doc: Short. }\n");
        out.clear();
        write_entry("name", &map(&"A long text. ".repeat(12)), 2, &mut out);
        assert!(out.starts_with("  name:\n    type: string?\n    doc: >-\n      A long text."), "{out}");
        assert!(out.lines().all(|line| line.len() <= 120), "{out}");
    }

    #[test]
    fn paragraphs_are_kept_apart() {
        let mut out = String::new();
        write_entry("doc", &Yaml::Prose("One.\n\n- two: #x".to_owned()), 0, &mut out);
        assert_eq!(read(&out)["doc"], serde_yaml::Value::from("One.\n\n- two: #x"));
    }
}
