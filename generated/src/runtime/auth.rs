//! What shows who calls: headers, `Authorization`, query parameters, cookies.

use std::fmt;

use super::Secret;
use super::encode::{EncodeError, checked_header, push_cookie, push_encoded, push_pair};

/// Who calls, and how a request shows it.
pub trait Credentials {
    /// Name and value of each header of an authenticated request that has a name of its own.
    fn headers(&self) -> Vec<(&'static str, &str)> {
        Vec::new()
    }

    /// Gives all that shows who calls to a request.
    fn apply(&self, to: &mut AuthParts) {
        self.headers().into_iter().for_each(|(name, value)| to.header(name, value));
    }
}

/// What credentials give to a request. An error is kept and comes out when the request is made.
#[derive(Clone, Default)]
pub struct AuthParts {
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) query: String,
    pub(super) cookies: String,
    error: Option<EncodeError>,
}

impl AuthParts {
    pub(super) fn of<C: Credentials + ?Sized>(credentials: &C) -> Self {
        let mut parts = Self::default();
        credentials.apply(&mut parts);
        parts
    }

    /// Adds a header.
    pub fn header(&mut self, name: &'static str, value: &str) {
        match checked_header(name, value.to_owned()) {
            Ok(header) => self.headers.push(header),
            Err(error) => self.fail(error),
        }
    }

    /// Shows a token in `Authorization`.
    pub fn bearer(&mut self, token: &Secret) {
        self.authorization("Bearer", token.expose());
    }

    /// Shows a user's name and password in `Authorization`. Only the password may hold a colon.
    pub fn basic(&mut self, basic: &Basic) {
        let (user, password) = (basic.user.expose(), basic.password.expose());
        if user.contains(':') || [user, password].iter().any(|text| text.chars().any(char::is_control)) {
            self.fail(EncodeError::parameter(AUTHORIZATION, "holds what cannot stand in a name or password"));
            return;
        }
        self.authorization("Basic", &base64(format!("{user}:{password}").as_bytes()));
    }

    /// Adds a query parameter.
    pub fn query(&mut self, name: &str, value: &str) {
        push_pair(&mut self.query, name, value, push_encoded);
    }

    /// Adds a cookie.
    pub fn cookie(&mut self, name: &'static str, value: &str) {
        if let Err(error) = push_cookie(&mut self.cookies, name, value) {
            self.fail(error);
        }
    }

    /// The first error, if there was one.
    pub(super) fn finish(self) -> Result<Self, EncodeError> {
        match self.error {
            Some(error) => Err(error),
            None => Ok(self),
        }
    }

    fn authorization(&mut self, scheme: &str, value: &str) {
        match self.headers.iter().any(|(name, _)| *name == AUTHORIZATION) {
            true => self.fail(EncodeError::parameter(AUTHORIZATION, "is given twice, by a token and by a password")),
            false => self.header(AUTHORIZATION, &format!("{scheme} {value}")),
        }
    }

    fn fail(&mut self, error: EncodeError) {
        self.error.get_or_insert(error);
    }
}

const AUTHORIZATION: &str = "Authorization";

impl fmt::Debug for AuthParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| *name).collect();
        f.debug_struct("AuthParts").field("headers", &names).finish_non_exhaustive()
    }
}

/// A user's name and password. `Debug` shows neither: some servers take a key as the name.
#[derive(Clone, PartialEq, Eq)]
pub struct Basic {
    user: Secret,
    password: Secret,
}

impl Basic {
    /// The name, which holds no colon, and the password.
    #[must_use]
    pub fn new(user: impl Into<Secret>, password: impl Into<Secret>) -> Self {
        Self { user: user.into(), password: password.into() }
    }
}

impl<U: Into<Secret>, P: Into<Secret>> From<(U, P)> for Basic {
    fn from((user, password): (U, P)) -> Self {
        Self::new(user, password)
    }
}

impl fmt::Debug for Basic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<secret>")
    }
}

/// Base64 with its standard alphabet and padding (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |place: usize| u32::from(chunk.get(place).copied().unwrap_or_default());
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let letter = ALPHABET[(group >> (18 - 6 * place)) as usize & 63];
            text.push(if place > chunk.len() { '=' } else { char::from(letter) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_is_that_of_the_standards_examples() {
        let examples = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (plain, encoded) in examples {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
        assert_eq!(base64(b"\xff\xef\xbf\xfb\xf0"), "/++/+/A=");
    }
}
