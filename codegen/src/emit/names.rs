//! Names in a file: short where that is clear, with their path where the file has another meaning for them.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::expect_deprecated;
use super::ident;
use crate::rust::{Home, Path, STD, SourceFile};

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
        let name = simple(&self.path_name(path));
        if path.arguments.is_empty() {
            return name;
        }
        let arguments = path.arguments.iter().map(|argument| self.path(argument));
        quote!(#name<#(#arguments),*>)
    }

    /// The same as a text.
    pub(super) fn path_text(&self, path: &Path) -> String {
        let name = self.path_name(path);
        if path.arguments.is_empty() {
            return name.into_owned();
        }
        let arguments: Vec<String> = path.arguments.iter().map(|argument| self.path_text(argument)).collect();
        format!("{name}<{}>", arguments.join(", "))
    }

    fn path_name<'p>(&self, path: &'p Path) -> Cow<'p, str> {
        match &path.home {
            Home::Language => path.name.as_str().into(),
            Home::Std => self.std_text(&path.name).into(),
            Home::Runtime => self.runtime_text(&path.name),
            Home::Api(module) => self.api(module, path),
        }
    }

    /// A name of the standard library.
    pub(super) fn std(&self, name: &str) -> TokenStream {
        simple(self.std_text(name))
    }

    fn std_text<'n>(&self, name: &'n str) -> &'n str {
        if self.file.taken.contains(name) {
            return STD.iter().find(|(known, _)| *known == name).map_or(name, |(_, full)| full);
        }
        if name == "BTreeMap" {
            self.import("std::collections", name);
        }
        name
    }

    /// A name of the runtime.
    pub(super) fn runtime(&self, name: &str) -> TokenStream {
        simple(&self.runtime_text(name))
    }

    /// The same as a text.
    pub(super) fn runtime_text<'n>(&self, name: &'n str) -> Cow<'n, str> {
        if self.file.taken.contains(name) {
            return format!("crate::runtime::{name}").into();
        }
        self.import("crate::runtime", name);
        name.into()
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

    fn api<'p>(&self, module: &str, path: &'p Path) -> Cow<'p, str> {
        let name = &path.name;
        if module == self.module {
            return name.into();
        }
        let module = format!("crate::api::{module}");
        if self.file.defined.contains(name) || self.is_imported_from_elsewhere(&module, name) {
            return format!("{module}::{name}").into();
        }
        if path.deprecated {
            self.deprecated.borrow_mut().insert((module.clone(), name.clone()));
        }
        self.import(&module, name);
        name.into()
    }

    fn is_imported_from_elsewhere(&self, module: &str, name: &str) -> bool {
        self.uses.borrow().iter().any(|(other, names)| other != module && names.contains(name))
    }

    fn import(&self, module: &str, name: &str) {
        self.uses.borrow_mut().entry(module.to_owned()).or_default().insert(name.to_owned());
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
