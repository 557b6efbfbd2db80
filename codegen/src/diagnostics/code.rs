//! The codes of the diagnostics: stable, never used twice, listed in the manual of the YAML.

use std::fmt;

macro_rules! codes {
    ($($variant:ident = $code:literal, $meaning:literal;)*) => {
        /// What is wrong, as a stable code: a number is never given to another meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $meaning] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the numbers.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The code as it is printed, such as `E007`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }

            /// One line that says what the code stands for.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self {
                    $(Self::$variant => $meaning,)*
                }
            }
        }
    };
}

codes! {
    Syntax = "E001", "The file is not YAML (an example: not JSON).";
    DuplicateKey = "E002", "A key stands twice in one map.";
    UnknownKey = "E003", "A key that this place does not know.";
    InvalidValue = "E004", "A value of the wrong kind or form, such as a number where text is needed (quote it).";
    MissingKey = "E005", "A key that must be there is missing.";
    TypeExpression = "E006", "A type expression cannot be read.";
    UnknownType = "E007", "A type expression names a type that is not there.";
    UnusedType = "E008", "No operation, event or used type uses this type.";
    DuplicateType = "E009", "A type name is defined twice.";
    TypeParameters = "E010", "A type is used with the wrong number of type parameters.";
    PathParameter = "E011", "A path parameter has no field, or a field under `path` has no parameter in the path.";
    AmbiguousMatch = "E012", "One payload could match two events, and neither match has more keys.";
    DuplicateEndpoint = "E013", "Two operations have the same method and path.";
    MissingExample = "E014", "An example is named but its file is not there.";
    UnusedExample = "E015", "No operation or event names this example file.";
    ExampleMismatch = "E016", "An example does not fit its type.";
    MissingEvidence = "E017", "An operation, event or type does not say how well it is known.";
    UnknownSource = "E018", "Evidence names a source that `sources` does not list.";
    UnusedSource = "E019", "No evidence names this source.";
    WeakEvidence = "E020", "A claim is stronger than its evidence, such as a documented part without a source.";
    NameCollision = "E021", "Two things would have the same name in Rust (`rust_name:` is the cure).";
    RustName = "E022", "A name is none in Rust, or none can be made of it.";
    Include = "E023", "An `include` goes round in a circle, or names a type that is not an object.";
    InfiniteType = "E024", "A value of a type would hold another of the same type without end.";
    DuplicateField = "E025", "A field comes twice, by itself and through `include` or through two includes.";
    Method = "E026", "An operation has no method, or two.";
    UnknownQuirk = "E027", "A quirk that the runtime does not know.";
    Paging = "E028", "`paging` refers to a field that is not there or of another type.";
    Misplaced = "E029", "A key stands where it means nothing, such as `rest` in an enum.";
    TooDeep = "E030", "The nesting is too deep.";
    MatchPath = "E031", "An event matches on a path that leads to no single value of its payload.";
    UnknownForm = "E032", "A native type does not say which forms it has on the wire.";
    Tokens = "E033", "`tokens` names an operation or a field that is not there, or does not say enough to get one.";
    UnionMembers = "E034", "A union that cannot tell its members, such as two lists, or a tagged member that is no object.";
    UnionTag = "E035", "A member of a union declares the tag as a field that cannot have its value.";
    BodyForm = "E038", "A form or a multipart body is no object of what it can hold.";
    FilePlace = "E039", "A `file` stands elsewhere than in an object that is sent as a multipart body.";
    AuthScheme = "E040", "`auth` names no way to show who calls, or two that are one header.";
    AuthTokens = "E041", "`tokens` go with headers alone, and `auth` names another way.";
    BareDelivery = "E042", "The data of a delivery without an envelope is no object.";
    MatchHeader = "E043", "An event matches on a header whose name is none, or not in lower case.";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
