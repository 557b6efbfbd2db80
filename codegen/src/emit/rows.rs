//! Calls of the runtime's macros with a row a field: what every type needs of each of its fields, said once.

use proc_macro2::Literal;

use super::Rows;
use super::names::Names;
use crate::rust::{Argument, Field, Object, Quirks};

/// `impl_object!`: how an object is read and written.
pub(super) fn object_rows(object: &Object, names: &Names) -> Rows {
    let mut head = format!("{}! {{ {}", names.runtime_text("impl_object"), object.name);
    let parameter = object.fields.iter().position(|field| is_parameter(object, field));
    if let (Some(name), Some(place)) = (&object.parameter, parameter) {
        head += &format!("<{name}> at {place}");
    }
    if object.quirks != Quirks::default() {
        head += &format!(", quirks {}", quirks_text(object.quirks, names));
    }
    if let Some(places) = required_text(object, names) {
        head += &format!(", required {places}");
    }
    if let Some(rest) = &object.rest {
        head += &format!(", rest {}", rest.ident);
    }
    let rows = object.fields.iter().enumerate().map(|(place, field)| {
        let how = match field.optional {
            true => "optional",
            false if is_parameter(object, field) => "field_or_empty",
            false => "field",
        };
        let with = field.quirks.map(|quirks| format!(" with {}", quirks_text(quirks, names))).unwrap_or_default();
        format!("{place} {how} {} {}{with}", field.ident, Literal::string(&field.wire))
    });
    Rows { head: head + ";", rows: rows.collect() }
}

/// `impl_setters!`: a setter for each optional field; none if there is none.
pub(super) fn setter_rows<'a>(name: &str, fields: impl IntoIterator<Item = &'a Field>, names: &Names) -> Option<Rows> {
    let row = |field: &Field| {
        let note = field.docs.deprecated.as_ref();
        let note = note.map(|note| format!("#[deprecated(note = {})] ", Literal::string(note))).unwrap_or_default();
        let (how, type_) = match &field.argument {
            Argument::Exact(type_) => ("set", type_),
            Argument::Into(type_) => ("into", type_),
            Argument::Boxed(type_) => ("boxed", type_),
        };
        format!("{note}{how} {}: {}", field.ident, names.path_text(type_))
    };
    let rows: Vec<String> = fields.into_iter().filter(|field| field.optional).map(row).collect();
    (!rows.is_empty()).then(|| Rows { head: format!("{}! {{ {name};", names.runtime_text("impl_setters")), rows })
}

/// The places of the fields that must be there. Whether that of a type parameter must be is the parameter's own business.
fn required_text(object: &Object, names: &Names) -> Option<String> {
    let places = |with_parameter: bool| {
        let fields = object.fields.iter().enumerate();
        let required = fields.filter(|(_, field)| !field.optional && (with_parameter || !is_parameter(object, field)));
        let places: Vec<String> = required.map(|(place, _)| place.to_string()).collect();
        format!("&[{}]", places.join(", "))
    };
    let always = places(false);
    if let Some(parameter) = &object.parameter {
        let (read, all) = (names.runtime_text("Read"), places(true));
        return Some(format!("if <{parameter} as {read}>::REQUIRED {{ {all} }} else {{ {always} }}"));
    }
    (always != "&[]").then_some(always)
}

/// Whether a field has the type parameter as its type.
fn is_parameter(object: &Object, field: &Field) -> bool {
    object.parameter.as_ref() == Some(&field.type_.name)
}

fn quirks_text(quirks: Quirks, names: &Names) -> String {
    let quirks: String = quirks.names().map(|name| format!(".{name}()")).collect();
    format!("{}::NONE{quirks}", names.runtime_text("Quirks"))
}
