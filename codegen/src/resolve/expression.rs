//! Type expressions: `list<change<string>>?`.

use std::ops::Range;

use super::scope::Scope;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::ir::{Home, Type};

/// How deep a type expression may be nested.
const DEPTH: usize = 16;

/// What names mean where a type expression stands.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    /// The file it stands in.
    pub(super) home: &'a Home,
    /// The parameters of the native type whose form it is.
    pub(super) parameters: &'a [String],
}

/// Reads a type expression; what is wrong with it is said at its place.
pub(super) fn resolve_expression(text: &str, place: &Place, names: Names, scope: &mut Scope) -> Option<Type> {
    let mut reader = Reader { text, at: 0, place, names, scope };
    let type_ = reader.expression(0).and_then(|type_| match reader.peek() {
        None => Ok(type_),
        Some(_) => Err(reader.error(reader.at..text.len(), "nothing more was expected here")),
    });
    match type_ {
        Ok(type_) => Some(type_),
        Err(diagnostic) => {
            scope.wrong.push(*diagnostic);
            None
        }
    }
}

struct Reader<'a, 'b, 'c> {
    text: &'a str,
    at: usize,
    place: &'a Place,
    names: Names<'a>,
    scope: &'b mut Scope<'c>,
}

impl Reader<'_, '_, '_> {
    /// `name`, `name<a, b>`, and each with `?`.
    fn expression(&mut self, depth: usize) -> Result<Type, Box<Diagnostic>> {
        if depth > DEPTH {
            let message = format!("the type is nested deeper than {DEPTH} levels");
            let diagnostic = Diagnostic::new(Code::TooDeep, self.place.clone(), message);
            return Err(Box::new(diagnostic.help("give an inner part a name of its own under `types`")));
        }
        let name = self.name()?;
        let arguments = if self.take('<') { self.arguments(depth)? } else { Vec::new() };
        let type_ = self.lookup(name, arguments)?;
        Ok(if self.take('?') { Type::Optional(Box::new(type_)) } else { type_ })
    }

    /// `a, b>`
    fn arguments(&mut self, depth: usize) -> Result<Vec<Type>, Box<Diagnostic>> {
        let mut arguments = vec![self.expression(depth + 1)?];
        while self.take(',') {
            arguments.push(self.expression(depth + 1)?);
        }
        match self.take('>') {
            true => Ok(arguments),
            false => Err(self.error(self.at..self.text.len(), "expected `,` or `>`")),
        }
    }

    fn lookup(&mut self, range: Range<usize>, mut arguments: Vec<Type>) -> Result<Type, Box<Diagnostic>> {
        let name = &self.text[range.clone()];
        if let Some(index) = self.names.parameters.iter().position(|parameter| parameter == name) {
            self.arity(range, 0, arguments.len())?;
            return Ok(Type::Parameter(index));
        }
        let (wanted, type_): (usize, fn(Box<Type>) -> Type) = match name {
            "string" => (0, |_| Type::String),
            "integer" => (0, |_| Type::Integer),
            "number" => (0, |_| Type::Number),
            "boolean" => (0, |_| Type::Boolean),
            "any" => (0, |_| Type::Any),
            "file" => (0, |_| Type::File),
            "list" => (1, Type::List),
            "map" => (1, Type::Map),
            "encoded" if !self.names.parameters.is_empty() => (1, Type::Encoded),
            _ => return self.named(range, arguments),
        };
        self.arity(range, wanted, arguments.len())?;
        Ok(type_(Box::new(arguments.pop().unwrap_or(Type::Any))))
    }

    fn named(&mut self, range: Range<usize>, arguments: Vec<Type>) -> Result<Type, Box<Diagnostic>> {
        const BUILT_IN: [&str; 8] = ["string", "integer", "number", "boolean", "any", "file", "list", "map"];
        let name = &self.text[range.clone()];
        if let Some((id, parameters)) = self.scope.find_type(self.names.home, name) {
            self.arity(range, parameters, arguments.len())?;
            return Ok(Type::Named(id, arguments));
        }
        let place = self.place.clone().within(range);
        let diagnostic = Diagnostic::new(Code::UnknownType, place, format!("unknown type `{name}`"));
        let known = self.scope.type_names(self.names.home);
        let diagnostic = diagnostic.suggest(name, known.into_iter().chain(BUILT_IN));
        Err(Box::new(match self.scope.find_elsewhere(name) {
            Some(_) => diagnostic.help(format!("another file has a `{name}` of its own: move it to `types.yaml`")),
            None if name == "open" => diagnostic.help("`open` stands alone, for a whole body, result or data"),
            None => diagnostic,
        }))
    }

    fn arity(&self, name: Range<usize>, wanted: usize, found: usize) -> Result<(), Box<Diagnostic>> {
        if wanted == found {
            return Ok(());
        }
        let plural = if wanted == 1 { "" } else { "s" };
        let message = format!("`{}` takes {wanted} type parameter{plural}, not {found}", &self.text[name.clone()]);
        Err(Box::new(Diagnostic::new(Code::TypeParameters, self.place.clone().within(name), message)))
    }

    fn name(&mut self) -> Result<Range<usize>, Box<Diagnostic>> {
        self.peek();
        let start = self.at;
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let length = self.text[start..].find(|c| !is_part(c)).unwrap_or(self.text.len() - start);
        self.at += length;
        if length == 0 {
            return Err(self.error(start..self.text.len(), "expected the name of a type"));
        }
        Ok(start..self.at)
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    fn peek(&mut self) -> Option<char> {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        self.text[self.at..].chars().next()
    }

    fn error(&self, range: Range<usize>, label: &str) -> Box<Diagnostic> {
        let message = format!("`{}` is not a type", self.text);
        let diagnostic = Diagnostic::new(Code::TypeExpression, self.place.clone().within(range), message);
        Box::new(diagnostic.label(label).help("a type looks like `string`, `list<Item>?` or `map<integer>`"))
    }
}
