//! Values of unions: of the member that an example is, or of any.

use super::{DEEPEST, Place, Shaper};
use crate::model::{Kind, Type};
use crate::tree::Tree;

impl Shaper<'_> {
    pub(super) fn union(
        &mut self,
        tag: Option<&str>,
        members: &[(&str, Type)],
        example: Option<&Tree>,
        place: Place<'_>,
    ) -> Tree {
        let member = match (example, tag) {
            (Some(example), Some(tag)) => {
                let text = field(example, tag).and_then(text);
                members.iter().find(|(value, _)| Some(*value) == text)
            }
            (Some(example), None) => {
                let rank = |member| Some((self.rank(member_type(member), example)?, member));
                members.iter().filter_map(rank).rev().max_by_key(|(rank, _)| *rank).map(|(_, member)| member)
            }
            (None, _) if place.depth > DEEPEST => None,
            (None, _) => self.random.pick(members),
        };
        let Some((value, type_)) = member else { return example.cloned().unwrap_or_else(Tree::null) };
        let mut made = self.value(type_, example, place);
        if let (Some(tag), Tree::Object(fields)) = (tag, &mut made) {
            let kept = example.and_then(|example| field(example, tag)).cloned().unwrap_or_else(|| Tree::text(*value));
            match fields.iter_mut().find(|(key, _)| key == tag) {
                Some((_, old)) => *old = kept,
                None => fields.insert(0, (tag.to_owned(), kept)),
            }
        }
        made
    }

    /// How many of an example's keys a type knows; none if it cannot be of that type.
    fn rank(&self, type_: &Type, example: &Tree) -> Option<usize> {
        let fits = match (type_, example) {
            (Type::Any | Type::Parameter(_), _) => true,
            (Type::Optional(of), example) => return self.rank(of, example),
            (Type::String | Type::Encoded(_), Tree::Text(_)) => true,
            (Type::Integer | Type::Number, Tree::Scalar(text)) => is_number(text),
            (Type::Boolean, Tree::Scalar(text)) => text == "true" || text == "false",
            (Type::List(_), Tree::List(_)) | (Type::Map(_), Tree::Object(_)) => true,
            (Type::Named(name, _), example) => return self.named_rank(name, example),
            _ => false,
        };
        fits.then_some(0)
    }

    fn named_rank(&self, name: &str, example: &Tree) -> Option<usize> {
        match (self.api.type_def(name).map(|type_| &type_.kind)?, example) {
            (Kind::Object { fields, .. }, Tree::Object(_)) => {
                let is_there = |name| field(example, name).is_some();
                let mut required = fields.iter().filter(|field| !matches!(field.type_, Type::Optional(_)));
                let complete = required.all(|field| is_there(field.name));
                complete.then(|| fields.iter().filter(|field| is_there(field.name)).count())
            }
            (Kind::Enum { is_integer: true, .. }, Tree::Scalar(text)) => is_number(text).then_some(0),
            (Kind::Enum { is_integer: false, .. }, Tree::Text(_)) => Some(0),
            (Kind::Union { members, .. }, example) => {
                members.iter().filter_map(|member| self.rank(member_type(member), example)).max()
            }
            (Kind::Native { forms, .. }, example) => forms.iter().filter_map(|form| self.rank(form, example)).max(),
            _ => None,
        }
    }
}

const fn member_type<'m>(member: &'m (&str, Type)) -> &'m Type {
    &member.1
}

fn field<'t>(object: &'t Tree, name: &str) -> Option<&'t Tree> {
    match object {
        Tree::Object(fields) => fields.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value),
        _ => None,
    }
}

fn text(value: &Tree) -> Option<&str> {
    match value {
        Tree::Scalar(text) | Tree::Text(text) => Some(text),
        Tree::List(_) | Tree::Object(_) => None,
    }
}

fn is_number(text: &str) -> bool {
    text.starts_with(|first: char| first == '-' || first.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{Kind, Shaper, Tree, Type};
    use crate::fixtures::Form;
    use crate::model::{Api, Field, Payload, Quirks, Schemes, TypeDef};
    use crate::random::Random;

    const TEXT: Type = Type::Optional(&Type::String);
    const SHAPE: Payload = Payload::Typed(Type::Named("Shape", &[]));
    const ANIMAL: Payload = Payload::Typed(Type::Named("Animal", &[]));

    const fn field(name: &'static str, type_: Type) -> Field {
        Field { name, type_, quirks: Quirks::NONE }
    }

    static API: Api = Api {
        name: "unions",
        server: "https://api.example.com",
        auth: &[],
        schemes: Schemes { bearer: false, basic: false, query: &[], cookies: &[] },
        envelope: None,
        operations: &[],
        delivery: None,
        events: &[],
        types: &[&[
            TypeDef {
                name: "Shape",
                kind: Kind::Union {
                    tag: None,
                    members: &[
                        ("", Type::Named("Circle", &[])),
                        ("", Type::Named("Square", &[])),
                        ("", Type::List(&Type::Named("Shape", &[]))),
                    ],
                },
            },
            TypeDef {
                name: "Circle",
                kind: Kind::Object { fields: &[field("radius", Type::String), field("owner", TEXT)], rest: None },
            },
            TypeDef {
                name: "Square",
                kind: Kind::Object {
                    fields: &[field("side", TEXT), field("inner", Type::Named("Shape", &[]))],
                    rest: None,
                },
            },
            TypeDef {
                name: "Animal",
                kind: Kind::Union { tag: Some("kind"), members: &[("cat", Type::Named("Cat", &[]))] },
            },
            TypeDef { name: "Cat", kind: Kind::Object { fields: &[field("lives", TEXT)], rest: None } },
        ]],
    };

    fn made(payload: &Payload, example: Option<&str>, seed: u64) -> String {
        let random = Random::new(seed, "unions");
        let mut shaper = Shaper { api: &API, form: Form::Plain, varied: seed > 0, unknown_fields: false, random };
        let example = example.map(|text| Tree::parse(text).expect("JSON"));
        shaper.payload(payload, example.as_ref()).to_string()
    }

    #[test]
    fn a_union_is_the_member_that_the_example_is() {
        for text in [r#"{"radius":"a","owner":"b"}"#, r#"{"side":"a","inner":[{"radius":"b"}]}"#, "[]", "true"] {
            assert_eq!(made(&SHAPE, Some(text), 0), text);
        }
        for text in [r#"{"kind":"cat","lives":"9"}"#, r#"{"kind":"cow"}"#] {
            assert_eq!(made(&ANIMAL, Some(text), 0), text);
        }
    }

    #[test]
    fn a_tagged_member_that_is_made_up_has_its_tag() {
        for seed in 0..20 {
            assert!(made(&ANIMAL, None, seed).starts_with(r#"{"kind":"cat""#));
        }
    }

    #[test]
    fn a_union_that_holds_itself_comes_to_an_end() {
        let made: Vec<String> = (0..50).map(|seed| made(&SHAPE, None, seed)).collect();
        assert!(made.iter().all(|text| Tree::parse(text).is_ok()));
        assert!(
            made.iter().any(|text| text.starts_with("{\"radius\"")) && made.iter().any(|text| text.starts_with('['))
        );
    }
}
