//! `api.yaml`.

use serde_yaml::Value;

use super::super::node::Node;
use super::ReadBackError;
use super::files::{Files, assumed, without};
use super::value::{At, along, entries, items};

impl Files<'_> {
    pub(super) fn read_api(&mut self) -> Result<(), ReadBackError> {
        let root = At::root(self.root);
        let info = self.root.get("info");
        let text = |key: &str| info.and_then(|info| info.get(key)).and_then(Value::as_str);
        let title = info.and_then(|info| info.get("x-title")).cloned();
        let title = title.unwrap_or_else(|| Node::new().with_some("en", text("title")).into());
        let url = items(root.get("servers")).next().and_then(|server| server.get("url")).and_then(Value::as_str);
        let url = url.ok_or_else(|| root.error("no server is named"))?;
        let evidence = along(self.root, &["x-server", "evidence"]).cloned().unwrap_or_else(|| assumed().into());
        let node = Node::new()
            .with_some("api", root.text("x-api"))
            .with("title", title)
            .with_some("doc", text("x-doc"))
            .with("server", Node::new().with("url", url).with("evidence", evidence))
            .with_some("sources", root.get("x-sources").cloned())
            .with_some("time_zone", root.get("x-time-zone").cloned())
            .with_filled("auth", self.auth())
            .with_some("limits", root.get("x-limits").cloned())
            .with_some("envelope", root.get("x-envelope").cloned())
            .with_filled("errors", self.errors());
        let webhooks = self.webhooks()?;
        let has_events = ["webhooks", "x-catalogued"].iter().any(|key| root.get(key).is_some());
        let node = if has_events { node.with("webhooks", webhooks) } else { node.with_filled("webhooks", webhooks) };
        self.set_head("api.yaml", node);
        Ok(())
    }

    fn auth(&self) -> Node {
        let [mut headers, mut query, mut cookies, mut http] = [(); 4].map(|()| Node::new());
        for (_, scheme) in entries(along(self.root, &["components", "securitySchemes"])) {
            let at = At::root(scheme);
            let (doc, is_secret) = (at.text("description"), at.flag("x-secret"));
            let shown = || Node::new().with_some("doc", doc);
            match (at.text("in"), at.text("name"), at.text("scheme")) {
                (Some("header"), Some(name), _) => {
                    let node = Node::new().with_some("is", at.text("x-is")).with_flag("secret", is_secret);
                    headers = headers.with(name, node.with_all(shown()));
                }
                (Some(place @ ("query" | "cookie")), Some(name), _) => {
                    // Such a key is secret where nothing else is said.
                    let node = shown().with_some("secret", (!is_secret).then_some(false));
                    let keys = if place == "query" { &mut query } else { &mut cookies };
                    *keys = std::mem::take(keys).with(name, node);
                }
                (_, _, Some(scheme @ ("bearer" | "basic"))) => http = http.with(scheme, shown()),
                _ => {}
            }
        }
        let ways = Node::new().with_filled("headers", headers).with_all(http);
        let ways = ways.with_filled("query", query).with_filled("cookies", cookies);
        if ways.is_empty() {
            return ways;
        }
        let own = self.root.get("x-auth");
        let evidence = own.and_then(|own| own.get("evidence")).cloned().unwrap_or_else(|| assumed().into());
        Node::new().with("evidence", evidence).with_all(ways).with_all(without(own, &["evidence"]))
    }

    /// Class -> code -> what is known, as class -> list of codes.
    fn errors(&self) -> Node {
        let code = |(code, known): (&str, &Value)| {
            let number = code.parse::<i64>().map_or_else(|_| Value::from(code), Value::from);
            Node::new().with("code", number).with_all(without(Some(known), &[]))
        };
        let classes = entries(self.root.get("x-errors"));
        classes.fold(Node::new(), |node, (class, codes)| node.with_list(class, entries(Some(codes)).map(code)))
    }

    /// The object that every delivery is.
    fn webhooks(&self) -> Result<Node, ReadBackError> {
        let mut schemas = entries(along(self.root, &["components", "schemas"]));
        let Some((key, schema)) = schemas.find(|(_, schema)| schema.get("x-delivery").is_some()) else {
            return Ok(Node::new());
        };
        let way = At::root(self.root).step(key);
        let at = At::below(schema, &way);
        let data = along(schema, &["x-delivery", "data"]).and_then(Value::as_str).unwrap_or("data");
        let name = along(schema, &["x-delivery", "name"]).and_then(Value::as_str).unwrap_or(key);
        let fields = self.fields("api.yaml", at, &[data])?;
        let evidence = at.get("x-evidence").cloned().unwrap_or_else(|| assumed().into());
        let envelope = Node::new()
            .with("name", name)
            .with_some("doc", at.text("description"))
            .with("evidence", evidence)
            .with("fields", fields)
            .with("data", data);
        Ok(Node::new().with("envelope", envelope))
    }
}
