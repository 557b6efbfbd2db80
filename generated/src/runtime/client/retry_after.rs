//! `Retry-After`: seconds, or a date of HTTP.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How long to wait from now on.
pub(super) fn parse_retry_after(text: &str, now: SystemTime) -> Option<Duration> {
    let text = text.trim();
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok().map(Duration::from_secs);
    }
    let at = UNIX_EPOCH + Duration::from_secs(parse_date(text)?);
    Some(at.duration_since(now).unwrap_or_default())
}

/// Seconds since 1970 of a date in one of the three forms of RFC 9110.
fn parse_date(text: &str) -> Option<u64> {
    let words: Vec<&str> = text.split([' ', ',', '-']).filter(|word| !word.is_empty()).collect();
    match words[..] {
        // Sun, 06 Nov 1994 08:49:37 GMT
        [_, day, month, year, time, "GMT"] if year.len() == 4 => seconds(number(year)?, month, day, time),
        // Sunday, 06-Nov-94 08:49:37 GMT
        [_, day, month, year, time, "GMT"] => {
            let year = number(year)?;
            seconds(if year < 70 { 2000 + year } else { 1900 + year }, month, day, time)
        }
        // Sun Nov  6 08:49:37 1994
        [_, month, day, time, year] => seconds(number(year)?, month, day, time),
        _ => None,
    }
}

fn number(text: &str) -> Option<u64> {
    text.parse().ok()
}

fn seconds(year: u64, month: &str, day: &str, time: &str) -> Option<u64> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = MONTHS.iter().position(|name| *name == month)? as u64 + 1;
    let mut clock = time.split(':').map(number);
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    let day = number(day)?;
    if !(1970..10_000).contains(&year) || !(1..=31).contains(&day) || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    // Days from the civil date, with years that begin in March.
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day - 1;
    Some((days.checked_sub(719_468)?) * 86_400 + hour * 3_600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_all_three_forms_of_a_date_are_read() {
        let now = UNIX_EPOCH + Duration::from_secs(784_111_777 - 90);
        let wait = Some(Duration::from_secs(90));
        assert_eq!(parse_retry_after(" 90 ", now), wait);
        assert_eq!(parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", now), wait);
        assert_eq!(parse_retry_after("Sunday, 06-Nov-94 08:49:37 GMT", now), wait);
        assert_eq!(parse_retry_after("Sun Nov  6 08:49:37 1994", now), wait);
    }

    #[test]
    fn a_date_that_has_passed_is_now_and_anything_else_is_nothing() {
        let now = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        assert_eq!(parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", now), Some(Duration::ZERO));
        assert_eq!(parse_date("Thu, 29 Feb 2024 00:00:00 GMT"), Some(1_709_164_800));
        assert_eq!(parse_date("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0));
        for text in ["", "soon", "-1", "1.5", "99999999999999999999999", "Sun, 06 Nov 1994 25:00:00 GMT"] {
            assert_eq!(parse_retry_after(text, now), None, "{text}");
        }
    }
}
