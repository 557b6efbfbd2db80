//! The vendor's table of contents, the list of record, held against the YAML both ways.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use codegen::coverage::{Coverage, Grade, Node, measure};
use codegen::ir::{Api, Event, EventForm, Level, Operation, Part, Title};

/// A row of `spec/contents.tsv`. A column without text is none.
struct Row {
    kind: String,
    id: String,
    group: Title,
    title: Title,
    method: Option<String>,
    event_type: Option<String>,
    object_name: Option<String>,
}

const COLUMNS: &str = "kind\tid\tgroup_zh\tgroup_en\ttitle_zh\ttitle_en\tmethod\tevent_type\tobject_name\tnote";

fn rows() -> Vec<Row> {
    let text = std::fs::read_to_string(support::root().join("spec/contents.tsv")).expect("the list can be read");
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some(COLUMNS));
    lines.map(read_row).collect()
}

fn read_row(line: &str) -> Row {
    let columns: Vec<&str> = line.split('\t').collect();
    assert_eq!(columns.len(), COLUMNS.split('\t').count(), "{line}");
    let text = |column: usize| Some(columns[column].to_owned()).filter(|text| !text.is_empty());
    Row {
        kind: columns[0].to_owned(),
        id: columns[1].to_owned(),
        group: Title { zh: text(2), en: text(3) },
        title: Title { zh: text(4), en: text(5) },
        method: text(6),
        event_type: text(7),
        object_name: text(8),
    }
}

/// The first row of each id of a kind: several pages may describe one event.
fn first_rows<'a>(rows: &'a [Row], kind: &str) -> BTreeMap<&'a str, &'a Row> {
    rows.iter().rev().filter(|row| row.kind == kind).map(|row| (row.id.as_str(), row)).collect()
}

fn api() -> Api {
    let spec = support::real_spec();
    codegen::resolve(&spec).unwrap_or_else(|wrong| panic!("{}", support::shown(&wrong, &spec)))
}

fn coverage() -> Coverage {
    measure(&api(), &support::real_spec())
}

fn operations(api: &Api) -> impl Iterator<Item = &Operation> {
    api.resources.iter().flat_map(|resource| &resource.operations)
}

fn events(api: &Api) -> impl Iterator<Item = &Event> {
    api.families.iter().flat_map(|family| &family.events)
}

#[test]
fn every_row_has_its_node_and_every_node_its_row() {
    let (rows, api) = (rows(), api());
    let ids = |kind: &str| -> BTreeSet<String> {
        rows.iter().filter(|row| row.kind == kind).map(|row| row.id.clone()).collect()
    };
    assert_eq!(ids("operation"), operations(&api).map(|operation| operation.id.clone()).collect());
    assert_eq!(ids("event"), events(&api).map(|event| event.id.clone()).collect());
    assert_eq!(rows.iter().filter(|row| row.kind == "operation").count(), ids("operation").len(), "a row stands twice");
    let kinds: BTreeSet<&str> = rows.iter().map(|row| row.kind.as_str()).collect();
    assert_eq!(kinds, BTreeSet::from(["event", "guide", "operation"]));
}

#[test]
fn titles_agree_in_both_languages() {
    let (rows, api) = (rows(), api());
    let operation_rows = first_rows(&rows, "operation");
    for operation in operations(&api) {
        assert_eq!(operation.title, operation_rows[operation.id.as_str()].title, "{}", operation.id);
    }
    let event_rows = first_rows(&rows, "event");
    for event in events(&api) {
        assert_eq!(event.title, event_rows[event.id.as_str()].title, "{}", event.id);
    }
}

#[test]
fn the_documentation_is_searched_by_every_chinese_title() {
    let rows = rows();
    let crate_ = support::generate("the spec", &support::real_spec());
    let alias = |row: &Row| format!("#[doc(alias = {:?})]", row.title.zh.as_deref().expect("every page has one"));
    for row in first_rows(&rows, "operation").values() {
        let file = format!("{}.rs", row.id.replacen('.', "/", 1));
        // On the operation, and on its `new`: rustdoc 1.95 loses the first (rust-lang/rust#152939).
        assert_eq!(crate_.get(&file).map(|text| text.matches(&alias(row)).count()), Some(2), "{}", row.id);
    }
    for row in first_rows(&rows, "event").values() {
        let found = crate_.get("webhooks/mod.rs").is_some_and(|text| text.contains(&alias(row)));
        assert!(found, "{}: {}", row.id, alias(row));
    }
}

#[test]
fn titles_of_groups_agree() {
    let (rows, api) = (rows(), api());
    let operation_rows = first_rows(&rows, "operation");
    for resource in &api.resources {
        for operation in &resource.operations {
            assert_eq!(resource.title, operation_rows[operation.id.as_str()].group, "{}", operation.id);
        }
    }
    // The list has no English for the groups of events, and its Chinese names the headings below the family, too.
    let event_rows = first_rows(&rows, "event");
    for family in &api.families {
        for event in &family.events {
            let group = event_rows[event.id.as_str()].group.zh.as_deref().and_then(|group| group.split(" > ").next());
            assert_eq!(family.title.zh.as_deref(), group, "{}", event.id);
        }
    }
}

#[test]
fn a_method_is_that_of_the_badge_and_without_one_the_contents_do_not_show_it() {
    let (rows, api) = (rows(), api());
    let rows = first_rows(&rows, "operation");
    for operation in operations(&api) {
        let level = operation.evidence.of(Part::Method);
        match &rows[operation.id.as_str()].method {
            Some(method) => {
                assert_eq!(operation.method.as_str(), method, "{}", operation.id);
                assert_ne!(level, Level::Assumed, "{}", operation.id);
            }
            None => {
                let shown = operation.evidence.source.as_deref().is_some_and(|source| source != "contents");
                assert!(level == Level::Assumed || shown, "{}", operation.id);
            }
        }
    }
}

#[test]
fn an_event_matches_on_what_its_rows_show() {
    let (rows, api) = (rows(), api());
    let events: BTreeMap<&str, &Event> = events(&api).map(|event| (event.id.as_str(), event)).collect();
    for row in rows.iter().filter(|row| row.kind == "event") {
        let event_type = row.event_type.as_deref().expect("every event has a type or a question mark");
        match &events[row.id.as_str()].form {
            EventForm::Catalogued(_) => assert_eq!(event_type, "?", "{}", row.id),
            EventForm::Matched { keys, .. } => {
                let value = |path: &str| keys.iter().find(|(known, _)| known == path).map(|(_, value)| value.as_str());
                assert_eq!(value("event_type"), Some(event_type), "{}", row.id);
                // The object is needed only where another object has events of that type.
                let shared = rows.iter().any(|other| {
                    other.event_type.as_deref() == Some(event_type) && other.object_name != row.object_name
                });
                let object = row.object_name.as_deref().filter(|_| shared);
                assert_eq!(value("extra_data.object_name"), object, "{}", row.id);
            }
        }
    }
}

#[test]
fn coverage_counts_what_the_list_names() {
    let (rows, coverage) = (rows(), coverage());
    let groups = |kind: &str| -> BTreeSet<&str> {
        rows.iter().filter(|row| row.kind == kind).filter_map(|row| row.id.split('.').next()).collect()
    };
    assert_eq!(coverage.operations().count(), first_rows(&rows, "operation").len());
    assert_eq!(coverage.events().count(), first_rows(&rows, "event").len());
    assert_eq!(coverage.resources.len(), groups("operation").len());
    assert_eq!(coverage.families.len(), groups("event").len());
    assert_eq!(coverage.events().filter(|node| node.is_matched()).count(), support::listed_matches());
}

#[test]
fn what_is_known_is_never_less_than_the_pages_show() {
    let (rows, coverage) = (rows(), coverage());
    // Two pages of operations have a sample; a badge or a name in a title tells the rest.
    assert!(coverage.operations().filter(|node| node.is_sampled()).count() >= 2);
    let badges = first_rows(&rows, "operation").values().filter(|row| row.method.is_some()).count();
    let known = |node: &&Node| node.grade_of(Part::Method) != Grade::Known(Level::Assumed);
    assert!(coverage.operations().filter(known).count() >= badges);
    let titled = coverage.operations().filter(|node| node.is_titled()).count();
    let paths = coverage.operations().filter(|node| node.grade_of(Part::Path) != Grade::Known(Level::Assumed)).count();
    assert!(titled <= badges && titled + paths >= badges, "{titled} titled, {paths} paths known, {badges} badges");
}
