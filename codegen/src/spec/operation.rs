//! `resources/*.yaml`: operations and the types that only they use.

use schemars::JsonSchema;
use serde::Deserialize;

use super::map::FromText;
use super::{Evidence, Field, Lazy, Limits, Map, OrText, Title, Type};

/// A resource: its operations and the types that only they use.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "resources/*.yaml")]
pub struct ResourceFile {
    /// The resource's name: the file's, too.
    pub resource: String,
    /// What the vendor calls it.
    pub title: Title,
    /// What it is.
    pub doc: Option<String>,
    /// Wire quirks of every field that names none.
    pub quirks: Option<Vec<String>>,
    /// How often one may call its operations.
    pub limits: Option<Limits>,
    /// The operations by name.
    #[serde(default)]
    pub operations: Lazy<Operation>,
    /// The types by name.
    #[serde(default)]
    pub types: Lazy<Type>,
}

/// One call. Its method is the key that holds the path: `get`, `post`, `put`, `patch`, `delete`, `head`, `options` or
/// `trace`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// What the vendor calls it.
    pub title: Title,
    /// What it does, in one line.
    pub summary: Option<String>,
    /// What the summary does not say.
    pub doc: Option<String>,
    /// How well it is known: parts `method`, `path`, `body`, `returns`.
    #[schemars(required)]
    pub evidence: Option<Evidence>,
    /// The path of a GET, with `{name}` for a path parameter.
    pub get: Option<String>,
    /// The path of a POST.
    pub post: Option<String>,
    /// The path of a PUT.
    pub put: Option<String>,
    /// The path of a PATCH.
    pub patch: Option<String>,
    /// The path of a DELETE.
    pub delete: Option<String>,
    /// The path of a HEAD, which has no result.
    pub head: Option<String>,
    /// The path of an OPTIONS.
    pub options: Option<String>,
    /// The path of a TRACE, which has no body.
    pub trace: Option<String>,
    /// `none` for a call that does not show who calls.
    #[schemars(extend("enum" = ["none", null]))]
    pub auth: Option<String>,
    /// Path parameters by name.
    #[serde(default)]
    pub path: Map<OrText<Field>>,
    /// Query parameters by name, or `open` where nobody knows them.
    pub query: Option<OrText<Parameters>>,
    /// Header parameters by name.
    #[serde(default)]
    pub headers: Map<OrText<Field>>,
    /// Cookies by name.
    #[serde(default)]
    pub cookies: Map<OrText<Field>>,
    /// The type expression of the JSON body, `open` where nobody knows its fields, or a map that says which other form
    /// it has. Absent: no body.
    pub body: Option<OrText<Payload>>,
    /// The type expression of the result, `open` where nobody knows it, or a map that says which other form it has.
    /// Absent: no result.
    pub returns: Option<OrText<Payload>>,
    /// The claim that a repeated call does no harm. Absent: it may.
    pub idempotent: Option<Idempotent>,
    /// How to get the next page.
    pub paging: Option<Paging>,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
    /// Its type's name in Rust, where the generated one will not do.
    pub rust_name: Option<String>,
    /// Files of `examples/`, each with a `request` and a `response`.
    #[serde(default)]
    pub examples: Vec<String>,
}

/// Parameters by name; empty and `open` where nobody knows them.
#[derive(Clone, Debug, Default)]
pub struct Parameters {
    /// Whether any name is taken.
    pub open: bool,
    /// The parameters that are known.
    pub fields: Map<OrText<Field>>,
}

/// A body or a result, in one of its forms.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Payload {
    /// JSON: a type expression, or `open` where nobody knows it.
    pub json: Option<String>,
    /// The media type of the JSON. Absent: `application/json`.
    pub media_type: Option<String>,
    /// A body of `application/x-www-form-urlencoded`: an object of single values and lists of such.
    pub form: Option<String>,
    /// A body of `multipart/form-data`: an object; a field of the type `file` is a part with a file's name.
    pub multipart: Option<String>,
    /// Bytes of this media type, as they are.
    pub binary: Option<String>,
    /// Text of this media type, as it is.
    pub text: Option<String>,
}

/// The claim that a repeated call does no harm.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Idempotent {
    /// Who says so. `assumed` is not enough.
    pub evidence: Evidence,
}

/// Paging by page number.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Paging {
    /// The query parameter or body field with the page's number, which starts at 1.
    pub page: String,
    /// The query parameter or body field with the number of items a page.
    pub size: Option<String>,
    /// The field of the result that holds the items.
    pub items: String,
    /// How well it is known.
    pub evidence: Evidence,
}

impl FromText for Parameters {
    const EXPECTED: &'static str = "`open` or a map of parameters";

    fn text_schema() -> schemars::Schema {
        schemars::json_schema!({ "const": "open" })
    }

    fn from_text(text: &str) -> Option<Self> {
        (text == "open").then(|| Self { open: true, fields: Map::default() })
    }
}

impl FromText for Payload {
    const EXPECTED: &'static str = "a type expression, or a map with `json`, `form`, `multipart`, `binary` or `text`";

    fn from_text(text: &str) -> Option<Self> {
        Some(Self { json: Some(text.to_owned()), ..Self::default() })
    }
}

impl<'de> Deserialize<'de> for Parameters {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Map::deserialize(deserializer).map(|fields| Self { open: false, fields })
    }
}

impl JsonSchema for Parameters {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Parameters".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Map::<OrText<Field>>::json_schema(generator)
    }
}
