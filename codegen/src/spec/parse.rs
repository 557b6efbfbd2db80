//! Text to [`Document`]. A file is read into a value first, then each of its nodes by itself, so that each can be wrong
//! by itself.

use std::mem::take;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;
use serde_yaml::Value;
use serde_yaml::value::Tag;

use super::{ApiFile, Document, FamilyFile, File, Lazy, Node, ResourceFile, TypesFile};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Place, Step};
use crate::file_tree::FileTree;
use crate::parallel;

/// What one file is.
enum Parsed {
    Api(Box<Node<ApiFile>>),
    Shared(File<TypesFile>),
    Resource(File<ResourceFile>),
    Family(File<FamilyFile>),
}

/// Reads the files of a spec.
///
/// # Errors
/// Every file that is not YAML, and every node with unknown, missing or equal keys or a value of another form.
pub fn parse_document(files: &FileTree) -> Result<Document, Diagnostics> {
    let mut wrong = Diagnostics::new();
    let (mut api, mut shared) = (None, None);
    let (mut resources, mut families) = (Vec::new(), Vec::new());
    for (parsed, found) in parallel::map(files.iter().collect(), |(path, text)| parse_file(path, text)) {
        wrong.extend(found);
        match parsed {
            Some(Parsed::Api(file)) => api = Some(*file),
            Some(Parsed::Shared(file)) => shared = Some(file),
            Some(Parsed::Resource(file)) => resources.push(file),
            Some(Parsed::Family(file)) => families.push(file),
            None => {}
        }
    }
    if files.get("api.yaml").is_none() {
        let place = Place::file("api.yaml");
        wrong.push(Diagnostic::new(Code::MissingKey, place, "the spec has no file `api.yaml`"));
    }
    let examples = files.iter().filter_map(|(path, text)| Some((path.strip_prefix("examples/")?, text)));
    let examples = examples.map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
    match api {
        Some(api) if wrong.is_empty() => Ok(Document { api, shared, resources, families, examples }),
        _ => Err(wrong),
    }
}

fn parse_file(path: &str, text: &str) -> (Option<Parsed>, Diagnostics) {
    let mut wrong = Diagnostics::new();
    let parsed = match path.split_once('/') {
        None if path == "api.yaml" => parse_head(path, text, &mut wrong).map(Box::new).map(Parsed::Api),
        None if path == "types.yaml" => parse_shared(path, text, &mut wrong).map(Parsed::Shared),
        Some(("resources", name)) if is_yaml(name) => parse_resource(path, text, &mut wrong).map(Parsed::Resource),
        Some(("webhooks", name)) if is_yaml(name) => parse_family(path, text, &mut wrong).map(Parsed::Family),
        _ if has_extension(path, &["yaml", "yml"]) => {
            wrong.push(unread_file(path));
            None
        }
        _ => None,
    };
    (parsed, wrong)
}

fn is_yaml(name: &str) -> bool {
    !name.contains('/') && Path::new(name).extension().is_some_and(|extension| extension == "yaml")
}

/// Whether the name ends in one of these, in capitals or not.
fn has_extension(name: &str, wanted: &[&str]) -> bool {
    let extension = Path::new(name).extension().unwrap_or_default();
    wanted.iter().any(|wanted| extension.eq_ignore_ascii_case(wanted))
}

fn unread_file(path: &str) -> Diagnostic {
    Diagnostic::new(Code::UnknownKey, Place::file(path), format!("`{path}` is not a file of the spec"))
        .help("a spec has `api.yaml`, `types.yaml`, `resources/*.yaml` and `webhooks/*.yaml`")
}

fn parse_shared(path: &str, text: &str, wrong: &mut Diagnostics) -> Option<File<TypesFile>> {
    let mut head = parse_head::<TypesFile>(path, text, wrong)?;
    let types = parse_nodes(&head.place.key("types"), take(&mut head.value.types), wrong);
    Some(File { head, operations: Vec::new(), events: Vec::new(), types })
}

fn parse_resource(path: &str, text: &str, wrong: &mut Diagnostics) -> Option<File<ResourceFile>> {
    let mut head = parse_head::<ResourceFile>(path, text, wrong)?;
    check_name(&head.place.key("resource"), &head.value.resource, path, wrong);
    let operations = parse_nodes(&head.place.key("operations"), take(&mut head.value.operations), wrong);
    let types = parse_nodes(&head.place.key("types"), take(&mut head.value.types), wrong);
    Some(File { head, operations, events: Vec::new(), types })
}

fn parse_family(path: &str, text: &str, wrong: &mut Diagnostics) -> Option<File<FamilyFile>> {
    let mut head = parse_head::<FamilyFile>(path, text, wrong)?;
    check_name(&head.place.key("family"), &head.value.family, path, wrong);
    let events = parse_nodes(&head.place.key("events"), take(&mut head.value.events), wrong);
    let types = parse_nodes(&head.place.key("types"), take(&mut head.value.types), wrong);
    Some(File { head, operations: Vec::new(), events, types })
}

/// The name in a file and the name of the file are one.
fn check_name(place: &Place, name: &str, path: &str, wrong: &mut Diagnostics) {
    let stem = Path::new(path).file_stem().unwrap_or_default().to_string_lossy();
    if stem != name {
        wrong.push(
            Diagnostic::new(Code::InvalidValue, place.clone(), format!("the file `{path}` calls itself `{name}`"))
                .help(format!("write `{stem}` here or rename the file to `{name}.yaml`")),
        );
    }
}

fn parse_head<T: DeserializeOwned>(path: &str, text: &str, wrong: &mut Diagnostics) -> Option<Node<T>> {
    let place = Place::file(path);
    let value = match serde_yaml::from_str::<Value>(text.trim_start_matches('\u{feff}')) {
        Ok(Value::Null) => Value::Mapping(serde_yaml::Mapping::new()),
        Ok(value) => value,
        Err(error) => {
            wrong.push(syntax_error(&place, text, &error));
            return None;
        }
    };
    match find_unread(&value) {
        Some(unread) => {
            wrong.push(unread_yaml(&place, unread));
            None
        }
        None => parse_node(place, path, value, wrong),
    }
}

/// What serde would not read as it is meant.
enum Unread<'a> {
    Tag(&'a Tag),
    MergeKey,
}

/// The first tag or merge key, and the way to it backwards: serde would drop the one and take the other for a name.
fn find_unread(value: &Value) -> Option<(Unread<'_>, Vec<Step>)> {
    let key = |key: &Value| Step::Key(key.as_str().unwrap_or_default().to_owned());
    let (step, (unread, mut way)) = match value {
        Value::Tagged(tagged) => return Some((Unread::Tag(&tagged.tag), Vec::new())),
        Value::Sequence(items) => {
            let found = |(index, item)| Some((Step::Index(index), find_unread(item)?));
            items.iter().enumerate().find_map(found)?
        }
        Value::Mapping(entries) => entries.iter().find_map(|(name, value)| match name.as_str() {
            Some("<<") => Some((key(name), (Unread::MergeKey, Vec::new()))),
            _ => Some((key(name), find_unread(value)?)),
        })?,
        _ => return None,
    };
    way.push(step);
    Some((unread, way))
}

fn unread_yaml(file: &Place, (unread, way): (Unread<'_>, Vec<Step>)) -> Diagnostic {
    let place = way.into_iter().rev().fold(file.clone(), |place, step| place.step(step));
    match unread {
        Unread::Tag(tag) => {
            let message = format!("the tag `{tag}` is not read here");
            Diagnostic::new(Code::InvalidValue, place, message).help("a spec has no tags: drop it")
        }
        Unread::MergeKey => {
            let message = "the key `<<`, which merges another map into this one, is not read here";
            let diagnostic = Diagnostic::new(Code::UnknownKey, place.on_key(), message);
            diagnostic.help("write the keys out; an object takes the fields of another by `include`")
        }
    }
}

fn parse_nodes<T: DeserializeOwned>(place: &Place, nodes: Lazy<T>, wrong: &mut Diagnostics) -> Vec<Node<T>> {
    nodes.0.into_iter().filter_map(|(name, value)| parse_node(place.key(&name), &name, value.0, wrong)).collect()
}

fn parse_node<T: DeserializeOwned>(place: Place, name: &str, value: Value, wrong: &mut Diagnostics) -> Option<Node<T>> {
    match serde_path_to_error::deserialize(value) {
        Ok(value) => Some(Node { name: name.to_owned(), place, value }),
        Err(error) => {
            wrong.push(node_error(&place, &error));
            None
        }
    }
}

fn syntax_error(file: &Place, text: &str, error: &serde_yaml::Error) -> Diagnostic {
    let message = error.to_string();
    let place = match error.location() {
        Some(at) => file.clone().at_line(at.line(), at.column()),
        None => file.clone(),
    };
    let cause = message.split(" at line ").next().unwrap_or(&message);
    if let Some((_, entry)) = cause.split_once("duplicate entry with key ") {
        let place = file.repeated_key(text).unwrap_or(place);
        let diagnostic = Diagnostic::new(
            Code::DuplicateKey,
            place.clone(),
            format!("the key {} stands twice", entry.replace('"', "`")),
        );
        return diagnostic
            .related(place.on_key(), "first here")
            .help("YAML would keep only one of them: delete or rename the other");
    }
    if cause.contains("more than one document") {
        let diagnostic = Diagnostic::new(Code::Syntax, place, "the file holds more than one document");
        return diagnostic.help("delete the line `---`, or make two files of it");
    }
    if cause.contains("recursion limit") {
        let diagnostic = Diagnostic::new(Code::TooDeep, place, "the file is nested too deep");
        return diagnostic.help("128 levels are read, and nothing in a spec needs more than ten");
    }
    if cause.contains("repetition limit") {
        let diagnostic = Diagnostic::new(Code::TooDeep, place, "the aliases of this file stand for too much");
        return diagnostic.help("write out what `*` stands for");
    }
    if let Some(at) = text.find(is_no_character_of_yaml).filter(|_| cause.contains("control characters")) {
        let (line, column) = (text[..at].matches('\n').count() + 1, text[..at].rsplit('\n').next().unwrap_or_default());
        let place = file.clone().at_line(line, column.chars().count() + 1);
        let diagnostic = Diagnostic::new(Code::Syntax, place, "this is not YAML: a control character stands here");
        return diagnostic.help("delete it, or write it in double quotes, as `\\x07`");
    }
    let help = if cause.contains("cannot start any token") {
        "YAML is indented with spaces, never with tabs; a text that starts with such a character needs quotes"
    } else {
        "look at the indent of this line and the one before, and for a quote, `}` or `]` that is missing; \
         a text with `: ` or ` #` in it needs quotes"
    };
    Diagnostic::new(Code::Syntax, place, format!("this is not YAML: {cause}")).help(help)
}

fn is_no_character_of_yaml(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}')) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// What serde says of a node, in the words of the manual.
fn node_error(node: &Place, error: &serde_path_to_error::Error<serde_yaml::Error>) -> Diagnostic {
    let place = error.path().iter().fold(node.clone(), |place, segment| match segment {
        Segment::Map { key } => place.key(key),
        Segment::Seq { index } => place.index(*index),
        Segment::Enum { .. } | Segment::Unknown => place,
    });
    let message = error.inner().to_string();
    let mut words = message.split('`').skip(1).step_by(2);
    let word = words.next().unwrap_or_default();
    if message.starts_with("unknown field") {
        let diagnostic = Diagnostic::new(Code::UnknownKey, place.on_key(), format!("unknown key `{word}`"));
        let known: Vec<&str> = words.collect();
        diagnostic.suggest(word, known.iter().copied()).note(format!("known here: {}", known.join(", ")))
    } else if message.starts_with("missing field") {
        Diagnostic::new(Code::MissingKey, place, format!("the key `{word}` is missing"))
    } else if message.starts_with("duplicate") {
        Diagnostic::new(Code::DuplicateKey, place.key(word).on_second_key(), format!("the key `{word}` stands twice"))
    } else if message.starts_with("unknown variant") {
        let diagnostic = Diagnostic::new(Code::InvalidValue, place, format!("unknown value `{word}`"));
        let known: Vec<&str> = words.collect();
        diagnostic.suggest(word, known.iter().copied()).note(format!("known here: {}", known.join(", ")))
    } else {
        invalid_value(place, &message)
    }
}

fn invalid_value(place: Place, message: &str) -> Diagnostic {
    let found = message.strip_prefix("invalid type: ").and_then(|rest| rest.rsplit_once(", expected "));
    let Some((found, expected)) = found else {
        return Diagnostic::new(Code::InvalidValue, place, message.to_owned());
    };
    let scalar = ["integer", "boolean", "floating point"].iter().any(|kind| found.starts_with(kind));
    let expected = match expected {
        "a string" => "a text",
        "struct Title" => "a title by language, such as `{ en: Users }`",
        "struct Evidence" => "evidence, such as `{ level: assumed }`",
        "a sequence" => "a list",
        _ if expected.starts_with("struct ") => "a map",
        other => other,
    };
    let found = match found {
        "unit value" => "nothing",
        "sequence" => "a list",
        "map" => "a map",
        other => other,
    };
    let diagnostic = Diagnostic::new(Code::InvalidValue, place, format!("expected {expected}, found {found}"));
    if scalar && !matches!(expected, "a boolean" | "i64" | "a map" | "a list") {
        diagnostic.help("YAML reads this as a number or a boolean: put it in quotes to make a text of it")
    } else {
        diagnostic
    }
}
