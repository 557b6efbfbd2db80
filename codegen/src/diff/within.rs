//! Whether every value of one type, of one spec, is a value of another type, of another spec.

use crate::ir::{Api, Enum, EnumForm, Kind, Object, Type, TypeId, substitute};

/// Two specs, and what is known of the pairs of types that were compared: a type may hold itself.
struct Within<'a> {
    one: &'a Api,
    other: &'a Api,
    known: Vec<(Type, Type, bool)>,
}

/// Whether every value of `type_` of the API `one` is a value of `wide` of the API `other`.
pub(super) fn is_within(one: &Api, type_: &Type, other: &Api, wide: &Type) -> bool {
    Within { one, other, known: Vec::new() }.check(type_, wide)
}

impl Within<'_> {
    fn check(&mut self, type_: &Type, wide: &Type) -> bool {
        let has_name = [type_, wide].iter().any(|of| matches!(of, Type::Named(..)));
        if !has_name {
            return self.compare(type_, wide);
        }
        if let Some((.., known)) = self.known.iter().find(|(one, other, _)| one == type_ && other == wide) {
            return *known;
        }
        // While it is open it holds: a type that holds itself fits if all else does.
        let index = self.known.len();
        self.known.push((type_.clone(), wide.clone(), true));
        let fits = self.compare(type_, wide);
        self.known[index].2 = fits;
        fits
    }

    fn compare(&mut self, type_: &Type, wide: &Type) -> bool {
        match (type_, wide) {
            (_, Type::Any) => true,
            (Type::Optional(type_), Type::Optional(wide)) => self.check(type_, wide),
            (Type::Optional(_), _) => false,
            (type_, Type::Optional(wide)) => self.check(type_, wide),
            (Type::Named(id, arguments), wide) if has_forms(self.one, *id) => {
                forms(self.one, *id, arguments).iter().all(|form| self.check(form, wide))
            }
            (type_, Type::Named(id, arguments)) if has_forms(self.other, *id) => {
                forms(self.other, *id, arguments).iter().any(|form| self.check(type_, form))
            }
            (Type::Integer, Type::Number) | (Type::Encoded(_), Type::String) => true,
            (Type::List(type_), Type::List(wide))
            | (Type::Map(type_), Type::Map(wide))
            | (Type::Encoded(type_), Type::Encoded(wide)) => self.check(type_, wide),
            (Type::Named(id, _), Type::Named(wide, _)) => self.compare_named(*id, *wide),
            (Type::Named(id, _), wide) => self.compare_value(*id, wide),
            (type_, wide) => type_ == wide && type_.parts().next().is_none(),
        }
    }

    fn compare_named(&mut self, id: TypeId, wide: TypeId) -> bool {
        let (one, other) = (self.one, self.other);
        match (&one.type_def(id).kind, &other.type_def(wide).kind) {
            (Kind::Object(object), Kind::Object(wide)) => self.compare_objects(object, wide),
            (Kind::Enum(choice), Kind::Enum(wide)) => has_all_values(choice, wide),
            _ => false,
        }
    }

    /// Unlisted keys are taken anywhere; those that both list have to fit.
    fn compare_objects(&mut self, object: &Object, wide: &Object) -> bool {
        wide.fields.iter().all(|wide| match object.fields.iter().find(|field| field.name == wide.name) {
            Some(field) => self.check(&field.type_, &wide.type_),
            None => wide.type_.is_optional(),
        })
    }

    fn compare_value(&self, id: TypeId, wide: &Type) -> bool {
        match (&self.one.type_def(id).kind, wide) {
            (Kind::Enum(choice), Type::String) => choice.form == EnumForm::String,
            (Kind::Enum(choice), Type::Integer | Type::Number) => choice.form == EnumForm::Integer,
            _ => false,
        }
    }
}

/// Whether a type is one of several: a native type or a union.
fn has_forms(api: &Api, id: TypeId) -> bool {
    matches!(api.type_def(id).kind, Kind::Native(_) | Kind::Union(_))
}

fn forms(api: &Api, id: TypeId, arguments: &[Type]) -> Vec<Type> {
    match &api.type_def(id).kind {
        Kind::Native(native) => native.forms.iter().map(|form| substitute(form, arguments)).collect(),
        Kind::Union(union) => union.members.iter().map(|member| member.type_.clone()).collect(),
        Kind::Object(_) | Kind::Enum(_) => Vec::new(),
    }
}

fn has_all_values(choice: &Enum, wide: &Enum) -> bool {
    let known = |wire: &str| wide.values.iter().any(|value| value.wire == wire);
    choice.form == wide.form
        && (wide.closed.is_none() || (choice.closed.is_some() && choice.values.iter().all(|value| known(&value.wire))))
}
