//! `cargo xtask coverage`: what is printed, COVERAGE.md and the page.

mod support;

use codegen::coverage::{Coverage, Node, measure};
use xtask::coverage_html::page;
use xtask::coverage_table::{markdown, terminal};

fn coverage() -> Coverage {
    let spec = support::real_spec();
    let api = codegen::resolve(&spec).unwrap_or_else(|wrong| panic!("{}", support::shown(&wrong, &spec)));
    measure(&api, &spec)
}

#[test]
fn coverage_md_is_as_the_spec_says() {
    let found = std::fs::read_to_string(xtask::coverage::file()).expect("COVERAGE.md can be read");
    assert!(found == markdown(&coverage()), "COVERAGE.md is stale; run `cargo xtask coverage`");
}

#[test]
fn the_terminal_tells_the_figures() {
    let (coverage, text) = (coverage(), terminal(&coverage()));
    let (resources, families) = (coverage.resources.len(), coverage.families.len());
    let (operations, events) = (support::listed("operation"), support::listed("event"));
    let line = format!("{operations} operations in {resources} groups, {events} events in {families} families");
    assert!(text.contains(&line), "{line} is not in\n{text}");
    let sampled = coverage.operations().filter(|node| node.is_sampled()).count();
    let titled = coverage.operations().filter(|node| node.is_titled()).count();
    let line = format!(
        "{sampled} operations documented by a sample, {titled} with a titled method and an assumed path, {} events matched",
        support::listed_matches(),
    );
    assert!(text.contains(&line), "{line} is not in\n{text}");
}

#[test]
fn the_terminal_has_a_line_for_each_group() {
    let (coverage, text) = (coverage(), terminal(&coverage()));
    for group in coverage.resources.iter().chain(&coverage.families) {
        let is_line = |line: &str| line.split_whitespace().next() == Some(&group.name);
        assert_eq!(text.lines().filter(|line| is_line(line)).count(), 1, "{}", group.name);
    }
}

#[test]
fn the_page_links_each_node_to_its_line() {
    let (coverage, spec) = (coverage(), support::real_spec());
    let page = page(&coverage, "../spec");
    for group in coverage.resources.iter().chain(&coverage.families) {
        for node in &group.nodes {
            let (_, name) = node.id.split_once('.').expect("an id has two parts");
            let text = spec.get(&group.file).expect("the file is there");
            assert_eq!(
                text.lines().nth(node.line - 1).map(str::trim),
                Some(format!("{name}:").as_str()),
                "{}",
                node.id
            );
            let link = format!("<a href=\"../spec/{}#L{}\">{}</a>", group.file, node.line, node.id);
            assert!(page.contains(&link), "{link}");
        }
    }
}

#[test]
fn the_page_links_each_node_to_its_source() {
    let coverage = coverage();
    let page = page(&coverage, "../spec");
    assert!(coverage.operations().any(|node| node.source.is_some()));
    for node in coverage.operations().chain(coverage.events()) {
        let row = page.lines().find(|line| line.contains("<tr id=") && line.contains(&format!("-{}\"", node.id)));
        let Some(url) = node.source.as_ref().map(|source| &source.url) else { continue };
        assert!(row.is_some_and(|row| row.contains(&format!("<a href=\"{url}\">"))), "{}", node.id);
    }
}

#[test]
fn the_page_stands_alone() {
    let page = page(&coverage(), "spec");
    for foreign in ["<script", "<link", "<img", "src=", "@import", "url("] {
        assert!(!page.contains(foreign), "{foreign}");
    }
}

const HOSTILE: &str = "\
resource: things
title: { zh: \"<b>组\", en: \"A & B | `c`\" }
operations:
  make:
    title: { zh: \"</td><script>alert('1')</script>\", en: \"\\\"x\\\" onclick=\\\"y\" }
    evidence: { level: assumed }
    post: /v1/<thing>
";

#[test]
fn text_of_the_spec_stays_text() {
    let spec = support::with_head(support::split(HOSTILE));
    let api = codegen::resolve(&spec).unwrap_or_else(|wrong| panic!("{}", support::shown(&wrong, &spec)));
    let coverage = measure(&api, &spec);
    let page = page(&coverage, "spec");
    for raw in ["<script", "<b>组", "</td><script", "\"x\"", "<thing>", "A & B"] {
        assert!(!page.contains(raw), "{raw}");
    }
    assert!(page.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;"));
    assert!(markdown(&coverage).contains("\\<b\\>组 A & B \\| \\`c\\`"));
}

#[test]
fn fields_and_examples_that_groups_share_count_once_in_the_sum() {
    let coverage = coverage();
    let groups = || coverage.resources.iter().chain(&coverage.families);
    let by_group: usize = groups().map(|group| group.fields).sum();
    assert!(coverage.fields < by_group, "{} of {by_group}", coverage.fields);
    let named = groups().flat_map(|group| &group.nodes).map(|node: &Node| node.examples.len()).sum::<usize>();
    assert_eq!(coverage.examples, named);
}
