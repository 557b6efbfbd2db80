//! `$ref`: from a pointer to the node that it stands for.

use std::collections::BTreeMap;

use super::source::{At, NodeId, Source, Value};

/// The nodes that pointers lead to; each pointer is walked once.
#[derive(Debug, Default)]
pub(super) struct References {
    found: BTreeMap<String, Option<NodeId>>,
    /// The entries of maps that have many.
    maps: BTreeMap<NodeId, BTreeMap<String, NodeId>>,
}

/// What a `$ref` leads to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Target<'a> {
    /// A node that is no `$ref` itself.
    Node(At<'a>),
    /// Nothing.
    Nowhere,
    /// Something in another file.
    Outside,
    /// Itself.
    Circle,
}

/// How many `$ref`s may follow on each other.
const CHAIN: usize = 64;

impl References {
    /// Where the `$ref` of a node leads, at the end of its chain. A node without one leads to itself.
    pub(super) fn follow<'a>(&mut self, mut at: At<'a>) -> Target<'a> {
        for _ in 0..CHAIN {
            let Some(pointer) = at.get("$ref").and_then(At::text) else { return Target::Node(at) };
            let Some(fragment) = pointer.strip_prefix('#') else { return Target::Outside };
            match self.find(at.source, fragment) {
                Some(id) => at = at.at(id),
                None => return Target::Nowhere,
            }
        }
        Target::Circle
    }

    /// The node a single step of the chain leads to.
    pub(super) fn step<'a>(&mut self, at: At<'a>) -> Option<At<'a>> {
        let fragment = at.get("$ref")?.text()?.strip_prefix('#')?;
        self.find(at.source, fragment).map(|id| at.at(id))
    }

    /// The node that a pointer such as `#/components/schemas/User` leads to.
    pub(super) fn pointed(&mut self, source: &Source, pointer: &str) -> Option<NodeId> {
        self.find(source, pointer.strip_prefix('#')?)
    }

    fn find(&mut self, source: &Source, fragment: &str) -> Option<NodeId> {
        if let Some(known) = self.found.get(fragment) {
            return *known;
        }
        let found = self.walk(source, fragment).or_else(|| anchored(source, fragment));
        self.found.insert(fragment.to_owned(), found);
        found
    }

    /// Follows a JSON pointer. A key is tried as it is written as well, for many a file forgets the escapes.
    fn walk(&mut self, source: &Source, fragment: &str) -> Option<NodeId> {
        let mut at = source.root();
        if fragment.is_empty() {
            return Some(at.id);
        }
        for step in fragment.strip_prefix('/')?.split('/') {
            let decoded = percent_decoded(step);
            let key = decoded.replace("~1", "/").replace("~0", "~");
            at = match at.value() {
                Value::List(items) => at.at(*items.get(key.parse::<usize>().ok()?)?),
                _ => [&key, step, &decoded].into_iter().find_map(|key| self.entry(at, key))?,
            };
        }
        Some(at.id)
    }

    fn entry<'a>(&mut self, map: At<'a>, key: &str) -> Option<At<'a>> {
        const MANY: usize = 64;
        match map.value() {
            Value::Map(entries) if entries.len() > MANY => {
                let index = self.maps.entry(map.id).or_insert_with(|| entries.iter().cloned().collect());
                index.get(key).map(|id| map.at(*id))
            }
            _ => map.get(key),
        }
    }
}

/// The node that calls itself `$anchor: name`.
fn anchored(source: &Source, name: &str) -> Option<NodeId> {
    if name.starts_with('/') {
        return None;
    }
    (0..source.nodes.len()).find(|id| {
        let anchor = At { source, id: *id }.get("$anchor");
        anchor.and_then(At::text) == Some(name)
    })
}

fn percent_decoded(text: &str) -> String {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::new(), 0);
    while let Some(byte) = bytes.get(at) {
        match (byte, digit(bytes.get(at + 1)), digit(bytes.get(at + 2))) {
            (b'%', Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).unwrap_or(b'%'));
                at += 3;
            }
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{References, Target};
    use crate::import::source::Source;

    fn follow(text: &str) -> Option<String> {
        let source = Source::parse("x.yaml", text).expect("this is YAML");
        match References::default().follow(source.root().get("start").expect("there is a start")) {
            Target::Node(at) => at.text_of("is").or(Some(String::new())),
            _ => None,
        }
    }

    #[test]
    fn a_chain_ends_at_what_is_no_reference() {
        let text = "start: { $ref: '#/a' }\na: { $ref: '#/b~1c%20d/0' }\nb/c d: [{ is: it }]\n";
        assert_eq!(follow(text).as_deref(), Some("it"));
    }

    #[test]
    fn a_circle_and_a_pointer_into_nothing_lead_nowhere() {
        assert_eq!(follow("start: { $ref: '#/start' }\n"), None);
        assert_eq!(follow("start: { $ref: '#/not/there' }\n"), None);
        assert_eq!(follow("start: { $ref: 'other.yaml#/a' }\n"), None);
    }

    #[test]
    fn an_anchor_is_found_by_its_name() {
        assert_eq!(follow("start: { $ref: '#there' }\na: { $anchor: there, is: it }\n").as_deref(), Some("it"));
    }
}
