//! Texts and numbers that look like the real ones and cannot be taken for them.

use crate::random::Random;

/// The number that stands for "somebody's phone" all over China; a random one might be somebody's.
const PHONE: &str = "13800138000";
/// What every made-up id starts with.
const MADE_UP: &str = "MadeUp";
/// Letters and digits of short ids, those left out that look alike.
const LETTERS: &[u8] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/// 2026-01-01 00:00:00 UTC.
const NEW_YEAR: u64 = 1_767_225_600;
const YEAR: u64 = 365 * 86_400;

/// A text for a field of that name.
pub(crate) fn text(field: &str, random: &mut Random) -> String {
    let number = random.below(10_000);
    let field = field.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| field.contains(word));
    if has(&["mobile", "phone"]) {
        PHONE.to_owned()
    } else if has(&["email"]) {
        format!("person{number}@example.com")
    } else if has(&["url", "website"]) {
        format!("https://www.example.com/{number}")
    } else if has(&["uuid", "openid", "unionid"]) || field == "id" || field.ends_with("_id") {
        id(random)
    } else if has(&["address"]) {
        format!("{number} Example Road")
    } else if has(&["name"]) {
        format!("Sample {number}")
    } else {
        format!("sample {} {number}", field.replace('_', " "))
    }
}

/// An id of 22 letters and digits.
pub(crate) fn id(random: &mut Random) -> String {
    let letters = (0..16).filter_map(|_| random.pick(LETTERS).copied());
    MADE_UP.chars().chain(letters.collect::<Vec<_>>().into_iter().map(char::from)).collect()
}

/// Whether a text has the form of such an id.
pub(crate) fn is_id(text: &str) -> bool {
    (20..=24).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// A date and time of the year 2026, without a zone.
pub(crate) fn local_date_time(random: &mut Random) -> String {
    let (month, day) = (1 + random.below(12), 1 + random.below(28));
    let (hour, minute, second) = (random.below(24), random.below(60), random.below(60));
    format!("2026-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}

/// A second of the year 2026, since 1970.
pub(crate) fn unix_seconds(random: &mut Random) -> u64 {
    NEW_YEAR + random.below(YEAR)
}
