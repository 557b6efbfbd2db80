//! YAML as all readers take it, those of YAML 1.1 as well: to them `on`, `2023-01-09` and `012` are no texts.

use serde_yaml::{Mapping, Value};

/// How wide a line with several entries may be.
const WIDTH: usize = 110;

/// The text of a map.
pub(super) fn text(map: &Mapping) -> String {
    let mut out = String::new();
    write_map(map, 0, &mut out);
    out
}

fn write_map(map: &Mapping, indent: usize, out: &mut String) {
    for (index, (key, value)) in map.iter().enumerate() {
        if index > 0 {
            out.push_str(&" ".repeat(indent));
        }
        out.push_str(&scalar(key));
        out.push(':');
        write_after_key(value, indent, out);
    }
}

fn write_after_key(value: &Value, indent: usize, out: &mut String) {
    if let Some(short) = in_one_line(value, indent) {
        out.push(' ');
        out.push_str(&short);
        out.push('\n');
        return;
    }
    let indent = indent + 2;
    out.push('\n');
    match value {
        Value::Sequence(items) => write_items(items, indent, out),
        other => {
            out.push_str(&" ".repeat(indent));
            write_block(other, indent, out);
        }
    }
}

fn write_items(items: &[Value], indent: usize, out: &mut String) {
    for item in items {
        out.push_str(&" ".repeat(indent));
        out.push_str("- ");
        match in_one_line(item, indent + 2) {
            Some(short) => {
                out.push_str(&short);
                out.push('\n');
            }
            None => write_block(item, indent + 2, out),
        }
    }
}

/// What takes several lines; the first stands behind an indent already.
fn write_block(value: &Value, indent: usize, out: &mut String) {
    match value {
        Value::Mapping(map) => write_map(map, indent, out),
        Value::Sequence(items) => {
            // A list in a list.
            let mut inner = String::new();
            write_items(items, indent, &mut inner);
            out.push_str(inner.trim_start_matches(' '));
        }
        other => {
            out.push_str(&scalar(other));
            out.push('\n');
        }
    }
}

/// A scalar, or a list or map of such that fits into a line.
fn in_one_line(value: &Value, indent: usize) -> Option<String> {
    let is_flat = |value: &Value| !matches!(value, Value::Sequence(_) | Value::Mapping(_));
    let text = match value {
        Value::Sequence(items) if items.is_empty() => "[]".to_owned(),
        Value::Mapping(map) if map.is_empty() => "{}".to_owned(),
        Value::Sequence(items) if items.iter().all(is_flat) => {
            format!("[{}]", items.iter().map(scalar).collect::<Vec<_>>().join(", "))
        }
        Value::Mapping(map) if map.values().all(is_flat) => {
            let entry = |(key, value): (&Value, &Value)| format!("{}: {}", scalar(key), scalar(value));
            format!("{{ {} }}", map.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        Value::Sequence(_) | Value::Mapping(_) => return None,
        flat => return Some(scalar(flat)),
    };
    (indent + text.chars().count() <= WIDTH).then_some(text)
}

fn scalar(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) if is_plain(text) => text.clone(),
        Value::String(text) if !text.chars().any(is_hidden) => format!("'{}'", text.replace('\'', "''")),
        Value::String(text) => quoted(text),
        // The exporter makes no tags and puts nothing else in the place of a scalar.
        Value::Tagged(_) | Value::Sequence(_) | Value::Mapping(_) => "null".to_owned(),
    }
}

/// Whether no reader takes the text for anything else, in a list or a map in one line either.
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 8] = ["null", "true", "false", "yes", "no", "on", "off", "y"];
    let is_inside = |c: char| c.is_alphanumeric() || " _-./()+=;$<>".contains(c);
    text.starts_with(|c: char| c.is_alphabetic() || c == '/' || c == '_')
        && !text.ends_with(' ')
        && text.chars().all(is_inside)
        && !WORDS.iter().chain(&["n"]).any(|word| text.eq_ignore_ascii_case(word))
}

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn quoted(text: &str) -> String {
    let letter = |c: char| match c {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\n' => "\\n".to_owned(),
        c if is_hidden(c) => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    };
    format!("\"{}\"", text.chars().map(letter).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Mapping {
        serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}:\n{text}"))
    }

    #[test]
    fn what_is_written_is_read_back() {
        let source = r##"
empty: { a: [], b: {}, c: "", d: null, e: ~ }
lists: [[1, [2, { a: [3, "x: y"] }]], [], [[]], [{ b: { c: [{}] } }, "- d"]]
numbers: [0, -1, 18446744073709551615, 1.5, "1.5", "0", "1e3", ".inf", 1.0]
texts: ["null", "No", "on", "y", "~", "2023-01-09 19:00:57", "a: b", "a #b", "#", "it's", "\"", "a\\b", " a", "a ", "-", "?", "*", "&a", "!b", "@", "`", "%", "客户", "[", "{}", "a,b"]
hidden: ["a\nb", "a\tb", "\u0000", "\u2028", "\u202e", "a\r\nb", "\u0085", "\ufeff"]
keys: { "200": 1, "a: b": 2, "": 3, "true": { x: { y: [1] } } }
"##;
        let map = read(source);
        assert_eq!(read(&text(&map)), map, "{}", text(&map));
    }

    #[test]
    fn what_old_readers_take_for_something_else_is_quoted() {
        for word in ["yes", "Off", "n", "2023-01-09", "012", "1_000", "12:30:45", "=", "<<", "0x1F"] {
            assert!(scalar(&Value::from(word)).starts_with('\''), "{word}");
        }
        for word in ["string", "#/a", "客户管理", "application/json", "users.create"] {
            assert_eq!(scalar(&Value::from(word)).starts_with('\''), word.starts_with('#'), "{word}");
        }
    }
}
