//! What the README shows is what is compiled.

mod support;

fn first_example(path: &str) -> String {
    let text = std::fs::read_to_string(support::root().join(path)).expect("the README is there");
    let (_, rest) = text.split_once("```rust\n").expect("the README has an example");
    rest.split("```").next().unwrap_or_default().to_owned()
}

/// The crate's README is a doc test of the crate.
#[test]
fn the_example_is_the_one_that_the_crate_compiles() {
    assert_eq!(first_example("README.md"), first_example("generated/README.md"));
}

#[test]
fn every_link_leads_to_a_file() {
    let of_crates = ["generated/README.md", "generated/testing/README.md", "generated/testing/fuzz/README.md"];
    let pages = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "COVERAGE.md", "spec/README.md"];
    for page in pages.into_iter().chain(of_crates) {
        let path = support::root().join(page);
        let text = std::fs::read_to_string(&path).expect("the page is there");
        for link in text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()) {
            let found = link.is_empty() || link.contains("://") || path.with_file_name(link).exists();
            assert!(found, "{page} links to {link}");
        }
    }
}
