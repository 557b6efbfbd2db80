//! Names of ours for what a description names: valid in Rust, and each once in its place.

use std::collections::BTreeSet;

use crate::rust::{Case, ident, is_plain};

/// Names that one place can hold once.
#[derive(Clone, Debug, Default)]
pub(super) struct Taken(BTreeSet<String>);

impl Taken {
    pub(super) fn reserving<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self(names.into_iter().map(str::to_owned).collect())
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    pub(super) fn insert(&mut self, name: impl Into<String>) -> bool {
        self.0.insert(name.into())
    }

    pub(super) fn extend(&mut self, other: &Taken) {
        self.0.extend(other.0.iter().cloned());
    }

    /// The first of the names that is free; the last one with a number where none is. It is taken then.
    pub(super) fn first_free(&mut self, names: &[String], case: Case) -> String {
        let free = names.iter().find(|name| !self.contains(name)).cloned();
        let last = names.last().map_or("x", String::as_str);
        let gap = if case == Case::Snake { "_" } else { "" };
        let numbered = |number: usize| format!("{}{gap}{number}", last.trim_end_matches('_'));
        let name = free.unwrap_or_else(|| {
            let mut number = 2;
            while self.contains(&numbered(number)) {
                number += 1;
            }
            numbered(number)
        });
        self.insert(name.clone());
        name
    }

    /// What must be said of the Rust names of these: nothing where the generator's own is valid and free.
    pub(super) fn rust_names<'a>(
        &mut self,
        words: impl IntoIterator<Item = (&'a str, Option<&'a str>)>,
        case: Case,
        kind: &str,
    ) -> Vec<Option<String>> {
        words.into_iter().map(|(word, wanted)| self.rust_name(word, wanted, case, kind)).collect()
    }

    /// The same of one. `wanted` is how the description calls it, `kind` what it is.
    pub(super) fn rust_name(&mut self, word: &str, wanted: Option<&str>, case: Case, kind: &str) -> Option<String> {
        let own = ident(word, case).filter(|name| is_plain(name));
        let wanted = wanted.and_then(|wanted| ident(&ascii(wanted), case)).filter(|name| !self.contains(name));
        if let (None, Some(own)) = (&wanted, own.as_ref().filter(|own| !self.contains(own))) {
            self.insert(own.clone());
            return None;
        }
        let spelled = spelled(word);
        let made = [spelled.clone(), format!("{spelled} {kind}"), format!("{kind} {spelled}")];
        let made = made.into_iter().filter_map(|text| ident(&text, case)).filter(|name| is_plain(name));
        let names: Vec<String> = wanted.into_iter().chain(made).collect();
        let names = if names.is_empty() { vec![ident(kind, case).unwrap_or_else(|| kind.to_owned())] } else { names };
        Some(self.first_free(&names, case))
    }
}

/// A name of a module: ASCII, and no digit in front.
pub(super) fn module(text: &str) -> Option<String> {
    let name = ident(&ascii(text), Case::Snake).filter(|name| name.is_ascii())?;
    let name = name.trim_matches('_').to_owned();
    let name = if name.starts_with(|c: char| c.is_ascii_digit()) { format!("n{name}") } else { name };
    // A keyword gets its underscore when the crate is made.
    (!name.is_empty()).then(|| cut(&name, 60))
}

/// A name of a type from its words.
pub(super) fn type_name(words: &[String]) -> Option<String> {
    let words: Vec<String> = words.iter().map(|word| ascii(word)).collect();
    let whole = ident(&words.join(" "), Case::Camel)?;
    let name = match (&words[..], whole.len() > 64) {
        ([first, .., before, last], true) => ident(&format!("{first} {before} {last}"), Case::Camel)?,
        _ => whole,
    };
    // Names are given once and must come out as they are.
    let name = cut(&name, 80);
    ident(&name, Case::Camel).filter(|name| is_plain(name))
}

fn cut(name: &str, width: usize) -> String {
    name.chars().take(width).collect::<String>().trim_end_matches('_').to_owned()
}

/// Words without letters that modules can't have; what else stands there parts them.
fn ascii(text: &str) -> String {
    text.chars().filter(|c| *c != '\'').map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect()
}

/// The marks of a text in words, for names of `+1` and `-1`, `<` and `>=`.
fn spelled(text: &str) -> String {
    let word = |c: char| match c {
        '+' => " plus ",
        '-' => " minus ",
        '<' => " less ",
        '>' => " greater ",
        '=' => " equal ",
        '!' => " not ",
        '*' => " star ",
        '/' => " slash ",
        '.' => " dot ",
        '%' => " percent ",
        '&' => " and ",
        '|' => " or ",
        '#' => " hash ",
        '@' => " at ",
        '$' => " dollar ",
        '~' => " tilde ",
        '?' => " question ",
        ':' => " colon ",
        _ => "",
    };
    if text.trim().is_empty() {
        return "blank".to_owned();
    }
    let has_letters = text.chars().filter(char::is_ascii_alphabetic).count() > 0;
    let spell = |c: char| match c {
        _ if c.is_ascii_alphanumeric() => c.to_string(),
        // Within words a dash only parts them.
        '-' | '.' | '/' | ':' if has_letters => " ".to_owned(),
        _ => word(c).to_owned() + if word(c).is_empty() { " " } else { "" },
    };
    text.chars().map(spell).collect()
}

#[cfg(test)]
mod tests {
    use super::{Taken, module, type_name};
    use crate::rust::Case;

    fn variants(words: &[&str]) -> Vec<Option<String>> {
        Taken::reserving(["Other"]).rust_names(words.iter().map(|word| (*word, None)), Case::Camel, "value")
    }

    #[test]
    fn values_that_would_share_a_name_get_their_own() {
        let named = |names: &[&str]| names.iter().map(|name| Some((*name).to_owned())).collect::<Vec<_>>();
        assert_eq!(variants(&["asc", "ASC"]), [None, Some("AscValue".to_owned())]);
        assert_eq!(variants(&["other", ""]), named(&["OtherValue", "Blank"]));
        assert_eq!(variants(&["<", ">=", "!="]), named(&["Less", "GreaterEqual", "NotEqual"]));
        assert_eq!(variants(&["+1", "-1"]), [None, Some("Minus1".to_owned())]);
    }

    #[test]
    fn modules_are_ascii_and_types_are_cased() {
        assert_eq!(module("Kunden & Co.").as_deref(), Some("kunden_co"));
        assert_eq!(module("2fa").as_deref(), Some("n2fa"));
        assert_eq!(module("用户"), None);
        assert_eq!(type_name(&["simple-user".to_owned(), "plan".to_owned()]).as_deref(), Some("SimpleUserPlan"));
    }
}
