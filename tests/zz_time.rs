mod support;
use std::time::Instant;
#[test]
fn t() {
    let operation = |more: &str| {
        format!(
            "resource: things\ntitle: {{ en: Things }}\noperations:\n  get:\n    title: {{ en: Get }}\n    evidence: {{ level: documented, source: page }}\n    get: /v1/thing\n    {more}\n"
        )
    };
    let long = "long ".repeat(1_000_000);
    let cases = [
        ("doc", operation(&format!("doc: {long}"))),
        ("returns", operation(&format!("returns: {long}"))),
        ("rust_name", operation(&format!("rust_name: {}", "x".repeat(5_000_000)))),
        ("key", operation(&format!("{}: 1", "x".repeat(5_000_000)))),
        ("[", "[".repeat(20000)),
        ("{a: ", "{a: ".repeat(20000)),
        ("- ", "- ".repeat(20000)),
        ("? ", "? ".repeat(20000)),
        ("a:\n ", "a:\n ".repeat(20000)),
        ("&", "&a [*a, ".repeat(20000)),
    ];
    for (name, text) in cases {
        let mut files = support::with_head(codegen::file_tree::FileTree::new());
        files.insert("resources/things.yaml", text);
        let start = Instant::now();
        let made = codegen::generate(&files);
        let a = start.elapsed();
        let start = Instant::now();
        let told = made.err().map(|w| w.render(&files, "", false).len());
        println!("{name}: {a:?} {:?} {told:?}", start.elapsed());
    }
    let start = Instant::now();
    let _ = codegen::generate(&support::real_spec());
    println!("real {:?}", start.elapsed());
}
