//! Objects and enums, and the Rust type of any type.

use super::Lowering;
use super::docs::DocsBuilder;
use super::names::Taken;
use super::text::code_span;
use crate::ir::{self, Kind, Type, TypeDef, TypeId};
use crate::rust::{Argument, Case, Choice, Field, Hidden, Item, Object, Path, Quirks, Rest, Variant};

/// Methods of an object that no setter may be called like.
const METHODS: [&str; 1] = ["new"];
/// The field that every object has.
pub(super) const UNKNOWN: &str = "unknown";

impl Lowering<'_> {
    /// The item of a type; none for a native one.
    pub(super) fn lower_type(&mut self, id: TypeId) -> Option<Item> {
        let type_ = self.api.type_def(id);
        let name = self.names.types[id.0].name.clone();
        match &type_.kind {
            Kind::Object(object) => Some(Item::Object(self.lower_object(id, type_, object, name))),
            Kind::Enum(choice) => Some(Item::Choice(self.lower_choice(type_, choice, name))),
            Kind::Union(union) => Some(Item::Union(self.lower_union(type_, union, name))),
            Kind::Native(_) => None,
        }
    }

    fn lower_object(&mut self, id: TypeId, type_: &TypeDef, object: &ir::Object, name: String) -> Object {
        let docs = self.type_docs(type_, &name);
        let mut taken = Taken::reserving([UNKNOWN].into_iter().chain(METHODS));
        let quirks = common_quirks(object);
        let mut fields = Vec::new();
        for field in &object.fields {
            let boxed = self.facts.boxes.is_boxed(id, &field.type_);
            let mut field = self.lower_field(field, boxed, &mut taken);
            field.quirks = field.quirks.filter(|own| *own != quirks);
            fields.push(field);
        }
        let rest = object.rest.as_ref().map(|rest| self.lower_rest(rest, &mut taken));
        Object {
            docs,
            name,
            parameter: None,
            quirks,
            default: fields.iter().all(|field| field.optional),
            sent: self.facts.sent[id.0],
            hides: rest.is_some() || fields.iter().any(|field| field.hidden.is_some()),
            json: !fields.iter().any(|field| field.type_.names_file()),
            multipart: self.facts.multipart[id.0],
            fields,
            rest,
        }
    }

    pub(super) fn type_docs(&self, type_: &TypeDef, name: &str) -> crate::rust::Docs {
        DocsBuilder::default()
            .text(type_.doc.as_deref())
            .title(&type_.title, name)
            .or("Its meaning is not known.")
            .evidence(type_.evidence.as_ref(), self.api)
            .deprecated(type_.deprecated.as_ref())
            .build()
    }

    /// A field of an object, or a parameter of an operation. Its quirks are always given.
    pub(super) fn lower_field(&mut self, field: &ir::Field, boxed: bool, taken: &mut Taken) -> Field {
        let ident = self.names.name(&field.name, field.rust_name.as_ref(), Case::Snake, &field.place, taken);
        let inner = self.lower_path(field.type_.required());
        let boxed_inner = if boxed { Path::std("Box", vec![inner.clone()]) } else { inner.clone() };
        let optional = field.type_.is_optional();
        let docs = DocsBuilder::default()
            .text(field.doc.as_deref())
            .title(&field.title, &ident)
            .or("Its meaning is not known.")
            .evidence(field.evidence.as_deref().or(field.included.as_deref()), self.api)
            .deprecated(field.deprecated.as_ref())
            .build();
        Field {
            docs,
            ident,
            wire: field.name.clone(),
            type_: if optional { Path::std("Option", vec![boxed_inner]) } else { boxed_inner },
            optional,
            hidden: match (field.secret, field.personal) {
                (true, _) => Some(Hidden::Secret),
                (false, true) => Some(Hidden::Personal),
                (false, false) => None,
            },
            quirks: Some(lower_quirks(field.quirks)),
            argument: match field.type_.required() {
                Type::String => Argument::Into(inner),
                _ if boxed => Argument::Boxed(inner),
                _ => Argument::Exact(inner),
            },
        }
    }

    fn lower_rest(&mut self, rest: &ir::Rest, taken: &mut Taken) -> Rest {
        let ident = self.names.name(&rest.name, None, Case::Snake, &rest.place, taken);
        let docs = DocsBuilder::default()
            .text(rest.doc.as_deref())
            .or("Keys that only the tenant knows.")
            .evidence(rest.included.as_ref(), self.api)
            .build();
        let value = self.lower_path(&rest.type_);
        Rest { docs, ident, type_: Path::std("BTreeMap", vec![Path::std("String", vec![]), value]) }
    }

    fn lower_choice(&mut self, type_: &TypeDef, choice: &ir::Enum, name: String) -> Choice {
        let open = choice.closed.is_none();
        let mut taken = Taken::reserving(open.then_some("Other"));
        let mut variants = Vec::new();
        for value in &choice.values {
            let ident = self.names.name(&value.wire, value.rust_name.as_ref(), Case::Camel, &value.place, &mut taken);
            let docs = DocsBuilder::default()
                .text(value.doc.as_deref())
                .title(&value.title, &ident)
                .line(value.doc.is_none().then(|| code_span(&value.wire)))
                .evidence(value.evidence.as_ref(), self.api)
                .deprecated(value.deprecated.as_ref())
                .build();
            variants.push(Variant { docs, ident, wire: value.wire.clone() });
        }
        let mut docs = self.type_docs(type_, &name);
        if let Some(reason) = &choice.closed {
            let more = DocsBuilder::default().text(Some(&format!("There is no other value: {reason}"))).build();
            docs.lines.push(String::new());
            docs.lines.extend(more.lines);
        }
        Choice { docs, name, integer: choice.form == ir::EnumForm::Integer, open, variants }
    }

    /// The Rust type of a type of the spec.
    pub(super) fn lower_path(&self, type_: &Type) -> Path {
        match type_ {
            Type::String => Path::std("String", vec![]),
            Type::Integer => Path::language("i64"),
            Type::Number => Path::runtime("Number", vec![]),
            Type::Boolean => Path::language("bool"),
            Type::File => Path::runtime("File", vec![]),
            Type::List(inner) => Path::std("Vec", vec![self.lower_path(inner)]),
            Type::Map(inner) => Path::std("BTreeMap", vec![Path::std("String", vec![]), self.lower_path(inner)]),
            Type::Optional(inner) => Path::std("Option", vec![self.lower_path(inner)]),
            Type::Named(id, arguments) => {
                let arguments = arguments.iter().map(|argument| self.lower_path(argument)).collect();
                Path { arguments, ..self.names.types[id.0].clone() }
            }
            // The last two stand in the forms of native types only.
            Type::Any | Type::Encoded(_) | Type::Parameter(_) => Path::runtime("RawJson", vec![]),
        }
    }
}

/// The quirks of most fields; a `rest` has the object's.
fn common_quirks(object: &ir::Object) -> Quirks {
    if let Some(rest) = &object.rest {
        return lower_quirks(rest.quirks);
    }
    let count = |quirks: ir::Quirks| object.fields.iter().filter(|field| field.quirks == quirks).count();
    let candidates = object.fields.iter().map(|field| field.quirks);
    lower_quirks(candidates.max_by_key(|quirks| (count(*quirks), std::cmp::Reverse(*quirks))).unwrap_or_default())
}

/// The same in the words of the crate.
pub(super) const fn lower_quirks(quirks: ir::Quirks) -> Quirks {
    Quirks { blank_is_null: quirks.blank_is_null, number_or_string: quirks.number_or_string }
}
