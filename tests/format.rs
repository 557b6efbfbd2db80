//! Laying out what was emitted changes nothing but where it stands.

mod support;

use proc_macro2::{TokenStream, TokenTree};

/// Tokens one by one. Commas and braces are left out: the printer ends lists with commas, and puts long arms in braces.
fn flat(tokens: TokenStream, found: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => flat(group.stream(), found),
            TokenTree::Punct(punct) if punct.as_char() == ',' => {}
            TokenTree::Literal(literal) => found.push(value(&literal.to_string())),
            other => found.push(other.to_string()),
        }
    }
}

/// A literal without its escapes: documentation has others as a comment than as an attribute.
fn value(literal: &str) -> String {
    if literal.contains('\\') { "a literal with escapes".to_owned() } else { literal.to_owned() }
}

#[test]
fn no_token_is_lost_added_or_joined_to_another() {
    let mut lines = 0;
    for (name, spec) in support::fixtures("good") {
        let api = codegen::resolve(&spec).expect("a good fixture");
        for file in codegen::lower::lower_api(&api).expect("a good fixture").files {
            let emitted = codegen::emit::emit_file(&file);
            let (mut before, mut after) = (Vec::new(), Vec::new());
            emitted.pieces.iter().cloned().for_each(|piece| flat(piece, &mut before));
            let (path, text) = codegen::format::format_file(emitted);
            flat(text.parse().expect("the text is Rust"), &mut after);
            let differs = before.iter().zip(&after).position(|(before, after)| before != after);
            let place = differs.unwrap_or(before.len().min(after.len())).saturating_sub(5);
            let around = |tokens: &[String]| tokens[place..].iter().take(12).cloned().collect::<Vec<_>>().join(" ");
            assert_eq!(around(&before), around(&after), "{name}: {path}");
            lines += text.lines().count();
        }
    }
    assert!(lines > 1_000, "{lines} lines");
}
