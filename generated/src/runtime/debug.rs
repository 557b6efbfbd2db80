//! What a `Debug` prints in place of values that it must not show.

use std::collections::BTreeMap;
use std::fmt;

/// Prints `<secret>` or `<personal>`, whatever the value.
#[derive(Clone, Copy)]
pub struct Redacted(&'static str);

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Stands in for a secret value: `field("token", &secret(&self.token))`, of an option `&self.token.as_ref().map(secret)`.
pub fn secret<T: ?Sized>(_: &T) -> Redacted {
    Redacted("<secret>")
}

/// Stands in for a personal value: `field("mobile", &personal(&self.mobile))`.
pub fn personal<T: ?Sized>(_: &T) -> Redacted {
    Redacted("<personal>")
}

/// Stands in for a map whose values must not be shown; prints its keys.
pub fn keys<T>(map: &BTreeMap<String, T>) -> impl fmt::Debug {
    struct Keys<'m, T>(&'m BTreeMap<String, T>);

    impl<T> fmt::Debug for Keys<'_, T> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.debug_set().entries(self.0.keys()).finish()
        }
    }

    Keys(map)
}
