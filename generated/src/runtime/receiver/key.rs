//! What tells one delivery from all others.

use std::fmt;

use sha2::{Digest, Sha256};

/// What tells one delivery from all others: the SHA-256 of the id that its sender gave it, or of its body's bytes
/// (and of the name of its event, where a header tells that).
///
/// So nobody can make two deliveries look alike, and two that differ in one value are two. `Display` writes it as 64
/// hexadecimal digits, for the key of a table or a cache; `Debug` shows the first eight.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeliveryKey([u8; 32]);

impl DeliveryKey {
    /// The key of a delivery with that id, or without one.
    #[must_use]
    pub fn new(id: Option<&str>, body: &[u8]) -> Self {
        let (domain, bytes): (&[u8], _) = match id {
            Some(id) => (b"id\0", id.as_bytes()),
            None => (b"body\0", body),
        };
        Self(Sha256::new().chain_update(domain).chain_update(bytes).finalize().into())
    }

    /// The key of a delivery without an id, whose event a header told.
    pub(super) fn of_event(event: &str, body: &[u8]) -> Self {
        let name = Sha256::new().chain_update(b"event\0").chain_update(event.as_bytes()).chain_update(b"\0");
        Self(name.chain_update(body).finalize().into())
    }

    /// Its bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for DeliveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for DeliveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, ..] = self.0;
        write!(f, "DeliveryKey({a:02x}{b:02x}{c:02x}{d:02x}..)")
    }
}
