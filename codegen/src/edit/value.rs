//! What is written into YAML, and how.

/// A piece of YAML that is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Yaml {
    /// A text; in quotes where YAML would read something else.
    Text(String),
    /// A number, `true` or `false`, as it stands.
    Plain(String),
    /// Nothing, behind a key.
    Nothing,
    /// A list.
    List(Style, Vec<Yaml>),
    /// A map, in this order.
    Map(Style, Vec<(String, Yaml)>),
}

/// How a list or map is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// On lines of its own.
    Block,
    /// In brackets, in one line; so is all that is in it.
    Flow,
}

impl Yaml {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A map in one line.
    pub fn flow<K: Into<String>>(entries: impl IntoIterator<Item = (K, Self)>) -> Self {
        Self::Map(Style::Flow, entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }

    /// A map on lines of its own.
    pub fn block<K: Into<String>>(entries: impl IntoIterator<Item = (K, Self)>) -> Self {
        Self::Map(Style::Block, entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }

    /// How many characters it takes in one line.
    pub(crate) fn width(&self) -> usize {
        self.inline(true).chars().count()
    }

    /// Whether it is written in one line.
    pub(super) fn is_inline(&self) -> bool {
        match self {
            Self::Text(_) | Self::Plain(_) | Self::Nothing => true,
            Self::List(style, items) => *style == Style::Flow || items.is_empty(),
            Self::Map(style, entries) => *style == Style::Flow || entries.is_empty(),
        }
    }

    /// All of it in one line.
    pub(super) fn inline(&self, in_flow: bool) -> String {
        match self {
            Self::Text(text) => scalar(text, in_flow),
            Self::Plain(text) => text.clone(),
            Self::Nothing => "~".to_owned(),
            Self::List(_, items) => {
                format!("[{}]", items.iter().map(|item| item.inline(true)).collect::<Vec<_>>().join(", "))
            }
            Self::Map(_, entries) if entries.is_empty() => "{}".to_owned(),
            Self::Map(_, entries) => {
                let entry = |(name, value): &(String, Self)| format!("{}: {}", key(name, true), value.inline(true));
                format!("{{ {} }}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// The lines below a key or a dash, each with its indent and `\n`.
    pub(super) fn lines(&self, indent: usize, step: usize) -> String {
        let pad = " ".repeat(indent);
        match self {
            Self::Map(_, entries) => {
                entries.iter().map(|(name, value)| format!("{pad}{}\n", entry(name, value, indent, step))).collect()
            }
            Self::List(_, items) => {
                let item = |item: &Self| match item.is_inline() {
                    true => format!("{pad}- {}\n", item.inline(false)),
                    false => {
                        let lines = item.lines(indent + 2, step);
                        format!("{pad}- {}", lines.trim_start_matches(' '))
                    }
                };
                items.iter().map(item).collect()
            }
            one => format!("{pad}{}\n", one.inline(false)),
        }
    }
}

/// An entry of a map without the indent of its first line and the end of its last.
pub(super) fn entry(name: &str, value: &Yaml, indent: usize, step: usize) -> String {
    match value.is_inline() {
        true if *value == Yaml::Nothing => format!("{}:", key(name, false)),
        true => format!("{}: {}", key(name, false), value.inline(false)),
        false => format!("{}:\n{}", key(name, false), value.lines(indent + step, step).trim_end_matches('\n')),
    }
}

/// A key. A whole number needs no quotes: the reader of a spec takes it for its text.
pub(super) fn key(name: &str, in_flow: bool) -> String {
    let is_number = name.parse::<i64>().is_ok_and(|number| number.to_string() == name);
    if is_number { name.to_owned() } else { scalar(name, in_flow) }
}

/// A text, in quotes if it has to be.
fn scalar(text: &str, in_flow: bool) -> String {
    if is_plain(text, in_flow) { text.to_owned() } else { quoted(text) }
}

/// Whether YAML reads the text as it stands, in any of its versions.
fn is_plain(text: &str, in_flow: bool) -> bool {
    const OTHER: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let is_hidden = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    let first = text.chars().next().unwrap_or(' ');
    let starts = !first.is_whitespace() && !"-?:,[]{}#&*!|>'\"%@`~=.<".contains(first);
    let holds =
        text.contains(": ") || text.contains(" #") || text.ends_with(':') || text.ends_with(char::is_whitespace);
    let splits = in_flow && text.contains([',', '[', ']', '{', '}']);
    starts
        && !holds
        && !splits
        && !text.contains(is_hidden)
        && !OTHER.contains(&&*text.to_lowercase())
        && matches!(serde_yaml::from_str(text), Ok(serde_yaml::Value::String(read)) if read == text)
}

/// The text in quotes, on one line.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control()
                || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') =>
            {
                out.push_str(&format!("\\u{:04x}", c as u32));
            }
            c => out.push(c),
        }
    }
    out + "\""
}
