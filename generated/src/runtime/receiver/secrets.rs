//! Shared secrets: who may send.

use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

use super::BuildError;
use crate::runtime::Secret;

/// How long a secret must be at least, in bytes.
pub const MIN_SECRET_LEN: usize = 16;

/// What the head of a request says, as far as the receiver cares, whatever server it came to.
pub(super) struct Head<'h> {
    pub(super) is_post: bool,
    pub(super) path: &'h str,
    /// The value of the header of that name.
    pub(super) header: &'h dyn Fn(&str) -> Option<&'h [u8]>,
}

/// The secrets that a request has to show: one of each place that has any.
#[derive(Default)]
pub(super) struct Secrets {
    path: Vec<Hashed>,
    header: Option<(Box<str>, Vec<Hashed>)>,
}

/// The SHA-256 of a secret: equally long for all, so that comparing two tells nothing of their lengths.
struct Hashed([u8; 32]);

impl Hashed {
    fn new(secret: &[u8]) -> Self {
        Self(Sha256::digest(secret).into())
    }
}

impl Secrets {
    /// One of these is to be the last segment of the path.
    pub(super) fn in_path(&mut self, secrets: &[Secret]) -> Result<(), BuildError> {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if !secrets.iter().all(|secret| secret.expose().bytes().all(is_plain)) {
            return Err(BuildError::PathSecret);
        }
        self.path = hash(secrets)?;
        Ok(())
    }

    /// One of these is to be the value of the header.
    pub(super) fn in_header(&mut self, name: &str, secrets: &[Secret]) -> Result<(), BuildError> {
        let name = http::HeaderName::try_from(name).map_err(|_| BuildError::HeaderName)?;
        let is_sendable = |secret: &Secret| http::HeaderValue::from_str(secret.expose()).is_ok();
        if !secrets.iter().all(is_sendable) {
            return Err(BuildError::HeaderSecret);
        }
        self.header = Some((name.as_str().into(), hash(secrets)?));
        Ok(())
    }

    /// Whether no secret is asked for.
    pub(super) fn is_empty(&self) -> bool {
        self.path.is_empty() && self.header.is_none()
    }

    /// Whether a request shows what it has to. Takes equally long whichever secret fits and wherever others differ.
    pub(super) fn admit(&self, head: &Head<'_>) -> bool {
        let mut admitted = Choice::from(1);
        if !self.path.is_empty() {
            let shown = head.path.rsplit('/').next().unwrap_or_default();
            admitted &= is_any(&self.path, shown.as_bytes());
        }
        if let Some((name, valid)) = &self.header {
            admitted &= is_any(valid, (head.header)(name).unwrap_or_default());
        }
        admitted.into()
    }
}

fn hash(secrets: &[Secret]) -> Result<Vec<Hashed>, BuildError> {
    if secrets.is_empty() {
        return Err(BuildError::NoSecret);
    }
    if secrets.iter().any(|secret| secret.expose().len() < MIN_SECRET_LEN) {
        return Err(BuildError::ShortSecret);
    }
    Ok(secrets.iter().map(|secret| Hashed::new(secret.expose().as_bytes())).collect())
}

fn is_any(valid: &[Hashed], shown: &[u8]) -> Choice {
    let shown = Hashed::new(shown);
    valid.iter().fold(Choice::from(0), |found, one| found | one.0.ct_eq(&shown.0))
}
