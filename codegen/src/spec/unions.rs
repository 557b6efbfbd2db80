//! `union:` of a type: what a value may be.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use super::map::FromText;
use super::{Map, OrText};

/// The members of a union.
#[derive(Clone, Debug)]
pub enum Members {
    /// Told apart by their form.
    Listed(Vec<OrText<Member>>),
    /// Told apart by the text of a field: the member by that text.
    Tagged(Map<OrText<Member>>),
}

/// A type that a value of a union may have.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// A type expression without `?`.
    #[serde(rename = "type")]
    pub type_: String,
    /// What it means that the value is of this type.
    pub doc: Option<String>,
    /// Its name in Rust, where the generated one will not do.
    pub rust_name: Option<String>,
}

impl FromText for Member {
    const EXPECTED: &'static str = "a type expression in quotes, or a map with `type`";

    fn from_text(text: &str) -> Option<Self> {
        Some(Self { type_: text.to_owned(), ..Self::default() })
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a list of types, or with `tag` a map from its values to types")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Members, A::Error> {
                Deserialize::deserialize(SeqAccessDeserializer::new(list)).map(Members::Listed)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Members, A::Error> {
                Deserialize::deserialize(MapAccessDeserializer::new(map)).map(Members::Tagged)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl JsonSchema for Members {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Members".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let listed = generator.subschema_for::<Vec<OrText<Member>>>();
        let tagged = generator.subschema_for::<Map<OrText<Member>>>();
        json_schema!({ "anyOf": [listed, tagged] })
    }
}
