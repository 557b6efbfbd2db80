//! Rust names: one for each thing, said so where two would get the same.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic, Diagnostics, Place};
use crate::ir::{Api, Home, Kind};
use crate::rust::{Case, Path, ident, is_cased, is_ident, is_plain};

/// The Rust paths of the types, by id, and what is wrong with names.
pub(super) struct Names<'a> {
    /// The path of each type.
    pub(super) types: &'a [Path],
    /// What is wrong so far.
    pub(super) wrong: Diagnostics,
}

/// Names that one place can hold only once.
#[derive(Default)]
pub(super) struct Taken {
    names: BTreeMap<String, Option<Place>>,
    /// Whether what is named there has no `rust_name`.
    fixed: bool,
}

impl Taken {
    /// A place where these names mean something already.
    pub(super) fn reserving<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self { names: names.into_iter().map(|name| (name.to_owned(), None)).collect(), fixed: false }
    }

    /// The same for things that have no `rust_name`.
    pub(super) fn without_rust_name(self) -> Self {
        Self { fixed: true, ..self }
    }
}

/// The paths of all types by id, and what is wrong with them; those that nothing uses take no name.
pub(super) fn name_types(api: &Api, used: &[bool]) -> (Vec<Path>, Diagnostics) {
    let mut names = Names::new(&[]);
    let mut taken: BTreeMap<&Home, Taken> = BTreeMap::new();
    let paths = api.types.iter().zip(used).map(|(type_, used)| match &type_.kind {
        Kind::Object(_) if !used => Path::language(&type_.name),
        Kind::Native(native) => names.native(&native.rust, &type_.place),
        Kind::Object(_) | Kind::Enum(_) | Kind::Union(_) => {
            let taken = taken.entry(&type_.home).or_default();
            let name = names.name(&type_.name, type_.rust_name.as_ref(), Case::Camel, &type_.place, taken);
            let home = crate::rust::Home::Api(module(&type_.home));
            Path { home, name, arguments: Vec::new(), deprecated: type_.deprecated.is_some() }
        }
    });
    (paths.collect(), names.wrong)
}

/// Adds what is wrong, if it has not been said yet.
pub(super) fn tell_once(wrong: &mut Diagnostics, diagnostic: Diagnostic) {
    let is_same = |other: &Diagnostic| {
        (other.code, &other.place, &other.related) == (diagnostic.code, &diagnostic.place, &diagnostic.related)
    };
    if !wrong.iter().any(is_same) {
        wrong.push(diagnostic);
    }
}

impl<'a> Names<'a> {
    /// With these paths of the types, and nothing wrong yet.
    pub(super) fn new(types: &'a [Path]) -> Self {
        Self { types, wrong: Diagnostics::new() }
    }

    /// The Rust name of something called `word` on the wire or in the spec.
    pub(super) fn name(
        &mut self,
        word: &str,
        rust_name: Option<&String>,
        case: Case,
        place: &Place,
        taken: &mut Taken,
    ) -> String {
        let name = match rust_name {
            Some(name) if is_ident(name) && is_cased(name, case) && is_plain(name) => name.clone(),
            Some(name) => {
                let place = place.key("rust_name");
                self.wrong.push(not_a_name(name, case, place));
                return name.clone();
            }
            None => match ident(word, case) {
                Some(name) if is_plain(&name) => name,
                Some(name) => {
                    let help = "give it one of ASCII or Chinese letters with `rust_name:`";
                    self.refuse(place, format!("rustc would warn of the letters of `{name}`"), help);
                    return name;
                }
                None => {
                    let message = format!("no Rust name can be made of `{word}`");
                    self.refuse(place, message, "give it one with `rust_name:`");
                    return word.to_owned();
                }
            },
        };
        self.take(&name, word, place, taken);
        name
    }

    /// The name of a module, which is that of its file as well.
    pub(super) fn module(&mut self, word: &str, place: &Place, taken: &mut Taken) -> String {
        let help = "rename it here; the vendor's own words belong into `title`";
        match ident(word, Case::Snake) {
            Some(name) if name.is_ascii() => {
                self.take(&name, word, place, taken);
                name
            }
            Some(name) => {
                self.refuse(place, format!("`{word}` becomes a module, and the names of those are in ASCII"), help);
                name
            }
            None => {
                self.refuse(place, format!("`{word}` becomes a module, and no Rust name can be made of it"), help);
                word.to_owned()
            }
        }
    }

    /// Says once what is wrong with the name of something.
    fn refuse(&mut self, place: &Place, message: String, help: &str) {
        tell_once(&mut self.wrong, Diagnostic::new(Code::RustName, place.clone().on_key(), message).help(help));
    }

    /// The path of a native type.
    fn native(&mut self, name: &str, place: &Place) -> Path {
        if !is_ident(name) || !is_cased(name, Case::Camel) {
            self.wrong.push(not_a_name(name, Case::Camel, place.key("native")));
        }
        Path::runtime(name, Vec::new())
    }

    /// Takes a name that is decided already.
    pub(super) fn take(&mut self, name: &str, word: &str, place: &Place, taken: &mut Taken) {
        let Some(first) = taken.names.insert(name.to_owned(), Some(place.clone())) else { return };
        let message = match word == name {
            true => format!("the name `{name}` is taken"),
            false => format!("`{word}` would be called `{name}` in Rust, and that name is taken"),
        };
        let diagnostic = Diagnostic::new(Code::NameCollision, place.clone().on_key(), message);
        let diagnostic = match first {
            Some(first) => diagnostic.related(first.on_key(), "by this"),
            None => diagnostic.note(format!("`{name}` is what the generated code itself uses here")),
        };
        let help = if taken.fixed { "rename one of them" } else { "give one of them another name with `rust_name:`" };
        tell_once(&mut self.wrong, diagnostic.help(help));
    }
}

fn not_a_name(name: &str, case: Case, place: Place) -> Diagnostic {
    let message = match (is_ident(name), is_plain(name)) {
        (true, true) => format!("names like `{name}` are not written here in Rust"),
        (true, false) => format!("rustc would warn of the letters of `{name}`"),
        (false, _) => format!("`{name}` is not a name in Rust"),
    };
    let diagnostic = Diagnostic::new(Code::RustName, place, message);
    match ident(name, case).filter(|better| better != name && is_plain(better)) {
        Some(better) => diagnostic.help(format!("write it like `{better}`")),
        None => diagnostic.help("letters of ASCII or Chinese, digits and `_`, no digit in front, no keyword"),
    }
}

/// The module of the types of a file.
pub(super) fn module(home: &Home) -> String {
    let name = |name: &str| ident(name, Case::Snake).unwrap_or_else(|| name.to_owned());
    match home {
        Home::Shared => "types".to_owned(),
        Home::Resource(resource) => format!("{}::types", name(resource)),
        Home::Family(family) => format!("webhooks::{}", name(family)),
    }
}
