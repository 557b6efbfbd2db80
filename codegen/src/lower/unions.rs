//! Unions.

use super::Lowering;
use super::docs::DocsBuilder;
use super::names::Taken;
use super::text::code_span;
use crate::ir::{self, Form, Kind, Type, TypeDef};
use crate::rust::{Case, Home, Member, Path, Tag, TagField, Union, ident};

/// The variant for what fits no member.
const OTHER: &str = "Other";

impl Lowering<'_> {
    pub(super) fn lower_union(&mut self, type_: &TypeDef, union: &ir::Union, name: String) -> Union {
        let mut taken = Taken::reserving([OTHER]);
        let members = union.members.iter();
        let members = members.map(|member| self.lower_member(member, union.tag.as_deref(), &mut taken)).collect();
        let told = match &union.tag {
            Some(tag) => format!("Which one it is, {} tells.", code_span(tag)),
            None => "Which one it is, its form tells.".to_owned(),
        };
        let mut docs = self.type_docs(type_, &name);
        docs.lines.extend([String::new(), told]);
        Union { docs, name, tag: union.tag.clone(), members }
    }

    fn lower_member(&mut self, member: &ir::Member, tag: Option<&str>, taken: &mut Taken) -> Member {
        let word = member.value.clone().unwrap_or_else(|| self.type_word(&member.type_));
        let ident = self.names.name(&word, member.rust_name.as_ref(), Case::Camel, &member.place, taken);
        let told = member.value.as_deref().zip(tag);
        let docs = DocsBuilder::default()
            .text(member.doc.as_deref())
            .line(told.map(|(value, tag)| format!("{} is {}.", code_span(tag), code_span(value))))
            .or(self.about(&member.type_))
            .build();
        let forms = if tag.is_some() { &[][..] } else { &member.forms };
        Member {
            docs,
            ident,
            type_: self.lower_path(&member.type_),
            boxed: self.is_large(&member.type_),
            tag: told.map(|(value, tag)| self.lower_tag(member, value, tag)),
            objects: forms.iter().filter_map(|form| self.object_path(*form)).collect(),
            forms: forms.iter().filter_map(|form| form_name(*form)).collect(),
        }
    }

    fn lower_tag(&self, member: &ir::Member, value: &str, tag: &str) -> Tag {
        let Some(object) = self.api.tagged_object(member) else {
            return Tag { value: value.to_owned(), field: TagField::Always };
        };
        let rust = |name: &str, rust_name: Option<&String>| {
            rust_name.cloned().or_else(|| ident(name, Case::Snake)).unwrap_or_else(|| name.to_owned())
        };
        let field = match object.fields.iter().find(|field| field.name == tag) {
            Some(field) if field.type_.is_optional() && self.takes_text(&field.type_) => {
                TagField::Optional(rust(&field.name, field.rust_name.as_ref()), field.deprecated.is_some())
            }
            Some(_) => TagField::Always,
            None => TagField::Unknown(object.rest.as_ref().map(|rest| rust(&rest.name, None))),
        };
        Tag { value: value.to_owned(), field }
    }

    fn takes_text(&self, type_: &Type) -> bool {
        self.api.forms(type_).contains(&Form::String)
    }

    /// What a variant is called whose member has no tag: `Circle`, `CircleList`, `String`.
    fn type_word(&self, type_: &Type) -> String {
        match type_ {
            Type::String => "string".to_owned(),
            Type::Integer => "integer".to_owned(),
            Type::Number => "number".to_owned(),
            Type::Boolean => "boolean".to_owned(),
            Type::List(inner) => format!("{}_list", self.type_word(inner)),
            Type::Map(inner) => format!("{}_map", self.type_word(inner)),
            Type::Optional(inner) => self.type_word(inner),
            Type::Any | Type::File | Type::Encoded(_) | Type::Parameter(_) => "any".to_owned(),
            Type::Named(id, arguments) => {
                let type_ = self.api.type_def(*id);
                let name = type_.rust_name.as_ref().unwrap_or(&type_.name);
                let arguments = arguments.iter().map(|argument| format!("_{}", self.type_word(argument)));
                [name.clone()].into_iter().chain(arguments).collect()
            }
        }
    }

    /// What a variant holds of which the spec says nothing more.
    fn about(&self, type_: &Type) -> &str {
        match type_ {
            Type::String => "A text.",
            Type::Integer => "A whole number.",
            Type::Number => "A number.",
            Type::Boolean => "`true` or `false`.",
            Type::List(_) => "A list.",
            Type::Map(_) => "A map.",
            Type::Named(id, _) => self.api.type_def(*id).doc.as_deref().unwrap_or("Its meaning is not known."),
            Type::Optional(_) | Type::Any | Type::File | Type::Encoded(_) | Type::Parameter(_) => {
                "Its meaning is not known."
            }
        }
    }

    /// Whether a value of the type is too large to stand in an enum beside others, or may hold that enum.
    fn is_large(&self, type_: &Type) -> bool {
        match type_ {
            Type::Named(id, arguments) => {
                matches!(self.api.type_def(*id).kind, Kind::Object(_)) || !arguments.is_empty()
            }
            _ => false,
        }
    }

    fn object_path(&self, form: Form) -> Option<Path> {
        match form {
            Form::Object(id) => Some(self.names.types[id.0].clone()).filter(|path| matches!(path.home, Home::Api(_))),
            _ => None,
        }
    }
}

const fn form_name(form: Form) -> Option<&'static str> {
    match form {
        Form::String => Some("String"),
        Form::Number => Some("Number"),
        Form::Boolean => Some("Boolean"),
        Form::List => Some("List"),
        Form::Map => Some("Map"),
        Form::Object(_) | Form::Any => None,
    }
}
