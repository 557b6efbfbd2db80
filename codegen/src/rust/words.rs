//! Words of Rust: which ones are taken, and how a name of the wire becomes one.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// How an identifier is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// Types and variants.
    Camel,
    /// Fields, methods and modules.
    Snake,
}

/// Keywords of edition 2024, strict and reserved. (syn would take `gen`.)
const KEYWORDS: [&str; 53] = [
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "_",
];

/// Where the types of the standard library are that the emitted code names without their path.
pub const STD: [(&str, &str); 9] = [
    ("Option", "::std::option::Option"),
    ("Vec", "::std::vec::Vec"),
    ("String", "::std::string::String"),
    ("Box", "::std::boxed::Box"),
    ("Result", "::std::result::Result"),
    ("BTreeMap", "::std::collections::BTreeMap"),
    ("Default", "::std::default::Default"),
    ("Into", "::std::convert::Into"),
    ("Sized", "::std::marker::Sized"),
];

/// The Rust name of a word of the wire; none if nothing in it can stand in a name.
///
/// A keyword and a leading digit get an underscore: `type_`, `_2fa`. Digits alone get a letter in snake case: `n1`.
#[must_use]
pub fn ident(word: &str, case: Case) -> Option<String> {
    let cased = match case {
        Case::Camel => word.to_upper_camel_case(),
        Case::Snake => word.to_snake_case(),
    };
    let mut name: String = cased.chars().filter(|c| *c == '_' || unicode_ident(*c)).collect();
    if KEYWORDS.contains(&name.as_str()) {
        name.push('_');
    } else if case == Case::Snake && !name.is_empty() && name.chars().all(|c| c == '_' || c.is_numeric()) {
        name.insert(0, 'n'); // A variable that is all digits reads as one that is not used.
    } else if name.starts_with(|c: char| c.is_numeric()) {
        name.insert(0, '_');
    }
    is_ident(&name).then_some(name)
}

/// Whether rustc finds a name written as it should be in its place.
#[must_use]
pub fn is_cased(name: &str, case: Case) -> bool {
    let name = name.trim_matches('_');
    match case {
        Case::Camel => !name.starts_with(char::is_lowercase) && !name.contains('_'),
        Case::Snake => !name.contains(char::is_uppercase),
    }
}

/// Whether a word can be used as a name just as it is.
#[must_use]
pub fn is_ident(word: &str) -> bool {
    !KEYWORDS.contains(&word) && word.chars().any(|c| c != '_') && syn::parse_str::<syn::Ident>(word).is_ok()
}

/// Whether rustc takes a name without a warning for its letters: ASCII, or what Chinese, Japanese and Korean write with.
///
/// Letters of other scripts may look like others, or come in two forms that are one name for Rust.
#[must_use]
pub fn is_plain(name: &str) -> bool {
    let letter = |c: char| {
        matches!(c, '\u{3005}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}')
            || matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
            || matches!(c, '\u{20000}'..='\u{2ebe0}' | '\u{30000}'..='\u{323af}')
    };
    name.chars().all(|c| c.is_ascii() || letter(c))
}

fn unicode_ident(c: char) -> bool {
    c.is_ascii_alphanumeric() || (!c.is_ascii() && syn::parse_str::<syn::Ident>(&format!("a{c}")).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_rust_does_not_take_are_bent() {
        let cases = [
            ("type", Case::Snake, "type_"),
            ("gen", Case::Snake, "gen_"),
            ("self", Case::Camel, "Self_"),
            ("2fa", Case::Snake, "_2fa"),
            ("+1", Case::Camel, "_1"),
            ("+1", Case::Snake, "n1"),
            ("线索", Case::Snake, "线索"),
            ("returnFull", Case::Snake, "return_full"),
            ("data.v2-final", Case::Camel, "DataV2Final"),
        ];
        for (word, case, wanted) in cases {
            assert_eq!(ident(word, case).as_deref(), Some(wanted), "{word}");
        }
        for fine in ["plain_1", "线索", "リスト", "ひらがな", "한국어"] {
            assert!(is_plain(fine), "{fine}");
        }
        for odd in ["é", "имя", "ｗｉｄｅ", "ﾊﾝｶｸ", "α", "\u{f900}", "a\u{301}", "ﬁ"] {
            assert!(!is_plain(odd), "{odd}");
        }
        assert_eq!(ident("+", Case::Snake), None);
        assert_eq!(ident("", Case::Camel), None);
    }
}
