//! The events as AsyncAPI 3.0, seen from the application that receives them.

use super::events::{Matched, matched};
use super::extensions::{deprecated, shown_title, title};
use super::node::Node;
use super::openapi::DESCRIPTION;
use super::schema::Schemas;
use super::{Examples, unknown_version};
use crate::ir::TypeId;

impl Schemas<'_> {
    /// The whole description.
    pub(super) fn asyncapi(&self, files: &Examples, license: Option<&str>) -> Node {
        let api = self.api;
        let reached = self.reached();
        let name = |of: Matched| super::names::allowed(&of.event.id);
        let listed: Node =
            matched(api).map(|of| (name(of), Node::reference(format!("#/components/messages/{}", name(of))))).collect();
        let received = matched(api).map(|of| Node::reference(format!("#/channels/deliveries/messages/{}", name(of))));
        let channel = Node::new()
            .with("address", serde_yaml::Value::Null)
            .with("description", "The address of the receiver, which its owner tells the sender.")
            .with("messages", listed);
        let operation = Node::new()
            .with("action", "receive")
            .with("channel", Node::reference("#/channels/deliveries"))
            .with("summary", "Receives one delivery.")
            .with("description", "One message a delivery. Which event it is, the values show that its message names.")
            .with_list("messages", received);
        let title_text = shown_title(&api.title).unwrap_or_else(|| api.name.clone());
        let license = license.map(|id| {
            let url = format!("https://spdx.org/licenses/{}.html", id.split(' ').next().unwrap_or(id));
            Node::new().with("name", format!("{id} (of this description)")).with("url", url)
        });
        let info = Node::new()
            .with("title", format!("Webhooks of {title_text}"))
            .with("version", unknown_version())
            .with("description", DESCRIPTION)
            .with_some("license", license)
            .with_list("tags", api.families.iter().map(|family| Node::new().with("name", family.name.clone())));
        let messages: Node = matched(api).map(|of| (name(of), self.message(of, files))).collect();
        let schemas: Node = self.named(|index| reached[index]).into_iter().collect();
        Node::new()
            .with("asyncapi", "3.0.0")
            .with("info", info)
            .with("defaultContentType", "application/json")
            .with("channels", Node::new().with("deliveries", channel))
            .with("operations", Node::new().with("receive", operation))
            .with("components", Node::new().with("messages", messages).with("schemas", schemas))
    }

    /// By type: whether an event's schema leads to it.
    fn reached(&self) -> Vec<bool> {
        let data = matched(self.api).filter_map(|of| of.data.type_());
        let fields = self.api.delivery.iter().flat_map(|delivery| &delivery.fields).map(|field| &field.type_);
        let mut reached = self.api.reachable(data.chain(fields));
        let mut open: Vec<usize> = (0..reached.len()).filter(|index| reached[*index]).collect();
        while let Some(index) = open.pop() {
            for (TypeId(part), _) in self.parts(&self.api.types[index]) {
                if !std::mem::replace(&mut reached[part], true) {
                    open.push(part);
                }
            }
        }
        reached
    }

    fn message(&self, of: Matched, files: &Examples) -> Node {
        let examples = of.examples(files).into_iter().map(|(file, value)| {
            Node::new().with("name", super::operations::example_key(&file)).with("payload", value)
        });
        let tag = Node::new().with("name", of.family.name.clone());
        let tag = tag.with_some("description", of.family.doc.clone().or_else(|| shown_title(&of.family.title)));
        let node = Node::new()
            .with("name", of.event.id.clone())
            .with("title", of.shown_title())
            .with_some("summary", of.event.summary.clone())
            .with("description", of.description())
            .with("contentType", "application/json")
            .with_list("tags", [tag.with_filled("x-title", title(&of.family.title))])
            .with("payload", self.event(of))
            .with_list("examples", examples);
        // The standard knows no deprecated message.
        let node = node.with_all(deprecated(Node::new(), of.event.deprecated.as_ref()).without("deprecated"));
        node.with_all(of.extensions())
    }
}
