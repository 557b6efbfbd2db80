//! Types and events as JSON Schema, a file each. They refer to each other by their files' places.

use super::events::matched;
use super::node::{Node, json_text};
use super::schema::Schemas;
use crate::file_tree::FileTree;

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

impl Schemas<'_> {
    /// All files: `types/NAME.json` and `events/FAMILY.EVENT.json`.
    pub(super) fn json_schemas(&self) -> FileTree {
        let types = self.named(|_| true).into_iter().map(|(name, schema)| {
            let head = Node::new().with("$schema", DIALECT).with("title", name.clone());
            (format!("types/{name}.json"), head.with_all(schema))
        });
        let events = matched(self.api).map(|of| {
            let head = Node::new().with("$schema", DIALECT).with("title", of.event.id.clone());
            let text = of.event.summary.iter().cloned().chain([of.description()]).collect::<Vec<_>>().join(" ");
            let head = head.with("description", text).with_flag("deprecated", of.event.deprecated.is_some());
            (format!("events/{}.json", super::names::allowed(&of.event.id)), head.with_all(self.event(of)))
        });
        types.chain(events).map(|(path, node)| (path, json_text("$comment", node))).collect()
    }
}
