//! What the importer has to say: what it could not take over, and what it had to decide.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::model::Spot;
use super::source::At;

/// One thing that the spec does not say as the description does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// What kind of thing it is.
    pub kind: FindingKind,
    /// Where it stands in the description.
    pub spot: Spot,
    /// What it is about: a name, a keyword, a value.
    pub detail: String,
}

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $name:ident: $text:literal,)+) => {
        /// What kind of thing is found. The order is that of the report: what is lost first.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum FindingKind {
            $($(#[doc = $doc])+ $name,)+
        }

        impl FindingKind {
            /// What is said of all of this kind, in one line.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }
        }
    };
}

kinds! {
    /// An operation that is not in the spec.
    OperationDropped: "operation left out: the spec cannot say its path or method",
    /// An operation with the method and path of another.
    DuplicateEndpoint: "operation left out: another one has its method and path",
    /// A `$ref` that leads nowhere.
    UnresolvedReference: "`$ref` that leads nowhere; any value is taken in its place",
    /// A `$ref` into another file.
    ExternalReference: "`$ref` into another file; any value is taken in its place",
    /// A `$ref` that comes back to itself.
    ReferenceCycle: "type that is only itself; any value is taken in its place",
    /// A type that no one knows.
    UnknownType: "unknown `type`; any value is taken in its place",
    /// Two parts of an `allOf` that exclude each other.
    AllOfConflict: "parts of `allOf` that exclude each other; the first one is taken",
    /// Alternatives laid flat.
    AlternativesMerged: "alternatives beside `properties`, laid flat: their fields are optional",
    /// A union whose members cannot be told apart.
    UnionWidened: "alternatives that cannot be told apart by their form; a wider type is taken",
    /// An enum whose values are of several forms.
    MixedEnum: "enum of values that are neither all texts nor all integers; its values stand in the documentation",
    /// A list whose items differ by place.
    Tuple: "list with a type for each place; any item is taken",
    /// A keyword that the spec has no word for.
    Keyword: "keyword of JSON Schema that the spec has no word for",
    /// A required field that may be null.
    RequiredNullable: "field that must be sent but may be null; it is optional",
    /// A parameter that the spec cannot send so.
    ParameterStyle: "parameter in a style that the spec has no word for; it is a text",
    /// A parameter that is not in the spec.
    ParameterDropped: "parameter left out",
    /// A parameter of the path that nothing describes.
    ParameterUndeclared: "parameter of the path that nothing describes; it is a text",
    /// A media type beside the one that is taken.
    OtherMediaType: "media type beside the one that is taken",
    /// A success response beside the one that is taken.
    OtherSuccess: "success response beside the one that is taken",
    /// The body of an error.
    ErrorResponse: "error response; errors are read as raw text",
    /// A header of a response.
    ResponseHeader: "header of a response",
    /// Links between operations.
    Link: "link between operations",
    /// A callback.
    Callback: "callback of an operation",
    /// What is said of a body or a response.
    Description: "description of a body or a response",
    /// How a part of a body is encoded.
    Encoding: "encoding of a part of a body",
    /// A scheme that the spec has no word for.
    SecurityScheme: "security scheme that the spec has no word for",
    /// Schemes that have to stand together, or one of several.
    SecurityChoice: "choice or combination of security schemes; a caller gives those that he has",
    /// Scopes of OAuth.
    SecurityScopes: "scopes and flows of OAuth; a caller brings his token",
    /// Schemes that no operation asks for.
    SecurityUnused: "security scheme that nothing asks for",
    /// A server beside the first.
    Server: "server beside the first, or one that had to be completed",
    /// A webhook whose body is no object.
    WebhookBody: "webhook whose body is no object; any body is taken, and nothing in it tells the webhook",
    /// A webhook that nothing tells from the others.
    WebhookUntold: "webhook that nothing tells from the others; it is catalogued only",
    /// A component that nothing uses.
    UnusedComponent: "schema that nothing uses",
    /// An example.
    Example: "example or default of a whole value",
    /// A key that stands twice.
    RepeatedKey: "key that stands twice; the last one holds",
    /// A key that the importer does not read.
    Unread: "key that has no place in the spec",
    /// An extension.
    Extension: "extension (`x-...`)",
}

/// Where findings are put.
#[derive(Clone, Debug, Default)]
pub(super) struct Findings(pub(super) Vec<Finding>);

impl Findings {
    pub(super) fn push(&mut self, kind: FindingKind, at: At, detail: impl Into<String>) {
        self.0.push(Finding { kind, spot: spot(at), detail: detail.into() });
    }

    /// Says which keys of a map are none of these.
    pub(super) fn unread(&mut self, at: At, known: &[&str]) {
        for (key, value) in at.entries().filter(|(key, _)| !known.contains(key)) {
            let kind = if key.starts_with("x-") { FindingKind::Extension } else { FindingKind::Unread };
            self.push(kind, value, key);
        }
    }
}

/// Where a node stands.
pub(super) fn spot(at: At) -> Spot {
    Spot { line: at.line(), pointer: at.pointer() }
}

/// How many details of a kind a summary shows.
const SHOWN: usize = 3;

/// The findings by kind, each kind with its number and its first places.
#[must_use]
pub fn summary(findings: &[Finding], file: &str) -> String {
    let mut kinds: BTreeMap<FindingKind, Vec<&Finding>> = BTreeMap::new();
    findings.iter().for_each(|finding| kinds.entry(finding.kind).or_default().push(finding));
    let mut text = String::new();
    for (kind, mut all) in kinds {
        all.sort();
        let _ = writeln!(text, "{:>6}  {}", all.len(), kind.text());
        for finding in all.iter().take(SHOWN) {
            let _ = writeln!(text, "        {}", line(finding, file));
        }
        if all.len() > SHOWN {
            let _ = writeln!(text, "        and {} more", all.len() - SHOWN);
        }
    }
    text
}

/// Every finding, a line each.
#[must_use]
pub fn list(findings: &[Finding], file: &str) -> String {
    let mut all: Vec<&Finding> = findings.iter().collect();
    all.sort();
    let mut text = String::new();
    for finding in all {
        let _ = writeln!(text, "{}: {}", line(finding, file), finding.kind.text());
    }
    text
}

fn line(finding: &Finding, file: &str) -> String {
    let detail: String = finding.detail.split_whitespace().collect::<Vec<_>>().join(" ");
    let detail: String = detail.chars().filter(|c| !c.is_control()).take(80).collect();
    let Spot { line, pointer } = &finding.spot;
    if detail.is_empty() { format!("{file}:{line} {pointer}") } else { format!("{file}:{line} {pointer}: {detail}") }
}
