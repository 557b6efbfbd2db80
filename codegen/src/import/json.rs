//! JSON into nodes, with their lines. What JSON does not allow is refused.

use std::collections::BTreeMap;

use super::source::{DEPTH, NodeId, ReadError, Source, Step, Value};

/// Reads a text of JSON.
///
/// # Errors
/// What is not JSON, with its line.
pub(super) fn parse(name: String, text: &str) -> Result<Source, ReadError> {
    let mut reader = Reader { text, at: 0, line: 1, source: Source::empty(name) };
    reader.value(None, Step::Root, 0)?;
    match reader.peek() {
        None => Ok(reader.source),
        Some(_) => Err(reader.error("nothing more was expected behind the value")),
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    source: Source,
}

impl<'a> Reader<'a> {
    fn value(&mut self, parent: Option<NodeId>, step: Step, depth: usize) -> Result<NodeId, ReadError> {
        if depth > DEPTH {
            return Err(self.error(&format!("the nesting is deeper than {DEPTH} levels")));
        }
        let first = self.peek();
        let line = self.line;
        let mut add = |value| self.source.add(value, line, parent, step.clone());
        match first {
            Some(b'{') => {
                let id = add(Value::Map(Vec::new()));
                self.map(id, depth).map(|()| id)
            }
            Some(b'[') => {
                let id = add(Value::List(Vec::new()));
                self.list(id, depth).map(|()| id)
            }
            Some(b'"') => {
                let text = self.string()?;
                Ok(self.source.add(Value::Text(text), line, parent, step))
            }
            Some(_) => {
                let value = self.word()?;
                Ok(self.source.add(value, line, parent, step))
            }
            None => Err(self.error("the text ends too early")),
        }
    }

    fn map(&mut self, id: NodeId, depth: usize) -> Result<(), ReadError> {
        self.at += 1;
        let mut seen = BTreeMap::new();
        if self.take(b'}') {
            return Ok(());
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(self.error("expected a key in quotes"));
            }
            let key = self.string()?;
            if !self.take(b':') {
                return Err(self.error("expected `:`"));
            }
            let value = self.value(Some(id), Step::Key(key.clone()), depth + 1)?;
            self.source.put(id, key, value, &mut seen);
            if self.take(b'}') {
                return Ok(());
            }
            if !self.take(b',') {
                return Err(self.error("expected `,` or `}`"));
            }
        }
    }

    fn list(&mut self, id: NodeId, depth: usize) -> Result<(), ReadError> {
        self.at += 1;
        let mut items = Vec::new();
        if !self.take(b']') {
            loop {
                items.push(self.value(Some(id), Step::Index(items.len()), depth + 1)?);
                if self.take(b']') {
                    break;
                }
                if !self.take(b',') {
                    return Err(self.error("expected `,` or `]`"));
                }
            }
        }
        if let Some(node) = self.source.nodes.get_mut(id) {
            node.value = Value::List(items);
        }
        Ok(())
    }

    fn string(&mut self) -> Result<String, ReadError> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        self.at += 1;
        while let Some(byte) = bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'"' => {
                    let token = self.text.get(start..self.at).unwrap_or_default();
                    let text = if token.contains('\\') { serde_json::from_str(token) } else { plain(token) };
                    return text.map_err(|_| self.error("this is no string of JSON"));
                }
                b'\n' => return Err(self.error("the string does not end on its line")),
                _ => {}
            }
        }
        Err(self.error("the string does not end"))
    }

    fn word(&mut self) -> Result<Value, ReadError> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c))).unwrap_or(rest.len());
        let word = &rest[..end];
        let value = match word {
            "null" => Value::Null,
            "true" => Value::Boolean(true),
            "false" => Value::Boolean(false),
            _ if serde_json::from_str::<&serde_json::value::RawValue>(word).is_ok() => Value::Number(word.to_owned()),
            _ => return Err(self.error("this is no value of JSON")),
        };
        self.at += end;
        Ok(value)
    }

    fn take(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    /// The next byte that is not blank.
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at)? {
                b'\n' => self.line += 1,
                b' ' | b'\t' | b'\r' => {}
                other => return Some(*other),
            }
            self.at += 1;
        }
    }

    fn error(&self, message: &str) -> ReadError {
        ReadError { line: self.line, message: message.to_owned() }
    }
}

/// A string without escapes. Control characters are not JSON, but many a file has them.
fn plain(token: &str) -> Result<String, serde_json::Error> {
    Ok(token.get(1..token.len().saturating_sub(1)).unwrap_or_default().to_owned())
}
