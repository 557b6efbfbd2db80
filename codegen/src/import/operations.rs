//! Paths and their operations.

use std::collections::BTreeSet;

use super::findings::{FindingKind, spot};
use super::model::{Expr, Field, Operation};
use super::notes;
use super::parameters::Parameters;
use super::reader::Reader;
use super::source::At;
use super::text;

/// The methods of OpenAPI. The last three come with version 3.
pub(super) const METHODS: [&str; 8] = ["get", "post", "put", "patch", "delete", "head", "options", "trace"];

/// Keys of a path item beside its methods.
const OF_PATHS: [&str; 5] = ["summary", "description", "parameters", "servers", "$ref"];

/// Keys of an operation that are read.
const OF_OPERATIONS: [&str; 13] = [
    "operationId",
    "tags",
    "summary",
    "description",
    "deprecated",
    "parameters",
    "requestBody",
    "responses",
    "security",
    "servers",
    "callbacks",
    "x-deprecated-reason",
    "x-apifox-folder",
];

impl<'a> Reader<'a> {
    /// Every operation of `paths`.
    pub(super) fn read_operations(&mut self) {
        let mut shapes = BTreeSet::new();
        for (path, item) in self.source.root().get("paths").into_iter().flat_map(At::entries) {
            if path.starts_with("x-") {
                self.findings.push(FindingKind::Extension, item, path);
                continue;
            }
            let Some(item) = self.follow(item) else { continue };
            let known: Vec<&str> = METHODS.into_iter().chain(OF_PATHS).collect();
            self.findings.unread(item, &known);
            self.tell_servers(item);
            for (method, at) in METHODS.into_iter().filter_map(|method| Some((method, item.get(method)?))) {
                if at.is_map() {
                    self.read_operation(path, method, item, at, &mut shapes);
                }
            }
        }
    }

    fn read_operation(
        &mut self,
        written: &str,
        method: &str,
        item: At<'a>,
        at: At<'a>,
        shapes: &mut BTreeSet<(String, String)>,
    ) {
        let label = || format!("{} {written}", method.to_uppercase());
        let Some((path, fixed)) = sendable(written) else {
            self.findings.push(FindingKind::OperationDropped, at, label());
            return;
        };
        if !shapes.insert((method.to_owned(), shape(&path))) {
            self.findings.push(FindingKind::DuplicateEndpoint, at, label());
            return;
        }
        self.findings.unread(at, &OF_OPERATIONS);
        self.tell_servers(at);
        for callback in at.get("callbacks").into_iter().flat_map(At::entries) {
            self.findings.push(FindingKind::Callback, callback.1, callback.0);
        }
        let words = operation_words(at, method, &path);
        let parameters = self.parameters(item, at, &path, &words);
        let Parameters { path: path_parameters, mut query, mut headers, mut cookies } = parameters;
        query.extend(fixed.into_iter().map(|name| Field { spot: spot(at), ..plain_field(name) }));
        let mut names = BTreeSet::new();
        query.retain(|field| names.insert(field.name.clone()));
        // A TRACE has no body, and the response to a HEAD has none either.
        let body = self.body(at, &words).filter(|_| method != "trace");
        let returns = self.returns(at, &words).filter(|_| method != "head");
        let authenticated = self.authenticated(at);
        if authenticated {
            self.without_credentials(at, "query", &mut query);
            self.without_credentials(at, "header", &mut headers);
            self.without_credentials(at, "cookie", &mut cookies);
        }
        let (title, doc) =
            title_and_doc(at.text_of("summary").or_else(|| item.text_of("summary")), doc(at).or_else(|| doc(item)));
        self.model.operations.push(Operation {
            id: at.text_of("operationId"),
            tags: tags(at),
            method: method.to_uppercase(),
            path,
            title,
            doc,
            deprecated: deprecated(at),
            authenticated,
            path_parameters,
            query,
            headers,
            cookies,
            body,
            returns,
            spot: spot(at),
        });
    }
}

/// The tags; where there is none, the folder that Apifox keeps it in.
pub(super) fn tags(at: At) -> Vec<String> {
    let tags: Vec<String> =
        at.get("tags").into_iter().flat_map(At::items).filter_map(At::text).map(str::to_owned).collect();
    if tags.is_empty() { at.text_of("x-apifox-folder").into_iter().collect() } else { tags }
}

pub(super) fn doc(at: At) -> Option<String> {
    let text = text::paragraphs(&at.text_of("description")?).join("\n\n");
    (!text.is_empty()).then_some(text)
}

/// How long a title may be: more than that is no title, and goes in front of the description.
const TITLE: usize = 120;

/// A summary as the title; as the first words of the description where it is too long for one.
pub(super) fn title_and_doc(summary: Option<String>, doc: Option<String>) -> (Option<String>, Option<String>) {
    let Some(summary) = summary else { return (None, doc) };
    let title = text::one_line(&summary);
    if title.chars().count() <= TITLE {
        return (Some(title).filter(|title| !title.is_empty()), doc);
    }
    let summary = text::paragraphs(&summary).join("\n\n");
    match doc {
        Some(doc) if doc != summary => (None, Some(format!("{doc}\n\n{summary}"))),
        _ => (None, Some(summary)),
    }
}

pub(super) fn deprecated(at: At) -> Option<String> {
    let reason = at.text_of("x-deprecated-reason");
    let is_deprecated = at.is_true("deprecated") || reason.is_some();
    is_deprecated.then(|| reason.map_or_else(|| notes::DEPRECATED.to_owned(), |reason| text::one_line(&reason)))
}

/// A text that may be missing.
fn plain_field(name: String) -> Field {
    Field {
        name,
        type_: Expr::String.optional(),
        title: None,
        doc: None,
        deprecated: None,
        secret: false,
        spot: super::model::Spot::default(),
    }
}

/// The words that types of an operation are named by.
fn operation_words(at: At, method: &str, path: &str) -> Vec<String> {
    match at.text_of("operationId") {
        Some(id) => vec![id],
        None => vec![method.to_owned(), path.replace(['{', '}'], " ")],
    }
}

/// A path as it can be sent, and the names of the query that it was written with. None where it stands for nothing that
/// can be sent.
fn sendable(written: &str) -> Option<(String, Vec<String>)> {
    let (path, query) = written.split_once('?').unwrap_or((written, ""));
    if path.contains('#') || written.contains('#') {
        return None;
    }
    // A value that is written there belongs to the path, and no parameter has a value of its own.
    let names: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty()).collect();
    let is_name =
        |pair: &&str| pair.split_once('=').is_none_or(|(_, value)| value.starts_with('{') && value.ends_with('}'));
    if !names.iter().all(is_name) {
        return None;
    }
    let names = names.into_iter().map(|pair| pair.split('=').next().unwrap_or_default().to_owned()).collect();
    let mut sent = String::new();
    let mut open = false;
    for c in path.chars() {
        match c {
            '{' if open => return None,
            '}' if !open || sent.ends_with('{') => return None,
            '{' | '}' => open = c == '{',
            _ => {}
        }
        match c {
            '!'..='~' => sent.push(c),
            _ if open => return None,
            _ => {
                let mut bytes = [0; 4];
                c.encode_utf8(&mut bytes).bytes().for_each(|byte| sent.push_str(&format!("%{byte:02X}")));
            }
        }
    }
    let slash = if sent.starts_with('/') { "" } else { "/" };
    (!open).then(|| (format!("{slash}{sent}"), names))
}

/// The names between the braces of a path.
pub(super) fn names_in(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// A path without the names of its parameters.
fn shape(path: &str) -> String {
    names_in(path).into_iter().fold(path.to_owned(), |path, name| path.replacen(&format!("{{{name}}}"), "{}", 1))
}

#[cfg(test)]
mod tests {
    use super::sendable;

    #[test]
    fn what_cannot_be_sent_has_no_path() {
        let path = |written| sendable(written).map(|(path, _)| path);
        assert_eq!(path("users/{id}").as_deref(), Some("/users/{id}"));
        assert_eq!(path("/a b/ü").as_deref(), Some("/a%20b/%C3%BC"));
        for wrong in ["/a{", "/{}", "/a}b", "/{a{b}}", "/#Action=A", "/a?x=1"] {
            assert_eq!(path(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn names_behind_a_question_mark_become_parameters() {
        assert_eq!(sendable("/a?b={b}&c"), Some(("/a".to_owned(), vec!["b".to_owned(), "c".to_owned()])));
    }
}
