//! What shows who calls.

use super::Path;

/// What shows who calls.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// Its fields.
    pub parts: Vec<Credential>,
    /// Whether a caller gives those that he has, because there is more than one way.
    pub optional: bool,
}

/// A part of what shows who calls.
#[derive(Clone, Debug)]
pub struct Credential {
    /// Where it goes.
    pub carrier: AuthCarrier,
    /// Its name on the wire.
    pub name: String,
    /// The field's name.
    pub ident: String,
    /// What stands above the field.
    pub docs: Vec<String>,
    /// Its type: a text, a secret, or a name with its password.
    pub type_: Path,
}

/// Where a part of what shows who calls goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthCarrier {
    /// Into a header of its own.
    Header,
    /// Into `Authorization`, as a token.
    Bearer,
    /// Into `Authorization`, as name and password.
    Basic,
    /// Into the query.
    Query,
    /// Into a cookie.
    Cookie,
}
