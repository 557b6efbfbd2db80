//! "Did you mean": which of the known words a wrong one may stand for.

use heck::ToSnakeCase;

/// Longer words are not compared: nobody means them, and comparing costs the product of the lengths.
const LONGEST: usize = 64;

/// Shorter words begin too many others.
const SHORTEST_PREFIX: usize = 3;

/// The known word that is nearest to `word`, if one is near.
///
/// First one that differs in case or joints only (`UserId`, `user_id`), then the one that the fewest typing errors lead
/// to, then the only one that begins with `word` (`bool`, `boolean`). Of equally near ones the first is taken.
#[must_use]
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let known: Vec<&str> = known.into_iter().filter(|other| *other != word && !too_long(other)).collect();
    if word.is_empty() || too_long(word) {
        return None;
    }
    same_but_case(word, &known).or_else(|| few_errors(word, &known)).or_else(|| only_beginning(word, &known))
}

fn too_long(word: &str) -> bool {
    word.chars().nth(LONGEST).is_some()
}

/// The word in lower case and joined by nothing: `UserId`, `user_id` and `USER-ID` are one.
fn joined(word: &str) -> String {
    word.to_snake_case().replace('_', "").to_lowercase()
}

fn same_but_case<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let wanted = joined(word);
    known.iter().copied().find(|other| !wanted.is_empty() && joined(other) == wanted)
}

fn few_errors<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let allowed = (word.chars().count() / 3).clamp(1, 4);
    let distance = |other: &str| strsim::damerau_levenshtein(&lower, &other.to_lowercase());
    known
        .iter()
        .map(|other| (distance(other), *other))
        .filter(|(errors, other)| *errors <= allowed && *errors < other.chars().count())
        .min_by_key(|(errors, _)| *errors)
        .map(|(_, other)| other)
}

fn only_beginning<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let mut longer = known.iter().copied().filter(|other| other.to_lowercase().starts_with(&lower));
    match (longer.next(), longer.next()) {
        (Some(only), None) if word.chars().count() >= SHORTEST_PREFIX => Some(only),
        _ => None,
    }
}
