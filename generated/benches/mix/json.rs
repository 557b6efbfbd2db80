//! Small JSON trees, written compact or pretty, with documents in strings as PHP writes them.

/// A value. `Plain` holds the text of a scalar as it is to be written.
#[derive(Clone)]
pub enum Json {
    Plain(String),
    Object(Fields),
    List(Vec<Json>),
    /// A document in a string.
    Document(Box<Json>),
}

pub type Fields = Vec<(&'static str, Json)>;

pub fn text(text: impl AsRef<str>) -> Json {
    let mut quoted = String::new();
    push_quoted(&mut quoted, text.as_ref());
    Json::Plain(quoted)
}

pub fn plain(text: impl ToString) -> Json {
    Json::Plain(text.to_string())
}

fn push_quoted(to: &mut String, text: &str) {
    to.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' | '/' => to.extend(['\\', character]),
            '\n' => to.push_str("\\n"),
            _ => to.push(character),
        }
    }
    to.push('"');
}

impl Json {
    /// The text, with four spaces a level where `indent` is a level.
    pub fn write(&self, to: &mut String, indent: Option<usize>) {
        match self {
            Self::Plain(text) => to.push_str(text),
            Self::Document(inner) => {
                let mut document = String::new();
                inner.write(&mut document, None);
                push_quoted(to, &document);
            }
            Self::List(items) => bracketed(to, ['[', ']'], items, indent, |to, item, indent| item.write(to, indent)),
            Self::Object(fields) => bracketed(to, ['{', '}'], fields, indent, |to, (key, value), indent| {
                push_quoted(to, key);
                to.push_str(if indent.is_some() { ": " } else { ":" });
                value.write(to, indent);
            }),
        }
    }
}

fn bracketed<T>(
    to: &mut String,
    [open, close]: [char; 2],
    items: &[T],
    indent: Option<usize>,
    write: impl Fn(&mut String, &T, Option<usize>),
) {
    to.push(open);
    let inner = indent.map(|level| level + 1);
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            to.push(',');
        }
        push_break(to, inner);
        write(to, item, inner);
    }
    if !items.is_empty() {
        push_break(to, indent);
    }
    to.push(close);
}

fn push_break(to: &mut String, indent: Option<usize>) {
    if let Some(level) = indent {
        to.push('\n');
        to.push_str(&"    ".repeat(level));
    }
}
