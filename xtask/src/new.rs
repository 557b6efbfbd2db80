//! `cargo xtask new operation GROUP.NAME` and `new event GROUP.NAME`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use codegen::edit::append_entry;
use codegen::file_tree::{FileTree, write_whole};
use codegen::ir::Api;
use lexopt::prelude::{Long, Short, Value, ValueExt as _};

use crate::generate::{command, read_spec, tell_diagnostics};
use crate::new_skeleton::{self, Id};
use crate::terminal::{Failure, help, out};

const USAGE: &str = "\
usage: cargo xtask new operation|event GROUP.NAME [--spec DIR]

  adds an operation to a resource, or an event to a family, with comments that say what to fill in

  --spec DIR  another spec than spec/
";

/// What is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An operation of a resource.
    Operation,
    /// An event of a family.
    Event,
}

/// A file of the spec with the new entry in it.
#[derive(Clone, Debug)]
pub struct Added {
    /// The file, as the spec's folder names it.
    pub file: String,
    /// Its text.
    pub text: String,
    /// The line of the new entry, counted from 1.
    pub line: usize,
}

/// Runs the command.
///
/// # Errors
/// Calls that are not understood, a name that is taken, and what the file system says.
pub fn run(mut arguments: lexopt::Parser) -> Result<ExitCode, Failure> {
    let (mut words, mut given_spec) = (Vec::new(), None);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("spec") => given_spec = Some(arguments.value()?.parse::<PathBuf>()?),
            Long("help") | Short('h') => return Ok(help(USAGE)),
            Value(word) => words.push(word.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let (kind, id) = match &words[..] {
        [kind, id] if kind == "operation" => (Kind::Operation, parse_id(id)?),
        [kind, id] if kind == "event" => (Kind::Event, parse_id(id)?),
        _ => return Err(Failure::usage(USAGE)),
    };
    check_id(kind, &id)?;
    let spec = given_spec.clone().unwrap_or_else(|| crate::root().join("spec"));
    let mut files = read_spec(&spec)?;
    let api = match codegen::resolve(&files) {
        Ok(api) => api,
        Err(wrong) => {
            tell_diagnostics(&wrong, &files, &spec);
            return Ok(ExitCode::from(2));
        }
    };
    let added = add(kind, &id, &api, &files)?;
    files.insert(added.file.clone(), added.text.clone());
    if let Err(wrong) = codegen::generate(&files) {
        tell_diagnostics(&wrong, &files, &spec);
        return Err(Failure::usage("nothing was written: the spec would not hold together"));
    }
    write_whole(&spec.join(&added.file), &added.text)?;
    tell_next_steps(kind, &id, &added, &spec);
    match given_spec {
        Some(spec) => out(&format!("  {} --out DIR", command(&[("--spec", &Some(spec))]))),
        None => {
            out("  cargo xtask gen\n  cargo xtask coverage\n  cargo xtask export\n  INSTA_UPDATE=always cargo test")
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Puts a skeleton into the file that it belongs to, or into a new one.
///
/// # Errors
/// A name that is taken, and a file that has no place for it.
pub fn add(kind: Kind, id: &Id, api: &Api, files: &FileTree) -> Result<Added, Failure> {
    let full = format!("{}.{}", id.group, id.name);
    let taken = match kind {
        Kind::Operation => api.resources.iter().flat_map(|group| &group.operations).any(|known| known.id == full),
        Kind::Event => api.families.iter().flat_map(|group| &group.events).any(|known| known.id == full),
    };
    let (folder, map, entry, head) = match kind {
        Kind::Operation => {
            ("resources", "operations", new_skeleton::operation(id, api), new_skeleton::head("resource", id))
        }
        Kind::Event => ("webhooks", "events", new_skeleton::event(id, api), new_skeleton::head("family", id)),
    };
    let file = format!("{folder}/{}.yaml", id.group);
    if taken {
        return Err(Failure::usage(format!("error: `{full}` stands in {file} already")));
    }
    let text = files.get(&file).unwrap_or(&head);
    let text =
        append_entry(text, map, "types", &entry).map_err(|why| Failure::usage(format!("error: {file}: {why}")))?;
    let place = codegen::diagnostics::Place::file(file.as_str()).key(map).key(&id.name).on_key();
    let line = place.line(&text);
    Ok(Added { file, text, line })
}

/// The group and the name of `group.name`.
///
/// # Errors
/// Any other form.
pub fn parse_id(text: &str) -> Result<Id, Failure> {
    let is_snake_case = |word: &str| {
        word.split('_')
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
            && word.starts_with(|letter: char| letter.is_ascii_lowercase())
    };
    match text.split_once('.') {
        Some((group, name)) if is_snake_case(group) && is_snake_case(name) => {
            Ok(Id { group: group.to_owned(), name: name.to_owned() })
        }
        _ => Err(Failure::usage(format!("error: `{text}` is not `group.name` in snake_case, such as `users.create`"))),
    }
}

/// Names that mean something already in the crate, or nothing in YAML.
fn check_id(kind: Kind, id: &Id) -> Result<(), Failure> {
    let refused = |name: &str, why: &str| Err(Failure::usage(format!("error: `{name}` {why}; take another name")));
    for name in [&id.group, &id.name] {
        if name == "null" {
            return refused(name, "is nothing in YAML");
        }
    }
    match (kind, &*id.group, &*id.name) {
        (Kind::Operation, "types", _) => {
            refused("types", "is the module of the shared types, so no resource is called so")
        }
        (Kind::Operation, "webhooks", _) => {
            refused("webhooks", "is the module of the events, so no resource is called so")
        }
        (Kind::Operation, _, "types") => {
            refused("types", "is the module of a resource's types, so no operation is called so")
        }
        _ => Ok(()),
    }
}

fn tell_next_steps(kind: Kind, id: &Id, added: &Added, spec: &Path) {
    let shown = spec.strip_prefix(crate::root()).unwrap_or(spec).display();
    let full = format!("{}.{}", id.group, id.name);
    out(&format!("{full} stands in {shown}/{}, line {}. Fill in:\n", added.file, added.line));
    out(match kind {
        Kind::Operation => {
            "  title     the vendor's words, in Chinese and English\n\
             \x20 evidence  how well it is known, part by part, and the page: an id of `sources` in api.yaml\n\
             \x20 post      the method and the path; assumed as they stand\n\
             \x20 body      its type, and that of `returns`; open as long as nobody knows them\n\
             \x20 examples  a sample of the exchange, in examples/"
        }
        Kind::Event => {
            "  title     the vendor's words, in Chinese and English\n\
             \x20 evidence  how well it is known, part by part, and the page: an id of `sources` in api.yaml\n\
             \x20 match     the values that tell it from others, in the place of `catalogued`\n\
             \x20 data      its type; open as long as nobody knows it\n\
             \x20 examples  a sample of the delivery, in examples/"
        }
    });
    if spec.join("contents.tsv").is_file() {
        out(&format!("\nIt needs a row in {shown}/contents.tsv, too. Then run:\n"));
    } else {
        out("\nThen run:\n");
    }
}
