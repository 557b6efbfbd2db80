//! Schemas into type expressions, and into the types that need a name.

use super::enums::Values;
use super::findings::{FindingKind, spot};
use super::model::{Expr, Field, Kind, Object};
use super::notes;
use super::reader::{Job, Reader};
use super::source::{At, Value};
use super::view::{FORMING, Property, View};

/// What a schema describes.
pub(super) enum Shape<'a> {
    /// Something that needs no name.
    Plain(Expr),
    /// A list of what these schemas describe.
    List(Vec<At<'a>>),
    /// An object with keys that nobody lists.
    Map(At<'a>),
    /// An object with fields.
    Object,
    /// A list of values.
    Enum(Values),
    /// One of several schemas.
    Union,
    /// One of several `type`s.
    Types(Vec<&'a str>),
}

/// How deep lists and maps may be nested within one expression.
const DEPTH: usize = 8;

impl<'a> Reader<'a> {
    /// The type that a schema describes. `words` name it if it needs a name and has none.
    pub(super) fn expr(&mut self, at: At<'a>, words: &[String]) -> Expr {
        self.expr_of_all(&[at], None, words, 0)
    }

    /// The type that these schemas describe together.
    pub(super) fn expr_of_all(
        &mut self,
        starts: &[At<'a>],
        only: Option<&str>,
        words: &[String],
        depth: usize,
    ) -> Expr {
        if let ([at], None) = (starts, only)
            && let Some((target, optional)) = self.plain_reference(*at)
        {
            let expr = self.component(target);
            return if optional { expr.optional() } else { expr };
        }
        if depth > DEPTH {
            if let Some(at) = starts.first() {
                self.findings.push(FindingKind::Keyword, *at, "nesting deeper than 8 lists");
            }
            return Expr::Any;
        }
        let view = self.view(starts);
        let expr = match self.shape(&view, only) {
            Shape::Plain(expr) => expr,
            Shape::List(items) => {
                let words = singular(words);
                let item = match items.is_empty() {
                    true => Expr::Any,
                    false => self.expr_of_all(&items, None, &words, depth + 1),
                };
                Expr::List(Box::new(item))
            }
            Shape::Map(values) => {
                let words = [words, &["value".to_owned()]].concat();
                Expr::Map(Box::new(self.expr_of_all(&[values], None, &words, depth + 1)))
            }
            // One value alone is a text; the documentation says which.
            Shape::Enum(values) if !values.integer && values.list.len() == 1 => Expr::String,
            Shape::Object | Shape::Enum(_) | Shape::Union | Shape::Types(_) => self.type_of(starts, only, words),
        };
        if view.nullable { expr.optional() } else { expr }
    }

    /// The node that a schema stands for if it says nothing else, and whether it allows null as well.
    fn plain_reference(&mut self, mut at: At<'a>) -> Option<(At<'a>, bool)> {
        let mut optional = false;
        for _ in 0..16 {
            optional |= at.is_true("nullable");
            let says = |key: &str| FORMING.contains(&key) && !matches!(key, "$ref" | "type");
            let type_ = at.get("type");
            let is_object = type_.is_none_or(|of| of.text() == Some("object"));
            let own: Vec<(&str, At)> = at.entries().filter(|(key, _)| says(key)).collect();
            match (at.get("$ref"), &own[..]) {
                (Some(_), []) if type_.is_none() => return Some((self.follow(at)?, optional)),
                (None, [("allOf", parts)]) if is_object && parts.items().count() == 1 => at = parts.items().next()?,
                (None, [("oneOf" | "anyOf", parts)]) if is_object => {
                    let view = self.view(&[at]);
                    if !view.groups.is_empty() {
                        return None;
                    }
                    let mut members = parts.items().filter(|part| part.get("$ref").is_some());
                    let member = members.next().filter(|_| members.next().is_none())?;
                    if parts.items().count() > 1 && !view.nullable {
                        return None;
                    }
                    optional |= view.nullable;
                    at = member;
                }
                _ => return None,
            }
        }
        None
    }

    /// What a schema describes; `only` is the `type` that is meant where it names several.
    pub(super) fn shape(&mut self, view: &View<'a>, only: Option<&str>) -> Shape<'a> {
        if view.nodes.iter().any(|(at, _)| matches!(at.value(), Value::Boolean(_)))
            || (view.broken && view.nodes.is_empty())
        {
            return Shape::Plain(Expr::Any);
        }
        let types = match only {
            Some(only) => self.types(view).into_iter().filter(|name| *name == only).collect(),
            None => self.types(view),
        };
        if let Some(values) = self.values(view, &types) {
            return values;
        }
        let has_properties = !view.all("properties").is_empty();
        if only == Some("object") && !view.groups.is_empty() {
            return Shape::Object;
        }
        if !view.groups.is_empty() && only.is_none() {
            return if has_properties { Shape::Object } else { Shape::Union };
        }
        match types[..] {
            [] => self.untyped(view, has_properties),
            [one] => self.typed(view, one, has_properties),
            _ => Shape::Types(types),
        }
    }

    /// What a schema without a `type` describes, by its other keywords.
    fn untyped(&mut self, view: &View<'a>, has_properties: bool) -> Shape<'a> {
        let has = |keys: &[&str]| keys.iter().any(|key| view.get(key).is_some());
        if has_properties || has(&["additionalProperties", "patternProperties", "required", "maxProperties"]) {
            return self.typed(view, "object", has_properties);
        }
        if has(&["items", "prefixItems", "minItems", "maxItems"]) {
            return self.typed(view, "array", false);
        }
        if has(&["pattern", "minLength", "maxLength"]) {
            return Shape::Plain(Expr::String);
        }
        match view.text("format").as_deref() {
            Some("int32" | "int64") => Shape::Plain(Expr::Integer),
            Some("float" | "double" | "decimal") => Shape::Plain(Expr::Number),
            Some(_) => Shape::Plain(Expr::String),
            None => Shape::Plain(Expr::Any),
        }
    }

    fn typed(&mut self, view: &View<'a>, type_: &str, has_properties: bool) -> Shape<'a> {
        match type_ {
            "string" if view.text("format").as_deref() == Some("binary") => Shape::Plain(Expr::File),
            "string" => Shape::Plain(Expr::String),
            "integer" => match view.text("format").as_deref() {
                Some("uint64" | "bigint") => Shape::Plain(Expr::Number),
                _ => Shape::Plain(Expr::Integer),
            },
            "number" => Shape::Plain(Expr::Number),
            "boolean" => Shape::Plain(Expr::Boolean),
            "array" => {
                let items: Vec<At> = view.all("items").into_iter().filter(|at| !at.is_list()).collect();
                let tuples =
                    view.all("prefixItems").into_iter().chain(view.all("items").into_iter().filter(|at| at.is_list()));
                if let Some(tuple) = tuples.into_iter().next() {
                    self.findings.push(FindingKind::Tuple, tuple, "");
                    return Shape::List(Vec::new());
                }
                Shape::List(items)
            }
            "object" if has_properties => Shape::Object,
            "object" => {
                let values = view.all("additionalProperties").into_iter().find(|at| at.is_map());
                let patterns = view.get("patternProperties").and_then(|of| of.entries().next());
                match values.or(patterns.map(|(_, at)| at)) {
                    Some(values) => Shape::Map(values),
                    None => Shape::Plain(Expr::Map(Box::new(Expr::Any))),
                }
            }
            "file" => Shape::Plain(Expr::String),
            other => {
                if let Some(at) = view.get("type") {
                    self.findings.push(FindingKind::UnknownType, at, other);
                }
                Shape::Plain(Expr::Any)
            }
        }
    }

    /// Reads every type that anything asked for.
    pub(super) fn read_types(&mut self) {
        while let Some(job) = self.next_job() {
            self.read_type(&job);
        }
    }

    fn read_type(&mut self, job: &Job<'a>) {
        let words = self.model.types.get(job.id).map(|type_| type_.words.clone()).unwrap_or_default();
        let view = self.view(&job.starts);
        self.tell_unread(&view);
        let kind = match self.shape(&view, job.only.as_deref()) {
            Shape::Object => match self.union_of_children(&view, job.starts[0].id) {
                Some(union) => union,
                None => Kind::Object(self.object(&view, &words)),
            },
            Shape::Enum(values) => Kind::Enum(values.into_enum()),
            Shape::Union => self.union(&view, &words),
            Shape::Types(types) => self.union_of_types(&types, &job.starts, &words),
            Shape::Plain(_) | Shape::List(_) | Shape::Map(_) if job.only.is_none() => {
                Kind::Alias(self.inline(&job.starts, &words))
            }
            Shape::Plain(_) | Shape::List(_) | Shape::Map(_) => Kind::Alias(Expr::Any),
        };
        let kind = match kind {
            Kind::Alias(to) if view.nullable => Kind::Alias(to.optional()),
            other => other,
        };
        let (title, doc, deprecated) = (view.text("title"), notes::doc(&view, &kind), notes::deprecated(&view));
        let doc = doc.filter(|doc| title.as_ref() != Some(doc));
        if view.nullable && !matches!(kind, Kind::Alias(_)) {
            self.nullable_types.insert(job.id);
        }
        if let Some(type_) = self.model.types.get_mut(job.id) {
            (type_.kind, type_.title, type_.doc, type_.deprecated) = (kind, title, doc, deprecated);
        }
    }

    /// The expression of a component that needs no name.
    fn inline(&mut self, starts: &[At<'a>], words: &[String]) -> Expr {
        self.expr_of_all(starts, None, words, 0)
    }

    fn object(&mut self, view: &View<'a>, words: &[String]) -> Object {
        let mut properties = self.properties(view);
        self.lay_flat(view, &mut properties);
        let fields = properties.iter().map(|property| self.field(property, words)).collect();
        let include = view.origins().into_iter().filter_map(|origin| self.component_id(origin)).collect();
        if let Some(patterns) = view.get("patternProperties") {
            self.findings.push(FindingKind::Keyword, patterns, "patternProperties beside properties");
        }
        let rest = view.all("additionalProperties").into_iter().find(|at| at.is_map()).map(|at| {
            let words = [words, &["additional".to_owned()]].concat();
            self.expr(at, &words).required()
        });
        Object { include, fields, rest: rest.filter(|rest| *rest != Expr::Any) }
    }

    /// Adds the properties of alternatives that stand beside `properties`: none of them has to be there.
    fn lay_flat(&mut self, view: &View<'a>, properties: &mut Vec<Property<'a>>) {
        for group in &view.groups {
            self.findings.push(FindingKind::AlternativesMerged, group.at, "");
            for member in &group.members {
                let view = self.view(&[*member]);
                for property in self.properties(&view) {
                    match properties.iter_mut().find(|known| known.name == property.name) {
                        // What stands beside the alternatives says as much or more.
                        Some(_) => {}
                        None => properties.push(Property { required: false, ..property }),
                    }
                }
            }
        }
    }

    fn field(&mut self, property: &Property<'a>, words: &[String]) -> Field {
        let words = [words, &[property.name.to_owned()]].concat();
        let field = self.described(property.name, &property.schemas, &words);
        let is_sent = property.schemas.iter().all(|at| !at.is_true("readOnly"));
        let required = property.required && is_sent;
        if required && field.type_.is_optional() {
            self.findings.push(FindingKind::RequiredNullable, property.schemas[0], property.name);
        }
        if required { field } else { Field { type_: field.type_.optional(), ..field } }
    }

    /// A field or parameter with what its schemas say of it.
    pub(super) fn described(&mut self, name: &str, schemas: &[At<'a>], words: &[String]) -> Field {
        let type_ = self.expr_of_all(schemas, None, words, 0);
        let mut named = Vec::new();
        type_.named(&mut named);
        // What a type with a name says stands there.
        let own = View { nodes: schemas.iter().map(|at| (*at, None)).collect(), ..View::default() };
        let view = if named.is_empty() { self.view(schemas) } else { own };
        if named.is_empty() {
            self.tell_unread(&view);
        }
        let title = view.text("title");
        let doc = notes::doc_of_value(&view, &type_);
        Field {
            name: name.to_owned(),
            secret: view.text("format").as_deref() == Some("password") || view.is_true("x-secret"),
            doc: doc.filter(|doc| title.as_ref() != Some(doc)),
            title,
            deprecated: notes::deprecated(&view),
            type_,
            spot: schemas.first().map(|at| spot(*at)).unwrap_or_default(),
        }
    }

    /// Says which keywords are not taken over.
    fn tell_unread(&mut self, view: &View<'a>) {
        for (at, _) in &view.nodes {
            if !self.told.insert(at.id) {
                continue;
            }
            for (key, value) in at.entries() {
                match key {
                    "example" | "examples" => self.findings.push(FindingKind::Example, value, ""),
                    "default" if value.is_map() || value.is_list() => {
                        self.findings.push(FindingKind::Example, value, key)
                    }
                    _ if key.starts_with("x-") => self.findings.push(FindingKind::Extension, value, key),
                    _ if notes::is_read(key) => {}
                    _ => self.findings.push(FindingKind::Keyword, value, key),
                }
            }
        }
    }
}

/// Words that name one of many.
pub(super) fn singular(words: &[String]) -> Vec<String> {
    let mut words = words.to_vec();
    if let Some(last) = words.last_mut() {
        let lower = last.to_lowercase();
        let keep = ["ss", "us", "is", "ies", "news", "series"].iter().any(|end| lower.ends_with(end));
        if let Some(stem) = last.strip_suffix("ies") {
            *last = format!("{stem}y");
        } else if let Some(stem) = last.strip_suffix('s').filter(|stem| !keep && stem.len() > 2) {
            *last = stem.to_owned();
        }
    }
    words
}
