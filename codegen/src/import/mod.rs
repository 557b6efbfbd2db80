//! From a description in OpenAPI 3.0 or 3.1, JSON or YAML, to what it says: a [`Model`], and findings about all that a
//! spec of ours does not say as the description does. A whole new spec is written from it.

mod enums;
mod findings;
mod json;
pub mod merge;
mod model;
mod names;
mod notes;
mod operations;
mod parameters;
mod payloads;
mod plan;
mod reader;
mod reference;
mod schema;
mod security;
mod settle;
mod settle_events;
mod settle_forms;
mod settle_unions;
mod source;
mod text;
mod unions;
mod view;
mod webhooks;
mod write;
mod write_types;
mod yaml;
mod yaml_events;

pub use findings::{Finding, FindingKind, list, summary};
pub use model::{
    Enum, Event, Expr, Field, Form, Kind, Member, Model, Object, Operation, Payload, Scheme, SchemeKind, Spot, Tag,
    TypeDef, Union, Value,
};
pub use source::{ReadError, Source};
pub use write::fresh;

use reader::Reader;
use source::At;

/// What a description says, and what of it a spec cannot say.
#[derive(Clone, Debug)]
pub struct Import {
    /// What it says.
    pub model: Model,
    /// What is not taken over, and what had to be decided, in the order of the file.
    pub findings: Vec<Finding>,
}

/// What the description leaves open.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The header whose value names a webhook.
    pub match_header: Option<String>,
}

/// Reads a description.
///
/// # Errors
/// A file that is no OpenAPI of version 3.
pub fn read(source: &Source, options: &Options) -> Result<Import, ReadError> {
    check_version(source.root())?;
    let mut reader = Reader::new(source);
    reader.read_head();
    reader.read_server();
    reader.read_schemes();
    reader.read_operations();
    reader.read_webhooks(options.match_header.as_deref());
    reader.read_types();
    reader.tell_unused();
    let Reader { mut model, findings, mut nullable_types, .. } = reader;
    let mut findings = findings.0;
    settle::settle(&mut model, &mut nullable_types, &mut findings);
    parameters::settle_parameters(&mut model, &mut findings);
    let repeated = source.repeated.iter().map(|(line, key)| Finding {
        kind: FindingKind::RepeatedKey,
        spot: Spot { line: *line, pointer: "#".to_owned() },
        detail: key.clone(),
    });
    findings.extend(repeated);
    findings.sort_by(|one, other| one.spot.cmp(&other.spot));
    findings.dedup();
    Ok(Import { model, findings })
}

fn check_version(root: At) -> Result<(), ReadError> {
    let wrong = |message: String| Err(ReadError { line: root.line().max(1), message });
    match (root.get("openapi").and_then(At::scalar), root.get("swagger")) {
        (Some(version), _) if version.starts_with("3.") => Ok(()),
        (Some(version), _) => wrong(format!("OpenAPI {version} is not read, only 3.0 and 3.1")),
        (None, Some(_)) => wrong("Swagger 2.0 is not read, only OpenAPI 3.0 and 3.1; convert it first".to_owned()),
        (None, None) => wrong("this is no description in OpenAPI: the key `openapi` is missing".to_owned()),
    }
}

impl Reader<'_> {
    fn read_head(&mut self) {
        let root = self.source.root();
        let known = [
            "openapi",
            "info",
            "servers",
            "paths",
            "webhooks",
            "x-webhooks",
            "components",
            "security",
            "tags",
            "externalDocs",
            "jsonSchemaDialect",
        ];
        self.findings.unread(root, &known);
        let info = root.get("info");
        self.model.title =
            info.and_then(|at| at.text_of("title")).map(|title| text::one_line(&title)).unwrap_or_default();
        self.model.version = info.and_then(|at| at.get("version")).and_then(At::scalar);
        self.model.doc = info.and_then(operations::doc);
        let pages = [
            root.get("externalDocs").and_then(|at| at.text_of("url")),
            info.and_then(|at| at.get("contact")).and_then(|at| at.text_of("url")),
            info.and_then(|at| at.text_of("termsOfService")),
        ];
        self.model.page = pages.into_iter().flatten().find(|url| crate::resolve::is_page(url));
        for at in root.get("tags").into_iter().flat_map(At::items) {
            if let Some(name) = at.get("name").and_then(At::scalar) {
                let title = at.text_of("x-displayName").map(|title| text::one_line(&title));
                self.model.tags.insert(name, Tag { title, doc: operations::doc(at) });
            }
        }
    }

    /// Says which schemas nothing asked for.
    fn tell_unused(&mut self) {
        let schemas = self.source.root().get("components").and_then(|at| at.get("schemas"));
        for (name, at) in schemas.into_iter().flat_map(At::entries) {
            let is_used = self.component_id(at.id).is_some() || self.told.contains(&at.id) || at.get("$ref").is_some();
            if !is_used {
                self.findings.push(FindingKind::UnusedComponent, at, name);
            }
        }
    }
}
