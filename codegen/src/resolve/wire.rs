//! What a type looks like on the wire: a single value, a list of such, or more than that.

use super::scope::Scope;
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Api, Kind, Type, substitute};

/// Whether every value of the type is a text, a number or a boolean (or nothing, if it is optional).
pub(super) fn is_scalar(api: &Api, type_: &Type) -> bool {
    match type_ {
        Type::Optional(inner) => is_scalar(api, inner),
        Type::String | Type::Integer | Type::Number | Type::Boolean | Type::Encoded(_) => true,
        Type::Any | Type::File | Type::List(_) | Type::Map(_) | Type::Parameter(_) => false,
        Type::Named(id, arguments) => match &api.type_def(*id).kind {
            Kind::Object(_) => false,
            Kind::Enum(_) => true,
            Kind::Union(_) => api.forms(type_).iter().all(|form| form.is_scalar()),
            Kind::Native(native) => native.forms.iter().all(|form| is_scalar(api, &substitute(form, arguments))),
        },
    }
}

/// Whether every value of the type is a single value or a list of such.
pub(super) fn is_scalar_or_list(api: &Api, type_: &Type) -> bool {
    match type_ {
        Type::Optional(inner) => is_scalar_or_list(api, inner),
        Type::List(item) => is_scalar(api, item),
        Type::Named(id, arguments) => match &api.type_def(*id).kind {
            Kind::Native(native) => {
                native.forms.iter().all(|form| is_scalar_or_list(api, &substitute(form, arguments)))
            }
            Kind::Union(union) => union.members.iter().all(|member| match &member.type_ {
                Type::List(item) => is_scalar(api, item),
                single => is_scalar(api, single),
            }),
            _ => is_scalar(api, type_),
        },
        other => is_scalar(api, other),
    }
}

/// Whether the forms of native types come to an end: one that is a native type again may not.
pub(super) fn check_forms(api: &Api, scope: &mut Scope) -> bool {
    let mut fine = true;
    let is_native = |type_: &Type| match type_.required() {
        Type::Named(id, _) => matches!(api.type_def(*id).kind, Kind::Native(_)),
        _ => false,
    };
    for type_ in &api.types {
        let Kind::Native(native) = &type_.kind else { continue };
        if native.forms.iter().any(is_native) {
            let message = format!("a form of `{}` is a native type itself", type_.name);
            let diagnostic = Diagnostic::new(Code::UnknownForm, type_.place.key("forms"), message);
            scope.wrong.push(diagnostic.help("write the forms of that type in its place"));
            fine = false;
        }
    }
    fine
}
