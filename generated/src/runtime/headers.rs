//! The headers of a delivery, whatever holds them.

/// Gives the text of a header by its name: for events that are told by one.
///
/// A map of headers is one, a slice of pairs, and a closure such as `|name: &str| request.header(name)`. `()` has none.
/// Names are asked for in lower case and compared whatever their case; values are compared letter by letter.
pub trait DeliveryHeaders<'h> {
    /// The text of the header of that name, the first of several; none if there is none or it is no text.
    fn get(&self, name: &str) -> Option<&'h str>;
}

impl DeliveryHeaders<'_> for () {
    fn get(&self, _: &str) -> Option<&'static str> {
        None
    }
}

impl<'h, F: Fn(&str) -> Option<&'h str>> DeliveryHeaders<'h> for F {
    fn get(&self, name: &str) -> Option<&'h str> {
        self(name)
    }
}

impl<'h, N: AsRef<str>, V: AsRef<str>> DeliveryHeaders<'h> for &'h [(N, V)] {
    fn get(&self, name: &str) -> Option<&'h str> {
        let pairs: &'h [(N, V)] = self;
        pairs.iter().find(|(known, _)| known.as_ref().eq_ignore_ascii_case(name)).map(|(_, value)| value.as_ref())
    }
}

impl<'h, N: AsRef<str>, V: AsRef<str>, const COUNT: usize> DeliveryHeaders<'h> for &'h [(N, V); COUNT] {
    fn get(&self, name: &str) -> Option<&'h str> {
        let pairs: &'h [(N, V)] = *self;
        DeliveryHeaders::get(&pairs, name)
    }
}

#[cfg(feature = "receiver")]
impl<'h> DeliveryHeaders<'h> for &'h http::HeaderMap {
    fn get(&self, name: &str) -> Option<&'h str> {
        let headers: &'h http::HeaderMap = self;
        headers.get(name).and_then(|value| value.to_str().ok())
    }
}
