//! What the standards have no word for, as `x-` keys.

use super::node::Node;
use crate::ir::{
    Api, ErrorClass, Evidence, Home, Kind, Limit, Paging, Quirks, Title, TokenCall, TokenPart, expression, parameter,
};

/// Both titles.
pub(super) fn title(title: &Title) -> Node {
    Node::new().with_some("zh", title.zh.clone()).with_some("en", title.en.clone())
}

/// The title for readers: the English one, if there is one.
pub(super) fn shown_title(title: &Title) -> Option<String> {
    title.en.clone().or_else(|| title.zh.clone())
}

/// How well something is known, as the YAML writes it.
pub(super) fn evidence(evidence: &Evidence) -> Node {
    let mut node = Node::new();
    if evidence.parts.iter().all(|(_, of)| *of == evidence.level) {
        node = node.with("level", evidence.level.name());
    } else {
        for (part, of) in &evidence.parts {
            node = node.with(part.name(), of.name());
        }
    }
    node.with_some("source", evidence.source.clone())
        .with_some("seen", evidence.seen.clone())
        .with_some("note", evidence.note.clone())
}

/// What readers see, and beside it what the spec itself says.
pub(super) fn described(node: Node, doc: Option<&String>, shown: Option<String>) -> Node {
    node.with_some("description", shown).with_some("x-doc", doc.cloned())
}

/// That something should not be used any more, and why.
pub(super) fn deprecated(node: Node, why: Option<&String>) -> Node {
    node.with_flag("deprecated", why.is_some()).with_some("x-deprecated", why.cloned())
}

/// Which forms of the wire a field forgives.
pub(super) fn quirks(quirks: Quirks) -> Vec<&'static str> {
    let all = [("blank_is_null", quirks.blank_is_null), ("number_or_string", quirks.number_or_string)];
    all.into_iter().filter(|(_, has)| *has).map(|(name, _)| name).collect()
}

/// The file of the spec that something stands in.
pub(super) fn file(home: &Home) -> String {
    match home {
        Home::Shared => "types.yaml".to_owned(),
        Home::Resource(name) => format!("resources/{name}.yaml"),
        Home::Family(name) => format!("webhooks/{name}.yaml"),
    }
}

/// What holds for the whole API.
pub(super) fn of_api(api: &Api) -> Node {
    let sources = api.sources.iter().map(|(id, source)| {
        (id.clone(), Node::new().with_filled("title", title(&source.title)).with("url", source.url.clone()))
    });
    let errors = api.errors.iter().fold(Node::new(), |mut node, of| {
        let entry = Node::new().with_some("doc", of.doc.clone());
        node.put(class(of.class), &of.code.to_string(), with_evidence(entry, of.evidence.as_ref()));
        node
    });
    Node::new()
        .with("x-api", api.name.clone())
        .with_filled("x-server", with_evidence(Node::new(), api.server_evidence.as_ref()))
        .with_filled("x-time-zone", api.time_zone.as_ref().map(time_zone).unwrap_or_default())
        .with_filled("x-auth", auth(api))
        .with_filled("x-limits", limits(api, None))
        .with_filled("x-envelope", envelope(api))
        .with_filled("x-errors", errors)
        .with_filled("x-natives", natives(api))
        .with_filled("x-sources", sources.collect())
}

/// The node with the evidence under the key that the YAML has.
pub(super) fn with_evidence(node: Node, of: Option<&Evidence>) -> Node {
    node.with_some("evidence", of.map(evidence))
}

fn time_zone((minutes, evidence): &(i32, Evidence)) -> Node {
    let (sign, size) = (if *minutes < 0 { '-' } else { '+' }, minutes.unsigned_abs());
    let offset = format!("{sign}{:02}:{:02}", size / 60, size % 60);
    with_evidence(Node::new().with("offset", offset), Some(evidence))
}

fn auth(api: &Api) -> Node {
    let tokens = api.tokens.as_ref().map(|tokens| {
        Node::new()
            .with_some("acquire", tokens.acquire.as_ref().map(token_call))
            .with_some("refresh", tokens.refresh.as_ref().map(token_call))
    });
    with_evidence(Node::new(), api.auth_evidence.as_ref()).with_some("tokens", tokens)
}

fn token_call(call: &TokenCall) -> Node {
    let sends = call.sends.iter().fold(Node::new(), |node, (field, of)| node.with(field, part(*of)));
    let gives = Node::new()
        .with("access_token", call.access_token.clone())
        .with_some("refresh_token", call.refresh_token.clone())
        .with_some("expires_in", call.expires_in.clone());
    let node = Node::new().with("operation", call.operation.clone()).with("sends", sends).with("gives", gives);
    with_evidence(node, call.evidence.as_ref())
}

/// What a client puts into a header or a field.
pub(super) const fn part(part: TokenPart) -> &'static str {
    match part {
        TokenPart::AppId => "app_id",
        TokenPart::AppSecret => "app_secret",
        TokenPart::AccessToken => "access_token",
        TokenPart::RefreshToken => "refresh_token",
    }
}

/// The limits of a resource, or of the whole API.
pub(super) fn limits(api: &Api, group: Option<&str>) -> Node {
    let limit = |limit: &Limit| {
        let (calls, seconds) = limit.rate.unzip();
        let node = Node::new().with_some("calls", calls).with_some("seconds", seconds);
        with_evidence(node.with_some("in_flight", limit.in_flight), limit.evidence.as_ref())
    };
    api.limits.iter().find(|of| of.group.as_deref() == group).map(limit).unwrap_or_default()
}

fn envelope(api: &Api) -> Node {
    let Some(envelope) = &api.envelope else { return Node::new() };
    let node = Node::new()
        .with("code", envelope.code.clone())
        .with("success", envelope.success)
        .with_some("message", envelope.message.clone())
        .with("data", envelope.data.clone())
        .with_some("request_id", envelope.request_id.clone())
        .with_some("timestamp", envelope.timestamp.clone());
    with_evidence(node, envelope.evidence.as_ref())
}

const fn class(class: ErrorClass) -> &'static str {
    match class {
        ErrorClass::Auth => "auth",
        ErrorClass::Limit => "limit",
        ErrorClass::Invalid => "invalid",
        ErrorClass::NotFound => "not_found",
        ErrorClass::Transient => "transient",
    }
}

/// The native types as the YAML declares them.
fn natives(api: &Api) -> Node {
    let mut nodes = Node::new();
    for type_ in &api.types {
        let Kind::Native(native) = &type_.kind else { continue };
        let count = native.parameters;
        let forms = native.forms.iter().map(|form| expression(api, form, count));
        let node = Node::new()
            .with("native", native.rust.clone())
            .with_list("parameters", (0..count).map(|index| parameter(index, count)))
            .with_some("doc", type_.doc.clone())
            .with_list("forms", forms);
        nodes = nodes.with(&type_.name, with_evidence(node, type_.evidence.as_ref()));
    }
    nodes
}

/// How to get the next page.
pub(super) fn paging(paging: &Paging) -> Node {
    let node = Node::new()
        .with("page", paging.page.clone())
        .with_some("size", paging.size.clone())
        .with("items", paging.items.clone());
    with_evidence(node, paging.evidence.as_ref())
}
