//! Names in a file: short where that is clear, with their path where the file has another meaning for them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::expect_deprecated;
use super::ident;
use crate::rust::{Home, Item, Path, STD, SourceFile};

/// What a file calls things, and what it has to import for that.
pub(super) struct Names<'a> {
    file: &'a SourceFile,
    module: String,
    uses: RefCell<BTreeMap<String, BTreeSet<String>>>,
    /// Modules and names of the imports that are deprecated.
    deprecated: RefCell<BTreeSet<(String, String)>>,
}

impl<'a> Names<'a> {
    /// The names of a file that imports nothing yet.
    pub(super) fn new(file: &'a SourceFile) -> Self {
        let module = file.path.trim_end_matches(".rs").trim_end_matches("/mod").replace('/', "::");
        Self { file, module, uses: RefCell::default(), deprecated: RefCell::default() }
    }

    /// A type with its arguments.
    pub(super) fn path(&self, path: &Path) -> TokenStream {
        let name = match &path.home {
            Home::Language => simple(&path.name),
            Home::Std => self.std(&path.name),
            Home::Runtime => self.runtime(&path.name),
            Home::Api(module) => self.api(module, path),
        };
        if path.arguments.is_empty() {
            return name;
        }
        let arguments = path.arguments.iter().map(|argument| self.path(argument));
        quote!(#name<#(#arguments),*>)
    }

    /// A name of the standard library.
    pub(super) fn std(&self, name: &str) -> TokenStream {
        let full = STD.iter().find(|(known, _)| *known == name).map_or(name, |(_, full)| full);
        if self.file.taken.contains(name) {
            return simple(full);
        }
        if name == "BTreeMap" {
            self.import("std::collections", name);
        }
        simple(name)
    }

    /// A name of the runtime.
    pub(super) fn runtime(&self, name: &str) -> TokenStream {
        if self.file.taken.contains(name) {
            return simple(&format!("crate::runtime::{name}"));
        }
        self.import("crate::runtime", name);
        simple(name)
    }

    /// The module `std::fmt`.
    pub(super) fn fmt(&self) -> TokenStream {
        if self.file.taken.contains("fmt") {
            return quote!(::std::fmt);
        }
        self.import("std", "fmt");
        quote!(fmt)
    }

    /// A name of the root of the machine's folder.
    pub(super) fn root(&self, name: &str) -> TokenStream {
        if self.module != "mod" {
            self.import("crate::api", name);
        }
        simple(name)
    }

    fn api(&self, module: &str, path: &Path) -> TokenStream {
        let name = &path.name;
        if module == self.module {
            return simple(name);
        }
        let module = format!("crate::api::{module}");
        if self.file.defined.contains(name) || self.is_imported_from_elsewhere(&module, name) {
            return simple(&format!("{module}::{name}"));
        }
        if path.deprecated {
            self.deprecated.borrow_mut().insert((module.clone(), name.clone()));
        }
        self.import(&module, name);
        simple(name)
    }

    fn is_imported_from_elsewhere(&self, module: &str, name: &str) -> bool {
        self.uses.borrow().iter().any(|(other, names)| other != module && names.contains(name))
    }

    fn import(&self, module: &str, name: &str) {
        self.uses.borrow_mut().entry(module.to_owned()).or_default().insert(name.to_owned());
    }

    /// Whether one of these objects of the file is deprecated.
    pub(super) fn is_any_deprecated(&self, objects: &[String]) -> bool {
        self.file.items.iter().any(|item| match item {
            Item::Object(of) => of.docs.deprecated.is_some() && objects.contains(&of.name),
            _ => false,
        })
    }

    /// The imports of everything that was named so far.
    pub(super) fn emit_uses(&self) -> [TokenStream; 2] {
        let uses = self.uses.borrow();
        let mut uses: Vec<_> = uses.iter().collect();
        uses.sort_by_key(|(module, names)| format!("{module}::{}", names.first().map_or("", String::as_str)));
        let (std, own): (Vec<_>, Vec<_>) = uses.into_iter().partition(|(module, _)| module.starts_with("std"));
        let deprecated = self.deprecated.borrow();
        let is_deprecated = |module: &String| deprecated.iter().any(|(of, _)| of == module);
        [std, own].map(|uses| {
            uses.into_iter().map(|(module, names)| emit_use(module, names, is_deprecated(module))).collect()
        })
    }
}

fn emit_use(module: &str, names: &BTreeSet<String>, deprecated: bool) -> TokenStream {
    let expect = expect_deprecated(deprecated);
    let module = simple(module);
    let names: Vec<_> = names.iter().map(|name| ident(name)).collect();
    match &names[..] {
        [one] => quote!(#expect use #module::#one;),
        many => quote!(#expect use #module::{#(#many),*};),
    }
}

/// A path of plain names, such as `::std::option::Option`; `()` stays itself.
fn simple(path: &str) -> TokenStream {
    if path == "()" {
        return quote!(());
    }
    let (leading, path) = match path.strip_prefix("::") {
        Some(path) => (Some(quote!(::)), path),
        None => (None, path),
    };
    let steps = path.split("::").map(ident);
    quote!(#leading #(#steps)::*)
}
