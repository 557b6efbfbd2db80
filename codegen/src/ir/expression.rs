//! Type expressions as the YAML writes them.

use super::{Api, Type};

/// The name of a parameter of a native type that takes so many.
#[must_use]
pub fn parameter(index: usize, count: usize) -> String {
    if count == 1 { "T".to_owned() } else { format!("T{}", index + 1) }
}

/// A type as the YAML writes it. `parameters` is how many parameters the native type takes in whose forms it stands;
/// 0 elsewhere.
#[must_use]
pub fn expression(api: &Api, type_: &Type, parameters: usize) -> String {
    let inner = |type_: &Type| expression(api, type_, parameters);
    match type_ {
        Type::String => "string".to_owned(),
        Type::Integer => "integer".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Any => "any".to_owned(),
        Type::File => "file".to_owned(),
        Type::List(of) => format!("list<{}>", inner(of)),
        Type::Map(of) => format!("map<{}>", inner(of)),
        Type::Optional(of) => format!("{}?", inner(of)),
        Type::Encoded(of) => format!("encoded<{}>", inner(of)),
        Type::Parameter(index) => parameter(*index, parameters),
        Type::Named(id, arguments) => {
            let name = &api.type_def(*id).name;
            let arguments: Vec<String> = arguments.iter().map(inner).collect();
            if arguments.is_empty() { name.clone() } else { format!("{name}<{}>", arguments.join(", ")) }
        }
    }
}
