//! What the caller has allowed or corrected: operations whose method or path nobody documents are not sent otherwise.

use std::collections::BTreeMap;

use super::build_error::BuildError;
use crate::runtime::Endpoint;

/// Operations that may be sent although parts of them are assumed, and paths that the caller knows better.
#[derive(Clone, Debug, Default)]
pub(super) struct Consent(BTreeMap<&'static str, Option<String>>);

impl Consent {
    pub(super) fn allow(&mut self, endpoint: &Endpoint) {
        self.0.entry(endpoint.id).or_default();
    }

    pub(super) fn correct(&mut self, endpoint: &Endpoint, path: String) {
        self.0.insert(endpoint.id, Some(path));
    }

    /// The path that the caller knows better.
    pub(super) fn path(&self, operation: &str) -> Option<&str> {
        self.0.get(operation)?.as_deref()
    }

    /// Whether an operation may be sent.
    pub(super) fn covers(&self, endpoint: &Endpoint) -> bool {
        endpoint.assumed.is_empty() || self.0.contains_key(endpoint.id)
    }

    /// Says which of the paths is none.
    pub(super) fn check(&self) -> Result<(), BuildError> {
        let wrong = self.0.iter().find(|(_, path)| path.as_ref().is_some_and(|path| !path.starts_with('/')));
        wrong.map_or(Ok(()), |(operation, _)| Err(BuildError::Path { operation }))
    }
}
